//! Templates of mails: text with `{{placeholders}}` from a fixed list, and nothing that could run.
//!
//! A template is taken apart once, before any value is known, and values are put between its pieces. So
//! nothing in a value is ever read as a template (ASVS 1.3.7).

use std::fs;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use super::text::{CODE_DIGITS, longest_digits};

/// The largest template file in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// Writes each kind of mail once: its word, its placeholders, its built-in parts.
macro_rules! templates {
    ($($(#[$doc:meta])* $Name:ident = $id:literal, [$($placeholder:literal),*];)*) => {
        /// A kind of mail.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Template { $($(#[$doc])* $Name,)* }

        impl Template {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$Name,)*];

            /// The word used in file names, the database and JSON.
            pub fn id(self) -> &'static str {
                match self { $(Self::$Name => $id,)* }
            }

            /// The placeholders that both parts may use.
            pub fn placeholders(self) -> &'static [&'static str] {
                match self { $(Self::$Name => &[$($placeholder),*],)* }
            }

            fn built_in(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$Name => (
                        include_str!(concat!("templates/", $id, ".txt")),
                        include_str!(concat!("templates/", $id, ".html")),
                    ),)*
                }
            }
        }
    };
}

templates! {
    /// The mailed one-time password that verifies a device.
    DeviceCode = "device_code", ["product", "greeting", "code", "reference", "valid_for"];
    /// A device became trusted.
    NewDevice = "new_device", ["product", "greeting", "address", "time", "device", "source"];
    /// An authenticator was enrolled.
    AuthenticatorEnrolled = "authenticator_enrolled", ["product", "greeting", "address", "time", "authenticator"];
    /// A recovery code was used.
    RecoveryCodeUsed = "recovery_code_used", ["product", "greeting", "address", "time", "left"];
    /// The password was changed.
    PasswordChanged = "password_changed", ["product", "greeting", "address", "time"];
    /// Someone gave the right password and went no further.
    UnfinishedSignIn = "unfinished_sign_in", ["product", "greeting", "address", "time", "source"];
    /// Support removed the authenticators.
    AuthenticatorReset = "authenticator_reset", ["product", "greeting", "address", "time"];
    /// The recovery codes were replaced.
    RecoveryCodesRenewed = "recovery_codes_renewed", ["product", "greeting", "address", "time"];
    /// An operator was invited.
    OperatorInvited = "operator_invited", ["product", "greeting", "address", "time", "operator", "token", "valid_for"];
    /// Something became of an operator.
    OperatorChanged = "operator_changed", ["product", "greeting", "address", "time", "operator", "what", "by"];
    /// A reset was asked for and can be stopped.
    ResetRequested = "reset_requested", ["product", "greeting", "address", "time", "what", "when", "token"];
    /// Support did something else to the account.
    SupportActed = "support_acted", ["product", "greeting", "address", "time", "what"];
    /// The code by which the person of a new account sets its password.
    Activation = "activation", ["product", "greeting", "address", "time", "code", "valid_for"];
    /// The one-time password that verifies an address by itself.
    AddressCode = "address_code", ["product", "greeting", "code", "reference", "valid_for"];
    /// The account moved to another address.
    AddressChanged = "address_changed", ["product", "greeting", "address", "time", "former"];
    /// Support removed one of several authenticators.
    AuthenticatorRevoked = "authenticator_revoked", ["product", "greeting", "address", "time", "authenticator"];
    /// A trial of the mail settings.
    Test = "test", ["product", "greeting", "address", "time"];
}

impl Template {
    /// The kind of that word.
    pub fn from_id(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|template| template.id() == word)
    }
}

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The folder or one of its files cannot be read.
    #[error("cannot read the mail templates in {path}: {source}; correct mail.templates or the file's mode")]
    Read {
        /// The folder or file.
        path: String,
        /// The reason.
        source: io::Error,
    },
    /// A file that no mail would use.
    #[error(
        "the file {file} is no mail template; its name must be one of the kinds with .txt or .html, such as device_code.txt"
    )]
    UnknownFile {
        /// The file's name.
        file: String,
    },
    /// Text that the template may not have.
    #[error("in {file}, line {line}: {problem}")]
    Text {
        /// The file's name.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong and what to do.
        problem: String,
    },
}

