//! `vestibule run …`

mod coverage;
mod find;
mod new;
mod report;
mod snapshot;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use self::coverage::{Covered, Wanted};
use self::report::Report;
use self::snapshot::Snapshot;
use super::Context;
use crate::error::{Exit, Failure};
use crate::service::journey::answer::whole_seconds;
use crate::service::permission::Permission;
use crate::service::script::{Cause, HomeCopy, Played, Refusal, Script, ScriptError, play};
use crate::system;
use crate::ui::Output;

/// What a script takes, for `vestibule help scripts`.
pub(super) const SCRIPTS: &str = include_str!("scripts.txt");

/// Missed expectations that an error repeats; the transcripts have them all.
const MOST_TOLD: usize = 10;

/// Play scripted sign-ins in throw-away simulation homes, and hold them against what they expect.
///
/// A script is a TOML file: a policy, documents, accounts, and steps with what each must answer (`vestibule help
/// scripts`). No home is needed and nothing is left behind. A folder stands for every script in it and below it. With
/// --check the transcript must also be that of the snapshot beside the script: NAME.toml, NAME.transcript.
///
/// With --home-copy the throw-away home begins as a copy of a real one, in memory: so a policy is tried on real
/// accounts. Neither the home's key nor its mail server is used, and no byte in its folder changes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule run fixtures/journeys/enterprise-first-sign-in.toml
  vestibule -q run fixtures/journeys
  vestibule run 'fixtures/**/*.toml' --diff
  vestibule run fixtures/journeys --update
  vestibule run fixtures/journeys --check --report junit=report.xml
  vestibule run --home-copy ./portal draft-policy.toml
  vestibule run --new journeys/first-sign-in
  vestibule -q run fixtures/journeys --coverage --coverage=svg=coverage.svg --fail-under 100

Exit codes: 0 every expectation held · 2 a script is wrong · 3 an expectation was missed, a snapshot differs,
or the scripts visit less than --fail-under

Next: `vestibule help scripts` says what a script takes.")]
pub struct RunArgs {
    /// Scripts, folders of scripts, or patterns
    #[arg(required_unless_present = "new", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Go through a sign-in as in `signin`, and write it down as the script NAME.toml with its snapshot; a PATH is then
    /// the script whose policy, documents and accounts the new one begins with
    #[arg(long, value_name = "NAME", conflicts_with_all = [
        "check", "update", "diff", "home_copy", "filter", "fail_fast", "report", "coverage", "fail_under",
    ])]
    new: Option<PathBuf>,
    /// Compare each transcript with its snapshot [default where CI=true]
    #[arg(long, conflicts_with = "update")]
    check: bool,
    /// Write the snapshot of every script that holds
    #[arg(long)]
    update: bool,
    /// Show where a transcript differs from its snapshot; as --check otherwise
    #[arg(long, conflicts_with = "update")]
    diff: bool,
    /// Play on a private copy of the home in DIR: its accounts with secrets of the simulation's own, no mail, no trace
    #[arg(long, value_name = "DIR", conflicts_with_all = ["check", "update", "diff"])]
    home_copy: Option<PathBuf>,
    /// Only scripts with TEXT in their path or title
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Stop at the first script that does not hold
    #[arg(long)]
    fail_fast: bool,
    /// Report for other programs: json on stdout, or json=FILE, junit=FILE
    #[arg(long, value_name = "KIND[=FILE]")]
    report: Vec<Report>,
    /// Say which states, steps and refusals of the machine the scripts visit, and which never: as a table, or as
    /// table=FILE, mermaid=FILE, svg=FILE
    #[arg(long, value_name = "KIND=FILE", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    coverage: Vec<Wanted>,
    /// Fail where the scripts visit less than PERCENT of states, steps and refusals together
    #[arg(long, value_name = "PERCENT", value_parser = coverage::percent)]
    fail_under: Option<f64>,
}

/// What is done with snapshots.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Ignore,
    Check { shows_diff: bool },
    Update,
}

/// What became of one script.
#[derive(Serialize)]
struct Outcome {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Malformed>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    played: Option<Played>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<Snapshot>,
}

/// A script that cannot be played.
#[derive(Serialize)]
struct Malformed {
    path: String,
    line: Option<usize>,
    key: Option<String>,
    message: String,
}

