//! Bearer values: the journey's id, the device's token, the session's token.

use crate::support::home::{ADA, BOB, PASSWORD, TestHome};
use crate::support::journey::text;

#[test]
fn a_journeys_id_carries_160_bits_and_lies_nowhere_in_the_home() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    journey.verify(&home.otp()).accepted();
    let random = journey.id.strip_prefix("jrn_").expect("the prefix of a journey");
    assert_eq!(data_encoding::BASE32_DNSSEC.decode(random.as_bytes()).map(|bytes| bytes.len()), Ok(20));
    assert!(!home.dump().contains(random));
    for args in [&["journey", "list"][..], &["user", "show", ADA], &["mail", "list"]] {
        assert!(!home.json(args).to_string().contains(random), "{args:?}");
    }
    let other = home.journey();
    assert_ne!(other.id[..8], journey.id[..8]);
}

#[test]
fn tokens_and_codes_lie_in_the_database_as_digests_alone() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let otp = home.otp();
    journey.verify(&otp).accepted();
    let ada = journey.enrol(PASSWORD);
    let dump = home.dump();
    let plain = [&ada.device, &ada.session, &ada.secret, &ada.codes[0], &PASSWORD.to_owned()];
    for secret in plain {
        assert!(!dump.contains(secret.as_str()), "{secret} lies open in the database");
    }
    assert!(!dump.split(['|', ' ', '\n', '"']).any(|word| word == otp), "the code lies open in the database");
}

#[test]
fn an_unknown_revoked_expired_or_foreign_device_token_is_no_error_but_audited() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    let ada = home.sign_in_first(ADA);
    let bob = home.sign_in_first(BOB);
    home.advance("PT1M");
    let not_recognised = || home.number("SELECT count(*) FROM audit WHERE action = 'device.not_recognised'");
    let plain = home.journey();
    let expected = plain.sign_in(ADA, PASSWORD).outcome.stdout.replace(&plain.id, "JOURNEY");

    let sign_in_with = |token: &str| {
        let before = not_recognised();
        let journey = home.journey_on(token);
        let told = journey.sign_in(ADA, PASSWORD).outcome.stdout.replace(&journey.id, "JOURNEY");
        assert_eq!(told, expected, "{token}");
        assert_eq!(not_recognised(), before + 1, "{token} is audited");
    };
    let flipped = format!("{}{}", &ada.device[..ada.device.len() - 2], "00");
    for token in ["", "vdt_", "no token", &ada.session, &plain.id, &flipped, &ada.device.to_uppercase()] {
        sign_in_with(token);
    }
    sign_in_with(&bob.device);
    home.edit("UPDATE devices SET revoked_at = 1");
    sign_in_with(&ada.device);
    home.edit("UPDATE devices SET revoked_at = NULL, trusted_until = 1");
    sign_in_with(&ada.device);
}

#[test]
fn of_more_trusted_devices_than_the_policy_allows_the_oldest_goes() {
    let home = TestHome::with_ada();
    home.configure("[device]\nmax_per_user = 2\n[mfa]\nrequired = false");
    let end = home.past_otp(ADA).accept().at("signed_in");
    let first = text(&end.data()["device_token"]);
    let mut later = Vec::new();
    for _ in 0..2 {
        home.advance("PT10M");
        let journey = home.past_mail(ADA);
        let end = journey.verify(&home.otp()).at("signed_in");
        later.push(text(&end.data()["device_token"]));
    }
    home.journey_on(&first).sign_in(ADA, PASSWORD).at("device_unrecognized");
    for device in &later {
        home.journey_on(device).sign_in(ADA, PASSWORD).at("signed_in");
    }
    let devices = home.json(&["device", "list", ADA]);
    let trusted: Vec<bool> =
        devices.as_array().expect("devices").iter().map(|device| device["trusted"] == true).collect();
    assert_eq!(trusted, [false, true, true]);
    assert_eq!(home.json(&["user", "show", ADA])["devices"], 2);
}

#[test]
fn a_device_becomes_trusted_when_its_journey_signs_in_and_not_before() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    journey.to_setup(PASSWORD);
    assert_eq!(home.number("SELECT count(*) FROM devices"), 0);
    journey.submit("abandon", &[]).accepted();
    assert_eq!(home.number("SELECT count(*) FROM devices"), 0);
}
