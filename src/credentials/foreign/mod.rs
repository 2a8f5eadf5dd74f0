//! Password hashes of other systems: read in the dialect of the system they come from, bounded before anything
//! is computed, and kept as one line of text that [`super::password::Hasher::verify`] takes.
//!
//! What is stored is a PHC string (bcrypt keeps its own well-known form). A fast hash is never stored as it is:
//! Argon2id goes over it, and the text is `$wrapped-FUNCTION…` (`$weak-FUNCTION…` where only `accept_weak` let
//! it in), which is the function with its parameters and salt but without its result, followed by the Argon2id
//! string over that result.

mod bcrypt;
mod digest;
mod firebase;
mod frameworks;
mod keycloak;
mod md5;
mod pbkdf2;
mod read;
mod scheme;
mod scrypt;
mod sha_crypt;
#[cfg(test)]
mod testing;
mod text;
mod verify;

pub use firebase::FirebaseScrypt;
pub use scheme::{pattern_of, scheme_of};

use secrecy::zeroize::Zeroizing;

use super::password::{Hasher, IMPORT_LIMIT, PasswordError, within_limits};
use super::phc::{Argon2Hash, PhcError};
use crate::journey::policy::Argon2Cost;
use crate::ports::Entropy;

/// Whose way of writing hashes a text follows, for systems differ in what one text means.
#[derive(Clone)]
pub enum Dialect {
    /// PHC strings, Modular Crypt Format, LDAP's `{SCHEME}`, what Werkzeug, ASP.NET Core Identity and WordPress write, and
    /// the texts this program stores itself.
    Standard,
    /// Ory Kratos: `ln=` of scrypt is N itself, `pbkdf2-sha224` uses SHA-3, and plain digests have a template.
    Kratos,
    /// Django: `algorithm$iterations$salt$hash`.
    Django,
    /// Passlib: its own spellings besides Modular Crypt Format, and Django's.
    Passlib,
    /// Keycloak: the credential of a realm export as a JSON object with `credentialData` and `secretData`.
    Keycloak,
    /// Firebase: a JSON object with `passwordHash` and `salt`, under the parameters of the project.
    Firebase(FirebaseScrypt),
}

/// What is accepted beyond the rule.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Take unsalted and MD5-based hashes too: wrapped, and marked as weak.
    pub accept_weak: bool,
}

/// Why a hash is not taken. The texts name the field and never the hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForeignError {
    /// No scheme that the dialect has.
    #[error("its scheme is unknown")]
    Unknown,
    /// A field that is not written as the scheme has it.
    #[error("its {0} is not written as the scheme has it")]
    Malformed(&'static str),
    /// A cost beyond what one sign-in may take.
    #[error("its {field} is out of bounds; at most {limit} is taken")]
    Cost {
        /// The parameter.
        field: &'static str,
        /// Its highest value.
        limit: u64,
    },
    /// Unsalted or MD5-based.
    #[error("it is {0}, and a thief would guess it at once; only --accept-weak takes it")]
    Weak(&'static str),
    /// A marker that no password matches.
    #[error("it is a marker for an account without a usable password")]
    Unusable,
    /// Not a PHC string with the fields of its function.
    #[error(transparent)]
    Phc(#[from] PhcError),
}

impl ForeignError {
    /// The code that JSON output names it by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "hash_unknown",
            Self::Malformed(_) | Self::Phc(_) => "hash_malformed",
            Self::Cost { .. } => "hash_cost",
            Self::Weak(_) => "hash_weak",
            Self::Unusable => "hash_unusable",
        }
    }
}

/// A function that makes a digest of a password: all of a foreign hash but its result.
trait Function: Send {
    /// The name that a stored text begins with.
    fn name(&self) -> &'static str;
    /// The parameters in the order of a stored text.
    fn params(&self) -> Vec<(&'static str, String)>;
    /// The salt as it is stored; empty where there is none.
    fn salt(&self) -> &[u8];
    /// The digest; `None` for a password that the function cannot take whole.
    fn digest(&self, password: &[u8]) -> Option<Zeroizing<Vec<u8>>>;
    /// What computing it comes to at least, in blocks of Argon2: rather too few, as measured side by side, so that
    /// what is added to them makes up the cost of today.
    fn work(&self) -> u64;
    /// Whether the digest says nothing of a part of the password.
    fn ignores_some_of(&self, _password: &[u8]) -> bool {
        false
    }
    /// Whether it is so fast that its result must not be stored.
    fn is_fast(&self) -> bool {
        false
    }
    /// The text of its own that other systems know it by, if it is not a PHC string.
    fn own_text(&self, _digest: &[u8]) -> Option<String> {
        None
    }
}

/// A hash of another system, taken apart and within bounds.
struct Foreign {
    function: Box<dyn Function>,
    digest: Vec<u8>,
    weakness: Option<&'static str>,
}

impl Foreign {
    fn new(function: impl Function + 'static, digest: Vec<u8>) -> Self {
        Self { function: Box::new(function), digest, weakness: None }
    }

