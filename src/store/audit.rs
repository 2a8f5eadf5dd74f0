//! The append-only audit trail, each row chained to the one before by its hash.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Db, StoreError, ms, time};

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

/// The end of the trail: what a cut-off would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// How many rows there are.
    pub count: i64,
    /// The last row's hash; empty where there is none.
    pub hash: Vec<u8>,
    /// A keyed digest over both.
    pub mac: Vec<u8>,
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

    /// Appends a row and moves the head to it; notes the row's time as the latest seen.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn append_audit(self, row: &AuditRow, mac: &[u8; 32]) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO audit (seq, at, actor, action, subject, outcome, source, detail, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                row.seq,
                ms(row.at),
                row.actor,
                row.action,
                row.subject,
                row.outcome,
                row.source,
                row.detail,
                row.hash
            ],
        )?;
        self.execute(
            "UPDATE home SET audit_count = ?1, audit_hash = ?2, audit_mac = ?3, latest_at = max(latest_at, ?4)",
            params![row.seq, row.hash, mac, ms(row.at)],
        )?;
        Ok(())
    }

    /// Rows after `after`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn audit_after(self, after: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        self.all("SELECT * FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2", params![after, limit], audit)
    }
}
