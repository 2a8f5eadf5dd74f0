//! Operators come, change and go.

use crate::desk::{Desk, invitation, run_as};
use crate::support::home::{ADA, TestHome};
use crate::support::journey::text;

#[test]
fn the_first_operator_must_be_an_admin() {
    let home = TestHome::simulation();
    let add = |role| home.fail(&["operator", "add", "heidi", "--address", "heidi@example.org", "--role", role]);
    assert_eq!(add("support").told(), (2, "usage"));
    assert_eq!(add("king").told(), (2, "usage"));
    assert_eq!(home.number("SELECT count(*) FROM operators"), 0);
}

#[test]
fn adding_can_be_tried_and_then_nothing_has_changed() {
    let home = TestHome::simulation();
    let args = ["operator", "add", "grace", "--address", "grace@example.org", "--role", "admin", "--dry-run"];
    let tried = home.json(&args);
    assert_eq!(tried["changes"][0]["what"], "operator");
    assert_eq!(home.number("SELECT count(*) FROM operators"), 0);
    home.json(&["operator", "whoami"]);
}

#[test]
fn a_name_is_taken_once() {
    let desk = Desk::new();
    desk.add("heidi", "support");
    let args = ["operator", "add", "Heidi", "--address", "h@example.org", "--role", "support"];
    assert_eq!(desk.fail(&desk.grace, &args).told(), (5, "exists"));
}

#[test]
fn the_invitation_is_mailed_and_shown_to_nobody_else() {
    let desk = Desk::new();
    let args = ["operator", "add", "heidi", "--address", "heidi@example.org", "--role", "support"];
    let added = desk.json(&desk.grace, &args);
    assert!(added.get("activation").is_none(), "{added}");
    assert!(invitation(&desk.home, "heidi@example.org").starts_with("vat_"));
    let told = desk.home.mails_about("operators changed: heidi");
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("grace"), "{}", told[0].text);
}

#[test]
fn the_last_admin_cannot_be_removed() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    let refused = |args: &[&str]| assert_eq!(desk.fail(&desk.grace, args).told(), (3, "last_admin"), "{args:?}");
    refused(&["operator", "disable", "grace"]);
    refused(&["operator", "edit", "grace", "--role", "support"]);
    refused(&["operator", "edit", "grace", "--anew"]);
    // An admin who never logged in is nobody to fall back on.
    desk.json(&desk.grace, &["operator", "add", "judy", "--address", "judy@example.org", "--role", "admin"]);
    refused(&["operator", "disable", "grace"]);
    desk.json(&desk.grace, &["operator", "edit", "heidi", "--role", "admin"]);
    desk.json(&heidi, &["operator", "disable", "grace"]);
    assert_eq!(desk.fail(&desk.grace, &["operator", "list"]).told(), (9, "operator_needed"));
}

#[test]
fn v8_3_2_a_role_counts_from_the_next_command_on() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&heidi, &["user", "unlock", ADA, "--reason", "called"]);
    desk.json(&desk.grace, &["operator", "edit", "heidi", "--role", "auditor"]);
    let failure = desk.fail(&heidi, &["user", "unlock", ADA, "--reason", "called"]);
    assert_eq!(failure.told(), (9, "not_permitted"));
    assert!(failure.message.contains("user.unlock"), "{}", failure.message);
}

#[test]
fn v7_4_2_a_disabled_operator_is_out_at_once_and_cannot_come_back() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&desk.grace, &["operator", "disable", "heidi", "--reason", "left"]);
    assert_eq!(desk.fail(&heidi, &["user", "list"]).told(), (9, "operator_needed"));
    assert_eq!(desk.home.number("SELECT count(*) FROM operators WHERE password_hash IS NOT NULL"), 1);
}

#[test]
fn v8_3_3_the_trail_tells_the_operator_and_the_user_of_the_system() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&heidi, &["user", "unlock", ADA, "--reason", "called", "--ticket", "4711"]);
    let row = |column: &str| desk.home.text(&format!("SELECT {column} FROM audit WHERE action = 'user.unlocked'"));
    assert_eq!(row("actor"), desk.home.text("SELECT id FROM operators WHERE name = 'heidi'"));
    assert!(row("source").starts_with("os:"));
    assert_eq!(row("detail"), r#"{"reason":"called","ticket":"4711"}"#);
}

#[test]
fn an_operator_comes_back_anew_by_another_admin() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&desk.grace, &["operator", "edit", "heidi", "--anew"]);
    assert_eq!(desk.fail(&heidi, &["user", "list"]).told(), (9, "operator_needed"));
    let again = crate::desk::activate(&desk.home, "heidi", &invitation(&desk.home, "heidi@example.org"));
    assert_eq!(text(&desk.json(&again, &["operator", "whoami"])["operator"]["role"]), "support");
}

#[test]
fn v16_4_1_a_name_or_reason_cannot_forge_a_line() {
    let desk = Desk::new();
    for name in ["a\nb", "\u{1b}[31mred", "a\u{202e}b", "", " a", "a\tb", &"x".repeat(61)] {
        let args = ["operator", "add", name, "--address", "x@example.org", "--role", "support"];
        assert_eq!(run_as(&desk.home, &desk.grace.token, &args).failure().told(), (2, "usage"), "{name:?}");
    }
    for reason in ["a\nb", "\u{1b}]0;x\u{7}", "a\rb"] {
        let args = ["user", "unlock", ADA, "--reason", reason];
        assert_eq!(run_as(&desk.home, &desk.grace.token, &args).failure().told(), (2, "usage"), "{reason:?}");
    }
}

#[test]
fn an_error_writes_a_name_as_it_is() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    assert_eq!(
        desk.fail(&desk.grace, &["operator", "disable", "grace"]).message,
        "The operator grace is the last admin."
    );
    let denied = desk.fail(&heidi, &["user", "delete", ADA]).message;
    assert!(denied.starts_with("The operator heidi, as support, may not"), "{denied}");
    desk.json(&desk.grace, &["user", "add", "grace@example.org"]);
    let reset = ["mfa", "reset", "grace@example.org", "--reason", "lost"];
    assert_eq!(desk.fail(&desk.grace, &reset).message, "The account grace@example.org is your own.");
    assert!(desk.fail(&heidi, &reset).message.starts_with("The account grace@example.org is that of an admin"));
}
