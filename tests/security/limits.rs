//! Numbers at their ends, and limits that hold exactly where the policy puts them.

use vestibule::journey::policy::ProjectType;

use crate::lab::Lab;
use crate::support::home::{ADA, PASSWORD, TestHome, WRONG};
use crate::support::journey::other_than;
use vestibule::service::reason::Reason;

#[test]
fn v1_4_2_numbers_out_of_range_are_refused_and_never_wrap() {
    let home = TestHome::with_ada();
    for args in [
        "user list --limit 0",
        "user list --limit -1",
        "user list --limit 18446744073709551616",
        "journey list --limit 9223372036854775808",
        "mail list --limit 4294967296",
        "clock advance PT99999999999999999999S",
        "clock advance P400000Y",
        "clock advance -PT1S",
        "clock set 10000-01-01T00:00:00Z",
        "clock set -010000-01-01T00:00:00Z",
        "init --simulation --seed 18446744073709551616",
        "init --simulation --seed -1",
    ] {
        assert_eq!(home.run(&args.split(' ').collect::<Vec<_>>()).exit, 2, "{args}");
    }
    let text = std::fs::read_to_string(home.path().join("vestibule.toml")).unwrap();
    for line in [
        "[otp]\nttl = \"PT0S\"",
        "[otp]\nttl = \"-PT10M\"",
        "[otp]\nttl = \"PT9223372036854775807S\"",
        "[otp]\ntries = 256",
        "[otp]\ntries = -1",
        "[otp]\nsends = 0",
        "[otp]\ndigits = 4294967302",
        "[totp]\nperiod = 0",
        "[totp]\nskew = 9223372036854775807",
        "[recovery_codes]\ncount = 0",
        "[password]\nmin_length = 18446744073709551615",
        "[password]\nargon2 = { m = 4294967295, t = 4294967295, p = 4294967295 }",
        "[session]\nttl = \"PT0S\"",
        "[journey]\nttl = \"P300000000D\"",
        "[device]\nmax_per_user = 0",
        "[lockout]\nfailures = 1e99",
        "[mfa]\nfailures_until_disabled = 0x100000000",
    ] {
        std::fs::write(home.path().join("vestibule.toml"), format!("{text}\n{line}\n")).unwrap();
        let failure = home.fail(&["policy", "show"]);
        assert_eq!(failure.told(), (2, "config"), "{line}");
        assert!(failure.message.contains("line "), "{line}: {failure:?}");
    }
}

#[test]
fn v1_4_2_the_ends_of_what_is_stored_overflow_nothing() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    lab.advance(60);
    let top = i64::MAX;
    lab.home.edit(&format!(
        "UPDATE journeys SET version = {top} WHERE status = 'signed_in';
         UPDATE authenticators SET last_step = {top};
         INSERT INTO throttles VALUES ('password', 'ada@example.org', '[{top},{top}]', 4294967295, 4294967295, NULL);
         INSERT INTO throttles VALUES ('source', '192.0.2.1', '[]', 4294967295, 4294967295, 1);"
    ));
    let id = lab.challenge(ADA, &enrolled.device);
    lab.verify(&id, &lab.totp(&enrolled.secret)).refused("totp_replayed", "mfa_challenge");
    let id = lab.start();
    for _ in 0..3 {
        lab.sign_in(&id, ADA, WRONG);
    }
    lab.sign_in(&id, ADA, PASSWORD).refused("throttled", "sign_in");
    let journey = lab.home.journey_with(&["--source", "192.0.2.1"]);
    journey.sign_in("nobody@example.org", WRONG).refused(3, "credentials_wrong", "sign_in");
    lab.home.edit(&format!("UPDATE authenticators SET last_step = {}", i64::MIN));
    lab.service.unlock_account(ADA, &Reason { reason: Some("test"), ticket: None }).unwrap();
    let id = lab.challenge(ADA, &enrolled.device);
    lab.verify(&id, &lab.totp(&enrolled.secret)).at("signed_in");
}

#[test]
fn v2_3_2_limits_are_met_at_their_number_also_across_restarts() {
    let mut lab = Lab::configured("[otp]\ntries = 3\nsends = 2\nhourly_sends = 4\nresend_after = \"PT5S\"");
    let id = lab.past_mail(ADA);
    let wrong = other_than(&lab.home.otp());
    lab.verify(&id, &wrong).refused("otp_wrong", "otp_verification");
    lab.reopen();
    lab.submit(&id, "resend", &[]).refused("resend_too_soon", "otp_verification");
    lab.advance(5);
    lab.reopen();
    lab.submit(&id, "resend", &[]).accepted();
    let wrong = other_than(&lab.home.otp());
    lab.verify(&id, &wrong).refused("otp_wrong", "otp_verification");
    lab.advance(5);
    lab.reopen();
    lab.submit(&id, "resend", &[]).refused("no_sends_left", "otp_verification");
    let seen = lab.verify(&id, &wrong).refused("otp_wrong", "ended");
    assert_eq!(seen.reason(), "too_many_attempts", "a new code bought no new tries");
    for _ in 0..2 {
        lab.past_mail(ADA);
    }
    lab.reopen();
    let id = lab.past_password(ADA);
    lab.submit(&id, "ok", &[]).refused("throttled", "device_unrecognized");
}

