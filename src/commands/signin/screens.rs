//! What each screen asks the person, and the action that the answer is.

use std::io;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::terminal::{Interrupted, Terminal};
use super::{files, pager};
use crate::journey::action::Action;
use crate::journey::policy::Period;
use crate::journey::screen::{Data, Document, Screen};
use crate::mail::address::Address;
use crate::render::qr::Ink;
use crate::render::wizard;
use crate::service::journey::fields::Fields;

/// What the person wants.
pub(super) enum Wish {
    /// An action of the screen.
    Submit(Action, Fields),
    /// The screen once more.
    Again,
    /// The screen as it is so much later.
    Wait(Period),
}

/// The wizard's side of the conversation.
pub(super) struct Asker<'a> {
    /// The terminal.
    pub terminal: &'a mut Terminal,
    /// The address that was given last.
    pub address: String,
    /// How a QR code is drawn.
    pub ink: Ink,
    /// Whether the person can let time pass.
    pub can_wait: bool,
}

/// What a person reads for letting time pass.
const WAIT: &str = "Let time pass";

type Asked<T = Wish> = Result<T, Interrupted>;

impl<'a> Asker<'a> {
    /// Asks in a terminal.
    pub(super) fn of(terminal: &'a mut Terminal, address: String) -> Self {
        let ink = if console::colors_enabled_stderr() { Ink::Coloured } else { Ink::LightOnDark };
        Self { terminal, address, ink, can_wait: false }
    }
}

