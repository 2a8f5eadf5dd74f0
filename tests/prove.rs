//! `vestibule journey prove|replay`: what is proved of a policy, and stored sign-ins held against their events.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[path = "prove/map.rs"]
mod map;
mod support;

use serde_json::{Value, json};
use support::home::{ADA, BOB, Outcome, TestHome};

/// Few tries, so that an unoptimised build searches quickly.
const FEW: &str = "[otp]\ntries = 1\nsends = 1\n[mfa]\ntries = 1\n";

fn homeless(home: &TestHome, args: &[&str]) -> Outcome {
    home.command(args).env_remove("VESTIBULE_HOME").output().unwrap().into()
}

/// Proves a policy that says this besides [`FEW`]; `rules` come first.
fn prove(rules: &str, args: &[&str]) -> (TestHome, Outcome) {
    let home = TestHome::none();
    home.write("policy.toml", format!("{rules}\n{FEW}"));
    let outcome = homeless(&home, &[&["journey", "prove", "--policy", "policy.toml"], args].concat());
    (home, outcome)
}

#[test]
fn every_rule_holds_and_stdout_is_the_same_again() {
    let (home, first) = prove("", &[]);
    let first = first.done();
    assert!(first.stdout.starts_with("Policy: policy.toml\n475 open states, 19,437 transitions,"), "{first}");
    assert!(first.stdout.contains("\nok      signed_in_mfa "), "{first}");
    assert!(!first.stdout.contains("BROKEN"), "{first}");
    assert!(first.stderr.starts_with("Searched in "), "{first}");
    let again = homeless(&home, &["-q", "journey", "prove", "--policy", "policy.toml"]).done();
    assert_eq!((again.stdout, again.stderr.as_str()), (first.stdout, ""));
}

#[test]
fn json_is_one_document_without_a_time() {
    let (home, _) = prove("", &[]);
    let args = ["-q", "--output", "json", "journey", "prove", "--policy", "policy.toml"];
    let document = homeless(&home, &args).done().json();
    assert_eq!(document["holds"], true);
    assert_eq!((&document["states"], &document["transitions"]), (&json!(475), &json!(19437)));
    let properties = document["properties"].as_array().unwrap();
    assert_eq!(properties.len(), 42);
    assert!(properties.iter().all(|one| one["holds"] == true && one["counterexample"] == Value::Null));
    let keys: Vec<_> = document.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["holds", "policy", "properties", "refusals", "remarks", "states", "transitions"]);
}

#[test]
fn a_rule_that_holds_exits_0_and_may_be_asked_for_alone() {
    let rules = "rules = [\"never signed_in without consent(terms)\", \"at_most 3 mails\"]";
    for rule in ["never signed_in without consent(terms)", "at_most  3 mails", "signed_in_mfa"] {
        let (_, outcome) = prove(rules, &["--property", rule]);
        let outcome = outcome.done();
        let named = rule.replace("  ", " ");
        assert!(outcome.stdout.contains(&format!("ok      {named}")), "{outcome}");
        assert!(!outcome.stdout.contains("counts_grow"), "one rule alone\n{outcome}");
    }
}

#[test]
fn a_broken_rule_comes_as_a_script_that_run_confirms() {
    let rules = "rules = [\"never signed_in without otp\", \"never ended after consent\"]";
    let (home, outcome) = prove(rules, &["--property", "never ended after consent", "--script", "broken.toml"]);
    assert_eq!(outcome.exit, 3, "{outcome}");
    assert!(outcome.stderr.contains("\"never ended after consent\" does not hold"), "{outcome}");
    let script = std::fs::read_to_string(home.root().join("broken.toml")).unwrap();
    assert!(outcome.stdout.ends_with(&script), "the report ends in the script\n{outcome}");
    homeless(&home, &["run", "broken.toml"]).done();
    let again = homeless(
        &home,
        &[
            "--output",
            "json",
            "journey",
            "prove",
            "--policy",
            "policy.toml",
            "--property",
            "never ended after consent",
            "--script",
            "broken.toml",
        ],
    );
    assert_eq!(again.failure().told(), (5, "exists"));
    assert_eq!(std::fs::read_to_string(home.root().join("broken.toml")).unwrap(), script, "it is left as it is");
}

