//! Secrets that were drawn for an authenticator outside a sign-in, until the person proves to have them.

use jiff::Timestamp;
use rusqlite::params;

use super::{Db, StoreError, UserKey, ms, time};

/// An authenticator that is not confirmed yet.
pub struct EnrolmentRow {
    /// What the person calls it.
    pub name: String,
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// Wrong codes so far.
    pub wrong: u32,
    /// When it is given up.
    pub expires_at: Timestamp,
}

impl Db<'_> {
    /// Keeps a person's new enrolment, instead of a former one.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_enrolment(self, user: UserKey, new: &EnrolmentRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO enrolments (user, name, sealed, wrong, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (user) DO UPDATE SET name = excluded.name, sealed = excluded.sealed, wrong = excluded.wrong,
                expires_at = excluded.expires_at",
            params![user.0, new.name, new.sealed, new.wrong, ms(new.expires_at)],
        )?;
        Ok(())
    }

    /// A person's enrolment that waits for its first code.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn enrolment(self, user: UserKey) -> Result<Option<EnrolmentRow>, StoreError> {
        self.one("SELECT * FROM enrolments WHERE user = ?1", [user.0], |row| {
            Ok(EnrolmentRow {
                name: row.get("name")?,
                sealed: row.get("sealed")?,
                wrong: row.get("wrong")?,
                expires_at: time(row, "expires_at")?,
            })
        })
    }

    /// Gives a person's enrolment up, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn remove_enrolment(self, user: UserKey) -> Result<(), StoreError> {
        self.execute("DELETE FROM enrolments WHERE user = ?1", [user.0])?;
        Ok(())
    }
}
