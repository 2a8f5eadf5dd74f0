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

/// What a mailed one-time password is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Purpose {
    /// The person's open sign-in
    SignIn,
    /// That ADDRESS, an account's or not, is read by the person: `user edit --address` needs it
    VerifyAddress,
}

/// Mail a one-time password for the person's open sign-in, or to verify an address.
///
/// For a sign-in it shares the sends and the cool-down, supersedes the code before, and is never shown here. To verify an
/// address it is mailed to that very address, which need not have an account.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule otp issue ada@example.org
  vestibule otp issue new@example.org --purpose verify-address

Exit codes: 0 mailed · 2 usage · 3 no sends are left · 4 no sign-in waits for a code · 6 try later

Next: vestibule otp status ADDRESS")]
pub struct IssueArgs {
    /// The account's address, or the one to verify
    address: String,
    /// What the code is for
    #[arg(long, value_enum, default_value = "sign-in")]
    purpose: Purpose,
}

/// Verify a mailed one-time password on the person's open sign-in, or that of an address.
///
/// It shares the sign-in's tries. The code is read from stdin. A verified address is kept for a day for `user edit
/// --address`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  printf %s 012345 | vestibule otp verify ada@example.org
  printf %s 012345 | vestibule otp verify new@example.org --purpose verify-address

Exit codes: 0 right · 2 usage · 3 wrong, expired or superseded · 4 no sign-in waits for a code · 6 try later

Next: vestibule otp status ADDRESS")]
pub struct VerifyArgs {
    /// The account's address, or the one to verify
    address: String,
    /// What the code is for
    #[arg(long, value_enum, default_value = "sign-in")]
    purpose: Purpose,
}

/// Show what became of the codes of a person's newest sign-in, or of an address; never a code.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule otp status ada@example.org
  vestibule --output json otp status new@example.org --purpose verify-address

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule user unlock ADDRESS --reason TEXT lifts a disabled mailed code.")]
pub struct StatusArgs {
    /// The account's address, or the one to verify
    address: String,
    /// What the codes are for
    #[arg(long, value_enum, default_value = "sign-in")]
    purpose: Purpose,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, or the refusal of the sign-in.
pub fn run(context: &Context, command: OtpCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    let (OtpCommand::Issue(IssueArgs { purpose, .. })
    | OtpCommand::Verify(VerifyArgs { purpose, .. })
    | OtpCommand::Status(StatusArgs { purpose, .. })) = &command;
    let trouble = if *purpose == Purpose::VerifyAddress {
        let (trouble, status) = match command {
            OtpCommand::Issue(args) => service.issue_address_code(&args.address)?,
            OtpCommand::Verify(args) => service.verify_address(&args.address, &read_stdin()?)?,
            OtpCommand::Status(args) => (None, service.address_status(&args.address)?),
        };
        context.ui.document(&status, render::address)?;
        trouble
    } else {
        let (trouble, status): (Option<Trouble>, OtpStatus) = match command {
            OtpCommand::Issue(args) => service.issue_otp(&args.address)?,
            OtpCommand::Verify(args) => service.verify_otp(&args.address, read_stdin()?)?,
            OtpCommand::Status(args) => (None, service.otp_status(&args.address)?),
        };
        context.ui.document(&status, render::otp)?;
        trouble
    };
    context.tell_mail(&service);
    match &trouble {
        None => Ok(()),
        Some(trouble) => Err(trouble.into()),
    }
}
