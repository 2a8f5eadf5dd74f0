//! `vestibule signin`: the whole journey as a wizard in the terminal, by the service calls of `journey start` and
//! `journey submit`.

mod files;
mod line;
mod pager;
mod screens;
mod terminal;

use std::net::IpAddr;
use std::path::PathBuf;

use self::files::DeviceFile;
use self::screens::{Asker, Wish};
use self::terminal::{Interrupted, Terminal};
use super::Context;
use crate::error::{Exit, Failure};
use crate::journey::action::Action;
use crate::journey::policy::Period;
use crate::journey::screen::Data;
use crate::mail::address::Address;
use crate::render::qr::Ink;
use crate::render::table;
use crate::render::wizard::{self, Look};
use crate::service::journey::Origin;
use crate::service::journey::answer::{Answer, Trouble};
use crate::service::journey::fields::Fields;
use crate::service::{Service, ServiceError};
use secrecy::{ExposeSecret, SecretString};

/// Sign in: the whole journey as a wizard in the terminal.
///
/// Prompts go to stderr; stdout carries the last answer alone, with --output json the same document as of
/// `journey submit`. Ctrl-C gives the sign-in up. Documents open in the program that PAGER names, else in less.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vestibule signin
  vestibule signin --address ada@example.org --device-file ~/.vestibule-device

Exit codes: 0 signed in · 2 usage, or no terminal: scripts use `vestibule journey start|submit` · 3 not signed in
6 try later · 7 a required document is not published · 130 interrupted

Next: vestibule session check")]
pub struct SigninArgs {
    /// The address to sign in with
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// Keep this device's token in a file of mode 0600, so that the next sign-in needs no mailed code
    #[arg(long, value_name = "FILE")]
    device_file: Option<PathBuf>,
    /// Print the session's token, too
    #[arg(long)]
    show_token: bool,
    /// The IP address that the person comes from
    #[arg(long, value_name = "IP")]
    source: Option<IpAddr>,
    /// The user agent, as it names itself
    #[arg(long, value_name = "UA")]
    user_agent: Option<String>,
}

/// What carries the person's answers to a journey.
pub(super) trait Carrier {
    /// Submits an action.
    ///
    /// # Errors
    /// Those of the service.
    fn submit(&mut self, journey: &str, action: Action, fields: &Fields) -> Result<Answer, ServiceError>;

    /// What the person is to be told after that, a paragraph each.
    fn news(&mut self) -> Vec<String>;

    /// Whether the person can let time pass.
    fn can_wait(&self) -> bool {
        false
    }

    /// Lets time pass; answers the screen as it is then.
    ///
    /// # Errors
    /// Those of the service.
    fn wait(&mut self, by: Period) -> Result<Answer, ServiceError>;
}

/// The home that the person signs in to.
struct Home<'a>(&'a Context, &'a mut Service);

impl Carrier for Home<'_> {
    fn submit(&mut self, journey: &str, action: Action, fields: &Fields) -> Result<Answer, ServiceError> {
        let answer = self.1.submit(journey, action.id(), fields)?;
        self.0.tell_mail(self.1);
        Ok(answer)
    }

    fn news(&mut self) -> Vec<String> {
        Vec::new()
    }

    fn wait(&mut self, _: Period) -> Result<Answer, ServiceError> {
        Err(ServiceError::SimulationOnly("let time pass"))
    }
}

/// A conversation in the person's terminal.
pub(super) struct Conversation(Terminal);

impl Conversation {
    /// Takes the terminal over until this is dropped.
    ///
    /// # Errors
    /// A [`Failure`] where it cannot be.
    pub(super) fn begin() -> Result<Self, Failure> {
        Ok(Self(Terminal::open()?))
    }

    /// Says a paragraph.
    ///
    /// # Errors
    /// A [`Failure`] of an interruption, as with every act of a conversation.
    pub(super) fn say(&self, paragraph: &str) -> Result<(), Failure> {
        Ok(self.0.say(paragraph)?)
    }

    /// Asks for a line that may be seen.
    ///
    /// # Errors
    /// As [`Conversation::say`].
    pub(super) fn ask(&mut self, prompt: &str, initial: &str) -> Result<String, Failure> {
        Ok(self.0.ask(prompt, initial)?)
    }

