//! `policy diff --home` and `run --home-copy` on a home of 100,000 accounts: against as many in homes of 10,000.
//!
//! Repeat it with `cargo bench --bench impact`.

mod support;

use std::process::ExitCode;

use jiff::SignedDuration;
use support::home::{Home, folder};
use support::{Bound, Table, timed};
use vestibule::journey::policy::{Period, Policy, Profile};
use vestibule::service::script::HomeCopy;

/// Accounts of the large home, and how many small homes have as many together.
const ACCOUNTS: u32 = 100_000;
const PARTS: u32 = 10;

/// How often each side is measured.
const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("policy diff and a copy of the home, 100,000 accounts") else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    let [large, small] = [("large", ACCOUNTS), ("small", ACCOUNTS / PARTS)].map(|(name, accounts)| {
        let mut home = Home::simulation(folder.path().join(name), accounts);
        home.service.advance_clock(SignedDuration::from_hours(48)).expect("a simulation's clock moves");
        home
    });
    let from = Policy::of(Profile::Portal);
    let mut to = Policy::of(Profile::Nist);
    to.device.trust_for = Period::days(1);
    let compare = |home: &Home| {
        let impact = home.service.impact(&from, &to, 5).expect("it is told");
        assert_eq!(impact.changed, impact.accounts, "everybody loses a trusted device");
    };
    let medians = table.compare(
        "policy diff, 1 of 100,000 / 10 of 10,000",
        Bound::TimeAtMost(1.3),
        ROUNDS,
        || compare(&large),
        || (0..PARTS).for_each(|_| compare(&small)),
    );
    table.note(&format!("policy diff on {ACCOUNTS} accounts: {:.2} s", medians.ours.as_secs_f64()));
    let copied = timed(|| HomeCopy::of(&large.folder).expect("a home can be copied"));
    table.note(&format!("a copy of {ACCOUNTS} accounts for scripts: {:.2} s", copied.as_secs_f64()));
    table.finish()
}
