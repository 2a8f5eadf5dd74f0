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
        self.0.lock().expect("nothing panics under this lock").fill_bytes(out);
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

/// A generator that gives out these bytes in turn, then never answers again.
pub struct Scripted(Mutex<Vec<u8>>);

impl Scripted {
    /// The bytes to give out.
    pub fn new(bytes: &[u8]) -> Self {
        Self(Mutex::new(bytes.to_vec()))
    }
}

impl Entropy for Scripted {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        let mut bytes = self.0.lock().expect("nothing panics under this lock");
        if bytes.len() < out.len() {
            return Err(EntropyError("the script is at its end".into()));
        }
        out.copy_from_slice(&bytes[..out.len()]);
        bytes.drain(..out.len());
        Ok(())
    }
}
