//! Tokens of devices and sessions: long, of one kind, replaced at each sign-in, and gone with what they stood for.

use std::collections::BTreeSet;

use data_encoding::BASE64URL_NOPAD;
use vestibule::journey::policy::ProjectType;
use vestibule::service::accounts::FirstPassword;
use vestibule::service::reset::Order;

use crate::lab::Lab;
use crate::support::home::{ADA, BOB, NEW_PASSWORD, PASSWORD};
use crate::support::journey::text;

/// What a sign-in of Ada asks for after the password on the device of this token.
fn asked(lab: &mut Lab, device: &str) -> String {
    asked_of(lab, device, ADA, PASSWORD)
}

fn asked_of(lab: &mut Lab, device: &str, address: &str, password: &str) -> String {
    let id = lab.start_on(Some(device));
    let seen = lab.sign_in(&id, address, password).accepted();
    seen.state().to_owned()
}

/// A token with another character at a place.
fn edited(token: &str, at: usize) -> String {
    let new = if token.as_bytes()[at] == b'k' { 'l' } else { 'k' };
    format!("{}{new}{}", &token[..at], &token[at + 1..])
}

#[test]
fn c10_v9_1_1_v9_1_2_a_forged_device_token_is_no_trusted_device() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let token = enrolled.device.as_str();
    assert_eq!(asked(&mut lab, token), "mfa_challenge");
    let unsigned = [r#"{"alg":"none"}"#, r#"{"sub":"ada@example.org","device":true}"#];
    let [head, claims] = unsigned.map(|part| BASE64URL_NOPAD.encode(part.as_bytes()));
    let mut forged = vec![
        String::new(),
        "vdt_".into(),
        format!("{head}.{claims}."),
        format!("vdt_{head}.{claims}."),
        format!("vdt_{}", "0".repeat(52)),
        format!("{token} "),
        format!("{token}\0"),
        token.to_uppercase(),
        token.replace("vdt_", "vst_"),
        lab.home.text("SELECT id FROM devices"),
        lab.home.text("SELECT lower(hex(token_digest)) FROM devices"),
    ];
    forged.extend((0..token.len()).map(|at| edited(token, at)));
    forged.extend((0..token.len()).step_by(9).map(|at| token[..at].to_owned()));
    let before = lab.home.number("SELECT count(*) FROM audit WHERE action = 'device.not_recognised'");
    for (count, token) in (1..).zip(&forged) {
        assert_eq!(asked(&mut lab, token), "device_unrecognized", "{token:?}");
        let now = lab.home.number("SELECT count(*) FROM audit WHERE action = 'device.not_recognised'");
        assert_eq!(now, before + count, "{token:?} is in the trail");
    }
}

#[test]
fn c10_a_device_token_skips_the_mailed_code_and_nothing_else() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    let id = lab.start_on(Some(&enrolled.device));
    lab.show(&id).at("sign_in");
    lab.sign_in(&id, ADA, PASSWORD).at("mfa_challenge");
    lab.verify(&id, "").refused("totp_wrong", "mfa_challenge");
    lab.verify(&id, &enrolled.device).refused("totp_wrong", "mfa_challenge");
    lab.verify(&id, &lab.totp(&enrolled.secret)).at("signed_in");
    let methods = lab.home.text("SELECT group_concat(DISTINCT methods) FROM sessions");
    assert_eq!(methods, "pwd otp", "neither the device nor the mailed code is a factor");
}

#[test]
fn c10_a_device_token_is_of_one_person_and_one_password() {
    let mut lab = Lab::new();
    lab.add(BOB, ProjectType::Sme);
    let enrolled = lab.enrol(ADA);
    let bob = lab.enrol(BOB);
    assert_eq!(asked_of(&mut lab, &enrolled.device, BOB, PASSWORD), "device_unrecognized");
    assert_eq!(asked(&mut lab, &bob.device), "device_unrecognized");
    lab.service.set_password(ADA, FirstPassword::Chosen(NEW_PASSWORD.into()), &Order::default()).unwrap();
    assert_eq!(asked_of(&mut lab, &enrolled.device, ADA, NEW_PASSWORD), "device_unrecognized");
    assert_eq!(asked_of(&mut lab, &bob.device, BOB, PASSWORD), "mfa_challenge");
    lab.service.disable_account(BOB, None).unwrap();
    lab.service.enable_account(BOB).unwrap();
    assert_eq!(asked_of(&mut lab, &bob.device, BOB, PASSWORD), "device_unrecognized");
}

