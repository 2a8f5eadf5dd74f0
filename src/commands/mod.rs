//! The commands, one file a noun.

#![allow(missing_docs, reason = "the help text of a variant stands at its arguments")]

pub mod audit;
pub mod clock;
pub mod completing;
pub mod completions;
pub mod consent;
pub mod device;
pub mod doctor;
pub mod explain;
pub mod export;
pub mod hashes;
pub mod help;
pub mod import;
pub mod init;
pub mod journey;
pub mod mail;
pub mod man;
pub mod mfa;
pub mod nearest;
pub mod operator;
pub mod otp;
pub mod policy;
mod progress;
pub mod request;
pub mod run;
pub mod session;
pub mod signin;
pub mod status;
pub mod user;

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use self::signin::Conversation;
use crate::error::Failure;
use crate::journey::policy::Policy;
use crate::render::accounts::changes as changes_text;
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError};
use crate::store::{Change, Mode};
use crate::ui::Ui;

/// The largest value that is read from stdin or a file, in bytes.
const MAX_INPUT_BYTES: u64 = 1 << 20;

// A doc comment would become the help of every noun.
#[derive(Debug, clap::Args)]
pub struct Noun<V: clap::Subcommand> {
    #[command(subcommand)]
    pub verb: V,
}

/// Whether an act is only tried.
#[derive(Debug, clap::Args)]
pub struct DryRun {
    /// Say what it would do, row by row, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What an act would change.
#[derive(Serialize)]
struct Rehearsal<'a> {
    dry_run: bool,
    changes: &'a [Change],
}

/// What every command is given.
pub struct Context {
    /// The folder of the home.
    pub home: Option<PathBuf>,
    /// How to talk.
    pub ui: Ui,
    /// Whether confirmations are skipped.
    pub yes: bool,
}

impl Context {
    /// The folder of the home.
    ///
    /// # Errors
    /// A usage [`Failure`] where none is named and the platform has no data folder.
    pub fn folder(&self) -> Result<PathBuf, Failure> {
        self.home.clone().or_else(crate::service::home::default_folder).ok_or_else(|| {
            Failure::usage("There is no folder to keep a home in.", "Name one with --home DIR, or set HOME.")
        })
    }

    /// Opens the home; a simulation says that it is one.
    ///
    /// # Errors
    /// A [`Failure`] where there is none or it cannot be used.
    pub fn open(&self) -> Result<Service, Failure> {
        let service = self.open_quietly()?;
        if service.world.mode() == Mode::Simulation {
            self.ui.warn("This is a simulation home: its clock and its generator are not real.");
        }
        Ok(service)
    }

    fn open_quietly(&self) -> Result<Service, Failure> {
        let mut service = Service::open(&self.folder()?)?;
        if service.has_operators() {
            service.use_kept_operator();
        }
        Ok(service)
    }

    /// Opens the home for an act that needs this permission; asks for what it lacks where there is somebody to ask.
    ///
    /// # Errors
    /// As [`Context::open`], and where the operator may not.
    pub fn open_for(&self, permission: Permission) -> Result<Service, Failure> {
        let mut service = self.open()?;
        self.prove_for(&mut service, permission)?;
        service.permit(permission)?;
        Ok(service)
    }

    /// Asks for a code of the operator's own app, where an act wants a fresh one and there is somebody to ask.
    ///
    /// # Errors
    /// A [`Failure`] where the code is wrong.
    pub fn prove_for(&self, service: &mut Service, permission: Permission) -> Result<(), Failure> {
        if !self.ui.can_ask() || !service.lacks_proof(permission)? {
            return Ok(());
        }
        let code: String = dialoguer::Input::new()
            .with_prompt("Code of your own app")
            .interact_text()
            .map_err(|error| prompt_failed(&error))?;
        service.prove_operator(&SecretString::from(code))?;
        Ok(())
    }

