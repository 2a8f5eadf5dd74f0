//! The command line: its grammar, and from a parsed line to the command.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands::{self, Context};
use crate::error::{Exit, Failure};
use crate::ui::{Colour, Output, Ui};

/// Run a portal's sign-in: accounts, one-time passwords, consent, authenticators, sessions.
///
/// Everything lives in a home, one folder with its configuration, database and keys. `vestibule init` makes one.
#[derive(Debug, Parser)]
#[command(name = "vestibule", version, disable_help_subcommand = true)]
#[command(
    after_help = "`vestibule help COMMAND` explains a command; `vestibule help errors|exit-codes|policy|scripts` a topic."
)]
struct Cli {
    /// The folder of the home [default: the platform's data folder, /vestibule]
    #[arg(long, global = true, value_name = "DIR", env = "VESTIBULE_HOME", hide_env_values = true)]
    home: Option<PathBuf>,
    /// The form of what stdout carries
    #[arg(long, global = true, value_enum, default_value = "text", env = "VESTIBULE_OUTPUT", hide_env_values = true)]
    output: Output,
    /// Colour on the terminal
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: Colour,
    /// Leave out hints and progress
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Never ask; what is missing is an error
    #[arg(long, global = true)]
    no_input: bool,
    /// Skip confirmations
    #[arg(long, global = true)]
    yes: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(commands::init::InitArgs),
    Signin(commands::signin::SigninArgs),
    #[command(subcommand)]
    User(commands::user::UserCommand),
    #[command(subcommand)]
    Journey(commands::journey::JourneyCommand),
    #[command(subcommand)]
    Otp(commands::otp::OtpCommand),
    #[command(subcommand)]
    Mfa(commands::mfa::MfaCommand),
    #[command(subcommand)]
    Consent(commands::consent::ConsentCommand),
    #[command(subcommand)]
    Device(commands::device::DeviceCommand),
    #[command(subcommand)]
    Session(commands::session::SessionCommand),
    #[command(subcommand)]
    Mail(commands::mail::MailCommand),
    #[command(subcommand)]
    Policy(commands::policy::PolicyCommand),
    #[command(subcommand)]
    Clock(commands::clock::ClockCommand),
    Explain(commands::explain::ExplainArgs),
    Status(commands::status::StatusArgs),
    Run(commands::run::RunArgs),
    Doctor(commands::doctor::DoctorArgs),
    Completions(commands::completions::CompletionsArgs),
    Man(commands::man::ManArgs),
    Help(commands::help::HelpArgs),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = crate::system::arguments();
    let cli = match Cli::command().try_get_matches_from(&arguments).and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => cli,
        Err(error) => return misused(&error, &arguments),
    };
    let ui = Ui::new(cli.output, cli.color, cli.quiet, cli.no_input);
    let context = Context { home: cli.home, ui, yes: cli.yes };
    crate::system::survive_file_size_limits();
    match guarded(|| dispatch(&context, cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            ui.failure(&failure);
            ExitCode::from(failure.exit as u8)
        }
    }
}

/// Turns a panic into a failure that says where, and nothing that could be a secret (ASVS 16.5.4). Unwinding has
/// rolled the open transaction back.
fn guarded(run: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let place = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&place);
    std::panic::set_hook(Box::new(move |panic| {
        let at = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }));
    std::panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let at = place.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let message = format!("vestibule ran into a fault{at}; what it was doing was undone.");
        Err(Failure::new(Exit::Fault, "internal", message, "Please report it."))
    })
}

fn dispatch(context: &Context, command: Command) -> Result<(), Failure> {
    match command {
        Command::Init(args) => commands::init::run(context, args),
        Command::Signin(args) => commands::signin::run(context, args),
        Command::User(command) => commands::user::run(context, command),
        Command::Journey(command) => commands::journey::run(context, command),
        Command::Otp(command) => commands::otp::run(context, command),
        Command::Mfa(command) => commands::mfa::run(context, command),
        Command::Explain(args) => commands::explain::run(context, &args),
        Command::Status(args) => commands::status::run(context, &args),
        Command::Consent(command) => commands::consent::run(context, command),
        Command::Device(command) => commands::device::run(context, command),
        Command::Session(command) => commands::session::run(context, command),
        Command::Mail(command) => commands::mail::run(context, command),
        Command::Policy(command) => commands::policy::run(context, command),
        Command::Clock(command) => commands::clock::run(context, command),
        Command::Run(args) => commands::run::run(context, &args),
        Command::Doctor(args) => commands::doctor::run(context, &args),
        Command::Completions(args) => commands::completions::run(context, Cli::command(), &args),
        Command::Man(args) => commands::man::run(context, Cli::command(), &args),
        Command::Help(args) => commands::help::run(context, Cli::command(), &args),
    }
}

/// A command line that does not parse, or one that asks for help or the version.
fn misused(error: &clap::Error, arguments: &[std::ffi::OsString]) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe is no failure of asking for help.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if wants_json(arguments) {
        let ui = Ui { output: Output::Json, quiet: true, no_input: true };
        ui.failure(&Failure::usage(misuse(error), "`vestibule help COMMAND` shows what it takes."));
    } else {
        let _ = error.print();
    }
    ExitCode::from(Exit::Usage as u8)
}

/// What clap says of a command line, as one sentence: its first paragraph, what that lists included.
fn misuse(error: &clap::Error) -> String {
    let message = error.to_string();
    let mut lines = message.lines().take_while(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default().trim_start_matches("error: ");
    let listed: Vec<&str> = lines.map(str::trim).collect();
    let gap = if listed.is_empty() { "" } else { " " };
    let mut chars = first.chars();
    let capital = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{capital}{}{gap}{}.", chars.as_str(), listed.join(", "))
}

/// Whether a line that does not parse still says that it wants JSON.
fn wants_json(arguments: &[std::ffi::OsString]) -> bool {
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        match word.as_ref() {
            "--output" => return words.next().is_some_and(|value| value == "json"),
            "--output=json" => return true,
            _ => {}
        }
    }
    crate::system::wants_json()
}
