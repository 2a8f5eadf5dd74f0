//! Trusted devices of an account.

use jiff::Timestamp;
use serde::Serialize;

use super::permission::Permission;
use super::reason::Reason;
use super::{Service, ServiceError};
use crate::store::DeviceRow;

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
            Ok(work.db.devices(user.key)?.into_iter().map(|row| shown(row, work.now)).collect())
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
            Ok(shown(found(work.db.device(id)?)?, work.now))
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

fn shown(row: DeviceRow, now: Timestamp) -> Device {
    Device {
        trusted: row.revoked_at.is_none() && row.trusted_until > now,
        id: row.id,
        user_agent: row.user_agent,
        trusted_at: row.trusted_at,
        trusted_until: row.trusted_until,
        revoked_at: row.revoked_at,
    }
}
