//! What the program can do: one file a capability, each in the order load → expire → check → step → commit →
//! deliver. Every rule that needs both the machine and the database lives here.

pub mod access;
pub mod accounts;
pub mod activation;
pub mod addresses;
pub mod assess;
pub mod audit;
pub mod candidates;
pub mod clock;
pub mod config;
pub mod consents;
pub mod devices;
pub mod doctor;
pub mod documents;
pub mod enrolment;
mod error;
pub mod explain;
pub mod export;
mod facts;
pub mod files;
pub mod home;
pub mod impact;
pub mod import;
pub mod journey;
pub mod mail;
pub mod memory;
pub mod mfa;
pub mod nearest;
pub mod operators;
pub mod otp;
pub mod permission;
pub mod reason;
pub mod reset;
pub mod script;
pub mod sessions;
pub mod status;
mod throttle;

pub use error::ServiceError;

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use jiff::{SignedDuration, Timestamp};

use crate::credentials::keyring::Keyring;
use crate::credentials::password::Hasher;
use crate::credentials::rules::Blocklist;
use crate::journey::policy::Policy;
use crate::mail::config::MailConfig;
use crate::ports::{Clock, Delivery, Entropy, EntropyError};
use crate::simulated::{SeededEntropy, SimulatedClock};
use crate::store::{Change, Db, MailKey, Mode, Store};
use crate::system::{SystemClock, SystemEntropy};

/// How far behind the latest time seen the clock may be before it is not trusted.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Where time and chance come from.
pub enum Source {
    /// The machine's.
    System,
    /// A simulation's.
    Simulated {
        /// The clock, which moves only when told to.
        clock: SimulatedClock,
        /// The generator.
        entropy: Box<SeededEntropy>,
        /// Whether this process already took a stream of the generator.
        selected: AtomicBool,
    },
}

/// Everything that a capability needs beside the database. What costs look-ups in the system is made when it is first
/// used, so that a command that only reads does not pay for it.
pub struct World {
    /// The policy in force.
    pub policy: Policy,
    /// How mail is sent.
    pub mail: MailConfig,
    /// The texts of mails.
    pub templates: crate::mail::template::Templates,
    /// The home's keys.
    pub keyring: Keyring,
    /// The threads that hash passwords.
    pub hasher: LazyLock<Hasher>,
    /// Where time and chance come from.
    pub source: Source,
    /// The operating system's user who runs the program: `os:NAME`.
    pub actor: LazyLock<String>,
    /// The operator who does, once their session was found to hold.
    pub operator: OnceLock<access::Operator>,
    /// The home's folder; `None` in memory.
    pub folder: Option<PathBuf>,
    /// The transport, once it is open.
    pub delivery: Option<Arc<dyn Delivery>>,
}

/// An open home.
pub struct Service {
    store: Store,
    /// Everything beside the database.
    pub world: World,
    queued: RefCell<Vec<MailKey>>,
    last_sent: mail::Sent,
    access: access::Access,
    rehearsed: Option<Vec<Change>>,
}

/// One transaction's view of a home: its database, its time, and everything beside.
pub(crate) struct Work<'a> {
    pub db: Db<'a>,
    pub world: &'a World,
    pub now: Timestamp,
    queued: &'a RefCell<Vec<MailKey>>,
}

impl World {
    fn now(&self) -> Timestamp {
        match &self.source {
            Source::System => SystemClock.now(),
            Source::Simulated { clock, .. } => clock.now(),
        }
    }

    /// The time of a transaction: never before the latest that the home saw.
    fn at(&self, db: Db<'_>) -> Result<Timestamp, ServiceError> {
        let home = db.home()?;
        if let (Source::Simulated { clock, .. }, Some(at)) = (&self.source, home.simulated_at) {
            // Another process may have moved it while this one waited for a person.
            clock.set(at);
        }
        Ok(self.now().max(home.latest_at))
    }

    /// Real or simulation.
    pub fn mode(&self) -> Mode {
        match self.source {
            Source::System => Mode::Real,
            Source::Simulated { .. } => Mode::Simulation,
        }
    }

