//! Codes of authenticator apps: single values, sequences, what the apps honour, and what guessing is worth.

use jiff::Timestamp;
use secrecy::ExposeSecret;
use vestibule::credentials::recovery;
use vestibule::credentials::totp::{TotpVerdict, base32, check, current_code, parse_base32};
use vestibule::journey::policy::{Policy, Profile, TotpAlgorithm, TotpPolicy};

use crate::{algorithm, document, each, number, read, rows, text};

/// One code at one time or counter.
fn check_code(secret: &str, policy: &TotpPolicy, time: i64, code: &str) {
    let secret = parse_base32(secret).unwrap();
    let Ok(now) = Timestamp::from_second(time) else {
        // The last day of the year 9999, which no clock of this program can show.
        return assert!(time > Timestamp::MAX.as_second());
    };
    let row = format!("{code} at {time}");
    assert_eq!(current_code(&secret, policy, now).expose_secret(), code, "{row}");
    let step = time / i64::from(policy.period);
    assert_eq!(check(&secret, policy, now, None, code), TotpVerdict::Accepted { step }, "{row}");
}

#[test]
fn totp_and_hotp_codes() {
    each("totp_hotp.json", "vectors", |row| {
        let secret = text(row, "secret_b32");
        assert_eq!(base32(&parse_base32(secret).unwrap()).expose_secret(), secret.trim_end_matches('='));
        let by_time = text(row, "kind") == "totp";
        let period = if by_time { number(row, "period") } else { 1 };
        let time = row[if by_time { "time" } else { "counter" }].as_i64().unwrap();
        let policy =
            TotpPolicy { algorithm: algorithm(text(row, "algorithm")), digits: number(row, "digits"), period, skew: 0 };
        check_code(secret, &policy, time, text(row, "code"));
    });
}

#[test]
fn totp_and_hotp_codes_as_a_table() {
    let Some(table) = read("totp_hotp.csv") else { return };
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("kind,algorithm,secret_b32,digits,period,time_or_counter,code,source"));
    let mut count = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let period = if cells[0] == "totp" { cells[4].parse().unwrap() } else { 1 };
        let policy = TotpPolicy { algorithm: algorithm(cells[1]), digits: cells[3].parse().unwrap(), period, skew: 0 };
        check_code(cells[2], &policy, cells[5].parse().unwrap(), cells[6]);
        count += 1;
    }
    assert!(count > 50, "{count} rows");
}

#[test]
fn c1_c2_c22_totp_scenarios() {
    let Some(file) = document("totp_scenarios.json") else { return };
    let secret = parse_base32(text(&file, "secret_b32")).unwrap();
    for scenario in rows(&file, "scenarios") {
        let policy = TotpPolicy {
            algorithm: algorithm(text(&file, "algorithm")),
            digits: number(&file, "digits"),
            period: number(&file, "period"),
            skew: number(scenario, "window"),
        };
        let mut last = None;
        for event in rows(scenario, "events") {
            let now = Timestamp::from_second(event["now"].as_i64().unwrap()).unwrap();
            let verdict = check(&secret, &policy, now, last, text(event, "code"));
            let expected = match text(event, "expect") {
                "accept" => matches!(verdict, TotpVerdict::Accepted { .. }),
                "replay" => verdict == TotpVerdict::Replayed,
                "reject" => verdict == TotpVerdict::Wrong,
                "replay_or_reject" => !matches!(verdict, TotpVerdict::Accepted { .. }),
                other => panic!("unknown expectation {other}"),
            };
            assert!(expected, "{}: {event} gave {verdict:?}", text(scenario, "name"));
            if let TotpVerdict::Accepted { step } = verdict {
                last = Some(step);
            }
        }
    }
}

#[test]
fn every_app_honours_what_both_profiles_ask_for() {
    let Some(table) = read("authenticator_apps.csv") else { return };
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let apps: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert!(apps.len() > 5);
    let universal: Vec<&str> =
        (1..7).filter(|column| apps.iter().all(|app| app[*column] == "1")).map(|column| head[column]).collect();
    assert_eq!(universal, ["sha1_6"]);
    for profile in [Profile::Portal, Profile::Nist] {
        let policy = Policy::of(profile).totp;
        assert_eq!((policy.algorithm, policy.digits, policy.period), (TotpAlgorithm::SHA1, 6, 30));
    }
}

/// The chance that one of so many guesses is right.
fn chance(valid: f64, space: f64, guesses: f64) -> f64 {
    -(guesses * (-valid / space).ln_1p()).exp_m1()
}

#[test]
fn v6_6_3_guesses_within_the_policy_succeed_rarely_enough() {
    each("otp_guess_budget.json", "rows", |row| {
        let value = |key: &str| row[key].as_f64().unwrap();
        let computed = chance(value("valid_at_once"), value("space"), value("attempts"));
        let told = value("success_probability");
        assert!((computed - told).abs() <= told * 1e-9, "{row}: {computed}");
    });
    let policy = Policy::of(Profile::Portal);
    let space = 10_f64.powi(i32::try_from(policy.otp.digits).unwrap());
    assert!(chance(1.0, space, policy.otp.failures_until_disabled.into()) <= 1e-4);
    let valid = f64::from(policy.totp.skew * 2 + 1);
    assert!(chance(valid, space, policy.mfa.failures_until_disabled.into()) <= 3e-4);
    assert!(recovery::canonical(&"A".repeat(24)).is_some(), "24 base32 characters are 120 bits");
}
