//! Accounts in bulk. One import is one transaction: whatever ends it, all of it is there or nothing.

mod actions;
mod ahead;
mod csv;
mod deprovision;
mod error;
mod field;
mod foreign;
mod format;
mod hashes;
mod input;
mod options;
mod own;
mod passwords;
mod plan;
mod records;
mod report;
mod row;
mod rows;
mod run;
mod seen;
mod strict;
mod update;

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

pub use csv::{Delimiter, consents_cell, neutralised};
pub use error::ImportError;
pub use field::Field;
pub use foreign::metadata;
pub use format::{Described, Format};
pub use hashes::HashDialect;
pub use options::{Key, OnConflict, Options};
pub use plan::Plan;
pub use report::{Change, FieldChange, Listed, Outcome, Reject, Report};
pub use rows::Reading;

use input::{Position, Source};
use rows::Rows;
use run::{Aim, Prepared, Run};

use super::permission::Permission;
use super::{Service, ServiceError};
use crate::credentials::foreign::FirebaseScrypt;

/// Rows between two tellings of progress.
const TOLD_EVERY: u64 = 1_000;

/// The page cache of an import in KiB: rows come in no order, and their indexes are met all over.
pub const CACHE_KIB: u32 = 54 * 1024;

/// How many notices an import hands over itself; more wait for `mail send`.
const NOTICES_AT_ONCE: usize = 20;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Passwords are hashed.
    Hashing {
        /// Rows read.
        rows: u64,
    },
    /// Rows are worked through.
    Rows {
        /// Rows read.
        rows: u64,
        /// Bytes read of the file, packed as it is.
        bytes: u64,
    },
}

/// What is done with an outcome just before it is committed; an error leaves nothing behind.
pub type BeforeCommit<'a> = &'a mut dyn FnMut(&Outcome) -> Result<(), ServiceError>;

/// Who is told of progress.
pub struct Watch<'a>(Box<dyn FnMut(Progress) + 'a>);

impl<'a> Watch<'a> {
    /// Tells this.
    pub fn new(tell: impl FnMut(Progress) + 'a) -> Self {
        Self(Box::new(tell))
    }

    /// Tells nobody.
    pub fn nobody() -> Self {
        Self::new(|_| {})
    }

    fn tell(&mut self, progress: Progress) {
        (self.0)(progress);
    }
}

/// A file to import, with the way to read it.
pub struct ImportFile {
    source: Source,
    format: Format,
    reading: Reading,
}

impl ImportFile {
    /// Opens a plain file; no link, pipe or device.
    ///
    /// # Errors
    /// [`ImportError::File`] where it is something else, or too large.
    pub fn open(path: &Path, format: Format, reading: Reading) -> Result<Self, ImportError> {
        Ok(Self { source: Source::open(path)?, format, reading })
    }

    /// Takes a stream, by way of an unnamed file in `folder`.
    ///
    /// # Errors
    /// [`ImportError::File`] where it cannot be read or is too long.
    pub fn spool(from: impl Read, folder: &Path, format: Format, reading: Reading) -> Result<Self, ImportError> {
        Ok(Self { source: Source::spool(from, folder)?, format, reading })
    }

    /// Its size as it lies there, in bytes.
    pub fn size(&self) -> u64 {
        self.source.size
    }

    /// Reads every row and looks at nothing that it says: how many there are, and what is wrong in reading them.
    ///
    /// # Errors
    /// [`ImportError::File`] where the file cannot be read as what it should be.
    pub fn scan(&self) -> Result<(u64, Vec<Reject>), ImportError> {
        let mut rows = self.rows(&Position::default())?;
        let (mut read, mut rejects) = (0, Vec::new());
        while let Some(raw) = rows.next()? {
            read += 1;
            rejects.extend(raw.faults.into_iter().map(|fault| Reject::new(raw.line, fault)));
        }
        Ok((read, rejects))
    }

    fn rows(&self, position: &Position) -> Result<Rows, ImportError> {
        Rows::open(&self.source, self.format, &self.reading, position)
    }
}

impl Service {
    /// Imports a file.
    ///
    /// # Errors
    /// [`ServiceError::Import`] where the file as a whole cannot be; nothing is imported then.
    pub fn import(
        &mut self,
        file: &ImportFile,
        options: &Options,
        watch: &mut Watch<'_>,
        before_commit: BeforeCommit<'_>,
    ) -> Result<Outcome, ServiceError> {
        self.permit(Permission::UserImport)?;
        self.apply(file, options, None, watch, before_commit)
    }

