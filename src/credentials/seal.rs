//! Secrets at rest: XChaCha20-Poly1305 under the home's key, bound to the row they lie in.
//!
//! A sealed value is one byte for its version, the eight characters of the key's id, 24 random bytes of
//! nonce, then the ciphertext with its 16 bytes of tag. Version, key id and the row's identity are the
//! associated data.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::keyring::{Keyring, Purpose};
use crate::ports::{Entropy, EntropyError};

const VERSION: u8 = 1;
const KEY_ID: usize = 8;
const NONCE: usize = 24;
const TAG: usize = 16;
const HEADER: usize = 1 + KEY_ID;

/// Why a sealed value does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Too short, or of a version that this release does not know.
    #[error("the sealed value is cut short or of an unknown version")]
    Malformed,
    /// Sealed under another key.
    #[error("the value is sealed under another key than {0}; give the home the key it was made with")]
    OtherKey(String),
    /// Changed since it was sealed, or moved here from another row.
    #[error("the sealed value was changed or belongs to another row")]
    Tampered,
}

/// Seals `plain` under a random nonce for the row that `aad` names, such as `authenticator atn_…`.
///
/// # Errors
/// [`EntropyError`] where the generator does not answer; nothing is sealed under a nonce of its own making.
pub fn seal(keyring: &Keyring, entropy: &dyn Entropy, aad: &str, plain: &[u8]) -> Result<Vec<u8>, EntropyError> {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce)?;
    let mut sealed = Vec::with_capacity(HEADER + NONCE + plain.len() + TAG);
    sealed.push(VERSION);
    sealed.extend_from_slice(keyring.id().as_bytes());
    let aad = bound(&sealed, aad);
    sealed.extend_from_slice(&nonce);
    let ciphertext = cipher(keyring)
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
        .expect("XChaCha20-Poly1305 takes up to 256 GiB, more than the memory can hold");
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// Opens what [`seal`] sealed for the same row.
///
/// # Errors
/// [`SealError`]; nothing of the content is given out then.
pub fn open(keyring: &Keyring, aad: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (header, rest) = sealed.split_at_checked(HEADER).ok_or(SealError::Malformed)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>().ok_or(SealError::Malformed)?;
    if header[0] != VERSION || ciphertext.len() < TAG {
        return Err(SealError::Malformed);
    }
    if &header[1..] != keyring.id().as_bytes() {
        return Err(SealError::OtherKey(keyring.id().to_owned()));
    }
    cipher(keyring)
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: &bound(header, aad) })
        .map(Zeroizing::new)
        .map_err(|_| SealError::Tampered)
}

/// The header has a fixed length, so header and row identity cannot run into each other.
fn bound(header: &[u8], aad: &str) -> Vec<u8> {
    [header, aad.as_bytes()].concat()
}

fn cipher(keyring: &Keyring) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*keyring.subkey(Purpose::Sealing)))
}
