//! The policy's profiles, its ranges, and what a file may say.

use super::*;

fn read(text: &str) -> Result<Policy, String> {
    let file: PolicyFile = toml::from_str(text).map_err(|error| error.to_string())?;
    Policy::from_file(file).map_err(|error| error.to_string())
}

/// A file that sets one key of `table.key`.
fn set(key: &str, value: &str) -> String {
    let (table, name) = key.rsplit_once('.').expect("a key stands in a table");
    match table {
        "password.argon2" => {
            let others = [("m", "65536"), ("t", "2"), ("p", "1")]
                .map(|(other, usual)| format!("{other} = {}", if other == name { value } else { usual }));
            format!("[password.argon2]\n{}\n", others.join("\n"))
        }
        _ => format!("[{table}]\n{name} = {value}\n"),
    }
}

#[test]
fn an_empty_file_is_the_portal_profile() {
    assert_eq!(read(""), Ok(Policy::of(Profile::Portal)));
    assert_eq!(read("profile = \"nist\""), Ok(Policy::of(Profile::Nist)));
}

#[test]
fn the_profiles_are_those_of_the_table() {
    let (portal, nist) = (Policy::of(Profile::Portal), Policy::of(Profile::Nist));
    assert_eq!((portal.password.min_length, nist.password.min_length), (14, 15));
    assert_eq!((portal.password.classes.len(), nist.password.classes.len()), (4, 0));
    assert_eq!((portal.password.max_age, nist.password.max_age), (Limit(Some(Period::days(90))), Limit(None)));
    assert_eq!((portal.password.history, nist.password.history), (1, 0));
    for policy in [portal, nist] {
        assert_eq!(policy.otp.ttl, Period::minutes(10));
        assert_eq!((policy.otp.digits, policy.otp.tries, policy.otp.sends), (6, 5, 3));
        assert_eq!((policy.otp.failures_until_disabled, policy.otp.hourly_sends), (50, 9));
        assert_eq!((policy.mfa.failures_until_delay, policy.mfa.failures_until_disabled), (10, 50));
        assert!(policy.mfa.required && policy.password.argon2.reaches_floor());
        assert_eq!(policy.required_documents(ProjectType::Enterprise), ["terms", "privacy"]);
        assert!(policy.required_documents(ProjectType::Sme).is_empty());
        assert_eq!(policy.validate(), Ok(()));
    }
}

#[test]
fn every_number_is_taken_within_its_range_and_refused_beyond() {
    let ranges: [(&str, u64, u64); 20] = [
        ("password.min_length", 8, 256),
        ("password.history", 0, 1),
        ("password.argon2.m", 8, 4_194_304),
        ("password.argon2.t", 1, 100),
        ("password.argon2.p", 1, 16),
        ("device.max_per_user", 1, 100),
        ("otp.digits", 6, 8),
        ("otp.tries", 1, 10),
        ("otp.sends", 1, 10),
        ("otp.failures_until_disabled", 5, 100),
        ("otp.hourly_sends", 1, 100),
        ("mfa.tries", 1, 10),
        ("mfa.failures_until_delay", 1, 100),
        ("mfa.failures_until_disabled", 5, 100),
        ("totp.period", 15, 120),
        ("totp.skew", 0, 1),
        ("totp.digits", 6, 8),
        ("recovery_codes.count", 5, 20),
        ("lockout.failures", 3, 100),
        ("lockout.source_failures", 10, 10_000),
    ];
    for (key, low, high) in ranges {
        for value in [low, high] {
            assert!(read(&set(key, &value.to_string())).is_ok(), "{key} = {value}");
        }
        for value in low.checked_sub(1).into_iter().chain([high + 1]) {
            let problem = read(&set(key, &value.to_string())).expect_err(key);
            assert!(problem.starts_with(key) && problem.contains("; use "), "{key} = {value}: {problem}");
        }
        let negative = read(&set(key, "-1")).expect_err(key);
        assert!(negative.contains("line"), "{key}: {negative}");
    }
}

#[test]
fn every_period_is_taken_within_its_range_and_refused_beyond() {
    let ranges = [
        ("password.max_age", "1 day", "3650 days", "86399 s", "3651 days"),
        ("password.temporary_ttl", "5 min", "7 days", "299 s", "604801 s"),
        ("device.trust_for", "1 min", "365 days", "59 s", "366 days"),
        ("otp.ttl", "1 min", "10 min", "59 s", "601 s"),
        ("otp.resend_after", "1 s", "10 min", "0 s", "601 s"),
        ("lockout.window", "1 min", "24 h", "59 s", "86401 s"),
        ("lockout.base", "1 min", "24 h", "59 s", "86401 s"),
        ("lockout.max", "15 min", "7 days", "899 s", "8 days"),
        ("journey.ttl", "5 min", "24 h", "299 s", "86401 s"),
        ("session.ttl", "1 h", "24 h", "299 s", "86401 s"),
        ("session.idle", "1 min", "12 h", "59 s", "43201 s"),
    ];
    for (key, low, high, below, above) in ranges {
        for value in [low, high] {
            assert_eq!(read(&set(key, &format!("{value:?}"))).err(), None, "{key} = {value}");
        }
        for value in [below, above] {
            let problem = read(&set(key, &format!("{value:?}"))).expect_err(key);
            assert!(problem.starts_with(key) && problem.contains("; use "), "{key} = {value}: {problem}");
        }
    }
}

