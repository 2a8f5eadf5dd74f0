//! Accounts, devices, documents, journeys and mails for people.

use super::time::{local, maybe};
use super::{safe, table};
use crate::mail::Address;
use crate::service::accounts::{Account, NewAccount};
use crate::service::addresses::AddressStatus;
use crate::service::consents::{ConsentOverview, ConsentStatus};
use crate::service::devices::Device;
use crate::service::documents::PublishedDocument;
use crate::service::journey::list::{JourneyHistory, JourneySummary};
use crate::service::mail::{MailDetail, MailSummary};
use crate::service::mfa::{AuthenticatorState, MfaStatus};
use crate::service::otp::{MailedCode, OtpStatus};
use crate::service::sessions::Session;
use crate::store::Change;
use secrecy::ExposeSecret;

/// Lines of a name and a value, the values aligned.
pub fn pairs(pairs: &[(&str, String)]) -> String {
    let wide = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    pairs.iter().map(|(name, value)| format!("{name:wide$}  {}\n", safe::line(value))).collect()
}

/// One account.
pub fn account(account: &Account) -> String {
    let consents: Vec<String> = account
        .consents
        .iter()
        .filter(|receipt| receipt.withdrawn_at.is_none())
        .map(|receipt| format!("{} {}", receipt.document, receipt.version))
        .collect();
    pairs(&[
        ("id", account.id.clone()),
        ("address", account.address.clone()),
        ("name", account.name.clone().unwrap_or_else(|| "-".to_owned())),
        ("project type", account.project_type.as_str().to_owned()),
        ("state", account.state.as_str().to_owned()),
        ("created", local(account.created_at)),
        ("password", password(account)),
        ("authenticator", account.mfa.enrolled_at.map_or("none".to_owned(), |at| format!("since {}", local(at)))),
        ("recovery codes", account.mfa.recovery_codes_left.to_string()),
        ("accepted", if consents.is_empty() { "-".to_owned() } else { consents.join(", ") }),
        ("devices", account.devices.to_string()),
        ("sessions", account.sessions.to_string()),
        ("last sign-in", maybe(account.signed_in_at)),
        ("locked until", maybe(account.locked_until)),
    ])
}

fn password(account: &Account) -> String {
    let kind = if account.password.temporary { ", temporary" } else { "" };
    match account.password.changed_at {
        Some(at) => format!("{}{kind}, set {}", account.password.scheme, local(at)),
        None => "none".to_owned(),
    }
}

/// A new account, with its temporary password where one was made.
pub fn new_account(new: &NewAccount) -> String {
    let mut text = account(&new.account);
    if let Some(made) = &new.temporary_password {
        text.push_str(&format!("\ntemporary password  {}\n", made.expose_secret()));
    }
    if let Some(until) = new.invited_until {
        text.push_str(&format!("\nAn activation code was mailed; it works until {}.\n", local(until)));
    }
    text
}

/// An address in a list: masked unless it is wanted in full, because a list is read over a shoulder.
fn listed(address: &str, full: bool) -> String {
    if full {
        return address.to_owned();
    }
    Address::parse(address).map_or_else(|_| "••••".to_owned(), |address| address.masked())
}