#[test]
fn several_broken_rules_are_all_told_and_the_json_has_their_scripts() {
    let rules = "rules = [\"never signed_in without otp\", \"at_most 0 mails\", \"never sign_in without otp\"]";
    let (_, outcome) = prove(rules, &["--output", "json"]);
    let failure = outcome.failure();
    assert_eq!(failure.told(), (3, "rule_broken"));
    assert!(failure.message.starts_with("3 rules do not hold"), "{}", failure.message);
    let document = outcome.json();
    let broken: Vec<_> =
        document["properties"].as_array().unwrap().iter().filter(|one| one["holds"] == false).collect();
    assert_eq!(broken.len(), 3);
    for one in &broken {
        assert!(one["counterexample"]["script"].as_str().unwrap().contains("[[step]]"), "{one}");
    }
    assert_eq!(broken[1]["counterexample"]["events"].as_array().unwrap().len(), 2);
    assert_eq!(broken[2]["counterexample"]["events"], json!([]));
}

#[test]
fn a_counterexample_that_scripts_cannot_play_says_why() {
    let rule = "never device_unrecognized after mfa_challenge";
    let (home, outcome) = prove(&format!("rules = [\"{rule}\"]"), &["--property", rule, "--script", "none.toml"]);
    assert_eq!(outcome.exit, 3, "{outcome}");
    assert!(outcome.stdout.contains("There is no script of it: it changes the account meanwhile"), "{outcome}");
    assert!(!home.root().join("none.toml").exists());
}

#[test]
fn a_policy_that_lets_somebody_in_unproved_or_locks_everybody_out_is_named_in_plain_words() {
    let home = TestHome::none();
    home.write("open.toml", "[mfa]\nrequired = false\ntries = 1\n[otp]\ntries = 1\n");
    let open = homeless(&home, &["journey", "prove", "--policy", "open.toml"]).done();
    let sentence =
        "Under this policy an account without an authenticator signs in with password and mailed code alone.";
    assert!(open.stdout.contains(sentence), "{open}");
    assert!(open.stdout.contains("on a trusted device with the password alone."), "{open}");
    home.write("shut.toml", "[consent.required]\nenterprise = [\"Terms of Use\"]\n");
    let shut = homeless(&home, &["journey", "prove", "--policy", "shut.toml", "--property", "way_in_for_all"]);
    assert_eq!(shut.exit, 3, "{shut}");
    assert!(shut.stdout.contains("no enterprise account can sign in: it must accept \"Terms of Use\""), "{shut}");
    assert!(shut.stdout.contains("error = \"consent_unavailable\""), "the script shows the refusal\n{shut}");
}

#[test]
fn a_wrong_policy_or_rule_exits_2_and_says_where() {
    let home = TestHome::none();
    let told = |args: &[&str]| homeless(&home, &[&["--output", "json", "journey", "prove"], args].concat()).failure();
    home.write("tries.toml", "[otp]\n\ntries = 99\n");
    let failure = told(&["--policy", "tries.toml"]);
    assert_eq!(
        (failure.told(), failure.message.as_str()),
        ((2, "config"), "In tries.toml, line 3: otp.tries is 99; use 1 to 10.")
    );
    home.write("rules.toml", "rules = [\n  \"at_most 3 mails\",\n  \"never signed_in without luck\",\n]\n");
    let failure = told(&["--policy", "rules.toml"]);
    assert_eq!(failure.told(), (2, "config"));
    assert!(failure.message.starts_with("In rules.toml, line 3: "), "{}", failure.message);
    home.write("document.toml", "rules = [\n  \"never signed_in without consent(imprint)\",\n]\n");
    assert!(told(&["--policy", "document.toml"]).message.contains("line 2: rules has"));
    assert_eq!(told(&["--policy", "missing.toml"]).exit, 2);
    let failure = told(&["--property", "signed_in_mfaa"]);
    assert_eq!((failure.exit, failure.hint.as_str()), (2, "Did you mean \"signed_in_mfa\"?"));
    assert!(told(&["--property", "gibberish"]).hint.starts_with("There are: password_first, "));
}

#[test]
fn the_language_of_rules_is_in_the_help_of_the_policy() {
    let help = homeless(&TestHome::none(), &["help", "policy"]).done().stdout;
    for part in [
        "never SCREEN without NEED",
        "at_most 3 mails",
        "NEED: password, otp,",
        "consent(DOCUMENT)",
        "SCREEN: sign_in,",
    ] {
        assert!(help.contains(part), "{part}");
    }
}

/// A home with one finished and one open sign-in.
fn lived_in() -> TestHome {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    home.sign_in_first(ADA);
    home.past_mail(BOB).verify("000000");
    home
}

fn handle(home: &TestHome, status: &str) -> String {
    home.text(&format!("SELECT handle FROM journeys WHERE status = '{status}'"))
}

