//! The command line: its grammar, and from a parsed line to the command.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use clap::{ArgAction, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands::{self, Context, Noun};
use crate::error::{Exit, Failure};
use crate::logs;
use crate::ui::{Colour, Output, Ui};

/// Every command takes these; its help shows them below its own.
const GLOBAL: &str = "Global options";

/// Run a portal's sign-in: accounts, one-time passwords, consent, authenticators, sessions.
///
/// Everything lives in a home, one folder with its configuration, database and keys. `vestibule init` makes one.
#[derive(Debug, Parser)]
#[command(name = "vestibule", version, disable_help_subcommand = true)]
#[command(
    after_help = "`vestibule help COMMAND` explains a command; `vestibule help errors|exit-codes|permissions|policy|scripts|support` a topic."
)]
struct Cli {
    /// The folder of the home [default: vestibule in the platform's data folder]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "DIR", env = "VESTIBULE_HOME", hide_env_values = true)]
    home: Option<PathBuf>,
    /// The form of what stdout carries
    #[arg(long, global = true, help_heading = GLOBAL, value_enum, default_value = "text", env = "VESTIBULE_OUTPUT", hide_env_values = true)]
    output: Output,
    /// Colour on the terminal
    #[arg(long, global = true, help_heading = GLOBAL, value_enum, default_value = "auto")]
    color: Colour,
    /// Leave out hints and progress
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    quiet: bool,
    /// Log to stderr: -v what is done, -vv also how, -vvv every statement
    #[arg(short, long, global = true, help_heading = GLOBAL, action = ArgAction::Count)]
    verbose: u8,
    /// Append the log to this file instead, as JSON lines
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "FILE")]
    log_file: Option<PathBuf>,
    /// Never ask; what is missing is an error
    #[arg(long, global = true, help_heading = GLOBAL)]
    no_input: bool,
    /// Skip confirmations
    #[arg(long, global = true, help_heading = GLOBAL)]
    yes: bool,
    #[command(subcommand)]
    command: Command,
}

// Each command describes its arguments to the parser only where the line names it: to describe them all would take
// longer than to look an account up. What the list of commands says of one must stand here for that.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    /// Make a home: its configuration, database and key
    Init(commands::init::InitArgs),
    /// Sign in: the whole journey as a wizard in the terminal
    Signin(commands::signin::SigninArgs),
    /// Accounts
    User(Noun<commands::user::UserCommand>),
    /// Sign-in journeys, step by step
    Journey(Noun<commands::journey::JourneyCommand>),
    /// Mailed one-time passwords, for support and scripts
    Otp(Noun<commands::otp::OtpCommand>),
    /// Authenticators and recovery codes
    Mfa(Noun<commands::mfa::MfaCommand>),
    /// Documents that people accept
    Consent(Noun<commands::consent::ConsentCommand>),
    /// Trusted devices
    Device(Noun<commands::device::DeviceCommand>),
    /// Sessions that sign-ins opened
    Session(Noun<commands::session::SessionCommand>),
    /// Bring in accounts from a file, in bulk and more than once
    Import(commands::import::ImportCommand),
    /// Write accounts out, in a form that an import takes back
    Export(Noun<commands::export::ExportCommand>),
    /// The audit trail
    Audit(Noun<commands::audit::AuditCommand>),
    /// The mail queue
    Mail(Noun<commands::mail::MailCommand>),
    /// Operators: who may run this program in the home
    Operator(Noun<commands::operator::OperatorCommand>),
    /// Support acts that wait for a second operator or for time
    Request(Noun<commands::request::RequestCommand>),
    /// The policy in force
    Policy(Noun<commands::policy::PolicyCommand>),
    /// The clock of a simulation home
    Clock(Noun<commands::clock::ClockCommand>),
    /// Say what a person's next sign-in will ask, and which rule and fact make it ask. Changes nothing
    Explain(commands::explain::ExplainArgs),
    /// Show the home at a glance, and what needs an operator
    Status(commands::status::StatusArgs),
    /// Play scripted sign-ins in throw-away simulation homes, and hold them against what they expect
    Run(commands::run::RunArgs),
    /// Look for what is wrong with the home, and say what to do
    Doctor(commands::doctor::DoctorArgs),
    /// Print the completions of a shell
    Completions(commands::completions::CompletionsArgs),
    /// Write the man pages, one a command, into a folder
    Man(commands::man::ManArgs),
    /// Show the help of a command, or explain a topic: errors, exit-codes, permissions, policy, scripts, support
    Help(commands::help::HelpArgs),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = crate::system::arguments();
    if crate::system::asks_to_complete() {
        match commands::completing::complete(Cli::command, &arguments) {
            Ok(false) => {}
            // A shell takes silence for no candidates.
            Ok(true) => return ExitCode::SUCCESS,
            Err(error) => return misused(&error, &arguments),
        }
    }
    let parsed = parse(&arguments);
    let (cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return misused(&error, &arguments),
    };
    let ui = Ui::new(cli.output, cli.color, cli.quiet, cli.no_input);
    let context = Context { home: cli.home, ui, yes: cli.yes };
    crate::system::survive_file_size_limits();
    let ended = logs::start(cli.verbose, cli.log_file.as_deref(), || words(&matches)).and_then(|_logging| {
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
        let ended = guarded(|| dispatch(&context, cli.command));
        match &ended {
            Ok(()) => tracing::info!(exit = 0, "ended"),
            Err(failure) => tracing::error!(exit = failure.exit as u8, code = failure.code, "failed"),
        }
        ended
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let failure = commands::nearest::suggest(&context, failure);
            ui.failure(&failure);
            ExitCode::from(failure.exit as u8)
        }
    }
}

