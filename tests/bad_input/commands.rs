//! Input of a command that cannot be.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use crate::refused;
use crate::support::home::{ADA, NEW_PASSWORD, Outcome, PASSWORD, TestHome};
use crate::support::journey::other_than;

/// Addresses that nobody can have.
fn bad_addresses() -> Vec<String> {
    let mut bad: Vec<String> = [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@localhost",
        "ada@example..org",
        "ada@-example.org",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "a da@example.org",
        " ada@example.org",
        "ada@example.org ",
        "\"ada\"@example.org",
        "ada@b@example.org",
        "ada@example.org\r\nBcc: eve@example.net",
        "ada\u{202e}@example.org",
        "ada\u{200b}@example.org",
        "ada@exam\u{7}ple.org",
    ]
    .map(str::to_owned)
    .into();
    bad.push(format!("{}@example.org", "a".repeat(65)));
    bad.push(format!("ada@{}.org", "b.".repeat(130)));
    bad.push(format!("{}@example.org", "a".repeat(10_000)));
    bad
}

#[test]
fn malformed_and_over_long_addresses() {
    let home = TestHome::with_ada();
    let journey = home.journey();
    for address in bad_addresses() {
        refused(&home, &["user", "add", "--temporary", "--", &address], 2, "address_invalid");
        let fields = [format!("email={address}"), format!("password={PASSWORD}")];
        refused(&home, &["journey", "submit", &journey.id, "sign_in", &fields[0], &fields[1]], 2, "usage");
    }
    for address in &bad_addresses()[..3] {
        for args in [
            &["user", "show", address][..],
            &["user", "disable", address],
            &["device", "list", address],
            &["journey", "list", "--address", address],
            &["mail", "test", address],
        ] {
            refused(&home, args, 2, "address_invalid");
        }
    }
}

#[test]
fn passwords_of_ten_thousand_characters() {
    let home = TestHome::with_ada();
    let long = "Aa1!".repeat(2500);
    let field = format!("password={long}");
    let journey = home.journey();
    let failure =
        refused(&home, &["journey", "submit", &journey.id, "sign_in", &format!("email={ADA}"), &field], 2, "usage");
    assert!(failure.message.contains("1024"), "{failure:?}");
    assert!(!failure.message.contains("Aa1!"), "an error repeats no password");
    let before = home.dump_but_audit();
    let args = ["--output", "json", "user", "add", "bob@example.org", "--password-stdin"];
    let failure = home.run_with_stdin(&args, &long).failure();
    assert_eq!((failure.told(), &failure.rules[..]), ((3, "password_rule"), &["max_length".to_owned()][..]));
    let failure = home.run_with_stdin(&args, "A".repeat((1 << 20) + 1)).failure();
    assert_eq!(failure.told(), (2, "usage"));
    assert_eq!(home.dump_but_audit(), before);

    home.advance("P90D");
    let journey = home.past_otp(ADA);
    let fields = [format!("new_password={long}"), format!("confirm_password={long}")];
    refused(&home, &["journey", "submit", &journey.id, "create_password", &fields[0], &fields[1]], 2, "usage");
}

