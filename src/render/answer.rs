//! A journey's answer for people.

use super::time::{local, of_day};
use super::{qr, safe, table};
use crate::journey::action::Action;
use crate::journey::screen::{Data, Screen};
use crate::service::journey::answer::Answer;

/// The whole answer: the journey, its screen, and what can be done.
pub fn answer(answer: &Answer) -> String {
    let mut text = format!("journey {}  expires {}\n\n", answer.journey, local(answer.expires_at));
    text.push_str(&screen(&answer.screen));
    if !answer.screen.actions.is_empty() {
        let actions: Vec<&str> = answer.screen.actions.iter().map(|action: &Action| action.id()).collect();
        text.push_str(&format!("\nactions: {}\n", actions.join(", ")));
    }
    if !answer.screen.fields.is_empty() {
        let fields: Vec<&str> = answer.screen.fields.iter().map(|field| field.name).collect();
        text.push_str(&format!("fields:  {}\n", fields.join(", ")));
    }
    text
}

/// A screen: its heading, its paragraphs and what it shows.
pub fn screen(screen: &Screen) -> String {
    let mut text = format!("{}\n\n", screen.heading);
    for paragraph in &screen.text {
        text.push_str(&wrap(&safe::line(paragraph)));
    }
    text.push_str(&data(&screen.data));
    text
}

/// A paragraph, broken to the terminal's width.
pub fn wrap(paragraph: &str) -> String {
    let mut text = textwrap::fill(paragraph, table::width().clamp(20, 100));
    text.push('\n');
    text
}

fn data(data: &Data) -> String {
    match data {
        Data::Nothing {} | Data::Device { .. } | Data::Ended { .. } => String::new(),
        Data::Otp { tries_left, sends_left, resend_after, .. } => {
            let again = if *sends_left == 0 {
                String::new()
            } else {
                format!(" Another from {} on.", resend_after.parse().map_or_else(|_| resend_after.clone(), of_day))
            };
            format!("Tries left: {tries_left}. Mails left: {sends_left}.{again}\n")
        }
        Data::Tries { tries_left } => format!("Tries left: {tries_left}.\n"),
        Data::Password { rules, .. } => rules.iter().map(|rule| format!("  - {rule}\n")).collect(),
        Data::Consent { documents } => documents
            .iter()
            .map(|document| {
                let need = if document.required { "to accept" } else { "to read" };
                format!(
                    "\n{} ({}, version {}, {need})\nSHA-256 {}\n\n{}\n",
                    safe::line(&document.title),
                    document.id,
                    safe::line(&document.version),
                    document.digest,
                    safe::lines(&document.text)
                )
            })
            .collect(),
        Data::Setup { secret, otpauth, apps, tries_left } => {
            let mut text = String::new();
            for app in apps {
                text.push_str(&format!("  {} for {}: {}\n", app.name, app.platform, app.url));
            }
            if let Some(code) = qr::Code::of(otpauth) {
                let ink = if console::colors_enabled() { qr::Ink::Coloured } else { qr::Ink::LightOnDark };
                text.push('\n');
                code.lines(ink).iter().for_each(|line| text.push_str(&format!("{line}\n")));
            }
            text.push_str(&format!("\nSecret: {}\nURI: {otpauth}\nTries left: {tries_left}.\n", groups(secret)));
            text
        }
        Data::Codes { codes } => codes.iter().map(|code| format!("  {code}\n")).collect(),
        Data::SignedIn { session, session_ends_at, session_token, device_token, recovery_codes_left } => {
            let mut text = format!("Session {session} ends at {}.\n", time(session_ends_at));
            if let Some(token) = session_token {
                text.push_str(&format!("Session token: {token}\n"));
            }
            if let Some(token) = device_token {
                text.push_str(&format!("Device token: {token}\n"));
            }
            if let Some(left) = recovery_codes_left {
                text.push_str(&format!("Recovery codes left: {left}.\n"));
            }
            text
        }
    }
}

/// A time of a screen's data, in the reader's zone.
fn time(rfc3339: &str) -> String {
    rfc3339.parse().map_or_else(|_| rfc3339.to_owned(), local)
}

/// A base32 secret in groups of four.
pub fn groups(secret: &str) -> String {
    let chars: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
