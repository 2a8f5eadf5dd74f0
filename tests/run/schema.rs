//! The JSON Schema of scripts: it takes what the parser takes, and lists the keys that the parser lists.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Folder, project, vestibule};

fn schema() -> Value {
    let text = std::fs::read_to_string(project().join("fixtures/schema/script.json")).expect("there is a schema");
    serde_json::from_str(&text).expect("JSON")
}

/// A script as JSON, which schemas are about. TOML's own times become texts.
fn script(text: &str) -> Value {
    fn plain(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(time) => Value::String(time.to_string()),
            toml::Value::Array(list) => Value::Array(list.into_iter().map(plain).collect()),
            toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, one)| (key, plain(one))).collect()),
            other => serde_json::to_value(other).expect("JSON"),
        }
    }
    plain(toml::Value::Table(text.parse().expect("TOML")))
}

#[test]
fn every_shipped_script_fits_the_schema() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let mut seen = 0;
    let inside = |folder: &str| std::fs::read_dir(project().join(folder)).expect("a folder");
    for entry in inside("fixtures/journeys").chain(inside("fixtures/journeys/nist")) {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = std::fs::read_to_string(&path).expect("read");
            let problems: Vec<String> = validator.iter_errors(&script(&text)).map(|e| e.to_string()).collect();
            assert!(problems.is_empty(), "{}: {problems:?}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 59);
}

#[test]
fn what_the_parser_refuses_the_schema_refuses_too() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    for wrong in [
        "title = 'x'",
        "include = 'a.toml'",
        "title = 'x'\n[[step]]\nstart = 'A'\nshow = true\n",
        "title = 'x'\n[[step]]\nnote = 'nothing'\n",
        "title = 'x'\n[[step]]\nstart = 'A'\nexpect = { screen = 'home' }\n",
        "title = 'x'\n[[step]]\nstart = 'A'\n[policy.otp]\ntries = 99\n",
        "title = 'x'\n[[step]]\nstart = 'A'\n[[document]]\nid = 'a'\nversion = '1'\n",
    ] {
        assert_eq!(Folder::with(wrong).run(&["a.toml"]).code, 2, "{wrong}");
        assert!(!validator.is_valid(&script(wrong)), "{wrong}");
    }
}

/// The keys that the parser names when it meets one that it does not know.
fn parsed(table: &str) -> BTreeSet<String> {
    let folder = Folder::with(&format!("{table}\nno_such_key = 1\n"));
    let told = vestibule(folder.path(), &["run", "a.toml"]).err;
    let (_, known) = told.split_once("expected").unwrap_or_else(|| panic!("{table}: {told}"));
    let known = known.lines().next().unwrap_or_default();
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_schema_lists_the_keys_of_the_parser() {
    let schema = schema();
    let keys = |pointer: &str| -> BTreeSet<String> {
        let table = schema.pointer(pointer).and_then(Value::as_object).unwrap_or_else(|| panic!("{pointer}"));
        table.keys().cloned().collect()
    };
    for (table, pointer) in [
        ("title = 'x'", "/properties"),
        ("title = 'x'\n[mail]", "/properties/mail/properties"),
        ("title = 'x'\n[policy]", "/$defs/policy/properties"),
        ("title = 'x'\n[[document]]", "/$defs/document/properties"),
        ("title = 'x'\n[[user]]", "/$defs/user/properties"),
        ("title = 'x'\n[[step]]", "/$defs/step/properties"),
        ("title = 'x'\n[step.expect]", "/$defs/expect/properties"),
        ("title = 'x'\n[[step]]\n[[step.race]]", "/$defs/step/properties/race/items/properties"),
        ("title = 'x'\n[policy.password.argon2]", "/$defs/policy/properties/password/properties/argon2/properties"),
        ("title = 'x'\n[policy.consent.required]", "/$defs/policy/properties/consent/properties/required/properties"),
    ] {
        let table = table.replace("[step.expect]", "[[step]]\n[step.expect]");
        assert_eq!(keys(pointer), parsed(&table), "{table}");
    }
    for table in keys("/$defs/policy/properties") {
        if !["profile", "rules", "mail"].contains(&table.as_str()) {
            let pointer = format!("/$defs/policy/properties/{table}/properties");
            assert_eq!(keys(&pointer), parsed(&format!("title = 'x'\n[policy.{table}]")), "{table}");
        }
    }
}

#[test]
fn the_help_names_the_schema() {
    assert!(vestibule(project(), &["help", "scripts"]).out.contains("fixtures/schema/script.json"));
}
