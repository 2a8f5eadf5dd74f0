//! `vestibule user …`

use std::str::FromStr;

use clap::Subcommand;

use super::{Context, DryRun, hashes};
use crate::error::Failure;
use crate::journey::policy::ProjectType;
use crate::mail::address::Address;
use crate::render::accounts as render;
use crate::service::accounts::{AccountDraft, AccountEdit, FirstPassword};
use crate::service::permission::Permission;
use crate::service::reason::Reason;
use crate::service::reset::Order;
use crate::store::{UserFilter, UserState};

/// Accounts
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    Add(AddArgs),
    List(ListArgs),
    Show(ShowArgs),
    Disable(DisableArgs),
    Enable(EnableArgs),
    Unlock(UnlockArgs),
    SetPassword(SetPasswordArgs),
    Edit(EditArgs),
    Delete(DeleteArgs),
    VerifyHash(hashes::VerifyHashArgs),
}

/// Make an account.
///
/// Without a password nobody can sign in to it yet. A temporary password is shown once, works for
/// password.temporary_ttl, and makes the person choose a new one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user add ada@example.org --project-type enterprise --temporary
  printf %s \"$PASSWORD\" | vestibule user add ada@example.org --password-stdin

Exit codes: 0 done · 2 usage · 3 a password rule is broken · 5 the address has an account already

Next: vestibule signin")]
pub struct AddArgs {
    /// The person's mail address
    address: String,
    /// The person's name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The kind of project, which decides the documents to accept
    #[arg(long, value_name = "TYPE", default_value = "enterprise", value_parser = ProjectType::from_str)]
    project_type: ProjectType,
    /// Read the person's own password from stdin
    #[arg(long, conflicts_with = "temporary")]
    password_stdin: bool,
    /// Make a temporary password and show it once
    #[arg(long)]
    temporary: bool,
    /// Leave an account that is there already as it is
    #[arg(long)]
    if_absent: bool,
}

/// List accounts in the order of their addresses.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user list --project-type enterprise --enrolled false
  vestibule user list --limit 100 --after grace@example.org
  vestibule user list --hash-scheme weak

Exit codes: 0 done · 2 usage

