//! The people of a script: what each sees in their sign-in, keeps, and can type.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::Submission;
use super::placeholder::{Kind, Part, Template};
use super::stage::{Known, Stage};
use crate::credentials::totp;
use crate::journey::action::Action;
use crate::journey::policy::TotpPolicy;
use crate::journey::screen::{Data, Screen};
use crate::service::journey::answer::Answer;
use crate::service::journey::fields::Fields;

/// Everybody who is signing in, by the name of their journey.
#[derive(Default)]
pub(super) struct Cast(BTreeMap<String, Person>);

/// Somebody in a journey.
pub(super) struct Person {
    /// The journey's id.
    pub id: SecretString,
    /// Where they are.
    pub screen: Option<Screen>,
    pub status: &'static str,
    /// The session that the journey opened.
    pub session: Option<SecretString>,
    device: Option<String>,
    /// The address that they signed in with.
    email: Option<String>,
    /// The codes that were mailed, oldest first.
    codes: Vec<SecretString>,
    /// The secret on the set-up screen.
    setup: Option<SecretString>,
    /// The recovery codes on their screen.
    recovery_codes: Vec<SecretString>,
}

impl Cast {
    pub fn person(&self, journey: &str) -> Option<&Person> {
        self.0.get(journey)
    }

    /// Somebody starts a journey, on a device that they may keep.
    pub fn enter(&mut self, journey: &str, device: Option<String>) {
        let person = Person {
            id: SecretString::default(),
            screen: None,
            status: "open",
            session: None,
            device,
            email: None,
            codes: Vec::new(),
            setup: None,
            recovery_codes: Vec::new(),
        };
        self.0.insert(journey.to_owned(), person);
    }

    /// The code in a mail that a journey sent.
    pub fn keep_code(&mut self, journey: Option<&str>, text: &str, digits: u32) {
        let code = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == digits as usize);
        if let (Some(person), Some(code)) = (journey.and_then(|name| self.0.get_mut(name)), code) {
            person.codes.push(SecretString::from(code));
        }
    }

    /// Takes in an answer and what the person learns by it.
    pub fn hear(
        &mut self,
        stage: &mut Stage,
        journey: &str,
        answer: Answer,
        submitted: Option<(&Submission, &Fields)>,
    ) {
        let Some(person) = self.0.get_mut(journey) else { return };
        if let Some((submission, fields)) = submitted {
            person.learn_submission(stage, submission, fields, answer.error.is_none());
        }
        person.id = SecretString::from(answer.journey);
        person.status = answer.status;
        match &answer.screen.data {
            Data::Setup { secret, .. } => person.setup = Some(SecretString::from(secret.as_str())),
            Data::Codes { codes } => {
                person.recovery_codes = codes.iter().map(|code| SecretString::from(code.as_str())).collect();
            }
            Data::SignedIn { session_token, device_token, .. } => {
                if let Some(token) = session_token {
                    person.session = Some(SecretString::from(token.as_str()));
                }
                if let (Some(token), Some(device)) = (device_token, &person.device) {
                    stage.keep_device(device, token);
                }
            }
            _ => {}
        }
        person.screen = Some(answer.screen);
    }

    /// The code of the last mail that a journey sent.
    pub fn newest_code(&self, journey: &str) -> Option<&SecretString> {
        self.person(journey).and_then(|person| person.codes.last())
    }

    /// What a person types into a field.
    ///
    /// # Errors
    /// What is not there to be typed.
    pub fn fill(
        &self,
        stage: &Stage,
        submission: &Submission,
        template: &Template,
        now: Timestamp,
    ) -> Result<SecretString, String> {
        let mut value = String::new();
        for part in &template.0 {
            match part {
                Part::Text(text) => value.push_str(text),
                Part::Placeholder { kind, of } => {
                    value.push_str(&self.value(stage, submission, *kind, of.as_deref(), now)?);
                }
            }
        }
        Ok(SecretString::from(value))
    }

    fn value(
        &self,
        stage: &Stage,
        submission: &Submission,
        kind: Kind,
        of: Option<&str>,
        now: Timestamp,
    ) -> Result<String, String> {
        let own = self.person(&submission.journey).ok_or("the journey is not there")?;
        let policy = &stage.service.world.policy;
        let digits = policy.otp.digits;
        match kind {
            Kind::Otp(_) | Kind::WrongOtp => {
                let name = of.unwrap_or(&submission.journey);
                let person = self.person(name).ok_or_else(|| format!("no journey is named {name:?}"))?;
                match kind {
                    Kind::Otp(back) => person.code(back).ok_or_else(|| match person.codes.len() {
                        0 => format!("no code was mailed in {name:?} yet"),
                        mailed => format!("only {mailed} codes were mailed in {name:?} yet"),
                    }),
                    _ => Ok(other_than(&person.codes, digits)),
                }
            }
            Kind::Totp(_) | Kind::WrongTotp => {
                let on_screen = own.setup.as_ref().filter(|_| of.is_none() && own.sees_setup());
                let (secret, parameters) = match on_screen {
                    Some(secret) => (secret, None),
                    None => {
                        let known = known(own, stage, submission, of)?;
                        let secret = known.secret.as_ref().ok_or("no authenticator is enrolled")?;
                        (secret, known.parameters.as_ref())
                    }
                };
                typed_totp(secret, parameters.unwrap_or(&policy.totp), kind, now)
            }
            Kind::Recovery(n) => {
                let codes = &known(own, stage, submission, of)?.recovery_codes;
                let code = codes.get(n - 1).ok_or_else(|| format!("there are {} recovery codes", codes.len()))?;
                Ok(code.expose_secret().to_owned())
            }
            Kind::Password => {
                let password = known(own, stage, submission, of)?.password.as_ref();
                Ok(password.ok_or("the account has no password")?.expose_secret().to_owned())
            }
        }
    }
}

