//! `vestibule journey …`

mod prove;
mod replay;

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use secrecy::SecretString;

use super::{Context, device_token, read_file, read_stdin};
use crate::error::Failure;
use crate::journey::action;
use crate::journey::map::{Detail, Format, Map};
use crate::journey::policy::{Policy, Profile};
use crate::render::{accounts, answer as render};
use crate::service::Service;
use crate::service::journey::Origin;
use crate::service::journey::answer::Answer;
use crate::service::journey::fields::Fields;
use crate::store::Mode;
use crate::ui::Output;

/// Sign-in journeys, step by step
#[derive(Debug, Subcommand)]
pub enum JourneyCommand {
    Start(StartArgs),
    Show(ShowArgs),
    Submit(SubmitArgs),
    Abandon(AbandonArgs),
    List(ListArgs),
    Map(MapArgs),
    Prove(prove::ProveArgs),
    Replay(replay::ReplayArgs),
}

/// Start a sign-in and show its first screen.
///
/// The journey's id that it answers lets its holder act in the sign-in: keep it as you keep a password.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule --output json journey start
  vestibule journey start --device @device.token --source 192.0.2.7 --user-agent Firefox

Exit codes: 0 done · 2 usage

Next: vestibule journey submit JOURNEY sign_in email=ADDRESS password=@FILE")]
pub struct StartArgs {
    /// The token of a trusted device, or @FILE that holds it
    #[arg(long, value_name = "TOKEN|@FILE")]
    device: Option<String>,
    /// The IP address that the person comes from
    #[arg(long, value_name = "IP")]
    source: Option<IpAddr>,
    /// The user agent, as it names itself
    #[arg(long, value_name = "UA")]
    user_agent: Option<String>,
}

/// Show a sign-in's present screen, or how it came there.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule journey show jrn_…
  vestibule journey show jrh_… --history

Exit codes: 0 done · 2 usage · 4 there is no such journey

Next: vestibule journey submit JOURNEY ACTION, with an action that the screen lists.")]
pub struct ShowArgs {
    /// The journey's id; with --history also its handle
    journey: String,
    /// Show every event instead of the screen
    #[arg(long)]
    history: bool,
}

/// Submit an action with its fields.
///
/// A field is NAME=VALUE, NAME=@FILE, or NAME=@- for stdin; from a file or stdin one final line feed is dropped. A
/// password is never an argument, except in a simulation.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule journey submit jrn_… sign_in email=ada@example.org password=@-
  vestibule journey submit jrn_… accept_and_continue accept=terms accept=privacy

Exit codes: 0 accepted · 2 a field is missing, doubled, unknown or malformed · 3 refused · 4 there is no such journey
5 somebody else acted at the same moment · 6 try later · 7 a required document is not published

Next: `vestibule help errors` explains each error code.")]
pub struct SubmitArgs {
    /// The journey's id
    journey: String,
    /// An action that the screen lists
    action: String,
    /// Its fields
    #[arg(value_name = "NAME=VALUE|NAME=@FILE|NAME=@-")]
    fields: Vec<String>,
}

/// Give a sign-in up.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule journey abandon jrn_…
  vestibule journey abandon jrh_…

Exit codes: 0 done · 3 it has ended already · 4 there is no such journey

Next: vestibule journey start")]
pub struct AbandonArgs {
    /// The journey's id or its handle
    journey: String,
}

/// List sign-ins, newest first, by their handles.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule journey list --open
  vestibule journey list --address ada@example.org --limit 10

Exit codes: 0 done · 2 usage · 4 the address has no account

