//! The wizard from screen to screen: the built program behind a pseudo-terminal, its mail in a folder, and the codes
//! of another authenticator.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[path = "support/terminal.rs"]
mod terminal;

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use terminal::{ADA, CTRL_C, DOWN, ENTER, Home, PASSWORD, START, Wizard, totp};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The seed's first sign-in; answers the secret.
#[track_caller]
fn first_sign_in(home: &Home, args: &[&str]) -> (Wizard, String) {
    let mut wizard = home.wizard().start(args);
    let secret = wizard.reach_set_up(home);
    wizard.answer("Code from the app", &totp(&secret, START));
    wizard.expect("Save your recovery codes");
    wizard.choose("Save them to a file");
    wizard.answer("Name of the new file: ", "codes.txt");
    wizard.expect("Saved to codes.txt");
    wizard.choose("I have saved them: continue");
    wizard.expect("Signed in");
    wizard.expect("Your session ses_");
    (wizard, secret)
}

#[test]
fn the_first_sign_in_leads_through_every_screen_and_the_second_is_short() {
    let home = Home::with_ada();
    let (mut wizard, secret) = first_sign_in(&home, &["--device-file", "device"]);
    wizard.expect("remembered in device");
    assert_eq!(wizard.exit(), 0, "{}", wizard.seen());
    assert!(wizard.is_restored());
    assert_eq!(mode(&home.file("device")), 0o600);
    assert_eq!(mode(&home.file("codes.txt")), 0o600);
    assert_eq!(fs::read_to_string(home.file("codes.txt")).unwrap().lines().count(), 10);
    assert_eq!(home.newest_journey(), "signed_in");

    home.done(&["clock", "advance", "PT5M"]);
    let mut wizard = home.wizard().start(&["--device-file", "device", "--address", ADA]);
    wizard.answer(&format!("Email address: {ADA}"), "");
    wizard.answer("Password: ", PASSWORD);
    wizard.expect("Multi-Factor Authentication");
    wizard.answer("Code", &totp(&secret, START + 300));
    wizard.expect("You are signed in.");
    assert_eq!(wizard.exit(), 0);
    assert!(!wizard.seen().contains("OTP"), "{}", wizard.seen());
}

#[test]
fn a_device_file_of_another_account_only_means_a_mailed_code() {
    let home = Home::with_sme();
    fs::write(home.file("device"), "dev_nonsense\n").unwrap();
    fs::set_permissions(home.file("device"), Permissions::from_mode(0o600)).unwrap();
    let mut wizard = home.wizard().start(&["--device-file", "device"]);
    wizard.reach_otp();
    wizard.press(CTRL_C);
    assert_eq!(wizard.exit(), 130);
    assert_eq!(fs::read_to_string(home.file("device")).unwrap(), "dev_nonsense\n", "nobody was signed in");
}

#[test]
fn a_device_file_that_others_can_read_is_refused_before_anything_is_asked() {
    let home = Home::with_sme();
    fs::write(home.file("device"), "token\n").unwrap();
    fs::set_permissions(home.file("device"), Permissions::from_mode(0o644)).unwrap();
    let mut wizard = home.wizard().start(&["--device-file", "device"]);
    wizard.expect("chmod 600 device");
    assert_eq!(wizard.exit(), 3);
    assert_eq!(home.json(&["journey", "list"]), Value::Array(Vec::new()));
}

#[test]
fn going_wrong_says_why_and_what_next_and_goes_on() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start(&[]);
    wizard.answer("Email address: ", "no address");
    wizard.expect("The email address cannot be used: ");
    wizard.expect("Email address: no address");
    wizard.press(&format!("\x15{ADA}{ENTER}"));
    wizard.answer("Password: ", "Wrong-Password-99");
    wizard.expect("The email address or the password is wrong.");
    wizard.expect("Check both and try again");
    wizard.answer(&format!("Email address: {ADA}"), "");
    wizard.answer("Password: ", PASSWORD);
    wizard.choose("OK: mail me the code");
    wizard.expect("OTP Verification");

    let code = home.mailed_code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    wizard.expect("You can ask for another mail from 09:01:00 on.");
    wizard.answer("Code from the mail", wrong);
    wizard.expect("The code is wrong.");
    wizard.expect("Tries left: 4.");
    wizard.answer("Code from the mail", "");
    wizard.expect("> Go back and enter it");
    wizard.press(&format!("{}{ENTER}", DOWN));
    wizard.expect("A mail was sent only a moment ago.");
    wizard.expect("You can try again in 60 seconds.");
    wizard.answer("Code from the mail", &code);

    let secret = wizard.reach_secret();
    wizard.answer("Code from the app", &totp(&secret, START + 86_400));
    wizard.expect("see that the phone sets its clock by itself");
    wizard.answer("Code from the app", &totp(&secret, START));
    wizard.choose("Save them to a file");
    fs::write(home.file("taken"), "mine").unwrap();
    wizard.answer("Name of the new file: ", "taken");
    wizard.expect("taken exists already and was left as it is.");
    wizard.answer("Name of the new file: ", "none/codes");
    wizard.expect("none/codes cannot be written");
    wizard.answer("Name of the new file: ", "");
    wizard.expect("> Save them to a file");
    wizard.press(&format!("{}{ENTER}", DOWN));
    wizard.expect("--device-file FILE spares it");
    assert_eq!(wizard.exit(), 0);
    assert_eq!(fs::read_to_string(home.file("taken")).unwrap(), "mine");
}

