//! What the person of a walk does on their screen, and what they learn from the answer.

use std::path::PathBuf;

use jiff::SignedDuration;
use secrecy::ExposeSecret;
use vestibule::credentials::totp;
use vestibule::journey::screen::Data;
use vestibule::journey::{Event, Facts, PasswordDue, State, step};
use vestibule::service::journey::answer::{Answer, Trouble};
use vestibule::service::journey::fields::Fields;

use super::{ADA, Act, Move, Walk, Walker};

impl Walk {
    pub fn submit(&mut self, next: Move, act: Act) {
        if self.walkers[next.journey].is_none() {
            return;
        }
        let before = self.walkers[next.journey].clone().expect("somebody who walks");
        // What the person does, they do on the screen that they last saw.
        let done = self.what(&before, act);
        let client = self.client(next.client);
        let answer = match &done {
            None => client.show_journey(&before.id),
            Some((action, fields, _)) => client.submit(&before.id, action, fields),
        };
        let answer = answer.unwrap_or_else(|error| panic!("{next:?}: {error}"));
        self.touch(next.journey);
        let state = |walk: &Self| walk.walkers[next.journey].as_ref().expect("somebody").machine.state;
        if let Some((action, _, event)) = done {
            let moved = state(self) != before.machine.state;
            match &answer.error {
                // What the driver refuses of its own, the machine is not asked.
                Some(Trouble::Throttled { .. } | Trouble::ResendTooSoon { .. } | Trouble::OtpExpired) => {}
                Some(Trouble::DocumentChanged | Trouble::ConsentIncomplete { .. }) => {
                    assert_eq!(action, "accept_and_continue")
                }
                Some(Trouble::JourneyEnded) => assert!(state(self).is_end(), "{next:?}: {answer:?}"),
                Some(Trouble::ActionNotAllowed) => assert!(moved || event.is_none(), "{next:?}"),
                Some(Trouble::NoSendsLeft) => {
                    let machine = self.walkers[next.journey].as_ref().expect("somebody").machine;
                    assert!(step(&self.policy, &machine, Event::CodeRequested).is_err());
                }
                Some(_) | None => self.happened(next.journey, &answer, event),
            }
        }
        self.learn(next, &answer);
        let walker = self.walkers[next.journey].as_ref().expect("somebody who walks");
        assert_eq!(answer.state, walker.machine.state.id(), "{next:?}: {answer:?}\n{before:?}\n{walker:?}");
        assert_eq!(answer.status, walker.machine.state.status());
    }

    /// Takes the event that was meant, wrong where the answer calls it wrong.
    fn happened(&mut self, number: usize, answer: &Answer, event: Option<Event>) {
        let walker = self.walkers[number].clone().expect("somebody who walks");
        let event = match (&answer.error, event.expect("an event")) {
            (None, Event::PasswordOk(_)) => Event::PasswordOk(self.facts(&walker)),
            (None, event) => event,
            (Some(Trouble::CredentialsWrong), _) => Event::PasswordBad,
            (Some(Trouble::OtpWrong | Trouble::OtpSuperseded), _) => Event::OtpBad,
            (Some(Trouble::PasswordWrong), _) => Event::ConfirmBad,
            (Some(Trouble::TotpWrong | Trouble::TotpReplayed), _) if walker.machine.state == State::MfaSetup => {
                Event::SetupBad
            }
            (Some(Trouble::TotpWrong | Trouble::TotpReplayed), _) => Event::ChallengeBad,
            (Some(other), event) => panic!("{other:?} after {event:?} at {:?}", walker.machine.state),
        };
        if event == Event::PasswordChanged {
            self.account.password = format!("Difference-Engine-{}", 1822 + self.passwords);
        }
        self.event(number, event);
    }

