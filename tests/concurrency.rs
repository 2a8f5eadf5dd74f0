//! Many processes at one home: each thing that counts once is taken once, and a kill leaves before or after.

mod support;

use std::collections::BTreeMap;

use support::home::{ADA, Outcome, PASSWORD, TestHome};
use support::journey::{Answer, Journey, other_than};

/// What the processes came to: how many of each exit code and error.
fn told(outcomes: &[Outcome]) -> BTreeMap<(i32, String), usize> {
    let mut told = BTreeMap::new();
    for outcome in outcomes {
        let answer: Answer = outcome.clone().into();
        *told.entry((outcome.exit, answer.code().to_owned())).or_default() += 1;
    }
    told
}

fn successes(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| outcome.exit == 0).count()
}

#[test]
fn of_two_submissions_to_one_journey_at_once_one_wins_and_the_other_changes_nothing() {
    let home = TestHome::with_ada();
    // Two processes need not meet, so there are rounds until two do.
    for _ in 0..200 {
        let journey = home.past_mail(ADA);
        let wrong = other_than(&home.otp());
        let submit = journey.submission("verify", &[("code", &wrong)]);
        let outcomes = home.run_all(&[submit.clone(), submit]);
        let tries_left = journey.show().data()["tries_left"].as_u64().expect("a number");
        let told = told(&outcomes);
        let wrong = told.get(&(3, "otp_wrong".to_owned())).copied().unwrap_or_default();
        let lost = told.get(&(5, "conflict".to_owned())).copied().unwrap_or_default();
        assert_eq!(wrong + lost, 2, "{told:?}");
        assert!(wrong >= 1, "one wins: {told:?}");
        assert_eq!(tries_left, 5 - wrong as u64, "a conflict costs no try");
        if lost > 0 {
            return;
        }
        home.edit("DELETE FROM throttles; DELETE FROM otps");
    }
    panic!("no two of 200 pairs met");
}

#[test]
fn a_conflict_in_the_midst_of_a_password_check_counts_no_failure() {
    let home = TestHome::with_ada();
    let journey = home.journey();
    let right = journey.submission("sign_in", &[("email", ADA), ("password", PASSWORD)]);
    let runs: Vec<_> = (0..8).map(|_| right.clone()).collect();
    let outcomes = home.run_all(&runs);
    assert_eq!(successes(&outcomes), 1, "{:?}", told(&outcomes));
    for (exit, code) in told(&outcomes).keys() {
        assert!(
            [(0, ""), (3, "action_not_allowed"), (5, "conflict"), (6, "throttled")].contains(&(*exit, code.as_str()))
        );
    }
    home.past_password(ADA);
    assert_eq!(home.number("SELECT count(*) FROM throttles"), 0, "{}", home.dump());
}

#[test]
fn f7_one_mailed_code_is_redeemed_once() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let submit = journey.submission("verify", &[("code", &home.otp())]);
    let outcomes = home.run_all(&vec![submit; 30]);
    let told = told(&outcomes);
    assert_eq!(told.get(&(0, String::new())), Some(&1), "{told:?}");
    let refused: usize =
        [(5, "conflict"), (3, "action_not_allowed")].iter().filter_map(|(e, c)| told.get(&(*e, (*c).to_owned()))).sum();
    assert_eq!(refused, 29, "{told:?}");
    assert_eq!(home.number("SELECT count(*) FROM otps WHERE used_at IS NOT NULL"), 1);
    assert_eq!(journey.show().state(), "consent");
}

