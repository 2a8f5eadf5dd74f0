//! `vestibule device …`

use clap::Subcommand;

use serde::Serialize;

use super::user::reason;
use super::{Context, DryRun};
use crate::error::Failure;
use crate::render::accounts as render;
use crate::service::reason::Reason;

/// How many were revoked at once.
#[derive(Serialize)]
struct Revoked {
    revoked: usize,
}

/// Trusted devices
#[derive(Debug, Subcommand)]
pub enum DeviceCommand {
    List(ListArgs),
    Revoke(RevokeArgs),
}

/// List an account's devices, oldest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule device list ada@example.org
  vestibule --output json device list ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule device revoke DEVICE")]
pub struct ListArgs {
    /// The account's address
    address: String,
}

/// End the trust in one device, or in all of an account's devices: the next sign-in mails a code.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule device revoke dev_… --reason \"laptop stolen\"
  vestibule device revoke --all ada@example.org --reason \"ticket 4711\"

Exit codes: 0 done · 2 usage · 4 there is no such device or account

Next: the next sign-in from it asks for a mailed code.")]
pub struct RevokeArgs {
    /// The device's id
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    device: Option<String>,
    /// Every device of this account
    #[arg(long, value_name = "ADDRESS")]
    all: Option<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: DeviceCommand) -> Result<(), Failure> {
    match command {
        DeviceCommand::List(args) => {
            let devices = context.open()?.list_devices(&args.address)?;
            context.ui.document(&devices, |devices| render::devices(devices))
        }
        DeviceCommand::Revoke(args) => {
            let why = Reason { reason: args.reason.as_deref(), ticket: args.ticket.as_deref() };
            let mut service = context.open_to(&args.dry)?;
            match (&args.device, &args.all) {
                (Some(id), _) => {
                    let device = service.revoke_device(id, &why)?;
                    context.did(&service, &device, |device| render::devices(std::slice::from_ref(device)))
                }
                (None, address) => {
                    let revoked = service.revoke_devices(address.as_deref().unwrap_or_default(), &why)?;
                    context.did(&service, &Revoked { revoked }, |it| format!("Ended the trust in {}.", it.revoked))
                }
            }
        }
    }
}
