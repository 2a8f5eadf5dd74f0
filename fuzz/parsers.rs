//! One function for each parser that meets bytes from outside. The fuzz targets feed it random bytes,
//! `tests/fuzz_corpus.rs` the seeds under `corpus/` and every finding that was added to them.
//!
//! A function panics where a parser does, and where what it accepted does not keep its promise. To add
//! one: write it here and into [`PARSERS`], add `fuzz_targets/NAME.rs` with its `[[bin]]`, and seeds under
//! `corpus/NAME/`.
#![allow(dead_code, reason = "each fuzz target uses one of these functions")]

use std::path::Path;

use secrecy::ExposeSecret;
use vestibule::credentials::foreign::{Dialect, FirebaseScrypt, Options, accept, scheme_of};
use vestibule::credentials::password::Hasher;
use vestibule::credentials::phc::{Argon2Hash, Phc};
use vestibule::credentials::token::{self, TokenKind};
use vestibule::credentials::totp::{self, KeyKind};
use vestibule::credentials::{otp, recovery};
use vestibule::journey::policy::{Argon2Cost, Policy, PolicyFile, TotpPolicy};
use vestibule::mail::address::Address;
use vestibule::mail::config::MailConfig;
use vestibule::ports::{Entropy, EntropyError};
use vestibule::service::config::Config;
use vestibule::service::import::{Format, ImportFile, Reading};
use vestibule::store::Mode;

/// Reads bytes from outside; panics only where something is wrong with this project.
pub type Parser = fn(&[u8]);

/// Every parser by the name of its target and its corpus.
pub const PARSERS: &[(&str, Parser)] = &[
    ("address", address),
    ("base32", base32),
    ("config", config),
    ("foreign", foreign),
    ("import", import),
    ("key_uri", key_uri),
    ("mail", mail),
    ("otp", otp),
    ("phc", phc),
    ("policy", policy),
    ("recovery", recovery),
    ("token", token),
];

/// A mail address: its key is the key of itself, and nothing that would break a header line is left in it.
pub fn address(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(address) = Address::parse(text) else { return };
    let again = Address::parse(address.key()).map(|address| address.key().to_owned());
    assert_eq!(again.as_deref(), Ok(address.key()));
    let mailbox: &str = address.mailbox().as_ref();
    for written in [address.shown(), address.key(), mailbox, &address.masked()] {
        assert!(!written.chars().any(|c| c.is_control() || c == ' '), "{written:?}");
    }
    assert!(address.domain().is_ascii() && address.domain().contains('.'), "{:?}", address.domain());
}

/// A shared secret in base32: what was read is written and read back as itself.
pub fn base32(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(secret) = totp::parse_base32(text) else { return };
    let written = totp::base32(&secret);
    let again = totp::parse_base32(written.expose_secret()).expect("what is written can be read");
    assert_eq!(again.as_bytes(), secret.as_bytes());
}

/// The configuration of a home: no real home hashes below the floor, and no mail setting is left unchecked.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for mode in [Mode::Real, Mode::Simulation] {
        match Config::parse(text, Path::new("vestibule.toml"), mode) {
            Ok(config) => {
                assert!(mode == Mode::Simulation || config.policy.password.argon2.reaches_floor());
                config.mail.validate().expect("it was checked");
            }
            Err(problem) => assert!(problem.to_string().starts_with("in vestibule.toml"), "{problem}"),
        }
    }
}

struct Zeros;

impl Entropy for Zeros {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        out.fill(0);
        Ok(())
    }
}

/// A password hash of another system: what is taken is stored as a text that is taken again as itself, and nothing
/// fast or weak is stored without Argon2id over it.
pub fn foreign(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let weak = Options { accept_weak: true };
    let project = FirebaseScrypt::parse(text).or_else(|_| FirebaseScrypt::new("AAAAAAAAAAAAAAAAAAAAAA==", "", 8, 14));
    let project = project.expect("these are parameters");
    let dialects = [Dialect::Standard, Dialect::Kratos, Dialect::Django, Dialect::Passlib, Dialect::Keycloak];
    for dialect in dialects.into_iter().chain([Dialect::Firebase(project)]) {
        let Ok(accepted) = accept(text, &dialect, weak) else { continue };
        assert_eq!(accept(text, &dialect, Options::default()).is_ok(), !accepted.is_weak(), "{text:?}");
        let cost = Argon2Cost { m: 8, t: 1, p: 1 };
        let stored = accepted.store(&Hasher::new(1), cost, &Zeros).expect("it can be stored");
        assert_eq!(scheme_of(&stored), accepted.scheme(), "{text:?}");
        let again = accept(&stored, &Dialect::Standard, weak).expect("what is stored can be read");
        assert!(!again.needs_wrapping() && again.is_weak() == accepted.is_weak(), "{stored:?}");
        assert_eq!(again.store(&Hasher::new(1), cost, &Zeros).ok(), Some(stored));
    }
}

