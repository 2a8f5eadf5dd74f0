//! The SMTP transport against a real mail server.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test fails where it stands, reads where the vectors are, and says what it skips"
)]

mod support;

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;

use mail_parser::MimeHeaders;
use support::mail::{HEADERS, PATIENT, SHORT, header_names, later, never, outgoing, parse};
use support::smtp::{AuthMechanism, Behaviour, Certificate, Received, Security, Setup, SmtpServer};
use tempfile::TempDir;
use vestibule::mail;
use vestibule::mail::config::{MailConfig, TlsMode, TransportKind};
use vestibule::ports::{Accepted, Delivery, DeliveryError, Outgoing};

struct Sender {
    home: TempDir,
    config: MailConfig,
}

impl Sender {
    fn to(server: &SmtpServer, tls: TlsMode) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("ca.pem"), &server.ca_pem).unwrap();
        let config = MailConfig {
            transport: TransportKind::Smtp,
            from: "Portal <no-reply@portal.example>".into(),
            host: Some("localhost".into()),
            port: Some(server.port),
            tls,
            ca_file: Some("ca.pem".into()),
            ..MailConfig::default()
        };
        Self { home, config }
    }

    fn with_login(mut self, user: &str, password: &str, mode: u32) -> Self {
        let path = self.home.path().join("password");
        fs::write(&path, password).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        self.config.user = Some(user.into());
        self.config.password_file = Some("password".into());
        self
    }

    fn open(&self) -> Box<dyn Delivery> {
        mail::open(&self.config, self.home.path()).unwrap()
    }

    fn send(&self) -> Result<Accepted, DeliveryError> {
        self.open().deliver(&outgoing(), PATIENT)
    }
}

#[test]
fn a_mail_arrives_as_it_was_written() {
    let server = SmtpServer::start(Behaviour::Accept);
    let accepted = Sender::to(&server, TlsMode::None).send().unwrap();
    assert_eq!(accepted.answer, "250 queued as 1");

    let [Received { from, to, data, .. }] = &server.wait_for(1)[..] else { panic!("one message") };
    assert_eq!((from.as_str(), to.as_slice()), ("no-reply@portal.example", &["ada@example.org".to_owned()][..]));
    let message = parse(data);
    let sender = message.from().unwrap().first().unwrap();
    assert_eq!((sender.name(), sender.address()), (Some("Portal"), Some("no-reply@portal.example")));
    assert_eq!(message.subject(), Some("[Portal] Please verify your device (ref K7Q2)"));
    assert_eq!(message.message_id(), Some("msg_01abc@portal.example"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-03-02T09:00:00Z");
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    let kind = message.content_type().unwrap();
    assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
    assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), outgoing().text);
    assert_eq!(message.body_html(0).unwrap().replace("\r\n", "\n"), outgoing().html);
    assert_eq!(header_names(data), HEADERS);
}

#[test]
fn the_code_is_the_only_run_of_six_digits_in_what_arrived() {
    let server = SmtpServer::start(Behaviour::Accept);
    Sender::to(&server, TlsMode::None).send().unwrap();
    let data = server.wait_for(1)[0].data.clone();
    let text = parse(&data).body_text(0).unwrap().into_owned();
    let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 6).collect();
    assert_eq!(runs, ["048213"]);
}

#[test]
fn v12_3_1_a_mail_goes_through_tls_from_the_first_byte() {
    let server = SmtpServer::start(Setup { security: Security::Implicit, ..Setup::default() });
    Sender::to(&server, TlsMode::Required).send().unwrap();
    assert!(server.wait_for(1)[0].tls);
}

#[test]
fn v12_3_1_a_mail_goes_through_starttls() {
    let server = SmtpServer::start(Setup { security: Security::StartTls, ..Setup::default() });
    Sender::to(&server, TlsMode::Starttls).send().unwrap();
    assert!(server.wait_for(1)[0].tls);
    assert_eq!(server.commands()[..2], ["EHLO portal.example\r\n", "STARTTLS\r\n"]);
}

#[test]
fn f12_v12_3_1_without_starttls_nothing_is_sent() {
    let server = SmtpServer::start(Setup { login: Some(("portal", "secret")), ..Setup::default() });
    let sender = Sender::to(&server, TlsMode::Starttls).with_login("portal", "secret", 0o600);
    later(sender.send(), "STARTTLS failed, so nothing was sent");
    assert_eq!((server.count("MAIL"), server.count("AUTH"), server.received().len()), (0, 0, 0));
}

