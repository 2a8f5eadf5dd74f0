//! One act is one transaction: of many at once one wins, and one that is stopped in its midst was never begun.

use std::fs;
use std::process::Command;
use std::sync::Barrier;

use vestibule::service::Service;

use crate::lab::{Lab, Seen, submit};
use crate::support::home::{ADA, PASSWORD, TestHome, WRONG};
use crate::support::journey::{Journey, other_than};
use crate::support::smtp::{Behaviour, SmtpServer};

/// Bytes that a page takes in the write-ahead log.
const FRAME: u64 = 4096 + 24;

/// What this many clients of one home came to, who all acted at the same moment.
fn race(lab: &Lab, clients: usize, act: impl Fn(&mut Service, usize) -> Seen + Sync) -> Vec<Seen> {
    let (path, start) = (lab.home.path(), Barrier::new(clients));
    std::thread::scope(|scope| {
        let client = |number: usize| {
            let (path, start, act) = (&path, &start, &act);
            scope.spawn(move || {
                let mut service = Service::open(path).unwrap();
                start.wait();
                act(&mut service, number)
            })
        };
        let clients: Vec<_> = (0..clients).map(client).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    })
}

fn count(seen: &[Seen], code: &str) -> usize {
    seen.iter().filter(|seen| seen.code == code).count()
}

#[test]
fn c3_v2_3_4_v15_4_2_a_hundred_clients_redeem_one_mailed_code_once() {
    let mut lab = Lab::new();
    let id = lab.past_mail(ADA);
    let code = lab.home.otp();
    let seen = race(&lab, 100, |service, _| submit(service, &id, "verify", &[("code", &code)]));
    assert_eq!(count(&seen, ""), 1, "{seen:?}");
    let others = ["conflict", "action_not_allowed", "database_busy"];
    assert!(seen.iter().all(|seen| seen.code.is_empty() || others.contains(&seen.code.as_str())), "{seen:?}");
    assert_eq!(lab.home.number("SELECT count(*) FROM otps WHERE used_at IS NOT NULL"), 1);
    assert_eq!(lab.home.number("SELECT count(*) FROM audit WHERE action = 'journey.otp'"), 1);
    lab.show(&id).at("mfa_required");
}

#[test]
fn c3_v6_5_1_one_code_of_the_app_or_of_recovery_signs_one_of_many_journeys_in() {
    let mut lab = Lab::new();
    let enrolled = lab.enrol(ADA);
    for recovery in [false, true] {
        lab.advance(60);
        let journeys: Vec<String> = (0..8).map(|_| lab.challenge(ADA, &enrolled.device)).collect();
        let code = if recovery { enrolled.codes[0].clone() } else { lab.totp(&enrolled.secret) };
        let sessions = lab.home.number("SELECT count(*) FROM sessions");
        let seen = race(&lab, 8, |service, n| submit(service, &journeys[n], "verify", &[("code", &code)]));
        assert_eq!(count(&seen, ""), 1, "{seen:?}");
        let refused = if recovery { "totp_wrong" } else { "totp_replayed" };
        assert_eq!(count(&seen, refused) + count(&seen, "throttled"), 7, "{seen:?}");
        assert_eq!(lab.home.number("SELECT count(*) FROM sessions"), sessions + 1);
    }
}

#[test]
fn c4_parallel_guesses_at_a_mailed_code_get_no_more_comparisons_than_one_after_another() {
    let mut lab = Lab::new();
    let id = lab.past_mail(ADA);
    let right = lab.home.otp();
    let wrong = other_than(&right);
    let guess = |service: &mut Service, _| {
        let mut last = submit(service, &id, "verify", &[("code", &wrong)]);
        for _ in 0..3 {
            if last.code == "conflict" {
                last = submit(service, &id, "verify", &[("code", &wrong)]);
            }
        }
        last
    };
    let seen = race(&lab, 50, guess);
    let compared = count(&seen, "otp_wrong");
    assert!(compared <= 5, "{compared} comparisons");
    assert_eq!(lab.home.number("SELECT coalesce(sum(total), 0) FROM throttles WHERE kind = 'otp'"), compared as i64);
    for _ in compared..5 {
        lab.verify(&id, &wrong);
    }
    lab.verify(&id, &right).refused("journey_ended", "ended");
}

#[test]
fn c4_parallel_guesses_at_a_password_are_counted_before_they_are_compared() {
    let mut lab = Lab::new();
    let journeys: Vec<String> = (0..24).map(|_| lab.start()).collect();
    let fields = [("email", ADA), ("password", WRONG)];
    let seen = race(&lab, 24, |service, n| submit(service, &journeys[n], "sign_in", &fields));
    assert_eq!((count(&seen, "credentials_wrong"), count(&seen, "throttled")), (5, 19), "{seen:?}");
    lab.sign_in(&journeys[0], ADA, PASSWORD).refused("throttled", "sign_in");
}

/// A home in which a journey is about to enrol an authenticator and open its session, which touches most tables.
fn about_to_enrol() -> (Lab, String) {
    let mut lab = Lab::new();
    let id = lab.past_otp(ADA);
    let secret = lab.enter_setup(&id);
    lab.verify(&id, &lab.totp(&secret)).at("recovery_codes");
    (lab, id)
}

