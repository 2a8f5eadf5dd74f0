//! The audit trail: who did what to whom and when, one row an act, appended with it or not at all.

use sha2::{Digest, Sha256};

use vestibule::journey::policy::ProjectType;

use crate::lab::Lab;
use crate::support::home::{ADA, BOB, PASSWORD, WRONG};
use vestibule::service::reason::Reason;

/// A home in which much was done.
fn busy() -> Lab {
    let mut lab = Lab::new();
    lab.add(BOB, ProjectType::Enterprise);
    lab.enrol(BOB);
    let id = lab.start_on(Some("vdt_nothing"));
    lab.sign_in(&id, ADA, WRONG).refused("credentials_wrong", "sign_in");
    lab.sign_in(&id, ADA, PASSWORD).accepted();
    lab.submit(&id, "verify", &[]).refused("action_not_allowed", "device_unrecognized");
    lab.submit(&id, "abandon", &[]).at("ended");
    lab.service.unlock_account(ADA, &Reason { reason: Some("asked"), ticket: None }).unwrap();
    lab.service.disable_account(ADA, Some("left")).unwrap();
    lab.service.enable_account(ADA).unwrap();
    lab
}

#[test]
fn v16_2_1_every_row_says_who_what_when_to_whom_and_how_it_ended() {
    let lab = busy();
    let sqlite = lab.home.sqlite();
    let mut rows = sqlite.prepare("SELECT seq, at, actor, action, subject, outcome FROM audit ORDER BY seq").unwrap();
    let mut rows = rows.query([]).unwrap();
    let (mut count, mut latest) = (0, 0);
    while let Some(row) = rows.next().unwrap() {
        count += 1;
        assert_eq!(row.get::<_, i64>(0).unwrap(), count, "numbers follow each other");
        let at: i64 = row.get(1).unwrap();
        assert!(at >= latest && at > 1_700_000_000_000, "times do not run back");
        latest = at;
        let [actor, action, subject, outcome] = [2, 3, 4, 5].map(|column| row.get::<_, String>(column).unwrap());
        let known = actor == "unknown" || actor.starts_with("usr_") || actor.starts_with("os:");
        assert!(known && actor.len() > 4, "{actor}");
        let (noun, verb) = action.split_once('.').unwrap();
        assert!([noun, verb].iter().all(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_uppercase())));
        assert!(!subject.is_empty() && !outcome.is_empty() && !outcome.contains(' '), "{action}");
    }
    assert!(count > 20);
    for action in
        ["user.added", "user.disabled", "user.unlocked", "consent.published", "journey.started", "journey.otp"]
    {
        let found = lab.home.number(&format!("SELECT count(*) FROM audit WHERE action = '{action}'"));
        assert!(found > 0, "{action}");
    }
    let actors = lab.home.number("SELECT count(*) FROM audit WHERE action LIKE 'user.%' AND actor NOT LIKE 'os:%'");
    assert_eq!(actors, 0, "an operator's act names the operator");
}

#[test]
fn v11_4_3_each_row_covers_the_one_before_by_sha_256() {
    let lab = busy();
    let sqlite = lab.home.sqlite();
    let columns = "SELECT seq, at, actor, action, subject, outcome, source, detail, hash FROM audit ORDER BY seq";
    let mut rows = sqlite.prepare(columns).unwrap();
    let mut rows = rows.query([]).unwrap();
    let mut before: Vec<u8> = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        part(&before);
        for column in 0..2 {
            part(&row.get::<_, i64>(column).unwrap().to_be_bytes());
        }
        for column in 2..6 {
            part(row.get::<_, String>(column).unwrap().as_bytes());
        }
        for column in 6..8 {
            let text = row.get::<_, Option<String>>(column).unwrap();
            part(&[u8::from(text.is_some())]);
            part(text.unwrap_or_default().as_bytes());
        }
        before = row.get(8).unwrap();
        assert_eq!(before, hash.finalize().to_vec(), "row {}", row.get::<_, i64>(0).unwrap());
    }
    let head = lab.home.text("SELECT lower(hex(audit_hash)) FROM home");
    assert_eq!(head, data_encoding::HEXLOWER.encode(&before), "the head is the last row's");
}

#[test]
fn v16_4_2_a_row_that_stands_can_be_neither_changed_nor_replaced_nor_removed() {
    let lab = busy();
    let rows = "SELECT group_concat(seq || at || actor || action || subject || outcome || hex(hash)) FROM audit";
    let before = lab.home.text(rows);
    let sqlite = lab.home.sqlite();
    let copy =
        "INTO audit SELECT seq, at, 'os:nobody', action, subject, outcome, source, detail, hash FROM audit WHERE seq";
    for statement in [
        "UPDATE audit SET actor = 'os:nobody' WHERE seq = 2".to_owned(),
        "UPDATE audit SET seq = 1000 WHERE seq = 2".into(),
        "UPDATE OR IGNORE audit SET at = 0".into(),
        "DELETE FROM audit WHERE seq = 2".into(),
        "DELETE FROM audit".into(),
        format!("REPLACE {copy} = 2"),
        format!("INSERT OR REPLACE {copy} = 1"),
        format!("INSERT {copy} = 3 ON CONFLICT (seq) DO UPDATE SET actor = excluded.actor"),
    ] {
        assert!(sqlite.execute(&statement, []).is_err(), "{statement}");
        assert_eq!(lab.home.text(rows), before, "{statement}");
    }
}

#[test]
fn v16_5_3_what_cannot_be_audited_does_not_happen() {
    let mut lab = busy();
    let id = lab.past_mail(ADA);
    let code = lab.home.otp();
    let waiting = lab.start();
    lab.home.edit("CREATE TRIGGER shut BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'shut'); END");
    let before = lab.home.dump();
    assert_ne!(lab.verify(&id, &code).exit, 0);
    assert_ne!(lab.submit(&id, "abandon", &[]).exit, 0);
    assert_ne!(lab.submit(&id, "continue", &[]).exit, 0, "a refusal too");
    assert_ne!(lab.sign_in(&waiting, "nobody@example.org", WRONG).exit, 0);
    assert!(lab.service.start_journey(&Default::default()).is_err());
    for args in [
        "user add new@example.org --temporary",
        "user disable ada@example.org",
        "user enable bob@example.org",
        "user unlock ada@example.org --reason asked",
        "user set-password ada@example.org --temporary",
        "mail test ada@example.org",
    ] {
        assert_ne!(lab.home.run(&args.split(' ').collect::<Vec<_>>()).exit, 0, "{args}");
    }
    // What may stay is the count of a password that was tried, the number of a generator's stream, and no more.
    let strip = |dump: &str| {
        let kept = |line: &&str| !line.starts_with("  1 | simulation") && !line.starts_with("  password |");
        dump.lines().filter(kept).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(strip(&lab.home.dump()), strip(&before));
    lab.home.edit("DROP TRIGGER shut");
    lab.verify(&id, &code).at("mfa_required");
}
