//! Which scheme a text is of, by dialect.

use super::bcrypt::{self, Before};
use super::pbkdf2::{self, Prf};
use super::scrypt;
use super::sha_crypt::{self, Width};
use super::{Dialect, Foreign, ForeignError, Function, Stored, digest, firebase, frameworks, keycloak, md5, text};
use crate::credentials::phc::{Argon2Hash, Phc};

/// Bytes of the longest text that is looked at.
const LONGEST: usize = 4096;

/// Reads a text in a dialect.
pub(super) fn in_dialect(text: &str, dialect: &Dialect) -> Result<Stored, ForeignError> {
    if text.len() > LONGEST {
        return Err(ForeignError::Malformed("length"));
    }
    match dialect {
        Dialect::Standard => standard(text),
        Dialect::Kratos => kratos(text),
        Dialect::Django => django(text),
        Dialect::Passlib => passlib(text),
        Dialect::Keycloak => keycloak::read(text),
        Dialect::Firebase(project) => firebase::read(text, project).map(Stored::Foreign),
    }
}

fn standard(text: &str) -> Result<Stored, ForeignError> {
    match common(text)? {
        Some(stored) => Ok(stored),
        None => Stored::read(text),
    }
}

/// What means the same in every dialect but Kratos'.
fn common(text: &str) -> Result<Option<Stored>, ForeignError> {
    if let Some(rest) = text.strip_prefix("{CRYPT}") {
        return if rest.starts_with('{') { Err(ForeignError::Unknown) } else { common(rest) };
    }
    if let Some((scheme, rest)) = ldap(text) {
        return foreign(match scheme {
            "PKCS5S2" => pbkdf2::read_atlassian(rest),
            _ => digest::read_ldap(scheme, rest),
        });
    }
    if let Some(read) = frameworks::read(text) {
        return foreign(read);
    }
    let Some((name, rest)) = text.strip_prefix('$').and_then(|text| text.split_once('$')) else { return Ok(None) };
    match name {
        "5" => foreign(sha_crypt::read(Width::Sha256, rest)),
        "6" => foreign(sha_crypt::read(Width::Sha512, rest)),
        "1" => foreign(md5::read_crypt("$1$", rest)),
        "apr1" => foreign(md5::read_crypt("$apr1$", rest)),
        "P" | "H" => foreign(md5::read_phpass(rest)),
        _ => Ok(None),
    }
}

fn foreign(read: Result<Foreign, ForeignError>) -> Result<Option<Stored>, ForeignError> {
    read.map(|foreign| Some(Stored::Foreign(foreign)))
}

fn ldap(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('{').and_then(|text| text.split_once('}'))
}

fn kratos(text: &str) -> Result<Stored, ForeignError> {
    if let Some((scheme, rest)) = ldap(text) {
        return digest::read_ldap(scheme, rest).map(Stored::Foreign);
    }
    let (name, rest) = text.strip_prefix('$').and_then(|text| text.split_once('$')).ok_or(ForeignError::Unknown)?;
    let read = match name {
        "scrypt" => scrypt::read_kratos(text),
        "firescrypt" => scrypt::read_firescrypt(text),
        "sha256-crypt" => sha_crypt::read(Width::Sha256, rest),
        "sha512-crypt" => sha_crypt::read(Width::Sha512, rest),
        "md5-crypt" => md5::read_crypt("$1$", rest),
        "pbkdf2-sha224" => kratos_pbkdf2(Prf::Sha3_224, text),
        "pbkdf2-sha384" => kratos_pbkdf2(Prf::Sha3_384, text),
        "sha1" | "sha256" | "sha512" | "md5" => digest::read_kratos(name, rest),
        _ if name.starts_with("hmac-") => digest::read_kratos_hmac(name, rest),
        "2a" | "2b" | "2y" | "argon2id" | "argon2i" | "argon2d" | "pbkdf2-sha1" | "pbkdf2-sha256" | "pbkdf2-sha512" => {
            return Stored::read(text);
        }
        _ => return Err(ForeignError::Unknown),
    };
    read.map(Stored::Foreign)
}

fn kratos_pbkdf2(prf: Prf, text: &str) -> Result<Foreign, ForeignError> {
    let phc = Phc::parse(text)?;
    Ok(Foreign::new(pbkdf2::read_phc(prf, &phc)?, phc_digest(&phc)?))
}

fn django(text: &str) -> Result<Stored, ForeignError> {
    let Some((name, rest)) = text.split_once('$') else {
        return match text.starts_with('!') {
            true => Err(ForeignError::Unusable),
            false => digest::read_hex(text).map(Stored::Foreign),
        };
    };
    let read = match name {
        "argon2" => return Ok(Stored::Argon2(Argon2Hash::parse(&format!("${rest}"))?)),
        "bcrypt" => bcrypt::read(rest, Before::Cut),
        "bcrypt_sha256" => bcrypt::read(rest, Before::Hex),
        "pbkdf2_sha1" | "pbkdf2_sha256" | "pbkdf2_sha512" => pbkdf2::read_django(text),
        "scrypt" => django_scrypt(rest),
        "sha1" | "md5" => digest::read_django(text),
        _ => return Err(ForeignError::Unknown),
    };
    read.map(Stored::Foreign)
}

