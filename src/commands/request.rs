//! `vestibule request …`

use std::str::FromStr;

use clap::Subcommand;
use secrecy::ExposeSecret;

use super::user::reason;
use super::{Context, secret};
use crate::error::Failure;
use crate::render::operators as render;
use crate::service::permission::Permission;
use crate::service::reason::Reason;
use crate::store::RequestState;

/// Support acts that wait for a second operator or for time
#[derive(Debug, Subcommand)]
pub enum RequestCommand {
    List(ListArgs),
    Show(ShowArgs),
    Approve(ApproveArgs),
    Reject(RejectArgs),
}

/// List requests, newest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule request list --state waiting
  vestibule --output json request list

Exit codes: 0 done · 2 usage · 9 not permitted

Next: vestibule request show REQUEST")]
pub struct ListArgs {
    /// Those in one state: waiting, approved, done, rejected, expired or stale
    #[arg(long, value_name = "STATE", value_parser = RequestState::from_str)]
    state: Option<RequestState>,
    /// At most so many
    #[arg(long, value_name = "N", default_value = "50", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

/// Show one request.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule request show req_…
  vestibule --output json request show req_…

Exit codes: 0 done · 4 there is no such request · 9 not permitted

Next: vestibule request approve REQUEST, or vestibule request reject REQUEST")]
pub struct ShowArgs {
    /// The request's id
    request: String,
}

/// Approve what another operator asked for.
///
/// A request lapses after 24 hours, and ends where the account changed since it was made. An MFA reset is carried out
/// with the approval, or by itself once its delay is over; for a password or an address the requester runs the command
/// again within 24 hours.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule request approve req_…
  vestibule --output json request approve req_…

Exit codes: 0 done · 4 there is no such request · 5 it was decided, or the account changed · 9 it is your own, or not permitted

Next: for a password or an address, the requester runs the command again.")]
pub struct ApproveArgs {
    /// The request's id
    request: String,
}

/// Stop a request: as an operator by its id, as the person concerned by the secret of the mail.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule request reject req_… --reason \"could not reach the person\"
  vestibule request reject --token @secret-of-the-mail

Exit codes: 0 done · 2 usage · 4 there is no such request · 5 it was decided already · 9 not permitted

Next: vestibule explain ADDRESS says what the next sign-in will ask.")]
pub struct RejectArgs {
    /// The request's id
    #[arg(required_unless_present = "token", conflicts_with = "token")]
    request: Option<String>,
    /// The secret of the mail: @FILE that holds it, or @- for stdin
    #[arg(long, value_name = "@FILE|@-", num_args = 0..=1, default_missing_value = "@-")]
    token: Option<String>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service.
pub fn run(context: &Context, command: RequestCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    match command {
        RequestCommand::List(args) => {
            let requests = service.list_requests(args.state, args.limit)?;
            context.ui.document(&requests, |requests| render::requests(requests))
        }
        RequestCommand::Show(args) => context.ui.document(&service.show_request(&args.request)?, render::request),
        RequestCommand::Approve(args) => {
            context.prove_for(&mut service, Permission::RequestDecide)?;
            let approved = service.approve_request(&args.request)?;
            context.tell_mail(&service);
            context.ui.document(&approved, render::request)
        }
        RequestCommand::Reject(args) => {
            let rejected = match (&args.request, args.token.as_deref()) {
                (Some(id), _) => {
                    context.prove_for(&mut service, Permission::RequestDecide)?;
                    let why = Reason { reason: args.reason.as_deref(), ticket: None };
                    service.reject_request(id, &why)?
                }
                (None, given) => {
                    // A dash alone is what stood for stdin before.
                    let given = given.filter(|given| *given != "-").unwrap_or("@-");
                    let token = secret(given, "--token")?;
                    service.reject_request_by_token(&token.expose_secret().trim().into())?
                }
            };
            context.ui.document(&rejected, render::request)
        }
    }
}