#[test]
fn f12_v12_3_1_a_plain_server_where_tls_is_required_gets_nothing() {
    let server = SmtpServer::start(Behaviour::HangOnConnect);
    later(Sender::to(&server, TlsMode::Required).open().deliver(&outgoing(), SHORT), "localhost");
    let server = SmtpServer::start(Behaviour::Accept);
    later(Sender::to(&server, TlsMode::Required).open().deliver(&outgoing(), PATIENT), "cannot connect");
    assert_eq!((server.count("EHLO"), server.count("MAIL"), server.received().len()), (0, 0, 0));
}

#[test]
fn f12_v12_3_2_bad_certificates_are_refused() {
    for (security, tls) in [(Security::Implicit, TlsMode::Required), (Security::StartTls, TlsMode::Starttls)] {
        for (certificate, says) in [
            (Certificate::SelfSigned, "certificate"),
            (Certificate::WrongHost, "not valid for name"),
            (Certificate::Expired, "expired"),
        ] {
            let server = SmtpServer::start(Setup {
                security,
                certificate,
                login: Some(("portal", "secret")),
                ..Setup::default()
            });
            let sender = Sender::to(&server, tls).with_login("portal", "secret", 0o600);
            later(sender.send(), says);
            assert_eq!((server.count("MAIL"), server.count("AUTH"), server.received().len()), (0, 0, 0));
        }
    }
}

#[test]
fn f12_v12_3_2_an_authority_that_nobody_named_is_not_trusted() {
    let server = SmtpServer::start(Setup { security: Security::Implicit, ..Setup::default() });
    let mut sender = Sender::to(&server, TlsMode::Required);
    sender.config.ca_file = None;
    later(sender.send(), "certificate");
    sender.config.ca_file = Some("missing.pem".into());
    later(sender.send(), "correct mail.ca_file");
    fs::write(sender.home.path().join("empty.pem"), "no certificate").unwrap();
    sender.config.ca_file = Some("empty.pem".into());
    later(sender.send(), "it holds no PEM certificate");
    assert!(server.received().is_empty());
}

#[test]
fn v12_3_2_an_ip_address_is_checked_like_a_name() {
    let server = SmtpServer::start(Setup { security: Security::Implicit, ..Setup::default() });
    let mut sender = Sender::to(&server, TlsMode::Required);
    sender.config.host = Some("127.0.0.1".into());
    sender.send().unwrap();
    assert_eq!(server.wait_for(1).len(), 1);
}

#[test]
fn v12_1_1_tls_older_than_1_2_is_refused() {
    let server = SmtpServer::start(Setup { security: Security::Tls10, ..Setup::default() });
    later(Sender::to(&server, TlsMode::Required).send(), "cannot connect");
}

#[test]
fn a_user_authenticates_with_what_the_server_offers() {
    for mechanism in [AuthMechanism::Plain, AuthMechanism::Login] {
        let login = Some(("portal", "sécret "));
        let server = SmtpServer::start(Setup { security: Security::Implicit, login, mechanism, ..Setup::default() });
        Sender::to(&server, TlsMode::Required).with_login("portal", "sécret \n", 0o600).send().unwrap();
        assert_eq!(server.wait_for(1)[0].user.as_deref(), Some("portal"));
    }
}

#[test]
fn f12_a_refused_password_is_worth_another_attempt() {
    let setup = Setup { security: Security::Implicit, login: Some(("portal", "secret")), ..Setup::default() };
    let server = SmtpServer::start(setup);
    later(Sender::to(&server, TlsMode::Required).with_login("portal", "wrong", 0o600).send(), "535");
    later(Sender::to(&server, TlsMode::Required).send(), "503");
    assert!(server.received().is_empty());
}

