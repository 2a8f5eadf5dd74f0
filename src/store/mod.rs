//! The database: SQL, and nothing but SQL, one file a family of tables.
//!
//! [`Store`] opens the file and runs transactions; [`Db`] is the thin executor that every statement of
//! this floor passes through, so that a second engine would be an adapter and not a second set of queries.

mod activations;
mod address_codes;
mod audit;
mod authenticators;
mod candidates;
mod copy;
mod departures;
mod devices;
mod documents;
mod enrolments;
mod error;
mod holdings;
mod home;
mod imports;
mod journeys;
mod operators;
mod otps;
mod outbox;
mod rehearsal;
mod requests;
mod scope;
mod sessions;
mod throttles;
mod user_list;
mod users;

pub use address_codes::AddressCodeRow;
pub use audit::{AuditBytes, AuditFilter, AuditHead, AuditRow, AuditSubject, AuditTrail};
pub use authenticators::{AuthenticatorRow, Drift};
pub use candidates::Named;
pub use devices::DeviceRow;
pub use documents::{DocumentRow, ReceiptRow};
pub use enrolments::EnrolmentRow;
pub use error::StoreError;
pub use holdings::Held;
pub use home::{HomeRow, Mode};
pub use imports::{ImportedUser, UserInserts, Whole};
pub use journeys::{JourneyKey, JourneyRow, NewJourney};
pub use operators::{OperatorKey, OperatorRow, OperatorSessionRow, OperatorState};
pub use otps::OtpRow;
pub use outbox::{MailKey, MailRow, MailState, NewMail};
pub use rehearsal::Change;
pub use requests::{RequestRow, RequestState, SupportAct};
pub use scope::Lender;
pub use sessions::{NewSession, SessionRow};
pub use throttles::ThrottleRow;
pub use user_list::{IdKind, SignedIn, UserFilter};
pub use users::{NewUser, UserKey, UserRow, UserState};

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Params, Row, TransactionBehavior};
use scope::Scope;

/// The schema, one step a version; a step that was released is never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("migrate_2.sql"),
    include_str!("migrate_3.sql"),
    include_str!("migrate_4.sql"),
    include_str!("migrate_5.sql"),
    include_str!("migrate_6.sql"),
    include_str!("migrate_7.sql"),
];

/// `vest` in ASCII, so that a stranger's file is told from ours.
const APPLICATION_ID: i64 = 0x7665_7374;

/// How long a statement waits for another process's write lock.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// An open database.
pub struct Store {
    connection: Connection,
    /// Whether its transactions are parts of one that a [`Lender`] rolls back.
    is_lent: bool,
}

/// The executor that statements run on, inside or outside a transaction.
#[derive(Clone, Copy)]
pub struct Db<'c> {
    connection: &'c Connection,
}

impl Store {
    /// Makes a new database file and its tables.
    ///
    /// # Errors
    /// Where the file exists already or cannot be written.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut store = Self::over(Connection::open_with_flags(path, flags)?);
        store.connection.pragma_update(None, "journal_mode", "WAL")?;
        store.set_up()?;
        store.connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        store.migrate(0)?;
        Ok(store)
    }

    /// A database in memory, for scripted runs and tests.
    ///
    /// # Errors
    /// Where memory is short.
    pub fn in_memory() -> Result<Self, StoreError> {
        Lender::of_empty()?.copy()
    }

    fn migrated_in_memory() -> Result<Self, StoreError> {
        let mut store = Self::over(Connection::open_in_memory()?);
        store.set_up()?;
        store.connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        store.migrate(0)?;
        Ok(store)
    }

    fn over(connection: Connection) -> Self {
        Self { connection, is_lent: false }
    }

    /// Opens an existing database and brings its schema up to date.
    ///
    /// # Errors
    /// Where the file is missing, foreign, damaged or newer than this program. It is then left as it is.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut store = Self::over(Connection::open_with_flags(path, flags)?);
        let pragma = |name| {
            let value = store.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
            value.map_err(|error| read_only_or(error.into(), path))
        };
        if pragma("application_id")? != APPLICATION_ID {
            return Err(StoreError::Foreign(path.display().to_string()));
        }
        let version = pragma("user_version")?;
        store.set_up()?;
        store.migrate(version)?;
        Ok(store)
    }

    fn set_up(&self) -> Result<(), StoreError> {
        self.connection.busy_timeout(BUSY_WAIT)?;
        self.connection.set_prepared_statement_cache_capacity(128);
        // The bundled SQLite plans by sampled values (STAT4), and so compiles a cached statement anew whenever a value
        // that is bound to it changes; plans that hold for every value need compiling once.
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        self.connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;",
        )?;
        Ok(())
    }

    fn migrate(&mut self, from: i64) -> Result<(), StoreError> {
        let known = MIGRATIONS.len() as i64;
        if from > known {
            return Err(StoreError::NewerSchema { found: from, known });
        }
        if from == known {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let from: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for step in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "user_version", known)?;
        transaction.commit()?;
        tracing::info!(from, to = known, "schema brought up to date");
        Ok(())
    }

    /// The executor outside a transaction, for reading.
    pub fn db(&self) -> Db<'_> {
        Db { connection: &self.connection }
    }

    /// Runs `work` in one transaction that holds the write lock from the start, and commits it if `work`
    /// succeeds. An error rolls everything back.
    ///
    /// # Errors
    /// What `work` answers, and [`StoreError`] of the transaction itself.
    pub fn write<T, E: From<StoreError>>(&mut self, work: impl FnOnce(Db<'_>) -> Result<T, E>) -> Result<T, E> {
        tracing::trace!("begin");
        let scope = Scope::writing(self)?;
        let done = work(self.db())?;
        scope.commit()?;
        tracing::debug!("committed");
        Ok(done)
    }

    /// As [`Store::write`], by a shared reference. Inside of another transaction it fails.
    ///
    /// # Errors
    /// What `work` answers, and [`StoreError`] of the transaction itself.
    pub fn write_aside<T, E: From<StoreError>>(&self, work: impl FnOnce(Db<'_>) -> Result<T, E>) -> Result<T, E> {
        let scope = Scope::writing(self)?;
        let done = work(self.db())?;
        scope.commit()?;
        Ok(done)
    }

    /// Runs `work` on one consistent view of the database, without a write lock.
    ///
    /// # Errors
    /// What `work` answers, and [`StoreError`] of the transaction itself.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(Db<'_>) -> Result<T, E>) -> Result<T, E> {
        let _scope = Scope::reading(self)?;
        work(self.db())
    }

    /// What `PRAGMA integrity_check` finds; empty where all is well.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn integrity_problems(&self) -> Result<Vec<String>, StoreError> {
        let found = self.db().all("PRAGMA integrity_check(20)", [], |row| row.get::<_, String>(0))?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }
}

