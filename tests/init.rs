//! `vestibule init`: a home appears whole, private, and of the profile asked for.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::json;
use support::home::TestHome;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
}

#[test]
fn v13_3_1_a_new_home_is_for_its_owner_alone() {
    let home = TestHome::real();
    let mut names: Vec<String> =
        fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["keys", "vestibule.db", "vestibule.toml"]);
    for (name, wanted) in [
        ("", 0o700),
        ("keys", 0o700),
        ("keys/home.key", 0o600),
        ("keys/signing.key", 0o600),
        ("vestibule.db", 0o600),
        ("vestibule.toml", 0o600),
    ] {
        assert_eq!(mode(&home.path().join(name)), wanted, "{name}");
    }
}

#[test]
fn v6_3_2_a_new_home_has_no_account_and_no_document() {
    let home = TestHome::real();
    for list in [&["user", "list"][..], &["consent", "documents"], &["journey", "list"], &["mail", "list"]] {
        assert_eq!(home.json(list), json!([]));
    }
}

#[test]
fn the_answer_says_where_the_home_is_and_what_comes_next() {
    let home = TestHome::none();
    let outcome = home.run(&["--output", "json", "init", "--profile", "nist"]).done();
    assert_eq!(outcome.json(), json!({"home": "home", "profile": "nist", "simulation": false}));
    assert!(outcome.stderr.contains("vestibule consent publish"), "{outcome}");
    let policy = home.json(&["policy", "show"]);
    assert_eq!((&policy["profile"], &policy["password"]["min_length"]), (&json!("nist"), &json!(15)));
    assert_eq!(policy["password"]["max_age"], "none");
}

#[test]
fn a_second_home_in_the_same_folder_is_refused_and_the_first_stays() {
    let home = TestHome::real();
    let key = fs::read(home.path().join("keys/home.key")).unwrap();
    assert_eq!(home.fail(&["init"]).told(), (5, "home_exists"));
    assert_eq!(home.fail(&["init", "--simulation"]).told(), (5, "home_exists"));
    assert_eq!(fs::read(home.path().join("keys/home.key")).unwrap(), key);
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let home = TestHome::none();
    fs::create_dir(home.path()).unwrap();
    home.write("home/letter.txt", "dear friend");
    assert_eq!(home.fail(&["init"]).told(), (5, "folder_not_empty"));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(home.root()).unwrap().count(), 1, "no half-made home lies about");
}

#[test]
fn an_empty_folder_becomes_a_home() {
    let home = TestHome::none();
    fs::create_dir(home.path()).unwrap();
    home.run(&["init"]).done();
    assert_eq!(mode(&home.path()), 0o700);
}

#[test]
fn two_at_once_make_one_home() {
    let home = TestHome::none();
    let init: Vec<String> = ["--output", "json", "init"].map(str::to_owned).into();
    let outcomes = home.run_all(&vec![init; 8]);
    let made = outcomes.iter().filter(|outcome| outcome.exit == 0).count();
    assert_eq!(made, 1, "{outcomes:?}");
    home.run(&["user", "list"]).done();
    assert_eq!(fs::read_dir(home.root()).unwrap().count(), 1);
}

#[test]
fn two_real_homes_have_different_keys() {
    let (one, other) = (TestHome::real(), TestHome::real());
    let key = |home: &TestHome| fs::read(home.path().join("keys/home.key")).unwrap();
    assert_ne!(key(&one), key(&other));
}

#[test]
fn a_real_home_refuses_what_makes_a_simulation() {
    let home = TestHome::none();
    for args in [&["init", "--seed", "7"][..], &["init", "--clock", "2026-03-02T09:00:00Z"]] {
        assert_eq!(home.fail(args).told(), (2, "usage"));
    }
    assert!(!home.path().exists());
}

#[test]
fn a_simulation_says_so_on_every_command_and_a_real_home_does_not() {
    let said = |home: &TestHome| {
        let commands: [&[&str]; 4] = [&["user", "list"], &["journey", "start"], &["doctor"], &["mail", "list"]];
        commands.map(|args| home.run(args).stderr.contains("simulation home"))
    };
    assert_eq!(said(&TestHome::simulation()), [true; 4]);
    assert_eq!(said(&TestHome::real()), [false; 4]);
    let quiet = TestHome::simulation().run(&["--quiet", "user", "list"]);
    assert!(quiet.stderr.contains("simulation home"), "{quiet}");
}

#[test]
fn neither_kind_of_home_can_be_turned_into_the_other() {
    let home = TestHome::real();
    home.edit("UPDATE home SET mode = 'simulation', simulated_at = 0, simulation_seed = 7");
    assert_eq!(home.fail(&["user", "list"]).told(), (8, "wrong_key"));
    let home = TestHome::simulation();
    home.edit("UPDATE home SET mode = 'real', simulated_at = NULL, simulation_seed = NULL");
    assert_eq!(home.fail(&["user", "list"]).told(), (8, "wrong_key"));
}

#[test]
fn a_simulation_hashes_cheaply_and_a_real_home_as_the_policy_says() {
    let hash = |home: &TestHome| {
        home.add_user("ada@example.org", "sme");
        home.text("SELECT password_hash FROM users")
    };
    assert!(hash(&TestHome::simulation()).starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    assert!(hash(&TestHome::real()).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[test]
fn the_product_and_the_sender_are_settings_and_are_checked() {
    let home = TestHome::none();
    for (flag, value) in [("--product", ""), ("--product", "a\nb"), ("--from", "nobody")] {
        let failure = home.fail(&["init", flag, value]);
        assert_eq!(failure.told(), (2, "usage"));
        assert!(failure.message.starts_with(flag), "the flag is blamed, not a line of a file: {failure:?}");
    }
    assert!(!home.path().exists(), "a home appears whole or not at all");
    let from = "Portal <no-reply@example.org>";
    home.run(&["init", "--simulation", "--product", "Portal \"X\"", "--from", from]).done();
    home.run(&["mail", "test", "ops@example.org"]).done();
    assert!(home.mails()[0].subject.starts_with("[Portal \"X\"] "), "{:?}", home.mails());
}
