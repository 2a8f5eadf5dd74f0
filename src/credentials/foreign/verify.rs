//! Verifying at sign-in, at a cost that does not tell an imported hash from one of today.

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::{Foreign, ForeignError, Function, Stored};
use crate::credentials::password::{Hasher, PasswordError, Verdict, differs, prepared};
use crate::journey::policy::Argon2Cost;

impl Hasher {
    /// Compares a password with a stored text, which may be of any Argon2 function and version or of another
    /// system's scheme.
    ///
    /// A wrong password costs at least what `current` costs, however cheap the stored hash, so that the time
    /// does not tell accounts apart from one another or from none ([`Hasher::verify_nobody`]). Other systems
    /// hashed what was typed as it was, so that is compared before its NFC form where the two differ, for every
    /// account alike; what matches so is stale.
    ///
    /// # Errors
    /// [`PasswordError`], except for `TooLong` and `Entropy`: too long a password is a wrong one.
    pub fn verify(&self, password: &SecretString, stored: &str, current: Argon2Cost) -> Result<Verdict, PasswordError> {
        let Some(secret) = prepared(password) else { return self.verify_nobody(password, current) };
        if differs(password, &secret) {
            let typed = Zeroizing::new(password.expose_secret().as_bytes().to_vec());
            let verdict = self.verify_exact(typed, stored, current)?;
            if verdict.matches {
                return Ok(Verdict { stale: true, ..verdict });
            }
        }
        self.verify_exact(secret, stored, current)
    }

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
                Ok(Verdict { matches, stale: matches, is_partial: false })
            }
            Stored::Foreign(foreign) => Ok(self.verify_foreign(foreign, secret, current)?.0),
        }
    }

    fn digest(
        &self,
        function: Box<dyn Function>,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, PasswordError> {
        Ok(self.run(move |_| function.digest(&secret))?)
    }

    /// The verdict, and the work that went into it in blocks of Argon2.
    fn verify_foreign(
        &self,
        foreign: Foreign,
        secret: Zeroizing<Vec<u8>>,
        current: Argon2Cost,
    ) -> Result<(Verdict, u64), PasswordError> {
        let Foreign { function, digest, .. } = foreign;
        let work = function.work();
        let is_partial = function.ignores_some_of(&secret);
        let found = self.digest(function, secret)?;
        let mut spent = if found.is_some() { work } else { 0 };
        let matches = found.is_some_and(|found| bool::from(found.ct_eq(&digest)));
        if !matches {
            spent += self.spend(spent, current)?;
        }
        Ok((Verdict { matches, stale: matches, is_partial: matches && is_partial }, spent))
    }
}

impl From<ForeignError> for PasswordError {
    fn from(error: ForeignError) -> Self {
        Self::Stored(error)
    }
}

#[cfg(test)]
mod tests {
    use sha1::{Digest, Sha1};

    use super::super::testing::SAMPLES;
    use super::super::text;
    use super::*;
    use crate::credentials::foreign::{Dialect, Options, accept};
    use crate::credentials::testing::Constant;

    const CURRENT: Argon2Cost = Argon2Cost { m: 256, t: 2, p: 1 };

    fn secret(text: &str) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(text.as_bytes().to_vec())
    }

    #[test]
    fn c12_v6_3_8_a_wrong_password_costs_the_current_cost_whatever_the_scheme() {
        let hasher = Hasher::new(1);
        let mut plain = 0;
        for (text, dialect) in SAMPLES {
            let accepted = accept(text, &dialect(), Options { accept_weak: true }).unwrap();
            let Stored::Foreign(foreign) =
                Stored::read(&accepted.store(&hasher, CURRENT, &Constant(7)).unwrap()).unwrap()
            else {
                continue;
            };
            plain += 1;
            let expected = 512_u64.max(foreign.function.work());
            let (verdict, spent) = hasher.verify_foreign(foreign, secret("wrong"), CURRENT).unwrap();
            assert!(!verdict.matches && (expected - 8..=expected).contains(&spent), "{text} spends {spent}");
        }
        assert!(plain > 4, "{plain}");
    }

    #[test]
    fn c12_a_password_that_a_scheme_cannot_take_whole_costs_as_much() {
        let hasher = Hasher::new(1);
        for (text, dialect) in SAMPLES.iter().filter(|(text, _)| text.starts_with("$2b$")) {
            for password in ["x".repeat(73), "x\0".to_owned()] {
                let Stored::Foreign(foreign) = accept(text, &dialect(), Options::default()).unwrap().stored else {
                    panic!("{text}")
                };
                let (verdict, spent) = hasher.verify_foreign(foreign, secret(&password), CURRENT).unwrap();
                assert_eq!((verdict.matches, spent), (false, 512));
            }
        }
    }

    #[test]
    fn every_sample_verifies_and_is_stale() {
        let hasher = Hasher::new(1);
        for (text, dialect) in SAMPLES {
            let accepted = accept(text, &dialect(), Options { accept_weak: true }).unwrap();
            let stored = accepted.store(&hasher, CURRENT, &Constant(7)).unwrap();
            let verify = |password: &str| hasher.verify(&password.into(), &stored, CURRENT).unwrap();
            assert_eq!(verify("Tulip-Anchor-42"), Verdict { matches: true, stale: true, is_partial: false }, "{text}");
            assert!(!verify("tulip-Anchor-42").matches && !verify("").matches, "{text}");
        }
    }

    #[test]
    fn p10_an_imported_hash_takes_what_was_typed_and_becomes_stale() {
        let hasher = Hasher::new(1);
        let decomposed = "cafe\u{301}";
        for typed in [decomposed, "caf\u{e9}"] {
            let argon2 = hasher.hash_bytes(secret(typed), CURRENT, &Constant(7)).unwrap();
            let digest = text::base64(&Sha1::digest(format!("{typed}salt")));
            let ssha = format!("$sha1$pf=e1BBU1NXT1JEfXtTQUxUfQ==$c2FsdA==${digest}=");
            let accepted = accept(&ssha, &Dialect::Kratos, Options::default()).unwrap();
            for stored in [argon2, accepted.store(&hasher, CURRENT, &Constant(7)).unwrap()] {
                let verdict = hasher.verify(&decomposed.into(), &stored, CURRENT).unwrap();
                let wrapped = stored.starts_with("$wrapped");
                let stale = wrapped || typed == decomposed;
                assert_eq!(verdict, Verdict { matches: true, stale, is_partial: false }, "{stored}");
            }
        }
    }

    #[test]
    fn a_damaged_text_is_an_error_and_no_match() {
        let hasher = Hasher::new(1);
        // A shorter output of scrypt is the beginning of a longer one, and a whole hash.
        for (text, dialect) in SAMPLES.iter().filter(|(text, _)| !text.starts_with("$scrypt")) {
            let accepted = accept(text, &dialect(), Options { accept_weak: true }).unwrap();
            let stored = accepted.store(&hasher, CURRENT, &Constant(7)).unwrap();
            for end in 0..stored.len() {
                let verdict = hasher.verify_exact(secret("Tulip-Anchor-42"), &stored[..end], CURRENT);
                assert!(!verdict.is_ok_and(|verdict| verdict.matches), "{} of {stored}", end);
            }
        }
    }
}
