//! One-time passwords, codes of an authenticator app and recovery codes: each works once, for what it was made for,
//! and for as long as it says.

use std::collections::BTreeSet;

use vestibule::journey::policy::ProjectType;

use crate::lab::Lab;
use crate::support::home::{ADA, BOB};
use crate::support::journey::text;

/// The same code in digits that look like it.
fn full_width(code: &str) -> String {
    code.chars().map(|c| char::from_u32(c as u32 - '0' as u32 + 0xff10).unwrap()).collect()
}

/// Every way to write a code that might slip past a list of used ones.
fn forms(code: &str) -> [String; 7] {
    [
        code.to_owned(),
        format!(" {code}"),
        format!("{code} "),
        format!("{} {}", &code[..3], &code[3..]),
        code.split("").collect::<Vec<_>>().join(" "),
        full_width(code),
        format!("+{code}"),
    ]
}

#[test]
fn c1_v6_5_1_a_code_of_the_app_is_taken_once_in_whatever_journey() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    let [one, two] = [lab.challenge(ADA, &enrolled.device), lab.challenge(ADA, &enrolled.device)];
    let code = lab.totp(&enrolled.secret);
    lab.verify(&one, &code).at("signed_in");
    lab.verify(&two, &code).refused("totp_replayed", "mfa_challenge");
    lab.reopen();
    lab.verify(&two, &code).refused("totp_replayed", "mfa_challenge");
    lab.advance(30);
    lab.verify(&two, &code).refused("totp_replayed", "mfa_challenge");
    let next = lab.totp(&enrolled.secret);
    lab.verify(&two, &next).at("signed_in");
}

#[test]
fn c22_the_code_that_enrolled_does_not_sign_in() {
    let mut lab = Lab::new();
    let id = lab.past_otp(ADA);
    let secret = lab.enter_setup(&id);
    let code = lab.totp(&secret);
    lab.verify(&id, &code).at("recovery_codes");
    let end = lab.submit(&id, "continue", &[]).at("signed_in");
    let id = lab.challenge(ADA, &text(&end.data()["device_token"]));
    lab.verify(&id, &code).refused("totp_replayed", "mfa_challenge");
}

#[test]
fn c2_no_form_of_a_used_code_of_the_app_is_taken() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    for at in 0..7 {
        lab.advance(60);
        let code = lab.totp(&enrolled.secret);
        let first = lab.challenge(ADA, &enrolled.device);
        lab.verify(&first, &code).at("signed_in");
        let second = lab.challenge(ADA, &enrolled.device);
        let form = &forms(&code)[at];
        let seen = lab.verify(&second, form);
        assert_eq!(seen.state(), "mfa_challenge", "{form:?} {seen:?}");
        assert!(["totp_replayed", "totp_wrong"].contains(&seen.code.as_str()), "{form:?} {seen:?}");
    }
}

#[test]
fn c2_no_form_of_a_used_mailed_code_is_taken() {
    let mut lab = Lab::new();
    let first = lab.past_mail(ADA);
    let code = lab.home.otp();
    lab.verify(&first, &code).at("mfa_required");
    let second = lab.past_mail(ADA);
    assert_ne!(lab.home.otp(), code);
    for form in forms(&code) {
        let seen = lab.verify(&second, &form);
        assert!(["otp_wrong", "usage", "journey_ended"].contains(&seen.code.as_str()), "{form:?} {seen:?}");
        assert_ne!(seen.state(), "mfa_required");
    }
    assert_eq!(lab.show(&second).reason(), "too_many_attempts");
    lab.verify(&first, &code).refused("action_not_allowed", "mfa_required");
}

#[test]
fn v6_5_1_a_recovery_code_works_once_in_whatever_form() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let code = &enrolled.codes[0];
    let id = lab.challenge(ADA, &enrolled.device);
    lab.verify(&id, code).at("signed_in");
    let forms = [code.clone(), code.to_lowercase(), code.replace('-', ""), code.replace('-', " "), format!(" {code} ")];
    let id = lab.challenge(ADA, &enrolled.device);
    for form in &forms[..4] {
        lab.verify(&id, form).refused("totp_wrong", "mfa_challenge");
    }
    lab.verify(&id, &enrolled.codes[1]).at("signed_in");
    assert_eq!(lab.home.number("SELECT count(*) FROM recovery_codes WHERE used_at IS NOT NULL"), 2);
    assert_eq!(lab.home.mails_about("recovery code").len(), 2, "each use is told");
}

