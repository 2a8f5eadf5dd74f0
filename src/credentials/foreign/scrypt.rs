//! scrypt (RFC 7914), and the variant of Firebase, which encrypts the key of the project under its output.

use ::scrypt::{Params, scrypt};
use aes::Aes256;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use secrecy::zeroize::Zeroizing;

use super::text;
use super::{Foreign, ForeignError, Function};
use crate::credentials::phc::Phc;

/// The highest N, base 2 logarithm: with the highest r, 128 MiB.
const LN_LIMIT: u32 = 17;

const R_LIMIT: u32 = 8;

/// The highest p for the highest N.
const P_LIMIT: u32 = 10;

/// The highest p whatever N is.
const P_EVER: u32 = 16;

#[derive(Clone, Copy)]
pub(super) struct Cost {
    ln: u32,
    r: u32,
    p: u32,
}

impl Cost {
    /// From N as a base 2 logarithm.
    pub(super) fn new(ln: u32, r: u32, p: u32) -> Result<Self, ForeignError> {
        text::bounded(ln, "cost ln", LN_LIMIT)?;
        text::bounded(r, "block size r", R_LIMIT)?;
        let limit = if u64::from(p) << ln > u64::from(P_LIMIT) << LN_LIMIT { P_LIMIT } else { P_EVER };
        text::bounded(p, "parallelism p", limit)?;
        Ok(Self { ln, r, p })
    }

    /// From N itself.
    pub(super) fn from_n(n: u32, r: u32, p: u32) -> Result<Self, ForeignError> {
        text::bounded(n, "cost N", 1 << LN_LIMIT)?;
        match n.is_power_of_two() {
            true => Self::new(n.trailing_zeros(), r, p),
            false => Err(ForeignError::Malformed("cost N")),
        }
    }

    fn of(phc: &Phc<'_>) -> Result<Self, ForeignError> {
        let number = |name, field| text::param(phc, name, field);
        Self::new(number("ln", "cost N")?, number("r", "block size r")?, number("p", "parallelism p")?)
    }

    fn params(self) -> Vec<(&'static str, String)> {
        vec![("ln", self.ln.to_string()), ("r", self.r.to_string()), ("p", self.p.to_string())]
    }

    fn output(self, password: &[u8], salt: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
        let params = Params::new(u8::try_from(self.ln).ok()?, self.r, self.p).ok()?;
        let mut output = Zeroizing::new(vec![0; length]);
        scrypt(password, salt, &params, &mut output).ok()?;
        Some(output)
    }

    fn work(self) -> u64 {
        (u64::from(self.r * self.p) << self.ln) / 4
    }
}

pub(super) struct Scrypt {
    cost: Cost,
    salt: Vec<u8>,
    length: usize,
}

pub(super) fn new(cost: Cost, salt: Vec<u8>, digest: Vec<u8>) -> Result<Foreign, ForeignError> {
    let (salt, digest) = (text::short(salt)?, text::result(digest)?);
    let unsalted = salt.is_empty().then_some("unsalted");
    Ok(Foreign::new(Scrypt { cost, salt, length: digest.len() }, digest).weak_if(unsalted))
}

