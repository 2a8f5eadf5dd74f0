//! What the database says of an account and a device, as the machine wants it.

use super::{ServiceError, Work};
use crate::journey::policy::{Limit, Policy};
use crate::journey::{Authenticator, Consent, Facts, PasswordDue};
use crate::store::{JourneyRow, UserRow};

impl Work<'_> {
    /// The facts of an account and of the device that a journey was started on.
    pub(crate) fn facts(&self, user: &UserRow, journey: &JourneyRow) -> Result<Facts, ServiceError> {
        self.facts_on(user, journey.device.as_deref())
    }

    /// The facts of an account and of a device.
    pub(crate) fn facts_on(&self, user: &UserRow, device: Option<&str>) -> Result<Facts, ServiceError> {
        self.facts_under(&self.world.policy, user, device)
    }

    /// The facts of an account and of a device as another policy would have them.
    pub(crate) fn facts_under(
        &self,
        policy: &Policy,
        user: &UserRow,
        device: Option<&str>,
    ) -> Result<Facts, ServiceError> {
        Ok(Facts {
            device_trusted: self.trusts_under(policy, user, device)?,
            authenticator: self.authenticator(user)?,
            password_due: self.password_due(policy, user),
            consent: self.consent(policy, user)?,
        })
    }

    /// Whether a device is trusted for this very account, now.
    pub(crate) fn trusts(&self, user: &UserRow, device: Option<&str>) -> Result<bool, ServiceError> {
        self.trusts_under(&self.world.policy, user, device)
    }

    fn trusts_under(&self, policy: &Policy, user: &UserRow, device: Option<&str>) -> Result<bool, ServiceError> {
        let Some(id) = device else { return Ok(false) };
        let device = self.db.device(id)?;
        Ok(device.is_some_and(|device| device.user == user.key && self.is_trusted(policy, &device)))
    }

    pub(super) fn authenticator(&self, user: &UserRow) -> Result<Authenticator, ServiceError> {
        let all = self.db.authenticators(user.key)?;
        Ok(if all.is_empty() {
            Authenticator::None
        } else if all.iter().any(|one| one.disabled_at.is_none()) {
            Authenticator::Active
        } else {
            Authenticator::Disabled
        })
    }

    /// Why the password must be changed. An age counts from the day it was set.
    pub(super) fn password_due(&self, policy: &Policy, user: &UserRow) -> Option<PasswordDue> {
        user.password_due.or_else(|| {
            let Limit(Some(age)) = policy.password.max_age else { return None };
            let ends = user.password_changed_at?.checked_add(age.duration()).ok()?;
            (ends <= self.now).then_some(PasswordDue::Expired)
        })
    }

    fn consent(&self, policy: &Policy, user: &UserRow) -> Result<Consent, ServiceError> {
        consent(
            policy.required_documents(user.project_type),
            |id| Ok(self.db.is_published(id)?),
            |id| Ok(self.db.has_accepted(user.key, id)?),
        )
    }
}

/// How consent stands, from what is required and which of it is published and accepted.
pub(super) fn consent(
    required: &[String],
    mut is_published: impl FnMut(&str) -> Result<bool, ServiceError>,
    mut is_accepted: impl FnMut(&str) -> Result<bool, ServiceError>,
) -> Result<Consent, ServiceError> {
    let mut consent = Consent::Settled;
    for id in required {
        if !is_published(id)? {
            return Ok(Consent::Unavailable);
        }
        if !is_accepted(id)? {
            consent = Consent::Due;
        }
    }
    Ok(consent)
}
