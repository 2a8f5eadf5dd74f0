//! The trail changed behind the program's back.

use std::fs;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::lab::Lab;
use crate::support::home::{ADA, TestHome};
use crate::{bad_row, busy, last, tamper};

/// What a row's hash covers, written a second time: everything that an attacker can read in the sources.
fn rehash(home: &TestHome, from: i64) {
    let sqlite = home.sqlite();
    let mut before: Vec<u8> = match from {
        1 => Vec::new(),
        from => sqlite.query_row("SELECT hash FROM audit WHERE seq = ?1", [from - 1], |row| row.get(0)).unwrap(),
    };
    for seq in from..=last(home) {
        let sql = "SELECT seq, at, actor, action, subject, outcome, source, detail FROM audit WHERE seq = ?1";
        let hash = sqlite
            .query_row(sql, [seq], |row| {
                let mut hash = Sha256::new();
                let mut part = |bytes: &[u8]| {
                    hash.update((bytes.len() as u64).to_be_bytes());
                    hash.update(bytes);
                };
                part(&before);
                for column in 0..2 {
                    part(&row.get::<_, i64>(column)?.to_be_bytes());
                }
                for column in 2..6 {
                    part(row.get::<_, String>(column)?.as_bytes());
                }
                for column in 6..8 {
                    let text = row.get::<_, Option<String>>(column)?;
                    part(&[u8::from(text.is_some())]);
                    part(text.unwrap_or_default().as_bytes());
                }
                Ok(hash.finalize().to_vec())
            })
            .unwrap();
        sqlite.execute("UPDATE audit SET hash = ?2 WHERE seq = ?1", rusqlite::params![seq, hash]).unwrap();
        before = hash;
    }
}

/// Runs `change` on a copy of the home each time; answers the row that is then named.
fn named(lab: &mut Lab, change: impl FnOnce(&TestHome)) -> Option<i64> {
    let copy = lab.fork();
    assert_eq!(bad_row(&copy), None);
    change(&copy.home);
    bad_row(&copy)
}

#[test]
fn f16_a_change_of_any_column_of_any_row_is_named() {
    let mut lab = busy();
    let end = last(&lab.home);
    let copy = lab.fork();
    tamper(&copy.home, "CREATE TABLE kept AS SELECT * FROM audit");
    let changes = [
        "at = at + 1",
        "at = 9223372036854775807",
        "actor = actor || ' '",
        "action = 'user.shown'",
        "subject = 'usr_other'",
        "outcome = 'denied'",
        "outcome = ''",
        "source = CASE WHEN source IS NULL THEN '' END",
        "detail = coalesce(detail, '') || ' '",
        "detail = CASE WHEN detail IS NULL THEN '' END",
        "hash = zeroblob(32)",
        "hash = x''",
        "mac = zeroblob(32)",
        "mac = NULL",
    ];
    for seq in [1, 2, end / 2, end - 1, end] {
        for change in changes {
            copy.home.edit(&format!("UPDATE audit SET {change} WHERE seq = {seq}"));
            assert_eq!(bad_row(&copy), Some(seq), "{change} of row {seq}");
            copy.home.edit(&format!(
                "DELETE FROM audit WHERE seq = {seq}; INSERT INTO audit SELECT * FROM kept WHERE seq = {seq}"
            ));
            assert_eq!(bad_row(&copy), None, "{change} of row {seq} undone");
        }
    }
}

