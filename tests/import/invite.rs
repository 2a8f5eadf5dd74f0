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
    assert!(home.mails().is_empty());
    home.run(&["mail", "send"]).done();
    let mails = home.mails_about("An account was made for you");
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [ADA]);
    home.advance("PT1M");
    home.run(&["mail", "send"]).done();
    assert_eq!(home.mails_about("An account was made for you").len(), 2);
    let code = mails[0].text.lines().find_map(|line| line.trim().strip_prefix("Code:")).unwrap().trim().to_owned();
    assert!(!home.dump().contains(&code));
    let journey = home.journey();
    assert_eq!(journey.sign_in(ADA, &code).state(), "device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("password_change");
    journey.change_password(NEW_PASSWORD).at("mfa_required");
    assert_eq!(home.journey().sign_in(ADA, &code).code(), "credentials_wrong");
    let (_, report) = import(&home, &["u.csv", "--invite"]);
    assert_eq!(counts(&report), [2, 0, 0, 2, 0]);
    assert_eq!(home.number("SELECT count(*) FROM outbox WHERE kind = 'invitation'"), 2);
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
    assert_eq!(home.fail(&["--yes", "import", "u.csv", "--print-temporary", "secrets.csv"]).told(), (2, "usage"));
}
