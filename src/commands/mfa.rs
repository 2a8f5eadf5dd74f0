//! `vestibule mfa …`

mod enroll;
mod reset;

use clap::Subcommand;
use secrecy::SecretString;
use serde::Serialize;

use super::{Context, prompt_failed};
use crate::error::Failure;
use crate::render::accounts as render;
use crate::service::mfa::Proved;
use crate::service::permission::Permission;

/// Authenticators and recovery codes
#[derive(Debug, Subcommand)]
pub enum MfaCommand {
    Enroll(enroll::EnrollArgs),
    Confirm(enroll::ConfirmArgs),
    Status(StatusArgs),
    Verify(VerifyArgs),
    RecoveryCodes(RecoveryCodesArgs),
    Revoke(enroll::RevokeArgs),
    Reset(reset::ResetArgs),
}

/// Show an account's authenticators and how many recovery codes are left.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mfa status ada@example.org
  vestibule --output json mfa status ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule user unlock ADDRESS lifts a throttle; vestibule mfa reset ADDRESS removes a lost phone.")]
pub struct StatusArgs {
    /// The account's address
    address: String,
}

/// Try a code of a person's authenticator app.
///
/// It counts like a code of a sign-in, and is used up like one. A code that is right for another time within five
/// minutes is refused with how far the phone's clock seems to be off.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mfa verify ada@example.org 123456
  vestibule --output json mfa verify ada@example.org \"123 456\"

Exit codes: 0 right · 2 usage · 3 wrong or used already · 4 there is no such account or authenticator · 6 try later

Next: vestibule mfa status ADDRESS")]
pub struct VerifyArgs {
    /// The account's address
    address: String,
    /// The code that the app shows
    code: String,
}

/// Make new recovery codes, after the person's password and a code of the app. The former codes stop working.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mfa recovery-codes ada@example.org
  printf %s \"$PASSWORD\" | vestibule mfa recovery-codes ada@example.org --password-stdin --code 123456

Exit codes: 0 done · 2 usage · 3 password or code wrong · 4 there is no such account or authenticator · 6 try later

Next: keep the codes where only their owner finds them; they are not shown again.")]
pub struct RecoveryCodesArgs {
    /// The account's address
    address: String,
    /// Read the person's password from stdin
    #[arg(long)]
    password_stdin: bool,
    /// The code that the app shows
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
}

#[derive(Serialize)]
struct Verified {
    verified: bool,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, or the refusal of the proof.
pub fn run(context: &Context, command: MfaCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    match command {
        MfaCommand::Enroll(args) => enroll::enroll(context, &mut service, args),
        MfaCommand::Confirm(args) => enroll::confirm(context, &mut service, args),
        MfaCommand::Revoke(args) => enroll::revoke(context, &mut service, &args),
        MfaCommand::Status(args) => context.ui.document(&service.mfa_status(&args.address)?, render::mfa),
        MfaCommand::Verify(args) => match service.verify_mfa(&args.address, &SecretString::from(args.code))? {
            Proved::Yes => context.ui.document(&Verified { verified: true }, |_| "The code is right.".to_owned()),
            refused => Err(refusal(&refused)),
        },
        MfaCommand::RecoveryCodes(args) => {
            service.permit(Permission::MfaCodes)?;
            service.show_account(&args.address)?;
            let password = context.current_password(args.password_stdin)?;
            let code = match args.code {
                Some(code) => code,
                None if context.ui.can_ask() => dialoguer::Input::new()
                    .with_prompt("Code of the app")
                    .interact_text()
                    .map_err(|error| prompt_failed(&error))?,
                None => return Err(Failure::usage("A code of the app is needed.", "Give it with --code CODE.")),
            };
            match service.renew_recovery_codes(&args.address, &password, &SecretString::from(code))? {
                Ok(renewed) => {
                    context.tell_mail(&service);
                    context.ui.document(&renewed, |renewed| renewed.codes.join("\n"))
                }
                Err(refused) => Err(refusal(&refused)),
            }
        }
        MfaCommand::Reset(args) => reset::run(context, &mut service, &args),
    }
}

fn refusal(refused: &Proved) -> Failure {
    let Proved::No { trouble, drift } = refused else { return Failure::interrupted() };
    let mut failure = Failure::from(trouble);
    if let Some(drift) = drift {
        let (seconds, way) = (drift.as_secs().abs(), if drift.is_negative() { "behind" } else { "ahead" });
        failure.hint = format!(
            "The code would be right with a clock {seconds} s {way} of this one: see that the phone sets its clock by itself."
        );
    }
    failure
}
