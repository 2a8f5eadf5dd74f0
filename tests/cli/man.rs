//! The man pages, one a command, as `mandoc` reads them.

use std::fs;
use std::process::Command;

use crate::stage::{commands, installed};
use crate::support::home::TestHome;

#[test]
fn every_command_has_a_page_and_mandoc_finds_no_fault_in_any() {
    let home = TestHome::none();
    home.run(&["man", "man1"]).done();
    let pages: Vec<_> = fs::read_dir(home.root().join("man1")).unwrap().map(|entry| entry.unwrap().path()).collect();
    for words in commands() {
        let page = home.root().join("man1").join(format!("vestibule-{}.1", words.join("-")));
        let text = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        assert!(text.contains("Examples:"), "{}", page.display());
    }
    if !installed("mandoc") {
        return;
    }
    let output = Command::new("mandoc").args(["-T", "lint", "-W", "error"]).args(&pages).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && told.is_empty(), "{told}");
    let shown = Command::new("mandoc").args(["-T", "utf8"]).arg(home.root().join("man1/vestibule-user-add.1")).output();
    let shown = String::from_utf8(shown.unwrap().stdout).unwrap();
    assert!(shown.lines().count() > 20, "{shown}");
}
