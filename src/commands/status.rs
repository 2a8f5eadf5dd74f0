//! `vestibule status`

use super::Context;
use crate::error::{Exit, Failure};
use crate::render::accounts::pairs;
use crate::render::fold::fold;
use crate::render::safe;
use crate::render::time::maybe;
use crate::service::status::HomeStatus;

/// Show the home at a glance, and what needs an operator.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule status
  vestibule --output json status

Exit codes: 0 nothing needs an operator · 3 something does

Next: vestibule doctor looks deeper.")]
pub struct StatusArgs {}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where something needs an operator.
pub fn run(context: &Context, _args: &StatusArgs) -> Result<(), Failure> {
    let status = context.open()?.status()?;
    context.ui.document(&status, tell)?;
    if status.needs_operator.is_empty() {
        return Ok(());
    }
    Err(Failure::new(Exit::Refused, "needs_attention", "Something needs an operator.", "See the list above."))
}

fn tell(status: &HomeStatus) -> String {
    let mut text = pairs(&[
        ("mode", status.mode.as_str().to_owned()),
        ("accounts", status.accounts.to_string()),
        ("  enabled", status.enabled.to_string()),
        ("  disabled", status.disabled.to_string()),
        ("  locked", status.locked.to_string()),
        ("  with an authenticator", status.enrolled.to_string()),
        ("open sign-ins", status.open_journeys.to_string()),
        ("mail waiting", status.mail_queued.to_string()),
        ("mail given up", status.mail_given_up.to_string()),
        ("last checkpoint", maybe(status.last_checkpoint)),
        (
            "documents missing",
            if status.documents_missing.is_empty() { "none".to_owned() } else { status.documents_missing.join(", ") },
        ),
    ]);
    for finding in &status.needs_operator {
        text.push_str(&format!("\n{}\n  {}\n", safe::line(&finding.message), safe::line(&finding.hint)));
    }
    fold(&text)
}