    /// The passwords refused for being common: the built-in ones and those of the policy's file.
    fn blocklist(&self) -> Result<Blocklist, ServiceError> {
        let Some(name) = &self.policy.password.blocklist else { return Ok(Blocklist::built_in()) };
        let path = self.folder.as_deref().map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
        let text = std::fs::read_to_string(&path).map_err(|error| ServiceError::File {
            path: path.display().to_string(),
            problem: format!("the blocklist of the policy cannot be read: {error}"),
        })?;
        Ok(Blocklist::built_in().with_file(&text))
    }

    /// Takes a stream of a simulation's generator, once a process.
    fn ready(&self, db: Db<'_>) -> Result<(), ServiceError> {
        if let Source::Simulated { entropy, selected, .. } = &self.source
            && !selected.swap(true, Ordering::SeqCst)
        {
            entropy.select(db.take_simulation_stream()?);
        }
        Ok(())
    }
}

impl Entropy for World {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        match &self.source {
            Source::System => SystemEntropy.fill(out),
            Source::Simulated { entropy, .. } => entropy.fill(out),
        }
    }
}

impl Service {
    fn new(store: Store, world: World) -> Result<Self, ServiceError> {
        let access = access::Access::of(store.db().has_operators()?);
        let (queued, last_sent) = (RefCell::default(), mail::Sent::default());
        Ok(Self { store, world, queued, last_sent, access, rehearsed: None })
    }

    /// From here on every act is tried and undone, and nothing is mailed.
    pub fn rehearse(&mut self) {
        self.rehearsed = Some(Vec::new());
    }

    /// What the acts since [`Service::rehearse`] would have changed; `None` where they were real.
    pub fn rehearsed(&self) -> Option<&[Change]> {
        self.rehearsed.as_deref()
    }

    /// Reads on one consistent view, without a write lock.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Work<'_>) -> Result<T, ServiceError>) -> Result<T, ServiceError> {
        self.access.check_declared()?;
        self.store.read(|db| work(&Work { db, world: &self.world, now: self.world.now(), queued: &self.queued }))
    }

    /// Runs `work` in a write transaction of its own beside what else this process does: for the session of who acts.
    pub(crate) fn aside<T>(&self, work: impl FnOnce(&Work<'_>) -> Result<T, ServiceError>) -> Result<T, ServiceError> {
        self.store.write_aside(|db| {
            let now = self.world.at(db)?;
            work(&Work { db, world: &self.world, now, queued: &self.queued })
        })
    }

    /// Runs `work` in one write transaction. The time it sees never runs backwards, and a clock far behind the
    /// latest time seen stops it.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Work<'_>) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        self.write_at_any_time(|view| {
            let (now, latest) = (view.world.now(), view.now);
            if now.saturating_add(CLOCK_TOLERANCE).is_ok_and(|tolerated| tolerated < latest) {
                return Err(ServiceError::ClockUntrusted { now, latest });
            }
            work(view)
        })
    }

    /// As [`Service::write`], also where the clock is not trusted.
    fn write_at_any_time<T>(
        &mut self,
        work: impl FnOnce(&Work<'_>) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let Self { store, world, queued, access, rehearsed, .. } = self;
        let before = queued.borrow().len();
        let run = |db: Db<'_>| {
            let now = world.at(db)?;
            access.check_again(db, world, now)?;
            world.ready(db)?;
            work(&Work { db, world, now, queued })
        };
        let Some(changes) = rehearsed else {
            let done = store.write(run);
            if done.is_err() {
                tracing::warn!("what this transaction did was undone");
                queued.borrow_mut().truncate(before);
            }
            return done;
        };
        let tried = store.rehearse(run);
        tracing::warn!("only tried: what this transaction did was undone");
        queued.borrow_mut().truncate(before);
        tried.map(|(done, more)| {
            changes.extend(more);
            done
        })
    }

    /// Takes what a command needs of the generator before its first draw outside a transaction.
    pub(crate) fn ready(&mut self) -> Result<(), ServiceError> {
        match &self.world.source {
            Source::Simulated { selected, .. } if !selected.load(Ordering::SeqCst) => self.write(|_| Ok(())),
            _ => Ok(()),
        }
    }
}