#[test]
fn a_resend_brings_a_new_reference_and_the_newest_code_counts() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start(&[]);
    wizard.reach_otp();
    let old = home.mailed_code();
    wizard.expect("reference ");
    let reference = wizard.expect(" in the subject");
    wizard.answer("Code from the mail", "");
    wizard.expect("> Go back and enter it");
    home.done(&["clock", "advance", "PT2M"]);
    wizard.press(&format!("{}{ENTER}", DOWN));
    wizard.expect("reference ");
    assert_ne!(wizard.expect(" in the subject"), reference);
    wizard.expect("from 09:03:00 on");
    wizard.answer("Code from the mail", &old);
    wizard.expect("A newer mail replaced this code.");
    wizard.answer("Code from the mail", &home.mailed_code());
    wizard.expect("> Activate");
    wizard.press(&format!("{}{ENTER}", DOWN));
    wizard.expect("You left the sign-in.");
    assert_eq!(wizard.exit(), 3);
    assert_eq!(home.newest_journey(), "abandoned");
}

#[test]
fn time_ends_a_sign_in_that_is_left_alone() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start(&[]);
    wizard.reach_otp();
    wizard.expect("Code from the mail");
    home.done(&["clock", "advance", "PT31M"]);
    wizard.press(&format!("123456{ENTER}"));
    wizard.expect("Error: The sign-in took too long. Start again.");
    assert_eq!(wizard.exit(), 3);
}

#[test]
fn wrong_passwords_end_in_a_wait_and_leave_no_open_journey() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start(&["--address", ADA]);
    for _ in 0..5 {
        wizard.answer(&format!("Email address: {ADA}"), "");
        wizard.answer("Password: ", "Wrong-Password-99");
        wizard.expect("is wrong.");
    }
    wizard.answer(&format!("Email address: {ADA}"), "");
    wizard.answer("Password: ", PASSWORD);
    wizard.expect("There were too many attempts.");
    wizard.expect("You can try again in 15 minutes.");
    assert_eq!(wizard.exit(), 6);
    assert_eq!(home.newest_journey(), "abandoned");
}

#[test]
fn too_many_wrong_codes_end_the_sign_in_with_the_reason() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start(&[]);
    wizard.reach_otp();
    let wrong = if home.mailed_code() == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        wizard.answer("Code from the mail", wrong);
    }
    wizard.expect("Error: Too many wrong attempts.");
    assert_eq!(wizard.exit(), 3);
    assert_eq!(home.newest_journey(), "too_many_attempts");
}

#[test]
fn documents_can_be_left_unticked_and_declined() {
    let home = Home::with_ada();
    let mut wizard = home.wizard().start(&[]);
    wizard.reach_otp();
    wizard.answer("Code from the mail", &home.mailed_code());
    wizard.expect("> Read: Terms of Service");
    wizard.press(&format!("{0}{0}{0}{ENTER}", DOWN));
    wizard.expect("> [ ] I have read and agree to the Terms of Service");
    wizard.press(&format!(" {ENTER}"));
    wizard.expect("Not accepted yet: Privacy Policy.");
    wizard.expect("Accept every required document, or decline.");
    wizard.expect("> Read: Terms of Service");
    wizard.press(&format!("{0}{0}{0}{0}{ENTER}", DOWN));
    wizard.expect("Error: You declined the documents");
    assert_eq!(wizard.exit(), 3);
    assert_eq!(home.newest_journey(), "declined");
}

