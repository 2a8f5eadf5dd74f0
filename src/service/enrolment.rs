//! Authenticators enrolled and revoked outside a sign-in.
//!
//! An enrolment needs the person's own password and, where an authenticator is enrolled, a code of it or a recovery
//! code. The secret is sealed until a code of the new app and the password again confirm it; the proof by the factor
//! stands with it, and whatever changes the person's authenticators or password meanwhile makes it void.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::journey::answer::Trouble;
use super::journey::pending::Pending;
use super::mail::Envelope;
use super::mfa::Proved;
use super::permission::Permission;
use super::reason::Reason;
use super::throttle::{Counter, Gate};
use super::{Service, ServiceError, Work};
use crate::credentials::totp::{self, Secret, TotpVerdict};
use crate::credentials::{otp, recovery, seal};
use crate::journey::Event;
use crate::mail::message::Kind;
use crate::store::{AuthenticatorRow, EnrolmentRow, UserRow, UserState};

/// The name of an authenticator that was given none.
const NAME: &str = "Authenticator app";

/// The longest name of an authenticator, in characters.
pub(super) const MAX_NAME_CHARS: usize = 60;

/// Authenticators of one account at most: each one makes a guess more likely to be right.
const MAX_AUTHENTICATORS: usize = 5;

/// How far off a phone's clock may be for the hint to name it, in time steps.
const DRIFT_STEPS: u32 = 10;

/// An authenticator to be confirmed. It holds the secret, so it has no `Debug`.
#[derive(Serialize)]
pub struct Enrolment {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// What the authenticator is called.
    pub name: String,
    /// The secret in base32.
    pub secret: String,
    /// The same as an `otpauth://` URI.
    pub otpauth: String,
    /// Until when it can be confirmed.
    pub expires_at: Timestamp,
}

/// An authenticator that was confirmed. It may hold recovery codes, so it has no `Debug`.
#[derive(Serialize)]
pub struct Enrolled {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// The authenticator's id.
    pub authenticator: String,
    /// What it is called.
    pub name: String,
    /// Authenticators that the account has now.
    pub authenticators: usize,
    /// The recovery codes, with an account's first authenticator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
}

/// An authenticator that was revoked.
#[derive(Debug, Serialize)]
pub struct Revoked {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// The authenticator's id.
    pub authenticator: String,
    /// What it was called.
    pub name: String,
    /// Authenticators that the account has now.
    pub authenticators: usize,
    /// Open sign-ins superseded.
    pub journeys: usize,
}

impl Service {
    /// Draws the secret of a new authenticator, after the person's password and, where one is enrolled, a code of it
    /// or a recovery code.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account, [`ServiceError::Invalid`] where a value is missing
    /// or cannot be, [`ServiceError::Exists`] where the account has an authenticator of that name, and
    /// [`ServiceError::PasswordNotOwn`].
    pub fn begin_enrolment(
        &mut self,
        address: &str,
        name: Option<&str>,
        password: &SecretString,
        code: Option<&SecretString>,
    ) -> Result<Result<Enrolment, Proved>, ServiceError> {
        self.permit(Permission::MfaCodes)?;
        self.ready()?;
        self.read(|work| {
            let user = work.account(address)?;
            work.may_enrol(&user)?;
            let enrolled = work.db.authenticators(user.key)?;
            work.name_of(name, &enrolled)?;
            if code.is_none() && !enrolled.is_empty() {
                let problem = "is missing: an authenticator is enrolled, so that one of its codes, or a recovery \
                               code, must prove who asks; give it with --code";
                return Err(ServiceError::Invalid { what: "the code".to_owned(), problem: problem.to_owned() });
            }
            Ok(())
        })?;
        if let Some(trouble) = self.confirm_password(address, password)? {
            return Ok(Err(Proved::No { trouble, drift: None }));
        }
        let begun = self.write(|work| {
            let user = work.account(address)?;
            work.may_enrol(&user)?;
            let enrolled = work.db.authenticators(user.key)?;
            let name = work.name_of(name, &enrolled)?;
            if !enrolled.is_empty() {
                let code = code.ok_or(ServiceError::Conflict)?.expose_secret();
                match work.prove_by_any_code(&user, &enrolled, code)? {
                    Proved::Yes => {}
                    refused => return Ok(Err(refused)),
                }
            }
            work.draw_enrolment(&user, name).map(Ok)
        })?;
        self.deliver_queued();
        Ok(begun)
    }

