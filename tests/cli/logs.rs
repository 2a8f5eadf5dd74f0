//! The log: off unless asked for, for its owner alone, and without anything that must not be in it.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};
use serde_json::Value;

use crate::stage::field;
use crate::support::home::{ADA, BOB, NEW_PASSWORD, Outcome, PASSWORD, TestHome, WRONG};
use crate::support::journey::other_than;

/// A home in which known secrets are planted, and everything that each command leaves is searched for them.
struct Canary {
    home: TestHome,
    secrets: Vec<(&'static str, String)>,
    steps: usize,
}

impl Canary {
    fn new() -> Self {
        let home = TestHome::simulation();
        home.publish_samples();
        let key = fs::read_to_string(home.path().join("keys/home.key")).unwrap();
        let master = key.split_whitespace().last().unwrap().to_owned();
        let passwords = [("password", PASSWORD), ("new password", NEW_PASSWORD), ("wrong password", WRONG)];
        let mut secrets: Vec<_> = passwords.map(|(what, secret)| (what, secret.to_owned())).into();
        secrets.push(("home's key", master));
        Self { home, secrets, steps: 0 }
    }

    fn plant(&mut self, what: &'static str, secret: impl Into<String>) {
        self.secrets.push((what, secret.into()));
    }

    /// Runs a command with the fullest log, every other time to a file, and searches all that it leaves. What it shows
    /// on stdout for the first time is planted by the caller afterwards.
    fn run(&mut self, args: &[&str], stdin: &str) -> Outcome {
        self.steps += 1;
        let log: &[&str] = if self.steps.is_multiple_of(2) { &["-vvv"] } else { &["-vvv", "--log-file", "log.jsonl"] };
        let args = [log, &["--output", "json"], args].concat();
        let mut child = self.home.command(&args).stdin(Stdio::piped()).spawn().unwrap();
        let process = PathBuf::from(format!("/proc/{}", child.id()));
        let mut seen = Vec::new();
        if process.exists() && !stdin.is_empty() {
            // It waits for its stdin, so it is there to be looked at once its new program is in place.
            let marker = args.last().unwrap().as_bytes();
            while child.try_wait().unwrap().is_none() && !holds(&seen, marker) {
                seen = fs::read(process.join("cmdline")).unwrap();
            }
            seen.extend(fs::read(process.join("environ")).unwrap_or_default());
        }
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let outcome: Outcome = child.wait_with_output().unwrap().into();
        self.search("/proc", &seen);
        self.search("stdout", outcome.stdout.as_bytes());
        self.search("stderr", outcome.stderr.as_bytes());
        self.search_files(self.home.root());
        outcome
    }

    /// The home's files and those beside it; a mail in the outbox is the one place where its code belongs.
    fn search_files(&self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name == "outbox" || name == "keys" {
                continue;
            } else if path.is_dir() {
                self.search_files(&path);
            } else {
                self.search(name, &fs::read(&path).unwrap());
            }
        }
    }

    fn search(&self, place: &str, bytes: &[u8]) {
        // A process id may be any six digits.
        let text = latin(bytes);
        let bytes = match text.find("\"pid\":") {
            Some(_) => text.lines().map(|line| line.split("\"pid\":").next().unwrap()).collect::<Vec<_>>().join("\n"),
            None => text,
        };
        for (what, secret) in &self.secrets {
            for form in forms(secret) {
                assert!(!bytes.contains(&form), "step {}: the {what} {secret} is in {place}", self.steps);
            }
        }
    }
}

/// A secret in every form that it could be written in.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned(), HEXLOWER.encode(secret.as_bytes()), BASE64.encode(secret.as_bytes())];
    if secret.contains('-') && !secret.contains('_') {
        forms.push(secret.replace('-', ""));
    }
    if let Ok(bytes) = BASE32_NOPAD.decode(secret.as_bytes()).or_else(|_| BASE64.decode(secret.as_bytes()))
        && bytes.len() > 8
    {
        forms.push(HEXLOWER.encode(&bytes));
        forms.push(latin(&bytes));
    }
    forms
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    latin(haystack).contains(&latin(needle))
}

