//! `vestibule explain`: each screen that the next sign-in shows or not, with the rule and the fact behind it.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use serde_json::Value;
use support::home::{ADA, BOB, NEW_PASSWORD, PASSWORD, TestHome, WRONG};
use support::journey::Enrolled;

/// What `explain` says.
struct Said(Value);

impl Said {
    fn of(home: &TestHome, args: &[&str]) -> Self {
        Self(home.json(&[&["explain"], args].concat()))
    }

    fn screens(&self, which: &str) -> Vec<&str> {
        self.0[which].as_array().unwrap().iter().map(|one| one["screen"].as_str().unwrap()).collect()
    }

    fn shown(&self) -> Vec<&str> {
        self.screens("shown")
    }

    /// Why a screen is shown, or is not.
    #[track_caller]
    fn because(&self, screen: &str) -> &str {
        let all = ["shown", "not_shown"].into_iter().flat_map(|which| self.0[which].as_array().unwrap());
        let found = all.into_iter().find(|one| one["screen"] == screen);
        found.unwrap_or_else(|| panic!("nothing is said of {screen}: {}", self.0))["because"].as_str().unwrap()
    }

    /// The one thing that stops the sign-in.
    #[track_caller]
    fn blocked(&self) -> &str {
        let blocked = self.0["blocked"].as_array().unwrap();
        assert_eq!(blocked.len(), 1, "{}", self.0);
        assert_eq!(self.shown(), ["sign_in"], "what is stopped shows nothing more");
        blocked[0].as_str().unwrap()
    }
}

fn with_ada_enrolled() -> (TestHome, Enrolled) {
    let home = TestHome::with_ada();
    let enrolled = home.sign_in_first(ADA);
    (home, enrolled)
}

#[test]
fn a_first_sign_in_shows_each_screen_with_the_rule_that_asks_for_it() {
    let home = TestHome::with_ada();
    let said = Said::of(&home, &[ADA]);
    let all = [
        "sign_in",
        "device_unrecognized",
        "otp_verification",
        "consent",
        "mfa_required",
        "confirm_password",
        "mfa_setup",
        "recovery_codes",
        "signed_in",
    ];
    assert_eq!(said.shown(), all);
    assert_eq!(said.screens("not_shown"), ["mfa_challenge", "password_change"]);
    assert_eq!(said.because("device_unrecognized"), "No token of a trusted device is given.");
    assert_eq!(
        said.because("consent"),
        "Not accepted yet: terms version 1.0, privacy version 1.0 (consent.required.enterprise)."
    );
    assert_eq!(
        said.because("mfa_required"),
        "No authenticator is enrolled, and the policy requires one (mfa.required = true)."
    );
    assert_eq!(said.because("mfa_challenge"), "No authenticator is enrolled.");
    assert_eq!(
        said.because("password_change"),
        "The password was set at 2026-03-02T09:00:00Z and need not be changed (password.max_age = P90D)."
    );
    assert_eq!((&said.0["address"], &said.0["at"]), (&ADA.into(), &"2026-03-02T09:00:00Z".into()));
    assert_eq!(said.0["blocked"], serde_json::json!([]));
}

#[test]
fn the_text_names_the_screens_by_their_headings() {
    let home = TestHome::with_ada();
    let text = home.run(&["explain", ADA]).done().stdout;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "The next sign-in of ada@example.org at 2026-03-02 09:00:00 UTC");
    let place = |line: &str| lines.iter().position(|one| *one == line).unwrap_or_else(|| panic!("{line:?}: {text}"));
    assert!(place("It will show:") < place("  Terms of Service and Privacy Policy"));
    assert!(place("It will not show:") < place("  Create New Password"));
}

#[test]
fn a_trusted_device_skips_the_mailed_code_and_what_is_said_is_what_happens() {
    let (home, enrolled) = with_ada_enrolled();
    let said = Said::of(&home, &[ADA, "--device", &enrolled.device]);
    assert_eq!(said.shown(), ["sign_in", "mfa_challenge", "signed_in"]);
    assert_eq!(
        said.because("device_unrecognized"),
        "The device is trusted until 2026-04-01T09:00:00Z (device.trust_for = P30D)."
    );
    assert!(said.because("mfa_challenge").starts_with("An authenticator is enrolled since 2026-03-02T09:00:00Z"));
    assert_eq!(
        said.because("consent"),
        "terms, privacy are accepted in their current versions (consent.required.enterprise)."
    );
    home.advance("PT1M");
    let journey = home.challenge(ADA, &enrolled.device);
    journey.verify(&home.totp(&enrolled.secret)).at("signed_in");
}

