//! Mail: nothing that a person wrote becomes a header, a command or a template; a server that fails is waited for and
//! never worked around.

use std::net::{Ipv4Addr, TcpListener};

use crate::lab::Lab;
use crate::support::home::{ADA, Mail, PASSWORD, TestHome};
use crate::support::journey::other_than;
use crate::support::mail::{HEADERS, header_names, parse};
use crate::support::smtp::{Behaviour, Security, Setup, SmtpServer};

/// A real home whose mail goes to a server on loopback; Ada has an account in it.
fn home_with_smtp(port: u16, lines: &str) -> TestHome {
    let home = TestHome::real();
    home.reconfigure("transport = \"folder\"", &format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {port}"));
    home.reconfigure("[mail]", &format!("[mail]\n{lines}"));
    home.add_user(ADA, "sme");
    home
}

/// A port on which nobody listens.
fn closed_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

#[test]
fn c16_v1_3_11_v1_3_7_what_people_write_never_becomes_a_header_a_command_or_a_template() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = home_with_smtp(server.port, "tls = \"none\"");
    let hostile = "Ada {{code}} ${otp} %(otp)s\u{2028}.\u{202e}Bcc: evil@example.net";
    let address = "eve@example.org";
    let args = ["user", "add", address, "--project-type", "sme", "--name", hostile, "--temporary"];
    home.run(&args).done();
    for name in ["Eve\r\nBcc: evil@example.net", "Eve\nRCPT TO:<evil@example.net>", "Eve\r\n.\r\nQUIT", "Eve\0"] {
        let args = ["--output", "json", "user", "add", "x@example.org", "--name", name];
        if !name.contains('\0') {
            assert_eq!(home.run(&args).failure().told(), (2, "usage"), "{name:?}");
        }
    }
    let agent = "Firefox\r\nSubject: pwned\r\n\r\n.\r\nMAIL FROM:<evil@example.net>";
    let journey = home.journey_with(&["--user-agent", agent, "--source", "192.0.2.7"]);
    home.run_with_stdin(&["user", "set-password", address, "--password-stdin"], "Copper-Meadow-77").done();
    journey.sign_in(address, "Copper-Meadow-77").at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    let received = server.wait_for(2);
    for mail in &received {
        assert_eq!(
            (mail.to.as_slice(), mail.from.as_str()),
            (&[address.to_owned()][..], "no-reply@localhost.localdomain")
        );
        assert_eq!(header_names(&mail.data), HEADERS);
        let message = parse(&mail.data);
        let text = message.body_text(0).unwrap();
        assert!(text.contains("{{code}} ${otp} %(otp)s"), "{text}");
        assert!(!text.contains('\u{202e}'));
    }
    assert_eq!(server.count("RCPT"), received.len());
}

#[test]
fn v1_3_11_an_address_that_smuggles_a_command_is_no_address() {
    let home = TestHome::simulation();
    let before = home.dump_but_audit();
    for address in [
        "ada@example.org>\r\nRCPT TO:<evil@example.net",
        "ada@example.org\nBcc: evil@example.net",
        "ada@example.org,evil@example.net",
        "ada@example.org evil@example.net",
        "<ada@example.org>",
        "Ada <ada@example.org>",
        "\"a\r\nb\"@example.org",
        "ada@example.org SIZE=1",
        "ada@[127.0.0.1]",
        "ada@example.org\u{2028}x",
    ] {
        let failure = home.fail(&["user", "add", address]);
        assert_eq!(failure.told(), (2, "address_invalid"), "{address:?}");
        assert_eq!(home.fail(&["mail", "test", address]).told(), (2, "address_invalid"), "{address:?}");
    }
    assert_eq!(home.dump_but_audit(), before);
}

