//! Sessions that sign-ins opened.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Db, StoreError, UserKey, maybe_time, ms, time};

/// A session.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Its id, `ses_…`.
    pub id: String,
    /// Whose it is.
    pub user: UserKey,
    /// The handle of the journey that opened it.
    pub journey: String,
    /// The device it was opened on, where that is trusted.
    pub device: Option<String>,
    /// How the person was authenticated: `pwd`, `otp`, `recovery_code` (RFC 8176 where it has a word).
    pub methods: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// When it was last checked.
    pub seen_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A session to be opened.
pub struct NewSession<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose it is.
    pub user: UserKey,
    /// The journey's handle.
    pub journey: &'a str,
    /// The trusted device's id.
    pub device: Option<&'a str>,
    /// SHA-256 of its token.
    pub token_digest: &'a [u8; 32],
    /// How the person was authenticated.
    pub methods: &'a str,
    /// Now.
    pub opened_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

fn session(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    Ok(SessionRow {
        id: row.get("id")?,
        user: UserKey(row.get("user")?),
        journey: row.get("journey")?,
        device: row.get("device")?,
        methods: row.get("methods")?,
        opened_at: time(row, "opened_at")?,
        ends_at: time(row, "ends_at")?,
        seen_at: time(row, "seen_at")?,
        revoked_at: maybe_time(row, "revoked_at")?,
    })
}

impl Db<'_> {
    /// Opens a session. A journey that opened one cannot open another: its column is unique.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_session(self, new: &NewSession<'_>) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO sessions (id, user, journey, device, token_digest, methods, opened_at, ends_at, seen_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7)",
            params![
                new.id,
                new.user.0,
                new.journey,
                new.device,
                new.token_digest,
                new.methods,
                ms(new.opened_at),
                ms(new.ends_at)
            ],
        )?;
        self.execute("UPDATE users SET signed_in_at = ?2 WHERE n = ?1", params![new.user.0, ms(new.opened_at)])?;
        Ok(())
    }

    /// The session of a token's digest, valid or not.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn session_by_token(self, token_digest: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        self.one("SELECT * FROM sessions WHERE token_digest = ?1", [token_digest], session)
    }

    /// The session that a journey opened.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn session_of_journey(self, handle: &str) -> Result<Option<SessionRow>, StoreError> {
        self.one("SELECT * FROM sessions WHERE journey = ?1", [handle], session)
    }

    /// The session of an id.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn session(self, id: &str) -> Result<Option<SessionRow>, StoreError> {
        self.one("SELECT * FROM sessions WHERE id = ?1", [id], session)
    }

    /// A person's sessions, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn sessions(self, user: UserKey) -> Result<Vec<SessionRow>, StoreError> {
        self.all("SELECT * FROM sessions WHERE user = ?1 ORDER BY n", [user.0], session)
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn touch_session(self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE sessions SET seen_at = ?2 WHERE id = ?1 AND seen_at < ?2", params![id, ms(at)])?;
        Ok(())
    }

    /// Revokes a person's sessions; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_sessions(self, user: UserKey, at: Timestamp) -> Result<usize, StoreError> {
        self.execute(
            "UPDATE sessions SET revoked_at = ?2 WHERE user = ?1 AND revoked_at IS NULL",
            params![user.0, ms(at)],
        )
    }

    /// Revokes every session of the home.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_all_sessions(self, at: Timestamp) -> Result<usize, StoreError> {
        self.execute("UPDATE sessions SET revoked_at = ?1 WHERE revoked_at IS NULL", [ms(at)])
    }

    /// Revokes one session; `false` where it was revoked already.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn revoke_session(self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let changed = self
            .execute("UPDATE sessions SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL", params![id, ms(at)])?;
        Ok(changed == 1)
    }
}