#[test]
fn stored_sign_ins_replay_to_what_is_stored() {
    let home = lived_in();
    let journey = home.past_password(BOB);
    let by_id = home.json(&["journey", "replay", &journey.id]);
    assert_eq!((&by_id["events"], &by_id["same"]), (&json!(1), &json!(true)));
    assert!(by_id["journey"].as_str().unwrap().starts_with("jrh_"), "an answer shows the handle alone");
    let all = home.json(&["journey", "replay", "--all"]);
    assert_eq!((&all["journeys"], &all["different"]), (&json!(3), &json!([])));
    let told = home.run(&["journey", "replay", "--all"]).done().stdout;
    assert!(told.starts_with("3 of 3 sign-ins are stored as their "), "{told}");
    let before = home.dump();
    home.run(&["journey", "replay", "--all"]).done();
    assert_eq!(home.dump(), before, "replaying changes nothing");
}

#[test]
fn a_policy_that_changed_since_makes_no_difference() {
    let home = lived_in();
    home.configure("[mfa]\nrequired = false\n[otp]\ntries = 1\nsends = 1");
    home.run(&["journey", "replay", "--all"]).done();
}

#[test]
fn whatever_is_tampered_with_is_told_and_exits_8() {
    let edits = [
        ("snapshot = replace(snapshot, '\"otp_wrong\":1', '\"otp_wrong\":0')", "history.otp_wrong", "0", "1"),
        (
            "snapshot = replace(snapshot, '\"otp_verification\"', '\"mfa_required\"')",
            "state",
            "mfa_required",
            "otp_verification",
        ),
        (
            "snapshot = replace(snapshot, '\"device_trusted\":false', '\"device_trusted\":true')",
            "facts.device_trusted",
            "true",
            "false",
        ),
        ("version = version + 1", "version", "4", "3"),
        ("status = 'ended'", "status", "ended", "open"),
    ];
    for (edit, what, stored, replayed) in edits {
        let home = lived_in();
        let open = handle(&home, "open");
        home.edit(&format!("UPDATE journeys SET {edit} WHERE handle = '{open}'"));
        let outcome = home.run(&["--output", "json", "journey", "replay", &open]);
        assert_eq!(outcome.failure().told(), (8, "replay_differs"), "{edit}");
        let difference = json!({ "what": what, "stored": stored, "replayed": replayed });
        assert_eq!(outcome.json()["differences"], json!([difference]), "{edit}");
        let all = home.run(&["--output", "json", "journey", "replay", "--all"]);
        assert_eq!(all.exit, 8);
        assert_eq!(all.json()["different"][0]["journey"], json!(open));
    }
}

#[test]
fn events_and_effects_that_are_missing_or_forged_are_told() {
    let differs = |edit: &str| {
        let home = lived_in();
        home.edit(edit);
        let outcome = home.run(&["--output", "json", "journey", "replay", "--all"]);
        assert_eq!(outcome.exit, 8, "{edit}\n{outcome}");
        let document = outcome.json();
        let all = document["different"].as_array().unwrap().iter();
        all.flat_map(|one| one["differences"].as_array().unwrap().clone()).collect::<Vec<_>>()
    };
    let whats =
        |edit: &str| differs(edit).iter().map(|one| one["what"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(whats("DELETE FROM sessions"), ["sessions"]);
    assert_eq!(whats("DELETE FROM otps WHERE used_at IS NULL"), ["mailed codes"]);
    assert!(whats("DELETE FROM journey_events WHERE event LIKE '%otp_bad%'").contains(&"version".to_owned()));
    let forged = differs("UPDATE journey_events SET event = '\"totp_ok\"' WHERE event = '\"otp_bad\"'");
    assert_eq!(
        forged,
        [json!({ "what": "event 3", "stored": "totp_ok",
                 "replayed": "refused in otp_verification: this screen does not offer that action" })]
    );
}

#[test]
fn an_event_that_cannot_be_read_is_damage() {
    let home = lived_in();
    home.edit("UPDATE journey_events SET event = '\"magic\"' WHERE event = '\"otp_bad\"'");
    let failure = home.fail(&["journey", "replay", "--all"]);
    assert_eq!(failure.told(), (8, "database_damaged"));
    assert!(failure.message.contains("column event"), "{}", failure.message);
}

#[test]
fn replay_wants_one_journey_or_all_and_knows_which_there_are() {
    let home = lived_in();
    assert_eq!(home.fail(&["journey", "replay", "jrh_nobody"]).told(), (4, "not_found"));
    assert_eq!(home.fail(&["journey", "replay"]).exit, 2);
    assert_eq!(home.fail(&["journey", "replay", "--all", "jrh_nobody"]).exit, 2);
    assert_eq!(homeless(&TestHome::none(), &["--output", "json", "journey", "replay", "--all"]).failure().exit, 4);
}
