//! `vestibule run …`

use std::path::PathBuf;

use super::Context;
use crate::error::{Exit, Failure};
use crate::service::script::{Cause, Refusal, Script, ScriptError, play};

/// Play scripted sign-ins in throw-away simulation homes, and compare them with what they expect.
///
/// A script is a TOML file: a policy, documents, accounts, and steps with what each must answer
/// (`vestibule help scripts`). No home is needed, and nothing is left behind.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule run fixtures/journeys/enterprise-first-sign-in.toml
  vestibule -q run fixtures/journeys/*.toml
  vestibule --output json run first.toml

Exit codes: 0 every expectation held · 2 a script is wrong · 3 an expectation was missed")]
pub struct RunArgs {
    /// Scripts
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where a script is wrong or an expectation was missed.
pub fn run(context: &Context, args: &RunArgs) -> Result<(), Failure> {
    let mut scripts = Vec::new();
    for path in &args.paths {
        let script = Script::load(path)?;
        scripts.push(play(&script, name)?);
    }
    for one in &scripts {
        context.ui.print(&one.transcript)?;
    }
    match scripts.iter().find(|one| !one.passed) {
        None => Ok(()),
        Some(failed) => Err(Failure::new(
            Exit::Refused,
            "expectation_missed",
            format!("{} missed an expectation.", failed.script),
            "The transcript says which.",
        )),
    }
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
        retry_after: failure.retry_after.map(|wait| crate::service::journey::answer::whole_seconds(wait).as_secs()),
    }
}

impl From<ScriptError> for Failure {
    fn from(error: ScriptError) -> Self {
        Self::new(
            Exit::Usage,
            "script",
            format!("{error}."),
            "Mend the script; `vestibule help scripts` says what it takes.",
        )
    }
}
