//! Published test values for credentials, read from the folder that `VESTIBULE_VECTORS` names. They are not
//! part of this repository; where the variable is unset each test says that it is skipped.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a test may panic, read its environment and say that it is skipped"
)]

use std::path::PathBuf;

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use vestibule::credentials::password::{COST_LIMIT, Hasher, IMPORT_LIMIT, PasswordError, within_limits};
use vestibule::credentials::phc::{Argon2Hash, Phc};
use vestibule::credentials::rules::{Blocklist, Context, Rule, broken};
use vestibule::credentials::totp::{
    KeyKind, KeyUriError, Secret, TotpVerdict, base32, check, current_code, parse_base32, parse_uri, uri,
};
use vestibule::journey::policy::{Argon2Cost, Policy, Profile, TotpAlgorithm, TotpPolicy};
use vestibule::ports::{Entropy, EntropyError};

/// The file of that name, or `None` after saying that the test is skipped.
fn vectors(file: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("VESTIBULE_VECTORS") else {
        eprintln!("skipped: VESTIBULE_VECTORS is unset, so {file} is not read");
        return None;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join(file)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn rows<'a>(file: &'a Value, name: &str) -> &'a [Value] {
    let rows = file[name].as_array().unwrap();
    assert!(!rows.is_empty());
    rows
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} in {row}"))
}

fn number(row: &Value, key: &str) -> u32 {
    u32::try_from(row[key].as_u64().unwrap_or_else(|| panic!("{key} in {row}"))).unwrap()
}

fn algorithm(name: &str) -> TotpAlgorithm {
    [TotpAlgorithm::SHA1, TotpAlgorithm::SHA256, TotpAlgorithm::SHA512]
        .into_iter()
        .find(|algorithm| algorithm.as_str().eq_ignore_ascii_case(name))
        .unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    HEXLOWER.decode(text.as_bytes()).unwrap()
}

/// A salt that differs from call to call is of no use here.
struct Fixed;

impl Entropy for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        out.fill(7);
        Ok(())
    }
}

#[test]
fn totp_and_hotp_codes() {
    let Some(file) = vectors("totp_hotp.json") else { return };
    for row in rows(&file, "vectors") {
        let secret = parse_base32(text(row, "secret_b32")).unwrap();
        assert_eq!(base32(&secret).expose_secret(), text(row, "secret_b32").trim_end_matches('='));
        let by_time = text(row, "kind") == "totp";
        let period = if by_time { number(row, "period") } else { 1 };
        let time = row[if by_time { "time" } else { "counter" }].as_i64().unwrap();
        let policy =
            TotpPolicy { algorithm: algorithm(text(row, "algorithm")), digits: number(row, "digits"), period, skew: 0 };
        let Ok(now) = Timestamp::from_second(time) else {
            // The last day of the year 9999, which no clock of this program can show.
            assert!(time > Timestamp::MAX.as_second());
            continue;
        };
        assert_eq!(current_code(&secret, &policy, now).expose_secret(), text(row, "code"), "{row}");
        let verdict = check(&secret, &policy, now, None, text(row, "code"));
        assert_eq!(verdict, TotpVerdict::Accepted { step: time / i64::from(period) }, "{row}");
    }
}

