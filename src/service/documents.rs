//! Documents that people accept: published by an operator, listed with their versions.

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::permission::Permission;
use super::{Service, ServiceError};
use crate::journey::rules::is_document_id;
use crate::store::{DocumentRow, ReceiptRow};

/// The largest document, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 1 << 20;

/// The longest id, version or title, in characters.
const MAX_LABEL_CHARS: usize = 120;

/// A published version of a document.
#[derive(Debug, Serialize)]
pub struct PublishedDocument {
    /// The document's id.
    pub id: String,
    /// The version.
    pub version: String,
    /// The title.
    pub title: String,
    /// SHA-256 of the text, in hex.
    pub digest: String,
    /// Whether it asks nobody again.
    pub minor: bool,
    /// When it was published.
    pub published_at: Timestamp,
    /// Whether it is the version that people are asked for now.
    pub current: bool,
}

/// A receipt of an acceptance.
#[derive(Debug, Serialize)]
pub struct Receipt {
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

impl From<ReceiptRow> for Receipt {
    fn from(row: ReceiptRow) -> Self {
        Self {
            document: row.document,
            version: row.version,
            digest: row.digest,
            accepted_at: row.accepted_at,
            how: row.how,
            recorded_by: row.recorded_by,
            withdrawn_at: row.withdrawn_at,
        }
    }
}

/// A version to be published.
pub struct DocumentDraft<'a> {
    /// The document's id: lower-case letters, digits, `-` and `_`.
    pub id: &'a str,
    /// The version.
    pub version: &'a str,
    /// The title; by default the text's first heading, or the id.
    pub title: Option<&'a str>,
    /// The text, UTF-8.
    pub body: &'a [u8],
    /// Whether it asks nobody again who accepted an earlier version.
    pub minor: bool,
}

impl Service {
    /// Publishes a version of a document.
    ///
    /// # Errors
    /// [`ServiceError::Exists`] where the document has that version, [`ServiceError::Invalid`] where a value cannot be.
    pub fn publish_document(&mut self, draft: &DocumentDraft<'_>) -> Result<PublishedDocument, ServiceError> {
        self.permit(Permission::ConsentPublish)?;
        let body = check_body(draft.body)?;
        check_id(draft.id)?;
        check_label("the version", draft.version)?;
        let title = match draft.title {
            Some(title) => title.to_owned(),
            None => first_heading(body).unwrap_or_else(|| draft.id.to_owned()),
        };
        check_label("the title", &title)?;
        self.write(|work| {
            let row = DocumentRow {
                key: 0,
                id: draft.id.to_owned(),
                version: draft.version.to_owned(),
                title: title.clone(),
                digest: data_encoding::HEXLOWER.encode(&Sha256::digest(draft.body)),
                body: body.to_owned(),
                minor: draft.minor,
                published_at: work.now,
            };
            if !work.db.insert_document(&row)? {
                let given = format!("{} {}", draft.id, draft.version);
                return Err(ServiceError::Exists { what: "document version", given });
            }
            let detail = serde_json::json!({ "version": row.version, "digest": row.digest, "minor": row.minor });
            work.audit_operator("consent.published", &row.id, Some(detail))?;
            Ok(published(row, true))
        })
    }

    /// Every published version, oldest first.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn list_documents(&self) -> Result<Vec<PublishedDocument>, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| {
            let rows = work.db.documents()?;
            let is_current = |row: &DocumentRow| !rows.iter().any(|other| other.id == row.id && other.key > row.key);
            let current: Vec<bool> = rows.iter().map(is_current).collect();
            Ok(rows.into_iter().zip(current).map(|(row, current)| published(row, current)).collect())
        })
    }
}

fn published(row: DocumentRow, current: bool) -> PublishedDocument {
    PublishedDocument {
        id: row.id,
        version: row.version,
        title: row.title,
        digest: row.digest,
        minor: row.minor,
        published_at: row.published_at,
        current,
    }
}

fn invalid(what: &str, problem: &str) -> ServiceError {
    ServiceError::Invalid { what: what.to_owned(), problem: problem.to_owned() }
}

fn check_body(body: &[u8]) -> Result<&str, ServiceError> {
    if body.len() > MAX_DOCUMENT_BYTES {
        return Err(invalid("the document", "is larger than 1 MiB; publish a shorter text"));
    }
    let text = std::str::from_utf8(body).map_err(|_| invalid("the document", "is not UTF-8; convert it first"))?;
    if text.trim().is_empty() {
        return Err(invalid("the document", "is empty; nobody could read what they accept"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(invalid("the document", "contains control characters; publish plain text"));
    }
    Ok(text)
}

fn check_id(id: &str) -> Result<(), ServiceError> {
    if !is_document_id(id) {
        return Err(invalid("the document's id", "may have lower-case letters, digits, - and _ alone"));
    }
    Ok(())
}

fn check_label(what: &str, text: &str) -> Result<(), ServiceError> {
    let is_clean = !text.chars().any(char::is_control);
    if text.trim().is_empty() || text.chars().count() > MAX_LABEL_CHARS || !is_clean {
        return Err(invalid(what, "must have 1 to 120 characters, none of them a control character"));
    }
    Ok(())
}

fn first_heading(body: &str) -> Option<String> {
    let heading = body.lines().find_map(|line| line.strip_prefix("# "))?.trim();
    (!heading.is_empty()).then(|| heading.chars().take(MAX_LABEL_CHARS).collect())
}
