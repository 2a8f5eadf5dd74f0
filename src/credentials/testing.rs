//! A seeded generator for the unit tests of this folder.

use std::sync::Mutex;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::ports::{Entropy, EntropyError};

/// Reproducible chance.
pub struct Seeded(Mutex<ChaCha20Rng>);

impl Seeded {
    /// A generator that depends on `seed` alone.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for Seeded {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        self.0.lock().unwrap().fill_bytes(out);
        Ok(())
    }
}

/// A generator that answers every request with the same byte.
pub struct Constant(pub u8);

impl Entropy for Constant {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        out.fill(self.0);
        Ok(())
    }
}

/// A generator that never answers.
pub struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError("broken for a test".into()))
    }
}
