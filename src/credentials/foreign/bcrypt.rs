//! bcrypt (`$2a$`, `$2b$`, `$2y$`), and bcrypt over a SHA-256 of the password (Django, passlib, WordPress).

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::zeroize::Zeroizing;
use sha2::{Digest, Sha256, Sha384};

use super::text::{self, BCRYPT};
use super::{Foreign, ForeignError, Function};
use crate::credentials::phc::Phc;

/// The highest cost: some seconds.
const COST_LIMIT: u32 = 15;

/// Bytes of a password that bcrypt takes in. It would ignore those after them, so that a longer password is no password
/// of a hash without a digest before it, unless the system that made the hash is known to have cut it.
const WHOLE: usize = 72;

const SALT: usize = 22;
const RESULT: usize = 31;

/// What is done to a password first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing.
    Nothing,
    /// Everything after 72 bytes is cut off (Django, passlib).
    Cut,
    /// SHA-256 in hexadecimal digits (Django).
    Hex,
    /// SHA-256 in base64 (passlib, version 1).
    Base64,
    /// HMAC-SHA-256 under the salt in base64 (passlib, version 2).
    Keyed,
    /// HMAC-SHA-384 under `wp-sha384` in base64, of the trimmed password (WordPress 6.8).
    WordPress,
}

const WORDS: [(Before, &str); 5] = [
    (Before::Cut, "cut"),
    (Before::Hex, "sha256-hex"),
    (Before::Base64, "sha256-base64"),
    (Before::Keyed, "hmac-base64"),
    (Before::WordPress, "wordpress"),
];

pub(super) struct Bcrypt {
    before: Before,
    version: &'static str,
    cost: u32,
    /// The salt as it is written.
    salt: String,
}

/// `$2b$12$…`
pub(super) fn read(text: &str, before: Before) -> Result<Foreign, ForeignError> {
    let mut fields = text.split('$');
    let (Some(""), Some(version), Some(cost), Some(rest), None) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(ForeignError::Malformed("form"));
    };
    let digits = cost.as_bytes();
    if digits.len() != 2 || !digits.iter().all(u8::is_ascii_digit) {
        return Err(ForeignError::Malformed("cost"));
    }
    let cost = cost.parse().map_err(|_| ForeignError::Malformed("cost"))?;
    let (salt, result) = rest.split_at_checked(SALT).ok_or(ForeignError::Malformed("salt"))?;
    new(before, version, cost, salt, result)
}

