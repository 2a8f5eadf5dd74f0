//! Which password hashes an import takes.

use crate::credentials::password::{IMPORT_LIMIT, within_limits};
use crate::credentials::phc::{Argon2Hash, PhcError};

/// Takes a hash as it is stored from now on.
///
/// # Errors
/// The code and the sentence of what is wrong. Nothing is computed to find out.
pub(super) fn accept(text: &str) -> Result<String, (&'static str, String)> {
    match Argon2Hash::parse(text) {
        Ok(hash) if within_limits(hash.cost, IMPORT_LIMIT) => Ok(text.to_owned()),
        Ok(_) => Err(("hash_cost", "The hash costs more to check than an import may bring.".to_owned())),
        Err(PhcError::Function | PhcError::Grammar(_)) => {
            Err(("hash_unsupported", "The hash is of no kind that is taken over.".to_owned()))
        }
        Err(error) => Err(("hash_invalid", format!("The hash cannot be read: {error}."))),
    }
}
