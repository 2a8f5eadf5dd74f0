//! How each refusal, and each end, is told.

use crate::support::home::{ADA, BOB, NEW_PASSWORD, PASSWORD, TestHome, WRONG};
use crate::support::journey::{Answer, Journey, other_than, text, totp};
use serde_json::json;

#[test]
fn wrong_credentials_are_told_and_leave_the_screen() {
    let home = TestHome::with_ada();
    let answer = home.journey().sign_in(ADA, WRONG).refused(3, "credentials_wrong", "sign_in");
    assert_eq!(
        answer.document["error"],
        json!({
            "code": "credentials_wrong", "message": "The email address or the password is wrong.",
            "hint": "Check both and try again, or ask support for a new password.",
        })
    );
}

#[test]
fn a_wrong_mailed_code_is_told_and_costs_a_try() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let answer = journey.verify(&other_than(&home.otp())).refused(3, "otp_wrong", "otp_verification");
    assert_eq!(answer.data()["tries_left"], 4);
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn the_fifth_wrong_mailed_code_ends_the_journey() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let wrong = other_than(&home.otp());
    for left in [4, 3, 2, 1] {
        let answer = journey.verify(&wrong).refused(3, "otp_wrong", "otp_verification");
        assert_eq!(answer.data()["tries_left"], left);
    }
    journey.verify(&wrong).ended("otp_wrong", "too_many_attempts");
    journey.verify(&home.otp()).ended("journey_ended", "too_many_attempts");
}

#[test]
fn a_code_is_good_until_the_last_millisecond_of_its_ten_minutes() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let code = home.otp();
    home.advance("PT9M59.999S");
    journey.verify(&code).at("consent");

    let journey = home.past_mail(ADA);
    let code = home.otp();
    home.advance("PT10M");
    journey.verify(&code).refused(3, "otp_expired", "otp_verification");
}

#[test]
fn another_mail_can_be_had_after_a_minute_and_three_are_all() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    home.advance("PT15S");
    let answer = journey.submit("resend", &[]).refused(6, "resend_too_soon", "otp_verification");
    assert_eq!(answer.retry_after(), "PT45S");
    home.advance("PT45S");
    assert_eq!(journey.submit("resend", &[]).at("otp_verification").data()["sends_left"], 1);
    home.advance("PT1M");
    assert_eq!(journey.submit("resend", &[]).at("otp_verification").data()["sends_left"], 0);
    home.advance("PT1M");
    journey.submit("resend", &[]).refused(3, "no_sends_left", "otp_verification");
    assert_eq!(home.mails().len(), 3);
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn a_wrong_code_of_the_app_is_told_and_a_used_one_is_told_apart() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let journey = home.challenge(ADA, &ada.device);
    let used = home.totp(&ada.secret);
    let answer = journey.verify(&used).refused(3, "totp_replayed", "mfa_challenge");
    assert_eq!(answer.data()["tries_left"], 4);
    home.advance("PT30S");
    let code = home.totp(&ada.secret);
    let answer = journey.verify(&other_than(&code)).refused(3, "totp_wrong", "mfa_challenge");
    assert_eq!(answer.data()["tries_left"], 3);
    journey.verify(&code).at("signed_in");
}

#[test]
fn codes_of_one_step_before_and_after_are_taken_and_no_others() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1H");
    let now = home.now();
    let journey = home.challenge(ADA, &ada.device);
    for off in [now - 60, now + 60] {
        journey.verify(&totp(&ada.secret, off)).refused(3, "totp_wrong", "mfa_challenge");
    }
    journey.verify(&totp(&ada.secret, now - 30)).at("signed_in");
    let journey = home.challenge(ADA, &ada.device);
    journey.verify(&totp(&ada.secret, now + 30)).at("signed_in");
    let journey = home.challenge(ADA, &ada.device);
    journey.verify(&totp(&ada.secret, now)).refused(3, "totp_replayed", "mfa_challenge");
}

#[test]
fn five_wrong_in_a_challenge_a_confirmation_or_a_set_up_end_the_journey() {
    let home = TestHome::with_ada();
    let setup = home.past_otp(ADA);
    let wrong = other_than(&home.totp(&setup.to_setup(PASSWORD)));
    let confirm = home.past_otp(ADA);
    confirm.submit("activate", &[]).at("confirm_password");
    for left in [4, 3, 2, 1] {
        let answer = setup.verify(&wrong).refused(3, "totp_wrong", "mfa_setup");
        assert_eq!(answer.data()["tries_left"], left);
        let answer = confirm.submit("confirm", &[("password", WRONG)]).refused(3, "password_wrong", "confirm_password");
        assert_eq!(answer.data()["tries_left"], left);
    }
    setup.verify(&wrong).ended("totp_wrong", "too_many_attempts");
    confirm.submit("confirm", &[("password", WRONG)]).ended("password_wrong", "too_many_attempts");

    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let challenge = home.challenge(ADA, &ada.device);
    for _ in 0..4 {
        challenge.verify("ABCD-EFGH").refused(3, "totp_wrong", "mfa_challenge");
    }
    challenge.verify("ABCD-EFGH").ended("totp_wrong", "too_many_attempts");
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 1);
}

