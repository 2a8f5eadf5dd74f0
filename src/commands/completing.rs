//! What a shell completes: the words of the command line, and names out of the home.
//!
//! The scripts of `vestibule completions` call the program with `VESTIBULE_COMPLETE` set; it then answers candidates in
//! place of running a command. Nothing of this is built otherwise.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{Arg, Command};
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use super::Context;
use crate::error::{Exit, Failure};
use crate::service::candidates::Named;
use crate::ui::Ui;

/// The variable that asks for candidates, with the shell's name.
const VARIABLE: &str = "VESTIBULE_COMPLETE";
/// The program's name, to the shell and on its path.
const PROGRAM: &str = "vestibule";
/// Bash breaks words at `@`, which the engine's own script does not expect.
const BASH: &str = include_str!("completing.bash");

/// Answers the candidates for a line, and whether the program was asked for any.
///
/// # Errors
/// Where the variable names no shell, or stdout cannot be written.
pub fn complete(command: fn() -> Command, arguments: &[OsString]) -> Result<bool, clap::Error> {
    let line = arguments.to_vec();
    let named = move || {
        let home = home(&line);
        let mut built = command();
        built.build();
        with_names(built, &home)
    };
    let env = CompleteEnv::with_factory(named).var(VARIABLE).bin(PROGRAM).completer(PROGRAM);
    env.try_complete(arguments.to_vec(), Some(Path::new(".")))
}

/// The script that makes a shell ask the program.
///
/// # Errors
/// A [`Failure`] where there is none for the shell.
pub fn script(shell: Shell) -> Result<String, Failure> {
    if shell == Shell::Bash {
        return Ok(BASH.to_owned());
    }
    let shell = shell.to_string();
    let mut script = Vec::new();
    let shells = Shells::builtins();
    let known = shells.completer(&shell);
    known
        .and_then(|known| known.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script).ok())
        .ok_or_else(|| {
            let message = format!("There are no completions for {shell}.");
            Failure::new(Exit::Fault, "internal", message, "Please report it.")
        })?;
    let script = String::from_utf8_lossy(&script).trim().to_owned();
    Ok(if shell == "zsh" { autoloaded(&script) } else { script })
}

/// Zsh loads a script from its path when the first Tab asks for it, which must then be answered too.
fn autoloaded(script: &str) -> String {
    let Some((functions, register)) = script.rsplit_once("\ncompdef ") else { return script.to_owned() };
    let completer = register.split(' ').next().unwrap_or_default();
    format!(
        "{functions}\nif [ \"$funcstack[1]\" = \"_{PROGRAM}\" ]; then\n    {completer} \"$@\"\nelse\n    compdef \
         {register}\nfi"
    )
}

/// What names its values out of the home, by the argument's name.
fn named(argument: &Arg) -> Option<Named> {
    let is_option = argument.get_long().is_some();
    match argument.get_id().as_str() {
        "address" | "after" => Some(Named::Account),
        "all" if argument.get_action().takes_values() => Some(Named::Account),
        "document" if !is_option => Some(Named::Document),
        "id" if !is_option => Some(Named::Document),
        "journey" if !is_option => Some(Named::Journey),
        "session" if !is_option => Some(Named::Session),
        "device" if !is_option => Some(Named::Device),
        "name" if !is_option => Some(Named::Operator),
        "request" if !is_option => Some(Named::Request),
        "mail" if !is_option => Some(Named::Mail),
        _ => None,
    }
}

/// The command with a way to complete each argument that names something in the home.
fn with_names(command: Command, home: &Option<PathBuf>) -> Command {
    let adds = command.get_name() == "add" || command.get_name() == "publish" || command.get_name() == "test";
    let command = command.mut_args(|argument| match named(&argument) {
        // What is about to be made is no name of something that is there; a new version of a document is.
        Some(Named::Account | Named::Operator) if adds => argument,
        Some(of) => {
            let home = home.clone();
            argument.add(ArgValueCompleter::new(move |typed: &OsStr| candidates(home.as_deref(), of, typed)))
        }
        None => argument,
    });
    command.mut_subcommands(|inner| with_names(inner, home))
}

/// Candidates out of the home; none where there is no home, or none that can be used.
fn candidates(home: Option<&Path>, of: Named, typed: &OsStr) -> Vec<CompletionCandidate> {
    let context = Context { home: home.map(Path::to_owned), ui: Ui::silent(), yes: false };
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let found = context.open_quietly().ok().and_then(|service| service.candidates(of, typed).ok());
    let shown = |name: &String| !name.contains(|c: char| c.is_control() || c.is_whitespace());
    found.into_iter().flatten().filter(shown).map(CompletionCandidate::new).collect()
}

/// The home that the line or the environment names.
fn home(line: &[OsString]) -> Option<PathBuf> {
    let mut words = line.iter().skip_while(|word| *word != "--").skip(1);
    let mut home = crate::system::named_home();
    while let Some(word) = words.next() {
        if word == "--home" {
            home = words.next().filter(|given| !given.is_empty()).map(PathBuf::from).or(home);
        } else if let Some(given) = word.to_str().and_then(|word| word.strip_prefix("--home=")) {
            home = Some(PathBuf::from(given));
        }
    }
    home
}