impl Person {
    fn sees_setup(&self) -> bool {
        self.screen.as_ref().is_some_and(|screen| matches!(screen.data, Data::Setup { .. }))
    }

    fn code(&self, back: usize) -> Option<String> {
        let index = self.codes.len().checked_sub(back)?;
        self.codes.get(index).map(|code| code.expose_secret().to_owned())
    }

    fn learn_submission(&mut self, stage: &mut Stage, submission: &Submission, fields: &Fields, is_taken: bool) {
        let action = Action::from_id(&submission.action);
        if let (Some(Action::SignIn), Some(email)) = (action, fields.value("email")) {
            self.email = Some(email.expose_secret().to_owned());
        }
        let Some(email) = self.email.as_deref().filter(|_| is_taken) else { return };
        match action {
            Some(Action::CreatePassword) => {
                let new = fields.value("new_password").cloned();
                stage.known_mut(email).password = new;
            }
            Some(Action::Continue) => {
                let account = stage.known_mut(email);
                account.secret = self.setup.take();
                account.parameters = None;
                account.recovery_codes = std::mem::take(&mut self.recovery_codes);
            }
            _ => {}
        }
    }
}

/// What is known of the account that a placeholder is about: the one named, else the one signing in.
fn known<'a>(own: &Person, stage: &'a Stage, submission: &Submission, of: Option<&str>) -> Result<&'a Known, String> {
    let typed = submission.fields.iter().find(|(name, _)| name == "email").and_then(|(_, email)| email.plain());
    let address =
        of.or(typed).or(own.email.as_deref()).ok_or("nobody has signed in there; name the account with \" of \"")?;
    stage.known(address).ok_or_else(|| format!("the script knows no account {address:?}"))
}

fn typed_totp(secret: &SecretString, policy: &TotpPolicy, kind: Kind, now: Timestamp) -> Result<String, String> {
    let secret = totp::parse_base32(secret.expose_secret()).map_err(|error| error.to_string())?;
    let at = |steps: i64| {
        let away = SignedDuration::from_secs(steps * i64::from(policy.period));
        totp::current_code(&secret, policy, now.saturating_add(away).unwrap_or(now))
    };
    match kind {
        Kind::Totp(steps) => Ok(at(steps).expose_secret().to_owned()),
        _ => Ok(other_than(&[-2, -1, 0, 1, 2].map(at), policy.digits)),
    }
}

/// The lowest code of so many digits that is none of these.
fn other_than(codes: &[SecretString], digits: u32) -> String {
    let mut candidates = (0..).map(|n: u64| format!("{n:0width$}", width = digits as usize));
    let is_free = |code: &String| codes.iter().all(|taken| taken.expose_secret() != code);
    candidates.find(is_free).unwrap_or_default()
}
