//! `vestibule policy show|check|diff`: the settings, and whose next sign-in another policy changes.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::home::{ADA, BOB, Outcome, PASSWORD, TestHome};

const CARL: &str = "carl@example.org";
const DORA: &str = "dora@example.org";
const EVE: &str = "eve@example.org";
const HOMES: &str = "home/vestibule.toml";

fn homeless(home: &TestHome, args: &[&str]) -> Outcome {
    home.command(args).env_remove("VESTIBULE_HOME").output().unwrap().into()
}

fn impact(home: &TestHome, to: &str) -> Value {
    home.json(&["policy", "diff", HOMES, to, "--list", "5000"])["impact"].clone()
}

/// The addresses whose next sign-in changes.
fn changed(impact: &Value) -> BTreeSet<String> {
    let changes = impact["changes"].as_array().unwrap();
    let addresses = changes.iter().flat_map(|change| change["addresses"].as_array().unwrap());
    addresses.map(|address| address.as_str().unwrap().to_owned()).collect()
}

/// The screens that `explain` says will be shown; none where it says that the sign-in is stopped.
fn explained(home: &TestHome, address: &str, device: Option<&str>) -> Vec<String> {
    let device = device.map_or_else(Vec::new, |token| vec!["--device", token]);
    let said = home.json(&[&["explain", address], device.as_slice()].concat());
    if said["blocked"] != json!([]) {
        return Vec::new();
    }
    said["shown"].as_array().unwrap().iter().map(|one| one["screen"].as_str().unwrap().to_owned()).collect()
}

/// Compares what `policy diff` says of each person with what `explain` says under one policy and then the other.
fn agrees_with_explain(home: &TestHome, draft: &str, people: &[(&str, Option<&str>)]) -> Value {
    home.write("draft.toml", draft);
    let told = impact(home, "draft.toml");
    let explain_all = || people.iter().map(|(address, device)| explained(home, address, *device)).collect::<Vec<_>>();
    let before = explain_all();
    let config = home.path().join("vestibule.toml");
    let kept = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, draft).unwrap();
    let after = explain_all();
    std::fs::write(&config, kept).unwrap();
    for (((address, _), before), after) in people.iter().zip(before).zip(after) {
        let lists = |change: &&Value| change["addresses"].as_array().unwrap().contains(&json!(address));
        let change = told["changes"].as_array().unwrap().iter().find(lists);
        let found = change.map(|change| (change["from"].clone(), change["to"].clone()));
        let expected = (before != after).then(|| (json!(before), json!(after)));
        assert_eq!(found, expected, "{address} under\n{draft}");
    }
    told
}

#[test]
fn show_prints_the_settings_of_the_home() {
    let home = TestHome::simulation();
    home.configure("[otp]\ntries = 3");
    let shown = home.json(&["policy", "show"]);
    assert_eq!((&shown["profile"], &shown["otp"]["tries"]), (&"portal".into(), &3.into()));
    assert_eq!(shown["password"]["max_age"], "P90D");
    let text = home.run(&["policy", "show"]).done().stdout;
    assert!(text.contains("\ntries = 3\n"), "{text}");
}

#[test]
fn what_show_prints_is_a_policy() {
    let home = TestHome::real();
    let text = home.run(&["policy", "show"]).done().stdout;
    home.write("again.toml", &text);
    home.run(&["policy", "check", "again.toml"]).done();
    assert_eq!(home.json(&["policy", "diff", HOMES, "again.toml"])["settings"], json!([]));
}

