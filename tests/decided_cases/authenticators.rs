//! Enrolment, recovery codes, and authenticators that wrong codes have disabled.

use crate::support::home::{ADA, PASSWORD, TestHome};
use crate::support::journey::{Enrolled, Journey, other_than, text};

/// Fails until every authenticator of Ada is disabled, by the default numbers; answers the waits asked for.
fn disable_authenticator(home: &TestHome, ada: &Enrolled) -> Vec<String> {
    let mut waits = Vec::new();
    let mut journey: Option<Journey<'_>> = None;
    for failure in 1..=50 {
        let open = match journey.take() {
            Some(open) => open,
            None => home.challenge(ADA, &ada.device),
        };
        let wrong = other_than(&home.totp(&ada.secret));
        let mut answer = open.verify(&wrong);
        if answer.code() == "throttled" {
            waits.push(answer.retry_after().to_owned());
            home.advance(answer.retry_after());
            // The wait may have outlasted the journey.
            let open = home.challenge(ADA, &ada.device);
            answer = open.verify(&other_than(&home.totp(&ada.secret)));
            assert_eq!(answer.code(), "totp_wrong", "failure {failure}\n{}", answer.outcome);
            if answer.state() == "mfa_challenge" {
                open.submit("abandon", &[]).accepted();
            }
            continue;
        }
        assert_eq!(answer.code(), "totp_wrong", "failure {failure}\n{}", answer.outcome);
        journey = (answer.state() == "mfa_challenge").then_some(open);
    }
    waits
}

#[test]
fn ten_wrong_codes_of_the_app_delay_and_fifty_disable_it_until_a_recovery_code_leads_to_a_new_one() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let waits = disable_authenticator(&home, &ada);
    let growing = ["PT30S", "PT1M", "PT2M", "PT4M", "PT8M", "PT16M", "PT32M", "PT1H"];
    assert_eq!(waits[..8], growing);
    assert!(waits[8..].iter().all(|wait| wait == "PT1H"), "{waits:?}");
    assert_eq!(waits.len(), 40, "one before each failure from the eleventh on");
    assert_eq!(home.number("SELECT count(*) FROM authenticators WHERE disabled_at IS NOT NULL"), 1);
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'mfa.disabled_by_failures'"), 1);

    home.advance("PT2H");
    let journey = home.journey_on(&ada.device);
    journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("mfa_challenge");
    let answer = journey.verify(&home.totp(&ada.secret)).refused(6, "throttled", "mfa_challenge");
    assert_eq!(answer.retry_after(), "");
    assert!(text(&answer.document["error"]["hint"]).contains("recovery code"), "{}", answer.outcome);

    home.run(&["user", "unlock", ADA, "--reason", "ticket 1"]).done();
    journey.verify(&home.totp(&ada.secret)).refused(6, "throttled", "mfa_challenge");

    journey.verify(&ada.codes[3]).at("mfa_required");
    let new = journey.enrol(PASSWORD);
    assert_ne!(new.secret, ada.secret);
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 1);
    home.advance("PT1M");
    let challenge = home.challenge(ADA, &ada.device);
    challenge.verify(&home.totp(&ada.secret)).refused(3, "totp_wrong", "mfa_challenge");
    challenge.verify(&ada.codes[4]).refused(3, "totp_wrong", "mfa_challenge");
    challenge.verify(&home.totp(&new.secret)).at("signed_in");
}

#[test]
fn a_new_authenticator_works_at_once_in_the_place_of_a_disabled_one() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    disable_authenticator(&home, &ada);
    home.advance("PT2H");
    let journey = home.journey_on(&ada.device);
    journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("mfa_challenge");
    journey.verify(&ada.codes[3]).at("mfa_required");
    let new = journey.enrol(PASSWORD);
    home.advance("PT1M");
    home.challenge(ADA, &ada.device).verify(&home.totp(&new.secret)).at("signed_in");
}

#[test]
fn support_cannot_verify_the_code_that_would_open_the_session() {
    let home = TestHome::with_ada();
    home.configure("[mfa]\nrequired = false\n[consent]\nrequired = {}");
    let journey = home.past_mail(ADA);
    let code = home.otp();
    let refused = home.run_with_stdin(&["otp", "verify", ADA], &code);
    assert_eq!(refused.exit, 2, "{refused}");
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 0);
    journey.verify(&code).at("signed_in");
}

