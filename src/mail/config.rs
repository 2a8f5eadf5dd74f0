//! The `[mail]` table of a home's configuration.

use std::net::IpAddr;
use std::path::PathBuf;

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

use super::address::Address;
use super::text::{CODE_DIGITS, is_invisible, longest_digits};
use crate::journey::policy::Period;

/// How mail leaves the home.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransportKind {
    /// To a mail server.
    Smtp,
    /// Through the system's `sendmail` program.
    Sendmail,
    /// As files under `outbox/` in the home.
    #[default]
    Folder,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TlsMode {
    /// TLS from the first byte (RFC 8314 §3), port 465.
    #[default]
    Required,
    /// STARTTLS (RFC 3207), port 587; a server that does not offer it gets nothing.
    Starttls,
    /// No TLS, port 25; to a loopback address only.
    None,
}

/// The `[mail]` table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// How mail leaves the home.
    pub transport: TransportKind,
    /// The sender: an address, or `Name <address>`.
    pub from: String,
    /// The product's name in subjects and texts. 1 to 64 characters.
    pub product: String,
    /// How long the command that caused a mail waits for its hand-over.
    pub send_within: Period,
    /// The mail server's name or IP address.
    pub host: Option<String>,
    /// The mail server's port; by default that of `tls`.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub tls: TlsMode,
    /// The user to authenticate as.
    pub user: Option<String>,
    /// A file with that user's password, readable by its owner alone; relative to the home.
    pub password_file: Option<PathBuf>,
    /// A PEM file of certificate authorities trusted besides the system's; relative to the home.
    pub ca_file: Option<PathBuf>,
    /// The `sendmail` program.
    pub sendmail: PathBuf,
    /// A folder of templates that replace built-in ones; relative to the home.
    pub templates: Option<PathBuf>,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            transport: TransportKind::Folder,
            from: "no-reply@localhost.localdomain".to_owned(),
            product: "Vestibule".to_owned(),
            send_within: Period::seconds(5),
            host: None,
            port: None,
            tls: TlsMode::Required,
            user: None,
            password_file: None,
            ca_file: None,
            sendmail: PathBuf::from("/usr/sbin/sendmail"),
            templates: None,
        }
    }
}

/// A setting of the `[mail]` table that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("mail.{key} {problem}")]
pub struct MailConfigError {
    /// The setting, without the table's name.
    pub key: &'static str,
    /// What is wrong and what to do.
    pub problem: String,
}

fn wrong(key: &'static str, problem: impl Into<String>) -> MailConfigError {
    MailConfigError { key, problem: problem.into() }
}

impl MailConfig {
    /// What takes the mails, in a few words: a server with its port, a program, or the folder.
    pub fn via(&self) -> String {
        match self.transport {
            TransportKind::Smtp => format!("{}:{}", self.host.as_deref().unwrap_or("-"), self.port()),
            TransportKind::Sendmail => self.sendmail.display().to_string(),
            TransportKind::Folder => "outbox/".to_owned(),
        }
    }

    /// Checks what the types alone do not.
    ///
    /// # Errors
    /// [`MailConfigError`] for the first setting that is wrong or contradicts another.
    pub fn validate(&self) -> Result<(), MailConfigError> {
        self.sender()?;
        check_product(&self.product)?;
        if !(Period::seconds(1)..=Period::minutes(5)).contains(&self.send_within) {
            return Err(wrong("send_within", format!("is {}; use PT1S to PT5M", self.send_within)));
        }
        match (&self.user, &self.password_file) {
            (Some(_), None) => return Err(wrong("user", "is set without a password; set mail.password_file too")),
            (None, Some(_)) => return Err(wrong("password_file", "is set without a user; set mail.user too")),
            (Some(user), Some(_)) if user.is_empty() || user.chars().any(char::is_control) => {
                return Err(wrong("user", "is empty or has a control character; write the user's name alone"));
            }
            _ => {}
        }
        if self.transport == TransportKind::Sendmail && !self.sendmail.is_absolute() {
            return Err(wrong("sendmail", "is no absolute path; write it like /usr/sbin/sendmail"));
        }
        if self.transport == TransportKind::Smtp || self.host.is_some() {
            self.check_server()?;
        }
        Ok(())
    }

    fn check_server(&self) -> Result<(), MailConfigError> {
        let Some(host) = &self.host else {
            return Err(wrong("host", "is missing; transport = \"smtp\" needs the mail server's name"));
        };
        let ip = host.parse::<IpAddr>();
        if ip.is_err() && (idna::domain_to_ascii_strict(host).is_err() || host.starts_with('-')) {
            return Err(wrong("host", "is neither a host name nor an IP address; write it like mail.example.org"));
        }
        if self.port == Some(0) {
            return Err(wrong("port", "is 0; use 1 to 65535, or leave it out"));
        }
        let loopback = host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback());
        if self.tls == TlsMode::None && !loopback {
            return Err(wrong(
                "tls",
                "is \"none\", which is allowed to a loopback address only; use \"required\" or \"starttls\"",
            ));
        }
        Ok(())
    }

    /// The sender as the mail library writes it.
    ///
    /// # Errors
    /// [`MailConfigError`] where `from` is neither an address nor `Name <address>`.
    pub fn sender(&self) -> Result<Mailbox, MailConfigError> {
        let (name, address) = match self.from.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (name.trim(), address),
            None => ("", self.from.as_str()),
        };
        let name = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(name);
        if name.chars().any(|c| c.is_control() || is_invisible(c) || "<>\"\\".contains(c)) || name.contains("=?") {
            return Err(wrong(
                "from",
                "has a name with a quote, a bracket, =? or a character that does not show; remove it",
            ));
        }
        let address = Address::parse(address).map_err(|error| wrong("from", format!("is not usable: {error}")))?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        Ok(Mailbox::new(name, address.mailbox().clone()))
    }

    /// The port, by default the one registered for the kind of protection (RFC 8314 §7, RFC 5321).
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            TlsMode::Required => lettre::transport::smtp::SUBMISSIONS_PORT,
            TlsMode::Starttls => lettre::transport::smtp::SUBMISSION_PORT,
            TlsMode::None => lettre::transport::smtp::SMTP_PORT,
        })
    }
}

