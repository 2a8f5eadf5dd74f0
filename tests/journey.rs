//! `vestibule journey …`: the document that answers every act, screen by screen, and how each refusal is told.

mod support;

use serde_json::{Value, json};
use support::home::{ADA, BOB, NEW_PASSWORD, PASSWORD, TestHome, WRONG};
use support::journey::{Answer, other_than, text, totp};

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

#[test]
fn wrong_credentials_are_told_and_leave_the_screen() {
    let home = TestHome::with_ada();
    let answer = home.journey().sign_in(ADA, WRONG).refused(3, "credentials_wrong", "sign_in");
    assert_eq!(
        answer.document["error"],
        json!({
            "code": "credentials_wrong", "message": "The email address or the password is wrong.",
            "hint": "Check both and try again, or ask support for a new password.",
        })
    );
}

#[test]
fn a_wrong_mailed_code_is_told_and_costs_a_try() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let answer = journey.verify(&other_than(&home.otp())).refused(3, "otp_wrong", "otp_verification");
    assert_eq!(answer.data()["tries_left"], 4);
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn the_fifth_wrong_mailed_code_ends_the_journey() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let wrong = other_than(&home.otp());
    for left in [4, 3, 2, 1] {
        let answer = journey.verify(&wrong).refused(3, "otp_wrong", "otp_verification");
        assert_eq!(answer.data()["tries_left"], left);
    }
    journey.verify(&wrong).ended("otp_wrong", "too_many_attempts");
    journey.verify(&home.otp()).ended("journey_ended", "too_many_attempts");
}

#[test]
fn a_code_is_good_until_the_last_millisecond_of_its_ten_minutes() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let code = home.otp();
    home.advance("PT9M59.999S");
    journey.verify(&code).at("consent");

    let journey = home.past_mail(ADA);
    let code = home.otp();
    home.advance("PT10M");
    journey.verify(&code).refused(3, "otp_expired", "otp_verification");
}

#[test]
fn another_mail_can_be_had_after_a_minute_and_three_are_all() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    home.advance("PT15S");
    let answer = journey.submit("resend", &[]).refused(6, "resend_too_soon", "otp_verification");
    assert_eq!(answer.retry_after(), "PT45S");
    home.advance("PT45S");
    assert_eq!(journey.submit("resend", &[]).at("otp_verification").data()["sends_left"], 1);
    home.advance("PT1M");
    assert_eq!(journey.submit("resend", &[]).at("otp_verification").data()["sends_left"], 0);
    home.advance("PT1M");
    journey.submit("resend", &[]).refused(3, "no_sends_left", "otp_verification");
    assert_eq!(home.mails().len(), 3);
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn a_wrong_code_of_the_app_is_told_and_a_used_one_is_told_apart() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let journey = home.challenge(ADA, &ada.device);
    let used = home.totp(&ada.secret);
    let answer = journey.verify(&used).refused(3, "totp_replayed", "mfa_challenge");
    assert_eq!(answer.data()["tries_left"], 4);
    home.advance("PT30S");
    let code = home.totp(&ada.secret);
    let answer = journey.verify(&other_than(&code)).refused(3, "totp_wrong", "mfa_challenge");
    assert_eq!(answer.data()["tries_left"], 3);
    journey.verify(&code).at("signed_in");
}

#[test]
fn codes_of_one_step_before_and_after_are_taken_and_no_others() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1H");
    let now = home.now();
    let journey = home.challenge(ADA, &ada.device);
    for off in [now - 60, now + 60] {
        journey.verify(&totp(&ada.secret, off)).refused(3, "totp_wrong", "mfa_challenge");
    }
    journey.verify(&totp(&ada.secret, now - 30)).at("signed_in");
    let journey = home.challenge(ADA, &ada.device);
    journey.verify(&totp(&ada.secret, now + 30)).at("signed_in");
    let journey = home.challenge(ADA, &ada.device);
    journey.verify(&totp(&ada.secret, now)).refused(3, "totp_replayed", "mfa_challenge");
}

#[test]
fn five_wrong_in_a_challenge_a_confirmation_or_a_set_up_end_the_journey() {
    let home = TestHome::with_ada();
    let setup = home.past_otp(ADA);
    let wrong = other_than(&home.totp(&setup.to_setup(PASSWORD)));
    let confirm = home.past_otp(ADA);
    confirm.submit("activate", &[]).at("confirm_password");
    for left in [4, 3, 2, 1] {
        let answer = setup.verify(&wrong).refused(3, "totp_wrong", "mfa_setup");
        assert_eq!(answer.data()["tries_left"], left);
        let answer = confirm.submit("confirm", &[("password", WRONG)]).refused(3, "password_wrong", "confirm_password");
        assert_eq!(answer.data()["tries_left"], left);
    }
    setup.verify(&wrong).ended("totp_wrong", "too_many_attempts");
    confirm.submit("confirm", &[("password", WRONG)]).ended("password_wrong", "too_many_attempts");

    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let challenge = home.challenge(ADA, &ada.device);
    for _ in 0..4 {
        challenge.verify("ABCD-EFGH").refused(3, "totp_wrong", "mfa_challenge");
    }
    challenge.verify("ABCD-EFGH").ended("totp_wrong", "too_many_attempts");
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 1);
}

