//! `vestibule import …`: rows, plans, updates, formats, and every way in which a file can be bad.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[path = "../support/mod.rs"]
mod support;

mod bad;
mod formats;
mod invite;
mod mutations;
mod plan;
mod rows;
mod updates;

use serde_json::Value;
use support::home::TestHome;

/// Imports a file; answers the exit code and the document.
fn import(home: &TestHome, args: &[&str]) -> (i32, Value) {
    let outcome = home.run(&[&["--output", "json", "--yes", "import"], args].concat());
    assert!(matches!(outcome.exit, 0 | 3), "{outcome}");
    let report = outcome.json();
    valid("import", &report);
    (outcome.exit, report)
}

/// Fails where a document is not as its schema says.
#[track_caller]
fn valid(schema: &str, document: &Value) {
    let path = format!("{}/fixtures/schema/{schema}.json", env!("CARGO_MANIFEST_DIR"));
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let problems: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(document).map(|e| e.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}\n{document}");
}

/// The four counts, and how many rows there are.
fn counts(report: &Value) -> [u64; 5] {
    ["read", "created", "updated", "unchanged", "rejected"].map(|key| report[key].as_u64().unwrap())
}

/// Line, field and code of every reject.
fn rejects(report: &Value) -> Vec<(u64, String, String)> {
    let all = report["rejects"].as_array().unwrap();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    all.iter().map(|one| (one["line"].as_u64().unwrap(), text(one, "field"), text(one, "code"))).collect()
}

/// The path of a sample.
fn sample(name: &str) -> String {
    format!("{}/fixtures/import/{name}", env!("CARGO_MANIFEST_DIR"))
}