/// `scrypt$N$SALT$R$P$RESULT`
fn django_scrypt(rest: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = rest.split('$').collect();
    let [n, salt, r, p, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let number = text::number;
    let cost = scrypt::Cost::from_n(number(n, "cost N")?, number(r, "block size r")?, number(p, "parallelism p")?)?;
    scrypt::new(cost, salt.as_bytes().to_vec(), text::padded(result, "digest")?)
}

fn passlib(text: &str) -> Result<Stored, ForeignError> {
    if let Some(stored) = common(text)? {
        return Ok(stored);
    }
    if let Some(rest) = text.strip_prefix('*') {
        return digest::read_mysql(rest).map(Stored::Foreign);
    }
    if let Some(rest) = text.strip_prefix("grub.pbkdf2.sha512.") {
        return pbkdf2::read_grub(rest).map(Stored::Foreign);
    }
    let Some((name, _)) = text.strip_prefix('$').and_then(|text| text.split_once('$')) else { return django(text) };
    let read = match name {
        "2a" | "2b" | "2y" => bcrypt::read(text, Before::Cut),
        "bcrypt-sha256" => bcrypt::read_passlib(text),
        "pbkdf2" | "pbkdf2-sha1" | "pbkdf2-sha256" | "pbkdf2-sha512" => pbkdf2::read_passlib(text),
        "p5k2" => pbkdf2::read_cryptacular(text),
        "scrypt" => passlib_scrypt(text),
        _ => return Stored::read(text),
    };
    read.map(Stored::Foreign)
}

/// A PHC string but for a salt that may be empty.
fn passlib_scrypt(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let ["", _, params, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let [ln, r, p] = scrypt::three(params)?;
    let cost = scrypt::Cost::new(ln, r, p)?;
    scrypt::new(cost, text::unpadded(salt, "salt")?, text::unpadded(result, "digest")?)
}

fn phc_digest(phc: &Phc<'_>) -> Result<Vec<u8>, ForeignError> {
    let written = phc.hash.ok_or(ForeignError::Malformed("digest"))?;
    text::result(text::unpadded(written, "digest")?)
}

/// The function of a PHC string, with a result of so many bytes.
fn function(phc: &Phc<'_>, length: usize) -> Result<Box<dyn Function>, ForeignError> {
    Ok(match phc.id {
        "bcrypt-cut" | "bcrypt-sha256" | "bcrypt-sha384" => Box::new(bcrypt::read_phc(phc)?),
        "scrypt" => Box::new(scrypt::read_phc(phc, length)?),
        "firescrypt" => Box::new(scrypt::read_firescrypt_phc(phc)?),
        "sha256-crypt" => Box::new(sha_crypt::read_phc(Width::Sha256, phc)?),
        "sha512-crypt" => Box::new(sha_crypt::read_phc(Width::Sha512, phc)?),
        "md5-crypt" | "apr1-crypt" | "phpass" => Box::new(md5::read_phc(phc)?),
        name => match Prf::named(name) {
            Some(prf) => Box::new(pbkdf2::read_phc(prf, phc)?),
            None => Box::new(digest::read_phc(phc)?),
        },
    })
}

impl Stored {
    /// Reads what [`Stored::to_text`] writes.
    pub(super) fn read(text: &str) -> Result<Self, ForeignError> {
        if text.len() > LONGEST {
            return Err(ForeignError::Malformed("length"));
        }
        let name = text.split('$').nth(1).filter(|_| text.starts_with('$')).ok_or(ForeignError::Unknown)?;
        if name.starts_with("argon2") {
            return Ok(Self::Argon2(Argon2Hash::parse(text)?));
        }
        if matches!(name, "2a" | "2b" | "2y") {
            return bcrypt::read(text, Before::Nothing).map(Self::Foreign);
        }
        let over = name.strip_prefix("wrapped-").map(|name| (name, false));
        if let Some((name, weak)) = over.or_else(|| name.strip_prefix("weak-").map(|name| (name, true))) {
            return wrapped(text, name, weak);
        }
        let phc = Phc::parse(text)?;
        let digest = phc.hash.map(|_| phc_digest(&phc)).transpose()?;
        let function = function(&phc, digest.as_ref().map_or(0, Vec::len))?;
        let digest = digest.filter(|_| !function.is_fast()).ok_or(ForeignError::Malformed("digest"))?;
        if matches!(phc.id, "bcrypt-cut" | "bcrypt-sha256" | "bcrypt-sha384") {
            bcrypt::check_result(&digest)?;
        }
        Ok(Self::Foreign(Foreign { function, digest, weakness: None }))
    }
}

fn wrapped(text: &str, name: &str, weak: bool) -> Result<Stored, ForeignError> {
    let at = text.find("$argon2id$").ok_or(ForeignError::Malformed("wrapping"))?;
    let (recipe, argon2) = text.split_at_checked(at).ok_or(ForeignError::Malformed("wrapping"))?;
    let argon2 = Argon2Hash::parse(argon2)?;
    let rest = recipe.get(1 + if weak { "weak-".len() } else { "wrapped-".len() }..);
    let recipe = format!("${}", rest.unwrap_or(name));
    let phc = Phc::parse(&recipe)?;
    if phc.hash.is_some() {
        return Err(ForeignError::Malformed("wrapping"));
    }
    Ok(Stored::Wrapped { function: function(&phc, 32)?, weak, argon2 })
}
