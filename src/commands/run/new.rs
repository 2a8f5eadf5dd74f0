//! `vestibule run --new`: a sign-in that a person goes through, written down as a script.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use serde::Serialize;

use super::{Context, name, snapshot};
use crate::commands::signin::{Carrier, Conversation};
use crate::error::{Exit, Failure};
use crate::journey::action::Action;
use crate::journey::policy::Period;
use crate::mail::address::Address;
use crate::service::ServiceError;
use crate::service::journey::answer::Answer;
use crate::service::journey::fields::Fields;
use crate::service::script::{Recording, Script, play, quoted};

/// What is said before the first screen.
const OPENING: &str = "You are in a throw-away simulation: its clock stands still, and nothing is mailed. Where a value is \
    asked for, type it, or what a script has for it: {password}, {otp} the code of the last mail, {totp} the app's code, \
    {recovery:1}. What you type in the clear stands in the script.";

/// A password that both profiles take.
const PASSWORD: &str = "Analytical-Engine-1843";

/// What was written.
#[derive(Serialize)]
struct Written {
    script: String,
    transcript: String,
    steps: usize,
}

/// Records a script.
///
/// # Errors
/// A [`Failure`] where there is no terminal, the file is there already, or the person ends it.
pub(super) fn run(context: &Context, name_of_file: &Path, paths: &[PathBuf]) -> Result<(), Failure> {
    if !context.ui.can_ask() {
        return Err(Failure::usage(
            "Recording needs a terminal on stdin and stderr, and --no-input to be absent.",
            "Write the script in an editor; `vestibule help scripts` says what it takes.",
        ));
    }
    let path = match name_of_file.extension() {
        Some(ending) if ending == "toml" => name_of_file.to_path_buf(),
        _ => PathBuf::from([name_of_file.as_os_str(), ".toml".as_ref()].join("".as_ref())),
    };
    if path.exists() {
        return Err(exists(&path));
    }
    let base = match paths {
        [] => None,
        [base] => Some(beginning(base)?),
        _ => return Err(Failure::usage("--new takes one script to begin with.", "Name one PATH, or none.")),
    };
    let mut talk = Conversation::begin()?;
    let head = base.map_or_else(|| setting(&mut talk), Ok)?;
    let stage = Script::parse(&format!("{head}\n[[step]]\nstart = \"nobody\"\n"), &path)?;
    let mut recording = Recording::of(&stage, name)?;
    talk.say(OPENING)?;
    record(&mut talk, &mut recording)?;
    let text = format!("{head}{}", recording.steps());
    let written = write(&path, &text, recording.count())?;
    drop(talk);
    context.ui.document(&written, |written| {
        format!("{} has {} steps, and {} is its transcript.", written.script, written.steps, written.transcript)
    })
}

/// The person signs in, as often as they like.
fn record(talk: &mut Conversation, recording: &mut Recording<'_>) -> Result<(), Failure> {
    let mut device = Some("laptop");
    for number in 1.. {
        let journey = if number == 1 { "person".to_owned() } else { format!("person, sign-in {number}") };
        let first = recording.start(&journey, device)?;
        let last = talk.lead(&mut Carried(recording), first)?;
        let heading = format!("{}. {}", last.screen.heading, last.screen.text.join(" "));
        talk.say(heading.trim_end())?;
        let items = ["Write the script", "Sign in again on this device", "Sign in again on an unknown device"];
        device = match talk.choose("What next", &items)? {
            0 => return Ok(()),
            1 => Some("laptop"),
            _ => None,
        };
    }
    Ok(())
}

struct Carried<'r, 's>(&'r mut Recording<'s>);

impl Carrier for Carried<'_, '_> {
    fn submit(&mut self, _: &str, action: Action, fields: &Fields) -> Result<Answer, ServiceError> {
        self.0.submit(action, fields)
    }

