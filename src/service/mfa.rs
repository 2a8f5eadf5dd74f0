//! Authenticators outside a sign-in: what stands, a proof, new recovery codes, and the reset by support.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::journey::answer::Trouble;
use super::mail::Envelope;
use super::permission::Permission;
use super::throttle::{Counter, Gate};
use super::{Service, ServiceError, Work};
use crate::credentials::totp::{self, TotpVerdict};
use crate::credentials::{otp, recovery};
use crate::mail::message::Kind;
use crate::store::{Drift, UserRow};

/// How far off a phone's clock may be for the hint to name it, in time steps.
const DRIFT_STEPS: u32 = 10;

/// One authenticator of an account.
#[derive(Debug, Serialize)]
pub struct AuthenticatorState {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// The time of the last code accepted, to its time step.
    pub last_used_at: Option<Timestamp>,
    /// When wrong codes disabled it.
    pub disabled_at: Option<Timestamp>,
    /// How many time steps the phone's clock was ahead (negative: behind) at the latest successes, oldest first.
    pub drifts: Vec<Drift>,
}

/// An account's second factor.
#[derive(Debug, Serialize)]
pub struct MfaStatus {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// Whether the policy requires an authenticator.
    pub required: bool,
    /// The authenticators, oldest first.
    pub authenticators: Vec<AuthenticatorState>,
    /// Recovery codes left.
    pub recovery_codes_left: u32,
    /// Wrong codes of an app in a row.
    pub totp_failures: u32,
    /// Wrong recovery codes in a row.
    pub recovery_code_failures: u32,
    /// Until when codes of an app are not tried.
    pub throttled_until: Option<Timestamp>,
}

/// What proving a second factor came to.
#[derive(Debug)]
pub enum Proved {
    /// It is proved.
    Yes,
    /// It is not.
    No {
        /// Why.
        trouble: Trouble,
        /// How far the phone's clock seems to be off, where the code is right for another time.
        drift: Option<SignedDuration>,
    },
}

/// New recovery codes.
#[derive(Debug, Serialize)]
pub struct NewRecoveryCodes {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// The codes; the former ones no longer work.
    pub codes: Vec<String>,
}

impl Service {
    /// An account's second factor.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn mfa_status(&self, address: &str) -> Result<MfaStatus, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| work.mfa_status(&work.account(address)?))
    }

    /// Proves an authenticator by a code, with the counts and the single use of a sign-in.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account, [`ServiceError::Invalid`] where the text is no code.
    pub fn verify_mfa(&mut self, address: &str, code: &SecretString) -> Result<Proved, ServiceError> {
        self.permit(Permission::MfaVerify)?;
        self.write(|work| work.prove_by_code(&work.account(address)?, code.expose_secret()))
    }

    /// Replaces an account's recovery codes, after its password and a code of its authenticator.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account or the account no authenticator.
    pub fn renew_recovery_codes(
        &mut self,
        address: &str,
        password: &SecretString,
        code: &SecretString,
    ) -> Result<Result<NewRecoveryCodes, Proved>, ServiceError> {
        self.permit(Permission::MfaCodes)?;
        self.ready()?;
        if let Some(trouble) = self.confirm_password(address, password)? {
            return Ok(Err(Proved::No { trouble, drift: None }));
        }
        let renewed = self.write(|work| {
            let user = work.account(address)?;
            match work.prove_by_code(&user, code.expose_secret())? {
                Proved::Yes => work.draw_new_codes(&user).map(Ok),
                refused => Ok(Err(refused)),
            }
        })?;
        self.deliver_queued();
        Ok(renewed)
    }
}