#[test]
fn f16_rows_that_are_missing_swapped_or_inserted_are_named() {
    let mut lab = busy();
    let end = last(&lab.home);
    let shift = "UPDATE audit SET seq = -seq - 1 WHERE seq >= 5; UPDATE audit SET seq = -seq WHERE seq < 0";
    let copied =
        "INSERT INTO audit SELECT 5, at, actor, action, subject, outcome, source, detail, hash, mac FROM audit";
    let swap = "UPDATE audit SET seq = -1 WHERE seq = 7; UPDATE audit SET seq = 7 WHERE seq = 9;
                UPDATE audit SET seq = 9 WHERE seq = -1";
    let contents = "CREATE TABLE two AS SELECT * FROM audit WHERE seq IN (7, 9);
                    UPDATE audit SET (at, actor, action, subject, outcome, source, detail) =
                        (SELECT at, actor, action, subject, outcome, source, detail FROM two WHERE two.seq = 16 - audit.seq)
                    WHERE seq IN (7, 9)";
    for (what, sql, row) in [
        ("a row in the middle removed", "DELETE FROM audit WHERE seq = 5".to_owned(), 5),
        ("several removed", "DELETE FROM audit WHERE seq BETWEEN 5 AND 9".into(), 5),
        ("the first removed", "DELETE FROM audit WHERE seq = 1".into(), 1),
        ("all removed", "DELETE FROM audit".into(), 1),
        ("a gap closed", "DELETE FROM audit WHERE seq = 5; UPDATE audit SET seq = seq - 1 WHERE seq > 5".into(), 5),
        ("two swapped", swap.into(), 7),
        ("the contents of two swapped", contents.into(), 7),
        ("a copy inserted", format!("{shift}; {copied} WHERE seq = 3"), 5),
        ("a row before the first", format!("{copied} WHERE seq = 3").replace("SELECT 5", "SELECT 0"), 0),
        (
            "a row behind the last",
            format!("{copied} WHERE seq = 3").replace("SELECT 5", &format!("SELECT {}", end + 1)),
            end + 1,
        ),
        ("the last removed", format!("DELETE FROM audit WHERE seq = {end}"), end),
        ("the last three removed", format!("DELETE FROM audit WHERE seq > {}", end - 3), end - 2),
    ] {
        assert_eq!(named(&mut lab, |home| tamper(home, &sql)), Some(row), "{what}");
    }
}

#[test]
fn f16_c13_hashes_made_anew_without_the_key_name_the_row() {
    let mut lab = busy();
    let end = last(&lab.home);
    let head = "UPDATE home SET audit_count = (SELECT coalesce(max(seq), 0) FROM audit),
                    audit_hash = coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), x'')";
    for from in [1, end / 2, end] {
        let changed = named(&mut lab, |home| {
            tamper(home, &format!("UPDATE audit SET actor = 'os:nobody' WHERE seq = {from}"));
            rehash(home, from);
        });
        assert_eq!(changed, Some(from), "the chain from {from} on, and not the head");
        let changed = named(&mut lab, |home| {
            tamper(home, &format!("UPDATE audit SET actor = 'os:nobody' WHERE seq = {from}"));
            rehash(home, from);
            home.edit(head);
        });
        assert_eq!(changed, Some(from), "the chain from {from} on, and the head");
    }
    let forged = named(&mut lab, |home| {
        tamper(
            home,
            "INSERT INTO audit SELECT max(seq) + 1, at, actor, action, subject, outcome, source, detail, hash, mac FROM audit",
        );
        rehash(home, end + 1);
        home.edit(head);
    });
    assert_eq!(forged, Some(end + 1), "a forged row behind the last");
    for kept in [0, 5, end - 1] {
        for mac in ["audit_mac", "x''", "coalesce((SELECT mac FROM audit ORDER BY seq DESC LIMIT 1), zeroblob(32))"] {
            let cut = named(&mut lab, |home| {
                tamper(home, &format!("DELETE FROM audit WHERE seq > {kept}"));
                home.edit(&format!("{head}, audit_mac = {mac}"));
            });
            assert_eq!(cut, Some(kept + 1), "cut off behind {kept}, the head made to fit with {mac}");
        }
    }
}

#[test]
fn f16_what_goes_on_behind_a_cut_never_repairs_it() {
    for head in ["", "; UPDATE home SET audit_count = 6, audit_hash = (SELECT hash FROM audit WHERE seq = 6)"] {
        let mut lab = busy();
        tamper(&lab.home, &format!("DELETE FROM audit WHERE seq > 6{head}"));
        assert_eq!(bad_row(&lab), Some(7));
        let id = lab.past_password(ADA);
        lab.submit(&id, "abandon", &[]).at("ended");
        lab.service.disable_account(ADA, None).unwrap();
        assert_eq!(bad_row(&lab), Some(7), "journeys go on, and the cut still shows");
        assert!(lab.service.checkpoint_audit().is_err(), "a broken trail gets no checkpoint");
        let outcome = lab.home.run(&["--output", "json", "audit", "export"]);
        assert_eq!(outcome.failure().told(), (8, "audit_broken"), "and no export\n{outcome}");
    }
}

