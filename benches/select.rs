//! `vestibule user show` in a home of 100,000 accounts: the whole process against the least that a program could do,
//! which opens the same file and reads the same row.
//!
//! Repeat it with `cargo bench --bench select`; it builds the baseline's program itself.

mod support;

use std::process::{Command, ExitCode};

use support::home::{Home, address, folder};
use support::process::{self, run};
use support::{Bound, Table};

const ACCOUNTS: u32 = 100_000;

/// Whose account is shown.
const SHOWN: u32 = 50_000;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("one account of 100,000, whole process") else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    let vestibule = process::vestibule(folder.path());
    let baseline = process::baseline(folder.path(), "baseline_select");
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
