//! Passwords, codes, tokens and keys: how they are drawn, read, compared and kept.
//!
//! Nothing here touches a database, a clock or a generator: time and chance are parameters, and what is
//! to be stored is returned. Secrets travel as `SecretString` or zeroized bytes, so that neither `Debug`
//! nor a log shows one, and are compared in constant time.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub mod foreign;
mod key_uri;
pub mod keyring;
pub mod otp;
pub mod password;
pub mod phc;
pub mod recovery;
pub mod rules;
pub mod seal;
pub mod signing;
pub mod temporary;
pub mod token;
pub mod totp;
mod workers;

#[cfg(test)]
mod testing;

/// The NFC form of a password (SP 800-63B-4 §3.1.1.2), in memory that is wiped.
fn nfc(text: &str) -> Zeroizing<String> {
    // NFC triples a text at most; with room for that no half-filled copy is left behind by growing.
    let mut composed = Zeroizing::new(String::with_capacity(text.len() * 3));
    composed.extend(text.nfc());
    composed
}