#[test]
fn f16_verify_exits_8_and_names_the_row_in_text_and_json() {
    let home = busy().home;
    let end = last(&home);
    let whole = home.json(&["audit", "verify"]);
    assert_eq!((&whole["first"], &whole["length"]), (&json!(1), &json!(end)));
    assert!(whole["journeys"].as_i64() > Some(1) && whole["events"].as_i64() > Some(8), "{whole}");
    tamper(&home, "UPDATE audit SET actor = 'os:nobody' WHERE seq = 4");
    let outcome = home.run(&["--output", "json", "audit", "verify"]);
    assert_eq!(outcome.failure().told(), (8, "audit_broken"));
    let told: serde_json::Value = serde_json::from_str(outcome.stderr.lines().last().unwrap()).unwrap();
    assert_eq!(told["error"]["row"], 4, "{outcome}");
    assert_eq!(outcome.stdout, "");
    let text = home.run(&["audit", "verify"]);
    assert!(text.exit == 8 && text.stderr.contains("Row 4 of the audit trail was changed"), "{text}");
    let doctor = home.run(&["--output", "json", "doctor"]);
    assert_eq!(doctor.failure().told(), (8, "audit_broken"));
    let findings = doctor.json();
    let codes: Vec<&str> = findings.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"audit_broken") && codes.contains(&"audit_unprotected"), "{codes:?}");
}

#[test]
fn a_sign_in_that_is_not_stored_as_its_events_say_is_named() {
    let home = busy().home;
    let handle = home.text("SELECT handle FROM journeys WHERE status = 'ended' LIMIT 1");
    home.edit("UPDATE journeys SET status = 'open', ended_at = NULL WHERE status = 'ended'");
    let failure = home.fail(&["audit", "verify"]);
    assert_eq!(failure.told(), (8, "replay_differs"));
    assert!(failure.message.contains(&handle), "{}", failure.message);
}

#[test]
fn f15_a_kept_checkpoint_tells_that_the_home_was_put_back() {
    let home = TestHome::with_ada();
    let (database, yesterday) = (home.path().join("vestibule.db"), home.root().join("yesterday.db"));
    home.sqlite().execute("VACUUM INTO ?1", [yesterday.to_str().unwrap()]).unwrap();
    home.run(&["user", "disable", ADA]).done();
    let kept = home.run(&["--output", "json", "audit", "checkpoint"]).done();
    home.write("kept.json", &kept.stdout);
    home.run(&["user", "enable", ADA]).done();
    assert_eq!(home.json(&["audit", "verify", "--checkpoint", "kept.json"])["checkpoint"], "holds");
    fs::write(&database, fs::read(&yesterday).unwrap()).unwrap();
    for log in ["vestibule.db-wal", "vestibule.db-shm"] {
        let _ = fs::remove_file(home.path().join(log));
    }
    home.run(&["audit", "verify"]).done();
    let missing = last(&home) + 1;
    let outcome = home.run(&["--output", "json", "audit", "verify", "--checkpoint", "kept.json"]);
    assert_eq!(outcome.failure().told(), (8, "audit_broken"));
    assert!(
        outcome.stderr.contains(&format!("\"row\":{missing}")) && outcome.stderr.contains("older state"),
        "{outcome}"
    );
    for _ in 0..3 {
        home.run(&["user", "disable", ADA]);
        home.run(&["user", "enable", ADA]);
    }
    let outcome = home.run(&["--output", "json", "audit", "verify", "--checkpoint", "kept.json"]);
    assert_eq!(outcome.failure().told(), (8, "audit_broken"), "also where it went on from there");
    let length = kept.json()["length"].as_i64().unwrap();
    assert!(outcome.stderr.contains(&format!("\"row\":{length}")), "{outcome}");
}

