//! `vestibule policy …`

use clap::Subcommand;

use super::Context;
use crate::error::Failure;

/// The policy in force
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    Show(ShowArgs),
}

/// Show every setting, as the profile and vestibule.toml have it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule policy show
  vestibule --output json policy show

Exit codes: 0 done · 2 vestibule.toml is wrong")]
pub struct ShowArgs {}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: PolicyCommand) -> Result<(), Failure> {
    let PolicyCommand::Show(ShowArgs {}) = command;
    let service = context.open()?;
    context.ui.document(&service.world.policy, |policy| {
        toml::to_string(policy).unwrap_or_else(|error| format!("The policy cannot be shown: {error}"))
    })
}
