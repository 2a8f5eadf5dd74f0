//! Checking every rule over every reachable journey, against the search alone; and how both grow.

mod support;

use std::process::ExitCode;

use support::{Bound, Table, timed};
use vestibule::journey::map::explore;
use vestibule::journey::policy::{Policy, Profile};
use vestibule::journey::properties::check_all;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("prove, the rules against the search alone") else {
        return ExitCode::SUCCESS;
    };
    let portal = Policy::of(Profile::Portal);
    let medians = table.compare(
        "portal: every rule / the search",
        Bound::TimeAtMost(4.0),
        7,
        || drop(std::hint::black_box(check_all(&portal))),
        || drop(std::hint::black_box(explore(&portal))),
    );
    table.note(&format!("portal, every rule: {:.2} s", medians.ours.as_secs_f64()));
    table.note("tries  sends     states  transitions       time");
    for (tries, sends) in [(1, 1), (2, 2), (3, 3), (5, 3), (5, 5), (7, 3), (10, 3)] {
        let mut policy = portal.clone();
        (policy.otp.tries, policy.mfa.tries, policy.otp.sends) = (tries, tries, sends);
        let mut found = None;
        let time = timed(|| found = Some(check_all(&policy)));
        let Some(report) = found else { continue };
        table.note(&format!(
            "{tries:>5}  {sends:>5}  {:>9}  {:>11}  {:>7.3} s",
            report.states,
            report.transitions,
            time.as_secs_f64()
        ));
    }
    table.finish()
}
