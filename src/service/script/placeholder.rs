//! Values that a script cannot know beforehand: `{otp}`, `{totp}`, `{recovery:1}` and the like inside a field.

/// A field's value: texts and placeholders in turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(pub Vec<Part>);

/// One part of a field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// As it stands.
    Text(String),
    /// Filled in when the step is taken.
    Placeholder { kind: Kind, of: Option<String> },
}

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The mailed code: 1 is that of the last mail of the journey, 2 the one before.
    Otp(usize),
    /// A mailed code that is certainly wrong.
    WrongOtp,
    /// The app's code, so many time steps from now.
    Totp(i64),
    /// A code that no time step near has.
    WrongTotp,
    /// The n-th recovery code, counted from 1.
    Recovery(usize),
    /// The account's password.
    Password,
}

/// What a placeholder may be, for errors and the help.
pub(super) const KINDS: &str = "{otp}, {otp:2} (of the mail before), {otp:wrong}, {totp}, {totp:+1}, {totp:-1}, \
    {totp:wrong}, {recovery:1} or {password}, each also with \" of NAME\" like {totp of ada@example.org}; a brace \
    itself is written {{ or }}";

impl Kind {
    fn parse(word: &str) -> Option<Self> {
        let (name, detail) = match word.split_once(':') {
            None => (word, None),
            Some((name, detail)) => (name, Some(detail)),
        };
        let counted = |detail: &str| detail.parse::<usize>().ok().filter(|n| (1..=20).contains(n));
        match (name, detail) {
            ("otp", None) => Some(Self::Otp(1)),
            ("otp", Some("wrong")) => Some(Self::WrongOtp),
            ("otp", Some(n)) => counted(n).map(Self::Otp),
            ("totp", None) => Some(Self::Totp(0)),
            ("totp", Some("wrong")) => Some(Self::WrongTotp),
            ("totp", Some(n)) => n.parse().ok().filter(|n: &i64| n.abs() <= 1000).map(Self::Totp),
            ("recovery", Some(n)) => counted(n).map(Self::Recovery),
            ("password", None) => Some(Self::Password),
            _ => None,
        }
    }

    /// How a script writes it.
    fn word(self) -> String {
        match self {
            Self::Otp(1) => "otp".to_owned(),
            Self::Otp(n) => format!("otp:{n}"),
            Self::WrongOtp => "otp:wrong".to_owned(),
            Self::Totp(0) => "totp".to_owned(),
            Self::Totp(n) => format!("totp:{n:+}"),
            Self::WrongTotp => "totp:wrong".to_owned(),
            Self::Recovery(n) => format!("recovery:{n}"),
            Self::Password => "password".to_owned(),
        }
    }

    /// How a transcript shows it.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Otp(1) => "‹otp›".to_owned(),
            Self::Otp(2) => "‹otp of the mail before›".to_owned(),
            Self::Otp(n) => format!("‹otp of {} mails before›", n - 1),
            Self::WrongOtp => "‹wrong otp›".to_owned(),
            Self::Totp(0) => "‹totp›".to_owned(),
            Self::Totp(n) => format!("‹totp {n:+}›"),
            Self::WrongTotp => "‹wrong totp›".to_owned(),
            Self::Recovery(n) => format!("‹recovery code {n}›"),
            Self::Password => "••••".to_owned(),
        }
    }
}

impl Template {
    /// Reads a field's value.
    ///
    /// # Errors
    /// What is wrong with a placeholder, and which there are.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = brace.strip_prefix("{{") {
                plain.push('{');
                rest = after;
            } else if let Some(after) = brace.strip_prefix("}}") {
                plain.push('}');
                rest = after;
            } else {
                let (word, after) = brace
                    .strip_prefix('{')
                    .and_then(|inside| inside.split_once('}'))
                    .ok_or_else(|| format!("has a brace that is no placeholder; use {KINDS}"))?;
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                }
                parts.push(placeholder(word)?);
                rest = after;
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() || parts.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self(parts))
    }

    /// The text that this was read from.
    pub(super) fn source(&self) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.replace('{', "{{").replace('}', "}}"),
            Part::Placeholder { kind, of: None } => format!("{{{}}}", kind.word()),
            Part::Placeholder { kind, of: Some(name) } => format!("{{{} of {name}}}", kind.word()),
        };
        self.0.iter().map(part).collect()
    }

    /// The value, where it holds no placeholder.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// How a transcript shows it; a secret is masked whole.
    pub(super) fn shown(&self, is_secret: bool) -> String {
        if is_secret {
            return "••••".to_owned();
        }
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Placeholder { kind, of: None } => kind.shown(),
            Part::Placeholder { kind, of: Some(name) } => {
                let shown = kind.shown();
                shown.strip_suffix('›').map_or_else(|| shown.clone(), |start| format!("{start} of {name}›"))
            }
        };
        self.0.iter().map(part).collect()
    }
}

fn placeholder(word: &str) -> Result<Part, String> {
    let (kind, of) = match word.split_once(" of ") {
        None => (word, None),
        Some((kind, name)) => (kind, Some(name.trim().to_owned())),
    };
    match Kind::parse(kind.trim()) {
        Some(kind) => Ok(Part::Placeholder { kind, of }),
        None => Err(format!("has an unknown placeholder {{{word}}}; use {KINDS}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Part {
        Template::parse(text).expect("a placeholder").0.remove(0)
    }

    #[test]
    fn placeholders_are_read_with_their_number_and_owner() {
        assert_eq!(only("{otp}"), Part::Placeholder { kind: Kind::Otp(1), of: None });
        assert_eq!(only("{otp:2}"), Part::Placeholder { kind: Kind::Otp(2), of: None });
        assert_eq!(only("{totp:-1}"), Part::Placeholder { kind: Kind::Totp(-1), of: None });
        let of_ben = Part::Placeholder { kind: Kind::Recovery(3), of: Some("ben@example.org".to_owned()) };
        assert_eq!(only("{recovery:3 of ben@example.org}"), of_ben);
    }

    #[test]
    fn text_around_stays_and_doubled_braces_are_braces() {
        let template = Template::parse(" {otp} x{{y}}").expect("valid");
        let code = Part::Placeholder { kind: Kind::Otp(1), of: None };
        assert_eq!(template.0, [Part::Text(" ".into()), code, Part::Text(" x{y}".into())]);
        assert_eq!(template.shown(false), " ‹otp› x{y}");
        assert_eq!(template.shown(true), "••••");
    }

    #[test]
    fn a_field_is_written_as_it_was_read() {
        for text in ["{otp}", "{otp:2}", "{otp:wrong}", "{totp}", "{totp:+1}", "{totp:-1}", "{totp:wrong}"] {
            assert_eq!(Template::parse(text).expect("valid").source(), text);
        }
        for text in ["{recovery:3 of ben@example.org}", "a{{b}} {password}", "plain"] {
            assert_eq!(Template::parse(text).expect("valid").source(), text);
        }
    }

    #[test]
    fn what_is_no_placeholder_says_which_there_are() {
        for wrong in ["{opt}", "{otp:0}", "{otp:x}", "{recovery}", "{", "}", "{otp"] {
            let error = Template::parse(wrong).expect_err("no placeholder");
            assert!(error.contains("{totp of ada@example.org}"), "{wrong}: {error}");
        }
    }
}
