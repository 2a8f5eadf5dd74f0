//! Recovery codes: 120 random bits each, shown once, kept as a keyed MAC.

use data_encoding::BASE32_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use super::keyring::{Keyring, Purpose};
use crate::ports::{Entropy, EntropyError};

/// Random bytes in a code: 120 bits, above the 112 that SP 800-63B-4 §3.1.2 asks of a keyed MAC alone.
const BYTES: usize = 15;

/// Characters of a code without its hyphens.
const CHARS: usize = 24;

/// Characters of a code that Keycloak drew.
const KEYCLOAK_CHARS: usize = 12;

/// Draws `count` codes as they are shown: six groups of four base32 characters (RFC 4648 §6),
/// `ABCD-EFGH-IJKL-MNOP-QRST-UVWX`.
///
/// # Errors
/// [`EntropyError`] where the generator does not answer.
pub fn draw(entropy: &dyn Entropy, count: u32) -> Result<Vec<SecretString>, EntropyError> {
    (0..count).map(|_| draw_one(entropy)).collect()
}

fn draw_one(entropy: &dyn Entropy) -> Result<SecretString, EntropyError> {
    let mut bytes = Zeroizing::new([0; BYTES]);
    entropy.fill(bytes.as_mut_slice())?;
    let plain = Zeroizing::new(BASE32_NOPAD.encode(bytes.as_slice()));
    let mut shown = String::with_capacity(CHARS + CHARS / 4);
    for (i, c) in plain.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            shown.push('-');
        }
        shown.push(c);
    }
    Ok(shown.into())
}

/// The one written form of a code that a person typed: upper case, no spaces, no hyphens. `None` where
/// that does not leave exactly the characters of a code.
pub fn canonical(text: &str) -> Option<SecretString> {
    let left = || text.bytes().filter(|b| !matches!(b, b' ' | b'-'));
    if left().count() != CHARS || !left().all(|b| b.is_ascii_alphabetic() || (b'2'..=b'7').contains(&b)) {
        return None;
    }
    let mut code = String::with_capacity(CHARS);
    code.extend(left().map(|b| char::from(b.to_ascii_uppercase())));
    Some(code.into())
}

/// The MAC under which a user's code is stored; `canonical` comes from [`canonical`]. Compare two with
/// [`super::otp::matches`].
pub fn digest(keyring: &Keyring, user: &str, canonical: &SecretString) -> [u8; 32] {
    keyring.mac(Purpose::RecoveryCode, &[user.as_bytes(), canonical.expose_secret().as_bytes()])
}

/// The MAC under which a code of Keycloak is stored, of which only its SHA-512 is known.
pub fn digest_of_keycloak(keyring: &Keyring, user: &str, hash: &[u8; 64]) -> [u8; 32] {
    keyring.mac(Purpose::RecoveryCode, &[user.as_bytes(), b"keycloak", hash])
}

/// The MAC of what a person typed, for one of our codes or one that came from Keycloak; `None` where it is neither's form.
pub fn digest_of_typed(keyring: &Keyring, user: &str, text: &str) -> Option<[u8; 32]> {
    if let Some(code) = canonical(text) {
        return Some(digest(keyring, user, &code));
    }
    let left = text.bytes().filter(|b| !matches!(b, b' ' | b'-')).map(|b| b.to_ascii_uppercase());
    let left = Zeroizing::new(left.collect::<Vec<u8>>());
    let is_one = left.len() == KEYCLOAK_CHARS && left.iter().all(u8::is_ascii_alphanumeric);
    is_one.then(|| digest_of_keycloak(keyring, user, &Sha512::digest(left.as_slice()).into()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use data_encoding::HEXLOWER;

    use super::super::testing::{Broken, Seeded};
    use super::*;

    fn read(text: &str) -> Option<String> {
        canonical(text).map(|code| code.expose_secret().to_owned())
    }

    #[test]
    fn a_code_has_six_groups_of_four_and_120_bits() {
        let codes = draw(&Seeded::new(1), 1_000).unwrap();
        let mut seen = HashSet::new();
        for code in &codes {
            let groups: Vec<&str> = code.expose_secret().split('-').collect();
            assert!(groups.len() == 6 && groups.iter().all(|group| group.len() == 4), "{groups:?}");
            let plain = read(code.expose_secret()).unwrap();
            assert_eq!(BASE32_NOPAD.decode(plain.as_bytes()).unwrap().len(), BYTES);
            assert!(seen.insert(plain));
        }
        assert!(draw(&Broken, 10).is_err());
    }

    #[test]
    fn case_spaces_and_hyphens_make_no_difference() {
        let code = "ABCDEFGHIJKLMNOPQRSTUV27";
        for text in [
            "ABCD-EFGH-IJKL-MNOP-QRST-UV27",
            "abcd-efgh-ijkl-mnop-qrst-uv27",
            "ABCDEFGHIJKLMNOPQRSTUV27",
            " abcd efgh ijkl mnop qrst uv27 ",
            "AB-CDEFGHIJKLMNOPQRSTUV2-7",
        ] {
            assert_eq!(read(text).as_deref(), Some(code), "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_no_code() {
        for text in [
            "",
            "----",
            "ABCD-EFGH-IJKL-MNOP-QRST-UV2",
            "ABCD-EFGH-IJKL-MNOP-QRST-UV277",
            "ABCD-EFGH-IJKL-MNOP-QRST-UV01",
            "ABCD-EFGH-IJKL-MNOP-QRST-UV28",
            "ABCD_EFGH_IJKL_MNOP_QRST_UV27",
            "ABCD-EFGH-IJKL-MNOP-QRST-UV27\n",
            "ABCD-EFGH-IJKL-MNOP-QRST-UV2\u{ff17}",
            "ABCD-EFGH-\u{131}JKL-MNOP-QRST-UV27",
            "050471",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    /// Computed apart from this program.
    #[test]
    fn a_digest_is_fixed_and_holds_for_one_user() {
        let text = "vestibule-key-1 lpjb37pi AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let (keyring, code) = (Keyring::from_text(text).unwrap(), SecretString::from("ABCDEFGHIJKLMNOPQRSTUVWX"));
        assert_eq!(
            HEXLOWER.encode(&digest(&keyring, "usr_1", &code)),
            "37ade1e23ad4d90fab6fba3fcb177b5f347bb47d47ae92da3d3ca650e75a29b3"
        );
        assert_ne!(digest(&keyring, "usr_1", &code), digest(&keyring, "usr_2", &code));
    }
}