#[test]
fn totp_scenarios() {
    let Some(file) = vectors("totp_scenarios.json") else { return };
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
fn key_uris_are_read() {
    let Some(file) = vectors("otpauth_uris.json") else { return };
    for row in rows(&file, "parse") {
        let parsed = parse_uri(text(row, "uri"));
        match text(row, "expect") {
            "ok" => {
                let (uri, fields) = (parsed.unwrap_or_else(|error| panic!("{row}: {error}")), &row["fields"]);
                assert_eq!(
                    (uri.issuer.as_str(), uri.account.as_str()),
                    (text(fields, "issuer"), text(fields, "account"))
                );
                assert_eq!(base32(&uri.secret).expose_secret(), text(fields, "secret"));
                assert_eq!(
                    (uri.algorithm, uri.digits),
                    (algorithm(text(fields, "algorithm")), number(fields, "digits"))
                );
                let kind = match text(fields, "type") {
                    "totp" => KeyKind::Totp { period: number(fields, "period") },
                    _ => KeyKind::Hotp { counter: fields["counter"].as_u64().unwrap() },
                };
                assert_eq!(uri.kind, kind, "{row}");
            }
            "error" => {
                let error = parsed.err().unwrap_or_else(|| panic!("{row} was read"));
                assert_eq!(error_word(error), text(row, "error"), "{row}");
            }
            _ => {}
        }
    }
}

fn error_word(error: KeyUriError) -> &'static str {
    match error {
        KeyUriError::Scheme => "scheme",
        KeyUriError::Type => "type",
        KeyUriError::Encoding => "encoding",
        KeyUriError::Label => "label",
        KeyUriError::IssuerMismatch => "issuer-mismatch",
        KeyUriError::Duplicate => "duplicate",
        KeyUriError::Secret => "secret",
        KeyUriError::Algorithm => "algorithm",
        KeyUriError::Digits => "digits",
        KeyUriError::Period => "period",
        KeyUriError::Counter => "counter",
    }
}

#[test]
fn key_uris_are_written() {
    let Some(file) = vectors("otpauth_uris.json") else { return };
    for row in rows(&file, "generate") {
        let input = &row["input"];
        let or = |key: &str, default| input.get(key).map_or(default, |_| number(input, key));
        let policy = TotpPolicy {
            algorithm: input.get("digest").map_or(TotpAlgorithm::SHA1, |name| algorithm(name.as_str().unwrap())),
            digits: or("digits", 6),
            period: or("interval", 30),
            skew: 1,
        };
        let issuer = input.get("issuer").map_or("", |issuer| issuer.as_str().unwrap());
        let secret = parse_base32(text(input, "secret")).unwrap();
        let ours = parse_uri(uri(issuer, text(input, "name"), &secret, &policy).expose_secret()).unwrap();
        let theirs = parse_uri(text(row, "uri_pyotp")).unwrap();
        for read in [ours, theirs] {
            assert_eq!((read.issuer.as_str(), read.account.as_str()), (issuer, text(input, "name")));
            assert_eq!(base32(&read.secret).expose_secret(), &text(input, "secret").to_uppercase());
            assert_eq!((read.algorithm, read.digits), (policy.algorithm, policy.digits));
            assert_eq!(read.kind, KeyKind::Totp { period: policy.period });
        }
    }
}

#[test]
fn phc_strings() {
    let Some(file) = vectors("phc_strings.json") else { return };
    for row in rows(&file, "vectors") {
        let phc = text(row, "phc");
        let argon2 = Argon2Hash::parse(phc);
        match text(row, "expect") {
            "valid" => {
                assert!(Phc::parse(phc).is_ok(), "{row}");
                assert_eq!(argon2.is_ok(), phc.starts_with("$argon2"), "{row}");
            }
            "invalid" => assert!(Phc::parse(phc).is_err() && argon2.is_err(), "{row}"),
            "grammar_ok_but_must_be_rejected" => assert!(argon2.is_err(), "{row}"),
            other => panic!("unknown expectation {other}"),
        }
    }
}

#[test]
fn c18_costs_are_refused_before_the_hash_runs() {
    let Some(file) = vectors("hash_import_limits.json") else { return };
    let hasher = Hasher::new(1);
    for row in rows(&file, "vectors").iter().filter(|row| text(row, "encoded").starts_with("$argon2")) {
        let stored = Argon2Hash::parse(text(row, "encoded")).unwrap();
        let importable = text(row, "expect") == "import_ok";
        assert_eq!(within_limits(stored.cost, IMPORT_LIMIT), importable, "{row}");
        if !importable {
            assert!(!within_limits(stored.cost, COST_LIMIT), "{row}");
            let refused = hasher.verify(&SecretString::from("x"), text(row, "encoded"), cheap());
            assert!(matches!(refused, Err(PasswordError::Cost(_))), "{row}");
        }
    }
}

fn cheap() -> Argon2Cost {
    Argon2Cost { m: 8, t: 1, p: 1 }
}

