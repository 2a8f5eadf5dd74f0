//! Acts that wait: for a second operator, for time in which the person can stop them, or for both.

use serde_json::Value;

use crate::desk::{Desk, Operator, run_as};
use crate::support::home::{ADA, BOB, TestHome};
use crate::support::journey::text;

const RESET: [&str; 5] = ["mfa", "reset", ADA, "--reason", "phone lost"];

/// A desk with a two-person rule, and the request that support made.
fn asked() -> (Desk, Operator, String) {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 1");
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    let outcome = desk.run(&heidi, &RESET);
    assert_eq!(outcome.failure().told(), (9, "approval_needed"), "{outcome}");
    let document = outcome.json();
    assert_eq!((&document["request"]["state"], &document["request"]["act"]), (&"waiting".into(), &"mfa_reset".into()));
    let request = text(&document["request"]["id"]);
    assert!(request.starts_with("req_"));
    (desk, heidi, request)
}

fn enrolled(home: &TestHome) -> i64 {
    home.number("SELECT count(*) FROM authenticators")
}

/// The secret that stops the newest request.
fn stop(home: &TestHome) -> String {
    let mail = home.mails_about("asked to open your account").pop().unwrap();
    mail.text.split_whitespace().find(|word| word.starts_with("vrt_")).unwrap().to_owned()
}

fn state(home: &TestHome) -> String {
    home.text("SELECT state FROM requests ORDER BY n DESC LIMIT 1")
}

#[test]
fn v2_3_5_a_reset_waits_for_another_operator_than_the_requester() {
    let (desk, heidi, request) = asked();
    assert_eq!(enrolled(&desk.home), 1);
    assert_eq!(desk.fail(&heidi, &["request", "approve", &request]).told(), (9, "own_request"));
    assert_eq!(desk.fail(&heidi, &RESET).told(), (5, "exists"), "one request an account");
    let approved = desk.json(&desk.grace, &["request", "approve", &request]);
    assert_eq!((&approved["state"], &approved["reset"]["authenticators"]), (&"done".into(), &1.into()));
    assert_eq!(enrolled(&desk.home), 0);
    let detail: Value =
        serde_json::from_str(&desk.home.text("SELECT detail FROM audit WHERE action = 'mfa.reset'")).unwrap();
    let id = |name: &str| desk.home.text(&format!("SELECT id FROM operators WHERE name = '{name}'"));
    assert_eq!(detail["requested_by"], id("heidi"));
    assert_eq!(detail["approved_by"], id("grace"));
    assert_eq!(desk.fail(&desk.grace, &["request", "approve", &request]).told(), (5, "request_over"));
}

#[test]
fn v2_3_5_self_approval_is_audited() {
    let (desk, heidi, request) = asked();
    desk.fail(&heidi, &["request", "approve", &request]);
    let refused = "SELECT outcome FROM audit WHERE action = 'request.refused'";
    assert_eq!(desk.home.text(refused), "own_request");
}

#[test]
fn an_approval_after_the_account_changed_resets_nothing() {
    for change in [
        &["user", "edit", ADA, "--name", "Somebody Else"][..],
        &["user", "disable", ADA],
        &["user", "edit", ADA, "--project-type", "enterprise"],
    ] {
        let (desk, _, request) = asked();
        desk.json(&desk.grace, change);
        assert_eq!(
            desk.fail(&desk.grace, &["request", "approve", &request]).told(),
            (5, "request_stale"),
            "{change:?}"
        );
        assert_eq!((enrolled(&desk.home), state(&desk.home).as_str()), (1, "stale"));
        assert_eq!(desk.home.text("SELECT outcome FROM audit WHERE action = 'request.ended'"), "stale");
    }
}

#[test]
fn a_request_lapses_after_a_day() {
    let (desk, _, request) = asked();
    desk.advance(24 * 3600);
    let grace = desk.again(&desk.grace);
    assert_eq!(desk.fail(&grace, &["request", "approve", &request]).told(), (5, "request_over"));
    assert_eq!((enrolled(&desk.home), state(&desk.home).as_str()), (1, "expired"));
}

