//! One function for each parser that meets bytes from outside. The fuzz targets feed it random bytes,
//! `tests/fuzz_corpus.rs` the seeds under `corpus/` and every finding that was added to them.
//!
//! A function panics where a parser does, and where what it accepted does not keep its promise. To add
//! one: write it here and into [`PARSERS`], add `fuzz_targets/NAME.rs` with its `[[bin]]`, and seeds under
//! `corpus/NAME/`.
#![allow(dead_code, reason = "each fuzz target uses one of these functions")]

use vestibule::journey::policy::{Policy, PolicyFile};

/// Reads bytes from outside; panics only where something is wrong with this project.
pub type Parser = fn(&[u8]);

/// Every parser by the name of its target and its corpus.
pub const PARSERS: &[(&str, Parser)] = &[("policy", policy)];

/// The configuration of a home: a policy that was accepted reads back as itself.
pub fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(policy) = read_policy(text) else { return };
    let written = toml::to_string(&policy).expect("every policy can be written");
    assert_eq!(read_policy(&written).as_ref(), Some(&policy), "{written}");
}

fn read_policy(text: &str) -> Option<Policy> {
    let file: PolicyFile = toml::from_str(text).ok()?;
    Policy::from_file(file).ok()
}
