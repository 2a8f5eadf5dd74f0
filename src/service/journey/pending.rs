//! What a journey drew for an enrolment that is not complete: kept sealed with the journey, so that asking again
//! shows the same.

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::credentials::keyring::Keyring;
use crate::credentials::totp::Secret;
use crate::credentials::{recovery, seal};
use crate::ports::Entropy;
use crate::service::ServiceError;

/// The secret, the step that proved it, and the recovery codes.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Pending {
    /// The authenticator's secret.
    pub secret: Vec<u8>,
    /// The time step of the code that proved it; that code is used up.
    pub step: Option<i64>,
    /// The recovery codes, once the authenticator is proved.
    pub codes: Vec<String>,
}

impl Pending {
    /// Draws a new secret.
    pub(crate) fn draw(entropy: &dyn Entropy) -> Result<Self, ServiceError> {
        Ok(Self { secret: Secret::draw(entropy)?.as_bytes().to_vec(), step: None, codes: Vec::new() })
    }

    /// The authenticator's secret.
    pub(crate) fn secret(&self) -> Secret {
        Secret::from_bytes(Zeroizing::new(self.secret.clone()))
    }

    /// Draws the recovery codes.
    pub(crate) fn draw_codes(&mut self, entropy: &dyn Entropy, count: u32) -> Result<(), ServiceError> {
        self.codes = recovery::draw(entropy, count)?.iter().map(|code| code.expose_secret().to_owned()).collect();
        Ok(())
    }

    /// The digests that the account keeps of the codes.
    pub(crate) fn code_digests(&self, keyring: &Keyring, user: &str) -> Result<Vec<[u8; 32]>, ServiceError> {
        let canonical = self.codes.iter().map(|code| recovery::canonical(code).ok_or(ServiceError::Conflict));
        canonical.map(|code| Ok(recovery::digest(keyring, user, &code?))).collect()
    }

    pub(crate) fn seal(&self, keyring: &Keyring, entropy: &dyn Entropy, handle: &str) -> Result<Vec<u8>, ServiceError> {
        let plain = serde_json::to_vec(self).expect("bytes, a number and strings are always JSON");
        Ok(seal::seal(keyring, entropy, &row(handle), &Zeroizing::new(plain))?)
    }

    pub(crate) fn open(keyring: &Keyring, handle: &str, sealed: &[u8]) -> Result<Self, ServiceError> {
        let plain = seal::open(keyring, &row(handle), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| ServiceError::Seal(seal::SealError::Malformed))
    }
}

fn row(handle: &str) -> String {
    format!("journeys.pending:{handle}")
}
