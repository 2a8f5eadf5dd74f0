//! What scripts can tell: several people and devices, support, races, crashes.

use super::{GRACE, told};

const ENTERPRISE: &str = r#"
title = "Ada and Ben"
[[document]]
id = "terms"
version = "1"
text = "Be kind."
[[document]]
id = "privacy"
version = "1"
text = "We keep little."
[[user]]
address = "ada@example.org"
password = "Analytical-Engine-1843"
accepted = ["terms", "privacy"]
enrolled = true
devices = ["laptop"]
[[user]]
address = "ben@example.org"
password = "Difference-Engine-1822"
password_age = "91 days"
accepted = ["terms", "privacy"]
enrolled = true
"#;

/// The rest of Grace's first sign-in, on a device that she keeps.
const TO_THE_END: &str = r#"
[[step]]
do = "verify"
with = { code = "{otp}" }
[[step]]
do = "activate"
[[step]]
do = "confirm"
with = { password = "{password}" }
[[step]]
do = "verify"
with = { code = "{totp}" }
[[step]]
do = "continue"
expect = { screen = "signed_in", session = true }
"#;

fn grace_on_her_laptop() -> String {
    format!("{}{TO_THE_END}", GRACE.replace("start = \"Grace\"", "start = \"Grace\"\ndevice = \"laptop\""))
}

#[test]
fn a_device_kept_from_the_first_sign_in_makes_the_second_short() {
    told(&format!(
        r#"{}
[[step]]
advance = "1 day"
[[step]]
start = "Grace again"
device = "laptop"
[[step]]
do = "sign_in"
with = {{ email = "GRACE@example.com", password = "{{password}}" }}
expect = {{ screen = "mfa_challenge", mail = false }}
[[step]]
do = "verify"
with = {{ code = "{{totp}}" }}
expect = {{ screen = "signed_in", session = true }}
[[step]]
advance = "2 h"
expect = {{ session = false }}
[[step]]
start = "a stranger's device"
[[step]]
do = "sign_in"
with = {{ email = "grace@example.com", password = "{{password}}" }}
expect = {{ screen = "device_unrecognized" }}
"#,
        grace_on_her_laptop()
    ));
}

#[test]
fn c22_the_code_that_enrolled_is_not_taken_at_the_next_sign_in() {
    told(&format!(
        r#"{}
[[step]]
start = "Grace again"
device = "laptop"
[[step]]
do = "sign_in"
with = {{ email = "grace@example.com", password = "{{password}}" }}
[[step]]
do = "verify"
with = {{ code = " {{totp}} " }}
expect = {{ error = "totp_replayed", screen = "mfa_challenge", tries_left = 4 }}
[[step]]
do = "verify"
with = {{ code = "{{totp:wrong}}" }}
expect = {{ error = "totp_wrong", tries_left = 3 }}
[[step]]
do = "verify"
with = {{ code = "{{recovery:1}}" }}
expect = {{ screen = "signed_in", mail = "A recovery code was used" }}
"#,
        grace_on_her_laptop()
    ));
}

#[test]
fn two_people_sign_in_at_the_same_time() {
    let out = told(&format!(
        r#"{ENTERPRISE}
[[step]]
start = "Ada"
device = "laptop"
[[step]]
start = "Ben"
device = "laptop"
[[step]]
journey = "Ada"
do = "sign_in"
with = {{ email = "ada@example.org", password = "{{password}}" }}
expect = {{ screen = "mfa_challenge" }}
[[step]]
journey = "Ben"
do = "sign_in"
with = {{ email = "ben@example.org", password = "{{password}}" }}
expect = {{ screen = "device_unrecognized" }}
[[step]]
do = "ok"
expect = {{ screen = "otp_verification" }}
[[step]]
journey = "Ada"
do = "verify"
with = {{ code = "{{otp of Ben}}" }}
expect = {{ error = "totp_wrong" }}
[[step]]
do = "verify"
with = {{ code = "{{totp of ben@example.org}}" }}
expect = {{ error = "totp_wrong" }}
[[step]]
do = "verify"
with = {{ code = "{{totp}}" }}
expect = {{ screen = "signed_in" }}
[[step]]
journey = "Ben"
do = "verify"
with = {{ code = "{{otp}}" }}
expect = {{ screen = "mfa_challenge" }}
[[step]]
do = "verify"
with = {{ code = "{{totp}}" }}
expect = {{ screen = "password_change", text = "has expired" }}
[[step]]
do = "create_password"
with = {{ new_password = "Difference-Engine-1822", confirm_password = "{{password}}" }}
expect = {{ error = "password_reused" }}
[[step]]
do = "create_password"
with = {{ new_password = "Another-Engine-1834", confirm_password = "Another-Engine-1834" }}
expect = {{ screen = "signed_in", mail = ["Your password was changed", "A new device"] }}
"#
    ));
    assert!(out.contains("\n 3. Ada: sign_in\n"), "{out}");
    assert!(out.contains("      code  ‹otp of Ben›\n"), "{out}");
    assert!(out.contains("      new_password      ••••\n      confirm_password  ••••\n"), "{out}");
}

