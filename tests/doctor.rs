//! `vestibule doctor`: what needs an operator, and what to do about it.

mod support;

use std::fs;

use serde_json::json;
use support::home::{ADA, TestHome};

#[test]
fn a_home_without_documents_is_told_which_to_publish() {
    let home = TestHome::simulation();
    let outcome = home.run(&["--output", "json", "doctor"]);
    assert_eq!(outcome.failure().told(), (3, "needs_attention"), "{outcome}");
    let findings = outcome.json();
    let hints: Vec<&str> = findings.as_array().unwrap().iter().map(|one| one["hint"].as_str().unwrap()).collect();
    assert_eq!(
        hints,
        [
            "Run `vestibule consent publish terms --version V --file FILE`.",
            "Run `vestibule consent publish privacy --version V --file FILE`.",
        ]
    );
    assert_eq!(findings[0]["code"], "document_unpublished");
    assert_eq!(findings[0]["severity"], "attention");
}

#[test]
fn a_home_that_is_well_has_no_findings_and_is_not_changed() {
    let home = TestHome::with_ada();
    let before = home.dump();
    assert_eq!(home.json(&["doctor"]), json!([]));
    assert_eq!(home.run(&["doctor"]).done().stdout, "Nothing needs an operator.\n");
    assert_eq!(home.dump(), before);
}

#[test]
fn a_mail_that_waits_is_a_note_and_no_failure() {
    let home = TestHome::with_ada();
    fs::write(home.path().join("outbox"), "in the way").unwrap();
    home.past_password(ADA).submit("ok", &[]).accepted();
    let findings = home.json(&["doctor"]);
    assert_eq!((&findings[0]["code"], &findings[0]["severity"]), (&json!("mail_queued"), &json!("note")));
}

#[test]
fn f17_a_damaged_database_is_told_and_never_written() {
    let home = TestHome::with_ada();
    let file = home.path().join("vestibule.db");
    let good = fs::read(&file).unwrap();
    let page = 4096;
    let mut told = 0;
    for number in 1..good.len() / page {
        let mut bad = good.clone();
        bad[number * page..(number + 1) * page].fill(0x5a);
        fs::write(&file, &bad).unwrap();
        let outcome = home.run(&["--output", "json", "doctor"]);
        assert_eq!(outcome.exit, 8, "page {number}\n{outcome}");
        outcome.failure();
        assert_eq!(fs::read(&file).unwrap(), bad, "page {number}");
        told += 1;
    }
    assert!(told > 20, "{told} pages");
}