#[test]
fn f7_two_operators_who_decide_at_once_decide_once() {
    for _ in 0..4 {
        let (desk, _, request) = asked();
        let judy = desk.add("judy", "support");
        let (approve, reject) = (["request", "approve", &request], ["request", "reject", &request]);
        let (one, two) = std::thread::scope(|scope| {
            let one = scope.spawn(|| desk.run(&desk.grace, &approve).exit);
            let two = scope.spawn(|| desk.run(&judy, &reject).exit);
            (one.join().unwrap(), two.join().unwrap())
        });
        let done = state(&desk.home) == "done";
        assert_eq!((one, two), if done { (0, 5) } else { (5, 0) });
        assert_eq!(enrolled(&desk.home), i64::from(!done));
    }
}

#[test]
fn an_auditor_decides_nothing_and_sees_what_waits() {
    let (desk, _, request) = asked();
    let olivia = desk.add("olivia", "auditor");
    assert_eq!(desk.fail(&olivia, &["request", "approve", &request]).told(), (9, "not_permitted"));
    assert_eq!(desk.fail(&olivia, &["request", "reject", &request]).told(), (9, "not_permitted"));
    assert_eq!(desk.json(&olivia, &["request", "list", "--state", "waiting"])[0]["id"], request.as_str());
}

#[test]
fn the_person_whose_account_it_is_approves_nothing() {
    let (desk, _, request) = asked();
    let ada = desk.add_with("ada", ADA, "support");
    assert_eq!(desk.fail(&ada, &["request", "approve", &request]).told(), (9, "own_account"));
    assert_eq!(enrolled(&desk.home), 1);
}

#[test]
fn the_person_stops_a_request_by_the_secret_of_the_mail_alone() {
    let (desk, _, request) = asked();
    desk.home.write("secret", stop(&desk.home));
    desk.home.write("wrong", "vrt_nothing");
    assert_eq!(desk.home.fail(&["request", "reject", "--token", "@wrong"]).told(), (4, "not_found"));
    let plain = ["request", "reject", "--token", "vrt_plain"];
    assert_eq!(desk.home.fail(&plain).told(), (2, "usage"), "a secret is no argument");
    let stdin = ["--output", "json", "request", "reject", "--token", "@-"];
    assert_eq!(desk.home.run_with_stdin(&stdin, "vrt_nothing").failure().told(), (4, "not_found"), "@- is stdin");
    let rejected = desk.home.json(&["request", "reject", "--token", "@secret"]);
    assert_eq!(rejected["state"], "rejected");
    assert_eq!(desk.fail(&desk.grace, &["request", "approve", &request]).told(), (5, "request_over"));
    assert_eq!(enrolled(&desk.home), 1);
    let actor = desk.home.text("SELECT actor FROM audit WHERE action = 'request.rejected'");
    assert!(actor.starts_with("usr_"), "{actor}");
}

#[test]
fn the_secret_that_stops_is_kept_as_a_digest_and_hidden_in_real_homes() {
    let (desk, _, _) = asked();
    assert!(!desk.home.dump().contains(&stop(&desk.home)));
}

#[test]
fn a_delayed_reset_is_told_at_once_and_done_by_itself_when_its_time_has_come() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 0\ndelay = \"24 h\"");
    desk.home.sign_in_first(ADA);
    let document = desk.json(&desk.grace, &RESET);
    assert_eq!(document["request"]["state"], "approved");
    assert_eq!(desk.home.mails_about("asked to open your account").len(), 1);
    desk.advance(24 * 3600 - 1);
    desk.home.journey();
    assert_eq!(enrolled(&desk.home), 1);
    desk.advance(1);
    desk.home.journey();
    assert_eq!((enrolled(&desk.home), state(&desk.home).as_str()), (0, "done"));
    assert_eq!(desk.home.mails_about("removed by support").len(), 1);
}

#[test]
fn a_delayed_reset_that_the_person_stops_never_happens() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 0\ndelay = \"24 h\"");
    desk.home.sign_in_first(ADA);
    desk.json(&desk.grace, &RESET);
    desk.home.run_with_stdin(&["request", "reject", "--token"], stop(&desk.home)).done();
    desk.advance(48 * 3600);
    desk.home.journey();
    assert_eq!((enrolled(&desk.home), state(&desk.home).as_str()), (1, "rejected"));
}

#[test]
fn with_both_an_approved_reset_still_waits_for_its_time() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 1\ndelay = \"2 h\"");
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    let request = text(&desk.run(&heidi, &RESET).json()["request"]["id"]);
    let approved = desk.json(&desk.grace, &["request", "approve", &request]);
    assert_eq!((&approved["state"], enrolled(&desk.home)), (&"approved".into(), 1));
    desk.advance(2 * 3600);
    desk.home.journey();
    assert_eq!(enrolled(&desk.home), 0);
}

