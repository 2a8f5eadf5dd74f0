//! Trusted devices of an account.

use jiff::Timestamp;
use serde::Serialize;

use super::{Service, ServiceError};

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
        self.read(|work| {
            let user = work.account(address)?;
            let rows = work.db.devices(user.key)?;
            Ok(rows
                .into_iter()
                .map(|row| Device {
                    trusted: row.revoked_at.is_none() && row.trusted_until > work.now,
                    id: row.id,
                    user_agent: row.user_agent,
                    trusted_at: row.trusted_at,
                    trusted_until: row.trusted_until,
                    revoked_at: row.revoked_at,
                })
                .collect())
        })
    }
}