    /// Asks for a secret until there is one; nothing that is typed shows.
    ///
    /// # Errors
    /// As [`Conversation::say`].
    pub(super) fn ask_secret(&mut self, prompt: &str) -> Result<SecretString, Failure> {
        loop {
            let given = self.0.ask_secret(prompt)?;
            if !given.expose_secret().is_empty() {
                return Ok(given);
            }
        }
    }

    /// Lets the person choose one of several; answers its index.
    ///
    /// # Errors
    /// As [`Conversation::say`].
    pub(super) fn choose(&mut self, prompt: &str, items: &[&str]) -> Result<usize, Failure> {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        Ok(self.0.choose(prompt, &items, 0)?)
    }

    /// Lets the person tick any of several; answers their indices.
    ///
    /// # Errors
    /// As [`Conversation::say`].
    pub(super) fn tick(&mut self, prompt: &str, items: &[&str]) -> Result<Vec<usize>, Failure> {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        Ok(self.0.tick(prompt, &items)?)
    }

    /// Leads the person from a screen to the journey's end.
    ///
    /// # Errors
    /// As [`Conversation::say`], and those of the service.
    pub(super) fn lead(&mut self, carrier: &mut dyn Carrier, first: Answer) -> Result<Answer, Failure> {
        let mut asker = Asker::of(&mut self.0, String::new());
        walk(carrier, &mut asker, first).map_err(|stop| match stop {
            Stop::Interrupted => Failure::interrupted(),
            Stop::Failed(failure) => *failure,
        })
    }
}

impl From<Interrupted> for Failure {
    fn from(_: Interrupted) -> Self {
        Self::interrupted()
    }
}

/// Why the wizard stopped before the journey's end.
enum Stop {
    Interrupted,
    Failed(Box<Failure>),
}

impl From<Interrupted> for Stop {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Self {
        Self::Failed(Box::new(error.into()))
    }
}

impl From<&Trouble> for Stop {
    fn from(trouble: &Trouble) -> Self {
        Self::Failed(Box::new(refusal(trouble)))
    }
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] where there is no terminal, the home or a file cannot be used, or the person is not signed in.
pub fn run(context: &Context, args: SigninArgs) -> Result<(), Failure> {
    if !context.ui.can_ask() {
        return Err(Failure::usage(
            "The wizard needs a terminal on stdin and stderr, and --no-input to be absent.",
            "Scripts sign in with `vestibule journey start` and `vestibule journey submit`.",
        ));
    }
    let address = args.address.unwrap_or_default();
    if !address.is_empty() {
        Address::parse(&address).map_err(|problem| ServiceError::Address { given: address.clone(), problem })?;
    }
    let (device_file, device) = match args.device_file.map(DeviceFile::open).transpose()? {
        Some((file, token)) => (Some(file), token),
        None => (None, None),
    };
    let mut service = context.open()?;
    let origin = Origin { device, source: args.source, user_agent: args.user_agent };
    let answer = lead(context, &mut service, &origin, address)?;
    let fate = remember_device(&answer, device_file.as_ref());
    let look = Look { columns: table::width(), ink: Ink::LightOnDark, bold: console::colors_enabled() };
    let printed = context.ui.document(&answer, |answer| last_screen(answer, &look, args.show_token));
    fate.iter().for_each(|fate| context.ui.note(fate));
    printed?;
    match &answer.screen.data {
        Data::Ended { reason } => Err(Failure::new(
            Exit::Refused,
            reason.id(),
            answer.screen.text.join(" "),
            answer.error.as_ref().map_or_else(|| wizard::after_end(*reason).to_owned(), wizard::advice),
        )),
        _ => Ok(()),
    }
}

