//! Functions that repeat MD5: MD5-crypt (`$1$`), Apache's variant (`$apr1$`) and phpass (`$P$`, `$H$`).

use ::md5::{Digest, Md5};
use secrecy::zeroize::Zeroizing;

use super::text::{self, CRYPT};
use super::{Foreign, ForeignError, Function};
use crate::credentials::phc::Phc;

const WEAK: Option<&str> = Some("based on MD5");

/// The order in which MD5-crypt writes its result.
const ORDER: [usize; 16] = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11];

/// Bytes of a password: every round hashes all of them.
const PASSWORD: usize = 4096;

/// The highest number of rounds of phpass, as a base 2 logarithm; more than any system's default.
const LOG_LIMIT: u32 = 18;

pub(super) enum Repeated {
    Crypt { magic: &'static str, salt: String },
    Phpass { log: u32, salt: String },
}

/// What follows `$1$`, `$apr1$` or the name that Kratos has for MD5-crypt: `SALT$RESULT`.
pub(super) fn read_crypt(magic: &'static str, rest: &str) -> Result<Foreign, ForeignError> {
    let (salt, result) = rest.split_once('$').ok_or(ForeignError::Malformed("form"))?;
    let function = crypt(magic, salt)?;
    let written = CRYPT.decode(result.as_bytes()).ok().filter(|bytes| bytes.len() == 16);
    Ok(Foreign::new(function, written.ok_or(ForeignError::Malformed("digest"))?).weak_if(WEAK))
}

fn crypt(magic: &'static str, salt: &str) -> Result<Repeated, ForeignError> {
    let plain = salt.bytes().all(|b| b.is_ascii_graphic() && b != b':' && b != b'$');
    match plain && salt.len() <= 8 {
        true => Ok(Repeated::Crypt { magic, salt: salt.to_owned() }),
        false => Err(ForeignError::Malformed("salt")),
    }
}

/// What follows `$P$` or `$H$`: the rounds in one character, a salt of 8, a result of 22.
pub(super) fn read_phpass(rest: &str) -> Result<Foreign, ForeignError> {
    let log =
        rest.get(..1).and_then(|first| "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".find(first));
    let log = log.and_then(|log| u32::try_from(log).ok()).ok_or(ForeignError::Malformed("number of rounds"))?;
    let (salt, result) = rest.get(1..9).zip(rest.get(9..)).ok_or(ForeignError::Malformed("salt"))?;
    let written = CRYPT.decode(result.as_bytes()).ok().filter(|bytes| bytes.len() == 16);
    Ok(Foreign::new(phpass(log, salt)?, written.ok_or(ForeignError::Malformed("digest"))?).weak_if(WEAK))
}

fn phpass(log: u32, salt: &str) -> Result<Repeated, ForeignError> {
    if text::bounded(log, "number of rounds", LOG_LIMIT)? < 7 {
        return Err(ForeignError::Malformed("number of rounds"));
    }
    match salt.len() == 8 && salt.bytes().all(|b| b.is_ascii_graphic()) {
        true => Ok(Repeated::Phpass { log, salt: salt.to_owned() }),
        false => Err(ForeignError::Malformed("salt")),
    }
}

/// What [`Function::params`] writes.
pub(super) fn read_phc(phc: &Phc<'_>) -> Result<Repeated, ForeignError> {
    let salt = String::from_utf8(text::salt(phc)?).map_err(|_| ForeignError::Malformed("salt"))?;
    if phc.id == "phpass" {
        text::expect_params(phc, &["log"])?;
        return phpass(text::param(phc, "log", "number of rounds")?, &salt);
    }
    text::expect_params(phc, &[])?;
    crypt(if phc.id == "apr1-crypt" { "$apr1$" } else { "$1$" }, &salt)
}

impl Function for Repeated {
    fn name(&self) -> &'static str {
        match self {
            Self::Crypt { magic: "$apr1$", .. } => "apr1-crypt",
            Self::Crypt { .. } => "md5-crypt",
            Self::Phpass { .. } => "phpass",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Crypt { .. } => Vec::new(),
            Self::Phpass { log, .. } => vec![("log", log.to_string())],
        }
    }

    fn salt(&self) -> &[u8] {
        let (Self::Crypt { salt, .. } | Self::Phpass { salt, .. }) = self;
        salt.as_bytes()
    }

    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        if password.len() > PASSWORD {
            return None;
        }
        Some(Zeroizing::new(match self {
            Self::Crypt { magic, salt } => {
                let raw = md5_crypt(password, magic.as_bytes(), salt.as_bytes());
                ORDER.iter().filter_map(|at| raw.get(*at).copied()).collect()
            }
            Self::Phpass { log, salt } => {
                let mut state = Md5::new().chain_update(salt).chain_update(password).finalize();
                for _ in 0..1_u64 << log {
                    state = Md5::new().chain_update(state).chain_update(password).finalize();
                }
                state.to_vec()
            }
        }))
    }

    fn work(&self) -> u64 {
        0
    }

    fn is_fast(&self) -> bool {
        true
    }
}

/// MD5-crypt as FreeBSD's `crypt.c` has it, before the result is put in order.
fn md5_crypt(password: &[u8], magic: &[u8], salt: &[u8]) -> [u8; 16] {
    let inner = Md5::new().chain_update(password).chain_update(salt).chain_update(password).finalize();
    let mut first = Md5::new().chain_update(password).chain_update(magic).chain_update(salt);
    for at in (0..password.len()).step_by(16) {
        first.update(&inner[..(password.len() - at).min(16)]);
    }
    let mut bits = password.len();
    while bits > 0 {
        let first_byte = password.get(..1).unwrap_or_default();
        first.update(if bits & 1 == 1 { &[0] } else { first_byte });
        bits >>= 1;
    }
    let mut state: [u8; 16] = first.finalize().into();
    for round in 0..1000 {
        let mut next = Md5::new();
        next.update(if round & 1 == 1 { password } else { &state });
        if round % 3 != 0 {
            next.update(salt);
        }
        if round % 7 != 0 {
            next.update(password);
        }
        next.update(if round & 1 == 1 { &state } else { password });
        state = next.finalize().into();
    }
    state
}
