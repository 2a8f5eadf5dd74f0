//! The append-only audit trail, each row chained to the one before by its hash.

use jiff::Timestamp;
use rusqlite::ffi::ErrorCode;
use rusqlite::types::ValueRef;
use rusqlite::{Row, params};

use super::{Db, StoreError, UserKey, maybe_time, ms, time};

/// The trigger that forbids to remove rows.
const KEEPS_ROWS: &str = "audit_keeps_rows";

/// A row of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, from 1 without a gap.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who acted.
    pub actor: String,
    /// What was done or refused.
    pub action: String,
    /// On whom or what, by id.
    pub subject: String,
    /// `done`, or the code of the refusal.
    pub outcome: String,
    /// From where.
    pub source: Option<String>,
    /// More, as JSON; never a secret.
    pub detail: Option<String>,
    /// SHA-256 over the hash before and this row's canonical form.
    pub hash: [u8; 32],
}

/// A row as it lies in the database, for whoever looks whether it still is what it was.
#[derive(Debug, Clone, Copy)]
pub struct AuditBytes<'r> {
    /// Its number.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Actor, action, subject and outcome.
    pub texts: [&'r [u8]; 4],
    /// Source and detail.
    pub more: [Option<&'r [u8]>; 2],
    /// Its hash.
    pub hash: &'r [u8],
    /// Its keyed digest; none in a row from before there were any.
    pub mac: Option<&'r [u8]>,
}

/// The end of the trail: what a cut-off would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last row; 0 where there is none.
    pub count: i64,
    /// The last row's hash; empty where there is none.
    pub hash: Vec<u8>,
    /// A keyed digest over both.
    pub mac: Vec<u8>,
}

/// Where to find what the trail says of itself.
#[derive(Debug, Clone, Default)]
pub struct AuditTrail {
    /// The last row from before rows had keyed digests.
    pub unkeyed_through: i64,
    /// The id of the key that signs exports and checkpoints.
    pub signing_key: Option<String>,
    /// The number of the row that links to what was archived.
    pub link: Option<i64>,
    /// When the last checkpoint was made.
    pub checkpoint_at: Option<Timestamp>,
}

/// Whom or what rows are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditSubject {
    /// An account, by its own id or that of one of its journeys, devices, sessions, authenticators or mails.
    Account(UserKey, String),
    /// Exactly this.
    Exact(String),
}

/// Which rows to list.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// Of this actor.
    pub actor: Option<String>,
    /// Of this action, or of all actions of this noun.
    pub action: Option<String>,
    /// With this outcome; `refused` stands for all but `done`.
    pub outcome: Option<String>,
    /// About this.
    pub subject: Option<AuditSubject>,
    /// Only rows before this number.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

impl AuditRow {
    /// The row as it lies in the database, without its keyed digest.
    pub fn bytes(&self) -> AuditBytes<'_> {
        AuditBytes {
            seq: self.seq,
            at: ms(self.at),
            texts: [&self.actor, &self.action, &self.subject, &self.outcome].map(String::as_bytes),
            more: [&self.source, &self.detail].map(|text| text.as_deref().map(str::as_bytes)),
            hash: &self.hash,
            mac: None,
        }
    }
}

fn audit(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        seq: row.get("seq")?,
        at: time(row, "at")?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        outcome: row.get("outcome")?,
        source: row.get("source")?,
        detail: row.get("detail")?,
        hash: super::digest(row, "hash")?,
    })
}

/// The row of the statement of [`Db::each_audit_row`], without a copy.
fn bytes<'r>(row: &'r Row<'_>) -> Result<AuditBytes<'r>, StoreError> {
    let seq = row.get(0)?;
    let cell = |column| match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(Some(bytes)),
        ValueRef::Null => Ok(None),
        _ => Err(StoreError::Damaged(format!("row {seq} of the audit trail holds a number for a text"))),
    };
    let text = |column| Ok::<_, StoreError>(cell(column)?.unwrap_or_default());
    Ok(AuditBytes {
        seq,
        at: row.get(1)?,
        texts: [text(2)?, text(3)?, text(4)?, text(5)?],
        more: [cell(6)?, cell(7)?],
        hash: text(8)?,
        mac: cell(9)?,
    })
}

