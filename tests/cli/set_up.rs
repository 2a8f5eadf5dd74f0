//! `vestibule init` on a terminal asks the few things it needs; without one it takes flags.

use std::fs;

use crate::support::home::TestHome;
use crate::support::smtp::{Security, Setup, SmtpServer};
use crate::terminal::{CTRL_C, DOWN, ENTER, Home};

fn server() -> SmtpServer {
    SmtpServer::start(Setup { security: Security::Plain, ..Setup::default() })
}

#[test]
fn a_terminal_is_asked_for_profile_product_sender_and_server_and_a_test_mail_goes_out() {
    let (folder, server) = (Home::none(), server());
    let port = server.port.to_string();
    let mut asked = folder.wizard().start_with(&["init", "--smtp-port", &port, "--smtp-host", "127.0.0.1"], "");
    asked.expect("> portal");
    asked.press(&format!("{DOWN}{ENTER}"));
    asked.answer("Product, as mails name it [Vestibule]:", "Acme");
    asked.answer("Sender of mails [no-reply@localhost.localdomain]:", "nobody");
    asked.expect("It is not usable: this is no mail address");
    asked.answer("Sender of mails", "Acme <no-reply@example.org>");
    asked.expect("> TLS from the first byte, port 465");
    asked.press(&format!("{DOWN}{DOWN}{ENTER}"));
    asked.answer("User on the mail server; empty for none", "");
    asked.answer("Send a test mail to; empty sends none", "ops@example.org");
    asked.expect("Made a home at home.");
    asked.expect("The test mail to ops@example.org was taken");
    assert_eq!(asked.exit(), 0);
    let text = fs::read_to_string(folder.file("home/vestibule.toml")).unwrap();
    for line in ["profile = \"nist\"", "product = \"Acme\"", "from = \"Acme <no-reply@example.org>\"", "tls = \"none\""]
    {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let mail = server.wait_for(1).pop().unwrap();
    assert_eq!((mail.from.as_str(), mail.to.as_slice()), ("no-reply@example.org", &["ops@example.org".to_owned()][..]));
}

#[test]
fn enter_alone_takes_what_is_proposed_and_mail_goes_to_files() {
    let folder = Home::none();
    let mut asked = folder.wizard().start_with(&["init"], "");
    asked.choose("portal");
    asked.answer("Product", "");
    asked.answer("Sender", "");
    asked.answer("Mail server; empty writes each mail to a file instead", "");
    asked.expect("Made a home at home.");
    assert_eq!(asked.exit(), 0);
    let text = fs::read_to_string(folder.file("home/vestibule.toml")).unwrap();
    assert!(text.contains("transport = \"folder\"") && text.contains("profile = \"portal\""), "{text}");
}

#[test]
fn f19_leaving_the_questions_makes_no_home_and_gives_the_terminal_back() {
    for questions in 0..4 {
        let folder = Home::none();
        let mut asked = folder.wizard().start_with(&["init"], "");
        asked.expect("> portal");
        for prompt in ["Product", "Sender", "Mail server"].iter().take(questions) {
            asked.press(ENTER);
            asked.expect(prompt);
        }
        asked.press(CTRL_C);
        assert_eq!(asked.exit(), 130, "{}", asked.seen());
        let (hidden, shown) = (asked.seen().rfind("\x1b[?25l"), asked.seen().rfind("\x1b[?25h"));
        assert!(shown > hidden, "the cursor is back: {}", asked.seen());
        assert_eq!(fs::read_dir(folder.root()).unwrap().count(), 0, "after {questions} answers");
    }
}

#[test]
fn the_password_of_the_mail_server_is_not_echoed_and_lies_in_a_file_of_its_own() {
    let folder = Home::none();
    let args =
        ["init", "--profile", "portal", "--product", "Acme", "--from", "a@example.org", "--smtp-tls", "starttls"];
    let mut asked = folder.wizard().start_with(&args, "");
    // Flags are answers: only the rest is asked for. The server's name is one of them.
    asked.exit();
    assert!(!folder.file("home").exists(), "--smtp-tls alone is no server: {}", asked.seen());
    let args = [&args[..], &["--smtp-host", "127.0.0.1"]].concat();
    let mut asked = folder.wizard().start_with(&args, "");
    asked.answer("User on the mail server; empty for none", "portal");
    asked.answer("Password of that user", "Tulip-Server-42");
    asked.answer("Send a test mail to; empty sends none", "");
    asked.expect("Made a home");
    assert_eq!(asked.exit(), 0);
    assert!(!asked.seen().contains("Tulip-Server-42"));
    let text = fs::read_to_string(folder.file("home/vestibule.toml")).unwrap();
    assert!(text.contains("password_file = \"keys/smtp.password\"") && !text.contains("Tulip"), "{text}");
    let file = folder.file("home/keys/smtp.password");
    assert_eq!(fs::read_to_string(&file).unwrap(), "Tulip-Server-42\n");
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn without_a_terminal_flags_say_it_all() {
    let (home, server) = (TestHome::none(), server());
    let port = server.port.to_string();
    let args = ["init", "--profile", "nist", "--product", "Acme", "--from", "no-reply@example.org"];
    let mail =
        ["--smtp-host", "127.0.0.1", "--smtp-port", &port, "--smtp-tls", "none", "--test-mail", "ops@example.org"];
    let outcome = home.run(&[&args[..], &mail].concat()).done();
    assert!(outcome.stderr.contains("The test mail to ops@example.org was taken"), "{outcome}");
    assert_eq!(server.wait_for(1).len(), 1);
    let status = home.json(&["policy", "show"]);
    assert_eq!(status["profile"], "nist");
}

#[test]
fn a_test_mail_that_is_not_taken_is_said_and_the_home_stays() {
    let home = TestHome::none();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port().to_string();
    drop(nobody);
    let mail =
        ["--smtp-host", "127.0.0.1", "--smtp-port", &port, "--smtp-tls", "none", "--test-mail", "ops@example.org"];
    let outcome = home.run(&[&["--output", "json", "init", "--from", "no-reply@example.org"], &mail[..]].concat());
    assert_eq!(outcome.failure().told(), (7, "undelivered"));
    assert!(home.path().join("vestibule.toml").exists());
    home.run(&["user", "list"]).done();
}

#[test]
fn settings_of_the_server_that_cannot_be_are_blamed_on_their_flags() {
    let home = TestHome::none();
    for (flags, blamed) in [
        (&["--smtp-host", "not a host"][..], "--smtp-host"),
        (&["--smtp-host", "mail.example.org", "--smtp-tls", "none"], "--smtp-tls"),
        (&["--smtp-host", "mail.example.org", "--smtp-port", "0"], "--smtp-port"),
        (&["--smtp-host", "mail.example.org", "--smtp-user", "u"], "smtp-password-file"),
        (&["--smtp-port", "25"], "smtp-host"),
        (&["--simulation", "--smtp-host", "mail.example.org"], "smtp-host"),
    ] {
        let failure = home.fail(&[&["init"], flags].concat());
        assert_eq!(failure.told(), (2, "usage"), "{flags:?}");
        assert!(failure.message.contains(blamed), "{flags:?}: {}", failure.message);
    }
    assert!(!home.path().exists());
}
