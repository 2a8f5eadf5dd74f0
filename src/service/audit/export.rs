//! The trail written out and signed, so that whoever holds the file and the public key can check it without the home.

use std::io::{self, Write};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Act;
use super::chain::Chain;
use super::checkpoint::other_key;
pub use super::form::Form;
use super::form::{self, CSV_HEADER};
use crate::credentials::keyring::Purpose;
use crate::credentials::signing::{PublicKey, SigningKey};
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError, Work};
use crate::store::{AuditBytes, AuditRow};

/// What names the form of an export; its last line begins with it.
pub(super) const FORMAT: &str = "vestibule-audit-export-1";

/// The last line of an export: what it holds, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `vestibule-audit-export-1`.
    pub format: String,
    /// The form of the rows.
    pub form: Form,
    /// How many rows there are.
    pub rows: i64,
    /// The first one's number.
    pub first: i64,
    /// The hash of the row before the first, in hexadecimal; empty where there is none.
    pub before: String,
    /// The hash of the last row.
    pub hash: String,
    /// The number of the last row that the home had.
    pub length: i64,
    /// That row's hash.
    pub head: String,
    /// When.
    pub at: Timestamp,
    /// SHA-256 of everything before this line.
    pub digest: String,
    /// The id of the key that signed it.
    pub key: String,
    /// That key, for comparison with the one that was kept.
    pub public_key: String,
    /// Its signature (Ed25519, base64) over this document as compact JSON with an empty signature.
    pub signature: String,
}

impl Manifest {
    /// Checks the signature.
    ///
    /// # Errors
    /// [`ServiceError::Signature`] where it is another key's, or of something else.
    pub fn verify(&self, key: &PublicKey) -> Result<(), ServiceError> {
        if self.key != key.id() || self.public_key != key.to_string() {
            return Err(other_key("export", &self.key, key));
        }
        if key.verifies(&self.text(), &self.signature) {
            Ok(())
        } else {
            Err(ServiceError::Signature("the export's last line was changed after it was signed".to_owned()))
        }
    }

    fn text(&self) -> Vec<u8> {
        let unsigned = Self { signature: String::new(), ..self.clone() };
        serde_json::to_vec(&unsigned).expect("strings and numbers under fixed names are always JSON")
    }
}

/// Which rows to export: those between the first and the last one of a time, without a gap.
#[derive(Debug, Clone, Copy, Default)]
pub struct Period {
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

impl Service {
    /// Writes rows and their manifest to `out`, one row in memory at a time, on one view of the database. A broken trail
    /// is not exported: what was written until then has no signature. The trail tells who exported it.
    ///
    /// # Errors
    /// [`ServiceError::AuditBroken`] with the first bad row, [`ServiceError::Export`] where `out` cannot be written, and
    /// those of the signing key.
    pub fn export_audit(&mut self, form: Form, period: Period, out: &mut dyn Write) -> Result<Manifest, ServiceError> {
        self.permit(Permission::AuditExport)?;
        let key = self.signing_key()?;
        let manifest = self.read(|work| {
            let first = period.since.map_or(Ok(Some(i64::MIN)), |since| work.db.first_audit_row_since(since))?;
            let last = period.until.map_or(Ok(Some(i64::MAX)), |until| work.db.last_audit_row_before(until))?;
            work.export(&key, form, (first.unwrap_or(i64::MAX), last.unwrap_or(i64::MIN)), out)
        });
        // Rows may have left the home also where the export is not whole.
        let (outcome, detail) = match &manifest {
            Ok(it) => ("done", serde_json::json!({ "rows": it.rows, "first": it.first, "digest": it.digest })),
            Err(_) => ("not_whole", serde_json::json!({})),
        };
        let noted = self.write(|work| {
            let source = work.world.operator.get().map(|_| work.world.actor.as_str());
            let act = Act::done(work.world.acting(), "audit.exported", "audit");
            work.audit(&Act { outcome, source, detail: Some(detail), ..act })
        });
        let manifest = manifest?;
        match noted {
            // What cannot be written can be read: an owner alone exports a home as it was found.
            Err(error) if !self.has_operators() => tracing::warn!(%error, "the export is not in the trail"),
            noted => noted?,
        }
        Ok(manifest)
    }
}

/// A writer that also takes the digest of what it writes.
struct Digesting<'w> {
    out: &'w mut dyn Write,
    digest: Sha256,
}

