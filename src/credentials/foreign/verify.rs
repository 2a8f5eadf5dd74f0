//! Verifying at sign-in, at a cost that does not tell an imported hash from one of today.

use secrecy::zeroize::Zeroizing;
use subtle::ConstantTimeEq;

use super::{Foreign, ForeignError, Function, Stored};
use crate::credentials::password::{Hasher, PasswordError, Verdict};
use crate::journey::policy::Argon2Cost;

impl Hasher {
    /// Compares bytes as they are with a stored text of any scheme.
    ///
    /// A match of another scheme than Argon2id is always stale. The hash anew that follows it is the work of
    /// today's cost; a wrong password is given as much here.
    ///
    /// # Errors
    /// [`PasswordError::Stored`], [`PasswordError::Cost`] and [`PasswordError::Memory`].
    pub fn verify_exact(
        &self,
        secret: Zeroizing<Vec<u8>>,
        stored: &str,
        current: Argon2Cost,
    ) -> Result<Verdict, PasswordError> {
        match Stored::read(stored)? {
            Stored::Argon2(hash) => self.verify_bytes(secret, hash, current),
            Stored::Wrapped { function, argon2, .. } => {
                let digest = self.digest(function, secret)?;
                let inner = digest.unwrap_or_default();
                let impossible = inner.is_empty();
                let verdict = self.verify_bytes(inner, argon2, current)?;
                let matches = verdict.matches && !impossible;
                Ok(Verdict { matches, stale: matches })
            }
            Stored::Foreign(foreign) => self.verify_foreign(foreign, secret, current),
        }
    }

    fn digest(
        &self,
        function: Box<dyn Function>,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, PasswordError> {
        Ok(self.run(move |_| function.digest(&secret))?)
    }

    fn verify_foreign(
        &self,
        foreign: Foreign,
        secret: Zeroizing<Vec<u8>>,
        current: Argon2Cost,
    ) -> Result<Verdict, PasswordError> {
        let Foreign { function, digest, .. } = foreign;
        let mut spent = function.work();
        let found = self.digest(function, secret)?;
        if found.is_none() {
            spent = 0;
        }
        let matches = found.is_some_and(|found| bool::from(found.ct_eq(&digest)));
        if !matches {
            self.spend(spent, current)?;
        }
        Ok(Verdict { matches, stale: matches })
    }
}

impl From<ForeignError> for PasswordError {
    fn from(error: ForeignError) -> Self {
        Self::Stored(error)
    }
}
