//! `vestibule mail …`: the queue, its retries and its ends, in a folder and over a real SMTP server.

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use support::home::{ADA, Mail, NEW_PASSWORD, PASSWORD, TestHome};
use support::journey::{Answer, text};
use support::smtp::{Behaviour, SmtpServer};

/// A real home that sends through this server, with Ada in it.
fn home_of(server: &SmtpServer) -> TestHome {
    let home = TestHome::real();
    let smtp = format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"", server.port);
    home.reconfigure("transport = \"folder\"", &smtp);
    home.reconfigure("product = \"Vestibule\"", "product = \"Portal\"");
    home.publish_samples();
    home.add_user(ADA, "enterprise");
    home
}

/// A port of 127.0.0.1 where nobody listens.
fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    listener.local_addr().expect("a bound listener has an address").port()
}

/// Makes a folder transport fail, for now.
fn block_outbox(home: &TestHome) {
    fs::write(home.path().join("outbox"), "in the way").expect("the home can be written");
}

fn free_outbox(home: &TestHome) {
    fs::remove_file(home.path().join("outbox")).expect("the home can be written");
}

fn states(home: &TestHome) -> Vec<String> {
    home.json(&["mail", "list"]).as_array().expect("a list").iter().map(|mail| text(&mail["state"])).collect()
}

fn only_mail(home: &TestHome) -> Value {
    let listed = home.json(&["mail", "list"]);
    assert_eq!(listed.as_array().map(Vec::len), Some(1), "{listed}");
    listed[0].clone()
}

#[test]
fn the_one_time_password_comes_through_a_real_mail_server_and_signs_in() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = home_of(&server);
    let journey = home.past_password(ADA);
    let shown = journey.submit("ok", &[]).at("otp_verification");
    let received = server.wait_for(1);
    assert_eq!(received[0].to, [ADA]);
    let mail = Mail::parse(&received[0].data);
    let reference = text(&shown.data()["reference"]);
    assert_eq!(mail.subject, format!("[Portal] Please verify your device (ref {reference})"));
    assert!(mail.html.contains(&mail.code()), "the HTML part has the code too");
    journey.verify(&mail.code()).at("consent");
    let sent = only_mail(&home);
    assert_eq!((&sent["state"], &sent["attempts"], &sent["next_at"]), (&"sent".into(), &1.into(), &Value::Null));
    assert!(text(&sent["answer"]).contains("queued as 1"), "{sent}");
    assert_eq!(home.number("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL"), 0, "a sent mail is erased");
}

#[test]
fn f9_with_the_mail_server_down_the_journey_goes_on_and_the_mail_waits() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = home_of(&server);
    let port = format!("port = {}", server.port);
    let down = format!("port = {}", closed_port());
    home.reconfigure(&port, &down);
    let journey = home.past_password(ADA);
    let answer = journey.submit("ok", &[]).at("otp_verification");
    assert!(answer.outcome.stderr.contains("waits for another attempt"), "{}", answer.outcome);
    assert!(answer.outcome.stderr.contains("vestibule mail send"), "{}", answer.outcome);
    let mail = only_mail(&home);
    assert_eq!((&mail["state"], &mail["attempts"]), (&"queued".into(), &1.into()));
    assert!(text(&mail["next_at"]) > text(&mail["queued_at"]));
    let doctor = home.json(&["doctor"]);
    assert_eq!(doctor[0]["code"], "mail_queued");
    journey.verify("000000").outcome.failure();
    assert_eq!(journey.show().state(), "otp_verification", "no code, no way on");

    home.reconfigure(&down, &port);
    let sent = home.json(&["mail", "send"]);
    assert_eq!(sent["sent"], 0, "it is not due yet");
    home.json(&["mail", "retry", &text(&mail["id"])]);
    assert_eq!(home.json(&["mail", "send"])["sent"], 1);
    let code = Mail::parse(&server.wait_for(1)[0].data).code();
    journey.verify(&code).at("consent");
}

