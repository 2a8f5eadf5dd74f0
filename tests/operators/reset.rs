//! The call "I have a new phone and can't get in": one command and a mail, whole or not at all.

use std::fs;

use crate::desk::Desk;
use crate::support::home::{ADA, BOB, PASSWORD, TestHome};
use crate::support::journey::text;

const RESET: [&str; 5] = ["mfa", "reset", ADA, "--reason", "phone lost"];

#[test]
fn c9_v6_4_3_after_a_reset_the_next_sign_in_asks_for_the_mailed_code_and_a_new_enrolment() {
    let desk = Desk::new();
    let enrolled = desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    let reset = desk.json(&heidi, &[&RESET[..], &["--and-password"]].concat());
    assert_eq!((&reset["authenticators"], &reset["devices"], &reset["sessions"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(desk.home.run_with_stdin(&["session", "check"], &enrolled.session).exit, 3);
    assert_eq!(desk.home.mails_about("removed by support").len(), 1);
    let journey = desk.home.journey_on(&enrolled.device);
    journey.sign_in(ADA, PASSWORD).at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&desk.home.otp()).at("password_change");
    assert_eq!(desk.home.number("SELECT count(*) FROM sessions WHERE revoked_at IS NULL"), 0);
}

#[test]
fn a_reset_in_the_middle_of_a_journey_ends_it_superseded_and_never_signed_in() {
    let desk = Desk::new();
    let enrolled = desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    let journey = desk.home.challenge(ADA, &enrolled.device);
    desk.json(&heidi, &RESET);
    desk.advance(60);
    let answer = journey.verify(&desk.home.totp(&enrolled.secret));
    assert_eq!((answer.outcome.exit, text(&answer.document["state"]).as_str()), (3, "ended"));
    assert_eq!(answer.document["screen"]["data"]["reason"], "superseded");
    assert_eq!(desk.home.number("SELECT count(*) FROM sessions WHERE revoked_at IS NULL"), 0);
}

#[test]
fn v6_4_4_c21_a_reset_needs_a_reason_and_an_operator() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    assert_eq!(desk.fail(&heidi, &["mfa", "reset", ADA]).told(), (2, "usage"));
    assert_eq!(desk.fail(&heidi, &["mfa", "reset", ADA, "--reason", " "]).told(), (2, "usage"));
    assert_eq!(desk.home.fail(&[&["--yes"], &RESET[..]].concat()).told(), (9, "operator_needed"));
    assert_eq!(desk.home.number("SELECT count(*) FROM authenticators"), 1, "the factor is untouched");
    desk.json(&heidi, &[&RESET[..], &["--ticket", "4711", "--evidence", "passport by video"]].concat());
    let detail = desk.home.text("SELECT detail FROM audit WHERE action = 'mfa.reset'");
    for part in ["phone lost", "4711", "passport by video"] {
        assert!(detail.contains(part), "{detail}");
    }
}

#[test]
fn c8_an_auditor_resets_nothing() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    let olivia = desk.add("olivia", "auditor");
    assert_eq!(desk.fail(&olivia, &RESET).told(), (9, "not_permitted"));
    assert_eq!(desk.home.number("SELECT count(*) FROM authenticators"), 1);
}

#[test]
fn v8_2_2_nobody_resets_their_own_account_and_support_not_an_admins() {
    let desk = Desk::new();
    desk.home.add_as(&desk, "grace@example.org");
    let heidi = desk.add_with("heidi", BOB, "support");
    let own = ["mfa", "reset", BOB, "--reason", "mine"];
    assert_eq!(desk.fail(&heidi, &own).told(), (9, "own_account"));
    let boss = ["mfa", "reset", "grace@example.org", "--reason", "hers"];
    assert_eq!(desk.fail(&heidi, &boss).told(), (9, "admin_account"));
    assert_eq!(desk.fail(&desk.grace, &boss).told(), (9, "own_account"));
    let password = ["user", "set-password", "grace@example.org", "--temporary"];
    assert_eq!(desk.fail(&heidi, &password).told(), (9, "admin_account"));
    desk.json(&desk.grace, &own);
}

impl TestHome {
    /// Makes an account as the admin.
    fn add_as(&self, desk: &Desk, address: &str) {
        desk.json(&desk.grace, &["user", "add", address, "--project-type", "sme", "--temporary"]);
    }
}

#[test]
fn a_list_is_reset_one_by_one_with_one_summary() {
    let desk = Desk::new();
    let list = format!("# recalled phones\n{ADA}\n\n{BOB}\nnobody@example.org\n{}\n", ADA.to_uppercase());
    desk.home.write("list", list);
    let heidi = desk.add("heidi", "support");
    let args = ["mfa", "reset", "--file", "list", "--reason", "recalled", "--ticket", "4711"];
    let outcome = desk.run(&heidi, &args);
    assert_eq!((outcome.exit, outcome.failure().code.as_str()), (3, "some_refused"));
    let many = outcome.json();
    assert_eq!((&many["read"], &many["reset"], &many["refused"]), (&3.into(), &2.into(), &1.into()));
    assert_eq!(many["results"][2]["outcome"], "not_found");
    assert_eq!(desk.home.number("SELECT count(*) FROM audit WHERE action = 'mfa.reset'"), 2);
}

