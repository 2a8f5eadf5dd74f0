//! The wizard and its terminal: what is echoed and pasted, how it is interrupted, and terminals of every kind.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

#[path = "support/terminal.rs"]
mod terminal;

use rexpect::process::Signal;
use serde_json::Value;
use terminal::{ADA, CTRL_C, ENTER, Home, PASSWORD, START, Wizard, secret_of, totp};

#[test]
fn v1_2_5_a_pager_of_strange_words_runs_nothing_and_the_text_is_printed() {
    let home = Home::with_ada();
    let mut wizard = home.wizard().variable("PAGER", "no-such-pager; touch owned #").start(&[]);
    wizard.reach_otp();
    wizard.answer("Code from the mail", &home.mailed_code());
    wizard.choose("Read: Terms of Service");
    wizard.expect("SAMPLE. Replace before use.");
    wizard.expect("> Read: Privacy Policy");
    wizard.press(CTRL_C);
    assert_eq!(wizard.exit(), 130);
    assert!(!home.file("owned").exists());
}

#[test]
fn v6_2_6_no_typed_secret_is_echoed() {
    let home = Home::with_sme();
    let mut wizard = home.wizard().start(&[]);
    wizard.expect("Sign In Now");
    // Typed before the prompt for it is there.
    wizard.press(&format!("{ADA}{ENTER}{PASSWORD}{ENTER}"));
    wizard.choose("OK: mail me the code");
    wizard.expect("OTP Verification");
    wizard.answer("Code from the mail", &home.mailed_code());
    wizard.choose("Activate");
    wizard.answer("Password: ", PASSWORD);
    wizard.expect("Set up an authenticator app");
    wizard.expect("Code from the app");
    wizard.press(CTRL_C);
    assert_eq!(wizard.exit(), 130);
    assert!(wizard.seen().contains(ADA));
    assert!(!wizard.seen().contains("Tulip"), "{}", wizard.seen());
    assert!(!home.command(&["signin", "--password", "x"]).output().unwrap().status.success());
}

#[test]
fn v6_2_7_a_long_password_can_be_pasted_with_and_without_marks() {
    let long = "correct-Horse 42 battery staple ".repeat(5);
    let home = Home::with_sme();
    let set = |password: &str| {
        use std::io::Write;
        let mut command = home.command(&["user", "set-password", ADA, "--password-stdin"]);
        let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    };
    set(&long);
    for pasted in [long.clone(), format!("\x1b[200~{long}\x1b[201~"), format!("\x1b[200~{long}\r\x1b[201~")] {
        let mut wizard = home.wizard().start(&[]);
        wizard.answer("Email address: ", &format!("\x1b[200~{ADA}\x1b[201~"));
        wizard.answer("Password: ", &pasted);
        wizard.expect("We don't recognize the device.");
        wizard.expect("> OK");
        wizard.press(CTRL_C);
        assert_eq!(wizard.exit(), 130);
    }
}

#[test]
fn f19_ctrl_c_at_any_prompt_gives_the_sign_in_up_and_the_terminal_back() {
    let home = Home::with_ada();
    let stop = |wizard: &mut Wizard, at: &str| {
        wizard.press(CTRL_C);
        assert_eq!(wizard.exit(), 130, "{at}: {}", wizard.seen());
        assert!(wizard.is_restored(), "{at}");
        let seen = wizard.seen();
        assert!(seen.rfind("\x1b[?25h") > seen.rfind("\x1b[?25l") || !seen.contains("\x1b[?25l"), "{at}: no cursor");
        assert_eq!(home.newest_journey(), "abandoned", "{at}");
    };
    let mut wizard = home.wizard().start(&[]);
    wizard.expect("Email address: ");
    stop(&mut wizard, "address");

    let mut wizard = home.wizard().start(&[]);
    wizard.answer("Email address: ", ADA);
    wizard.expect("Password: ");
    stop(&mut wizard, "password");

    let mut wizard = home.wizard().start(&[]);
    wizard.answer("Email address: ", ADA);
    wizard.answer("Password: ", PASSWORD);
    wizard.expect("> OK");
    stop(&mut wizard, "menu");

    let mut wizard = home.wizard().start(&[]);
    wizard.reach_set_up(&home);
    wizard.expect("Code from the app");
    stop(&mut wizard, "code");
    assert_eq!(home.json(&["user", "show", ADA])["mfa"]["enrolled_at"], Value::Null);
}

#[test]
fn f19_a_signal_gives_the_sign_in_up_and_the_terminal_back() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT] {
        let home = Home::with_sme();
        let mut wizard = home.wizard().start(&[]);
        wizard.answer("Email address: ", ADA);
        wizard.expect("Password: ");
        wizard.signal(signal);
        assert_eq!(wizard.exit(), 130, "{signal}: {}", wizard.seen());
        assert!(wizard.is_restored(), "{signal}");
        assert_eq!(home.newest_journey(), "abandoned", "{signal}");
    }
}

