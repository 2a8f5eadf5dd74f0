//! Codes by which people set the first password of their accounts, by digest.

use jiff::Timestamp;
use rusqlite::params;

use super::{Db, StoreError, UserKey, ms, time};

impl Db<'_> {
    /// Keeps the digest of an account's activation code, instead of a former one.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_activation(self, user: UserKey, digest: &[u8; 32], expires_at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO activations (user, digest, expires_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (user) DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at",
            params![user.0, digest, ms(expires_at)],
        )?;
        Ok(())
    }

    /// Whose activation code has this digest, and when it stops working. The code has 256 random bits, so looking its
    /// digest up tells no time.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn activation(self, digest: &[u8; 32]) -> Result<Option<(UserKey, Timestamp)>, StoreError> {
        self.one("SELECT * FROM activations WHERE digest = ?1", params![digest], |row| {
            Ok((UserKey(row.get("user")?), time(row, "expires_at")?))
        })
    }

    /// When an account's activation code stops working, where it has one.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn activation_ends(self, user: UserKey) -> Result<Option<Timestamp>, StoreError> {
        self.one("SELECT * FROM activations WHERE user = ?1", [user.0], |row| time(row, "expires_at"))
    }

    /// Makes an account's activation code void; `false` where it had none.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn remove_activation(self, user: UserKey) -> Result<bool, StoreError> {
        Ok(self.execute("DELETE FROM activations WHERE user = ?1", [user.0])? > 0)
    }
}