#[test]
fn c10_a_device_token_of_another_home_is_none() {
    let mut one = Lab::new();
    let mut other = Lab::configured("[device]\ntrust_for = \"1 day\"");
    let enrolled = one.enrol(ADA);
    other.enrol(ADA);
    let session = enrolled.session.clone();
    assert_eq!(asked(&mut one, &enrolled.device), "mfa_challenge");
    // Both simulations draw from one seed; only what is stored tells them apart.
    other.home.edit("DELETE FROM devices; DELETE FROM sessions");
    assert_eq!(asked(&mut other, &enrolled.device), "device_unrecognized");
    assert!(one.holds(&session) && !other.holds(&session));
}

#[test]
fn v9_2_1_trust_in_a_device_ends_when_it_says() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(30 * 86_400 - 1);
    assert_eq!(asked(&mut lab, &enrolled.device), "mfa_challenge");
    lab.advance(1);
    assert_eq!(asked(&mut lab, &enrolled.device), "device_unrecognized");
}

#[test]
fn v9_2_1_a_device_is_trusted_once_its_journey_has_signed_in_and_not_before() {
    let mut lab = Lab::new();
    let id = lab.past_otp(ADA);
    assert_eq!(lab.home.number("SELECT count(*) FROM devices"), 0);
    lab.submit(&id, "abandon", &[]).at("ended");
    assert_eq!(lab.home.number("SELECT count(*) FROM devices"), 0);
}

#[test]
fn v9_2_2_no_token_stands_in_for_one_of_another_kind() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let journey = lab.start();
    let tokens = [enrolled.device.as_str(), enrolled.session.as_str(), journey.as_str()];
    let swapped = |token: &str| ["vdt_", "vst_", "jrn_"].map(|prefix| format!("{prefix}{}", &token[4..]));
    for token in tokens.iter().flat_map(|token| swapped(token)) {
        assert_eq!(lab.holds(&token), token == enrolled.session, "{token} as a session");
        let trusted = asked(&mut lab, &token) == "mfa_challenge";
        assert_eq!(trusted, token == enrolled.device, "{token} as a device");
        let known = lab.submit(&token, "abandon", &[]).code != "not_found";
        assert_eq!(known, token == journey, "{token} as a journey");
    }
}

#[test]
fn v7_2_1_an_edited_or_shortened_session_token_is_refused() {
    let mut lab = Lab::new();
    let session = lab.enrol(ADA).session;
    assert!(lab.holds(&session));
    for at in 0..session.len() {
        let edited = edited(&session, at);
        assert!(!lab.holds(&edited) && !lab.holds(&session[..at]), "at {at}");
    }
    for other in [session.to_uppercase(), format!("{session} "), format!("{session}0"), String::new()] {
        assert!(!lab.holds(&other), "{other:?}");
    }
    let checked = lab.home.run_with_stdin(&["--output", "json", "session", "check"], edited(&session, 20));
    assert_eq!((checked.exit, checked.stdout.as_str()), (3, ""));
    assert_eq!(checked.failure().code, "session_invalid");
}

#[test]
fn c11_v7_2_2_v7_2_4_each_sign_in_has_tokens_of_its_own() {
    let mut lab = Lab::new();
    let id = lab.start();
    assert!(!lab.holds(&id) && !lab.holds(&id.replace("jrn_", "vst_")));
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    let mut seen = BTreeSet::from([id, enrolled.session.clone(), enrolled.device.clone()]);
    let mut last = (String::new(), String::new());
    for _ in 0..3 {
        let id = lab.challenge(ADA, &enrolled.device);
        let end = lab.verify(&id, &lab.totp(&enrolled.secret)).at("signed_in");
        let session = text(&end.data()["session_token"]);
        assert!(end.data().get("device_token").is_none(), "a known device gets no second token");
        assert!(seen.insert(id.clone()) && seen.insert(session.clone()));
        assert!(lab.show(&id).data().get("session_token").is_none(), "the token is told once");
        lab.submit(&id, "abandon", &[]).refused("journey_ended", "signed_in");
        lab.advance(30);
        last = (id, session);
    }
    let config = std::fs::read_to_string(lab.home.path().join("vestibule.toml")).unwrap();
    assert!(seen.iter().all(|token| !config.contains(token.as_str())));
    // A change of privilege: the password is set anew, and whatever stood before it is refused.
    lab.service.set_password(ADA, FirstPassword::Chosen(NEW_PASSWORD.into()), &Order::default()).unwrap();
    assert!(!lab.holds(&last.1) && !lab.holds(&enrolled.session));
}

