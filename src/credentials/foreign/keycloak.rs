//! The password credential of a Keycloak realm export: two JSON objects that are kept as texts in a third.

use std::collections::BTreeMap;

use argon2::{Algorithm, Version};
use serde::Deserialize;

use super::pbkdf2::{self, Prf};
use super::{ForeignError, Stored, text};
use crate::credentials::phc::Argon2Hash;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credential {
    credential_data: String,
    secret_data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    hash_iterations: u32,
    algorithm: String,
    #[serde(default)]
    additional_parameters: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Secret {
    value: String,
    salt: String,
}

/// Reads one credential.
pub(super) fn read(json: &str) -> Result<Stored, ForeignError> {
    let credential: Credential = parse(json, "JSON object")?;
    let data: Data = parse(&credential.credential_data, "credentialData")?;
    let secret: Secret = parse(&credential.secret_data, "secretData")?;
    let (salt, digest) = (text::padded(&secret.salt, "salt")?, text::padded(&secret.value, "digest")?);
    if data.algorithm == "argon2" {
        return argon2(&data, &salt, &digest);
    }
    let name = if data.algorithm == "pbkdf2" { "pbkdf2-sha1" } else { &data.algorithm };
    let prf = Prf::named(name).ok_or(ForeignError::Unknown)?;
    pbkdf2::new(prf, data.hash_iterations, salt, digest).map(Stored::Foreign)
}

fn parse<'a, T: Deserialize<'a>>(json: &'a str, field: &'static str) -> Result<T, ForeignError> {
    serde_json::from_str(json).map_err(|_| ForeignError::Malformed(field))
}

fn argon2(data: &Data, salt: &[u8], digest: &[u8]) -> Result<Stored, ForeignError> {
    let one = |name: &str| match data.additional_parameters.get(name).map(Vec::as_slice) {
        Some([value]) => Ok(value.as_str()),
        _ => Err(ForeignError::Malformed("additionalParameters")),
    };
    let algorithm = match one("type")? {
        "id" => Algorithm::Argon2id,
        "i" => Algorithm::Argon2i,
        "d" => Algorithm::Argon2d,
        _ => return Err(ForeignError::Malformed("type")),
    };
    let version = match one("version")? {
        "1.3" => Version::V0x13,
        "1.0" => Version::V0x10,
        _ => return Err(ForeignError::Malformed("version")),
    };
    // Written and read again, so that it is held to what every Argon2 string is.
    let phc = format!(
        "${}$v={}$m={},t={},p={}${}${}",
        algorithm.as_str(),
        u32::from(version),
        text::number(one("memory")?, "memory")?,
        data.hash_iterations,
        text::number(one("parallelism")?, "parallelism")?,
        text::base64(salt),
        text::base64(digest)
    );
    Ok(Stored::Argon2(Argon2Hash::parse(&phc)?))
}