/// Reads a line by no more of the grammar than it names, and by the whole where that does not understand it: what is wrong
/// with a line, and the help of a command, is said by the whole.
///
/// The parser copies the options that every command takes into each command there is, which costs more than all else it
/// does.
fn parse(arguments: &[OsString]) -> Result<(Cli, ArgMatches), clap::Error> {
    let mut whole = Cli::command();
    let noun = arguments.iter().skip(1).find_map(|word| whole.find_subcommand_mut(word).map(std::mem::take));
    let Some(noun) = noun else {
        return read(whole.mut_args(|option| option.global(false)), arguments);
    };
    let narrow = clap::Command::new("vestibule").args(whole.get_arguments().cloned()).subcommand(noun);
    std::mem::forget(whole);
    read(narrow.disable_help_subcommand(true), arguments).or_else(|_| read(Cli::command(), arguments))
}

fn read(mut grammar: clap::Command, arguments: &[OsString]) -> Result<(Cli, ArgMatches), clap::Error> {
    if let Some(columns) = crate::system::columns() {
        grammar = grammar.term_width(columns);
    }
    let matches = grammar.try_get_matches_from_mut(arguments);
    // The end of the process frees the grammar sooner than walking through it would.
    std::mem::forget(grammar);
    matches.and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)))
}

/// The words of the command that a line names: `user add`.
fn words(matches: &ArgMatches) -> String {
    let mut words = Vec::new();
    let mut inner = matches.subcommand();
    while let Some((word, matches)) = inner {
        words.push(word);
        inner = matches.subcommand();
    }
    words.join(" ")
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
        Command::User(noun) => commands::user::run(context, noun.verb),
        Command::Journey(noun) => commands::journey::run(context, noun.verb),
        Command::Otp(noun) => commands::otp::run(context, noun.verb),
        Command::Mfa(noun) => commands::mfa::run(context, noun.verb),
        Command::Explain(args) => commands::explain::run(context, &args),
        Command::Import(args) => commands::import::run(context, args),
        Command::Export(noun) => commands::export::run(context, noun.verb),
        Command::Status(args) => commands::status::run(context, &args),
        Command::Consent(noun) => commands::consent::run(context, noun.verb),
        Command::Device(noun) => commands::device::run(context, noun.verb),
        Command::Session(noun) => commands::session::run(context, noun.verb),
        Command::Audit(noun) => commands::audit::run(context, noun.verb),
        Command::Mail(noun) => commands::mail::run(context, noun.verb),
        Command::Operator(noun) => commands::operator::run(context, noun.verb),
        Command::Request(noun) => commands::request::run(context, noun.verb),
        Command::Policy(noun) => commands::policy::run(context, noun.verb, &Cli::command()),
        Command::Clock(noun) => commands::clock::run(context, noun.verb),
        Command::Run(args) => commands::run::run(context, &args),
        Command::Doctor(args) => commands::doctor::run(context, &args),
        Command::Completions(args) => commands::completions::run(context, &args),
        Command::Man(args) => commands::man::run(context, Cli::command(), &args),
        Command::Help(args) => commands::help::run(context, Cli::command(), &args),
    }
}

