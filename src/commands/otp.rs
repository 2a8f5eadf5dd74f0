//! `vestibule otp …`

use clap::Subcommand;

use super::{Context, read_stdin};
use crate::error::Failure;
use crate::render::accounts as render;
use crate::service::journey::answer::Trouble;
use crate::service::otp::OtpStatus;

/// Mailed one-time passwords, for support and scripts
#[derive(Debug, Subcommand)]
pub enum OtpCommand {
    Issue(IssueArgs),
    Verify(VerifyArgs),
    Status(StatusArgs),
}

/// Mail a one-time password for the person's open sign-in.
///
/// It shares the sign-in's sends and its cool-down, supersedes the code before, and is never shown here.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule otp issue ada@example.org
  vestibule --output json otp issue ada@example.org

Exit codes: 0 mailed · 2 usage · 3 no sends are left · 4 no sign-in waits for a code · 6 try later

Next: vestibule otp status ADDRESS")]
pub struct IssueArgs {
    /// The account's address
    address: String,
}

/// Verify a mailed one-time password on the person's open sign-in; it shares the sign-in's tries.
///
/// The code is read from stdin.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  printf %s 012345 | vestibule otp verify ada@example.org
  vestibule --output json otp verify ada@example.org < code

Exit codes: 0 right · 2 usage · 3 wrong, expired or superseded · 4 no sign-in waits for a code · 6 try later

Next: vestibule otp status ADDRESS")]
pub struct VerifyArgs {
    /// The account's address
    address: String,
}

/// Show what became of the codes of a person's newest sign-in; never a code.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule otp status ada@example.org
  vestibule --output json otp status ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule user unlock ADDRESS --reason TEXT lifts a disabled mailed code.")]
pub struct StatusArgs {
    /// The account's address
    address: String,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, or the refusal of the sign-in.
pub fn run(context: &Context, command: OtpCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    let (trouble, status): (Option<Trouble>, OtpStatus) = match command {
        OtpCommand::Issue(args) => service.issue_otp(&args.address)?,
        OtpCommand::Verify(args) => service.verify_otp(&args.address, read_stdin()?)?,
        OtpCommand::Status(args) => (None, service.otp_status(&args.address)?),
    };
    context.ui.document(&status, render::otp)?;
    context.tell_mail(&service);
    match &trouble {
        None => Ok(()),
        Some(trouble) => Err(trouble.into()),
    }
}
