//! The sign-in journey as an explicit state machine: no I/O, no clock, no generator, no secret.
//!
//! A journey is a value ([`Journey`]). What happened comes in as an [`Event`], already judged by the
//! driver ("the password matched"); what must be done goes out as [`Effect`]s, carried out in the
//! transaction that stores the new value. [`owed`] is the whole order of the journey and [`step`]
//! is the whole machine.

pub mod action;
pub mod map;
pub mod policy;
pub mod properties;
pub mod screen;

use policy::Policy;
use serde::{Deserialize, Serialize};

/// Where a journey stands; each state but the two ends has a screen of the same name.
///
/// What a person used up (tries, sends) is kept in [`History`] and not here, because it outlives the
/// screen: leaving a screen and coming back must not buy new guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waiting for an address and a password.
    SignIn,
    /// The device is not trusted; a code can be mailed.
    DeviceUnrecognized,
    /// A code was mailed and is awaited.
    OtpVerification,
    /// An enrolled authenticator, or a recovery code, must be proved.
    MfaChallenge,
    /// The password must be changed.
    PasswordChange,
    /// Required documents must be accepted.
    Consent,
    /// An authenticator must be enrolled.
    MfaRequired,
    /// The password is asked again before an enrolment.
    ConfirmPassword,
    /// A secret was drawn and its first code is awaited.
    MfaSetup,
    /// Recovery codes were drawn and must be acknowledged.
    RecoveryCodes,
    /// The end that opens a session.
    SignedIn,
    /// Every other end.
    Ended(Reason),
}

/// Why a journey ended without a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The person declined the documents.
    Declined,
    /// The person gave up.
    Abandoned,
    /// Time ran out.
    Expired,
    /// The tries are used up.
    TooManyAttempts,
    /// An act elsewhere (a reset, a password change) overtook it.
    Superseded,
    /// The account was disabled.
    Disabled,
}

/// The account's authenticators, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authenticator {
    /// None is enrolled.
    None,
    /// At least one is enrolled and accepts codes.
    Active,
    /// Enrolled, but disabled by wrong codes: only a recovery code passes, and then owes a new enrolment.
    Disabled,
}

/// Why a password must be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordDue {
    /// It is older than the policy allows.
    Expired,
    /// It was made for the person and works for a short time only.
    Temporary,
    /// Support asked for a new one.
    Reset,
}

/// Whether the documents that the account must accept are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Every required document's current version is accepted, or none is required.
    Settled,
    /// At least one is not.
    Due,
    /// A required document has no published version, so nobody can accept it.
    Unavailable,
}

/// What the database says of the account and the device, read in the transaction of the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Facts {
    /// The device carries a valid token of this very account.
    pub device_trusted: bool,
    /// The account's authenticators.
    pub authenticator: Authenticator,
    /// Why the password must be changed, if it must.
    pub password_due: Option<PasswordDue>,
    /// The account's consent.
    pub consent: Consent,
}

/// How a second factor was proved in this journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// By a code of an authenticator app.
    Totp,
    /// By a recovery code.
    RecoveryCode,
}

/// What this journey has seen so far. Counters only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct History {
    /// The mailed code was right.
    pub otp_verified: bool,
    /// How the second factor was proved.
    pub proof: Option<Proof>,
    /// Mails with a code sent.
    pub otp_sends: u8,
    /// Wrong mailed codes, whatever the number of mails.
    pub otp_wrong: u8,
    /// Wrong codes in the challenge.
    pub challenge_wrong: u8,
    /// Wrong passwords at the confirmation.
    pub confirm_wrong: u8,
    /// Wrong codes at the set-up.
    pub setup_wrong: u8,
}

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

/// Something that happened, judged by the driver. It never holds a secret or a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The password matched, and these are the facts.
    PasswordOk(Facts),
    /// The address is unknown, the password wrong, or the account disabled: all the same here.
    PasswordBad,
    /// The database's facts are no longer those that the journey derived from.
    FactsChanged(Facts),
    /// The person asked for the code to be mailed.
    CodeRequested,
    /// The mailed code was right.
    OtpOk,
    /// The mailed code was wrong, or one that a newer one replaced.
    OtpBad,
    /// A code of an enrolled authenticator was right and new.
    TotpOk,
    /// A recovery code was right and unused.
    RecoveryCodeOk,
    /// Neither.
    ChallengeBad,
    /// The new password obeys every rule.
    PasswordChanged,
    /// Every required document was accepted.
    Accepted,
    /// The documents were declined.
    Declined,
    /// The person starts the enrolment.
    Activated,
    /// The password was confirmed.
    Confirmed,
    /// It was not.
    ConfirmBad,
    /// The first code of the new authenticator was right.
    SetupOk,
    /// It was not.
    SetupBad,
    /// The recovery codes were acknowledged.
    Acknowledged,
    /// The person gave up.
    Abandoned,
    /// The journey's time ran out.
    Expired,
    /// A support act or another journey overtook this one.
    Superseded,
    /// The account was disabled.
    Disabled,
}

/// What the driver must do in the transaction that stores the new journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Draw a code, supersede the former one, and queue the mail.
    MailOtp,
    /// Take back the recovery code that proved.
    UseRecoveryCode,
    /// Store the new password; end the person's other sessions, journeys and device trust.
    StorePassword,
    /// Write a receipt for every document accepted.
    RecordConsent,
    /// Draw the authenticator's secret, unless this journey already has one.
    DrawSecret,
    /// Draw the recovery codes, unless this journey already has them.
    DrawRecoveryCodes,
    /// Make the proved authenticator and the acknowledged codes the account's.
    Enrol,
    /// Trust the device that verified a mailed code.
    TrustDevice,
    /// Open the one session of this journey.
    OpenSession,
    /// Tell the person that a right password led nowhere.
    NoticeUnfinished,
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

impl Facts {
    /// Whether an authenticator must be enrolled: none is there, or the one there is disabled.
    pub fn owes_enrolment(&self, policy: &Policy) -> bool {
        match self.authenticator {
            Authenticator::None => policy.mfa.required,
            Authenticator::Active => false,
            Authenticator::Disabled => true,
        }
    }
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

impl Reason {
    /// The word used in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Abandoned => "abandoned",
            Self::Expired => "expired",
            Self::TooManyAttempts => "too_many_attempts",
            Self::Superseded => "superseded",
            Self::Disabled => "disabled",
        }
    }
}

impl State {
    /// The id of the state's screen.
    pub fn id(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::DeviceUnrecognized => "device_unrecognized",
            Self::OtpVerification => "otp_verification",
            Self::MfaChallenge => "mfa_challenge",
            Self::PasswordChange => "password_change",
            Self::Consent => "consent",
            Self::MfaRequired => "mfa_required",
            Self::ConfirmPassword => "confirm_password",
            Self::MfaSetup => "mfa_setup",
            Self::RecoveryCodes => "recovery_codes",
            Self::SignedIn => "signed_in",
            Self::Ended(_) => "ended",
        }
    }

    /// Whether a journey here is open, signed in or ended: the `status` of its JSON document.
    pub fn status(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::Ended(_) => "ended",
            _ => "open",
        }
    }

    /// Whether the journey is over.
    pub fn is_end(self) -> bool {
        matches!(self, Self::SignedIn | Self::Ended(_))
    }

    /// The first screen of the debt that this state works off.
    fn debt(self) -> Self {
        match self {
            Self::OtpVerification => Self::DeviceUnrecognized,
            Self::ConfirmPassword | Self::MfaSetup | Self::RecoveryCodes => Self::MfaRequired,
            other => other,
        }
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
