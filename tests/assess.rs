//! `vestibule policy assess`: the requirements by their numbers, with evidence that exists.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::home::{Outcome, TestHome};

/// The program without any home.
fn homeless(home: &TestHome, args: &[&str]) -> Outcome {
    home.command(args).env_remove("VESTIBULE_HOME").output().unwrap().into()
}

fn assessed(policy: &str) -> Value {
    let args = ["--output", "json", "policy", "assess", "--policy", policy];
    homeless(&TestHome::none(), &args).done().json()
}

fn requirements(assessment: &Value) -> &[Value] {
    assessment["requirements"].as_array().unwrap()
}

/// The requirement of this number, the first of its standard where two levels have it.
fn one<'a>(assessment: &'a Value, id: &str) -> &'a Value {
    requirements(assessment).iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id} is missing"))
}

#[test]
fn portal_deviates_where_the_products_rules_do_and_nist_does_not() {
    let (portal, nist) = (assessed("portal"), assessed("nist"));
    for id in ["V6.2.5", "V6.2.10", "V6.4.5", "3.1.1.2-P1", "3.1.1.2-P6", "3.1.1.2-P7"] {
        let (old, new) = (one(&portal, id), one(&nist, id));
        assert_eq!((&old["verdict"], &old["decided_by"]), (&"not_met".into(), &"policy".into()), "{id}");
        assert!(old["why"].as_str().unwrap().contains("password."), "{id} names the setting: {old}");
        assert_eq!((&new["verdict"], &new["why"]), (&"met".into(), &Value::Null), "{id}");
    }
    let skew = serde_json::json!({"key": "totp.skew", "value": "1"});
    for assessment in [&portal, &nist] {
        let lifetime = one(assessment, "V6.5.5");
        assert_eq!(lifetime["verdict"], "not_met");
        assert!(lifetime["settings"].as_array().unwrap().contains(&skew), "{lifetime}");
    }
    // What rests on operators is met exactly where the program has them.
    let has_operators = homeless(&TestHome::none(), &["operator", "add", "--help"]).exit == 0;
    let rights = one(&portal, "V8.2.1");
    if has_operators {
        assert_eq!((&rights["verdict"], &rights["why"]), (&"met".into(), &Value::Null));
    } else {
        assert_eq!(rights["why"], "Not built yet: operators, their roles and their rights.");
    }
    assert_eq!((&portal["profile"], &nist["profile"]), (&"portal".into(), &"nist".into()));
}

#[test]
fn a_setting_that_differs_changes_its_requirement_and_the_odds() {
    let home = TestHome::none();
    home.write("strict.toml", "[totp]\nskew = 0\n[otp]\ndigits = 8\n");
    let args = ["--output", "json", "policy", "assess", "--policy", "strict.toml"];
    let strict = homeless(&home, &args).done().json();
    assert_eq!(one(&strict, "V6.5.5")["verdict"], "met");
    let odds = |assessment: &Value, code: &str| {
        let all = assessment["odds"].as_array().unwrap().clone();
        let first = all.into_iter().find(|odds| odds["code"] == code && odds["span"] == "journey").unwrap();
        (first["valid_at_once"].as_u64().unwrap(), first["chance"].as_f64().unwrap())
    };
    let portal = assessed("portal");
    assert!((odds(&portal, "mailed_code").1 - 5e-6).abs() < 1e-10);
    assert!((odds(&strict, "mailed_code").1 - 5e-8).abs() < 1e-12);
    assert_eq!((odds(&portal, "app_code").0, odds(&strict, "app_code").0), (3, 1));
}