#[test]
fn a_device_token_can_come_from_a_file() {
    let (home, enrolled) = with_ada_enrolled();
    home.write("device.token", format!("{}\n", enrolled.device));
    let said = Said::of(&home, &[ADA, "--device", "@device.token"]);
    assert_eq!(said.shown(), ["sign_in", "mfa_challenge", "signed_in"]);
}

#[test]
fn a_device_that_is_not_trusted_is_told_why() {
    let (home, enrolled) = with_ada_enrolled();
    home.add_user(BOB, "sme");
    let device = |args: &[&str]| Said::of(&home, args).because("device_unrecognized").to_owned();
    let token = enrolled.device.as_str();

    assert_eq!(device(&[ADA]), "No token of a trusted device is given.");
    assert_eq!(device(&[ADA, "--device", "dev_nonsense"]), "No token of a trusted device is given.");
    assert_eq!(device(&[BOB, "--device", token]), "The device's token belongs to another account.");
    let later = ["--device", token, "--at", "2026-04-01T09:00:00Z"];
    assert_eq!(
        device(&[&[ADA], later.as_slice()].concat()),
        "The trust in this device ended at 2026-04-01T09:00:00Z (device.trust_for = P30D)."
    );
    let id = home.text("SELECT id FROM devices");
    home.run(&["device", "revoke", &id, "--reason", "lost"]).done();
    let said = Said::of(&home, &[ADA, "--device", token]);
    assert_eq!(said.because("device_unrecognized"), "The trust in this device was revoked at 2026-03-02T09:00:00Z.");
    assert_eq!(said.shown(), ["sign_in", "device_unrecognized", "otp_verification", "mfa_challenge", "signed_in"]);
}

#[test]
fn a_disabled_authenticator_is_passed_by_a_recovery_code_and_replaced() {
    let (home, enrolled) = with_ada_enrolled();
    home.edit("UPDATE authenticators SET disabled_at = enrolled_at");
    let said = Said::of(&home, &[ADA, "--device", &enrolled.device]);
    assert!(said.because("mfa_challenge").contains("mfa.failures_until_disabled = 50"), "{}", said.0);
    assert_eq!(said.because("mfa_required"), "The authenticator is disabled, so a new one must be enrolled.");
    let shown = said.shown();
    let place = |screen: &str| shown.iter().position(|one| *one == screen).unwrap_or_else(|| panic!("{shown:?}"));
    assert!(place("mfa_challenge") < place("mfa_required") && place("mfa_required") < place("mfa_setup"));
}

#[test]
fn who_owes_an_enrolment_owes_the_mailed_code_on_a_trusted_device_too() {
    let (home, enrolled) = with_ada_enrolled();
    home.edit("DELETE FROM authenticators");
    let said = Said::of(&home, &[ADA, "--device", &enrolled.device]);
    assert!(said.shown().contains(&"otp_verification") && said.shown().contains(&"mfa_required"), "{}", said.0);
    assert_eq!(
        said.because("device_unrecognized"),
        "The device is trusted, but who owes an enrolment also owes the mailed code."
    );
}

#[test]
fn without_a_second_factor_required_none_is_enrolled() {
    let home = TestHome::with_ada();
    home.configure("[mfa]\nrequired = false");
    let said = Said::of(&home, &[ADA]);
    assert!(!said.shown().contains(&"mfa_required"), "{}", said.0);
    assert_eq!(said.because("mfa_required"), "The policy requires no authenticator (mfa.required = false).");
}

#[test]
fn a_password_expires_at_its_age_and_not_before() {
    let (home, _) = with_ada_enrolled();
    let before = Said::of(&home, &[ADA, "--at", "2026-05-31T08:59:59Z"]);
    assert!(!before.shown().contains(&"password_change"), "{}", before.0);
    let after = Said::of(&home, &[ADA, "--at", "2026-05-31T09:00:00Z"]);
    assert!(after.shown().contains(&"password_change"), "{}", after.0);
    assert_eq!(
        after.because("password_change"),
        "The password was set at 2026-03-02T09:00:00Z and is too old (password.max_age = P90D)."
    );
    assert_eq!(after.0["at"], "2026-05-31T09:00:00Z");
}

#[test]
fn a_temporary_password_is_changed_and_stops_when_its_time_is_over() {
    let home = TestHome::with_ada();
    home.run(&["user", "set-password", ADA, "--temporary"]).done();
    let said = Said::of(&home, &[ADA]);
    assert!(said.shown().contains(&"password_change"));
    assert_eq!(said.because("password_change"), "The password is temporary (password.temporary_ttl = P1D).");
    let over = Said::of(&home, &[ADA, "--at", "2026-03-03T09:00:00Z"]);
    assert!(over.blocked().starts_with("The temporary password stopped working at 2026-03-03T09:00:00Z"), "{}", over.0);
}

