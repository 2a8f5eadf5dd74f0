//! Whole sign-ins, screen by screen.

use crate::support::home::{ADA, BOB, PASSWORD, TestHome};
use crate::support::journey::{Answer, text, totp};
use serde_json::{Value, json};

/// The document without what differs from screen to screen of a journey, which it asserts.
#[track_caller]
fn screen(answer: &Answer, id: &str) -> Value {
    let document = &answer.document;
    let keys: Vec<&String> = document.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["error", "expires_at", "journey", "screen", "state", "status"]);
    assert_eq!(document["journey"], id);
    assert_eq!(document["state"], document["screen"]["id"]);
    document["screen"].clone()
}

#[test]
fn the_tests_own_totp_is_that_of_rfc_6238_appendix_b() {
    let secret = data_encoding::BASE32_NOPAD.encode(b"12345678901234567890");
    for (time, code) in
        [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
    {
        assert_eq!(totp(&secret, time), code);
    }
}

#[test]
fn the_first_sign_in_of_an_enterprise_account_shows_each_screen_of_the_guide() {
    let home = TestHome::with_ada();
    let journey = home.journey_with(&["--source", "192.0.2.7", "--user-agent", "Firefox"]);

    let shown = journey.show().at("sign_in");
    assert_eq!(shown.document["status"], "open");
    assert_eq!(shown.document["error"], Value::Null);
    assert_eq!(shown.document["expires_at"], "2026-03-02T09:30:00Z");
    assert_eq!(
        screen(&shown, &journey.id),
        json!({
            "id": "sign_in", "heading": "Sign In Now",
            "text": ["Enter the email address and the password of your account."],
            "fields": [{"name": "email", "kind": "email"}, {"name": "password", "kind": "password"}],
            "actions": ["sign_in", "abandon"], "data": {},
        })
    );

    let shown = journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
    assert_eq!(
        screen(&shown, &journey.id),
        json!({
            "id": "device_unrecognized", "heading": "We don't recognize the device.",
            "text": ["We will mail a one-time password to a••••@e••••.org."],
            "fields": [], "actions": ["ok", "abandon"], "data": {"masked_address": "a••••@e••••.org"},
        })
    );
    assert!(home.mails().is_empty(), "the mail is sent by `ok`, not before");

    let shown = journey.submit("ok", &[]).at("otp_verification");
    let mail = home.code_mail();
    let reference = text(&shown.data()["reference"]);
    assert_eq!(mail.subject, format!("[Vestibule] Please verify your device (ref {reference})"));
    assert_eq!(
        screen(&shown, &journey.id),
        json!({
            "id": "otp_verification", "heading": "OTP Verification",
            "text": [
                "We mailed a one-time password to a••••@e••••.org.",
                format!("Look for the reference {reference} in the subject line."),
            ],
            "fields": [{"name": "code", "kind": "digits", "length": 6}],
            "actions": ["verify", "resend", "abandon"],
            "data": {
                "masked_address": "a••••@e••••.org", "reference": reference,
                "resend_after": "2026-03-02T09:01:00Z", "tries_left": 5, "sends_left": 2,
            },
        })
    );

    let shown = journey.verify(&mail.code()).at("consent");
    let consent = screen(&shown, &journey.id);
    assert_eq!(consent["heading"], "Terms of Service and Privacy Policy");
    assert_eq!(consent["fields"], json!([{"name": "accept", "kind": "document", "repeated": true}]));
    assert_eq!(consent["actions"], json!(["accept_and_continue", "decline", "abandon"]));
    let listed = consent["data"]["documents"].as_array().expect("documents");
    let ids: Vec<(&str, bool)> =
        listed.iter().map(|doc| (doc["id"].as_str().unwrap(), doc["required"].as_bool().unwrap())).collect();
    assert_eq!(ids, [("terms", true), ("privacy", true), ("eula", false)]);
    for document in listed {
        let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["digest", "id", "required", "text", "title", "version"]);
        let body = document["text"].as_str().unwrap();
        use sha2::Digest;
        assert_eq!(document["digest"], data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(body)));
        assert_eq!(document["version"], "1.0");
    }

    let shown = journey.accept().at("mfa_required");
    assert_eq!(
        screen(&shown, &journey.id),
        json!({
            "id": "mfa_required", "heading": "Multi-Factor Authentication Required",
            "text": ["Your account must be protected by an authenticator app before you can go on."],
            "fields": [], "actions": ["activate", "abandon"], "data": {},
        })
    );

    let shown = journey.submit("activate", &[]).at("confirm_password");
    assert_eq!(
        screen(&shown, &journey.id),
        json!({
            "id": "confirm_password", "heading": "Confirm Password",
            "text": ["Enter your current password to go on with the activation."],
            "fields": [{"name": "password", "kind": "password"}],
            "actions": ["confirm", "abandon"], "data": {"tries_left": 5},
        })
    );

    let shown = journey.submit("confirm", &[("password", PASSWORD)]).at("mfa_setup");
    let setup = screen(&shown, &journey.id);
    assert_eq!(setup["heading"], "Set up an authenticator app");
    assert_eq!(setup["fields"], json!([{"name": "code", "kind": "digits", "length": 6}]));
    assert_eq!(setup["actions"], json!(["verify", "abandon"]));
    let secret = text(&setup["data"]["secret"]);
    assert!(secret.len() == 32 && secret.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()), "{secret}");
    assert_eq!(
        setup["data"]["otpauth"],
        format!("otpauth://totp/Vestibule:ada@example.org?secret={secret}&issuer=Vestibule")
    );
    let apps: Vec<String> = setup["data"]["apps"]
        .as_array()
        .expect("apps")
        .iter()
        .map(|app| format!("{} {}", text(&app["name"]), text(&app["platform"])))
        .collect();
    let (google, microsoft) = ("Google Authenticator", "Microsoft Authenticator");
    let expected = [google, microsoft].map(|app| format!("{app} Android"));
    assert_eq!(apps[..2], expected);
    assert_eq!(apps[2..], [google, microsoft].map(|app| format!("{app} iOS")));

    let shown = journey.verify(&home.totp(&secret)).at("recovery_codes");
    let codes = screen(&shown, &journey.id);
    assert_eq!(codes["heading"], "Save your recovery codes");
    assert_eq!(codes["fields"], json!([]));
    assert_eq!(codes["actions"], json!(["continue", "abandon"]));
    let codes: Vec<String> = codes["data"]["codes"].as_array().expect("codes").iter().map(text).collect();
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.split('-').map(str::len).eq([4; 6])), "{codes:?}");

    let shown = journey.submit("continue", &[]).at("signed_in");
    assert_eq!(shown.document["status"], "signed_in");
    let end = screen(&shown, &journey.id);
    assert_eq!(end["heading"], "Signed in");
    assert_eq!((&end["fields"], &end["actions"]), (&json!([]), &json!([])));
    assert!(text(&end["data"]["session"]).starts_with("ses_"));
    assert_eq!(end["data"]["session_ends_at"], "2026-03-02T21:00:00Z");
    assert!(text(&end["data"]["session_token"]).len() > 50);
    assert!(text(&end["data"]["device_token"]).len() > 50);

    let again = journey.show().at("signed_in");
    assert_eq!(again.data()["session"], end["data"]["session"]);
    assert_eq!(again.data().get("session_token"), None, "a token stands on the first answer alone");
    assert_eq!(again.data().get("device_token"), None);
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 1);
}