#[test]
fn a_new_password_is_told_every_rule_that_it_breaks() {
    let home = TestHome::with_ada();
    home.advance("P90D");
    let journey = home.past_otp(ADA);
    let answer = journey.change_password("short").refused(3, "password_rule", "password_change");
    assert_eq!(answer.document["error"]["rules"], json!(["min_length", "upper", "digit", "symbol"]));
    assert_eq!(answer.outcome.failure().rules, ["min_length", "upper", "digit", "symbol"]);
    journey.change_password(PASSWORD).refused(3, "password_reused", "password_change");
    let differing = [("new_password", NEW_PASSWORD), ("confirm_password", PASSWORD)];
    journey.submit("create_password", &differing).refused(3, "passwords_differ", "password_change");
    journey.change_password(ADA).refused(3, "password_rule", "password_change");
    journey.change_password(NEW_PASSWORD).at("consent");
}

#[test]
fn a_required_document_left_out_is_named() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let answer = journey.submit("accept_and_continue", &[("accept", "terms")]);
    let answer = answer.refused(3, "consent_incomplete", "consent");
    assert!(text(&answer.document["error"]["message"]).contains("privacy"), "{}", answer.outcome);
    journey.submit("accept_and_continue", &[]).refused(3, "consent_incomplete", "consent");
    assert_eq!(home.number("SELECT count(*) FROM receipts"), 0);
    let all = [("accept", "eula"), ("accept", "privacy"), ("accept", "terms")];
    journey.submit("accept_and_continue", &all).at("mfa_required");
    assert_eq!(home.number("SELECT count(*) FROM receipts"), 3);
}

#[test]
fn declining_and_abandoning_are_accepted_and_end_the_journey() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let answer = journey.submit("decline", &[]).at("ended");
    assert_eq!((answer.reason(), &answer.document["status"]), ("declined", &json!("ended")));
    assert_eq!(answer.document["screen"]["heading"], "Sign-in ended");
    let journey = home.past_mail(ADA);
    assert_eq!(journey.submit("abandon", &[]).at("ended").reason(), "abandoned");
    journey.submit("abandon", &[]).ended("journey_ended", "abandoned");
    assert_eq!(home.number("SELECT count(*) FROM receipts"), 0);
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 0);
    assert_eq!(home.number("SELECT count(*) FROM devices"), 0);
}

#[test]
fn every_open_screen_can_be_abandoned() {
    type Step = fn(&Journey<'_>, &TestHome);
    let steps: [(&str, Step); 9] = [
        ("sign_in", |_, _| ()),
        ("device_unrecognized", |journey, _| drop(journey.sign_in(ADA, PASSWORD).accepted())),
        ("otp_verification", |journey, _| drop(journey.submit("ok", &[]).accepted())),
        ("password_change", |journey, home| drop(journey.verify(&home.otp()).accepted())),
        ("consent", |journey, _| drop(journey.change_password(NEW_PASSWORD).accepted())),
        ("mfa_required", |journey, _| drop(journey.accept().accepted())),
        ("confirm_password", |journey, _| drop(journey.submit("activate", &[]).accepted())),
        ("mfa_setup", |journey, _| drop(journey.submit("confirm", &[("password", NEW_PASSWORD)]).accepted())),
        ("recovery_codes", |journey, home| {
            let secret = text(&journey.show().data()["secret"]);
            journey.verify(&home.totp(&secret)).accepted();
        }),
    ];
    for last in 0..steps.len() {
        // Every round starts from the same account, whatever the one before changed.
        let fresh = TestHome::with_ada();
        fresh.advance("P90D");
        let journey = fresh.journey();
        for (_, step) in &steps[..=last] {
            step(&journey, &fresh);
        }
        assert_eq!(journey.show().state(), steps[last].0);
        assert_eq!(journey.submit("abandon", &[]).at("ended").reason(), "abandoned");
        assert_eq!(fresh.number("SELECT count(*) FROM sessions"), 0);
    }
}

#[test]
fn a_journey_ends_after_half_an_hour_whatever_it_waits_for() {
    let home = TestHome::with_ada();
    let journeys = [home.journey(), home.past_password(ADA), home.past_mail(ADA)];
    home.advance("PT29M59S");
    for journey in &journeys {
        assert_eq!(journey.show().document["status"], "open");
    }
    home.advance("PT1S");
    for journey in &journeys {
        assert_eq!(journey.show().at("ended").reason(), "expired");
        journey.submit("abandon", &[]).ended("journey_ended", "expired");
    }
}

#[test]
fn a_journey_can_be_abandoned_by_its_handle_and_not_continued_by_it() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let listed = home.json(&["journey", "list"]);
    let handle = text(&listed[0]["handle"]);
    assert!(handle.starts_with("jrh_") && !listed.to_string().contains(&journey.id));
    for args in [&["journey", "show", &handle][..], &["journey", "submit", &handle, "verify", "code=123456"]] {
        assert_eq!(home.fail(args).told(), (4, "not_found"));
    }
    let history = home.json(&["journey", "show", &handle, "--history"]);
    let events = history["events"].as_array().expect("events");
    assert_eq!(events.len(), 2);
    assert!(!history.to_string().contains(&home.otp()));
    let ended = home.json(&["journey", "abandon", &handle]);
    assert_eq!(ended["screen"]["data"]["reason"], "abandoned");
    assert_eq!(journey.show().reason(), "abandoned");
}

