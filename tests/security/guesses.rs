//! Guessing: every count is one of the account, goes on across codes, journeys and restarts, and is kept before the
//! comparison is made.

use vestibule::journey::policy::ProjectType;

use crate::lab::Lab;
use crate::support::home::{ADA, BOB, PASSWORD, WRONG};
use crate::support::journey::other_than;
use vestibule::service::reason::Reason;

/// Wrong codes in a row that the account's mailed code has seen.
fn otp_failures(lab: &Lab) -> i64 {
    lab.home.number("SELECT coalesce(max(total), 0) FROM throttles WHERE kind = 'otp'")
}

#[test]
fn c5_v6_6_3_v6_3_1_fifty_wrong_mailed_codes_in_a_row_lock_whatever_journey_or_mail_they_are_of() {
    let mut lab = Lab::new();
    for round in 0..10 {
        lab.advance(1200);
        let id = lab.past_mail(ADA);
        let wrong = other_than(&lab.home.otp());
        for _ in 0..2 {
            lab.verify(&id, &wrong).refused("otp_wrong", "otp_verification");
        }
        lab.advance(60);
        lab.submit(&id, "resend", &[]).accepted();
        let wrong = other_than(&lab.home.otp());
        for _ in 0..2 {
            lab.verify(&id, &wrong).refused("otp_wrong", "otp_verification");
        }
        assert_eq!(otp_failures(&lab), round * 5 + 4);
        let last = if round < 9 { id } else { break };
        lab.verify(&last, &wrong).refused("otp_wrong", "ended");
        lab.reopen();
    }
    lab.advance(1200);
    let id = lab.past_mail(ADA);
    let right = lab.home.otp();
    lab.verify(&id, &other_than(&right)).refused("otp_wrong", "otp_verification");
    assert_eq!(otp_failures(&lab), 50);
    lab.verify(&id, &right).refused("throttled", "otp_verification");
    lab.advance(86_400 * 400);
    lab.reopen();
    let id = lab.start();
    lab.sign_in(&id, ADA, PASSWORD).at("device_unrecognized");
    lab.submit(&id, "ok", &[]).refused("throttled", "device_unrecognized");
    lab.service.unlock_account(ADA, &Reason { reason: Some("asked"), ticket: None }).unwrap();
    lab.submit(&id, "ok", &[]).at("otp_verification");
}

#[test]
fn c20_the_guesses_at_an_authenticator_are_one_budget_over_parallel_journeys() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    let total = |lab: &Lab| lab.home.number("SELECT coalesce(max(total), 0) FROM throttles WHERE kind = 'totp'");
    let journeys: Vec<String> = (0..12).map(|_| lab.challenge(ADA, &enrolled.device)).collect();
    for id in &journeys[..9] {
        lab.verify(id, "000000").refused("totp_wrong", "mfa_challenge");
    }
    lab.verify(&journeys[9], "000000").refused("totp_wrong", "mfa_challenge");
    let right = lab.totp(&enrolled.secret);
    for id in &journeys {
        lab.verify(id, &right).refused("throttled", "mfa_challenge");
    }
    assert_eq!(total(&lab), 10, "what was refused unseen counts nothing");
    while total(&lab) < 50 {
        lab.advance(3601);
        let id = lab.challenge(ADA, &enrolled.device);
        assert_eq!(lab.verify(&id, "000000").code, "totp_wrong");
    }
    lab.advance(3601);
    assert_eq!(lab.home.number("SELECT count(*) FROM authenticators WHERE disabled_at IS NOT NULL"), 1);
    let id = lab.past_otp(ADA);
    let right = lab.totp(&enrolled.secret);
    lab.verify(&id, &right).refused("throttled", "mfa_challenge");
    assert!(
        !lab.home.mails_about("did not finish signing in").is_empty(),
        "the person is told that somebody knows the password"
    );
}

