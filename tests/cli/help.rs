//! Every help text says what the command is for, shows two examples, its exit codes, and what comes next.

use insta::assert_snapshot;

use crate::stage::{commands, help};
use crate::support::home::TestHome;

/// The lines below a heading of a help text.
pub fn examples(text: &str) -> Vec<String> {
    let Some((_, rest)) = text.split_once("\nExamples:\n") else { return Vec::new() };
    rest.lines().take_while(|line| line.starts_with("  ")).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn every_command_has_a_purpose_two_examples_its_exit_codes_and_what_comes_next() {
    let mut faults = Vec::new();
    for words in commands() {
        let (name, text) = (words.join(" "), help(&words));
        let mut must = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{name}: {what}"));
            }
        };
        let purpose = text.lines().next().unwrap_or_default();
        must(purpose.len() > 12 && purpose.starts_with(char::is_uppercase), "says no purpose");
        let examples = examples(&text);
        must(examples.len() >= 2, "has no two examples");
        must(examples.iter().all(|line| line.contains("vestibule")), "has an example of something else");
        let own = examples.iter().filter(|line| words.iter().all(|word| line.contains(word.as_str()))).count();
        must(own >= 2, "has examples of another command");
        let mut distinct = examples.clone();
        distinct.sort();
        distinct.dedup();
        must(distinct.len() == examples.len(), "has the same example twice");
        must(text.contains("\nExit codes: 0 "), "does not say its exit codes");
        must(text.contains("\nNext: "), "does not say what comes next");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_texts_are_those_that_were_read_line_by_line() {
    let home = TestHome::none();
    let told = |words: &[&str]| home.run(&[&["help"], words].concat()).done().stdout;
    insta::with_settings!({ snapshot_path => "../snapshots/help", prepend_module_to_snapshot => false, omit_expression => true }, {
        assert_snapshot!("vestibule", told(&[]));
        for topic in ["errors", "exit-codes", "permissions", "policy", "scripts", "support"] {
            assert_snapshot!(format!("topic-{topic}"), told(&[topic]));
        }
        for words in commands() {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            assert_snapshot!(words.join("-"), told(&words));
        }
    });
}

#[test]
fn help_needs_no_home_and_is_the_same_by_flag_and_by_command() {
    let home = TestHome::none();
    for words in [&["user", "add"][..], &["mail"], &[]] {
        let by_flag = home.run(&[words, &["--help"]].concat()).done();
        let by_command = home.run(&[&["help"], words].concat()).done();
        assert_eq!(by_flag.stdout.trim_end(), by_command.stdout.trim_end());
        assert_eq!(by_flag.stderr, "");
    }
    assert_eq!(std::fs::read_dir(home.root()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_line_of_help_fits_the_terminal() {
    let home = TestHome::none();
    for columns in ["60", "100", "200"] {
        for words in [&["user", "add"][..], &["init"], &["journey", "prove"]] {
            let output = home.command(&[&["help"], words].concat()).env("COLUMNS", columns).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let prose = text.split("\nExamples:").next().unwrap();
            let widest = prose.lines().map(console::measure_text_width).max().unwrap();
            assert!(widest <= columns.parse().unwrap(), "{words:?} at {columns}: {widest}");
        }
    }
}
