//! What is typed all day, in a home of a million accounts, whole process: against the least that a program could do,
//! which opens the same file and reads one row; and what needs no home, against a program that only greets.
//!
//! Repeat it with `cargo bench --bench everyday`; it builds the baselines itself, and needs about 1 GB on the disk of the
//! build for a while.

mod support;

use std::fs::{self, File};
use std::process::{Command, ExitCode, Stdio};

use support::home::{Home, address, folder};
use support::process::{self, run};
use support::{Bound, Table};
use vestibule::journey::screen::Data;

const ACCOUNTS: u32 = 1_000_000;

/// Who signs in, and whose account is shown.
const SHOWN: u32 = 500_000;

const BOUND: Bound = Bound::TimeAtMost(1.5);
const ROUNDS: usize = 201;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("every day, in a home of 1,000,000, whole process") else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    let vestibule = process::vestibule(folder.path());
    let [select, hello] = ["baseline_select", "baseline_hello"].map(|name| process::baseline(folder.path(), name));
    let mut home = Home::simulation(folder.path().join("home"), ACCOUNTS);
    let person = home.person(SHOWN);
    let signed_in = home.second_sign_in(&person).screen.data;
    let Data::SignedIn { session_token: Some(token), .. } = signed_in else { panic!("{signed_in:?}") };
    let file = folder.path().join("session.token");
    fs::write(&file, token).expect("the folder takes a token");
    // A process that still had the home open would spare the others from making and removing the log.
    let Home { folder: home, service } = home;
    drop(service);

    let shown = address(SHOWN);
    let words: [&[&str]; 4] =
        [&["user", "show", &shown], &["user", "list"], &["otp", "status", &shown], &["session", "check"]];
    for words in words {
        table.compare(
            &format!("{} / select", words[..2].join(" ")),
            BOUND,
            ROUNDS,
            || {
                let input = File::open(&file).expect("it was written above");
                let mut command = Command::new(&vestibule);
                // It warns that the home is a simulation.
                run(command.arg("--home").arg(&home).args(words).stdin(input).stderr(Stdio::null()));
            },
            || run(Command::new(&select).arg(home.join("vestibule.db")).args(["users", "address_key", &shown])),
        );
    }
    for flag in ["--help", "--version"] {
        table.compare(
            &format!("{flag} / hello"),
            BOUND,
            ROUNDS,
            || run(Command::new(&vestibule).arg(flag)),
            || run(&mut Command::new(&hello)),
        );
    }
    table.finish()
}
