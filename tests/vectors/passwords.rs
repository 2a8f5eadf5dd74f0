//! Passwords: PHC strings, hashes of other systems, costs, and what Unicode makes of a text.

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use data_encoding::{BASE64, HEXLOWER};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use serde_json::Value;
use vestibule::credentials::foreign::{Dialect, FirebaseScrypt, ForeignError, Options, accept, scheme_of};
use vestibule::credentials::password::Hasher;
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

/// The dialect that a row's `format` names.
fn dialect(format: &str) -> Dialect {
    match format {
        "kratos" | "firebase-export" => Dialect::Kratos,
        "django" => Dialect::Django,
        "passlib" => Dialect::Passlib,
        "phc" => Dialect::Standard,
        other => panic!("unknown format {other}"),
    }
}

/// The bytes of a row's password, which need be no text.
fn password(row: &Value) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(match row.get("password_b64") {
        Some(encoded) => BASE64.decode(encoded.as_str().unwrap().as_bytes()).unwrap(),
        None => text(row, "password").as_bytes().to_vec(),
    })
}

#[test]
fn c18_v15_2_2_costs_are_refused_before_the_hash_runs() {
    let hasher = Hasher::new(1);
    let weak = Options { accept_weak: true };
    each("hash_import_limits.json", "vectors", |row| {
        let (hash, importable) = (text(row, "encoded"), text(row, "expect") == "import_ok");
        let accepted = accept(hash, &Dialect::Kratos, weak);
        assert_eq!(accepted.is_ok(), importable, "{row}");
        if !importable {
            assert!(matches!(accepted, Err(ForeignError::Cost { .. })), "{row}");
            // The same text, were it to lie in a database: refused as well, and no work done for it.
            assert!(hasher.verify(&SecretString::from("x"), hash, cheap()).is_err(), "{row}");
        }
    });
}

/// Rows that cannot match here, for a reason.
fn refused_on_purpose(row: &Value) -> bool {
    // DES takes in 8 characters of 7 bits: a password that begins like the right one would match.
    text(row, "algorithm") == "des_crypt"
}

/// Whether a password has bytes that bcrypt ignores. Passlib's rows show that it cuts there; see c19_… below.
fn is_cut(row: &Value) -> bool {
    text(row, "algorithm") == "bcrypt" && password(row).len() > 72
}

#[test]
fn v11_4_1_hashes_of_other_systems() {
    let Some(file) = document("password_hashes.json") else { return };
    let (even, odd): (Vec<_>, Vec<_>) = rows(&file, "vectors").iter().enumerate().partition(|(at, _)| at % 2 == 0);
    let matched: usize = std::thread::scope(|scope| {
        let halves = [even, odd].map(|half| {
            scope.spawn(move || {
                let hasher = Hasher::new(1);
                half.into_iter().filter(|(_, row)| verifies_as_expected(&hasher, row)).count()
            })
        });
        halves.into_iter().map(|half| half.join().unwrap()).sum()
    });
    assert!(matched > 300, "{matched} matched");
}

/// Whether a row's password matches, which it must where the row says so and nowhere else.
fn verifies_as_expected(hasher: &Hasher, row: &Value) -> bool {
    let accepted = accept(text(row, "encoded"), &dialect(text(row, "format")), Options { accept_weak: true });
    let stored = accepted.map(|accepted| {
        let stored = accepted.store(hasher, cheap(), &Fixed).unwrap();
        assert_eq!(scheme_of(&stored), accepted.scheme(), "{row}");
        stored
    });
    let verdict = stored.map(|stored| hasher.verify_exact(password(row), &stored, cheap()).unwrap());
    let matches = verdict.as_ref().is_ok_and(|verdict| verdict.matches);
    assert_eq!(matches, text(row, "expect") == "match" && !refused_on_purpose(row), "{row}: {:?}", verdict.err());
    let is_partial = verdict.is_ok_and(|verdict| verdict.is_partial);
    assert_eq!(is_partial, matches && is_cut(row), "{row}: it must be told");
    matches
}