#[test]
fn f12_a_password_that_others_can_read_is_not_used() {
    let setup = Setup { security: Security::Implicit, login: Some(("portal", "secret")), ..Setup::default() };
    let server = SmtpServer::start(setup);
    for mode in [0o640, 0o604, 0o644] {
        let sender = Sender::to(&server, TlsMode::Required).with_login("portal", "secret", mode);
        later(sender.send(), &format!("(mode {mode:04o}); run `chmod 600 "));
    }
    for password in ["", "\n", "two\nlines"] {
        let sender = Sender::to(&server, TlsMode::Required).with_login("portal", password, 0o600);
        later(sender.send(), "correct mail.password_file");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn f9_a_server_that_is_not_there_is_worth_another_attempt() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = SmtpServer::start(Behaviour::Accept);
    let mut sender = Sender::to(&server, TlsMode::None);
    sender.config.port = Some(port);
    drop(listener);
    later(sender.send(), "localhost: cannot connect");
}

#[test]
fn f9_a_5xx_greeting_is_not_about_the_message() {
    let server = SmtpServer::start(Behaviour::RefuseConnection);
    later(Sender::to(&server, TlsMode::None).send(), "no service here");
}

#[test]
fn f10_a_silent_server_is_waited_for_no_longer_than_allowed() {
    for behaviour in [Behaviour::HangOnConnect, Behaviour::HangAfterData] {
        let server = SmtpServer::start(behaviour);
        let delivery = Sender::to(&server, TlsMode::None).open();
        later(delivery.deliver(&outgoing(), SHORT), "localhost did not answer within 200 ms");
    }
}

#[test]
fn f10_a_server_that_never_stops_greeting_is_left() {
    let server = SmtpServer::start(Behaviour::Babble);
    later(Sender::to(&server, TlsMode::None).send(), "response too large");
}

#[test]
fn f10_a_dropped_answer_means_the_same_message_again() {
    let server = SmtpServer::start(Behaviour::DropAfterData);
    let sender = Sender::to(&server, TlsMode::None);
    later(sender.send(), "answer to the message");
    later(sender.send(), "answer to the message");
    let [first, second] = &server.wait_for(2)[..] else { panic!("two messages") };
    assert_eq!(first, second, "at least once, with the same Message-ID and the same code");
    assert_eq!(parse(&first.data).message_id(), Some("msg_01abc@portal.example"));
}

#[test]
fn f10_a_mail_that_was_taken_stays_taken_when_goodbye_is_not_answered() {
    let server = SmtpServer::start(Behaviour::HangOnQuit);
    Sender::to(&server, TlsMode::None).send().unwrap();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn f11_a_greylisted_message_is_taken_at_the_second_attempt() {
    let server = SmtpServer::start(Behaviour::Greylist);
    let sender = Sender::to(&server, TlsMode::None);
    later(sender.send(), "451");
    assert!(server.received().is_empty());
    sender.send().unwrap();
    assert_eq!(parse(&server.wait_for(1)[0].data).message_id(), Some("msg_01abc@portal.example"));
}

#[test]
fn f11_a_5xx_answer_to_the_message_is_final() {
    for (behaviour, says) in [
        (Behaviour::RefuseSender, "answer to MAIL: permanent error (550): who are you?"),
        (Behaviour::RefuseRecipient, "answer to RCPT: permanent error (550): Mailbox unavailable"),
        (Behaviour::RefuseMessage, "answer to the message: permanent error (554)"),
    ] {
        let server = SmtpServer::start(behaviour);
        never(Sender::to(&server, TlsMode::None).send(), says);
        assert!(server.received().is_empty());
    }
}

#[test]
fn an_address_that_the_server_cannot_carry_is_given_up_on() {
    let server = SmtpServer::start(Behaviour::Accept);
    let delivery = Sender::to(&server, TlsMode::None).open();
    never(delivery.deliver(&Outgoing { to: "éva@example.org".into(), ..outgoing() }, PATIENT), "no SMTPUTF8");
    delivery.deliver(&Outgoing { to: "eva@bücher.example".into(), ..outgoing() }, PATIENT).unwrap();
    assert_eq!(server.wait_for(1)[0].to, ["eva@xn--bcher-kva.example"]);
    assert_eq!(server.count("MAIL"), 1);
}

#[test]
fn settings_and_templates_that_are_wrong_open_nothing() {
    let home = tempfile::tempdir().unwrap();
    let config = MailConfig { transport: TransportKind::Smtp, ..MailConfig::default() };
    let error = mail::open(&config, home.path()).err().unwrap();
    assert_eq!(error.to_string(), "mail.host is missing; transport = \"smtp\" needs the mail server's name");
    let config = MailConfig { templates: Some("templates".into()), ..MailConfig::default() };
    assert!(mail::templates(&config, home.path()).is_err());
    fs::create_dir(home.path().join("templates")).unwrap();
    fs::write(home.path().join("templates/test.txt"), "mine: {{product}}").unwrap();
    assert!(mail::templates(&config, home.path()).is_ok());
}
