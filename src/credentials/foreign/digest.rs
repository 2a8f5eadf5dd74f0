//! One pass of a hash function: LDAP's `{SSHA}` and its like, Django's `sha1`, Kratos' templates, HMAC, MySQL.
//! All of them are fast.

use hmac::{Hmac, KeyInit, Mac};
use md4::Md4;
use md5::Md5;
use secrecy::zeroize::Zeroizing;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

use super::text;
use super::{Foreign, ForeignError, Function};
use crate::credentials::phc::Phc;

const MD5: &str = "based on MD5";
const UNSALTED: &str = "unsalted";

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md4,
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    /// SHA-1 twice (MySQL 4.1).
    Twice,
}

/// Name of a digest, name under HMAC, function, length in bytes.
const HASHES: [(&str, &str, Hash, usize); 8] = [
    ("md4", "hmac-md4", Hash::Md4, 16),
    ("md5", "hmac-md5", Hash::Md5, 16),
    ("sha1", "hmac-sha1", Hash::Sha1, 20),
    ("sha224", "hmac-sha224", Hash::Sha224, 28),
    ("sha256", "hmac-sha256", Hash::Sha256, 32),
    ("sha384", "hmac-sha384", Hash::Sha384, 48),
    ("sha512", "hmac-sha512", Hash::Sha512, 64),
    ("mysql41", "", Hash::Twice, 20),
];

impl Hash {
    fn length(self) -> usize {
        HASHES.into_iter().find(|(_, _, hash, _)| *hash == self).map_or(0, |(_, _, _, length)| length)
    }

    fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md4 => Md4::digest(bytes).to_vec(),
            Self::Md5 => Md5::digest(bytes).to_vec(),
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha224 => Sha224::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
            Self::Twice => Sha1::digest(Sha1::digest(bytes)).to_vec(),
        }
    }

    fn mac(self, key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        Some(match self {
            Self::Md4 => Hmac::<Md4>::new_from_slice(key).ok()?.chain_update(bytes).finalize().into_bytes().to_vec(),
            Self::Md5 => Hmac::<Md5>::new_from_slice(key).ok()?.chain_update(bytes).finalize().into_bytes().to_vec(),
            Self::Sha1 => Hmac::<Sha1>::new_from_slice(key).ok()?.chain_update(bytes).finalize().into_bytes().to_vec(),
            Self::Sha224 => {
                Hmac::<Sha224>::new_from_slice(key).ok()?.chain_update(bytes).finalize().into_bytes().to_vec()
            }
            Self::Sha256 => {
                Hmac::<Sha256>::new_from_slice(key).ok()?.chain_update(bytes).finalize().into_bytes().to_vec()
            }
            Self::Sha384 => {
                Hmac::<Sha384>::new_from_slice(key).ok()?.chain_update(bytes).finalize().into_bytes().to_vec()
            }
            Self::Sha512 => {
                Hmac::<Sha512>::new_from_slice(key).ok()?.chain_update(bytes).finalize().into_bytes().to_vec()
            }
            Self::Twice => return None,
        })
    }
}

/// A hash over the password between two texts that hold the salt, or under a key.
pub(super) enum Digest {
    Plain { hash: Hash, before: Vec<u8>, after: Vec<u8> },
    Keyed { hash: Hash, key: Vec<u8> },
}

/// A digest over `before`, the password and `after`; these two are the salt.
pub(super) fn plain(
    hash: Hash,
    before: &[u8],
    after: &[u8],
    salted: bool,
    digest: Vec<u8>,
) -> Result<Foreign, ForeignError> {
    let weakness = match hash {
        Hash::Md4 | Hash::Md5 => Some(MD5),
        _ => (!salted).then_some(UNSALTED),
    };
    let (before, after) = (text::short(before.to_vec())?, text::short(after.to_vec())?);
    exact(hash, Digest::Plain { hash, before, after }, digest).map(|foreign| foreign.weak_if(weakness))
}

