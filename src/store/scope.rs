//! Where a transaction begins and ends, and databases in memory that are used again.

use std::sync::{Mutex, OnceLock, PoisonError};

use rusqlite::Connection;

use super::{Store, StoreError};

/// A transaction that is rolled back unless it is committed.
pub(super) struct Scope<'c> {
    connection: &'c Connection,
    words: &'static Words,
    is_open: bool,
}

/// How a transaction is begun and ended.
struct Words {
    begin: &'static str,
    commit: &'static str,
    roll_back: &'static [&'static str],
}

const READING: Words = Words { begin: "BEGIN DEFERRED", commit: "COMMIT", roll_back: &["ROLLBACK"] };
const WRITING: Words = Words { begin: "BEGIN IMMEDIATE", commit: "COMMIT", roll_back: &["ROLLBACK"] };
const PART: Words =
    Words { begin: "SAVEPOINT part", commit: "RELEASE part", roll_back: &["ROLLBACK TO part", "RELEASE part"] };

impl<'c> Scope<'c> {
    /// A transaction on one view of the database, without the write lock.
    pub fn reading(store: &'c Store) -> Result<Self, StoreError> {
        Self::begin(&store.connection, if store.is_lent { &PART } else { &READING })
    }

    /// A transaction that holds the write lock from the start.
    pub fn writing(store: &'c Store) -> Result<Self, StoreError> {
        Self::begin(&store.connection, if store.is_lent { &PART } else { &WRITING })
    }

    fn begin(connection: &'c Connection, words: &'static Words) -> Result<Self, StoreError> {
        run(connection, words.begin)?;
        Ok(Self { connection, words, is_open: true })
    }

    /// Keeps what was done.
    pub fn commit(mut self) -> Result<(), StoreError> {
        run(self.connection, self.words.commit)?;
        self.is_open = false;
        Ok(())
    }

    /// Undoes what was done.
    pub fn roll_back(mut self) -> Result<(), StoreError> {
        self.is_open = false;
        self.undo()
    }

    fn undo(&self) -> Result<(), StoreError> {
        // What fails for good, as a full disk makes it, has ended the transaction already.
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.words.roll_back.iter().try_for_each(|words| run(self.connection, words))
    }
}

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        if self.is_open
            && let Err(error) = self.undo()
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}

fn run(connection: &Connection, words: &str) -> Result<(), StoreError> {
    connection.prepare_cached(words)?.execute([])?;
    Ok(())
}

/// Databases in memory that all begin as the same one. Those that were given back are lent again: all that happens in
/// one is part of a transaction that is never committed, so that nothing of it stays but the statements it compiled.
pub struct Lender {
    origin: Mutex<Store>,
    idle: Mutex<Vec<Store>>,
}

impl Lender {
    /// Lends what is in a database, whose own transactions have ended.
    pub fn of(origin: Store) -> Self {
        Self { origin: Mutex::new(origin), idle: Mutex::default() }
    }

    /// Lends the empty database of the newest schema.
    ///
    /// # Errors
    /// Where memory is short.
    pub fn of_empty() -> Result<&'static Self, StoreError> {
        // Copying pages takes a tenth of what the migrations take, and scripts make thousands.
        static EMPTY: OnceLock<Lender> = OnceLock::new();
        if let Some(empty) = EMPTY.get() {
            return Ok(empty);
        }
        let made = Self::of(Store::migrated_in_memory()?);
        Ok(EMPTY.get_or_init(|| made))
    }

    /// A database of its own, as it was given to [`Lender::of`].
    ///
    /// # Errors
    /// Where memory is short.
    pub fn copy(&self) -> Result<Store, StoreError> {
        self.origin.lock().unwrap_or_else(PoisonError::into_inner).duplicate()
    }

    /// The same, to be given back. Its transactions are parts of one that is already begun.
    ///
    /// # Errors
    /// Where memory is short.
    pub fn lend(&self) -> Result<Store, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut store = match idle {
            Some(store) => store,
            None => self.copy()?,
        };
        run(&store.connection, WRITING.begin)?;
        store.is_lent = true;
        Ok(store)
    }

    /// Takes back what was lent, and undoes what happened in it.
    pub fn take_back(&self, mut store: Store) {
        let was_lent = std::mem::take(&mut store.is_lent);
        if was_lent && run(&store.connection, "ROLLBACK").is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(store);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Db;

    fn add(db: Db<'_>, subject: &str) -> Result<usize, StoreError> {
        db.execute("INSERT INTO throttles VALUES ('otp', ?1, '', 0, 0, NULL)", [subject])
    }

    fn subjects(store: &Store) -> Vec<String> {
        store.read::<_, StoreError>(|db| db.all("SELECT subject FROM throttles", [], |row| row.get(0))).unwrap()
    }

    #[test]
    fn what_is_lent_begins_as_the_origin_each_time() {
        let mut origin = Store::in_memory().unwrap();
        origin.write(|db| add(db, "first")).unwrap();
        let lender = Lender::of(origin);
        for _ in 0..3 {
            let mut store = lender.lend().unwrap();
            assert_eq!(subjects(&store), ["first"]);
            store.write(|db| add(db, "second")).unwrap();
            store.write_aside(|db| add(db, "third")).unwrap();
            let undone = store.write::<(), StoreError>(|db| {
                add(db, "fourth")?;
                Err(StoreError::Busy)
            });
            assert!(undone.is_err());
            store.rehearse(|db| add(db, "fifth")).unwrap();
            assert_eq!(subjects(&store), ["first", "second", "third"]);
            lender.take_back(store);
        }
        assert_eq!(lender.idle.lock().unwrap().len(), 1);
    }

    #[test]
    fn what_was_not_lent_is_not_kept() {
        let lender = Lender::of(Store::in_memory().unwrap());
        let mut store = lender.copy().unwrap();
        store.write(|db| add(db, "kept by nobody")).unwrap();
        lender.take_back(store);
        assert_eq!(subjects(&lender.lend().unwrap()), [""; 0]);
    }
}