#[test]
fn f11_a_greylisted_mail_is_taken_at_the_next_attempt_with_the_same_message_id() {
    let server = SmtpServer::start(Behaviour::Greylist);
    let home = home_of(&server);
    let journey = home.past_password(ADA);
    journey.submit("ok", &[]).at("otp_verification");
    let mail = only_mail(&home);
    assert_eq!(mail["state"], "queued");
    assert!(text(&mail["answer"]).contains("come back later"), "{mail}");
    home.edit("UPDATE outbox SET next_at = 0");
    assert_eq!(home.json(&["mail", "send"])["sent"], 1);
    let received = server.wait_for(1);
    let id = text(&mail["id"]);
    assert!(String::from_utf8_lossy(&received[0].data).contains(&format!("Message-ID: <{id}@")));
    journey.verify(&Mail::parse(&received[0].data).code()).at("consent");
}

#[test]
fn f11_a_mail_refused_for_good_is_given_up_kept_and_can_be_retried() {
    let server = SmtpServer::start(Behaviour::RefuseRecipient);
    let home = home_of(&server);
    let answer = home.past_password(ADA).submit("ok", &[]).at("otp_verification");
    assert!(answer.outcome.stderr.contains("was given up"), "{}", answer.outcome);
    let mail = only_mail(&home);
    assert_eq!((&mail["state"], &mail["next_at"]), (&"given_up".into(), &Value::Null));
    assert_eq!(home.json(&["mail", "send"])["sent"], 0);
    let doctor = home.run(&["--output", "json", "doctor"]);
    assert_eq!((doctor.exit, doctor.failure().code.as_str()), (3, "needs_attention"));
    assert!(doctor.stdout.contains("mail_given_up"), "{doctor}");

    let taking = SmtpServer::start(Behaviour::Accept);
    home.reconfigure(&format!("port = {}", server.port), &format!("port = {}", taking.port));
    let again = home.json(&["mail", "retry", &text(&mail["id"])]);
    assert_eq!(again["state"], "queued");
    assert_eq!(home.json(&["mail", "send"])["sent"], 1);
    assert_eq!(taking.wait_for(1).len(), 1);
    let failure = home.fail(&["mail", "retry", &text(&mail["id"])]);
    assert_eq!(failure.told(), (2, "usage"), "a sent mail is erased");
}

#[test]
fn f10_a_server_that_hangs_holds_the_command_no_longer_than_it_may() {
    let server = SmtpServer::start(Behaviour::HangOnConnect);
    let home = home_of(&server);
    home.configure("send_within = \"PT1S\"");
    let answer = home.past_password(ADA).submit("ok", &[]).at("otp_verification");
    assert!(answer.outcome.stderr.contains("did not answer within"), "{}", answer.outcome);
    assert_eq!(states(&home), ["queued"]);
}

#[test]
fn f10_a_server_that_dies_after_the_message_leads_to_the_same_message_id_and_code_again() {
    let server = SmtpServer::start(Behaviour::DropAfterData);
    let home = home_of(&server);
    home.past_password(ADA).submit("ok", &[]).at("otp_verification");
    assert_eq!(states(&home), ["queued"]);
    let taking = SmtpServer::start(Behaviour::Accept);
    home.reconfigure(&format!("port = {}", server.port), &format!("port = {}", taking.port));
    home.edit("UPDATE outbox SET next_at = 0");
    home.json(&["mail", "send"]);
    let id = text(&only_mail(&home)["id"]);
    let received = taking.wait_for(1);
    assert!(String::from_utf8_lossy(&received[0].data).contains(&format!("<{id}@")));
    assert_eq!(home.number("SELECT count(*) FROM otps"), 1);
}