/// `$scrypt$ln=16384,r=8,p=1$SALT$RESULT` of Kratos, where `ln` is N and base64 has its padding.
pub(super) fn read_kratos(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let ["", _, params, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let [n, r, p] = three(params)?;
    let cost = Cost::from_n(n, r, p)?;
    new(cost, text::padded(salt, "salt")?, text::padded(result, "digest")?)
}

/// `$firescrypt$ln=14,r=8,p=1$SALT$RESULT$SEPARATOR$KEY` of Kratos.
pub(super) fn read_firescrypt(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let ["", _, params, salt, result, separator, key] = fields[..] else {
        return Err(ForeignError::Malformed("form"));
    };
    let [ln, r, p] = three(params)?;
    let (separator, key) = (text::padded(separator, "salt separator")?, text::padded(key, "signer key")?);
    let cost = Cost::new(ln, r, p)?;
    new_firescrypt(cost, text::padded(salt, "salt")?, separator, key, text::padded(result, "digest")?)
}

pub(super) fn three(params: &str) -> Result<[u32; 3], ForeignError> {
    let params: Vec<&str> = params.split(',').collect();
    let [n, r, p] = params[..] else { return Err(ForeignError::Malformed("parameters")) };
    let number = |text: &str, name: &str, field| {
        text.strip_prefix(name).ok_or(ForeignError::Malformed(field)).and_then(|value| text::number(value, field))
    };
    Ok([number(n, "ln=", "cost N")?, number(r, "r=", "block size r")?, number(p, "p=", "parallelism p")?])
}

/// What [`Function::params`] of scrypt writes, which is a PHC string.
pub(super) fn read_phc(phc: &Phc<'_>, length: usize) -> Result<Scrypt, ForeignError> {
    // A wrapped one has no result to tell its length.
    let names: &[&str] = if phc.hash.is_some() { &["ln", "r", "p"] } else { &["ln", "r", "p", "l"] };
    text::expect_params(phc, names)?;
    let length = match phc.hash {
        Some(_) => length,
        None => text::bounded(text::param(phc, "l", "length")?, "length", 64)? as usize,
    };
    Ok(Scrypt { cost: Cost::of(phc)?, salt: text::short(text::salt(phc)?)?, length })
}

impl Function for Scrypt {
    fn name(&self) -> &'static str {
        "scrypt"
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        let mut params = self.cost.params();
        if self.salt.is_empty() {
            params.push(("l", self.length.to_string()));
        }
        params
    }

    fn salt(&self) -> &[u8] {
        &self.salt
    }

    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.cost.output(password, &self.salt, self.length)
    }

    fn work(&self) -> u64 {
        self.cost.work()
    }
}

pub(super) struct Firescrypt {
    cost: Cost,
    salt: Vec<u8>,
    separator: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

pub(super) fn new_firescrypt(
    cost: Cost,
    salt: Vec<u8>,
    separator: Vec<u8>,
    key: Vec<u8>,
    digest: Vec<u8>,
) -> Result<Foreign, ForeignError> {
    let function = firescrypt(cost, salt, separator, key)?;
    if digest.len() != function.key.len() {
        return Err(ForeignError::Malformed("digest"));
    }
    let unsalted = function.salt.is_empty().then_some("unsalted");
    Ok(Foreign::new(function, digest).weak_if(unsalted))
}

fn firescrypt(cost: Cost, salt: Vec<u8>, separator: Vec<u8>, key: Vec<u8>) -> Result<Firescrypt, ForeignError> {
    if !(10..=64).contains(&key.len()) {
        return Err(ForeignError::Malformed("signer key"));
    }
    if separator.len() > 64 {
        return Err(ForeignError::Malformed("salt separator"));
    }
    Ok(Firescrypt { cost, salt: text::short(salt)?, separator, key: Zeroizing::new(key) })
}

/// What [`Function::params`] of Firebase's variant writes.
pub(super) fn read_firescrypt_phc(phc: &Phc<'_>) -> Result<Firescrypt, ForeignError> {
    let bytes = |name, field| {
        let found = phc.params.iter().find(|(key, _)| *key == name);
        found.map_or(Ok(Vec::new()), |(_, value)| text::unpadded(value, field))
    };
    let names: &[&str] = match phc.params.len() {
        5 => &["ln", "r", "p", "sep", "key"],
        _ => &["ln", "r", "p", "key"],
    };
    text::expect_params(phc, names)?;
    firescrypt(Cost::of(phc)?, text::salt(phc)?, bytes("sep", "salt separator")?, bytes("key", "signer key")?)
}

impl Function for Firescrypt {
    fn name(&self) -> &'static str {
        "firescrypt"
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        let mut params = self.cost.params();
        if !self.separator.is_empty() {
            params.push(("sep", text::base64(&self.separator)));
        }
        params.push(("key", text::base64(&self.key)));
        params
    }

    fn salt(&self) -> &[u8] {
        &self.salt
    }

    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let salt = [&self.salt[..], &self.separator].concat();
        let derived = self.cost.output(password, &salt, 32)?;
        let mut output = self.key.clone();
        Ctr128BE::<Aes256>::new_from_slices(&derived, &[0; 16]).ok()?.apply_keystream(&mut output);
        Some(output)
    }

    fn work(&self) -> u64 {
        self.cost.work()
    }
}