Next: vestibule journey show HANDLE --history")]
pub struct ListArgs {
    /// Those of one account
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// Open ones alone
    #[arg(long)]
    open: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value = "50", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

/// Draw the machine: every state and every way between them, found by search.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule journey map --format mermaid
  vestibule journey map --format svg --policy vestibule.toml > map.svg
  vestibule journey map --format table --detail kind

Exit codes: 0 done · 2 usage, or the policy is wrong

Next: vestibule journey prove")]
pub struct MapArgs {
    /// The form of the map
    #[arg(long, value_enum, default_value = "mermaid")]
    format: FormatArg,
    /// Draw it under this policy instead of the home's, or the portal's where there is no home
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// How much it tells [default: kind for drawings, full for json and table]
    #[arg(long, value_enum)]
    detail: Option<DetailArg>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    Mermaid,
    Dot,
    Svg,
    Json,
    Table,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum DetailArg {
    /// What a person meets whose account nobody touches meanwhile, like steps as one
    Kind,
    /// Every step with what is done, and what comes of changes meanwhile
    Full,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] of the service, or the refusal that the answer carries.
pub fn run(context: &Context, command: JourneyCommand) -> Result<(), Failure> {
    match command {
        JourneyCommand::Start(args) => start(context, args),
        JourneyCommand::Show(args) if args.history => {
            let history = context.open()?.journey_history(&args.journey)?;
            context.ui.document(&history, accounts::history)
        }
        JourneyCommand::Show(args) => {
            let mut service = context.open()?;
            let answer = service.show_journey(&args.journey)?;
            context.ui.document(&answer, render::answer)
        }
        JourneyCommand::Submit(args) => {
            let mut service = context.open()?;
            let fields = fields(&service, &args.fields)?;
            let answer = service.submit(&args.journey, &args.action, &fields)?;
            finish(context, &service, &answer)
        }
        JourneyCommand::Abandon(args) => {
            let mut service = context.open()?;
            let answer = service.abandon_journey(&args.journey)?;
            finish(context, &service, &answer)
        }
        JourneyCommand::List(args) => {
            let journeys = context.open()?.list_journeys(args.address.as_deref(), args.open, args.limit)?;
            context.ui.document(&journeys, |journeys| accounts::journeys(journeys))
        }
        JourneyCommand::Map(args) => map(context, &args),
        JourneyCommand::Prove(args) => prove::run(context, &args),
        JourneyCommand::Replay(args) => replay::run(context, &args),
    }
}

fn start(context: &Context, args: StartArgs) -> Result<(), Failure> {
    let device = device_token(args.device.as_deref())?;
    let origin = Origin { device, source: args.source, user_agent: args.user_agent };
    let mut service = context.open()?;
    let answer = service.start_journey(&origin)?;
    context.ui.document(&answer, render::answer)
}

/// Prints the answer; the refusal in it is the command's failure.
fn finish(context: &Context, service: &Service, answer: &Answer) -> Result<(), Failure> {
    context.ui.document(answer, render::answer)?;
    context.tell_mail(service);
    match &answer.error {
        None => Ok(()),
        Some(trouble) => Err(trouble.into()),
    }
}

fn fields(service: &Service, given: &[String]) -> Result<Fields, Failure> {
    let mut fields = Fields::none();
    let mut stdin_is_taken = false;
    for argument in given {
        let Some((name, value)) = argument.split_once('=') else {
            let shown: String = argument.chars().take(40).collect();
            return Err(Failure::usage(format!("{shown:?} is no field."), "Write fields as NAME=VALUE or NAME=@FILE."));
        };
        let value = match value.strip_prefix('@') {
            Some("-") if stdin_is_taken => {
                return Err(Failure::usage("Two fields are read from stdin.", "Read one of them from a file."));
            }
            Some("-") => {
                stdin_is_taken = true;
                read_stdin()?
            }
            Some("") => {
                return Err(Failure::usage(
                    format!("The field {name:?} names no file."),
                    "Write a file's name after the @.",
                ));
            }
            Some(path) => read_file(Path::new(path))?,
            None if action::is_secret(name) && service.world.mode() == Mode::Real => {
                return Err(Failure::usage(
                    format!("The field {name:?} is a secret, and arguments can be seen by others."),
                    format!("Write {name}=@FILE, or {name}=@- to read it from stdin."),
                ));
            }
            None => SecretString::from(value),
        };
        fields = fields.with(name, value);
    }
    Ok(fields)
}

fn map(context: &Context, args: &MapArgs) -> Result<(), Failure> {
    let (policy, _) = load_policy(context, args.policy.as_deref())?;
    let format = match args.format {
        _ if context.ui.output == Output::Json => Format::Json,
        FormatArg::Mermaid => Format::Mermaid,
        FormatArg::Dot => Format::Dot,
        FormatArg::Svg => Format::Svg,
        FormatArg::Json => Format::Json,
        FormatArg::Table => Format::Table,
    };
    let map = Map::of(&policy);
    let text = match args.detail {
        None => map.render(format),
        Some(DetailArg::Kind) => map.render_in(format, Detail::Kind, None),
        Some(DetailArg::Full) => map.render_in(format, Detail::Full, None),
    };
    context.ui.print(text.trim_end_matches('\n'))
}

/// The policy of a file, without one that of the home, or the portal's where there is no home; and what to call it.
fn load_policy(context: &Context, path: Option<&Path>) -> Result<(Policy, String), Failure> {
    if let Some(path) = path {
        return Ok((super::policy::from_file(path)?, path.display().to_string()));
    }
    let default = crate::service::home::default_folder();
    if context.home.is_some() || default.is_some_and(|folder| crate::service::home::is_home(&folder)) {
        return Ok((context.policy()?, "home".to_owned()));
    }
    Ok((Policy::of(Profile::Portal), "portal".to_owned()))
}