#[test]
fn a_list_names_each_journey_by_its_handle_newest_first() {
    let home = TestHome::with_ada();
    home.journey();
    home.advance("PT1S");
    let open = home.past_password(ADA);
    home.advance("PT1S");
    home.journey().submit("abandon", &[]).accepted();
    let states = |args: &[&str]| -> Vec<String> {
        let listed = home.json(&[&["journey", "list"], args].concat());
        listed.as_array().expect("a list").iter().map(|one| text(&one["state"])).collect()
    };
    assert_eq!(states(&[]), ["ended", "device_unrecognized", "sign_in"]);
    assert_eq!(states(&["--open"]), ["device_unrecognized", "sign_in"]);
    assert_eq!(states(&["--address", ADA]), ["device_unrecognized"]);
    assert_eq!(states(&["--limit", "1"]), ["ended"]);
    assert_eq!(home.fail(&["journey", "list", "--address", BOB]).told(), (4, "not_found"));
    let listed = home.json(&["journey", "list", "--address", ADA]);
    assert_eq!(listed[0]["address"], "a••••@e••••.org");
    assert_eq!(open.show().state(), "device_unrecognized");
}

#[test]
fn secrets_come_from_files_and_stdin_without_their_last_line_end() {
    let home = TestHome::with_ada();
    home.write("pw", format!("{PASSWORD}\r\n"));
    let id = home.journey().id;
    let args = ["--output", "json", "journey", "submit", &id, "sign_in", &format!("email={ADA}"), "password=@pw"];
    Answer::from(home.run(&args)).at("device_unrecognized");
    let id = home.journey().id;
    let args = ["--output", "json", "journey", "submit", &id, "sign_in", &format!("email={ADA}"), "password=@-"];
    Answer::from(home.run_with_stdin(&args, format!("{PASSWORD}\n"))).at("device_unrecognized");
    for kept in ["\n\n", "\r", " \n"] {
        let id = home.journey().id;
        let args = ["--output", "json", "journey", "submit", &id, "sign_in", &format!("email={ADA}"), "password=@-"];
        let answer: Answer = home.run_with_stdin(&args, format!("{PASSWORD}{kept}")).into();
        answer.refused(3, "credentials_wrong", "sign_in");
    }
}

#[test]
fn a_device_token_can_come_from_a_file() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.write("device.token", format!("{}\n", ada.device));
    home.journey_with(&["--device", "@device.token"]).sign_in(ADA, PASSWORD).at("mfa_challenge");
}

#[test]
fn in_a_real_home_a_password_is_no_argument_and_the_journey_goes_its_way() {
    let home = TestHome::real();
    home.publish_samples();
    home.add_user(ADA, "enterprise");
    let journey = home.journey();
    let before = home.dump();
    let plain = format!("password={PASSWORD}");
    let failure = home.fail(&["journey", "submit", &journey.id, "sign_in", &format!("email={ADA}"), &plain]);
    assert_eq!(failure.told(), (2, "usage"));
    assert!(failure.hint.contains("password=@-"), "{failure:?}");
    assert_eq!(home.dump(), before);
    journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn the_same_commands_in_two_simulations_give_the_same_bytes() {
    let transcript = || {
        let home = TestHome::with_ada();
        let journey = home.past_mail(ADA);
        let mut told = vec![journey.show().outcome, journey.verify(&home.otp()).outcome];
        let ada = journey.enrol(PASSWORD);
        told.push(home.run(&["user", "show", ADA]));
        told.push(home.run(&["mail", "list"]));
        (told, ada.secret, ada.codes, ada.device, ada.session, home.dump())
    };
    let (one, other) = (transcript(), transcript());
    assert_eq!(one, other);
}
