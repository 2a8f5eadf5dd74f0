//! A plan: what an import would do, written down and signed by the home, to be looked at before it is done.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::ImportFile;
use super::csv::Delimiter;
use super::error::ImportError;
use super::options::Options;
use super::report::{Change, Outcome, Report};
use crate::credentials::keyring::{Keyring, Purpose};
use crate::service::{ServiceError, Work};

/// The version of the plan's own form.
const VERSION: u32 = 1;

/// A plan.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The version of this form.
    pub plan: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// The file, by its full path.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub file_digest: String,
    /// Its format, as `--format` names it.
    pub format: String,
    /// What divides its cells where it is CSV, as `--delimiter` names it; a comma where it is not said.
    #[serde(default = "comma", skip_serializing_if = "is_comma")]
    pub delimiter: String,
    /// What the import was told.
    pub options: Options,
    /// The counts and rejects.
    #[serde(rename = "counts")]
    pub report: Report,
    /// What each update changes, and which accounts are disabled.
    pub changes: Vec<Change>,
    /// What the file carries that has no home here, and how often.
    pub not_imported: BTreeMap<String, u64>,
    /// A digest of the accounts as the plan found them.
    pub accounts: String,
    /// A digest of everything that is to be done.
    pub actions: String,
    /// The home's signature over all of it.
    pub signature: String,
}

impl Plan {
    /// Writes a plan down and signs it.
    pub(super) fn new(
        outcome: Outcome,
        path: String,
        file: &ImportFile,
        options: &Options,
        (now, keyring): (Timestamp, &Keyring),
    ) -> Self {
        let mut plan = Self {
            plan: VERSION,
            made_at: now,
            file: path,
            file_digest: HEXLOWER.encode(&outcome.file),
            format: file.format.as_str().to_owned(),
            delimiter: file.reading.delimiter.to_string(),
            options: options.clone(),
            report: outcome.report,
            changes: outcome.changes,
            not_imported: outcome.not_imported,
            accounts: HEXLOWER.encode(&outcome.accounts),
            actions: HEXLOWER.encode(&outcome.actions),
            signature: String::new(),
        };
        plan.signature = HEXLOWER.encode(&plan.mac(keyring));
        plan
    }

    fn mac(&self, keyring: &Keyring) -> [u8; 32] {
        let unsigned = Self { signature: String::new(), ..self.clone() };
        let text = serde_json::to_vec(&unsigned).expect("texts, numbers and lists of them are always JSON");
        keyring.mac(Purpose::ImportPlan, &[&text])
    }

    /// Reads a plan that this very home signed.
    ///
    /// # Errors
    /// [`ImportError::PlanInvalid`] for any other text.
    pub fn parse(text: &[u8], keyring: &Keyring) -> Result<Self, ImportError> {
        let invalid = |why: &str| ImportError::PlanInvalid(why.to_owned());
        let plan: Self =
            serde_json::from_slice(text).map_err(|_| invalid("is not one that `import plan` wrote, or was edited"))?;
        let signature = HEXLOWER.decode(plan.signature.as_bytes()).unwrap_or_default();
        let same = signature.len() == 32 && bool::from(plan.mac(keyring).as_slice().ct_eq(&signature));
        match (same, plan.plan) {
            (false, _) => Err(invalid("was edited, or another home signed it")),
            (true, VERSION) => Ok(plan),
            (true, _) => Err(invalid("was written by another release")),
        }
    }

    /// The file as it must be for the plan to hold.
    pub(super) fn holds_for(&self, file: &[u8; 32]) -> Result<(), ImportError> {
        match self.file_digest == HEXLOWER.encode(file) {
            true => Ok(()),
            false => Err(ImportError::PlanStale("the file was changed since")),
        }
    }

    /// Whether what is about to be committed is what was planned.
    pub(super) fn agrees(&self, outcome: &Outcome) -> Result<(), ImportError> {
        self.holds_for(&outcome.file)?;
        if self.accounts != HEXLOWER.encode(&outcome.accounts) {
            return Err(ImportError::PlanStale("accounts were added, changed or removed since"));
        }
        if self.actions != HEXLOWER.encode(&outcome.actions) || self.report != outcome.report {
            return Err(ImportError::PlanStale("what would be done now is something else"));
        }
        Ok(())
    }
}

fn comma() -> String {
    Delimiter::default().to_string()
}

fn is_comma(delimiter: &String) -> bool {
    *delimiter == comma()
}

/// A digest of every account, by which a change of any of them is noticed. Signing in changes none.
pub(super) fn accounts(work: &Work<'_>) -> Result<[u8; 32], ServiceError> {
    let mut hash = Sha256::new();
    work.db.each_user::<ServiceError>(|user| {
        let changed_at = user.password_changed_at.map(|at| at.as_millisecond()).unwrap_or(0);
        for part in [
            user.id.as_str(),
            &user.address,
            user.name.as_deref().unwrap_or("\0"),
            user.project_type.as_str(),
            user.state.as_str(),
            user.external_id.as_deref().unwrap_or("\0"),
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.update(changed_at.to_be_bytes());
        Ok(())
    })?;
    Ok(hash.finalize().into())
}
