//! `vestibule clock …`

use clap::Subcommand;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::Serialize;

use super::Context;
use crate::error::Failure;
use crate::service::permission::Permission;

/// The clock of a simulation home
#[derive(Debug, Subcommand)]
pub enum ClockCommand {
    Show(ShowArgs),
    Advance(AdvanceArgs),
    Set(SetArgs),
}

/// Show the time that the next command sees.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule clock show
  vestibule --output json clock show

Exit codes: 0 done

Next: vestibule clock advance DURATION")]
pub struct ShowArgs {}

/// Move a simulation's clock forward.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule clock advance PT10M
  vestibule clock advance \"31 days\"

Exit codes: 0 done · 2 usage · 3 the home is real

Next: vestibule status")]
pub struct AdvanceArgs {
    /// How far: ISO 8601 like PT10M, or like \"10 min\"
    #[arg(value_name = "DURATION", value_parser = duration)]
    by: SignedDuration,
}

/// Set a simulation's clock.
///
/// Setting it back by more than five minutes shows what a wrong clock does: commands answer clock_untrusted.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule clock set 2026-03-02T09:00:00Z
  vestibule clock set 2027-01-01T00:00:00Z

Exit codes: 0 done · 2 usage · 3 the home is real

Next: vestibule doctor says what a wrong clock does.")]
pub struct SetArgs {
    /// The time, RFC 3339
    #[arg(value_name = "TIME")]
    to: Timestamp,
}

#[derive(Serialize)]
struct Shown {
    now: Timestamp,
}

fn duration(text: &str) -> Result<SignedDuration, String> {
    let span: Span = text.parse().map_err(|_| "it is no duration; write PT10M, or \"10 min\"".to_owned())?;
    let by = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| "months and years have no fixed length; use days, hours, minutes and seconds".to_owned())?;
    if by.is_negative() {
        return Err("the clock only moves forward; use `vestibule clock set` to put it back".to_owned());
    }
    Ok(by)
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: ClockCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    let now = match command {
        ClockCommand::Show(ShowArgs {}) => {
            service.permit(Permission::ClockSet)?;
            service.now()
        }
        ClockCommand::Advance(AdvanceArgs { by }) => service.advance_clock(by)?,
        ClockCommand::Set(SetArgs { to }) => service.set_clock(to)?,
    };
    context.ui.document(&Shown { now }, |shown| shown.now.to_string())
}
