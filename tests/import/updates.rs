//! Accounts that are there already: which fields are touched, and that an update does what support would have to do.

use super::support::home::{ADA, BOB, PASSWORD, TestHome};
use super::{counts, import, rejects};

const HASH: &str = "$argon2id$v=19$m=65536,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn standing(home: &TestHome) -> [i64; 3] {
    [
        "SELECT count(*) FROM sessions WHERE revoked_at IS NULL",
        "SELECT count(*) FROM devices WHERE revoked_at IS NULL",
        "SELECT count(*) FROM authenticators",
    ]
    .map(|sql| home.number(sql))
}

fn verify_address(home: &TestHome, address: &str) {
    home.run(&["otp", "issue", address, "--purpose", "verify-address"]).done();
    let code = home.mails_about("Please verify your address").pop().unwrap().code();
    home.run_with_stdin(&["otp", "verify", address, "--purpose", "verify-address"], code).done();
}

#[test]
fn v6_3_4_a_new_hash_ends_what_a_password_set_by_support_ends_and_the_person_is_told() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    let open = home.past_password(ADA);
    home.write("u.csv", format!("address,password_hash\n{ADA},\"{HASH}\"\n"));
    let (_, report) = import(&home, &["u.csv"]);
    assert_eq!(counts(&report), [1, 0, 1, 0, 0]);
    assert_eq!(standing(&home), [0, 0, 1]);
    assert_eq!(home.mails_about("Your password was changed").len(), 1);
    assert_eq!(open.show().reason(), "superseded");
    let (_, report) = import(&home, &["u.csv"]);
    assert_eq!(counts(&report), [1, 0, 0, 1, 0]);
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'user.password_set'"), 1);
    assert_eq!(home.text("SELECT password_due FROM users"), "reset", "the list does not choose the password");
}

#[test]
fn v6_3_4_one_row_does_not_give_an_account_both_a_password_and_an_authenticator() {
    let home = TestHome::simulation();
    home.add_user(ADA, "enterprise");
    home.write("both.csv", format!("address,name,password_hash,totp_secret\n{ADA},Ada,\"{HASH}\",{SECRET}\n"));
    let (exit, report) = import(&home, &["both.csv"]);
    assert_eq!((exit, rejects(&report)[0].2.as_str()), (3, "evidence_needed"), "{report}");
    assert_eq!(standing(&home)[2], 0);
    // Nor do two rows of two files, one after the other.
    home.write("totp.csv", format!("address,totp_secret\n{ADA},{SECRET}\n"));
    assert_eq!(counts(&import(&home, &["totp.csv"]).1), [1, 0, 1, 0, 0]);
    home.write("hash.csv", format!("address,password_hash\n{ADA},\"{HASH}\"\n"));
    let (exit, report) = import(&home, &["hash.csv"]);
    assert_eq!((exit, rejects(&report)[0].2.as_str()), (3, "evidence_needed"), "{report}");
    home.advance("P7DT1S");
    assert_eq!(counts(&import(&home, &["hash.csv"]).1), [1, 0, 1, 0, 0]);
}

#[test]
fn an_account_that_nobody_could_use_so_far_takes_its_first_password_and_authenticator() {
    let home = TestHome::simulation();
    home.write("u.csv", format!("address\n{ADA}\n"));
    import(&home, &["u.csv"]);
    home.write("both.csv", format!("address,password_hash,totp_secret\n{ADA},\"{HASH}\",{SECRET}\n"));
    assert_eq!(counts(&import(&home, &["both.csv"]).1), [1, 0, 1, 0, 0]);
    assert_eq!(home.number("SELECT count(*) FROM users WHERE password_due IS NULL"), 1);
    assert_eq!(standing(&home)[2], 1);
}

