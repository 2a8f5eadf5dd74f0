//! What a mail says: its data, its subject and its two parts.

use jiff::Timestamp;

use super::template::{Template, Templates};
use super::text::{one_line, without_codes};
use crate::journey::policy::Period;

/// A mail's kind, with what it tells.
#[derive(Clone, Copy)]
pub enum Kind<'a> {
    /// The one-time password that verifies a device.
    DeviceCode {
        /// The one-time password, digits alone.
        code: &'a str,
        /// The reference that the screen shows too.
        reference: &'a str,
        /// How long the code works.
        valid_for: Period,
    },
    /// A device became trusted.
    NewDevice {
        /// What the device called itself.
        device: Option<&'a str>,
        /// Where it came from, such as an IP address.
        source: Option<&'a str>,
    },
    /// An authenticator was enrolled.
    AuthenticatorEnrolled {
        /// The authenticator's name.
        authenticator: &'a str,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many codes are left.
        left: u32,
    },
    /// The password was changed.
    PasswordChanged,
    /// Someone gave the right password and did not finish the sign-in.
    UnfinishedSignIn {
        /// Where they came from, such as an IP address.
        source: Option<&'a str>,
    },
    /// Support removed the authenticators.
    AuthenticatorReset,
    /// The recovery codes were replaced.
    RecoveryCodesRenewed,
    /// An operator was invited; tells them the secret of their first login.
    OperatorInvited {
        /// The operator's name.
        operator: &'a str,
        /// The secret.
        token: &'a str,
        /// How long it works.
        valid_for: Period,
    },
    /// Something became of an operator; for every admin.
    OperatorChanged {
        /// The operator's name.
        operator: &'a str,
        /// What, as the rest of a sentence.
        what: &'a str,
        /// Who did it.
        by: &'a str,
    },
    /// A reset was asked for; tells the person how to stop it.
    ResetRequested {
        /// What is to be done, as the rest of a sentence.
        what: &'a str,
        /// When, in words.
        when: &'a str,
        /// What stops it.
        token: &'a str,
    },
    /// Support did something to the account that has no mail of its own.
    SupportActed {
        /// What, as the rest of a sentence.
        what: &'a str,
    },
    /// The code by which the person of a new account sets its password.
    Activation {
        /// The code.
        code: &'a str,
        /// How long the code works.
        valid_for: Period,
    },
    /// The one-time password that verifies an address by itself.
    AddressCode {
        /// The one-time password, digits alone.
        code: &'a str,
        /// The reference that whoever asked sees too.
        reference: &'a str,
        /// How long the code works.
        valid_for: Period,
    },
    /// The account moved to another address.
    AddressChanged {
        /// The address before.
        former: &'a str,
        /// The address from now on.
        new: &'a str,
    },
    /// Support removed one of several authenticators.
    AuthenticatorRevoked {
        /// The authenticator's name.
        authenticator: &'a str,
    },
    /// A trial of the mail settings.
    Test,
}

/// What every kind of mail tells besides.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The product's name, from `mail.product`.
    pub product: &'a str,
    /// The account's address, as given.
    pub address: &'a str,
    /// The person's name, where the account has one.
    pub name: Option<&'a str>,
    /// When what the mail tells of happened.
    pub at: Timestamp,
}

/// A mail's subject and parts. It may hold a one-time password, so it has no `Debug`.
pub struct Content {
    /// One line of text.
    pub subject: String,
    /// The plain-text part, its lines ending in LF.
    pub text: String,
    /// The HTML part, its lines ending in LF.
    pub html: String,
}

