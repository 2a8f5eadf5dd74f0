//! Plans: what they say, that they change nothing, and that exactly they are applied.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use vestibule::service::import::{Format, ImportError, ImportFile, Options, Plan, Progress, Reading, Watch};
use vestibule::service::{Service, ServiceError};

use super::support::home::{ADA, BOB, TestHome};
use super::{counts, import, sample, valid};

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

/// Writes another name into the last row of a file as it lies there.
fn swap(file: &Path) {
    let mut open = std::fs::OpenOptions::new().write(true).open(file).unwrap();
    open.seek(SeekFrom::End(-16)).unwrap();
    open.write_all(b"somebody--else--").unwrap();
}

#[test]
fn f20_a_file_swapped_while_its_plan_is_applied_is_not_applied() {
    let home = TestHome::simulation();
    let row = |n| format!("p{n:05}@example.org,i{n:05},{}-original-fellow-\n", "x".repeat(150));
    let rows: String = (0..6_000).map(row).collect();
    home.write("long.csv", format!("address,external_id,name\n{}", rows.trim_end()));
    home.run(&["import", "plan", "long.csv", "--out", "plan"]).done();
    let mut service = Service::open(&home.path()).unwrap();
    let text = std::fs::read(home.root().join("plan")).unwrap();
    let plan = Plan::parse(&text, &service.world.keyring).unwrap();
    let file = home.root().join("long.csv");
    let mut was_swapped = false;
    let applied = {
        let mut watch = Watch::new(|progress| {
            if matches!(progress, Progress::Rows { rows: 1_000, .. }) {
                swap(&file);
                was_swapped = true;
            }
        });
        service.apply_plan(&plan, None, &mut watch, &mut |_| Ok(()))
    };
    assert!(matches!(applied, Err(ServiceError::Import(ImportError::PlanStale(_)))));
    assert!(was_swapped);
    assert_eq!(home.number("SELECT count(*) FROM users"), 0);
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action LIKE 'user%'"), 0);
}

#[test]
fn f20_a_file_swapped_after_its_passwords_were_hashed_is_not_imported() {
    let home = TestHome::simulation();
    let rows: String =
        (0..300).map(|n| format!("p{n:03}@example.org,Correct-horse-7-battery,Person-number-{n:02}\n")).collect();
    home.write("u.csv", format!("address,password,name\n{}", rows.trim_end()));
    let path = home.root().join("u.csv");
    let mut service = Service::open(&home.path()).unwrap();
    let file = ImportFile::open(&path, Format::Csv, Reading::default()).unwrap();
    let mut watch = Watch::new(|progress| {
        if matches!(progress, Progress::Hashing { .. }) {
            swap(&path);
        }
    });
    let imported = service.import(&file, &Options::default(), &mut watch, &mut |_| Ok(()));
    assert!(matches!(imported, Err(ServiceError::Import(ImportError::Changed))));
    drop(watch);
    assert_eq!(home.number("SELECT count(*) FROM users"), 0);
}

#[test]
fn a_plan_holds_for_every_field_of_a_new_account() {
    let home = TestHome::simulation();
    let sample: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(sample("firebase.json")).unwrap()).unwrap();
    home.write("users.json", serde_json::json!({ "users": sample["users"] }).to_string());
    home.write("own.json", sample["hash_config"].to_string());
    let mut other = sample["hash_config"].clone();
    other["rounds"] = 7.into();
    home.write("other.json", other.to_string());
    let plan = ["import", "plan", "users.json", "--format", "firebase", "--hash-config", "own.json", "--out", "plan"];
    home.run(&plan).done();
    let apply = |config| ["--yes", "import", "apply", "plan", "--hash-config", config];
    assert_eq!(home.fail(&apply("other.json")).told(), (5, "plan_stale"), "the hashes would be others");
    assert_eq!(home.number("SELECT count(*) FROM users"), 0);
    home.run(&apply("own.json")).done();
    assert_eq!(home.number("SELECT count(*) FROM users"), 3);
}

#[test]
fn a_plan_remembers_what_divides_its_cells() {
    let home = TestHome::simulation();
    home.write("u.csv", format!("address;name\n{ADA};Ada\n"));
    let plan = home.json(&["import", "plan", "u.csv", "--delimiter", ";", "--out", "plan"]);
    valid("import-plan", &plan);
    home.run(&["--yes", "import", "apply", "plan"]).done();
    assert_eq!(home.text("SELECT name FROM users"), "Ada");
}

#[test]
fn a_plan_is_not_written_over_what_is_no_plan_of_this_home() {
    let home = home();
    let list = std::fs::read(home.root().join("u.csv")).unwrap();
    assert_eq!(home.fail(&["import", "plan", "u.csv", "--out", "u.csv"]).told(), (5, "exists"));
    assert_eq!(std::fs::read(home.root().join("u.csv")).unwrap(), list);
    home.run(&["import", "plan", "u.csv", "--out", "plan"]).done();
    home.run(&["user", "disable", ADA]).done();
    home.run(&["import", "plan", "u.csv", "--out", "plan"]).done();
    home.run(&["--yes", "import", "apply", "plan"]).done();
    home.write("v.csv", "address\nnew@example.org\n");
    let out = ["--yes", "import", "v.csv", "--print-temporary", "u.csv"];
    assert_eq!(home.fail(&out).told(), (5, "exists"));
    assert_eq!(home.fail(&["export", "users", "--out", "u.csv"]).told(), (5, "exists"));
}

#[test]
fn what_was_not_imported_stands_in_the_answer() {
    let home = TestHome::simulation();
    let file = sample("keycloak.json");
    home.run(&["import", "plan", &file, "--format", "keycloak", "--out", "plan"]).done();
    let answer = home.json(&["--yes", "import", "apply", "plan"]);
    valid("import", &answer);
    assert_eq!(answer["not_imported"]["groups"], 1, "{answer}");
    let (_, again) = import(&home, &[&file, "--format", "keycloak"]);
    assert_eq!(again["not_imported"]["groups"], 1, "{again}");
}
