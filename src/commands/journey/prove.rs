//! `vestibule journey prove`

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Context;
use crate::error::{Exit, Failure};
use crate::journey::policy::Policy;
use crate::journey::properties::{Met, Verdict, names, prove};
use crate::service::script::counterexample;
use crate::system::Stopwatch;

/// Prove the rules that always hold, and those of the policy file, over every reachable state.
///
/// The search tries every event in every state, over all facts about account and device, with support acts and
/// changes of policy and documents in between. It needs no home and changes nothing. A rule that does not hold
/// comes with a shortest list of events that shows it, and as a script for `vestibule run` where scripts can do so.
/// How a policy file adds rules of its own is explained by `vestibule help policy`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule journey prove --policy vestibule.toml
  vestibule journey prove --policy vestibule.toml --property 'at_most 3 mails' --script broken.toml

Exit codes: 0 every rule holds · 2 usage, or the policy is wrong · 3 a rule is broken · 5 the script's file exists

Next: vestibule run broken.toml")]
pub struct ProveArgs {
    /// Prove it of this policy instead of the home's, or the portal's where there is no home
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// One rule alone: its name, or the text of a rule of the policy file
    #[arg(long, value_name = "RULE")]
    property: Option<String>,
    /// Write the script of the first broken rule to this new file
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
}

#[derive(Serialize)]
struct Document<'a> {
    policy: String,
    holds: bool,
    states: usize,
    transitions: u64,
    refusals: u64,
    properties: Vec<Property<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct Property<'a> {
    id: &'a str,
    rule: &'a str,
    holds: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterexample: Option<Shown>,
}

/// A counterexample as both forms of the report show it.
#[derive(Serialize)]
struct Shown {
    #[serde(skip_serializing_if = "Option::is_none")]
    project_type: Option<&'static str>,
    events: Vec<String>,
    /// A script that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    script: Option<String>,
    /// Why there is no script.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_script: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where the policy or the rule's name is wrong, a rule is broken, or the script cannot be written.
pub fn run(context: &Context, args: &ProveArgs) -> Result<(), Failure> {
    let (policy, named) = super::load_policy(context, args.policy.as_deref())?;
    let only = args.property.as_deref().map(|given| known(&policy, given)).transpose()?;
    let watch = Stopwatch::start();
    let proved = prove(&policy, only.as_deref());
    context.ui.note(&format!("Searched in {:.2} s.", watch.elapsed().as_secs_f64()));
    let document = Document {
        policy: named,
        holds: proved.verdicts.iter().all(|verdict| verdict.broken.is_none()),
        states: proved.states,
        transitions: proved.transitions,
        refusals: proved.refusals,
        properties: proved.verdicts.iter().map(|verdict| property(&policy, verdict)).collect(),
        remarks: &proved.remarks,
    };
    context.ui.document(&document, text)?;
    let broken: Vec<_> =
        document.properties.iter().filter_map(|one| Some((one, one.counterexample.as_ref()?))).collect();
    let Some((first, shown)) = broken.first() else { return Ok(()) };
    if let Some(path) = &args.script {
        keep(context, path, shown)?;
    }
    let message = match broken.len() {
        1 => format!("The rule {:?} does not hold under this policy.", first.id),
        several => format!("{several} rules do not hold under this policy; the first is {:?}.", first.id),
    };
    Err(Failure::new(
        Exit::Refused,
        "rule_broken",
        message,
        "The list of events shows how; mend the policy or the rule.",
    ))
}

/// The full name of a rule, or what it may have meant.
fn known(policy: &Policy, given: &str) -> Result<String, Failure> {
    let names = names(policy);
    let given = given.split_whitespace().collect::<Vec<_>>().join(" ");
    if names.contains(&given) {
        return Ok(given);
    }
    let near = names.iter().min_by_key(|name| distance(&given, name));
    let near = near.filter(|name| distance(&given, name) <= given.chars().count().div_ceil(3) + 1);
    let hint = match near {
        Some(near) => format!("Did you mean {near:?}?"),
        None => format!("There are: {}.", names.join(", ")),
    };
    Err(Failure::usage(format!("There is no rule {given:?}."), hint))
}

/// How many letters must be put in, left out or replaced to make one word of another (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in to.iter().enumerate() {
            let replaced = corner + usize::from(letter != *other);
            corner = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(corner + 1);
        }
    }
    row[to.len()]
}

