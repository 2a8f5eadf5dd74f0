//! Published guess budgets, read from the folder that `VESTIBULE_VECTORS` names. They are not part of this repository;
//! where the variable is unset the test says that it is skipped.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a test may panic, read its environment and say that it is skipped"
)]

use std::path::PathBuf;

use serde_json::Value;
use vestibule::service::assess::odds::chance;

#[test]
fn chances_of_guesses() {
    let Some(folder) = std::env::var_os("VESTIBULE_VECTORS") else {
        eprintln!("skipped: VESTIBULE_VECTORS is unset, so otp_guess_budget.json is not read");
        return;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join("otp_guess_budget.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let rows = file["rows"].as_array().unwrap();
    assert!(rows.len() > 10);
    for row in rows {
        let number = |key: &str| row[key].as_u64().unwrap_or_else(|| panic!("{key} in {row}"));
        let expected = row["success_probability"].as_f64().unwrap();
        let valid = u32::try_from(number("valid_at_once")).unwrap();
        let found = chance(row["space"].as_f64().unwrap(), valid, number("attempts"));
        assert!((found - expected).abs() <= expected * 1e-12, "{row}: {found:e}");
    }
}