impl Digesting<'_> {
    fn line(&mut self, text: &str) -> Result<(), ServiceError> {
        for bytes in [text.as_bytes(), b"\n"] {
            self.digest.update(bytes);
            self.out.write_all(bytes).map_err(unwritten)?;
        }
        Ok(())
    }
}

impl Work<'_> {
    /// Writes the rows numbered `first` to `last`, as far as there are any. The whole trail is walked, so that no row of
    /// a broken one is signed.
    pub(super) fn export(
        &self,
        key: &SigningKey,
        form: Form,
        (first, last): (i64, i64),
        out: &mut dyn Write,
    ) -> Result<Manifest, ServiceError> {
        let (head, trail) = (self.db.audit_head()?, self.db.audit_trail()?);
        self.verify_audit(None)?;
        let (after, beginning) = self.beginning(&trail)?;
        let first = first.max(after + 1);
        let mut out = Digesting { out, digest: Sha256::new() };
        if form == Form::Csv {
            out.line(CSV_HEADER)?;
        }
        let before = match first {
            first if first == after + 1 => beginning,
            first => self.db.audit_row(first.saturating_sub(1))?.map(|row| row.hash.to_vec()).unwrap_or_default(),
        };
        let mut rows = 0;
        let mut chain = Chain::new(
            first.saturating_sub(1),
            &before,
            Some((self.world.keyring.macs(Purpose::AuditRow), trail.unkeyed_through)),
        );
        self.db.each_audit_row::<ServiceError>((first, last), |row| {
            chain.take(row)?;
            rows += 1;
            out.line(&form::encode(form, &owned(row)?))
        })?;
        let public = key.public();
        let (first, before) = if rows == 0 { (0, Vec::new()) } else { (first, before) };
        let mut manifest = Manifest {
            format: FORMAT.to_owned(),
            form,
            rows,
            first,
            before: HEXLOWER.encode(&before),
            hash: if rows == 0 { String::new() } else { HEXLOWER.encode(&chain.before) },
            length: head.count,
            head: HEXLOWER.encode(&head.hash),
            at: self.now,
            digest: HEXLOWER.encode(&out.digest.clone().finalize()),
            key: public.id(),
            public_key: public.to_string(),
            signature: String::new(),
        };
        manifest.signature = key.sign(&manifest.text());
        out.line(&last_line(&manifest))?;
        out.out.flush().map_err(unwritten)?;
        Ok(manifest)
    }
}

/// The last line of an export, without its line feed.
pub(super) fn last_line(manifest: &Manifest) -> String {
    let mark = if manifest.form == Form::Csv { "#" } else { "" };
    format!("{mark}{}", serde_json::to_string(manifest).expect("strings and numbers are always JSON"))
}

fn owned(row: &AuditBytes<'_>) -> Result<AuditRow, ServiceError> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    let [actor, action, subject, outcome] = row.texts.map(text);
    let whole = || {
        Some(AuditRow {
            seq: row.seq,
            at: Timestamp::from_millisecond(row.at).ok()?,
            actor: actor?,
            action: action?,
            subject: subject?,
            outcome: outcome?,
            source: row.more[0].map(|bytes| text(bytes).ok_or(())).transpose().ok()?,
            detail: row.more[1].map(|bytes| text(bytes).ok_or(())).transpose().ok()?,
            hash: row.hash.try_into().ok()?,
        })
    };
    whole().ok_or_else(|| super::chain::broken(row.seq, format!("row {} of the audit trail is no text", row.seq)))
}

fn unwritten(error: io::Error) -> ServiceError {
    ServiceError::Export(error)
}
