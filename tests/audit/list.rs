//! Reading the trail.

use std::io::{BufRead, BufReader};
use std::process::Command;

use serde_json::Value;

use crate::support::home::{ADA, BOB, TestHome};
use crate::{busy, last};

fn seqs(rows: &Value) -> Vec<i64> {
    rows.as_array().unwrap().iter().map(|row| row["seq"].as_i64().unwrap()).collect()
}

#[test]
fn the_newest_comes_first_and_a_cursor_goes_on() {
    let home = busy().home;
    let all = seqs(&home.json(&["audit", "list", "--limit", "1000"]));
    let expected: Vec<i64> = (1..=last(&home)).rev().collect();
    assert_eq!(all, expected);
    let mut found = Vec::new();
    loop {
        let after = found.last().map_or(i64::MAX, |seq| *seq).to_string();
        let page = seqs(&home.json(&["audit", "list", "--limit", "7", "--after", &after]));
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    assert_eq!(found, expected);
}

#[test]
fn every_filter_leaves_out_what_is_not_asked_for() {
    let mut lab = busy();
    lab.add(BOB, vestibule::journey::policy::ProjectType::Sme);
    lab.advance(86_400);
    lab.service.disable_account(BOB, Some("left")).unwrap();
    let home = &lab.home;
    let list = |args: &[&str]| {
        let rows = home.json(&[&["audit", "list", "--limit", "1000"], args].concat());
        rows.as_array().unwrap().clone()
    };
    let all = list(&[]).len();
    let id = home.text("SELECT id FROM users WHERE n = 1");
    let by_address = list(&["--subject", ADA]);
    assert_eq!(by_address, list(&["--subject", &id]), "an address stands for its account");
    assert_eq!(by_address, list(&["--subject", "ADA@Example.org"]));
    assert!(by_address.iter().any(|row| row["subject"] == id.as_str() && row["address"] == ADA));
    assert!(by_address.iter().any(|row| row["action"] == "journey.otp"), "its sign-ins are about it");
    assert!(by_address.iter().all(|row| row["action"] != "user.disabled"));
    let disabled = list(&["--subject", BOB, "--action", "user.disabled"]);
    assert_eq!(disabled.len(), 1);
    assert_eq!(disabled[0]["reason"], "left");
    let users = list(&["--action", "user"]);
    assert!(users.iter().all(|row| row["action"].as_str().unwrap().starts_with("user.")) && users.len() == 4);
    let refused = list(&["--outcome", "refused"]);
    assert!(!refused.is_empty() && refused.iter().all(|row| row["outcome"] != "done"));
    assert_eq!(refused.len() + list(&["--outcome", "done"]).len(), all);
    let actor = list(&["--actor", ADA]);
    assert!(!actor.is_empty() && actor.iter().all(|row| row["actor"] == id.as_str()));
    assert_eq!(list(&["--since", "2026-03-03"]).len(), 1);
    assert_eq!(list(&["--until", "2026-03-03"]).len(), all - 1);
    assert_eq!(list(&["--since", "2026-03-03T00:00:00Z", "--until", "2026-03-03T00:00:00Z"]).len(), 0);
    let revoked = list(&["--action", "device.all_revoked"]);
    assert_eq!((&revoked[0]["reason"], &revoked[0]["ticket"]), (&"laptop stolen".into(), &"T-4711".into()));
    assert_eq!(home.fail(&["audit", "list", "--subject", "nobody@example.org"]).told(), (4, "not_found"));
    for bad in [["--since", "yesterday"], ["--limit", "0"], ["--after", "x"]] {
        assert_eq!(home.fail(&["audit", "list", bad[0], bad[1]]).exit, 2, "{bad:?}");
    }
}

#[test]
fn an_account_that_is_gone_is_still_found_by_its_id() {
    let mut lab = busy();
    let id = lab.home.text("SELECT id FROM users WHERE n = 1");
    lab.service.delete_account(ADA).unwrap();
    let rows = lab.home.json(&["audit", "list", "--subject", &id]);
    assert_eq!(rows[0]["action"], "user.deleted");
    assert_eq!(rows[0]["address"], Value::Null);
}

#[test]
fn v16_4_1_whatever_a_value_says_a_row_stays_one_line() {
    let home = TestHome::with_ada();
    let evil = "x\u{202e}y\u{2028}z, =1+1 \"q\" \\ '";
    home.run(&["user", "disable", ADA, "--reason", evil]).done();
    for bad in ["a\nb", "a\u{1b}[2Jb", "a\rb"] {
        assert_eq!(home.fail(&["user", "disable", ADA, "--reason", bad]).exit, 2, "{bad:?}");
        home.run(&["journey", "start", "--user-agent", bad]).done();
        assert_eq!(home.fail(&["user", "add", BOB, "--name", bad]).exit, 2, "{bad:?}");
    }
    let rows = usize::try_from(last(&home)).unwrap();
    let text = home.run(&["audit", "list", "--limit", "1000"]).done().stdout;
    let tail = home.run(&["audit", "tail", "--lines", "1000"]).done().stdout;
    let jsonl = home.run(&["--output", "json", "audit", "tail", "--lines", "1000"]).done().stdout;
    let export = home.run(&["audit", "export"]).done().stdout;
    let csv = home.run(&["audit", "export", "--format", "csv"]).done().stdout;
    for (shown, lines) in [(&text, rows + 1), (&tail, rows), (&jsonl, rows), (&export, rows + 1), (&csv, rows + 3)] {
        assert_eq!(shown.lines().count(), lines, "{shown}");
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown}");
    }
    for shown in [&text, &tail, &export, &csv] {
        assert!(!shown.contains(['\u{202e}', '\u{2028}']), "{shown}");
    }
    assert!(export.contains("x\\u202ey\\u2028z"), "{export}");
}

