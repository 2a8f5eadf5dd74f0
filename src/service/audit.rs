//! Appending to the audit trail: each row covers the one before by its hash, the last one by a keyed digest.

use sha2::{Digest, Sha256};

use super::{ServiceError, Work};
use crate::credentials::keyring::Purpose;
use crate::store::AuditRow;

/// What happened, for the trail.
pub(crate) struct Act<'a> {
    /// Who acted: `os:NAME`, an account's id, or `unknown`.
    pub actor: &'a str,
    /// What was done or refused, `noun.verb`.
    pub action: &'a str,
    /// On whom or what, by id or handle.
    pub subject: &'a str,
    /// `done`, or the code of the refusal.
    pub outcome: &'a str,
    /// From where.
    pub source: Option<&'a str>,
    /// More; never a secret or a code.
    pub detail: Option<serde_json::Value>,
}

impl<'a> Act<'a> {
    /// An act that was done, without more to say.
    pub(crate) fn done(actor: &'a str, action: &'a str, subject: &'a str) -> Self {
        Self { actor, action, subject, outcome: "done", source: None, detail: None }
    }
}

impl Work<'_> {
    /// Appends one row.
    pub(crate) fn audit(&self, act: &Act<'_>) -> Result<(), ServiceError> {
        let head = self.db.audit_head()?;
        let mut row = AuditRow {
            seq: head.count + 1,
            at: self.now,
            actor: act.actor.to_owned(),
            action: act.action.to_owned(),
            subject: act.subject.to_owned(),
            outcome: act.outcome.to_owned(),
            source: act.source.map(str::to_owned),
            detail: act.detail.as_ref().map(ToString::to_string),
            hash: [0; 32],
        };
        row.hash = row_hash(&head.hash, &row);
        let mac = self.world.keyring.mac(Purpose::AuditHead, &[&row.seq.to_be_bytes(), &row.hash]);
        Ok(self.db.append_audit(&row, &mac)?)
    }

    /// Appends a row for something that the home's operator did.
    pub(crate) fn audit_operator(
        &self,
        action: &str,
        subject: &str,
        detail: Option<serde_json::Value>,
    ) -> Result<(), ServiceError> {
        let actor = self.world.actor.as_str();
        self.audit(&Act { detail, ..Act::done(actor, action, subject) })
    }
}

/// SHA-256 over the hash before and the row, each part preceded by its length, so that no two rows agree.
fn row_hash(before: &[u8], row: &AuditRow) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(before);
    part(&row.seq.to_be_bytes());
    part(&row.at.as_millisecond().to_be_bytes());
    for text in [&row.actor, &row.action, &row.subject, &row.outcome] {
        part(text.as_bytes());
    }
    for text in [&row.source, &row.detail] {
        part(&[u8::from(text.is_some())]);
        part(text.as_deref().unwrap_or("").as_bytes());
    }
    hash.finalize().into()
}