#[test]
fn f7_one_time_step_of_an_authenticator_signs_in_once_over_all_journeys() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    home.advance("PT1M");
    let journeys: Vec<Journey<'_>> = (0..30).map(|_| home.challenge(ADA, &ada.device)).collect();
    let code = home.totp(&ada.secret);
    let runs: Vec<_> = journeys.iter().map(|journey| journey.submission("verify", &[("code", &code)])).collect();
    let outcomes = home.run_all(&runs);
    let told = told(&outcomes);
    assert_eq!(told.get(&(0, String::new())), Some(&1), "{told:?}");
    // From the tenth refusal on, codes of the app must wait.
    let refused: usize =
        [(3, "totp_replayed"), (6, "throttled")].iter().filter_map(|(e, c)| told.get(&(*e, (*c).to_owned()))).sum();
    assert_eq!(refused, 29, "{told:?}");
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 2);
}

#[test]
fn f7_one_recovery_code_signs_in_once_over_all_journeys() {
    let home = TestHome::with_ada();
    let ada = home.sign_in_first(ADA);
    let journeys: Vec<Journey<'_>> = (0..30).map(|_| home.challenge(ADA, &ada.device)).collect();
    let runs: Vec<_> =
        journeys.iter().map(|journey| journey.submission("verify", &[("code", &ada.codes[0])])).collect();
    let outcomes = home.run_all(&runs);
    assert_eq!(successes(&outcomes), 1, "{:?}", told(&outcomes));
    assert_eq!(home.number("SELECT count(*) FROM recovery_codes WHERE used_at IS NOT NULL"), 1);
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 2);
    assert_eq!(home.mails_about("recovery code").len(), 1);
}

#[test]
fn f8_of_two_hundred_parallel_guesses_five_are_compared_and_then_the_right_code_is_refused() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let right = home.otp();
    let guess = |number: usize| -> Vec<String> {
        let wrong = format!("{:06}", (right.parse::<usize>().expect("a number") + 1 + number) % 1_000_000);
        journey.submission("verify", &[("code", &wrong)])
    };
    let mut compared = 0;
    for wave in 0..8 {
        let runs: Vec<_> = (0..25).map(|number| guess(wave * 25 + number)).collect();
        compared += told(&home.run_all(&runs)).get(&(3, "otp_wrong".to_owned())).copied().unwrap_or_default();
    }
    assert_eq!(compared, 5);
    journey.verify(&right).ended("journey_ended", "too_many_attempts");
    assert_eq!(home.number("SELECT total FROM throttles WHERE kind = 'otp'"), 5);
}

#[test]
fn wrong_passwords_in_parallel_are_compared_no_more_often_than_the_lock_allows() {
    let home = TestHome::with_ada();
    let runs: Vec<Vec<String>> = (0..25)
        .map(|_| home.journey().submission("sign_in", &[("email", ADA), ("password", "Wrong-Password-99")]))
        .collect();
    let told = told(&home.run_all(&runs));
    assert_eq!(told.get(&(3, "credentials_wrong".to_owned())), Some(&5), "{told:?}");
    assert_eq!(told.get(&(6, "throttled".to_owned())), Some(&20), "{told:?}");
}

#[test]
fn one_address_gets_one_account_however_many_add_it_at_once() {
    let home = TestHome::simulation();
    let add = |extra: &[&str]| -> Vec<Vec<String>> {
        let args = [&["--output", "json", "user", "add", ADA][..], extra].concat();
        vec![args.into_iter().map(str::to_owned).collect(); 10]
    };
    let outcomes = home.run_all(&add(&[]));
    assert_eq!(successes(&outcomes), 1);
    let refused = outcomes.iter().filter(|outcome| outcome.exit != 0);
    assert!(refused.into_iter().all(|outcome| outcome.failure().told() == (5, "exists")));
    home.edit("DELETE FROM users");
    assert_eq!(successes(&home.run_all(&add(&["--if-absent"]))), 10);
    assert_eq!(home.number("SELECT count(*) FROM users"), 1);
}

