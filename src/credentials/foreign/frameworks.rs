//! Hashes as web frameworks write them: Werkzeug (Flask), ASP.NET Core Identity and WordPress.

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};

use super::bcrypt::{self, Before};
use super::pbkdf2::{self, Prf};
use super::{Foreign, ForeignError, scrypt, text};

/// What version 3 of ASP.NET Core Identity begins with: the format's number, and the upper bytes of the function's.
const IDENTITY: &str = "AQAAAA";

/// Reads a text that only one of them writes; nothing for any other.
pub(super) fn read(text: &str) -> Option<Result<Foreign, ForeignError>> {
    if let Some(rest) = text.strip_prefix("$wp") {
        return rest.starts_with('$').then(|| bcrypt::read(rest, Before::WordPress));
    }
    if text.starts_with(IDENTITY) {
        return Some(identity(text));
    }
    let (method, rest) = text.split_once('$')?;
    let (name, params) = method.split_once(':')?;
    matches!(name, "scrypt" | "pbkdf2").then(|| werkzeug(name, params, rest))
}

/// `scrypt:N:R:P$SALT$HEX` and `pbkdf2:sha256:ITERATIONS$SALT$HEX`; the salt is the text itself.
fn werkzeug(name: &str, params: &str, rest: &str) -> Result<Foreign, ForeignError> {
    let (salt, result) = rest.split_once('$').ok_or(ForeignError::Malformed("form"))?;
    let salt = salt.as_bytes().to_vec();
    let result = HEXLOWER_PERMISSIVE.decode(result.as_bytes()).map_err(|_| ForeignError::Malformed("digest"))?;
    let params: Vec<&str> = params.split(':').collect();
    let number = text::number;
    match (name, &params[..]) {
        ("scrypt", [n, r, p]) => {
            let cost =
                scrypt::Cost::from_n(number(n, "cost N")?, number(r, "block size r")?, number(p, "parallelism p")?)?;
            scrypt::new(cost, salt, result)
        }
        ("pbkdf2", [hash, iterations]) => {
            let prf = Prf::named(&format!("pbkdf2-{hash}")).ok_or(ForeignError::Unknown)?;
            pbkdf2::new(prf, number(iterations, "number of iterations")?, salt, result)
        }
        _ => Err(ForeignError::Malformed("parameters")),
    }
}

/// Base64 of 1, then in 32 bits each the function, the iterations and the salt's length, then the salt and the result.
fn identity(text: &str) -> Result<Foreign, ForeignError> {
    let bytes = BASE64.decode(text.as_bytes()).map_err(|_| ForeignError::Malformed("form"))?;
    let (head, rest) = bytes.split_at_checked(13).ok_or(ForeignError::Malformed("form"))?;
    let number = |at: usize| head[at..at + 4].iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    let prf = match number(1) {
        0 => Prf::Sha1,
        1 => Prf::Sha256,
        2 => Prf::Sha512,
        _ => return Err(ForeignError::Unknown),
    };
    let (salt, result) = rest.split_at_checked(number(9) as usize).ok_or(ForeignError::Malformed("salt"))?;
    pbkdf2::new(prf, number(5), salt.to_vec(), result.to_vec())
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Options, accept};
    use super::*;

    #[test]
    fn c18_what_a_framework_wrote_is_bounded_and_read_whole() {
        let hash = "00".repeat(32);
        for (text, field) in [
            (format!("scrypt:2097152:8:1$salt${hash}"), "cost N"),
            (format!("pbkdf2:sha256:999999999$salt${hash}"), "number of iterations"),
        ] {
            let refused = accept(&text, &Dialect::Standard, Options::default()).err();
            assert!(matches!(refused, Some(ForeignError::Cost { field: told, .. }) if told == field), "{text}");
        }
        let short = BASE64.encode(&[1, 0, 0, 0, 1, 0, 0, 39, 16, 0, 0, 0, 16, 1, 2, 3]);
        for text in ["scrypt:16:8$salt$00", "pbkdf2:sha9:1$salt$00", "$wp$2y$10$short", "AQAAAA", &short] {
            assert!(accept(text, &Dialect::Standard, Options::default()).is_err(), "{text}");
        }
    }
}