/// A digest under a key. One key is commonly that of a whole system, so it is no salt.
fn keyed(hash: Hash, key: Vec<u8>, digest: Vec<u8>) -> Result<Foreign, ForeignError> {
    if key.is_empty() {
        return Err(ForeignError::Malformed("key"));
    }
    let weakness = if matches!(hash, Hash::Md4 | Hash::Md5) { MD5 } else { UNSALTED };
    exact(hash, Digest::Keyed { hash, key: text::short(key)? }, digest).map(|foreign| foreign.weak_if(Some(weakness)))
}

fn exact(hash: Hash, function: Digest, digest: Vec<u8>) -> Result<Foreign, ForeignError> {
    match digest.len() == hash.length() {
        true => Ok(Foreign::new(function, digest)),
        false => Err(ForeignError::Malformed("digest")),
    }
}

/// LDAP's schemes (RFC 2307 and its heirs): base64 of the digest, followed by the salt.
pub(super) fn read_ldap(scheme: &str, rest: &str) -> Result<Foreign, ForeignError> {
    let (hash, salted) = match scheme {
        "SSHA" => (Hash::Sha1, true),
        "SSHA256" => (Hash::Sha256, true),
        "SSHA384" => (Hash::Sha384, true),
        "SSHA512" => (Hash::Sha512, true),
        "SMD5" => (Hash::Md5, true),
        "SHA" => (Hash::Sha1, false),
        "SHA256" => (Hash::Sha256, false),
        "SHA384" => (Hash::Sha384, false),
        "SHA512" => (Hash::Sha512, false),
        "MD5" => (Hash::Md5, false),
        _ => return Err(ForeignError::Unknown),
    };
    let mut bytes = text::padded(rest, "digest")?;
    if bytes.len() < hash.length() {
        return Err(ForeignError::Malformed("digest"));
    }
    let salt = bytes.split_off(hash.length());
    let expected = if salted { 4..=64 } else { 0..=0 };
    match expected.contains(&salt.len()) {
        true => plain(hash, b"", &salt, salted, bytes),
        false => Err(ForeignError::Malformed("salt")),
    }
}

/// `sha1$SALT$HEX` and `md5$SALT$HEX` of Django.
pub(super) fn read_django(text: &str) -> Result<Foreign, ForeignError> {
    let fields: Vec<&str> = text.split('$').collect();
    let [name, salt, result] = fields[..] else { return Err(ForeignError::Malformed("form")) };
    let hash = if name == "md5" { Hash::Md5 } else { Hash::Sha1 };
    plain(hash, salt.as_bytes(), b"", !salt.is_empty(), text::hex(result, "digest")?)
}

/// Nothing but hexadecimal digits: the length tells the function.
pub(super) fn read_hex(text: &str) -> Result<Foreign, ForeignError> {
    let hash = match text.len() {
        32 => Hash::Md5,
        40 => Hash::Sha1,
        64 => Hash::Sha256,
        128 => Hash::Sha512,
        _ => return Err(ForeignError::Unknown),
    };
    plain(hash, b"", b"", false, text::hex(text, "digest")?)
}

/// `*` and 40 hexadecimal digits of MySQL 4.1.
pub(super) fn read_mysql(rest: &str) -> Result<Foreign, ForeignError> {
    plain(Hash::Twice, b"", b"", false, text::hex(rest, "digest")?)
}

