//! Password checks at two threads: memory reused by each worker against memory allocated anew per check.

mod support;

use std::hint::black_box;
use std::process::ExitCode;
use std::thread;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use support::{Bound, Table};

const THREADS: usize = 2;
const CHECKS_A_ROUND: usize = 8;
const SALT: &[u8] = b"sixteen bytes of";

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("password check, Argon2id m=19456 t=2 p=1, two threads") else {
        return ExitCode::SUCCESS;
    };
    let params = Params::new(19_456, 2, 1, Some(32)).expect("the cost is in range");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut memories = [(); THREADS].map(|()| vec![Block::new(); argon2.params().block_count()]);
    table.compare(
        "memory reused / allocated anew",
        Bound::RateAtLeast(1.4),
        31,
        || {
            thread::scope(|scope| {
                for memory in &mut memories {
                    scope.spawn(|| (0..CHECKS_A_ROUND).for_each(|_| reused(&argon2, memory)));
                }
            });
        },
        || {
            thread::scope(|scope| {
                for _ in 0..THREADS {
                    scope.spawn(|| (0..CHECKS_A_ROUND).for_each(|_| anew(&argon2)));
                }
            });
        },
    );
    table.finish()
}

fn reused(argon2: &Argon2<'_>, memory: &mut [Block]) {
    let mut out = [0; 32];
    argon2
        .hash_password_into_with_memory(black_box(b"correct horse battery"), SALT, &mut out, memory)
        .expect("the memory suffices");
    black_box(out);
}

fn anew(argon2: &Argon2<'_>) {
    let mut out = [0; 32];
    argon2.hash_password_into(black_box(b"correct horse battery"), SALT, &mut out).expect("memory can be had");
    black_box(out);
}
