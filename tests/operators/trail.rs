//! Who looks at the trail, and what the desk is told of acts that wait.

use std::process::Stdio;

use crate::desk::Desk;
use crate::support::home::{ADA, Outcome, PASSWORD, TestHome};
use crate::support::journey::text;

#[test]
fn v16_2_1_who_verified_or_exported_the_trail_stands_in_it() {
    let desk = Desk::new();
    let olivia = desk.add("olivia", "auditor");
    let id = desk.home.text("SELECT id FROM operators WHERE name = 'olivia'");
    let last = |action: &str| {
        desk.home
            .text(&format!("SELECT actor || ' ' || outcome FROM audit WHERE action = '{action}' ORDER BY seq DESC"))
    };
    desk.json(&olivia, &["audit", "verify"]);
    assert_eq!(last("audit.verified"), format!("{id} done"));
    desk.json(&olivia, &["audit", "export", "--out", "trail.jsonl"]);
    assert_eq!(last("audit.exported"), format!("{id} done"));
    desk.json(&olivia, &["audit", "verify"]);
    desk.home.edit("DROP TRIGGER audit_keeps_values; UPDATE audit SET subject = 'nobody' WHERE seq = 3");
    let broken = desk.fail(&olivia, &["audit", "verify"]);
    assert_eq!(broken.told(), (8, "audit_broken"));
    assert_eq!(last("audit.verified"), format!("{id} audit_broken"));
    assert_eq!(desk.fail(&olivia, &["audit", "verify"]).message, broken.message, "nothing was repaired");
}

#[test]
fn v8_3_2_who_follows_the_trail_stops_with_their_session() {
    let desk = Desk::new();
    let olivia = desk.add("olivia", "auditor");
    let mut command = desk.home.command(&["--output", "json", "audit", "tail", "--follow"]);
    command.env("VESTIBULE_OPERATOR_TOKEN", &olivia.token).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    desk.json(&desk.grace, &["operator", "disable", "olivia"]);
    let failure = Outcome::from(child.wait_with_output().unwrap()).failure();
    assert_eq!(failure.told(), (9, "operator_needed"));
}

#[test]
fn explain_tells_of_acts_that_wait_and_of_those_of_the_week() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    desk.json(&heidi, &["mfa", "reset", ADA, "--reason", "phone lost"]);
    desk.run(&heidi, &["user", "set-password", ADA, "--temporary"]).failure();
    let request = desk.home.text("SELECT id FROM requests");
    let said = desk.json(&heidi, &["explain", ADA]);
    let waiting = text(&said["waiting"][0]);
    assert!(waiting.contains(&request) && waiting.contains("a password reset waits for a second"), "{waiting}");
    let recent = text(&said["recent_acts"][0]);
    assert!(recent.starts_with("Support did an MFA reset at 2026-"), "{recent}");
    desk.json(&desk.grace, &["request", "approve", &request]);
    assert!(text(&desk.json(&heidi, &["explain", ADA])["waiting"][0]).contains("is approved"));
    desk.advance(7 * 24 * 3600 + 1);
    let heidi = desk.again(&heidi);
    assert_eq!(desk.json(&heidi, &["explain", ADA])["recent_acts"], serde_json::json!([]));
}

#[test]
fn v7_4_5_support_ends_all_sessions_of_a_person_and_an_auditor_none() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    let (heidi, olivia) = (desk.add("heidi", "support"), desk.add("olivia", "auditor"));
    let session = desk.home.text("SELECT id FROM sessions");
    assert_eq!(desk.fail(&olivia, &["session", "revoke", &session]).told(), (9, "not_permitted"));
    desk.json(&heidi, &["session", "revoke", &session, "--reason", "stolen", "--ticket", "4711"]);
    assert_eq!(desk.home.number("SELECT count(*) FROM sessions WHERE revoked_at IS NULL"), 0);
    assert_eq!(desk.home.number("SELECT count(*) FROM audit WHERE action = 'session.revoked'"), 1);
}

#[test]
fn v8_2_3_no_role_sees_a_hash_a_secret_or_a_code_of_a_person() {
    let desk = Desk::new();
    let enrolled = desk.home.sign_in_first(ADA);
    let hash = desk.home.text("SELECT password_hash FROM users WHERE address = 'ada@example.org'");
    for role in ["admin", "support", "auditor"] {
        let who = desk.add(&format!("one-{role}"), role);
        for args in [
            &["user", "show", ADA][..],
            &["user", "list"],
            &["mfa", "status", ADA],
            &["otp", "status", ADA],
            &["session", "list", ADA],
            &["device", "list", ADA],
            &["explain", ADA],
            &["journey", "list"],
            &["mail", "list"],
        ] {
            let shown = desk.run(&who, args).done().stdout;
            let secrets = [&hash, &enrolled.secret, &enrolled.codes[0], &enrolled.session, &enrolled.device];
            for secret in secrets.into_iter().map(String::as_str).chain([PASSWORD]) {
                assert!(!shown.contains(secret), "{role}: {args:?}");
            }
        }
    }
}

/// Tables that a reset writes to, with what it leaves behind in them.
const WRITTEN: [&str; 10] = [
    "authenticators",
    "recovery_codes",
    "devices",
    "sessions",
    "journeys",
    "journey_events",
    "users",
    "support_acts",
    "outbox",
    "audit",
];

#[test]
fn f1_f4_a_reset_that_fails_at_any_write_has_changed_nothing() {
    let home = TestHome::simulation();
    home.publish_samples();
    home.add_user(ADA, "sme");
    let enrolled = home.sign_in_first(ADA);
    home.challenge(ADA, &enrolled.device);
    let reset = ["--yes", "mfa", "reset", ADA, "--reason", "phone lost", "--and-password"];
    // Each write, to whatever table and row, is counted; the one at which the count runs out fails.
    home.edit("CREATE TABLE writes_left (left INTEGER)");
    for (table, write) in WRITTEN.iter().flat_map(|table| ["INSERT", "UPDATE", "DELETE"].map(|write| (table, write))) {
        home.edit(&format!(
            "CREATE TRIGGER stop_{table}_{write} AFTER {write} ON {table} BEGIN
             UPDATE writes_left SET left = left - 1;
             SELECT RAISE(ABORT, 'stopped') FROM writes_left WHERE left = 0; END"
        ));
    }
    let state = |home: &TestHome| {
        WRITTEN.map(|table| home.text(&format!("SELECT count(*) || '' FROM {table}"))).join(", ")
            + &home.text("SELECT group_concat(status) FROM journeys")
            + &home.text("SELECT group_concat(coalesce(revoked_at, '-')) FROM devices")
            + &home.text("SELECT coalesce(password_due, '-') FROM users")
            + &home.text("SELECT hex(audit_mac) FROM home")
    };
    let before = state(&home);
    let mut fails_at = 1;
    loop {
        home.edit(&format!("DELETE FROM writes_left; INSERT INTO writes_left VALUES ({fails_at})"));
        if home.run(&reset).exit == 0 {
            break;
        }
        assert_eq!(state(&home), before, "at write {fails_at}");
        fails_at += 1;
    }
    // At least an authenticator, ten codes, a device, a session, a journey, a user, an act, a mail and a row.
    assert!(fails_at > 17, "{fails_at}");
    assert_ne!(state(&home), before);
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 0);
    home.run(&["audit", "verify"]).done();
}
