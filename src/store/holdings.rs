//! What a person holds, as far as an account's line shows it.

use jiff::Timestamp;
use rusqlite::params;

use super::{Db, StoreError, UserKey, maybe_time, ms};

/// Since when, and at what time, something counts as held.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// When the question is asked.
    pub now: Timestamp,
    /// Trust in a device that began before this has run out.
    pub trusted_since: Timestamp,
    /// Sessions last used before this have idled away.
    pub used_since: Timestamp,
}

/// What a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holdings {
    /// When the oldest authenticator was enrolled; `None` without one.
    pub enrolled_at: Option<Timestamp>,
    /// Recovery codes that are not used up.
    pub recovery_codes: u64,
    /// Devices that are trusted.
    pub devices: u64,
    /// Sessions that are neither over nor idle.
    pub sessions: u64,
}

impl Db<'_> {
    /// What a person holds, in one statement: where one account is shown, compiling statements is most of the work.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn holdings(self, user: UserKey, held: Held) -> Result<Holdings, StoreError> {
        let found = self.one(
            "SELECT (SELECT enrolled_at FROM authenticators WHERE user = ?1 ORDER BY n LIMIT 1) AS enrolled_at,
                    (SELECT count(*) FROM recovery_codes WHERE user = ?1 AND used_at IS NULL) AS recovery_codes,
                    (SELECT count(*) FROM devices WHERE user = ?1 AND revoked_at IS NULL
                        AND trusted_at > ?3 AND trusted_until > ?2) AS devices,
                    (SELECT count(*) FROM sessions WHERE user = ?1 AND revoked_at IS NULL
                        AND ends_at > ?2 AND seen_at > ?4) AS sessions",
            params![user.0, ms(held.now), ms(held.trusted_since), ms(held.used_since)],
            |row| {
                let count = |column| row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or(0));
                Ok(Holdings {
                    enrolled_at: maybe_time(row, "enrolled_at")?,
                    recovery_codes: count("recovery_codes")?,
                    devices: count("devices")?,
                    sessions: count("sessions")?,
                })
            },
        )?;
        // A SELECT without a table answers one row.
        Ok(found.unwrap_or(Holdings { enrolled_at: None, recovery_codes: 0, devices: 0, sessions: 0 }))
    }
}