#[test]
fn writers_at_one_home_lose_nothing_and_the_trail_has_no_gap() {
    let home = TestHome::simulation();
    let runs: Vec<Vec<String>> = (0..32)
        .map(|number| ["--output", "json", "user", "add", &format!("u{number}@example.org")].map(str::to_owned).into())
        .collect();
    assert_eq!(successes(&home.run_all(&runs)), 32);
    assert_eq!(home.number("SELECT count(*) FROM users"), 32);
    assert_eq!(home.number("SELECT count(*) = max(seq) FROM audit"), 1);
    assert_eq!(home.number("SELECT audit_count = (SELECT count(*) FROM audit) FROM home"), 1);
    assert_eq!(home.text("PRAGMA integrity_check"), "ok");
}

#[test]
fn f1_a_submission_killed_at_any_point_leaves_the_state_before_or_after() {
    let home = TestHome::with_ada();
    let (mut before, mut after) = (0, 0);
    for round in 0_u32..80 {
        let journey = home.past_mail(ADA);
        let code = home.otp();
        let submit = journey.submission("verify", &[("code", &code)]);
        let mut child = home.spawn(&submit.iter().map(String::as_str).collect::<Vec<_>>());
        // How far it comes is left to chance; each round gives it longer, from nothing until it can finish.
        let mut turns = if round < 8 { u64::from(round) } else { 8 << ((round - 8) / 3) };
        while turns > 0 && child.try_wait().expect("a child").is_none() {
            std::thread::yield_now();
            turns -= 1;
        }
        child.kill().expect("a child can be killed");
        child.wait().expect("a child ends");
        assert_eq!(home.text("PRAGMA integrity_check"), "ok");
        let used = home.number("SELECT used_at IS NOT NULL FROM otps ORDER BY n DESC LIMIT 1");
        let counted = home.number("SELECT count(*) FROM throttles WHERE kind = 'otp'");
        assert_eq!(counted, 0, "the failure that was counted ahead is part of the same transaction");
        let audited = home.number("SELECT audit_count = (SELECT count(*) FROM audit) FROM home");
        assert_eq!(audited, 1);
        match journey.show().state() {
            "otp_verification" => {
                before += 1;
                assert_eq!(used, 0);
                journey.verify(&code).at("consent");
            }
            "consent" => {
                after += 1;
                assert_eq!(used, 1);
                journey.verify(&code).refused(3, "action_not_allowed", "consent");
            }
            other => panic!("{other} is neither before nor after"),
        }
        journey.submit("abandon", &[]).accepted();
        home.edit("DELETE FROM otps WHERE used_at IS NOT NULL");
        if after >= 5 {
            break;
        }
    }
    assert!(before > 0, "no kill came before the commit: {before} before, {after} after");
    assert!(after > 0, "every kill came before the commit: {before} before, {after} after");
}

#[test]
fn of_many_inits_of_one_folder_one_makes_the_home_and_the_others_say_that_it_is_there() {
    let home = TestHome::none();
    let runs: Vec<Vec<String>> = (0..12).map(|_| ["--output", "json", "init"].map(str::to_owned).to_vec()).collect();
    let outcomes = home.run_all(&runs);
    assert_eq!(successes(&outcomes), 1, "{outcomes:?}");
    for outcome in outcomes.iter().filter(|outcome| outcome.exit != 0) {
        assert_eq!(outcome.failure().told(), (5, "home_exists"), "{outcome}");
    }
    home.run(&["user", "list"]).done();
    let beside: Vec<_> =
        std::fs::read_dir(home.root()).expect("a folder").map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["home"], "no draft is left behind");
}

#[test]
fn of_many_who_add_one_address_if_absent_all_answer_the_same_account() {
    let home = TestHome::simulation();
    let args = ["--output", "json", "user", "add", ADA, "--if-absent"].map(str::to_owned).to_vec();
    let outcomes = home.run_all(&vec![args; 12]);
    assert_eq!(successes(&outcomes), 12, "{outcomes:?}");
    let ids: std::collections::BTreeSet<String> =
        outcomes.iter().map(|outcome| support::journey::text(&outcome.json()["id"])).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(home.number("SELECT count(*) FROM users"), 1);
}
