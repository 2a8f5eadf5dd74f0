//! A simulation home in memory, for scripted runs: it leaves nothing behind.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::{LazyLock, OnceLock};

use jiff::Timestamp;

use super::home::source;
use super::{Service, ServiceError, Source, World};
use crate::credentials::keyring::Keyring;
use crate::credentials::password::Hasher;
use crate::journey::policy::Policy;
use crate::mail::config::MailConfig;
use crate::mail::template::Templates;
use crate::ports::Delivery;
use crate::simulated::{SeededEntropy, SimulatedClock};
use crate::store::{HomeRow, Lender, Mode, Store};

/// What a home in memory is made of.
pub struct MemoryHome {
    /// The policy in force.
    pub policy: Policy,
    /// The product's name and the sender of its mail.
    pub mail: MailConfig,
    /// The seed that every draw follows from.
    pub seed: u64,
    /// The first time that its clock shows.
    pub clock: Timestamp,
    /// What takes its mail.
    pub delivery: Arc<dyn Delivery>,
}

impl Service {
    /// Makes a simulation home in memory, in a database that the next one is lent after it.
    ///
    /// # Errors
    /// [`ServiceError::Mail`] where a value of the mail settings cannot be, and those of the database.
    pub fn in_memory(new: MemoryHome) -> Result<Self, ServiceError> {
        new.mail.validate().map_err(crate::mail::MailError::from)?;
        let seed = new.seed;
        let keyring = Keyring::draw(&SeededEntropy::new(seed))?;
        let mut service = Self::over(Lender::of_empty()?.lend()?, new, keyring, Templates::built_in())?;
        service.found(seed)?;
        Ok(service)
    }

    /// Ends a simulation home, whose database goes back to where it was lent.
    pub(super) fn end(self, lender: &Lender) {
        lender.take_back(self.store);
    }

    /// Writes the row that makes a database in memory a simulation home, and begins its audit trail.
    pub(super) fn found(&mut self, seed: u64) -> Result<(), ServiceError> {
        let now = self.world.now();
        let keyring = &self.world.keyring;
        self.store.write(|db| {
            db.insert_home(&HomeRow {
                mode: Mode::Simulation,
                key_check: keyring.check_value(Mode::Simulation.as_str()),
                created_at: now,
                latest_at: now,
                simulated_at: Some(now),
                simulation_seed: Some(i64::from_ne_bytes(seed.to_ne_bytes())),
            })?;
            super::audit::begin(db, keyring)
        })
    }

    /// A simulation home over a database in memory.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub(super) fn over(
        store: Store,
        new: MemoryHome,
        keyring: Keyring,
        templates: Templates,
    ) -> Result<Self, ServiceError> {
        let clock = SimulatedClock::new(new.clock);
        let entropy = SeededEntropy::new(new.seed);
        let world = World {
            policy: new.policy,
            mail: new.mail,
            templates,
            keyring,
            hasher: LazyLock::new(Hasher::here),
            source: Source::Simulated { clock, entropy: Box::new(entropy), selected: AtomicBool::new(false) },
            actor: LazyLock::new(|| "script".to_owned()),
            operator: OnceLock::new(),
            folder: None,
            delivery: Some(new.delivery),
        };
        Self::new(store, world)
    }

    /// Forgets everything that a process holds beside its database, as a crash does, and reads it anew from there.
    pub(super) fn restart(&mut self) -> Result<(), ServiceError> {
        self.world.source = source(&self.store.db().home()?);
        self.world.hasher = LazyLock::new(Hasher::here);
        self.queued.borrow_mut().clear();
        self.last_sent = super::mail::Sent::default();
        Ok(())
    }
}