/// Accounts in a list, their addresses in full or masked.
pub fn accounts(accounts: &[Account], full: bool) -> String {
    let row = |account: &Account| {
        let state = if account.locked_until.is_some() { "locked" } else { account.state.as_str() };
        let enrolled = if account.mfa.enrolled_at.is_some() { "yes" } else { "no" };
        vec![
            listed(&account.address, full),
            account.project_type.as_str().to_owned(),
            state.to_owned(),
            enrolled.to_owned(),
            account.name.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = accounts.iter().map(row).collect();
    table::table(&["ADDRESS", "PROJECT", "STATE", "MFA", "NAME"], &rows, table::width())
}

/// Devices in a list.
pub fn devices(devices: &[Device]) -> String {
    let row = |device: &Device| {
        let state = match (device.trusted, device.revoked_at) {
            (true, _) => "trusted",
            (false, Some(_)) => "revoked",
            (false, None) => "expired",
        };
        vec![
            device.id.clone(),
            state.to_owned(),
            local(device.trusted_until),
            device.user_agent.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = devices.iter().map(row).collect();
    table::table(&["DEVICE", "STATE", "TRUSTED UNTIL", "USER AGENT"], &rows, table::width())
}

/// Documents in a list.
pub fn documents(documents: &[PublishedDocument]) -> String {
    let row = |document: &PublishedDocument| {
        vec![
            document.id.clone(),
            document.version.clone(),
            if document.current { "current" } else { "former" }.to_owned(),
            local(document.published_at),
            document.title.clone(),
        ]
    };
    let rows: Vec<_> = documents.iter().map(row).collect();
    table::table(&["DOCUMENT", "VERSION", "STATE", "PUBLISHED", "TITLE"], &rows, table::width())
}

/// How a person stands to every document.
pub fn consent(overview: &ConsentOverview) -> String {
    let row = |status: &ConsentStatus| {
        let standing = match (status.accepted, status.required, &status.current_version) {
            (true, _, _) => "accepted",
            (false, true, None) => "not published",
            (false, true, Some(_)) => "to accept",
            (false, false, _) => "-",
        };
        vec![
            status.document.clone(),
            standing.to_owned(),
            status.current_version.clone().unwrap_or_else(|| "-".to_owned()),
            status.accepted_version.clone().unwrap_or_else(|| "-".to_owned()),
            maybe(status.accepted_at),
        ]
    };
    let rows: Vec<_> = overview.documents.iter().map(row).collect();
    table::table(&["DOCUMENT", "STANDING", "CURRENT", "ACCEPTED", "WHEN"], &rows, table::width())
}

/// The mailed codes of a person's newest sign-in.
pub fn otp(status: &OtpStatus) -> String {
    let number = |n: Option<u8>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let mut text = pairs(&[
        ("address", status.address.clone()),
        ("journey", status.journey.clone().unwrap_or_else(|| "-".to_owned())),
        ("state", status.state.unwrap_or("-").to_owned()),
        ("tries left", number(status.tries_left)),
        ("mails left", number(status.sends_left)),
        ("mails this hour", status.mails_this_hour.to_string()),
        ("wrong in a row", status.failures_in_a_row.to_string()),
        ("disabled", if status.disabled { "yes, until `vestibule user unlock`" } else { "no" }.to_owned()),
    ]);
    text.push_str(&mailed_codes(&status.codes));
    text
}

/// How the verification of an address stands.
pub fn address(status: &AddressStatus) -> String {
    let mut text = pairs(&[
        ("address", status.address.clone()),
        ("account", status.user.clone().unwrap_or_else(|| "-".to_owned())),
        ("verified", maybe(status.verified_at)),
        ("verified until", maybe(status.verified_until)),
        ("tries left", status.tries_left.to_string()),
        ("mails left", status.sends_left.to_string()),
    ]);
    text.push_str(&mailed_codes(&status.codes));
    text
}

fn mailed_codes(codes: &[MailedCode]) -> String {
    if codes.is_empty() {
        return String::new();
    }
    let row = |code: &MailedCode| {
        vec![
            code.reference.clone(),
            code.superseded_by.as_ref().map_or(code.state.to_owned(), |by| format!("{} by {by}", code.state)),
            local(code.mailed_at),
            local(code.expires_at),
            code.mail.as_ref().map_or_else(|| "-".to_owned(), |mail| mail.state.as_str().to_owned()),
            code.via.clone(),
            code.mail.as_ref().and_then(|mail| mail.answer.clone()).unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = codes.iter().map(row).collect();
    let headings = ["REFERENCE", "STATE", "MAILED", "EXPIRES", "MAIL", "VIA", "ANSWER"];
    format!("\n{}", table::table(&headings, &rows, table::width()))
}

/// An account's second factor.
pub fn mfa(status: &MfaStatus) -> String {
    let mut text = pairs(&[
        ("address", status.address.clone()),
        ("required", if status.required { "yes" } else { "no" }.to_owned()),
        ("recovery codes", status.recovery_codes_left.to_string()),
        (
            "wrong in a row",
            format!("{} of an app, {} recovery codes", status.totp_failures, status.recovery_code_failures),
        ),
        ("throttled until", maybe(status.throttled_until)),
    ]);
    let row = |one: &AuthenticatorState| {
        let drifts: Vec<String> = one.drifts.iter().map(|drift| format!("{:+}", drift.steps)).collect();
        vec![
            one.id.clone(),
            local(one.enrolled_at),
            maybe(one.last_used_at),
            maybe(one.disabled_at),
            if drifts.is_empty() { "-".to_owned() } else { drifts.join(" ") },
            one.name.clone(),
        ]
    };
    let rows: Vec<_> = status.authenticators.iter().map(row).collect();
    let headings = ["AUTHENTICATOR", "ENROLLED", "LAST USED", "DISABLED", "STEPS OFF", "NAME"];
    text.push_str(&format!("\n{}", table::table(&headings, &rows, table::width())));
    text
}

/// Sessions in a list.
pub fn sessions(sessions: &[Session]) -> String {
    let row = |session: &Session| {
        let state = if session.valid { "valid" } else { "over" };
        vec![
            session.id.clone(),
            state.to_owned(),
            local(session.opened_at),
            local(session.ends_at),
            session.methods.join(", "),
        ]
    };
    let rows: Vec<_> = sessions.iter().map(row).collect();
    table::table(&["SESSION", "STATE", "OPENED", "ENDS", "METHODS"], &rows, table::width())
}

/// Journeys in a list.
pub fn journeys(journeys: &[JourneySummary]) -> String {
    let row = |journey: &JourneySummary| {
        vec![
            journey.handle.clone(),
            journey.reason.unwrap_or(journey.state).to_owned(),
            local(journey.started_at),
            journey.address.clone().unwrap_or_else(|| "-".to_owned()),
        ]
    };
    let rows: Vec<_> = journeys.iter().map(row).collect();
    table::table(&["JOURNEY", "STATE", "STARTED", "ADDRESS"], &rows, table::width())
}

/// One journey as a story.
pub fn history(history: &JourneyHistory) -> String {
    let journey = &history.journey;
    let mut text = pairs(&[
        ("journey", journey.handle.clone()),
        ("state", journey.reason.unwrap_or(journey.state).to_owned()),
        ("address", journey.address.clone().unwrap_or_else(|| "-".to_owned())),
        ("source", journey.source.clone().unwrap_or_else(|| "-".to_owned())),
        ("user agent", history.user_agent.clone().unwrap_or_else(|| "-".to_owned())),
        ("started", local(journey.started_at)),
        ("ended", maybe(journey.ended_at)),
    ]);
    text.push('\n');
    for event in &history.events {
        let cost = event.cost.as_ref().map(|cost| format!(" It cost {cost}.")).unwrap_or_default();
        let screen = event.state.map(|state| format!(" → {state}")).unwrap_or_default();
        text.push_str(&format!("{}  {}{cost}{screen}\n", local(event.at), event.text));
    }
    text
}

/// Mails in a list, their recipients in full or masked.
pub fn mails(mails: &[MailSummary], full: bool) -> String {
    let row = |mail: &MailSummary| {
        vec![
            mail.id.clone(),
            state(mail).to_owned(),
            local(mail.queued_at),
            listed(&mail.to, full),
            mail.subject.clone(),
        ]
    };
    let rows: Vec<_> = mails.iter().map(row).collect();
    table::table(&["MAIL", "STATE", "QUEUED", "TO", "SUBJECT"], &rows, table::width())
}

fn state(mail: &MailSummary) -> &'static str {
    mail.state.as_str()
}

/// One mail.
pub fn mail(detail: &MailDetail) -> String {
    let mut text = mail_summary(&detail.mail);
    match &detail.text {
        Some(body) => text.push_str(&format!("\n{}\n", safe::lines(body))),
        None => text.push_str("\nThe text is erased once a mail is sent or dropped.\n"),
    }
    text
}

/// What is kept of a mail besides its text.
pub fn mail_summary(mail: &MailSummary) -> String {
    pairs(&[
        ("mail", mail.id.clone()),
        ("kind", mail.kind.clone()),
        ("state", state(mail).to_owned()),
        ("to", mail.to.clone()),
        ("subject", mail.subject.clone()),
        ("queued", local(mail.queued_at)),
        ("attempts", mail.attempts.to_string()),
        ("next attempt", maybe(mail.next_at)),
        ("settled", maybe(mail.settled_at)),
        ("answer", mail.answer.clone().unwrap_or_else(|| "-".to_owned())),
    ])
}

/// One session.
pub fn session(session: &Session) -> String {
    pairs(&[
        ("session", session.id.clone()),
        ("user", session.user.clone()),
        ("address", session.address.clone()),
        ("methods", session.methods.join(", ")),
        ("opened", local(session.opened_at)),
        ("ends", local(session.ends_at)),
        ("idle at", local(session.idle_at)),
    ])
}

/// What an act would change, a line a row.
pub fn changes(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "Nothing would change.".to_owned();
    }
    let row = |change: &Change| vec![change.act.to_owned(), change.what.to_owned(), change.which.clone()];
    let rows: Vec<_> = changes.iter().map(row).collect();
    format!("{}Nothing was changed.", table::table(&["WOULD", "WHAT", "WHICH"], &rows, table::width()))
}
