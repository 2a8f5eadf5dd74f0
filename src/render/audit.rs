//! The audit trail for people.

use super::time::local;
use super::{accounts, safe, table};
use crate::service::audit::archive::Archived;
use crate::service::audit::list::AuditEntry;
use crate::service::audit::offline::VerifiedExport;
use crate::service::audit::verify::{CheckpointStanding, Verified};

/// From this width on a table has the actor and whole times.
const WIDE: usize = 90;

/// From this width on it also has where from and why.
const WIDEST: usize = 130;

/// Rows in a list.
pub fn rows(entries: &[AuditEntry]) -> String {
    rows_in(entries, table::width())
}

fn rows_in(entries: &[AuditEntry], width: usize) -> String {
    // Number and time are one cell, the first one: it is never cut.
    let digits = entries.iter().map(|entry| entry.seq.to_string().len()).max().unwrap_or(0).max(3);
    let first = format!("{:digits$}  WHEN", "ROW");
    let mut headings = vec![first.as_str()];
    if width >= WIDE {
        headings.push("ACTOR");
    }
    headings.extend(["ACTION", "SUBJECT", "OUTCOME"]);
    if width >= WIDEST {
        headings.extend(["SOURCE", "WHY"]);
    }
    let row = |entry: &AuditEntry| {
        let when = local(entry.at);
        let short = when.get(5..16).unwrap_or(&when);
        let when = if width >= WIDE { &when } else { short };
        let mut cells = vec![format!("{:<digits$}  {when}", entry.seq)];
        if width >= WIDE {
            cells.push(entry.actor.clone());
        }
        cells.extend([entry.action.clone(), subject(entry), entry.outcome.clone()]);
        if width >= WIDEST {
            cells.extend([entry.source.clone().unwrap_or_default(), why(entry)]);
        }
        cells
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    table::table(&headings, &rows, width)
}

/// A row as one line.
pub fn line(entry: &AuditEntry) -> String {
    let mut words = vec![
        entry.seq.to_string(),
        local(entry.at),
        entry.actor.clone(),
        entry.action.clone(),
        subject(entry),
        entry.outcome.clone(),
    ];
    words.extend(entry.source.clone());
    words.extend(Some(why(entry)).filter(|why| !why.is_empty()));
    safe::line(&words.join("  "))
}

/// The address of an account, because an id says nothing to a person.
fn subject(entry: &AuditEntry) -> String {
    let is_account = entry.subject.starts_with("usr_");
    entry.address.clone().filter(|_| is_account).unwrap_or_else(|| entry.subject.clone())
}

fn why(entry: &AuditEntry) -> String {
    let ticket = entry.ticket.as_ref().map(|ticket| format!("[{ticket}]"));
    entry.reason.clone().into_iter().chain(ticket).collect::<Vec<_>>().join(" ")
}

/// A trail that is whole.
pub fn verified(trail: &Verified, journeys: usize, events: usize) -> String {
    let mut text = match trail.rows {
        0 => "The audit trail has no rows.".to_owned(),
        1 => format!("Row {} of the audit trail is as it was written.", trail.length),
        _ => format!("Rows {} to {} of the audit trail are as they were written.", trail.first, trail.length),
    };
    text.push_str(&format!("\n{journeys} sign-ins are stored as their {events} events say."));
    match trail.checkpoint {
        Some(CheckpointStanding::Holds) => text.push_str("\nThe trail goes on from the checkpoint."),
        Some(CheckpointStanding::Archived) => text
            .push_str("\nThe checkpoint's row was archived: hold the archive against it with `audit verify --export`."),
        None => {}
    }
    text
}

/// An export that is what was signed.
pub fn verified_export(export: &VerifiedExport) -> String {
    let checkpoint = export.checkpoint.map(|found| if found { "holds" } else { "its row is not in the export" });
    let mut lines = vec![
        ("rows", export.rows.to_string()),
        ("first", export.first.to_string()),
        ("last", export.last.to_string()),
        ("of", export.length.to_string()),
        ("exported", local(export.at)),
        ("signed by", export.key.clone()),
    ];
    lines.extend(checkpoint.map(|standing| ("checkpoint", standing.to_owned())));
    accounts::pairs(&lines)
}

/// What was moved out of the home.
pub fn archived(archived: &Archived) -> String {
    let Archived { rows, first, last, file, .. } = archived;
    match archived.link {
        _ if *rows == 0 => "No row is that old; nothing was changed.".to_owned(),
        None => format!("Would move rows {first} to {last} into {}.", safe::line(file)),
        Some(link) => format!("Moved rows {first} to {last} into {}; row {link} links to them.", safe::line(file)),
    }
}

#[cfg(test)]
mod tests {
    use console::measure_text_width;

    use super::*;

    fn entry(reason: &str) -> AuditEntry {
        AuditEntry {
            seq: 123_456,
            at: "2026-03-02T09:00:00Z".parse().unwrap(),
            actor: "os:a-user-with-a-long-name".to_owned(),
            action: "mfa.recovery_codes_renewed".to_owned(),
            subject: "usr_01hqzzzzzzzzzzzzzzzzzzzzzz".to_owned(),
            address: Some("a.very.long.address.of.ada@department.example.org".to_owned()),
            outcome: "action_not_allowed".to_owned(),
            source: Some("2001:db8:1111:2222:3333:4444:5555:6666".to_owned()),
            reason: Some(reason.to_owned()),
            ticket: Some("T-4711".to_owned()),
            detail: None,
            hash: String::new(),
        }
    }

    #[test]
    fn the_table_fits_every_width_from_60_to_200() {
        for width in 60..=200 {
            let shown = rows_in(&[entry("a new phone"), entry("")], width);
            assert!(shown.lines().all(|line| measure_text_width(line) <= width), "{width}\n{shown}");
            assert!(shown.contains("123456"), "{shown}");
        }
    }

    #[test]
    fn v16_4_1_a_row_is_one_line_whatever_it_says() {
        let shown = line(&entry("a\nb\u{1b}[2Jc\u{202e}"));
        assert!(shown.contains("a\\u{a}b\\u{1b}[2Jc\\u{202e} [T-4711]"), "{shown}");
        assert!(!shown.contains(char::is_control), "{shown}");
    }
}
