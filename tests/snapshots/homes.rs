//! Homes, accounts and documents.

use insta::assert_snapshot;

use crate::sign_in;
use crate::support::home::{ADA, PASSWORD, TestHome};

#[test]
fn making_a_simulation() {
    let home = TestHome::none();
    assert_snapshot!(home.run(&["init", "--simulation", "--seed", "7"]), @r"
    exit 0
    ----- stdout
    Made a home at home.
    ----- stderr
    Next: publish the documents that your profile requires with `vestibule consent publish`, then add accounts with `vestibule user add`.
    ");
    assert_snapshot!(home.run(&["--output", "json", "init"]), @r#"
    exit 5
    ----- stdout
    ----- stderr
    {"error":{"code":"home_exists","message":"The folder home already holds a vestibule home.","hint":"Use it as it is, or name another folder."}}
    "#);
}

#[test]
fn making_an_account() {
    let home = TestHome::simulation();
    assert_snapshot!(home.run(&["user", "add", ADA, "--name", "Ada Lovelace", "--temporary"]), @r"
    exit 0
    ----- stdout
    id              usr_06earhkqg3jkgklhhof27cuk
    address         ada@example.org
    name            Ada Lovelace
    project type    enterprise
    state           enabled
    created         2026-03-02 09:00:00 UTC
    password        argon2id, temporary, set 2026-03-02 09:00:00 UTC
    authenticator   none
    recovery codes  0
    accepted        -
    devices         0
    sessions        0
    last sign-in    -
    locked until    -

    temporary password  Fpm4-lsmr-1fbm-ah68-7tli-d3lp-74jp-av6c
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["--output", "json", "user", "add", ADA]), @r#"
    exit 5
    ----- stdout
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    {"error":{"code":"exists","message":"Account \"ada@example.org\" exists already.","hint":"Nothing was changed. Use the one that is there, or another name."}}
    "#);
    assert_snapshot!(home.run_with_stdin(&["user", "add", "bob@example.org", "--password-stdin"], "short"), @r"
    exit 3
    ----- stdout
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    Error: The password cannot be used: Use at least 14 characters. Use at least one upper-case letter. Use at least one digit. Use at least one symbol, such as ! or -.
    Hint: Choose another password.
    ");
}

#[test]
fn publishing_and_listing_documents() {
    let home = TestHome::simulation();
    home.write("terms.md", "# Terms of Service\n");
    assert_snapshot!(home.run(&["consent", "publish", "terms", "--version", "1", "--file", "terms.md"]), @r"
    exit 0
    ----- stdout
    Published terms version 1 (SHA-256 8c726938cb528cd42ecce6b86c35eb9174e0617cf33b63375b4232e276e4613e).
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["consent", "documents"]), @r"
    exit 0
    ----- stdout
    DOCUMENT  VERSION  STATE    PUBLISHED                TITLE
    terms     1        current  2026-03-02 09:00:00 UTC  Terms of Service
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["--output", "json", "consent", "documents"]), @r#"
    exit 0
    ----- stdout
    [{"id":"terms","version":"1","title":"Terms of Service","digest":"8c726938cb528cd42ecce6b86c35eb9174e0617cf33b63375b4232e276e4613e","minor":false,"published_at":"2026-03-02T09:00:00Z","current":true}]
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    "#);
}

#[test]
fn a_home_that_needs_an_operator() {
    let home = TestHome::simulation();
    assert_snapshot!(home.run(&["doctor"]), @r#"
    exit 3
    ----- stdout
    Accounts of type enterprise must accept "terms", which has no published version: none of them can
    sign in.
      Run `vestibule consent publish terms --version V --file FILE`.
    Accounts of type enterprise must accept "privacy", which has no published version: none of them can
    sign in.
      Run `vestibule consent publish privacy --version V --file FILE`.
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    Error: Something needs an operator.
    Hint: See the findings.
    "#);
    home.add_user(ADA, "enterprise");
    assert_snapshot!(sign_in(&home, &home.journey(), PASSWORD), @r"
    exit 7
    ----- stdout
    journey jrn_luvf42uvpoga4srmpdq7c4vet3vkc9dg  expires 2026-03-02 09:30:00 UTC

    Sign In Now

    Enter the email address and the password of your account.

    actions: sign_in, abandon
    fields:  email, password
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    Error: A document that must be accepted is not published yet.
    Hint: Ask the operator, who publishes it with `vestibule consent publish` (`vestibule doctor` names it).
    ");
}

#[test]
fn a_home_that_cannot_be_used() {
    let home = TestHome::none();
    assert_snapshot!(home.run(&["user", "list"]), @r"
    exit 4
    ----- stdout
    ----- stderr
    Error: There is no vestibule home at home.
    Hint: Make one with `vestibule --home home init`, or name another with --home.
    ");
    let home = TestHome::simulation();
    home.configure("[otp]\ntrys = 3");
    assert_snapshot!(home.run(&["user", "list"]), @r"
    exit 2
    ----- stdout
    ----- stderr
    Error: In home/vestibule.toml, line 11: unknown field `trys`, expected one of `digits`, `ttl`, `tries`, `sends`, `resend_after`, `failures_until_disabled`, `hourly_sends`.
    Hint: Mend that line; `vestibule help policy` lists the keys.
    ");
}
