//! The mailed one-time password: drawn, read, and kept as a keyed MAC.

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::keyring::{Keyring, Purpose};
use crate::ports::{Entropy, EntropyError};

/// Letters and digits that are not mistaken for one another: no 0 and O, no 1 and I. Letters first.
const UNAMBIGUOUS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// How many of [`UNAMBIGUOUS`] are letters.
const LETTERS: u64 = 24;

/// Draws a code of so many digits, each code as likely as every other, with leading zeros.
///
/// # Errors
/// [`EntropyError`] where the generator does not answer.
///
/// # Panics
/// Above 19 digits; a policy allows 6 to 8.
pub fn draw(entropy: &dyn Entropy, digits: u32) -> Result<SecretString, EntropyError> {
    let code = below(entropy, 10_u64.pow(digits))?;
    Ok(format!("{code:0width$}", width = digits as usize).into())
}

/// Reads a code as a person types it: spaces fall away, then exactly so many ASCII digits must be left.
/// Full-width and other scripts' digits, signs and line ends are refused. What comes back is the one
/// written form of the code, to be used from there on (Vault CVE-2025-6014).
pub fn parse(text: &str, digits: u32) -> Option<SecretString> {
    let count = text.bytes().filter(|b| *b != b' ').count();
    if count != digits as usize || !text.bytes().all(|b| b == b' ' || b.is_ascii_digit()) {
        return None;
    }
    let mut code = String::with_capacity(count);
    code.extend(text.chars().filter(|c| *c != ' '));
    Some(code.into())
}

/// The MAC under which a code is stored. It holds for one journey, one user and one device or purpose;
/// without the home's key the few digits cannot be guessed from it.
pub fn digest(keyring: &Keyring, journey: &str, user: &str, device_or_purpose: &str, code: &SecretString) -> [u8; 32] {
    let parts = [journey, user, device_or_purpose, code.expose_secret()].map(str::as_bytes);
    keyring.mac(Purpose::OneTimePassword, &parts)
}

/// Whether two digests are the same, in constant time.
pub fn matches(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.ct_eq(b).into()
}

/// Draws the reference that a mail and its screen share, so that a person finds the right mail: letter,
/// any, letter, any, like `K7Q2`. It is no secret, and never looks like a code.
///
/// # Errors
/// [`EntropyError`] where the generator does not answer.
pub fn reference(entropy: &dyn Entropy) -> Result<String, EntropyError> {
    let any = UNAMBIGUOUS.len() as u64;
    [LETTERS, any, LETTERS, any]
        .into_iter()
        .map(|of| Ok(char::from(UNAMBIGUOUS[below(entropy, of)? as usize])))
        .collect()
}

/// A number below `bound`, each as likely as every other: what would favour the low ones is drawn anew.
fn below(entropy: &dyn Entropy, bound: u64) -> Result<u64, EntropyError> {
    let fair = u64::MAX - u64::MAX % bound;
    // Less than half of all values are redrawn, so a sound generator never comes near this many draws.
    for _ in 0..128 {
        let mut bytes = [0; 8];
        entropy.fill(&mut bytes)?;
        let value = u64::from_be_bytes(bytes);
        if value < fair {
            return Ok(value % bound);
        }
    }
    Err(EntropyError("it keeps answering with the same values".into()))
}
