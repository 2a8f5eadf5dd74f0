//! `vestibule mfa reset`

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::commands::user::reason;
use crate::commands::{Context, DryRun};
use crate::error::{Exit, Failure};
use crate::render::operators as render;
use crate::service::Service;
use crate::service::permission::Permission;
use crate::service::reason::Reason;
use crate::service::reset::{Order, Outcome};
use crate::store::RequestState;

/// The largest list of addresses, in bytes.
const MAX_LIST_BYTES: usize = 1 << 20;

/// Take a person's authenticators away, for a lost phone.
///
/// Recovery codes, trusted devices, sessions and open sign-ins go with them, and a notice is mailed. The next sign-in
/// asks for the password, a mailed code, and a new enrolment.
///
/// Where support.mfa_reset asks for an approval or a delay, or the address or the password was changed by support within
/// 7 days, it waits as a request instead, and the person is told at once how to stop it. Where there is no second
/// operator, the latter takes --evidence and 24 hours.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mfa reset ada@example.org --reason \"phone lost, identity checked by video\" --ticket 4711
  vestibule --yes mfa reset --file addresses.txt --reason \"phones recalled\" --ticket 4712

Exit codes: 0 done, or done by itself once its delay is over · 2 usage, or it was not confirmed
3 some of a list were refused · 4 the address has no account · 5 a request waits already
9 not permitted, or a second operator must approve

Next: the person signs in and enrols anew; for a request, `vestibule request show ID`.")]
pub struct ResetArgs {
    /// The account's address
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    address: Option<String>,
    /// A file with an address a line; each is reset by the same rules
    #[arg(long, value_name = "LIST")]
    file: Option<PathBuf>,
    /// Why, for the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: String,
    /// The id of a ticket elsewhere, for the audit trail
    #[arg(long, value_name = "ID", value_parser = reason)]
    ticket: Option<String>,
    /// How you know who the person is
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    evidence: Option<String>,
    /// Also ask for a new password at the next sign-in
    #[arg(long)]
    and_password: bool,
    #[command(flatten)]
    dry: DryRun,
}

/// What became of one address of a list.
#[derive(Debug, Serialize)]
pub struct OfMany {
    /// The address as it stands in the list.
    pub address: String,
    /// `reset`, `waiting`, `delayed`, or the code of the refusal.
    pub outcome: String,
    /// The request that it waits as.
    pub request: Option<String>,
    /// Why it was refused.
    pub message: Option<String>,
}

/// What became of a list.
#[derive(Debug, Serialize)]
pub struct Many {
    /// Addresses read.
    pub read: usize,
    /// Those reset.
    pub reset: usize,
    /// Those that wait for a second operator.
    pub waiting: usize,
    /// Those that wait for time alone.
    pub delayed: usize,
    /// Those refused.
    pub refused: usize,
    /// Each of them.
    pub results: Vec<OfMany>,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, or of one act of a list.
pub(super) fn run(context: &Context, service: &mut Service, args: &ResetArgs) -> Result<(), Failure> {
    context.prove_for(service, Permission::MfaReset)?;
    service.permit(Permission::MfaReset)?;
    let why = Reason { reason: Some(&args.reason), ticket: args.ticket.as_deref() };
    let order = Order { why, evidence: args.evidence.as_deref(), and_password: args.and_password, ..Order::default() };
    match (&args.address, &args.file) {
        (Some(address), _) => one(context, service, address, &order, &args.dry),
        (None, Some(file)) => many(context, service, file, &order, &args.dry),
        (None, None) => Err(Failure::usage("No address is given.", "Name one, or a list with --file.")),
    }
}

fn one(
    context: &Context,
    service: &mut Service,
    address: &str,
    order: &Order<'_>,
    dry: &DryRun,
) -> Result<(), Failure> {
    let account = service.show_account(address)?;
    if dry.dry_run {
        service.rehearse();
    } else {
        context.confirm_by_typing("Type the address again to reset its authenticators", &account.address)?;
    }
    let outcome = service.reset_mfa(address, order)?;
    context.did(service, &outcome, render::reset)?;
    match (&outcome, dry.dry_run) {
        (Outcome::Waits { request, .. }, false) if request.state == RequestState::Waiting => {
            Err(request.pending().into())
        }
        _ => Ok(()),
    }
}

fn many(context: &Context, service: &mut Service, file: &Path, order: &Order<'_>, dry: &DryRun) -> Result<(), Failure> {
    let addresses = addresses(file)?;
    if dry.dry_run {
        service.rehearse();
    } else {
        let prompt = "Type the number of addresses in the list to reset them all";
        context.confirm_by_typing(prompt, &addresses.len().to_string())?;
    }
    let mut many = Many { read: addresses.len(), reset: 0, waiting: 0, delayed: 0, refused: 0, results: Vec::new() };
    for address in addresses {
        let (outcome, request, message) = match service.reset_mfa(&address, order) {
            Ok(Outcome::Done(_)) => {
                many.reset += 1;
                ("reset".to_owned(), None, None)
            }
            Ok(Outcome::Waits { request, .. }) if request.state == RequestState::Waiting => {
                many.waiting += 1;
                ("waiting".to_owned(), Some(request.id), None)
            }
            Ok(Outcome::Waits { request, .. }) => {
                many.delayed += 1;
                ("delayed".to_owned(), Some(request.id), None)
            }
            Err(error) => {
                let failure = Failure::from(error);
                // What stops one of them for a reason of its own does not stop the others; anything else does.
                if matches!(failure.exit, Exit::Fault | Exit::Unavailable | Exit::Integrity) {
                    return Err(failure);
                }
                many.refused += 1;
                (failure.code.to_owned(), None, Some(failure.message))
            }
        };
        many.results.push(OfMany { address, outcome, request, message });
    }
    context.did(service, &many, tell)?;
    if many.refused > 0 {
        let message = format!("{} of {} were refused.", many.refused, many.read);
        return Err(Failure::new(Exit::Refused, "some_refused", message, "See the list; each stands for itself."));
    }
    if many.waiting > 0 && !dry.dry_run {
        let message = format!("{} of {} wait for a second operator.", many.waiting, many.read);
        let hint = "Another operator runs `vestibule request approve ID`.";
        return Err(Failure::new(Exit::NotPermitted, "approval_needed", message, hint));
    }
    Ok(())
}

fn tell(many: &Many) -> String {
    let counts =
        [("reset", many.reset), ("waiting", many.waiting), ("delayed", many.delayed), ("refused", many.refused)];
    let row = |one: &OfMany| {
        let more = one.request.clone().or_else(|| one.message.clone()).unwrap_or_default();
        [one.address.clone(), one.outcome.clone(), more]
    };
    render::many(many.read, counts, many.results.iter().map(row))
}

/// The addresses of a list: a line each; empty lines and those that begin with # are passed over.
fn addresses(file: &Path) -> Result<Vec<String>, Failure> {
    let unreadable = |problem: String| {
        Failure::usage(format!("{} cannot be read: {problem}.", file.display()), "Name a file with an address a line.")
    };
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(error.to_string()))?;
    if text.len() > MAX_LIST_BYTES {
        return Err(unreadable("it is larger than 1 MiB".to_owned()));
    }
    let mut seen = std::collections::BTreeSet::new();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.filter(|line| seen.insert(line.to_lowercase())).map(str::to_owned).collect())
}
