//! Accounts in bulk: written whole by an import, read whole by an export.

use jiff::Timestamp;
use rusqlite::{Connection, Row, Statement, params};

use super::users::{due_word, user};
use super::{AuthenticatorRow, Db, MailKey, ReceiptRow, StoreError, UserKey, UserRow, UserState, ms};
use crate::journey::PasswordDue;
use crate::journey::policy::ProjectType;

/// An account as an import writes it.
pub struct ImportedUser<'a> {
    /// Its id, `usr_…`.
    pub id: &'a str,
    /// The address as given.
    pub address: &'a str,
    /// The address as compared.
    pub address_key: &'a str,
    /// The person's name.
    pub name: Option<&'a str>,
    /// The kind of project.
    pub project_type: ProjectType,
    /// Enabled or disabled.
    pub state: UserState,
    /// When it was made, here or where it came from.
    pub created_at: Timestamp,
    /// The password's hash.
    pub password_hash: Option<&'a str>,
    /// When the password was set, here.
    pub password_changed_at: Option<Timestamp>,
    /// Why the password must be changed.
    pub password_due: Option<PasswordDue>,
    /// When a temporary password stops working.
    pub password_ends_at: Option<Timestamp>,
    /// The id of the list it came from.
    pub external_id: Option<&'a str>,
    /// SHA-256 of the hash as the list has it.
    pub imported_hash: Option<[u8; 32]>,
}

/// What an export walks through, in the order of the accounts.
pub struct Whole {
    /// The account.
    pub user: UserRow,
    /// Its receipts, oldest first.
    pub receipts: Vec<ReceiptRow>,
    /// Its authenticators, oldest first.
    pub authenticators: Vec<AuthenticatorRow>,
}

/// The indexes that lists of accounts are read by. Kept up row by row, they cost an import most of its time; made in one
/// go at its end, little.
const LIST_INDEXES: [(&str, &str); 4] = [
    ("DROP INDEX users_by_project_type", "CREATE INDEX users_by_project_type ON users (project_type, address_key)"),
    ("DROP INDEX users_by_state", "CREATE INDEX users_by_state ON users (state, address_key)"),
    ("DROP INDEX users_by_enrolled", "CREATE INDEX users_by_enrolled ON users (enrolled, address_key)"),
    ("DROP INDEX users_by_signed_in", "CREATE INDEX users_by_signed_in ON users (signed_in_at, address_key)"),
];

impl<'c> Db<'c> {
    /// Sets how much of the database this connection keeps in memory, in KiB.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_cache(self, kib: u32) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "cache_size", -i64::from(kib))?)
    }

    /// Removes the indexes of lists, to be made anew in the same transaction.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn drop_list_indexes(self) -> Result<(), StoreError> {
        LIST_INDEXES.iter().try_for_each(|(drop, _)| Ok(self.connection.execute_batch(drop)?))
    }

    /// Makes them anew, sorting in so many KiB of memory, which the page cache leaves to it. Changed pages stay in memory up
    /// to `kept` KiB: a page that is changed again after it went to the log costs a second reading of the whole log.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn make_list_indexes(self, kib: u32, kept: u32) -> Result<(), StoreError> {
        self.set_cache(kib)?;
        self.connection.pragma_update(None, "cache_spill", -i64::from(kept))?;
        self.connection.execute_batch("PRAGMA shrink_memory")?;
        LIST_INDEXES.iter().try_for_each(|(_, make)| Ok(self.connection.execute_batch(make)?))
    }

    /// The statement that makes accounts, prepared once for many.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn user_inserts(self) -> Result<UserInserts<'c>, StoreError> {
        let statement = self.connection.prepare(
            "INSERT INTO users (id, address, address_key, name, project_type, state, created_at, password_hash,
                                password_changed_at, password_due, password_ends_at, external_id, imported_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING",
        )?;
        Ok(UserInserts { statement, connection: self.connection })
    }

    /// The account of an external id.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn user_by_external_id(self, external_id: &str) -> Result<Option<UserRow>, StoreError> {
        self.one("SELECT * FROM users WHERE external_id = ?1", [external_id], user)
    }

    /// Ties an account to the id that it has elsewhere.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_external_id(self, key: UserKey, external_id: &str) -> Result<(), StoreError> {
        self.execute("UPDATE users SET external_id = ?2 WHERE n = ?1", params![key.0, external_id])?;
        Ok(())
    }

    /// Notes which hash an account was last given by an import.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_imported_hash(self, key: UserKey, digest: &[u8; 32]) -> Result<(), StoreError> {
        self.execute("UPDATE users SET imported_hash = ?2 WHERE n = ?1", params![key.0, digest])?;
        Ok(())
    }

    /// Puts off the first attempt at a mail.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn put_mail_off(self, key: MailKey, until: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE outbox SET next_at = ?2 WHERE n = ?1", params![key.0, ms(until)])?;
        Ok(())
    }

    /// When the last mail of a kind that waits is sent at the earliest.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn last_waiting(self, kind: &str) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT next_at FROM outbox WHERE state = 'queued' AND kind = ?1 ORDER BY next_at DESC LIMIT 1";
        self.one(sql, [kind], |row| super::time(row, "next_at"))
    }

    /// Calls `each` with every account, in the order they were made, and nothing of what belongs to it.
    ///
    /// # Errors
    /// [`StoreError`] of the statement, and what `each` answers.
    pub fn each_user<E: From<StoreError>>(self, mut each: impl FnMut(UserRow) -> Result<(), E>) -> Result<(), E> {
        let walk = |error: rusqlite::Error| E::from(StoreError::from(error));
        let mut statement = self.connection.prepare_cached("SELECT * FROM users ORDER BY n").map_err(walk)?;
        let mut rows = statement.query([]).map_err(walk)?;
        while let Some(row) = rows.next().map_err(walk)? {
            each(user(row).map_err(walk)?)?;
        }
        Ok(())
    }

    /// Calls `each` with every account, in the order they were made, with its standing receipts and, where wanted, its
    /// authenticators. The tables are walked side by side, so the memory it takes is that of one account.
    ///
    /// # Errors
    /// [`StoreError`] of a statement, and what `each` answers.
    pub fn each_whole<E: From<StoreError>>(
        self,
        with_authenticators: bool,
        mut each: impl FnMut(Whole) -> Result<(), E>,
    ) -> Result<(), E> {
        let walk = |error: rusqlite::Error| E::from(StoreError::from(error));
        let mut receipts = self
            .connection
            .prepare_cached(
                "SELECT r.user, d.id, d.version, d.digest, r.accepted_at, r.how, r.recorded_by, r.withdrawn_at
                 FROM receipts r JOIN documents d ON d.n = r.document
                 WHERE r.withdrawn_at IS NULL ORDER BY r.user, r.n",
            )
            .map_err(walk)?;
        let mut receipts = Side::new(receipts.query([]).map_err(walk)?, super::documents::receipt).map_err(walk)?;
        let sql = "SELECT * FROM authenticators WHERE ?1 ORDER BY user, n";
        let mut authenticators = self.connection.prepare_cached(sql).map_err(walk)?;
        let rows = authenticators.query([with_authenticators]).map_err(walk)?;
        let mut authenticators = Side::new(rows, super::authenticators::authenticator).map_err(walk)?;
        self.each_user(|user| {
            let key = user.key.0;
            let receipts = receipts.of(key).map_err(walk)?;
            let authenticators = authenticators.of(key).map_err(walk)?;
            each(Whole { user, receipts, authenticators })
        })
    }
}

