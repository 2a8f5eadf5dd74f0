//! `vestibule user …`

mod change;
mod invite;

use std::str::FromStr;

use clap::Subcommand;
use jiff::Timestamp;

use super::{Context, DryRun, hashes};
use crate::error::Failure;
use crate::journey::policy::ProjectType;
use crate::mail::address::Address;
use crate::render::accounts as render;
use crate::service::accounts::{AccountDraft, FirstPassword};
use crate::service::permission::Permission;
use crate::service::reason::Reason;
use crate::service::reset::Order;
use crate::store::{SignedIn, UserFilter, UserState};
use crate::ui::Output;

/// Accounts
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    Add(AddArgs),
    List(ListArgs),
    Show(ShowArgs),
    Disable(DisableArgs),
    Enable(EnableArgs),
    Unlock(UnlockArgs),
    SetPassword(change::SetPasswordArgs),
    Edit(change::EditArgs),
    Delete(DeleteArgs),
    VerifyHash(hashes::VerifyHashArgs),
    Invite(invite::InviteArgs),
    Activate(invite::ActivateArgs),
}

/// Make an account.
///
/// Without a password nobody can sign in to it yet. A temporary password is shown once, works for
/// password.temporary_ttl, and makes the person choose a new one. With --invite the person is mailed a code to set the
/// first password with (`vestibule user activate`).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user add ada@example.org --project-type enterprise --temporary
  vestibule user add ada@example.org --name \"Ada Lovelace\" --invite
  printf %s \"$PASSWORD\" | vestibule user add ada@example.org --password-stdin

Exit codes: 0 done · 2 usage · 3 a password rule is broken · 5 the address has an account already
6, 9 its account was removed a short time ago: later, or another operator

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
    /// Mail the person a code to set the first password with
    #[arg(long, conflicts_with_all = ["temporary", "password_stdin"])]
    invite: bool,
    /// Leave an account that is there already as it is
    #[arg(long)]
    if_absent: bool,
}

/// List accounts in the order of their addresses.
///
/// The table masks addresses unless --full is given; JSON always has them in full.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule user list --project-type enterprise --enrolled false
  vestibule user list --full --limit 100 --after grace@example.org
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
    /// Accounts whose last sign-in was before this time, in the order of that time
    #[arg(long, value_name = "TIME")]
    signed_in_before: Option<Timestamp>,
    /// Accounts whose last sign-in was after this time, in the order of that time
    #[arg(long, value_name = "TIME")]
    signed_in_after: Option<Timestamp>,
    /// Accounts that nobody ever signed in to
    #[arg(long, conflicts_with_all = ["signed_in_before", "signed_in_after"])]
    never_signed_in: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Start after this address; in a list by last sign-in, after the cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
    /// Show addresses in full
    #[arg(long)]
    full: bool,
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

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule explain ADDRESS says what the next sign-in will ask.")]
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

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule user set-password ADDRESS --temporary, where the password may be known.")]
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

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule explain ADDRESS says what the next sign-in will ask.")]
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

/// Remove an account and everything that is its own.
///
/// Its secrets, devices, sessions, journeys and receipts go, and its mails lose recipient and text. The audit trail
/// stays readable and names the account by its id. On a terminal the address is asked for again; elsewhere --yes
/// confirms.
///
/// In a home with operators an address whose account was in use then rests: another operator makes a new account for it.
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

// A doc comment would become the help of every command that takes it.
#[derive(Debug, clap::Args)]
struct Grounds {
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    /// How you know who the person is, where the address or the authenticator changed within 7 days
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    evidence: Option<String>,
}

impl Grounds {
    /// An order to let a password be set.
    fn order(&self) -> Order<'_> {
        let why = Reason { reason: self.reason.as_deref(), ticket: self.ticket.as_deref() };
        Order { why, evidence: self.evidence.as_deref(), ..Order::default() }
    }
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
        UserCommand::SetPassword(args) => change::set_password(context, args),
        UserCommand::Edit(args) => change::edit(context, &args),
        UserCommand::Delete(args) => delete(context, &args),
        UserCommand::VerifyHash(args) => hashes::verify(context, &args),
        UserCommand::Invite(args) => invite::invite(context, &args),
        UserCommand::Activate(args) => invite::activate(context, &args),
    }
}

fn add(context: &Context, args: AddArgs) -> Result<(), Failure> {
    let mut service = context.open()?;
    let password = if args.temporary {
        FirstPassword::Temporary
    } else if args.invite {
        FirstPassword::Invited
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
    context.tell_mail(&service);
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

fn bad_cursor() -> Failure {
    Failure::usage(
        "The cursor is not one of a list by last sign-in.",
        "Copy it from the end of the page before, or leave it out.",
    )
}

fn list(context: &Context, args: ListArgs) -> Result<(), Failure> {
    let service = context.open()?;
    let key =
        |text: &str| Address::parse(text).map_or_else(|_| text.to_lowercase(), |address| address.key().to_owned());
    let between = (args.signed_in_after, args.signed_in_before);
    let signed_in = match between {
        (None, None) => args.never_signed_in.then_some(SignedIn::Never),
        (after, before) => Some(SignedIn::Between(after.unwrap_or(Timestamp::MIN), before.unwrap_or(Timestamp::MAX))),
    };
    let (after_time, after) = match (signed_in, args.after.as_deref().map(|cursor| cursor.split_once('/'))) {
        (Some(SignedIn::Between(..)), Some(Some((time, address)))) => {
            let time = time.parse().map_err(|_| bad_cursor())?;
            (Some(time), Some(address))
        }
        (Some(SignedIn::Between(..)), Some(None)) => return Err(bad_cursor()),
        _ => (None, args.after.as_deref()),
    };
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
        signed_in,
        after: after.map(key),
        after_time,
        limit: args.limit,
    };
    let (accounts, next) = service.list_accounts(&filter)?;
    context.ui.document(&accounts, |accounts| render::accounts(accounts, args.full))?;
    match next {
        Some(next) if args.full || context.ui.output == Output::Json => {
            context.ui.note(&format!("There are more; go on with --after {next}"));
        }
        Some(_) => context.ui.note("There are more; with --full the list says where the next page starts."),
        None => {}
    }
    Ok(())
}