impl Kind<'_> {
    /// The template that writes this kind.
    pub fn template(&self) -> Template {
        match self {
            Self::DeviceCode { .. } => Template::DeviceCode,
            Self::NewDevice { .. } => Template::NewDevice,
            Self::AuthenticatorEnrolled { .. } => Template::AuthenticatorEnrolled,
            Self::RecoveryCodeUsed { .. } => Template::RecoveryCodeUsed,
            Self::PasswordChanged => Template::PasswordChanged,
            Self::UnfinishedSignIn { .. } => Template::UnfinishedSignIn,
            Self::AuthenticatorReset => Template::AuthenticatorReset,
            Self::RecoveryCodesRenewed => Template::RecoveryCodesRenewed,
            Self::OperatorInvited { .. } => Template::OperatorInvited,
            Self::OperatorChanged { .. } => Template::OperatorChanged,
            Self::ResetRequested { .. } => Template::ResetRequested,
            Self::SupportActed { .. } => Template::SupportActed,
            Self::Activation { .. } => Template::Activation,
            Self::AddressCode { .. } => Template::AddressCode,
            Self::AddressChanged { .. } => Template::AddressChanged,
            Self::AuthenticatorRevoked { .. } => Template::AuthenticatorRevoked,
            Self::Test => Template::Test,
        }
    }

    fn subject(&self) -> String {
        match self {
            Self::DeviceCode { reference, .. } => format!("Please verify your device (ref {reference})"),
            Self::NewDevice { .. } => "A new device can sign in to your account".to_owned(),
            Self::AuthenticatorEnrolled { .. } => "An authenticator app was set up for your account".to_owned(),
            Self::RecoveryCodeUsed { .. } => "A recovery code was used for your account".to_owned(),
            Self::PasswordChanged => "Your password was changed".to_owned(),
            Self::UnfinishedSignIn { .. } => "Someone entered your password but did not finish signing in".to_owned(),
            Self::AuthenticatorReset => "Your authenticator app was removed by support".to_owned(),
            Self::RecoveryCodesRenewed => "Your recovery codes were replaced".to_owned(),
            Self::OperatorInvited { .. } => "You are invited as an operator".to_owned(),
            Self::OperatorChanged { operator, .. } => format!("The operators changed: {operator}"),
            Self::ResetRequested { .. } => "Support was asked to open your account".to_owned(),
            Self::SupportActed { .. } => "Support changed something about your account".to_owned(),
            Self::Activation { .. } => "Choose the password of your account".to_owned(),
            Self::AddressCode { reference, .. } => format!("Please verify your address (ref {reference})"),
            Self::AddressChanged { .. } => "The address of your account was changed".to_owned(),
            Self::AuthenticatorRevoked { .. } => "An authenticator app of your account was removed".to_owned(),
            Self::Test => "Test of the mail settings".to_owned(),
        }
    }

    fn value(&self, name: &str) -> Option<String> {
        let or = |value: &Option<&str>, unknown: &str| {
            value.filter(|text| !text.trim().is_empty()).unwrap_or(unknown).to_owned()
        };
        Some(match (self, name) {
            (
                Self::DeviceCode { code, .. } | Self::AddressCode { code, .. } | Self::Activation { code, .. },
                "code",
            ) => (*code).to_owned(),
            (Self::DeviceCode { reference, .. } | Self::AddressCode { reference, .. }, "reference") => {
                (*reference).to_owned()
            }
            (
                Self::DeviceCode { valid_for, .. }
                | Self::AddressCode { valid_for, .. }
                | Self::Activation { valid_for, .. }
                | Self::OperatorInvited { valid_for, .. },
                "valid_for",
            ) => words(*valid_for),
            (Self::AddressChanged { former, .. }, "former") => (*former).to_owned(),
            (Self::AddressChanged { new, .. }, "address") => (*new).to_owned(),
            (Self::NewDevice { device, .. }, "device") => or(device, "unknown"),
            (Self::NewDevice { source, .. } | Self::UnfinishedSignIn { source }, "source") => or(source, "unknown"),
            (Self::OperatorInvited { operator, .. } | Self::OperatorChanged { operator, .. }, "operator") => {
                (*operator).to_owned()
            }
            (Self::OperatorInvited { token, .. } | Self::ResetRequested { token, .. }, "token") => (*token).to_owned(),
            (
                Self::OperatorChanged { what, .. } | Self::ResetRequested { what, .. } | Self::SupportActed { what },
                "what",
            ) => (*what).to_owned(),
            (Self::OperatorChanged { by, .. }, "by") => (*by).to_owned(),
            (Self::ResetRequested { when, .. }, "when") => (*when).to_owned(),
            (
                Self::AuthenticatorEnrolled { authenticator } | Self::AuthenticatorRevoked { authenticator },
                "authenticator",
            ) => (*authenticator).to_owned(),
            (Self::RecoveryCodeUsed { left: 1 }, "left") => "1 recovery code".to_owned(),
            (Self::RecoveryCodeUsed { left }, "left") => format!("{left} recovery codes"),
            _ => return None,
        })
    }
}