#[test]
fn nul_and_control_characters() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    home.write("code", "123\u{0}456");
    refused(&home, &["journey", "submit", &journey.id, "verify", "code=@code"], 2, "usage");
    refused(&home, &["journey", "submit", &journey.id, "verify", "code=123\t456"], 2, "usage");
    refused(&home, &["journey", "submit", &journey.id, "verify", "code=123456\r"], 2, "usage");
    let journey = home.journey();
    home.write("password", format!("{PASSWORD}\u{0}x"));
    let email = format!("email={ADA}");
    refused(&home, &["journey", "submit", &journey.id, "sign_in", &email, "password=@password"], 2, "usage");
    refused(&home, &["user", "add", "bob@example.org", "--name", "Bob\u{1b}[2J"], 2, "usage");
    refused(&home, &["user", "unlock", ADA, "--reason", "two\nlines"], 2, "usage");
    home.write("terms.md", "# Terms\u{0}\n");
    let publish = ["consent", "publish", "terms", "--version", "2", "--file", "terms.md"];
    refused(&home, &publish, 2, "usage");
    home.write("terms.md", "# Terms\n");
    let titled = [&publish[..], &["--title", "Terms\u{7}"]].concat();
    refused(&home, &titled, 2, "usage");
    refused(&home, &["consent", "publish", "Terms!", "--version", "2", "--file", "terms.md"], 2, "usage");
    refused(&home, &["consent", "publish", "terms", "--version", "", "--file", "terms.md"], 2, "usage");
    let rules = |password: &str| {
        let args = ["--output", "json", "user", "add", "bob@example.org", "--password-stdin"];
        home.run_with_stdin(&args, password).failure().rules
    };
    assert_eq!(rules("Tulip-Anchor-42\tx"), ["control_character"]);
    assert_eq!(home.number("SELECT count(*) FROM users"), 1);
}

#[test]
fn arguments_and_input_that_are_not_utf_8() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let before = home.dump();
    let told = |args: &[&[u8]]| -> Outcome {
        let mut command = home.command(&["--output", "json"]);
        command.args(args.iter().map(|arg| OsStr::from_bytes(arg)));
        command.output().expect("the program was built").into()
    };
    let id = journey.id.as_bytes();
    let runs: [&[&[u8]]; 5] = [
        &[b"user", b"add", b"\xffada@example.org"],
        &[b"user", b"add", b"bob@example.org", b"--name", b"B\xf6b"],
        &[b"journey", b"submit", id, b"verify", b"code=\xff23456"],
        &[b"journey", b"submit", b"jrn_\xff", b"verify", b"code=123456"],
        &[b"mail", b"show", b"\xc3\x28"],
    ];
    for args in runs {
        let outcome = told(args);
        assert_eq!(outcome.failure().told(), (2, "usage"), "{outcome}");
        assert_eq!(outcome.stdout, "");
    }
    let args = ["--output", "json", "user", "add", "bob@example.org", "--password-stdin"];
    assert_eq!(home.run_with_stdin(&args, b"Tulip-Anchor-4\xff").failure().told(), (2, "usage"));
    home.write("document.md", b"# Terms \xff\n");
    refused(&home, &["consent", "publish", "terms", "--version", "2", "--file", "document.md"], 2, "usage");
    home.write("code.txt", b"\xff");
    refused(&home, &["journey", "submit", &journey.id, "verify", "code=@code.txt"], 2, "usage");
    assert_eq!(home.dump(), before);
}

