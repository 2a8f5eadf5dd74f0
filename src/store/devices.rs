//! Trusted devices.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Db, StoreError, UserKey, maybe_time, ms, time};

/// A device that verified a mailed code and reached the end of a sign-in.
#[derive(Debug, Clone)]
pub struct DeviceRow {
    /// Its id, `dev_…`.
    pub id: String,
    /// Whose it is.
    pub user: UserKey,
    /// The user agent it gave.
    pub user_agent: Option<String>,
    /// When it became trusted.
    pub trusted_at: Timestamp,
    /// When its trust ends.
    pub trusted_until: Timestamp,
    /// When its trust was revoked.
    pub revoked_at: Option<Timestamp>,
}

fn device(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    Ok(DeviceRow {
        id: row.get("id")?,
        user: UserKey(row.get("user")?),
        user_agent: row.get("user_agent")?,
        trusted_at: time(row, "trusted_at")?,
        trusted_until: time(row, "trusted_until")?,
        revoked_at: maybe_time(row, "revoked_at")?,
    })
}

impl Db<'_> {
    /// Trusts a device.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_device(self, new: &DeviceRow, token_digest: &[u8; 32]) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO devices (id, user, token_digest, user_agent, trusted_at, trusted_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![new.id, new.user.0, token_digest, new.user_agent, ms(new.trusted_at), ms(new.trusted_until)],
        )?;
        Ok(())
    }

    /// The device of a token's digest, trusted or not.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn device_by_token(self, token_digest: &[u8; 32]) -> Result<Option<DeviceRow>, StoreError> {
        self.one("SELECT * FROM devices WHERE token_digest = ?1", [token_digest], device)
    }

    /// The device of an id.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn device(self, id: &str) -> Result<Option<DeviceRow>, StoreError> {
        self.one("SELECT * FROM devices WHERE id = ?1", [id], device)
    }

    /// A person's devices, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn devices(self, user: UserKey) -> Result<Vec<DeviceRow>, StoreError> {
        self.all("SELECT * FROM devices WHERE user = ?1 ORDER BY n", [user.0], device)
    }

    /// Devices of a person that are trusted at `now`, by a trust that began after `since`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_trusted_devices(self, user: UserKey, since: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        self.count(
            "SELECT count(*) FROM devices
             WHERE user = ?1 AND revoked_at IS NULL AND trusted_at > ?2 AND trusted_until > ?3",
            params![user.0, ms(since), ms(now)],
        )
    }

    /// Revokes a person's trusted devices, all but `keep`; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_devices(self, user: UserKey, keep: Option<&str>, at: Timestamp) -> Result<usize, StoreError> {
        self.execute(
            "UPDATE devices SET revoked_at = ?3 WHERE user = ?1 AND revoked_at IS NULL AND id <> coalesce(?2, '')",
            params![user.0, keep, ms(at)],
        )
    }

    /// Revokes every device of the home.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_all_devices(self, at: Timestamp) -> Result<usize, StoreError> {
        self.execute("UPDATE devices SET revoked_at = ?1 WHERE revoked_at IS NULL", [ms(at)])
    }

    /// Revokes one device; `false` where it was not trusted.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_device(self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let changed = self
            .execute("UPDATE devices SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL", params![id, ms(at)])?;
        Ok(changed == 1)
    }

    /// Revokes a person's oldest trusted devices, so that at most `most` remain.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_oldest_devices(self, user: UserKey, most: u32, now: Timestamp) -> Result<usize, StoreError> {
        self.execute(
            "UPDATE devices SET revoked_at = ?3
             WHERE user = ?1 AND revoked_at IS NULL AND trusted_until > ?3 AND n <= (
                SELECT n FROM devices WHERE user = ?1 AND revoked_at IS NULL AND trusted_until > ?3
                ORDER BY n DESC LIMIT 1 OFFSET ?2)",
            params![user.0, most, ms(now)],
        )
    }
}
