//! Old rows moved out of the home into a signed export, with a row left that links to them.

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use super::Act;
use super::export::{Form, Manifest};
use crate::service::files::NewFile;
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError, Work};

/// The action of the row that links to an archive.
pub(super) const ACTION: &str = "audit.archived";

/// What was archived, or would be.
#[derive(Debug, Serialize)]
pub struct Archived {
    /// How many rows.
    pub rows: i64,
    /// The first one's number; 0 where there is none.
    pub first: i64,
    /// The last one's number; 0 where there is none.
    pub last: i64,
    /// The number of the row that links to them; nothing where none was removed.
    pub link: Option<i64>,
    /// The file that holds them.
    pub file: String,
}

impl Service {
    /// The rows that [`Service::archive_audit`] would move out. Changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where the database cannot be read.
    pub fn archivable_audit(&self, before: Timestamp, file: &Path) -> Result<Archived, ServiceError> {
        self.permit(Permission::AuditArchive)?;
        self.read(|work| {
            let last = work.last_to_archive(before)?;
            let first = work.db.first_audit_row()?.filter(|first| *first <= last);
            Ok(Archived {
                rows: first.map_or(0, |first| last - first + 1),
                first: first.unwrap_or(0),
                last: first.map_or(0, |_| last),
                link: None,
                file: file.display().to_string(),
            })
        })
    }

    /// Writes every row from before a time into a new file, signed, then removes them and appends the row that links to
    /// them. The file is on the disk before the first row is removed; whatever stops it leaves all rows where they are.
    ///
    /// # Errors
    /// [`ServiceError::Exists`] where the file is there already, [`ServiceError::AuditBroken`] where the trail is broken,
    /// [`ServiceError::Conflict`] where somebody else archived meanwhile.
    pub fn archive_audit(&mut self, before: Timestamp, form: Form, file: &Path) -> Result<Archived, ServiceError> {
        self.permit(Permission::AuditArchive)?;
        let planned = self.archivable_audit(before, file)?;
        if planned.rows == 0 {
            return Ok(planned);
        }
        let key = self.signing_key()?;
        let mut new = NewFile::create(file)?;
        let manifest = self.read(|work| work.export(&key, form, (planned.first, planned.last), &mut new))?;
        if manifest.rows != planned.rows {
            return Err(ServiceError::Conflict);
        }
        new.keep()?;
        let link = self.write(|work| {
            if work.db.first_audit_row()? != Some(planned.first) {
                return Err(ServiceError::Conflict);
            }
            let row = work.append(&Act {
                detail: Some(detail(&manifest, planned.last)),
                source: work.world.operator.get().map(|_| work.world.actor.as_str()),
                ..Act::done(work.world.acting(), ACTION, "audit")
            })?;
            let removed = work.db.remove_archived_rows(planned.last, row.seq)?;
            if i64::try_from(removed) != Ok(planned.rows) {
                return Err(ServiceError::Conflict);
            }
            Ok(row.seq)
        })?;
        Ok(Archived { link: Some(link), ..planned })
    }
}

fn detail(manifest: &Manifest, through: i64) -> serde_json::Value {
    serde_json::json!({
        "first": manifest.first,
        "through": through,
        "hash": manifest.hash,
        "digest": manifest.digest,
        "key": manifest.key,
    })
}

impl Work<'_> {
    /// The last row of those that all lie before a time.
    fn last_to_archive(&self, before: Timestamp) -> Result<i64, ServiceError> {
        let first_kept = self.db.first_audit_row_since(before)?;
        Ok(first_kept.map_or(self.db.audit_head()?.count, |first| first - 1))
    }
}
