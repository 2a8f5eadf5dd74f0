//! The first names that begin with what was typed, for a shell that completes them.

use rusqlite::params;

use super::{Db, StoreError};

/// What a name can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// An account, by its address.
    Account,
    /// A trusted device.
    Device,
    /// A published document.
    Document,
    /// An open sign-in, by its handle.
    Journey,
    /// A mail that is kept.
    Mail,
    /// An operator, by name.
    Operator,
    /// A request that is still open.
    Request,
    /// A session that was not revoked.
    Session,
}

impl Db<'_> {
    /// At most `limit` names that begin with `prefix`; of accounts and operators as they were given, and as
    /// they are compared.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn candidates(self, of: Named, prefix: &str, limit: u32) -> Result<Vec<(String, String)>, StoreError> {
        let sql = match of {
            Named::Account => {
                "SELECT address, address_key FROM users
                 WHERE address_key >= ?1 AND address_key < ?2 ORDER BY address_key LIMIT ?3"
            }
            Named::Device => {
                "SELECT id, id FROM devices WHERE id >= ?1 AND id < ?2 AND revoked_at IS NULL ORDER BY id LIMIT ?3"
            }
            Named::Document => {
                "SELECT id, id FROM documents WHERE id >= ?1 AND id < ?2 GROUP BY id ORDER BY id LIMIT ?3"
            }
            Named::Journey => {
                "SELECT handle, handle FROM journeys
                 WHERE handle >= ?1 AND handle < ?2 AND status = 'open' ORDER BY handle LIMIT ?3"
            }
            Named::Mail => "SELECT id, id FROM outbox WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
            Named::Operator => {
                "SELECT name, name_key FROM operators
                 WHERE name_key >= ?1 AND name_key < ?2 ORDER BY name_key LIMIT ?3"
            }
            Named::Request => {
                "SELECT id, id FROM requests
                 WHERE id >= ?1 AND id < ?2 AND state IN ('waiting', 'approved') ORDER BY id LIMIT ?3"
            }
            Named::Session => {
                "SELECT id, id FROM sessions WHERE id >= ?1 AND id < ?2 AND revoked_at IS NULL ORDER BY id LIMIT ?3"
            }
        };
        let end = format!("{prefix}{}", char::MAX);
        self.all(sql, params![prefix, end, limit], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
