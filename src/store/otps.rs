//! Mailed one-time passwords, by digest.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Db, JourneyKey, StoreError, UserKey, digest, maybe_time, ms, time};

/// A mailed one-time password.
#[derive(Debug, Clone)]
pub struct OtpRow {
    /// Its row number.
    pub key: i64,
    /// The keyed digest of the code.
    pub digest: [u8; 32],
    /// How many digits it has.
    pub digits: u32,
    /// The reference in the mail's subject line.
    pub reference: String,
    /// When it was mailed.
    pub mailed_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When a newer one replaced it.
    pub superseded_at: Option<Timestamp>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

fn otp(row: &Row<'_>) -> rusqlite::Result<OtpRow> {
    Ok(OtpRow {
        key: row.get("n")?,
        digest: digest(row, "digest")?,
        digits: row.get("digits")?,
        reference: row.get("reference")?,
        mailed_at: time(row, "mailed_at")?,
        expires_at: time(row, "expires_at")?,
        superseded_at: maybe_time(row, "superseded_at")?,
        used_at: maybe_time(row, "used_at")?,
    })
}

impl Db<'_> {
    /// Keeps a new code of a journey and supersedes those before it.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn issue_otp(self, journey: JourneyKey, user: UserKey, new: &OtpRow) -> Result<(), StoreError> {
        self.execute(
            "UPDATE otps SET superseded_at = ?2 WHERE journey = ?1 AND superseded_at IS NULL AND used_at IS NULL",
            params![journey.0, ms(new.mailed_at)],
        )?;
        self.execute(
            "INSERT INTO otps (journey, user, digest, digits, reference, mailed_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![journey.0, user.0, new.digest, new.digits, new.reference, ms(new.mailed_at), ms(new.expires_at)],
        )?;
        Ok(())
    }

    /// A journey's codes, newest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn otps(self, journey: JourneyKey) -> Result<Vec<OtpRow>, StoreError> {
        self.all("SELECT * FROM otps WHERE journey = ?1 ORDER BY n DESC", [journey.0], otp)
    }

    /// Uses a code up, once.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn use_otp(self, key: i64, at: Timestamp) -> Result<bool, StoreError> {
        let changed = self.execute(
            "UPDATE otps SET used_at = ?2 WHERE n = ?1 AND used_at IS NULL AND superseded_at IS NULL",
            params![key, ms(at)],
        )?;
        Ok(changed == 1)
    }

    /// When a person was mailed a code since `since`, and since support last unlocked the account, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn otp_mails_since(self, user: UserKey, since: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
        self.all(
            "SELECT mailed_at FROM otps WHERE user = ?1 AND mailed_at > ?2
             AND mailed_at > coalesce((SELECT unlocked_at FROM users WHERE n = ?1), 0) ORDER BY mailed_at",
            params![user.0, ms(since)],
            |row| time(row, "mailed_at"),
        )
    }
}
