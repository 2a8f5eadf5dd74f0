//! The key that signs what leaves a home: checkpoints and exports of the audit trail (Ed25519, RFC 8032).

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE32_DNSSEC, BASE64, HEXLOWER};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::keyring::Keyring;
use super::seal::{self, SealError};
use crate::ports::{Entropy, EntropyError};

/// The first word of a sealed key's text.
const NAME: &str = "vestibule-signing-key-1";

/// What a public key's text begins with.
const SCHEME: &str = "ed25519:";

/// What the seed is sealed for.
const ROW: &str = "signing key";

/// Why a text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// Not one line of two words.
    #[error("the signing key is not one line `{NAME} <hex>`; restore it from its backup")]
    Shape,
    /// The seal does not open.
    #[error("the signing key cannot be used: {0}; restore it from its backup")]
    Sealed(#[from] SealError),
    /// Not a public key.
    #[error("this is no public key; it looks like `{SCHEME}` and 44 characters of base64")]
    Public,
}

/// A key that signs. Its seed is wiped when dropped.
pub struct SigningKey {
    seed: Zeroizing<[u8; 32]>,
    pair: Ed25519KeyPair,
}

/// A key by which signatures are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl SigningKey {
    /// Draws a new key.
    ///
    /// # Errors
    /// [`EntropyError`] where the generator does not answer.
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(seed.as_mut_slice())?;
        Ok(Self::from_seed(seed))
    }

    /// Reads a key as [`SigningKey::to_text`] writes it, with one line feed at its end or none.
    ///
    /// # Errors
    /// [`SigningError`], saying what to do.
    pub fn from_text(keyring: &Keyring, text: &str) -> Result<Self, SigningError> {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let (name, sealed) = line.split_once(' ').ok_or(SigningError::Shape)?;
        let sealed = HEXLOWER.decode(sealed.as_bytes()).map_err(|_| SigningError::Shape)?;
        if name != NAME {
            return Err(SigningError::Shape);
        }
        let opened = seal::open(keyring, ROW, &sealed)?;
        let mut seed = Zeroizing::new([0; 32]);
        if opened.len() != seed.len() {
            return Err(SigningError::Shape);
        }
        seed.copy_from_slice(&opened);
        Ok(Self::from_seed(seed))
    }

    /// The key as one line without its line feed, sealed under the home's key.
    ///
    /// # Errors
    /// [`EntropyError`] where the generator does not answer.
    pub fn to_text(&self, keyring: &Keyring, entropy: &dyn Entropy) -> Result<SecretString, EntropyError> {
        let sealed = seal::seal(keyring, entropy, ROW, self.seed.as_slice())?;
        Ok(format!("{NAME} {}", HEXLOWER.encode(&sealed)).into())
    }

    /// The key by which others check what this one signed.
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.pair.public_key().as_ref());
        PublicKey(bytes)
    }

    /// The signature of a text, as base64.
    pub fn sign(&self, text: &[u8]) -> String {
        BASE64.encode(self.pair.sign(text).as_ref())
    }

    fn from_seed(seed: Zeroizing<[u8; 32]>) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).expect("every 32 bytes are a seed");
        Self { seed, pair }
    }
}

impl PublicKey {
    /// A short name of the key: eight characters.
    pub fn id(&self) -> String {
        BASE32_DNSSEC.encode(&Sha256::digest(self.0)[..5])
    }

    /// Whether a signature, in base64, is this key's of this text.
    pub fn verifies(&self, text: &[u8], signature: &str) -> bool {
        let Ok(signature) = BASE64.decode(signature.as_bytes()) else { return false };
        UnparsedPublicKey::new(&ED25519, self.0).verify(text, &signature).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", BASE64.encode(&self.0))
    }
}

impl FromStr for PublicKey {
    type Err = SigningError;

    /// Reads a key as it is shown; the scheme may be left out.
    fn from_str(text: &str) -> Result<Self, SigningError> {
        let base64 = text.trim();
        let base64 = base64.strip_prefix(SCHEME).unwrap_or(base64);
        let bytes = BASE64.decode(base64.as_bytes()).map_err(|_| SigningError::Public)?;
        bytes.try_into().map(Self).map_err(|_| SigningError::Public)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::super::testing::Seeded;
    use super::*;

    fn keyring() -> Keyring {
        Keyring::from_text("vestibule-key-1 lpjb37pi AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap()
    }

    /// RFC 8032 §7.1, test 2.
    #[test]
    fn signs_as_the_standard_says() {
        let seed = HEXLOWER.decode(b"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
        let key = SigningKey::from_seed(Zeroizing::new(seed.try_into().unwrap()));
        let public = HEXLOWER.encode(&key.public().0);
        assert_eq!(public, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = BASE64.decode(key.sign(&[0x72]).as_bytes()).unwrap();
        assert_eq!(
            HEXLOWER.encode(&signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
    }

    #[test]
    fn a_signature_is_of_one_text_and_one_key() {
        let (key, other) = (SigningKey::draw(&Seeded::new(1)).unwrap(), SigningKey::draw(&Seeded::new(2)).unwrap());
        let signature = key.sign(b"a text");
        assert!(key.public().verifies(b"a text", &signature));
        assert!(!key.public().verifies(b"a texT", &signature));
        assert!(!other.public().verifies(b"a text", &signature));
        for damaged in ["", "AAAA", &signature[1..], &signature.replace('=', "")] {
            assert!(!key.public().verifies(b"a text", damaged), "{damaged}");
        }
    }

    #[test]
    fn a_public_key_survives_its_text() {
        let public = SigningKey::draw(&Seeded::new(1)).unwrap().public();
        let text = public.to_string();
        assert_eq!(text.parse::<PublicKey>(), Ok(public.clone()));
        assert_eq!(text[SCHEME.len()..].parse::<PublicKey>(), Ok(public.clone()));
        assert_eq!(format!("{text}\n").parse::<PublicKey>(), Ok(public));
        for bad in ["", "ed25519:", "ed25519:AAAA", "rsa:AAAA", &text[..text.len() - 1]] {
            assert_eq!(bad.parse::<PublicKey>(), Err(SigningError::Public), "{bad}");
        }
    }

    #[test]
    fn v13_3_1_a_stored_key_opens_under_its_own_homes_key_alone() {
        let key = SigningKey::draw(&Seeded::new(1)).unwrap();
        let text = key.to_text(&keyring(), &Seeded::new(2)).unwrap();
        let text = text.expose_secret();
        assert_eq!(SigningKey::from_text(&keyring(), text).unwrap().public(), key.public());
        assert_eq!(SigningKey::from_text(&keyring(), &format!("{text}\n")).unwrap().public(), key.public());
        let other = Keyring::draw(&Seeded::new(3)).unwrap();
        assert!(SigningKey::from_text(&other, text).is_err());
        assert!(!text.contains(&HEXLOWER.encode(key.seed.as_slice())));
        for end in 0..text.len() {
            assert!(SigningKey::from_text(&keyring(), &text[..end]).is_err(), "cut at {end}");
        }
    }
}
