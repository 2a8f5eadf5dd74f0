//! Records in the shapes of other systems' exports: they import, and their people sign in; what nobody should trust is
//! refused.

use serde_json::{Value, json};

use crate::support::home::TestHome;
use crate::{document, rows, text};

/// A record of each system as a file of its format, or with its hash as the hash of an own one; nothing for rows that
/// are a hash alone.
fn file(row: &Value) -> Option<(&'static str, Value)> {
    let mut record = row["record"].clone();
    match text(row, "system") {
        "keycloak" => {
            if record["email"].is_null() {
                record["email"] = "bob@example.org".into();
            }
            Some(("keycloak", json!({ "users": [record] })))
        }
        "auth0" => Some(("auth0", json!([record]))),
        "django" | "flask/werkzeug" | "wordpress>=6.8" | "aspnet-identity-v3" => {
            let hash = ["password", "user_pass", "PasswordHash"].into_iter().find_map(|key| record[key].as_str());
            Some(("json", json!([{ "address": "somebody@example.org", "password_hash": hash? }])))
        }
        _ => None,
    }
}

fn signs_in(home: &TestHome, address: &str, password: &str) -> bool {
    home.journey().sign_in(address, password).state() == "device_unrecognized"
}

#[test]
fn c19_c17_v2_2_2_records_of_other_systems() {
    let Some(vectors) = document("user_import_exports.json") else { return };
    let mut signed_in = 0;
    for row in rows(&vectors, "vectors") {
        let home = TestHome::simulation();
        home.publish_samples();
        let Some((format, document)) = file(row) else {
            cases(&home, row);
            continue;
        };
        let system = text(row, "system");
        home.write("users.json", document.to_string());
        let args = ["--output", "json", "--yes", "import", "users.json", "--format", format];
        let dialect = if system == "django" { "django" } else { "standard" };
        let outcome = home.run(&[&args[..], &["--hash-dialect", dialect, "--accept-weak"]].concat());
        let report = outcome.json();
        assert_eq!((outcome.exit, &report["created"]), (0, &1.into()), "{row}: {report}");
        let address = home.text("SELECT address FROM users");
        assert!(signs_in(&home, &address, text(row, "password")), "{row}");
        assert!(!signs_in(&home, &address, text(row, "wrong_password")), "{row}");
        signed_in += 1;
    }
    assert_eq!(signed_in, 14);
}

/// Hashes with passwords that match, do not match, and must not match silently.
fn cases(home: &TestHome, row: &Value) {
    home.write("u.json", json!([{ "address": "x@example.org", "password_hash": row["encoded"] }]).to_string());
    let outcome = home.run(&["--output", "json", "--yes", "import", "u.json"]);
    for case in rows(row, "cases") {
        let expected = text(case, "expect");
        if expected.starts_with("invalid") {
            assert_eq!((outcome.exit, &outcome.json()["rejected"]), (3, &1.into()), "{row}");
        } else {
            assert_eq!(outcome.exit, 0, "{outcome}");
            assert_eq!(signs_in(home, "x@example.org", text(case, "password")), expected == "match", "{case}");
        }
    }
}