Next: vestibule user show ADDRESS. The next page starts --after the last address of this one.")]
pub struct ListArgs {
    /// Addresses that start with this
    #[arg(long, value_name = "TEXT")]
    address_prefix: Option<String>,
    /// Accounts of this kind of project
    #[arg(long, value_name = "TYPE", value_parser = ProjectType::from_str)]
    project_type: Option<ProjectType>,
    /// Accounts in this state
    #[arg(long, value_enum)]
    state: Option<StateArg>,
    /// Accounts with an authenticator (true) or without (false)
    #[arg(long, value_name = "BOOL")]
    enrolled: Option<bool>,
    /// Accounts whose password is kept by this scheme, such as bcrypt; wrapped and weak stand for all that are, none for
    /// accounts without a password
    #[arg(long, value_name = "SCHEME", value_parser = hashes::pattern)]
    hash_scheme: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Start after this address
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum StateArg {
    Enabled,
    Disabled,
    Locked,
}

/// Show one account.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user show ada@example.org
  vestibule --output json user show ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account")]
pub struct ShowArgs {
    /// The account's address
    address: String,
}

/// Disable an account: its sessions, open sign-ins and device trust end at once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user disable ada@example.org --reason \"left the company\"
  vestibule user disable ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule user enable ADDRESS lets the person in again.")]
pub struct DisableArgs {
    /// The account's address
    address: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Enable an account again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user enable ada@example.org
  vestibule --output json user enable ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account")]
pub struct EnableArgs {
    /// The account's address
    address: String,
    #[command(flatten)]
    dry: DryRun,
}

/// Lift every count of wrong passwords and codes.
///
/// An authenticator that wrong codes have disabled stays disabled.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user unlock ada@example.org --reason \"called, identity checked\"
  vestibule --output json user unlock ada@example.org --reason \"ticket 4711\"

Exit codes: 0 done · 2 usage · 4 the address has no account")]
pub struct UnlockArgs {
    /// The account's address
    address: String,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: String,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Set a password that the next sign-in makes the person change.
///
/// Ends the person's sessions, open sign-ins and device trust, and mails a notice.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user set-password ada@example.org --temporary
  printf %s \"$PASSWORD\" | vestibule user set-password ada@example.org --password-stdin

Exit codes: 0 done · 2 usage · 3 a password rule is broken · 4 the address has no account
9 it waits: after an address change or MFA reset within 7 days a second operator must approve, then run it again")]
pub struct SetPasswordArgs {
    /// The account's address
    address: String,
    /// Read the password from stdin
    #[arg(long, conflicts_with = "temporary")]
    password_stdin: bool,
    /// Make a temporary password and show it once
    #[arg(long)]
    temporary: bool,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    /// How you know who the person is, where the address or the authenticator changed within 7 days
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    evidence: Option<String>,
    #[command(flatten)]
    dry: DryRun,
}

/// Change an account's name or kind of project.
///
/// Open sign-ins of the person derive anew what they owe.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user edit ada@example.org --name \"Ada Lovelace\"
  vestibule user edit ada@example.org --project-type sme

Exit codes: 0 done · 2 usage · 4 the address has no account")]
pub struct EditArgs {
    /// The account's address
    address: String,
    /// The person's name; empty removes it
    #[arg(long, value_name = "NAME", required_unless_present = "project_type")]
    name: Option<String>,
    /// The kind of project
    #[arg(long, value_name = "TYPE", value_parser = ProjectType::from_str)]
    project_type: Option<ProjectType>,
    #[command(flatten)]
    dry: DryRun,
}

/// Remove an account and everything that is its own.
///
/// Its secrets, devices, sessions, journeys and receipts go, and its mails lose recipient and text. The audit trail
/// stays readable and names the account by its id. On a terminal the address is asked for again; elsewhere --yes
/// confirms.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user delete ada@example.org
  vestibule --yes user delete ada@example.org

Exit codes: 0 done · 2 usage, or it was not confirmed · 4 the address has no account

Next: nothing brings it back but a backup.")]
pub struct DeleteArgs {
    /// The account's address
    address: String,
    #[command(flatten)]
    dry: DryRun,
}

/// A reason as the audit trail takes it.
pub(super) fn reason(text: &str) -> Result<String, String> {
    let length = text.trim().chars().count();
    match length {
        0 => Err("it is empty; say why".to_owned()),
        1..=500 if !text.chars().any(char::is_control) => Ok(text.to_owned()),
        1..=500 => Err("it contains a control character; leave it out".to_owned()),
        _ => Err("it is too long; use at most 500 characters".to_owned()),
    }
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: UserCommand) -> Result<(), Failure> {
    match command {
        UserCommand::Add(args) => add(context, args),
        UserCommand::List(args) => list(context, args),
        UserCommand::Show(args) => {
            let account = context.open()?.show_account(&args.address)?;
            context.ui.document(&account, render::account)
        }
        UserCommand::Disable(args) => {
            let mut service = context.open_to(&args.dry)?;
            let account = service.disable_account(&args.address, args.reason.as_deref())?;
            context.did(&service, &account, render::account)
        }
        UserCommand::Enable(args) => {
            let mut service = context.open_to(&args.dry)?;
            let account = service.enable_account(&args.address)?;
            context.did(&service, &account, render::account)
        }
        UserCommand::Unlock(args) => {
            let mut service = context.open_to(&args.dry)?;
            let why = Reason { reason: Some(&args.reason), ticket: args.ticket.as_deref() };
            let account = service.unlock_account(&args.address, &why)?;
            context.did(&service, &account, render::account)
        }
        UserCommand::SetPassword(args) => set_password(context, args),
        UserCommand::Edit(args) => {
            let edit = AccountEdit { name: args.name.as_deref(), project_type: args.project_type };
            let mut service = context.open_to(&args.dry)?;
            let account = service.edit_account(&args.address, &edit)?;
            context.did(&service, &account, render::account)
        }
        UserCommand::Delete(args) => delete(context, &args),
        UserCommand::VerifyHash(args) => hashes::verify(context, &args),
    }
}

fn add(context: &Context, args: AddArgs) -> Result<(), Failure> {
    let mut service = context.open()?;
    let password = if args.temporary {
        FirstPassword::Temporary
    } else if args.password_stdin || context.ui.can_ask() {
        FirstPassword::Chosen(context.password(args.password_stdin, "Password")?)
    } else {
        FirstPassword::None
    };
    let draft = AccountDraft {
        address: &args.address,
        name: args.name.as_deref(),
        project_type: args.project_type,
        password,
        if_absent: args.if_absent,
    };
    let account = service.add_account(&draft)?;
    context.ui.document(&account, render::new_account)
}

fn delete(context: &Context, args: &DeleteArgs) -> Result<(), Failure> {
    let mut service = context.open_to(&args.dry)?;
    context.prove_for(&mut service, Permission::UserDelete)?;
    service.permit(Permission::UserDelete)?;
    let account = service.show_account(&args.address)?;
    if !args.dry.dry_run {
        context.confirm_by_typing("Type the address again to remove the account", &account.address)?;
    }
    let account = service.delete_account(&args.address)?;
    context.did(&service, &account, |account| format!("Removed the account {} ({}).", account.address, account.id))
}

fn set_password(context: &Context, args: SetPasswordArgs) -> Result<(), Failure> {
    let mut service = context.open_to(&args.dry)?;
    context.prove_for(&mut service, Permission::UserPassword)?;
    service.permit(Permission::UserPassword)?;
    service.show_account(&args.address)?;
    let password = if args.temporary {
        FirstPassword::Temporary
    } else {
        FirstPassword::Chosen(context.password(args.password_stdin, "New password")?)
    };
    let why = Reason { reason: args.reason.as_deref(), ticket: args.ticket.as_deref() };
    let order = Order { why, evidence: args.evidence.as_deref(), and_password: false };
    let account = service.set_password(&args.address, password, &order)?;
    context.did(&service, &account, render::new_account)
}

fn list(context: &Context, args: ListArgs) -> Result<(), Failure> {
    let service = context.open()?;
    let key =
        |text: &str| Address::parse(text).map_or_else(|_| text.to_lowercase(), |address| address.key().to_owned());
    let filter = UserFilter {
        address_prefix: args.address_prefix.map(|prefix| prefix.to_lowercase()),
        project_type: args.project_type,
        state: match args.state {
            Some(StateArg::Enabled) => Some(UserState::Enabled),
            Some(StateArg::Disabled) => Some(UserState::Disabled),
            Some(StateArg::Locked) | None => None,
        },
        locked_at: matches!(args.state, Some(StateArg::Locked)).then(|| service.now()),
        enrolled: args.enrolled,
        hash_pattern: args.hash_scheme,
        after: args.after.as_deref().map(key),
        limit: args.limit,
    };
    let (accounts, next) = service.list_accounts(&filter)?;
    context.ui.document(&accounts, |accounts| render::accounts(accounts))?;
    if let Some(next) = next {
        context.ui.note(&format!("There are more; go on with --after {next}"));
    }
    Ok(())
}