#[test]
fn f19_an_order_to_end_reaches_the_wizard_behind_its_pager() {
    let home = Home::with_ada();
    let mut wizard = home.wizard().variable("PAGER", "tail -f -n +1").start(&[]);
    wizard.reach_otp();
    wizard.answer("Code from the mail", &home.mailed_code());
    wizard.choose("Read: Terms of Service");
    wizard.expect("SHA-256");
    wizard.signal(Signal::SIGTERM);
    assert_eq!(wizard.exit(), 130, "{}", wizard.seen());
    assert!(wizard.is_restored());
    assert_eq!(home.newest_journey(), "abandoned");
}

#[test]
fn without_a_terminal_the_error_names_what_scripts_use() {
    let home = Home::with_sme();
    let output = home.command(&["signin"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("journey start") && told.contains("journey submit"), "{told}");

    for (args, redirection) in
        [(&["--no-input", "signin"][..], ""), (&["signin"], "2>errors"), (&["signin"], "</dev/null")]
    {
        let mut wizard = home.wizard().start_with(args, redirection);
        assert_eq!(wizard.exit(), 2, "{args:?} {redirection}: {}", wizard.seen());
    }
    assert_eq!(home.json(&["journey", "list"]), Value::Array(Vec::new()));
}

/// Every line that the terminal was sent, without escape sequences.
fn lines(wizard: &Wizard) -> Vec<String> {
    let seen = console::strip_ansi_codes(&wizard.seen()).into_owned();
    seen.split("\r\n").map(|line| line.rsplit('\r').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_terminal_of_20_columns_gets_lists_by_number_and_no_code_that_does_not_fit() {
    let home = Home::with_ada();
    let mut wizard = home.wizard().size(24, 20).start(&[]);
    wizard.answer("Email address:", ADA);
    wizard.answer("Password:", PASSWORD);
    wizard.answer("Number: 1", "");
    wizard.expect("OTP Verification");
    wizard.answer("choices):", &home.mailed_code());
    wizard.answer("Number: 1", "\x154");
    wizard.expect("1. I have read and");
    wizard.answer("> ", "1 2");
    wizard.choose("Activate");
    wizard.answer("Password:", PASSWORD);
    let secret = secret_of(&wizard.uri()).to_owned();
    wizard.expect("The QR code does not");
    let shown = wizard.expect("Tries left");
    assert!(shown.replace(|c: char| !c.is_ascii_alphanumeric(), "").contains(&secret), "{shown}");
    wizard.answer("> ", &totp(&secret, START));
    wizard.expect("2. I have saved");
    wizard.answer("Number: 1", "\x152");
    assert_eq!(wizard.exit(), 0, "{}", wizard.seen());
    let lines = lines(&wizard);
    let screens =
        lines.iter().skip_while(|line| *line != "Sign In Now").take_while(|line| !line.starts_with("The next"));
    let long: Vec<&String> = screens.filter(|line| console::measure_text_width(line) > 20).collect();
    assert!(long.iter().all(|line| !line.trim().contains(' ')), "only what cannot be broken is long: {long:#?}");
    assert!(long.iter().any(|line| line.ends_with("/google-authenticator/id388497605")), "{long:#?}");
    assert!(!wizard.seen().contains('▀'));
}

#[test]
fn a_terminal_that_only_prints_is_sent_no_escape() {
    let home = Home::with_ada();
    let mut wizard = home.wizard().variable("TERM", "dumb").variable("PAGER", "").start(&[]);
    wizard.answer("Email address: ", ADA);
    wizard.answer("Password: ", PASSWORD);
    wizard.answer("Number: 1", "");
    wizard.expect("OTP Verification");
    wizard.answer("Code from the mail (Enter alone: other choices): ", &home.mailed_code());
    wizard.answer("Number: 1", "");
    wizard.expect("SAMPLE. Replace before use.");
    wizard.answer("Number: 2", "\x154");
    wizard.answer("Numbers, with spaces between: ", "1 3");
    wizard.expect("Enter numbers from 1 to 2, or nothing.");
    wizard.answer("Numbers, with spaces between: ", "1 2");
    wizard.answer("Number: 1", "");
    wizard.answer("Password: ", PASSWORD);
    wizard.expect("turn its light");
    wizard.answer("Code from the app", "");
    wizard.expect("3. Turn light and dark");
    wizard.answer("Number: 1", "\x153");
    wizard.expect("Set up an authenticator app");
    wizard.expect("Code from the app");
    wizard.press(CTRL_C);
    assert_eq!(wizard.exit(), 130);
    assert!(!wizard.seen().contains('\x1b'), "{:?}", wizard.seen());
}
