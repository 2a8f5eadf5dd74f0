//! The sign-in journey as an explicit state machine: no I/O, no clock, no generator, no secret.
//!
//! A journey is a value ([`Journey`]). What happened comes in as an [`Event`], already judged by the
//! driver ("the password matched"); what must be done goes out as [`Effect`]s, carried out in the
//! transaction that stores the new value. [`owed`] is the whole order of the journey and [`step`]
//! is the whole machine.

pub mod action;
mod event;
mod facts;
pub mod forecast;
pub mod map;
mod period;
pub mod policy;
pub mod properties;
pub mod replay;
pub mod rules;
pub mod screen;
mod state;

pub use event::{Effect, Event};
pub use facts::{Authenticator, Consent, Facts, History, PasswordDue, Proof};
pub use state::{Reason, State};

use policy::Policy;
use serde::{Deserialize, Serialize};

/// A sign-in in progress, or one that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Journey {
    /// Where it stands.
    pub state: State,
    /// The facts it last derived from; `None` until a right password says whose they are.
    pub facts: Option<Facts>,
    /// What it has seen.
    pub history: History,
}

/// A step that the machine took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The journey after it.
    pub journey: Journey,
    /// What must be done with it, in this order.
    pub effects: Vec<Effect>,
}

/// A step that the machine does not take; the journey stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Refused {
    /// The event does not belong to this state.
    #[error("this screen does not offer that action")]
    NotAllowed,
    /// The journey has ended.
    #[error("this journey has ended")]
    Ended,
    /// Every mail of this journey is sent.
    #[error("no more codes can be mailed in this journey")]
    NoSendsLeft,
    /// A required document has no published version.
    #[error("a required document has no published version")]
    ConsentUnavailable,
}

/// What a sign-in still owes: the first thing owed is the next screen. This is the order of the journey.
///
/// Who owes an enrolment also owes the mailed code, on a trusted device too, because the code is then
/// all that stands beside the password.
pub fn owed(policy: &Policy, facts: &Facts, history: &History) -> State {
    let enrolment = facts.owes_enrolment(policy);
    if (!facts.device_trusted || enrolment) && !history.otp_verified {
        State::DeviceUnrecognized
    } else if facts.authenticator != Authenticator::None && history.proof.is_none() {
        State::MfaChallenge
    } else if facts.password_due.is_some() {
        State::PasswordChange
    } else if facts.consent != Consent::Settled {
        State::Consent
    } else if enrolment {
        State::MfaRequired
    } else {
        State::SignedIn
    }
}

impl Default for Journey {
    fn default() -> Self {
        Self { state: State::SignIn, facts: None, history: History::default() }
    }
}

/// Takes one step.
///
/// # Errors
/// [`Refused`] says why not; the journey is then unchanged.
pub fn step(policy: &Policy, journey: &Journey, event: Event) -> Result<Step, Refused> {
    use {Event as E, State as S};
    let mut next = *journey;
    if next.state.is_end() {
        return Err(Refused::Ended);
    }
    match (next.state, event) {
        (_, E::Abandoned) => Ok(next.end(Reason::Abandoned)),
        (_, E::Expired) => Ok(next.end(Reason::Expired)),
        (_, E::Superseded) => Ok(next.end(Reason::Superseded)),
        (_, E::Disabled) => Ok(next.end(Reason::Disabled)),
        (S::Consent, E::Declined) => Ok(next.end(Reason::Declined)),

        (S::SignIn, E::PasswordBad) => Ok(next.stay()),
        (S::SignIn, E::PasswordOk(facts)) if facts.consent == Consent::Unavailable => Err(Refused::ConsentUnavailable),
        (S::SignIn, E::PasswordOk(facts)) => {
            next.facts = Some(facts);
            Ok(next.forward(policy, &facts))
        }
        (S::SignIn, _) => Err(Refused::NotAllowed),
        (_, E::FactsChanged(facts)) => Ok(next.derive_anew(policy, facts)),
        _ if next.is_blocked() => Err(Refused::ConsentUnavailable),

        (S::DeviceUnrecognized | S::OtpVerification, E::CodeRequested) => next.mail(policy),
        (S::OtpVerification, E::OtpBad) => Ok(next.wrong(policy.otp.tries, |h| &mut h.otp_wrong)),
        (S::OtpVerification, E::OtpOk) => Ok(next.prove(policy, |_, h| h.otp_verified = true, None)),

        (S::MfaChallenge, E::ChallengeBad) => Ok(next.wrong(policy.mfa.tries, |h| &mut h.challenge_wrong)),
        (S::MfaChallenge, E::TotpOk) if next.authenticator() != Some(Authenticator::Active) => Err(Refused::NotAllowed),
        (S::MfaChallenge, E::TotpOk) => Ok(next.prove(policy, |_, h| h.proof = Some(Proof::Totp), None)),
        (S::MfaChallenge, E::RecoveryCodeOk) => {
            let used = Some(Effect::UseRecoveryCode);
            Ok(next.prove(policy, |_, h| h.proof = Some(Proof::RecoveryCode), used))
        }

        (S::PasswordChange, E::PasswordChanged) => {
            Ok(next.prove(policy, |f, _| f.password_due = None, Some(Effect::StorePassword)))
        }
        (S::Consent, E::Accepted) => {
            Ok(next.prove(policy, |f, _| f.consent = Consent::Settled, Some(Effect::RecordConsent)))
        }

        (S::MfaRequired, E::Activated) => Ok(next.enter(S::ConfirmPassword, None)),
        (S::ConfirmPassword, E::ConfirmBad) => Ok(next.wrong(policy.mfa.tries, |h| &mut h.confirm_wrong)),
        (S::ConfirmPassword, E::Confirmed) => Ok(next.enter(S::MfaSetup, Some(Effect::DrawSecret))),
        (S::MfaSetup, E::SetupBad) => Ok(next.wrong(policy.mfa.tries, |h| &mut h.setup_wrong)),
        (S::MfaSetup, E::SetupOk) => Ok(next.enter(S::RecoveryCodes, Some(Effect::DrawRecoveryCodes))),
        (S::RecoveryCodes, E::Acknowledged) => {
            let enrolled = |f: &mut Facts, h: &mut History| {
                f.authenticator = Authenticator::Active;
                h.proof = Some(Proof::Totp);
            };
            Ok(next.prove(policy, enrolled, Some(Effect::Enrol)))
        }
        _ => Err(Refused::NotAllowed),
    }
}