    /// Takes what the command draws after a preview, so that it draws nothing twice.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn ready_to_ask(&mut self) -> Result<(), ServiceError> {
        self.permit(Permission::UserImport)?;
        self.ready()
    }

    /// Says what an import would do, and changes nothing.
    ///
    /// # Errors
    /// As [`Service::import`].
    pub fn preview_import(
        &mut self,
        file: &ImportFile,
        options: &Options,
        listed: Listed,
        watch: &mut Watch<'_>,
    ) -> Result<Outcome, ServiceError> {
        self.permit(Permission::UserImport)?;
        self.look(file, options, listed, false, watch)
    }

    fn look(
        &mut self,
        file: &ImportFile,
        options: &Options,
        listed: Listed,
        is_planned: bool,
        watch: &mut Watch<'_>,
    ) -> Result<Outcome, ServiceError> {
        let mut outcome = None;
        let rolled_back = self.write::<()>(|work| {
            let run = Run::new(work, options, Aim::Look, listed, is_planned)?;
            outcome = Some(pass(file, run, watch, &mut false)?);
            // Only an error makes a transaction leave nothing behind.
            Err(ServiceError::Conflict)
        });
        self.queued.borrow_mut().clear();
        match (outcome, rolled_back) {
            (Some(outcome), _) => Ok(outcome),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(ServiceError::Conflict),
        }
    }

    /// Writes a plan of what an import would do, and changes nothing.
    ///
    /// # Errors
    /// As [`Service::import`].
    pub fn plan_import(
        &mut self,
        path: &Path,
        file: &ImportFile,
        options: &Options,
        watch: &mut Watch<'_>,
    ) -> Result<Plan, ServiceError> {
        self.permit(Permission::UserImport)?;
        let outcome = self.look(file, options, Listed::Changes, true, watch)?;
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let by = (self.now(), &self.world.keyring);
        Ok(Plan::new(outcome, whole.display().to_string(), file, options, by))
    }

    /// Does what a plan says, and nothing else.
    ///
    /// # Errors
    /// [`ImportError::PlanStale`] where the file or an account is not what it was; nothing is imported then.
    pub fn apply_plan(
        &mut self,
        plan: &Plan,
        firebase: Option<FirebaseScrypt>,
        watch: &mut Watch<'_>,
        before_commit: BeforeCommit<'_>,
    ) -> Result<Outcome, ServiceError> {
        self.permit(Permission::UserImport)?;
        let delimiter = plan.delimiter.parse().map_err(|_| ImportError::PlanInvalid("divides no cells".to_owned()))?;
        let reading = Reading { delimiter, firebase };
        let format = plan.format.parse().map_err(|_| ImportError::PlanInvalid("names no format".to_owned()))?;
        let file = ImportFile::open(Path::new(&plan.file), format, reading)?;
        // What is applied is held against the plan as it was read; this only says so sooner.
        plan.holds_for(&file.source.digest()?)?;
        self.apply(&file, &plan.options, Some(plan), watch, before_commit)
    }

    fn apply(
        &mut self,
        file: &ImportFile,
        options: &Options,
        plan: Option<&Plan>,
        watch: &mut Watch<'_>,
        before_commit: BeforeCommit<'_>,
    ) -> Result<Outcome, ServiceError> {
        self.read(|work| Ok(work.db.set_cache(CACHE_KIB)?))?;
        self.ready()?;
        let mut prepared = Passwords::default();
        let announced = file.rows(&Position::default())?.announce_passwords();
        let mut hashing = announced || options.temporary;
        loop {
            if hashing {
                prepared = self.prepare(file, options, watch)?;
            }
            let mut needs_hashes = false;
            let done = self.write(|work| {
                let aim = Aim::Apply(&mut prepared.by_line);
                let run = Run::new(work, options, aim, Listed::Nothing, plan.is_some())?;
                let done = pass(file, run, watch, &mut needs_hashes)?;
                if let Some(plan) = plan {
                    plan.agrees(&done)?;
                }
                if prepared.of.is_some_and(|other| other != done.file) {
                    return Err(ImportError::Changed.into());
                }
                before_commit(&done)?;
                Ok(done)
            });
            // An account may have gone between hashing and importing, once; then hashing begins anew.
            if needs_hashes && !hashing {
                hashing = true;
                continue;
            }
            let done = done?;
            if self.queued.borrow().len() > NOTICES_AT_ONCE {
                self.queued.borrow_mut().clear();
            }
            self.deliver_queued();
            return Ok(done);
        }
    }

    fn prepare(
        &mut self,
        file: &ImportFile,
        options: &Options,
        watch: &mut Watch<'_>,
    ) -> Result<Passwords, ServiceError> {
        let position = Position::default();
        let mut rows = file.rows(&position)?;
        let by_line = self.read(|work| passwords::prepare(work, &mut rows, options, watch))?;
        Ok(Passwords { by_line, of: Some(rows.digest(&file.source, &position)?) })
    }
}

/// Passwords made ready before the transaction.
#[derive(Default)]
struct Passwords {
    by_line: HashMap<u64, Prepared>,
    /// SHA-256 of the file that they were read from.
    of: Option<[u8; 32]>,
}

/// Works through every row.
fn pass(
    file: &ImportFile,
    mut run: Run<'_, '_>,
    watch: &mut Watch<'_>,
    needs_hashes: &mut bool,
) -> Result<Outcome, ServiceError> {
    let checks = run.checks()?;
    let (mut read, mut bytes) = (0, 0);
    let digest = std::thread::scope(|scope| {
        let (handfuls, reading) = ahead::read(scope, file, &checks);
        for handful in handfuls {
            bytes = handful.bytes;
            for checked in handful.rows {
                if let Err(error) = run.row(checked) {
                    *needs_hashes = run.needs_hashes;
                    return Err(error);
                }
                read += 1;
                if read % TOLD_EVERY == 0 {
                    watch.tell(Progress::Rows { rows: read, bytes });
                }
            }
        }
        match reading.join() {
            Ok(digest) => Ok::<_, ServiceError>(digest?),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })?;
    run.deprovision()?;
    watch.tell(Progress::Rows { rows: read, bytes });
    run.finish(&digest)
}