#[test]
fn check_needs_no_home_and_names_the_line() {
    let home = TestHome::none();
    home.write("good.toml", "profile = \"nist\"\n[otp]\ndigits = 8\n");
    let told = homeless(&home, &["--output", "json", "policy", "check", "good.toml"]).done().json();
    assert_eq!(told, json!({"file": "good.toml", "valid": true}));
    assert_eq!(homeless(&home, &["policy", "check", "good.toml"]).done().stdout, "good.toml can be used.\n");
    for (text, named) in [
        ("profile = \"nist\"\n[otp]\ndigits = 12\n", "otp.digits"),
        ("profile = \"nist\"\n[otp]\ndigitz = 6\n", "digitz"),
        ("profile = \"nist\"\n\n[password]\nargon2 = { m = 8, t = 1, p = 1 }\n", "password.argon2"),
        ("profile = \"iso\"\n", "iso"),
    ] {
        home.write("bad.toml", text);
        let failure = home.fail(&["policy", "check", "bad.toml"]);
        assert_eq!(failure.told(), (2, "config"), "{failure:?}");
        assert!(failure.message.contains(named) && failure.message.contains("bad.toml"), "{failure:?}");
    }
    assert_eq!(home.fail(&["policy", "check", "missing.toml"]).told(), (2, "usage"));
}

