//! The chain of the trail: what a row's hash covers, and a walk along the rows that stops at the first bad one.

use sha2::{Digest, Sha256};

use crate::credentials::keyring::Macs;
use crate::service::ServiceError;
use crate::store::AuditBytes;

/// SHA-256 over the hash before and the row, each part preceded by its length, so that no two rows agree. `buffer` is
/// used to put the parts together.
pub fn row_hash(buffer: &mut Vec<u8>, before: &[u8], row: &AuditBytes<'_>) -> [u8; 32] {
    buffer.clear();
    let mut part = |bytes: &[u8]| {
        buffer.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        buffer.extend_from_slice(bytes);
    };
    part(before);
    part(&row.seq.to_be_bytes());
    part(&row.at.to_be_bytes());
    for text in row.texts {
        part(text);
    }
    for text in row.more {
        part(&[u8::from(text.is_some())]);
        part(text.unwrap_or_default());
    }
    Sha256::digest(buffer.as_slice()).into()
}

/// A walk along the trail.
pub(super) struct Chain {
    /// The number that the next row must have.
    pub next: i64,
    /// The hash of the row before it; empty before the first.
    pub before: Vec<u8>,
    /// What keyed digests are checked with, and the last row that may be without.
    keys: Option<(Macs, i64)>,
    buffer: Vec<u8>,
}

impl Chain {
    /// A walk from the row behind `after`, whose hash is `before`. Without keys, keyed digests are not looked at.
    pub(super) fn new(after: i64, before: &[u8], keys: Option<(Macs, i64)>) -> Self {
        Self { next: after.saturating_add(1), before: before.to_vec(), keys, buffer: Vec::with_capacity(1024) }
    }

    /// Goes on to the next row.
    ///
    /// # Errors
    /// [`ServiceError::AuditBroken`] where it is not the one that must come.
    pub(super) fn take(&mut self, row: &AuditBytes<'_>) -> Result<(), ServiceError> {
        if row.seq > self.next {
            return Err(broken(self.next, format!("row {} of the audit trail is missing", self.next)));
        }
        if row.seq < self.next {
            return Err(broken(row.seq, format!("row {} of the audit trail was inserted", row.seq)));
        }
        let changed = |how| broken(row.seq, format!("row {} of the audit trail {how}", row.seq));
        if row_hash(&mut self.buffer, &self.before, row).as_slice() != row.hash {
            return Err(changed(
                "was changed, inserted or swapped: its hash does not follow from it and the row before",
            ));
        }
        if let Some((macs, unkeyed_through)) = &self.keys {
            let vouched = match row.mac {
                Some(mac) => macs.mac(&[&row.seq.to_be_bytes(), row.hash]).as_slice() == mac,
                None => row.seq <= *unkeyed_through,
            };
            if !vouched {
                return Err(changed(
                    "was made without the home's key, or behind rows that were: its keyed digest is wrong",
                ));
            }
        }
        self.next = row.seq.saturating_add(1);
        self.before.clear();
        self.before.extend_from_slice(row.hash);
        Ok(())
    }
}

/// A trail that is broken at a row.
pub(super) fn broken(row: i64, problem: impl Into<String>) -> ServiceError {
    ServiceError::AuditBroken { row, problem: problem.into() }
}
