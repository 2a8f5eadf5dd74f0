//! `vestibule device …`

use clap::Subcommand;

use super::Context;
use crate::error::Failure;
use crate::render::accounts as render;

/// Trusted devices
#[derive(Debug, Subcommand)]
pub enum DeviceCommand {
    List(ListArgs),
}

/// List an account's devices, oldest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule device list ada@example.org
  vestibule --output json device list ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account")]
pub struct ListArgs {
    /// The account's address
    address: String,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: DeviceCommand) -> Result<(), Failure> {
    let DeviceCommand::List(args) = command;
    let devices = context.open()?.list_devices(&args.address)?;
    context.ui.document(&devices, |devices| render::devices(devices))
}