#[test]
fn f13_senders_at_once_send_each_mail_once() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = home_of(&server);
    home.reconfigure(&format!("port = {}", server.port), &format!("port = {}", closed_port()));
    for number in 0..12 {
        let address = format!("u{number}@example.org");
        home.run(&["user", "add", &address, "--temporary"]).done();
        home.run(&["user", "set-password", &address, "--temporary"]).done();
    }
    assert_eq!(states(&home), vec!["queued"; 12]);
    let config = fs::read_to_string(home.path().join("vestibule.toml")).unwrap();
    let down = config.lines().find(|line| line.starts_with("port = ")).unwrap();
    home.reconfigure(down, &format!("port = {}", server.port));
    home.edit("UPDATE outbox SET next_at = 0");
    let send: Vec<String> = ["--output", "json", "mail", "send"].map(str::to_owned).into();
    let outcomes = home.run_all(&vec![send; 6]);
    let sent: u64 = outcomes.iter().map(|outcome| outcome.clone().done().json()["sent"].as_u64().unwrap()).sum();
    assert_eq!(sent, 12);
    let received = server.wait_for(12);
    let recipients: BTreeSet<String> = received.iter().flat_map(|mail| mail.to.clone()).collect();
    assert_eq!((received.len(), recipients.len()), (12, 12));
    assert_eq!(states(&home), vec!["sent"; 12]);
}

#[test]
fn f13_the_mail_of_a_sender_that_was_killed_goes_out_under_the_same_message_id_once_its_lease_is_over() {
    let hanging = SmtpServer::start(Behaviour::HangAfterData);
    let home = home_of(&hanging);
    home.reconfigure(&format!("port = {}", hanging.port), &format!("port = {}", closed_port()));
    home.past_mail(ADA);
    let port = |server: &SmtpServer| {
        let config = fs::read_to_string(home.path().join("vestibule.toml")).unwrap();
        let former = config.lines().find(|line| line.starts_with("port = ")).unwrap().to_owned();
        home.reconfigure(&former, &format!("port = {}", server.port));
    };
    port(&hanging);
    home.edit("UPDATE outbox SET next_at = 0");
    let mut sender = home.spawn(&["mail", "send", "--watch"]);
    let first = hanging.wait_for(1);
    sender.kill().expect("a child can be killed");
    sender.wait().expect("a child ends");

    let taking = SmtpServer::start(Behaviour::Accept);
    port(&taking);
    assert_eq!(home.json(&["mail", "send"])["sent"], 0, "the one that was killed still has the lease");
    assert_eq!(states(&home), ["queued"]);
    assert_eq!(taking.connections(), 0);
    assert_eq!(home.number("SELECT leased_until > queued_at FROM outbox"), 1, "and it ends by itself");

    home.edit("UPDATE outbox SET leased_until = queued_at");
    assert_eq!(home.json(&["mail", "send"])["sent"], 1);
    let second = taking.wait_for(1);
    let id = |data: &[u8]| {
        let text = String::from_utf8_lossy(data).into_owned();
        text.lines().find(|line| line.starts_with("Message-ID:")).map(str::to_owned)
    };
    assert!(id(&first[0].data).is_some());
    assert_eq!(id(&first[0].data), id(&second[0].data));
    assert_eq!(Mail::parse(&first[0].data).code(), Mail::parse(&second[0].data).code());
    assert_eq!((second.len(), states(&home)), (1, vec!["sent".to_owned()]));
    assert_eq!(home.json(&["mail", "send"])["sent"], 0);
}

#[test]
fn a_trial_mail_says_what_the_server_answered() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = home_of(&server);
    let told = home.json(&["mail", "test", "ops@example.org"]);
    assert_eq!(told["state"], "sent");
    assert!(text(&told["answer"]).contains("queued as 1"), "{told}");
    assert_eq!(server.wait_for(1)[0].to, ["ops@example.org"]);
}

#[test]
fn a_trial_mail_that_is_not_taken_fails_and_is_not_tried_again() {
    let server = SmtpServer::start(Behaviour::RefuseSender);
    let home = home_of(&server);
    let failure = home.fail(&["mail", "test", "ops@example.org"]);
    assert_eq!(failure.told(), (7, "undelivered"));
    assert!(failure.message.contains("who are you?"), "{failure:?}");
    assert_eq!(states(&home), ["given_up"]);
}

