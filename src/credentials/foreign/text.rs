//! The alphabets and numbers that hashes are written in.

use std::sync::LazyLock;

use data_encoding::{BASE64, BASE64_NOPAD, BitOrder, Encoding, HEXLOWER_PERMISSIVE, Specification};

use super::{ForeignError, Function};
use crate::credentials::phc::Phc;

/// The base64 of bcrypt. The spare bits of a salt are ignored, as every implementation does.
pub(super) static BCRYPT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut form = Specification::new();
    form.symbols.push_str("./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    form.check_trailing_bits = false;
    form.encoding().expect("the specification is sound")
});

/// The base64 of crypt(3).
pub(super) static CRYPT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut form = Specification::new();
    form.symbols.push_str("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    form.bit_order = BitOrder::LeastSignificantFirst;
    form.encoding().expect("the specification is sound")
});

/// Base64 without padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_NOPAD.encode(bytes)
}

/// Decodes base64 without padding, no spare bits.
pub(super) fn unpadded(text: &str, field: &'static str) -> Result<Vec<u8>, ForeignError> {
    BASE64_NOPAD.decode(text.as_bytes()).map_err(|_| ForeignError::Malformed(field))
}

/// Decodes base64 with padding, no spare bits.
pub(super) fn padded(text: &str, field: &'static str) -> Result<Vec<u8>, ForeignError> {
    BASE64.decode(text.as_bytes()).map_err(|_| ForeignError::Malformed(field))
}

/// Decodes hexadecimal digits of either case.
pub(super) fn hex(text: &str, field: &'static str) -> Result<Vec<u8>, ForeignError> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| ForeignError::Malformed(field))
}

/// A whole number without sign or leading zero; one too large for the type is out of any bounds.
pub(super) fn number(text: &str, field: &'static str) -> Result<u32, ForeignError> {
    let canonical =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    match canonical {
        true => text.parse().map_err(|_| ForeignError::Cost { field, limit: u64::from(u32::MAX) }),
        false => Err(ForeignError::Malformed(field)),
    }
}

/// A parameter of a PHC string as a number.
pub(super) fn param(phc: &Phc<'_>, name: &str, field: &'static str) -> Result<u32, ForeignError> {
    let (_, value) = phc.params.iter().find(|(key, _)| *key == name).ok_or(ForeignError::Malformed(field))?;
    number(value, field)
}

/// Refuses parameters other than these, in this order.
pub(super) fn expect_params(phc: &Phc<'_>, names: &[&str]) -> Result<(), ForeignError> {
    let found = phc.params.iter().map(|(key, _)| *key);
    match phc.version.is_none() && found.eq(names.iter().copied()) {
        true => Ok(()),
        false => Err(ForeignError::Malformed("parameters")),
    }
}

/// The salt of a PHC string; empty where it has none.
pub(super) fn salt(phc: &Phc<'_>) -> Result<Vec<u8>, ForeignError> {
    phc.salt.map_or(Ok(Vec::new()), |salt| unpadded(salt, "salt"))
}

/// A cost that must not be above a limit, nor zero.
pub(super) fn bounded(value: u32, field: &'static str, limit: u32) -> Result<u32, ForeignError> {
    match value {
        0 => Err(ForeignError::Malformed(field)),
        value if value > limit => Err(ForeignError::Cost { field, limit: u64::from(limit) }),
        value => Ok(value),
    }
}

/// A result of a length that is neither so short that a guess matches by luck nor so long that it costs more.
pub(super) fn result(bytes: Vec<u8>) -> Result<Vec<u8>, ForeignError> {
    match (10..=64).contains(&bytes.len()) {
        true => Ok(bytes),
        false => Err(ForeignError::Malformed("digest")),
    }
}

/// A salt that is no longer than any system's.
pub(super) fn short(salt: Vec<u8>) -> Result<Vec<u8>, ForeignError> {
    match salt.len() <= 1024 {
        true => Ok(salt),
        false => Err(ForeignError::Malformed("salt")),
    }
}

/// A function as a PHC string without the first `$` and the result.
pub(super) fn recipe(function: &dyn Function) -> String {
    let mut written = function.name().to_owned();
    let params: Vec<String> = function.params().iter().map(|(key, value)| format!("{key}={value}")).collect();
    for field in [params.join(","), base64(function.salt())].iter().filter(|field| !field.is_empty()) {
        written.push('$');
        written.push_str(field);
    }
    written
}
