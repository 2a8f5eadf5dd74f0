//! Old rows moved out of the home.

use serde_json::json;

use crate::support::home::ADA;
use crate::{bad_row, busy, last, tamper};

#[test]
fn archived_rows_are_in_the_file_and_the_rest_still_verifies() {
    let mut lab = busy();
    let old = last(&lab.home);
    lab.advance(86_400);
    lab.service.disable_account(ADA, None).unwrap();
    let home = &lab.home;
    let archive = |file: &str, more: &[&str]| {
        home.json(&[&["audit", "archive", "--before", "2026-03-03", "--out", file], more].concat())
    };
    let before = home.dump();
    let planned = archive("old.jsonl", &["--dry-run"]);
    assert_eq!((&planned["rows"], &planned["link"]), (&json!(old), &json!(null)));
    assert!(home.dump() == before && !home.root().join("old.jsonl").exists(), "a dry run changes nothing");
    let kept = home.run(&["audit", "checkpoint"]).done().stdout;
    home.write("kept.json", kept);
    let done = archive("old.jsonl", &[]);
    assert_eq!((&done["first"], &done["last"], &done["link"]), (&json!(1), &json!(old), &json!(old + 3)));
    assert_eq!(home.number("SELECT min(seq) FROM audit"), old + 1);
    let verified = home.json(&["audit", "verify", "--checkpoint", "kept.json"]);
    assert_eq!((&verified["first"], &verified["rows"]), (&json!(old + 1), &json!(3)));
    assert_eq!(home.json(&["audit", "verify", "--export", "old.jsonl"])["rows"], old);
    for statement in ["DELETE FROM audit", "UPDATE audit SET at = 0", "INSERT INTO audit SELECT * FROM audit"] {
        assert!(home.sqlite().execute(statement, []).is_err(), "the triggers are back: {statement}");
    }
    assert_eq!(archive("none.jsonl", &[])["rows"], 0);
    assert!(!home.root().join("none.jsonl").exists());
    home.run(&["audit", "archive", "--before", "2030-01-01", "--out", "all.csv", "--format", "csv"]).done();
    let verified = home.json(&["audit", "verify"]);
    assert_eq!((&verified["first"], &verified["rows"]), (&json!(old + 5), &json!(1)), "a link to the link before");
    assert_eq!(home.json(&["audit", "verify", "--export", "all.csv"])["first"], old + 1);
    assert_eq!(home.json(&["audit", "verify", "--checkpoint", "kept.json"])["checkpoint"], "archived");
    home.run(&["user", "enable", ADA]).done();
    home.run(&["audit", "verify"]).done();
    home.run(&["audit", "export", "--out", "rest.jsonl"]).done();
    assert_eq!(
        home.json(&["audit", "verify", "--export", "rest.jsonl"])["rows"],
        5,
        "with three rows of `audit verify`"
    );
}

#[test]
fn f16_a_beginning_cut_off_is_no_archive() {
    let mut lab = busy();
    let old = last(&lab.home);
    lab.advance(86_400);
    lab.service.disable_account(ADA, None).unwrap();
    let file = lab.home.root().join("old.jsonl");
    let mut copy = lab.fork();
    tamper(&copy.home, "DELETE FROM audit WHERE seq <= 5");
    assert_eq!(bad_row(&copy), Some(1));
    for link in [6, old, 1, 99] {
        copy.home.edit(&format!("UPDATE audit_trail SET link = {link}"));
        assert_eq!(bad_row(&copy), Some(1), "link {link}");
    }
    copy.reopen();
    let form = vestibule::service::audit::export::Form::Jsonl;
    lab.service.archive_audit("2026-03-03T00:00:00Z".parse().unwrap(), form, &file).unwrap();
    assert_eq!(bad_row(&lab), None);
    let mut copy = lab.fork();
    tamper(&copy.home, &format!("DELETE FROM audit WHERE seq = {}", old + 1));
    assert_eq!(bad_row(&copy), Some(old + 1), "more than the link says");
    copy.home.edit("UPDATE audit_trail SET link = NULL");
    assert_eq!(bad_row(&copy), Some(1));
    copy.reopen();
    let copy = lab.fork();
    let link = old + 2;
    tamper(
        &copy.home,
        &format!(
            "UPDATE audit SET detail = replace(detail, '\"through\":{old}', '\"through\":{}') WHERE seq = {link}",
            old + 1
        ),
    );
    tamper(&copy.home, &format!("DELETE FROM audit WHERE seq = {}", old + 1));
    assert_eq!(bad_row(&copy), Some(link), "a link that was changed to cover it");
}

#[test]
fn v16_5_3_an_archive_that_cannot_be_linked_removes_nothing() {
    let mut lab = busy();
    lab.advance(86_400);
    let archive = |lab: &crate::lab::Lab, file: &str| {
        lab.home.run(&["audit", "archive", "--before", "2026-03-03", "--out", file])
    };
    lab.home.edit("CREATE TRIGGER shut BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'shut'); END");
    let before = lab.home.dump_but_audit() + &lab.home.text("SELECT group_concat(hex(hash)) FROM audit");
    assert_ne!(archive(&lab, "one.jsonl").exit, 0);
    lab.home.edit("DROP TRIGGER shut; CREATE TRIGGER shut BEFORE DELETE ON audit WHEN OLD.seq = 3 BEGIN SELECT RAISE(ABORT, 'shut'); END");
    assert_ne!(archive(&lab, "two.jsonl").exit, 0);
    assert_eq!(lab.home.dump_but_audit() + &lab.home.text("SELECT group_concat(hex(hash)) FROM audit"), before);
    assert_eq!(lab.home.number("SELECT count(*) FROM sqlite_schema WHERE name = 'audit_keeps_rows'"), 1);
    assert_eq!(bad_row(&lab), None);
}