#[test]
fn v6_4_1_a_password_that_an_import_declares_temporary_ends() {
    let home = TestHome::simulation();
    home.publish_samples();
    home.add_user(ADA, "enterprise");
    home.write("u.csv", format!("address,temporary\n{ADA},true\n"));
    assert_eq!(counts(&import(&home, &["u.csv", "--set-fields", "temporary"]).1), [1, 0, 1, 0, 0]);
    assert_eq!(home.number("SELECT count(*) FROM users WHERE password_ends_at IS NOT NULL"), 1);
    assert_eq!(home.journey().sign_in(ADA, PASSWORD).state(), "device_unrecognized");
    home.advance("PT24H");
    assert_eq!(home.journey().sign_in(ADA, PASSWORD).code(), "credentials_wrong");
}

#[test]
fn an_enrolled_authenticator_is_left_alone_unless_told() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    home.write("u.csv", format!("address,totp_secret\n{ADA},{SECRET}\n"));
    let before = home.dump_but_audit();
    let (_, report) = import(&home, &["u.csv"]);
    assert_eq!(counts(&report), [1, 0, 0, 1, 0]);
    assert_eq!(before, home.dump_but_audit());
    let (_, report) = import(&home, &["u.csv", "--set-fields", "totp_secret"]);
    assert_eq!(counts(&report), [1, 0, 1, 0, 0]);
    assert_eq!(standing(&home), [0, 0, 1]);
    assert_eq!(home.number("SELECT count(*) FROM recovery_codes"), 0);
    assert_eq!(home.mails_about("Your authenticator app was removed by support").len(), 1);
    let (_, report) = import(&home, &["u.csv", "--set-fields", "totp_secret"]);
    assert_eq!(counts(&report), [1, 0, 0, 1, 0]);
    assert_eq!(home.past_otp(ADA).verify(&home.totp(SECRET)).state(), "signed_in");
}

#[test]
fn v6_3_4_an_address_changes_by_its_external_id_once_it_is_verified_and_the_old_mailbox_is_told() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    home.write("u.csv", format!("address,external_id\n{ADA},p-1\n"));
    let by_id = ["u.csv", "--key", "external-id"];
    assert_eq!(counts(&import(&home, &by_id).1), [1, 0, 1, 0, 0]);
    home.write("u.csv", "address,name,external_id\ncountess@example.org,Ada,p-1\n");
    let unverified = [(2, "address".to_owned(), "address_not_verified".to_owned())];
    assert_eq!(rejects(&import(&home, &by_id).1), unverified);
    assert_eq!(home.text("SELECT address || coalesce(name, '-') FROM users"), format!("{ADA}-"));
    assert_eq!(standing(&home), [1, 1, 1]);
    import(&home, &[&by_id[..], &["--keep-fields", "address"]].concat());
    assert_eq!(home.text("SELECT address || name FROM users"), format!("{ADA}Ada"));
    for _ in 0..5 {
        home.journey().sign_in(ADA, "Wrong-Password-99");
    }
    verify_address(&home, "countess@example.org");
    assert_eq!(counts(&import(&home, &by_id).1), [1, 0, 1, 0, 0]);
    assert_eq!(standing(&home), [0, 0, 1]);
    let notice = home.mails_about("The address of your account was changed");
    assert_eq!(notice.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [ADA, "countess@example.org"]);
    assert_eq!(home.number("SELECT count(*) FROM users"), 1);
    assert_eq!(home.journey().sign_in("countess@example.org", PASSWORD).code(), "throttled", "a lock moves along");
    // A verification serves one move.
    home.write("u.csv", format!("address,external_id\n{ADA},p-1\n"));
    verify_address(&home, ADA);
    assert_eq!(counts(&import(&home, &by_id).1), [1, 0, 1, 0, 0]);
    home.write("u.csv", "address,external_id\ncountess@example.org,p-1\n");
    assert_eq!(rejects(&import(&home, &by_id).1), unverified);
    home.add_user(BOB, "sme");
    home.write("u.csv", format!("address,external_id\n{BOB},p-1\nx@example.org,\n"));
    let (_, report) = import(&home, &by_id);
    let expected = [(2, "address", "address_taken"), (3, "external_id", "missing")];
    assert_eq!(rejects(&report), expected.map(|(line, field, code)| (line, field.to_owned(), code.to_owned())));
}

