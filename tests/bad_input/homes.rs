//! Homes that cannot be used.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::refused;
use crate::support::home::{ADA, Outcome, TestHome};
use crate::support::journey::Answer;

#[test]
fn a_configuration_with_an_unknown_key_or_a_value_out_of_range_is_blamed_by_its_line() {
    let home = TestHome::with_ada();
    let file = home.path().join("vestibule.toml");
    let good = fs::read_to_string(&file).unwrap();
    let line = good.lines().count() + 2;
    for (lines, word) in [
        ("[otp]\ntrys = 3", "trys"),
        ("[otp]\ntries = 99", "otp.tries"),
        ("[otp]\nttl = \"11 min\"", "otp.ttl"),
        ("[otp]\nttl = 600", "ttl"),
        ("[otp]\ntries = 3\ntries = 4", "tries is set twice; keep one of them"),
        ("[lockout]\nfailures = -1", "-1"),
        ("[mfa]\nrequired = \"yes\"", "required is the string \"yes\"; write true or false"),
        ("[otpp]\ntries = 3", "otpp"),
        ("[otp\ntries = 3", "unclosed table"),
    ] {
        fs::write(&file, format!("{good}\n{lines}\n")).unwrap();
        let failure = refused(&home, &["user", "list"], 2, "config");
        let blamed = (line..=line + 2).any(|line| failure.message.contains(&format!("vestibule.toml, line {line}:")));
        assert!(blamed && failure.message.contains(word), "{lines}: {failure:?}");
    }
    for text in ["profile = \"strict\"\n", "\u{feff}profile = \"portal\"\nx = 1\n", "\u{0}", "profile"] {
        fs::write(&file, text).unwrap();
        refused(&home, &["user", "list"], 2, "config");
    }
    fs::write(&file, b"profile = \"\xff\"\n").unwrap();
    assert_eq!(refused(&home, &["user", "list"], 7, "file").exit, 7);
    fs::write(&file, good).unwrap();
    home.run(&["user", "list"]).done();
}

#[test]
fn a_database_of_a_newer_schema_is_left_alone() {
    let home = TestHome::with_ada();
    home.edit("PRAGMA user_version = 999");
    let failure = refused(&home, &["user", "list"], 8, "newer_schema");
    assert!(failure.message.contains("999"), "{failure:?}");
}

#[test]
fn a_file_that_is_no_database_of_ours_is_left_as_it_is() {
    let home = TestHome::with_ada();
    let file = home.path().join("vestibule.db");
    let good = fs::read(&file).unwrap();
    let mut zeroed = good.clone();
    zeroed[..100].fill(0);
    let mut foreign = good.clone();
    foreign[68..72].copy_from_slice(b"nope");
    let texts: [(&[u8], &[&str]); 5] = [
        (b"this is a letter to a friend, not a database\n", &["database_damaged"]),
        (b"", &["foreign_database"]),
        (&zeroed, &["database_damaged", "foreign_database"]),
        (&foreign, &["foreign_database"]),
        (&good[..good.len() / 2], &["database_damaged"]),
    ];
    for (bytes, codes) in texts {
        fs::write(&file, bytes).unwrap();
        for args in [&["user", "list"][..], &["journey", "start"], &["user", "add", "bob@example.org"]] {
            let failure = home.fail(args);
            assert_eq!(failure.exit, 8, "{failure:?}");
            assert!(codes.contains(&failure.code.as_str()), "{failure:?}");
        }
        assert_eq!(fs::read(&file).unwrap(), bytes, "the file was touched");
    }
    fs::write(&file, good).unwrap();
    home.run(&["user", "show", ADA]).done();
}

#[test]
fn a_home_that_others_can_reach_is_refused_with_the_chmod_to_run() {
    let home = TestHome::with_ada();
    for (name, loose, wanted) in [
        ("", 0o755, 0o700),
        ("", 0o701, 0o700),
        ("keys", 0o750, 0o700),
        ("keys/home.key", 0o604, 0o600),
        ("vestibule.toml", 0o640, 0o600),
        ("vestibule.db", 0o644, 0o600),
    ] {
        let path = home.path().join(name);
        fs::set_permissions(&path, Permissions::from_mode(loose)).unwrap();
        let failure = refused(&home, &["user", "list"], 3, "loose_mode");
        let command = failure.hint.split('`').nth(1).expect("a command");
        assert!(command.starts_with(&format!("chmod {wanted:o} ")), "{failure:?}");
        let cured = Command::new("sh").current_dir(home.root()).args(["-c", command]).status().unwrap();
        assert!(cured.success());
        home.run(&["user", "list"]).done();
    }
}