#[test]
fn recovery_codes_pass_while_codes_of_the_app_must_wait() {
    let home = TestHome::with_ada();
    home.configure("[mfa]\nfailures_until_delay = 2");
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let journey = home.challenge(ADA, &ada.device);
    let right = home.totp(&ada.secret);
    journey.verify(&other_than(&right)).refused(3, "totp_wrong", "mfa_challenge");
    journey.verify(&other_than(&right)).refused(3, "totp_wrong", "mfa_challenge");
    let answer = journey.verify(&right).refused(6, "throttled", "mfa_challenge");
    assert_eq!(answer.retry_after(), "PT30S");
    assert_eq!(answer.data()["tries_left"], 3, "what is not compared costs no try");
    journey.verify(&ada.codes[0]).at("signed_in");
}

#[test]
fn a_set_up_draws_its_secret_once_a_journey() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let secret = journey.to_setup(PASSWORD);
    assert_eq!(text(&journey.show().data()["secret"]), secret);
    let wrong = other_than(&home.totp(&secret));
    let answer = journey.verify(&wrong).refused(3, "totp_wrong", "mfa_setup");
    assert_eq!(text(&answer.data()["secret"]), secret);
    let other = home.past_otp(ADA);
    assert_ne!(other.to_setup(PASSWORD), secret);
}

#[test]
fn a_secret_and_codes_that_wait_for_their_proof_are_sealed_and_gone_with_the_journey() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let secret = journey.to_setup(PASSWORD);
    let shown = journey.verify(&home.totp(&secret)).at("recovery_codes");
    let code = text(&shown.data()["codes"][0]);
    assert_eq!(home.number("SELECT count(*) FROM journeys WHERE pending IS NOT NULL"), 1);
    let raw = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let dump = home.dump();
    for plain in [secret.clone(), data_encoding::HEXLOWER.encode(&raw), code.clone()] {
        assert!(!dump.contains(&plain), "{plain} lies open in the database");
    }
    journey.submit("abandon", &[]).accepted();
    assert_eq!(home.number("SELECT count(*) FROM journeys WHERE pending IS NOT NULL"), 0);
}

#[test]
fn recovery_codes_and_the_authenticator_become_active_when_acknowledged_and_not_before() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let secret = journey.to_setup(PASSWORD);
    let shown = journey.verify(&home.totp(&secret)).at("recovery_codes");
    assert_eq!(journey.show().data(), shown.data(), "until then they are shown again");
    for table in ["authenticators", "recovery_codes", "sessions", "devices"] {
        assert_eq!(home.number(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    journey.submit("abandon", &[]).accepted();
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 0, "who leaves has enrolled nothing");
    home.past_mail(ADA).verify(&home.otp()).at("mfa_required");

    let again = home.past_otp(ADA);
    again.enrol(PASSWORD);
    assert_eq!(home.number("SELECT count(*) FROM authenticators"), 1);
    assert_eq!(home.number("SELECT count(*) FROM recovery_codes WHERE used_at IS NULL"), 10);
    assert_eq!(again.show().data().get("codes"), None);
}

#[test]
fn a_recovery_code_works_once_however_it_is_typed() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let plain = ada.codes[0].replace('-', "").to_lowercase();
    let journey = home.challenge(ADA, &ada.device);
    journey.verify(&format!("{} {}", &plain[..10], &plain[10..])).at("signed_in");
    let journey = home.challenge(ADA, &ada.device);
    for again in [&ada.codes[0], &plain] {
        journey.verify(again).refused(3, "totp_wrong", "mfa_challenge");
    }
    journey.verify(&ada.codes[1]).at("signed_in");
    assert_eq!(home.text("SELECT methods FROM sessions ORDER BY n DESC LIMIT 1"), "pwd recovery_code");
}

#[test]
fn at_two_or_fewer_recovery_codes_the_sign_in_ends_with_an_offer_of_new_ones() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    for (used, code) in ada.codes.iter().enumerate() {
        let left = 9 - used;
        let end = home.challenge(ADA, &ada.device).verify(code).at("signed_in");
        assert_eq!(end.data()["recovery_codes_left"], left);
        let offered = end.document["screen"]["text"].to_string().contains("mfa recovery-codes");
        assert_eq!(offered, left <= 2, "{left} left: {}", end.outcome);
        let notice = home.mails_about("recovery code").pop().expect("a notice");
        assert!(notice.text.contains(&left.to_string()), "{left} left: {}", notice.text);
    }
    assert_eq!(home.mails_about("recovery code").len(), 10);
}

#[test]
fn who_owes_an_enrolment_owes_the_mailed_code_on_a_trusted_device_too() {
    let home = TestHome::with_ada();
    home.configure("[mfa]\nrequired = false");
    let journey = home.past_otp(ADA);
    let end = journey.accept().at("signed_in");
    let device = text(&end.data()["device_token"]);
    home.journey_on(&device).sign_in(ADA, PASSWORD).at("signed_in");
    home.reconfigure("required = false", "required = true");
    home.journey_on(&device).sign_in(ADA, PASSWORD).at("device_unrecognized");
}
