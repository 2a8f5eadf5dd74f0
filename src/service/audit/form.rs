//! The two forms of an exported row: a line of JSON, a line of CSV. Each says all that the row's hash covers, and a line
//! that was not written here exactly so is no row.

use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::list;
use crate::store::AuditRow;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A JSON object a line.
    Jsonl,
    /// RFC 4180, its rows one line each.
    Csv,
}

/// The first line of a CSV export.
pub(super) const CSV_HEADER: &str = "seq,at,actor,action,subject,outcome,source,reason,ticket,detail,hash";

/// What cells of a spreadsheet must not begin with (ASVS 1.2.10), and the mark that shields them.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', SHIELD];
const SHIELD: char = '\'';

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: i64,
    at: jiff::Timestamp,
    actor: String,
    action: String,
    subject: String,
    outcome: String,
    source: Option<String>,
    reason: Option<String>,
    ticket: Option<String>,
    detail: Option<Value>,
    hash: String,
}

/// A row as a line, without its line feed.
pub(super) fn encode(form: Form, row: &AuditRow) -> String {
    let entry = list::entry(row.clone(), None);
    let line = Line {
        seq: entry.seq,
        at: entry.at,
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        outcome: entry.outcome,
        source: entry.source,
        reason: entry.reason,
        ticket: entry.ticket,
        detail: entry.detail,
        hash: entry.hash,
    };
    match form {
        Form::Jsonl => json(&line),
        Form::Csv => csv(&line),
    }
}

/// The row of a line, if the line is exactly what [`encode`] makes of it.
pub(super) fn decode(form: Form, text: &str) -> Option<AuditRow> {
    let line = match form {
        Form::Jsonl => serde_json::from_str::<Line>(text).ok()?,
        Form::Csv => from_csv(text)?,
    };
    let row = AuditRow {
        seq: line.seq,
        at: line.at,
        actor: line.actor,
        action: line.action,
        subject: line.subject,
        outcome: line.outcome,
        source: line.source,
        detail: line.detail.map(|detail| match detail {
            Value::String(text) => text,
            other => other.to_string(),
        }),
        hash: HEXLOWER.decode(line.hash.as_bytes()).ok()?.try_into().ok()?,
    };
    (encode(form, &row) == text).then_some(row)
}

/// Compact JSON in which nothing is left that a terminal obeys or an eye does not see.
fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("strings and numbers under fixed names are always JSON");
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown
}

fn csv(line: &Line) -> String {
    let maybe = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
    let cells = [
        line.seq.to_string(),
        line.at.to_string(),
        cell(&line.actor),
        cell(&line.action),
        cell(&line.subject),
        cell(&line.outcome),
        maybe(&line.source),
        maybe(&line.reason),
        maybe(&line.ticket),
        line.detail.as_ref().map(|detail| quoted(&json(detail))).unwrap_or_default(),
        line.hash.clone(),
    ];
    cells.join(",")
}

/// A cell. With a backslash in it, it is the inside of a JSON string, so that a row stays one line; a shield before a
/// formula is not part of it.
fn cell(text: &str) -> String {
    let escaped = json(&text);
    let inside = &escaped[1..escaped.len() - 1];
    let text = if inside.contains('\\') && (text.contains('\\') || inside.replace("\\\"", "\"") != text) {
        inside
    } else {
        text
    };
    if text.starts_with(FORMULA) { quoted(&format!("{SHIELD}{text}")) } else { quoted_if_needed(text) }
}