    /// The policy of the home.
    ///
    /// # Errors
    /// As [`Context::open`], and where the operator may not see it.
    pub fn policy(&self) -> Result<Policy, Failure> {
        let service = self.open()?;
        service.permit(Permission::PolicyRead)?;
        Ok(service.world.policy.clone())
    }

    /// Opens the home for an act that may only be tried.
    ///
    /// # Errors
    /// As [`Context::open`].
    pub fn open_to(&self, dry: &DryRun) -> Result<Service, Failure> {
        let mut service = self.open()?;
        if dry.dry_run {
            service.rehearse();
        }
        Ok(service)
    }

    /// Prints the document of an act and says what became of its mails; where it was only tried, what it would change.
    ///
    /// # Errors
    /// As [`Ui::document`].
    pub fn did<T: Serialize>(
        &self,
        service: &Service,
        value: &T,
        text: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        match service.rehearsed() {
            Some(changes) => self.ui.document(&Rehearsal { dry_run: true, changes }, |it| changes_text(it.changes)),
            None => {
                self.tell_mail(service);
                self.ui.document(value, text)
            }
        }
    }

    /// As [`Context::did`], of an act that may have to wait; one that was only tried tells what waiting would change.
    ///
    /// # Errors
    /// That of the act, and those of [`Ui::document`].
    pub fn did_or_waits<T: Serialize>(
        &self,
        service: &Service,
        done: Result<T, ServiceError>,
        text: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        match done {
            Ok(value) => self.did(service, &value, text),
            Err(ServiceError::ApprovalNeeded { .. }) if service.rehearsed().is_some() => {
                self.did(service, &(), |()| String::new())
            }
            Err(error) => {
                self.tell_mail(service);
                Err(error.into())
            }
        }
    }

    /// Says what became of the mails of this command where they are not all sent.
    pub fn tell_mail(&self, service: &Service) {
        let sent = service.last_sent();
        if let Some(problem) = &sent.last_problem {
            let fate = if sent.given_up > 0 { "was given up" } else { "waits for another attempt" };
            self.ui.warn(&format!(
                "The mail {fate}: {problem}. `vestibule mail list` shows it, `vestibule mail send` tries again."
            ));
        }
    }

    /// Asks the person to type `wanted` before something is done that cannot be undone; `--yes` stands for it.
    ///
    /// # Errors
    /// A usage [`Failure`] where something else was typed, or where there is nobody to ask.
    pub fn confirm_by_typing(&self, prompt: &str, wanted: &str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        if !self.ui.can_ask() {
            return Err(Failure::usage("This cannot be undone and was not confirmed.", "Confirm it with --yes."));
        }
        let typed: String =
            dialoguer::Input::new().with_prompt(prompt).interact_text().map_err(|error| prompt_failed(&error))?;
        if typed.trim() == wanted {
            Ok(())
        } else {
            Err(Failure::usage("That is something else; nothing was changed.", format!("Type {wanted:?} to confirm.")))
        }
    }

    /// A person's present password: from stdin if asked for, else from a prompt.
    ///
    /// # Errors
    /// A usage [`Failure`] that names the missing flag where there is nobody to ask.
    pub fn current_password(&self, from_stdin: bool) -> Result<SecretString, Failure> {
        if from_stdin {
            return read_stdin();
        }
        if !self.ui.can_ask() {
            return Err(nobody_to_ask());
        }
        Conversation::begin()?.ask_secret("Password")
    }

    /// A password: from stdin if asked for, else from a prompt.
    ///
    /// # Errors
    /// A usage [`Failure`] that names the missing flag where there is nobody to ask.
    pub fn password(&self, from_stdin: bool, prompt: &str) -> Result<SecretString, Failure> {
        if from_stdin {
            return read_stdin();
        }
        if !self.ui.can_ask() {
            return Err(nobody_to_ask());
        }
        let mut talk = Conversation::begin()?;
        loop {
            let given = talk.ask_secret(prompt)?;
            let again = talk.ask_secret(&format!("{prompt} again"))?;
            if given.expose_secret().as_bytes().ct_eq(again.expose_secret().as_bytes()).into() {
                return Ok(given);
            }
            talk.say("The two entries differ.")?;
        }
    }
}

