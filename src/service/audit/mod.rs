//! The audit trail: appended to with every act, listed, verified, signed for whoever keeps a copy, and archived.
//!
//! Each row covers the one before by its hash. Two keyed digests hold what who can only write the file could make anew:
//! that of each row names the first one made without the key, that of the head, outside the table, a cut-off end.

pub mod archive;
mod chain;
pub mod checkpoint;
pub mod export;
mod form;
mod keys;
pub mod list;
pub mod offline;
pub mod verify;

pub use chain::row_hash;

use std::borrow::Cow;

use super::{ServiceError, Work};
use crate::credentials::keyring::{Keyring, Purpose};
use crate::mail::Address;
use crate::store::{AuditHead, AuditRow, Db};

/// A subject as the log may tell it: an id as it is, an address masked.
fn discreet(subject: &str) -> Cow<'_, str> {
    match Address::parse(subject) {
        Ok(address) => address.masked().into(),
        Err(_) if subject.contains('@') => "…".into(),
        Err(_) => subject.into(),
    }
}

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
        let (actor, subject, outcome) = (act.actor, discreet(act.subject), act.outcome);
        tracing::info!(actor, %subject, outcome, "{}", act.action);
        self.append(act).map(drop)
    }

    /// Appends one row; answers it.
    ///
    /// On a head that is not the home's own nothing gets a keyed digest: whatever was done to the trail goes on to
    /// show, and nothing that is done later makes it look whole again.
    fn append(&self, act: &Act<'_>) -> Result<AuditRow, ServiceError> {
        let keyring = &self.world.keyring;
        let head = self.db.audit_head()?;
        let mut row = AuditRow {
            seq: head.count.saturating_add(1),
            at: self.now,
            actor: act.actor.to_owned(),
            action: act.action.to_owned(),
            subject: act.subject.to_owned(),
            outcome: act.outcome.to_owned(),
            source: act.source.map(str::to_owned),
            detail: act.detail.as_ref().map(ToString::to_string),
            hash: [0; 32],
        };
        row.hash = chain::row_hash(&mut Vec::with_capacity(512), &head.hash, &row.bytes());
        let (mac, head_mac) = if is_genuine(keyring, &head) {
            let mac = keyring.mac(Purpose::AuditRow, &[&row.seq.to_be_bytes(), &row.hash]);
            (mac, head_mac(keyring, row.seq, &row.hash).to_vec())
        } else {
            ([0; 32], head.mac)
        };
        self.db.append_audit(&row, &mac, &head_mac)?;
        Ok(row)
    }

    /// Appends a row for something that the home's operator did.
    pub(crate) fn audit_operator(
        &self,
        action: &str,
        subject: &str,
        detail: Option<serde_json::Value>,
    ) -> Result<(), ServiceError> {
        // With an operator the user of the operating system is where the act came from (ASVS 8.3.3).
        let source = self.world.operator.get().map(|_| self.world.actor.as_str());
        self.audit(&Act { detail, source, ..Act::done(self.world.acting(), action, subject) })
    }
}

/// Begins the trail of a new home.
pub(super) fn begin(db: Db<'_>, keyring: &Keyring) -> Result<(), ServiceError> {
    let mac = head_mac(keyring, 0, &[]).to_vec();
    Ok(db.set_audit_head(&AuditHead { count: 0, hash: Vec::new(), mac })?)
}

/// The keyed digest of a head.
fn head_mac(keyring: &Keyring, count: i64, hash: &[u8]) -> [u8; 32] {
    keyring.mac(Purpose::AuditHead, &[&count.to_be_bytes(), hash])
}

/// Whether a head was written by who holds the home's key.
fn is_genuine(keyring: &Keyring, head: &AuditHead) -> bool {
    subtle::ConstantTimeEq::ct_eq(head_mac(keyring, head.count, &head.hash).as_slice(), head.mac.as_slice()).into()
}