#[test]
fn v16_4_3_a_checkpoint_holds_as_it_was_signed_and_by_its_own_home_alone() {
    let home = TestHome::with_ada();
    let checkpoint = home.run(&["audit", "checkpoint"]).done().stdout;
    home.write("kept.json", &checkpoint);
    let length = last(&home);
    home.run(&["audit", "verify", "--checkpoint", "kept.json"]).done();
    let kept = |text: &str| {
        home.write("changed.json", text);
        home.fail(&["audit", "verify", "--checkpoint", "changed.json"])
    };
    for (from, to) in [
        (format!("\"length\": {length}"), format!("\"length\": {}", length - 1)),
        ("\"head\": \"".into(), "\"head\": \"0".into()),
        ("Z\"".into(), "1Z\"".into()),
        ("\"signature\": \"".into(), "\"signature\": \"A".into()),
        ("{".into(), "{\"more\": 1,".into()),
    ] {
        let changed = checkpoint.replacen(&from, &to, 1);
        assert_ne!(changed, checkpoint, "{from}");
        assert_eq!(kept(&changed).told(), (8, "signature_invalid"), "{from}");
    }
    for text in ["", "{}", "nonsense"] {
        assert_eq!(kept(text).told(), (8, "signature_invalid"), "{text}");
    }
    let other = TestHome::real().run(&["audit", "checkpoint"]).done().stdout;
    let failure = kept(&other);
    assert!(failure.told() == (8, "signature_invalid") && failure.message.contains("signed by the key"), "{failure:?}");
    assert_eq!(home.fail(&["audit", "verify", "--checkpoint", "nothing.json"]).exit, 2);
    let shown = home.run(&["--output", "json", "status"]);
    assert!(shown.json()["last_checkpoint"].is_string(), "{shown}");
}

#[test]
fn v11_2_5_another_signing_key_is_not_taken() {
    let home = TestHome::with_ada();
    let path = home.path().join("keys/signing.key");
    let own = fs::read(&path).unwrap();
    fs::copy(TestHome::real().path().join("keys/signing.key"), &path).unwrap();
    assert_eq!(home.fail(&["audit", "checkpoint"]).told(), (7, "file"), "it is sealed under another home's key");
    fs::remove_file(&path).unwrap();
    assert_eq!(home.fail(&["audit", "checkpoint"]).told(), (7, "file"), "none is made in its place");
    assert!(!path.exists());
    fs::write(&path, own).unwrap();
    let loose = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    fs::set_permissions(&path, loose).unwrap();
    assert_eq!(home.fail(&["audit", "checkpoint"]).told(), (3, "loose_mode"));
}

#[test]
fn a_home_from_before_rows_had_keyed_digests_verifies_and_gets_a_signing_key() {
    let home = TestHome::with_ada();
    tamper(
        &home,
        "ALTER TABLE audit DROP COLUMN mac; DROP TABLE audit_trail;
         DROP INDEX users_by_external_id; DROP INDEX users_by_project_type; DROP INDEX users_by_state;
         DROP INDEX users_by_enrolled; DROP INDEX users_by_signed_in; DROP INDEX throttles_by_lock;
         DROP TRIGGER authenticators_enrol; DROP TRIGGER authenticators_leave;
         ALTER TABLE users DROP COLUMN external_id; ALTER TABLE users DROP COLUMN imported_hash;
         ALTER TABLE users DROP COLUMN signed_in_at; ALTER TABLE users DROP COLUMN enrolled;
         DROP TABLE enrolments; DROP TABLE activations; DROP TABLE address_codes;
         DROP TABLE departures; DROP TABLE requests; DROP TABLE support_acts; DROP TABLE operator_sessions; DROP TABLE operators;
         ALTER TABLE authenticators DROP COLUMN drifts; PRAGMA user_version = 2",
    );
    fs::remove_file(home.path().join("keys/signing.key")).unwrap();
    home.run(&["audit", "verify"]).done();
    let old = last(&home);
    let key = home.run(&["audit", "public-key"]).done().stdout;
    assert_eq!(home.run(&["audit", "public-key"]).done().stdout, key);
    assert_eq!(home.json(&["audit", "list"])[0]["action"], "audit.key_made");
    home.run(&["audit", "verify"]).done();
    for seq in [1, old, old + 1] {
        let kept = home.text(&format!("SELECT actor FROM audit WHERE seq = {seq}"));
        home.edit(&format!("UPDATE audit SET actor = 'os:nobody' WHERE seq = {seq}"));
        assert!(home.fail(&["audit", "verify"]).message.contains(&format!("ow {seq} ")));
        home.edit(&format!("UPDATE audit SET actor = '{kept}' WHERE seq = {seq}"));
    }
    home.edit(&format!("UPDATE audit SET mac = NULL WHERE seq = {}", old + 1));
    assert_eq!(home.fail(&["audit", "verify"]).told(), (8, "audit_broken"));
}