#[test]
fn json_on_stdout_is_the_last_answer_alone() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start_with(&["--output", "json", "signin"], ">answer");
    wizard.reach_otp();
    wizard.answer("Code from the mail", &home.mailed_code());
    let secret = wizard.reach_secret();
    wizard.answer("Code from the app", &totp(&secret, START));
    wizard.expect("> Save them to a file");
    wizard.press(&format!("{}{ENTER}", DOWN));
    assert_eq!(wizard.exit(), 0, "{}", wizard.seen());
    let answer: Value = serde_json::from_str(&fs::read_to_string(home.file("answer")).unwrap()).unwrap();
    assert_eq!((answer["state"].as_str(), &answer["error"]), (Some("signed_in"), &Value::Null));
    let token = answer["screen"]["data"]["session_token"].as_str().unwrap();
    assert!(!wizard.seen().contains(token), "the token is on the screen");
    let mut check = home.command(&["session", "check"]);
    let mut child = check.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(token.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_session_token_is_shown_only_when_asked_for() {
    let home = Home::with_sme();
    let sign_in = |args: &[&str]| {
        let mut wizard = home.wizard().start(args);
        wizard.reach_otp();
        wizard.answer("Code from the mail", &home.mailed_code());
        wizard
    };
    let mut wizard = sign_in(&[]);
    let secret = wizard.reach_secret();
    wizard.answer("Code from the app", &totp(&secret, START));
    wizard.expect("> Save them to a file");
    wizard.press(&format!("{}{ENTER}", DOWN));
    assert_eq!(wizard.exit(), 0);
    assert!(!wizard.seen().contains("oken: "), "{}", wizard.seen());

    home.done(&["clock", "advance", "PT5M"]);
    let mut wizard = sign_in(&["--show-token"]);
    wizard.answer("Code", &totp(&secret, START + 300));
    wizard.expect("Session token: ");
    assert_eq!(wizard.exit(), 0);
}

#[test]
fn a_temporary_password_is_changed_on_the_way_and_every_broken_rule_is_told() {
    let home = Home::with_sme();
    let added = home.json(&["user", "add", "bob@example.org", "--project-type", "sme", "--temporary"]);
    let temporary = added["temporary_password"].as_str().unwrap().to_owned();
    let mut wizard = home.wizard().start(&["--address", "bob@example.org"]);
    wizard.answer("Email address: bob@example.org", "");
    wizard.answer("Password: ", &temporary);
    wizard.choose("OK: mail me the code");
    wizard.expect("OTP Verification");
    wizard.answer("Code from the mail", &home.mailed_code());
    wizard.expect("Create New Password");
    wizard.expect("- At least 14 characters");
    wizard.answer("New password: ", "short");
    wizard.answer("New password again: ", "short");
    let rules = wizard.expect("Choose another password.");
    assert!(rules.contains("14 characters") && rules.contains("upper"), "{rules}");
    wizard.answer("New password: ", "Copper-Meadow-77");
    wizard.answer("New password again: ", "Copper-Meadow-78");
    wizard.expect("The two entries of the new password differ.");
    wizard.answer("New password: ", "Copper-Meadow-77");
    wizard.answer("New password again: ", "Copper-Meadow-77");
    wizard.expect("Multi-Factor Authentication Required");
    wizard.expect("> Activate");
    wizard.press(CTRL_C);
    assert_eq!(wizard.exit(), 130);
}

#[test]
fn a_recovery_code_signs_in_and_the_last_two_come_with_an_offer_of_new_ones() {
    let home = Home::with_ada();
    let mut settings = fs::OpenOptions::new().append(true).open(home.file("home/vestibule.toml")).unwrap();
    settings.write_all(b"\n[recovery_codes]\ncount = 5\n").unwrap();
    let (mut wizard, _) = first_sign_in(&home, &["--device-file", "device"]);
    assert_eq!(wizard.exit(), 0);
    let codes = fs::read_to_string(home.file("codes.txt")).unwrap();
    for (code, left) in codes.lines().zip([4, 3, 2]) {
        let mut wizard = home.wizard().start(&["--device-file", "device"]);
        wizard.answer("Email address: ", ADA);
        wizard.answer("Password: ", PASSWORD);
        wizard.answer("Code", code);
        wizard.expect("You are signed in.");
        assert_eq!(wizard.exit(), 0);
        assert_eq!(wizard.seen().contains(&format!("You have {left} recovery codes left.")), left <= 2);
    }
}