#[test]
fn a_journey_id_that_is_nobodys() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let last = if journey.id.ends_with('0') { "g" } else { "0" };
    let near = format!("{}{last}", &journey.id[..journey.id.len() - 1]);
    let long = format!("jrn_{}", "a".repeat(10_000));
    for id in ["jrn_", "x", &near, &journey.id.to_uppercase(), &journey.id[..30], &long, "jrn_\u{1b}[2J", "../home"] {
        for args in [
            &["journey", "submit", id, "verify", "code=123456"][..],
            &["journey", "show", id],
            &["journey", "show", id, "--history"],
            &["journey", "abandon", id],
        ] {
            let failure = refused(&home, args, 4, "not_found");
            assert!(failure.message.len() < 80, "an error repeats only the beginning of an id: {failure:?}");
        }
    }
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn v2_3_1_an_action_that_the_screen_does_not_offer_changes_no_row_and_is_audited() {
    let home = TestHome::with_ada();
    home.advance("P90D");
    let all = [
        "sign_in",
        "ok",
        "verify",
        "resend",
        "create_password",
        "accept_and_continue",
        "decline",
        "activate",
        "confirm",
        "continue",
    ];
    let journey = home.journey();
    let audited = || home.number("SELECT count(*) FROM audit WHERE outcome = 'action_not_allowed'");
    let mut screens = Vec::new();
    loop {
        let shown = journey.show().accepted();
        let offered: Vec<&str> =
            shown.document["screen"]["actions"].as_array().into_iter().flatten().filter_map(|a| a.as_str()).collect();
        for action in all.iter().chain(&["", "nonsense", "SIGN_IN", "Expired", "password_ok"]) {
            if offered.contains(action) {
                continue;
            }
            let (before, count) = (home.dump_but_audit(), audited());
            let answer = journey.submit(action, &[("code", "123456")]);
            answer.refused(3, "action_not_allowed", shown.state());
            assert_eq!(home.dump_but_audit(), before, "{action} on {}", shown.state());
            assert_eq!(audited(), count + 1);
        }
        screens.push(shown.state().to_owned());
        match shown.state() {
            "sign_in" => journey.sign_in(ADA, PASSWORD),
            "device_unrecognized" => journey.submit("ok", &[]),
            "otp_verification" => journey.verify(&home.otp()),
            "password_change" => journey.change_password(NEW_PASSWORD),
            "consent" => journey.accept(),
            "mfa_required" => journey.submit("activate", &[]),
            "confirm_password" => journey.submit("confirm", &[("password", NEW_PASSWORD)]),
            "mfa_setup" => journey.verify(&home.totp(shown.data()["secret"].as_str().expect("a secret"))),
            "recovery_codes" => break,
            other => panic!("{other} is no screen of a first sign-in"),
        }
        .accepted();
    }
    assert_eq!(screens.len(), 9);
    journey.submit("continue", &[]).at("signed_in");
    for action in all {
        journey.submit(action, &[]).refused(3, "journey_ended", "signed_in");
    }
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 1);
}

#[test]
fn fields_missing_doubled_unknown_or_shapeless() {
    let home = TestHome::with_ada();
    let sign_in = home.journey();
    let (email, password) = (format!("email={ADA}"), format!("password={PASSWORD}"));
    let (email, password) = (email.as_str(), password.as_str());
    let bad: [&[&str]; 9] = [
        &[],
        &[email],
        &[password],
        &[email, email, password],
        &[email, password, password],
        &[email, password, "code=123456"],
        &[email, password, "=x"],
        &[email, "Password=x"],
        &[email, password, "shapeless"],
    ];
    for fields in bad {
        refused(&home, &[&["journey", "submit", &sign_in.id, "sign_in"], fields].concat(), 2, "usage");
    }
    let from_two = ["journey", "submit", &sign_in.id, "sign_in", "email=@-", "password=@-"];
    refused(&home, &from_two, 2, "usage");
    let from_nowhere = ["journey", "submit", &sign_in.id, "sign_in", email, "password=@nowhere.txt"];
    refused(&home, &from_nowhere, 2, "usage");

    let journey = home.past_mail(ADA);
    for args in [&["verify"][..], &["verify", "code=123456", "code=123456"], &["resend", "code=123456"]] {
        refused(&home, &[&["journey", "submit", &journey.id], args].concat(), 2, "usage");
    }
    journey.verify(&home.otp()).at("consent");
    for accept in ["accept=dpa", "accept=", "accept=terms 1.0", "document=terms"] {
        refused(&home, &["journey", "submit", &journey.id, "accept_and_continue", accept], 2, "usage");
    }
}

