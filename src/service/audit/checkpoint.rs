//! A checkpoint: how far the trail went, signed, to be kept where the home's files are not.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Act;
use crate::credentials::signing::{PublicKey, SigningKey};
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError};

/// What names the form of a checkpoint.
const FORMAT: &str = "vestibule-checkpoint-1";

/// The head of the trail at a time, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// `vestibule-checkpoint-1`.
    pub format: String,
    /// The number of the last row.
    pub length: i64,
    /// The last row's hash, in hexadecimal.
    pub head: String,
    /// When.
    pub at: Timestamp,
    /// The id of the key that signed it.
    pub key: String,
    /// That key, for comparison with the one that was kept.
    pub public_key: String,
    /// Its signature (Ed25519, base64) over this document as compact JSON with an empty signature.
    pub signature: String,
}

impl Checkpoint {
    /// Reads a kept checkpoint, whitespace aside.
    ///
    /// # Errors
    /// [`ServiceError::Signature`] where it is none.
    pub fn parse(text: &str) -> Result<Self, ServiceError> {
        let parsed = serde_json::from_str::<Self>(text).ok().filter(|parsed| parsed.format == FORMAT);
        parsed.ok_or_else(|| ServiceError::Signature("the file is no checkpoint, or it was changed".to_owned()))
    }

    /// Checks the signature.
    ///
    /// # Errors
    /// [`ServiceError::Signature`] where it is another key's, or of something else.
    pub fn verify(&self, key: &PublicKey) -> Result<(), ServiceError> {
        if self.key != key.id() || self.public_key != key.to_string() {
            return Err(other_key("checkpoint", &self.key, key));
        }
        if key.verifies(&self.text(), &self.signature) {
            Ok(())
        } else {
            Err(ServiceError::Signature("the checkpoint was changed after it was signed".to_owned()))
        }
    }

    fn signed(key: &SigningKey, length: i64, head: &[u8], at: Timestamp) -> Self {
        let public = key.public();
        let mut new = Self {
            format: FORMAT.to_owned(),
            length,
            head: HEXLOWER.encode(head),
            at,
            key: public.id(),
            public_key: public.to_string(),
            signature: String::new(),
        };
        new.signature = key.sign(&new.text());
        new
    }

    fn text(&self) -> Vec<u8> {
        let unsigned = Self { signature: String::new(), ..self.clone() };
        serde_json::to_vec(&unsigned).expect("strings and numbers under fixed names are always JSON")
    }
}

/// The error of a signature by another key.
pub(super) fn other_key(what: &str, found: &str, wanted: &PublicKey) -> ServiceError {
    let found: String = found.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    ServiceError::Signature(format!("the {what} is signed by the key {found:?}, not by {:?}", wanted.id()))
}

impl Service {
    /// Makes a checkpoint of the whole trail, the row that tells of it included. A broken trail gets none.
    ///
    /// # Errors
    /// [`ServiceError::AuditBroken`], and those of the signing key.
    pub fn checkpoint_audit(&mut self) -> Result<Checkpoint, ServiceError> {
        self.permit(Permission::AuditExport)?;
        let key = self.signing_key()?;
        self.read(|work| work.verify_audit(None))?;
        self.write(|work| {
            let id = key.public().id();
            let source = work.world.operator.get().map(|_| work.world.actor.as_str());
            let row = work.append(&Act { source, ..Act::done(work.world.acting(), "audit.checkpoint", &id) })?;
            work.db.note_checkpoint(work.now)?;
            Ok(Checkpoint::signed(&key, row.seq, &row.hash, work.now))
        })
    }
}
