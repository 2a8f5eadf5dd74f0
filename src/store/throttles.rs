//! Counts of failures, by kind and subject.

use jiff::Timestamp;
use rusqlite::params;

use super::{Db, StoreError, maybe_time, ms, undecodable};

/// The failures of one subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThrottleRow {
    /// When the latest failures were, in milliseconds, oldest first.
    pub recent: Vec<i64>,
    /// Failures in a row.
    pub total: u32,
    /// Locks in a row.
    pub level: u32,
    /// Until when nothing is tried.
    pub locked_until: Option<Timestamp>,
}

impl Db<'_> {
    /// The failures of a subject; none where nothing is stored.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn throttle(self, kind: &str, subject: &str) -> Result<ThrottleRow, StoreError> {
        let found = self.one(
            "SELECT recent, total, level, locked_until FROM throttles WHERE kind = ?1 AND subject = ?2",
            [kind, subject],
            |row| {
                let recent = row.get::<_, String>("recent")?;
                Ok(ThrottleRow {
                    recent: serde_json::from_str(&recent).map_err(|error| undecodable(row, "recent", error))?,
                    total: row.get("total")?,
                    level: row.get("level")?,
                    locked_until: maybe_time(row, "locked_until")?,
                })
            },
        )?;
        Ok(found.unwrap_or_default())
    }

    /// Stores the failures of a subject.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_throttle(self, kind: &str, subject: &str, row: &ThrottleRow) -> Result<(), StoreError> {
        let recent = serde_json::to_string(&row.recent).expect("a list of numbers is always JSON");
        self.execute(
            "INSERT INTO throttles (kind, subject, recent, total, level, locked_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (kind, subject) DO UPDATE SET recent = excluded.recent, total = excluded.total,
                level = excluded.level, locked_until = excluded.locked_until",
            params![kind, subject, recent, row.total, row.level, row.locked_until.map(ms)],
        )?;
        Ok(())
    }

    /// Forgets the failures of a subject.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn clear_throttle(self, kind: &str, subject: &str) -> Result<(), StoreError> {
        self.execute("DELETE FROM throttles WHERE kind = ?1 AND subject = ?2", [kind, subject])?;
        Ok(())
    }
}
