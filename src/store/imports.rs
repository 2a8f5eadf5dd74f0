//! Accounts in bulk: written whole by an import, read whole by an export.

use jiff::Timestamp;
use rusqlite::{Row, params};

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

impl Db<'_> {
    /// Makes an account; `None` where its address or its external id is taken.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_imported_user(self, new: &ImportedUser<'_>) -> Result<Option<UserKey>, StoreError> {
        let inserted = self.execute(
            "INSERT INTO users (id, address, address_key, name, project_type, state, created_at, password_hash,
                                password_changed_at, password_due, password_ends_at, external_id, imported_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING",
            params![
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
            ],
        )?;
        Ok((inserted == 1).then(|| UserKey(self.connection.last_insert_rowid())))
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
