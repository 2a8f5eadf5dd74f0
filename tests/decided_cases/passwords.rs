//! Temporary, changed and refused passwords, and accounts disabled in the middle.

use crate::support::home::{ADA, NEW_PASSWORD, PASSWORD, TestHome};
use crate::support::journey::text;

/// Gives Ada a temporary password.
fn temporary(home: &TestHome) -> String {
    text(&home.json(&["user", "set-password", ADA, "--temporary"])["temporary_password"])
}

#[test]
fn a_temporary_password_on_an_unknown_device_leads_through_code_new_password_consent_and_enrolment() {
    let home = TestHome::simulation();
    home.publish_samples();
    let made = home.json(&["user", "add", ADA, "--temporary"]);
    assert_eq!(made["password"]["temporary"], true);
    let given = text(&made["temporary_password"]);
    assert_eq!(home.json(&["user", "show", ADA]).get("temporary_password"), None);

    let journey = home.journey();
    journey.sign_in(ADA, &given).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    let shown = journey.verify(&home.otp()).at("password_change");
    assert_eq!(shown.data()["why"], "temporary");
    journey.change_password(&given).refused(3, "password_reused", "password_change");
    journey.change_password(NEW_PASSWORD).at("consent");
    journey.accept().at("mfa_required");
    journey.submit("activate", &[]).at("confirm_password");
    journey.submit("confirm", &[("password", &given)]).refused(3, "password_wrong", "confirm_password");
    journey.submit("confirm", &[("password", NEW_PASSWORD)]).at("mfa_setup");
    journey.enrol(NEW_PASSWORD);
    home.journey().sign_in(ADA, &given).refused(3, "credentials_wrong", "sign_in");
}

#[test]
fn a_temporary_password_ends_after_a_day_and_the_person_sees_wrong_credentials() {
    let home = TestHome::with_ada();
    let given = temporary(&home);
    home.advance("PT23H59M59S");
    home.journey().sign_in(ADA, &given).at("device_unrecognized");
    home.advance("PT1S");
    home.journey().sign_in(ADA, &given).refused(3, "credentials_wrong", "sign_in");
}

#[test]
fn an_enrolled_person_proves_the_authenticator_before_a_temporary_password_changes() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let given = temporary(&home);
    let journey = home.journey_on(&ada.device);
    journey.sign_in(ADA, &given).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("mfa_challenge");
    journey.change_password(NEW_PASSWORD).refused(3, "action_not_allowed", "mfa_challenge");
    journey.verify(&home.totp(&ada.secret)).at("password_change");
    journey.change_password(NEW_PASSWORD).at("signed_in");
}

#[test]
fn a_password_change_ends_other_sessions_journeys_and_devices_but_not_the_journeys_own_device() {
    let home = TestHome::with_ada();
    home.advance("P89DT23H");
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let second = home.past_otp(ADA);
    let end = second.verify(&home.totp(&ada.secret)).at("signed_in");
    let (other_device, other_session) = (text(&end.data()["device_token"]), text(&end.data()["session_token"]));
    for session in [&ada.session, &other_session] {
        home.run_with_stdin(&["session", "check"], session).done();
    }
    home.advance("PT59M");
    let open = home.challenge(ADA, &other_device);

    let journey = home.challenge(ADA, &ada.device);
    let shown = journey.verify(&home.totp(&ada.secret)).at("password_change");
    assert_eq!(shown.data()["why"], "expired");
    let end = journey.change_password(NEW_PASSWORD).at("signed_in");

    for session in [&ada.session, &other_session] {
        assert_eq!(home.run_with_stdin(&["session", "check"], session).exit, 3);
    }
    home.run_with_stdin(&["session", "check"], text(&end.data()["session_token"])).done();
    open.verify(&home.totp(&ada.secret)).ended("journey_ended", "superseded");
    home.journey_on(&other_device).sign_in(ADA, NEW_PASSWORD).at("device_unrecognized");
    home.journey_on(&ada.device).sign_in(ADA, NEW_PASSWORD).at("mfa_challenge");
}

#[test]
fn a_password_set_by_support_ends_everything_and_must_be_changed() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let open = home.challenge(ADA, &ada.device);
    home.run_with_stdin(&["user", "set-password", ADA, "--password-stdin"], NEW_PASSWORD).done();
    open.verify(&home.totp(&ada.secret)).ended("journey_ended", "superseded");
    assert_eq!(home.run_with_stdin(&["session", "check"], &ada.session).exit, 3);
    let journey = home.journey_on(&ada.device);
    journey.sign_in(ADA, NEW_PASSWORD).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("mfa_challenge");
    let shown = journey.verify(&home.totp(&ada.secret)).at("password_change");
    assert_eq!(shown.data()["why"], "reset");
}

#[test]
fn an_account_disabled_in_the_middle_ends_its_journeys_sessions_and_devices() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let open = [home.challenge(ADA, &ada.device), home.past_mail(ADA)];
    home.run(&["user", "disable", ADA, "--reason", "left the company"]).done();
    for journey in &open {
        assert_eq!(journey.show().at("ended").reason(), "disabled");
        journey.verify("123456").ended("journey_ended", "disabled");
    }
    assert_eq!(home.run_with_stdin(&["session", "check"], &ada.session).exit, 3);
    home.journey_on(&ada.device).sign_in(ADA, PASSWORD).refused(3, "credentials_wrong", "sign_in");
    home.run(&["user", "enable", ADA]).done();
    assert_eq!(home.run_with_stdin(&["session", "check"], &ada.session).exit, 3);
    home.journey_on(&ada.device).sign_in(ADA, PASSWORD).at("device_unrecognized");
}

#[test]
fn a_password_is_compared_with_the_blocklist_whole_after_nfc_and_lower_case() {
    let home = TestHome::simulation_of("nist");
    let add = |address: &str, password: &str| {
        home.run_with_stdin(&["--output", "json", "user", "add", address, "--password-stdin"], password)
    };
    for common in ["thisismypassword", "ThisIsMyPassword"] {
        let failure = add(ADA, common).failure();
        assert_eq!((failure.told(), &failure.rules[..]), ((3, "password_rule"), &["common".to_owned()][..]));
    }
    home.write("home/blocked.txt", "\u{c9}t\u{e9} \u{e0} la campagne\n");
    home.configure("[password]\nblocklist = \"blocked.txt\"");
    assert_eq!(add(ADA, "e\u{301}te\u{301} a\u{300} la CAMPAGNE").failure().rules, ["common"]);
    add(ADA, "thisismypassword and more").done();
}

#[test]
fn the_address_and_the_products_name_are_no_password() {
    let home = TestHome::simulation_of("nist");
    home.reconfigure("product = \"Vestibule\"", "product = \"Portal of Example\"");
    for password in ["ada.lovelace@example.org", "Ada.Lovelace1234", "portal of example 1"] {
        let args = ["--output", "json", "user", "add", "ada.lovelace@example.org", "--password-stdin"];
        let failure = home.run_with_stdin(&args, password).failure();
        assert_eq!((failure.exit, &failure.rules[..]), (3, &["context".to_owned()][..]), "{password}");
    }
}
