//! Taking a person's authenticators away, for a lost phone: at once, after a second operator's approval, or after a
//! time in which the person can stop it.

mod clearance;
mod departed;
mod rules;
mod wait;

pub(super) use rules::{WEEK, in_words};
pub use wait::Request;

use serde::Serialize;

use super::mail::Envelope;
use super::permission::Permission;
use super::reason::Reason;
use super::throttle::Counter;
use super::{Service, ServiceError, Work};
use crate::journey::{Event, PasswordDue};
use crate::mail::message::Kind;
use crate::store::{SupportAct, UserRow};

/// What is asked for, and on what ground.
#[derive(Debug, Clone, Copy, Default)]
pub struct Order<'a> {
    /// Why.
    pub why: Reason<'a>,
    /// What proves who the person is.
    pub evidence: Option<&'a str>,
    /// Whether the next sign-in also asks for a new password.
    pub and_password: bool,
    /// The address that the account is to move to.
    pub new_address: Option<&'a str>,
}

impl Order<'_> {
    /// The audit row's detail.
    pub(crate) fn detail(&self) -> Option<serde_json::Value> {
        let mut detail = self.why.detail().unwrap_or_else(|| serde_json::json!({}));
        if let Some(evidence) = self.evidence {
            detail["evidence"] = evidence.into();
        }
        if self.and_password {
            detail["and_password"] = true.into();
        }
        detail.as_object().is_some_and(|fields| !fields.is_empty()).then_some(detail)
    }
}

/// What a reset took away.
#[derive(Debug, Serialize)]
pub struct MfaReset {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// Authenticators removed.
    pub authenticators: usize,
    /// Trusted devices revoked.
    pub devices: usize,
    /// Sessions ended.
    pub sessions: usize,
    /// Open sign-ins superseded.
    pub journeys: usize,
    /// Whether the next sign-in also asks for a new password.
    pub password: bool,
}

/// What asking for a reset came to.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// It was done.
    Done(MfaReset),
    /// It waits.
    Waits {
        /// The account's id.
        user: String,
        /// The account's address.
        address: String,
        /// What it waits as.
        request: Box<Request>,
    },
}

impl Service {
    /// Takes an account's authenticators and recovery codes away, with its trusted devices, sessions and open
    /// sign-ins, and tells the person; or keeps it as a request where the policy, or another such act within 7 days,
    /// asks for a second operator or for time.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account, [`ServiceError::OwnAccount`] and
    /// [`ServiceError::AdminAccount`] where it is one that the operator may not touch, [`ServiceError::Exists`] where
    /// a request waits already, [`ServiceError::EvidenceNeeded`] where the owner acts alone a second time in a week.
    pub fn reset_mfa(&mut self, address: &str, order: &Order<'_>) -> Result<Outcome, ServiceError> {
        self.permit(Permission::MfaReset)?;
        self.ready()?;
        let outcome = self.write(|work| {
            work.settle_requests()?;
            let user = work.account(address)?;
            work.must_not_be_own(&user)?;
            match work.ground(&user, SupportAct::MfaReset, order)? {
                None => {
                    let by = work.world.acting();
                    work.reset_now(&user, order.and_password, by).and_then(|reset| {
                        work.audit_operator("mfa.reset", &user.id, order.detail())?;
                        Ok(Outcome::Done(reset))
                    })
                }
                Some(wait) => {
                    let request = work.keep_request(&user, SupportAct::MfaReset, order, &wait)?;
                    Ok(Outcome::Waits { user: user.id, address: user.address, request: Box::new(request) })
                }
            }
        })?;
        self.deliver_queued();
        Ok(outcome)
    }
}

impl Work<'_> {
    /// The reset itself, on somebody's order, in one transaction with its row in the trail, which the caller writes.
    fn reset_now(&self, user: &UserRow, and_password: bool, by: &str) -> Result<MfaReset, ServiceError> {
        let reset = MfaReset {
            user: user.id.clone(),
            address: user.address.clone(),
            journeys: self.end_journeys(user, None, Event::Superseded)?,
            authenticators: self.db.remove_authenticators(user.key)?,
            devices: self.db.revoke_devices(user.key, None, self.now)?,
            sessions: self.db.revoke_sessions(user.key, self.now)?,
            password: and_password,
        };
        for counter in [Counter::Totp(user.key), Counter::RecoveryCode(user.key)] {
            self.clear(&counter)?;
        }
        if and_password {
            self.db.require_new_password(user.key, PasswordDue::Reset)?;
        }
        self.queue_mail(&Envelope::to(user), Kind::AuthenticatorReset)?;
        self.tell_former(user, Kind::AuthenticatorReset)?;
        self.db.note_support_act(user.key, SupportAct::MfaReset, by, None, self.now)?;
        Ok(reset)
    }
}
