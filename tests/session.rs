//! `vestibule session check`: whose session a token is, and when it ends.

mod support;

use serde_json::json;
use support::home::{ADA, Outcome, TestHome};

fn check(home: &TestHome, token: &str) -> Outcome {
    home.run_with_stdin(&["--output", "json", "session", "check"], token)
}

#[track_caller]
fn is_over(home: &TestHome, token: &str) {
    let outcome = check(home, token);
    assert_eq!(outcome.failure().told(), (3, "session_invalid"), "{outcome}");
    assert_eq!(outcome.stdout, "");
}

#[test]
fn a_session_that_holds_is_shown_with_its_person_and_its_ends() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT10M");
    let told = check(&home, &ada.session).done().json();
    let user = home.json(&["user", "show", ADA]);
    assert_eq!(
        told,
        json!({
            "id": home.text("SELECT id FROM sessions"), "user": user["id"], "address": ADA,
            "methods": ["pwd", "otp"], "opened_at": "2026-03-02T09:00:00Z", "ends_at": "2026-03-02T21:00:00Z",
            "idle_at": "2026-03-02T10:10:00Z", "revoked_at": null, "valid": true,
        })
    );
    assert_eq!(user["sessions"], 1);
}

#[test]
fn v7_3_1_a_session_idles_out_after_an_hour_without_use() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    for _ in 0..3 {
        home.advance("PT59M59S");
        check(&home, &ada.session).done();
    }
    home.advance("PT1H");
    is_over(&home, &ada.session);
    assert_eq!(home.json(&["user", "show", ADA])["sessions"], 0);
}

#[test]
fn v7_3_2_use_does_not_carry_a_session_past_twelve_hours() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    for _ in 0..23 {
        home.advance("PT30M");
        check(&home, &ada.session).done();
    }
    home.advance("PT29M59S");
    let told = check(&home, &ada.session).done().json();
    assert_eq!(told["idle_at"], "2026-03-02T21:00:00Z", "an end comes first");
    home.advance("PT1S");
    is_over(&home, &ada.session);
}

#[test]
fn v7_2_1_a_token_that_was_edited_cut_or_made_elsewhere_is_no_session() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let other = TestHome::simulation();
    let token = &ada.session;
    for index in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[index] ^= 1;
        is_over(&home, &String::from_utf8_lossy(&bytes));
    }
    for edited in
        ["", "vst_", &token[..token.len() - 1], &format!("{token}0"), &format!(" {token}"), &token.to_uppercase()]
    {
        is_over(&home, edited);
    }
    is_over(&other, token);
    check(&home, &format!("{token}\n")).done();
}

#[test]
fn v9_2_2_tokens_of_another_kind_stand_in_for_no_session_and_the_other_way_round() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let journey = home.journey();
    for token in [&ada.device, &journey.id] {
        is_over(&home, token);
        is_over(&home, &token.replacen("vdt_", "vst_", 1));
    }
    let as_device = ada.session.replacen("vst_", "vdt_", 1);
    for token in [&ada.session, &as_device] {
        home.journey_on(token).sign_in(ADA, support::home::PASSWORD).at("device_unrecognized");
    }
}

#[test]
fn a_session_of_a_disabled_account_is_over_and_stays_so() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.run(&["user", "disable", ADA]).done();
    is_over(&home, &ada.session);
    home.run(&["user", "enable", ADA]).done();
    is_over(&home, &ada.session);
}