    /// Makes a drawn authenticator the account's, after the person's password and the new app's first code. The
    /// account's first one comes with recovery codes. A notice is mailed.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account or nothing waits to be confirmed,
    /// [`ServiceError::Invalid`] where the text is no code, and [`ServiceError::PasswordNotOwn`].
    pub fn confirm_enrolment(
        &mut self,
        address: &str,
        password: &SecretString,
        code: &SecretString,
    ) -> Result<Result<Enrolled, Proved>, ServiceError> {
        self.permit(Permission::MfaCodes)?;
        self.ready()?;
        let digits = self.world.policy.totp.digits;
        let code = otp::parse(code.expose_secret(), digits).ok_or_else(|| ServiceError::Invalid {
            what: "the code".to_owned(),
            problem: format!("is no code of an app; enter its {digits} digits"),
        })?;
        self.read(|work| {
            let user = work.account(address)?;
            work.may_enrol(&user)?;
            work.waiting_enrolment(&user).map(drop)
        })?;
        if let Some(trouble) = self.confirm_password(address, password)? {
            return Ok(Err(Proved::No { trouble, drift: None }));
        }
        let enrolled = self.write(|work| {
            let user = work.account(address)?;
            work.may_enrol(&user)?;
            work.confirm_enrolment(&user, code.expose_secret())
        })?;
        self.deliver_queued();
        Ok(enrolled)
    }

    /// Takes one of several authenticators away, by its id or name; open sign-ins end with it, and a notice is mailed.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account or the account no such authenticator,
    /// [`ServiceError::LastAuthenticator`] where no other one would be left that works, [`ServiceError::OwnAccount`] and
    /// [`ServiceError::AdminAccount`] where it is one that the operator may not touch.
    pub fn revoke_authenticator(
        &mut self,
        address: &str,
        which: &str,
        why: &Reason<'_>,
    ) -> Result<Revoked, ServiceError> {
        self.permit(Permission::MfaCodes)?;
        let revoked = self.write(|work| {
            let user = work.account(address)?;
            work.must_not_be_own(&user)?;
            let all = work.db.authenticators(user.key)?;
            let is_meant = |one: &AuthenticatorRow| one.id == which || one.name == which;
            let Some(one) = all.iter().find(|one| is_meant(one)) else {
                return Err(ServiceError::NotFound { what: "authenticator", given: which.to_owned() });
            };
            if !all.iter().any(|other| other.id != one.id && other.disabled_at.is_none()) {
                return Err(ServiceError::LastAuthenticator);
            }
            work.db.remove_authenticator(&one.id)?;
            let journeys = work.end_journeys(&user, None, Event::Superseded)?;
            work.queue_mail(&Envelope::to(&user), Kind::AuthenticatorRevoked { authenticator: &one.name })?;
            let mut detail = why.detail().unwrap_or_else(|| serde_json::json!({}));
            detail["authenticator"] = one.id.as_str().into();
            work.audit_operator("mfa.revoked", &user.id, Some(detail))?;
            Ok(Revoked {
                authenticator: one.id.clone(),
                name: one.name.clone(),
                authenticators: all.len() - 1,
                journeys,
                user: user.id,
                address: user.address,
            })
        })?;
        self.deliver_queued();
        Ok(revoked)
    }
}

