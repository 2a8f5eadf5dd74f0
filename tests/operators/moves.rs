//! Accounts that move to another address, and what goes in and out in bulk: the support acts behind them.

use serde_json::Value;

use crate::desk::{Desk, Operator};
use crate::support::home::{ADA, BOB, TestHome};
use crate::support::journey::text;

const NEW: &str = "ada@example.net";
const RESET: [&str; 5] = ["mfa", "reset", ADA, "--reason", "phone lost"];
const MOVE: [&str; 7] = ["user", "edit", ADA, "--address", NEW, "--reason", "moved"];

/// Verifies an address as whoever holds this token.
pub fn verify(home: &TestHome, token: &str, address: &str) {
    let run = |args: &[&str], stdin: &str| {
        let mut command = home.command(&[&["--output", "json"], args, &["--purpose", "verify-address"]].concat());
        command.env("VESTIBULE_OPERATOR_TOKEN", token);
        TestHome::feed(&mut command, stdin)
    };
    run(&["otp", "issue", address], "").done();
    let code = home.mails_about("Please verify your address").pop().expect("a mail with a code").code();
    run(&["otp", "verify", address], &code).done();
}

fn later(desk: &Desk, who: &Operator) -> Operator {
    desk.advance(301);
    let again = desk.again(who);
    desk.advance(301);
    again
}

#[test]
fn v7_5_1_an_address_change_asks_for_the_right_the_mailbox_and_a_new_code() {
    let desk = Desk::new();
    let (heidi, olivia) = (desk.add("heidi", "support"), desk.add("olivia", "auditor"));
    assert_eq!(desk.fail(&heidi, &MOVE).told(), (3, "address_not_verified"));
    verify(&desk.home, &heidi.token, NEW);
    let denied = desk.fail(&olivia, &MOVE);
    assert_eq!(denied.told(), (9, "not_permitted"));
    let heidi = later(&desk, &heidi);
    let stale = desk.fail(&heidi, &MOVE);
    assert_eq!(stale.told(), (9, "proof_needed"));
    assert!(stale.message.contains("user.address"), "{}", stale.message);
    desk.json(&heidi, &["user", "edit", ADA, "--name", "Ada"]);
    let heidi = desk.again_later(&heidi);
    assert_eq!(desk.json(&heidi, &MOVE)["address"], NEW);
    let actor = desk.home.text("SELECT actor FROM audit WHERE action = 'user.address_changed'");
    assert_eq!(actor, desk.home.text("SELECT id FROM operators WHERE name = 'heidi'"));
    let told: Vec<String> =
        desk.home.mails_about("address of your account was changed").into_iter().map(|m| m.to).collect();
    assert_eq!(told, [ADA, NEW]);
}

#[test]
fn v8_2_2_nobody_moves_their_own_account_and_support_not_an_admins() {
    let desk = Desk::new();
    let heidi = desk.add_with("heidi", ADA, "support");
    verify(&desk.home, &heidi.token, NEW);
    assert_eq!(desk.fail(&heidi, &MOVE).told(), (9, "own_account"));
    desk.add_with("bob", BOB, "admin");
    assert_eq!(desk.fail(&heidi, &["user", "edit", BOB, "--address", NEW]).told(), (9, "admin_account"));
    assert_eq!(desk.home.number("SELECT count(*) FROM support_acts"), 0);
}

#[test]
fn v2_3_5_a_move_after_a_reset_waits_for_a_second_operator_who_sees_where_to() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&heidi, &RESET);
    verify(&desk.home, &heidi.token, NEW);
    let mails = desk.home.mails().len();
    let tried = desk.json(&heidi, &[&MOVE[..], &["--dry-run"]].concat());
    assert!(tried["changes"].to_string().contains("request"), "{tried}");
    assert_eq!((desk.home.number("SELECT count(*) FROM requests"), desk.home.mails().len()), (0, mails));
    let outcome = desk.run(&heidi, &MOVE);
    assert_eq!(outcome.failure().told(), (9, "approval_needed"), "{outcome}");
    assert_eq!(desk.home.mails().len(), mails + 1, "the person is told how to stop it");
    let request = desk.home.text("SELECT id FROM requests");
    let shown = desk.json(&desk.grace, &["request", "show", &request]);
    assert_eq!((&shown["act"], &shown["new_address"]), (&"address_change".into(), &NEW.into()));
    assert_eq!(desk.fail(&heidi, &["request", "approve", &request]).told(), (9, "own_request"));
    desk.json(&desk.grace, &["request", "approve", &request]);
    // The approval is for that address and no other.
    verify(&desk.home, &heidi.token, "mallory@example.net");
    let other = ["user", "edit", ADA, "--address", "mallory@example.net"];
    assert_eq!(desk.fail(&heidi, &other).told(), (5, "exists"));
    assert_eq!(desk.json(&heidi, &MOVE)["address"], NEW);
    assert_eq!(desk.home.text("SELECT state FROM requests"), "done");
    verify(&desk.home, &heidi.token, ADA);
    let back = ["user", "edit", NEW, "--address", ADA];
    assert_eq!(desk.fail(&heidi, &back).told(), (9, "approval_needed"), "an approval is used up");
}

