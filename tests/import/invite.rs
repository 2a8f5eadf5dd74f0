//! People who come without a password: invited by mail, or given a temporary one.

use std::os::unix::fs::PermissionsExt;

use super::support::home::{ADA, BOB, NEW_PASSWORD, TestHome};
use super::{counts, import};

#[test]
fn an_invitation_is_mailed_at_its_rate_and_its_code_leads_to_a_first_password() {
    let home = TestHome::simulation();
    home.publish_samples();
    home.write("u.csv", format!("address,project_type\n{ADA},sme\n{BOB},sme\n"));
    let (exit, report) = import(&home, &["u.csv", "--invite", "--invite-rate", "1"]);
    assert_eq!((exit, counts(&report)), (0, [2, 2, 0, 0, 0]));
    home.run(&["mail", "send"]).done();
    let mails = home.mails_about("Choose the password of your account");
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [ADA]);
    home.advance("PT1M");
    home.run(&["mail", "send"]).done();
    assert_eq!(home.mails_about("Choose the password of your account").len(), 2);
    let code = mails[0].text.split_whitespace().find(|word| word.starts_with("vat_")).unwrap().to_owned();
    assert!(!home.dump().contains(&code));
    let input = format!("{code}\n{NEW_PASSWORD}\n");
    home.run_with_stdin(&["user", "activate", "--password-stdin"], &input).done();
    assert_eq!(home.journey().sign_in(ADA, NEW_PASSWORD).state(), "device_unrecognized");
    let (_, report) = import(&home, &["u.csv", "--invite"]);
    assert_eq!(counts(&report), [2, 0, 0, 2, 0]);
    assert_eq!(home.number("SELECT count(*) FROM outbox WHERE kind = 'activation'"), 2);
}

#[test]
fn a_later_import_invites_behind_the_one_before_and_disabled_people_not_at_all() {
    let home = TestHome::simulation();
    home.write("a.csv", format!("address,state\n{ADA},\n{BOB},\nx@example.org,disabled\n"));
    home.write("b.csv", "address\nc@example.org\n");
    let before = home.number("SELECT count(*) FROM outbox");
    for file in ["a.csv", "b.csv"] {
        import(&home, &[file, "--invite", "--invite-rate", "2"]);
    }
    assert_eq!(home.number("SELECT count(*) FROM outbox") - before, 3);
    let pauses = "SELECT group_concat((next_at - queued_at) / 1000 ORDER BY n) FROM outbox WHERE state = 'queued'";
    assert_eq!(home.text(pauses), "30,60");
    // The code works as long from when it is sent as any other.
    assert_eq!(home.number("SELECT count(DISTINCT expires_at - next_at) FROM outbox WHERE state = 'queued'"), 1);
}

#[test]
fn temporary_passwords_go_into_a_new_file_that_only_its_owner_reads() {
    let home = TestHome::simulation();
    home.write("u.csv", format!("address,project_type\n{ADA},sme\n{BOB},sme\n"));
    let (_, report) = import(&home, &["u.csv", "--print-temporary", "secrets.csv"]);
    assert_eq!(counts(&report), [2, 2, 0, 0, 0]);
    let file = home.root().join("secrets.csv");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    let rows: Vec<(&str, &str)> = text.lines().skip(1).map(|line| line.split_once(',').unwrap()).collect();
    assert_eq!(rows.iter().map(|(address, _)| *address).collect::<Vec<_>>(), [ADA, BOB]);
    assert_eq!(home.journey().sign_in(ADA, rows[0].1).state(), "device_unrecognized");
    assert_eq!(home.fail(&["--yes", "import", "u.csv", "--print-temporary", "secrets.csv"]).told(), (5, "exists"));
}
