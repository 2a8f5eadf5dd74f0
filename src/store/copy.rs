//! Copies in memory: of a home, without its secrets and without a trace in it, and of such a copy.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags, params};

use super::{APPLICATION_ID, BUSY_WAIT, Db, HomeRow, Store, StoreError, ms};

/// The name that the copied home is attached under.
const REAL: &str = "real";

impl Store {
    /// The accounts of a database, with their documents, receipts, authenticators, devices, sessions, counts of
    /// failures and what still counts of the mails, in a new database in memory. No hash, seal or digest of a secret is in it; the row of the home itself
    /// is answered beside it, and whether it has operators. The file is left as it is, whoever else uses it.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn copy_without_secrets(path: &Path) -> Result<(Self, HomeRow, bool), StoreError> {
        let whole = Self::copy_whole(path)?;
        let (home, has_operators) = (whole.db().home()?, whole.db().has_operators()?);
        let mut copy = Self::in_memory()?;
        copy.connection.execute_batch("ATTACH ':memory:' AS real")?;
        copy_pages(&whole.connection, &mut copy.connection, REAL)?;
        drop(whole);
        let transaction = copy.connection.transaction()?;
        transaction.execute_batch(include_str!("copy.sql"))?;
        transaction.commit()?;
        copy.connection.execute_batch("DETACH real")?;
        Ok((copy, home, has_operators))
    }

    /// The same database once more, in memory.
    ///
    /// # Errors
    /// Where memory is short.
    pub fn duplicate(&self) -> Result<Self, StoreError> {
        let mut copy = Self::over(Connection::open_in_memory()?);
        copy_pages(&self.connection, &mut copy.connection, MAIN_DB)?;
        copy.set_up()?;
        Ok(copy)
    }

    /// All of a database in memory, in the newest schema.
    fn copy_whole(path: &Path) -> Result<Self, StoreError> {
        // Where the last process was killed, its log is read and left for the next one.
        let log = path.with_extension("db-wal");
        let keeps_log = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let file = Connection::open_with_flags(path, flags)?;
        file.busy_timeout(BUSY_WAIT)?;
        file.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps_log)?;
        file.pragma_update(None, "query_only", true)?;
        let pragma = |name| file.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        if pragma("application_id")? != APPLICATION_ID {
            return Err(StoreError::Foreign(path.display().to_string()));
        }
        let mut copy = Self::over(Connection::open_in_memory()?);
        copy_pages(&file, &mut copy.connection, MAIN_DB)?;
        copy.set_up()?;
        let version = copy.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        copy.migrate(version)?;
        Ok(copy)
    }
}

/// Copies every page of the main database on one view of it.
fn copy_pages(from: &Connection, to: &mut Connection, name: impl rusqlite::Name) -> Result<(), StoreError> {
    match Backup::new_with_names(from, MAIN_DB, to, name)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Busy),
    }
}