/// `$bcrypt-sha256$2a,5$SALT$RESULT` and `$bcrypt-sha256$v=2,t=2b,r=5$SALT$RESULT` of passlib.
pub(super) fn read_passlib(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let ["", _, params, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let params: Vec<&str> = params.split(',').collect();
    let (before, version, cost) = match params[..] {
        [version, cost] if version != "2y" => (Before::Base64, version, cost),
        ["v=2", "t=2b", cost] => {
            (Before::Keyed, "2b", cost.strip_prefix("r=").ok_or(ForeignError::Malformed("parameters"))?)
        }
        _ => return Err(ForeignError::Malformed("parameters")),
    };
    new(before, version, text::number(cost, "cost")?, salt, result)
}

/// What [`Function::params`] writes.
pub(super) fn read_phc(phc: &Phc<'_>) -> Result<Bcrypt, ForeignError> {
    text::expect_params(phc, &["pre", "t", "r"])?;
    let [(_, word), (_, version), _] = phc.params[..] else { return Err(ForeignError::Malformed("parameters")) };
    let (before, _) = WORDS.iter().find(|(_, known)| *known == word).ok_or(ForeignError::Malformed("parameters"))?;
    let salt = String::from_utf8(text::salt(phc)?).map_err(|_| ForeignError::Malformed("salt"))?;
    function(*before, version, text::param(phc, "r", "cost")?, &salt)
}

fn function(before: Before, version: &str, cost: u32, salt: &str) -> Result<Bcrypt, ForeignError> {
    let version =
        ["2a", "2b", "2y"].into_iter().find(|known| *known == version).ok_or(ForeignError::Malformed("version"))?;
    if !(4..=COST_LIMIT).contains(&text::bounded(cost, "cost", COST_LIMIT)?) {
        return Err(ForeignError::Malformed("cost"));
    }
    let decoded = BCRYPT.decode(salt.as_bytes()).is_ok_and(|salt| salt.len() == 16);
    match decoded && salt.len() == SALT {
        true => Ok(Bcrypt { before, version, cost, salt: salt.to_owned() }),
        false => Err(ForeignError::Malformed("salt")),
    }
}

fn new(before: Before, version: &str, cost: u32, salt: &str, result: &str) -> Result<Foreign, ForeignError> {
    let function = function(before, version, cost, salt)?;
    check_result(result.as_bytes())?;
    Ok(Foreign::new(function, result.as_bytes().to_vec()))
}

/// Whether a result is one of bcrypt's, as it is written.
pub(super) fn check_result(result: &[u8]) -> Result<(), ForeignError> {
    match result.len() == RESULT && BCRYPT.decode(result).is_ok() {
        true => Ok(()),
        false => Err(ForeignError::Malformed("digest")),
    }
}

impl Bcrypt {
    fn prepared(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let ready = match self.before {
            Before::Nothing if password.len() > WHOLE || password.contains(&0) => return None,
            Before::Cut if password.contains(&0) => return None,
            Before::Nothing | Before::Cut => password.to_vec(),
            Before::Hex => HEXLOWER.encode(&Sha256::digest(password)).into_bytes(),
            Before::Base64 => BASE64.encode(&Sha256::digest(password)).into_bytes(),
            Before::Keyed => {
                let mac = Hmac::<Sha256>::new_from_slice(self.salt.as_bytes()).ok()?.chain_update(password);
                BASE64.encode(&mac.finalize().into_bytes()).into_bytes()
            }
            Before::WordPress => {
                let mac = Hmac::<Sha384>::new_from_slice(b"wp-sha384").ok()?.chain_update(password.trim_ascii());
                BASE64.encode(&mac.finalize().into_bytes()).into_bytes()
            }
        };
        Some(Zeroizing::new(ready))
    }
}

impl Function for Bcrypt {
    fn name(&self) -> &'static str {
        match self.before {
            Before::Nothing => "bcrypt",
            Before::Cut => "bcrypt-cut",
            Before::WordPress => "bcrypt-sha384",
            _ => "bcrypt-sha256",
        }
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        let word = WORDS.iter().find(|(before, _)| *before == self.before).map_or("none", |(_, word)| word);
        vec![("pre", word.to_owned()), ("t", self.version.to_owned()), ("r", self.cost.to_string())]
    }

    fn salt(&self) -> &[u8] {
        self.salt.as_bytes()
    }

    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let ready = self.prepared(password)?;
        let salt: [u8; 16] = BCRYPT.decode(self.salt.as_bytes()).ok()?.try_into().ok()?;
        // bcrypt hashes a C string with the NUL at its end, if that is within what it takes in.
        let mut key = Zeroizing::new(ready.to_vec());
        key.push(0);
        key.truncate(WHOLE);
        let raw = ::bcrypt::bcrypt(self.cost, salt, &key);
        Some(Zeroizing::new(BCRYPT.encode(raw.get(..23)?).into_bytes()))
    }

    fn ignores_some_of(&self, password: &[u8]) -> bool {
        self.before == Before::Cut && password.len() > WHOLE
    }

    fn work(&self) -> u64 {
        64 << self.cost
    }

    fn own_text(&self, digest: &[u8]) -> Option<String> {
        let digest = std::str::from_utf8(digest).ok()?;
        (self.before == Before::Nothing).then(|| format!("${}${:02}${}{digest}", self.version, self.cost, self.salt))
    }
}