/// How many scripts came to what.
#[derive(Default, Serialize)]
struct Summary {
    scripts: usize,
    passed: usize,
    failed: usize,
    malformed: usize,
    not_played: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    scripts: &'a [Outcome],
    summary: &'a Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<&'a Covered>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where a script is wrong, an expectation was missed, or a snapshot differs.
pub fn run(context: &Context, args: &RunArgs) -> Result<(), Failure> {
    if let Some(name) = &args.new {
        return new::run(context, name, &args.paths);
    }
    let mode = if args.home_copy.is_some() {
        Mode::Ignore
    } else if args.update {
        Mode::Update
    } else if args.check || args.diff || system::is_ci() {
        Mode::Check { shows_diff: args.diff }
    } else {
        Mode::Ignore
    };
    let mut paths = find::scripts(&args.paths)?;
    if let Some(text) = &args.filter {
        paths.retain(|path| find::fits(path, text));
    }
    if paths.is_empty() {
        return Err(Failure::usage("There is no script to play.", "Name a script, or a folder that holds some."));
    }
    let copy = args.home_copy.as_deref().map(|folder| copy_of(context, folder)).transpose()?.map(Arc::new);
    let outcomes = play_all(&paths, copy.as_ref(), mode, args.fail_fast);
    let summary = Summary::of(&outcomes, paths.len());
    let asked = !args.coverage.is_empty() || args.fail_under.is_some();
    let covered = asked.then(|| Covered::of(&outcomes));
    for report in &args.report {
        report.write(&outcomes, &summary, covered.as_ref())?;
    }
    for wanted in &args.coverage {
        wanted.write(covered.as_ref())?;
    }
    let wants_json = context.ui.output == Output::Json || args.report.contains(&Report::Json(None));
    if wants_json {
        let document = Document { scripts: &outcomes, summary: &summary, coverage: covered.as_ref() };
        crate::ui::Ui { output: Output::Json, ..context.ui }.document(&document, |_| String::new())?;
    } else {
        let table = covered.as_ref().filter(|_| args.coverage.contains(&Wanted::Table));
        tell(context, &outcomes, &summary, mode, table)?;
    }
    let too_little = || covered.as_ref().and_then(|covered| covered.problem(args.fail_under));
    failure(&outcomes, mode).or_else(too_little).map_or(Ok(()), Err)
}

/// A copy of a home, for whoever may see its accounts.
fn copy_of(context: &Context, folder: &Path) -> Result<HomeCopy, Failure> {
    let copy = HomeCopy::of(folder)?;
    if copy.has_operators {
        let home = Context { home: Some(folder.to_owned()), ui: context.ui, yes: context.yes };
        home.open_quietly()?.permit(Permission::UserRead)?;
    }
    Ok(copy)
}

/// Plays the scripts, several at a time; the outcomes are in the order of the paths.
fn play_all(paths: &[PathBuf], copy: Option<&Arc<HomeCopy>>, mode: Mode, fail_fast: bool) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let done = Mutex::new(Vec::with_capacity(paths.len()));
    let work = || {
        while !stop.load(Ordering::SeqCst) {
            let index = next.fetch_add(1, Ordering::SeqCst);
            let Some(path) = paths.get(index) else { return };
            let outcome = play_one(path, copy, mode);
            if fail_fast && !outcome.holds() {
                stop.store(true, Ordering::SeqCst);
            }
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, outcome));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..system::parallelism().min(paths.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    let mut outcomes: Vec<Outcome> = done.into_iter().map(|(_, outcome)| outcome).collect();
    // Scripts after the first that failed may or may not have been played by then; saying so would tell of chance.
    if let Some(first) = outcomes.iter().position(|outcome| !outcome.holds()).filter(|_| fail_fast) {
        outcomes.truncate(first + 1);
    }
    outcomes
}

fn play_one(path: &Path, copy: Option<&Arc<HomeCopy>>, mode: Mode) -> Outcome {
    let script = Script::load(path).and_then(|script| match copy {
        None => Ok(script),
        Some(copy) => script.on_copy(copy),
    });
    let played = script.and_then(|script| play(&script, name));
    match played {
        Err(error) => {
            let message = error.to_string();
            let error = Malformed { path: error.path, line: error.line, key: error.key, message };
            Outcome { error: Some(error), played: None, snapshot: None }
        }
        Ok(played) => {
            let snapshot = match mode {
                Mode::Ignore => None,
                Mode::Check { .. } => Some(snapshot::compare(path, &played.transcript)),
                Mode::Update if !played.passed => None,
                Mode::Update => Some(snapshot::update(path, &played.transcript)),
            };
            Outcome { error: None, played: Some(played), snapshot }
        }
    }
}

impl Outcome {
    fn holds(&self) -> bool {
        self.played.as_ref().is_some_and(|played| played.passed) && self.snapshot.as_ref().is_none_or(Snapshot::holds)
    }
}

impl Summary {
    fn of(outcomes: &[Outcome], scripts: usize) -> Self {
        let passed = outcomes.iter().filter(|outcome| outcome.holds()).count();
        let malformed = outcomes.iter().filter(|outcome| outcome.error.is_some()).count();
        let failed = outcomes.len() - passed - malformed;
        Self { scripts, passed, failed, malformed, not_played: scripts - outcomes.len() }
    }