fn property<'a>(policy: &Policy, verdict: &'a Verdict) -> Property<'a> {
    let counterexample = verdict.broken.as_ref().map(|found| {
        let script = counterexample(policy, verdict.rule.unwrap_or(&verdict.id), found, super::super::run::name);
        let (script, no_script) = match script {
            Ok(script) => (Some(script), None),
            Err(why) => (None, Some(why)),
        };
        Shown {
            project_type: found.project_type.map(|kind| kind.as_str()),
            events: found.way.iter().map(Met::to_string).collect(),
            script,
            no_script,
        }
    });
    let rule = verdict.rule.unwrap_or("A rule of the policy file.");
    Property { id: &verdict.id, rule, holds: counterexample.is_none(), counterexample }
}

fn text(document: &Document<'_>) -> String {
    let mut out = format!("Policy: {}\n", document.policy);
    if document.states > 0 {
        let counts = [document.states as u64, document.transitions, document.refusals].map(grouped);
        let _ = writeln!(out, "{} open states, {} transitions, {} refusals", counts[0], counts[1], counts[2]);
    }
    out.push('\n');
    let wide = document.properties.iter().map(|one| one.id.chars().count()).max().unwrap_or(0).min(48);
    for one in &document.properties {
        let verdict = if one.holds { "ok    " } else { "BROKEN" };
        let _ = writeln!(out, "{verdict}  {:wide$}  {}", one.id, one.rule);
    }
    if !document.remarks.is_empty() {
        let _ = writeln!(out, "\n{}", document.remarks.join("\n"));
    }
    for (one, shown) in document.properties.iter().filter_map(|one| Some((one, one.counterexample.as_ref()?))) {
        out.push_str(&told(one, shown));
    }
    out
}

fn told(one: &Property<'_>, shown: &Shown) -> String {
    let whose = shown.project_type.map(|kind| format!(", in a journey of an {kind} account")).unwrap_or_default();
    let mut out = format!("\n{} does not hold{whose}:\n", one.id);
    if shown.events.is_empty() {
        out.push_str("  The very first screen breaks it.\n");
    }
    for (number, event) in shown.events.iter().enumerate() {
        let _ = writeln!(out, "  {}. {event}", number + 1);
    }
    match (&shown.script, &shown.no_script) {
        (Some(script), _) => {
            let _ = write!(out, "\n{script}");
        }
        (None, Some(why)) => {
            let _ = writeln!(out, "There is no script of it: {why}.");
        }
        (None, None) => {}
    }
    out
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Writes a script to a file that is not there yet.
fn keep(context: &Context, path: &Path, shown: &Shown) -> Result<(), Failure> {
    let shown_path = path.display();
    let Some(script) = &shown.script else {
        context.ui.warn(&format!("{shown_path} was not written: this counterexample has no script."));
        return Ok(());
    };
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(script.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(
            Exit::Conflict,
            "exists",
            format!("{shown_path} exists already, and was left as it is."),
            "Name a new file.",
        ),
        _ => Failure::new(
            Exit::Unavailable,
            "file",
            format!("{shown_path} cannot be written: {error}."),
            "Name a file in a folder that you can write.",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn the_distance_of_words_counts_letters() {
        assert_eq!(distance("sends", "sends"), 0);
        assert_eq!(distance("send", "sends"), 1);
        assert_eq!(distance("sedns", "sends"), 2);
        assert_eq!(distance("", "sends"), 5);
    }
}
