//! What an import is told to do beside the file.

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::hashes::HashDialect;
use crate::journey::policy::ProjectType;

/// How a row finds its account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// By its address.
    #[default]
    Address,
    /// By its id in the list.
    ExternalId,
}

/// What happens to a row whose account is there already and would change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// It stays as it is.
    Skip,
    /// It is updated.
    #[default]
    Update,
    /// Nothing at all is imported.
    Fail,
}

/// What an import is told to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// How a row finds its account.
    pub key: Key,
    /// What happens to accounts that are there already.
    pub on_conflict: OnConflict,
    /// The only fields that an update touches; empty for the usual ones.
    pub set_fields: Vec<String>,
    /// Fields that an update never touches.
    pub keep_fields: Vec<String>,
    /// Whose way of writing hashes the column password_hash follows.
    pub hash_dialect: HashDialect,
    /// Take unsalted and MD5-based hashes too, wrapped in Argon2id.
    pub accept_weak: bool,
    /// The kind of project of new accounts whose row does not say.
    pub project_type: ProjectType,
    /// Disable accounts that are not in the list, at most so many of a hundred.
    pub deprovision: Option<f64>,
    /// Mail everyone who gets an account without a password a code for the first one.
    pub invite: bool,
    /// How many invitations are sent in a minute.
    pub invite_rate: u32,
    /// Make temporary passwords for new accounts without one, to be given out otherwise.
    pub temporary: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            key: Key::default(),
            on_conflict: OnConflict::default(),
            set_fields: Vec::new(),
            keep_fields: Vec::new(),
            hash_dialect: HashDialect::default(),
            accept_weak: false,
            project_type: ProjectType::Enterprise,
            deprovision: None,
            invite: false,
            invite_rate: 60,
            temporary: false,
        }
    }
}

impl Options {
    /// Whether an update may touch a field that its row gives.
    pub(super) fn sets(&self, field: Field, is_enrolled: bool) -> bool {
        let named = |fields: &[String]| fields.iter().any(|name| name == field.as_str());
        if named(&self.keep_fields) {
            return false;
        }
        if !self.set_fields.is_empty() {
            return named(&self.set_fields);
        }
        match field {
            // A password in the clear cannot be compared without the work of a sign-in.
            Field::Password | Field::Temporary | Field::CreatedAt => false,
            Field::TotpSecret => !is_enrolled,
            _ => true,
        }
    }
}
