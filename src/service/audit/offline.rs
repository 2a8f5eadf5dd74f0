//! An export checked without the home: with the file and the public key alone.

use std::io::{BufRead, Read};

use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::chain::{Chain, broken, row_hash};
use super::checkpoint::Checkpoint;
use super::export::{FORMAT, Manifest, last_line};
use super::form::{self, CSV_HEADER, Form};
use crate::credentials::signing::PublicKey;
use crate::service::ServiceError;
use crate::store::AuditRow;

/// The longest line that is read, in bytes.
const MAX_LINE: u64 = 1 << 20;

/// An export that is what was signed.
#[derive(Debug, Serialize)]
pub struct VerifiedExport {
    /// How many rows it has.
    pub rows: i64,
    /// The first one's number; 0 where there is none.
    pub first: i64,
    /// The last one's number; 0 where there is none.
    pub last: i64,
    /// The number of the last row that the home had then.
    pub length: i64,
    /// That row's hash, in hexadecimal.
    pub head: String,
    /// When it was exported.
    pub at: jiff::Timestamp,
    /// The id of the key that signed it.
    pub key: String,
    /// Whether the checkpoint's row is among its rows, and the same; nothing where no checkpoint was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<bool>,
}

/// The rows read so far.
struct Reader {
    form: Form,
    digest: Sha256,
    first: Option<AuditRow>,
    chain: Chain,
    kept: Option<(i64, String)>,
    kept_is_same: Option<bool>,
}

/// Reads an export once, a line at a time, and checks that each row follows from the one before, and that all of it is
/// what was signed.
///
/// # Errors
/// [`ServiceError::AuditBroken`] with the first bad row; [`ServiceError::Signature`] where every row is right in itself
/// but the whole is not what this key signed; [`ServiceError::Export`] where it cannot be read.
pub fn verify_export(
    mut from: impl BufRead,
    key: &PublicKey,
    checkpoint: Option<&Checkpoint>,
) -> Result<VerifiedExport, ServiceError> {
    if let Some(checkpoint) = checkpoint {
        checkpoint.verify(key)?;
    }
    let mut reader = Reader {
        form: Form::Jsonl,
        digest: Sha256::new(),
        first: None,
        chain: Chain::new(0, &[], None),
        kept: checkpoint.map(|kept| (kept.length, kept.head.clone())),
        kept_is_same: checkpoint.map(|_| false),
    };
    let mut line = Vec::new();
    let mut number = 0_u64;
    let manifest = loop {
        line.clear();
        from.by_ref().take(MAX_LINE + 1).read_until(b'\n', &mut line).map_err(ServiceError::Export)?;
        let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
        let Some(text) = text else { return Err(reader.bad()) };
        number += 1;
        if number == 1 && text == CSV_HEADER {
            reader.form = Form::Csv;
        } else if let Some(manifest) = manifest(text) {
            break manifest;
        } else {
            reader.row(text)?;
        }
        reader.digest.update(&line);
    };
    line.clear();
    from.take(1).read_to_end(&mut line).map_err(ServiceError::Export)?;
    if !line.is_empty() {
        return Err(ServiceError::Signature("something was added behind the end of the export".to_owned()));
    }
    reader.finish(&manifest, key)
}

fn manifest(text: &str) -> Option<Manifest> {
    let json = text.strip_prefix('#').unwrap_or(text);
    if !json.starts_with(&format!("{{\"format\":\"{FORMAT}\"")) {
        return None;
    }
    serde_json::from_str::<Manifest>(json).ok().filter(|manifest| last_line(manifest) == text)
}

impl Reader {
    /// The row that should come next is not there, or is no row.
    fn bad(&self) -> ServiceError {
        let next = if self.first.is_some() { self.chain.next } else { 1 };
        let problem = match &self.first {
            None => "the export's first line is no row, or the file is no export of an audit trail".to_owned(),
            Some(_) => format!("the export is changed or cut off at row {next}"),
        };
        broken(next, problem)
    }

    fn row(&mut self, text: &str) -> Result<(), ServiceError> {
        let row = form::decode(self.form, text).ok_or_else(|| self.bad())?;
        if self.kept.as_ref().is_some_and(|(length, _)| *length == row.seq) {
            let is_same = self.kept.as_ref().is_some_and(|(_, head)| HEXLOWER.encode(&row.hash) == *head);
            if !is_same {
                return Err(broken(row.seq, format!("row {} of the export is not the checkpoint's", row.seq)));
            }
            self.kept_is_same = Some(true);
        }
        if self.first.is_none() {
            // What it must follow is told by the last line.
            self.chain = Chain::new(row.seq, &row.hash, None);
            self.first = Some(row);
            return Ok(());
        }
        self.chain.take(&row.bytes()).map_err(|error| match error {
            ServiceError::AuditBroken { row, problem } => {
                ServiceError::AuditBroken { row, problem: problem.replace("the audit trail", "the export") }
            }
            other => other,
        })
    }

    fn finish(self, manifest: &Manifest, key: &PublicKey) -> Result<VerifiedExport, ServiceError> {
        let first = self.first.as_ref().map_or(0, |row| row.seq);
        let last = if first == 0 { 0 } else { self.chain.next - 1 };
        manifest.verify(key)?;
        let found = (manifest.rows, manifest.first, manifest.hash.as_str());
        let hash = if first == 0 { String::new() } else { HEXLOWER.encode(&self.chain.before) };
        if found.0 > 0 && (first != found.1 || last < found.1 + found.0 - 1) {
            let missing = if first == found.1 { last + 1 } else { found.1 };
            return Err(broken(missing, format!("row {missing} of the export is missing")));
        }
        if let Some(row) = &self.first {
            let before = HEXLOWER.decode(manifest.before.as_bytes()).unwrap_or_default();
            if row_hash(&mut Vec::new(), &before, &row.bytes()) != row.hash {
                return Err(broken(first, format!("row {first} of the export was changed, or rows before it removed")));
            }
        }
        if found != (last - first + i64::from(first > 0), first, hash.as_str()) || manifest.form != self.form {
            return Err(broken(last, format!("row {last} of the export is not the last one that was signed")));
        }
        if HEXLOWER.encode(&self.digest.finalize()) != manifest.digest {
            return Err(ServiceError::Signature("the export was changed after it was signed".to_owned()));
        }
        Ok(VerifiedExport {
            rows: manifest.rows,
            first,
            last,
            length: manifest.length,
            head: manifest.head.clone(),
            at: manifest.at,
            key: manifest.key.clone(),
            checkpoint: self.kept_is_same,
        })
    }
}
