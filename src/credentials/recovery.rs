//! Recovery codes: 120 random bits each, shown once, kept as a keyed MAC.

use data_encoding::BASE32_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::keyring::{Keyring, Purpose};
use crate::ports::{Entropy, EntropyError};

/// Random bytes in a code: 120 bits, above the 112 that SP 800-63B-4 §3.1.2 asks of a keyed MAC alone.
const BYTES: usize = 15;

/// Characters of a code without its hyphens.
const CHARS: usize = 24;

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
