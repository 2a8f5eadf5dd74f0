//! What an import came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::field::Fault;

/// How many rejects are kept; a file with more is refused whole.
pub(super) const MOST_REJECTS: usize = 100_000;

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// The line in the file that the row begins on, counted from 1.
    pub line: u64,
    /// The field; `row` where it is the row as a whole.
    pub field: String,
    /// What is wrong, as one word.
    pub code: String,
    /// What is wrong, as sentences.
    pub message: String,
}

impl Reject {
    pub(super) fn new(line: u64, fault: Fault) -> Self {
        Self { line, field: fault.field, code: fault.code.to_owned(), message: fault.message }
    }
}

/// The counts of an import. `read` is the sum of the four others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Rows read.
    pub read: u64,
    /// Accounts made.
    pub created: u64,
    /// Accounts changed.
    pub updated: u64,
    /// Rows that change nothing.
    pub unchanged: u64,
    /// Rows that cannot be.
    pub rejected: u64,
    /// Everything that is wrong, in the order of the rows.
    pub rejects: Vec<Reject>,
    /// Accounts disabled for not being in the list, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprovisioned: Option<u64>,
}

/// Which accounts an outcome lists one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// None: what is listed takes memory.
    Nothing,
    /// Those that are there and change.
    Changes,
    /// New ones too.
    All,
}

/// What a row does to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The line of the row; 0 for an account that is in no row.
    pub line: u64,
    /// The account's address.
    pub address: String,
    /// `create`, `update` or `disable`.
    pub action: String,
    /// What an update changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// One field's change. Of a secret only its kind is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it is.
    pub before: Option<String>,
    /// What it becomes.
    pub after: Option<String>,
}

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The counts and rejects.
    pub report: Report,
    /// What is done to each account, where that was asked for.
    pub changes: Vec<Change>,
    /// What the file carries that has no home here, by its name, and how often.
    pub not_imported: BTreeMap<String, u64>,
    /// The addresses of new accounts with the temporary passwords made for them.
    pub temporary: Vec<(String, secrecy::SecretString)>,
    /// Invitations queued.
    pub invited: u64,
    /// SHA-256 of the file as it was read.
    pub file: [u8; 32],
    /// A digest of everything that is done.
    pub(super) actions: [u8; 32],
    /// A digest of the accounts as they were before.
    pub(super) accounts: [u8; 32],
}
