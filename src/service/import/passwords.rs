//! Passwords in the clear, and those made for people who come without one: hashed on every core before the transaction
//! begins, because a write lock may not be held for so long.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use secrecy::SecretString;

use super::field::Raw;
use super::options::Options;
use super::row::Checks;
use super::rows::Rows;
use super::run::Prepared;
use super::{Progress, Watch};
use crate::credentials::foreign::Accepted;
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
    what: What,
    salt: [u8; SALT],
}

enum What {
    /// A password that came with the row.
    Given(SecretString),
    /// A password that was made for the person.
    Made(SecretString),
    /// A hash too fast to be stored as it is.
    Fast(Accepted),
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
    let checks = Checks::read(work, options)?;
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
    let wraps = draft.hash.as_ref().is_some_and(|hash| hash.accepted.needs_wrapping());
    let makes = draft.hash.is_none() && options.temporary;
    if draft.password.is_none() && !wraps && !makes {
        return Ok(None);
    }
    let tied = draft.external_id.as_deref().map(|id| work.db.user_by_external_id(id)).transpose()?.flatten();
    let there = match tied {
        Some(user) => Some(user),
        None => work.db.user_by_address(draft.address.key())?,
    };
    let what = match (there, draft.hash, draft.password) {
        (Some(user), Some(hash), _) if user.imported_hash.as_deref() != Some(hash.digest.as_slice()) => {
            What::Fast(hash.accepted)
        }
        (Some(_), _, _) => return Ok(None),
        (None, Some(hash), _) => What::Fast(hash.accepted),
        (None, None, Some(password)) => What::Given(password),
        (None, None, None) => What::Made(temporary::draw(work.world)?),
    };
    let mut salt = [0; SALT];
    work.world.fill(&mut salt)?;
    Ok(Some(Job { line: draft.line, what, salt }))
}

fn hash(world: &World, jobs: Vec<Job>, all: &mut HashMap<u64, Prepared>) -> Result<(), ServiceError> {
    let (hasher, cost): (&Hasher, Argon2Cost) = (&world.hasher, world.policy.password.argon2);
    let jobs = Mutex::new(jobs);
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let work = || -> Result<Vec<(u64, Prepared)>, PasswordError> {
        let mut done = Vec::new();
        while let Some(Job { line, what, salt }) = next() {
            let salt = Drawn(salt);
            let (hash, made) = match what {
                What::Given(password) => (hasher.hash(&password, cost, &salt)?, None),
                What::Made(password) => (hasher.hash(&password, cost, &salt)?, Some(password)),
                What::Fast(accepted) => (accepted.store(hasher, cost, &salt)?, None),
            };
            done.push((line, Prepared { hash, made }));
        }
        Ok(done)
    };
    let hashed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..system::parallelism()).map(|_| scope.spawn(work)).collect();
        let answers = threads.into_iter().map(|thread| thread.join().unwrap_or(Err(PasswordError::Memory)));
        answers.collect::<Result<Vec<_>, _>>()
    })?;
    all.extend(hashed.into_iter().flatten());
    Ok(())
}
