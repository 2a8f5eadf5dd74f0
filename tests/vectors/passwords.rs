//! Passwords: PHC strings, hashes of other systems, costs, and what Unicode makes of a text.

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use data_encoding::HEXLOWER;
use secrecy::SecretString;
use vestibule::credentials::password::{COST_LIMIT, Hasher, IMPORT_LIMIT, PasswordError, within_limits};
use vestibule::credentials::phc::{Argon2Hash, Phc};
use vestibule::credentials::rules::{Blocklist, Context, Rule, broken};
use vestibule::journey::policy::{Argon2Cost, Policy, Profile};
use vestibule::ports::{Entropy, EntropyError};

use crate::{document, each, number, rows, text};

/// A salt that differs from call to call is of no use here.
struct Fixed;

impl Entropy for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        out.fill(7);
        Ok(())
    }
}

fn cheap() -> Argon2Cost {
    Argon2Cost { m: 8, t: 1, p: 1 }
}

#[test]
fn v2_2_1_phc_strings() {
    each("phc_strings.json", "vectors", |row| {
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
    });
}

#[test]
fn c18_v15_2_2_costs_are_refused_before_the_hash_runs() {
    let Some(file) = document("hash_import_limits.json") else { return };
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

#[test]
fn argon2_hashes_of_other_systems() {
    let Some(file) = document("password_hashes.json") else { return };
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
    let Some(file) = document("kdf_raw.json") else { return };
    for row in rows(&file, "vectors").iter().filter(|row| text(row, "algorithm") == "argon2id") {
        let bytes = |key: &str| HEXLOWER.decode(text(row, key).as_bytes()).unwrap();
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
    let Some(file) = document("unicode_normalisation.json") else { return };
    let hasher = Hasher::new(2);
    for row in rows(&file, "password_equality") {
        let phc = hasher.hash(&SecretString::from(text(row, "a")), cheap(), &Fixed).unwrap();
        let verdict = hasher.verify(&SecretString::from(text(row, "b")), &phc, cheap()).unwrap();
        assert_eq!(verdict.matches, row["equal_nfc"].as_bool().unwrap(), "{row}");
    }
}

#[test]
fn p5_each_code_point_after_nfc_counts_once() {
    let Some(file) = document("unicode_normalisation.json") else { return };
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
fn v6_2_8_opaque_strings_of_rfc_8265_are_taken_as_they_are() {
    let hasher = Hasher::new(2);
    let policy = Policy::of(Profile::Nist).password;
    let context = Context { address: "ada@example.org", product: "Portal" };
    each("unicode_normalisation.json", "precis", |row| {
        if text(row, "profile") != "OpaqueString" {
            return;
        }
        let (input, expected) = (text(row, "input"), text(row, "expect"));
        let given = SecretString::from(input);
        if expected == "reject" {
            assert!(!broken(&policy, &context, &given, &Blocklist::built_in()).is_empty(), "{row}");
            return;
        }
        let phc = hasher.hash(&given, cheap(), &Fixed).unwrap();
        let same = hasher.verify(&SecretString::from(expected), &phc, cheap()).unwrap().matches;
        // The profile also makes every space an ASCII one; SP 800-63B-4 asks for NFC alone, which does not.
        assert_eq!(same, !input.contains('\u{1680}'), "{row}");
    });
}
