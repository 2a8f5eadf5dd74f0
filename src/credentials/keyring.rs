//! The key of a home, and the keys derived from it.

use data_encoding::{BASE32_DNSSEC, BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::SecretString;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::ports::{Entropy, EntropyError};

/// The first word of a key's text without its version.
const NAME: &str = "vestibule-key-";

/// The version of the text and of every derivation below.
const VERSION: &str = "1";

/// What a derived key is for; each purpose has a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Sealing secrets at rest ([`super::seal`]).
    Sealing,
    /// The MAC of mailed one-time passwords ([`super::otp`]).
    OneTimePassword,
    /// The MAC of recovery codes ([`super::recovery`]).
    RecoveryCode,
    /// The MAC of the audit trail's head: its count and last hash.
    AuditHead,
    /// The signature of an import's plan.
    ImportPlan,
    /// The MAC of each row of the audit trail: its number and hash.
    AuditRow,
    /// The MAC of an address whose account was removed.
    DepartedAddress,
    /// Recognising the key of a database ([`Keyring::check_value`]).
    Check,
    /// The key's own id ([`Keyring::id`]).
    Id,
}

impl Purpose {
    /// The label that the key is derived with; it never changes.
    fn label(self) -> &'static str {
        match self {
            Self::Sealing => "vestibule 1 sealing",
            Self::OneTimePassword => "vestibule 1 one-time password",
            Self::RecoveryCode => "vestibule 1 recovery code",
            Self::AuditHead => "vestibule 1 audit head",
            Self::ImportPlan => "vestibule 1 import plan",
            Self::AuditRow => "vestibule 1 audit row",
            Self::DepartedAddress => "vestibule 1 departed address",
            Self::Check => "vestibule 1 check value",
            Self::Id => "vestibule 1 key id",
        }
    }
}

/// Why a text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// Nothing in it.
    #[error("the key is empty; restore it from its backup")]
    Empty,
    /// Not one line of three words.
    #[error("the key is not one line `{NAME}{VERSION} <key id> <base64>`; restore it from its backup")]
    Shape,
    /// A version that this release does not know.
    #[error("the key has another version than {VERSION}; use the release of vestibule that wrote it")]
    Version,
    /// The base64 is not that of 32 bytes.
    #[error("the key's base64 is damaged or cut short; restore it from its backup")]
    Encoding,
    /// The key id does not follow from the key: one of the two is damaged.
    #[error("the key does not belong to its key id {0}; one of them is damaged, so restore both from their backup")]
    Damaged(String),
}

/// The master key of a home with what derives from it. Wiped when dropped.
pub struct Keyring {
    master: Zeroizing<[u8; 32]>,
    id: String,
}

impl Keyring {
    /// Draws a new key.
    ///
    /// # Errors
    /// [`EntropyError`] where the generator does not answer.
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut master = Zeroizing::new([0; 32]);
        entropy.fill(master.as_mut_slice())?;
        Ok(Self::from_master(master))
    }

    /// Reads a key as [`Keyring::to_text`] writes it, with one line feed at its end or none.
    ///
    /// # Errors
    /// [`KeyringError`] for anything else, saying what to do.
    pub fn from_text(text: &str) -> Result<Self, KeyringError> {
        let line = text.strip_suffix('\n').unwrap_or(text);
        if line.trim().is_empty() {
            return Err(KeyringError::Empty);
        }
        let mut words = line.split(' ');
        let (Some(name), Some(id), Some(key), None) = (words.next(), words.next(), words.next(), words.next()) else {
            return Err(KeyringError::Shape);
        };
        match name.strip_prefix(NAME) {
            None => return Err(KeyringError::Shape),
            Some(VERSION) => {}
            Some(_) => return Err(KeyringError::Version),
        }
        let bytes = Zeroizing::new(BASE64.decode(key.as_bytes()).map_err(|_| KeyringError::Encoding)?);
        let mut master = Zeroizing::new([0; 32]);
        if bytes.len() != master.len() {
            return Err(KeyringError::Encoding);
        }
        master.copy_from_slice(&bytes);
        let keyring = Self::from_master(master);
        if bool::from(keyring.id.as_bytes().ct_eq(id.as_bytes())) {
            Ok(keyring)
        } else {
            Err(KeyringError::Damaged(id.chars().take(16).filter(|c| !c.is_control()).collect()))
        }
    }

    /// The key as one line without its line feed: `vestibule-key-1 <key id> <base64>`.
    pub fn to_text(&self) -> SecretString {
        let key = Zeroizing::new(BASE64.encode(self.master.as_slice()));
        format!("{NAME}{VERSION} {} {}", self.id, *key).into()
    }

    /// A short name of the key that tells nothing about it: eight characters.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// HMAC-SHA-256 (RFC 2104) of `parts` under the key of this purpose. Each part goes in behind its
    /// length, so that the same bytes cut differently have another MAC.
    pub fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        self.macs(purpose).mac(parts)
    }

    /// The key of a purpose made ready for many MACs.
    pub fn macs(&self, purpose: Purpose) -> Macs {
        Macs(hmac(self.subkey(purpose).as_slice()))
    }

    /// A value to store beside what the key protects, by which a wrong key is noticed before it does harm.
    /// `mode` is bound into it, so that the key of a simulation never opens a real home.
    pub fn check_value(&self, mode: &str) -> String {
        HEXLOWER.encode(&self.mac(Purpose::Check, &[mode.as_bytes()])[..16])
    }

    /// The key of a purpose.
    pub(super) fn subkey(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        derive(&self.master, purpose)
    }

    fn from_master(master: Zeroizing<[u8; 32]>) -> Self {
        let id = BASE32_DNSSEC.encode(&derive(&master, Purpose::Id)[..5]);
        Self { master, id }
    }
}

