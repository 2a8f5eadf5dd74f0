//! PBKDF2 (RFC 8018 §5.2) over HMAC, in the many ways to write it down.

use ::pbkdf2::{pbkdf2, pbkdf2_hmac};
use data_encoding::BASE64URL;
use hmac::SimpleHmac;
use md5::Md5;
use secrecy::zeroize::Zeroizing;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use sha3::{Sha3_224, Sha3_384};

use super::text;
use super::{Foreign, ForeignError, Function};
use crate::credentials::phc::Phc;

/// The highest number of iterations.
const ITERATIONS_LIMIT: u32 = 10_000_000;

/// A hash function below HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prf {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha3_224,
    Sha3_384,
}

const NAMES: [(&str, Prf); 8] = [
    ("pbkdf2-md5", Prf::Md5),
    ("pbkdf2-sha1", Prf::Sha1),
    ("pbkdf2-sha224", Prf::Sha224),
    ("pbkdf2-sha256", Prf::Sha256),
    ("pbkdf2-sha384", Prf::Sha384),
    ("pbkdf2-sha512", Prf::Sha512),
    ("pbkdf2-sha3-224", Prf::Sha3_224),
    ("pbkdf2-sha3-384", Prf::Sha3_384),
];

impl Prf {
    /// The function that PHC strings and Keycloak name so.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.into_iter().find_map(|(known, prf)| (known == name).then_some(prf))
    }
}

pub(super) struct Pbkdf2 {
    prf: Prf,
    iterations: u32,
    salt: Vec<u8>,
    length: usize,
}

pub(super) fn new(prf: Prf, iterations: u32, salt: Vec<u8>, digest: Vec<u8>) -> Result<Foreign, ForeignError> {
    let digest = text::result(digest)?;
    let function = function(prf, iterations, salt, digest.len())?;
    let weakness = match prf {
        Prf::Md5 => Some("based on MD5"),
        _ => function.salt.is_empty().then_some("unsalted"),
    };
    Ok(Foreign::new(function, digest).weak_if(weakness))
}

fn function(prf: Prf, iterations: u32, salt: Vec<u8>, length: usize) -> Result<Pbkdf2, ForeignError> {
    let iterations = text::bounded(iterations, "number of iterations", ITERATIONS_LIMIT)?;
    Ok(Pbkdf2 { prf, iterations, salt: text::short(salt)?, length })
}

/// `$pbkdf2-sha256$i=100000[,l=32]$SALT$RESULT`
pub(super) fn read_phc(prf: Prf, phc: &Phc<'_>) -> Result<Pbkdf2, ForeignError> {
    let names: &[&str] = if phc.params.len() == 1 { &["i"] } else { &["i", "l"] };
    text::expect_params(phc, names)?;
    let iterations = text::param(phc, "i", "number of iterations")?;
    let written = phc.hash.map(|hash| text::unpadded(hash, "digest")).transpose()?.map(|hash| hash.len());
    let length = match (phc.params.len(), written) {
        (1, Some(length)) => length,
        (2, written) => {
            let length = text::bounded(text::param(phc, "l", "length")?, "length", 64)? as usize;
            if written.is_some_and(|written| written != length) {
                return Err(ForeignError::Malformed("length"));
            }
            length
        }
        _ => return Err(ForeignError::Malformed("length")),
    };
    function(prf, iterations, text::salt(phc)?, length)
}

