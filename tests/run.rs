//! `vestibule run`: scripted sign-ins, through the built binary.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod support;
#[path = "support/terminal.rs"]
mod terminal;

#[path = "run/bad.rs"]
mod bad;
#[path = "run/coverage.rs"]
mod coverage;
#[path = "run/home_copy.rs"]
mod home_copy;
#[path = "run/new.rs"]
mod new;
#[path = "run/schema.rs"]
mod schema;
#[path = "run/snapshots.rs"]
mod snapshots;
#[path = "run/stories.rs"]
mod stories;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use insta::assert_snapshot;

const FIXTURES: [&str; 3] = [
    "fixtures/journeys/enterprise-first-sign-in.toml",
    "fixtures/journeys/enterprise-second-sign-in.toml",
    "fixtures/journeys/sme-wrong-otp-resend-expired.toml",
];

/// An SME account, and a sign-in up to the mailed code.
const GRACE: &str = r#"
title = "Grace"
[[user]]
address = "grace@example.com"
project_type = "sme"
password = "Nanosecond-Wire-1952"
[[step]]
start = "Grace"
[[step]]
do = "sign_in"
with = { email = "grace@example.com", password = "{password}" }
[[step]]
do = "ok"
"#;

/// What a run printed and how it ended.
struct Ran {
    out: String,
    err: String,
    code: i32,
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    command.current_dir(folder).args(args).env_clear();
    command
}

