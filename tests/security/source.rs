//! What the source itself must not do, because no run of it would show.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file of `src/`, with its path and the part before its unit tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
                found.push((path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), code));
            }
        }
    }
    assert!(found.len() > 50, "the sources were not found");
    found
}

/// The lines of the source that contain a text, but for comments, with their places.
fn lines_with(words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, code) in sources() {
        for (number, line) in code.lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && words.iter().any(|word| line.contains(word)) {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

#[test]
fn v1_2_4_no_statement_is_put_together_from_values() {
    // Every SQL keyword that begins a statement stands in a literal of the store, and no literal there is a pattern.
    let statements = lines_with(&["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"REPLACE "]);
    assert!(statements.len() > 40);
    for statement in &statements {
        assert!(statement.starts_with("src/store/"), "{statement}");
        assert!(!statement.contains("format!") && !statement.contains("concat"), "{statement}");
    }
    for (path, code) in sources().iter().filter(|(path, _)| path.starts_with("src/store/")) {
        for macro_call in code.split("format!(").skip(1) {
            let literal = macro_call.split(')').next().unwrap();
            let built = ["SELECT", "INSERT", "UPDATE", "DELETE", "WHERE", "PRAGMA"]
                .iter()
                .find(|word| literal.contains(**word));
            assert_eq!(built, None, "{path}: format!({literal})");
        }
        for unsafe_way in ["execute_batch(&", "push_str(&", "pragma_update(None, &"] {
            assert!(!code.contains(unsafe_way), "{path}: {unsafe_way}");
        }
        for pushed in code.split("push_str(").skip(1) {
            assert!(pushed.trim_start().starts_with('"'), "{path}: push_str({}", &pushed[..40]);
        }
    }
}

#[test]
fn v1_2_5_no_shell_is_ever_run() {
    let shells = lines_with(&["\"sh\"", "/bin/sh", "\"bash\"", "\"-c\"", "cmd.exe"]);
    assert_eq!(shells, [""; 0]);
}

#[test]
fn v6_5_3_v7_2_3_chance_comes_from_the_generator_of_the_system_alone() {
    let draws = lines_with(&["getrandom", "thread_rng", "OsRng", "rand::", "SystemRandom", "RandomState", "fastrand"]);
    let strays: Vec<&String> = draws.iter().filter(|line| !line.starts_with("src/system.rs:")).collect();
    assert_eq!(strays, [""; 0], "{strays:?}");
    let seeded = lines_with(&["rand_chacha", "SeedableRng", "seed_from_u64"]);
    assert!(
        seeded
            .iter()
            .all(|line| line.starts_with("src/simulated.rs:") || line.starts_with("src/credentials/testing.rs:"))
    );
}

#[test]
fn v11_4_1_no_broken_hash_serves_for_security() {
    let weak = lines_with(&["md5", "Md5", "MD5", "sha1::", "Sha1", "md4", "crc32", "Sha224"]);
    // Other systems' hashes are read there, and kept only inside an Argon2id hash.
    let reads = ["src/credentials/foreign/", "src/service/import/", "src/commands/hashes.rs", "src/commands/help.rs"];
    let strays: Vec<_> = weak.iter().filter(|line| !reads.iter().any(|path| line.starts_with(path))).collect();
    assert!(strays.is_empty(), "{strays:?}");
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
    for name in ["md5 ", "sha-1", "rc4", "des "] {
        assert!(!dependencies.lines().any(|line| line.starts_with(name)), "{name}");
    }
    // SHA-1 is left for codes of the app alone, because the apps honour nothing else.
    let legacy = lines_with(&["SHA1"]);
    let allowed = [
        "src/journey/",
        "src/credentials/totp.rs",
        "src/credentials/key_uri.rs",
        "src/service/assess/",
        "src/service/import/",
        "src/service/journey/checks.rs",
    ];
    assert!(legacy.iter().all(|line| allowed.iter().any(|path| line.starts_with(path))), "{legacy:?}");
}

/// Types that carry a secret: each must be without `==`, and must not print itself.
const SECRET_FIELDS: [&str; 4] = ["SecretString", "Zeroizing<", "ZeroizeOnDrop", "Vec<SecretString"];

#[test]
fn c15_types_that_hold_a_secret_have_no_equality_and_do_not_print_themselves() {
    let mut seen = 0;
    for (path, code) in sources() {
        let items = code.split("\n}").filter(|item| item.contains("struct ") || item.contains("enum "));
        for item in items {
            let start = item.find("struct ").or_else(|| item.find("enum ")).unwrap();
            let head = item[..start].rsplit("\n\n").next().unwrap();
            let body = &item[start..];
            if !SECRET_FIELDS.iter().any(|field| body.contains(field) || head.contains(field)) || body.contains("fn ") {
                continue;
            }
            seen += 1;
            assert!(!head.contains("PartialEq"), "{path}: {head}{body}");
            let redacts = !body.contains("Zeroizing<") && !body.contains("Vec<u8>");
            assert!(!head.contains("Debug") || redacts, "{path}: {head}{body}");
        }
    }
    assert!(seen >= 5, "only {seen} types were found");
    let compared =
        lines_with(&["digest == ", "== digest", "digest != ", "mac == ", "token ==", "code ==", ".expose_secret() =="]);
    // The digest of a file that was planned from is no secret.
    let allowed = ["let same = new.expose_secret() == ", "extended_code == ", "self.file_digest == "];
    let strays: Vec<&String> = compared.iter().filter(|line| !allowed.iter().any(|text| line.contains(text))).collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[test]
fn c15_stored_digests_are_compared_in_constant_time() {
    for (file, at_least) in [
        ("src/service/journey/checks.rs", 1),
        ("src/credentials/otp.rs", 1),
        ("src/credentials/password.rs", 1),
        ("src/credentials/totp.rs", 1),
        ("src/credentials/keyring.rs", 1),
    ] {
        let code = sources().into_iter().find(|(path, _)| path == file).unwrap().1;
        assert!(code.matches(".ct_eq(").count() >= at_least, "{file}");
    }
}
