//! What must not get through to a mail server, watched on the wire.

use serde_json::Value;
use vestibule::mail::config::{MailConfig, TlsMode, TransportKind};
use vestibule::mail::{self, Context, Kind, Templates};
use vestibule::ports::{Delivery, Outgoing};

use crate::support::mail::{HEADERS, PATIENT, header_names, parse};
use crate::support::smtp::{Behaviour, SmtpServer};
use crate::{document, each, rows, text};

struct Wire {
    server: SmtpServer,
    home: tempfile::TempDir,
}

impl Wire {
    fn new() -> Self {
        Self { server: SmtpServer::start(Behaviour::Accept), home: tempfile::tempdir().unwrap() }
    }

    fn config(&self) -> MailConfig {
        MailConfig {
            transport: TransportKind::Smtp,
            from: "Portal <no-reply@portal.example>".into(),
            host: Some("127.0.0.1".into()),
            port: Some(self.server.port),
            tls: TlsMode::None,
            ..MailConfig::default()
        }
    }

    fn open(&self) -> Box<dyn Delivery> {
        mail::open(&self.config(), self.home.path()).unwrap()
    }
}

fn outgoing(text: &str) -> Outgoing {
    Outgoing {
        sequence: 1,
        message_id: "m1@portal.example".into(),
        date: "2026-03-02T09:00:00Z".parse().unwrap(),
        to: "ada@example.org".into(),
        subject: "hello".into(),
        text: text.into(),
        html: "<p>hello</p>\n".into(),
    }
}

fn greeted(product: &str, name: &str) -> Outgoing {
    told([product, name, name, name])
}

fn told([product, name, device, source]: [&str; 4]) -> Outgoing {
    let at = "2026-03-02T09:00:00Z".parse().unwrap();
    let context = Context { product, address: "ada@example.org", name: Some(name), at };
    let kind = Kind::NewDevice { device: Some(device), source: Some(source) };
    let content = mail::render(&kind, &context, &Templates::built_in());
    Outgoing { subject: content.subject, text: content.text, html: content.html, ..outgoing("") }
}

/// What must hold of a mail that was handed over, whatever stood in it.
fn check_the_wire(wire: &Wire, handed_over: usize, row: &str) {
    let received = wire.server.wait_for(handed_over);
    assert_eq!(received.len(), handed_over, "{row}: one message a mail");
    for word in ["MAIL", "RCPT", "DATA", "EHLO"] {
        assert_eq!(wire.server.count(word), handed_over, "{row}: one {word} a mail");
    }
    let last = received.last().unwrap();
    assert_eq!(last.to.len(), 1, "{row}: exactly one recipient");
    let head = String::from_utf8_lossy(&last.data).split("\r\n\r\n").next().unwrap().to_owned();
    assert_eq!(header_names(&last.data), HEADERS, "{row}: no new header");
    assert!(!head.replace("\r\n", "").contains(['\r', '\n', '\0']), "{row}: no bare line ending");
    let message = parse(&last.data);
    let addresses = |list: Option<&mail_parser::Address<'_>>| list.map_or(0, |list| list.iter().count());
    assert_eq!(addresses(message.to()) + addresses(message.cc()) + addresses(message.bcc()), 1, "{row}");
    assert_eq!(addresses(message.from()), 1, "{row}");
    assert!(!message.subject().unwrap().contains(char::is_control), "{row}: not in an encoded word either");
    assert_eq!(message.parts.len(), 3, "{row}: one multipart with two parts");
}

#[test]
fn c16_v1_3_11_headers_that_must_not_get_through() {
    each("smtp_injection.json", "headers", |row| {
        let (field, value) = (text(row, "field"), text(row, "value"));
        let wire = Wire::new();
        let (mut config, mut mail) = (wire.config(), greeted("Portal", "Ada"));
        match field {
            "To" => mail.to = value.into(),
            "Subject" => mail.subject = value.into(),
            "Message-ID" => mail.message_id = value.into(),
            "From" => config.from = value.into(),
            "host/EHLO" => config.host = Some(value.into()),
            "display_name" => mail = greeted(value, value),
            other => panic!("no test for the field {other}"),
        }
        match mail::open(&config, wire.home.path()) {
            Ok(delivery) => match delivery.deliver(&mail, PATIENT) {
                Ok(_) => {
                    check_the_wire(&wire, 1, &row.to_string());
                    let recipient = if field == "To" { value } else { "ada@example.org" };
                    let received = &wire.server.received()[0];
                    assert_eq!(received.to, [recipient], "{row}");
                    if field == "Subject" {
                        let neutral = value.replace(char::is_control, "\u{FFFD}");
                        assert_eq!(parse(&received.data).subject(), Some(neutral.as_str()), "{row}");
                    }
                }
                Err(_) => assert_eq!(wire.server.connections(), 0, "{row}"),
            },
            Err(_) => assert!(matches!(field, "From" | "host/EHLO"), "{row}"),
        }
        if field == "display_name" {
            config.from = format!("{value} <no-reply@portal.example>");
            assert!(config.validate().is_err(), "{row}");
        }
        if value.contains(['\r', '\n']) {
            config = MailConfig { product: value.into(), ..wire.config() };
            assert!(config.validate().is_err(), "{row}");
        }
    });
}

#[test]
fn c16_v1_3_11_bodies_that_must_not_end_the_message() {
    let Some(document) = document("smtp_injection.json") else { return };
    let wire = Wire::new();
    let delivery = wire.open();
    for (count, row) in rows(&document, "bodies").iter().enumerate() {
        let body = text(row, "body");
        delivery.deliver(&outgoing(body), PATIENT).unwrap();
        check_the_wire(&wire, count + 1, &row.to_string());
        let data = &wire.server.received()[count].data;
        // The row's bytes are those of a message without parts; without their dots they are the text.
        let wanted = text(row, "wire").strip_suffix(".\r\n").unwrap();
        let wanted: String = wanted.split_inclusive("\r\n").map(|l| l.strip_prefix('.').unwrap_or(l)).collect();
        let message = parse(data);
        let got = message.body_text(0).unwrap();
        assert_eq!(got.replace("\r\n", "\n").trim_end(), wanted.replace("\r\n", "\n").trim_end(), "{row}");
    }
}

#[test]
fn v1_3_7_naughty_strings_stand_in_a_mail_as_text() {
    let Some(document) = document("blns.json") else { return };
    let strings = rows(&document, "strings");
    assert!(strings.len() > 500);
    let wire = Wire::new();
    let delivery = wire.open();
    let strings: Vec<&str> = strings.iter().filter_map(Value::as_str).collect();
    for (count, four) in strings.chunks(4).enumerate() {
        let at = |index: usize| four.get(index).copied().unwrap_or_default();
        let mail = told([at(0), at(1), at(2), at(3)]);
        delivery.deliver(&mail, PATIENT).unwrap();
        let data = &wire.server.received()[count].data;
        let message = parse(data);
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), mail.text, "{four:?}");
        assert_eq!(message.body_html(0).unwrap().replace("\r\n", "\n"), mail.html, "{four:?}");
        assert!(!mail.html.contains("<script") && !mail.html.contains("<img"), "{four:?}");
    }
    check_the_wire(&wire, strings.chunks(4).len(), "the whole list");
}
