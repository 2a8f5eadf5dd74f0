//! Reading one account of many: the whole process against the least that a program could do.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use rusqlite::Connection;
use support::{Bound, Table};

const ACCOUNTS: u32 = 100_000;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("one account of 100,000, whole process") else {
        return ExitCode::SUCCESS;
    };
    let baseline = example("baseline_select");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the build folder can be written");
    let database = folder.path().join("accounts.db");
    fill(&database).expect("a database can be made");
    let select = |key: &str| {
        let mut command = Command::new(&baseline);
        command.arg(&database).args(["account", "address", key]);
        run(command);
    };
    // Until `user show` stands here, both sides are the baseline: the row shows the noise.
    table.compare(
        "select / select",
        Bound::TimeAtMost(1.4),
        101,
        || select("user50000@example.com"),
        || select("user50000@example.com"),
    );
    table.finish()
}

/// Builds an example as the benches are built, and says where it lies; `cargo bench` alone builds none.
fn example(name: &str) -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--release", "--quiet", "--example", name]).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(build.status().expect("cargo starts").success(), "the example {name} does not build");
    let bench = std::env::current_exe().expect("a running program has a path");
    let profile = bench.parent().and_then(Path::parent).expect("it lies under the profile's folder");
    profile.join("examples").join(name)
}

fn run(mut command: Command) {
    let status = command.stdout(Stdio::null()).stdin(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{command:?} failed");
}

fn fill(path: &Path) -> rusqlite::Result<()> {
    let mut database = Connection::open(path)?;
    database.execute_batch("CREATE TABLE account (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE) STRICT")?;
    let transaction = database.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO account (address) VALUES (?1)")?;
        for i in 0..ACCOUNTS {
            insert.execute([format!("user{i}@example.com")])?;
        }
    }
    transaction.commit()
}
