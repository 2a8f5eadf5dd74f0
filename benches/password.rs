//! Password checks at two threads: our hasher, whose workers keep their memory, against memory that the `argon2` crate
//! allocates anew in every call. The same threads ask, the same number of threads compute, at the same cost.
//!
//! Repeat it with `cargo bench --bench password`, on a machine with two idle cores.

mod support;

use std::hint::black_box;
use std::process::ExitCode;
use std::thread;

use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::SecretString;
use support::{Bound, Table};
use vestibule::credentials::password::Hasher;
use vestibule::journey::policy::Argon2Cost;
use vestibule::system::SystemEntropy;

const COST: Argon2Cost = Argon2Cost { m: 19_456, t: 2, p: 1 };
const THREADS: usize = 2;
const CHECKS_A_ROUND: usize = 8;
const PASSWORD: &str = "Correct-horse-7-battery";

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("password check, Argon2id m=19456 t=2 p=1, two threads") else {
        return ExitCode::SUCCESS;
    };
    let hasher = Hasher::new(THREADS);
    let stored = hasher.hash(&PASSWORD.into(), COST, &SystemEntropy).expect("a password can be hashed");
    let params = Params::new(COST.m, COST.t, COST.p, Some(32)).expect("the cost is in range");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let medians = table.compare(
        "memory kept / allocated anew",
        Bound::RateAtLeast(1.4),
        51,
        || on_threads(|| kept(&hasher, &stored)),
        || on_threads(|| anew(&argon2)),
    );
    let rate = |round: std::time::Duration| (THREADS * CHECKS_A_ROUND) as f64 / round.as_secs_f64();
    table.note(&format!("{:.1} and {:.1} checks a second", rate(medians.ours), rate(medians.baseline)));
    table.finish()
}

fn on_threads(check: impl Fn() + Sync) {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| (0..CHECKS_A_ROUND).for_each(|_| check()));
        }
    });
}

fn kept(hasher: &Hasher, stored: &str) {
    let password = SecretString::from(black_box(PASSWORD));
    assert!(hasher.verify(&password, stored, COST).expect("the stored hash is one").matches);
}

fn anew(argon2: &Argon2<'_>) {
    let mut out = [0; 32];
    argon2
        .hash_password_into(black_box(PASSWORD.as_bytes()), b"sixteen bytes of", &mut out)
        .expect("memory can be had");
    black_box(out);
}