#[test]
fn v16_5_2_v16_3_4_while_the_server_is_down_the_journey_waits_and_nothing_gets_past_the_code() {
    let home = home_with_smtp(closed_port(), "tls = \"none\"");
    let journey = home.journey();
    journey.sign_in(ADA, PASSWORD).accepted();
    let answer = journey.submit("ok", &[]).at("otp_verification");
    assert!(answer.outcome.stderr.contains("waits for another attempt"), "{}", answer.outcome);
    assert_eq!(home.text("SELECT state || ' ' || attempts FROM outbox"), "queued 1");
    assert_eq!(home.text("SELECT action FROM audit ORDER BY seq DESC LIMIT 1"), "mail.postponed");
    for code in ["000000", "111111"] {
        assert_eq!(journey.verify(code).state(), "otp_verification");
    }
    for action in ["ok", "activate", "continue", "accept_and_continue"] {
        journey.submit(action, &[]).refused(3, "action_not_allowed", "otp_verification");
    }
    assert_eq!(home.number("SELECT count(*) FROM sessions"), 0);
    assert!(!home.dump().contains("\"otp_verified\":true"));
    // The server comes back: the same mail goes out, and its code still works.
    let server = SmtpServer::start(Behaviour::Accept);
    let file = home.path().join("vestibule.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.starts_with("port = ")).unwrap().to_owned();
    home.reconfigure(&line, &format!("port = {}", server.port));
    let id = home.text("SELECT id FROM outbox");
    home.run(&["mail", "retry", &id]).done();
    home.run(&["mail", "send"]).done();
    let mail = &server.wait_for(1)[0];
    let message = parse(&mail.data);
    assert!(message.message_id().unwrap().starts_with(&id));
    let code = Mail::parse(&mail.data).code();
    journey.verify(&other_than(&code)).refused(3, "otp_wrong", "otp_verification");
    journey.verify(&code).at("mfa_required");
}

#[test]
fn v12_3_1_plain_text_to_another_machine_is_refused_before_anything_is_sent() {
    let home = TestHome::simulation();
    home.reconfigure("transport = \"folder\"", "transport = \"smtp\"\nhost = \"mail.example.org\"\ntls = \"none\"");
    let failure = home.fail(&["user", "list"]);
    assert_eq!(failure.told(), (2, "config"));
    assert!(failure.message.contains("line"), "{failure:?}");
}

#[test]
fn v12_3_2_v12_1_1_a_code_is_kept_back_from_a_server_with_a_bad_certificate() {
    let server = SmtpServer::start(Setup { security: Security::Implicit, ..Setup::default() });
    let home = home_with_smtp(server.port, "tls = \"required\"");
    let journey = home.journey();
    journey.sign_in(ADA, PASSWORD).accepted();
    journey.submit("ok", &[]).at("otp_verification");
    assert_eq!(server.received().len(), 0, "an authority that nobody named is not trusted");
    assert_eq!(home.text("SELECT state FROM outbox"), "queued");
    assert_eq!(home.text("SELECT action FROM audit ORDER BY seq DESC LIMIT 1"), "mail.postponed");
}

#[test]
fn v1_2_5_hostile_values_reach_sendmail_as_arguments_and_never_a_shell() {
    let home = TestHome::real();
    let spy = home.root().join("send mail; touch pwned");
    let script = "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"${0%/*}/arguments\"\ncat > \"${0%/*}/message\"\n";
    std::fs::write(&spy, script).unwrap();
    std::fs::set_permissions(&spy, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let program = toml::Value::String(spy.to_str().unwrap().to_owned());
    home.reconfigure("transport = \"folder\"", &format!("transport = \"sendmail\"\nsendmail = {program}"));
    for address in ["-oQ/tmp@example.org", "a`touch${x}pwned`$x&|{}@example.org"] {
        home.run(&["mail", "test", "--", address]).done();
        let arguments = std::fs::read_to_string(home.root().join("arguments")).unwrap();
        assert_eq!(arguments, format!("-i\n-f\nno-reply@localhost.localdomain\n--\n{address}\n"));
    }
    let names: Vec<String> = std::fs::read_dir(home.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!names.iter().any(|name| name == "pwned"), "{names:?}");
}

#[test]
fn v2_2_3_settings_that_contradict_each_other_and_rows_that_cannot_be_are_refused() {
    for lines in [
        "[session]\nttl = \"PT1H\"\nidle = \"PT2H\"",
        "[lockout]\nbase = \"PT2H\"\nmax = \"PT1H\"",
        "[password]\nargon2 = { m = 8, t = 1, p = 4 }",
    ] {
        let home = TestHome::simulation();
        home.configure(lines);
        let failure = home.fail(&["policy", "show"]);
        assert_eq!(failure.told(), (2, "config"), "{lines}");
        assert!(failure.message.contains("line "), "{failure:?}");
    }
    for (column, value) in [
        ("created_at", "9223372036854775807"),
        ("password_hash", "'no hash'"),
        ("password_changed_at", "-9223372036854775808"),
    ] {
        let lab = Lab::new();
        lab.home.edit(&format!("UPDATE users SET {column} = {value}"));
        let answer = lab.home.journey().submission("sign_in", &[("email", ADA), ("password", "x")]);
        let outcome = lab.home.run(&answer.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(outcome.exit, 8, "{column}: {outcome}");
        assert_eq!(lab.home.number("SELECT count(*) FROM sessions"), 0);
    }
}
