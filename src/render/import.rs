//! Imports, plans and formats as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::safe;
use crate::service::import::{Change, Described, Plan, Report};

/// The counts of an import, and every reject.
pub fn report(report: &Report) -> String {
    let mut text = format!(
        "{} read: {} created, {} updated, {} unchanged, {} rejected.\n",
        report.read, report.created, report.updated, report.unchanged, report.rejected
    );
    if let Some(count) = report.deprovisioned {
        let _ = writeln!(text, "{count} disabled for not being in the list.");
    }
    for reject in &report.rejects {
        let _ = writeln!(text, "  line {}, {}: {}", reject.line, reject.field, reject.message);
    }
    safe::lines(&text)
}

/// What is done to each account, a line each.
pub fn changes(changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes {
        let place = if change.line == 0 { "not in the list".to_owned() } else { format!("line {}", change.line) };
        let _ = writeln!(text, "  {} {} ({place})", change.action, change.address);
        for field in &change.fields {
            let shown = |value: &Option<String>| match value.as_deref() {
                None | Some("") => "nothing".to_owned(),
                Some(value) => value.to_owned(),
            };
            let _ = writeln!(text, "    {}: {} → {}", field.field, shown(&field.before), shown(&field.after));
        }
    }
    safe::lines(&text)
}

/// A plan.
pub fn plan(plan: &Plan) -> String {
    format!("{}{}", report(&plan.report), changes(&plan.changes))
}

/// What a file carries that has no home here, as one sentence; nothing where it carries no such thing.
pub fn not_imported(all: &BTreeMap<String, u64>) -> Option<String> {
    let parts: Vec<String> = all.iter().map(|(name, count)| format!("{name} ({count})")).collect();
    (!parts.is_empty()).then(|| format!("Not imported, for there is no place for it here: {}.", parts.join(", ")))
}

/// Every format.
pub fn formats(all: &Vec<&'static Described>) -> String {
    let mut text = String::new();
    for format in all {
        let endings = match format.endings {
            [] => "only with --format".to_owned(),
            endings => format!("{}; also with .gz and .zst", endings.join(" ")),
        };
        let _ = writeln!(text, "{} ({endings})\n  {}", format.format, format.about);
        for (field, from) in format.fields {
            let _ = writeln!(text, "    {field:13} {from}");
        }
        let _ = writeln!(text, "    not imported: {}\n  For example:", format.not_imported);
        for line in format.example.lines() {
            let _ = writeln!(text, "    {line}");
        }
        text.push('\n');
    }
    text
}
