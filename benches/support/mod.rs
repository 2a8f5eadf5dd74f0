//! Compares two ways of doing one thing in the same run, and prints a table of ratios.
//!
//! Absolute times say much about the machine and little about the program. Here both sides run in turn,
//! many rounds, each round starting with the other side, so that a slow minute of the machine meets both;
//! what counts is the median of each side and their ratio.
//!
//! A bench is a binary without the standard harness:
//!
//! ```ignore
//! fn main() -> std::process::ExitCode {
//!     let Some(mut table) = support::Table::from_args("commits") else { return ExitCode::SUCCESS };
//!     table.compare("name", Bound::TimeAtMost(1.4), 51, || ours(), || baseline());
//!     table.finish()
//! }
//! ```
//!
//! `cargo bench` prints every table; `cargo bench -- --check` also fails where a ratio misses its bound.
#![expect(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures time and prints")]
#![allow(dead_code, reason = "each bench uses a part of this module")]

pub mod home;
pub mod process;

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What a ratio must keep to.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    /// Our time is at most so many times the baseline's.
    TimeAtMost(f64),
    /// Our rate is at least so many times the baseline's.
    RateAtLeast(f64),
}

/// The medians of two sides that ran in turn.
#[derive(Debug, Clone, Copy)]
pub struct Medians {
    /// One round of ours.
    pub ours: Duration,
    /// One round of the baseline.
    pub baseline: Duration,
}

/// The comparisons of one bench.
pub struct Table {
    check: bool,
    missed: usize,
}

impl Table {
    /// Reads the arguments and prints the table's head.
    ///
    /// `None` where nothing is to be measured: `cargo test` also runs benches, without `--bench`.
    pub fn from_args(title: &str) -> Option<Self> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let has = |name: &str| arguments.iter().any(|argument| argument == name);
        if !has("--bench") || has("--test") {
            return None;
        }
        println!("\n{title}");
        println!("{:<40} {:>11} {:>11} {:>7} {:>8} ok", "name", "ours", "baseline", "ratio", "bound");
        Some(Self { check: has("--check"), missed: 0 })
    }

    /// Measures both sides, each call one round, and prints their row.
    ///
    /// A round should take a millisecond or more; make it repeat what is shorter.
    pub fn compare(
        &mut self,
        name: &str,
        bound: Bound,
        rounds: usize,
        mut ours: impl FnMut(),
        mut baseline: impl FnMut(),
    ) -> Medians {
        let medians = in_turn(rounds, || timed(&mut ours), || timed(&mut baseline));
        self.row(name, bound, medians);
        medians
    }

    /// Prints the row of two sides that were measured elsewhere, by [`in_turn`] or otherwise.
    pub fn row(&mut self, name: &str, bound: Bound, medians: Medians) {
        let (ours, baseline) = (medians.ours.as_secs_f64(), medians.baseline.as_secs_f64());
        let (ratio, bound, ok) = match bound {
            Bound::TimeAtMost(most) => (ours / baseline, format!("<= {most}"), ours / baseline <= most),
            Bound::RateAtLeast(least) => (baseline / ours, format!(">= {least}"), baseline / ours >= least),
        };
        self.missed += usize::from(!ok);
        let ok = if ok { "yes" } else { "NO" };
        println!("{name:<40} {:>11} {:>11} {ratio:>7.3} {bound:>8} {ok}", show(ours), show(baseline));
    }

    /// Prints the row of a number that may be so large at most.
    pub fn at_most(&mut self, name: &str, found: u64, most: u64, unit: &str) {
        self.missed += usize::from(found > most);
        let ok = if found > most { "NO" } else { "yes" };
        println!("{name:<40} {:>11} {:>28} {ok}", format!("{found} {unit}"), format!("<= {most} {unit}"));
    }

    /// Prints a line under the last row.
    pub fn note(&self, text: &str) {
        println!("  {text}");
    }

    /// The exit code: a failure where a bound was missed and `--check` was given.
    pub fn finish(self) -> ExitCode {
        if self.check && self.missed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// The medians of two sides that measure themselves, so that they can leave set-up out of the time.
///
/// One more round goes first, to warm both sides, and does not count.
pub fn in_turn(rounds: usize, mut ours: impl FnMut() -> Duration, mut baseline: impl FnMut() -> Duration) -> Medians {
    let mut times = (Vec::with_capacity(rounds), Vec::with_capacity(rounds));
    ours();
    baseline();
    for round in 0..rounds.max(1) {
        if round % 2 == 0 {
            times.0.push(ours());
            times.1.push(baseline());
        } else {
            times.1.push(baseline());
            times.0.push(ours());
        }
    }
    Medians { ours: median(times.0), baseline: median(times.1) }
}

/// How long one call takes.
pub fn timed<T>(act: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(act());
    start.elapsed()
}

/// The median of times.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn show(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.1} us", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}
