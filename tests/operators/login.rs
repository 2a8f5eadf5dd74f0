//! Logging in: one answer for all that is wrong, a session that ends, nothing secret at rest.

use std::os::unix::fs::PermissionsExt;

use crate::desk::{DESK_PASSWORD, Desk, Operator, activate, run_as};
use crate::support::home::{ADA, TestHome, WRONG};
use crate::support::journey::{other_than, text, totp};

fn log_in(desk: &Desk, name: &str, password: &str, code: &str) -> (i32, String) {
    let args = ["--output", "json", "operator", "login", name, "--password-stdin", "--print-token", "--code", code];
    let outcome = desk.home.run_with_stdin(&args, password);
    if outcome.exit == 0 {
        return (0, String::new());
    }
    let failure = outcome.failure();
    (failure.exit, failure.code)
}

#[test]
fn a_home_without_operators_is_the_owners_alone() {
    let home = TestHome::with_ada();
    let whoami = home.json(&["operator", "whoami"]);
    assert!(text(&whoami["actor"]).starts_with("os:"), "{whoami}");
    assert!(whoami["operator"].is_null());
    home.json(&["user", "show", ADA]);
    assert!(home.text("SELECT actor FROM audit WHERE action = 'user.added'").starts_with("os:"));
}

#[test]
fn with_the_first_operator_every_command_needs_one_but_those_of_the_person() {
    let desk = Desk::new();
    assert_eq!(desk.home.fail(&["user", "show", ADA]).told(), (9, "operator_needed"));
    assert_eq!(desk.home.fail(&["clock", "advance", "PT1M"]).told(), (9, "operator_needed"));
    let journey = desk.home.journey();
    journey.show().at("sign_in");
    desk.home.run(&["journey", "abandon", &journey.id]).done();
    desk.home.run(&["mail", "send"]).done();
    assert_eq!(desk.home.run_with_stdin(&["session", "check"], "vst_nothing").exit, 3);
    desk.json(&desk.grace, &["user", "show", ADA]);
}

#[test]
fn a_handle_alone_shows_and_ends_no_journey() {
    let desk = Desk::new();
    let journey = desk.home.journey();
    let handle = desk.home.text("SELECT handle FROM journeys");
    assert_eq!(desk.home.fail(&["journey", "show", &handle, "--history"]).told(), (9, "operator_needed"));
    assert_eq!(desk.home.fail(&["journey", "abandon", &handle]).told(), (9, "operator_needed"));
    desk.home.json(&["journey", "show", &journey.id, "--history"]);
    desk.json(&desk.grace, &["journey", "abandon", &handle]);
}

#[test]
fn v6_3_8_whatever_is_wrong_about_a_login_the_answer_is_the_same() {
    let desk = Desk::new();
    desk.advance(60);
    let code = totp(&desk.grace.secret, desk.home.now());
    let wrong = (3, "login_wrong".to_owned());
    assert_eq!(log_in(&desk, "nobody", DESK_PASSWORD, &code), wrong);
    assert_eq!(log_in(&desk, "grace", WRONG, &code), wrong);
    assert_eq!(log_in(&desk, "grace", DESK_PASSWORD, &other_than(&code)), wrong);
    assert_eq!(log_in(&desk, "GRACE", DESK_PASSWORD, &code).0, 0, "a name is compared in lower case");
}

#[test]
fn c1_v6_5_1_a_code_logs_in_once() {
    let desk = Desk::new();
    desk.advance(60);
    let code = totp(&desk.grace.secret, desk.home.now());
    assert_eq!(log_in(&desk, "grace", DESK_PASSWORD, &code).0, 0);
    assert_eq!(log_in(&desk, "grace", DESK_PASSWORD, &code), (3, "login_wrong".to_owned()));
}