#[test]
fn c6_a_wrong_code_or_password_is_counted_although_the_command_fails() {
    let mut lab = Lab::new();
    let counted = |lab: &Lab, kind: &str| {
        lab.home.number(&format!("SELECT coalesce(max(total), 0) FROM throttles WHERE kind = '{kind}'"))
    };
    let enrolled = lab.enrol(ADA);
    let home = &lab.home;
    let journey = home.journey();
    journey.sign_in(ADA, WRONG).refused(3, "credentials_wrong", "sign_in");
    assert_eq!(counted(&lab, "password"), 1);
    journey.sign_in(ADA, PASSWORD).accepted();
    assert_eq!(counted(&lab, "password"), 0, "a success clears its own count");
    journey.submit("ok", &[]).accepted();
    let right = home.otp();
    journey.verify(&other_than(&right)).refused(3, "otp_wrong", "otp_verification");
    assert_eq!(counted(&lab, "otp"), 1);
    journey.verify(&right).at("mfa_challenge");
    journey.verify("000000").refused(3, "totp_wrong", "mfa_challenge");
    assert_eq!(counted(&lab, "totp"), 1);
    journey.verify(&enrolled.codes[0].replace(['A', 'B', 'C', 'D'], "Z")).accepted_or_wrong();
    assert!(counted(&lab, "recovery_code") <= 1);
    let tries = "SELECT json_extract(snapshot, '$.history.challenge_wrong') FROM journeys ORDER BY n DESC LIMIT 1";
    assert!(lab.home.number(tries) >= 1, "the journey counts too");
}

/// What differs with the letters that a drawn code happens to have.
trait Either {
    fn accepted_or_wrong(self);
}

impl Either for crate::support::journey::Answer {
    fn accepted_or_wrong(self) {
        assert!(["", "totp_wrong"].contains(&self.code()), "{}", self.outcome);
    }
}

#[test]
fn c12_every_spelling_of_an_address_shares_one_count() {
    let mut lab = Lab::new();
    lab.add("jos\u{e9}@example.org", ProjectType::Sme);
    let spellings = [
        "jos\u{e9}@example.org",
        "JOS\u{c9}@EXAMPLE.ORG",
        "jose\u{301}@example.org",
        "Jose\u{301}@Example.Org",
        "JOS\u{c9}@example.ORG",
    ];
    for spelling in spellings {
        let id = lab.start();
        lab.sign_in(&id, spelling, WRONG).refused("credentials_wrong", "sign_in");
    }
    for spelling in spellings {
        let id = lab.start();
        lab.sign_in(&id, spelling, PASSWORD).refused("throttled", "sign_in");
    }
    assert_eq!(lab.home.number("SELECT count(*) FROM throttles WHERE kind = 'password'"), 1);
    let id = lab.start();
    lab.sign_in(&id, ADA, PASSWORD).accepted();
}

