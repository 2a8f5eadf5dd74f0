//! A clock that stands still and a generator that starts from a seed, for simulation homes alone.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::ports::{Clock, Entropy, EntropyError};

/// A clock that moves only when it is told to.
#[derive(Debug)]
pub struct SimulatedClock(AtomicI64);

impl SimulatedClock {
    /// A clock that shows `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_millisecond()))
    }

    /// Sets the clock.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

/// A generator whose bytes follow from a seed and the number of a stream.
#[derive(Debug)]
pub struct SeededEntropy {
    generator: Mutex<ChaCha20Rng>,
}

impl SeededEntropy {
    /// The generator of a seed, at the start of stream 0.
    pub fn new(seed: u64) -> Self {
        Self { generator: Mutex::new(ChaCha20Rng::seed_from_u64(seed)) }
    }

    /// Goes to the start of a stream. Each command of a simulation home takes a stream of its own.
    pub fn select(&self, stream: u64) {
        let mut generator = self.generator.lock().unwrap_or_else(PoisonError::into_inner);
        generator.set_stream(stream);
        generator.set_word_pos(0);
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        self.generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(out);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(entropy: &SeededEntropy) -> [u8; 16] {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes).expect("a seeded generator always answers");
        bytes
    }

    #[test]
    fn the_same_seed_and_stream_give_the_same_bytes() {
        let (a, b) = (SeededEntropy::new(7), SeededEntropy::new(7));
        a.select(3);
        draw(&b);
        b.select(3);
        assert_eq!(draw(&a), draw(&b));
    }

    #[test]
    fn another_seed_or_stream_gives_other_bytes() {
        let (a, b) = (SeededEntropy::new(7), SeededEntropy::new(8));
        let first = draw(&a);
        assert_ne!(first, draw(&b));
        a.select(1);
        assert_ne!(first, draw(&a));
    }
}