#[test]
fn c14_v16_2_5_v14_2_4_planted_secrets_are_in_no_output_log_file_argument_or_variable() {
    let mut canary = Canary::new();
    for address in [ADA, BOB] {
        canary.run(&["user", "add", address, "--password-stdin"], PASSWORD);
    }
    let submit = |canary: &mut Canary, id: &str, action: &str, plain: &[&str], secret: &str| {
        let name = match action {
            "sign_in" | "confirm" => "password=@-",
            "verify" => "code=@-",
            _ => "",
        };
        let args: Vec<&str> = ["journey", "submit", id, action].into_iter().chain(plain.iter().copied()).collect();
        let args = if secret.is_empty() { args } else { [args.as_slice(), &[name]].concat() };
        canary.run(&args, secret).json()
    };
    let start = canary.run(&["journey", "start"], "").json();
    let id = field(&start, "journey");
    let email = format!("email={ADA}");
    submit(&mut canary, &id, "sign_in", &[&email], WRONG);
    submit(&mut canary, &id, "sign_in", &[&email], PASSWORD);
    submit(&mut canary, &id, "ok", &[], "");
    let code = canary.home.otp();
    canary.plant("mailed code", &code);
    submit(&mut canary, &id, "verify", &[], &other_than(&code));
    canary.run(&["otp", "status", ADA], "");
    submit(&mut canary, &id, "verify", &[], &code);
    submit(&mut canary, &id, "accept_and_continue", &["accept=terms", "accept=privacy"], "");
    submit(&mut canary, &id, "activate", &[], "");
    let set_up = submit(&mut canary, &id, "confirm", &[], PASSWORD);
    let secret = field(&set_up["screen"]["data"], "secret");
    let app = canary.home.totp(&secret);
    // What this very screen shows again is shown again; everything later must not.
    let shown = submit(&mut canary, &id, "verify", &[], &app);
    canary.plant("secret of the app", &secret);
    canary.plant("code of the app", app);
    let codes: Vec<String> =
        shown["screen"]["data"]["codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    codes.iter().for_each(|code| canary.plant("recovery code", code));
    let end = submit(&mut canary, &id, "continue", &[], "");
    let (session, device) =
        (field(&end["screen"]["data"], "session_token"), field(&end["screen"]["data"], "device_token"));
    canary.plant("session's token", &session);
    canary.plant("device's token", &device);
    // The next sign-in's own id must be on its command line; of the first one nothing is told any more.
    canary.plant("journey's id", &id);
    canary.run(&["session", "check"], &session);
    canary.home.advance("PT1M");
    let secrets = canary.home.root().join("token");
    let beside = tempfile::tempdir().unwrap();
    let file = beside.path().join("token");
    fs::write(&file, &device).unwrap();
    assert!(!secrets.exists());
    let again = canary.run(&["journey", "start", "--device", &format!("@{}", file.display())], "").json();
    let next = field(&again, "journey");
    submit(&mut canary, &next, "sign_in", &[&email], PASSWORD);
    submit(&mut canary, &next, "verify", &[], &codes[3]);
    canary.run(&["user", "set-password", BOB, "--password-stdin"], NEW_PASSWORD);
    for look in ["user list", "user list --full", "mail list", "journey list", "doctor", "status", "policy show"] {
        canary.run(&look.split(' ').collect::<Vec<_>>(), "");
    }
    for look in ["user show ada@example.org", "session list ada@example.org", "device list ada@example.org"] {
        canary.run(&look.split(' ').collect::<Vec<_>>(), "");
    }
    canary.run(&["mfa", "status", ADA], "");
    canary.run(&["journey", "replay", "--all"], "");
    assert!(canary.home.path().join("vestibule.db-wal").exists() || canary.steps > 25);
    let log = fs::read_to_string(canary.home.root().join("log.jsonl")).unwrap();
    assert!(log.contains("INSERT INTO") && log.contains("journey.") && log.len() > 20_000, "the log was full");
}

#[test]
fn v16_2_5_no_full_address_is_in_the_log_above_debug() {
    let home = TestHome::with_ada();
    let steps: [&[&str]; 5] = [
        &["mail", "test", "ops@example.org"],
        &["user", "disable", ADA, "--reason", "left"],
        &["user", "enable", ADA],
        &["user", "show", ADA],
        &["user", "show", "nobody@example.org"],
    ];
    for (n, step) in steps.iter().enumerate() {
        let log = format!("log{n}");
        home.run(&[&["-v", "--log-file", &log], *step].concat());
        let text = fs::read_to_string(home.root().join(&log)).unwrap();
        assert!(text.lines().count() >= 2 && !text.contains("@example.org"), "{text}");
        let on_stderr = home.run(&[&["-v"], *step].concat()).stderr;
        let logged: Vec<&str> = on_stderr.lines().filter(|line| line.contains("INFO")).collect();
        assert!(!logged.is_empty() && logged.iter().all(|line| !line.contains("@example.org")), "{on_stderr}");
    }
    assert!(home.run(&["-vv", "mail", "test", "ops@example.org"]).stderr.contains("ops@example.org"));
}

#[test]
fn without_being_asked_for_there_is_no_log() {
    let home = TestHome::with_ada();
    let quiet = home.run(&["user", "show", ADA]).done();
    assert_eq!(quiet.stderr.lines().count(), 1, "the simulation's own line alone: {quiet}");
    let logged = home.run(&["-v", "user", "show", ADA]).done();
    assert_eq!(logged.stdout, quiet.stdout);
    assert!(logged.stderr.contains("INFO started") && logged.stderr.contains("INFO ended exit=0"), "{logged}");
    let level = |flag: &str, level: &str| home.run(&[flag, "user", "enable", ADA]).done().stderr.contains(level);
    assert_eq!(["-v", "-vv", "-vvv"].map(|flag| level(flag, "DEBUG ")), [false, true, true]);
    assert_eq!(["-v", "-vv", "-vvv"].map(|flag| level(flag, "TRACE ")), [false, false, true]);
}

#[test]
fn a_log_file_is_for_its_owner_alone_and_grows_line_by_line() {
    let home = TestHome::with_ada();
    let path = home.root().join("log.jsonl");
    let run = |args: &[&str]| home.run(&[&["--log-file", "log.jsonl"], args].concat());
    run(&["user", "show", ADA]).done();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let failed = run(&["--output", "json", "user", "show", "nobody@example.org"]);
    assert_eq!(failed.failure().told(), (4, "not_found"), "stderr is the error's alone");
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(String, String)> =
        lines.iter().map(|line| (field(&line["span"], "command"), field(line, "message"))).collect();
    let show = |what: &str| ("user show".to_owned(), what.to_owned());
    assert_eq!(told, [show("started"), show("ended"), show("started"), show("failed")]);
    assert_eq!(
        (&lines[3]["code"], &lines[3]["exit"], &lines[3]["level"]),
        (&"not_found".into(), &4.into(), &"ERROR".into())
    );
    assert!(lines.iter().all(|line| field(line, "timestamp").ends_with('Z')));
    let many: Vec<Vec<String>> =
        (0..8).map(|_| ["--log-file", "log.jsonl", "-vvv", "user", "show", ADA].map(str::to_owned).into()).collect();
    home.run_all(&many);
    let whole = fs::read_to_string(&path).unwrap();
    assert!(whole.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "writers do not tear lines");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(run(&["--output", "json", "user", "list"]).failure().told(), (3, "loose_mode"));
    let missing = home.fail(&["--log-file", "no/such/folder/log", "user", "list"]);
    assert_eq!(missing.told(), (7, "file"));
}

#[test]
fn v16_4_1_a_log_line_moves_no_cursor_and_stays_one_line() {
    let home = TestHome::none();
    let outcome = home.run(&["-vvv", "--home", "a\u{1b}[2Jb\u{202e}", "init", "--simulation"]).done();
    let home_line = home.run(&["-vvv", "--home", "a\u{1b}[2Jb\u{202e}", "user", "list"]).done();
    for text in [outcome.stderr, home_line.stderr] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
}
