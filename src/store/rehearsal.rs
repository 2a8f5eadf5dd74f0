//! Transactions that are tried and undone, and what they would have changed, row by row.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::hooks::Action;
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::scope::Scope;
use super::{Db, Store, StoreError};

/// What each table's rows are called, and the statement that names one of them by its number. A table that is not
/// listed holds only what follows from the others.
const NAMED: &[(&str, &str, &str)] = &[
    ("users", "account", "SELECT address FROM users WHERE n = ?1"),
    ("documents", "document", "SELECT id || ' version ' || version FROM documents WHERE n = ?1"),
    (
        "receipts",
        "receipt",
        "SELECT documents.id || ' version ' || documents.version FROM receipts
         JOIN documents ON documents.n = receipts.document WHERE receipts.n = ?1",
    ),
    ("authenticators", "authenticator", "SELECT id FROM authenticators WHERE n = ?1"),
    (
        "recovery_codes",
        "recovery code",
        "SELECT 'of ' || address FROM recovery_codes JOIN users ON users.n = recovery_codes.user WHERE recovery_codes.rowid = ?1",
    ),
    (
        "enrolments",
        "authenticator to confirm",
        "SELECT 'of ' || address FROM enrolments JOIN users ON users.n = enrolments.user WHERE enrolments.n = ?1",
    ),
    (
        "activations",
        "activation code",
        "SELECT 'of ' || address FROM activations JOIN users ON users.n = activations.user WHERE activations.n = ?1",
    ),
    ("address_codes", "one-time password", "SELECT 'reference ' || reference FROM address_codes WHERE n = ?1"),
    ("devices", "trusted device", "SELECT id FROM devices WHERE n = ?1"),
    ("sessions", "session", "SELECT id FROM sessions WHERE n = ?1"),
    ("journeys", "journey", "SELECT handle FROM journeys WHERE n = ?1"),
    ("otps", "one-time password", "SELECT 'reference ' || reference FROM otps WHERE n = ?1"),
    ("throttles", "throttle", "SELECT kind FROM throttles WHERE rowid = ?1"),
    ("outbox", "mail", "SELECT kind || ' to ' || recipient FROM outbox WHERE n = ?1"),
    ("operators", "operator", "SELECT name FROM operators WHERE n = ?1"),
    ("operator_sessions", "operator session", "SELECT id FROM operator_sessions WHERE n = ?1"),
    ("requests", "request", "SELECT id FROM requests WHERE n = ?1"),
    ("departures", "resting address", "SELECT 'removed by ' || actor FROM departures WHERE n = ?1"),
    ("support_acts", "support act", "SELECT act FROM support_acts WHERE n = ?1"),
    ("audit", "audit row", "SELECT action || ' ' || subject FROM audit WHERE seq = ?1"),
];

/// A row that an act would add, change or remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `add`, `change` or `remove`.
    pub act: &'static str,
    /// What kind of row, in the words of the help.
    pub what: &'static str,
    /// Which one: an address, an id, or a name that tells it from others.
    pub which: String,
}

/// A row as the database tells of it.
type Touched = (&'static str, usize, i64);

impl Store {
    /// Runs `work` in a transaction as [`Store::write`] does, then undoes it and says what it changed.
    ///
    /// # Errors
    /// What `work` answers, and [`StoreError`] of the transaction itself.
    pub fn rehearse<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(Db<'_>) -> Result<T, E>,
    ) -> Result<(T, Vec<Change>), E> {
        let touched = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&touched);
        let note = move |action: Action, _: &str, table: &str, row: i64| {
            let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(row) = told(action, table, row).filter(|row| !noted.contains(row)) {
                noted.push(row);
            }
        };
        self.connection.update_hook(Some(note)).map_err(StoreError::from)?;
        let tried = self.try_and_undo(work, &touched);
        self.connection.update_hook(None::<fn(Action, &str, &str, i64)>).map_err(StoreError::from)?;
        tried
    }

    fn try_and_undo<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(Db<'_>) -> Result<T, E>,
        touched: &Mutex<Vec<Touched>>,
    ) -> Result<(T, Vec<Change>), E> {
        let scope = Scope::writing(self)?;
        let done = work(self.db())?;
        let touched = std::mem::take(&mut *touched.lock().unwrap_or_else(PoisonError::into_inner));
        let now: Vec<Option<String>> = names(&self.connection, &touched)?;
        scope.roll_back()?;
        let before = names(&self.connection, &touched)?;
        let rows = touched.iter().zip(now.into_iter().zip(before));
        let change = |(&(act, table, _), (now, before)): (&Touched, (Option<String>, Option<String>))| {
            // Added and removed in one transaction is no change at all.
            let which = if act == "remove" { before? } else { now? };
            Some(Change { act, what: NAMED[table].1, which })
        };
        Ok((done, rows.filter_map(change).collect()))
    }
}

fn told(action: Action, table: &str, row: i64) -> Option<Touched> {
    let table = NAMED.iter().position(|(name, _, _)| *name == table)?;
    let act = match action {
        Action::SQLITE_INSERT => "add",
        Action::SQLITE_UPDATE => "change",
        Action::SQLITE_DELETE => "remove",
        _ => return None,
    };
    Some((act, table, row))
}

fn names(connection: &Connection, touched: &[Touched]) -> Result<Vec<Option<String>>, StoreError> {
    let name = |&(_, table, row): &Touched| -> rusqlite::Result<Option<String>> {
        connection.prepare_cached(NAMED[table].2)?.query_row([row], |found| found.get(0)).optional()
    };
    Ok(touched.iter().map(name).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_named_or_follows_from_others() {
        let store = Store::in_memory().unwrap();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let tables = store.db().all(sql, [], |row| row.get::<_, String>(0)).unwrap();
        let unnamed: Vec<_> = tables.iter().filter(|table| NAMED.iter().all(|(name, _, _)| name != table)).collect();
        assert_eq!(unnamed, ["home", "journey_events", "audit_trail"]);
        for (table, _, sql) in NAMED {
            assert!(tables.iter().any(|name| name == table));
            store.connection.prepare(sql).unwrap();
        }
    }

    #[test]
    fn what_was_rehearsed_is_told_and_not_done() {
        let mut store = Store::in_memory().unwrap();
        let add = |db: Db<'_>| {
            db.execute("INSERT INTO throttles VALUES ('otp', 'x', '', 0, 0, NULL)", [])?;
            db.execute("UPDATE throttles SET total = 1", [])?;
            db.execute("UPDATE throttles SET total = 2", [])
        };
        let (_, changes) = store.rehearse::<_, StoreError>(add).unwrap();
        let acts: Vec<_> = changes.iter().map(|change| (change.act, change.what, change.which.as_str())).collect();
        assert_eq!(acts, [("add", "throttle", "otp"), ("change", "throttle", "otp")]);
        assert_eq!(store.db().count("SELECT count(*) FROM throttles", []).unwrap(), 0);
        let (_, nothing) = store.rehearse::<_, StoreError>(|db| Ok(db.audit_head().is_ok())).unwrap();
        assert_eq!(nothing, []);
    }
}
