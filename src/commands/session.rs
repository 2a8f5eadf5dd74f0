//! `vestibule session …`

use clap::Subcommand;
use secrecy::ExposeSecret;

use super::{Context, read_stdin};
use crate::error::{Exit, Failure};
use crate::render::accounts as render;

/// Sessions that sign-ins opened
#[derive(Debug, Subcommand)]
pub enum SessionCommand {
    Check(CheckArgs),
}

/// Read a session token from stdin and say whose it is.
///
/// Checking a session uses it, so that it does not idle.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  printf %s \"$TOKEN\" | vestibule session check
  vestibule --output json session check < session.token

Exit codes: 0 the session holds · 3 it does not · 2 usage")]
pub struct CheckArgs {}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] with exit 3 where no session of that token holds.
pub fn run(context: &Context, command: SessionCommand) -> Result<(), Failure> {
    let SessionCommand::Check(CheckArgs {}) = command;
    let mut service = context.open()?;
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