#[test]
fn support_acts_reach_into_sessions_and_open_journeys() {
    told(&format!(
        r#"{}
[[step]]
start = "Grace elsewhere"
[[step]]
do = "sign_in"
with = {{ email = "grace@example.com", password = "{{password}}" }}
[[step]]
support = "disable"
account = "grace@example.com"
reason = "she left"
journey = "Grace"
expect = {{ session = false }}
[[step]]
journey = "Grace elsewhere"
show = true
expect = {{ screen = "ended", reason = "disabled" }}
[[step]]
support = "enable"
account = "grace@example.com"
[[step]]
support = "set_password"
account = "grace@example.com"
temporary = true
expect = {{ mail = "Your password was changed" }}
[[step]]
start = "Grace is back"
device = "laptop"
[[step]]
do = "sign_in"
with = {{ email = "grace@example.com", password = "{{password}}" }}
expect = {{ screen = "device_unrecognized" }}
[[step]]
support = "disable"
account = "nobody@example.com"
expect = {{ error = "not_found", exit = 4 }}
"#,
        grace_on_her_laptop()
    ));
}

#[test]
fn wrong_passwords_lock_and_support_unlocks() {
    told(
        r#"
title = "Locked"
[[user]]
address = "grace@example.com"
project_type = "sme"
password = "Nanosecond-Wire-1952"
[[step]]
start = "Grace"
[[step]]
do = "sign_in"
with = { email = "grace@example.com", password = "wrong" }
repeat = 5
expect = { error = "credentials_wrong", screen = "sign_in" }
[[step]]
do = "sign_in"
with = { email = "grace@example.com", password = "{password}" }
expect = { error = "throttled", exit = 6, retry_after = "15 min" }
[[step]]
support = "unlock"
account = "grace@example.com"
reason = "she called"
[[step]]
do = "sign_in"
with = { email = "grace@example.com", password = "{password}" }
expect = { screen = "device_unrecognized" }
[[step]]
do = "sign_in"
with = { email = "grace@example.com", password = "{password}" }
expect = { error = "action_not_allowed", exit = 3 }
[[step]]
do = "ok"
with = { speed = "fast" }
expect = { error = "usage", exit = 2, screen = "device_unrecognized" }
"#,
    );
}

#[test]
fn a_document_published_while_it_is_read_is_shown_anew() {
    let script = ENTERPRISE.replace("accepted = [\"terms\", \"privacy\"]", "accepted = [\"terms\"]");
    told(&format!(
        r#"{script}
[[step]]
start = "Ada"
device = "laptop"
[[step]]
do = "sign_in"
with = {{ email = "ada@example.org", password = "{{password}}" }}
[[step]]
do = "verify"
with = {{ code = "{{totp}}" }}
expect = {{ screen = "consent" }}
[[step]]
publish = {{ id = "privacy", version = "2", text = "We keep less." }}
[[step]]
do = "accept_and_continue"
with = {{ accept = "privacy" }}
expect = {{ error = "document_changed", screen = "consent" }}
[[step]]
do = "accept_and_continue"
with = {{ accept = [] }}
expect = {{ error = "consent_incomplete" }}
[[step]]
do = "accept_and_continue"
with = {{ accept = "privacy" }}
expect = {{ screen = "signed_in" }}
[[step]]
publish = {{ id = "privacy", version = "2", text = "Once more." }}
expect = {{ error = "exists", exit = 5 }}
"#
    ));
}

#[test]
fn c3_one_mailed_code_submitted_twice_at_once_is_taken_once() {
    let out = told(
        &format!(
            r#"{GRACE}
[[step]]
race = [
    {{ do = "verify", with = {{ code = "{{otp}}" }} }},
    {{ do = "verify", with = {{ code = "{{otp:wrong}}" }} }},
]
expect = {{ errors = ["conflict"] }}
"#
        )
        .replace("{otp:wrong}", "{otp}"),
    );
    assert!(out.contains("2 submissions at the same moment"), "{out}");
}

#[test]
fn a_race_is_played_in_both_orders() {
    let script = format!(
        r#"{GRACE}
[[step]]
race = [
    {{ do = "verify", with = {{ code = "{{otp}}" }} }},
    {{ do = "abandon" }},
]
expect = {{ errors = ["conflict"], screen = "mfa_required" }}
"#
    );
    let ran = super::Folder::with(&script).run(&["a.toml"]);
    assert_eq!(ran.code, 3, "{}", ran.out);
    assert!(ran.err.contains("expected the screen \"mfa_required\", but it is \"ended\""), "{}", ran.err);
}

#[test]
fn a_crash_loses_nothing_that_was_answered() {
    told(&format!(
        "{GRACE}[[step]]\ncrash = true\n{TO_THE_END}[[step]]\ncrash = true\nexpect = {{ session = true }}\n"
    ));
}

#[test]
fn time_alone_ends_a_sign_in() {
    told(&format!(
        "{GRACE}[[step]]\nadvance = \"PT10M\"\nrepeat = 3\n[[step]]\nshow = true\n\
         expect = {{ screen = \"ended\", status = \"ended\", reason = \"expired\" }}\n"
    ));
}