fn check_product(product: &str) -> Result<(), MailConfigError> {
    let length = product.chars().count();
    if !(1..=64).contains(&length) || product.trim().is_empty() {
        return Err(wrong("product", format!("has {length} characters; use 1 to 64, not only spaces")));
    }
    if product.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err(wrong("product", "has a line break or a character that does not show; remove it"));
    }
    if longest_digits(product) >= CODE_DIGITS {
        return Err(wrong("product", "has six digits in a row, which look like a one-time password; shorten them"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<MailConfig, String> {
        let config: MailConfig = toml::from_str(toml).map_err(|error| error.message().to_owned())?;
        config.validate().map_err(|error| error.to_string())?;
        Ok(config)
    }

    fn refused(toml: &str, says: &str) {
        let error = read(toml).unwrap_err();
        assert!(error.contains(says), "{toml}: {error}");
    }

    #[test]
    fn an_empty_table_writes_to_a_folder() {
        let config = read("").unwrap();
        assert_eq!(config, MailConfig::default());
        assert_eq!(config.transport, TransportKind::Folder);
        assert_eq!(config.send_within, Period::seconds(5));
    }

    #[test]
    fn a_whole_table_is_read() {
        let config = read(
            "transport = 'smtp'\nfrom = 'Portal <no-reply@example.org>'\nproduct = 'Portal'\nsend_within = '3 s'\n\
             host = 'mail.example.org'\ntls = 'starttls'\nuser = 'u'\npassword_file = 'keys/mail'\nca_file = 'ca.pem'",
        )
        .unwrap();
        assert_eq!(config.port(), 587);
        assert_eq!(config.sender().unwrap().to_string(), "Portal <no-reply@example.org>");
    }

    #[test]
    fn the_port_follows_the_protection() {
        assert_eq!(read("transport = 'smtp'\nhost = 'a.example'").unwrap().port(), 465);
        assert_eq!(read("transport = 'smtp'\nhost = '127.0.0.1'\ntls = 'none'").unwrap().port(), 25);
        assert_eq!(read("transport = 'smtp'\nhost = 'a.example'\nport = 2525").unwrap().port(), 2525);
    }

    #[test]
    fn unknown_keys_and_words_are_refused() {
        refused("hots = 'a'", "unknown field `hots`");
        refused("transport = 'carrier-pigeon'", "unknown variant");
        refused("tls = 'opportunistic'", "unknown variant");
    }

    #[test]
    fn v12_3_1_plain_text_goes_to_loopback_alone() {
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "::1"] {
            read(&format!("transport = 'smtp'\nhost = '{host}'\ntls = 'none'")).unwrap();
        }
        for host in ["mail.example.org", "192.0.2.1", "127.0.0.1.example.org", "localhost.example.org"] {
            refused(&format!("transport = 'smtp'\nhost = '{host}'\ntls = 'none'"), "mail.tls is \"none\"");
        }
    }

    #[test]
    fn settings_that_need_each_other_are_named() {
        refused("transport = 'smtp'", "mail.host is missing");
        refused("user = 'u'", "mail.user is set without a password");
        refused("password_file = 'f'", "mail.password_file is set without a user");
        refused("transport = 'sendmail'\nsendmail = 'sendmail'", "mail.sendmail is no absolute path");
        refused("send_within = '0 s'", "mail.send_within is PT0S");
        refused("port = 0\nhost = 'a.example'", "mail.port is 0");
    }

    #[test]
    fn c16_nothing_of_the_table_can_carry_a_command() {
        refused("transport = 'smtp'\nhost = \"client\\r\\nMAIL FROM:<x@y>\"", "mail.host");
        refused("transport = 'smtp'\nhost = '-oProxy'", "mail.host");
        refused("from = \"Support <s@example.org>\\r\\nReply-To: e@example.net\"", "mail.from");
        refused("from = \"a\\r\\nBcc: x <s@example.org>\"", "mail.from has a name");
        refused("from = 'Eve\" <evil@example.net>, \"x <s@example.org>'", "mail.from has a name");
        refused("from = '=?utf-8?q?x=0D=0ABcc:_e@example.net?= <s@example.org>'", "mail.from has a name");
        refused("from = 'nobody'", "mail.from is not usable");
        refused("product = \"a\\nb\"", "mail.product has a line break");
        refused("product = \"a\\u202Eb\"", "mail.product has a line break");
        refused("user = \"a\\nb\"\npassword_file = 'f'", "mail.user");
    }

    #[test]
    fn a_product_has_1_to_64_characters_and_looks_like_no_code() {
        refused("product = ''", "mail.product has 0 characters");
        refused("product = '   '", "mail.product");
        refused(&format!("product = '{}'", "ü".repeat(65)), "mail.product has 65");
        read(&format!("product = '{}'", "ü".repeat(64))).unwrap();
        refused("product = 'Portal 123456'", "mail.product has six digits");
    }
}