impl Context<'_> {
    fn value(&self, name: &str) -> Option<String> {
        Some(match name {
            "product" => self.product.to_owned(),
            "address" => self.address.to_owned(),
            "time" => self.at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            "greeting" => match self.name.map(str::trim).filter(|name| !name.is_empty()) {
                Some(name) => format!("Hello {name},"),
                None => "Hello,".to_owned(),
            },
            _ => return None,
        })
    }
}

/// The length of time in words, such as `10 minutes`.
fn words(period: Period) -> String {
    let seconds = period.as_secs();
    let (count, unit) = match seconds {
        s if s > 0 && s % 3600 == 0 => (s / 3600, "hour"),
        s if s > 0 && s % 60 == 0 => (s / 60, "minute"),
        s => (s, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Writes a mail.
///
/// Values stand in it as text: they are never read as templates, their line breaks and invisible
/// characters show as U+FFFD, and the HTML part has them escaped. In the text part of the one-time
/// password, that password is the only run of six ASCII digits.
pub fn render(kind: &Kind<'_>, context: &Context<'_>, templates: &Templates) -> Content {
    let (text, html) = templates.of(kind.template());
    let value = |name: &str| one_line(&kind.value(name).or_else(|| context.value(name)).unwrap_or_default());
    let plain = |name: &'static str| match kind {
        Kind::DeviceCode { .. } | Kind::AddressCode { .. } if name != "code" => without_codes(&value(name)),
        _ => value(name),
    };
    Content {
        subject: one_line(&format!("[{}] {}", context.product, kind.subject())),
        text: text.fill(plain),
        html: html.fill(|name| escaped(&value(name))),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::text::longest_digits;
    use super::*;

    const KINDS: [Kind<'_>; 17] = [
        Kind::DeviceCode { code: "048213", reference: "K7Q2", valid_for: Period::minutes(10) },
        Kind::NewDevice { device: Some("Firefox on Linux"), source: Some("192.0.2.7") },
        Kind::AuthenticatorEnrolled { authenticator: "phone" },
        Kind::RecoveryCodeUsed { left: 2 },
        Kind::PasswordChanged,
        Kind::UnfinishedSignIn { source: None },
        Kind::AuthenticatorReset,
        Kind::RecoveryCodesRenewed,
        Kind::OperatorInvited { operator: "grace", token: "vat_0", valid_for: Period::hours(24) },
        Kind::OperatorChanged { operator: "grace", what: "was disabled", by: "os:root" },
        Kind::ResetRequested { what: "remove your apps", when: "once approved", token: "vrt_0" },
        Kind::SupportActed { what: "unlocked it" },
        Kind::Activation { code: "vat_048213", valid_for: Period::minutes(1440) },
        Kind::AddressCode { code: "048213", reference: "K7Q2", valid_for: Period::minutes(10) },
        Kind::AddressChanged { former: "ada@example.org", new: "ada@example.net" },
        Kind::AuthenticatorRevoked { authenticator: "phone" },
        Kind::Test,
    ];

    fn context<'a>(product: &'a str, name: Option<&'a str>) -> Context<'a> {
        let at = "2026-03-02T09:00:30Z".parse().unwrap();
        Context { product, address: "ada@example.org", name, at }
    }

    fn written(kind: &Kind<'_>, product: &str, name: Option<&str>) -> Content {
        render(kind, &context(product, name), &Templates::built_in())
    }

    #[test]
    fn every_placeholder_of_a_kind_has_a_value() {
        for kind in &KINDS {
            for name in kind.template().placeholders() {
                let value = kind.value(name).or_else(|| context("P", None).value(name));
                assert!(value.is_some_and(|text| !text.is_empty()), "{} {name}", kind.template().id());
            }
        }
    }

    #[test]
    fn every_kind_says_what_it_is_about_and_what_to_do() {
        for kind in &KINDS {
            let content = written(kind, "Portal", Some("Ada"));
            assert!(content.subject.starts_with("[Portal] "));
            for part in [&content.text, &content.html] {
                assert!(part.contains("Hello Ada,") && part.contains("Portal"), "{part}");
                assert!(!part.contains("{{") && !part.contains("}}"), "{part}");
                assert!(matches!(kind, Kind::Test) || part.contains("If this was not you"), "{part}");
            }
            assert!(content.text.lines().all(|line| line.chars().count() <= 78), "{}", content.text);
        }
    }

    #[test]
    fn the_code_mail_has_the_subject_that_the_screen_points_to() {
        let content = written(&KINDS[0], "Vestibule", None);
        assert_eq!(content.subject, "[Vestibule] Please verify your device (ref K7Q2)");
        assert!(content.text.contains("048213") && content.html.contains("048213"));
        assert!(content.text.contains("10 minutes"));
    }

    #[test]
    fn the_code_is_the_only_run_of_six_digits_in_its_text() {
        let content = written(&KINDS[0], "Portal 20260302", Some("Agent 123456 and 7654321"));
        let runs: Vec<&str> = content.text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 6).collect();
        assert_eq!(runs, ["048213"]);
        assert_eq!(longest_digits(&content.subject), 8, "the subject is no part of the text");
    }

    #[test]
    fn v1_3_7_values_are_never_read_as_templates() {
        for name in
            ["{{code}}", "{{otp}}", "${x}", "{{product}}{{", "}}", "<%= 1 %>", "%s", "{0}", "$(id)", "\\{{code}}"]
        {
            for kind in &KINDS {
                let content = written(kind, "{{address}}", Some(name));
                assert!(content.text.contains(&format!("Hello {name},")), "{}", content.text);
                assert!(content.subject.starts_with("[{{address}}] "), "{}", content.subject);
            }
        }
    }

    #[test]
    fn values_are_escaped_in_html() {
        let content = written(&KINDS[1], "P", Some("<script>alert('1')</script>\" onload=&x"));
        assert!(content.html.contains("Hello &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&amp;x,"));
        assert!(!content.html.contains("<script"));
    }

    #[test]
    fn c16_line_breaks_and_overrides_in_values_are_neutralised() {
        let evil = "Ada\r\nBcc: evil@example.net\u{202E}\u{85}\u{2028}\0";
        for kind in [&KINDS[0], &Kind::NewDevice { device: Some(evil), source: Some(evil) }] {
            let content = written(kind, evil, Some(evil));
            let lines = written(kind, "P", Some("Ada")).text.lines().count();
            assert!(!content.subject.chars().any(|c| c.is_control() || c == '\u{202E}'));
            assert_eq!(content.text.lines().count(), lines);
            for part in [&content.text, &content.html] {
                assert!(!part.contains(['\r', '\0', '\u{202E}', '\u{85}', '\u{2028}']));
                assert!(part.contains("Ada\u{FFFD}\u{FFFD}Bcc: evil@example.net"));
            }
        }
    }

    #[test]
    fn lengths_of_time_are_in_words() {
        let cases = [(600, "10 minutes"), (60, "1 minute"), (3600, "1 hour"), (90, "90 seconds"), (0, "0 seconds")];
        for (seconds, text) in cases {
            assert_eq!(words(Period::seconds(seconds)), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_values_are_the_code_stands_alone(product in "[0-9a ٣]{0,30}", name in "[0-9a ٣]{0,30}", reference in "[2-9A-Z]{4}") {
            let kind = Kind::DeviceCode { code: "123456", reference: &reference, valid_for: Period::minutes(10) };
            let text = written(&kind, &product, Some(&name)).text;
            let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 6).collect();
            proptest::prop_assert_eq!(runs, ["123456"]);
        }
    }
}
