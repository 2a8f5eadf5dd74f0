//! `vestibule mail …`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Subcommand;

use super::Context;
use crate::error::{Exit, Failure};
use crate::render::accounts as render;
use crate::service::Service;
use crate::service::mail::Sent;
use crate::store::MailState;

/// How long `--watch` rests between two looks at the queue.
const REST: Duration = Duration::from_millis(500);

/// The mail queue
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    List(ListArgs),
    Show(ShowArgs),
    Send(SendArgs),
    Retry(RetryArgs),
    Test(TestArgs),
}

/// List mails in the order of queueing.
///
/// The table masks recipients unless --full is given; JSON always has them in full.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mail list --state queued
  vestibule --output json mail list

Exit codes: 0 done · 2 usage

Next: vestibule mail show MAIL")]
pub struct ListArgs {
    /// Those in one state
    #[arg(long, value_enum)]
    state: Option<StateArg>,
    /// The newest so many
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Show recipients in full
    #[arg(long)]
    full: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum StateArg {
    Queued,
    Sent,
    GivenUp,
    Dropped,
}

/// Show one mail; in a real home the codes in it are hidden.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mail show msg_…
  vestibule --output json mail show msg_…

Exit codes: 0 done · 4 there is no such mail

Next: vestibule mail retry MAIL, where it waits or was given up.")]
pub struct ShowArgs {
    /// The mail's id
    mail: String,
}

/// Send every mail that is due, once or for ever.
///
/// Two senders at once never send a mail twice, but for a crash between sending and noting it; its Message-ID is then
/// the same. A mail whose code has expired is dropped, not sent late.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mail send
  vestibule mail send --watch

Exit codes: 0 nothing due is left · 7 a mail was not taken · 130 interrupted

Next: vestibule mail list --state given_up")]
pub struct SendArgs {
    /// Go on until interrupted
    #[arg(long)]
    watch: bool,
}

/// Put a mail that was given up, or that waits, in front of the queue.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mail retry msg_…
  vestibule mail retry msg_… && vestibule mail send

Exit codes: 0 done · 2 it was sent or dropped · 4 there is no such mail

Next: vestibule mail send")]
pub struct RetryArgs {
    /// The mail's id
    mail: String,
}

/// Send a trial mail and say what the receiving side answered.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule mail test ops@example.org
  vestibule --output json mail test ops@example.org

Exit codes: 0 it was taken · 2 usage · 7 it was not

Next: vestibule mail send --watch, as a service, sends what waits.")]
pub struct TestArgs {
    /// Where to send it
    address: String,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, or exit 7 where a mail was not taken.
pub fn run(context: &Context, command: MailCommand) -> Result<(), Failure> {
    let mut service = context.open()?;
    match command {
        MailCommand::List(args) => {
            let state = args.state.map(|state| match state {
                StateArg::Queued => MailState::Queued,
                StateArg::Sent => MailState::Sent,
                StateArg::GivenUp => MailState::GivenUp,
                StateArg::Dropped => MailState::Dropped,
            });
            let mails = service.list_mail(state, args.limit)?;
            context.ui.document(&mails, |mails| render::mails(mails, args.full))
        }
        MailCommand::Show(args) => context.ui.document(&service.show_mail(&args.mail)?, render::mail),
        MailCommand::Send(args) if args.watch => watch(context, &mut service),
        MailCommand::Send(_) => {
            let sent = service.send_due()?;
            context.ui.document(&sent, tell)?;
            match &sent.last_problem {
                None => Ok(()),
                Some(problem) => Err(Failure::new(
                    Exit::Unavailable,
                    "undelivered",
                    format!("Not every mail was taken: {problem}."),
                    "Mend the [mail] table of vestibule.toml or the server; what waits is tried again.",
                )),
            }
        }
        MailCommand::Retry(args) => context.ui.document(&service.retry_mail(&args.mail)?, render::mail_summary),
        MailCommand::Test(args) => context.ui.document(&service.send_test(&args.address)?, render::mail_summary),
    }
}

fn tell(sent: &Sent) -> String {
    format!("Sent {}, waiting {}, given up {}, dropped {}.", sent.sent, sent.waiting, sent.given_up, sent.dropped)
}

/// Sends what is due until SIGINT or SIGTERM; a mail that is being handed over is finished first.
fn watch(context: &Context, service: &mut Service) -> Result<(), Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| Failure::new(Exit::Fault, "internal", error.to_string(), "Please report it."))?;
    }
    context.ui.note("Sending what is due; Ctrl-C ends it.");
    while !stop.load(Ordering::SeqCst) {
        let sent = service.send_due()?;
        if sent.sent + sent.waiting + sent.given_up + sent.dropped > 0 {
            context.ui.note(&tell(&sent));
        }
        crate::system::rest(REST);
    }
    Ok(())
}
