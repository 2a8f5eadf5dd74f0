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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use data_encoding::HEXLOWER;

    use super::super::testing::{Broken, Constant, Seeded};
    use super::*;

    const ROW: &str = "authenticator atn_1";

    fn keyring() -> Keyring {
        Keyring::from_text("vestibule-key-1 lpjb37pi AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap()
    }

    /// Computed apart from this program with libsodium.
    #[test]
    fn v11_3_2_seals_as_another_implementation_of_the_approved_cipher_does() {
        let sealed = seal(&keyring(), &Constant(7), ROW, b"a secret").unwrap();
        let expected = "016c706a62333770690707070707070707070707070707070707070707070707072f036ed61117b224b3b48556ef54115f4e63873308516a59";
        assert_eq!(HEXLOWER.encode(&sealed), expected);
        assert_eq!(open(&keyring(), ROW, &sealed).unwrap().as_slice(), b"a secret");
    }

    #[test]
    fn v11_3_3_a_flipped_bit_anywhere_is_noticed() {
        let sealed = seal(&keyring(), &Seeded::new(1), ROW, b"a secret").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let error = open(&keyring(), ROW, &flipped).expect_err("a flipped bit");
            let expected = match bit / 8 {
                0 => SealError::Malformed,
                1..HEADER => SealError::OtherKey("lpjb37pi".into()),
                _ => SealError::Tampered,
            };
            assert_eq!(error, expected, "bit {bit}");
        }
    }

    #[test]
    fn v11_3_3_a_cut_or_longer_value_is_noticed() {
        let sealed = seal(&keyring(), &Seeded::new(1), ROW, b"a secret").unwrap();
        for end in 0..sealed.len() {
            assert!(open(&keyring(), ROW, &sealed[..end]).is_err(), "cut at {end}");
        }
        assert_eq!(open(&keyring(), ROW, &[&sealed[..], b"x"].concat()).err(), Some(SealError::Tampered));
    }

    #[test]
    fn v11_3_3_a_value_opens_in_its_own_row_alone() {
        let entropy = Seeded::new(1);
        let [one, two] = ["row 1", "row 2"].map(|row| seal(&keyring(), &entropy, row, row.as_bytes()).unwrap());
        assert_eq!(open(&keyring(), "row 2", &one).err(), Some(SealError::Tampered));
        assert_eq!(open(&keyring(), "row 1", &two).err(), Some(SealError::Tampered));
    }

    #[test]
    fn another_key_is_told_apart_from_tampering() {
        let sealed = seal(&keyring(), &Seeded::new(1), ROW, b"a secret").unwrap();
        let other = Keyring::draw(&Seeded::new(9)).unwrap();
        assert_eq!(open(&other, ROW, &sealed).err(), Some(SealError::OtherKey(other.id().to_owned())));
    }

    #[test]
    fn v11_3_4_no_nonce_comes_twice() {
        let (keyring, entropy) = (keyring(), Seeded::new(1));
        let mut seen = HashSet::new();
        for _ in 0..2_000 {
            let sealed = seal(&keyring, &entropy, ROW, b"the same").unwrap();
            assert!(seen.insert(sealed[HEADER..HEADER + NONCE].to_vec()));
        }
        assert!(seal(&keyring, &Broken, ROW, b"x").is_err());
    }

    #[test]
    fn nothing_can_be_sealed_too() {
        let sealed = seal(&keyring(), &Seeded::new(1), ROW, b"").unwrap();
        assert!(open(&keyring(), ROW, &sealed).unwrap().is_empty());
    }
}