impl Journey {
    /// Whether a required document without a published version stops every act but giving up.
    pub fn is_blocked(&self) -> bool {
        self.facts.is_some_and(|facts| facts.consent == Consent::Unavailable)
    }

    fn authenticator(&self) -> Option<Authenticator> {
        self.facts.map(|facts| facts.authenticator)
    }

    fn stay(self) -> Step {
        Step { journey: self, effects: Vec::new() }
    }

    fn enter(mut self, state: State, effect: Option<Effect>) -> Step {
        self.state = state;
        Step { journey: self, effects: effect.into_iter().collect() }
    }

    /// Goes to what is owed next; arriving at the end opens the session, here and nowhere else.
    fn forward(self, policy: &Policy, facts: &Facts) -> Step {
        let mut step = self.enter(owed(policy, facts, &self.history), None);
        if step.journey.state == State::SignedIn {
            if self.history.otp_verified {
                step.effects.push(Effect::TrustDevice);
            }
            step.effects.push(Effect::OpenSession);
        }
        step
    }

    /// Something owed was settled: notes it and goes on.
    fn prove(mut self, policy: &Policy, note: impl FnOnce(&mut Facts, &mut History), effect: Option<Effect>) -> Step {
        let Some(mut facts) = self.facts else { return self.stay() };
        note(&mut facts, &mut self.history);
        self.facts = Some(facts);
        let mut step = self.forward(policy, &facts);
        step.effects.splice(0..0, effect);
        step
    }

    /// Facts changed outside. A screen whose debt still comes first stays; otherwise the new first debt
    /// takes its place. A session needs an act of the person, so that none opens by looking at a journey;
    /// where the authenticator that is asked for is gone and nothing else is owed, there is no act left.
    fn derive_anew(mut self, policy: &Policy, facts: Facts) -> Step {
        self.facts = Some(facts);
        let next = owed(policy, &facts, &self.history);
        if next == State::SignedIn && self.state == State::MfaChallenge && facts.authenticator == Authenticator::None {
            return self.end(Reason::Superseded);
        }
        if next == State::SignedIn || next == self.state.debt() {
            return self.stay();
        }
        self.enter(next, None)
    }

    fn mail(mut self, policy: &Policy) -> Result<Step, Refused> {
        if self.history.otp_sends >= policy.otp.sends {
            return Err(Refused::NoSendsLeft);
        }
        self.history.otp_sends += 1;
        Ok(self.enter(State::OtpVerification, Some(Effect::MailOtp)))
    }

    fn wrong(mut self, tries: u8, count: impl FnOnce(&mut History) -> &mut u8) -> Step {
        let count = count(&mut self.history);
        *count = count.saturating_add(1);
        if *count >= tries { self.end(Reason::TooManyAttempts) } else { self.stay() }
    }

    fn end(self, reason: Reason) -> Step {
        let unfinished = self.facts.is_some() && self.history.otp_sends == 0;
        self.enter(State::Ended(reason), unfinished.then_some(Effect::NoticeUnfinished))
    }
}

#[cfg(test)]
mod tests;
