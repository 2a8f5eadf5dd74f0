//! `user add --invite`, `user invite` and `user activate`.

use serde_json::json;

use crate::support::home::{ADA, NEW_PASSWORD, Outcome, PASSWORD, TestHome};

fn activate(home: &TestHome, code: &str, password: &str) -> Outcome {
    let args = ["--output", "json", "user", "activate", "--password-stdin"];
    home.run_with_stdin(&args, format!("{code}\n{password}\n"))
}

fn code(home: &TestHome) -> String {
    let mail = home.mails_about("Choose the password").pop().expect("an invitation");
    let token = mail.text.split_whitespace().find(|word| word.starts_with("vat_")).expect("a code").to_owned();
    assert!(mail.html.contains(&token), "{}", mail.html);
    token
}

fn invited() -> TestHome {
    let home = TestHome::simulation();
    home.publish_samples();
    let made = home.json(&["user", "add", ADA, "--invite"]);
    assert_eq!(made["invited_until"], "2026-03-03T09:00:00Z");
    assert_eq!(made["password"]["scheme"], "none");
    home
}

#[test]
fn v6_4_1_v11_5_1_an_activation_code_is_long_works_once_and_sets_the_first_password() {
    let home = invited();
    let token = code(&home);
    assert_eq!(token.len(), 4 + 52, "256 bits in base32 behind a prefix");
    assert!(!home.dump().contains(&token), "only its digest is kept");
    home.journey().sign_in(ADA, PASSWORD).refused(3, "credentials_wrong", "sign_in");

    let broken = activate(&home, &token, "short").failure();
    assert_eq!(broken.told(), (3, "password_rule"));
    let done = activate(&home, &token, PASSWORD).done().json();
    assert_eq!(done["address"], ADA);
    assert_eq!(home.mails_about("Your password was changed").len(), 1);
    for password in [NEW_PASSWORD, PASSWORD] {
        assert_eq!(activate(&home, &token, password).failure().told(), (3, "activation_invalid"));
    }
    let journey = home.past_otp(ADA);
    journey.enrol(PASSWORD);
    let trail =
        "SELECT group_concat(action, ' ') FROM (SELECT action FROM audit WHERE action LIKE 'user.%' ORDER BY seq)";
    assert_eq!(home.text(trail), "user.added user.invited user.activated user.not_activated user.not_activated");
}

#[test]
fn v6_4_1_an_activation_code_is_short_lived_and_a_newer_one_makes_it_void() {
    let home = invited();
    let first = code(&home);
    home.advance("PT23H59M");
    home.json(&["user", "invite", ADA]);
    let second = code(&home);
    assert_ne!(first, second);
    assert_eq!(activate(&home, &first, PASSWORD).failure().told(), (3, "activation_invalid"));
    home.advance("PT24H");
    assert_eq!(activate(&home, &second, PASSWORD).failure().told(), (3, "activation_invalid"));
    let explained = home.json(&["explain", ADA])["blocked"].to_string();
    assert!(explained.contains("user invite"), "{explained}");
    home.json(&["user", "invite", ADA]);
    assert!(home.json(&["explain", ADA])["blocked"].to_string().contains("activation code that was mailed"));
    activate(&home, &code(&home), PASSWORD).done();
}

#[test]
fn an_activation_code_is_void_where_the_account_is_disabled_or_has_a_password() {
    let home = invited();
    let token = code(&home);
    home.run(&["user", "disable", ADA]).done();
    assert_eq!(activate(&home, &token, PASSWORD).failure().told(), (3, "activation_invalid"));
    home.run(&["user", "enable", ADA]).done();
    home.run_with_stdin(&["user", "set-password", ADA, "--password-stdin"], PASSWORD).done();
    assert_eq!(activate(&home, &token, NEW_PASSWORD).failure().told(), (3, "activation_invalid"));
    assert_eq!(home.fail(&["user", "invite", ADA]).told(), (2, "usage"));
    for noise in ["", "vat_", "vst_0", "123456"] {
        assert_eq!(activate(&home, noise, PASSWORD).failure().told(), (3, "activation_invalid"), "{noise:?}");
    }
}

#[test]
fn an_invitation_is_mailed_once_and_shown_to_nobody_else() {
    let home = TestHome::real();
    home.run(&["user", "add", ADA, "--invite"]).done();
    home.run(&["user", "add", ADA, "--invite", "--if-absent"]).done();
    assert_eq!(home.mails_about("Choose the password").len(), 1);
    // A mail that waits still has its text.
    home.reconfigure("transport = \"folder\"", "transport = \"sendmail\"\nsendmail = \"/nonexistent\"");
    home.run(&["user", "invite", ADA]).done();
    let id = home.text("SELECT id FROM outbox ORDER BY n DESC LIMIT 1");
    let shown = home.json(&["mail", "show", &id]);
    assert_eq!(shown["kind"], "activation");
    let text = shown["text"].to_string();
    assert!(text.contains("vat_•") && !text.contains("vat_0"), "{text}");
    let dry = home.json(&["user", "invite", ADA, "--dry-run"]);
    assert!(
        dry["changes"]
            .as_array()
            .expect("a list")
            .contains(&json!({"act": "add", "what": "mail", "which": "activation to ada@example.org"}))
    );
}

#[test]
fn of_many_activations_at_once_one_sets_the_password() {
    let home = invited();
    let token = code(&home);
    let stdin = home.root().join("both");
    std::fs::write(&stdin, format!("{token}\n{PASSWORD}")).expect("a file");
    let start = || {
        let mut command = home.command(&["user", "activate", "--password-stdin"]);
        command.stdin(std::fs::File::open(&stdin).expect("a file")).spawn().expect("the program was built")
    };
    let children: Vec<_> = (0..4).map(|_| start()).collect();
    let exits: Vec<i32> =
        children.into_iter().map(|c| Outcome::from(c.wait_with_output().expect("it ends")).exit).collect();
    assert_eq!(exits.iter().filter(|exit| **exit == 0).count(), 1, "{exits:?}");
    assert_eq!(exits.iter().filter(|exit| **exit == 3).count(), 3, "{exits:?}");
}
