//! `mfa enroll`, `mfa confirm`, `mfa revoke`, and sign-ins with several authenticators.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::support::home::{ADA, Failure, NEW_PASSWORD, Outcome, PASSWORD, TestHome, WRONG};
use crate::support::journey::{Enrolled, other_than, text};

fn enroll(home: &TestHome, password: &str, more: &[&str]) -> Outcome {
    home.run_with_stdin(&[&["--output", "json", "mfa", "enroll", ADA, "--password-stdin"], more].concat(), password)
}

fn confirm(home: &TestHome, password: &str, code: &str) -> Outcome {
    home.run_with_stdin(&["--output", "json", "mfa", "confirm", ADA, code, "--password-stdin"], password)
}

fn second(home: &TestHome, first: &Enrolled, name: &str) -> String {
    home.advance("PT1M");
    let code = home.totp(&first.secret);
    let begun = enroll(home, PASSWORD, &["--name", name, "--code", &code]).done().json();
    let secret = text(&begun["secret"]);
    confirm(home, PASSWORD, &home.totp(&secret)).done();
    secret
}

fn refused(outcome: &Outcome, exit: i32, code: &str) -> Failure {
    assert_eq!(outcome.stdout, "", "{outcome}");
    let failure = outcome.failure();
    assert_eq!(failure.told(), (exit, code), "{outcome}");
    failure
}

#[test]
fn the_first_authenticator_needs_the_password_and_comes_with_recovery_codes() {
    let home = TestHome::with_ada();
    refused(&enroll(&home, WRONG, &[]), 3, "password_wrong");
    let begun = enroll(&home, PASSWORD, &[]).done().json();
    let secret = text(&begun["secret"]);
    assert_eq!(begun["name"], "Authenticator app");
    assert!(text(&begun["otpauth"]).starts_with("otpauth://totp/"), "{begun}");
    let db = home.dump();
    assert!(!db.contains(&secret), "the secret is sealed");
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 0, "nothing is enrolled yet");
    home.past_otp(ADA).show().at("consent");

    refused(&confirm(&home, WRONG, &home.totp(&secret)), 3, "password_wrong");
    refused(&confirm(&home, PASSWORD, &other_than(&home.totp(&secret))), 3, "totp_wrong");
    let done = confirm(&home, PASSWORD, &home.totp(&secret)).done().json();
    assert_eq!(done["codes"].as_array().map(Vec::len), Some(10));
    assert_eq!(home.mails_about("authenticator app was set up").len(), 1);
    refused(&confirm(&home, PASSWORD, &home.totp(&secret)), 4, "not_found");
    let journey = home.past_otp(ADA);
    journey.show().at("mfa_challenge");
    journey.verify(&home.totp(&secret)).refused(3, "totp_replayed", "mfa_challenge");
    journey.verify(&text(&done["codes"][0])).at("consent");
}

#[test]
fn v6_4_6_operator_rights_replace_neither_password_nor_code() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    assert_eq!(refused(&enroll(&home, PASSWORD, &[]), 2, "usage").hint, "Correct it and run the command again.");
    refused(&enroll(&home, PASSWORD, &["--code", &other_than(&home.totp(&ada.secret))]), 3, "totp_wrong");
    refused(&enroll(&home, PASSWORD, &["--code", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"]), 3, "totp_wrong");
    refused(&enroll(&home, WRONG, &["--code", &home.totp(&ada.secret)]), 3, "password_wrong");
    let begun = enroll(&home, PASSWORD, &["--code", &ada.codes[0], "--name", "tablet"]).done().json();
    assert_eq!(home.mails_about("recovery code was used").len(), 1);
    refused(&enroll(&home, PASSWORD, &["--code", &ada.codes[0]]), 3, "totp_wrong");
    let done = confirm(&home, PASSWORD, &home.totp(&text(&begun["secret"]))).done().json();
    assert_eq!((&done["authenticators"], &done["codes"]), (&json!(2), &Value::Null), "recovery codes stay");
    assert_eq!(home.number("SELECT count(*) FROM recovery_codes WHERE used_at IS NULL"), 9);
    // A password that support made is none of the person's own.
    let made = home.json(&["user", "set-password", ADA, "--temporary"]);
    let made = text(&made["temporary_password"]);
    refused(&enroll(&home, &made, &["--code", &ada.codes[1]]), 3, "password_not_own");
}

#[test]
fn any_of_several_authenticators_proves_and_each_keeps_its_own_last_time_step() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let tablet = second(&home, &ada, "tablet");
    home.advance("PT1M");
    let (phone_code, tablet_code) = (home.totp(&ada.secret), home.totp(&tablet));
    home.challenge(ADA, &ada.device).verify(&tablet_code).at("signed_in");
    let journey = home.challenge(ADA, &ada.device);
    journey.verify(&tablet_code).refused(3, "totp_replayed", "mfa_challenge");
    journey.verify(&phone_code).at("signed_in");
    let steps = "SELECT count(DISTINCT last_step) FROM authenticators";
    assert_eq!(home.number(steps), 1, "the same step, taken once by each");
    home.challenge(ADA, &ada.device).verify(&phone_code).refused(3, "totp_replayed", "mfa_challenge");
    let names = home.json(&["mfa", "status", ADA]);
    let names: Vec<&Value> = names["authenticators"].as_array().expect("a list").iter().map(|a| &a["name"]).collect();
    assert_eq!(names, ["Authenticator app", "tablet"]);
}

#[test]
fn v6_5_6_one_of_several_authenticators_is_revoked_at_once_and_the_last_one_never() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let tablet = second(&home, &ada, "tablet");
    home.advance("PT1M");
    let open = home.challenge(ADA, &ada.device);
    assert_eq!(home.fail(&["mfa", "revoke", ADA, "tablet"]).told(), (2, "usage"), "why?");
    let revoke = |which: &str| home.run(&["--output", "json", "mfa", "revoke", ADA, which, "--reason", "lost"]);
    assert_eq!(revoke("watch").failure().told(), (4, "not_found"));
    let gone = revoke("tablet").done().json();
    assert_eq!((&gone["authenticators"], &gone["journeys"]), (&json!(1), &json!(1)));
    open.verify(&home.totp(&tablet)).ended("journey_ended", "superseded");
    assert_eq!(home.mails_about("was removed").len(), 1);
    let journey = home.challenge(ADA, &ada.device);
    journey.verify(&home.totp(&tablet)).refused(3, "totp_wrong", "mfa_challenge");
    let before = home.dump();
    assert_eq!(revoke("Authenticator app").failure().told(), (3, "last_authenticator"));
    assert_eq!(home.dump(), before);
    journey.verify(&home.totp(&ada.secret)).at("signed_in");
}

