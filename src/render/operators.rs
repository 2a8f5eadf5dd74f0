//! Operators, requests and resets for people.

use secrecy::ExposeSecret;

use super::accounts::pairs;
use super::qr::{Code, Ink};
use super::table;
use super::time::{local, maybe};
use crate::service::operators::{Enrolment, Invited, LoggedIn, OperatorView, Whoami};
use crate::service::reset::{MfaReset, Outcome, Request};
use crate::store::RequestState;

/// One operator.
pub fn operator(operator: &OperatorView) -> String {
    pairs(&[
        ("operator", operator.name.clone()),
        ("id", operator.id.clone()),
        ("address", operator.address.clone()),
        ("role", operator.role.as_str().to_owned()),
        ("state", operator.state.as_str().to_owned()),
        ("added", local(operator.created_at)),
        ("first login until", maybe(operator.activation_ends_at)),
    ])
}

/// An operator who was just invited.
pub fn invited(invited: &Invited) -> String {
    let mut text = operator(&invited.operator);
    if let Some(secret) = &invited.activation {
        text.push_str(&format!("\nsecret of the first login  {}\n", secret.expose_secret()));
    }
    text
}

/// Operators in a list.
pub fn operators(operators: &[OperatorView]) -> String {
    let row = |one: &OperatorView| {
        vec![one.name.clone(), one.role.as_str().to_owned(), one.state.as_str().to_owned(), one.address.clone()]
    };
    let rows: Vec<_> = operators.iter().map(row).collect();
    table::table(&["OPERATOR", "ROLE", "STATE", "ADDRESS"], &rows, table::width())
}

/// What an app is set up with, in groups of four.
pub fn enrolment(enrolment: &Enrolment) -> String {
    let plain = enrolment.secret.expose_secret();
    let groups: Vec<&str> = plain.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    let code = Code::of(enrolment.otpauth.expose_secret()).filter(|code| code.columns() <= table::width());
    let qr = code.map(|code| code.lines(Ink::LightOnDark).join("\n")).unwrap_or_default();
    format!("{qr}\nsecret    {}\notpauth   {}\n", groups.join(" "), enrolment.otpauth.expose_secret())
}

/// A new session.
pub fn logged_in(session: &LoggedIn) -> String {
    let mut text = pairs(&[
        ("operator", session.operator.name.clone()),
        ("role", session.operator.role.as_str().to_owned()),
        ("session ends", local(session.ends_at)),
        ("unused, it ends", local(session.idle_at)),
    ]);
    if let Some(token) = &session.token {
        text.push_str(&format!("\ntoken  {}\n", token.expose_secret()));
    }
    text
}

/// Who runs the program.
pub fn whoami(whoami: &Whoami) -> String {
    let name = |operator: &OperatorView| format!("{} ({})", operator.name, operator.role);
    pairs(&[
        ("actor", whoami.actor.clone()),
        ("operator", whoami.operator.as_ref().map_or("none: the owner acts alone".to_owned(), name)),
        ("session ends", maybe(whoami.ends_at)),
        ("unused, it ends", maybe(whoami.idle_at)),
        ("code proved", maybe(whoami.proved_at)),
        ("may", whoami.permissions.join(", ")),
    ])
}

/// One request.
pub fn request(request: &Request) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let mut out = pairs(&[
        ("request", request.id.clone()),
        ("asks for", request.act.as_str().to_owned()),
        ("account", request.address.clone()),
        ("new address", text(&request.new_address)),
        ("state", request.state.as_str().to_owned()),
        ("asked by", request.requested_by.clone()),
        ("asked", local(request.created_at)),
        ("not before", local(request.due_at)),
        ("lapses", local(request.expires_at)),
        ("reason", text(&request.reason)),
        ("ticket", text(&request.ticket)),
        ("evidence", text(&request.evidence)),
        ("decided by", text(&request.decided_by)),
        ("decided", maybe(request.decided_at)),
    ]);
    if let Some(reset) = &request.reset {
        out.push_str(&format!("\n{}", took(reset)));
    }
    out
}

/// Requests in a list.
pub fn requests(requests: &[Request]) -> String {
    let row = |one: &Request| {
        vec![
            one.id.clone(),
            one.state.as_str().to_owned(),
            one.act.as_str().to_owned(),
            one.address.clone(),
            local(one.created_at),
            one.requested_by.clone(),
        ]
    };
    let rows: Vec<_> = requests.iter().map(row).collect();
    table::table(&["REQUEST", "STATE", "ASKS FOR", "ACCOUNT", "ASKED", "BY"], &rows, table::width())
}

fn took(reset: &MfaReset) -> String {
    format!(
        "Removed {} authenticators of {}; ended {} devices' trust, {} sessions and {} open sign-ins.\n",
        reset.authenticators,
        super::safe::line(&reset.address),
        reset.devices,
        reset.sessions,
        reset.journeys
    )
}

/// What asking for a reset came to.
pub fn reset(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done(reset) => took(reset),
        Outcome::Waits { request: row, .. } if row.state == RequestState::Approved => {
            format!("{}\nIt is done by itself then, unless it is stopped.\n", request(row))
        }
        Outcome::Waits { request: row, .. } => request(row),
    }
}

/// What became of a list of resets.
pub fn many(read: usize, counts: [(&str, usize); 4], results: impl Iterator<Item = [String; 3]>) -> String {
    let rows: Vec<_> = results.map(|row| row.to_vec()).collect();
    let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    format!(
        "{}\n{read} read: {}.\n",
        table::table(&["ADDRESS", "OUTCOME", "MORE"], &rows, table::width()),
        counts.join(", ")
    )
}