/// Leads the person from the first screen to the journey's end. However the wizard stops before that, the journey
/// is given up, and the terminal is as it was found.
fn lead(context: &Context, service: &mut Service, origin: &Origin, address: String) -> Result<Answer, Failure> {
    let mut terminal = Terminal::open().map_err(|Interrupted| Failure::interrupted())?;
    let first = service.start_journey(origin)?;
    let journey = first.journey.clone();
    let walked = walk(&mut Home(context, service), &mut Asker::of(&mut terminal, address), first);
    let failure = match walked {
        Ok(answer) => return Ok(answer),
        Err(Stop::Failed(failure)) => *failure,
        Err(Stop::Interrupted) => {
            // The prompt that was left stands on an unfinished line.
            let _ = terminal.write("\n");
            Failure::interrupted()
        }
    };
    // Where even this fails, time ends the journey, and the first failure is the one to tell.
    let _ = service.abandon_journey(&journey);
    Err(failure)
}

fn walk(carrier: &mut dyn Carrier, asker: &mut Asker<'_>, first: Answer) -> Result<Answer, Stop> {
    asker.can_wait = carrier.can_wait();
    let mut answer = first;
    let mut is_new = true;
    while answer.status == "open" {
        let look = Look { columns: asker.terminal.columns(), ink: asker.ink, bold: console::colors_enabled_stderr() };
        if is_new {
            asker.terminal.write(&wizard::screen(&answer.screen, &look))?;
        }
        if let Some(trouble) = &answer.error {
            if !asker.can_wait && is_final(&answer, trouble) {
                return Err(trouble.into());
            }
            asker.terminal.write(&wizard::trouble(trouble, &answer.screen.data, &look))?;
            if !is_new {
                asker.terminal.write(&wizard::chances(&answer.screen.data, look.columns))?;
            }
        }
        let state = answer.state;
        answer = match asker.ask(&answer.screen)? {
            Wish::Again => Answer { error: None, ..answer },
            Wish::Wait(by) => carrier.wait(by)?,
            Wish::Submit(action, fields) => match carrier.submit(&answer.journey, action, &fields) {
                Ok(answer) => {
                    carrier.news().iter().try_for_each(|news| asker.terminal.say(news))?;
                    answer
                }
                // A field that cannot be is the person's to mend; the journey knows nothing of it.
                Err(ServiceError::Invalid { what, problem }) => {
                    asker.terminal.say(&wizard::field_trouble(&what, &problem))?;
                    is_new = false;
                    answer.error = None;
                    continue;
                }
                Err(error) => return Err(error.into()),
            },
        };
        is_new = answer.state != state || matches!(answer.error, None | Some(Trouble::DocumentChanged));
    }
    Ok(answer)
}

/// Whether a refusal leaves the person nothing to do here: a locked sign-in, or documents that an operator owes.
fn is_final(answer: &Answer, trouble: &Trouble) -> bool {
    match trouble {
        Trouble::ConsentUnavailable => true,
        Trouble::Throttled { .. } => answer.screen.actions.contains(&Action::SignIn),
        _ => false,
    }
}

/// A refusal as the command's failure, with the wait in words.
fn refusal(trouble: &Trouble) -> Failure {
    Failure { hint: wizard::advice(trouble), ..Failure::from(trouble) }
}

/// Keeps the token of a newly verified device; answers what became of it. Where it cannot be kept the person is
/// signed in all the same.
fn remember_device(answer: &Answer, file: Option<&DeviceFile>) -> Option<String> {
    let Data::SignedIn { device_token: Some(token), .. } = &answer.screen.data else { return None };
    Some(match file.map(|file| (file.path().display(), file.save(token))) {
        None => "The next sign-in asks for a mailed code again; --device-file FILE spares it.".to_owned(),
        Some((path, Ok(()))) => format!("This device is remembered in {path}."),
        Some((path, Err(error))) => {
            format!("{path} cannot be written: {error}. The next sign-in asks for a mailed code again.")
        }
    })
}

fn last_screen(answer: &Answer, look: &Look, show_token: bool) -> String {
    match &answer.screen.data {
        // The failure says it all.
        Data::Ended { .. } => String::new(),
        Data::SignedIn { session_token: Some(token), .. } if show_token => {
            format!("{}\nSession token: {token}\n", wizard::screen(&answer.screen, look).trim_start())
        }
        _ => wizard::screen(&answer.screen, look).trim_start().to_owned(),
    }
}
