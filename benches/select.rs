//! `vestibule user show` in a home of 100,000 accounts: the whole process against the least that a program could do,
//! which opens the same file and reads the same row.
//!
//! Repeat it with `cargo bench --bench select`; it builds the baseline's program itself.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use support::home::{Home, address, folder};
use support::{Bound, Table};

const ACCOUNTS: u32 = 100_000;

/// Whose account is shown.
const SHOWN: u32 = 50_000;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("one account of 100,000, whole process") else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    let installed = |program: &Path, name: &str| install(program, &folder.path().join(name));
    let vestibule = installed(Path::new(env!("CARGO_BIN_EXE_vestibule")), "vestibule");
    let baseline = installed(&example("baseline_select"), "baseline");
    let home = Home::real(folder.path().join("home"), ACCOUNTS);
    // A process that still had the home open would spare the others from making and removing the log.
    let Home { folder: home, service } = home;
    drop(service);
    table.compare(
        "user show / select",
        Bound::TimeAtMost(1.4),
        301,
        || {
            let mut command = Command::new(&vestibule);
            run(command.arg("--home").arg(&home).args(["user", "show", &address(SHOWN)]));
        },
        || {
            let mut command = Command::new(&baseline);
            run(command.arg(home.join("vestibule.db")).args(["users", "address_key", &address(SHOWN)]));
        },
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

/// Copies a program, as an installation does: a file that the linker has just written lies scattered in the page cache,
/// and starts slower than any that was copied or read from disk.
fn install(program: &Path, to: &Path) -> PathBuf {
    std::fs::copy(program, to).expect("the temporary folder takes a program");
    to.to_owned()
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stdin(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{command:?} failed");
}