#[test]
fn a_new_password_is_told_every_rule_that_it_breaks() {
    let home = TestHome::with_ada();
    home.advance("P90D");
    let journey = home.past_otp(ADA);
    let answer = journey.change_password("short").refused(3, "password_rule", "password_change");
    assert_eq!(answer.document["error"]["rules"], json!(["min_length", "upper", "digit", "symbol"]));
    assert_eq!(answer.outcome.failure().rules, ["min_length", "upper", "digit", "symbol"]);
    journey.change_password(PASSWORD).refused(3, "password_reused", "password_change");
    let differing = [("new_password", NEW_PASSWORD), ("confirm_password", PASSWORD)];
    journey.submit("create_password", &differing).refused(3, "passwords_differ", "password_change");
    journey.change_password(ADA).refused(3, "password_rule", "password_change");
    journey.change_password(NEW_PASSWORD).at("consent");
}

#[test]
fn a_required_document_left_out_is_named() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let answer = journey.submit("accept_and_continue", &[("accept", "terms")]);
    let answer = answer.refused(3, "consent_incomplete", "consent");
    assert!(text(&answer.document["error"]["message"]).contains("privacy"), "{}", answer.outcome);
    journey.submit("accept_and_continue", &[]).refused(3, "consent_incomplete", "consent");
    assert_eq!(home.number("SELECT count(*) FROM receipts"), 0);
    let all = [("accept", "eula"), ("accept", "privacy"), ("accept", "terms")];
    journey.submit("accept_and_continue", &all).at("mfa_required");
    assert_eq!(home.number("SELECT count(*) FROM receipts"), 3);
}

#[test]
fn declining_and_abandoning_are_accepted_and_end_the_journey() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    let answer = journey.submit("decline", &[]).at("ended");
    assert_eq!((answer.reason(), &answer.document["status"]), ("declined", &json!("ended")));
    assert_eq!(answer.document["screen"]["heading"], "Sign-in ended");
    let journey = home.past_mail(ADA);
    assert_eq!(journey.submit("abandon", &[]).at("ended").reason(), "abandoned");
    journey.submit("abandon", &[]).ended("journey_ended", "abandoned");
    assert_eq!(home.number("SELECT count(*) FROM receipts"), 0);
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 0);
    assert_eq!(home.number("SELECT count(*) FROM devices"), 0);
}

