//! `vestibule user verify-hash`, and how commands are told where a hash comes from.

use std::fs;
use std::path::PathBuf;

use serde::Serialize;

use super::Context;
use crate::credentials::foreign::{self, Dialect, FirebaseScrypt, ForeignError, Options};
use crate::credentials::password::{Hasher, PasswordError, Verdict};
use crate::error::{Exit, Failure};
use crate::journey::policy::Argon2Cost;
use crate::system::SystemEntropy;

/// What goes over a fast hash for a comparison that stores nothing.
const PASSING: Argon2Cost = Argon2Cost { m: 8, t: 1, p: 1 };

/// Bytes of the longest file of Firebase parameters.
const LONGEST: u64 = 64 * 1024;

/// Where hashes come from.
#[derive(Debug, clap::Args)]
pub struct HashArgs {
    /// The system that wrote it
    #[arg(long, value_enum, default_value_t = DialectArg::Standard)]
    dialect: DialectArg,
    /// The file with the hash parameters of the Firebase project, as its console shows them (hash_config)
    #[arg(long, value_name = "FILE", required_if_eq("dialect", "firebase"))]
    firebase_parameters: Option<PathBuf>,
    /// Take unsalted and MD5-based hashes too
    #[arg(long)]
    accept_weak: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum DialectArg {
    /// PHC strings, Modular Crypt Format and {SCHEME} of LDAP
    Standard,
    /// Ory Kratos, where ln= of scrypt is N itself
    Kratos,
    /// Django
    Django,
    /// Passlib
    Passlib,
    /// A credential of a Keycloak realm export, as a JSON object
    Keycloak,
    /// An account of a Firebase export, as a JSON object
    Firebase,
}

impl HashArgs {
    /// The dialect; the file of Firebase parameters is read.
    ///
    /// # Errors
    /// A usage [`Failure`] where the file cannot be read or understood.
    pub fn dialect(&self) -> Result<Dialect, Failure> {
        Ok(match self.dialect {
            DialectArg::Standard => Dialect::Standard,
            DialectArg::Kratos => Dialect::Kratos,
            DialectArg::Django => Dialect::Django,
            DialectArg::Passlib => Dialect::Passlib,
            DialectArg::Keycloak => Dialect::Keycloak,
            DialectArg::Firebase => Dialect::Firebase(self.firebase()?),
        })
    }

    /// What is accepted beyond the rule.
    pub fn options(&self) -> Options {
        Options { accept_weak: self.accept_weak }
    }

    fn firebase(&self) -> Result<FirebaseScrypt, Failure> {
        let Some(path) = &self.firebase_parameters else {
            return Err(Failure::usage(
                "The hash parameters of the Firebase project are missing.",
                "Copy them from the project's console into a file and name it with --firebase-parameters.",
            ));
        };
        let short = fs::metadata(path).is_ok_and(|found| found.len() <= LONGEST);
        let block = short.then(|| fs::read_to_string(path).ok()).flatten().ok_or_else(|| {
            Failure::usage(format!("{} cannot be read.", path.display()), "Name the file with --firebase-parameters.")
        })?;
        FirebaseScrypt::parse(&block).map_err(|error| {
            Failure::usage(
                format!("{} is not what the console of Firebase shows: {error}.", path.display()),
                "It has algorithm, base64_signer_key, base64_salt_separator, rounds and mem_cost, a line each.",
            )
        })
    }
}

/// Check a password against a hash, without an account and without a home.
///
/// For hashes of other systems before they are imported: shows whether the hash is read as what it is, and whether the
/// password is the one behind it. Nothing is stored.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  printf %s \"$PASSWORD\" | vestibule user verify-hash --password-stdin '$2b$12$…'
  printf %s \"$PASSWORD\" | vestibule user verify-hash --password-stdin --dialect django 'pbkdf2_sha256$870000$…'

Exit codes: 0 it is the password · 2 usage · 3 it is another one, or the hash is refused (help errors: hash_…)

Next: vestibule user list --hash-scheme bcrypt shows whose password is still kept that way.")]
pub struct VerifyHashArgs {
    /// The hash
    hash: String,
    /// Read the password from stdin
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    from: HashArgs,
}

#[derive(Serialize)]
struct Verified {
    matches: bool,
    scheme: String,
    wrapped: bool,
    weak: bool,
    partial: bool,
}

/// Runs the command.
///
/// # Errors
/// A [`Failure`] that says what is wrong with the hash, or that the password is another one.
pub fn verify(context: &Context, args: &VerifyHashArgs) -> Result<(), Failure> {
    let dialect = args.from.dialect()?;
    let accepted = foreign::accept(&args.hash, &dialect, args.from.options()).map_err(|error| refused(&error))?;
    let password = context.current_password(args.password_stdin)?;
    let hasher = Hasher::new(1);
    let verdict = accepted
        .store(&hasher, PASSING, &SystemEntropy)
        .and_then(|stored| hasher.verify(&password, &stored, PASSING))
        .map_err(|error| not_computed(&error))?;
    let Verdict { matches, is_partial, .. } = verdict;
    if !matches {
        return Err(Failure::new(
            Exit::Refused,
            "hash_mismatch",
            format!("It is not the password of this {} hash.", accepted.scheme()),
            "Check the password, and that --dialect names the system that wrote the hash.",
        ));
    }
    let (scheme, weak) = (accepted.scheme(), accepted.is_weak());
    let wrapped = scheme.starts_with("wrapped-") || weak;
    if is_partial {
        context
            .ui
            .warn("The hash knows the first 72 bytes of the password alone; who signs in with it owes a new one.");
    }
    context.ui.document(&Verified { matches, scheme, wrapped, weak, partial: is_partial }, |verified| {
        let how = if verified.wrapped { ": Argon2id over the old hash" } else { "" };
        format!("It is the password. An import keeps it as {}{how}.", verified.scheme)
    })
}

fn refused(error: &ForeignError) -> Failure {
    let hint = match error {
        ForeignError::Weak(_) => "Take it with --accept-weak, or let the person choose a new password.",
        ForeignError::Cost { .. } => "Let the person choose a new password.",
        _ => "Name the system that wrote it with --dialect, and check that the hash is whole.",
    };
    Failure::new(Exit::Refused, error.code(), format!("The hash is refused: {error}."), hint)
}

fn not_computed(error: &PasswordError) -> Failure {
    Failure::new(Exit::Unavailable, "hash_not_computed", format!("{error}."), "Free some memory and run it again.")
}

/// Takes the name of a scheme and gives the pattern of its texts.
///
/// # Errors
/// A sentence for a name that is no scheme's.
pub fn pattern(scheme: &str) -> Result<String, String> {
    foreign::pattern_of(scheme).ok_or_else(|| {
        "it is no scheme; `vestibule user show` names an account's, such as argon2id, bcrypt or wrapped-sha1".to_owned()
    })
}