/// Makes accounts, one after the other.
pub struct UserInserts<'c> {
    statement: Statement<'c>,
    connection: &'c Connection,
}

impl UserInserts<'_> {
    /// Makes an account; `None` where its address or its external id is taken.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert(&mut self, new: &ImportedUser<'_>) -> Result<Option<UserKey>, StoreError> {
        let inserted = self.statement.execute(params![
            new.id,
            new.address,
            new.address_key,
            new.name,
            new.project_type.as_str(),
            new.state.as_str(),
            ms(new.created_at),
            new.password_hash,
            new.password_changed_at.map(ms),
            new.password_due.and_then(due_word),
            new.password_ends_at.map(ms),
            new.external_id,
            new.imported_hash,
        ])?;
        Ok((inserted == 1).then(|| UserKey(self.connection.last_insert_rowid())))
    }
}

/// A table that is walked beside the accounts, in their order.
struct Side<'s, T> {
    rows: rusqlite::Rows<'s>,
    next: Option<(i64, T)>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
}

impl<'s, T> Side<'s, T> {
    fn new(rows: rusqlite::Rows<'s>, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<Self> {
        let mut side = Self { rows, next: None, read };
        side.step()?;
        Ok(side)
    }

    fn step(&mut self) -> rusqlite::Result<()> {
        self.next = match self.rows.next()? {
            Some(row) => Some((row.get("user")?, (self.read)(row)?)),
            None => None,
        };
        Ok(())
    }

    /// What belongs to this account; rows of accounts before it are passed over.
    fn of(&mut self, user: i64) -> rusqlite::Result<Vec<T>> {
        let mut own = Vec::new();
        while let Some((owner, value)) = self.next.take_if(|(owner, _)| *owner <= user) {
            if owner == user {
                own.push(value);
            }
            self.step()?;
        }
        Ok(own)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    #[test]
    fn accounts_are_read_by_the_place_of_their_columns() {
        let store = Store::in_memory().unwrap();
        let sql = "SELECT name FROM pragma_table_info('users') ORDER BY cid";
        let columns = store.db().all(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(columns[..super::super::users::COLUMNS.len()], super::super::users::COLUMNS);
    }

    #[test]
    fn the_indexes_of_lists_are_made_anew_as_they_were() {
        let store = Store::in_memory().unwrap();
        let indexes = || {
            let sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'users' ORDER BY name";
            store.db().all(sql, [], |row| row.get::<_, Option<String>>(0)).unwrap()
        };
        let before = indexes();
        store.db().drop_list_indexes().unwrap();
        assert_eq!(indexes().len() + LIST_INDEXES.len(), before.len());
        store.db().make_list_indexes(1024, 2048).unwrap();
        assert_eq!(indexes(), before);
    }
}