    /// The action, its fields, and the event that it is.
    fn what(&mut self, walker: &Walker, act: Act) -> Option<(&'static str, Fields, Option<Event>)> {
        let right = act == Act::Right;
        let (none, with) = (Fields::none, |name: &str, value: String| Fields::none().with(name, value));
        let totp = |secret: Option<&String>, right: bool| {
            let secret = secret.and_then(|text| totp::parse_base32(text).ok());
            let at = if right { self.now } else { self.now + SignedDuration::from_hours(5) };
            secret.map(|secret| totp::current_code(&secret, &self.policy.totp, at).expose_secret().to_owned())
        };
        Some(match (act, walker.machine.state) {
            (Act::Show, _) => return None,
            (Act::Abandon, _) => ("abandon", none(), Some(Event::Abandoned)),
            (Act::NotOffered, State::RecoveryCodes) => ("activate", none(), None),
            (Act::NotOffered, _) => ("continue", none(), None),
            (Act::Decline, State::Consent) => ("decline", none(), Some(Event::Declined)),
            (Act::Resend, State::OtpVerification) => ("resend", none(), Some(Event::CodeRequested)),
            (Act::RecoveryCode, State::MfaChallenge) => {
                let code = self.account.codes.first().cloned().unwrap_or_else(|| "no-such-code".into());
                ("verify", with("code", code), Some(Event::RecoveryCodeOk))
            }
            (Act::Right | Act::Wrong, State::SignIn) => {
                let password = if right { self.account.password.clone() } else { "not the password".into() };
                let unknown = PasswordDue::Expired;
                let facts = Facts { password_due: Some(unknown), ..self.facts(walker) };
                ("sign_in", with("email", ADA.into()).with("password", password), Some(Event::PasswordOk(facts)))
            }
            (Act::Right, State::DeviceUnrecognized) => ("ok", none(), Some(Event::CodeRequested)),
            (Act::Right, State::OtpVerification) => ("verify", with("code", walker.code.clone()), Some(Event::OtpOk)),
            (Act::Wrong, State::OtpVerification) => {
                let wrong = if walker.code == "000000" { "000001" } else { "000000" };
                ("verify", with("code", wrong.into()), Some(Event::OtpOk))
            }
            (Act::Right | Act::Wrong, State::MfaChallenge) => {
                let code = totp(self.account.secret.as_ref(), right).unwrap_or_else(|| "000000".into());
                ("verify", with("code", code), Some(Event::TotpOk))
            }
            (Act::Right, State::PasswordChange) => {
                let new = self.new_password();
                let fields = with("new_password", new.clone()).with("confirm_password", new);
                ("create_password", fields, Some(Event::PasswordChanged))
            }
            (Act::Right, State::Consent) => {
                let listed = walker.documents.iter();
                let fields = listed.fold(none(), |fields, id| fields.with("accept", id.clone()));
                ("accept_and_continue", fields, Some(Event::Accepted))
            }
            (Act::Right, State::MfaRequired) => ("activate", none(), Some(Event::Activated)),
            (Act::Right, State::ConfirmPassword) => {
                ("confirm", with("password", self.account.password.clone()), Some(Event::Confirmed))
            }
            (Act::Wrong, State::ConfirmPassword) => {
                ("confirm", with("password", "not the password".into()), Some(Event::Confirmed))
            }
            (Act::Right | Act::Wrong, State::MfaSetup) => {
                let code = totp(walker.setup.as_ref(), right).expect("a secret was shown");
                ("verify", with("code", code), Some(Event::SetupOk))
            }
            (Act::Right, State::RecoveryCodes) => ("continue", none(), Some(Event::Acknowledged)),
            _ => return None,
        })
    }

    /// What the person reads on the screen and in the mail.
    fn learn(&mut self, next: Move, answer: &Answer) {
        let newest = self.newest_code();
        let own = self.device.clone();
        let walker = self.walkers[next.journey].as_mut().expect("somebody who walks");
        match &answer.screen.data {
            Data::Otp { .. } if answer.error.is_none() => walker.code = newest.unwrap_or_default(),
            Data::Setup { secret, .. } => walker.setup = Some(secret.clone()),
            Data::Consent { documents } => walker.documents = documents.iter().map(|one| one.id.clone()).collect(),
            Data::Codes { codes } => walker.shown_codes = codes.clone(),
            Data::SignedIn { device_token: Some(token), .. } => {
                self.account.devices.insert(token.clone(), true);
                self.device = Some(token.clone());
            }
            Data::SignedIn { .. } => self.device = own,
            _ => {}
        }
    }

    /// The code in the newest mail of the outbox, where that is one with a code.
    fn newest_code(&self) -> Option<String> {
        let entries = std::fs::read_dir(self.home.join("outbox")).ok()?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        paths.iter().rev().find_map(|path| {
            let bytes = std::fs::read(path).ok()?;
            let message = mail_parser::MessageParser::default().parse(&bytes)?;
            let text = message.body_text(0)?.into_owned();
            text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned)
        })
    }
}
