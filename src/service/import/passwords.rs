//! Passwords in the clear, and those made for people who come without one: hashed on every core before the transaction
//! begins, because a write lock may not be held for so long.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use secrecy::SecretString;

use super::field::Raw;
use super::options::Options;
use super::row::Checks;
use super::run::Prepared;
use super::rows::Rows;
use super::{Progress, Watch};
use crate::credentials::password::{Hasher, PasswordError};
use crate::credentials::temporary;
use crate::journey::policy::Argon2Cost;
use crate::ports::{Entropy, EntropyError};
use crate::service::{ServiceError, Work, World};
use crate::system;

/// How many passwords are hashed before the next rows are read.
const BATCH: usize = 256;

/// Bytes of a salt.
const SALT: usize = 16;

struct Job {
    line: u64,
    password: SecretString,
    made: bool,
    salt: [u8; SALT],
}

/// A salt drawn ahead, so that in a simulation every password has its own whichever thread is faster.
struct Drawn([u8; SALT]);

impl Entropy for Drawn {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        let length = out.len().min(SALT);
        out[..length].copy_from_slice(&self.0[..length]);
        if length == out.len() { Ok(()) } else { Err(EntropyError("a salt is longer than was drawn".to_owned())) }
    }
}

/// Hashes what the accounts that are not there yet will need, by the line of their row.
pub(super) fn prepare(
    work: &Work<'_>,
    rows: &mut Rows,
    options: &Options,
    watch: &mut Watch<'_>,
) -> Result<HashMap<u64, Prepared>, ServiceError> {
    let checks = Checks::read(work)?;
    let mut all = HashMap::new();
    let mut jobs = Vec::with_capacity(BATCH);
    let mut read = 0;
    while let Some(raw) = rows.next()? {
        read += 1;
        if let Some(job) = job(work, &checks, raw, options)? {
            jobs.push(job);
        }
        if jobs.len() == BATCH {
            hash(work.world, std::mem::take(&mut jobs), &mut all)?;
            watch.tell(Progress::Hashing { rows: read });
        }
    }
    hash(work.world, jobs, &mut all)?;
    Ok(all)
}

fn job(work: &Work<'_>, checks: &Checks<'_>, raw: Raw, options: &Options) -> Result<Option<Job>, ServiceError> {
    let Ok(draft) = checks.check(raw) else { return Ok(None) };
    let made = draft.password.is_none();
    if made && (draft.hash.is_some() || !options.makes_passwords()) {
        return Ok(None);
    }
    let tied = draft.external_id.as_deref().map(|id| work.db.user_by_external_id(id)).transpose()?.flatten();
    if tied.is_some() || work.db.user_by_address(draft.address.key())?.is_some() {
        return Ok(None);
    }
    let password = match draft.password {
        Some(password) => password,
        None => temporary::draw(work.world)?,
    };
    let mut salt = [0; SALT];
    work.world.fill(&mut salt)?;
    Ok(Some(Job { line: draft.line, password, made, salt }))
}

fn hash(world: &World, jobs: Vec<Job>, all: &mut HashMap<u64, Prepared>) -> Result<(), ServiceError> {
    let (hasher, cost): (&Hasher, Argon2Cost) = (&world.hasher, world.policy.password.argon2);
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, String)>, PasswordError> {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { return Ok(done) };
            done.push((index, hasher.hash(&job.password, cost, &Drawn(job.salt))?));
        }
    };
    let hashed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..system::parallelism()).map(|_| scope.spawn(work)).collect();
        let answers = threads.into_iter().map(|thread| thread.join().unwrap_or(Err(PasswordError::Memory)));
        answers.collect::<Result<Vec<_>, _>>()
    })?;
    let mut hashes: HashMap<usize, String> = hashed.into_iter().flatten().collect();
    for (index, job) in jobs.into_iter().enumerate() {
        if let Some(hash) = hashes.remove(&index) {
            all.insert(job.line, Prepared { hash, made: job.made.then_some(job.password) });
        }
    }
    Ok(())
}