/// A file of accounts in every format: every row that cannot be read says on which line of the file it begins, and so
/// does a file that cannot be read on.
pub fn import(bytes: &[u8]) {
    let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let unnamed_files_go_to = Path::new(env!("CARGO_MANIFEST_DIR"));
    for format in Format::ALL {
        let file = ImportFile::spool(bytes, unnamed_files_go_to, format, Reading::default());
        match file.expect("it is short").scan() {
            Ok((rows, rejects)) => {
                assert!(rows <= bytes.len() as u64 || is_packed);
                assert!(
                    rejects.iter().all(|one| (1..=lines).contains(&one.line) || is_packed),
                    "{format:?}: {rejects:?}"
                );
            }
            Err(problem) => {
                let problem = problem.to_string();
                let told = problem.contains("line ") || problem.contains("hash_config") || is_packed;
                assert!(told, "{format:?}: {problem}");
            }
        }
    }
}

/// A Key URI: one for an app that goes by time is written and read back with the same secret and numbers.
pub fn key_uri(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(read) = totp::parse_uri(text) else { return };
    assert!((6..=8).contains(&read.digits));
    let KeyKind::Totp { period } = read.kind else { return };
    let policy = TotpPolicy { algorithm: read.algorithm, digits: read.digits, period, skew: 1 };
    let written = totp::uri(&read.issuer, &read.account, &read.secret, &policy);
    let again = totp::parse_uri(written.expose_secret()).expect("what is written can be read");
    assert_eq!(again.secret.as_bytes(), read.secret.as_bytes());
    assert_eq!((again.kind, again.algorithm, again.digits), (read.kind, read.algorithm, read.digits));
}

/// The `[mail]` table: what was accepted has a sender, and reads back as itself.
pub fn mail(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(config) = toml::from_str::<MailConfig>(text) else { return };
    if config.validate().is_err() {
        return;
    }
    let sender = config.sender().expect("it was checked").to_string();
    assert!(!sender.contains(['\r', '\n']), "{sender:?}");
    let written = toml::to_string(&config).expect("every setting can be written");
    assert_eq!(toml::from_str::<MailConfig>(&written).as_ref(), Ok(&config), "{written}");
}

/// A one-time password: exactly so many ASCII digits are left of it.
pub fn otp(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for digits in [6, 7, 8] {
        let Some(code) = otp::parse(text, digits) else { continue };
        let code = code.expose_secret();
        assert!(code.len() == digits as usize && code.bytes().all(|b| b.is_ascii_digit()), "{code:?}");
    }
}

/// A PHC string: what is taken for an Argon2 hash is written and read back as itself.
pub fn phc(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let parts = Phc::parse(text);
    let Ok(hash) = Argon2Hash::parse(text) else { return };
    assert!(parts.is_ok(), "an Argon2 hash is a PHC string");
    let again = Argon2Hash::parse(&hash.to_string()).expect("what is written can be read");
    assert_eq!(again.to_string(), hash.to_string());
    assert_eq!((again.cost, again.salt, again.output), (hash.cost, hash.salt, hash.output));
}

/// The policy of a home: one that was accepted reads back as itself.
pub fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(policy) = read_policy(text) else { return };
    let written = toml::to_string(&policy).expect("every policy can be written");
    assert_eq!(read_policy(&written).as_ref(), Some(&policy), "{written}");
}

fn read_policy(text: &str) -> Option<Policy> {
    let file: PolicyFile = toml::from_str(text).ok()?;
    Policy::from_file(file).ok()
}

/// A recovery code: its one written form is the form of itself.
pub fn recovery(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(code) = recovery::canonical(text) else { return };
    let again = recovery::canonical(code.expose_secret()).expect("a written form is one");
    assert_eq!(again.expose_secret(), code.expose_secret());
    assert!(code.expose_secret().bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
}

/// A bearer token: it has one spelling and is of one kind.
pub fn token(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let kinds = TokenKind::ALL.into_iter().filter_map(|kind| token::parse(kind, text));
    let read: Vec<_> = kinds.inspect(|token| assert_eq!(token.expose_secret(), text)).collect();
    assert!(read.len() <= 1, "{text:?} is of {} kinds", read.len());
}