    fn news(&mut self) -> Vec<String> {
        let told = |(mail, code): (crate::service::script::SentMail, Option<secrecy::SecretString>)| {
            let code = code.map(|code| format!(" The code in it: {}", code.expose_secret())).unwrap_or_default();
            format!("Mail to {}: {}.{code}", mail.to, mail.subject)
        };
        self.0.mails().into_iter().map(told).collect()
    }

    fn can_wait(&self) -> bool {
        true
    }

    fn wait(&mut self, by: Period) -> Result<Answer, ServiceError> {
        self.0.wait(by)
    }
}

/// What stands ahead of the steps of a script.
fn beginning(base: &Path) -> Result<String, Failure> {
    Script::load(base)?;
    let text = std::fs::read_to_string(base).map_err(|error| {
        let problem = format!("{} cannot be read: {error}.", base.display());
        Failure::usage(problem, "Name a script that you can read.")
    })?;
    let head = text.lines().take_while(|line| !line.trim_start().starts_with("[[step]]"));
    let head: String = head.map(|line| format!("{line}\n")).collect();
    Ok(format!("{}\n", head.trim_end()))
}

/// Asks for the policy, and for the account as it is before the first sign-in.
fn setting(talk: &mut Conversation) -> Result<String, Failure> {
    let title = talk.ask("What the script shows", "A sign-in")?;
    let profile = ["portal", "nist"][talk.choose("Policy", &["portal", "nist"])?];
    let address = loop {
        let given = talk.ask("Address of the account", "ada@example.org")?;
        match Address::parse(&given) {
            Ok(_) => break given,
            Err(problem) => talk.say(&format!("That cannot be used: {problem}."))?,
        }
    };
    let project = ["enterprise", "sme"][talk.choose("Kind of project", &["enterprise", "sme"])?];
    let password = talk.ask("Its password, which will stand in the script", PASSWORD)?;
    let state = [
        ("An authenticator app is enrolled", "enrolled = true\n"),
        ("The device is trusted", "devices = [\"laptop\"]\n"),
        ("The documents are accepted", "accepted = [\"terms\", \"privacy\"]\n"),
    ];
    let ticked = talk.tick("What holds already", &state.map(|(what, _)| what))?;
    let state: String = ticked.into_iter().filter_map(|index| state.get(index)).map(|(_, line)| *line).collect();
    let document = |id: &str, title: &str| {
        format!(
            "\n[[document]]\nid = \"{id}\"\nversion = \"1.0\"\ntitle = \"{title}\"\ntext = \"{title}, first version.\"\n"
        )
    };
    let documents = [document("terms", "Terms of Service"), document("privacy", "Privacy Policy")].concat();
    Ok(format!(
        "title = {}\n\n[policy]\nprofile = \"{profile}\"\n{documents}\n[[user]]\naddress = {}\n\
         project_type = \"{project}\"\npassword = {}\n{state}",
        quoted(&title),
        quoted(&address),
        quoted(&password),
    ))
}

/// Writes the script and its transcript, once it plays as it was recorded.
fn write(path: &Path, text: &str, steps: usize) -> Result<Written, Failure> {
    let played = play(&Script::parse(text, path)?, name)?;
    let missed: Vec<String> = super::missed(&played);
    if !missed.is_empty() {
        let hint = "Nothing was written. Please report it with the script of `vestibule run --new`.";
        return Err(Failure::new(Exit::Fault, "internal", missed.join("\n"), hint));
    }
    let unwritable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(path),
        _ => {
            let problem = format!("{} cannot be written: {error}.", path.display());
            Failure::new(Exit::Unavailable, "report", problem, "Name a file in a folder that you can write.")
        }
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    let snapshot = snapshot::update(path, &played.transcript);
    match snapshot.problem() {
        Some(problem) => Err(Failure::new(Exit::Unavailable, "report", problem, "See that the folder can be written.")),
        None => Ok(Written {
            script: path.display().to_string(),
            transcript: path.with_extension("transcript").display().to_string(),
            steps,
        }),
    }
}

fn exists(path: &Path) -> Failure {
    let problem = format!("{} is there already and was left as it is.", path.display());
    Failure::new(Exit::Conflict, "exists", problem, "Give the new script another name.")
}
