//! Logging in at a terminal, as a person does.

use crate::terminal::{CTRL_C, Home, START, totp};

const CHOSEN: &str = "Walnut-Harbour-31";

/// A home whose admin grace has yet to log in; the secret for it lies in a file.
fn invited() -> Home {
    let home = Home::with_sme();
    let added = home.json(&["operator", "add", "grace", "--address", "grace@example.org", "--role", "admin"]);
    std::fs::write(home.file("invitation"), added["activation"].as_str().unwrap()).unwrap();
    home
}

#[test]
fn v6_2_6_v8_4_2_an_operator_logs_in_at_a_terminal_by_password_and_code_and_neither_secret_is_echoed() {
    let home = invited();
    let mut terminal = home.wizard().start_with(&["operator", "login", "grace", "--activation", "@invitation"], "");
    terminal.answer("New password", CHOSEN);
    terminal.answer("New password again", CHOSEN);
    terminal.expect("secret    ");
    let shown = terminal.expect("otpauth");
    let secret = shown.trim().to_owned();
    terminal.answer("Code of your app", &totp(&secret, START));
    terminal.expect("The session is kept in");
    assert_eq!(terminal.exit(), 0, "{}", terminal.seen());
    assert!(!terminal.seen().contains(CHOSEN) && !terminal.seen().contains("vop_"), "{}", terminal.seen());
    home.done(&["clock", "advance", "PT1M"]);
    home.done(&["operator", "logout"]);
    let mut terminal = home.wizard().start_with(&["operator", "login", "grace"], "");
    terminal.answer("Password", CHOSEN);
    terminal.answer("Code of your app", &totp(&secret, START + 60));
    terminal.expect("session ends");
    assert_eq!(terminal.exit(), 0, "{}", terminal.seen());
    assert!(!terminal.seen().contains(CHOSEN), "{}", terminal.seen());
    assert_eq!(home.json(&["operator", "whoami"])["operator"]["name"], "grace");
}

#[test]
fn v7_5_3_a_sensitive_act_at_a_terminal_asks_for_the_operators_own_code() {
    let home = invited();
    let mut terminal = home.wizard().start_with(&["operator", "login", "grace", "--activation", "@invitation"], "");
    terminal.answer("New password", CHOSEN);
    terminal.answer("New password again", CHOSEN);
    terminal.expect("secret    ");
    let secret = terminal.expect("otpauth").trim().to_owned();
    terminal.answer("Code of your app", &totp(&secret, START));
    assert_eq!(terminal.exit(), 0, "{}", terminal.seen());
    home.done(&["clock", "advance", "PT6M"]);
    let add = ["operator", "add", "heidi", "--address", "heidi@example.org", "--role", "support"];
    let mut terminal = home.wizard().start_with(&add, "");
    terminal.answer("Code of your own app", &totp(&secret, START + 360));
    terminal.expect("heidi");
    assert_eq!(terminal.exit(), 0, "{}", terminal.seen());
}

#[test]
fn f19_ctrl_c_at_a_login_gives_the_terminal_back_and_opens_no_session() {
    let home = invited();
    let mut terminal = home.wizard().start_with(&["operator", "login", "grace", "--activation", "@invitation"], "");
    terminal.expect("New password");
    terminal.press(CTRL_C);
    assert_eq!(terminal.exit(), 130, "{}", terminal.seen());
    assert!(terminal.is_restored());
    assert!(!home.command(&["operator", "whoami"]).output().unwrap().status.success());
}