#[test]
fn v6_5_2_codes_lie_in_the_database_as_digests_alone() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    let waiting = lab.past_mail(ADA);
    let otp = lab.home.otp();
    let dump = lab.home.dump();
    for code in &enrolled.codes {
        for form in [code.clone(), code.replace('-', "")] {
            assert!(!dump.contains(&form) && !dump.contains(&data_encoding::HEXLOWER.encode(form.as_bytes())));
        }
    }
    // 120 bits need no slow hash; the six digits of a mailed code are keyed, so that they cannot be tried out.
    assert_eq!(lab.home.text("SELECT group_concat(DISTINCT length(digest)) FROM recovery_codes"), "32");
    use sha2::Digest;
    for handle in [lab.home.text("SELECT max(handle) FROM journeys"), waiting, String::new()] {
        let plain = data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(format!("{handle}{otp}")));
        assert!(!dump.contains(&plain), "an unkeyed digest of the code");
    }
}

#[test]
fn v6_5_4_codes_have_six_digits_with_leading_zeros_and_differ() {
    let mut lab = Lab::new();
    let mut seen = BTreeSet::new();
    for n in 0..24 {
        if n % 8 == 0 {
            lab.advance(3601);
        }
        lab.past_mail(ADA);
        let code = lab.home.otp();
        assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        assert!(seen.insert(code));
    }
    let policy = lab.service.world.policy.otp.clone();
    assert!(10_f64.powi(i32::try_from(policy.digits).unwrap()).log2() >= 19.9, "20 bits, as six digits are counted");
}

#[test]
fn c7_v6_5_5_a_mailed_code_works_to_the_last_millisecond_and_no_longer() {
    let mut lab = Lab::new();
    for (seconds, works) in [(599, true), (600, false), (601, false)] {
        let id = lab.past_mail(ADA);
        let code = lab.home.otp();
        assert!(lab.home.code_mail().text.contains("10 min"), "the mail says how long");
        lab.advance(seconds);
        let seen = lab.verify(&id, &code);
        let expected = if works { ("", "mfa_required") } else { ("otp_expired", "otp_verification") };
        assert_eq!((seen.code.as_str(), seen.state()), expected, "after {seconds} s");
    }
}

#[test]
fn v6_5_5_without_skew_a_code_of_the_app_works_in_its_own_thirty_seconds_alone() {
    for (skew, early, late) in [(0, "totp_wrong", "totp_wrong"), (1, "", "")] {
        let mut lab = Lab::configured(&format!("[totp]\nskew = {skew}"));
        let enrolled = lab.enrol(ADA);
        lab.advance(300);
        let code = lab.totp(&enrolled.secret);
        lab.advance(30);
        let id = lab.challenge(ADA, &enrolled.device);
        assert_eq!(lab.verify(&id, &code).code, late, "skew {skew}, one step late");
        let future = crate::support::journey::totp(&enrolled.secret, lab.home.now() + 30);
        let id = lab.challenge(ADA, &enrolled.device);
        assert_eq!(lab.verify(&id, &future).code, early, "skew {skew}, one step early");
        let far = crate::support::journey::totp(&enrolled.secret, lab.home.now() + 90);
        let id = lab.challenge(ADA, &enrolled.device);
        lab.verify(&id, &far).refused("totp_wrong", "mfa_challenge");
    }
}

#[test]
fn v6_6_2_a_mailed_code_is_of_its_journey_person_and_mail() {
    let mut lab = Lab::new();
    lab.add(BOB, ProjectType::Sme);
    let first = lab.past_mail(ADA);
    let of_first = lab.home.otp();
    let second = lab.past_mail(ADA);
    let bobs = lab.past_mail(BOB);
    let of_bob = lab.home.otp();
    lab.verify(&second, &of_first).refused("otp_wrong", "otp_verification");
    lab.verify(&bobs, &of_first).refused("otp_wrong", "otp_verification");
    lab.verify(&first, &of_bob).refused("otp_wrong", "otp_verification");
    lab.advance(60);
    lab.submit(&first, "resend", &[]).accepted();
    lab.verify(&first, &of_first).refused("otp_superseded", "otp_verification");
    let newest = lab.home.otp();
    lab.verify(&first, &newest).at("mfa_required");
}

#[test]
fn v6_6_2_a_code_mailed_for_one_device_does_not_serve_for_another() {
    let mut lab = Lab::new();
    lab.add(BOB, ProjectType::Sme);
    let enrolled = lab.enrol(ADA);
    let on_device = lab.start_on(Some(&enrolled.device));
    lab.sign_in(&on_device, BOB, crate::support::home::PASSWORD).at("device_unrecognized");
    lab.submit(&on_device, "ok", &[]).accepted();
    let code = lab.home.otp();
    lab.home.edit("UPDATE journeys SET device = NULL WHERE status = 'open'");
    lab.verify(&on_device, &code).refused("otp_wrong", "otp_verification");
}
