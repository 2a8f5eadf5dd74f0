//! PHC strings: `$id[$v=…][$k=v,…][$salt[$hash]]` (the PHC string format), and the Argon2 ones among them.
//!
//! The grammar is read here and not by the `phc` crate, because that one refuses salts and hashes of
//! lengths that other systems write; what it checks is checked here too.

use std::fmt;

use data_encoding::BASE64_NOPAD;

use crate::journey::policy::Argon2Cost;

/// Longest name of a function or a parameter.
const MAX_NAME: usize = 32;

/// Bytes of salt that an Argon2 string may carry (RFC 9106 §3.1 asks for at least 8).
const SALT: std::ops::RangeInclusive<usize> = 8..=64;

/// Bytes of hash that an Argon2 string may carry; below 10 a guess would match by luck.
const OUTPUT: std::ops::RangeInclusive<usize> = 10..=64;

/// Why a text is no usable PHC string.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhcError {
    /// Not of the form `$id[$v=…][$k=v,…][$salt[$hash]]`.
    #[error("its {0} is not written as in a PHC string")]
    Grammar(&'static str),
    /// A function that is not expected here.
    #[error("it is not an Argon2 hash")]
    Function,
    /// A version other than 0x10 (16) and 0x13 (19).
    #[error("it has an unknown Argon2 version")]
    Version,
    /// Parameters other than m, t and p in this order, or none of them, or p = 0, t = 0, m < 8 p.
    #[error("its parameters are not m, t and p as Argon2 takes them")]
    Parameters,
    /// A salt or hash that is missing, too short or too long.
    #[error("its {0} is missing or of a wrong length")]
    Length(&'static str),
}

/// A PHC string taken apart, nothing decoded yet.
pub struct Phc<'a> {
    /// The function's name.
    pub id: &'a str,
    /// The version, where one is given.
    pub version: Option<u32>,
    /// The parameters in their order.
    pub params: Vec<(&'a str, &'a str)>,
    /// The salt as it is written.
    pub salt: Option<&'a str>,
    /// The hash as it is written: base64 without padding.
    pub hash: Option<&'a str>,
}

impl<'a> Phc<'a> {
    /// Takes a string apart.
    ///
    /// # Errors
    /// [`PhcError::Grammar`] for anything that the format does not allow, a parameter named twice included.
    pub fn parse(text: &'a str) -> Result<Self, PhcError> {
        let mut fields = text.split('$').peekable();
        if fields.next() != Some("") {
            return Err(PhcError::Grammar("beginning"));
        }
        let id = fields.next().filter(|id| is_name(id)).ok_or(PhcError::Grammar("name"))?;
        let version = fields
            .next_if(|field| field.starts_with("v=") && !field.contains(','))
            .map(|field| decimal(&field[2..]).ok_or(PhcError::Grammar("version")))
            .transpose()?;
        let params = fields.next_if(|field| field.contains('=')).map(parse_params).transpose()?.unwrap_or_default();
        let salt = fields.next();
        if salt.is_some_and(|salt| !is_value(salt)) {
            return Err(PhcError::Grammar("salt"));
        }
        let hash = fields.next();
        if hash.is_some_and(|hash| hash.is_empty() || bytes(hash).is_none()) {
            return Err(PhcError::Grammar("hash"));
        }
        match fields.next() {
            None => Ok(Self { id, version, params, salt, hash }),
            Some(_) => Err(PhcError::Grammar("end")),
        }
    }

    /// The whole number that a parameter has: no sign, no leading zero, at most 2^32 - 1.
    pub fn decimal(&self, name: &str) -> Option<u32> {
        self.params.iter().find(|(key, _)| *key == name).and_then(|(_, value)| decimal(value))
    }
}

/// Decodes base64 without padding (the format's B64): no `=`, no spare bits, no other alphabet.
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64_NOPAD.decode(text.as_bytes()).ok()
}

fn parse_params(field: &str) -> Result<Vec<(&str, &str)>, PhcError> {
    let mut params: Vec<(&str, &str)> = Vec::new();
    for pair in field.split(',') {
        let (key, value) = pair
            .split_once('=')
            .filter(|(key, value)| is_name(key) && *key != "v" && is_value(value))
            .ok_or(PhcError::Grammar("parameters"))?;
        if params.iter().any(|(other, _)| *other == key) {
            return Err(PhcError::Grammar("parameters"));
        }
        params.push((key, value));
    }
    Ok(params)
}

fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+' | b'.' | b'-'))
}

fn decimal(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let canonical = digits && (text == "0" || !text.starts_with('0'));
    canonical.then(|| text.parse().ok()).flatten()
}

/// A stored Argon2 hash (RFC 9106).
pub struct Argon2Hash {
    /// The function: Argon2id for all new hashes, the other two in imported ones.
    pub algorithm: argon2::Algorithm,
    /// The version; a string without one means 0x10.
    pub version: argon2::Version,
    /// What it costs to compute.
    pub cost: Argon2Cost,
    /// The salt.
    pub salt: Vec<u8>,
    /// The hash itself.
    pub output: Vec<u8>,
}

