//! Scripts on a private copy of a real home.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::support::home::{ADA, BOB, Outcome, PASSWORD, TestHome};
use super::support::journey::Enrolled;

/// A real home in which Ada signed in once, and Bob never did.
fn lived_in() -> (TestHome, Enrolled) {
    let home = TestHome::real();
    home.publish_samples();
    home.add_user(ADA, "enterprise");
    home.add_user(BOB, "sme");
    let ada = home.sign_in_first(ADA);
    (home, ada)
}

/// Every file below a folder with its bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(bytes(&path)),
            false => drop(found.insert(path.display().to_string(), std::fs::read(&path).unwrap())),
        }
    }
    found
}

/// Ada signs in on her trusted device, Bob for the first time, support and operators act meanwhile.
fn script(device: &str) -> String {
    format!(
        r#"
title = "A stricter policy on real accounts"
[policy.consent.required]
enterprise = ["terms", "privacy", "news"]
[[document]]
id = "news"
version = "1.0"
text = "News."
[[step]]
start = "Ada"
device = "{device}"
[[step]]
do = "sign_in"
with = {{ email = "{ADA}", password = "{PASSWORD}" }}
expect = {{ error = "credentials_wrong", mail = false }}
[[step]]
do = "sign_in"
with = {{ email = "{ADA}", password = "{{password}}" }}
expect = {{ screen = "mfa_challenge" }}
[[step]]
do = "verify"
with = {{ code = "{{recovery:10}}" }}
expect = {{ screen = "consent", mail = "recovery code" }}
[[step]]
do = "accept_and_continue"
with = {{ accept = "news" }}
expect = {{ screen = "signed_in", session = true }}
[[step]]
start = "Ada again"
device = "{device}"
[[step]]
do = "sign_in"
with = {{ email = "{ADA}", password = "{{password}}" }}
[[step]]
do = "verify"
with = {{ code = "{{totp}}" }}
expect = {{ screen = "signed_in" }}
[[step]]
support = "reset_mfa"
account = "{ADA}"
reason = "a trial"
[[step]]
start = "Bob"
[[step]]
do = "sign_in"
with = {{ email = "{BOB}", password = "{{password}}" }}
[[step]]
do = "ok"
expect = {{ mail = "verify your device" }}
[[step]]
do = "verify"
with = {{ code = "{{otp}}" }}
expect = {{ screen = "mfa_required" }}
"#
    )
}

/// Plays a script that is wrong; answers what stderr says.
fn refused(home: &TestHome, script: &str) -> String {
    let ran: Outcome = home.command(&["run", "--home-copy", "home", script]).output().unwrap().into();
    assert_eq!(ran.exit, 2, "{ran:?}");
    ran.stderr
}

#[test]
fn a_policy_is_tried_on_real_accounts_and_the_home_does_not_change() {
    let (home, _) = lived_in();
    let device = home.json(&["device", "list", ADA])[0]["id"].as_str().unwrap().to_owned();
    home.write("trial.toml", script(&device));
    let before = bytes(&home.path());
    let ran = home.run(&["run", "--home-copy", "home", "trial.toml"]).done();
    assert!(before == bytes(&home.path()), "the home changed");
    assert!(ran.stdout.contains("Policy     portal, with consent.required = "), "{}", ran.stdout);
    assert!(ran.stdout.contains("Home       a copy with 2 accounts\n"), "{}", ran.stdout);
    assert!(!home.root().join("trial.transcript").exists());
    let again = home.run(&["run", "--home-copy", "home", "trial.toml"]).done();
    assert_eq!(ran.stdout, again.stdout, "the same home gives the same bytes");
}

