//! Mailed codes, and which code of a challenge is of which kind.

use crate::support::home::{ADA, BOB, TestHome};
use crate::support::journey::other_than;

#[test]
fn tries_are_five_a_journey_whatever_the_number_of_codes_sent() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    for left in [4, 3] {
        let answer = journey.verify(&other_than(&home.otp())).refused(3, "otp_wrong", "otp_verification");
        assert_eq!(answer.data()["tries_left"], left);
    }
    home.advance("PT1M");
    assert_eq!(journey.submit("resend", &[]).accepted().data()["tries_left"], 3, "a mail buys no tries");
    journey.verify(&other_than(&home.otp())).refused(3, "otp_wrong", "otp_verification");
    home.advance("PT1M");
    journey.submit("resend", &[]).accepted();
    journey.verify(&other_than(&home.otp())).refused(3, "otp_wrong", "otp_verification");
    journey.verify(&other_than(&home.otp())).ended("otp_wrong", "too_many_attempts");
}

#[test]
fn a_superseded_code_costs_a_try() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let old = home.otp();
    home.advance("PT1M");
    journey.submit("resend", &[]).accepted();
    assert_ne!(home.otp(), old);
    let answer = journey.verify(&old).refused(3, "otp_superseded", "otp_verification");
    assert_eq!(answer.data()["tries_left"], 4);
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn a_code_keeps_the_length_it_was_mailed_with_when_the_policy_changes() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let mailed = home.otp();
    home.configure("[otp]\ndigits = 8");
    assert_eq!(journey.show().document["screen"]["fields"][0]["length"], 6);
    journey.verify(&other_than(&mailed)).refused(3, "otp_wrong", "otp_verification");
    home.advance("PT1M");
    assert_eq!(journey.submit("resend", &[]).accepted().document["screen"]["fields"][0]["length"], 8);
    assert_eq!(home.run(&["journey", "submit", &journey.id, "verify", &format!("code={mailed}")]).exit, 2);
    let next = home.mails().pop().expect("the second code").text;
    let code =
        next.split_whitespace().find(|word| word.len() == 8 && word.parse::<u32>().is_ok()).expect("eight digits");
    journey.verify(code).at("consent");
}

#[test]
fn an_expired_code_costs_no_try() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    home.advance("PT10M");
    for code in [home.otp(), other_than(&home.otp())] {
        let answer = journey.verify(&code).refused(3, "otp_expired", "otp_verification");
        assert_eq!(answer.data()["tries_left"], 5);
    }
    assert_eq!(home.number("SELECT count(*) FROM throttles WHERE kind = 'otp'"), 0);
    journey.submit("resend", &[]).accepted();
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn a_code_belongs_to_its_own_journey_and_account() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "enterprise");
    let one = home.past_mail(ADA);
    let of_one = home.otp();
    let other = home.past_mail(ADA);
    let of_other = home.otp();
    let bob = home.past_mail(BOB);
    let of_bob = home.otp();
    one.verify(&of_other).refused(3, "otp_wrong", "otp_verification");
    other.verify(&of_bob).refused(3, "otp_wrong", "otp_verification");
    bob.verify(&of_one).refused(3, "otp_wrong", "otp_verification");
    one.verify(&of_one).at("consent");
    other.verify(&of_other).at("consent");
    bob.verify(&of_bob).at("consent");
}

#[test]
fn starting_a_journey_supersedes_no_other_and_both_can_end_signed_in() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let (one, other) = (home.challenge(ADA, &ada.device), home.challenge(ADA, &ada.device));
    one.verify(&home.totp(&ada.secret)).at("signed_in");
    home.advance("PT30S");
    other.verify(&home.totp(&ada.secret)).at("signed_in");
    assert_eq!(home.number("SELECT count(*) FROM sessions WHERE revoked_at IS NULL"), 3);
}

#[test]
fn six_digits_are_a_code_of_the_app_and_anything_else_a_recovery_code_each_with_its_own_count() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let count =
        |kind: &str| home.number(&format!("SELECT coalesce(max(total), 0) FROM throttles WHERE kind = '{kind}'"));
    let journey = home.challenge(ADA, &ada.device);
    let right = home.totp(&ada.secret);
    journey.verify(&other_than(&right)).refused(3, "totp_wrong", "mfa_challenge");
    assert_eq!((count("totp"), count("recovery_code")), (1, 0));
    for text in ["1234567", "12345", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"] {
        journey.verify(text).refused(3, "totp_wrong", "mfa_challenge");
    }
    assert_eq!((count("totp"), count("recovery_code")), (1, 3));
    let spaced = format!(" {} {} ", &right[..3], &right[3..]);
    journey.verify(&spaced).at("signed_in");
    assert_eq!((count("totp"), count("recovery_code")), (0, 3), "a success ends its own count alone");
}

#[test]
fn an_address_may_come_in_any_form_that_normalises_to_the_accounts() {
    let home = TestHome::with_ada();
    home.add_user("Zoë@Bücher.example", "enterprise");
    for (given, state) in
        [("ADA@Example.ORG", "device_unrecognized"), ("zoe\u{308}@XN--BCHER-KVA.example", "device_unrecognized")]
    {
        home.journey().sign_in(given, crate::support::home::PASSWORD).at(state);
    }
}
