//! `vestibule session …`

use clap::Subcommand;
use secrecy::ExposeSecret;
use serde::Serialize;

use super::user::reason;
use super::{Context, DryRun, read_stdin};
use crate::error::{Exit, Failure};
use crate::render::accounts as render;
use crate::service::Service;
use crate::service::reason::Reason;

/// Sessions that sign-ins opened
#[derive(Debug, Subcommand)]
pub enum SessionCommand {
    List(ListArgs),
    Check(CheckArgs),
    Revoke(RevokeArgs),
}

/// Read a session token from stdin and say whose it is.
///
/// Checking a session uses it, so that it does not idle.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  printf %s \"$TOKEN\" | vestibule session check
  vestibule --output json session check < session.token

Exit codes: 0 the session holds · 3 it does not · 2 usage

Next: vestibule session list ADDRESS")]
pub struct CheckArgs {}

/// List an account's sessions, oldest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule session list ada@example.org
  vestibule --output json session list ada@example.org

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule session revoke SESSION")]
pub struct ListArgs {
    /// The account's address
    address: String,
}

/// End one session, or all of an account's sessions, at once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule session revoke ses_… --reason \"left a shared machine signed in\"
  vestibule session revoke --all ada@example.org --reason \"ticket 4711\"

Exit codes: 0 done · 2 usage · 4 there is no such session or account

Next: vestibule user disable ADDRESS keeps the person out.")]
pub struct RevokeArgs {
    /// The session's id
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    session: Option<String>,
    /// Every session of this account
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

/// How many were revoked at once.
#[derive(Serialize)]
struct Revoked {
    revoked: usize,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] with exit 3 where no session of that token holds.
pub fn run(context: &Context, command: SessionCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    match command {
        SessionCommand::Check(CheckArgs {}) => check(context, &mut service),
        SessionCommand::List(args) => {
            let sessions = service.list_sessions(&args.address)?;
            context.ui.document(&sessions, |sessions| render::sessions(sessions))
        }
        SessionCommand::Revoke(args) => {
            let why = Reason { reason: args.reason.as_deref(), ticket: args.ticket.as_deref() };
            if args.dry.dry_run {
                service.rehearse();
            }
            match (&args.session, &args.all) {
                (Some(id), _) => {
                    let session = service.revoke_session(id, &why)?;
                    context.did(&service, &session, render::session)
                }
                (None, address) => {
                    let revoked = service.revoke_sessions(address.as_deref().unwrap_or_default(), &why)?;
                    context.did(&service, &Revoked { revoked }, |it| format!("Ended {} sessions.", it.revoked))
                }
            }
        }
    }
}

fn check(context: &Context, service: &mut Service) -> Result<(), Failure> {
    let token = read_stdin()?;
    match service.check_session(token.expose_secret())? {
        Some(session) => context.ui.document(&session, render::session),
        None => Err(Failure::new(
            Exit::Refused,
            "session_invalid",
            "No session of that token holds.",
            "Sign in again; a session ends when its time is over, when it idles, or when it is revoked.",
        )),
    }
}
