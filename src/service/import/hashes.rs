//! Which password hashes an import takes.

use serde::{Deserialize, Serialize};

use crate::credentials::foreign::{self, Accepted, Dialect, ForeignError};

/// Whose way of writing hashes a list of our own columns follows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HashDialect {
    /// PHC strings, Modular Crypt Format and LDAP's `{SCHEME}`.
    #[default]
    Standard,
    /// Ory Kratos.
    Kratos,
    /// Django.
    Django,
    /// Passlib.
    Passlib,
}

impl HashDialect {
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Self::Standard => Dialect::Standard,
            Self::Kratos => Dialect::Kratos,
            Self::Django => Dialect::Django,
            Self::Passlib => Dialect::Passlib,
        }
    }
}

/// Takes a hash; nothing where it marks an account without a password.
///
/// # Errors
/// The code and the sentence of what is wrong. Nothing is computed to find out.
pub(super) fn accept(
    text: &str,
    dialect: &Dialect,
    accept_weak: bool,
) -> Result<Option<Accepted>, (&'static str, String)> {
    let error = match foreign::accept(text, dialect, foreign::Options { accept_weak }) {
        Ok(accepted) => return Ok(Some(accepted)),
        Err(ForeignError::Unusable) => return Ok(None),
        Err(error) => error,
    };
    let code = match error {
        ForeignError::Unknown => "hash_unsupported",
        ForeignError::Cost { .. } => "hash_cost",
        ForeignError::Weak(_) => "hash_weak",
        _ => "hash_invalid",
    };
    Err((code, format!("The hash is not taken: {error}.")))
}
