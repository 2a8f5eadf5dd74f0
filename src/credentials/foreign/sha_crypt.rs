//! SHA-256-crypt and SHA-512-crypt (Drepper, "Unix crypt using SHA-256 and SHA-512").

use ::sha_crypt::{Params, sha256_crypt, sha512_crypt};
use secrecy::zeroize::Zeroizing;

use super::text::{self, CRYPT};
use super::{Foreign, ForeignError, Function};
use crate::credentials::phc::Phc;

/// The highest number of rounds: some seconds.
const ROUNDS_LIMIT: u32 = 2_000_000;

/// The rounds of a text that names none.
const ROUNDS: u32 = 5000;

/// Bytes of a password: every round hashes all of them.
const PASSWORD: usize = 256;

const SALT: usize = 16;

const ORDER_256: [usize; 32] = [
    20, 10, 0, 11, 1, 21, 2, 22, 12, 23, 13, 3, 14, 4, 24, 5, 25, 15, 26, 16, 6, 17, 7, 27, 8, 28, 18, 29, 19, 9, 30,
    31,
];

const ORDER_512: [usize; 64] = [
    42, 21, 0, 1, 43, 22, 23, 2, 44, 45, 24, 3, 4, 46, 25, 26, 5, 47, 48, 27, 6, 7, 49, 28, 29, 8, 50, 51, 30, 9, 10,
    52, 31, 32, 11, 53, 54, 33, 12, 13, 55, 34, 35, 14, 56, 57, 36, 15, 16, 58, 37, 38, 17, 59, 60, 39, 18, 19, 61, 40,
    41, 20, 62, 63,
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Sha256,
    Sha512,
}

pub(super) struct ShaCrypt {
    width: Width,
    rounds: u32,
    salt: String,
}

/// What follows `$5$`, `$6$`, or the names that Kratos has for them: `[rounds=N$]SALT$RESULT`.
pub(super) fn read(width: Width, rest: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = rest.split('$').collect();
    let (rounds, salt, result) = match fields[..] {
        [rounds, salt, result] => {
            let rounds = rounds.strip_prefix("rounds=").ok_or(ForeignError::Malformed("rounds"))?;
            (text::number(rounds, "rounds")?, salt, result)
        }
        [salt, result] => (ROUNDS, salt, result),
        _ => return Err(ForeignError::Malformed("form")),
    };
    let function = function(width, rounds, salt)?;
    let digest = CRYPT.decode(result.as_bytes()).map_err(|_| ForeignError::Malformed("digest"))?;
    if digest.len() != function.length() {
        return Err(ForeignError::Malformed("digest"));
    }
    Ok(Foreign::new(function, digest).weak_if(salt.is_empty().then_some("unsalted")))
}

/// What [`Function::params`] writes.
pub(super) fn read_phc(width: Width, phc: &Phc<'_>) -> Result<ShaCrypt, ForeignError> {
    text::expect_params(phc, &["rounds"])?;
    let salt = String::from_utf8(text::salt(phc)?).map_err(|_| ForeignError::Malformed("salt"))?;
    function(width, text::param(phc, "rounds", "rounds")?, &salt)
}

fn function(width: Width, rounds: u32, salt: &str) -> Result<ShaCrypt, ForeignError> {
    if text::bounded(rounds, "rounds", ROUNDS_LIMIT)? < Params::ROUNDS_MIN {
        return Err(ForeignError::Malformed("rounds"));
    }
    let plain = salt.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/'));
    match plain && salt.len() <= SALT {
        true => Ok(ShaCrypt { width, rounds, salt: salt.to_owned() }),
        false => Err(ForeignError::Malformed("salt")),
    }
}

impl ShaCrypt {
    fn length(&self) -> usize {
        match self.width {
            Width::Sha256 => 32,
            Width::Sha512 => 64,
        }
    }
}

impl Function for ShaCrypt {
    fn name(&self) -> &'static str {
        match self.width {
            Width::Sha256 => "sha256-crypt",
            Width::Sha512 => "sha512-crypt",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        vec![("rounds", self.rounds.to_string())]
    }

    fn salt(&self) -> &[u8] {
        self.salt.as_bytes()
    }

    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        if password.len() > PASSWORD {
            return None;
        }
        let (params, salt) = (Params::new(self.rounds).ok()?, self.salt.as_bytes());
        Some(Zeroizing::new(match self.width {
            Width::Sha256 => in_order(&sha256_crypt(password, salt, params), &ORDER_256),
            Width::Sha512 => in_order(&sha512_crypt(password, salt, params), &ORDER_512),
        }))
    }

    fn work(&self) -> u64 {
        u64::from(self.rounds) / 8
    }

    fn is_fast(&self) -> bool {
        true
    }
}

/// The bytes of a result in the order in which they are written.
fn in_order(raw: &[u8], order: &[usize]) -> Vec<u8> {
    order.iter().filter_map(|at| raw.get(*at).copied()).collect()
}
