//! What changes while a journey is open, and documents that are not there.

use crate::support::home::{ADA, BOB, PASSWORD, TestHome};
use crate::support::journey::text;

#[test]
fn a_document_published_on_the_consent_screen_answers_document_changed_with_the_new_text() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    home.publish("terms", "2.0", "# New Terms\n\nAll of it is new.\n");
    let answer = journey.accept().refused(3, "document_changed", "consent");
    let terms = &answer.data()["documents"][0];
    assert_eq!((&terms["version"], &terms["text"]), (&"2.0".into(), &"# New Terms\n\nAll of it is new.\n".into()));
    assert_eq!(home.number("SELECT count(*) FROM receipts"), 0);
    journey.accept().at("mfa_required");
    let receipts = home.json(&["user", "show", ADA])["consents"].clone();
    let accepted: Vec<String> = receipts
        .as_array()
        .expect("receipts")
        .iter()
        .map(|receipt| format!("{} {}", text(&receipt["document"]), text(&receipt["version"])))
        .collect();
    assert_eq!(accepted, ["terms 2.0", "privacy 1.0"]);
}

#[test]
fn a_minor_edit_of_a_document_on_the_screen_is_shown_before_it_is_accepted() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    home.write("minor.md", "# Terms of Service\n\nA typing error mended.\n");
    home.run(&["consent", "publish", "terms", "--version", "1.0a", "--file", "minor.md", "--minor"]).done();
    journey.accept().refused(3, "document_changed", "consent");
    journey.accept().at("mfa_required");
}

#[test]
fn a_document_published_behind_the_consent_screen_brings_it_back() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let secret = journey.to_setup(PASSWORD);
    let code = home.totp(&secret);
    home.publish("privacy", "2.0", "# New Privacy Policy\n");
    let answer = journey.verify(&code).refused(3, "action_not_allowed", "consent");
    let ids: Vec<String> =
        answer.data()["documents"].as_array().expect("documents").iter().map(|doc| text(&doc["id"])).collect();
    assert_eq!(ids, ["privacy", "eula"]);
    journey.submit("accept_and_continue", &[("accept", "privacy")]).at("mfa_required");
    assert_eq!(journey.to_setup(PASSWORD), secret, "the secret stays that of the journey");
}

#[test]
fn a_newer_version_is_asked_for_at_the_next_sign_in_and_a_minor_one_is_not() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.write("minor.md", "# Terms of Service\n\nA typing error mended.\n");
    home.run(&["consent", "publish", "terms", "--version", "1.0a", "--file", "minor.md", "--minor"]).done();
    home.advance("PT1M");
    home.challenge(ADA, &ada.device).verify(&home.totp(&ada.secret)).at("signed_in");
    home.publish("terms", "2.0", "# New Terms\n");
    home.advance("PT1M");
    let journey = home.challenge(ADA, &ada.device);
    let shown = journey.verify(&home.totp(&ada.secret)).at("consent");
    assert_eq!(shown.data()["documents"][0]["version"], "2.0");
    assert_eq!(shown.data()["documents"][1]["id"], "eula", "what is accepted already is not asked again");
    journey.submit("accept_and_continue", &[("accept", "terms")]).at("signed_in");
}

#[test]
fn a_required_document_without_a_published_version_stops_before_a_code_is_mailed() {
    let home = TestHome::simulation();
    home.publish("terms", "1", "# Terms\n");
    home.add_user(ADA, "enterprise");
    home.add_user(BOB, "sme");
    let journey = home.journey();
    let answer = journey.sign_in(ADA, PASSWORD).refused(7, "consent_unavailable", "sign_in");
    assert!(text(&answer.document["error"]["hint"]).contains("vestibule consent publish"), "{}", answer.outcome);
    assert_eq!(home.number("SELECT count(*) FROM outbox WHERE kind = 'device_code'"), 0);
    assert_eq!(
        home.number("SELECT count(*) FROM outbox WHERE kind = 'unfinished_sign_in'"),
        1,
        "it is told once a day"
    );
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE outcome = 'consent_unavailable'"), 1);
    let doctor = home.run(&["--output", "json", "doctor"]);
    assert_eq!(doctor.exit, 3, "{doctor}");
    assert!(doctor.stdout.contains("consent publish privacy"), "{doctor}");
    journey.sign_in(ADA, "Wrong-Password-99").refused(3, "credentials_wrong", "sign_in");
    home.past_otp(BOB);

    home.publish("privacy", "1", "# Privacy\n");
    journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
    home.run(&["doctor"]).done();
}

#[test]
fn a_policy_that_asks_for_an_unpublished_document_stops_an_open_journey_but_for_leaving_it() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    home.configure("[consent.required]\nenterprise = [\"terms\", \"privacy\", \"dpa\"]");
    let code = home.otp();
    let answer = journey.verify(&code).outcome;
    assert_eq!(answer.failure().told(), (7, "consent_unavailable"), "{answer}");
    assert_eq!(home.mails().len(), 1);
    journey.submit("abandon", &[]).at("ended");
}

#[test]
fn a_policy_changed_while_a_journey_is_open_is_obeyed() {
    let home = TestHome::simulation();
    home.publish_samples();
    home.add_user(BOB, "sme");
    let journey = home.past_otp(BOB);
    journey.submit("activate", &[]).at("confirm_password");
    home.configure("[consent.required]\nenterprise = [\"terms\", \"privacy\"]\nsme = [\"terms\"]");
    let confirm = [("password", PASSWORD)];
    let answer = journey.submit("confirm", &confirm).refused(3, "action_not_allowed", "consent");
    assert_eq!(answer.data()["documents"][0]["id"], "terms");
    journey.submit("accept_and_continue", &[("accept", "terms")]).at("mfa_required");
}

#[test]
fn an_open_journey_whose_debt_was_settled_elsewhere_asks_for_what_is_left() {
    let home = TestHome::with_ada();
    let waiting = home.past_otp(ADA);
    let ada = home.sign_in_first(ADA);
    let shown = waiting.show();
    assert_eq!(shown.state(), "mfa_challenge", "the authenticator enrolled meanwhile must be proved");
    home.advance("PT1M");
    waiting.verify(&home.totp(&ada.secret)).at("signed_in");
}

#[test]
fn looking_at_a_journey_opens_no_session() {
    let home = TestHome::with_ada();
    let waiting = home.past_otp(ADA);
    home.sign_in_first(ADA);
    home.configure("[mfa]\nrequired = false");
    for _ in 0..3 {
        assert_eq!(waiting.show().document["status"], "open");
    }
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 1);
}