#[test]
fn an_owner_alone_needs_evidence_and_a_day_to_move_an_account_after_a_reset() {
    let home = TestHome::with_ada();
    home.json(&[&["--yes"], &RESET[..]].concat());
    verify(&home, "", NEW);
    assert_eq!(home.fail(&MOVE).told(), (2, "evidence_needed"));
    let seen = [&MOVE[..], &["--evidence", "passport seen"]].concat();
    assert_eq!(home.fail(&seen).told(), (9, "approval_needed"));
    home.advance("PT24H");
    assert_eq!(home.fail(&seen).told(), (3, "address_not_verified"), "that was a day ago");
    verify(&home, "", NEW);
    assert_eq!(home.json(&seen)["address"], NEW);
    let detail = home.text("SELECT detail FROM audit WHERE action = 'user.address_changed'");
    assert!(detail.contains("passport seen"), "{detail}");
}

#[test]
fn an_import_is_no_way_around_a_second_operator() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    desk.json(&desk.grace, &RESET);
    let import = |name: &str, text: &str| {
        desk.home.write(name, text);
        let outcome = desk.run(&desk.grace, &["import", name]);
        (outcome.exit, outcome.json())
    };
    let hash = "$2b$04$abcdefghijklmnopqrstuuvyFZgXfWXBhXGRCnPBO3YTLSsHqXxxS";
    let (exit, report) = import("users.csv", &format!("address,name,password_hash\n{ADA},Ada,{hash}\n{BOB},Bob,\n"));
    assert_eq!((exit, &report["rejects"][0]["code"], &report["updated"]), (3, &"approval_needed".into(), &1.into()));
    // What is no such act goes on, and a first one counts from then on.
    assert_eq!(import("names.csv", &format!("address,name\n{ADA},Ada\n")).0, 0);
    assert_eq!(import("bob.csv", &format!("address,password_hash\n{BOB},{hash}\n")).0, 0);
    let outcome = desk.run(&desk.grace, &["mfa", "reset", BOB, "--reason", "phone lost"]);
    assert_eq!(outcome.failure().told(), (9, "approval_needed"), "{outcome}");
    // Nor a way to the operator's own account.
    desk.add_with("judy", "judy@desk.example", "admin");
    desk.home
        .edit("UPDATE operators SET address = 'bob@example.org', address_key = 'bob@example.org' WHERE name = 'grace'");
    let (exit, report) = import("own.csv", &format!("address,name\n{BOB},Robert\n"));
    assert_eq!((exit, &report["rejects"][0]["code"]), (3, &"own_account".into()));
}

#[test]
fn v7_5_3_what_goes_in_and_out_in_bulk_needs_an_admin_and_a_new_code() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    desk.home.write("users.csv", "address\nnew@example.org\n");
    let recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    let credentials = ["export", "users", "--with-credentials", "--recipient", recipient, "--out", "users.age"];
    let acts: [&[&str]; 5] = [
        &["import", "users.csv"],
        &["import", "users.csv", "--dry-run"],
        &["import", "plan", "users.csv", "--out", "users.plan"],
        &["export", "users", "--out", "plain.csv"],
        &[&credentials[..], &["--reason", "moving"]].concat(),
    ];
    let heidi = desk.add("heidi", "support");
    for act in acts {
        assert_eq!(desk.fail(&heidi, act).told(), (9, "not_permitted"), "{act:?}");
    }
    let grace = later(&desk, &desk.grace);
    for act in acts {
        assert_eq!(desk.fail(&grace, act).told(), (9, "proof_needed"), "{act:?}");
    }
    assert_eq!(desk.home.number("SELECT count(*) FROM users"), 2);
    for file in ["users.plan", "plain.csv", "users.age"] {
        assert!(!desk.home.root().join(file).exists(), "{file} was begun");
    }
    let grace = desk.again_later(&grace);
    assert_eq!(desk.fail(&grace, &credentials).told(), (2, "usage"), "no reason");
    for act in acts {
        assert!(desk.run(&grace, act).exit == 0, "{act:?}");
    }
    let detail: Value = serde_json::from_str(
        &desk.home.text("SELECT detail FROM audit WHERE action = 'users.exported' ORDER BY seq DESC LIMIT 1"),
    )
    .unwrap();
    assert_eq!((text(&detail["reason"]).as_str(), &detail["credentials"]), ("moving", &true.into()));
}