/// Whether the enrolment happened: all of it, or nothing.
fn happened(home: &TestHome) -> bool {
    assert_eq!(home.text("PRAGMA integrity_check"), "ok");
    assert_eq!(home.text("SELECT coalesce(group_concat(\"table\"), '') FROM pragma_foreign_key_check"), "");
    let counts = [
        "SELECT count(*) FROM authenticators",
        "SELECT count(*) / 10 FROM recovery_codes",
        "SELECT count(*) FROM sessions",
        "SELECT count(*) FROM devices",
        "SELECT count(*) FROM audit WHERE action = 'journey.mfa_enrolled'",
        "SELECT count(*) FROM journey_events WHERE event = '\"acknowledged\"'",
        "SELECT count(*) FROM journeys WHERE status = 'signed_in'",
        "SELECT count(*) FROM outbox WHERE kind = 'authenticator_enrolled'",
        "SELECT count(*) FROM outbox WHERE kind = 'new_device'",
        "SELECT 1 - count(pending) FROM journeys",
    ]
    .map(|sql| home.number(sql));
    assert!(counts == [0; 10] || counts == [1; 10], "half done: {counts:?}");
    let trail =
        "SELECT audit_count = (SELECT count(*) FROM audit) AND audit_count = (SELECT max(seq) FROM audit) FROM home";
    assert_eq!(home.number(trail), 1);
    counts[0] == 1
}

#[test]
fn v2_3_3_an_act_that_is_killed_anywhere_was_done_or_was_never_begun() {
    let (mut lab, id) = about_to_enrol();
    let mut done = 0;
    // The first is killed as soon as it runs, so that one kill at least comes before the commit.
    let points = [0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32];
    for frames in points {
        let fork = lab.fork();
        let log = fork.home.path().join("vestibule.db-wal");
        let mut child = fork.home.spawn(&["journey", "submit", &id, "continue"]);
        let written = || fs::metadata(&log).map_or(0, |log| log.len());
        while frames > 0 && written() < 32 + frames * FRAME && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
        drop(fork.service);
        let was_done = happened(&fork.home);
        done += usize::from(was_done);
        // Whoever acts next finds the journey whole and can go on from there.
        let state = if was_done { "signed_in" } else { "recovery_codes" };
        let mut service = Service::open(&fork.home.path()).unwrap();
        assert_eq!(service.show_journey(&id).unwrap().state, state);
        if !was_done {
            submit(&mut service, &id, "continue", &[]).at("signed_in");
            assert!(happened(&fork.home));
        }
    }
    assert!(done < points.len(), "no kill came before the commit");
}

#[test]
fn v2_3_3_f4_an_act_that_meets_a_full_disk_anywhere_was_done_or_was_never_begun() {
    let (mut lab, id) = about_to_enrol();
    let (mut done, mut refused) = (0, 0);
    for blocks in (32..=592).step_by(28) {
        let fork = lab.fork();
        let mut command = Command::new("/bin/sh");
        fork.home.prepare(&mut command);
        let limited = format!("ulimit -f {blocks}; exec \"$0\" --output json journey submit {id} continue");
        command.args(["-c", &limited, env!("CARGO_BIN_EXE_vestibule")]);
        let outcome: crate::support::home::Outcome = command.output().unwrap().into();
        match outcome.exit {
            0 => {
                assert!(happened(&fork.home), "{outcome}");
                done += 1;
            }
            7 => {
                // Once it is committed, only the hand-over of its mail can still fail.
                let stands = happened(&fork.home);
                assert!(outcome.stdout.is_empty() || stands, "{outcome}");
                refused += 1;
            }
            other => panic!("exit {other} at {blocks} blocks: {outcome}"),
        }
        let journey = Service::open(&fork.home.path()).unwrap().show_journey(&id).unwrap();
        assert!(["signed_in", "recovery_codes"].contains(&journey.state), "it can be read");
    }
    assert!(done > 0 && refused > 0, "{done} done, {refused} refused");
}

#[test]
fn v2_3_3_what_was_committed_survives_a_kill_during_the_hand_over_of_its_mail() {
    let silent = SmtpServer::start(Behaviour::HangOnConnect);
    let home = TestHome::real();
    home.add_user(ADA, "sme");
    let smtp = format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\ntls = \"none\"\nport = {}", silent.port);
    home.reconfigure("transport = \"folder\"", &smtp);
    let journey: Journey<'_> = home.journey();
    journey.sign_in(ADA, PASSWORD).accepted();
    let args = journey.submission("ok", &[]);
    let mut child = home.spawn(&args.iter().map(String::as_str).collect::<Vec<_>>());
    while silent.connections() == 0 && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    journey.show().at("otp_verification");
    assert_eq!(home.number("SELECT count(*) FROM otps"), 1);
    assert_eq!(home.text("SELECT state FROM outbox"), "queued");
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'journey.code_mailed'"), 1);
    // Its lease outlives the process that held it; once it is over, the same mail goes out.
    let server = SmtpServer::start(Behaviour::Accept);
    home.reconfigure(&format!("port = {}", silent.port), &format!("port = {}", server.port));
    home.run(&["mail", "send"]).done();
    assert_eq!(server.received().len(), 0, "nobody else takes it meanwhile");
    home.edit("UPDATE outbox SET leased_until = 0");
    home.run(&["mail", "send"]).done();
    let code = crate::support::home::Mail::parse(&server.wait_for(1)[0].data).code();
    journey.verify(&code).at("mfa_required");
}