#[test]
fn two_different_acts_on_an_account_in_a_week_need_a_second_operator_in_every_profile() {
    let desk = Desk::new();
    let heidi = desk.add("heidi", "support");
    desk.json(&heidi, &RESET);
    desk.json(&heidi, &RESET);
    let set = ["user", "set-password", ADA, "--temporary"];
    let outcome = desk.run(&heidi, &set);
    assert_eq!(outcome.failure().told(), (9, "approval_needed"), "{outcome}");
    assert_eq!(desk.fail(&heidi, &set).told(), (9, "approval_needed"), "and it goes on waiting");
    let request = desk.home.text("SELECT id FROM requests");
    desk.json(&desk.grace, &["request", "approve", &request]);
    assert_eq!(desk.fail(&desk.grace, &set).told(), (5, "exists"), "it is approved for the operator who asked");
    let made = desk.json(&heidi, &set);
    assert!(made["temporary_password"].is_string(), "{made}");
    assert_eq!(state(&desk.home), "done");
    // Another account, or more than a week later, is another matter.
    desk.json(&heidi, &["user", "set-password", BOB, "--temporary"]);
    desk.advance(7 * 24 * 3600 + 1);
    let heidi = desk.again(&heidi);
    desk.json(&heidi, &RESET);
}

#[test]
fn an_owner_alone_needs_evidence_and_a_day_for_the_second_act() {
    let home = TestHome::with_ada();
    home.json(&["user", "set-password", ADA, "--temporary"]);
    let reset = ["--yes", "mfa", "reset", ADA, "--reason", "phone lost"];
    assert_eq!(home.fail(&reset).told(), (2, "evidence_needed"));
    let document = home.json(&[&reset[..], &["--evidence", "passport seen"]].concat());
    assert_eq!(document["request"]["state"], "approved");
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'mfa.reset'"), 0);
    home.advance("PT24H");
    home.journey();
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'mfa.reset'"), 1);
}

#[test]
fn a_rule_with_a_delay_alone_says_how_many_approvals_it_wants() {
    let home = TestHome::simulation_of("nist");
    home.configure("[support.mfa_reset]\ndelay = \"24 h\"");
    let failure = home.fail(&["policy", "show"]);
    assert_eq!(failure.told(), (2, "config"));
    assert!(failure.message.contains("approvals"), "{}", failure.message);
}

#[test]
fn trying_a_reset_keeps_no_request_and_mails_nobody() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 1");
    let mails = desk.home.mails().len();
    let tried = run_as(&desk.home, &desk.grace.token, &[&RESET[..], &["--dry-run"]].concat()).done().json();
    assert_eq!(tried["dry_run"], true);
    assert_eq!((desk.home.number("SELECT count(*) FROM requests"), desk.home.mails().len()), (0, mails));
}

#[test]
fn v2_3_5_nobody_is_an_operator_under_two_names() {
    let desk = Desk::new();
    let twin = ["operator", "add", "grace2", "--address", "Grace@example.org", "--role", "admin"];
    assert_eq!(desk.fail(&desk.grace, &twin).told(), (5, "exists"));
    assert_eq!(desk.home.number("SELECT count(*) FROM operators"), 1);
}

#[test]
fn what_a_disabled_operator_asked_for_is_not_done() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 0\ndelay = \"24 h\"");
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    desk.run(&heidi, &RESET);
    desk.json(&desk.grace, &["operator", "disable", "heidi", "--reason", "left"]);
    assert_eq!(state(&desk.home), "rejected");
    desk.advance(25 * 3600);
    desk.home.journey();
    assert_eq!((enrolled(&desk.home), state(&desk.home).as_str()), (1, "rejected"));
}

#[test]
fn a_delayed_reset_that_nobody_met_for_days_lapses() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 0\ndelay = \"24 h\"");
    desk.home.sign_in_first(ADA);
    desk.run(&desk.grace, &RESET);
    desk.advance(49 * 3600);
    desk.home.journey();
    assert_eq!((enrolled(&desk.home), state(&desk.home).as_str()), (1, "expired"));
}

#[test]
fn an_operator_does_not_remove_the_own_account() {
    let desk = Desk::new();
    desk.json(&desk.grace, &["user", "add", "grace@example.org", "--temporary"]);
    let delete = ["user", "delete", "grace@example.org", "--yes"];
    assert_eq!(desk.fail(&desk.grace, &delete).told(), (9, "own_account"));
}
