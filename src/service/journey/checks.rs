//! The checks that need no password hash: each looks, counts, and turns what it found into an event.

use jiff::SignedDuration;
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use super::answer::Trouble;
use super::fields::{Fields, invalid};
use super::steps::{Opened, Supplies};
use crate::credentials::totp::{Secret, TotpVerdict};
use crate::credentials::{otp, recovery, seal, totp};
use crate::journey::policy::{TotpAlgorithm, TotpPolicy};
use crate::journey::screen::Document;
use crate::journey::{Event, Refused, State};
use crate::service::throttle::{Counter, Gate};
use crate::service::{ServiceError, Work};
use crate::store::{AuthenticatorRow, DocumentRow, Drift, UserRow};

/// An hour, the span that `otp.hourly_sends` counts in.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

const WAIT: &str = "Wait until the time is over, then try again.";
const ASK_SUPPORT: &str = "Ask support, who lifts this with `vestibule user unlock`.";
pub(super) const USE_RECOVERY_CODE: &str = "Enter a recovery code, or ask support for a reset of your authenticator.";

/// What a check found: the step was taken, or why it was not.
pub(super) type Checked = Result<Option<Trouble>, ServiceError>;

pub(super) fn refused(refused: Refused) -> Trouble {
    match refused {
        Refused::NotAllowed => Trouble::ActionNotAllowed,
        Refused::Ended => Trouble::JourneyEnded,
        Refused::NoSendsLeft => Trouble::NoSendsLeft,
        Refused::ConsentUnavailable => Trouble::ConsentUnavailable,
    }
}

fn throttled(gate: Gate, shut: &'static str) -> Option<Trouble> {
    match gate {
        Gate::Open => None,
        Gate::Wait(wait) => Some(Trouble::Throttled { retry_after: Some(wait), hint: WAIT }),
        Gate::Shut => Some(Trouble::Throttled { retry_after: None, hint: shut }),
    }
}

/// The gate of a counter of passwords.
pub(super) fn password_gate(work: &Work<'_>, counter: &Counter) -> Checked {
    Ok(throttled(work.gate(counter)?, ASK_SUPPORT))
}