#[test]
fn a_password_that_support_set_is_changed() {
    let home = TestHome::with_ada();
    home.run_with_stdin(&["user", "set-password", ADA, "--password-stdin"], NEW_PASSWORD).done();
    let said = Said::of(&home, &[ADA]);
    assert!(said.shown().contains(&"password_change"));
    assert_eq!(said.because("password_change"), "Support set the password or asked for a new one.");
}

#[test]
fn a_new_version_of_a_required_document_is_asked_for() {
    let (home, _) = with_ada_enrolled();
    home.publish("terms", "2.0", "Be kinder.");
    let said = Said::of(&home, &[ADA]);
    assert!(said.shown().contains(&"consent"));
    assert_eq!(said.because("consent"), "Not accepted yet: terms version 2.0 (consent.required.enterprise).");
}

#[test]
fn an_sme_account_must_accept_nothing() {
    let home = TestHome::simulation();
    home.add_user(BOB, "sme");
    let said = Said::of(&home, &[BOB]);
    assert!(!said.shown().contains(&"consent"));
    assert_eq!(said.because("consent"), "Accounts of this project type must accept nothing (consent.required.sme).");
}

#[test]
fn a_required_document_that_is_not_published_stops_the_sign_in() {
    let home = TestHome::simulation();
    home.add_user(ADA, "enterprise");
    home.publish("terms", "1.0", "Be kind.");
    let said = Said::of(&home, &[ADA]);
    assert_eq!(
        said.blocked(),
        "privacy must be accepted and has no published version (consent.required.enterprise); run `vestibule consent \
         publish privacy`."
    );
    let text = home.run(&["explain", ADA]).done().stdout;
    assert!(text.contains("\nStopped: privacy must be accepted"), "{text}");
}

#[test]
fn a_disabled_account_and_one_without_a_password_are_stopped() {
    let home = TestHome::with_ada();
    home.run(&["user", "disable", ADA]).done();
    assert!(Said::of(&home, &[ADA]).blocked().contains("`vestibule user enable`"));
    home.run(&["user", "enable", ADA]).done();
    home.edit("UPDATE users SET password_hash = NULL, password_changed_at = NULL");
    assert!(Said::of(&home, &[ADA]).blocked().contains("`vestibule user set-password`"));
}

#[test]
fn a_disabled_mailed_code_stops_who_owes_one_and_nobody_else() {
    let (home, enrolled) = with_ada_enrolled();
    home.edit(
        "INSERT INTO throttles (kind, subject, recent, total, level) SELECT 'otp', n, '[]', 50, 0 FROM users WHERE true
         ON CONFLICT DO UPDATE SET total = 50",
    );
    assert!(Said::of(&home, &[ADA]).blocked().starts_with("50 wrong mailed codes in a row"));
    let trusted = Said::of(&home, &[ADA, "--device", &enrolled.device]);
    assert_eq!(trusted.shown(), ["sign_in", "mfa_challenge", "signed_in"]);
}

#[test]
fn a_lock_is_told_with_its_end_and_the_failures_behind_it() {
    let home = TestHome::with_ada();
    for _ in 0..5 {
        home.journey().sign_in(ADA, WRONG).refused(3, "credentials_wrong", "sign_in");
        home.advance("PT1M");
    }
    let said = Said::of(&home, &[ADA]);
    assert_eq!(said.0["locked_until"], "2026-03-02T09:19:00Z");
    let failures = said.0["recent_failures"].as_array().unwrap();
    assert_eq!((failures.len(), &failures[0]), (5, &"2026-03-02T09:04:00Z".into()), "newest first");
    let over = Said::of(&home, &[ADA, "--at", "2026-03-02T09:19:00Z"]);
    assert_eq!(over.0["locked_until"], Value::Null);
    home.journey().sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
}

#[test]
fn explaining_changes_nothing() {
    let (home, enrolled) = with_ada_enrolled();
    let before = home.dump();
    Said::of(&home, &[ADA]);
    Said::of(&home, &[ADA, "--device", &enrolled.device, "--at", "2027-01-01T00:00:00Z"]);
    home.run(&["explain", ADA]).done();
    assert_eq!(home.dump(), before);
}

#[test]
fn an_unknown_address_and_a_wrong_time_are_told() {
    let home = TestHome::with_ada();
    assert_eq!(home.fail(&["explain", BOB]).told(), (4, "not_found"));
    assert_eq!(home.fail(&["explain", ADA, "--at", "tomorrow"]).told(), (2, "usage"));
    assert_eq!(home.fail(&["explain", ADA, "--device", "@missing.token"]).told(), (2, "usage"));
}