#[test]
fn v6_3_1_failures_lock_an_operator_and_are_audited() {
    let desk = Desk::new();
    desk.advance(60);
    for _ in 0..5 {
        assert_eq!(log_in(&desk, "grace", WRONG, "123456").0, 3);
    }
    let code = totp(&desk.grace.secret, desk.home.now());
    assert_eq!(log_in(&desk, "grace", DESK_PASSWORD, &code), (6, "throttled".to_owned()));
    let failures = "SELECT count(*) FROM audit WHERE action = 'operator.login' AND outcome = 'login_wrong'";
    assert_eq!(desk.home.number(failures), 5);
    desk.json(&desk.grace, &["operator", "whoami"]);
    desk.advance(15 * 60);
    let code = totp(&desk.grace.secret, desk.home.now());
    assert_eq!(log_in(&desk, "grace", DESK_PASSWORD, &code).0, 0);
}

#[test]
fn v6_4_1_an_invitation_works_once_and_for_a_day() {
    let desk = Desk::new();
    desk.json(&desk.grace, &["operator", "add", "heidi", "--address", "heidi@example.org", "--role", "support"]);
    let secret = crate::desk::invitation(&desk.home, "heidi@example.org");
    assert!(secret.len() >= 4 + 26, "128 bits at least");
    let heidi = activate(&desk.home, "heidi", &secret);
    desk.json(&heidi, &["operator", "whoami"]);
    let args = ["--output", "json", "operator", "login", "heidi", "--activation", "@invitation", "--password-stdin"];
    assert_eq!(desk.home.run_with_stdin(&args, DESK_PASSWORD).failure().told(), (3, "login_wrong"));
    desk.json(&desk.grace, &["operator", "add", "ivan", "--address", "ivan@example.org", "--role", "support"]);
    desk.home.write("invitation", crate::desk::invitation(&desk.home, "ivan@example.org"));
    desk.advance(24 * 3600);
    let args = ["--output", "json", "operator", "login", "ivan", "--activation", "@invitation", "--password-stdin"];
    assert_eq!(desk.home.run_with_stdin(&args, DESK_PASSWORD).failure().told(), (3, "login_wrong"));
}

#[test]
fn f7_one_of_many_redeems_an_invitation() {
    let desk = Desk::new();
    desk.json(&desk.grace, &["operator", "add", "heidi", "--address", "heidi@example.org", "--role", "support"]);
    desk.home.write("invitation", crate::desk::invitation(&desk.home, "heidi@example.org"));
    let args = ["--output", "json", "operator", "login", "heidi", "--activation", "@invitation", "--password-stdin"];
    let enrolment = desk.home.run_with_stdin(&args, DESK_PASSWORD).done().json();
    let code = totp(&text(&enrolment["secret"]), desk.home.now());
    let args = [args.as_slice(), &["--print-token", "--code", &code]].concat();
    let outcomes: Vec<i32> = std::thread::scope(|scope| {
        let run = || desk.home.run_with_stdin(&args, DESK_PASSWORD).exit;
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|exit| **exit == 0).count(), 1, "{outcomes:?}");
    assert_eq!(desk.home.number("SELECT count(*) FROM operator_sessions WHERE operator = 2"), 1);
}

#[test]
fn v6_2_5_the_password_of_an_operator_obeys_the_policy() {
    let desk = Desk::new();
    desk.json(&desk.grace, &["operator", "add", "heidi", "--address", "heidi@example.org", "--role", "support"]);
    desk.home.write("invitation", crate::desk::invitation(&desk.home, "heidi@example.org"));
    let args = ["--output", "json", "operator", "login", "heidi", "--activation", "@invitation", "--password-stdin"];
    assert_eq!(desk.home.run_with_stdin(&args, "short").failure().told(), (3, "password_rule"));
}

#[test]
fn v7_3_1_v7_3_2_a_session_ends_when_it_idles_and_after_eight_hours() {
    let desk = Desk::new();
    desk.advance(15 * 60 - 1);
    desk.json(&desk.grace, &["operator", "whoami"]);
    desk.advance(15 * 60);
    assert_eq!(desk.fail(&desk.grace, &["operator", "whoami"]).told(), (9, "operator_needed"));
    let grace = desk.again(&desk.grace);
    for _ in 0..8 * 5 {
        desk.advance(12 * 60 - 1);
        desk.json(&grace, &["operator", "whoami"]);
    }
    desk.advance(40);
    assert_eq!(desk.fail(&grace, &["operator", "whoami"]).told(), (9, "operator_needed"), "activity prolongs nothing");
}