/// A command line that does not parse, or one that asks for help or the version.
fn misused(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    if !error.use_stderr() {
        return told(error);
    }
    let output = if wants_json(arguments) { Output::Json } else { Output::Text };
    Ui { output, quiet: true, no_input: true }.failure(&Failure::usage(misuse(error), tip(error)));
    ExitCode::from(Exit::Usage as u8)
}

/// Prints the help or the version: with styles by the parser, which takes a call to the system a line, or all at once.
fn told(error: &clap::Error) -> ExitCode {
    let printed = if std::io::stdout().is_terminal() {
        // A closed pipe is no failure of asking for help.
        let _ = error.print();
        Ok(())
    } else {
        Ui::silent().print(error.render().to_string().trim_end_matches('\n'))
    };
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            Ui::silent().failure(&failure);
            ExitCode::from(failure.exit as u8)
        }
    }
}

/// What to do about a command line that does not parse: what the parser proposes, and where the help is.
fn tip(error: &clap::Error) -> String {
    let text = error.to_string();
    let tips = text.lines().filter_map(|line| line.trim().strip_prefix("tip: ")).map(|tip| capital(tip) + ". ");
    tips.collect::<String>() + "`vestibule help COMMAND` shows what it takes."
}

/// What clap says of a command line, as one sentence: its first paragraph, what that lists included.
fn misuse(error: &clap::Error) -> String {
    let message = error.to_string();
    let mut lines = message.lines().take_while(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default().trim_start_matches("error: ");
    let listed: Vec<&str> = lines.map(str::trim).collect();
    let gap = if listed.is_empty() { "" } else { " " };
    format!("{}{gap}{}.", capital(first), listed.join(", "))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

/// Whether a line that does not parse still says that it wants JSON.
fn wants_json(arguments: &[OsString]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, StoreError};

    #[test]
    fn v16_5_4_a_fault_is_told_by_its_place_alone_and_undoes_what_was_begun() {
        let mut store = Store::in_memory().unwrap();
        let before = std::panic::take_hook();
        let ended = guarded(|| {
            let _ = store.write(|db| -> Result<(), StoreError> {
                db.note_departure(&[7; 32], "os:x", jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::MIN)?;
                panic!("Tulip-Anchor-42")
            });
            Ok(())
        });
        std::panic::set_hook(before);
        let failure = ended.unwrap_err();
        assert_eq!((failure.exit, failure.code), (Exit::Fault, "internal"));
        assert!(failure.message.contains("src/cli.rs:") && !failure.message.contains("Tulip"), "{}", failure.message);
        assert_eq!(store.db().departure(&[7; 32], jiff::Timestamp::MIN).unwrap(), None);
    }

    #[test]
    fn the_list_of_commands_says_of_each_what_its_own_help_says() {
        let (listed, mut described) = (Cli::command(), Cli::command());
        described.build();
        for command in listed.get_subcommands() {
            let own = described.find_subcommand(command.get_name()).and_then(clap::Command::get_about);
            assert!(own.is_some(), "{} has no help", command.get_name());
            assert_eq!(command.get_about().map(ToString::to_string), own.map(ToString::to_string));
        }
    }
}