    fn sentence(&self) -> String {
        let plural = if self.scripts == 1 { "" } else { "s" };
        let parts = [
            (self.passed, "passed"),
            (self.failed, "failed"),
            (self.malformed, "malformed"),
            (self.not_played, "not played"),
        ];
        let told: Vec<String> = parts
            .iter()
            .filter(|(number, what)| *number > 0 || *what == "passed")
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        format!("{} script{plural}: {}.", self.scripts, told.join(", "))
    }
}

/// Prints the transcripts, where wanted the differences, and the summary line.
fn tell(
    context: &Context,
    outcomes: &[Outcome],
    summary: &Summary,
    mode: Mode,
    covered: Option<&Covered>,
) -> Result<(), Failure> {
    let ui = &context.ui;
    for outcome in outcomes {
        let Some(played) = outcome.played.as_ref() else { continue };
        let differs = outcome.snapshot.as_ref().filter(|_| mode == Mode::Check { shows_diff: true });
        match differs.and_then(Snapshot::difference) {
            Some(difference) => ui.print(&difference)?,
            None if !ui.quiet => ui.print(&played.transcript)?,
            None => {}
        }
    }
    if let Some(covered) = covered {
        ui.print(&covered.table())?;
    }
    ui.print(&summary.sentence())
}

/// What went wrong, if anything did: a malformed script before a missed expectation.
fn failure(outcomes: &[Outcome], mode: Mode) -> Option<Failure> {
    let malformed: Vec<String> = outcomes
        .iter()
        .filter_map(|outcome| outcome.error.as_ref().map(|error| format!("{}.", error.message)))
        .collect();
    if !malformed.is_empty() {
        let hint = "Mend it; `vestibule help scripts` says what a script takes.";
        return Some(Failure::new(Exit::Usage, "script", shorten(malformed), hint));
    }
    let missed: Vec<String> = outcomes.iter().filter_map(|outcome| outcome.played.as_ref()).flat_map(missed).collect();
    if !missed.is_empty() {
        let hint = "The transcript shows what led there. Mend the expectation, or what it was to guard.";
        return Some(Failure::new(Exit::Refused, "expectation_missed", shorten(missed), hint));
    }
    let differ: Vec<String> =
        outcomes.iter().filter_map(|outcome| outcome.snapshot.as_ref()).filter_map(Snapshot::problem).collect();
    if differ.is_empty() {
        return None;
    }
    let hint = match mode {
        Mode::Update => "See that the folder can be written.",
        Mode::Check { shows_diff: true } => "If the new transcript is right, run it again with --update.",
        _ => "--diff shows the difference; --update takes the new transcript.",
    };
    Some(Failure::new(Exit::Refused, "snapshot_differs", shorten(differ), hint))
}

fn missed(played: &Played) -> Vec<String> {
    let of_step = |step: &crate::service::script::PlayedStep| {
        let number = step.number;
        let file = step.file.as_ref().unwrap_or(&played.script);
        let told = step.missed.iter();
        told.map(move |missed| format!("{file}, line {}: step {number}: {}.", missed.line, missed.problem))
            .collect::<Vec<_>>()
    };
    played.steps.iter().flat_map(of_step).collect()
}

fn shorten(mut sentences: Vec<String>) -> String {
    let more = sentences.len().saturating_sub(MOST_TOLD);
    sentences.truncate(MOST_TOLD);
    if more > 0 {
        sentences.push(format!("And {more} more."));
    }
    sentences.join("\n")
}

/// What a failure is called in a transcript.
pub(super) fn name(cause: Cause<'_>) -> Refusal {
    let failure = match cause {
        Cause::Journey(trouble) => Failure::from(trouble),
        Cause::Service(error) => Failure::from(error),
    };
    Refusal {
        code: failure.code.to_owned(),
        message: failure.message,
        hint: failure.hint,
        exit: failure.exit as u8,
        retry_after: failure.retry_after.map(|wait| whole_seconds(wait).as_secs()),
    }
}

impl From<ScriptError> for Failure {
    fn from(error: ScriptError) -> Self {
        let hint = "Mend it; `vestibule help scripts` says what a script takes.";
        Self::new(Exit::Usage, "script", format!("{error}."), hint)
    }
}
