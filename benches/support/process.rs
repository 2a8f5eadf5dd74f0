//! Programs as a person starts them: installed in a folder, run from start to end.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program under test, installed in a folder.
pub fn vestibule(folder: &Path) -> PathBuf {
    install(Path::new(env!("CARGO_BIN_EXE_vestibule")), &folder.join("vestibule"))
}

/// A baseline, built and installed in a folder.
pub fn baseline(folder: &Path, name: &str) -> PathBuf {
    install(&example(name), &folder.join(name))
}

/// Builds an example as the benches are built, and says where it lies; `cargo bench` alone builds none.
pub fn example(name: &str) -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--release", "--quiet", "--example", name]).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(build.status().expect("cargo starts").success(), "the example {name} does not build");
    let bench = std::env::current_exe().expect("a running program has a path");
    let profile = bench.parent().and_then(Path::parent).expect("it lies under the profile's folder");
    profile.join("examples").join(name)
}

/// Copies a program, as an installation does: a file that the linker has just written lies scattered in the page cache,
/// and starts slower than any that was copied or read from disk.
fn install(program: &Path, to: &Path) -> PathBuf {
    std::fs::copy(program, to).expect("the temporary folder takes a program");
    to.to_owned()
}

/// Runs a program, its output thrown away.
pub fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{command:?} failed");
}