#[test]
fn in_a_real_home_a_shown_mail_hides_its_code_and_in_a_simulation_it_does_not() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = home_of(&server);
    home.reconfigure(&format!("port = {}", server.port), &format!("port = {}", closed_port()));
    home.past_password(ADA).submit("ok", &[]).at("otp_verification");
    let id = text(&only_mail(&home)["id"]);
    let shown = home.json(&["mail", "show", &id]);
    let body = text(&shown["text"]);
    assert!(body.contains("••••••"), "{body}");
    let digits = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 6);
    assert!(!digits(&body), "{body}");
    assert!(!digits(&home.run(&["mail", "show", &id]).done().stdout.replace(&id, "")));

    let home = TestHome::with_ada();
    block_outbox(&home);
    home.past_password(ADA).submit("ok", &[]).accepted();
    let body = text(&home.json(&["mail", "show", &text(&only_mail(&home)["id"])])["text"]);
    assert!(digits(&body), "{body}");
}

#[test]
fn a_code_that_expired_while_its_mail_waited_is_dropped_and_not_sent_late() {
    let home = TestHome::with_ada();
    block_outbox(&home);
    let journey = home.past_password(ADA);
    journey.submit("ok", &[]).at("otp_verification");
    assert_eq!(states(&home), ["queued"]);
    free_outbox(&home);
    home.advance("PT10M");
    let sent = home.json(&["mail", "send"]);
    assert_eq!((&sent["sent"], &sent["dropped"]), (&0.into(), &1.into()));
    assert_eq!(states(&home), ["dropped"]);
    assert!(home.mails().is_empty());
    assert_eq!(home.number("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL"), 0);
    journey.submit("resend", &[]).at("otp_verification");
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn attempts_come_at_growing_intervals_and_nothing_is_lost() {
    let home = TestHome::with_ada();
    block_outbox(&home);
    home.run_with_stdin(&["user", "set-password", ADA, "--password-stdin"], NEW_PASSWORD).done();
    let mut least = 30;
    for attempt in 1..=9 {
        let mail = only_mail(&home);
        assert_eq!((&mail["state"], &mail["attempts"]), (&"queued".into(), &attempt.into()));
        let waits = home.number("SELECT next_at - (SELECT simulated_at FROM home) FROM outbox");
        assert!((least * 1000..=least * 1200).contains(&waits), "attempt {attempt}: {waits} ms");
        let early = home.json(&["mail", "send"]);
        assert_eq!(early["waiting"], 0, "before its time nothing is tried");
        home.advance(&format!("PT{}S", waits / 1000 + 1));
        let outcome = home.run(&["--output", "json", "mail", "send"]);
        assert_eq!(outcome.failure().told(), (7, "undelivered"), "{outcome}");
        assert_eq!(outcome.json()["waiting"], 1);
        least = (least * 2).min(3600);
    }
    free_outbox(&home);
    home.advance("PT2H");
    home.json(&["mail", "send"]);
    assert_eq!(states(&home), ["sent"]);
    assert_eq!(home.mails_about("password was changed").len(), 1);
}

#[test]
fn a_mail_that_nobody_takes_for_three_days_is_given_up() {
    let home = TestHome::with_ada();
    block_outbox(&home);
    home.run_with_stdin(&["user", "set-password", ADA, "--password-stdin"], NEW_PASSWORD).done();
    home.advance("PT72H");
    home.run(&["mail", "send"]);
    assert_eq!(states(&home), ["given_up"]);
}

#[test]
fn mails_are_listed_by_state_in_the_order_of_queueing() {
    let home = TestHome::with_ada();
    home.past_mail(ADA);
    block_outbox_after(&home);
    home.past_password(ADA).submit("ok", &[]).accepted();
    assert_eq!(states(&home), ["sent", "queued"]);
    let count = |state: &str| home.json(&["mail", "list", "--state", state]).as_array().map(Vec::len);
    assert_eq!(
        (count("sent"), count("queued"), count("given_up"), count("dropped")),
        (Some(1), Some(1), Some(0), Some(0))
    );
    let newest = home.json(&["mail", "list", "--limit", "1"]);
    assert_eq!(newest[0]["state"], "queued");
}

/// Makes an outbox that holds mails already unusable.
fn block_outbox_after(home: &TestHome) {
    fs::rename(home.path().join("outbox"), home.root().join("outbox.before")).expect("an outbox to move");
    block_outbox(home);
}

#[test]
fn nothing_about_a_person_can_add_a_header_or_a_recipient() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = home_of(&server);
    let name = "Eve \"><b>=?utf-8?Q?=0D=0ABcc:_x=40example.net?= {{code}}";
    let args = ["user", "add", "eve@example.org", "--name", name, "--project-type", "sme", "--password-stdin"];
    home.run_with_stdin(&args, PASSWORD).done();
    home.past_password("eve@example.org").submit("ok", &[]).at("otp_verification");
    let received = server.wait_for(1);
    assert_eq!(received[0].to, ["eve@example.org"]);
    let headers = support::mail::header_names(&received[0].data);
    assert_eq!(headers, support::mail::HEADERS);
    let mail = Mail::parse(&received[0].data);
    assert_eq!(mail.code().len(), 6);
    assert!(!mail.html.contains("<b>"), "{}", mail.html);
    assert!(mail.text.contains("{{code}}"), "a name is not a template\n{}", mail.text);
}