#[test]
fn v11_4_1_no_fast_hash_is_stored_as_it_is_and_no_weak_one_without_leave() {
    let Some(file) = document("password_hashes.json") else { return };
    let hasher = Hasher::new(2);
    let mut weak = 0;
    for row in rows(&file, "vectors") {
        let (hash, dialect) = (text(row, "encoded"), dialect(text(row, "format")));
        let Ok(accepted) = accept(hash, &dialect, Options { accept_weak: true }) else { continue };
        let strictly = accept(hash, &dialect, Options::default());
        assert_eq!(matches!(strictly, Err(ForeignError::Weak(_))), accepted.is_weak(), "{row}");
        weak += u32::from(accepted.is_weak());
        let stored = accepted.store(&hasher, cheap(), &Fixed).unwrap();
        let slow = ["argon2", "bcrypt", "scrypt", "firescrypt", "pbkdf2"];
        let slow = slow.iter().any(|name| accepted.scheme().starts_with(name));
        assert_eq!(slow, !accepted.needs_wrapping(), "{row}");
        assert_eq!(stored.contains("$argon2id$v=19$m=8,t=1,p=1$"), accepted.needs_wrapping(), "{row}");
        // What was stored is a hash to bring in again, as what it is.
        let again = accept(&stored, &Dialect::Standard, Options { accept_weak: true }).unwrap();
        assert_eq!(again.store(&hasher, cheap(), &Fixed).unwrap(), stored, "{row}");
        assert_eq!((again.is_weak(), again.needs_wrapping()), (accepted.is_weak(), false), "{row}");
    }
    assert!(weak > 50, "{weak}");
}

#[test]
fn firebase_exports_verify_under_the_parameters_of_their_project() {
    let Some(file) = document("password_hashes.json") else { return };
    let hasher = Hasher::new(2);
    let mut seen = 0;
    for row in rows(&file, "vectors").iter().filter(|row| row.get("fields").is_some()) {
        let fields = &row["fields"];
        let block = format!(
            "hash_config {{\n  algorithm: SCRYPT,\n  base64_signer_key: {},\n  base64_salt_separator: {},\n  \
             rounds: {},\n  mem_cost: {},\n}}\n",
            text(fields, "signerKey"),
            text(fields, "saltSeparator"),
            number(fields, "rounds"),
            number(fields, "memCost")
        );
        let dialect = Dialect::Firebase(FirebaseScrypt::parse(&block).unwrap());
        let accepted = accept(&fields.to_string(), &dialect, Options::default()).unwrap();
        let stored = accepted.store(&hasher, cheap(), &Fixed).unwrap();
        assert!(hasher.verify_exact(password(row), &stored, cheap()).unwrap().matches, "{row}");
        seen += 1;
    }
    assert!(seen > 10);
}

#[test]
fn c17_c19_bcrypt_beyond_its_bounds() {
    let Some(file) = document("user_import_exports.json") else { return };
    let hasher = Hasher::new(1);
    let mut seen = 0;
    for row in rows(&file, "vectors").iter().filter(|row| row["cases"].is_array()) {
        let accepted = accept(text(row, "encoded"), &Dialect::Standard, Options::default());
        for case in rows(row, "cases") {
            let expected = text(case, "expect");
            let Ok(accepted) = &accepted else {
                assert!(expected.starts_with("invalid"), "{row}");
                seen += 1;
                continue;
            };
            let stored = accepted.store(&hasher, cheap(), &Fixed).unwrap();
            let matches = hasher.verify(&SecretString::from(text(case, "password")), &stored, cheap()).unwrap().matches;
            assert_eq!(matches, expected == "match", "{case}");
            seen += 1;
        }
    }
    assert_eq!(seen, 4);
}

#[test]
fn keycloak_credentials() {
    let Some(file) = document("user_import_exports.json") else { return };
    let hasher = Hasher::new(1);
    let mut seen = 0;
    for row in rows(&file, "vectors").iter().filter(|row| row["system"] == "keycloak") {
        let credential = row["record"]["credentials"][0].to_string();
        let accepted = accept(&credential, &Dialect::Keycloak, Options::default()).unwrap();
        assert_eq!(accepted.scheme(), text(row, "algorithm"));
        let stored = accepted.store(&hasher, cheap(), &Fixed).unwrap();
        for (word, matches) in [("password", true), ("wrong_password", false)] {
            let verdict = hasher.verify(&SecretString::from(text(row, word)), &stored, cheap()).unwrap();
            assert_eq!(verdict.matches, matches, "{row}");
        }
        seen += 1;
    }
    assert_eq!(seen, 3);
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