    /// The same, marked as weak where there is a reason.
    fn weak_if(self, reason: Option<&'static str>) -> Self {
        Self { weakness: self.weakness.or(reason), ..self }
    }
}

/// What a database holds.
enum Stored {
    Argon2(Argon2Hash),
    Foreign(Foreign),
    Wrapped { function: Box<dyn Function>, weak: bool, argon2: Argon2Hash },
}

/// A hash that may be stored, and what there is to say of it.
pub struct Accepted {
    stored: Stored,
}

/// Reads a hash in a dialect and checks every bound; nothing is computed, so it is quick whatever the hash asks.
///
/// # Errors
/// [`ForeignError`].
pub fn accept(text: &str, dialect: &Dialect, options: Options) -> Result<Accepted, ForeignError> {
    let stored = read::in_dialect(text, dialect)?;
    let weakness = match &stored {
        Stored::Argon2(hash) => {
            check_argon2(hash)?;
            None
        }
        Stored::Foreign(foreign) => foreign.weakness,
        Stored::Wrapped { weak, argon2, .. } => {
            check_argon2(argon2)?;
            weak.then_some("weak")
        }
    };
    match weakness {
        Some(reason) if !options.accept_weak => Err(ForeignError::Weak(reason)),
        _ => Ok(Accepted { stored }),
    }
}

fn check_argon2(hash: &Argon2Hash) -> Result<(), ForeignError> {
    let field = if hash.cost.m > IMPORT_LIMIT.m {
        ("memory m", IMPORT_LIMIT.m)
    } else if hash.cost.t > IMPORT_LIMIT.t {
        ("number of passes t", IMPORT_LIMIT.t)
    } else {
        ("number of lanes p", IMPORT_LIMIT.p)
    };
    match within_limits(hash.cost, IMPORT_LIMIT) {
        true => Ok(()),
        false => Err(ForeignError::Cost { field: field.0, limit: u64::from(field.1) }),
    }
}

impl Accepted {
    /// The scheme that [`scheme_of`] will see in the stored text.
    pub fn scheme(&self) -> String {
        match &self.stored {
            Stored::Argon2(hash) => hash.algorithm.as_str().to_owned(),
            Stored::Foreign(foreign) if self.needs_wrapping() => {
                format!("{}{}", prefix(foreign.weakness.is_some()), foreign.function.name())
            }
            Stored::Foreign(foreign) => foreign.function.name().to_owned(),
            Stored::Wrapped { function, weak, .. } => format!("{}{}", prefix(*weak), function.name()),
        }
    }

    /// Whether it came in by `accept_weak` alone.
    pub fn is_weak(&self) -> bool {
        match &self.stored {
            Stored::Argon2(_) => false,
            Stored::Foreign(foreign) => foreign.weakness.is_some(),
            Stored::Wrapped { weak, .. } => *weak,
        }
    }

    /// Whether [`Accepted::store`] computes an Argon2id hash, which takes time and memory.
    pub fn needs_wrapping(&self) -> bool {
        match &self.stored {
            Stored::Foreign(foreign) => foreign.weakness.is_some() || foreign.function.is_fast(),
            _ => false,
        }
    }

    /// The text to store, where nothing needs to be computed for it.
    pub fn plain_text(&self) -> Option<String> {
        (!self.needs_wrapping()).then(|| self.stored.to_text())
    }

    /// The text to store. A fast or weak hash is wrapped in Argon2id at `cost` first.
    ///
    /// # Errors
    /// [`PasswordError`] where wrapping fails.
    pub fn store(&self, hasher: &Hasher, cost: Argon2Cost, entropy: &dyn Entropy) -> Result<String, PasswordError> {
        match &self.stored {
            Stored::Foreign(foreign) if self.needs_wrapping() => {
                let over = hasher.hash_bytes(Zeroizing::new(foreign.digest.clone()), cost, entropy)?;
                Ok(wrapped(&*foreign.function, foreign.weakness.is_some(), &over))
            }
            stored => Ok(stored.to_text()),
        }
    }
}

fn prefix(weak: bool) -> &'static str {
    if weak { "weak-" } else { "wrapped-" }
}

fn wrapped(function: &dyn Function, weak: bool, argon2: &str) -> String {
    format!("${}{}{argon2}", prefix(weak), text::recipe(function))
}

impl Stored {
    /// The one text of it, which [`Stored::read`] reads.
    fn to_text(&self) -> String {
        match self {
            Self::Argon2(hash) => hash.to_string(),
            Self::Foreign(Foreign { function, digest, .. }) => function
                .own_text(digest)
                .unwrap_or_else(|| format!("${}${}", text::recipe(&**function), text::base64(digest))),
            Self::Wrapped { function, weak, argon2 } => wrapped(&**function, *weak, &argon2.to_string()),
        }
    }
}
