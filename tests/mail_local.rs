//! The transports that use no network: a folder and a `sendmail` program.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test fails where it stands, reads where the vectors are, and says what it skips"
)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use support::mail::{HEADERS, PATIENT, SHORT, header_names, later, never, outgoing, parse};
use tempfile::TempDir;
use vestibule::mail;
use vestibule::mail::config::{MailConfig, TransportKind};
use vestibule::ports::{Delivery, Outgoing};

fn folder() -> (TempDir, Box<dyn Delivery>) {
    let home = tempfile::tempdir().unwrap();
    let delivery = mail::open(&MailConfig::default(), home.path()).unwrap();
    (home, delivery)
}

fn files(home: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(home.join("outbox")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn a_folder_holds_mails_in_the_order_of_sending() {
    let (home, delivery) = folder();
    for (sequence, to) in [(2, "b@example.org"), (10, "c@example.org"), (1, "a@example.org")] {
        delivery.deliver(&Outgoing { sequence, to: to.into(), ..outgoing() }, PATIENT).unwrap();
    }
    let files = files(home.path());
    let names: Vec<&str> = files.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["00000001-msg_01abc.eml", "00000002-msg_01abc.eml", "00000010-msg_01abc.eml"]);
    let to =
        |path: &PathBuf| parse(&fs::read(path).unwrap()).to().unwrap().first().unwrap().address().unwrap().to_owned();
    assert_eq!(files.iter().map(to).collect::<Vec<_>>(), ["a@example.org", "b@example.org", "c@example.org"]);
}

#[test]
fn a_folder_is_for_its_owner_alone() {
    let (home, delivery) = folder();
    let accepted = delivery.deliver(&outgoing(), PATIENT).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let outbox = home.path().join("outbox");
    assert_eq!((mode(&outbox), mode(Path::new(&accepted.answer))), (0o700, 0o600));

    fs::set_permissions(&outbox, fs::Permissions::from_mode(0o755)).unwrap();
    later(delivery.deliver(&outgoing(), PATIENT), "(mode 0755); run `chmod 700 ");
}

#[test]
fn a_folder_takes_the_same_mail_twice_for_one() {
    let (home, delivery) = folder();
    delivery.deliver(&outgoing(), PATIENT).unwrap();
    let first = fs::read(&files(home.path())[0]).unwrap();
    delivery.deliver(&outgoing(), PATIENT).unwrap();
    assert_eq!(files(home.path()).len(), 1, "no copy and no temporary file");
    assert_eq!(fs::read(&files(home.path())[0]).unwrap(), first);
}

#[test]
fn an_outbox_that_is_no_folder_is_said() {
    let (home, delivery) = folder();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), home.path().join("outbox")).unwrap();
    later(delivery.deliver(&outgoing(), PATIENT), "it is no folder");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    let delivery = mail::open(&MailConfig::default(), &home.path().join("gone")).unwrap();
    later(delivery.deliver(&outgoing(), PATIENT), "check the home's mode and free space");
}

/// A program that is still open for writing in one thread cannot be run by another, so one at a time.
static ONE_PROGRAM: Mutex<()> = Mutex::new(());

struct Program {
    home: TempDir,
    delivery: Box<dyn Delivery>,
    _alone: MutexGuard<'static, ()>,
}

impl Program {
    fn new(script: &str) -> Self {
        let alone = ONE_PROGRAM.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("sendmail");
        fs::write(&path, format!("#!/bin/sh\ncd '{}'\n{script}\n", home.path().display())).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        let config = MailConfig { transport: TransportKind::Sendmail, sendmail: path, ..MailConfig::default() };
        let delivery = mail::open(&config, home.path()).unwrap();
        Self { home, delivery, _alone: alone }
    }
}

#[test]
fn c16_sendmail_gets_arguments_and_never_a_shell() {
    let program = Program::new("printf '%s\\n' \"$@\" > arguments; cat > message");
    for to in ["-oQ/tmp@example.org", "a`id`$x&|{}@example.org", "ada@example.org"] {
        program.delivery.deliver(&Outgoing { to: to.into(), ..outgoing() }, PATIENT).unwrap();
        let arguments = fs::read_to_string(program.home.path().join("arguments")).unwrap();
        assert_eq!(arguments, format!("-i\n-f\nno-reply@localhost.localdomain\n--\n{to}\n"));
        let message = fs::read(program.home.path().join("message")).unwrap();
        assert_eq!(parse(&message).to().unwrap().first().unwrap().address(), Some(to));
        assert_eq!(header_names(&message), HEADERS);
    }
}

#[test]
fn f11_the_exit_code_of_sendmail_decides() {
    never(
        Program::new("cat >&-; echo 'no such user' >&2; exit 67").delivery.deliver(&outgoing(), PATIENT),
        "no such user",
    );
    later(Program::new("cat > message; echo busy >&2; exit 75").delivery.deliver(&outgoing(), PATIENT), "busy");
    later(Program::new("cat > message; exit 69").delivery.deliver(&outgoing(), PATIENT), "exit status: 69");
}

#[test]
fn f10_a_sendmail_that_hangs_is_ended() {
    let program = Program::new("exec tail -f /dev/null");
    later(program.delivery.deliver(&outgoing(), SHORT), "did not answer within 200 ms");
}

#[test]
fn f9_a_missing_sendmail_is_worth_another_attempt() {
    let home = tempfile::tempdir().unwrap();
    let sendmail = home.path().join("missing");
    let config = MailConfig { transport: TransportKind::Sendmail, sendmail, ..MailConfig::default() };
    later(mail::open(&config, home.path()).unwrap().deliver(&outgoing(), PATIENT), "check that mail.sendmail names");
}