/// One part of a mail, taken apart.
#[derive(Debug, Clone)]
pub(super) struct Part(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Value(&'static str),
}

impl Part {
    /// Puts the values between the pieces.
    pub(super) fn fill(&self, value: impl Fn(&'static str) -> String) -> String {
        self.0.iter().fold(String::new(), |mut out, piece| {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(name) => out.push_str(&value(name)),
            }
            out
        })
    }

    fn parse(file: &str, source: &str, allowed: &'static [&'static str]) -> Result<Self, TemplateError> {
        let source = source.strip_prefix('\u{FEFF}').unwrap_or(source).replace("\r\n", "\n");
        let wrong = |at: usize, problem: String| TemplateError::Text {
            file: file.to_owned(),
            line: source[..at].matches('\n').count() + 1,
            problem,
        };
        if let Some(at) = source.find(|c: char| c.is_control() && c != '\n' && c != '\t') {
            return Err(wrong(at, "has a control character; remove it".to_owned()));
        }
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(open) = source[at..].find("{{").map(|offset| at + offset) {
            pieces.push(Piece::Text(source[at..open].to_owned()));
            let inner = &source[open + 2..];
            let close = inner
                .find("}}")
                .ok_or_else(|| wrong(open, "{{ is never closed; write a placeholder like {{product}}".to_owned()))?;
            let name = inner[..close].trim();
            let known = allowed.iter().find(|&&known| known == name).ok_or_else(|| {
                wrong(
                    open,
                    format!(
                        "{{{{{}}}}} is no placeholder here; use {}",
                        super::text::excerpt(name, 40),
                        allowed.join(", ")
                    ),
                )
            })?;
            pieces.push(Piece::Value(known));
            at = open + 2 + close + 2;
        }
        pieces.push(Piece::Text(source[at..].to_owned()));
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        Ok(Self(pieces))
    }

    fn uses(&self, name: &str) -> usize {
        self.0.iter().filter(|piece| matches!(piece, Piece::Value(used) if *used == name)).count()
    }

    /// Whether the only run of six digits can be that of the code: no digits of the template's own that
    /// form one, alone or together with a value beside them.
    fn leaves_digits_to_the_code(&self) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let apart = self.0.windows(2).all(|pair| match (&pair[0], &pair[1]) {
            (Piece::Text(text), Piece::Value(_)) => !digit(text.chars().next_back()),
            (Piece::Value(_), Piece::Text(text)) => !digit(text.chars().next()),
            (Piece::Value(_), Piece::Value(_)) => false,
            (Piece::Text(_), Piece::Text(_)) => true,
        });
        apart && self.0.iter().all(|piece| !matches!(piece, Piece::Text(text) if longest_digits(text) >= CODE_DIGITS))
    }
}

/// The text and HTML parts of every kind of mail, checked. The built-in ones are read with the first mail, because
/// most commands send none, and once for every home of a process, because scripts make thousands.
#[derive(Debug, Clone)]
pub struct Templates(Option<Vec<(Part, Part)>>);

static BUILT_IN: LazyLock<Vec<(Part, Part)>> =
    LazyLock::new(|| Templates::read(None).expect("no file is read, and a test parses every built-in template"));

impl Templates {
    /// The built-in templates.
    pub fn built_in() -> Self {
        Self(None)
    }

    /// The built-in templates, replaced by files such as `device_code.txt` in a folder.
    ///
    /// # Errors
    /// [`TemplateError`] where the folder or a file cannot be read, a name is unknown, or a text has a
    /// placeholder that its kind of mail does not offer.
    pub fn load(folder: &Path) -> Result<Self, TemplateError> {
        for entry in fs::read_dir(folder).map_err(|source| unreadable(folder, source))? {
            let entry = entry.map_err(|source| unreadable(folder, source))?;
            let file = entry.file_name().to_string_lossy().into_owned();
            let known = file.strip_suffix(".txt").or_else(|| file.strip_suffix(".html")).and_then(Template::from_id);
            if known.is_none() && !file.starts_with('.') {
                return Err(TemplateError::UnknownFile { file: super::text::excerpt(&file, 80) });
            }
        }
        Self::read(Some(folder)).map(|parts| Self(Some(parts)))
    }

    fn read(folder: Option<&Path>) -> Result<Vec<(Part, Part)>, TemplateError> {
        let pair = |template: &Template| {
            let (text, html) = template.built_in();
            let text = part(*template, "txt", text, folder)?;
            let html = part(*template, "html", html, folder)?;
            Ok((text, html))
        };
        Template::ALL.iter().map(pair).collect()
    }

    fn parts(&self) -> &[(Part, Part)] {
        self.0.as_deref().unwrap_or_else(|| BUILT_IN.as_slice())
    }