#[test]
fn the_second_sign_in_on_the_same_device_asks_for_a_code_of_the_app_alone() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1H");
    let mails = home.mails().len();

    let journey = home.journey_on(&ada.device);
    let shown = journey.sign_in(ADA, PASSWORD).at("mfa_challenge");
    assert_eq!(
        screen(&shown, &journey.id),
        json!({
            "id": "mfa_challenge", "heading": "Multi-Factor Authentication",
            "text": [
                "Enter the code that your authenticator app shows now. Without your phone, enter a recovery code.",
            ],
            "fields": [{"name": "code", "kind": "code"}],
            "actions": ["verify", "abandon"], "data": {"tries_left": 5},
        })
    );
    let end = journey.verify(&home.totp(&ada.secret)).at("signed_in");
    assert!(end.data().get("session_token").is_some());
    assert_eq!(end.data().get("device_token"), None, "the device is not new");
    assert_eq!(home.mails().len(), mails, "nothing is mailed");
}

#[test]
fn a_password_that_must_change_shows_why_and_the_rules() {
    let home = TestHome::with_ada();
    home.advance("P90D");
    let journey = home.past_mail(ADA);
    let shown = journey.verify(&home.otp()).at("password_change");
    assert_eq!(
        screen(&shown, &journey.id),
        json!({
            "id": "password_change", "heading": "Create New Password",
            "text": ["Your password has expired."],
            "fields": [{"name": "new_password", "kind": "password"}, {"name": "confirm_password", "kind": "password"}],
            "actions": ["create_password", "abandon"],
            "data": {"why": "expired", "rules": [
                "At least 14 characters", "An upper-case letter", "A lower-case letter", "A digit", "A symbol",
                "Not the password before", "A new one every 90 days",
                "None that is common, your address or the product's name",
            ]},
        })
    );
}

#[test]
fn an_sme_account_is_asked_for_no_consent() {
    let home = TestHome::simulation();
    home.add_user(BOB, "sme");
    home.past_mail(BOB).verify(&home.otp()).at("mfa_required");
}

#[test]
fn a_trusted_device_that_expired_is_asked_to_verify_again() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("P30D");
    home.journey_on(&ada.device).sign_in(ADA, PASSWORD).at("device_unrecognized");
}
