//! Names of what is in the home, for a shell that completes them.

use super::permission::Permission;
use super::{Service, ServiceError};
pub use crate::store::Named;

/// The most that a shell is given at once.
const MOST: u32 = 100;

impl Service {
    /// The first names that begin with `typed`, at most 100. An address and an operator's name are
    /// compared in lower case.
    ///
    /// # Errors
    /// Where whoever asks may not see them, and [`ServiceError`] of the database.
    pub fn candidates(&self, of: Named, typed: &str) -> Result<Vec<String>, ServiceError> {
        let prefix =
            if matches!(of, Named::Account | Named::Operator) { typed.to_lowercase() } else { typed.to_owned() };
        self.permit_quietly(match of {
            Named::Account | Named::Device | Named::Document | Named::Session => Permission::UserRead,
            Named::Journey => Permission::JourneyRead,
            Named::Mail => Permission::MailRead,
            Named::Operator => Permission::OperatorRead,
            Named::Request => Permission::RequestRead,
        })?;
        let found = self.read(|work| Ok(work.db.candidates(of, &prefix, MOST)?))?;
        let fitting = |(shown, key): (String, String)| if shown.starts_with(typed) { shown } else { key };
        Ok(found.into_iter().map(fitting).filter(|name| name.starts_with(&prefix) || name.starts_with(typed)).collect())
    }
}
