//! Addresses whose account was removed.

use jiff::Timestamp;
use rusqlite::params;

use super::{Db, StoreError, ms, time};

impl Db<'_> {
    /// Notes that the account of an address, given as a keyed digest, was removed; forgets those of before `forget`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_departure(
        self,
        address_digest: &[u8; 32],
        actor: &str,
        at: Timestamp,
        forget: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute("DELETE FROM departures WHERE at <= ?1", [ms(forget)])?;
        self.execute(
            "INSERT INTO departures (address_digest, at, actor) VALUES (?1, ?2, ?3)",
            params![address_digest, ms(at), actor],
        )?;
        Ok(())
    }

    /// When the account of an address was last removed since `since`, and by whom.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn departure(
        self,
        address_digest: &[u8; 32],
        since: Timestamp,
    ) -> Result<Option<(Timestamp, String)>, StoreError> {
        self.one(
            "SELECT n, at, actor FROM departures WHERE address_digest = ?1 AND at > ?2 ORDER BY n DESC LIMIT 1",
            params![address_digest, ms(since)],
            |row| Ok((time(row, "at")?, row.get("actor")?)),
        )
    }
}