fn nobody_to_ask() -> Failure {
    Failure::usage(
        "A password is needed, and there is no terminal to ask on.",
        "Give it on stdin with --password-stdin.",
    )
}

/// A prompt that did not come to an answer: Ctrl-C, or a terminal that went away.
pub fn prompt_failed(error: &dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof | io::ErrorKind::NotConnected => {
            Failure::interrupted()
        }
        _ => Failure::usage(format!("The terminal cannot be used: {error}."), "Give the values by flags instead."),
    }
}

/// A device's token: itself, the contents of `@FILE`, or for `@-` all of stdin.
///
/// # Errors
/// A [`Failure`] where the file cannot be read.
pub fn device_token(given: Option<&str>) -> Result<Option<SecretString>, Failure> {
    given
        .map(|given| match given.strip_prefix('@') {
            Some("-") => read_stdin(),
            Some(path) => read_file(Path::new(path)),
            None => Ok(SecretString::from(given)),
        })
        .transpose()
}

/// A secret that is never an argument: the contents of `@FILE`, or for `@-` all of stdin.
///
/// # Errors
/// A usage [`Failure`] that names the flag where it is given plainly, and a [`Failure`] where it cannot be read.
pub fn secret(given: &str, flag: &str) -> Result<SecretString, Failure> {
    match given.strip_prefix('@') {
        Some("-") => read_stdin(),
        Some(path) => read_file(Path::new(path)),
        None => Err(Failure::usage(
            "The secret is no argument, because others can see arguments.",
            format!("Put it into a file and write {flag} @FILE, or pipe it in with {flag} @-."),
        )),
    }
}

/// Two secrets out of stdin: the first line, and the rest.
///
/// # Errors
/// A usage [`Failure`] that names them where there is one line alone.
pub fn two_secrets(first: &str, second: &str) -> Result<(SecretString, SecretString), Failure> {
    let given = read_stdin()?;
    let (one, two) = given.expose_secret().split_once('\n').ok_or_else(|| {
        Failure::usage("Stdin has one line.", format!("Give {first} in the first, {second} in the second."))
    })?;
    Ok((SecretString::from(one.trim_end_matches('\r')), SecretString::from(two)))
}

/// All of stdin, without one final line feed.
///
/// # Errors
/// A usage [`Failure`] where it is no UTF-8, too long, or a terminal.
pub fn read_stdin() -> Result<SecretString, Failure> {
    if io::stdin().is_terminal() {
        return Err(Failure::usage("Stdin is a terminal.", "Pipe the value in, or leave the flag out to be asked."));
    }
    read_value(io::stdin().lock(), "Stdin")
}

/// All of a file, without one final line feed.
///
/// # Errors
/// A [`Failure`] where it cannot be read, is no UTF-8, or is too long.
pub fn read_file(path: &Path) -> Result<SecretString, Failure> {
    let name = path.display().to_string();
    let file = std::fs::File::open(path).map_err(|error| {
        Failure::usage(format!("The file {name} cannot be read: {error}."), "Name a file that you can read.")
    })?;
    read_value(file, &name)
}

fn read_value(from: impl Read, name: &str) -> Result<SecretString, Failure> {
    let mut bytes = Zeroizing::new(Vec::new());
    from.take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes).map_err(|error| {
        Failure::usage(format!("{name} cannot be read: {error}."), "Give the value in another way.")
    })?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        return Err(Failure::usage(format!("{name} is larger than 1 MiB."), "Give the value alone."));
    }
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Failure::usage(format!("{name} is not UTF-8."), "Give the value as UTF-8 text."))?;
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(SecretString::from(text))
}