impl Asker<'_> {
    /// Asks what the screen's first action needs; an empty answer leads to the others.
    pub(super) fn ask(&mut self, screen: &Screen) -> Asked {
        let Some(&action) = screen.actions.first() else { return Ok(Wish::Again) };
        match (action, &screen.data) {
            (Action::SignIn, _) => self.sign_in(screen),
            (Action::Verify, Data::Otp { .. }) => self.code(screen, "Code from the mail"),
            (Action::Verify, Data::Setup { .. }) => self.code(screen, "Code from the app"),
            (Action::Verify, _) => self.code(screen, "Code"),
            (Action::CreatePassword, _) => self.new_password(screen),
            (Action::AcceptAndContinue, Data::Consent { documents }) => self.consent(documents),
            (Action::Confirm, _) => self.confirm(screen),
            (Action::Continue, Data::Codes { codes }) => self.codes(codes),
            (action, _) => self.button(screen, action),
        }
    }

    fn sign_in(&mut self, screen: &Screen) -> Asked {
        loop {
            self.address = self.terminal.ask("Email address", &self.address)?;
            if self.address.is_empty() {
                return self.others(screen);
            }
            let Err(problem) = Address::parse(&self.address) else { break };
            self.terminal.say(&wizard::field_trouble("email", &format!("cannot be used: {problem}")))?;
        }
        let password = self.terminal.ask_secret("Password")?;
        if password.expose_secret().is_empty() {
            return self.others(screen);
        }
        let fields = Fields::none().with("email", self.address.clone()).with("password", password);
        Ok(Wish::Submit(Action::SignIn, fields))
    }

    fn code(&mut self, screen: &Screen, prompt: &str) -> Asked {
        let code = self.terminal.ask(&format!("{prompt} (Enter alone: other choices)"), "")?;
        if code.is_empty() {
            return self.others(screen);
        }
        Ok(Wish::Submit(Action::Verify, Fields::none().with("code", code)))
    }

    fn new_password(&mut self, screen: &Screen) -> Asked {
        let first = self.terminal.ask_secret("New password")?;
        if first.expose_secret().is_empty() {
            return self.others(screen);
        }
        let again = self.terminal.ask_secret("New password again")?;
        let fields = Fields::none().with("new_password", first).with("confirm_password", again);
        Ok(Wish::Submit(Action::CreatePassword, fields))
    }

    fn confirm(&mut self, screen: &Screen) -> Asked {
        let password: SecretString = self.terminal.ask_secret("Password")?;
        if password.expose_secret().is_empty() {
            return self.others(screen);
        }
        Ok(Wish::Submit(Action::Confirm, Fields::none().with("password", password)))
    }

    fn consent(&mut self, documents: &[Document]) -> Asked {
        let mut next = 0;
        loop {
            let mut items: Vec<String> = documents.iter().map(|document| format!("Read: {}", document.title)).collect();
            items.extend(["Accept and continue", "Decline", "Leave the sign-in"].map(str::to_owned));
            let chosen = self.terminal.choose("What next", &items, next)?;
            match chosen.checked_sub(documents.len()) {
                None => {
                    pager::show(self.terminal, &wizard::document_text(&documents[chosen]))?;
                    next = chosen + 1;
                }
                Some(0) => return self.accept(documents),
                Some(1) => return Ok(Wish::Submit(Action::Decline, Fields::none())),
                Some(_) => return Ok(abandon()),
            }
        }
    }

    fn accept(&mut self, documents: &[Document]) -> Asked {
        let required: Vec<&Document> = documents.iter().filter(|document| document.required).collect();
        let mut fields = Fields::none();
        if !required.is_empty() {
            let items: Vec<String> = required.iter().map(|document| wizard::acceptance(document)).collect();
            for index in self.terminal.tick("Tick what you agree to", &items)? {
                fields = fields.with("accept", required[index].id.clone());
            }
        }
        Ok(Wish::Submit(Action::AcceptAndContinue, fields))
    }

    fn codes(&mut self, codes: &[String]) -> Asked {
        let items = ["Save them to a file", "I have saved them: continue", "Leave the sign-in"].map(str::to_owned);
        let mut next = 0;
        loop {
            match self.terminal.choose("What next", &items, next)? {
                0 => next = usize::from(self.save(codes)?),
                1 => return Ok(Wish::Submit(Action::Continue, Fields::none())),
                _ => return Ok(abandon()),
            }
        }
    }

    /// Whether the codes were saved, which an empty name calls off.
    fn save(&mut self, codes: &[String]) -> Asked<bool> {
        loop {
            let name = self.terminal.ask("Name of the new file", "")?;
            if name.is_empty() {
                return Ok(false);
            }
            match files::save_codes(Path::new(&name), codes) {
                Ok(()) => {
                    self.terminal.say(&format!("Saved to {name}; only you can read it."))?;
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    self.terminal.say(&format!("{name} exists already and was left as it is. Give another name."))?;
                }
                Err(error) => {
                    self.terminal.say(&format!("{name} cannot be written: {error}. Give another name."))?;
                }
            }
        }
    }

    /// A screen with one button.
    fn button(&mut self, screen: &Screen, action: Action) -> Asked {
        let others = screen.actions.iter().copied().filter(|&other| other != action);
        let actions: Vec<Action> = std::iter::once(action).chain(others).collect();
        let mut items: Vec<String> = actions.iter().map(|&action| label(action).to_owned()).collect();
        items.extend(self.can_wait.then(|| WAIT.to_owned()));
        match actions.get(self.terminal.choose("What next", &items, 0)?) {
            Some(&action) => Ok(Wish::Submit(action, Fields::none())),
            None => self.wait(),
        }
    }

    fn wait(&mut self) -> Asked {
        loop {
            match self.terminal.ask("How long, like 10 min", "")?.parse::<Period>() {
                Ok(by) => return Ok(Wish::Wait(by)),
                Err(problem) => self.terminal.say(&format!("{problem}."))?,
            }
        }
    }

    /// What a screen offers besides its first action.
    fn others(&mut self, screen: &Screen) -> Asked {
        let others = screen.actions.get(1..).unwrap_or_default();
        let mut items = vec!["Go back and enter it".to_owned()];
        items.extend(others.iter().map(|&action| label(action).to_owned()));
        let can_turn = matches!(screen.data, Data::Setup { .. }) && self.ink != Ink::Coloured;
        if can_turn {
            items.push("Turn light and dark of the QR code round".to_owned());
        }
        items.extend(self.can_wait.then(|| WAIT.to_owned()));
        Ok(match self.terminal.choose("What next", &items, 0)? {
            0 => Wish::Again,
            chosen if chosen <= others.len() => Wish::Submit(others[chosen - 1], Fields::none()),
            chosen if self.can_wait && chosen == items.len() - 1 => self.wait()?,
            _ => {
                self.ink = if self.ink == Ink::LightOnDark { Ink::DarkOnLight } else { Ink::LightOnDark };
                Wish::Again
            }
        })
    }
}

fn abandon() -> Wish {
    Wish::Submit(Action::Abandon, Fields::none())
}

/// What a person reads for an action without fields.
fn label(action: Action) -> &'static str {
    match action {
        Action::Ok => "OK: mail me the code",
        Action::Resend => "Mail me another code",
        Action::Activate => "Activate",
        Action::Abandon => "Leave the sign-in",
        Action::Decline => "Decline",
        Action::Continue => "Continue",
        Action::AcceptAndContinue => "Accept and continue",
        Action::SignIn | Action::Verify | Action::CreatePassword | Action::Confirm => "Enter it",
    }
}