impl Db<'_> {
    /// Gives every account that has a password this hash.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_every_password(self, hash: &str) -> Result<(), StoreError> {
        self.execute("UPDATE users SET password_hash = ?1 WHERE password_hash IS NOT NULL", [hash])?;
        Ok(())
    }

    /// Gives an authenticator another sealed secret.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_authenticator_secret(self, id: &str, sealed: &[u8]) -> Result<(), StoreError> {
        self.execute("UPDATE authenticators SET secret = ?2 WHERE id = ?1", params![id, sealed])?;
        Ok(())
    }

    /// Gives a device another token.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_device_token(self, id: &str, digest: &[u8; 32]) -> Result<(), StoreError> {
        self.execute("UPDATE devices SET token_digest = ?2 WHERE id = ?1", params![id, digest])?;
        Ok(())
    }

    /// Gives a simulation another clock and another seed.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_simulation(self, now: jiff::Timestamp, seed: i64) -> Result<(), StoreError> {
        self.execute(
            "UPDATE home SET simulated_at = ?1, latest_at = ?1, simulation_seed = ?2, simulation_draws = 0",
            params![ms(now), seed],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value in every column that keeps a hash, a seal or a digest.
    const ROWS: &str = "
        INSERT INTO home (one, mode, key_check, created_at, latest_at, audit_hash, audit_mac)
            VALUES (1, 'real', 'real secret 1', 0, 9, CAST('real secret 2' AS BLOB), CAST('real secret 3' AS BLOB));
        INSERT INTO users (n, id, address, address_key, project_type, state, created_at, password_hash,
                password_changed_at, imported_hash)
            VALUES (1, 'usr_1', 'a@example.org', 'a@example.org', 'sme', 'enabled', 0, 'real secret 4', 1,
                CAST('real secret 5' AS BLOB));
        INSERT INTO users (n, id, address, address_key, project_type, state, created_at)
            VALUES (2, 'usr_2', 'b@example.org', 'b@example.org', 'sme', 'enabled', 0);
        INSERT INTO documents (n, id, version, title, digest, body, minor, published_at)
            VALUES (1, 'terms', '1', 'Terms', 'digest', 'text', 0, 0);
        INSERT INTO receipts (user, document, accepted_at, how, recorded_by) VALUES (1, 1, 0, 'accepted', 'person');
        INSERT INTO authenticators (id, user, name, secret, algorithm, digits, period, last_step, enrolled_at)
            VALUES ('atn_1', 1, 'app', CAST('real secret 6' AS BLOB), 'SHA1', 6, 30, 7, 0);
        INSERT INTO recovery_codes (user, digest, used_at)
            VALUES (1, CAST('real secret 7' AS BLOB), NULL), (1, CAST('real secret 8' AS BLOB), 1);
        INSERT INTO devices (id, user, token_digest, trusted_at, trusted_until)
            VALUES ('dev_1', 1, CAST('real secret 9' AS BLOB), 0, 99);
        INSERT INTO sessions (id, user, journey, token_digest, methods, opened_at, ends_at, seen_at)
            VALUES ('ses_1', 1, 'jrh_1', CAST('real secret 10' AS BLOB), '[]', 0, 9, 0);
        INSERT INTO journeys (n, handle, digest, user, status, snapshot, version, started_at, expires_at, pending)
            VALUES (1, 'jrh_1', CAST('real secret 11' AS BLOB), 1, 'open', '{}', 1, 0, 9,
                CAST('real secret 12' AS BLOB));
        INSERT INTO otps (journey, user, digest, reference, mailed_at, expires_at)
            VALUES (1, 1, CAST('real secret 13' AS BLOB), 'K7Q2', 0, 9);
        INSERT INTO throttles (kind, subject, recent, total, level) VALUES ('otp', '1', '[]', 4, 0);
        INSERT INTO outbox (id, kind, recipient, subject, sealed, state, queued_at, next_at)
            VALUES ('mail_1', 'device_code', 'a@example.org', 's', CAST('real secret 14' AS BLOB), 'queued', 0, 0);
        INSERT INTO enrolments (user, name, sealed, expires_at) VALUES (2, 'app', CAST('real secret 15' AS BLOB), 9);
        INSERT INTO activations (user, digest, expires_at) VALUES (2, CAST('real secret 16' AS BLOB), 9);
        INSERT INTO address_codes (id, address, address_key, digest, digits, reference, mail, mailed_at, expires_at)
            VALUES ('adc_1', 'c@example.org', 'c@example.org', CAST('real secret 17' AS BLOB), 6, 'K7Q3', 'mail_1', 0, 9);
        INSERT INTO audit (seq, at, actor, action, subject, outcome, hash, mac)
            VALUES (1, 0, 'a', 'b', 'c', 'done', CAST('real secret 18' AS BLOB), CAST('real secret 19' AS BLOB));";

    /// How often a secret stands anywhere in the pages of a database, those that are free included.
    fn secrets(store: &Store) -> usize {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pages.db");
        copy_pages(&store.connection, &mut Connection::open(&path).unwrap(), MAIN_DB).unwrap();
        let mark = b"real secret";
        std::fs::read(&path).unwrap().windows(mark.len()).filter(|window| window == mark).count()
    }

    fn home_of(folder: &Path) -> Store {
        let store = Store::create(&folder.join("vestibule.db")).unwrap();
        store.connection.execute_batch(ROWS).unwrap();
        store
    }

    #[test]
    fn a_copy_keeps_the_accounts_and_no_secret_of_any_table() {
        let folder = tempfile::tempdir().unwrap();
        let real = home_of(folder.path());
        assert!(secrets(&real) > 16, "{}", secrets(&real));
        let (copy, home, _) = Store::copy_without_secrets(&folder.path().join("vestibule.db")).unwrap();
        assert_eq!(secrets(&copy), 0);
        assert_eq!(secrets(&copy.duplicate().unwrap()), 0);
        assert_eq!(home.latest_at.as_millisecond(), 9);
        let count = |sql| copy.db().count(sql, []).unwrap();
        assert_eq!(count("SELECT count(*) FROM users WHERE enrolled = 1 AND password_changed_at = 1"), 1);
        assert_eq!((count("SELECT count(*) FROM recovery_codes"), copy.db().count_users().unwrap()), (1, 2));
        assert_eq!(count("SELECT total FROM throttles"), 4);
        assert_eq!(count("SELECT count(*) FROM users WHERE password_hash IS NULL"), 1);
        assert_eq!(count("SELECT count(*) FROM otps WHERE mailed_at = 0 AND superseded_at IS NOT NULL"), 1);
        assert_eq!(count("SELECT count(*) FROM journeys WHERE status = 'ended' AND pending IS NULL"), 1);
        let gone =
            "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM enrolments) + (SELECT count(*) FROM activations)
                + (SELECT count(*) FROM address_codes) + (SELECT count(*) FROM audit) + (SELECT count(*) FROM home)";
        assert_eq!(count(gone), 0);
    }

    #[test]
    fn a_duplicate_goes_its_own_way() {
        let folder = tempfile::tempdir().unwrap();
        home_of(folder.path());
        let (copy, ..) = Store::copy_without_secrets(&folder.path().join("vestibule.db")).unwrap();
        let mut other = copy.duplicate().unwrap();
        other.write(|db| db.execute("DELETE FROM users", [])).unwrap();
        assert_eq!((copy.db().count_users().unwrap(), other.db().count_users().unwrap()), (2, 0));
    }

    #[test]
    fn a_log_that_a_killed_process_left_is_read_and_left() {
        let folder = tempfile::tempdir().unwrap();
        let real = home_of(folder.path());
        let killed = tempfile::tempdir().unwrap();
        for name in ["vestibule.db", "vestibule.db-wal"] {
            std::fs::copy(folder.path().join(name), killed.path().join(name)).unwrap();
        }
        drop(real);
        let path = killed.path().join("vestibule.db");
        let bytes = || ["db", "db-wal"].map(|ending| std::fs::read(path.with_extension(ending)).unwrap());
        let before = bytes();
        assert!(!before[1].is_empty(), "the rows are in the log alone");
        let (copy, ..) = Store::copy_without_secrets(&path).unwrap();
        assert_eq!(copy.db().count_users().unwrap(), 2);
        assert!(before == bytes());
    }

    #[test]
    fn a_home_of_an_older_schema_is_copied_and_stays_as_old_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vestibule.db");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(crate::store::MIGRATIONS[0]).unwrap();
        old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        old.execute_batch(
            "INSERT INTO home (one, mode, key_check, created_at, latest_at) VALUES (1, 'real', 'key check', 0, 9);
             INSERT INTO users (n, id, address, address_key, project_type, state, created_at)
                 VALUES (1, 'usr_1', 'a@example.org', 'a@example.org', 'sme', 'enabled', 0);",
        )
        .unwrap();
        drop(old);
        let before = std::fs::read(&path).unwrap();
        let (copy, home, _) = Store::copy_without_secrets(&path).unwrap();
        assert_eq!((copy.db().count_users().unwrap(), home.key_check.as_str()), (1, "key check"));
        assert!(before == std::fs::read(&path).unwrap());
    }

    #[test]
    fn what_is_no_database_of_ours_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
        assert!(matches!(Store::copy_without_secrets(&path), Err(StoreError::Foreign(_))));
        assert!(matches!(Store::copy_without_secrets(&folder.path().join("none.db")), Err(StoreError::Unopenable(_))));
    }
}
