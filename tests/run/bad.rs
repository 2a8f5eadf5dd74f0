//! Scripts that are wrong: each exits 2 and names the file, the line and the key.

use super::{Folder, GRACE};

/// Plays a wrong script; answers what stderr says.
fn refused(script: &str) -> String {
    let ran = Folder::with(script).run(&["a.toml"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.out.ends_with("1 script: 0 passed, 1 malformed.\n"), "{}", ran.out);
    assert!(ran.err.contains("Hint: "), "{}", ran.err);
    ran.err
}

#[track_caller]
fn blames(script: &str, told: &str) {
    let error = refused(script);
    assert!(error.contains(told), "{told:?} is not in {error}");
}

#[test]
fn what_is_no_toml_is_named_with_its_line() {
    blames("title = \"x\"\nstep = [\n", "Error: a.toml, line ");
    blames("title = \"x\"\ntitle = \"y\"\n", "a.toml, line 2: duplicate key");
    blames("", "a.toml, line 1: title is missing");
    blames("title = \"x\"\n", "a.toml, line 1: step is missing");
    blames("title = \"a\\nb\"\n[[step]]\ncrash = true\n", "a.toml, line 1: title must be one line");
}

#[test]
fn an_unknown_key_is_named_with_its_line_wherever_it_stands() {
    blames("titel = \"x\"\n", "a.toml, line 1: unknown field `titel`");
    blames("title = \"x\"\nincludes = \"b.toml\"\n", "a.toml, line 2: unknown field `includes`");
    blames("title = \"x\"\n[policy]\nprofil = \"portal\"\n", "a.toml, line 3: unknown field `profil`");
    blames("title = \"x\"\n[policy.otp]\nttll = \"5 min\"\n", "a.toml, line 3: unknown field `ttll`");
    blames("title = \"x\"\n[[user]]\naddres = \"a@b.c\"\n", "a.toml, line 3: unknown field `addres`");
    blames("title = \"x\"\n\n[[step]]\nstrat = \"x\"\n", "a.toml, line 4: unknown field `strat`");
    blames(&format!("{GRACE}expect = {{ scren = \"x\" }}\n"), "a.toml, line 14: unknown field `scren`");
}

#[test]
fn a_policy_that_cannot_be_is_blamed_on_its_line() {
    blames(
        "title = \"x\"\n[policy.otp]\n\ntries = 99\n[[step]]\ncrash = true\n",
        "a.toml, line 4: policy.otp.tries is 99; use 1 to 10",
    );
    blames(
        "title = \"x\"\n[policy]\notp.tries = 99\n[[step]]\ncrash = true\n",
        "a.toml, line 3: policy.otp.tries is 99; use 1 to 10",
    );
    blames("title = \"x\"\npolicy = \"gone.toml\"\n[[step]]\ncrash = true\n", "a.toml, line 2: policy names gone.toml");
}

#[test]
fn a_policy_file_is_read_and_blamed_in_its_own_lines() {
    let folder = Folder::with(&format!("policy = \"p.toml\"\n{GRACE}expect = {{ sends_left = 4 }}\n"));
    folder.write("p.toml", "profile = \"nist\"\n\n[otp]\nsends = 5\n");
    let ran = folder.run(&["a.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Policy     nist, with otp.sends = 5\n"), "{}", ran.out);
    folder.write("p.toml", "[otp]\nsends = 50\n");
    let ran = folder.run(&["a.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("p.toml, line 2: otp.sends is 50; use 1 to 10"), "{}", ran.err);
}

#[test]
fn an_expectation_that_cannot_be_is_no_missed_one() {
    let cannot = [
        (
            "screen = \"otp_verfication\"",
            "step.expect.screen is \"otp_verfication\", which is unknown; did you mean \"otp_verification\"?",
        ),
        ("screen = \"lobby\"", "which is unknown; use sign_in, device_unrecognized, "),
        ("error = \"otp_wrnog\"", "step.expect.error is \"otp_wrnog\", which is unknown; did you mean \"otp_wrong\"?"),
        ("errors = [\"oops\"]", "step.expect.errors is \"oops\", which is unknown"),
        ("status = \"closed\"", "step.expect.status is \"closed\", which is unknown; use open, signed_in, ended"),
        ("reason = \"bored\"", "step.expect.reason is \"bored\", which is unknown"),
        ("screen = \"consent\", status = \"ended\"", "the screen \"consent\" is always \"open\", never \"ended\""),
        ("screen = \"consent\", reason = \"declined\"", "only a journey that ended has a reason"),
        ("screen = \"consent\", tries_left = 1", "only otp_verification, mfa_challenge"),
        ("screen = \"mfa_setup\", sends_left = 1", "only otp_verification counts mails"),
        (
            "status = \"open\", error = \"journey_ended\"",
            "\"journey_ended\" is the answer of a journey that is open no more",
        ),
        ("error = \"throttled\", exit = 0", "an error never exits with 0"),
        ("mail = true", "a part of a mail's subject, a list of such parts, or false for no mail"),
    ];
    for (expect, told) in cannot {
        let error = refused(&format!("{GRACE}expect = {{ {expect} }}\n"));
        assert!(error.contains("a.toml, line 14: ") && error.contains(told), "{expect}: {error}");
    }
    blames(
        &format!("{GRACE}[[step]]\nadvance = \"1 min\"\nexpect = {{ screen = \"consent\" }}\n"),
        "a.toml, line 16: step.expect asks for a screen, which advance does not show",
    );
}

#[test]
fn a_step_after_the_end_of_its_journey_needs_a_new_start() {
    let ended = format!("{GRACE}[[step]]\ndo = \"abandon\"\nexpect = {{ screen = \"ended\" }}\n");
    blames(
        &format!("{ended}[[step]]\ndo = \"ok\"\n"),
        "a.toml, line 18: step.do acts in \"Grace\", which ends in line 14 of a.toml; start another journey before it",
    );
    let unsaid = format!("{GRACE}[[step]]\ndo = \"abandon\"\n[[step]]\ndo = \"ok\"\n");
    blames(&unsaid, "a.toml, line 16: step.do acts in \"Grace\", which has ended");
    let known = format!("{ended}[[step]]\ndo = \"ok\"\nexpect = {{ error = \"journey_ended\", exit = 3 }}\n");
    assert_eq!(Folder::with(&known).run(&["a.toml"]).code, 0);
    let again = format!("{ended}[[step]]\nstart = \"Grace\"\n[[step]]\ndo = \"abandon\"\n");
    assert_eq!(Folder::with(&again).run(&["a.toml"]).code, 0);
}

#[test]
fn a_step_does_one_thing_in_a_journey_that_was_started() {
    let only = |step: &str| format!("title = \"x\"\n[[step]]\n{step}\n");
    blames(&only("note = \"hm\""), "a.toml, line 2: step does nothing; give it one of start, do, race");
    blames(&only("start = \"A\"\ndo = \"ok\""), "a.toml, line 4: step.do does not go with start");
    blames(&only("start = \"A\"\nwith = {}"), "a.toml, line 4: step.with does not go with start");
    blames(&only("do = \"ok\""), "a.toml, line 2: step acts in a journey, but none is started");
    blames(
        &only("show = true\njourney = \"B\""),
        "a.toml, line 4: step.journey names \"B\", which no step before it starts",
    );
    blames(&only("crash = false"), "a.toml, line 3: step.crash is false");
    blames(
        &only("start = \"A\"\n[[step]]\ndo = \"sing_in\""),
        "a.toml, line 5: step.do is \"sing_in\", which is unknown; did you mean \"sign_in\"?",
    );
    blames(&only("advance = \"a while\""), "a.toml, line 3: \"a while\" is no length of time");
    blames(&only("crash = true\nrepeat = 3"), "step.repeat does not go with crash");
    blames(&only("advance = \"1 s\"\nrepeat = 0"), "a.toml, line 4: step.repeat is 0; use 1 to 1000");
    blames(
        &only("support = \"delete\"\naccount = \"a@example.org\""),
        "step.support is \"delete\", which is unknown; use disable",
    );
    blames(&only("support = \"disable\""), "a.toml, line 2: step.account is missing");
    blames(&only("support = \"set_password\"\naccount = \"a@example.org\""), "step.password belongs to set_password");
    blames(&only("publish = { id = \"terms\", version = \"1\" }"), "document needs one of text and file");
    blames(&only("start = \"A\"\n[[step]]\nrace = [{ do = \"ok\" }]"), "step.race has 1 submissions; give it 2 to 8");
}

#[test]
fn placeholders_must_be_known_and_there_to_be_filled_in() {
    let with = |code: &str| format!("{GRACE}[[step]]\ndo = \"verify\"\nwith = {{ code = \"{code}\" }}\n");
    blames(&with("{opt}"), "a.toml, line 16: step.with.code has an unknown placeholder {opt}; use {otp}");
    blames(&with("{otp"), "a.toml, line 16: step.with.code has a brace that is no placeholder");
    blames(
        &with("{otp:2}"),
        "a.toml, line 14: step.with.code cannot be filled in: only 1 codes were mailed in \"Grace\"",
    );
    blames(&with("{totp}"), "a.toml, line 14: step.with.code cannot be filled in: no authenticator is enrolled");
    blames(&with("{recovery:1}"), "there are 0 recovery codes");
    blames(&with("{totp of ben@example.org}"), "the script knows no account \"ben@example.org\"");
}

#[test]
fn documents_and_accounts_that_cannot_be_are_blamed_on_their_line() {
    let after = "[[step]]\ncrash = true\n";
    let user = |lines: &str| format!("title = \"x\"\n[[user]]\n{lines}\n{after}");
    blames(&user("address = \"nobody\""), "a.toml, line 2: \"nobody\" cannot be used: this is no mail address");
    blames(&user("address = \"a@example.org\"\npassword = \"short\""), "a.toml, line 2: the password cannot be used");
    blames(
        &user("address = \"a@example.org\"\n[[user]]\naddress = \"A@example.org\""),
        "a.toml, line 5: user.address is there already",
    );
    blames(
        &user("address = \"a@example.org\"\npassword_age = \"1 day\""),
        "a.toml, line 4: user.password_age needs a password",
    );
    blames(
        &user("address = \"a@example.org\"\npassword = \"x\"\ntemporary = true"),
        "a.toml, line 5: user.temporary stands beside a password",
    );
    blames(
        &user("address = \"a@example.org\"\naccepted = [\"terms\"]"),
        "a.toml, line 4: user.accepted names \"terms\"",
    );
    let document =
        |lines: &str| format!("title = \"x\"\n[[document]]\nid = \"terms\"\nversion = \"1\"\n{lines}\n{after}");
    blames(&document("file = \"gone.md\""), "a.toml, line 5: document.file names gone.md: cannot be read");
    blames(&document("text = \"\""), "a.toml, line 2: the document is empty");
    blames("title = \"x\"\nclock = \"noon\"\n", "a.toml, line 2: \"noon\" is no time");
    blames(&format!("title = \"x\"\n[mail]\nproduct = \"\"\n{after}"), "a.toml, line 3: mail.product has 0 characters");
}

#[test]
fn ten_megabytes_of_steps_are_refused_at_once() {
    let mut script = String::from("title = \"x\"\n");
    while script.len() < 10_000_000 {
        script.push_str("[[step]]\nadvance = \"1 s\"\n");
    }
    blames(&script, "a.toml: is larger than 1024 KiB; split it into several files");
    let steps = "[[step]]\nadvance = \"1 s\"\nrepeat = 1000\n".repeat(11);
    blames(&format!("title = \"x\"\n{steps}"), "step is taken 11000 times in all; use at most 10000 steps");
}

#[test]
fn includes_that_lead_back_are_told_with_their_way() {
    let folder = Folder::with("title = \"x\"\n\ninclude = \"b.toml\"\n[[step]]\ncrash = true\n");
    folder.write("b.toml", "include = [\"sub/c.toml\"]\n");
    folder.write("sub/c.toml", "include = \"../a.toml\"\n");
    let ran = folder.run(&["a.toml"]);
    assert_eq!(ran.code, 2);
    let told = "sub/c.toml, line 1: include leads back to where it came from: a.toml includes b.toml includes c.toml \
                includes a.toml";
    assert!(ran.err.contains(told), "{}", ran.err);
    folder.write("b.toml", "include = \"./b.toml\"\n");
    let ran = folder.run(&["a.toml"]);
    assert!(ran.err.contains("b.toml includes b.toml"), "{}", ran.err);
    folder.write("b.toml", "include = \"gone.toml\"\n");
    let ran = folder.run(&["a.toml"]);
    assert!(ran.err.contains("b.toml, line 1: include names gone.toml: cannot be read"), "{}", ran.err);
    assert!(!ran.err.contains("stack"), "{}", ran.err);
    // Two each of two each of two is no circle, and yet does not end soon.
    for depth in 1..20 {
        let (this, next) = (format!("d{depth}.toml"), format!("d{}.toml", depth + 1));
        folder.write(&this, &format!("include = [\"{next}\", \"{next}\"]\n"));
    }
    folder.write("d20.toml", "");
    folder.write("b.toml", "include = \"d1.toml\"\n");
    let ran = folder.run(&["a.toml"]);
    assert!(ran.err.contains("include comes to more than 32 files in all"), "{}", ran.err);
}

#[test]
fn what_is_wrong_in_an_included_file_is_blamed_there() {
    let folder = Folder::with("title = \"x\"\ninclude = \"_cast.toml\"\n[[step]]\ndo = \"resend\"\n");
    folder.write("_cast.toml", &GRACE.replace("title = \"Grace\"\n", ""));
    let ran = folder.run(&["a.toml"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(
        ran.err.contains("a.toml, line 3: step 4: expected no error, but it is \"resend_too_soon\""),
        "{}",
        ran.err
    );
    let wrong = GRACE.replace("do = \"ok\"", "do = \"ok\"\nexpect = { exit = 6 }");
    folder.write("_cast.toml", &wrong);
    let ran = folder.run(&["a.toml"]);
    assert!(ran.err.contains("_cast.toml, line 14: step 3: expected the exit code to be 6"), "{}", ran.err);
    folder.write("_cast.toml", &GRACE.replace("Nanosecond-Wire-1952", "short"));
    let ran = folder.run(&["a.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("_cast.toml, line 3: the password cannot be used"), "{}", ran.err);
    folder.write("_cast.toml", &GRACE.replace("do = \"ok\"", "do = \"ko\""));
    assert!(folder.run(&["a.toml"]).err.contains("_cast.toml, line 13: step.do is \"ko\""));
    folder.write("a.toml", "title = \"x\"\ninclude = \"_cast.toml\"\n[[user]]\naddress = \"grace@example.com\"\n");
    folder.write("_cast.toml", GRACE);
    assert!(folder.run(&["a.toml"]).err.contains("a.toml, line 4: user.address is there already"));
}

#[test]
fn what_a_script_says_goes_before_what_it_includes() {
    let folder = Folder::with(
        "title = \"Own\"\ninclude = \"sub/_cast.toml\"\nclock = 2027-01-01T00:00:00Z\npolicy.otp.sends = 5\n",
    );
    folder.write("sub/_cast.toml", &format!("policy.otp.sends = 4\nseed = 9\nclock = 2026-01-01T00:00:00Z\n{GRACE}"));
    let ran = folder.run(&["."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with("Own\n===\nPolicy     portal, with otp.sends = 5\nClock      2027-01-01"),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with("1 script: 1 passed.\n"), "{}", ran.out);
}

#[test]
fn a_clock_that_went_back_lets_nobody_in_until_it_is_accepted() {
    let back = format!(
        "{GRACE}[[step]]\nclock = \"2026-03-02T08:54:59Z\"\n[[step]]\ndo = \"verify\"\nwith = {{ code = \"{{otp}}\" }}\n\
         expect = {{ error = \"clock_untrusted\", exit = 7 }}\n[[step]]\nsupport = \"accept_clock\"\n\
         [[step]]\nshow = true\nexpect = {{ screen = \"ended\", reason = \"superseded\" }}\n"
    );
    assert_eq!(Folder::with(&back).run(&["a.toml"]).code, 0);
    let whose = "title = \"x\"\n[[step]]\nsupport = \"accept_clock\"\naccount = \"a@example.org\"\n";
    blames(whose, "a.toml, line 4: step.account does not go with accept_clock");
}

#[test]
fn one_malformed_script_among_others_is_told_beside_them() {
    let folder = Folder::with(GRACE);
    folder.write("b.toml", "titel = \"x\"\n");
    folder.write("c.toml", &format!("{GRACE}expect = {{ exit = 6 }}\n"));
    let ran = folder.run(&["."]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.ends_with("3 scripts: 1 passed, 1 failed, 1 malformed.\n"), "{}", ran.out);
    let json = super::vestibule(folder.path(), &["--output", "json", "run", "b.toml"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).expect("one document");
    assert_eq!((json.code, document["scripts"][0]["error"]["line"].as_u64()), (2, Some(1)));
    let error: serde_json::Value = serde_json::from_str(&json.err).expect("one error");
    assert_eq!(error["error"]["code"], "script");
}