#[test]
fn files_of_the_home_that_are_links_or_missing_are_refused() {
    let home = TestHome::with_ada();
    let key = home.path().join("keys/home.key");
    let moved = home.root().join("elsewhere.key");
    fs::rename(&key, &moved).unwrap();
    refused(&home, &["user", "list"], 8, "wrong_key");
    symlink(&moved, &key).unwrap();
    refused(&home, &["user", "list"], 8, "wrong_key");
    fs::remove_file(&key).unwrap();
    fs::rename(&moved, &key).unwrap();
    home.run(&["user", "list"]).done();
}

#[test]
fn the_key_of_another_home_is_refused_before_anything_is_written() {
    let home = TestHome::with_ada();
    let other = TestHome::real();
    fs::copy(other.path().join("keys/home.key"), home.path().join("keys/home.key")).unwrap();
    refused(&home, &["user", "list"], 8, "wrong_key");
    refused(&home, &["journey", "start"], 8, "wrong_key");
    fs::write(home.path().join("keys/home.key"), "nonsense\n").unwrap();
    refused(&home, &["user", "list"], 8, "wrong_key");
}

#[test]
fn without_a_home_every_command_says_how_to_make_one() {
    let home = TestHome::none();
    for args in [&["user", "list"][..], &["journey", "start"], &["mail", "send"], &["doctor"]] {
        let failure = home.fail(args);
        assert_eq!(failure.told(), (4, "no_home"));
        assert!(failure.hint.contains("vestibule --home home init"), "{failure:?}");
    }
    assert!(!home.path().exists());
}

#[test]
fn f4_a_full_disk_changes_nothing_and_the_home_works_again_with_more_space() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let submit = journey.submission("verify", &[("code", &home.otp())]);
    let before = home.dump();
    let limited = |blocks: u32| -> Outcome {
        let mut command = Command::new("sh");
        home.prepare(&mut command);
        let script = format!("ulimit -f {blocks} && exec \"$@\"");
        command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_vestibule")]).args(&submit);
        command.output().expect("a shell").into()
    };
    let mut refusals = 0;
    let mut blocks = 1;
    loop {
        let outcome = limited(blocks);
        if outcome.exit == 0 {
            break;
        }
        let failure = outcome.failure();
        assert_eq!(failure.told(), (7, "disk_full"), "{blocks} blocks\n{outcome}");
        assert_eq!(outcome.stdout, "", "{blocks} blocks\n{outcome}");
        assert_eq!(home.dump(), before, "{blocks} blocks");
        home.run(&["user", "show", ADA]).done();
        refusals += 1;
        blocks += 7;
        assert!(blocks < 10_000, "no limit is large enough\n{outcome}");
    }
    assert!(refusals > 3, "{refusals} refusals");
    assert_eq!(journey.show().state(), "consent");
}

#[test]
fn a_read_only_home_changes_nothing() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let submit = journey.submission("verify", &[("code", &home.otp())]);
    let before = home.dump();
    let nobody = nix::unistd::geteuid().is_root().then_some(65_534);
    let mut program = Path::new(env!("CARGO_BIN_EXE_vestibule")).to_owned();
    if let Some(uid) = nobody {
        // Permissions do not bind root, so the home is given to another user, who runs a copy within reach.
        program = home.root().join("vestibule");
        fs::copy(env!("CARGO_BIN_EXE_vestibule"), &program).unwrap();
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        chown(home.root(), Some(uid), Some(uid)).unwrap();
    }
    let files = ["vestibule.db", "vestibule.toml", "keys/home.key", "keys", "outbox", ""];
    let set = |folder: u32, file: u32| {
        for name in files {
            let path = home.path().join(name);
            let mode = if path.is_dir() { folder } else { file };
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            if let Some(uid) = nobody {
                chown(&path, Some(uid), Some(uid)).unwrap();
            }
        }
    };
    let run = |args: &[String]| -> Outcome {
        let mut command = Command::new(&program);
        home.prepare(&mut command);
        if let Some(uid) = nobody {
            command.uid(uid).gid(uid);
        }
        command.args(args).output().expect("the program was copied").into()
    };
    for (folder, file) in [(0o500, 0o400), (0o700, 0o400)] {
        set(folder, file);
        let outcome = run(&submit);
        assert_eq!(outcome.failure().exit, 7, "{outcome}");
        assert_eq!(outcome.stdout, "", "{outcome}");
    }
    // What only reads still answers, and says what it could not write.
    set(0o700, 0o400);
    let verified = run(&["audit".to_owned(), "verify".to_owned()]).done();
    assert!(verified.stderr.contains("is not written into it. The database cannot be written"), "{verified}");
    set(0o700, 0o600);
    for name in ["vestibule.db-wal", "vestibule.db-shm"] {
        // SQLite gives what it makes beside the database the database's own mode.
        let path = home.path().join(name);
        if path.exists() {
            fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        }
    }
    assert_eq!(home.dump(), before);
    let answer: Answer = run(&submit).into();
    answer.at("consent");
}
