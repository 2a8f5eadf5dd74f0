//! Completion as a person meets it: the real shell, a line that is typed, and the Tab key.

use std::path::Path;
use std::process::Command;

use crate::stage::{Stage, installed};
use crate::support::home::{Outcome, TestHome};
use crate::terminal::{ENTER, Home, Wizard};

/// What is typed, and what the Tab key makes of it.
const LINES: [(&str, &str); 7] = [
    ("vestibule journ", "vestibule journey"),
    ("vestibule user li", "vestibule user list"),
    ("vestibule user list --pro", "vestibule user list --project-type"),
    ("vestibule user show a", "vestibule user show ada@example.org"),
    ("vestibule user show ada@exam", "vestibule user show ada@example.org"),
    ("vestibule consent record ada@example.org te", "vestibule consent record ada@example.org terms"),
    ("vestibule --output json user list --enrolled t", "vestibule --output json user list --enrolled true"),
];

/// Erases the line.
const KILL: &str = "\x15";

fn script(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("completions").join(name).display().to_string()
}

fn path() -> String {
    format!("{}:/usr/bin:/bin", Path::new(env!("CARGO_BIN_EXE_vestibule")).parent().unwrap().display())
}

fn shell(home: &Home, words: &[&str]) -> Wizard {
    home.wizard().size(50, 200).variable("PATH", &path()).variable("PS1", "$ ").start_other(words, "")
}

/// Types each line, presses Tab, and has the shell itself say what stands there: the line becomes an argument of echo.
fn type_lines(shell: &mut Wizard, bind: &str) {
    shell.press(&format!("{bind}{ENTER}"));
    shell.expect("READY");
    for (n, (typed, completed)) in LINES.iter().enumerate() {
        shell.press(&format!("{typed}\t"));
        // Home, then a word ahead of the line: what the shell runs is what it completed.
        shell.press(&format!("\x01echo DO''NE{n}: \x05{ENTER}"));
        shell.expect(&format!("DONE{n}: {completed}"));
    }
    shell.press(&format!("{KILL}exit{ENTER}"));
}

#[test]
fn bash_completes_words_addresses_and_documents() {
    if !installed("bash") {
        return;
    }
    let home = Home::with_ada();
    let scripts = ["/usr/share/bash-completion/bash_completion", ""];
    for library in scripts.into_iter().filter(|file| file.is_empty() || Path::new(file).exists()) {
        let mut bash = shell(&home, &["/bin/bash", "--norc", "--noprofile", "-i"]);
        let load = if library.is_empty() { String::new() } else { format!("source {library}; ") };
        type_lines(&mut bash, &format!("{load}source {}; echo REA''DY", script("vestibule.bash")));
    }
}

#[test]
fn zsh_completes_words_addresses_and_documents() {
    if !installed("zsh") {
        return;
    }
    let home = Home::with_ada();
    let folder = script("");
    let sourced = format!("compinit -u -D; source {}", script("_vestibule"));
    let from_its_path = format!("fpath=({folder} $fpath); compinit -u -D");
    for load in [sourced, from_its_path] {
        let mut zsh = shell(&home, &["/usr/bin/zsh", "-f", "-i"]);
        type_lines(&mut zsh, &format!("bindkey -e; autoload -U compinit; {load}; echo REA''DY"));
    }
}

#[test]
fn elvish_completes_words_addresses_and_documents() {
    if !installed("elvish") {
        return;
    }
    let home = Home::with_ada();
    let mut elvish = shell(&home, &["/usr/bin/elvish", "-norc"]);
    elvish.press(&format!("eval (slurp < {}); echo REA''DY{ENTER}", script("vestibule.elv")));
    elvish.expect("READY");
    elvish.press("vestibule user show a\t");
    elvish.expect("da@example.org");
    elvish.press(&format!("{KILL}vestibule journ\t"));
    elvish.expect("ey");
    elvish.press(&format!("{KILL}exit{ENTER}"));
}

#[test]
fn fish_completes_words_addresses_and_documents() {
    if !installed("fish") {
        return;
    }
    let stage = Stage::new();
    for (typed, completed) in LINES {
        let asked = format!("source {}; complete -C '{typed}'", script("vestibule.fish"));
        let mut fish = Command::new("/usr/bin/fish");
        stage.home.prepare(&mut fish);
        let outcome = Outcome::from(fish.args(["--no-config", "-c", &asked]).env("PATH", path()).output().unwrap());
        let last = completed.rsplit(' ').next().unwrap();
        let first = outcome.stdout.lines().next().unwrap_or_default().split('\t').next().unwrap_or_default();
        assert_eq!(first, last, "{typed}\n{outcome}");
    }
}

/// What the program answers to a shell for a line whose last word is being typed.
fn candidates(home: &TestHome, words: &[&str]) -> Vec<String> {
    let mut command = home.command(&[&["--", "vestibule"], words].concat());
    let output = command.env("VESTIBULE_COMPLETE", "fish").output().unwrap();
    let outcome = Outcome::from(output).done();
    assert_eq!(outcome.stderr, "", "a shell shows what is on stderr in the middle of the line");
    let values = outcome.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned());
    values.filter(|value| !value.starts_with('-')).collect()
}

#[test]
fn names_come_out_of_the_home_that_the_line_or_the_environment_names() {
    let stage = Stage::new();
    let of = |words: &[&str]| candidates(&stage.home, words);
    assert_eq!(of(&["user", "show", ""]), ["ada@example.org", "bob@example.org"]);
    assert_eq!(of(&["user", "show", "B"]), ["bob@example.org"], "in any case");
    assert_eq!(of(&["journey", "list", "--address", "b"]), ["bob@example.org"]);
    assert_eq!(of(&["session", "revoke", "--all", "a"]), ["ada@example.org"]);
    assert_eq!(of(&["consent", "withdraw", "ada@example.org", ""]), ["eula", "privacy", "terms"]);
    assert_eq!(of(&["journey", "abandon", "jrh_"]), [stage.handle.as_str()]);
    assert_eq!(of(&["session", "revoke", "s"]), [stage.session.as_str()]);
    assert_eq!(of(&["device", "revoke", "dev_"]), [stage.device.as_str()]);
    assert!(of(&["mail", "show", "msg_"]).contains(&stage.mail));
    let other = TestHome::with_ada();
    let folder = other.path();
    let folder = folder.to_str().unwrap();
    for named in [&["--home", folder][..], &[&format!("--home={folder}")]] {
        assert_eq!(of(&[named, &["user", "show", ""]].concat()), ["ada@example.org"]);
    }
    assert!(!of(&["user", "add", ""]).contains(&"ada@example.org".to_owned()), "a new address is none that is there");
}

#[test]
fn a_home_that_is_missing_or_cannot_be_used_completes_words_and_no_names() {
    let home = TestHome::none();
    assert_eq!(candidates(&home, &["user", "sh"]), ["show"]);
    assert_eq!(candidates(&home, &["user", "show", "a"]), [""; 0]);
    assert!(!home.path().exists());
    let home = TestHome::with_ada();
    home.write("home/vestibule.toml", "profile = 7");
    assert_eq!(candidates(&home, &["user", "show", "a"]), [""; 0]);
    let before = TestHome::with_ada();
    let dump = before.dump();
    candidates(&before, &["user", "show", ""]);
    assert_eq!(before.dump(), dump, "asking for names changes nothing");
}
