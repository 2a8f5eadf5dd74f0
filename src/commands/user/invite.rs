//! `vestibule user invite` and `vestibule user activate`

use secrecy::{ExposeSecret, SecretString};

use crate::commands::{Context, DryRun, prompt_failed, read_stdin};
use crate::error::Failure;
use crate::render::time::local;
use crate::service::Service;

/// Mail an activation code to the person of an account that has no password yet.
///
/// The code works once, for password.temporary_ttl; a former one is void. It is never shown here.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user invite ada@example.org
  vestibule --output json user invite ada@example.org

Exit codes: 0 mailed · 2 usage, or the account has a password · 4 the address has no account

Next: the person runs vestibule user activate")]
pub struct InviteArgs {
    /// The account's address
    address: String,
    #[command(flatten)]
    dry: DryRun,
}

/// Set the first password of an account with the activation code that was mailed.
///
/// The code works once. A password that breaks a rule leaves it as it is. A notice is mailed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user activate
  printf '%s\\n%s' \"$CODE\" \"$PASSWORD\" | vestibule user activate --password-stdin

Exit codes: 0 done · 2 usage · 3 the code is wrong, used or too old, or a password rule is broken

Next: vestibule signin")]
pub struct ActivateArgs {
    /// Read the code from the first line of stdin, and the new password from the rest
    #[arg(long)]
    password_stdin: bool,
}

/// Runs `user invite`.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn invite(context: &Context, args: &InviteArgs) -> Result<(), Failure> {
    let mut service = context.open_to(&args.dry)?;
    let invitation = service.invite_account(&args.address)?;
    context.did(&service, &invitation, |it| {
        format!("Mailed an activation code to {}; it works until {}.", it.address, local(it.expires_at))
    })
}

/// Runs `user activate`.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn activate(context: &Context, args: &ActivateArgs) -> Result<(), Failure> {
    let mut service: Service = context.open()?;
    let (code, new) = if args.password_stdin { two_values()? } else { ask(context)? };
    let activated = service.activate_account(&code, &new)?;
    context.tell_mail(&service);
    context.ui.document(&activated, |it| format!("The password of {} is set.", it.address))
}

fn two_values() -> Result<(SecretString, SecretString), Failure> {
    let given = read_stdin()?;
    let (code, new) = given.expose_secret().split_once('\n').ok_or_else(|| {
        Failure::usage("Stdin has one line.", "Give the activation code in the first, the new password in the second.")
    })?;
    Ok((SecretString::from(code.trim_end_matches('\r')), SecretString::from(new)))
}

fn ask(context: &Context) -> Result<(SecretString, SecretString), Failure> {
    if !context.ui.can_ask() {
        return Err(Failure::usage(
            "The activation code and a password are needed, and there is no terminal to ask on.",
            "Give them on stdin, a line each, with --password-stdin.",
        ));
    }
    let code = dialoguer::Password::new().with_prompt("Activation code").interact();
    let code = code.map(SecretString::from).map_err(|error| prompt_failed(&error))?;
    Ok((code, context.password(false, "New password")?))
}
