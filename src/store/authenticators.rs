//! Authenticator apps and recovery codes.

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::{Db, StoreError, UserKey, maybe_time, ms, time, undecodable};

/// An enrolled authenticator.
#[derive(Clone)]
pub struct AuthenticatorRow {
    /// Its id, `atn_…`.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The sealed secret.
    pub secret: Vec<u8>,
    /// The hash function's name, as a Key URI writes it.
    pub algorithm: String,
    /// Digits of a code.
    pub digits: u32,
    /// Seconds of a time step.
    pub period: u32,
    /// The last time step accepted.
    pub last_step: Option<i64>,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// When wrong codes disabled it.
    pub disabled_at: Option<Timestamp>,
    /// How far off the phone's clock was at the latest successes, oldest first.
    pub drifts: Vec<Drift>,
}

/// How far off a phone's clock was when a code was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// When.
    pub at: Timestamp,
    /// Time steps that the code was ahead; negative: behind.
    pub steps: i64,
}

/// How many successes are kept.
const KEPT_DRIFTS: usize = 5;

pub(super) fn authenticator(row: &Row<'_>) -> rusqlite::Result<AuthenticatorRow> {
    Ok(AuthenticatorRow {
        id: row.get("id")?,
        name: row.get("name")?,
        secret: row.get("secret")?,
        algorithm: row.get("algorithm")?,
        digits: row.get("digits")?,
        period: row.get("period")?,
        last_step: row.get("last_step")?,
        enrolled_at: time(row, "enrolled_at")?,
        disabled_at: maybe_time(row, "disabled_at")?,
        drifts: {
            let text = row.get::<_, String>("drifts")?;
            serde_json::from_str(&text).map_err(|error| undecodable(row, "drifts", error))?
        },
    })
}

impl Db<'_> {
    /// Enrols an authenticator; an enrolment under way elsewhere is void.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_authenticator(self, user: UserKey, new: &AuthenticatorRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO authenticators (id, user, name, secret, algorithm, digits, period, last_step, enrolled_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                new.id,
                user.0,
                new.name,
                new.secret,
                new.algorithm,
                new.digits,
                new.period,
                new.last_step,
                ms(new.enrolled_at)
            ],
        )?;
        self.remove_enrolment(user)?;
        Ok(())
    }

    /// A person's authenticators, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn authenticators(self, user: UserKey) -> Result<Vec<AuthenticatorRow>, StoreError> {
        self.all("SELECT * FROM authenticators WHERE user = ?1 ORDER BY n", [user.0], authenticator)
    }

    /// Takes a time step, once: `false` where that step or a later one was taken already (RFC 6238 §5.2).
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn take_step(self, authenticator: &str, step: i64) -> Result<bool, StoreError> {
        let changed = self.execute(
            "UPDATE authenticators SET last_step = ?2 WHERE id = ?1 AND (last_step IS NULL OR last_step < ?2)",
            params![authenticator, step],
        )?;
        Ok(changed == 1)
    }

    /// Notes how far off the phone's clock was at a success; the oldest such notes go.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_drift(self, one: &AuthenticatorRow, drift: Drift) -> Result<(), StoreError> {
        let skip = (one.drifts.len() + 1).saturating_sub(KEPT_DRIFTS);
        let kept: Vec<Drift> = one.drifts.iter().copied().chain([drift]).skip(skip).collect();
        let text = serde_json::to_string(&kept).expect("times and numbers are always JSON");
        self.execute("UPDATE authenticators SET drifts = ?2 WHERE id = ?1", params![one.id, text])?;
        Ok(())
    }

    /// Disables every authenticator of a person.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn disable_authenticators(self, user: UserKey, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE authenticators SET disabled_at = ?2 WHERE user = ?1 AND disabled_at IS NULL",
            params![user.0, ms(at)],
        )?;
        Ok(())
    }

    /// Removes the disabled authenticators of a person, once a new one stands beside them.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn remove_disabled_authenticators(self, user: UserKey) -> Result<usize, StoreError> {
        self.execute("DELETE FROM authenticators WHERE user = ?1 AND disabled_at IS NOT NULL", [user.0])
    }

    /// Removes every authenticator and recovery code of a person; answers how many authenticators there were.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn remove_authenticators(self, user: UserKey) -> Result<usize, StoreError> {
        self.remove_enrolment(user)?;
        self.execute("DELETE FROM recovery_codes WHERE user = ?1", [user.0])?;
        self.execute("DELETE FROM authenticators WHERE user = ?1", [user.0])
    }

    /// Removes one authenticator.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn remove_authenticator(self, id: &str) -> Result<(), StoreError> {
        self.execute("DELETE FROM authenticators WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Replaces a person's recovery codes.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn replace_recovery_codes(self, user: UserKey, digests: &[[u8; 32]]) -> Result<(), StoreError> {
        self.execute("DELETE FROM recovery_codes WHERE user = ?1", [user.0])?;
        for digest in digests {
            self.execute("INSERT INTO recovery_codes (user, digest) VALUES (?1, ?2)", params![user.0, digest])?;
        }
        Ok(())
    }

    /// Whether an unused recovery code has this digest. The digest is keyed, so looking it up tells no time.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn has_recovery_code(self, user: UserKey, digest: &[u8; 32]) -> Result<bool, StoreError> {
        let found = self.count(
            "SELECT count(*) FROM recovery_codes WHERE user = ?1 AND digest = ?2 AND used_at IS NULL",
            params![user.0, digest],
        )?;
        Ok(found > 0)
    }

    /// Uses up a recovery code, once.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn use_recovery_code(self, user: UserKey, digest: &[u8; 32], at: Timestamp) -> Result<bool, StoreError> {
        let changed = self.execute(
            "UPDATE recovery_codes SET used_at = ?3 WHERE user = ?1 AND digest = ?2 AND used_at IS NULL",
            params![user.0, digest, ms(at)],
        )?;
        Ok(changed == 1)
    }

    /// How many recovery codes are left.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn recovery_codes_left(self, user: UserKey) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM recovery_codes WHERE user = ?1 AND used_at IS NULL", [user.0])
    }
}