#[test]
fn codes_that_are_no_codes_cost_nothing() {
    let home = TestHome::with_ada();
    let journey = home.past_mail(ADA);
    let full_width = |code: &str| -> String {
        code.chars().filter_map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０'))).collect()
    };
    let wide = full_width(&home.otp());
    let plus = format!("+{}", &home.otp()[1..]);
    for code in ["", "abcdef", "12345", "1234567", "12345x", "1234.6", "0x1234", "１２３４５６", "٠١٢٣٤٥", &wide, &plus]
    {
        let field = format!("code={code}");
        refused(&home, &["journey", "submit", &journey.id, "verify", &field], 2, "usage");
    }
    let code = home.otp();
    journey.verify(&format!("{} {} {}", &code[..2], &code[2..4], &code[4..])).at("consent");

    let secret = journey.to_setup(PASSWORD);
    let right = home.totp(&secret);
    for code in [&full_width(&right), "12345", "abcdef"] {
        refused(&home, &["journey", "submit", &journey.id, "verify", &format!("code={code}")], 2, "usage");
    }
    journey.verify(&other_than(&right)).refused(3, "totp_wrong", "mfa_setup");
    journey.verify(&format!("{} {}", &right[..3], &right[3..])).at("recovery_codes");
}

#[test]
fn command_lines_that_are_none() {
    let home = TestHome::with_ada();
    for args in [
        &["frobnicate"][..],
        &["user"],
        &["user", "frobnicate"],
        &["user", "add"],
        &["user", "add", ADA, "--frobnicate"],
        &["user", "add", ADA, "--temporary", "--password-stdin"],
        &["user", "add", ADA, "--project-type", "corporate"],
        &["user", "list", "--limit", "0"],
        &["user", "list", "--limit", "99999999999999999999"],
        &["user", "list", "--state", "asleep"],
        &["journey", "start", "--source", "not an address"],
        &["clock", "advance", "soon"],
        &["clock", "set", "yesterday"],
        &["consent", "publish", "terms", "--version", "2"],
        &["mail", "list", "--state", "lost"],
    ] {
        refused(&home, args, 2, "usage");
    }
    refused(&home, &["clock", "advance", "--", "-PT1S"], 2, "usage");
    refused(&home, &["clock", "advance", "P9000Y"], 2, "usage");
    refused(&home, &["consent", "publish", "terms", "--version", "2", "--file", "nowhere.md"], 2, "usage");
    let big = vec![b'a'; (1 << 20) + 1];
    home.write("big.md", big);
    refused(&home, &["consent", "publish", "terms", "--version", "2", "--file", "big.md"], 2, "usage");
    refused(&home, &["mail", "show", "msg_none"], 4, "not_found");
    refused(&home, &["user", "show", "bob@example.org"], 4, "not_found");
}

#[test]
fn a_command_line_that_does_not_parse_is_told_like_every_other_error_and_proposes_what_is_near() {
    let home = TestHome::with_ada();
    for (args, says, proposes) in [
        (&["usr", "list"][..], "Unrecognized subcommand 'usr'.", "similar subcommand exists: 'user'."),
        (&["user", "lst"], "Unrecognized subcommand 'lst'.", "similar subcommand exists: 'list'."),
        (
            &["user", "list", "--limt", "3"],
            "Unexpected argument '--limt' found.",
            "similar argument exists: '--limit'.",
        ),
        (
            &["user", "show"],
            "The following required arguments were not provided: <ADDRESS>.",
            "`vestibule help COMMAND`",
        ),
    ] {
        let failure = super::refused(&home, args, 2, "usage");
        assert_eq!(failure.message, says);
        assert!(failure.hint.contains(proposes), "{failure:?}");
    }
}

#[test]
fn a_terminal_of_sixty_columns_cuts_no_time_and_no_sentence() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    for args in [
        &["mail", "list"][..],
        &["device", "list", ADA],
        &["session", "list", ADA],
        &["help", "errors"],
        &["explain", ADA],
    ] {
        let mut command = home.command(args);
        let shown: crate::support::home::Outcome = command.env("COLUMNS", "60").output().expect("it runs").into();
        let long: Vec<&str> = shown.stdout.lines().filter(|line| line.chars().count() > 60).collect();
        assert!(long.is_empty(), "{args:?}: {long:#?}");
        assert!(!shown.stdout.contains("2026-03-02 09:0…"), "{shown}");
        if args[1] == "list" {
            assert!(shown.stdout.contains(" 09:00:00 UTC"), "{shown}");
        }
    }
}
