//! Guess budgets: the chance of a right guess among so many.

use vestibule::service::assess::odds::chance;

#[test]
fn chances_of_guesses() {
    crate::each("otp_guess_budget.json", "rows", |row| {
        let number = |key: &str| row[key].as_u64().unwrap_or_else(|| panic!("{key} in {row}"));
        let expected = row["success_probability"].as_f64().unwrap();
        let valid = u32::try_from(number("valid_at_once")).unwrap();
        let found = chance(row["space"].as_f64().unwrap(), valid, number("attempts"));
        assert!((found - expected).abs() <= expected * 1e-12, "{row}: {found:e}");
    });
}