/// `pbkdf2_sha256$ITERATIONS$SALT$RESULT` of Django.
pub(super) fn read_django(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let [name, iterations, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let prf = Prf::named(&name.replace('_', "-")).ok_or(ForeignError::Unknown)?;
    let iterations = text::number(iterations, "number of iterations")?;
    new(prf, iterations, salt.as_bytes().to_vec(), text::padded(result, "digest")?)
}

/// `$pbkdf2-sha256$ITERATIONS$SALT$RESULT` of passlib (`$pbkdf2$` is SHA-1), whose base64 has `.` for `+`.
pub(super) fn read_passlib(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let ["", name, iterations, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let prf = Prf::named(if name == "pbkdf2" { "pbkdf2-sha1" } else { name }).ok_or(ForeignError::Unknown)?;
    let bytes = |text: &str, field| match text.contains('+') {
        true => Err(ForeignError::Malformed(field)),
        false => text::unpadded(&text.replace('.', "+"), field),
    };
    let iterations = text::number(iterations, "number of iterations")?;
    new(prf, iterations, bytes(salt, "salt")?, bytes(result, "digest")?)
}

/// `{PKCS5S2}` of Atlassian: a salt of 16 bytes and a result of 32 together, 10,000 iterations of SHA-1.
pub(super) fn read_atlassian(rest: &str) -> Result<Foreign, ForeignError> {
    let bytes = text::padded(rest, "digest")?;
    match bytes.split_at_checked(16) {
        Some((salt, digest)) if digest.len() == 32 => new(Prf::Sha1, 10_000, salt.to_vec(), digest.to_vec()),
        _ => Err(ForeignError::Malformed("digest")),
    }
}

/// `$p5k2$ITERATIONS$SALT$RESULT` of Cryptacular: iterations in hexadecimal, base64 for URLs, SHA-1.
pub(super) fn read_cryptacular(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let ["", _, iterations, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let field = "number of iterations";
    let hex = !iterations.starts_with('0') && iterations.bytes().all(|b| b.is_ascii_hexdigit());
    let iterations = match hex && !iterations.is_empty() {
        true => u32::from_str_radix(iterations, 16)
            .map_err(|_| ForeignError::Cost { field, limit: u64::from(ITERATIONS_LIMIT) })?,
        false => return Err(ForeignError::Malformed(field)),
    };
    let bytes = |text: &str, field| BASE64URL.decode(text.as_bytes()).map_err(|_| ForeignError::Malformed(field));
    new(Prf::Sha1, iterations, bytes(salt, "salt")?, bytes(result, "digest")?)
}

/// `grub.pbkdf2.sha512.ITERATIONS.SALT.RESULT`, in hexadecimal digits.
pub(super) fn read_grub(rest: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = rest.split('.').collect();
    let [iterations, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let iterations = text::number(iterations, "number of iterations")?;
    new(Prf::Sha512, iterations, text::hex(salt, "salt")?, text::hex(result, "digest")?)
}

impl Function for Pbkdf2 {
    fn name(&self) -> &'static str {
        NAMES.into_iter().find(|(_, prf)| *prf == self.prf).map_or("pbkdf2", |(name, _)| name)
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        vec![("i", self.iterations.to_string()), ("l", self.length.to_string())]
    }

    fn salt(&self) -> &[u8] {
        &self.salt
    }

    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut output = Zeroizing::new(vec![0; self.length]);
        let (salt, rounds) = (&self.salt[..], self.iterations);
        match self.prf {
            Prf::Md5 => pbkdf2_hmac::<Md5>(password, salt, rounds, &mut output),
            Prf::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut output),
            Prf::Sha224 => pbkdf2_hmac::<Sha224>(password, salt, rounds, &mut output),
            Prf::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut output),
            Prf::Sha384 => pbkdf2_hmac::<Sha384>(password, salt, rounds, &mut output),
            Prf::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut output),
            Prf::Sha3_224 => pbkdf2::<SimpleHmac<Sha3_224>>(password, salt, rounds, &mut output).ok()?,
            Prf::Sha3_384 => pbkdf2::<SimpleHmac<Sha3_384>>(password, salt, rounds, &mut output).ok()?,
        }
        Some(output)
    }

    fn work(&self) -> u64 {
        let each = match self.prf {
            Prf::Sha384 | Prf::Sha512 => 4,
            _ => 8,
        };
        u64::from(self.iterations) / each
    }
}
