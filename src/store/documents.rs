//! Documents and the receipts of their acceptance.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Db, StoreError, UserKey, maybe_time, ms, time};

/// One published version of a document.
#[derive(Debug, Clone)]
pub struct DocumentRow {
    /// The version's row number; a later version has a greater one.
    pub key: i64,
    /// The document's id.
    pub id: String,
    /// The version.
    pub version: String,
    /// The title.
    pub title: String,
    /// SHA-256 of the text, in hex.
    pub digest: String,
    /// The text.
    pub body: String,
    /// Whether the version asks nobody again.
    pub minor: bool,
    /// When it was published.
    pub published_at: Timestamp,
}

/// A receipt: who accepted which version, when and how.
#[derive(Debug, Clone)]
pub struct ReceiptRow {
    /// The document's id.
    pub document: String,
    /// The version accepted.
    pub version: String,
    /// SHA-256 of the text accepted, in hex.
    pub digest: String,
    /// When.
    pub accepted_at: Timestamp,
    /// How it was given.
    pub how: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

fn document(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        key: row.get("n")?,
        id: row.get("id")?,
        version: row.get("version")?,
        title: row.get("title")?,
        digest: row.get("digest")?,
        body: row.get("body")?,
        minor: row.get("minor")?,
        published_at: time(row, "published_at")?,
    })
}

pub(super) fn receipt(row: &Row<'_>) -> rusqlite::Result<ReceiptRow> {
    Ok(ReceiptRow {
        document: row.get("id")?,
        version: row.get("version")?,
        digest: row.get("digest")?,
        accepted_at: time(row, "accepted_at")?,
        how: row.get("how")?,
        recorded_by: row.get("recorded_by")?,
        withdrawn_at: maybe_time(row, "withdrawn_at")?,
    })
}

impl Db<'_> {
    /// Publishes a version; `false` where the document already has that version.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_document(self, new: &DocumentRow) -> Result<bool, StoreError> {
        let inserted = self.execute(
            "INSERT INTO documents (id, version, title, digest, body, minor, published_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id, version) DO NOTHING",
            params![new.id, new.version, new.title, new.digest, new.body, new.minor, ms(new.published_at)],
        )?;
        Ok(inserted == 1)
    }

    /// Every published version, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn documents(self) -> Result<Vec<DocumentRow>, StoreError> {
        self.all("SELECT * FROM documents ORDER BY n", [], document)
    }

    /// Whether a document has any published version.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn is_published(self, id: &str) -> Result<bool, StoreError> {
        Ok(self.count("SELECT EXISTS (SELECT 1 FROM documents WHERE id = ?1)", [id])? > 0)
    }

    /// The current version of a document.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn current_document(self, id: &str) -> Result<Option<DocumentRow>, StoreError> {
        self.one("SELECT * FROM documents WHERE id = ?1 ORDER BY n DESC LIMIT 1", [id], document)
    }

    /// Whether a person's standing receipts cover the current version: the one accepted is not older than
    /// the latest version that was no minor edit.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn has_accepted(self, user: UserKey, id: &str) -> Result<bool, StoreError> {
        let covering = self.count(
            "SELECT count(*) FROM receipts r JOIN documents d ON d.n = r.document
             WHERE r.user = ?1 AND d.id = ?2 AND r.withdrawn_at IS NULL
               AND d.n >= (SELECT max(n) FROM documents WHERE id = ?2 AND (minor = 0 OR n = (
                   SELECT min(n) FROM documents WHERE id = ?2)))",
            params![user.0, id],
        )?;
        Ok(covering > 0)
    }

    /// Writes a receipt.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_receipt(
        self,
        user: UserKey,
        document: i64,
        at: Timestamp,
        how: &str,
        recorded_by: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO receipts (user, document, accepted_at, how, recorded_by) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![user.0, document, ms(at), how, recorded_by],
        )?;
        Ok(())
    }

    /// A person's receipts, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn receipts(self, user: UserKey) -> Result<Vec<ReceiptRow>, StoreError> {
        self.all(
            "SELECT d.id, d.version, d.digest, r.accepted_at, r.how, r.recorded_by, r.withdrawn_at
             FROM receipts r JOIN documents d ON d.n = r.document WHERE r.user = ?1 ORDER BY r.n",
            [user.0],
            receipt,
        )
    }

    /// Withdraws a person's standing receipts of one document; answers how many there were.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn withdraw_receipts(self, user: UserKey, id: &str, at: Timestamp) -> Result<usize, StoreError> {
        self.execute(
            "UPDATE receipts SET withdrawn_at = ?3 WHERE user = ?1 AND withdrawn_at IS NULL
             AND document IN (SELECT n FROM documents WHERE id = ?2)",
            params![user.0, id, ms(at)],
        )
    }
}