fn quoted_if_needed(text: &str) -> String {
    if text.is_empty() || text.contains([',', '"']) || text.starts_with(' ') { quoted(text) } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn from_csv(text: &str) -> Option<Line> {
    let cells: [Option<String>; 11] = split(text)?.try_into().ok()?;
    let [seq, at, actor, action, subject, outcome, source, reason, ticket, detail, hash] = cells;
    let plain = |cell: Option<String>| match cell {
        Some(text) => unescaped(text).map(Some),
        None => Some(None),
    };
    Some(Line {
        seq: i64::from_str(&seq?).ok()?,
        at: at?.parse().ok()?,
        actor: unescaped(actor?)?,
        action: unescaped(action?)?,
        subject: unescaped(subject?)?,
        outcome: unescaped(outcome?)?,
        source: plain(source)?,
        reason: plain(reason)?,
        ticket: plain(ticket)?,
        detail: detail.map(|text| serde_json::from_str(&text)).transpose().ok()?,
        hash: hash?,
    })
}

fn unescaped(text: String) -> Option<String> {
    let text = text.strip_prefix(SHIELD).map(str::to_owned).unwrap_or(text);
    if text.contains('\\') { serde_json::from_str(&format!("\"{text}\"")).ok() } else { Some(text) }
}

/// The cells of a line: nothing for an empty one that is not quoted.
fn split(text: &str) -> Option<Vec<Option<String>>> {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        if let Some(inside) = rest.strip_prefix('"') {
            let mut value = String::new();
            let mut inside = inside;
            loop {
                let (before, after) = inside.split_once('"')?;
                value.push_str(before);
                match after.strip_prefix('"') {
                    Some(more) => {
                        value.push('"');
                        inside = more;
                    }
                    None => {
                        rest = after;
                        break;
                    }
                }
            }
            cells.push(Some(value));
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            cells.push((end > 0).then(|| rest[..end].to_owned()));
            rest = &rest[end..];
        }
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None if rest.is_empty() => return Some(cells),
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(texts: [&str; 5], detail: Option<String>) -> AuditRow {
        let [actor, action, subject, outcome, source] = texts.map(str::to_owned);
        AuditRow {
            seq: 7,
            at: "2026-03-02T09:00:00.123Z".parse().unwrap(),
            actor,
            action,
            subject,
            outcome,
            source: Some(source),
            detail,
            hash: [7; 32],
        }
    }

    #[test]
    fn v1_2_10_no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "'x"] {
            let line = encode(Form::Csv, &row([text; 5], None));
            assert!(line.contains("\"'"), "{line}");
            assert!(!line.split(',').any(|cell| cell.trim_matches('"').starts_with(['=', '+', '-', '@'])), "{line}");
            assert_eq!(decode(Form::Csv, &line), Some(row([text; 5], None)), "{line}");
        }
    }

    #[test]
    fn v16_4_1_a_row_is_one_line_without_anything_that_is_obeyed() {
        let evil = "a\r\nb\u{1b}[2J\u{9b}2J\u{202e}c\u{2028}d\"e\\f,g\u{0}\u{7f}";
        let detail = serde_json::json!({ "reason": evil }).to_string();
        for form in [Form::Jsonl, Form::Csv] {
            let line = encode(form, &row([evil; 5], Some(detail.clone())));
            assert!(line.chars().all(|c| !c.is_control() && !('\u{2028}'..='\u{202e}').contains(&c)), "{line}");
            assert_eq!(decode(form, &line), Some(row([evil; 5], Some(detail.clone()))), "{line}");
        }
    }

    #[test]
    fn a_line_that_says_the_same_otherwise_is_no_row() {
        let jsonl = encode(Form::Jsonl, &row(["os:root", "user.added", "usr_1", "done", ""], None));
        for bad in [jsonl.replace("{\"seq\"", "{ \"seq\""), jsonl.replace("usr_1", "usr_\\u0031"), format!("{jsonl} ")]
        {
            assert_ne!(bad, jsonl);
            assert_eq!(decode(Form::Jsonl, &bad), None, "{bad}");
        }
        let csv = encode(Form::Csv, &row(["os:root", "user.added", "usr_1", "done", ""], None));
        for bad in
            [csv.replace("usr_1", "\"usr_1\""), format!("{csv},"), csv.replace("done", "do\"ne"), format!("{csv}\r")]
        {
            assert_eq!(decode(Form::Csv, &bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_row_survives_both_forms(actor in ".*", subject in ".*", source in proptest::option::of(".*"), reason in ".*") {
            let detail = serde_json::json!({ "reason": reason }).to_string();
            let one = AuditRow { source, ..row([&actor, "a.b", &subject, "done", ""], Some(detail)) };
            for form in [Form::Jsonl, Form::Csv] {
                prop_assert_eq!(decode(form, &encode(form, &one)), Some(one.clone()));
            }
        }

        #[test]
        fn no_line_ends_in_a_panic(line in ".*") {
            let _ = (decode(Form::Jsonl, &line), decode(Form::Csv, &line));
        }
    }
}