#[test]
fn c12_an_unknown_address_is_counted_and_answered_like_a_known_one() {
    let mut lab = Lab::new();
    lab.service.disable_account(ADA, None).unwrap();
    lab.add(BOB, ProjectType::Sme);
    let mut seen = Vec::new();
    for (address, password) in [("nobody@example.org", WRONG), (BOB, WRONG), (ADA, PASSWORD)] {
        let mut told = Vec::new();
        for _ in 0..6 {
            let journey = lab.home.journey();
            let rows = lab.home.dump_but_audit().lines().count();
            let audited = lab.audited();
            let answer = journey.sign_in(address, password);
            let text = format!("{}", answer.outcome).replace(&journey.id, "jrn_");
            let rows = lab.home.dump_but_audit().lines().count() - rows;
            told.push((text, rows, lab.audited() - audited));
        }
        seen.push(told);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
    assert!(seen[0][0].0.contains("credentials_wrong") && seen[0][5].0.contains("throttled"));
}

#[test]
fn v2_4_1_one_password_tried_on_many_accounts_stops_its_source() {
    let lab = Lab::configured("[lockout]\nsource_failures = 12");
    let home = &lab.home;
    let spray = |n: usize| {
        let journey = home.journey_with(&["--source", "203.0.113.9"]);
        journey.sign_in(&format!("person{n}@example.org"), WRONG)
    };
    for n in 0..12 {
        assert_eq!(spray(n).code(), "credentials_wrong");
    }
    assert_eq!(spray(12).code(), "throttled");
    let mapped = home.journey_with(&["--source", "::ffff:203.0.113.9"]);
    mapped.sign_in(ADA, PASSWORD).refused(6, "throttled", "sign_in");
    let elsewhere = home.journey_with(&["--source", "203.0.113.10"]);
    elsewhere.sign_in(ADA, PASSWORD).accepted();
}

#[test]
fn v2_4_1_mail_to_one_person_has_an_hourly_bound() {
    let mut lab = Lab::new();
    for _ in 0..9 {
        lab.past_mail(ADA);
    }
    let id = lab.past_password(ADA);
    let seen = lab.submit(&id, "ok", &[]).refused("throttled", "device_unrecognized");
    assert_eq!(seen.document["error"]["retry_after"], "PT1H");
    assert_eq!(lab.home.mails_about("Please verify your device").len(), 9);
    lab.advance(3600);
    let id = lab.past_mail(ADA);
    lab.show(&id).at("otp_verification");
}

#[test]
fn v6_1_1_the_numbers_that_the_policy_tells_are_those_that_hold() {
    let mut lab = Lab::new();
    let policy = lab.home.json(&["policy", "show"]);
    let number = |table: &str, key: &str| policy[table][key].as_u64().unwrap();
    let most = number("lockout", "failures");
    let attempt = |lab: &mut Lab, password: &str| {
        let id = lab.start();
        lab.sign_in(&id, ADA, password)
    };
    for _ in 0..most {
        assert_eq!(attempt(&mut lab, WRONG).code, "credentials_wrong");
    }
    let locked = attempt(&mut lab, PASSWORD);
    assert_eq!(locked.code, "throttled");
    assert_eq!(locked.document["error"]["retry_after"], policy["lockout"]["base"], "the first lock is as long as told");
    lab.advance(15 * 60);
    assert_eq!(attempt(&mut lab, PASSWORD).code, "");
    let (tries, sends) = (number("otp", "tries"), number("otp", "sends"));
    let id = lab.past_mail(ADA);
    let wrong = other_than(&lab.home.otp());
    for left in (1..tries).rev() {
        let seen = lab.verify(&id, &wrong).refused("otp_wrong", "otp_verification");
        assert_eq!(seen.data()["tries_left"], left);
    }
    lab.verify(&id, &wrong).refused("otp_wrong", "ended");
    let id = lab.past_mail(ADA);
    for _ in 1..sends {
        lab.submit(&id, "resend", &[]).refused("resend_too_soon", "otp_verification");
        lab.advance(60);
        lab.submit(&id, "resend", &[]).accepted();
    }
    lab.advance(60);
    lab.submit(&id, "resend", &[]).refused("no_sends_left", "otp_verification");
}

#[test]
fn v6_3_1_strangers_cannot_lock_a_person_out_of_a_trusted_device() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    for _ in 0..5 {
        let id = lab.start();
        lab.sign_in(&id, ADA, WRONG).refused("credentials_wrong", "sign_in");
    }
    let id = lab.start();
    lab.sign_in(&id, ADA, PASSWORD).refused("throttled", "sign_in");
    let id = lab.challenge(ADA, &enrolled.device);
    lab.verify(&id, &lab.totp(&enrolled.secret)).at("signed_in");
    for _ in 0..5 {
        let id = lab.start_on(Some(&enrolled.device));
        lab.sign_in(&id, ADA, WRONG).refused("credentials_wrong", "sign_in");
    }
    let id = lab.start_on(Some(&enrolled.device));
    lab.sign_in(&id, ADA, PASSWORD).refused("throttled", "sign_in");
}