impl Work<'_> {
    /// Takes a step for an event; a wrong one costs its try and is answered with `wrong`.
    pub(super) fn take(&self, opened: &mut Opened, event: Event, supplies: &Supplies<'_>) -> Checked {
        Ok(self.step(opened, event, supplies)?.err().map(refused))
    }

    fn take_wrong(&self, opened: &mut Opened, event: Event, wrong: Trouble) -> Checked {
        Ok(Some(self.take(opened, event, &Supplies::default())?.unwrap_or(wrong)))
    }

    /// Whether a mail with a code may go out now.
    pub(super) fn check_mail(&self, opened: &mut Opened) -> Checked {
        let user = opened.account()?;
        if opened.row.journey.history.otp_sends >= self.world.policy.otp.sends {
            return Ok(Some(Trouble::NoSendsLeft));
        }
        if let Some(trouble) = throttled(self.gate(&Counter::Otp(user.key))?, ASK_SUPPORT) {
            return Ok(Some(trouble));
        }
        if opened.row.journey.state == State::OtpVerification
            && let Some(last) = self.db.otps(opened.row.key)?.first()
        {
            let again =
                last.mailed_at.saturating_add(self.world.policy.otp.resend_after.duration()).unwrap_or(self.now);
            if again > self.now {
                return Ok(Some(Trouble::ResendTooSoon { retry_after: again.duration_since(self.now) }));
            }
        }
        let since = self.now.saturating_sub(HOUR).unwrap_or(self.now);
        let mails = self.db.otp_mails_since(user.key, since)?;
        if mails.len() >= self.world.policy.otp.hourly_sends as usize {
            let oldest = mails[mails.len() - self.world.policy.otp.hourly_sends as usize];
            let wait = HOUR.saturating_sub(self.now.duration_since(oldest));
            return Ok(Some(Trouble::Throttled { retry_after: Some(wait), hint: WAIT }));
        }
        self.take(opened, Event::CodeRequested, &Supplies::default())
    }

    /// The mailed code. An expired one costs nothing, because nothing is compared; a superseded one costs a try.
    pub(super) fn check_mailed_code(&self, opened: &mut Opened, fields: &Fields) -> Checked {
        let mailed = self.db.otps(opened.row.key)?;
        let Some((current, former)) = mailed.split_first() else { return Err(ServiceError::Conflict) };
        let digits = current.digits;
        let code = otp::parse(fields.get("code")?.expose_secret(), digits)
            .ok_or_else(|| invalid("code", &format!("is no code; enter the {digits} digits of the mail")))?;
        let user = opened.account()?.clone();
        let counter = Counter::Otp(user.key);
        if let Some(trouble) = throttled(self.gate(&counter)?, ASK_SUPPORT) {
            return Ok(Some(trouble));
        }
        if current.expires_at <= self.now {
            return Ok(Some(Trouble::OtpExpired));
        }
        self.count_failure(&counter)?;
        let digest = self.otp_digest(opened, &user, &code);
        let matches = |stored: &[u8; 32]| bool::from(stored.ct_eq(&digest));
        if matches(&current.digest) {
            if !self.db.use_otp(current.key, self.now)? {
                return Err(ServiceError::Conflict);
            }
            self.clear(&counter)?;
            return self.take(opened, Event::OtpOk, &Supplies::default());
        }
        let superseded = former.iter().any(|otp| matches(&otp.digest));
        let wrong = if superseded { Trouble::OtpSuperseded } else { Trouble::OtpWrong };
        self.take_wrong(opened, Event::OtpBad, wrong)
    }

    /// The challenge: exactly as many digits as a code of an enrolled authenticator has are a TOTP code, anything else
    /// a recovery code.
    pub(super) fn check_challenge(&self, opened: &mut Opened, fields: &Fields) -> Checked {
        let text = fields.get("code")?.expose_secret();
        let enrolled = self.db.authenticators(opened.account()?.key)?;
        match enrolled.iter().find_map(|one| otp::parse(text, one.digits)) {
            Some(code) => self.check_totp(opened, code.expose_secret()),
            None => self.check_recovery_code(opened, text),
        }
    }

    fn check_totp(&self, opened: &mut Opened, code: &str) -> Checked {
        let user = opened.account()?.clone();
        let counter = Counter::Totp(user.key);
        if let Some(trouble) = throttled(self.gate(&counter)?, USE_RECOVERY_CODE) {
            return Ok(Some(trouble));
        }
        let active: Vec<_> =
            self.db.authenticators(user.key)?.into_iter().filter(|one| one.disabled_at.is_none()).collect();
        if active.is_empty() {
            return Ok(Some(Trouble::Throttled { retry_after: None, hint: USE_RECOVERY_CODE }));
        }
        let failures = self.count_failure(&counter)?;
        match self.prove_totp(&active, code)? {
            TotpVerdict::Accepted { .. } => {
                self.clear(&counter)?;
                self.take(opened, Event::TotpOk, &Supplies::default())
            }
            verdict => {
                if failures >= self.world.policy.mfa.failures_until_disabled {
                    self.disable_authenticators(&user)?;
                }
                let replayed = matches!(verdict, TotpVerdict::Replayed);
                let wrong = if replayed { Trouble::TotpReplayed } else { Trouble::TotpWrong };
                self.take_wrong(opened, Event::ChallengeBad, wrong)
            }
        }
    }

    /// Whether any authenticator proves with this code; the one that does takes the code's time step.
    pub(crate) fn prove_totp(&self, active: &[AuthenticatorRow], code: &str) -> Result<TotpVerdict, ServiceError> {
        let mut best = TotpVerdict::Wrong;
        for one in active {
            let (secret, policy) = self.unseal(one)?;
            match totp::check(&secret, &policy, self.now, one.last_step, code) {
                TotpVerdict::Accepted { step } if self.db.take_step(&one.id, step)? => {
                    let current = self.now.as_second().div_euclid(policy.period.max(1).into());
                    self.db.note_drift(one, Drift { at: self.now, steps: step - current })?;
                    return Ok(TotpVerdict::Accepted { step });
                }
                TotpVerdict::Accepted { .. } | TotpVerdict::Replayed => best = TotpVerdict::Replayed,
                TotpVerdict::Wrong => {}
            }
        }
        Ok(best)
    }

    /// An authenticator's secret, with the parameters that it was enrolled with.
    pub(crate) fn unseal(&self, one: &AuthenticatorRow) -> Result<(Secret, TotpPolicy), ServiceError> {
        let aad = format!("authenticators.secret:{}", one.id);
        let secret = Secret::from_bytes(seal::open(&self.world.keyring, &aad, &one.secret)?);
        Ok((secret, self.parameters(one)?))
    }

    /// The parameters that an authenticator was enrolled with.
    pub(crate) fn parameters(&self, one: &AuthenticatorRow) -> Result<TotpPolicy, ServiceError> {
        Ok(TotpPolicy {
            algorithm: algorithm(&one.algorithm)?,
            digits: one.digits,
            period: one.period,
            skew: self.world.policy.totp.skew,
        })
    }

    /// Disables every authenticator of an account: only a recovery code, or a reset, passes then.
    pub(crate) fn disable_authenticators(&self, user: &UserRow) -> Result<(), ServiceError> {
        self.db.disable_authenticators(user.key, self.now)?;
        self.audit_operator("mfa.disabled_by_failures", &user.id, None)
    }

    fn check_recovery_code(&self, opened: &mut Opened, text: &str) -> Checked {
        let user = opened.account()?.clone();
        let counter = Counter::RecoveryCode(user.key);
        if let Some(trouble) = throttled(self.gate(&counter)?, ASK_SUPPORT) {
            return Ok(Some(trouble));
        }
        self.count_failure(&counter)?;
        let digest = recovery::digest_of_typed(&self.world.keyring, &user.id, text);
        let known = match &digest {
            Some(digest) => self.db.has_recovery_code(user.key, digest)?,
            None => false,
        };
        if !known {
            return self.take_wrong(opened, Event::ChallengeBad, Trouble::TotpWrong);
        }
        self.clear(&counter)?;
        let supplies = Supplies { recovery_code: digest, ..Supplies::default() };
        self.take(opened, Event::RecoveryCodeOk, &supplies)
    }

    /// The first code of a new authenticator. Its time step counts as used.
    pub(super) fn check_setup_code(&self, opened: &mut Opened, fields: &Fields) -> Checked {
        let policy = &self.world.policy.totp;
        let code = otp::parse(fields.get("code")?.expose_secret(), policy.digits)
            .ok_or_else(|| invalid("code", &format!("is no code; enter the {} digits of the app", policy.digits)))?;
        let pending = self.pending_of(opened)?.ok_or(ServiceError::Conflict)?;
        match totp::check(&pending.secret(), policy, self.now, None, code.expose_secret()) {
            TotpVerdict::Accepted { step } => {
                let supplies = Supplies { setup_step: Some(step), ..Supplies::default() };
                self.take(opened, Event::SetupOk, &supplies)
            }
            TotpVerdict::Replayed | TotpVerdict::Wrong => self.take_wrong(opened, Event::SetupBad, Trouble::TotpWrong),
        }
    }

    /// The documents accepted against those required, in the versions that were on the screen.
    pub(super) fn check_documents(&self, opened: &mut Opened, fields: &Fields) -> Checked {
        let listed = self.documents_for(opened.account()?)?;
        let accepted = fields.all("accept");
        if let Some(stranger) = accepted.iter().find(|id| !listed.iter().any(|(doc, _)| doc.id == **id)) {
            return Err(invalid(
                "accept",
                &format!("is {stranger:?}, which is no document on the screen; accept those listed"),
            ));
        }
        if opened.row.shown.as_deref() != Some(&shown(&listed)) {
            return Ok(Some(Trouble::DocumentChanged));
        }
        let is_missing = |doc: &DocumentRow, required: bool| required && !accepted.contains(&doc.id.as_str());
        let missing: Vec<String> =
            listed.iter().filter(|(doc, required)| is_missing(doc, *required)).map(|(doc, _)| doc.id.clone()).collect();
        if !missing.is_empty() {
            return Ok(Some(Trouble::ConsentIncomplete { missing }));
        }
        let accepted = listed.into_iter().map(|(doc, _)| doc).filter(|doc| accepted.contains(&doc.id.as_str()));
        let supplies = Supplies { accepted: accepted.collect(), ..Supplies::default() };
        self.take(opened, Event::Accepted, &supplies)
    }

    /// The documents on a person's consent screen: first those to accept, then those only to read.
    pub(super) fn documents_for(&self, user: &UserRow) -> Result<Vec<(DocumentRow, bool)>, ServiceError> {
        let policy = &self.world.policy;
        let required = policy.required_documents(user.project_type);
        let mut listed = Vec::new();
        for id in required {
            if let Some(document) = self.db.current_document(id)?
                && !self.db.has_accepted(user.key, id)?
            {
                listed.push((document, true));
            }
        }
        for id in policy.consent.shown.iter().filter(|id| !required.contains(id)) {
            listed.extend(self.db.current_document(id)?.map(|document| (document, false)));
        }
        Ok(listed)
    }
}

/// What a consent screen showed, for comparing it with what would be shown now.
pub(super) fn shown(listed: &[(DocumentRow, bool)]) -> String {
    let parts: Vec<String> =
        listed.iter().map(|(doc, _)| format!("{} {} {}", doc.id, doc.version, doc.digest)).collect();
    parts.join("\n")
}

pub(super) fn on_screen(listed: Vec<(DocumentRow, bool)>) -> Vec<Document> {
    let document = |(doc, required): (DocumentRow, bool)| Document {
        id: doc.id,
        title: doc.title,
        version: doc.version,
        digest: doc.digest,
        text: doc.body,
        required,
    };
    listed.into_iter().map(document).collect()
}

fn algorithm(word: &str) -> Result<TotpAlgorithm, ServiceError> {
    [TotpAlgorithm::SHA1, TotpAlgorithm::SHA256, TotpAlgorithm::SHA512]
        .into_iter()
        .find(|algorithm| algorithm.as_str() == word)
        .ok_or_else(|| crate::store::StoreError::Damaged(format!("{word:?} is no TOTP algorithm")).into())
}
