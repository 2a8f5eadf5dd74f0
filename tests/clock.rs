//! `vestibule clock …`, and what a clock that runs backwards does.

mod support;

use serde_json::json;
use support::home::{ADA, PASSWORD, TestHome, WRONG};

#[test]
fn a_simulations_clock_stands_still_until_it_is_moved() {
    let home = TestHome::simulation();
    let now = || home.json(&["clock", "show"]);
    assert_eq!(now(), json!({"now": "2026-03-02T09:00:00Z"}));
    assert_eq!(now(), json!({"now": "2026-03-02T09:00:00Z"}));
    assert_eq!(home.json(&["clock", "advance", "PT10M"]), json!({"now": "2026-03-02T09:10:00Z"}));
    assert_eq!(home.json(&["clock", "advance", "2 days"]), json!({"now": "2026-03-04T09:10:00Z"}));
    assert_eq!(home.json(&["clock", "set", "2027-01-01T00:00:00+01:00"]), json!({"now": "2026-12-31T23:00:00Z"}));
}

#[test]
fn v6_5_8_a_real_home_has_no_clock_to_move() {
    let home = TestHome::real();
    let before = home.dump();
    for args in [&["clock", "advance", "PT1M"][..], &["clock", "set", "2030-01-01T00:00:00Z"]] {
        assert_eq!(home.fail(args).told(), (3, "simulation_only"));
    }
    assert_eq!(home.dump(), before);
}

#[test]
fn a_clock_more_than_five_minutes_behind_the_latest_time_seen_is_not_trusted() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let journey = home.past_mail(ADA);
    home.advance("PT20M");
    home.json(&["clock", "set", "2026-03-02T09:15:00Z"]);
    journey.show().at("otp_verification");
    home.json(&["clock", "set", "2026-03-02T09:14:59Z"]);
    let before = home.dump();
    let failure = home.fail(&["journey", "start"]);
    assert_eq!(failure.told(), (7, "clock_untrusted"));
    assert!(failure.hint.contains("doctor --accept-clock"), "{failure:?}");
    let submit = journey.submission("verify", &[("code", &home.otp())]);
    for args in [
        submit.iter().map(String::as_str).collect::<Vec<_>>(),
        vec!["--output", "json", "journey", "show", &journey.id],
        vec!["--output", "json", "user", "add", "bob@example.org"],
        vec!["--output", "json", "user", "disable", ADA],
        vec!["--output", "json", "mail", "send"],
    ] {
        let outcome = home.run(&args);
        assert_eq!(outcome.failure().told(), (7, "clock_untrusted"), "{args:?}\n{outcome}");
    }
    let outcome = home.run_with_stdin(&["--output", "json", "session", "check"], &ada.session);
    assert_eq!(outcome.failure().told(), (7, "clock_untrusted"));
    assert_eq!(home.dump(), before);
    home.json(&["clock", "set", "2026-03-02T09:20:00Z"]);
    home.run_with_stdin(&["session", "check"], &ada.session).done();
}

#[test]
fn f14_a_clock_a_little_behind_gives_no_code_and_no_lock_more_time() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let code = home.otp();
    home.advance("PT10M");
    home.json(&["clock", "set", "2026-03-02T09:06:00Z"]);
    journey.verify(&code).refused(3, "otp_expired", "otp_verification");
}

#[test]
fn accepting_the_clock_ends_journeys_codes_sessions_and_trust_and_keeps_locks() {
    let home = TestHome::with_ada();
    home.run_with_stdin(&["user", "add", "bob@example.org", "--project-type", "sme", "--password-stdin"], PASSWORD);
    let ada = home.sign_in_first(ADA);
    let journey = home.past_mail(ADA);
    let code = home.otp();
    let stranger = home.journey();
    for _ in 0..5 {
        stranger.sign_in("bob@example.org", WRONG).refused(3, "credentials_wrong", "sign_in");
    }
    home.json(&["clock", "set", "2026-03-02T08:30:00Z"]);
    let doctor = home.run(&["--output", "json", "doctor"]);
    assert_eq!(doctor.exit, 3, "{doctor}");
    assert!(doctor.stdout.contains("clock_behind") && doctor.stdout.contains("--accept-clock"), "{doctor}");

    home.run(&["doctor", "--accept-clock"]).done();
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'clock.accepted'"), 1);
    journey.verify(&code).ended("journey_ended", "superseded");
    stranger.show().at("ended");
    assert_eq!(home.run_with_stdin(&["session", "check"], &ada.session).exit, 3);
    home.journey_on(&ada.device).sign_in(ADA, PASSWORD).at("device_unrecognized");
    home.journey().sign_in("bob@example.org", PASSWORD).refused(6, "throttled", "sign_in");
    home.run(&["doctor"]).done();
}

#[test]
fn accepting_a_clock_that_is_right_is_no_way_to_end_everything_by_accident() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.run(&["doctor", "--accept-clock"]);
    home.run_with_stdin(&["session", "check"], &ada.session).done();
}

#[test]
fn f14_a_time_step_used_stays_used_after_the_clock_went_back() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT4M");
    home.challenge(ADA, &ada.device).verify(&home.totp(&ada.secret)).at("signed_in");
    home.json(&["clock", "set", "2026-03-02T09:01:00Z"]);
    let journey = home.challenge(ADA, &ada.device);
    let earlier = home.totp(&ada.secret);
    let answer = journey.verify(&earlier);
    assert_eq!(answer.outcome.exit, 3, "{}", answer.outcome);
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 2);
}

#[test]
fn f14_times_far_away_bring_no_panic() {
    let home = TestHome::with_ada();
    for time in ["2038-01-19T03:14:08Z", "9999-12-30T00:00:00Z"] {
        home.json(&["clock", "set", time]);
        let journey = home.journey();
        journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
        journey.submit("ok", &[]).at("otp_verification");
        journey.verify(&home.otp()).at("password_change");
    }
    let home = TestHome::none();
    home.run(&["init", "--simulation", "--clock", "1970-01-01T00:00:00Z"]).done();
    home.publish_samples();
    home.add_user(ADA, "enterprise");
    home.past_otp(ADA);
}