#[test]
fn argon2_hashes_of_other_systems() {
    let Some(file) = vectors("password_hashes.json") else { return };
    let hasher = Hasher::new(2);
    let mut seen = 0;
    for row in rows(&file, "vectors") {
        let encoded = text(row, "encoded");
        let encoded = encoded.strip_prefix("argon2$").map_or(encoded.to_owned(), |phc| format!("${phc}"));
        if !encoded.starts_with("$argon2") || row.get("password").is_none_or(|password| !password.is_string()) {
            continue;
        }
        seen += 1;
        let verdict = hasher.verify(&SecretString::from(text(row, "password")), &encoded, cheap());
        match text(row, "expect") {
            "match" => assert!(verdict.is_ok_and(|verdict| verdict.matches), "{row}"),
            "no_match" => assert!(verdict.is_ok_and(|verdict| !verdict.matches), "{row}"),
            _ => assert!(verdict.is_err(), "{row}"),
        }
    }
    assert!(seen > 10);
}

#[test]
fn argon2id_of_rfc_9106() {
    let Some(file) = vectors("kdf_raw.json") else { return };
    for row in rows(&file, "vectors").iter().filter(|row| text(row, "algorithm") == "argon2id") {
        let bytes = |key: &str| hex(text(row, key));
        let tag = bytes("tag_hex");
        let params = ParamsBuilder::new()
            .m_cost(number(row, "m_kib"))
            .t_cost(number(row, "t"))
            .p_cost(number(row, "p"))
            .data(AssociatedData::new(&bytes("ad_hex")).unwrap())
            .output_len(tag.len())
            .build()
            .unwrap();
        let secret = bytes("secret_hex");
        let argon2 = Argon2::new_with_secret(&secret, Algorithm::Argon2id, Version::V0x13, params).unwrap();
        // Memory with something in it, as a worker has that hashed before.
        let mut dirty = Block::new();
        dirty.as_mut().fill(u64::MAX);
        let mut memory = vec![dirty; argon2.params().block_count()];
        let mut output = vec![0; tag.len()];
        argon2
            .hash_password_into_with_memory(&bytes("password_hex"), &bytes("salt_hex"), &mut output, &mut memory)
            .unwrap();
        assert_eq!(output, tag);
    }
}

#[test]
fn p10_passwords_are_equal_under_nfc_alone() {
    let Some(file) = vectors("unicode_normalisation.json") else { return };
    let hasher = Hasher::new(2);
    for row in rows(&file, "password_equality") {
        let phc = hasher.hash(&SecretString::from(text(row, "a")), cheap(), &Fixed).unwrap();
        let verdict = hasher.verify(&SecretString::from(text(row, "b")), &phc, cheap()).unwrap();
        assert_eq!(verdict.matches, row["equal_nfc"].as_bool().unwrap(), "{row}");
    }
}

#[test]
fn p5_each_code_point_after_nfc_counts_once() {
    let Some(file) = vectors("unicode_normalisation.json") else { return };
    let mut policy = Policy::of(Profile::Nist).password;
    let context = Context { address: "ada@example.org", product: "Portal" };
    for row in rows(&file, "length_counting") {
        let password = SecretString::from(text(row, "s"));
        for (min_length, short) in [(number(row, "nfc_code_points"), false), (number(row, "nfc_code_points") + 1, true)]
        {
            policy.min_length = min_length;
            let rules = broken(&policy, &context, &password, &Blocklist::built_in());
            assert_eq!(rules.contains(&Rule::MinLength), short, "{row}");
        }
    }
}

#[test]
fn a_secret_survives_its_key_uri() {
    let policy = Policy::of(Profile::Portal).totp;
    let secret = Secret::draw(&Fixed).unwrap();
    let read = parse_uri(uri("Cloud: Portal", "a:b@example.org", &secret, &policy).expose_secret()).unwrap();
    assert_eq!((read.issuer.as_str(), read.account.as_str()), ("Cloud- Portal", "a-b@example.org"));
    assert_eq!(read.secret.as_bytes(), secret.as_bytes());
}