/// A key made ready for many MACs.
#[derive(Clone)]
pub struct Macs(Hmac<Sha256>);

impl Macs {
    /// As [`Keyring::mac`].
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

fn derive(master: &[u8; 32], purpose: Purpose) -> Zeroizing<[u8; 32]> {
    let mut mac = hmac(master);
    mac.update(purpose.label().as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn hmac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::super::testing::{Broken, Seeded};
    use super::*;

    const TEXT: &str = "vestibule-key-1 lpjb37pi AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn keyring() -> Keyring {
        Keyring::from_text(TEXT).unwrap()
    }

    /// Computed apart from this program, with HMAC from another library: a key's derivations never change.
    #[test]
    fn derivations_are_fixed() {
        assert_eq!(keyring().id(), "lpjb37pi");
        assert_eq!(keyring().check_value("real"), "2848b465ac5ee9a0054a3ed9c0dffae8");
        let mac = keyring().mac(Purpose::OneTimePassword, &[b"jrn_1", b"usr_1", b"dev_1", b"012345"]);
        assert_eq!(HEXLOWER.encode(&mac), "0761b058e849d5f70e9f78962dfdf57e70a28c61f03adab884eddf29b0221ff5");
    }

    #[test]
    fn a_key_survives_its_text() {
        let drawn = Keyring::draw(&Seeded::new(1)).unwrap();
        let text = drawn.to_text();
        for text in [text.expose_secret().to_owned(), format!("{}\n", text.expose_secret())] {
            let read = Keyring::from_text(&text).unwrap();
            assert_eq!((read.id(), read.check_value("real")), (drawn.id(), drawn.check_value("real")));
        }
        assert_ne!(drawn.id(), Keyring::draw(&Seeded::new(2)).unwrap().id());
    }

    #[test]
    fn f18_a_damaged_key_is_refused() {
        for end in 0..TEXT.len() {
            assert!(Keyring::from_text(&TEXT[..end]).is_err(), "cut at {end}");
        }
        for (at, old) in TEXT.char_indices() {
            for new in ['A', 'a', '1', ' ', '=', '\u{e4}'] {
                let damaged = format!("{}{new}{}", &TEXT[..at], &TEXT[at + 1..]);
                assert!(new == old || Keyring::from_text(&damaged).is_err(), "{damaged}");
            }
        }
        let kinds = [
            ("\n".to_owned(), KeyringError::Empty),
            (format!("\u{feff}{TEXT}"), KeyringError::Shape),
            (format!("{TEXT}\r\n"), KeyringError::Encoding),
            (format!("{TEXT}\n\n"), KeyringError::Encoding),
            (format!("{TEXT} "), KeyringError::Shape),
            (TEXT.replace("key-1", "key-2"), KeyringError::Version),
            (TEXT.replace("lpjb37pi", "lpjb37pj"), KeyringError::Damaged("lpjb37pj".into())),
        ];
        for (text, error) in kinds {
            assert_eq!(Keyring::from_text(&text).err(), Some(error), "{text:?}");
        }
    }

    #[test]
    fn errors_say_what_to_do_and_show_no_key() {
        for error in
            [KeyringError::Empty, KeyringError::Shape, KeyringError::Encoding, KeyringError::Damaged("x".into())]
        {
            assert!(error.to_string().contains("restore"), "{error}");
        }
        assert!(KeyringError::Version.to_string().contains("use the release"));
    }

    #[test]
    fn parts_cannot_run_together_and_purposes_are_apart() {
        let mac = |parts: &[&[u8]]| keyring().mac(Purpose::OneTimePassword, parts);
        let cut = [mac(&[b"ab", b"c"]), mac(&[b"a", b"bc"]), mac(&[b"abc"]), mac(&[b"abc", b""]), mac(&[b"", b"abc"])];
        for (i, one) in cut.iter().enumerate() {
            assert!(cut[i + 1..].iter().all(|other| other != one));
        }
        assert_ne!(mac(&[b"abc"]), keyring().mac(Purpose::RecoveryCode, &[b"abc"]));
    }

    #[test]
    fn f18_a_check_value_holds_for_one_key_and_one_mode() {
        let other = Keyring::draw(&Seeded::new(1)).unwrap();
        assert_ne!(keyring().check_value("real"), keyring().check_value("simulation"));
        assert_ne!(keyring().check_value("real"), other.check_value("real"));
    }

    #[test]
    fn without_a_generator_there_is_no_key() {
        assert!(Keyring::draw(&Broken).is_err());
    }
}
