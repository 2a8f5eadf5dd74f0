//! Rows read and checked on a thread of their own, a little ahead of the one that writes them.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use super::ImportFile;
use super::error::ImportError;
use super::field::Fault;
use super::input::Position;
use super::row::{Checks, Draft};

/// Rows that are handed over together.
const TOGETHER: usize = 256;

/// What rows handed over together may weigh, in bytes, but for the last of them.
const WEIGHT: usize = 256 * 1024;

/// How many such handfuls wait.
const WAITING: usize = 4;

/// A row, checked.
pub(super) struct Checked {
    pub line: u64,
    /// What it carries that has no home here.
    pub not_imported: Vec<String>,
    /// What it says, or everything that is wrong with it.
    pub row: Result<Draft, Vec<Fault>>,
}

/// Rows checked together, and how far in the file they reach.
pub(super) struct Handful {
    pub rows: Vec<Checked>,
    /// Bytes read of the file, packed as it is.
    pub bytes: u64,
}

/// Begins reading a file; what is wrong with it as a whole comes after the rows before that. Whoever reads answers the
/// digest of every byte that the rows were made of.
pub(super) fn read<'s>(
    scope: &'s Scope<'s, '_>,
    file: &'s ImportFile,
    checks: &'s Checks<'_>,
) -> (Receiver<Handful>, ScopedJoinHandle<'s, Result<[u8; 32], ImportError>>) {
    let (sender, receiver) = sync_channel(WAITING);
    (receiver, scope.spawn(move || hand_over(file, checks, &sender)))
}

fn hand_over(file: &ImportFile, checks: &Checks<'_>, to: &SyncSender<Handful>) -> Result<[u8; 32], ImportError> {
    let position = Position::default();
    let mut rows = file.rows(&position)?;
    let (mut together, mut weight) = (Vec::with_capacity(TOGETHER), 0);
    loop {
        let next = rows.next();
        let is_over = !matches!(next, Ok(Some(_)));
        if is_over || together.len() == TOGETHER || weight > WEIGHT {
            let rows = std::mem::replace(&mut together, Vec::with_capacity(TOGETHER));
            weight = 0;
            // Whoever no longer listens has found something that ends the import.
            if to.send(Handful { rows, bytes: position.bytes() }).is_err() {
                return Ok([0; 32]);
            }
        }
        let Some(mut raw) = next? else { return rows.digest(&file.source, &position) };
        let (line, not_imported) = (raw.line, std::mem::take(&mut raw.not_imported));
        weight += raw.weight() + not_imported.iter().map(|name| name.len() + size_of::<String>()).sum::<usize>();
        together.push(Checked { line, not_imported, row: checks.check(raw) });
    }
}