#[test]
fn v2_1_3_each_limit_that_the_policy_shows_can_be_changed_and_is_then_the_one_that_holds() {
    let mut lab = Lab::configured(
        "[lockout]\nfailures = 3\nbase = \"PT2M\"\n[mfa]\ntries = 2\n[journey]\nttl = \"PT5M\"\n\
         [recovery_codes]\ncount = 5\n[device]\nmax_per_user = 1\n[otp]\ndigits = 8",
    );
    let shown = lab.home.json(&["policy", "show"]);
    let told = [&shown["lockout"]["failures"], &shown["mfa"]["tries"], &shown["recovery_codes"]["count"]];
    assert_eq!(told.map(|limit| limit.as_u64().unwrap()), [3, 2, 5]);
    assert_eq!(shown["journey"]["ttl"], "PT5M");
    for _ in 0..3 {
        let id = lab.start();
        lab.sign_in(&id, ADA, WRONG).refused("credentials_wrong", "sign_in");
    }
    let id = lab.start();
    let seen = lab.sign_in(&id, ADA, PASSWORD).refused("throttled", "sign_in");
    assert_eq!(seen.document["error"]["retry_after"], "PT2M");
    lab.advance(120);
    let mail_code = |lab: &Lab| {
        let text = lab.home.code_mail().text;
        let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 8);
        runs.next().unwrap().to_owned()
    };
    let first = lab.past_mail(ADA);
    let code = mail_code(&lab);
    lab.verify(&first, &code).at("mfa_required");
    let secret = lab.enter_setup(&first);
    let shown = lab.verify(&first, &lab.totp(&secret)).at("recovery_codes");
    assert_eq!(shown.data()["codes"].as_array().unwrap().len(), 5);
    let end = lab.submit(&first, "continue", &[]).at("signed_in");
    let device = end.data()["device_token"].as_str().unwrap().to_owned();
    lab.advance(60);
    let second = lab.past_mail(ADA);
    let code = mail_code(&lab);
    lab.verify(&second, &code).at("mfa_challenge");
    lab.verify(&second, "000000").refused("totp_wrong", "mfa_challenge");
    lab.verify(&second, &lab.totp(&secret)).at("signed_in");
    let id = lab.start_on(Some(&device));
    lab.sign_in(&id, ADA, PASSWORD).at("device_unrecognized");
    lab.advance(299);
    lab.show(&id).at("device_unrecognized");
    lab.advance(1);
    assert_eq!(lab.show(&id).reason(), "expired");
}

#[test]
fn v15_3_5_ids_have_kinds_and_columns_have_types() {
    let mut lab = Lab::new();
    let session = lab.enrol(ADA).session;
    let loose = "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 \
                 AND name NOT LIKE 'sqlite_%'";
    assert_eq!(lab.home.number(loose), 0, "every table is STRICT");
    assert!(lab.home.sqlite().execute("UPDATE users SET created_at = 'today'", []).is_err());
    let ids = [
        lab.home.text("SELECT id FROM users"),
        lab.home.text("SELECT id FROM devices"),
        lab.home.text("SELECT id FROM sessions"),
        lab.home.text("SELECT id FROM outbox LIMIT 1"),
        lab.home.text("SELECT handle FROM journeys"),
        session,
    ];
    let places = [["user", "show"], ["mail", "show"], ["journey", "show"], ["journey", "abandon"]];
    for place in places {
        for id in &ids {
            let exit = lab.home.run(&[&place[..], &[id.as_str()]].concat()).exit;
            let own = match place {
                ["user", _] => id.starts_with("usr_"),
                ["mail", _] => id.starts_with("msg_"),
                ["journey", "abandon"] => id.starts_with("jrh_"),
                _ => false,
            };
            let allowed: &[i32] = if own { &[0, 3] } else { &[2, 4] };
            assert!(allowed.contains(&exit), "{place:?} {id} exits {exit}");
        }
    }
}

#[test]
fn v2_2_1_input_is_taken_by_what_is_allowed() {
    let mut lab = Lab::new();
    lab.add("bob@example.org", ProjectType::Sme);
    let id = lab.past_mail(ADA);
    let before = lab.rows();
    for code in [
        "",
        "12345",
        "1234567",
        "12345a",
        "١٢٣٤٥٦",
        "１２３４５６",
        "1 2 3",
        "+12345",
        "0x1234",
        "12345\n",
        "\u{0}12345",
    ] {
        let seen = lab.verify(&id, code);
        assert_eq!((seen.exit, seen.code.as_str()), (2, "usage"), "{code:?}");
    }
    for fields in [
        &[][..],
        &[("code", "123456"), ("code", "123456")],
        &[("code", "123456"), ("verdict", "otp_ok")],
        &[("Code", "123456")],
        &[("otp", "123456")],
    ] {
        let seen = lab.submit(&id, "verify", fields);
        assert_eq!((seen.exit, seen.code.as_str()), (2, "usage"), "{fields:?}");
    }
    assert_eq!(lab.rows(), before, "what is no code costs no try");
}
