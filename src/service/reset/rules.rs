//! Which support acts need a second operator, evidence or time, and whose account an operator may not touch.

use jiff::{SignedDuration, Timestamp};

use super::Order;
use crate::journey::policy::{Limit, SupportRule};
use crate::service::permission::Role;
use crate::service::{ServiceError, Work};
use crate::store::{SupportAct, UserRow};

/// The span in which two different acts on one account count together.
pub(crate) const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long a second act waits where the owner is alone.
const ALONE: SignedDuration = SignedDuration::from_hours(24);

/// What an act waits for.
pub(super) struct Wait {
    /// Second operators who must approve.
    pub approvals: u32,
    /// How long the person can stop it.
    pub delay: SignedDuration,
}

/// An act in words.
pub(crate) fn in_words(act: SupportAct) -> &'static str {
    match act {
        SupportAct::MfaReset => "an MFA reset",
        SupportAct::PasswordReset => "a password reset",
        SupportAct::AddressChange => "an address change",
    }
}

impl Work<'_> {
    /// What an act waits for, by the policy and by what was done to the account within 7 days; `None` where nothing.
    pub(super) fn ground(
        &self,
        user: &UserRow,
        act: SupportAct,
        order: &Order<'_>,
    ) -> Result<Option<Wait>, ServiceError> {
        let rule = match act {
            SupportAct::MfaReset => self.world.policy.support.mfa_reset,
            _ => SupportRule { approvals: 0, delay: Limit(None) },
        };
        let mut delay = rule.delay.0.map_or(SignedDuration::ZERO, |period| period.duration());
        let mut approvals = if self.world.operator.get().is_some() { rule.approvals } else { 0 };
        let acts = self.db.support_acts(user.key, self.week_ago())?;
        if let Some((other, _)) = acts.into_iter().rev().find(|(other, _)| *other != act) {
            if self.world.operator.get().is_some() {
                approvals = 1;
            } else if order.evidence.is_none() {
                return Err(ServiceError::EvidenceNeeded(in_words(other).to_owned()));
            } else {
                delay = delay.max(ALONE);
            }
        }
        Ok((approvals > 0 || !delay.is_zero()).then_some(Wait { approvals, delay }))
    }

    /// Whether these acts on an account can be done neither at once nor together, because one of them waits: for a second
    /// operator, for time, or for evidence where the owner is alone.
    pub(crate) fn must_wait(&self, user: &UserRow, acts: &[SupportAct]) -> Result<bool, ServiceError> {
        for act in acts {
            let waits = match self.ground(user, *act, &Order::default()) {
                Ok(wait) => wait.is_some(),
                Err(ServiceError::EvidenceNeeded(_)) => true,
                Err(error) => return Err(error),
            };
            if waits || acts.iter().any(|other| other != act) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(crate) fn week_ago(&self) -> Timestamp {
        self.now.saturating_sub(WEEK).unwrap_or(Timestamp::MIN)
    }

    /// Notes an act that counts against others; a change of address with the one before.
    pub(crate) fn note_act(
        &self,
        user: &UserRow,
        act: SupportAct,
        former_address: Option<&str>,
    ) -> Result<(), ServiceError> {
        Ok(self.db.note_support_act(user.key, act, self.world.acting(), former_address, self.now)?)
    }

    /// Refuses an operator's own account, and to support the account of an admin: who opens it would act as them.
    pub(crate) fn must_not_be_own(&self, user: &UserRow) -> Result<(), ServiceError> {
        let Some(acting) = self.world.operator.get() else { return Ok(()) };
        if acting.address_key == user.address_key {
            return Err(ServiceError::OwnAccount(user.address.clone()));
        }
        let is_admin = |role: &str| role == Role::Admin.as_str();
        let holders = self.db.operators_by_address(&user.address_key)?;
        if acting.role != Role::Admin && holders.iter().any(|holder| is_admin(&holder.role)) {
            return Err(ServiceError::AdminAccount(user.address.clone()));
        }
        Ok(())
    }
}