#[test]
fn v7_4_1_a_session_that_was_logged_out_is_over_on_the_server() {
    let desk = Desk::new();
    let document = desk.json(&desk.grace, &["operator", "logout"]);
    assert_eq!(document["logged_out"], true);
    assert_eq!(desk.fail(&desk.grace, &["user", "list"]).told(), (9, "operator_needed"));
}

#[test]
fn the_session_lies_in_a_file_of_its_user_alone() {
    let desk = Desk::new();
    desk.advance(60);
    let code = totp(&desk.grace.secret, desk.home.now());
    let args = ["operator", "login", "grace", "--password-stdin", "--code", &code];
    let outcome = desk.home.run_with_stdin(&args, DESK_PASSWORD).done();
    assert!(!outcome.stdout.contains("vop_"), "{outcome}");
    let folder = desk.home.root().join(".local/state/vestibule");
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    desk.home.json(&["user", "show", ADA]);
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    assert_eq!(desk.home.fail(&["user", "show", ADA]).told(), (3, "loose_mode"));
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    desk.home.run(&["operator", "logout"]).done();
    assert!(!file.exists());
    assert_eq!(desk.home.fail(&["user", "show", ADA]).told(), (9, "operator_needed"));
}

#[test]
fn v14_2_4_c14_nothing_secret_of_an_operator_lies_in_the_home() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    let mut everything = std::fs::read(desk.home.path().join("vestibule.db")).unwrap();
    everything.extend(std::fs::read(desk.home.path().join("vestibule.db-wal")).unwrap_or_default());
    let dump = desk.home.dump();
    let raw = data_encoding::BASE32_NOPAD.decode(heidi.secret.as_bytes()).unwrap();
    for secret in [&heidi.token, &heidi.secret, &desk.grace.token, DESK_PASSWORD] {
        assert!(!dump.contains(secret));
        assert!(!everything.windows(secret.len()).any(|part| part == secret.as_bytes()), "in the file");
    }
    assert!(!everything.windows(raw.len()).any(|part| part == raw));
}

#[test]
fn v7_2_1_v9_2_2_no_other_token_stands_in_for_an_operators() {
    let desk = Desk::new();
    let token = &desk.grace.token;
    for wrong in [&token[..token.len() - 1], &token.replace("vop_", "vst_"), "vop_", "", &token.to_uppercase()] {
        assert_eq!(run_as(&desk.home, wrong, &["user", "list"]).failure().told(), (9, "operator_needed"), "{wrong}");
    }
    let other = Desk::new();
    let stranger = Operator { token: other.again_later(&other.grace).token, ..desk.grace.clone() };
    assert_eq!(desk.fail(&stranger, &["user", "list"]).told(), (9, "operator_needed"));
}

#[test]
fn v7_5_3_a_sensitive_act_asks_for_a_new_code_after_five_minutes() {
    let desk = Desk::new();
    desk.advance(5 * 60 - 1);
    desk.json(&desk.grace, &["mfa", "reset", ADA, "--reason", "phone lost"]);
    desk.advance(2);
    let reset = ["mfa", "reset", ADA, "--reason", "phone lost"];
    for sensitive in [
        &reset[..],
        &["user", "set-password", ADA, "--temporary"],
        &["operator", "add", "x", "--address", "x@example.org", "--role", "support"],
        &["operator", "disable", "grace"],
        &["user", "delete", ADA],
    ] {
        assert_eq!(desk.fail(&desk.grace, sensitive).told(), (9, "proof_needed"), "{sensitive:?}");
    }
    desk.json(&desk.grace, &["user", "show", ADA]);
    let used = totp(&desk.grace.secret, desk.home.now() - 301);
    assert_eq!(desk.fail(&desk.grace, &["operator", "prove", "--code", &used]).told(), (3, "login_wrong"));
    let code = totp(&desk.grace.secret, desk.home.now());
    desk.json(&desk.grace, &["operator", "prove", "--code", &code]);
    desk.json(&desk.grace, &reset);
}

