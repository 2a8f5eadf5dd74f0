//! How failures are counted, what they lead to, and what lifts it.

use crate::support::home::{ADA, BOB, PASSWORD, TestHome, WRONG};
use crate::support::journey::{Journey, other_than, text};

/// Fails so many times with a wrong password.
#[track_caller]
fn fail_passwords(journey: &Journey<'_>, address: &str, times: usize) {
    for _ in 0..times {
        journey.sign_in(address, WRONG).refused(3, "credentials_wrong", "sign_in");
    }
}

#[test]
fn the_fifth_wrong_password_in_a_quarter_of_an_hour_locks_for_a_quarter_of_an_hour() {
    let home = TestHome::with_ada();
    fail_passwords(&home.journey(), ADA, 5);
    let answer = home.journey().sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
    assert_eq!(answer.retry_after(), "PT15M");
    assert_eq!(text(&home.json(&["user", "show", ADA])["locked_until"]), "2026-03-02T09:15:00Z");
    assert_eq!(home.json(&["user", "list", "--state", "locked"]).as_array().map(Vec::len), Some(1));
    home.advance("PT14M59S");
    let answer = home.journey().sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
    assert_eq!(answer.retry_after(), "PT1S");
    home.advance("PT1S");
    home.journey().sign_in(ADA, PASSWORD).at("device_unrecognized");
}

#[test]
fn each_lock_in_a_row_is_twice_as_long_up_to_a_day() {
    let home = TestHome::with_ada();
    for lock in ["PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT16H", "PT24H", "PT24H"] {
        fail_passwords(&home.journey(), ADA, 5);
        let answer = home.journey().sign_in(ADA, WRONG).refused(6, "throttled", "sign_in");
        assert_eq!(answer.retry_after(), lock);
        home.advance(lock);
    }
    home.journey().sign_in(ADA, PASSWORD).at("device_unrecognized");
    fail_passwords(&home.journey(), ADA, 5);
    let answer = home.journey().sign_in(ADA, WRONG).refused(6, "throttled", "sign_in");
    assert_eq!(answer.retry_after(), "PT15M", "a success starts anew");
}

#[test]
fn a_throttled_password_is_neither_compared_nor_counted() {
    let home = TestHome::with_ada();
    fail_passwords(&home.journey(), ADA, 5);
    let row = || home.text("SELECT recent || total || level || locked_until FROM throttles");
    let before = row();
    for password in [PASSWORD, WRONG] {
        home.journey().sign_in(ADA, password).refused(6, "throttled", "sign_in");
    }
    assert_eq!(row(), before);
}

#[test]
fn failures_are_counted_for_unknown_addresses_as_for_known_ones() {
    let home = TestHome::with_ada();
    for address in [ADA, "nobody@example.org"] {
        fail_passwords(&home.journey(), address, 5);
        let answer = home.journey().sign_in(address, WRONG).refused(6, "throttled", "sign_in");
        assert_eq!(answer.retry_after(), "PT15M");
    }
}

#[test]
fn an_unknown_address_a_wrong_password_and_a_disabled_account_answer_alike() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    home.run(&["user", "disable", BOB]).done();
    home.json(&["user", "add", "nopassword@example.org"]);
    let told = |address: &str, password: &str| {
        let journey = home.journey();
        let answer = journey.sign_in(address, password);
        let stderr = answer.outcome.stderr.clone();
        (answer.outcome.exit, answer.outcome.stdout.replace(&journey.id, "JOURNEY"), stderr)
    };
    let wrong = told(ADA, WRONG);
    assert_eq!(wrong.0, 3);
    assert_eq!(told("nobody@example.org", WRONG), wrong);
    assert_eq!(told(BOB, PASSWORD), wrong);
    assert_eq!(told("nopassword@example.org", WRONG), wrong);
}

#[test]
fn a_trusted_device_has_its_own_count_so_that_strangers_lock_nobody_out_of_it() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    fail_passwords(&home.journey(), ADA, 5);
    home.journey().sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
    home.challenge(ADA, &ada.device).verify(&home.totp(&ada.secret)).at("signed_in");
    home.journey().sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
}

#[test]
fn wrong_passwords_on_a_trusted_device_lock_that_device_alone() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    fail_passwords(&home.journey_on(&ada.device), ADA, 5);
    home.journey_on(&ada.device).sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
    home.journey().sign_in(ADA, PASSWORD).at("device_unrecognized");
}

#[test]
fn somebody_elses_device_has_no_count_of_its_own() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    let bob = home.sign_in_first(BOB);
    fail_passwords(&home.journey_on(&bob.device), ADA, 5);
    home.journey().sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
}

#[test]
fn a_hundred_failures_from_one_source_in_a_quarter_of_an_hour_lock_the_source() {
    let home = TestHome::with_ada();
    let from = |source: &str| home.journey_with(&["--source", source]);
    let journey = from("192.0.2.7");
    for number in 0..99 {
        journey.sign_in(&format!("nobody{number}@example.org"), WRONG).refused(3, "credentials_wrong", "sign_in");
    }
    from("192.0.2.7").sign_in(ADA, PASSWORD).at("device_unrecognized");
    journey.sign_in("nobody99@example.org", WRONG).refused(3, "credentials_wrong", "sign_in");
    let answer = from("::ffff:192.0.2.7").sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
    assert_eq!(answer.retry_after(), "PT15M");
    from("192.0.2.8").sign_in(ADA, PASSWORD).at("device_unrecognized");
    home.advance("PT15M");
    from("192.0.2.7").sign_in(ADA, PASSWORD).at("device_unrecognized");
}