    /// The text and HTML part of a kind.
    pub(super) fn of(&self, template: Template) -> (&Part, &Part) {
        let (text, html) = &self.parts()[template as usize];
        (text, html)
    }
}

fn unreadable(path: &Path, source: io::Error) -> TemplateError {
    TemplateError::Read { path: path.display().to_string(), source }
}

fn part(template: Template, ending: &str, built_in: &str, folder: Option<&Path>) -> Result<Part, TemplateError> {
    let file = format!("{}.{ending}", template.id());
    let own = folder.map(|folder| own_text(&folder.join(&file))).transpose()?.flatten();
    let part = Part::parse(&file, own.as_deref().unwrap_or(built_in), template.placeholders())?;
    if matches!(template, Template::DeviceCode | Template::AddressCode | Template::Activation) {
        let wrong =
            |problem: &str| Err(TemplateError::Text { file: file.clone(), line: 1, problem: problem.to_owned() });
        let is_digits = template != Template::Activation;
        if is_digits && ending == "txt" && (part.uses("code") != 1 || !part.leaves_digits_to_the_code()) {
            return wrong(
                "{{code}} must stand here exactly once and be the only run of six digits; \
                 remove other numbers of six digits, and put text without digits between placeholders",
            );
        }
        if part.uses("code") == 0 {
            return wrong("{{code}} is missing; without it nobody can go on");
        }
    }
    Ok(part)
}

fn own_text(path: &Path) -> Result<Option<String>, TemplateError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(unreadable(path, source)),
        Ok(about) if !about.is_file() || about.len() > MAX_BYTES => {
            Err(unreadable(path, io::Error::other("it is no regular file of at most 64 KiB")))
        }
        Ok(_) => fs::read_to_string(path).map(Some).map_err(|source| unreadable(path, source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        dir
    }

    fn refused(file: &str, text: &str) -> String {
        Templates::load(folder(&[(file, text)]).path()).unwrap_err().to_string()
    }

    #[test]
    fn the_built_in_templates_are_sound() {
        assert_eq!(Templates::built_in().parts().len(), Template::ALL.len());
        for (index, template) in Template::ALL.iter().enumerate() {
            assert_eq!(*template as usize, index);
            assert_eq!(Template::from_id(template.id()), Some(*template));
        }
    }

    #[test]
    fn a_file_replaces_one_part_alone() {
        let dir = folder(&[("test.txt", "\u{FEFF}Hi from {{ product }}.\r\n")]);
        let templates = Templates::load(dir.path()).unwrap();
        let (text, html) = templates.of(Template::Test);
        assert_eq!(text.fill(|name| name.to_uppercase()), "Hi from PRODUCT.\n");
        assert!(html.fill(|name| name.to_uppercase()).contains("<html"));
    }

    #[test]
    fn v1_3_7_an_unknown_placeholder_names_the_file_and_line() {
        assert_eq!(
            refused("test.txt", "one\ntwo {{password}}"),
            "in test.txt, line 2: {{password}} is no placeholder here; use product, greeting, address, time"
        );
        assert!(
            refused("new_device.html", "<p>{{code}}</p>").starts_with("in new_device.html, line 1: {{code}} is no")
        );
        assert!(refused("test.txt", "a\n\n{{product").starts_with("in test.txt, line 3: {{ is never closed"));
    }

    #[test]
    fn files_that_no_mail_would_use_are_refused() {
        assert!(refused("device-code.txt", "").starts_with("the file device-code.txt is no mail template"));
        assert!(refused("test.md", "").starts_with("the file test.md is no mail template"));
        assert!(refused("test.txt", "a\0b").starts_with("in test.txt, line 1: has a control character"));
        assert!(
            Templates::load(Path::new("src/mail/no-such-folder")).unwrap_err().to_string().starts_with("cannot read")
        );
    }

    #[test]
    fn the_code_is_the_only_run_of_six_digits_a_template_may_have() {
        for text in [
            "no code",
            "{{code}} and again {{code}}",
            "{{code}} call 555123456",
            "1{{code}}",
            "{{code}}1",
            "{{code}} 12{{reference}}",
            "{{code}} {{reference}}{{valid_for}}",
        ] {
            assert!(refused("device_code.txt", text).contains("{{code}} must stand here exactly once"), "{text}");
        }
        assert!(refused("device_code.html", "<p>no</p>").contains("{{code}} is missing"));
        Templates::load(folder(&[("device_code.txt", "{{code}}, 2026, {{reference}}")]).path()).unwrap();
    }
}