/// WAL needs to write beside the database even to read it; where the folder cannot be written, that is what to say.
fn read_only_or(error: StoreError, path: &Path) -> StoreError {
    let folder = path.parent().unwrap_or(path);
    match error {
        StoreError::Unopenable(_) if nix::unistd::access(folder, nix::unistd::AccessFlags::W_OK).is_err() => {
            StoreError::ReadOnly
        }
        other => other,
    }
}

impl Db<'_> {
    fn execute(self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        let changed = self.connection.prepare_cached(sql)?.execute(params)?;
        tracing::trace!(changed, sql);
        Ok(changed)
    }

    fn insert(self, sql: &str, params: impl Params) -> Result<i64, StoreError> {
        self.execute(sql, params)?;
        Ok(self.connection.last_insert_rowid())
    }

    fn one<T>(
        self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        tracing::trace!(sql);
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        Ok(rows.next()?.map(map).transpose()?)
    }

    fn all<T>(
        self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        tracing::trace!(sql);
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, map)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn count(self, sql: &str, params: impl Params) -> Result<u64, StoreError> {
        let found = self.one(sql, params, |row| row.get::<_, i64>(0))?.unwrap_or(0);
        Ok(u64::try_from(found).unwrap_or(0))
    }
}

/// A time as the database keeps it. The fraction of the last second there is cannot be read back, so it goes.
fn ms(at: Timestamp) -> i64 {
    at.as_millisecond().min(Timestamp::MAX.as_second() * 1000)
}

/// A column that holds a time.
fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    let value = row.get::<_, i64>(column)?;
    Timestamp::from_millisecond(value).map_err(|error| undecodable(row, column, error))
}

/// A column that may hold a time.
fn maybe_time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => time(row, column).map(Some),
    }
}

/// A column whose text is one of a few words.
fn word<T: std::str::FromStr<Err = String>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text = row.get::<_, String>(column)?;
    text.parse().map_err(|error: String| undecodable(row, column, error))
}

/// A column that holds a 32-byte digest.
fn digest(row: &Row<'_>, column: &str) -> rusqlite::Result<[u8; 32]> {
    let bytes = row.get::<_, Vec<u8>>(column)?;
    bytes.try_into().map_err(|_| undecodable(row, column, "not 32 bytes".to_owned()))
}

/// The error of a value that cannot be what its column means; it names the row and the column.
fn undecodable(row: &Row<'_>, column: &str, problem: impl std::fmt::Display) -> rusqlite::Error {
    let index = row.as_ref().column_index(column).unwrap_or(0);
    let number = row.get::<_, i64>("n").map_or_else(|_| "?".to_owned(), |n| n.to_string());
    let sentence = format!("row {number}, column {column}: {problem}");
    rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, sentence.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_every_older_schema_is_brought_up_to_date_and_keeps_its_rows() {
        let folder = tempfile::tempdir().unwrap();
        let schema = |store: &Store| {
            let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
            store.db().all(sql, [], |row| row.get::<_, String>(0)).unwrap()
        };
        let newest = schema(&Store::in_memory().unwrap());
        for version in 1..MIGRATIONS.len() {
            let path = folder.path().join(format!("{version}.db"));
            let old = Connection::open(&path).unwrap();
            MIGRATIONS[..version].iter().for_each(|step| old.execute_batch(step).unwrap());
            old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
            old.pragma_update(None, "user_version", version as i64).unwrap();
            old.execute_batch("INSERT INTO throttles VALUES ('otp', 'kept', '', 3, 0, NULL)").unwrap();
            drop(old);
            let store = Store::open(&path).unwrap();
            assert_eq!(schema(&store), newest, "from version {version}");
            assert_eq!(store.db().count("SELECT total FROM throttles", []).unwrap(), 3);
            drop(store);
            Store::open(&path).unwrap();
        }
        assert!(MIGRATIONS.len() > 1, "there is an older schema to come from");
    }
}
