//! Trusted devices of an account.

use jiff::Timestamp;
use serde::Serialize;

use super::permission::Permission;
use super::reason::Reason;
use super::{Service, ServiceError, Work};
use crate::journey::policy::Policy;
use crate::store::{DeviceRow, UserRow};

/// A device as an operator sees it.
#[derive(Debug, Serialize)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// The user agent it gave.
    pub user_agent: Option<String>,
    /// When it became trusted.
    pub trusted_at: Timestamp,
    /// When its trust ends.
    pub trusted_until: Timestamp,
    /// When its trust was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Whether it is trusted now.
    pub trusted: bool,
}

impl Service {
    /// An account's devices, oldest first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn list_devices(&self, address: &str) -> Result<Vec<Device>, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| {
            let user = work.account(address)?;
            Ok(work.db.devices(user.key)?.into_iter().map(|row| work.shown(row)).collect())
        })
    }

    /// Ends the trust in one device, at once: its next sign-in mails a code.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where no device has that id.
    pub fn revoke_device(&mut self, id: &str, why: &Reason<'_>) -> Result<Device, ServiceError> {
        self.permit(Permission::DeviceRevoke)?;
        self.ready()?;
        let revoked = self.write(|work| {
            let found = |row: Option<DeviceRow>| {
                row.ok_or_else(|| ServiceError::NotFound { what: "device", given: id.to_owned() })
            };
            let row = found(work.db.device(id)?)?;
            if work.db.revoke_device(id, work.now)? {
                work.notice_of(row.user, "the trust in a device was ended")?;
            }
            work.audit_operator("device.revoked", id, why.detail())?;
            Ok(work.shown(found(work.db.device(id)?)?))
        })?;
        self.deliver_queued();
        Ok(revoked)
    }

    /// Ends the trust in every device of an account; answers how many there were.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn revoke_devices(&mut self, address: &str, why: &Reason<'_>) -> Result<usize, ServiceError> {
        self.permit(Permission::DeviceRevoke)?;
        self.ready()?;
        let revoked = self.write(|work| {
            let user = work.account(address)?;
            let revoked = work.db.revoke_devices(user.key, None, work.now)?;
            work.audit_operator("device.all_revoked", &user.id, why.detail())?;
            if revoked > 0 {
                work.notice_of(user.key, "the trust in every device was ended")?;
            }
            Ok(revoked)
        })?;
        self.deliver_queued();
        Ok(revoked)
    }
}

/// When the trust in a device ends: on the day it was given to, or earlier where a policy trusts for a shorter time. A
/// longer time prolongs nothing that was given.
pub(crate) fn trust_ends(device: &DeviceRow, policy: &Policy) -> Timestamp {
    let at_most = device.trusted_at.saturating_add(policy.device.trust_for.duration());
    device.trusted_until.min(at_most.unwrap_or(Timestamp::MAX))
}

impl Work<'_> {
    /// Whether a device is trusted now, whoever it belongs to.
    pub(crate) fn is_trusted(&self, policy: &Policy, device: &DeviceRow) -> bool {
        device.revoked_at.is_none() && trust_ends(device, policy) > self.now
    }

    /// How many devices an account trusts now.
    pub(crate) fn trusted_devices(&self, policy: &Policy, user: &UserRow) -> Result<u64, ServiceError> {
        let since = self.now.saturating_sub(policy.device.trust_for.duration()).unwrap_or(Timestamp::MIN);
        Ok(self.db.count_trusted_devices(user.key, since, self.now)?)
    }

    fn shown(&self, row: DeviceRow) -> Device {
        let policy = &self.world.policy;
        Device {
            trusted: self.is_trusted(policy, &row),
            trusted_until: trust_ends(&row, policy),
            id: row.id,
            user_agent: row.user_agent,
            trusted_at: row.trusted_at,
            revoked_at: row.revoked_at,
        }
    }
}