/// Logs grace in with a file of her token; answers the file.
fn with_file(desk: &Desk) -> std::path::PathBuf {
    desk.advance(60);
    let code = totp(&desk.grace.secret, desk.home.now());
    let args = ["operator", "login", "grace", "--password-stdin", "--code", &code];
    desk.home.run_with_stdin(&args, DESK_PASSWORD).done();
    let folder = desk.home.root().join(".local/state/vestibule");
    std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn what_needs_no_operator_does_not_depend_on_an_operators_file() {
    let desk = Desk::new();
    let enrolled = desk.home.sign_in_first(ADA);
    let file = with_file(&desk);
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    assert_eq!(desk.home.fail(&["user", "show", ADA]).told(), (3, "loose_mode"));
    desk.home.run_with_stdin(&["session", "check"], &enrolled.session).done();
    let journey = desk.home.journey();
    journey.show().at("sign_in");
    desk.home.run(&["mail", "send"]).done();
    // Logging in again mends the file.
    assert_eq!(with_file(&desk), file);
    desk.home.json(&["user", "show", ADA]);
}

#[test]
fn logging_a_scripts_session_out_leaves_the_file_of_another() {
    let desk = Desk::new();
    let file = with_file(&desk);
    desk.json(&desk.grace, &["operator", "logout"]);
    assert!(file.exists());
    assert_eq!(text(&desk.home.json(&["operator", "whoami"])["operator"]["name"]), "grace");
    desk.home.run(&["operator", "logout"]).done();
    assert!(!file.exists());
}

#[test]
fn v6_1_1_wrong_logins_of_a_stranger_keep_no_session_from_its_proof() {
    let desk = Desk::new();
    for _ in 0..5 {
        log_in(&desk, "grace", WRONG, "000000");
    }
    assert_eq!(log_in(&desk, "grace", WRONG, "000000"), (6, "throttled".to_owned()));
    desk.advance(301);
    let code = totp(&desk.grace.secret, desk.home.now());
    desk.json(&desk.grace, &["operator", "prove", "--code", &code]);
}

#[test]
fn v6_3_1_c6_wrong_proofs_are_counted_by_themselves() {
    let desk = Desk::new();
    desk.advance(60);
    let code = totp(&desk.grace.secret, desk.home.now());
    let wrong = other_than(&code);
    for _ in 0..5 {
        assert_eq!(desk.fail(&desk.grace, &["operator", "prove", "--code", &wrong]).told(), (3, "login_wrong"));
    }
    assert_eq!(desk.fail(&desk.grace, &["operator", "prove", "--code", &code]).told(), (6, "throttled"));
    assert_eq!(log_in(&desk, "grace", DESK_PASSWORD, &code).0, 0, "a login has its own count");
}

#[test]
fn the_secret_of_an_invitation_may_come_from_stdin() {
    let desk = Desk::new();
    desk.json(&desk.grace, &["operator", "add", "heidi", "--address", "heidi@example.org", "--role", "support"]);
    let secret = crate::desk::invitation(&desk.home, "heidi@example.org");
    let args = ["--output", "json", "operator", "login", "heidi", "--activation", "@-", "--password-stdin"];
    let both = format!("{secret}\n{DESK_PASSWORD}");
    let enrolment = desk.home.run_with_stdin(&args, &both).done().json();
    let code = totp(&text(&enrolment["secret"]), desk.home.now());
    let args = [&args[..], &["--print-token", "--code", &code]].concat();
    assert!(text(&desk.home.run_with_stdin(&args, &both).done().json()["token"]).starts_with("vop_"));
    let plain = ["--output", "json", "operator", "login", "heidi", "--activation", &secret, "--password-stdin"];
    assert_eq!(desk.home.run_with_stdin(&plain, &both).failure().told(), (2, "usage"));
}
