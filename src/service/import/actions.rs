//! A digest of everything that an import is to do, by which a plan is held against what is about to be committed.

use sha2::{Digest, Sha256};

use super::field::Fault;
use super::report::FieldChange;
use super::row::Draft;
use crate::credentials::keyring::{Keyring, Purpose};

/// What sets the digest of the actions apart from a plan's signature under the same key.
const ACTIONS: &[u8] = b"actions";

/// The digest on its way; nothing where no plan is made or applied.
pub(super) struct Actions(Option<Sha256>);

impl Actions {
    pub(super) fn new(is_planned: bool) -> Self {
        Self(is_planned.then(Sha256::new))
    }

    /// A row that makes or changes an account, with everything that it says of it.
    pub(super) fn row(&mut self, action: &str, draft: &Draft, id: Option<&str>, fields: &[FieldChange]) {
        let Some(hash) = &mut self.0 else { return };
        let mut part = |bytes: &[u8]| part(hash, bytes);
        part(&draft.line.to_be_bytes());
        part(action.as_bytes());
        part(id.unwrap_or_default().as_bytes());
        for field in fields {
            part(field.field.as_bytes());
            for value in [&field.before, &field.after] {
                part(value.as_deref().unwrap_or("\0").as_bytes());
            }
        }
        draft.each_part(&mut part);
    }

    /// A row that is rejected, and for what.
    pub(super) fn reject(&mut self, line: u64, faults: &[Fault]) {
        let Some(hash) = &mut self.0 else { return };
        part(hash, &line.to_be_bytes());
        part(hash, b"reject");
        for fault in faults {
            part(hash, fault.field.as_bytes());
            part(hash, fault.code.as_bytes());
        }
    }

    /// An account that is disabled for not being in the list.
    pub(super) fn disable(&mut self, id: &str) {
        let Some(hash) = &mut self.0 else { return };
        part(hash, b"disable");
        part(hash, id.as_bytes());
    }

    /// The digest, under the home's key: passwords are in it, and nobody may try guesses on a plan.
    pub(super) fn finish(self, keyring: &Keyring) -> [u8; 32] {
        match self.0 {
            Some(hash) => keyring.mac(Purpose::ImportPlan, &[ACTIONS, hash.finalize().as_slice()]),
            None => [0; 32],
        }
    }
}

fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