#[test]
fn an_enrolment_is_void_after_half_an_hour_five_wrong_codes_or_another_act_on_the_account() {
    let home = TestHome::with_ada();
    let begin = || text(&enroll(&home, PASSWORD, &[]).done().json()["secret"]);
    let secret = begin();
    home.advance("PT30M");
    refused(&confirm(&home, PASSWORD, &home.totp(&secret)), 4, "not_found");
    let secret = begin();
    for _ in 0..5 {
        refused(&confirm(&home, PASSWORD, &other_than(&home.totp(&secret))), 3, "totp_wrong");
    }
    refused(&confirm(&home, PASSWORD, &home.totp(&secret)), 4, "not_found");
    let first = begin();
    let secret = begin();
    assert_ne!(first, secret);
    refused(&confirm(&home, PASSWORD, &home.totp(&first)), 3, "totp_wrong");
    // Somebody enrols in a sign-in meanwhile.
    home.sign_in_first(ADA);
    refused(&confirm(&home, PASSWORD, &home.totp(&secret)), 4, "not_found");
}

#[test]
fn an_open_sign_in_is_derived_anew_when_the_person_enrols_elsewhere() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let own = journey.to_setup(PASSWORD);
    let secret = text(&enroll(&home, PASSWORD, &[]).done().json()["secret"]);
    confirm(&home, PASSWORD, &home.totp(&secret)).done();
    journey.verify(&home.totp(&own));
    journey.show().at("mfa_challenge");
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 1);
}

#[test]
fn names_are_told_apart_bounded_and_clean_and_there_are_five_at_most() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    for (name, exit) in [("AUTHENTICATOR APP", 5), ("", 2), ("a\u{7}b", 2), (&"x".repeat(61), 2)] {
        assert_eq!(enroll(&home, PASSWORD, &["--name", name, "--code", "000000"]).exit, exit, "{name:?}");
    }
    for name in ["two", "three", "four", "five"] {
        second(&home, &ada, name);
    }
    home.advance("PT1M");
    let sixth = enroll(&home, PASSWORD, &["--code", &home.totp(&ada.secret)]);
    assert!(refused(&sixth, 2, "usage").message.contains("revoke one first"), "{sixth}");
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 5);
}

#[test]
fn qr_codes_go_into_new_private_files_and_nothing_is_overwritten() {
    let home = TestHome::with_ada();
    let files = ["--qr-png", "code.png", "--qr-svg", "code.svg"];
    let begun = enroll(&home, PASSWORD, &files).done().json();
    let read = |name: &str| fs::read(home.root().join(name)).expect("a picture");
    for name in ["code.png", "code.svg"] {
        let mode = fs::metadata(home.root().join(name)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let svg = String::from_utf8(read("code.svg")).expect("SVG is text");
    assert!(svg.starts_with("<?xml") && svg.contains("<svg"), "{svg}");
    assert_eq!(decode(&read("code.png")), text(&begun["otpauth"]));
    let sealed = "SELECT hex(sealed) FROM enrolments";
    let (before, picture) = (home.text(sealed), read("code.png"));
    refused(&enroll(&home, PASSWORD, &["--qr-png", "code.png"]), 5, "exists");
    std::os::unix::fs::symlink("elsewhere", home.root().join("link")).expect("a link");
    refused(&enroll(&home, PASSWORD, &["--qr-svg", "link"]), 5, "exists");
    assert!(!home.root().join("elsewhere").exists());
    assert_eq!((home.text(sealed), read("code.png")), (before, picture));
}

/// Reads a QR code from a grey PNG by other libraries than the ones that wrote it.
fn decode(picture: &[u8]) -> String {
    let decoder = png::Decoder::new(std::io::Cursor::new(picture));
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("pixels");
    let (width, height) = (info.width as usize, info.height as usize);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = image.detect_grids();
    let (_, content) = grids.first().expect("a code").decode().expect("a readable code");
    content
}

#[test]
fn the_enrolment_is_shown_with_a_qr_code_for_people() {
    let home = TestHome::with_ada();
    let shown = home.run_with_stdin(&["mfa", "enroll", ADA, "--password-stdin"], PASSWORD).done().stdout;
    assert!(shown.contains('▀') && shown.contains("otpauth://totp/") && shown.contains("mfa confirm"), "{shown}");
    let _ = NEW_PASSWORD;
}
