//! `run --new`: a sign-in in a terminal becomes a script that plays the same.

use super::terminal::{ADA, CTRL_C, DOWN, ENTER, Home, Wizard, secret_of};
use super::{Folder, GRACE, vestibule};

/// The way to the first screen, with the proposed answers.
fn set_the_stage(wizard: &mut Wizard) {
    wizard.answer("What the script shows: A sign-in", "");
    wizard.answer("> portal", "");
    wizard.answer("Address of the account: ada@example.org", "");
    wizard.answer("> enterprise", "");
    wizard.answer("which will stand in the script: ", "");
    wizard.answer("The documents are accepted", "");
    wizard.expect("throw-away simulation");
}

/// The code in the mail that the wizard just told of.
fn code(wizard: &mut Wizard) -> String {
    wizard.expect("The code in it: ");
    wizard.expect("\r\n").trim().to_owned()
}

#[test]
fn a_recorded_sign_in_plays_with_the_same_result() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start_with(&["run", "--new", "first"], "");
    set_the_stage(&mut wizard);
    wizard.answer("Email address: ", ADA);
    wizard.answer("Password: ", "not-the-Password-1");
    wizard.answer("Email address: ", "");
    wizard.answer("Password: ", "{password}");
    wizard.choose("OK: mail me the code");
    let first = code(&mut wizard);
    wizard.answer("Code from the mail", "{otp:wrong}");
    wizard.answer("Code from the mail", "");
    wizard.expect("> Go back and enter it");
    wizard.press(&format!("{DOWN}{DOWN}{DOWN}{ENTER}"));
    wizard.answer("How long, like 10 min: ", "a while");
    wizard.answer("How long, like 10 min: ", "1 min");
    wizard.answer("Code from the mail", "");
    wizard.expect("> Go back and enter it");
    wizard.press(&format!("{DOWN}{ENTER}"));
    let second = code(&mut wizard);
    assert_ne!(first, second);
    wizard.answer("Code from the mail", &second);
    wizard.expect("Terms of Service and Privacy Policy");
    wizard.expect("> Read: Terms of Service");
    wizard.press(&format!("{DOWN}{DOWN}{ENTER}"));
    wizard.expect("> [ ] I have read and agree to the Terms of Service");
    wizard.press(&format!(" {DOWN} {ENTER}"));
    wizard.choose("Activate");
    wizard.answer("Password: ", "Analytical-Engine-1843");
    let secret = secret_of(&wizard.uri()).to_owned();
    wizard.answer("Code from the app", "{totp}");
    wizard.expect("> Save them to a file");
    wizard.press(&format!("{DOWN}{ENTER}"));
    wizard.expect("Signed in.");
    wizard.expect("> Write the script");
    wizard.press(&format!("{DOWN}{ENTER}"));
    wizard.answer("Email address: ", ADA);
    wizard.answer("Password: ", "{password}");
    wizard.answer("Code (", "{totp:+1}");
    wizard.choose("Write the script");
    assert_eq!(wizard.exit(), 0, "{}", wizard.seen());
    let told = "first.toml has 17 steps, and first.transcript is its transcript.";
    assert!(wizard.seen().contains(told), "{}", wizard.seen());

    let script = std::fs::read_to_string(home.file("first.toml")).unwrap();
    for hidden in [&first, &second, &secret] {
        assert!(!script.contains(hidden), "{hidden} in {script}");
    }
    for told in [
        "with = { email = \"ada@example.org\", password = \"not-the-Password-1\" }\n\
         expect = { screen = \"sign_in\", error = \"credentials_wrong\" }\n",
        "with = { code = \"{otp}\" }\nexpect = { screen = \"consent\" }\n",
        "with = { code = \"{otp:wrong}\" }\nexpect = { screen = \"otp_verification\", error = \"otp_wrong\" }\n",
        "advance = \"PT1M\"\n",
        "do = \"confirm\"\nwith = { password = \"{password}\" }\n",
        "with = { accept = [\"terms\", \"privacy\"] }\n",
        "start = \"person, sign-in 2\"\ndevice = \"laptop\"\n",
        "with = { code = \"{totp:+1}\" }\nexpect = { screen = \"signed_in\", session = true }\n",
    ] {
        assert!(script.contains(told), "{told:?} is not in\n{script}");
    }
    for _ in 0..2 {
        let played = vestibule(home.root(), &["run", "--check", "first.toml"]);
        assert_eq!((played.code, played.err.as_str()), (0, ""), "{}", played.out);
    }
}

#[test]
fn a_recording_begins_with_the_accounts_of_another_script() {
    let home = Home::with_sme();
    std::fs::write(home.file("grace.toml"), GRACE).unwrap();
    let mut wizard = home.wizard().start_with(&["run", "--new", "left.toml", "grace.toml"], "");
    wizard.answer("Email address: ", "grace@example.com");
    wizard.answer("Password: ", "{password}");
    wizard.expect("> OK: mail me the code");
    wizard.press(&format!("{DOWN}{ENTER}"));
    wizard.choose("Write the script");
    assert_eq!(wizard.exit(), 0, "{}", wizard.seen());
    let script = std::fs::read_to_string(home.file("left.toml")).unwrap();
    assert!(script.starts_with("\ntitle = \"Grace\"\n[[user]]\n"), "{script}");
    let end = "do = \"abandon\"\nexpect = { screen = \"ended\", mail = \"[Vestibule] Someone entered your password but did not \
               finish signing in\" }\n";
    assert!(script.ends_with(end), "{script}");
    assert_eq!(vestibule(home.root(), &["run", "--check", "left.toml"]).code, 0);
}

#[test]
fn an_interrupted_recording_writes_nothing_and_no_file_is_written_over() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start_with(&["run", "--new", "first.2"], "");
    set_the_stage(&mut wizard);
    wizard.expect("Email address: ");
    wizard.press(CTRL_C);
    assert_eq!(wizard.exit(), 130);
    assert!(wizard.is_restored());
    assert!(!home.file("first.2.toml").exists() && !home.file("first.toml").exists());
    std::fs::write(home.file("first.toml"), "kept").unwrap();
    let mut wizard = home.wizard().start_with(&["run", "--new", "first"], "");
    assert_eq!(wizard.exit(), 5, "{}", wizard.seen());
    assert_eq!(std::fs::read_to_string(home.file("first.toml")).unwrap(), "kept");
}

#[test]
fn recording_needs_a_terminal() {
    let folder = Folder::new();
    let ran = folder.run(&["--new", "a"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Recording needs a terminal"), "{}", ran.err);
    assert_eq!(folder.run(&["--new", "a", "--check"]).code, 2);
    assert_eq!(folder.run(&[]).code, 2);
}