#[test]
fn v6_3_7_the_address_before_hears_of_a_reset_too() {
    let desk = Desk::new();
    let moved = "INSERT INTO support_acts (user, act, at, actor, former_address)
                 SELECT n, 'address_change', (SELECT simulated_at FROM home) - 86400000 * DAYS, 'os:x', 'old@example.org'
                 FROM users WHERE address = 'ada@example.org'";
    desk.home.edit(&moved.replace("DAYS", "8"));
    desk.json(&desk.grace, &RESET);
    assert_eq!(desk.home.mails_about("removed by support").len(), 1, "more than a week ago");
    desk.home.edit(&moved.replace("DAYS", "3"));
    let heidi = desk.add("heidi", "support");
    let outcome = desk.run(&heidi, &RESET);
    assert_eq!(outcome.failure().told(), (9, "approval_needed"));
    let request = text(&outcome.json()["request"]["id"]);
    desk.json(&desk.grace, &["request", "approve", &request]);
    let to: Vec<String> = desk.home.mails_about("removed by support").into_iter().map(|mail| mail.to).collect();
    assert_eq!(to[1..], [ADA, "old@example.org"]);
}

#[test]
fn the_other_acts_of_the_desk_each_tell_the_person() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    let device = desk.home.text("SELECT id FROM devices");
    let session = desk.home.text("SELECT id FROM sessions");
    let why = ["--reason", "called", "--ticket", "4711"];
    let acts: [(&[&str], &str); 4] = [
        (&["user", "unlock", ADA], "user.unlocked"),
        (&["device", "revoke", &device], "device.revoked"),
        (&["session", "revoke", &session], "session.revoked"),
        (&["user", "set-password", ADA, "--temporary"], "user.password_set"),
    ];
    for (act, action) in acts {
        let before = desk.home.mails().len();
        desk.json(&heidi, &[act, &why[..]].concat());
        let mails = desk.home.mails();
        assert_eq!(mails.len(), before + 1, "{act:?}");
        assert_eq!(mails[before].to, ADA);
        let detail = desk.home.text(&format!("SELECT detail FROM audit WHERE action = '{action}'"));
        assert!(detail.contains("called") && detail.contains("4711"), "{detail}");
    }
}

/// Whether the reset happened: all of it, or nothing.
fn happened(home: &TestHome) -> bool {
    assert_eq!(home.text("PRAGMA integrity_check"), "ok");
    let counts = [
        "SELECT 1 - count(*) FROM authenticators",
        "SELECT 1 - count(*) / 10 FROM recovery_codes",
        "SELECT count(*) FROM sessions WHERE revoked_at IS NOT NULL",
        "SELECT count(*) FROM devices WHERE revoked_at IS NOT NULL",
        "SELECT count(*) FROM journeys WHERE status = 'ended'",
        "SELECT count(*) FROM users WHERE password_due = 'reset'",
        "SELECT count(*) FROM support_acts",
        "SELECT count(*) FROM audit WHERE action = 'mfa.reset'",
        "SELECT count(*) FROM outbox WHERE kind = 'authenticator_reset'",
    ]
    .map(|sql| home.number(sql));
    assert!(counts == [0; 9] || counts == [1; 9], "half done: {counts:?}");
    assert_eq!(home.number("SELECT audit_count = (SELECT count(*) FROM audit) FROM home"), 1);
    counts[0] == 1
}

#[test]
fn f1_f2_v2_3_3_a_reset_that_is_killed_anywhere_was_done_or_was_never_begun() {
    let mut done = 0;
    let points = [0_u64, 1, 2, 4, 6, 8, 11, 14, 18, 24];
    let home = TestHome::simulation();
    home.publish_samples();
    home.add_user(ADA, "sme");
    let enrolled = home.sign_in_first(ADA);
    home.challenge(ADA, &enrolled.device);
    home.sqlite().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    for frames in points {
        let fork = home.copy();
        let log = fork.path().join("vestibule.db-wal");
        let args = [&["--yes"], &RESET[..], &["--and-password"]].concat();
        let mut child = fork.spawn(&args);
        let written = || fs::metadata(&log).map_or(0, |log| log.len());
        while frames > 0 && written() < 32 + frames * 4120 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
        let was_done = happened(&fork);
        done += usize::from(was_done);
        // Whoever runs it again finds the home whole.
        fork.run(&args).done();
        assert_eq!(fork.number("SELECT count(*) FROM authenticators"), 0);
    }
    assert!(done < points.len(), "no kill came before the commit");
}

impl TestHome {
    /// Another home with the same content.
    fn copy(&self) -> Self {
        let home = Self::none();
        fs::create_dir_all(home.path().join("keys")).unwrap();
        for file in ["vestibule.toml", "vestibule.db", "keys/home.key"] {
            fs::copy(self.path().join(file), home.path().join(file)).unwrap();
        }
        for folder in ["", "keys"] {
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            fs::set_permissions(home.path().join(folder), private).unwrap();
        }
        home
    }
}

#[test]
fn f6_many_resets_at_once_lose_none_and_audit_each() {
    let desk = Desk::new();
    let many: Vec<String> = (0..8).map(|n| format!("person{n}@example.org")).collect();
    for address in &many {
        desk.json(&desk.grace, &["user", "add", address, "--project-type", "sme", "--temporary"]);
    }
    let exits: Vec<i32> = std::thread::scope(|scope| {
        let reset = |address: &String| desk.run(&desk.grace, &["mfa", "reset", address, "--reason", "recalled"]).exit;
        let threads: Vec<_> = many.iter().map(|address| scope.spawn(move || reset(address))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(exits, [0; 8]);
    assert_eq!(desk.home.number("SELECT count(*) FROM audit WHERE action = 'mfa.reset'"), 8);
    assert_eq!(desk.home.number("SELECT count(*) = max(seq) FROM audit"), 1);
}