#[test]
fn diff_lists_the_settings_that_differ_and_needs_no_home() {
    let home = TestHome::none();
    let told = homeless(&home, &["--output", "json", "policy", "diff", "portal", "nist"]).done().json();
    let settings = json!([
        {"key": "password.classes", "from": r#"["upper", "lower", "digit", "symbol"]"#, "to": "[]"},
        {"key": "password.history", "from": "1", "to": "0"},
        {"key": "password.max_age", "from": "\"P90D\"", "to": "\"none\""},
        {"key": "password.min_length", "from": "14", "to": "15"},
        {"key": "profile", "from": "\"portal\"", "to": "\"nist\""},
        {"key": "support.mfa_reset", "from": r#"{ approvals = 0, delay = "none" }"#,
         "to": r#"{ approvals = 1, delay = "none" }"#},
    ]);
    assert_eq!(told, json!({ "settings": settings }));
    home.write("same.toml", "");
    let text = homeless(&home, &["policy", "diff", "portal", "same.toml"]).done().stdout;
    assert_eq!(text, "The settings are the same.\n");
    home.write("list.toml", "[password]\nblocklist = \"breached.txt\"\n");
    let told = homeless(&home, &["--output", "json", "policy", "diff", "portal", "list.toml"]).done().json();
    assert_eq!(told["settings"], json!([{"key": "password.blocklist", "from": "none", "to": "\"breached.txt\""}]));
}

#[test]
fn diff_refuses_what_is_no_policy() {
    let home = TestHome::simulation();
    assert_eq!(home.fail(&["policy", "diff", "portal", "missing.toml"]).told(), (2, "usage"));
    home.write("bad.toml", "[otp]\ntries = 0\n");
    assert_eq!(home.fail(&["policy", "diff", "bad.toml", "nist"]).told(), (2, "config"));
    assert_eq!(home.fail(&["policy", "diff", "portal"]).told(), (2, "usage"));
}

#[test]
fn whose_sign_in_changes_is_what_explain_says_of_each() {
    let home = TestHome::with_ada();
    for (address, project_type) in [(BOB, "sme"), (CARL, "enterprise"), (DORA, "sme"), (EVE, "enterprise")] {
        home.add_user(address, project_type);
    }
    let ada = home.sign_in_first(ADA);
    let dora = home.sign_in_first(DORA);
    home.edit(
        "UPDATE users SET password_changed_at = password_changed_at - 8640000000 WHERE address = 'dora@example.org'",
    );
    home.run(&["user", "disable", EVE]).done();
    let people =
        [(ADA, Some(ada.device.as_str())), (BOB, None), (CARL, None), (DORA, Some(dora.device.as_str())), (EVE, None)];
    let before = home.dump();

    let eula = "profile = \"portal\"\n[consent.required]\nenterprise = [\"terms\", \"privacy\", \"eula\"]\n";
    let told = agrees_with_explain(&home, eula, &people);
    assert_eq!(changed(&told), BTreeSet::from([ADA.to_owned()]), "Carl owes consent already, Eve cannot sign in");

    let told = agrees_with_explain(&home, "profile = \"nist\"\n", &people);
    assert_eq!(changed(&told), BTreeSet::from([DORA.to_owned()]));
    assert_eq!((&told["accounts"], &told["changed"]), (&5.into(), &1.into()));

    let told = agrees_with_explain(&home, "profile = \"portal\"\n[mfa]\nrequired = false\n", &people);
    assert_eq!(changed(&told), BTreeSet::from([BOB.to_owned(), CARL.to_owned()]));

    let missing = "profile = \"portal\"\n[consent.required]\nsme = [\"charter\"]\n";
    let told = agrees_with_explain(&home, missing, &people);
    assert_eq!(changed(&told), BTreeSet::from([BOB.to_owned(), CARL.to_owned(), DORA.to_owned()]));
    assert_eq!(home.dump(), before, "looking changes nothing");

    // Trust that began ten days ago is no trust under a policy of five; a longer one prolongs nothing that was given.
    home.edit("UPDATE devices SET trusted_at = trusted_at - 864000000");
    let shorter = agrees_with_explain(&home, "profile = \"portal\"\n[device]\ntrust_for = \"5 days\"\n", &people);
    assert_eq!((&shorter["lose_devices"], &shorter["changed"]), (&2.into(), &2.into()));
    let text = home.run(&["policy", "diff", HOMES, "draft.toml"]).done().stdout;
    assert!(text.contains("\n2 accounts lose every trusted device.\n"), "{text}");
    let longer = agrees_with_explain(&home, "profile = \"portal\"\n[device]\ntrust_for = \"90 days\"\n", &people);
    assert_eq!((&longer["lose_devices"], &longer["changed"]), (&0.into(), &0.into()));
    home.configure("[device]\ntrust_for = \"5 days\"");
    let devices = home.json(&["device", "list", ADA]);
    assert_eq!((&devices[0]["trusted"], &home.json(&["user", "show", ADA])["devices"]), (&false.into(), &0.into()));
    home.journey_on(&ada.device).sign_in(ADA, PASSWORD).at("device_unrecognized");
}

#[test]
fn a_policy_that_stops_or_frees_sign_ins_says_so() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    home.edit(
        "INSERT INTO throttles (kind, subject, recent, total, level)
             SELECT 'otp', n, '[]', 60, 0 FROM users WHERE address = 'bob@example.org'",
    );
    let draft = "profile = \"portal\"\n[consent.required]\nenterprise = [\"charter\"]\n\
        [otp]\nfailures_until_disabled = 100\n";
    let told = agrees_with_explain(&home, draft, &[(ADA, None), (BOB, None)]);
    assert_eq!(changed(&told).len(), 2);
    let text = home.run(&["policy", "diff", HOMES, "draft.toml"]).done().stdout;
    assert!(text.contains("\n1 enterprise account: cannot sign in any more\n  ada@example.org\n"), "{text}");
    assert!(text.contains("\n1 sme account: can sign in again: sign_in, device_unrecognized"), "{text}");
}

/// Two thousand accounts `u1@…` to `u2000@…`: the even ones Enterprise, every fourth with an old password, two of three
/// with accepted documents, four of five enrolled, the last five hundred with a trusted device.
fn home_of_two_thousand() -> TestHome {
    let home = TestHome::simulation();
    home.publish_samples();
    home.edit(
        "BEGIN;
         CREATE TEMP TABLE i AS WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 2000)
             SELECT i, (SELECT latest_at FROM home) AS now FROM i;
         INSERT INTO users (n, id, address, address_key, project_type, state, created_at, password_hash,
                 password_changed_at)
             SELECT i, 'usr_' || i, 'u' || i || '@example.org', 'u' || i || '@example.org',
                 iif(i % 2 = 0, 'enterprise', 'sme'), 'enabled', now, '$argon2id$',
                 iif(i % 4 = 0, now - 8640000000, now) FROM i;
         INSERT INTO authenticators (id, user, name, secret, algorithm, digits, period, enrolled_at)
             SELECT 'mfa_' || i, i, 'app', x'00', 'SHA1', 6, 30, now FROM i WHERE i % 5 > 0;
         INSERT INTO receipts (user, document, accepted_at, how, recorded_by)
             SELECT i, d.n, now, 'accepted', 'test' FROM i, documents d WHERE i % 3 > 0 AND d.id IN ('terms', 'privacy');
         INSERT INTO devices (id, user, token_digest, trusted_at, trusted_until)
             SELECT 'dev_' || i, i, CAST(printf('%032d', i) AS BLOB), now, now + 86400000 FROM i WHERE i > 1500;
         COMMIT;",
    );
    home
}