#[test]
fn unlocking_lifts_every_count() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    fail_passwords(&home.journey(), ADA, 5);
    fail_passwords(&home.journey_on(&ada.device), ADA, 5);
    home.run(&["user", "unlock", ADA, "--reason", "called, identity checked"]).done();
    assert_eq!(home.number("SELECT count(*) FROM throttles"), 0);
    home.journey().sign_in(ADA, PASSWORD).at("device_unrecognized");
    home.challenge(ADA, &ada.device);
    let detail = home.text("SELECT detail FROM audit WHERE action = 'user.unlocked'");
    assert!(detail.contains("identity checked"), "{detail}");
}

#[test]
fn unlocking_lifts_the_limit_on_mailed_codes() {
    let home = TestHome::with_ada();
    home.configure("[otp]\nhourly_sends = 1");
    home.past_mail(ADA);
    let journey = home.past_password(ADA);
    journey.submit("ok", &[]).refused(6, "throttled", "device_unrecognized");
    home.advance("PT1S");
    home.run(&["user", "unlock", ADA, "--reason", "the mailbox was full"]).done();
    home.advance("PT1S");
    journey.submit("ok", &[]).at("otp_verification");
    home.past_password(ADA).submit("ok", &[]).refused(6, "throttled", "device_unrecognized");
}

#[test]
fn unlocking_needs_a_reason() {
    let home = TestHome::with_ada();
    assert_eq!(home.fail(&["user", "unlock", ADA]).told(), (2, "usage"));
    assert_eq!(home.fail(&["user", "unlock", ADA, "--reason", " "]).told(), (2, "usage"));
}

#[test]
fn an_account_is_mailed_nine_codes_an_hour() {
    let home = TestHome::with_ada();
    let mailed = || home.mails_about("Please verify your device").len();
    for _ in 0..3 {
        let journey = home.past_mail(ADA);
        for _ in 0..2 {
            home.advance("PT1M");
            journey.submit("resend", &[]).accepted();
        }
    }
    assert_eq!(mailed(), 9);
    let journey = home.past_password(ADA);
    let answer = journey.submit("ok", &[]).refused(6, "throttled", "device_unrecognized");
    assert_eq!(answer.retry_after(), "PT54M", "an hour after the first of the nine");
    assert_eq!(mailed(), 9);
    home.advance("PT54M");
    home.past_mail(ADA);
    assert_eq!(mailed(), 10);
}

#[test]
fn fifty_wrong_mailed_codes_in_a_row_disable_the_mailed_code_until_support_lifts_it() {
    let home = TestHome::with_ada();
    for round in 0..10 {
        if round % 8 == 7 {
            home.advance("PT1H");
        }
        let journey = home.past_mail(ADA);
        let wrong = other_than(&home.otp());
        for _ in 0..4 {
            journey.verify(&wrong).refused(3, "otp_wrong", "otp_verification");
        }
        journey.verify(&wrong).ended("otp_wrong", "too_many_attempts");
    }
    let answer = home.past_password(ADA).submit("ok", &[]).refused(6, "throttled", "device_unrecognized");
    assert_eq!(answer.retry_after(), "", "time does not lift it");
    assert!(text(&answer.document["error"]["hint"]).contains("vestibule user unlock"), "{}", answer.outcome);
    home.advance("P300D");
    home.past_password(ADA).submit("ok", &[]).refused(6, "throttled", "device_unrecognized");
    home.run(&["user", "unlock", ADA, "--reason", "ticket 1"]).done();
    home.past_otp(ADA);
}

#[test]
fn a_disabled_mailed_code_is_refused_in_open_journeys_too() {
    let home = TestHome::with_ada();
    home.configure("[otp]\nfailures_until_disabled = 5");
    let open = home.past_mail(ADA);
    let code = home.otp();
    let other = home.past_mail(ADA);
    let wrong = other_than(&home.otp());
    for _ in 0..4 {
        other.verify(&wrong).refused(3, "otp_wrong", "otp_verification");
    }
    other.verify(&wrong).ended("otp_wrong", "too_many_attempts");
    open.verify(&code).refused(6, "throttled", "otp_verification");
    home.run(&["user", "unlock", ADA, "--reason", "ticket 1"]).done();
    open.verify(&code).at("consent");
}

#[test]
fn a_right_mailed_code_starts_its_count_anew() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    for _ in 0..4 {
        journey.verify(&other_than(&home.otp())).refused(3, "otp_wrong", "otp_verification");
    }
    assert_eq!(home.number("SELECT total FROM throttles WHERE kind = 'otp'"), 4);
    journey.verify(&home.otp()).accepted();
    assert_eq!(home.number("SELECT count(*) FROM throttles WHERE kind = 'otp'"), 0);
}

#[test]
fn a_wrong_code_stays_counted_although_the_command_failed() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    journey.verify(&other_than(&home.otp())).refused(3, "otp_wrong", "otp_verification");
    assert_eq!(home.number("SELECT total FROM throttles WHERE kind = 'otp'"), 1);
    fail_passwords(&home.journey(), ADA, 1);
    assert_eq!(home.number("SELECT total FROM throttles WHERE kind = 'password'"), 1);
}
