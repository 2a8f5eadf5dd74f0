//! Ways round a second operator that are shut: an account made anew, an invitation, an approval for another account.

use serde_json::Value;

use crate::desk::Desk;
use crate::moves::verify;
use crate::support::home::{ADA, BOB, TestHome};
use crate::support::journey::text;

const CAROL: &str = "carol@example.org";
const NEW: &str = "carol@example.net";
const TWO: &str = "[support.mfa_reset]\napprovals = 1";
const DELETE: [&str; 3] = ["user", "delete", ADA];
const ADD: [&str; 4] = ["user", "add", ADA, "--temporary"];

fn id(desk: &Desk, name: &str) -> String {
    desk.home.text(&format!("SELECT id FROM operators WHERE name = '{name}'"))
}

/// The detail of the newest row of an action.
fn detail(home: &TestHome, action: &str) -> Value {
    let row = format!("SELECT detail FROM audit WHERE action = '{action}' ORDER BY seq DESC LIMIT 1");
    serde_json::from_str(&home.text(&row)).unwrap()
}

#[test]
fn v2_3_5_an_account_that_one_operator_removed_is_made_anew_by_another() {
    let desk = Desk::with(TWO);
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    desk.json(&desk.grace, &DELETE);
    let refused = desk.fail(&desk.grace, &ADD);
    assert_eq!(refused.told(), (9, "address_rests"));
    assert!(refused.hint.contains("2026-03-09"), "{}", refused.hint);
    assert_eq!(desk.fail(&desk.grace, &["user", "add", "ADA@Example.org", "--invite"]).told(), (9, "address_rests"));
    desk.home.write("users.csv", format!("address,name\n{ADA},Ada\n"));
    let report = desk.run(&desk.grace, &["import", "users.csv"]).json();
    assert_eq!((&report["created"], &report["rejects"][0]["code"]), (&0.into(), &"address_rests".into()));
    verify(&desk.home, &desk.grace.token, ADA);
    let moved = ["user", "edit", BOB, "--address", ADA];
    assert_eq!(desk.fail(&desk.grace, &moved).told(), (9, "address_rests"));
    assert_eq!(desk.json(&heidi, &ADD)["address"], ADA);
}

#[test]
fn an_address_rests_a_week_and_its_name_is_not_kept() {
    let desk = Desk::with(TWO);
    desk.home.sign_in_first(ADA);
    desk.json(&desk.grace, &DELETE);
    assert!(!desk.home.dump().contains(ADA));
    desk.advance(7 * 24 * 3600 - 1);
    let grace = desk.again(&desk.grace);
    assert_eq!(desk.fail(&grace, &ADD).told(), (9, "address_rests"));
    desk.advance(1);
    desk.json(&grace, &ADD);
}

#[test]
fn an_account_that_nobody_had_in_hand_is_removed_and_made_anew_at_once() {
    let desk = Desk::with(TWO);
    desk.json(&desk.grace, &["user", "add", CAROL, "--temporary"]);
    desk.json(&desk.grace, &["user", "delete", CAROL]);
    desk.json(&desk.grace, &["user", "add", CAROL, "--temporary"]);
}

#[test]
fn with_a_delay_an_address_rests_as_long_for_everybody() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 0\ndelay = \"48 h\"");
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    desk.json(&desk.grace, &DELETE);
    let refused = desk.fail(&heidi, &ADD);
    assert_eq!((refused.told(), refused.retry_after.as_deref()), ((6, "address_rests"), Some("PT48H")));
    desk.advance(48 * 3600);
    let heidi = desk.again(&heidi);
    desk.json(&heidi, &ADD);
}

#[test]
fn an_owner_alone_waits_a_day_for_the_address() {
    let home = TestHome::simulation();
    home.publish_samples();
    home.add_user(ADA, "sme");
    home.sign_in_first(ADA);
    home.json(&[&["--yes"], &DELETE[..]].concat());
    assert_eq!(home.fail(&ADD).told(), (6, "address_rests"));
    home.advance("PT24H");
    home.json(&ADD);
}

#[test]
fn v6_4_6_an_invitation_after_a_move_waits_for_a_second_operator() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&desk.grace, &["user", "add", CAROL]);
    verify(&desk.home, &heidi.token, NEW);
    desk.json(&heidi, &["user", "edit", CAROL, "--address", NEW]);
    let invite = ["user", "invite", NEW, "--reason", "called", "--ticket", "4711"];
    assert_eq!(desk.fail(&heidi, &invite).told(), (9, "approval_needed"));
    assert_eq!(desk.home.number("SELECT count(*) FROM activations"), 0);
    let request = desk.home.text("SELECT id FROM requests");
    let told: Vec<String> =
        desk.home.mails_about("asked to open your account").into_iter().map(|mail| mail.to).collect();
    assert_eq!(told, [NEW, CAROL], "both addresses can stop it");
    desk.json(&desk.grace, &["request", "approve", &request]);
    desk.json(&heidi, &invite);
    assert_eq!(desk.home.text("SELECT state FROM requests"), "done");
    let told = desk.home.mails_about("Support changed something").pop().unwrap();
    assert_eq!(told.to, CAROL, "the address before hears of it");
    let row = detail(&desk.home, "user.invited");
    assert_eq!((&row["reason"], &row["ticket"]), (&"called".into(), &"4711".into()));
    assert_eq!((&row["request"], &row["approved_by"]), (&request.into(), &id(&desk, "grace").into()));
}

