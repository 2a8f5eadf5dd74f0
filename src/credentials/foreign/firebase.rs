//! Firebase's scrypt: what a project's console shows as its hash parameters, and the fields of an export.

use secrecy::zeroize::Zeroizing;
use serde::Deserialize;

use super::scrypt::{self, Cost};
use super::text;
use super::{Foreign, ForeignError};

/// The hash parameters of a Firebase project, the same for all its accounts. Written without its key.
#[derive(Clone)]
pub struct FirebaseScrypt {
    key: Zeroizing<Vec<u8>>,
    separator: Vec<u8>,
    cost: Cost,
}

impl FirebaseScrypt {
    /// Parameters from their numbers (`rounds`, `mem_cost`) and base64 texts (signer key, salt separator).
    ///
    /// # Errors
    /// [`ForeignError::Malformed`] and [`ForeignError::Cost`].
    pub fn new(signer_key: &str, separator: &str, rounds: u32, mem_cost: u32) -> Result<Self, ForeignError> {
        Ok(Self {
            key: Zeroizing::new(base64(signer_key, "signer key")?),
            separator: base64(separator, "salt separator")?,
            cost: Cost::new(mem_cost, rounds, 1)?,
        })
    }

    /// Reads the block that the console shows: `hash_config { algorithm: SCRYPT, base64_signer_key: …,
    /// base64_salt_separator: …, rounds: 8, mem_cost: 14, }`, the braces and commas being optional.
    ///
    /// # Errors
    /// [`ForeignError::Malformed`] with the line that is missing or wrong, and [`ForeignError::Cost`].
    pub fn parse(block: &str) -> Result<Self, ForeignError> {
        let field = |name: &str, field: &'static str| {
            let lines = block.split(['\n', ',', '{', '}']).filter_map(|line| line.split_once([':', '=']));
            let found: Vec<&str> = lines
                .filter(|(key, _)| key.trim().trim_matches('"') == name)
                .map(|(_, value)| value.trim().trim_matches('"'))
                .collect();
            match found[..] {
                [value] => Ok(value),
                _ => Err(ForeignError::Malformed(field)),
            }
        };
        if !field("algorithm", "algorithm")?.eq_ignore_ascii_case("scrypt") {
            return Err(ForeignError::Malformed("algorithm"));
        }
        Self::new(
            field("base64_signer_key", "base64_signer_key")?,
            field("base64_salt_separator", "base64_salt_separator")?,
            text::number(field("rounds", "rounds")?, "rounds")?,
            text::number(field("mem_cost", "mem_cost")?, "mem_cost")?,
        )
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    password_hash: String,
    salt: String,
}

/// A JSON object with the `passwordHash` and `salt` of an export.
pub(super) fn read(json: &str, project: &FirebaseScrypt) -> Result<Foreign, ForeignError> {
    let fields: Fields = serde_json::from_str(json).map_err(|_| ForeignError::Malformed("JSON object"))?;
    let (salt, digest) = (base64(&fields.salt, "salt")?, base64(&fields.password_hash, "digest")?);
    scrypt::new_firescrypt(project.cost, salt, project.separator.clone(), project.key.to_vec(), digest)
}

/// Base64 in either alphabet: the console and the tools of Firebase differ.
fn base64(text: &str, field: &'static str) -> Result<Vec<u8>, ForeignError> {
    text::padded(&text.replace('-', "+").replace('_', "/"), field)
}
