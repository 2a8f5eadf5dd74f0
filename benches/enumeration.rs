//! Whether the time of an answer tells which addresses have an account (ASVS 6.3.8): signing in with an unknown address
//! and into a disabled account, each against a wrong password, at the real cost of a hash in a home on the disk.
//!
//! The medians may differ by less than 5 % of the hash's own. Repeat it with `cargo bench --bench enumeration`, on a
//! machine that has little else to do: every sample is one sign-in.

mod support;

use std::process::ExitCode;
use std::time::Duration;

use support::home::{Home, PASSWORD, address, folder};
use support::{Bound, Medians, Table, median, timed};
use vestibule::service::journey::answer::Trouble;

/// Samples of each kind. Each is of another address, so that none is locked.
const SAMPLES: u32 = 200;

/// Accounts; addresses above have none.
const ACCOUNTS: u32 = 1_000;

/// The accounts from here on are disabled.
const DISABLED_FROM: u32 = 500;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("unknown, disabled and wrong password: difference of medians / a hash")
    else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    let mut home = Home::real(folder.path().join("home"), ACCOUNTS);
    home.database()
        .execute("UPDATE users SET state = 'disabled' WHERE n >= ?1", [DISABLED_FROM])
        .expect("accounts can be disabled");
    let journey = home.start(None);
    let mut refused = |n: u32, password: &str| {
        timed(|| {
            let answer = home.sign_in(&journey, &address(n), password);
            assert_eq!(answer.error, Some(Trouble::CredentialsWrong));
        })
    };
    let mut times: [Vec<Duration>; 3] = Default::default();
    for sample in 0..=SAMPLES {
        let kinds = [(1, "A wrong password 7"), (ACCOUNTS + 1, PASSWORD), (DISABLED_FROM, PASSWORD)];
        // Each kind goes first, second and last equally often.
        for turn in 0..kinds.len() {
            let kind = (turn + sample as usize) % kinds.len();
            let (from, password) = kinds[kind];
            let time = refused(from + sample, password);
            // The first round warms caches and starts the worker.
            if sample > 0 {
                times[kind].push(time);
            }
        }
    }
    let [wrong, unknown, disabled] = times.map(median);
    let hash = median((0..SAMPLES / 4).map(|_| timed(|| one_hash(&home))).collect());
    for (name, time) in [("unknown address", unknown), ("disabled account", disabled)] {
        let row = Medians { ours: time.abs_diff(wrong), baseline: hash };
        table.row(&format!("{name} - wrong password / hash"), Bound::TimeAtMost(0.05), row);
    }
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    table.note(&format!(
        "medians: wrong password {:.2} ms, unknown address {:.2} ms, disabled account {:.2} ms, a hash {:.2} ms",
        ms(wrong),
        ms(unknown),
        ms(disabled),
        ms(hash),
    ));
    table.finish()
}

fn one_hash(home: &Home) {
    let world = &home.service.world;
    world.hasher.verify_nobody(&PASSWORD.into(), world.policy.password.argon2).expect("there is memory");
}
