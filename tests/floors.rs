//! The house stays as the architecture draws it: no module imports a higher floor, no circle, no file
//! of two ideas, nothing left unfinished.

#[path = "floors/rules.rs"]
mod rules;

use std::path::{Path, PathBuf};

use rules::{Source, imports_out_of_place, left_behind};

/// Files that have more than the usual number of lines, with the number they may have.
const LONGER: [(&str, usize); 0] = [];

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of this crate can be read") {
            let path: PathBuf = entry.expect("its entries too").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file is text");
                let inside = path.strip_prefix(root).expect("it lies in the crate");
                found.push(Source { path: inside.to_string_lossy().replace('\\', "/"), text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.into(), text: text.into() }
}

fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files.iter().map(|(path, text)| source(path, text)).collect();
    imports_out_of_place(&sources)
}

#[test]
fn every_module_imports_only_lower_floors() {
    let sources = sources("src");
    assert!(sources.iter().any(|s| s.path == "src/journey/mod.rs"), "the sources were not found");
    let faults = imports_out_of_place(&sources);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_left_unfinished_and_no_file_holds_two_ideas() {
    let folders = ["src", "tests", "benches"];
    let faults: Vec<String> =
        folders.iter().flat_map(|f| sources(f)).flat_map(|source| left_behind(&source, &LONGER)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn main_stays_thin() {
    let main = sources("src").into_iter().find(|s| s.path == "src/main.rs").expect("there is a main.rs");
    assert!(main.text.lines().count() < 30);
}

#[test]
fn a_climb_is_reported_in_every_form_of_path() {
    let forms = [
        "use crate::service::signin;",
        "use crate::{ports::Clock, service::{self, signin as s}};",
        "use super::super::service::signin::SignIn;",
        "fn f() { crate::service::signin::run() }",
        "macro_rules! m { () => { $crate::service::signin::run() } }",
        "mod inner { use super::super::super::service; }",
        "impl From<crate::service::Error> for E {}",
        "fn f(x: Vec<crate::service::Error>) -> bool { true }",
        "#[cfg(test)] mod tests { use crate::service::signin; }",
        "use crate::*;",
        "use crate::Reexported;",
    ];
    for form in forms {
        let faults = faults_of(&[("src/store/users.rs", form)]);
        assert!(!faults.is_empty(), "{form} passed");
        assert!(faults.iter().all(|fault| fault.contains("climbs from floor 2")), "{form}: {faults:?}");
    }
}

#[test]
fn lower_floors_and_the_own_folder_may_be_imported() {
    let forms = [
        "use crate::journey::policy::{self, Policy};",
        "use super::executor::Executor;",
        "use self::rows::Row;",
        "pub(crate) fn f() {} pub(super) struct S;",
        "use std::{fmt, io}; use serde::de::{self, Deserialize};",
        "/// See [`crate::service::signin`].\nfn f() {}",
        "fn f() -> &'static str { \"crate::service::signin\" }",
        "#[cfg(test)] mod tests { use super::*; use crate::simulated::Seeded; }",
    ];
    for form in forms {
        assert_eq!(faults_of(&[("src/store/users.rs", form)]), Vec::<String>::new(), "{form}");
    }
}

#[test]
fn modules_of_floor_two_may_not_import_each_other() {
    let faults = faults_of(&[("src/mail/queue.rs", "use crate::credentials::otp;")]);
    assert_eq!(faults, ["src/mail/queue.rs: crate::credentials::otp reaches sideways on floor 2"]);
}

#[test]
fn services_may_import_each_other_but_not_in_a_circle() {
    let line = [
        ("src/service/a.rs", "use super::b::B;"),
        ("src/service/b.rs", "use crate::service::c;"),
        ("src/service/mod.rs", "pub use self::a::A;"),
    ];
    assert_eq!(faults_of(&line), Vec::<String>::new());
    let round = [line[0], line[1], ("src/service/c.rs", "use super::a;")];
    assert_eq!(faults_of(&round), ["a circle: service::a -> service::b -> service::c -> service::a"]);
}

#[test]
fn modules_of_one_floor_may_not_import_each_other_in_a_circle() {
    let round = [("src/ui.rs", "use crate::render::table;"), ("src/render/mod.rs", ""), ("src/error.rs", "")];
    assert_eq!(faults_of(&round), Vec::<String>::new());
    let round = [("src/ui.rs", "use crate::render::table;"), ("src/render/table.rs", "use crate::ui::Ui;")];
    assert_eq!(faults_of(&round), ["a circle: render -> ui -> render"]);
}

#[test]
fn a_module_without_a_floor_is_reported() {
    assert_eq!(faults_of(&[("src/helpers.rs", "")]), ["src/helpers.rs: helpers stands on no floor"]);
}

#[test]
fn unfinished_work_ignored_tests_and_lifted_bans_are_reported() {
    let samples = [
        ("fn f() { todo!() }", "todo!"),
        ("fn f() { if true { unimplemented!(\"later\") } }", "unimplemented!"),
        ("#[test] #[ignore = \"slow\"] fn f() {}", "an ignored test"),
        ("#[expect(clippy::disallowed_methods, reason = \"haste\")] fn f() {}", "lifts clippy::disallowed_methods"),
    ];
    for (text, expected) in samples {
        let faults = left_behind(&source("src/store/users.rs", text), &[]);
        assert!(faults.len() == 1 && faults[0].contains(expected), "{text}: {faults:?}");
    }
    let in_words = "//! Has no todo!() and no #[ignore].\nfn todo() -> &'static str { \"unimplemented!()\" }";
    assert_eq!(left_behind(&source("src/store/users.rs", in_words), &[]), Vec::<String>::new());
    let lifted = "#[expect(clippy::disallowed_methods, reason = \"the one place\")] fn f() {}";
    assert_eq!(left_behind(&source("src/system.rs", lifted), &[]), Vec::<String>::new());
}

#[test]
fn a_file_over_the_limit_is_reported_and_a_needless_exception_too() {
    let long = source("src/store/users.rs", &"\n".repeat(451));
    assert_eq!(left_behind(&long, &[]), ["src/store/users.rs: 451 lines, at most 450"]);
    assert_eq!(left_behind(&long, &[("src/store/users.rs", 451)]), Vec::<String>::new());
    let short = source("src/store/users.rs", &"\n".repeat(450));
    assert_eq!(left_behind(&short, &[]), Vec::<String>::new());
    assert_eq!(left_behind(&short, &[("src/store/users.rs", 460)]).len(), 1);
}
