//! Input that cannot be: each is told in two sentences with the right exit code, and changes nothing.

#[path = "../support/mod.rs"]
mod support;

mod commands;
mod homes;

use support::home::{Failure, TestHome};

/// The command must be refused in JSON and in text alike, with nothing on stdout and nothing changed.
#[track_caller]
fn refused(home: &TestHome, args: &[&str], exit: i32, code: &str) -> Failure {
    let before = home.dump();
    let failure = home.fail(args);
    assert_eq!(failure.told(), (exit, code), "{args:?}: {failure:?}");
    let told = home.run(args);
    assert_eq!((told.exit, told.stdout.as_str()), (exit, ""), "{told}");
    let two = format!("Error: {}\nHint: {}\n", failure.message, failure.hint);
    let shown: String = told.stderr.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    assert!(shown.ends_with(&two), "{two}\n{told}");
    assert_eq!(home.dump(), before, "{args:?} changed the database");
    failure
}