impl Argon2Hash {
    /// Reads an Argon2 string. Its cost may be any that the function takes: see
    /// [`super::password::within_limits`].
    ///
    /// # Errors
    /// [`PhcError`] for anything but Argon2id, Argon2i or Argon2d in a version that exists, with exactly
    /// `m=…,t=…,p=…`, a salt of 8 to 64 bytes and a hash of 10 to 64 bytes.
    pub fn parse(text: &str) -> Result<Self, PhcError> {
        let phc = Phc::parse(text)?;
        let algorithm = argon2::Algorithm::new(phc.id).map_err(|_| PhcError::Function)?;
        let version = match phc.version {
            None | Some(0x10) => argon2::Version::V0x10,
            Some(0x13) => argon2::Version::V0x13,
            Some(_) => return Err(PhcError::Version),
        };
        let cost = match phc.params.as_slice() {
            [("m", m), ("t", t), ("p", p)] => [m, t, p].map(|value| decimal(value)),
            _ => return Err(PhcError::Parameters),
        };
        let [Some(m), Some(t), Some(p)] = cost else { return Err(PhcError::Parameters) };
        if t < 1 || p < 1 || m / 8 < p {
            return Err(PhcError::Parameters);
        }
        let field = |name, text: Option<&str>, range: std::ops::RangeInclusive<usize>| {
            text.and_then(bytes).filter(|bytes| range.contains(&bytes.len())).ok_or(PhcError::Length(name))
        };
        let (salt, output) = (field("salt", phc.salt, SALT)?, field("hash", phc.hash, OUTPUT)?);
        Ok(Self { algorithm, version, cost: Argon2Cost { m, t, p }, salt, output })
    }
}

impl fmt::Display for Argon2Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Argon2Cost { m, t, p } = self.cost;
        let (name, version) = (self.algorithm.as_str(), u32::from(self.version));
        let (salt, output) = (BASE64_NOPAD.encode(&self.salt), BASE64_NOPAD.encode(&self.output));
        write!(f, "${name}$v={version}$m={m},t={t},p={p}${salt}${output}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        "$argon2id$v=19$m=65536,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno";

    #[test]
    fn a_string_survives_reading_and_writing() {
        assert_eq!(Argon2Hash::parse(GOOD).unwrap().to_string(), GOOD);
    }

    #[test]
    fn the_grammar_takes_every_optional_part() {
        let full = Phc::parse("$scrypt$v=1$ln=1,r=16,p=1$c2FsdHNhbHQ$Zm9v").unwrap();
        assert_eq!((full.id, full.version, full.decimal("r"), full.decimal("x")), ("scrypt", Some(1), Some(16), None));
        assert_eq!((full.salt, full.hash.and_then(bytes)), (Some("c2FsdHNhbHQ"), Some(b"foo".to_vec())));
        for text in ["$x", "$x$v=1", "$x$a=b", "$x$v=1$a=b", "$x$salt", "$x$a=b$salt", "$x$v=1$salt$Zm9v"] {
            assert!(Phc::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_grammar_refuses_everything_else() {
        for text in [
            "",
            "$",
            "x",
            "x$y",
            "$X",
            "$x_y",
            "$x$",
            "$x$v=",
            "$x$v=a",
            "$x$v=01",
            "$x$v=-1",
            "$x$v=4294967296",
            "$x$a=",
            "$x$=b",
            "$x$a=b,",
            "$x$a=b,a=c",
            "$x$a=b,v=1",
            "$x$A=b",
            "$x$a=b$",
            "$x$a=b$salt$",
            "$x$a=b$salt$Zm9v$",
            "$x$a=b$salt$Zm9",
            "$x$a=b$salt$Zm9v=",
            "$x$a=b$salt$Zm9v\n",
            "$x$a=b$sa lt",
            "$x$s\u{e4}lt",
            " $x",
        ] {
            assert!(Phc::parse(text).is_err(), "{text:?}");
        }
        assert!(Phc::parse(&format!("${}", "a".repeat(32))).is_ok());
        assert!(Phc::parse(&format!("${}", "a".repeat(33))).is_err());
    }

    #[test]
    fn argon2_takes_its_own_parameters_alone() {
        let wrong = |from: &str, to: &str| Argon2Hash::parse(&GOOD.replace(from, to)).err();
        assert_eq!(wrong("argon2id", "argon2x"), Some(PhcError::Function));
        assert_eq!(wrong("v=19", "v=99"), Some(PhcError::Version));
        for (from, to) in [
            ("m=65536,t=2,p=1", "t=2,m=65536,p=1"),
            ("p=1", "p=1,keyid=AAAA"),
            ("m=65536", "m=065536"),
            ("m=65536", "m=4294967296"),
            ("m=65536", "m=7"),
            ("p=1", "p=0"),
            ("t=2", "t=0"),
            ("m=65536,t=2,p=1", "m=15,t=2,p=2"),
            (",p=1", ""),
        ] {
            assert_eq!(wrong(from, to), Some(PhcError::Parameters), "{to}");
        }
        assert_eq!(wrong("gZiV/M1gPc22ElAH/Jh1Hw", "AAAAAAAA"), Some(PhcError::Length("salt")));
        assert_eq!(wrong("CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno", "BBBBBBBB"), Some(PhcError::Length("hash")));
        // The last character has two spare bits; a lenient decoder would take four strings for one hash.
        assert!(wrong("T0zRno", "T0zRnp").is_some());
    }

    #[test]
    fn a_string_without_a_version_is_version_0x10() {
        let old = Argon2Hash::parse(&GOOD.replace("$v=19", "")).unwrap();
        assert_eq!(old.version, argon2::Version::V0x10);
    }
}
