//! Threads of their own for password hashing. Each keeps its memory from one hash to the next, because
//! fresh memory costs the kernel nearly as much as the hash costs to compute.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use argon2::Block;

/// Blocks (KiB) that a worker keeps; what a costlier hash needed beyond it is given back at once.
const KEPT: usize = 256 * 1024;

/// The memory of a worker.
///
/// It is not wiped between hashes: Argon2 reads no block before it has written it, and what stays behind
/// is worth no more to a thief than the stored hash.
#[derive(Default)]
pub(super) struct Memory(Vec<Block>);

impl Memory {
    /// So many blocks, with anything in them; `None` where the system has no such memory.
    pub(super) fn blocks(&mut self, count: usize) -> Option<&mut [Block]> {
        if self.0.len() < count {
            self.0 = Vec::new();
            self.0.try_reserve_exact(count).ok()?;
            self.0.resize(count, Block::new());
        }
        self.0.get_mut(..count)
    }

    fn trim(&mut self) {
        if self.0.len() > KEPT {
            self.0 = Vec::new();
        }
    }
}

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    idle: usize,
    threads: Vec<JoinHandle<()>>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // No code that may panic runs under the lock, so a poisoned queue is still a sound one.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next job; `None` once the queue is closed.
    fn next(&self) -> Option<Job> {
        let mut queue = self.lock();
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.closed {
                return None;
            }
            queue.idle += 1;
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
    }

    fn work(&self) {
        let mut memory = Memory::default();
        while let Some(job) = self.next() {
            // The caller learns of a panic by getting no answer; the thread goes on to the next job.
            if catch_unwind(AssertUnwindSafe(|| job(&mut memory))).is_err() {
                memory = Memory::default();
            }
            memory.trim();
        }
    }
}

/// A set of threads that starts with the first job.
pub(super) struct Workers {
    shared: Arc<Shared>,
    limit: usize,
}

/// Where passwords are hashed.
pub(super) enum Place {
    /// On threads of their own, side by side.
    Threads(Workers),
    /// On the thread of the caller, one after the other.
    Here(Mutex<Memory>),
}

impl Place {
    /// Runs `job` there and waits for what it returns.
    pub(super) fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        match self {
            Self::Threads(workers) => workers.run(job),
            Self::Here(memory) => Ok(job(&mut memory.lock().unwrap_or_else(PoisonError::into_inner))),
        }
    }
}

/// A job was not done: no thread could be started, or it panicked.
#[derive(Debug)]
pub(super) struct NotDone;

impl Workers {
    /// At most `limit` threads, at least one; none is started yet.
    pub(super) fn new(limit: usize) -> Self {
        Self { shared: Arc::default(), limit: limit.max(1) }
    }

    /// Runs `job` on a worker and waits for what it returns.
    pub(super) fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.submit(Box::new(move |memory| {
            // A caller that no longer waits is no reason to stop the worker.
            let _ = answer.send(job(memory));
        }))?;
        answered.recv().map_err(|_| NotDone)
    }

    fn submit(&self, job: Job) -> Result<(), NotDone> {
        let mut queue = self.shared.lock();
        queue.jobs.push_back(job);
        if queue.idle < queue.jobs.len() && queue.threads.len() < self.limit {
            let shared = Arc::clone(&self.shared);
            match thread::Builder::new().name("password".into()).spawn(move || shared.work()) {
                Ok(thread) => queue.threads.push(thread),
                Err(_) if queue.threads.is_empty() => {
                    queue.jobs.clear();
                    return Err(NotDone);
                }
                Err(_) => {}
            }
        }
        drop(queue);
        self.shared.changed.notify_one();
        Ok(())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        let threads = {
            let mut queue = self.shared.lock();
            queue.closed = true;
            std::mem::take(&mut queue.threads)
        };
        self.shared.changed.notify_all();
        for thread in threads {
            // A worker cannot end by a panic, and if it did there would be nothing left to do about it.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(workers: &Workers) -> usize {
        workers.shared.lock().threads.len()
    }

    #[test]
    fn no_thread_starts_before_the_first_job_and_none_beyond_the_limit() {
        let workers = Workers::new(3);
        assert_eq!(threads(&workers), 0);
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| workers.run(|memory| memory.blocks(8).map(|blocks| blocks.len())).unwrap());
            }
        });
        assert!((1..=3).contains(&threads(&workers)));
    }

    #[test]
    fn jobs_run_side_by_side() {
        let workers = Workers::new(2);
        let meeting = Arc::new(std::sync::Barrier::new(2));
        std::thread::scope(|scope| {
            for _ in 0..2 {
                let meeting = Arc::clone(&meeting);
                // Each waits for the other, so one thread alone would never come to an end.
                scope.spawn(|| workers.run(move |_| meeting.wait().is_leader()).unwrap());
            }
        });
        assert_eq!(threads(&workers), 2);
    }

    #[test]
    fn a_panic_is_an_error_and_the_worker_goes_on() {
        let workers = Workers::new(1);
        assert!(workers.run(|_| panic!("for the test")).map(|(): ()| ()).is_err());
        assert_eq!(workers.run(|_| 7).unwrap(), 7);
        assert_eq!(threads(&workers), 1);
    }

    #[test]
    fn the_callers_thread_starts_no_other_and_keeps_its_memory() {
        let here = Place::Here(Mutex::default());
        let caller = thread::current().id();
        let run = || here.run(|memory| (thread::current().id(), memory.0.len(), memory.blocks(8).is_some())).unwrap();
        assert_eq!((run(), run()), ((caller, 0, true), (caller, 8, true)));
    }

    #[test]
    fn memory_is_kept_and_given_back_beyond_the_limit() {
        let mut memory = Memory::default();
        assert_eq!(memory.blocks(16).unwrap().len(), 16);
        assert_eq!(memory.blocks(8).unwrap().len(), 8);
        memory.trim();
        assert_eq!(memory.0.len(), 16);
        memory.0.resize(KEPT + 1, Block::new());
        memory.trim();
        assert!(memory.0.is_empty());
        assert!(memory.blocks(usize::MAX / Block::SIZE).is_none());
    }
}