impl Work<'_> {
    /// Whether an account's person may enrol outside a sign-in: a password that support knows is no proof.
    fn may_enrol(&self, user: &UserRow) -> Result<(), ServiceError> {
        if user.state == UserState::Disabled {
            let what = format!("the account {}", user.address);
            return Err(ServiceError::Invalid { what, problem: "is disabled; enable it first".to_owned() });
        }
        if user.password_due.is_some() { Err(ServiceError::PasswordNotOwn) } else { Ok(()) }
    }

    fn name_of(&self, given: Option<&str>, enrolled: &[AuthenticatorRow]) -> Result<String, ServiceError> {
        let active = enrolled.iter().filter(|one| one.disabled_at.is_none());
        if active.count() >= MAX_AUTHENTICATORS {
            let problem = format!("has {MAX_AUTHENTICATORS} authenticators already; revoke one first");
            return Err(ServiceError::Invalid { what: "the account".to_owned(), problem });
        }
        let is_taken = |name: &str| enrolled.iter().any(|one| one.name.to_lowercase() == name.to_lowercase());
        let Some(given) = given.map(str::trim) else {
            let numbered = (2..).map(|number| format!("{NAME} {number}"));
            let free = std::iter::once(NAME.to_owned()).chain(numbered).find(|name| !is_taken(name));
            return free.ok_or(ServiceError::Conflict);
        };
        let problem = match given.chars().count() {
            0 => "is empty; leave it out or say how the person calls the app",
            1..=MAX_NAME_CHARS if given.chars().any(char::is_control) => "contains a control character; leave it out",
            1..=MAX_NAME_CHARS if is_taken(given) => {
                return Err(ServiceError::Exists { what: "authenticator", given: given.to_owned() });
            }
            1..=MAX_NAME_CHARS => return Ok(given.to_owned()),
            _ => "is too long; use at most 60 characters",
        };
        Err(ServiceError::Invalid { what: "the name".to_owned(), problem: problem.to_owned() })
    }

    /// As at a sign-in: as many digits as a code of an enrolled app has are such a code, anything else a recovery code.
    fn prove_by_any_code(
        &self,
        user: &UserRow,
        enrolled: &[AuthenticatorRow],
        text: &str,
    ) -> Result<Proved, ServiceError> {
        if enrolled.iter().any(|one| otp::parse(text, one.digits).is_some()) {
            return self.prove_by_code(user, text);
        }
        let counter = Counter::RecoveryCode(user.key);
        let hint = "Wait until the time is over, or ask support, who lifts this with `vestibule user unlock`.";
        let no = |trouble| Ok(Proved::No { trouble, drift: None });
        match self.gate(&counter)? {
            Gate::Open => {}
            Gate::Wait(wait) => return no(Trouble::Throttled { retry_after: Some(wait), hint }),
            Gate::Shut => return no(Trouble::Throttled { retry_after: None, hint }),
        }
        self.count_failure(&counter)?;
        let digest = recovery::digest_of_typed(&self.world.keyring, &user.id, text);
        let is_used = digest.map(|digest| self.db.use_recovery_code(user.key, &digest, self.now)).transpose()?;
        if is_used != Some(true) {
            self.audit_operator("mfa.not_verified", &user.id, None)?;
            return no(Trouble::TotpWrong);
        }
        self.clear(&counter)?;
        self.queue_mail(&Envelope::to(user), Kind::RecoveryCodeUsed { left: self.codes_left(user.key)? })?;
        self.audit_operator("mfa.verified", &user.id, None)?;
        Ok(Proved::Yes)
    }

    fn draw_enrolment(&self, user: &UserRow, name: String) -> Result<Enrolment, ServiceError> {
        let secret = Secret::draw(self.world)?;
        let expires_at = self.now.saturating_add(self.world.policy.journey.ttl.duration()).unwrap_or(self.now);
        let sealed = seal::seal(&self.world.keyring, self.world, &row(user), secret.as_bytes())?;
        self.db.set_enrolment(user.key, &EnrolmentRow { name: name.clone(), sealed, wrong: 0, expires_at })?;
        self.audit_operator("mfa.enrolment_begun", &user.id, None)?;
        let uri = totp::uri(&self.world.mail.product, &user.address, &secret, &self.world.policy.totp);
        Ok(Enrolment {
            user: user.id.clone(),
            address: user.address.clone(),
            name,
            secret: totp::base32(&secret).expose_secret().to_owned(),
            otpauth: uri.expose_secret().to_owned(),
            expires_at,
        })
    }

    fn waiting_enrolment(&self, user: &UserRow) -> Result<EnrolmentRow, ServiceError> {
        let waiting = self.db.enrolment(user.key)?.filter(|one| one.expires_at > self.now);
        waiting.ok_or_else(|| ServiceError::NotFound {
            what: "authenticator waiting to be confirmed of",
            given: user.address.clone(),
        })
    }

    fn confirm_enrolment(&self, user: &UserRow, code: &str) -> Result<Result<Enrolled, Proved>, ServiceError> {
        let waiting = self.waiting_enrolment(user)?;
        let policy = &self.world.policy;
        let plain = seal::open(&self.world.keyring, &row(user), &waiting.sealed)?;
        let mut pending = Pending { secret: plain.to_vec(), step: None, codes: Vec::new() };
        let TotpVerdict::Accepted { step } = totp::check(&pending.secret(), &policy.totp, self.now, None, code) else {
            let wrong = waiting.wrong + 1;
            if wrong >= u32::from(policy.mfa.tries) {
                self.db.remove_enrolment(user.key)?;
            } else {
                self.db.set_enrolment(user.key, &EnrolmentRow { wrong, ..waiting })?;
            }
            self.audit_operator("mfa.not_verified", &user.id, None)?;
            let steps = totp::drift(&pending.secret(), &policy.totp, self.now, code, DRIFT_STEPS);
            let drift = steps.map(|steps| SignedDuration::from_secs(i64::from(steps) * i64::from(policy.totp.period)));
            return Ok(Err(Proved::No { trouble: Trouble::TotpWrong, drift }));
        };
        pending.step = Some(step);
        if !self.db.authenticators(user.key)?.iter().any(|one| one.disabled_at.is_none()) {
            pending.draw_codes(self.world, policy.recovery_codes.count)?;
        }
        self.enrol_authenticator(user, &pending, &waiting.name)?;
        self.audit_operator("mfa.enrolled", &user.id, None)?;
        let all = self.db.authenticators(user.key)?;
        Ok(Ok(Enrolled {
            user: user.id.clone(),
            address: user.address.clone(),
            authenticator: all.last().map(|one| one.id.clone()).unwrap_or_default(),
            name: waiting.name,
            authenticators: all.len(),
            codes: (!pending.codes.is_empty()).then(|| pending.codes.clone()),
        }))
    }
}

fn row(user: &UserRow) -> String {
    format!("enrolments.sealed:{}", user.id)
}
