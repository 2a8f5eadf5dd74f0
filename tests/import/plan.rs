//! Plans: what they say, that they change nothing, and that exactly they are applied.

use super::support::home::{ADA, BOB, TestHome};
use super::{counts, valid};

fn home() -> TestHome {
    let home = TestHome::simulation();
    home.add_user(ADA, "enterprise");
    home.write("u.csv", format!("address,name,project_type\n{ADA},Ada,sme\n{BOB},Bob,sme\n"));
    home
}

#[test]
fn a_plan_says_what_changes_and_changes_nothing() {
    let home = home();
    let before = home.dump();
    let plan = home.json(&["import", "plan", "u.csv", "--out", "plan"]);
    assert_eq!(before, home.dump());
    valid("import-plan", &plan);
    assert_eq!(counts(&plan["counts"]), [2, 1, 1, 0, 0]);
    let change = &plan["changes"][0];
    assert_eq!((&change["line"], &change["address"], &change["action"]), (&2.into(), &ADA.into(), &"update".into()));
    assert_eq!(change["fields"][0], serde_json::json!({ "field": "name", "before": null, "after": "Ada" }));
    let applied = home.json(&["import", "apply", "plan", "--yes"]);
    assert_eq!(counts(&applied), [2, 1, 1, 0, 0]);
    assert_eq!(home.text("SELECT project_type FROM users WHERE address_key = 'ada@example.org'"), "sme");
}

#[test]
fn a_plan_is_refused_once_the_database_moved_under_it() {
    for act in [
        &["user", "edit", ADA, "--name", "Countess"][..],
        &["user", "disable", ADA],
        &["user", "add", BOB],
        &["--yes", "user", "delete", ADA],
    ] {
        let home = home();
        home.run(&["import", "plan", "u.csv", "--out", "plan"]).done();
        home.run(act).done();
        let before = home.dump_but_audit();
        assert_eq!(home.fail(&["--yes", "import", "apply", "plan"]).told(), (5, "plan_stale"), "{act:?}");
        assert_eq!(before, home.dump_but_audit());
    }
    let home = home();
    home.run(&["import", "plan", "u.csv", "--out", "plan"]).done();
    home.run(&["--yes", "import", "apply", "plan"]).done();
    assert_eq!(home.fail(&["--yes", "import", "apply", "plan"]).told(), (5, "plan_stale"));
}

#[test]
fn a_plan_of_a_file_that_changed_is_refused() {
    let home = home();
    home.run(&["import", "plan", "u.csv", "--out", "plan"]).done();
    home.write("u.csv", format!("address,name,project_type\n{ADA},Eve,sme\n{BOB},Bob,sme\n"));
    assert_eq!(home.fail(&["--yes", "import", "apply", "plan"]).told(), (5, "plan_stale"));
}

#[test]
fn a_plan_edited_by_hand_or_of_another_home_is_refused() {
    let home = home();
    home.run(&["import", "plan", "u.csv", "--out", "plan"]).done();
    let text = std::fs::read_to_string(home.root().join("plan")).unwrap();
    for (from, to) in [
        ("\"update\"", "\"skip\""),
        ("\"created\": 1", "\"created\": 2"),
        ("u.csv", "v.csv"),
        ("\"sme\"", "\"enterprise\""),
        ("{\n  \"plan\": 1", "{\n  \"more\": 1,\n  \"plan\": 1"),
        ("\"signature\": \"", "\"signature\": \"00"),
    ] {
        assert!(text.contains(from), "{from}");
        home.write("edited", text.replacen(from, to, 1));
        assert_eq!(home.fail(&["--yes", "import", "apply", "edited"]).told(), (5, "plan_invalid"), "{from}");
    }
    let real = TestHome::real();
    real.write("plan", &text);
    assert_eq!(real.fail(&["--yes", "import", "apply", "plan"]).told(), (5, "plan_invalid"));
    assert_eq!(home.number("SELECT count(*) FROM users"), 1);
}
