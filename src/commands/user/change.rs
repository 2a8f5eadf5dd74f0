//! `vestibule user set-password` and `vestibule user edit`

use std::str::FromStr;

use super::{Grounds, reason};
use crate::commands::{Context, DryRun};
use crate::error::Failure;
use crate::journey::policy::ProjectType;
use crate::render::accounts as render;
use crate::service::accounts::{AccountEdit, FirstPassword};
use crate::service::permission::Permission;
use crate::service::reason::Reason;
use crate::service::reset::Order;

/// Set a password that the next sign-in makes the person change.
///
/// Ends the person's sessions, open sign-ins and device trust, and mails a notice.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user set-password ada@example.org --temporary
  printf %s \"$PASSWORD\" | vestibule user set-password ada@example.org --password-stdin

Exit codes: 0 done · 2 usage · 3 a password rule is broken · 4 the address has no account
9 it waits: after an address change or MFA reset within 7 days a second operator must approve, then run it again

Next: tell the person in a safe way; the next sign-in asks for a new password.")]
pub struct SetPasswordArgs {
    /// The account's address
    address: String,
    /// Read the password from stdin
    #[arg(long, conflicts_with = "temporary")]
    password_stdin: bool,
    /// Make a temporary password and show it once
    #[arg(long)]
    temporary: bool,
    #[command(flatten)]
    grounds: Grounds,
    #[command(flatten)]
    dry: DryRun,
}

/// Change an account's name, kind of project or address.
///
/// Open sign-ins of the person derive anew what they owe. An account moves only to an address that was verified within a
/// day by a mailed code (`vestibule otp issue NEW --purpose verify-address`); sessions, device trust and open sign-ins
/// then end, and both addresses are told.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user edit ada@example.org --name \"Ada Lovelace\"
  vestibule user edit ada@example.org --address ada@example.net --reason \"moved, ticket 4711\"

Exit codes: 0 done · 2 usage · 3 the new address is not verified · 4 the address has no account · 5 the new address has one
9 it waits: after a password or MFA reset within 7 days a second operator must approve the move, then run it again

Next: vestibule explain ADDRESS says what the next sign-in will ask.")]
pub struct EditArgs {
    /// The account's address
    address: String,
    /// The person's name; empty removes it
    #[arg(long, value_name = "NAME", required_unless_present_any = ["project_type", "new_address"])]
    name: Option<String>,
    /// The kind of project
    #[arg(long, value_name = "TYPE", value_parser = ProjectType::from_str)]
    project_type: Option<ProjectType>,
    /// Another address, verified before
    #[arg(long = "address", value_name = "NEW")]
    new_address: Option<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    /// How you know who the person is, where the password or the authenticator was reset within 7 days
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    evidence: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Runs `user edit`.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn edit(context: &Context, args: &EditArgs) -> Result<(), Failure> {
    let mut service = context.open_to(&args.dry)?;
    if args.new_address.is_some() {
        context.prove_for(&mut service, Permission::UserAddress)?;
    }
    let why = Reason { reason: args.reason.as_deref(), ticket: args.ticket.as_deref() };
    let edit = AccountEdit {
        name: args.name.as_deref(),
        project_type: args.project_type,
        address: args.new_address.as_deref(),
        order: Order { why, evidence: args.evidence.as_deref(), ..Order::default() },
    };
    let edited = service.edit_account(&args.address, &edit);
    context.did_or_waits(&service, edited, render::account)
}

/// Runs `user set-password`.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn set_password(context: &Context, args: SetPasswordArgs) -> Result<(), Failure> {
    let mut service = context.open_to(&args.dry)?;
    context.prove_for(&mut service, Permission::UserPassword)?;
    service.permit(Permission::UserPassword)?;
    service.show_account(&args.address)?;
    let password = if args.temporary {
        FirstPassword::Temporary
    } else {
        FirstPassword::Chosen(context.password(args.password_stdin, "New password")?)
    };
    let set = service.set_password(&args.address, password, &args.grounds.order());
    context.did_or_waits(&service, set, render::new_account)
}
