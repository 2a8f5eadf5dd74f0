//! `vestibule export users`: what leaves the home, and that it comes back as it was.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::io::Read;

use proptest::prelude::*;
use support::home::{ADA, PASSWORD, TestHome};

/// Everything of the accounts that an export carries.
fn accounts(home: &TestHome, with_credentials: bool) -> Vec<String> {
    let hash = if with_credentials { "coalesce(password_hash, '-')" } else { "'-'" };
    let sql = format!(
        "SELECT address || '|' || coalesce(name, '-') || '|' || project_type || '|' || state || '|' || created_at || '|' ||
                coalesce(external_id, '-') || '|' || {hash} || '|' || coalesce((
                    SELECT group_concat(d.id || ' ' || d.version || ' ' || r.accepted_at ORDER BY d.n)
                    FROM receipts r JOIN documents d ON d.n = r.document WHERE r.user = users.n), '-')
         FROM users ORDER BY n"
    );
    let db = home.sqlite();
    let mut statement = db.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn home() -> TestHome {
    let home = TestHome::simulation();
    home.publish("terms", "1;0%=@", "Terms.");
    home.publish("privacy", "2", "Privacy.");
    home
}

fn there_and_back(from: &TestHome, format: &str) -> Vec<String> {
    let text = from.run(&["export", "users", "--format", format]).done().stdout;
    let to = home();
    let args = ["--yes", "import", "-", "--format", format];
    let outcome = to.run_with_stdin(&args, &text);
    assert_eq!(outcome.exit, 0, "{text}\n{outcome}");
    accounts(&to, false)
}

#[derive(Debug, Clone)]
struct Person {
    name: Option<String>,
    sme: bool,
    disabled: bool,
    external: bool,
    consents: u8,
    created: i64,
}

fn person() -> impl Strategy<Value = Person> {
    let name = proptest::option::of("['=+@\"\\-,;é漢 a-z{}\\[\\]$]{1,12}");
    (name, any::<bool>(), any::<bool>(), any::<bool>(), 0..4_u8, 0..1_700_000_000_000_i64).prop_map(
        |(name, sme, disabled, external, consents, created)| Person {
            name,
            sme,
            disabled,
            external,
            consents,
            created,
        },
    )
}

fn rows(people: &[Person]) -> String {
    let row = |(n, one): (usize, &Person)| {
        let document = |(id, version)| serde_json::json!({ "document": id, "version": version });
        let consents = [("terms", "1;0%=@"), ("privacy", "2")].into_iter().enumerate();
        let consents: Vec<_> =
            consents.filter(|(bit, _)| one.consents >> bit & 1 == 1).map(|(_, which)| document(which)).collect();
        let created = jiff::Timestamp::from_millisecond(one.created).unwrap();
        serde_json::json!({
            "address": format!("Person{n}@example.org"), "name": one.name,
            "project_type": if one.sme { "sme" } else { "enterprise" },
            "state": if one.disabled { "disabled" } else { "enabled" },
            "external_id": one.external.then(|| format!("=id,{n}")), "consents": consents, "created_at": created,
        })
        .to_string()
    };
    people.iter().enumerate().map(row).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_export_imports_again_to_an_equal_database(people in proptest::collection::vec(person(), 1..12)) {
        let from = home();
        from.run_with_stdin(&["--yes", "import", "-", "--format", "jsonl"], rows(&people)).done();
        let before = accounts(&from, false);
        prop_assert_eq!(before.len(), people.len());
        for format in ["csv", "jsonl", "kratos"] {
            prop_assert_eq!(&before, &there_and_back(&from, format), "{}", format);
        }
    }
}

#[test]
fn v1_2_10_no_cell_begins_like_a_formula() {
    let home = home();
    let row =
        format!("{{\"address\":\"{ADA}\",\"name\":\"=cmd|' /C calc'!A0\",\"created_at\":\"2026-01-01T00:00:00Z\"}}");
    home.run_with_stdin(&["--yes", "import", "-", "--format", "jsonl"], row).done();
    let text = home.run(&["export", "users"]).done().stdout;
    assert_eq!(
        text,
        "address,name,project_type,state,temporary,external_id,consents,created_at\n\
         ada@example.org,\"'=cmd|' /C calc'!A0\",enterprise,enabled,,,,2026-01-01T00:00:00Z\n"
    );
    assert_eq!(there_and_back(&home, "csv"), accounts(&home, false));
}

#[test]
fn with_output_json_stdout_carries_json_alone() {
    let home = home();
    home.add_user(ADA, "enterprise");
    let export = |args: &[&str]| home.run(&[&["--output", "json", "export", "users"], args].concat());
    let lines = export(&[]).done().stdout;
    let account: serde_json::Value = serde_json::from_str(lines.trim_end()).unwrap();
    assert_eq!(account["address"], ADA);
    assert!(serde_json::from_str::<serde_json::Value>(&export(&["--format", "kratos"]).done().stdout).is_ok());
    let refused = export(&["--format", "csv"]);
    assert_eq!((refused.stdout.as_str(), refused.failure().told()), ("", (2, "usage")));
    let written = export(&["--out", "u.csv"]).done().json();
    let expected = serde_json::json!({ "out": "u.csv", "format": "csv", "accounts": 1, "authenticators_left_out": 0 });
    assert_eq!(written, expected);
    assert!(std::fs::read_to_string(home.root().join("u.csv")).unwrap().contains(ADA));
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'users.exported'"), 3, "a refusal is none");
}

#[test]
fn credentials_leave_encrypted_with_a_reason_or_not_at_all() {
    let home = TestHome::with_ada();
    let enrolled = home.sign_in_first(ADA);
    let plain = home.run(&["export", "users", "--format", "kratos"]).done().stdout;
    assert!(!plain.contains("argon2id") && !plain.contains("otpauth"));
    let identity = age::x25519::Identity::generate();
    let recipient = identity.to_public().to_string();
    for missing in [
        &["--with-credentials"][..],
        &["--with-credentials", "--reason", "moving"],
        &["--with-credentials", "--recipient", &recipient],
        &["--with-credentials", "--reason", "moving", "--recipient", "age1nobody"],
    ] {
        assert_eq!(home.run(&[&["export", "users"], missing].concat()).exit, 2, "{missing:?}");
    }
    let (text, _) = with_credentials(&home, "jsonl", &identity);
    assert!(text.contains("$argon2id$") && text.contains("otpauth://totp/"));
    let to = TestHome::simulation();
    to.publish_samples();
    to.advance("PT1H");
    to.run_with_stdin(&["--yes", "import", "-", "--format", "jsonl"], &text).done();
    assert_eq!(accounts(&home, true), accounts(&to, true));
    let journey = to.journey();
    journey.sign_in(ADA, PASSWORD);
    journey.submit("ok", &[]);
    journey.verify(&to.otp()).at("mfa_challenge");
    journey.verify(&to.totp(&enrolled.secret)).at("signed_in");
    assert!(home.text("SELECT group_concat(detail) FROM audit WHERE action = 'users.exported'").contains("moving"));
}

/// An export with credentials, decrypted, and what was said of it.
fn with_credentials(home: &TestHome, format: &str, identity: &age::x25519::Identity) -> (String, String) {
    let recipient = identity.to_public().to_string();
    let file = format!("{format}.age");
    let args =
        ["--format", format, "--with-credentials", "--reason", "moving", "--recipient", &recipient, "--out", &file];
    let told = home.run(&[&["export", "users"], &args[..]].concat()).done().stderr;
    let sealed = std::fs::read(home.root().join(file)).unwrap();
    let mut text = String::new();
    let key: &dyn age::Identity = identity;
    let decryptor = age::Decryptor::new(&sealed[..]).unwrap();
    decryptor.decrypt(std::iter::once(key)).unwrap().read_to_string(&mut text).unwrap();
    (text, told)
}

#[test]
fn every_authenticator_leaves_and_comes_back() {
    let secrets = ["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "KBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"];
    let identity = age::x25519::Identity::generate();
    let from = TestHome::with_ada();
    let uris = secrets.map(|secret| format!("otpauth://totp/?secret={secret}"));
    let row = serde_json::json!({ "address": ADA, "totp_secret": uris });
    from.run_with_stdin(&["--yes", "import", "-", "--format", "jsonl"], row.to_string()).done();
    for (format, count) in [("csv", 2), ("jsonl", 2), ("kratos", 1)] {
        let (text, told) = with_credentials(&from, format, &identity);
        assert_eq!(told.contains("Authenticators left out"), count < 2, "{format}: {told}");
        let to = TestHome::simulation();
        to.publish_samples();
        let args = ["--output", "json", "--yes", "import", "-", "--format", format];
        to.run_with_stdin(&args, &text).done();
        assert_eq!(to.number("SELECT count(*) FROM authenticators"), count, "{format}");
        let again = [&args[..], &["--set-fields", "totp_secret"]].concat();
        assert_eq!(to.run_with_stdin(&again, &text).done().json()["unchanged"], 1, "{format}");
        for secret in &secrets[..usize::try_from(count).unwrap()] {
            let after = to.past_otp(ADA).verify(&to.totp(secret));
            assert_eq!(after.state(), "consent", "{format}");
            to.advance("PT1M");
        }
    }
}
