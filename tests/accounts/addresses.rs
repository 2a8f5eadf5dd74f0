//! Addresses that are verified by themselves, and accounts that move to them.

use serde_json::Value;

use crate::support::home::{ADA, BOB, Outcome, PASSWORD, TestHome};
use crate::support::journey::other_than;

const NEW: &str = "ada@example.net";

fn issue(home: &TestHome, address: &str) -> Value {
    home.json(&["otp", "issue", address, "--purpose", "verify-address"])
}

fn verify(home: &TestHome, address: &str, code: &str) -> Outcome {
    home.run_with_stdin(&["--output", "json", "otp", "verify", address, "--purpose", "verify-address"], code)
}

fn code(home: &TestHome) -> String {
    home.mails_about("Please verify your address").pop().expect("a mail with a code").code()
}

fn verified(home: &TestHome, address: &str) {
    issue(home, address);
    verify(home, address, &code(home)).done();
}

#[test]
fn v6_3_7_an_account_moves_to_a_verified_address_and_everything_that_stood_ends() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let open = home.challenge(ADA, &ada.device);
    assert_eq!(home.fail(&["user", "edit", ADA, "--address", NEW]).told(), (3, "address_not_verified"));
    verified(&home, NEW);
    let before = home.dump();
    let dry = home.json(&["user", "edit", ADA, "--address", NEW, "--dry-run"]);
    assert!(dry["changes"].to_string().contains("address_changed to ada@example.org"), "{dry}");
    assert_eq!(home.dump(), before);

    let moved = home.json(&["user", "edit", ADA, "--address", NEW, "--reason", "moved"]);
    assert_eq!((&moved["address"], &moved["devices"], &moved["sessions"]), (&NEW.into(), &0.into(), &0.into()));
    let told: Vec<String> = home.mails_about("address of your account was changed").into_iter().map(|m| m.to).collect();
    assert_eq!(told, [ADA, NEW]);
    open.verify(&home.totp(&ada.secret)).ended("journey_ended", "superseded");
    home.journey().sign_in(ADA, PASSWORD).refused(3, "credentials_wrong", "sign_in");
    assert_eq!(home.fail(&["user", "show", ADA]).told(), (4, "not_found"));
    let journey = home.journey_on(&ada.device);
    journey.sign_in(NEW, PASSWORD).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    assert_eq!(home.code_mail().to, NEW);
    journey.verify(&home.otp()).at("mfa_challenge");

    // The verification is used up.
    home.add_user(ADA, "sme");
    assert_eq!(home.fail(&["user", "edit", BOB, "--address", NEW]).told(), (4, "not_found"));
    verified(&home, "ada@example.com");
    home.json(&["user", "edit", NEW, "--address", "ada@example.com"]);
    assert_eq!(home.fail(&["user", "edit", "ada@example.com", "--address", NEW]).told(), (3, "address_not_verified"));
}

#[test]
fn an_address_of_another_account_is_refused_in_any_spelling_and_the_own_one_is_no_move() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    verified(&home, BOB);
    let before = home.dump();
    for spelling in [BOB, "BOB@Example.ORG"] {
        assert_eq!(home.fail(&["user", "edit", ADA, "--address", spelling]).told(), (5, "exists"));
    }
    assert_eq!(home.fail(&["user", "edit", ADA, "--address", ADA]).told(), (2, "usage"));
    assert_eq!(home.fail(&["user", "edit", ADA, "--address", "nonsense"]).told(), (2, "address_invalid"));
    assert_eq!(home.dump(), before);
}

#[test]
fn a_verification_is_good_for_a_day() {
    let home = TestHome::with_ada();
    verified(&home, NEW);
    home.advance("PT24H");
    assert_eq!(home.fail(&["user", "edit", ADA, "--address", NEW]).told(), (3, "address_not_verified"));
    let status = home.json(&["otp", "status", NEW, "--purpose", "verify-address"]);
    assert_eq!((&status["verified_at"], &status["codes"][0]["state"]), (&Value::Null, &"used".into()));
}

#[test]
fn v6_5_1_v6_6_2_a_code_verifies_its_own_address_once_in_time_and_a_newer_one_supersedes_it() {
    let home = TestHome::with_ada();
    issue(&home, NEW);
    let first = code(&home);
    issue(&home, "other@example.net");
    let other = code(&home);
    assert_eq!(verify(&home, NEW, &other).failure_after_document("otp_wrong"), 3);
    assert_eq!(home.run(&["otp", "issue", NEW, "--purpose", "verify-address"]).exit, 6, "a minute must pass");
    home.advance("PT1M");
    let status = issue(&home, NEW);
    assert_eq!((&status["codes"][1]["state"], &status["tries_left"]), (&"superseded".into(), &4.into()));
    assert_eq!(status["codes"][0]["mail"]["state"], "sent");
    assert!(!status.to_string().contains(&code(&home)));
    assert_eq!(verify(&home, NEW, &first).failure_after_document("otp_superseded"), 3);
    home.advance("PT10M");
    assert_eq!(verify(&home, NEW, &code(&home)).failure_after_document("otp_expired"), 3);
    issue(&home, NEW);
    verify(&home, NEW, &code(&home)).done();
    assert_eq!(verify(&home, NEW, &code(&home)).failure().told(), (4, "not_found"));
}

#[test]
fn v6_6_3_tries_and_mails_of_an_address_are_those_of_a_sign_in_and_a_new_code_gives_no_new_tries() {
    let home = TestHome::with_ada();
    issue(&home, NEW);
    for _ in 0..4 {
        let wrong = other_than(&code(&home));
        assert_eq!(verify(&home, NEW, &wrong).failure_after_document("otp_wrong"), 3);
    }
    home.advance("PT1M");
    assert_eq!(issue(&home, NEW)["tries_left"], 1);
    assert_eq!(verify(&home, NEW, &other_than(&code(&home))).failure_after_document("otp_wrong"), 3);
    assert_eq!(verify(&home, NEW, &code(&home)).failure_after_document("throttled"), 6, "the right code, too late");
    home.advance("PT1M");
    issue(&home, NEW);
    home.advance("PT1M");
    assert_eq!(home.run(&["otp", "issue", NEW, "--purpose", "verify-address"]).exit, 6, "three mails are all");
    home.advance("PT31M");
    issue(&home, NEW);
    verify(&home, NEW, &code(&home)).done();
}

#[test]
fn a_lock_follows_the_account_to_its_new_address() {
    let home = TestHome::with_ada();
    for _ in 0..5 {
        home.journey().sign_in(ADA, "Wrong-Password-99");
    }
    verified(&home, NEW);
    home.json(&["user", "edit", ADA, "--address", NEW]);
    home.journey().sign_in(NEW, PASSWORD).refused(6, "throttled", "sign_in");
    assert_eq!(home.json(&["user", "list", "--state", "locked"])[0]["address"], NEW);
}

impl Outcome {
    /// A refusal that answers its document too; answers the exit code.
    #[track_caller]
    fn failure_after_document(&self, code: &str) -> i32 {
        self.json();
        let failure = self.failure();
        assert_eq!(failure.code, code, "{self}");
        failure.exit
    }
}
