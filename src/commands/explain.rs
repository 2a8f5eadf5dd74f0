//! `vestibule explain`

use jiff::Timestamp;

use super::{Context, device_token};
use crate::error::Failure;
use crate::render::fold::fold;
use crate::render::safe;
use crate::render::time::{local, maybe};
use crate::service::explain::{Explained, Explanation};

/// Say what a person's next sign-in will ask, and which rule and fact make it ask. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule explain ada@example.org
  vestibule explain ada@example.org --device @device.token --at 2026-06-01T00:00:00Z

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule otp status, mfa status or user unlock, as the answer says.")]
pub struct ExplainArgs {
    /// The account's address
    address: String,
    /// The token of the device that it will come from, or @FILE that holds it
    #[arg(long, value_name = "TOKEN|@FILE")]
    device: Option<String>,
    /// The time to ask for instead of now, RFC 3339
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, args: &ExplainArgs) -> Result<(), Failure> {
    let device = device_token(args.device.as_deref())?;
    let explanation = context.open()?.explain(&args.address, device.as_ref(), args.at)?;
    context.ui.document(&explanation, tell)
}

fn tell(explanation: &Explanation) -> String {
    let mut text = format!("The next sign-in of {} at {}\n", explanation.address, local(explanation.at));
    for blocked in &explanation.blocked {
        text.push_str(&format!("\nStopped: {}\n", safe::line(blocked)));
    }
    for act in &explanation.recent_acts {
        text.push_str(&format!("\nSupport: {}\n", safe::line(act)));
    }
    for waiting in &explanation.waiting {
        text.push_str(&format!("\nWaiting: {}\n", safe::line(waiting)));
    }
    text.push_str(&format!("\nlocked until  {}\n", maybe(explanation.locked_until)));
    for at in &explanation.recent_failures {
        text.push_str(&format!("failed        {}\n", local(*at)));
    }
    let list = |screens: &[Explained]| -> String {
        screens.iter().map(|one| format!("  {}\n      {}\n", one.heading, safe::line(&one.because))).collect()
    };
    text.push_str(&format!("\nIt will show:\n{}", list(&explanation.shown)));
    text.push_str(&format!("\nIt will not show:\n{}", list(&explanation.not_shown)));
    fold(&text)
}
