//! Complete first sign-ins a second and core, and many scripts at once, as `vestibule run` plays them.
//!
//! Repeat it with `cargo bench --bench journeys`.

mod support;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::{Table, timed};
use vestibule::service::script::{Cause, Refusal, Script, play};

/// Sign-ins that are played one after the other.
const SIGN_INS: usize = 1_000;

/// Scripts that two threads share.
const SCRIPTS: usize = 2_000;

fn main() -> ExitCode {
    let Some(table) = Table::from_args("run, in homes in memory at simulation cost") else {
        return ExitCode::SUCCESS;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/journeys/enterprise-first-sign-in.toml");
    let one = timed(|| (0..SIGN_INS).for_each(|_| sign_in(&path)));
    table.note(&format!("{:.0} complete first sign-ins a second on one core", SIGN_INS as f64 / one.as_secs_f64()));

    let folder = tempfile::tempdir().expect("a folder can be made");
    let text = std::fs::read_to_string(&path).expect("the fixture is there");
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let text = text.replace("../documents", &documents.display().to_string());
    let paths: Vec<PathBuf> = (0..SCRIPTS).map(|number| folder.path().join(format!("{number}.toml"))).collect();
    paths.iter().for_each(|path| std::fs::write(path, &text).expect("a script can be written"));
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            sign_in(path);
        }
    };
    let all = timed(|| {
        std::thread::scope(|scope| {
            scope.spawn(work);
            work();
        });
    });
    table.note(&format!("{SCRIPTS} scripts of a first sign-in on two threads: {:.1} s", all.as_secs_f64()));
    table.finish()
}

fn sign_in(path: &Path) {
    let script = Script::load(path).expect("the script is right");
    let played = play(&script, name).expect("the script can be played");
    assert!(played.passed, "{}", played.transcript);
}

fn name(cause: Cause<'_>) -> Refusal {
    let code = match cause {
        Cause::Journey(trouble) => trouble.code().to_owned(),
        Cause::Service(error) => error.to_string(),
    };
    Refusal { code, message: String::new(), hint: String::new(), exit: 3, retry_after: None }
}