#[test]
fn without_a_policy_it_is_the_homes_and_a_standard_can_be_picked() {
    let home = TestHome::simulation_of("nist");
    home.configure("[session]\nidle = \"2 hours\"");
    let both = home.json(&["policy", "assess"]);
    assert_eq!(both["profile"], "nist");
    assert_eq!(one(&both, "2.2.3-2")["verdict"], "not_met");
    assert_eq!(one(&both, "V11.4.2")["verdict"], "not_met", "a simulation hashes cheaply");
    for standard in ["nist-800-63b-4", "asvs-5"] {
        let picked = home.json(&["policy", "assess", "--standard", standard]);
        let all = requirements(&picked);
        assert!(all.len() > 40 && all.iter().all(|one| one["standard"] == standard), "{standard}");
        assert_eq!(picked["counts"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn what_cannot_be_assessed_is_a_usage_error() {
    let home = TestHome::none();
    home.write("bad.toml", "profile = \"portal\"\n[otp]\ndigits = 3\n");
    let failure = home.fail(&["policy", "assess", "--policy", "bad.toml"]);
    assert_eq!(failure.exit, 2);
    assert!(failure.message.contains("bad.toml:3") || failure.message.contains("line 3"), "{failure:?}");
    assert_eq!(home.fail(&["policy", "assess", "--policy", "missing.toml"]).exit, 2);
    assert_eq!(home.fail(&["policy", "assess", "--standard", "iso-27001", "--policy", "nist"]).exit, 2);
    assert_eq!(home.fail(&["policy", "assess"]).code, "no_home");
}

#[test]
fn the_text_fits_the_terminal_and_says_why() {
    let home = TestHome::none();
    let text = homeless(&home, &["policy", "assess", "--policy", "portal"]).done().stdout;
    let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 100).collect();
    assert!(wide.is_empty(), "wider than COLUMNS: {wide:#?}");
    for expected in [
        "NIST SP 800-63B-4: ",
        "OWASP ASVS 5.0.0: ",
        "Deviations of this policy",
        "Not met by the program",
        "Outside this program",
        "The chance of a guess",
        "5.00e-6",
    ] {
        assert!(text.contains(expected), "{expected:?} is missing");
    }
}

#[test]
fn markdown_is_tables_of_whole_cells() {
    let home = TestHome::none();
    home.write("odd.toml", "[password]\nblocklist = \"a|b_`c`.txt\"\n");
    let args = ["policy", "assess", "--format", "markdown", "--policy", "odd.toml"];
    let text = homeless(&home, &args).done().stdout;
    assert!(text.starts_with("# Assessment of a policy from the profile portal\n"), "{text}");
    assert!(text.contains(r#"password.blocklist = "a\|b_\`c\`.txt""#), "{text}");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > 200);
    for row in rows {
        assert_eq!(row.replace(r"\|", "").matches('|').count(), 7, "{row}");
    }
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The names of all functions that follow a test attribute.
fn tests_of(source: &str) -> Vec<String> {
    let is_attribute = |line: &str| line.starts_with("#[");
    let mut lines = source.lines().map(str::trim).peekable();
    let mut names = Vec::new();
    while let Some(line) = lines.next() {
        if line != "#[test]" && !line.starts_with("#[tokio::test") {
            continue;
        }
        while lines.next_if(|line| is_attribute(line)).is_some() {}
        let name = lines.peek().and_then(|line| line.split_once("fn ")).map(|(_, rest)| rest);
        names.extend(name.and_then(|rest| rest.split('(').next()).map(str::to_owned));
    }
    names
}

#[test]
fn every_test_and_every_file_that_is_cited_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    ["src", "tests"].iter().for_each(|folder| sources(&root.join(folder), &mut texts));
    let names: Vec<String> = texts.iter().flat_map(|text| tests_of(text)).collect();
    assert!(names.iter().any(|name| name == "every_test_and_every_file_that_is_cited_is_there"));
    let shows = |name: &String, cited: &str| name.starts_with(cited) || name.contains(&format!("_{cited}"));
    let mut missing = BTreeSet::new();
    let portal = assessed("portal");
    for one in requirements(&portal) {
        for evidence in one["evidence"].as_array().unwrap() {
            let cited = evidence["name"].as_str().unwrap();
            let is_there = match evidence["kind"].as_str().unwrap() {
                "test" => names.iter().any(|name| shows(name, cited)),
                "file" => root.join(cited).is_file(),
                _ => true,
            };
            if !is_there {
                missing.insert(cited.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "cited and not there: {missing:#?}");
}
