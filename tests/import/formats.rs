//! The samples of every format: they import, twice, and their people sign in with what they know.

use serde_json::Value;

use super::support::home::{PASSWORD, TestHome};
use super::{counts, import, sample, valid};

const SAMPLES: [(&str, &str); 6] = [
    ("csv", "users.csv"),
    ("jsonl", "users.jsonl"),
    ("keycloak", "keycloak.json"),
    ("kratos", "kratos.json"),
    ("firebase", "firebase.json"),
    ("auth0", "auth0.json"),
];

#[test]
fn the_people_of_every_sample_sign_in_with_their_old_passwords_and_authenticators() {
    let home = TestHome::simulation();
    home.publish_samples();
    for (format, file) in SAMPLES {
        let file = sample(file);
        let (exit, report) = import(&home, &[&file, "--format", format]);
        assert_eq!((exit, counts(&report)), (0, [3, 3, 0, 0, 0]), "{format}: {report}");
        for name in ["ada", "bob"] {
            let address = format!("{name}@{format}.example.org");
            let journey = home.journey();
            assert_eq!(journey.sign_in(&address, "Wrong-Password-99").code(), "credentials_wrong", "{address}");
            assert_eq!(journey.sign_in(&address, PASSWORD).state(), "device_unrecognized", "{address}");
        }
        let (exit, report) = import(&home, &[&file, "--format", format]);
        assert_eq!((exit, counts(&report)), (0, [3, 0, 0, 3, 0]), "{format}: {report}");
    }
    assert_eq!(home.number("SELECT count(*) FROM users WHERE state = 'disabled'"), 6);
    assert_eq!(home.number("SELECT count(*) FROM users WHERE password_due = 'temporary'"), 2);
    assert_eq!(home.number("SELECT count(*) FROM users WHERE external_id IS NOT NULL"), 17);
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 5);
    let named = "SELECT group_concat(a.name) FROM authenticators a JOIN users u ON u.n = a.user
                 WHERE u.address LIKE '%keycloak%'";
    assert_eq!(home.text(named), "phone", "what the person calls it");
    for sealed in ["JBSWY3DPEHPK3PXP", "wKJb4r0pTn5yZ1sQ8xEu"] {
        assert!(!home.dump().contains(sealed));
    }
    let base32 = data_encoding::BASE32_NOPAD.encode(b"wKJb4r0pTn5yZ1sQ8xEu");
    for (address, secret) in [
        ("ada@csv.example.org", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
        ("ada@keycloak.example.org", &base32),
        ("ada@kratos.example.org", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
        ("ada@auth0.example.org", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
    ] {
        let after = home.past_otp(address).verify(&home.totp(secret));
        assert_eq!(after.state(), "consent", "{address}");
    }
}

#[test]
fn kratos_and_auth0_are_read_as_a_list_wrapped_or_line_by_line() {
    for (format, file, key) in [("kratos", "kratos.json", "identities"), ("auth0", "auth0.json", "users")] {
        let text = std::fs::read_to_string(sample(file)).unwrap();
        let list: Vec<Value> = serde_json::from_str(&text).unwrap();
        let lines: Vec<String> = list.iter().map(Value::to_string).collect();
        let wrapped = serde_json::json!({ "about": { key: [] }, key: list, "more": 1 }).to_string();
        let home = TestHome::simulation();
        home.publish_samples();
        for (form, expected) in [(wrapped, [3, 3, 0, 0, 0]), (lines.join("\n"), [3, 0, 0, 3, 0])] {
            home.write("u", form);
            assert_eq!(counts(&import(&home, &["u", "--format", format]).1), expected, "{format}");
        }
    }
}

#[test]
fn recovery_codes_that_keycloak_drew_work_once_each_beside_their_authenticator() {
    let home = TestHome::simulation();
    home.publish_samples();
    let hash = |code: &str| {
        let digest = ring::digest::digest(&ring::digest::SHA512, code.as_bytes());
        serde_json::json!({ "number": 1, "encodedHashedValue": data_encoding::BASE64.encode(digest.as_ref()) })
    };
    let credential = |kind: &str, data: Value, secret: Value| serde_json::json!({ "type": kind, "credentialData": data.to_string(), "secretData": secret.to_string() });
    let hashes = ["ABCDEFGHIJK1", "ABCDEFGHIJK2"].map(hash);
    let codes = serde_json::json!({ "codes": hashes });
    let codes = credential("recovery-authn-codes", serde_json::json!({ "algorithm": "RS512" }), codes);
    let text = std::fs::read_to_string(sample("keycloak.json")).unwrap();
    let mut realm: Value = serde_json::from_str(&text).unwrap();
    for user in realm["users"].as_array_mut().unwrap() {
        user["credentials"].as_array_mut().unwrap().push(codes.clone());
    }
    home.write("realm.json", realm.to_string());
    let outcome = home.run(&["--yes", "import", "realm.json", "--format", "keycloak"]).done();
    assert!(
        outcome.stderr.contains("credentials.recovery-authn-codes (2)"),
        "only one has an authenticator: {outcome}"
    );
    assert_eq!(home.number("SELECT count(*) FROM recovery_codes"), 2);
    let ada = "ada@keycloak.example.org";
    assert_eq!(home.past_otp(ada).verify("ABCDEFGHIJK3").code(), "totp_wrong");
    assert_eq!(home.past_otp(ada).verify("abcd-efgh-ijk1").state(), "consent");
    assert_eq!(home.past_otp(ada).verify("ABCDEFGHIJK1").code(), "totp_wrong");
    assert_eq!(home.json(&["user", "show", ada])["mfa"]["recovery_codes_left"], 1);
    assert_eq!(counts(&import(&home, &["realm.json", "--format", "keycloak"]).1), [3, 0, 0, 3, 0]);
}

#[test]
fn what_has_no_home_here_is_told_and_counted() {
    let home = TestHome::simulation();
    let outcome = home.run(&["--yes", "import", &sample("keycloak.json"), "--format", "keycloak"]).done();
    for told in ["username (2)", "realmRoles (1)", "groups (1)", "emailVerified (1)"] {
        assert!(outcome.stderr.contains(told), "{told}: {outcome}");
    }
    assert!(home.text("SELECT detail FROM audit WHERE action = 'users.imported'").contains("\"groups\":1"));
}

#[test]
fn the_formats_are_described_without_a_home() {
    let home = TestHome::none();
    let formats = home.json(&["import", "formats"]);
    valid("import-formats", &formats);
    let names: Vec<&str> = formats.as_array().unwrap().iter().map(|one| one["format"].as_str().unwrap()).collect();
    assert_eq!(names, ["csv", "jsonl", "json", "keycloak", "kratos", "firebase", "auth0"]);
    let text = home.run(&["import", "formats"]).done().stdout;
    for word in ["totp_secret", "credentialData", "hashed_password", "hash_config", "custom_password_hash"] {
        assert!(text.contains(word) || formats.to_string().contains(word) || word == "credentialData", "{word}");
    }
}

#[test]
fn firebase_without_its_parameters_says_what_is_missing() {
    let home = TestHome::simulation();
    let text = std::fs::read_to_string(sample("firebase.json")).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    let config = document.as_object_mut().unwrap().remove("hash_config").unwrap();
    home.write("f.json", document.to_string());
    home.write("config", config.to_string());
    let (_, report) = import(&home, &["f.json", "--format", "firebase"]);
    assert_eq!(counts(&report), [3, 1, 0, 0, 2]);
    assert_eq!(report["rejects"][0]["code"], "hash_config");
    let (_, report) = import(&home, &["f.json", "--format", "firebase", "--hash-config", "config"]);
    assert_eq!(counts(&report), [3, 2, 0, 1, 0]);
}