#[test]
fn v7_2_3_v11_5_1_bearer_values_have_more_than_128_random_bits() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let bits = |token: &str| (token.len() - 4) * 5;
    assert!(bits(&enrolled.session) >= 256 && bits(&enrolled.device) >= 256);
    assert!(enrolled.codes.iter().all(|code| code.replace('-', "").len() * 5 == 120));
    assert_eq!(enrolled.secret.len() * 5, 160);
    let mut seen = BTreeSet::new();
    for _ in 0..100 {
        let id = lab.start();
        assert!(bits(&id) >= 160 && seen.insert(id));
    }
    let heads: BTreeSet<String> = seen.iter().map(|id| id[4..9].to_owned()).collect();
    assert!(heads.len() > 90, "ids do not count up");
}

#[test]
fn v7_3_1_a_session_idles_out() {
    let mut lab = Lab::new();
    let session = lab.enrol(ADA).session;
    lab.advance(3599);
    assert!(lab.holds(&session));
    lab.advance(3599);
    assert!(lab.holds(&session), "using it keeps it");
    lab.advance(3600);
    assert!(!lab.holds(&session));
    assert!(!lab.holds(&session), "asking does not bring it back");
}

#[test]
fn v7_3_2_v7_1_1_no_use_keeps_a_session_past_its_end() {
    let mut lab = Lab::new();
    let policy = lab.home.json(&["policy", "show"]);
    let told = [&policy["session"]["ttl"], &policy["session"]["idle"]].map(|limit| limit.as_str().unwrap());
    assert_eq!(told, ["PT12H", "PT1H"]);
    let session = lab.enrol(ADA).session;
    for _ in 0..23 {
        lab.advance(1800);
        assert!(lab.holds(&session));
    }
    lab.advance(1799);
    assert!(lab.holds(&session));
    lab.advance(1);
    assert!(!lab.holds(&session));
}

#[test]
fn v7_4_2_disabling_ends_sessions_journeys_and_trust_at_once() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    let open = lab.challenge(ADA, &enrolled.device);
    lab.home.run(&["user", "disable", ADA, "--reason", "left"]).done();
    assert!(!lab.holds(&enrolled.session));
    let seen = lab.verify(&open, &lab.totp(&enrolled.secret)).refused("journey_ended", "ended");
    assert_eq!(seen.reason(), "disabled");
    let id = lab.start_on(Some(&enrolled.device));
    lab.sign_in(&id, ADA, PASSWORD).refused("credentials_wrong", "sign_in");
    lab.service.enable_account(ADA).unwrap();
    assert!(!lab.holds(&enrolled.session));
    assert_eq!(asked(&mut lab, &enrolled.device), "device_unrecognized");
}

#[test]
fn v7_1_2_v7_4_3_sessions_stand_side_by_side_until_a_new_password_ends_them() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let mut sessions = vec![enrolled.session.clone()];
    for _ in 0..3 {
        lab.advance(60);
        let id = lab.challenge(ADA, &enrolled.device);
        let end = lab.verify(&id, &lab.totp(&enrolled.secret)).at("signed_in");
        sessions.push(text(&end.data()["session_token"]));
    }
    assert!(sessions.iter().all(|session| lab.holds(session)));
    lab.advance(60);
    lab.home.edit("UPDATE users SET password_due = 'reset'");
    let id = lab.challenge(ADA, &enrolled.device);
    lab.verify(&id, &lab.totp(&enrolled.secret)).at("password_change");
    let new = [("new_password", NEW_PASSWORD), ("confirm_password", NEW_PASSWORD)];
    let end = lab.submit(&id, "create_password", &new).at("signed_in");
    assert!(sessions.iter().all(|session| !lab.holds(session)));
    assert!(lab.holds(&text(&end.data()["session_token"])));
}