#[test]
fn values_that_contradict_each_other_are_refused() {
    assert!(read("[password.argon2]\nm = 15\nt = 2\np = 2\n").unwrap_err().starts_with("password.argon2.m"));
    assert!(read("[session]\nttl = \"10 min\"\nidle = \"11 min\"\n").unwrap_err().starts_with("session.idle"));
    assert!(read("[lockout]\nbase = \"2 h\"\nmax = \"1 h\"\n").unwrap_err().starts_with("lockout.max"));
    assert!(read("[totp]\ndigits = 7\n").unwrap_err().starts_with("totp.digits"));
}

#[test]
fn an_unknown_or_doubled_key_is_named_with_its_line() {
    let cases = [
        ("[otp]\ntries = 4\ntrys = 5\n", "trys", "line 3"),
        ("[opt]\ntries = 4\n", "opt", "line 1"),
        ("[otp]\ntries = 4\ntries = 5\n", "tries", "line 3"),
        ("profile = \"swiss\"\n", "swiss", "line 1"),
        ("[password]\nclasses = [\"emoji\"]\n", "emoji", "line 2"),
        ("[totp]\nalgorithm = \"MD5\"\n", "MD5", "line 2"),
        ("[consent.required]\ncharity = [\"terms\"]\n", "charity", "line 2"),
        ("[password.argon2]\nm = 65536\nt = 2\np = 1\nq = 1\n", "q", "line 5"),
    ];
    for (text, word, line) in cases {
        let problem = read(text).expect_err(text);
        assert!(problem.contains(word) && problem.contains(line), "{problem}");
    }
}

#[test]
fn a_table_of_another_reader_is_let_be() {
    assert!(read("[mail]\ntransport = \"folder\"\nfrom = \"a@example.com\"\n").is_ok());
}

#[test]
fn a_difference_leaves_everything_else_as_in_the_profile() {
    let policy = read("[otp]\ntries = 3\n[password]\nmax_age = \"none\"\n").unwrap();
    let mut expected = Policy::of(Profile::Portal);
    expected.otp.tries = 3;
    expected.password.max_age = Limit(None);
    assert_eq!(policy, expected);
}

#[test]
fn consent_is_required_by_project_type() {
    let policy = read("[consent.required]\nenterprise = []\nsme = [\"terms\"]\n").unwrap();
    assert!(policy.required_documents(ProjectType::Enterprise).is_empty());
    assert_eq!(policy.required_documents(ProjectType::Sme), ["terms"]);
}

#[test]
fn periods_are_read_as_people_and_as_machines_write_them() {
    let cases = [
        ("10 min", 600, "PT10M"),
        ("PT10M", 600, "PT10M"),
        ("90 days", 7_776_000, "P90D"),
        ("P90D", 7_776_000, "P90D"),
        ("24 h", 86_400, "P1D"),
        ("1h 30m", 5_400, "PT1H30M"),
        ("45 s", 45, "PT45S"),
        ("0 s", 0, "PT0S"),
    ];
    for (text, seconds, shown) in cases {
        let period: Period = text.parse().unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!((period.as_secs(), period.to_string().as_str()), (seconds, shown));
        assert_eq!(shown.parse(), Ok(period));
    }
    for text in ["", "10", "ten minutes", "1.5 s", "500 ms", "-1 min", "1 month", "49711 days", "10 min\0"] {
        assert!(text.parse::<Period>().is_err(), "{text:?}");
    }
}

#[test]
fn a_limit_may_be_none() {
    let limit = |text: &str| serde_json::from_str::<Limit>(text);
    assert_eq!(limit("\"none\"").unwrap(), Limit(None));
    assert_eq!(limit("\"90 days\"").unwrap(), Limit(Some(Period::days(90))));
    assert!(limit("\"never\"").is_err());
    assert_eq!(serde_json::to_value(Limit(None)).unwrap(), "none");
}

#[test]
fn v11_4_2_the_floor_of_argon2id_is_appendix_cs() {
    let reaches = |m, t| Argon2Cost { m, t, p: 1 }.reaches_floor();
    assert!(reaches(47_104, 1) && reaches(19_456, 2) && reaches(12_288, 3) && reaches(12_288, 9));
    assert!(!reaches(47_103, 1) && !reaches(19_455, 2) && !reaches(12_287, 3) && !reaches(1_000_000, 0));
}

#[test]
fn project_types_are_two_words() {
    for one in [ProjectType::Enterprise, ProjectType::Sme] {
        assert_eq!(one.as_str().parse(), Ok(one));
    }
    assert!("Enterprise".parse::<ProjectType>().unwrap_err().contains("use enterprise or sme"));
}
