//! How an import goes about its file: the options that `import` and `import plan` share.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;
use secrecy::ExposeSecret;

use crate::commands::progress::Wanted;
use crate::credentials::foreign::FirebaseScrypt;
use crate::error::Failure;
use crate::journey::policy::ProjectType;
use crate::service::import::{Delimiter, Field, Format, HashDialect, Key, OnConflict, Options, Reading};

#[derive(Debug, clap::Args)]
pub(super) struct HowArgs {
    /// The format: csv, jsonl, json, keycloak, kratos, firebase or auth0
    #[arg(long, value_parser = Format::from_str)]
    format: Option<Format>,
    /// What divides the cells of a CSV row: a character, tab, or auto
    #[arg(long, value_name = "CHAR", default_value = ",", value_parser = Delimiter::from_str)]
    delimiter: Delimiter,
    /// The hash parameters of a Firebase project, as its console shows them
    #[arg(long, value_name = "FILE")]
    hash_config: Option<PathBuf>,
    /// Whose way of writing hashes the column password_hash follows
    #[arg(long, value_enum, default_value = "standard")]
    hash_dialect: DialectArg,
    /// Take unsalted and MD5-based hashes too: wrapped in Argon2id at once, and marked
    #[arg(long)]
    accept_weak: bool,
    /// How a row finds its account
    #[arg(long, value_enum, default_value = "address")]
    key: KeyArg,
    /// What happens to an account that is there and would change
    #[arg(long, value_enum, default_value = "update")]
    on_conflict: OnConflictArg,
    /// The only fields that an update touches
    #[arg(long, value_name = "FIELD", value_delimiter = ',', value_parser = Field::from_str)]
    set_fields: Vec<Field>,
    /// Fields that an update never touches
    #[arg(long, value_name = "FIELD", value_delimiter = ',', value_parser = Field::from_str)]
    keep_fields: Vec<Field>,
    /// The kind of project of new accounts whose row does not say
    #[arg(long, value_name = "TYPE", default_value = "enterprise", value_parser = ProjectType::from_str)]
    project_type: ProjectType,
    /// What happens to accounts that the list no longer has
    #[arg(long, value_enum)]
    deprovision: Option<DeprovisionArg>,
    /// How many of a hundred accounts may go so
    #[arg(long, value_name = "PERCENT", default_value = "5%", value_parser = percent, requires = "deprovision")]
    max_deprovision: f64,
    /// Mail each new account without a password a one-time code for the first one
    #[arg(long)]
    invite: bool,
    /// How many invitations go out in a minute
    #[arg(long, value_name = "N", default_value = "60", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    invite_rate: u32,
    /// How to tell how far it is
    #[arg(long, value_enum, default_value = "auto")]
    pub(super) progress: Wanted,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DialectArg {
    /// PHC strings, Modular Crypt Format, LDAP's {SCHEME}
    Standard,
    /// Ory Kratos: ln= of scrypt is N
    Kratos,
    /// Django: algorithm$iterations$salt$hash
    Django,
    /// Passlib
    Passlib,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KeyArg {
    /// By its address
    Address,
    /// By its id in the list; an account without one is found by its address once
    ExternalId,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OnConflictArg {
    /// It stays as it is
    Skip,
    /// It is updated
    Update,
    /// Nothing at all is imported
    Fail,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DeprovisionArg {
    /// They are disabled
    Disable,
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').parse::<f64>().ok().filter(|n| (0.0..=100.0).contains(n));
    number.ok_or_else(|| "give 0% to 100%".to_owned())
}

impl HowArgs {
    /// The format named, or that of the file's ending.
    pub(super) fn format(&self, file: &Path) -> Result<Format, Failure> {
        self.format.or_else(|| Format::of_name(&file.to_string_lossy())).ok_or_else(|| {
            Failure::usage(
                format!("The name {} does not say its format.", file.display()),
                "Name it with --format; `vestibule import formats` lists them.",
            )
        })
    }

    pub(super) fn reading(&self) -> Result<Reading, Failure> {
        Ok(Reading { delimiter: self.delimiter, firebase: hash_config(self.hash_config.as_deref())? })
    }

    pub(super) fn options(&self, temporary: bool) -> Options {
        let words = |fields: &[Field]| fields.iter().map(|field| field.as_str().to_owned()).collect();
        Options {
            key: match self.key {
                KeyArg::Address => Key::Address,
                KeyArg::ExternalId => Key::ExternalId,
            },
            on_conflict: match self.on_conflict {
                OnConflictArg::Skip => OnConflict::Skip,
                OnConflictArg::Update => OnConflict::Update,
                OnConflictArg::Fail => OnConflict::Fail,
            },
            set_fields: words(&self.set_fields),
            keep_fields: words(&self.keep_fields),
            hash_dialect: match self.hash_dialect {
                DialectArg::Standard => HashDialect::Standard,
                DialectArg::Kratos => HashDialect::Kratos,
                DialectArg::Django => HashDialect::Django,
                DialectArg::Passlib => HashDialect::Passlib,
            },
            accept_weak: self.accept_weak,
            project_type: self.project_type,
            deprovision: self.deprovision.map(|_| self.max_deprovision),
            invite: self.invite,
            invite_rate: self.invite_rate,
            temporary,
        }
    }
}

/// The hash parameters of a Firebase project, from their file.
pub(super) fn hash_config(path: Option<&Path>) -> Result<Option<FirebaseScrypt>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = crate::commands::read_file(path)?;
    let parsed = FirebaseScrypt::parse(text.expose_secret());
    parsed.map(Some).map_err(|problem| {
        Failure::usage(
            format!("The file {} cannot be used: {problem}.", path.display()),
            "It must have algorithm, base64_signer_key, base64_salt_separator, rounds and mem_cost.",
        )
    })
}
