//! An assessment of a policy for people: as tables that fit the terminal, and as Markdown.

use super::answer::wrap;
use super::wizard::item;
use super::{safe, table};
use crate::service::assess::odds::{Code, Odds, Span};
use crate::service::assess::{Assessed, Assessment, Count, DecidedBy, Standard, Verdict};

const HEADINGS: [&str; 6] = ["ID", "LEVEL", "VERDICT", "REQUIREMENT", "SETTING", "EVIDENCE"];
const ODDS_HEADINGS: [&str; 6] = ["CODE", "RIGHT AT ONCE", "WITHIN", "GUESSES", "CHANCE", "STOPPED BY"];

const ODDS_TITLE: &str = "The chance of a guess";
const ODDS_TEXT: &str = "For an attacker who knows the password. The mailed code is guessed without the mailbox; the \
    codes of the app and the recovery codes by who is past it. Without the person's own sign-ins every wrong code \
    counts towards the one that disables; in use, each right code of the person starts the count anew.";

/// As tables, with the reasons below them.
pub fn text(assessment: &Assessment) -> String {
    let mut text = String::new();
    for count in &assessment.counts {
        text.push_str(&format!("{}: {}\n\n", count.standard.title(), summary(count)));
        let rows: Vec<Vec<String>> = assessment.of(count.standard).map(row).collect();
        text.push_str(&table::table(&HEADINGS, &rows, table::width()));
        for (title, reasons) in reasons(assessment, count.standard) {
            text.push_str(&format!("\n{title}\n"));
            reasons.iter().for_each(|(id, why)| text.push_str(&item(&format!("  {id}  "), why, table::width())));
        }
        text.push('\n');
    }
    let rows: Vec<Vec<String>> = assessment.odds.iter().map(odds_row).collect();
    text.push_str(&format!(
        "{ODDS_TITLE}\n\n{}\n{}",
        wrap(ODDS_TEXT),
        table::table(&ODDS_HEADINGS, &rows, table::width())
    ));
    text
}

/// As a Markdown document.
pub fn markdown(assessment: &Assessment) -> String {
    let profile = serde_json::to_string(&assessment.profile).unwrap_or_default();
    let mut text = format!("# Assessment of a policy from the profile {}\n", profile.trim_matches('"'));
    for count in &assessment.counts {
        text.push_str(&format!("\n## {}\n\n{}\n\n", count.standard.title(), summary(count)));
        markdown_table(&mut text, &HEADINGS, assessment.of(count.standard).map(row));
        for (title, reasons) in reasons(assessment, count.standard) {
            text.push_str(&format!("\n### {title}\n\n"));
            reasons.iter().for_each(|(id, why)| text.push_str(&format!("- **{id}**: {}\n", escaped(why))));
        }
    }
    text.push_str(&format!("\n## {ODDS_TITLE}\n\n{ODDS_TEXT}\n\n"));
    markdown_table(&mut text, &ODDS_HEADINGS, assessment.odds.iter().map(odds_row));
    text
}

fn summary(count: &Count) -> String {
    format!("{} met, {} not met, {} outside this program", count.met, count.not_met, count.outside)
}

fn row(one: &Assessed) -> Vec<String> {
    let settings: Vec<String> =
        one.settings.iter().map(|setting| format!("{} = {}", setting.key, setting.value)).collect();
    let mut evidence: Vec<String> = one.evidence.iter().map(ToString::to_string).collect();
    if evidence.is_empty() && one.verdict == Verdict::NotMet {
        evidence.push("not built yet".to_owned());
    }
    vec![
        one.id.to_owned(),
        one.level.as_str().to_owned(),
        one.verdict.as_str().to_owned(),
        one.requirement.to_owned(),
        settings.join(", "),
        evidence.join(", "),
    ]
}

/// Why requirements are not met or outside: first those that a setting would meet.
fn reasons(assessment: &Assessment, standard: Standard) -> Vec<(&'static str, Vec<(&'static str, &str)>)> {
    let those = |wanted: fn(&Assessed) -> bool| -> Vec<(&'static str, &str)> {
        let wanted = assessment.of(standard).filter(|one| wanted(one));
        wanted.map(|one| (one.id, one.why.as_deref().unwrap_or_default())).collect()
    };
    let groups = [
        ("Deviations of this policy", those(|one| unmet_by(one, DecidedBy::Policy))),
        ("Not met by the program", those(|one| unmet_by(one, DecidedBy::Program))),
        ("Outside this program", those(|one| one.verdict == Verdict::Outside)),
    ];
    groups.into_iter().filter(|(_, reasons)| !reasons.is_empty()).collect()
}

fn unmet_by(one: &Assessed, by: DecidedBy) -> bool {
    one.verdict == Verdict::NotMet && one.decided_by == by
}

fn odds_row(odds: &Odds) -> Vec<String> {
    let code = match odds.code {
        Code::MailedCode => "mailed code",
        Code::AppCode => "code of the app",
        Code::RecoveryCode => "recovery code",
    };
    let span = match odds.span {
        Span::Journey => "a sign-in",
        Span::Day => "a day",
        Span::Year => "a year",
        Span::YearInUse => "a year in use",
    };
    vec![
        code.to_owned(),
        format!("{} of {}", odds.valid_at_once, space(odds.space)),
        span.to_owned(),
        odds.guesses.to_string(),
        format!("{:.2e}", odds.chance),
        odds.limit.to_owned(),
    ]
}

fn space(space: f64) -> String {
    if space < 1e12 { format!("{space:.0}") } else { format!("2^{:.0}", space.log2()) }
}

fn markdown_table(text: &mut String, headings: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    text.push_str(&format!("| {} |\n|{}\n", headings.join(" | "), " --- |".repeat(headings.len())));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

/// Text that stays one line and one cell, and means itself. An underscore inside a word does.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    let mut inside_word = false;
    for c in safe::line(text).chars() {
        if matches!(c, '\\' | '|' | '*' | '`' | '<' | '[' | ']') || (c == '_' && !inside_word) {
            escaped.push('\\');
        }
        escaped.push(c);
        inside_word = c == '_' || c.is_alphanumeric();
    }
    escaped
}