#[test]
fn every_open_screen_can_be_abandoned() {
    let steps: [(&str, fn(&support::journey::Journey<'_>, &TestHome)); 9] = [
        ("sign_in", |_, _| ()),
        ("device_unrecognized", |journey, _| drop(journey.sign_in(ADA, PASSWORD).accepted())),
        ("otp_verification", |journey, _| drop(journey.submit("ok", &[]).accepted())),
        ("password_change", |journey, home| drop(journey.verify(&home.otp()).accepted())),
        ("consent", |journey, _| drop(journey.change_password(NEW_PASSWORD).accepted())),
        ("mfa_required", |journey, _| drop(journey.accept().accepted())),
        ("confirm_password", |journey, _| drop(journey.submit("activate", &[]).accepted())),
        ("mfa_setup", |journey, _| drop(journey.submit("confirm", &[("password", NEW_PASSWORD)]).accepted())),
        ("recovery_codes", |journey, home| {
            let secret = text(&journey.show().data()["secret"]);
            journey.verify(&home.totp(&secret)).accepted();
        }),
    ];
    for last in 0..steps.len() {
        // Every round starts from the same account, whatever the one before changed.
        let fresh = TestHome::with_ada();
        fresh.advance("P90D");
        let journey = fresh.journey();
        for (_, step) in &steps[..=last] {
            step(&journey, &fresh);
        }
        assert_eq!(journey.show().state(), steps[last].0);
        assert_eq!(journey.submit("abandon", &[]).at("ended").reason(), "abandoned");
        assert_eq!(fresh.number("SELECT count(*) FROM sessions"), 0);
    }
}

#[test]
fn a_journey_ends_after_half_an_hour_whatever_it_waits_for() {
    let home = TestHome::with_ada();
    let journeys = [home.journey(), home.past_password(ADA), home.past_mail(ADA)];
    home.advance("PT29M59S");
    for journey in &journeys {
        assert_eq!(journey.show().document["status"], "open");
    }
    home.advance("PT1S");
    for journey in &journeys {
        assert_eq!(journey.show().at("ended").reason(), "expired");
        journey.submit("abandon", &[]).ended("journey_ended", "expired");
    }
}

#[test]
fn a_journey_can_be_abandoned_by_its_handle_and_not_continued_by_it() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let listed = home.json(&["journey", "list"]);
    let handle = text(&listed[0]["handle"]);
    assert!(handle.starts_with("jrh_") && !listed.to_string().contains(&journey.id));
    for args in [&["journey", "show", &handle][..], &["journey", "submit", &handle, "verify", "code=123456"]] {
        assert_eq!(home.fail(args).told(), (4, "not_found"));
    }
    let history = home.json(&["journey", "show", &handle, "--history"]);
    let events = history["events"].as_array().expect("events");
    assert_eq!(events.len(), 2);
    assert!(!history.to_string().contains(&home.otp()));
    let ended = home.json(&["journey", "abandon", &handle]);
    assert_eq!(ended["screen"]["data"]["reason"], "abandoned");
    assert_eq!(journey.show().reason(), "abandoned");
}

#[test]
fn a_list_names_each_journey_by_its_handle_newest_first() {
    let home = TestHome::with_ada();
    home.journey();
    home.advance("PT1S");
    let open = home.past_password(ADA);
    home.advance("PT1S");
    home.journey().submit("abandon", &[]).accepted();
    let states = |args: &[&str]| -> Vec<String> {
        let listed = home.json(&[&["journey", "list"], args].concat());
        listed.as_array().expect("a list").iter().map(|one| text(&one["state"])).collect()
    };
    assert_eq!(states(&[]), ["ended", "device_unrecognized", "sign_in"]);
    assert_eq!(states(&["--open"]), ["device_unrecognized", "sign_in"]);
    assert_eq!(states(&["--address", ADA]), ["device_unrecognized"]);
    assert_eq!(states(&["--limit", "1"]), ["ended"]);
    assert_eq!(home.fail(&["journey", "list", "--address", BOB]).told(), (4, "not_found"));
    let listed = home.json(&["journey", "list", "--address", ADA]);
    assert_eq!(listed[0]["address"], "a••••@e••••.org");
    assert_eq!(open.show().state(), "device_unrecognized");
}

#[test]
fn secrets_come_from_files_and_stdin_without_their_last_line_end() {
    let home = TestHome::with_ada();
    home.write("pw", format!("{PASSWORD}\r\n"));
    let id = home.journey().id;
    let args = ["--output", "json", "journey", "submit", &id, "sign_in", &format!("email={ADA}"), "password=@pw"];
    Answer::from(home.run(&args)).at("device_unrecognized");
    let id = home.journey().id;
    let args = ["--output", "json", "journey", "submit", &id, "sign_in", &format!("email={ADA}"), "password=@-"];
    Answer::from(home.run_with_stdin(&args, format!("{PASSWORD}\n"))).at("device_unrecognized");
    for kept in ["\n\n", "\r", " \n"] {
        let id = home.journey().id;
        let args = ["--output", "json", "journey", "submit", &id, "sign_in", &format!("email={ADA}"), "password=@-"];
        let answer: Answer = home.run_with_stdin(&args, format!("{PASSWORD}{kept}")).into();
        answer.refused(3, "credentials_wrong", "sign_in");
    }
}

#[test]
fn a_device_token_can_come_from_a_file() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.write("device.token", format!("{}\n", ada.device));
    home.journey_with(&["--device", "@device.token"]).sign_in(ADA, PASSWORD).at("mfa_challenge");
}

#[test]
fn in_a_real_home_a_password_is_no_argument_and_the_journey_goes_its_way() {
    let home = TestHome::real();
    home.publish_samples();
    home.add_user(ADA, "enterprise");
    let journey = home.journey();
    let before = home.dump();
    let plain = format!("password={PASSWORD}");
    let failure = home.fail(&["journey", "submit", &journey.id, "sign_in", &format!("email={ADA}"), &plain]);
    assert_eq!(failure.told(), (2, "usage"));
    assert!(failure.hint.contains("password=@-"), "{failure:?}");
    assert_eq!(home.dump(), before);
    journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn the_same_commands_in_two_simulations_give_the_same_bytes() {
    let transcript = || {
        let home = TestHome::with_ada();
        let journey = home.past_mail(ADA);
        let mut told = vec![journey.show().outcome, journey.verify(&home.otp()).outcome];
        let ada = journey.enrol(PASSWORD);
        told.push(home.run(&["user", "show", ADA]));
        told.push(home.run(&["mail", "list"]));
        (told, ada.secret, ada.codes, ada.device, ada.session, home.dump())
    };
    let (one, other) = (transcript(), transcript());
    assert_eq!(one, other);
}
