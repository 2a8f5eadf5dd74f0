//! Refusals, in text and in JSON.

use insta::assert_snapshot;

use crate::sign_in;
use crate::support::home::{ADA, PASSWORD, TestHome, WRONG};
use crate::support::journey::other_than;

#[test]
fn refusals_in_json() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    assert_snapshot!(journey.verify(&other_than(&home.otp())).outcome, @r#"
    exit 3
    ----- stdout
    {"journey":"jrn_srj284hg8rdgm58poidr6d3o9778s6dq","state":"otp_verification","status":"open","screen":{"id":"otp_verification","heading":"OTP Verification","text":["We mailed a one-time password to a••••@e••••.org.","Look for the reference PMHU in the subject line."],"fields":[{"name":"code","kind":"digits","length":6}],"actions":["verify","resend","abandon"],"data":{"masked_address":"a••••@e••••.org","reference":"PMHU","resend_after":"2026-03-02T09:01:00Z","tries_left":4,"sends_left":2}},"error":{"code":"otp_wrong","message":"The code is wrong.","hint":"Enter the code of the newest mail, the one with the reference on the screen."},"expires_at":"2026-03-02T09:30:00Z"}
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    {"error":{"code":"otp_wrong","message":"The code is wrong.","hint":"Enter the code of the newest mail, the one with the reference on the screen."}}
    "#);
    assert_snapshot!(journey.submit("resend", &[]).outcome, @r#"
    exit 6
    ----- stdout
    {"journey":"jrn_srj284hg8rdgm58poidr6d3o9778s6dq","state":"otp_verification","status":"open","screen":{"id":"otp_verification","heading":"OTP Verification","text":["We mailed a one-time password to a••••@e••••.org.","Look for the reference PMHU in the subject line."],"fields":[{"name":"code","kind":"digits","length":6}],"actions":["verify","resend","abandon"],"data":{"masked_address":"a••••@e••••.org","reference":"PMHU","resend_after":"2026-03-02T09:01:00Z","tries_left":4,"sends_left":2}},"error":{"code":"resend_too_soon","message":"A mail was sent only a moment ago.","hint":"Wait a little, look into the spam folder, then ask again.","retry_after":"PT1M"},"expires_at":"2026-03-02T09:30:00Z"}
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    {"error":{"code":"resend_too_soon","message":"A mail was sent only a moment ago.","hint":"Wait a little, look into the spam folder, then ask again.","retry_after":"PT1M"}}
    "#);
    assert_snapshot!(journey.submit("continue", &[]).outcome, @r#"
    exit 3
    ----- stdout
    {"journey":"jrn_srj284hg8rdgm58poidr6d3o9778s6dq","state":"otp_verification","status":"open","screen":{"id":"otp_verification","heading":"OTP Verification","text":["We mailed a one-time password to a••••@e••••.org.","Look for the reference PMHU in the subject line."],"fields":[{"name":"code","kind":"digits","length":6}],"actions":["verify","resend","abandon"],"data":{"masked_address":"a••••@e••••.org","reference":"PMHU","resend_after":"2026-03-02T09:01:00Z","tries_left":4,"sends_left":2}},"error":{"code":"action_not_allowed","message":"The screen does not offer this action.","hint":"Use one of the actions that the screen lists."},"expires_at":"2026-03-02T09:30:00Z"}
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    {"error":{"code":"action_not_allowed","message":"The screen does not offer this action.","hint":"Use one of the actions that the screen lists."}}
    "#);
    assert_snapshot!(home.run(&["--output", "json", "journey", "submit", &journey.id, "verify", "code=abc"]), @r#"
    exit 2
    ----- stdout
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    {"error":{"code":"usage","message":"Field \"code\" is no code; enter the 6 digits of the mail.","hint":"Correct it and run the command again."}}
    "#);
    assert_snapshot!(home.run(&["--output", "json", "journey", "show", "jrn_nobodys"]), @r#"
    exit 4
    ----- stdout
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    {"error":{"code":"not_found","message":"There is no journey \"jrn_nobo…\".","hint":"`vestibule journey list` shows the handles; start a new one with `vestibule journey start`."}}
    "#);
    assert_snapshot!(journey.submit("abandon", &[]).outcome, @r#"
    exit 0
    ----- stdout
    {"journey":"jrn_srj284hg8rdgm58poidr6d3o9778s6dq","state":"ended","status":"ended","screen":{"id":"ended","heading":"Sign-in ended","text":["You left the sign-in. Start again when you like."],"fields":[],"actions":[],"data":{"reason":"abandoned"}},"error":null,"expires_at":"2026-03-02T09:30:00Z"}
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    "#);
}

#[test]
fn a_lock_in_text_and_in_json() {
    let home = TestHome::with_ada();
    let journey = home.journey();
    for _ in 0..5 {
        journey.sign_in(ADA, WRONG).refused(3, "credentials_wrong", "sign_in");
    }
    assert_snapshot!(sign_in(&home, &journey, PASSWORD), @r"
    exit 6
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Sign In Now

    Enter the email address and the password of your account.

    actions: sign_in, abandon
    fields:  email, password
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    Error: There were too many attempts.
    Hint: Wait until the time is over, then try again. That is in 15 minutes.
    ");
    assert_snapshot!(journey.sign_in(ADA, PASSWORD).outcome, @r#"
    exit 6
    ----- stdout
    {"journey":"jrn_srj284hg8rdgm58poidr6d3o9778s6dq","state":"sign_in","status":"open","screen":{"id":"sign_in","heading":"Sign In Now","text":["Enter the email address and the password of your account."],"fields":[{"name":"email","kind":"email"},{"name":"password","kind":"password"}],"actions":["sign_in","abandon"],"data":{}},"error":{"code":"throttled","message":"There were too many attempts.","hint":"Wait until the time is over, then try again.","retry_after":"PT15M"},"expires_at":"2026-03-02T09:30:00Z"}
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    {"error":{"code":"throttled","message":"There were too many attempts.","hint":"Wait until the time is over, then try again.","retry_after":"PT15M"}}
    "#);
    assert_snapshot!(home.run(&["user", "list", "--state", "locked"]), @r"
    exit 0
    ----- stdout
    ADDRESS          PROJECT     STATE   MFA  NAME
    a••••@e••••.org  enterprise  locked  no
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
}