#[test]
fn v7_5_1_an_invitation_is_a_password_reset() {
    let desk = Desk::new();
    let heidi = desk.add_with("heidi", CAROL, "support");
    desk.json(&desk.grace, &["user", "add", CAROL]);
    assert_eq!(desk.fail(&heidi, &["user", "invite", CAROL]).told(), (9, "own_account"));
    desk.json(&desk.grace, &["user", "invite", CAROL]);
    // Counted like one, and with the same proof.
    let reset = ["mfa", "reset", CAROL, "--reason", "phone lost"];
    assert_eq!(desk.fail(&desk.grace, &reset).told(), (9, "approval_needed"));
    desk.advance(301);
    assert_eq!(desk.fail(&desk.grace, &["user", "invite", CAROL]).told(), (9, "proof_needed"));
}

#[test]
fn an_owner_alone_needs_evidence_and_a_day_to_invite_after_a_move() {
    let home = TestHome::simulation();
    home.json(&["user", "add", CAROL]);
    verify(&home, "", NEW);
    home.json(&["user", "edit", CAROL, "--address", NEW]);
    assert_eq!(home.fail(&["user", "invite", NEW]).told(), (2, "evidence_needed"));
    let seen = ["user", "invite", NEW, "--evidence", "passport seen"];
    assert_eq!(home.fail(&seen).told(), (9, "approval_needed"));
    home.advance("PT24H");
    home.json(&seen);
    assert_eq!(detail(&home, "user.invited")["evidence"], "passport seen");
}

#[test]
fn v2_3_5_an_approval_for_an_account_that_changed_since_ends_with_it() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&heidi, &["mfa", "reset", ADA, "--reason", "phone lost"]);
    let set = ["user", "set-password", ADA, "--temporary", "--reason", "forgot it"];
    desk.run(&heidi, &set).failure();
    let request = desk.home.text("SELECT id FROM requests");
    desk.json(&desk.grace, &["request", "approve", &request]);
    desk.json(&desk.grace, &["user", "edit", ADA, "--name", "Somebody Else"]);
    let stale = desk.fail(&heidi, &set);
    assert_eq!(stale.told(), (5, "request_stale"));
    assert!(stale.hint.contains("ask anew"), "{}", stale.hint);
    assert_eq!(desk.home.text("SELECT state FROM requests"), "stale");
    let ended = "SELECT actor || ' ' || outcome FROM audit WHERE action = 'request.ended'";
    assert_eq!(desk.home.text(ended), "system stale");
    // The same command asks anew.
    assert_eq!(desk.fail(&heidi, &set).told(), (9, "approval_needed"));
    let request = desk.home.text("SELECT id FROM requests ORDER BY n DESC");
    desk.json(&desk.grace, &["request", "approve", &request]);
    desk.json(&heidi, &set);
    let row = detail(&desk.home, "user.password_set");
    assert_eq!((&row["request"], &row["reason"]), (&request.into(), &"forgot it".into()));
    assert_eq!((&row["requested_by"], &row["approved_by"]), (&id(&desk, "heidi").into(), &id(&desk, "grace").into()));
}

#[test]
fn a_reset_that_waits_for_an_account_that_changed_is_asked_for_anew() {
    let desk = Desk::with(TWO);
    let heidi = desk.add("heidi", "support");
    let reset = ["mfa", "reset", ADA, "--reason", "phone lost"];
    desk.run(&heidi, &reset).failure();
    desk.json(&desk.grace, &["user", "edit", ADA, "--name", "Somebody Else"]);
    assert_eq!(desk.run(&heidi, &reset).failure().told(), (9, "approval_needed"));
    assert_eq!(desk.home.text("SELECT group_concat(state) FROM requests"), "stale,waiting");
}

#[test]
fn v8_3_3_a_reset_whose_time_has_come_is_not_the_act_of_whoever_meets_it() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 1\ndelay = \"2 h\"");
    desk.home.sign_in_first(ADA);
    let (heidi, olivia) = (desk.add("heidi", "support"), desk.add("olivia", "auditor"));
    let reset = ["mfa", "reset", ADA, "--reason", "phone lost"];
    let request = text(&desk.run(&heidi, &reset).json()["request"]["id"]);
    desk.json(&desk.grace, &["request", "approve", &request]);
    desk.advance(2 * 3600);
    let olivia = desk.again(&olivia);
    desk.json(&olivia, &["request", "list"]);
    let row = detail(&desk.home, "mfa.reset");
    assert_eq!((&row["requested_by"], &row["approved_by"]), (&id(&desk, "heidi").into(), &id(&desk, "grace").into()));
    assert_eq!((&row["request"], &row["reason"]), (&request.into(), &"phone lost".into()));
    let who = "SELECT actor || ' ' || coalesce(source, '-') FROM audit WHERE action = 'mfa.reset'";
    assert_eq!(desk.home.text(who), "system -");
    assert_eq!(desk.home.text("SELECT actor FROM support_acts"), id(&desk, "heidi"));
}

#[test]
fn v6_3_7_the_address_before_hears_of_a_password_reset_too() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    verify(&desk.home, &heidi.token, "ada@example.net");
    desk.json(&heidi, &["user", "edit", ADA, "--address", "ada@example.net"]);
    let set = ["user", "set-password", "ada@example.net", "--temporary"];
    desk.run(&heidi, &set).failure();
    desk.json(&desk.grace, &["request", "approve", &desk.home.text("SELECT id FROM requests")]);
    desk.json(&heidi, &set);
    let told: Vec<String> =
        desk.home.mails_about("Your password was changed").into_iter().map(|mail| mail.to).collect();
    assert_eq!(told, ["ada@example.net", ADA]);
}