#[test]
fn fields_are_set_and_kept_as_told_and_conflicts_end_as_told() {
    let home = TestHome::simulation();
    home.add_user(ADA, "enterprise");
    home.write("u.csv", format!("address,name,project_type\n{ADA},Ada,sme\n"));
    let name = || home.text("SELECT coalesce(name, '-') || project_type FROM users");
    assert_eq!(counts(&import(&home, &["u.csv", "--on-conflict", "skip"]).1), [1, 0, 0, 1, 0]);
    assert_eq!(name(), "-enterprise");
    assert_eq!(home.fail(&["--yes", "import", "u.csv", "--on-conflict", "fail"]).told(), (5, "exists"));
    import(&home, &["u.csv", "--keep-fields", "name"]);
    assert_eq!(name(), "-sme");
    import(&home, &["u.csv", "--set-fields", "name"]);
    assert_eq!(name(), "Adasme");
    assert_eq!(import(&home, &["u.csv", "--on-conflict", "fail"]).0, 0);
}

#[test]
fn disabling_ends_everything_and_enabling_is_audited() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    home.write("u.csv", format!("address,state\n{ADA},disabled\n"));
    import(&home, &["u.csv"]);
    assert_eq!(standing(&home), [0, 0, 1]);
    home.write("u.csv", format!("address,state\n{ADA},enabled\n"));
    import(&home, &["u.csv"]);
    let acts = home.text("SELECT group_concat(action) FROM audit WHERE action IN ('user.disabled', 'user.enabled')");
    assert_eq!(acts, "user.disabled,user.enabled");
    assert_eq!(home.past_password(ADA).show().state(), "device_unrecognized");
}

#[test]
fn accounts_that_left_the_list_are_disabled_within_the_limit() {
    let home = TestHome::simulation();
    let all: String = (0..20).map(|n| format!("u{n}@example.org\n")).collect();
    home.write("all.csv", format!("address\n{all}"));
    import(&home, &["all.csv"]);
    home.write("less.csv", format!("address\n{}", all.replace("u7@example.org\n", "").replace("u8@example.org\n", "")));
    let args = ["less.csv", "--deprovision", "disable"];
    let refused = home.fail(&[&["--yes", "import"], &args[..]].concat());
    assert_eq!(refused.told(), (3, "deprovision_limit"));
    assert_eq!(home.number("SELECT count(*) FROM users WHERE state = 'disabled'"), 0);
    let (exit, report) = import(&home, &[&args[..], &["--max-deprovision", "10%"]].concat());
    assert_eq!((exit, &report["deprovisioned"]), (0, &2.into()));
    assert_eq!(home.number("SELECT count(*) FROM users WHERE state = 'disabled'"), 2);
    // A list with a row that cannot be read may name anybody.
    home.write("bad.csv", "address\nu1@example.org\nnobody\n");
    let (exit, report) = import(&home, &["bad.csv", "--deprovision", "disable", "--max-deprovision", "100%"]);
    assert_eq!((exit, &report["deprovisioned"]), (3, &0.into()));
}

#[test]
fn a_hash_that_a_sign_in_replaced_is_no_change() {
    let home = TestHome::simulation();
    home.write("u.csv", format!("address,project_type,password_hash\n{ADA},sme,{{SSHA}}{}\n", ssha(PASSWORD)));
    import(&home, &["u.csv"]);
    assert!(home.text("SELECT password_hash FROM users").starts_with("$wrapped-"));
    home.sign_in_first(ADA);
    assert!(home.text("SELECT password_hash FROM users").starts_with("$argon2id$"));
    assert_eq!(counts(&import(&home, &["u.csv"]).1), [1, 0, 0, 1, 0]);
}

/// What LDAP writes after `{SSHA}`.
fn ssha(password: &str) -> String {
    let salt = b"saltsalt";
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &[password.as_bytes(), salt].concat());
    data_encoding::BASE64.encode(&[digest.as_ref(), salt].concat())
}