#[test]
fn no_secret_of_the_home_opens_anything_in_the_copy() {
    let (home, ada) = lived_in();
    let wrong = |field: &str, value: &str, error: &str| {
        format!("[[step]]\ndo = \"verify\"\nwith = {{ {field} = \"{value}\" }}\nexpect = {{ error = \"{error}\" }}\n")
    };
    let totp = home.totp(&ada.secret);
    let text = format!(
        "title = \"x\"\n[[step]]\nstart = \"A\"\n[[step]]\ndo = \"sign_in\"\n\
         with = {{ email = \"{ADA}\", password = \"{{password}}\" }}\nexpect = {{ screen = \"device_unrecognized\" }}\n\
         [[step]]\ndo = \"ok\"\n[[step]]\ndo = \"verify\"\nwith = {{ code = \"{{otp}}\" }}\n{}{}",
        wrong("code", &totp, "totp_wrong"),
        wrong("code", &ada.codes[0], "totp_wrong"),
    );
    home.write("old.toml", &text);
    home.run(&["run", "--home-copy", "home", "old.toml"]).done();
}

#[test]
fn every_script_has_a_copy_of_its_own() {
    let (home, _) = lived_in();
    for name in ["a.toml", "b.toml", "c.toml"] {
        home.write(
            name,
            format!(
                "title = \"{name}\"\n[[step]]\nsupport = \"disable\"\naccount = \"{BOB}\"\nreason = \"x\"\n\
                 [[step]]\nsupport = \"enable\"\naccount = \"{BOB}\"\n[[user]]\naddress = \"new@example.org\"\n"
            ),
        );
    }
    let ran = home.run(&["run", "--home-copy", "home", "a.toml", "b.toml", "c.toml", "--report", "json"]).done();
    let told: Value = ran.json();
    assert_eq!(told["summary"]["passed"], 3);
    let again = "title = \"x\"\n[[user]]\naddress = \"bob@example.org\"\n[[step]]\ncrash = true\n";
    home.write("again.toml", again);
    let wrong = refused(&home, "again.toml");
    assert!(wrong.contains("again.toml, line 2: ") && wrong.contains(BOB), "{wrong}");
}

#[test]
fn the_clock_of_a_copy_begins_where_the_home_is() {
    let (home, _) = lived_in();
    home.write("early.toml", "title = \"x\"\nclock = \"2020-01-01T00:00:00Z\"\n[[step]]\ncrash = true\n");
    let wrong = refused(&home, "early.toml");
    assert!(wrong.contains("the latest time that the home saw"), "{wrong}");
    home.write("late.toml", "title = \"x\"\nclock = \"2999-01-01T00:00:00Z\"\n[[step]]\ncrash = true\n");
    home.run(&["run", "--home-copy", "home", "late.toml"]).done();
}

#[test]
fn what_is_no_home_is_refused() {
    let home = TestHome::none();
    home.write("a.toml", "title = \"x\"\n[[step]]\ncrash = true\n");
    assert_eq!(home.fail(&["run", "--home-copy", "nowhere", "a.toml"]).code, "no_home");
    for flag in ["--check", "--update", "--diff"] {
        assert_eq!(home.fail(&["run", flag, "--home-copy", "nowhere", "a.toml"]).exit, 2, "{flag}");
    }
}

#[test]
fn who_has_had_the_mails_of_this_hour_gets_no_more_in_a_copy() {
    let (home, _) = lived_in();
    home.configure("[otp]\nhourly_sends = 1");
    let journey = home.past_password(BOB);
    journey.submit("ok", &[]).at("otp_verification");
    let story = |wait: &str, expected: &str| {
        format!(
            "title = \"x\"\n{wait}[[step]]\nstart = \"Bob\"\n[[step]]\ndo = \"sign_in\"\n\
             with = {{ email = \"{BOB}\", password = \"{{password}}\" }}\n[[step]]\ndo = \"ok\"\nexpect = {expected}\n"
        )
    };
    home.write("now.toml", story("", "{ error = \"throttled\", exit = 6, mail = false }"));
    home.write("later.toml", story("[[step]]\nadvance = \"61 min\"\n", "{ mail = \"verify your device\" }"));
    home.run(&["run", "--home-copy", "home", "now.toml", "later.toml"]).done();
}
