//! `help support`: the help desk's first page.

use std::collections::BTreeSet;

use crate::support::home::TestHome;

#[test]
fn every_command_and_flag_of_the_help_desks_page_exists() {
    let home = TestHome::none();
    let page = home.run(&["help", "support"]).done().stdout;
    let mut commands = BTreeSet::new();
    for after in page.split("vestibule ").skip(1) {
        let line = after.split(['\n', '`']).next().unwrap().split("  ").next().unwrap();
        let is_word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let words: Vec<&str> = line.split(' ').take_while(|word| is_word(word) && !word.starts_with("--")).collect();
        let help = home.run(&[&["help"], &words[..]].concat()).done().stdout;
        for flag in line.split(' ').filter(|word| word.starts_with("--")) {
            assert!(help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}\n")), "{line}: {flag}");
        }
        commands.insert(words.join(" "));
    }
    for wanted in
        ["mfa reset", "user unlock", "otp status", "explain", "device revoke", "audit list", "user set-password"]
    {
        assert!(commands.contains(wanted), "{wanted} is not on the page: {commands:?}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 120), "{page}");
    for call in ["new phone", "locked out", "address is wrong", "lost my mailbox", "forgot my password"] {
        assert!(page.contains(call), "{call}");
    }
}