/// `$sha1$pf=TEMPLATE$SALT$RESULT` and `$md5$RESULT` of Kratos. The template says where `{SALT}` and
/// `{PASSWORD}` stand.
pub(super) fn read_kratos(name: &str, rest: &str) -> Result<Foreign, ForeignError> {
    const SALT: &str = "{SALT}";
    let hash = HASHES.into_iter().find_map(|(known, _, hash, _)| (known == name).then_some(hash));
    let hash = hash.filter(|hash| !matches!(hash, Hash::Twice | Hash::Md4)).ok_or(ForeignError::Unknown)?;
    let fields: Vec<&str> = rest.split('$').collect();
    let (template, salt, result) = match fields[..] {
        [result] if hash == Hash::Md5 => return plain(hash, b"", b"", false, text::padded(result, "digest")?),
        [template, salt, result] => (template, salt, result),
        _ => return Err(ForeignError::Malformed("form")),
    };
    let bytes = text::padded(template.strip_prefix("pf=").ok_or(ForeignError::Malformed("template"))?, "template")?;
    let template = String::from_utf8(bytes).map_err(|_| ForeignError::Malformed("template"))?;
    let salt = String::from_utf8(text::padded(salt, "salt")?).map_err(|_| ForeignError::Malformed("salt"))?;
    let (before, after) = template.split_once("{PASSWORD}").ok_or(ForeignError::Malformed("template"))?;
    if after.contains("{PASSWORD}") {
        return Err(ForeignError::Malformed("template"));
    }
    let salted = template.contains(SALT) && !salt.is_empty();
    let digest = text::padded(result, "digest")?;
    plain(hash, before.replace(SALT, &salt).as_bytes(), after.replace(SALT, &salt).as_bytes(), salted, digest)
}

/// `$hmac-sha256$RESULT$KEY` of Kratos, where the result is hexadecimal digits in base64.
pub(super) fn read_kratos_hmac(name: &str, rest: &str) -> Result<Foreign, ForeignError> {
    let found = HASHES.into_iter().find_map(|(_, known, hash, _)| (known == name).then_some(hash));
    let hash = found.ok_or(ForeignError::Unknown)?;
    let (result, key) = rest.split_once('$').ok_or(ForeignError::Malformed("form"))?;
    let digits = String::from_utf8(text::padded(result, "digest")?).map_err(|_| ForeignError::Malformed("digest"))?;
    keyed(hash, text::padded(key, "key")?, text::hex(&digits, "digest")?)
}

/// What [`Function::params`] writes.
pub(super) fn read_phc(phc: &Phc<'_>) -> Result<Digest, ForeignError> {
    let known = HASHES.into_iter().find(|(plain, keyed, _, _)| [*plain, *keyed].contains(&phc.id));
    let (name, _, hash, _) = known.ok_or(ForeignError::Unknown)?;
    if phc.version.is_some() || phc.salt.is_some() {
        return Err(ForeignError::Malformed("parameters"));
    }
    let field = |name: &str| {
        let found = phc.params.iter().find(|(key, _)| *key == name);
        found.map_or(Ok(Vec::new()), |(_, value)| text::unpadded(value, "parameters")).and_then(text::short)
    };
    let allowed: &[&str] = if phc.id == name { &["before", "after"] } else { &["key"] };
    if !phc.params.iter().all(|(key, _)| allowed.contains(key)) {
        return Err(ForeignError::Malformed("parameters"));
    }
    match phc.id == name {
        true => Ok(Digest::Plain { hash, before: field("before")?, after: field("after")? }),
        false => Ok(Digest::Keyed { hash, key: field("key")? }),
    }
}

impl Function for Digest {
    fn name(&self) -> &'static str {
        let (Self::Plain { hash, .. } | Self::Keyed { hash, .. }) = self;
        let row = HASHES.into_iter().find(|(_, _, known, _)| known == hash);
        row.map_or("unknown", |(plain, keyed, _, _)| if matches!(self, Self::Plain { .. }) { plain } else { keyed })
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        let fields = match self {
            Self::Plain { before, after, .. } => vec![("before", before), ("after", after)],
            Self::Keyed { key, .. } => vec![("key", key)],
        };
        let written = fields.into_iter().filter(|(_, bytes)| !bytes.is_empty());
        written.map(|(name, bytes)| (name, text::base64(bytes))).collect()
    }

    fn salt(&self) -> &[u8] {
        b""
    }

    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Plain { hash, before, after } => {
                let whole = Zeroizing::new([before, password, after].concat());
                Some(Zeroizing::new(hash.digest(&whole)))
            }
            Self::Keyed { hash, key } => hash.mac(key, password).map(Zeroizing::new),
        }
    }

    fn work(&self) -> u64 {
        0
    }

    fn is_fast(&self) -> bool {
        true
    }
}
