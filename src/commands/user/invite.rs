//! `vestibule user invite` and `vestibule user activate`

use secrecy::SecretString;

use super::Grounds;
use crate::commands::signin::Conversation;
use crate::commands::{Context, DryRun, two_secrets};
use crate::error::Failure;
use crate::render::time::local;
use crate::service::Service;
use crate::service::permission::Permission;

/// Mail an activation code to the person of an account that has no password yet.
///
/// The code works once, for password.temporary_ttl; a former one is void. It is never shown here. It counts as a password
/// reset: after an address change or an MFA reset within 7 days it waits for a second operator.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user invite ada@example.org
  vestibule user invite ada@example.org --reason \"the first mail got lost\" --ticket 4711

Exit codes: 0 mailed · 2 usage, or the account has a password · 4 the address has no account
9 it waits: after an address change or MFA reset within 7 days a second operator must approve, then run it again

Next: the person runs vestibule user activate")]
pub struct InviteArgs {
    /// The account's address
    address: String,
    #[command(flatten)]
    grounds: Grounds,
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
    context.prove_for(&mut service, Permission::UserPassword)?;
    let invitation = service.invite_account(&args.address, &args.grounds.order());
    context.did_or_waits(&service, invitation, |it| {
        format!("Mailed an activation code to {}; it works until {}.", it.address, local(it.expires_at))
    })
}

/// Runs `user activate`.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn activate(context: &Context, args: &ActivateArgs) -> Result<(), Failure> {
    let mut service: Service = context.open()?;
    let (code, new) =
        if args.password_stdin { two_secrets("the activation code", "the new password")? } else { ask(context)? };
    let activated = service.activate_account(&code, &new)?;
    context.tell_mail(&service);
    context.ui.document(&activated, |it| format!("The password of {} is set.", it.address))
}

fn ask(context: &Context) -> Result<(SecretString, SecretString), Failure> {
    if !context.ui.can_ask() {
        return Err(Failure::usage(
            "The activation code and a password are needed, and there is no terminal to ask on.",
            "Give them on stdin, a line each, with --password-stdin.",
        ));
    }
    let code = Conversation::begin()?.ask_secret("Activation code")?;
    Ok((code, context.password(false, "New password")?))
}