fn ran(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().expect("the binary starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { out: text(stdout), err: text(stderr), code: status.code().expect("an exit code") }
}

fn vestibule(folder: &Path, args: &[&str]) -> Ran {
    ran(&mut command(folder, args))
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with scripts, gone at the end of the test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn with(script: &str) -> Self {
        let folder = Self::new();
        folder.write("a.toml", script);
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.file(name).parent().expect("a parent")).expect("a folder");
        std::fs::write(self.file(name), text).expect("written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).expect("read")
    }

    fn run(&self, args: &[&str]) -> Ran {
        let all: Vec<&str> = std::iter::once("run").chain(args.iter().copied()).collect();
        vestibule(self.path(), &all)
    }
}

/// Plays a script that must hold, and answers its transcript.
fn told(script: &str) -> String {
    let ran = Folder::with(script).run(&["a.toml"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran.out
}

#[test]
fn a_shipped_script_holds_and_agrees_with_its_snapshot() {
    for fixture in FIXTURES {
        let one = vestibule(project(), &["run", "--check", fixture]);
        assert_eq!((one.code, one.err.as_str()), (0, ""), "{fixture}");
        assert!(one.out.ends_with("1 script: 1 passed.\n"), "{}", one.out);
    }
}

#[test]
fn two_runs_give_the_same_bytes_whatever_the_machine_is_like() {
    let args: Vec<&str> = std::iter::once("run").chain(FIXTURES).collect();
    let plain = vestibule(project(), &args);
    let mut elsewhere = command(project(), &args);
    elsewhere.envs([("TZ", "Asia/Tokyo"), ("COLUMNS", "40"), ("LANG", "tr_TR.UTF-8"), ("USER", "somebody")]);
    let other = ran(elsewhere.arg("--color=always"));
    assert_eq!((plain.code, other.code), (0, 0));
    assert_eq!(plain.out, other.out);
}

#[test]
fn a_transcript_has_80_columns_and_nothing_secret() {
    for fixture in FIXTURES {
        let out = vestibule(project(), &["run", fixture]).out;
        assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
        for secret in ["Analytical", "Nanosecond", "jrn_", "ses_", "dev_"] {
            assert!(!out.contains(secret), "{secret} in {out}");
        }
        let code = |word: &str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        assert!(!out.split(|c: char| !c.is_alphanumeric()).any(code), "a code in {out}");
    }
}

#[test]
fn the_first_sign_in_reads_like_a_story() {
    let first = vestibule(project(), &["run", FIXTURES[0]]);
    assert_snapshot!(first.out, @r#"
    First sign-in of an Enterprise account
    ======================================
    Policy     portal
    Clock      2026-03-02 09:00:00 UTC
    Documents  terms 1.0, privacy 1.0, eula 1.0
    Account    Ada Lovelace, ada@example.org: enterprise

     1. Ada: a sign-in starts on Ada's laptop, a device that is not known
        Audit: journey.started

        [ Sign In Now ]
        Enter the email address and the password of your account.

     2. sign_in
          email     ada@example.org
          password  ••••
        Audit: journey.password

        [ We don't recognize the device. ]
        We will mail a one-time password to a••••@e••••.org.

     3. ok
        Mail to ada@example.org
          [Vestibule] Please verify your device (ref YZPC)
        Audit: journey.code_mailed, mail.sent

        [ OTP Verification ]
        We mailed a one-time password to a••••@e••••.org.
        Look for the reference YZPC in the subject line.
        5 attempts left. 2 mails left.

     4. After 40 seconds it is 2026-03-02 09:00:40 UTC

     5. verify
          code  ‹otp›
        Audit: journey.otp

        [ Terms of Service and Privacy Policy ]
        Read the documents, then accept the required ones to go on.
        Documents that need no acceptance are there for you to read.
        - Terms of Service (terms 1.0, 120 lines), to accept
        - Privacy Policy (privacy 1.0, 112 lines), to accept
        - End User Licence Agreement (eula 1.0, 113 lines), to read

     6. accept_and_continue
          accept  terms
          accept  privacy
        Audit: journey.consent

        [ Multi-Factor Authentication Required ]
        Your account must be protected by an authenticator app before you can go on.

     7. activate
        Audit: journey.mfa_activated

        [ Confirm Password ]
        Enter your current password to go on with the activation.
        5 attempts left.

     8. confirm
          password  ••••
        Audit: journey.password_confirmed

        [ Set up an authenticator app ]
        Install an authenticator app on your phone, scan the QR code with it, or
        type the secret in.
        Then enter the code that the app shows.
        - Google Authenticator for Android
        - Microsoft Authenticator for Android
        - Google Authenticator for iOS
        - Microsoft Authenticator for iOS
        Secret: ‹secret›, also as a QR code
        5 attempts left.

     9. After 1 minute 30 seconds it is 2026-03-02 09:02:10 UTC

    10. verify
          code  ‹totp›
        Audit: journey.mfa_setup

        [ Save your recovery codes ]
        Each code lets you in once without your phone. Keep them where only you can
        find them.
        They work once you continue, and are not shown again after that.
        - 10 codes, each ‹recovery code›

    11. continue
        Mail to ada@example.org
          [Vestibule] An authenticator app was set up for your account
        Mail to ada@example.org
          [Vestibule] A new device can sign in to your account
        Audit: journey.mfa_enrolled, mail.sent, mail.sent

        [ Signed in ]
        You are signed in.
        The session lasts until 2026-03-02 21:02:10 UTC, 12 hours at most.
        This device is trusted from now on.
        10 recovery codes left.

    All 34 expectations held. 11 steps, 3 mails, 2 minutes 10 seconds passed.

    1 script: 1 passed.
    "#);
}

#[test]
fn quiet_leaves_the_summary_alone() {
    let args: Vec<&str> = ["-q", "run"].into_iter().chain(FIXTURES).collect();
    let ran = vestibule(project(), &args);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "3 scripts: 3 passed.\n", ""));
}

#[test]
fn folders_patterns_and_filters_name_scripts_once_and_in_order() {
    let folder = Folder::new();
    for name in ["b/two.toml", "b/one.toml", "b/deep/three.toml", "a.toml"] {
        folder.write(name, &GRACE.replace("\"Grace\"\n[[user", &format!("\"story {name}\"\n[[user")));
    }
    folder.write("b/notes.txt", "no script");
    let titles = |args: &[&str]| {
        let ran = folder.run(args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let titles = ran.out.lines().filter_map(|line| line.strip_prefix("story ")).map(str::to_owned);
        titles.collect::<Vec<_>>()
    };
    assert_eq!(titles(&["b"]), ["b/deep/three.toml", "b/one.toml", "b/two.toml"]);
    assert_eq!(titles(&["b/two.toml", "b", "a.toml"]).first().map(String::as_str), Some("b/two.toml"));
    assert_eq!(titles(&["b/two.toml", "b"]).len(), 3);
    assert_eq!(titles(&["b/*.toml"]), ["b/one.toml", "b/two.toml"]);
    assert_eq!(titles(&[".", "--filter", "deep"]), ["b/deep/three.toml"]);
    let none = folder.run(&[".", "--filter", "nothing"]);
    assert_eq!(none.code, 2, "{}", none.out);
    assert_eq!(folder.run(&["c/*.toml"]).code, 2);
    assert_eq!(folder.run(&["missing.toml"]).code, 2);
}

#[test]
fn json_is_one_document_with_every_step() {
    let ran = vestibule(project(), &["--output", "json", "run", FIXTURES[2]]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("one document");
    assert_eq!(document["summary"]["passed"], 1);
    let script = &document["scripts"][0];
    assert_eq!(script["passed"], true);
    let step = &script["steps"][3];
    assert_eq!((step["did"].as_str(), step["action"].as_str()), (Some("submit"), Some("verify")));
    assert_eq!(step["fields"][0]["value"], "‹wrong otp›");
    assert_eq!((step["error"]["code"].as_str(), step["error"]["exit"].as_u64()), (Some("otp_wrong"), Some(3)));
    assert_eq!(step["screen"]["id"], "otp_verification");
    assert_eq!(script["steps"][2]["mails"][0]["kind"], "device_code");
    assert!(script["transcript"].as_str().is_some_and(|text| text.starts_with("An SME account")));
    let reported = vestibule(project(), &["run", "--report", "json", FIXTURES[2]]);
    assert_eq!(reported.out, ran.out);
}

#[test]
fn a_missed_expectation_exits_3_and_names_the_step_and_the_line() {
    let script = format!("{GRACE}expect = {{ screen = \"consent\", sends_left = 2 }}\n[[step]]\ndo = \"resend\"\n");
    let folder = Folder::with(&script.replace("sends_left = 2", "status = \"open\""));
    let ran = folder.run(&["a.toml"]);
    assert_eq!(ran.code, 3);
    let told = "Error: a.toml, line 14: step 3: expected the screen \"consent\", but it is \"otp_verification\".\n";
    assert!(ran.err.starts_with(told), "{}", ran.err);
    assert!(ran.out.contains("MISSED expected the screen \"consent\""), "{}", ran.out);
    assert!(ran.out.contains("FAILED: 1 expectation missed; 1 step not taken."), "{}", ran.out);
    assert!(ran.out.ends_with("1 script: 0 passed, 1 failed.\n"), "{}", ran.out);
    let quiet = vestibule(folder.path(), &["-q", "run", "a.toml"]);
    assert_eq!((quiet.code, quiet.out.as_str()), (3, "1 script: 0 passed, 1 failed.\n"));
}

#[test]
fn a_refusal_that_nobody_expected_is_missed() {
    let ran = Folder::with(&format!("{GRACE}[[step]]\ndo = \"resend\"\n")).run(&["a.toml"]);
    assert_eq!(ran.code, 3);
    let told = "a.toml, line 14: step 4: expected no error, but it is \"resend_too_soon\"";
    assert!(ran.err.contains(told), "{}", ran.err);
}

#[test]
fn each_kind_of_expectation_can_be_missed() {
    let wrong = [
        ("status = \"signed_in\"", "expected the status \"signed_in\", but it is \"open\""),
        ("status = \"ended\", reason = \"declined\"", "expected the reason \"declined\", but there is none"),
        ("error = \"throttled\"", "expected the error \"throttled\", but there is none"),
        ("exit = 6", "expected the exit code to be 6, but it is 0"),
        ("retry_after = \"1 min\"", "expected a wait of PT1M, but it is none"),
        ("tries_left = 4", "expected the tries left to be 4, but it is 5"),
        ("sends_left = 1", "expected the mails left to be 1, but it is 2"),
        ("text = \"b••••\"", "expected \"b••••\" on the screen, but it is not there"),
        ("mail = false", "expected the mails none, but they are \"[Vestibule] Please verify"),
        ("mail = \"password\"", "expected the mails \"password\", but they are"),
        ("session = true", "expected a session that holds, but there is no session that holds"),
    ];
    for (expect, told) in wrong {
        let ran = Folder::with(&format!("{GRACE}expect = {{ {expect} }}\n")).run(&["a.toml"]);
        assert_eq!(ran.code, 3, "{expect}: {}", ran.err);
        assert!(ran.err.contains(told), "{expect}: {}", ran.err);
    }
}

#[test]
fn fail_fast_stops_at_the_first_script_that_does_not_hold() {
    let folder = Folder::new();
    folder.write("1.toml", GRACE);
    folder.write("2.toml", &format!("{GRACE}expect = {{ exit = 3 }}\n"));
    folder.write("3.toml", GRACE);
    folder.write("4.toml", GRACE);
    let ran = folder.run(&[".", "--fail-fast"]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.ends_with("4 scripts: 1 passed, 1 failed, 2 not played.\n"), "{}", ran.out);
    assert!(folder.run(&["."]).out.ends_with("4 scripts: 3 passed, 1 failed.\n"));
}

#[test]
fn no_home_is_needed_and_none_is_touched() {
    let folder = Folder::with(GRACE);
    let ran = vestibule(folder.path(), &["--home", "/nonexistent/home", "-q", "run", "a.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "only the script is there");
}