impl Work<'_> {
    fn mfa_status(&self, user: &UserRow) -> Result<MfaStatus, ServiceError> {
        let totp = self.throttle(&Counter::Totp(user.key))?;
        let used_at = |step: i64, period: u32| Timestamp::from_second(step.saturating_mul(period.into())).ok();
        let authenticators = self.db.authenticators(user.key)?.into_iter().map(|row| AuthenticatorState {
            last_used_at: row.last_step.and_then(|step| used_at(step, row.period)),
            id: row.id,
            name: row.name,
            enrolled_at: row.enrolled_at,
            disabled_at: row.disabled_at,
            drifts: row.drifts,
        });
        Ok(MfaStatus {
            user: user.id.clone(),
            address: user.address.clone(),
            required: self.world.policy.mfa.required,
            authenticators: authenticators.collect(),
            recovery_codes_left: self.codes_left(user.key)?,
            totp_failures: totp.total,
            recovery_code_failures: self.throttle(&Counter::RecoveryCode(user.key))?.total,
            throttled_until: totp.locked_until.filter(|until| *until > self.now),
        })
    }

    pub(super) fn prove_by_code(&self, user: &UserRow, text: &str) -> Result<Proved, ServiceError> {
        let all = self.db.authenticators(user.key)?;
        let Some(first) = all.first() else {
            return Err(ServiceError::NotFound { what: "authenticator of", given: user.address.clone() });
        };
        let code = all.iter().find_map(|one| otp::parse(text, one.digits)).ok_or_else(|| ServiceError::Invalid {
            what: "the code".to_owned(),
            problem: format!("is no code of an app; enter its {} digits", first.digits),
        })?;
        let active: Vec<_> = all.into_iter().filter(|one| one.disabled_at.is_none()).collect();
        let counter = Counter::Totp(user.key);
        let hint = "Wait until the time is over, or ask support for a reset of the authenticator.";
        let no = |trouble, drift| Ok(Proved::No { trouble, drift });
        match self.gate(&counter)? {
            Gate::Open if !active.is_empty() => {}
            Gate::Wait(wait) => return no(Trouble::Throttled { retry_after: Some(wait), hint }, None),
            Gate::Open | Gate::Shut => return no(Trouble::Throttled { retry_after: None, hint }, None),
        }
        let failures = self.count_failure(&counter)?;
        match self.prove_totp(&active, code.expose_secret())? {
            TotpVerdict::Accepted { .. } => {
                self.clear(&counter)?;
                self.audit_operator("mfa.verified", &user.id, None)?;
                Ok(Proved::Yes)
            }
            verdict => {
                if failures >= self.world.policy.mfa.failures_until_disabled {
                    self.disable_authenticators(user)?;
                }
                self.audit_operator("mfa.not_verified", &user.id, None)?;
                match verdict {
                    TotpVerdict::Replayed => no(Trouble::TotpReplayed, None),
                    _ => no(Trouble::TotpWrong, self.drift(&active, code.expose_secret())?),
                }
            }
        }
    }

    /// How far the phone's clock seems to be off. It is told to who tries a code out with support on the phone, never
    /// in a sign-in: there it would widen the window for a guess.
    fn drift(
        &self,
        active: &[crate::store::AuthenticatorRow],
        code: &str,
    ) -> Result<Option<SignedDuration>, ServiceError> {
        for one in active {
            let (secret, policy) = self.unseal(one)?;
            if let Some(steps) = totp::drift(&secret, &policy, self.now, code, DRIFT_STEPS) {
                return Ok(Some(SignedDuration::from_secs(i64::from(steps) * i64::from(policy.period))));
            }
        }
        Ok(None)
    }

    fn draw_new_codes(&self, user: &UserRow) -> Result<NewRecoveryCodes, ServiceError> {
        let codes = recovery::draw(self.world, self.world.policy.recovery_codes.count)?;
        let digest = |code: &SecretString| {
            let canonical = recovery::canonical(code.expose_secret()).ok_or(ServiceError::Conflict)?;
            Ok::<_, ServiceError>(recovery::digest(&self.world.keyring, &user.id, &canonical))
        };
        let digests = codes.iter().map(digest).collect::<Result<Vec<_>, _>>()?;
        self.db.replace_recovery_codes(user.key, &digests)?;
        self.queue_mail(&Envelope::to(user), Kind::RecoveryCodesRenewed)?;
        self.audit_operator("mfa.recovery_codes_renewed", &user.id, None)?;
        Ok(NewRecoveryCodes {
            user: user.id.clone(),
            address: user.address.clone(),
            codes: codes.iter().map(|code| code.expose_secret().to_owned()).collect(),
        })
    }
}
