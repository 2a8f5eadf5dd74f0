//! Bare single-row commits, WAL and `synchronous=FULL`: what a journey step without hashing is held against.

mod support;

use std::path::Path;
use std::process::ExitCode;

use rusqlite::{Connection, TransactionBehavior};
use support::{Bound, Table};

const COMMITS_A_ROUND: usize = 50;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("one commit, WAL, synchronous=FULL") else {
        return ExitCode::SUCCESS;
    };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the build folder can be written");
    let mut ours = open(&folder.path().join("ours.db")).expect("a database can be made");
    let mut baseline = open(&folder.path().join("baseline.db")).expect("a database can be made");
    // Until the journey's step stands here, both sides are the baseline: the row shows the noise.
    let medians = table.compare(
        "bare commit / bare commit",
        Bound::RateAtLeast(0.8),
        41,
        || commits(&mut ours).expect("a row can be written"),
        || commits(&mut baseline).expect("a row can be written"),
    );
    table.note(&format!("{:.0} commits a second", COMMITS_A_ROUND as f64 / medians.baseline.as_secs_f64()));
    table.finish()
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let database = Connection::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute_batch("CREATE TABLE step (id INTEGER PRIMARY KEY, event TEXT NOT NULL) STRICT")?;
    Ok(database)
}

fn commits(database: &mut Connection) -> rusqlite::Result<()> {
    for _ in 0..COMMITS_A_ROUND {
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.prepare_cached("INSERT INTO step (event) VALUES (?1)")?.execute(["code_requested"])?;
        transaction.commit()?;
    }
    Ok(())
}
