//! The fields of an account in a list, and a row as it was read, nothing of it checked yet.

use serde::Serialize;
use zeroize::Zeroizing;

use crate::credentials::foreign::Dialect;

macro_rules! fields {
    ($($(#[$doc:meta])* $Name:ident = $word:literal;)*) => {
        /// A field of an account; CSV headers and JSON keys are the same words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $Name,)* }

        impl Field {
            /// Every field, in the order in which an export writes them.
            pub const ALL: &'static [Self] = &[$(Self::$Name,)*];

            /// Its word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$Name => $word,)* }
            }
        }
    };
}

fields! {
    /// The mail address.
    Address = "address";
    /// The person's name.
    Name = "name";
    /// `enterprise` or `sme`.
    ProjectType = "project_type";
    /// The hash of the password, or `none`.
    PasswordHash = "password_hash";
    /// The password itself.
    Password = "password";
    /// `enabled` or `disabled`.
    State = "state";
    /// Whether the password must be changed at the next sign-in.
    Temporary = "temporary";
    /// The id in the list.
    ExternalId = "external_id";
    /// The secret of an authenticator app, in base32 or as a Key URI.
    TotpSecret = "totp_secret";
    /// Documents accepted, with version and time.
    Consents = "consents";
    /// When the account was made.
    CreatedAt = "created_at";
}

impl Field {
    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();
}

impl std::str::FromStr for Field {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().copied().find(|field| field.as_str() == word);
        found.ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|field| field.as_str()).collect();
            format!("{word:?} is no field; they are {}", known.join(", "))
        })
    }
}

impl Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What is wrong with one field of a row. It repeats nothing of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub field: String,
    pub code: &'static str,
    pub message: String,
}

impl Fault {
    pub(super) fn new(field: Field, code: &'static str, message: impl Into<String>) -> Self {
        Self { field: field.as_str().to_owned(), code, message: message.into() }
    }
}

/// One acceptance of a document, as a list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawConsent {
    pub document: String,
    pub version: String,
    pub accepted_at: Option<String>,
}

/// A row as it was read. Every value is wiped, because any of them may be a secret in the wrong column.
#[derive(Default)]
pub(super) struct Raw {
    /// The line in the file that it begins on, counted from 1.
    pub line: u64,
    /// What was given of each field.
    values: [Option<Zeroizing<String>>; Field::COUNT],
    /// The acceptances, where any were given.
    pub consents: Option<Vec<RawConsent>>,
    /// SHA-512 of the recovery codes that Keycloak drew.
    pub recovery: Vec<[u8; 64]>,
    /// What its authenticators are called, in their order.
    pub authenticator_names: Vec<Option<String>>,
    /// Whose way of writing hashes it follows, where its format says.
    pub dialect: Option<Dialect>,
    /// What was wrong already in reading it.
    pub faults: Vec<Fault>,
    /// What it carries that has no home here, by the name that its system has for it.
    pub not_imported: Vec<String>,
}

impl Raw {
    pub(super) fn at(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.values[field as usize].as_deref().map(String::as_str)
    }

    /// Sets a value; an empty one counts as not given.
    pub(super) fn set(&mut self, field: Field, value: impl Into<String>) {
        let value = Zeroizing::new(value.into());
        if !value.is_empty() {
            self.values[field as usize] = Some(value);
        }
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        let values = self.values.iter().flatten().map(|value| value.len());
        let faults = self.faults.iter().map(|fault| fault.field.len() + fault.message.len() + size_of::<Fault>());
        let consents = self.consents.iter().flatten().map(|one| one.document.len() + one.version.len());
        size_of::<Self>() + values.chain(faults).chain(consents).sum::<usize>()
    }

    pub(super) fn take(&mut self, field: Field) -> Option<Zeroizing<String>> {
        self.values[field as usize].take()
    }

    pub(super) fn wrong(&mut self, field: Field, code: &'static str, message: impl Into<String>) {
        self.faults.push(Fault::new(field, code, message));
    }
}