#[test]
fn of_two_thousand_accounts_each_change_is_counted() {
    let home = home_of_two_thousand();
    let draft = "profile = \"portal\"\n[password]\nmax_age = \"none\"\n\
        [consent.required]\nenterprise = [\"terms\", \"privacy\", \"eula\"]\n";
    let sample: Vec<String> = (1..=12).chain([60, 1499]).map(|i| format!("u{i}@example.org")).collect();
    let people: Vec<(&str, Option<&str>)> = sample.iter().map(|address| (address.as_str(), None)).collect();
    let told = agrees_with_explain(&home, draft, &people);

    let (old, settled) = (|i: &u32| i.is_multiple_of(4), |i: &u32| !i.is_multiple_of(3));
    let enterprise = || (1..=2000_u32).filter(|i| i.is_multiple_of(2));
    let expected = enterprise().filter(|i| old(i) || settled(i)).count();
    assert_eq!((&told["accounts"], &told["changed"]), (&2000.into(), &expected.into()));
    let has = |screens: &Value, screen: &str| screens.as_array().unwrap().contains(&json!(screen));
    let changes = told["changes"].as_array().unwrap();
    let sum = |wanted: &dyn Fn(&Value) -> bool| -> usize {
        changes.iter().filter(|change| wanted(change)).map(|change| change["count"].as_u64().unwrap() as usize).sum()
    };
    let no_longer_old =
        |change: &Value| has(&change["from"], "password_change") && !has(&change["to"], "password_change");
    let newly_asked = |change: &Value| !has(&change["from"], "consent") && has(&change["to"], "consent");
    assert_eq!(sum(&no_longer_old), enterprise().filter(old).count());
    assert_eq!(sum(&newly_asked), enterprise().filter(settled).count());
    let trusted = |change: &Value| newly_asked(change) && !has(&change["from"], "otp_verification");
    let skips_code = |i: &u32| *i > 1500 && !i.is_multiple_of(5) && settled(i);
    assert_eq!(sum(&trusted), enterprise().filter(skips_code).count(), "enrolled, on a trusted device");
    let counts: Vec<u64> = changes.iter().map(|change| change["count"].as_u64().unwrap()).collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "the most frequent change first: {counts:?}");
    assert!(changes.iter().all(|change| change["project_type"] == "enterprise"));
}

#[test]
fn a_list_stops_where_it_is_told_and_says_how_many_more() {
    let home = home_of_two_thousand();
    home.write("draft.toml", "[password]\nmax_age = \"none\"\n");
    let told = home.json(&["policy", "diff", HOMES, "draft.toml", "--list", "3"]);
    let changes = told["impact"]["changes"].as_array().unwrap().clone();
    assert!(changes.iter().all(|change| change["addresses"].as_array().unwrap().len() == 3), "{changes:?}");
    let text = home.run(&["policy", "diff", HOMES, "draft.toml", "--list", "3"]).done().stdout;
    assert!(text.contains("The next sign-in changes for 500 of 2000 accounts."), "{text}");
    let first = &changes[0];
    let more = first["count"].as_u64().unwrap() - 3;
    assert!(text.contains(&format!("no longer asked: password_change\n  {}", first["addresses"][0].as_str().unwrap())));
    assert!(text.contains(&format!(" and {more} more\n")), "{text}");
}
