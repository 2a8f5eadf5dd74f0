//! A mail to send, and what to look for in what came of it.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::time::Duration;

use mail_parser::{Message, MessageParser};
use vestibule::mail::{self, Context, Kind, Templates};
use vestibule::ports::{Accepted, DeliveryError, Outgoing};

/// Longer than anything here takes.
pub const PATIENT: Duration = Duration::from_secs(60);
/// What is waited for a server that will not answer.
pub const SHORT: Duration = Duration::from_millis(200);

/// The code mail of a sign-in.
pub fn outgoing() -> Outgoing {
    let context = Context {
        product: "Portal",
        address: "ada@example.org",
        name: Some("Ada"),
        at: "2026-03-02T09:00:00Z".parse().expect("a time"),
    };
    let valid_for = "10 min".parse().expect("a length of time");
    let kind = Kind::DeviceCode { code: "048213", reference: "K7Q2", valid_for };
    let content = mail::render(&kind, &context, &Templates::built_in());
    Outgoing {
        sequence: 1,
        message_id: "msg_01abc@portal.example".into(),
        date: context.at,
        to: "ada@example.org".into(),
        subject: content.subject,
        text: content.text,
        html: content.html,
    }
}

/// What another library than the one that wrote it makes of a message.
pub fn parse(data: &[u8]) -> Message<'_> {
    MessageParser::default().parse(data).expect("a message")
}

/// The headers that a mail has, and no others.
pub const HEADERS: [&str; 8] =
    ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];

/// The names of the headers that a message has, sorted; each as often as it stands there.
pub fn header_names(data: &[u8]) -> Vec<String> {
    let head = String::from_utf8_lossy(data).split("\r\n\r\n").next().unwrap_or_default().to_owned();
    let unfolded = head.lines().filter(|line| !line.starts_with([' ', '\t']));
    let mut names: Vec<String> = unfolded.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect();
    names.sort();
    names
}

/// Asserts that a hand-over failed for now, and what was said.
pub fn later(result: Result<Accepted, DeliveryError>, says: &str) {
    match result {
        Err(DeliveryError::Later(text)) => assert!(text.contains(says), "{text:?} does not say {says:?}"),
        other => panic!("expected Later, got {other:?}"),
    }
}

pub fn never(result: Result<Accepted, DeliveryError>, says: &str) {
    match result {
        Err(DeliveryError::Never(text)) => assert!(text.contains(says), "{text:?} does not say {says:?}"),
        other => panic!("expected Never, got {other:?}"),
    }
}