impl Db<'_> {
    /// The end of the trail.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the home's row is missing.
    pub fn audit_head(self) -> Result<AuditHead, StoreError> {
        self.one("SELECT audit_count, audit_hash, audit_mac FROM home", [], |row| {
            Ok(AuditHead { count: row.get(0)?, hash: row.get(1)?, mac: row.get(2)? })
        })?
        .ok_or_else(|| StoreError::Damaged("the home's own row is missing".to_owned()))
    }

    /// Moves the end of the trail.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_audit_head(self, head: &AuditHead) -> Result<(), StoreError> {
        self.execute(
            "UPDATE home SET audit_count = ?1, audit_hash = ?2, audit_mac = ?3",
            params![head.count, head.hash, head.mac],
        )?;
        Ok(())
    }

    /// Appends a row with its keyed digest and moves the head to it, under `head_mac`; notes the row's time as the
    /// latest seen.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the trail has rows behind its end, and those of the statements.
    pub fn append_audit(self, row: &AuditRow, mac: &[u8; 32], head_mac: &[u8]) -> Result<(), StoreError> {
        let appended = self.execute(
            "INSERT INTO audit (seq, at, actor, action, subject, outcome, source, detail, hash, mac)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                row.seq,
                ms(row.at),
                row.actor,
                row.action,
                row.subject,
                row.outcome,
                row.source,
                row.detail,
                row.hash,
                mac
            ],
        );
        appended.map_err(|error| match error {
            StoreError::Sql(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                StoreError::Damaged(format!("row {} of the audit trail cannot be appended: {error}", row.seq))
            }
            other => other,
        })?;
        self.execute(
            "UPDATE home SET audit_count = ?1, audit_hash = ?2, audit_mac = ?3, latest_at = max(latest_at, ?4)",
            params![row.seq, row.hash, head_mac, ms(row.at)],
        )?;
        Ok(())
    }

    /// One row.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn audit_row(self, seq: i64) -> Result<Option<AuditRow>, StoreError> {
        self.one("SELECT * FROM audit WHERE seq = ?1", [seq], audit)
    }

    /// Rows after `after`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn audit_after(self, after: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        self.all("SELECT * FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2", params![after, limit], audit)
    }

    /// The rows of a filter, newest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn audit_rows(self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        let (user, exact) = match &filter.subject {
            Some(AuditSubject::Account(key, id)) => (Some(key.0), Some(id)),
            Some(AuditSubject::Exact(text)) => (None, Some(text)),
            None => (None, None),
        };
        self.all(
            "SELECT * FROM audit WHERE seq < ?1 AND at >= ?2 AND at < ?3
             AND (?4 IS NULL OR actor = ?4)
             AND (?5 IS NULL OR action = ?5 OR substr(action, 1, length(?5) + 1) = ?5 || '.')
             AND (?6 IS NULL OR outcome = ?6 OR (?6 = 'refused' AND outcome <> 'done'))
             AND (?7 IS NULL OR subject = ?7 OR (?8 IS NOT NULL AND (
                 subject IN (SELECT handle FROM journeys WHERE user = ?8)
                 OR subject IN (SELECT id FROM devices WHERE user = ?8)
                 OR subject IN (SELECT id FROM sessions WHERE user = ?8)
                 OR subject IN (SELECT id FROM authenticators WHERE user = ?8)
                 OR subject IN (SELECT id FROM outbox WHERE user = ?8))))
             ORDER BY seq DESC LIMIT ?9",
            params![
                filter.before.unwrap_or(i64::MAX),
                filter.since.map_or(i64::MIN, ms),
                filter.until.map_or(i64::MAX, ms),
                filter.actor,
                filter.action,
                filter.outcome,
                exact,
                user,
                filter.limit
            ],
            audit,
        )
    }

    /// Gives `look` every row numbered from `first` to `last`, in order, without holding more than one.
    ///
    /// # Errors
    /// The first one of `look`, and [`StoreError`] of the statement.
    pub fn each_audit_row<E: From<StoreError>>(
        self,
        (first, last): (i64, i64),
        mut look: impl FnMut(&AuditBytes<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT seq, at, actor, action, subject, outcome, source, detail, hash, mac
                   FROM audit WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";
        let mut statement = self.connection.prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([first, last]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            look(&bytes(row)?)?;
        }
        Ok(())
    }

    /// The number of the first row there is.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn first_audit_row(self) -> Result<Option<i64>, StoreError> {
        self.one("SELECT min(seq) FROM audit", [], |row| row.get::<_, Option<i64>>(0)).map(Option::flatten)
    }

    /// The number of the first row of this time or later.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn first_audit_row_since(self, since: Timestamp) -> Result<Option<i64>, StoreError> {
        self.one("SELECT seq FROM audit WHERE at >= ?1 ORDER BY seq LIMIT 1", [ms(since)], |row| row.get(0))
    }

    /// The number of the last row before this time.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn last_audit_row_before(self, until: Timestamp) -> Result<Option<i64>, StoreError> {
        self.one("SELECT seq FROM audit WHERE at < ?1 ORDER BY seq DESC LIMIT 1", [ms(until)], |row| row.get(0))
    }

    /// Where to find what the trail says of itself.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn audit_trail(self) -> Result<AuditTrail, StoreError> {
        let sql = "SELECT unkeyed_through, signing_key, link, checkpoint_at FROM audit_trail";
        let found = self.one(sql, [], |row| {
            Ok(AuditTrail {
                unkeyed_through: row.get("unkeyed_through")?,
                signing_key: row.get("signing_key")?,
                link: row.get("link")?,
                checkpoint_at: maybe_time(row, "checkpoint_at")?,
            })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Notes the key that signs.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_signing_key(self, id: &str) -> Result<(), StoreError> {
        self.execute("UPDATE audit_trail SET signing_key = ?1", [id])?;
        Ok(())
    }

    /// Notes when a checkpoint was made.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_checkpoint(self, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE audit_trail SET checkpoint_at = ?1", [ms(at)])?;
        Ok(())
    }

    /// Removes the rows up to `through`, which row `link` tells of, inside the open transaction. The trigger that
    /// forbids it is put aside and back within that transaction, so that nobody ever sees the trail without it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the trigger is not there, and those of the statements.
    pub fn remove_archived_rows(self, through: i64, link: i64) -> Result<usize, StoreError> {
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1";
        let trigger: String = self
            .one(sql, [KEEPS_ROWS], |row| row.get(0))?
            .ok_or_else(|| StoreError::Damaged(format!("the trigger {KEEPS_ROWS} is missing")))?;
        self.connection.execute_batch("DROP TRIGGER audit_keeps_rows")?;
        let removed = self.execute("DELETE FROM audit WHERE seq <= ?1", [through])?;
        self.connection.execute_batch(trigger.as_str())?;
        self.execute("UPDATE audit_trail SET link = ?1", [link])?;
        Ok(removed)
    }

    /// Which of the triggers that protect the trail are missing.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn missing_audit_triggers(self) -> Result<Vec<&'static str>, StoreError> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'";
        let found = self.all(sql, [], |row| row.get::<_, String>(0))?;
        let wanted = [KEEPS_ROWS, "audit_keeps_values", "audit_grows_at_its_end"];
        Ok(wanted.into_iter().filter(|name| !found.iter().any(|one| one == name)).collect())
    }
}