#[test]
fn tail_shows_the_last_rows_and_follows_what_comes() {
    let home = TestHome::with_ada();
    let shown = home.run(&["--output", "json", "audit", "tail", "-n", "2"]).done().stdout;
    let rows: Vec<Value> = shown.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.iter().map(|row| row["seq"].as_i64().unwrap()).collect::<Vec<_>>(), [last(&home) - 1, last(&home)]);
    let mut child = home.spawn(&["--output", "json", "audit", "tail", "--follow", "--lines", "1"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["action"], "user.added");
    home.run(&["user", "disable", ADA]).done();
    assert_eq!(next()["action"], "user.disabled");
    home.run(&["user", "enable", ADA]).done();
    assert_eq!(next()["action"], "user.enabled");
    let interrupted = Command::new("/bin/kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert!(!child.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_ends_the_following() {
    let home = TestHome::with_ada();
    let mut child = home.spawn(&["audit", "tail", "--follow"]);
    drop(child.stdout.take());
    home.run(&["user", "disable", ADA]).done();
    assert!(child.wait().unwrap().success());
}

#[test]
fn v16_2_1_the_trail_of_an_owner_alone_tells_who_verified_and_exported_it() {
    let home = TestHome::with_ada();
    let newest = |home: &TestHome| {
        home.text("SELECT actor || ' ' || action || ' ' || outcome FROM audit ORDER BY seq DESC LIMIT 1")
    };
    home.run(&["audit", "verify"]).done();
    assert!(newest(&home).starts_with("os:") && newest(&home).ends_with(" audit.verified done"), "{}", newest(&home));
    home.run(&["audit", "export", "--out", "trail.jsonl"]).done();
    assert!(newest(&home).ends_with(" audit.exported done"), "{}", newest(&home));
    crate::tamper(&home, "UPDATE audit SET subject = 'nobody' WHERE seq = 3");
    assert_eq!(home.fail(&["audit", "verify"]).told(), (8, "audit_broken"));
    assert!(newest(&home).ends_with(" audit.verified audit_broken"), "{}", newest(&home));
}