#[test]
fn a_simulation_sends_no_mail_but_to_its_folder() {
    let server = SmtpServer::start(Behaviour::Accept);
    let home = TestHome::with_ada();
    let smtp = format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"", server.port);
    home.reconfigure("transport = \"folder\"", &smtp);
    let journey = home.journey();
    let answer: Answer = journey.sign_in(ADA, PASSWORD);
    answer.at("device_unrecognized");
    journey.submit("ok", &[]).at("otp_verification");
    assert_eq!(server.connections(), 0);
    journey.verify(&home.otp()).at("consent");
}

#[test]
fn adding_an_account_mails_nothing() {
    let home = TestHome::with_ada();
    home.run(&["user", "add", "bob@example.org", "--temporary"]).done();
    assert_eq!(home.json(&["mail", "list"]), Value::Array(Vec::new()));
}

#[test]
fn mails_in_the_outbox_are_private_and_sort_in_the_order_of_sending() {
    use std::os::unix::fs::PermissionsExt;
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    let outbox = home.path().join("outbox");
    assert_eq!(fs::metadata(&outbox).unwrap().permissions().mode() & 0o777, 0o700);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(&outbox).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    let sequence: Vec<&str> = names.iter().map(|name| &name[..9]).collect();
    assert_eq!(sequence, ["00000001-", "00000002-", "00000003-"]);
    assert!(names.iter().all(|name| name.ends_with(".eml") && !name.contains("ada")), "{names:?}");
}

#[test]
fn f13_a_mail_that_another_process_is_handing_over_is_not_taken_from_it() {
    let home = TestHome::with_ada();
    block_outbox(&home);
    home.past_mail(ADA);
    let id = home.text("SELECT id FROM outbox WHERE state = 'queued'");
    let until = home.now() * 1000 + 60_000;
    home.edit(&format!("UPDATE outbox SET leased_until = {until} WHERE id = '{id}'"));
    let failure = home.fail(&["mail", "retry", &id]);
    assert_eq!(failure.told(), (5, "conflict"));
    assert_eq!(home.number("SELECT leased_until FROM outbox"), i64::try_from(until).expect("a time"));
    home.advance("PT2M");
    assert_eq!(home.json(&["mail", "retry", &id])["state"], "queued", "its lease is over");
}

#[test]
fn v16_5_2_an_answer_keeps_its_tokens_where_its_mail_cannot_be_handed_over() {
    let home = TestHome::with_ada();
    let journey = home.past_otp(ADA);
    journey.accept().at("mfa_required");
    let secret = journey.to_setup(PASSWORD);
    journey.verify(&home.totp(&secret)).at("recovery_codes");
    block_outbox_after(&home);
    let answer = journey.submit("continue", &[]).at("signed_in");
    for token in ["session_token", "device_token"] {
        assert!(!text(&answer.data()[token]).is_empty(), "{token}: {answer:?}");
    }
    assert_eq!(answer.outcome.exit, 0);
    assert!(answer.outcome.stderr.contains("waits for another attempt"), "{answer:?}");
    assert!(states(&home).contains(&"queued".to_owned()));
}
