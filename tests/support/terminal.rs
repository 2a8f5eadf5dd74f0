//! A home with an account, and the wizard in it, driven through a pseudo-terminal as a person would.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use mail_parser::MessageParser;
use nix::sys::termios::{LocalFlags, tcgetattr};
use rexpect::process::{Signal, WaitStatus};
use rexpect::session::{PtySession, spawn_command};
use serde_json::Value;
use tempfile::TempDir;

/// The account's address.
pub const ADA: &str = "ada@example.org";
/// Its password.
pub const PASSWORD: &str = "Tulip-Anchor-42";
/// The time of the simulation, in seconds since 1970: 2026-03-02T09:00:00Z.
pub const START: u64 = 1_772_442_000;

/// How long anything may take before a test gives up, in milliseconds.
const PATIENCE: u64 = 30_000;

pub const ENTER: &str = "\r";
pub const DOWN: &str = "\x1b[B";
pub const CTRL_C: &str = "\x03";

/// A simulation home in a temporary folder, gone with its value.
pub struct Home {
    root: TempDir,
}

impl Home {
    /// A home where Ada, of an Enterprise project, has never signed in and the sample documents are published.
    pub fn with_ada() -> Self {
        let home = Self::bare();
        for id in ["terms", "privacy", "eula"] {
            let text = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/documents/{id}.md"));
            home.done(&["consent", "publish", id, "--version", "1.0", "--file", text.to_str().unwrap()]);
        }
        home.add_ada("enterprise");
        home
    }

    /// A home where Ada is of an SME project, which requires no document.
    pub fn with_sme() -> Self {
        let home = Self::bare();
        home.add_ada("sme");
        home
    }

    /// A folder without a home.
    pub fn none() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn bare() -> Self {
        let home = Self::none();
        home.done(&["init", "--simulation", "--seed", "7"]);
        home
    }

    fn add_ada(&self, project: &str) {
        let mut add = self.command(&["user", "add", ADA, "--project-type", project, "--password-stdin"]);
        let mut child = add.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }

    /// The folder that the program runs in.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// A file there.
    pub fn file(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// The program, about to be run without a terminal.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        self.prepare(&mut command);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program, which must succeed.
    #[track_caller]
    pub fn done(&self, args: &[&str]) -> Output {
        let output = self.command(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Runs the program, which must succeed; answers its document.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_slice(&self.done(&[&["--output", "json"], args].concat()).stdout).unwrap()
    }

    fn prepare(&self, command: &mut Command) {
        command
            .current_dir(self.root())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("TZ", "UTC")
            .env("HOME", self.root())
            .env("VESTIBULE_HOME", "home");
    }

    /// The code in the newest mail of the outbox: the only run of six digits in its plain part.
    pub fn mailed_code(&self) -> String {
        let newest = self.mails().pop().expect("a mail was sent");
        let text = MessageParser::default().parse(&newest).unwrap().body_text(0).unwrap().into_owned();
        let codes: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 6).collect();
        assert_eq!(codes.len(), 1, "{text}");
        codes[0].to_owned()
    }

    /// Every mail of the outbox in the order of sending.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        let Ok(entries) = fs::read_dir(self.file("home/outbox")) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.iter().map(|path| fs::read(path).unwrap()).collect()
    }

    /// The reason of the newest journey's end, or its state.
    pub fn newest_journey(&self) -> String {
        let journeys = self.json(&["journey", "list", "--limit", "1"]);
        let journey = &journeys[0];
        journey["reason"].as_str().or(journey["state"].as_str()).unwrap().to_owned()
    }

    /// The wizard, about to be started in a terminal.
    pub fn wizard(&self) -> Starter<'_> {
        Starter { home: self, rows: 50, columns: 100, variables: Vec::new() }
    }
}

/// A code of an authenticator that is not the one under test, at a time in seconds since 1970.
pub fn totp(secret: &str, at: u64) -> String {
    let secret: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    format!("{:06}", otpauth::TOTP::from_base32(secret).unwrap().generate(30, at))
}

/// The secret in a Key URI.
pub fn secret_of(uri: &str) -> &str {
    let (_, rest) = uri.split_once("secret=").unwrap();
    rest.split('&').next().unwrap()
}

/// A terminal that is being set up.
pub struct Starter<'a> {
    home: &'a Home,
    rows: u16,
    columns: u16,
    variables: Vec<(&'static str, String)>,
}

impl Starter<'_> {
    pub fn size(mut self, rows: u16, columns: u16) -> Self {
        (self.rows, self.columns) = (rows, columns);
        self
    }

    pub fn variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Starts `vestibule signin` with these arguments.
    pub fn start(self, args: &[&str]) -> Wizard {
        self.start_with(&[&["signin"], args].concat(), "")
    }

    /// Starts the program with these arguments and a redirection by the shell.
    pub fn start_with(self, args: &[&str], redirection: &str) -> Wizard {
        self.start_other(&[&[env!("CARGO_BIN_EXE_vestibule")], args].concat(), redirection)
    }

    /// Starts another program, by its path and arguments.
    pub fn start_other(self, words: &[&str], redirection: &str) -> Wizard {
        // The library makes a terminal without a size and without echo; people have both.
        let set_up = format!("stty rows {} cols {} echo && exec \"$@\" {redirection}", self.rows, self.columns);
        let mut command = Command::new("/bin/sh");
        self.home.prepare(&mut command);
        command.args(["-c", &set_up, "sh"]).args(words);
        command.env("TERM", "xterm-256color").env("PAGER", "cat").envs(self.variables);
        Wizard { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() }
    }
}

/// The wizard in its terminal.
pub struct Wizard {
    session: PtySession,
    seen: String,
}

/// The library reads bytes as Latin-1.
fn narrow(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn widen(text: &str) -> String {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    String::from_utf8(bytes).unwrap()
}

impl Wizard {
    /// Waits until the terminal shows this; answers what came before it.
    #[track_caller]
    pub fn expect(&mut self, text: &str) -> String {
        match self.session.exp_string(&narrow(text)) {
            Ok(before) => {
                self.seen.push_str(&before);
                self.seen.push_str(&narrow(text));
                widen(&before)
            }
            Err(error) => panic!("{text:?} does not come: {error}\nafter\n{}", widen(&self.seen)),
        }
    }

    /// Sends keys.
    pub fn press(&mut self, keys: &str) {
        self.session.send(keys).unwrap();
        self.session.flush().unwrap();
    }

    /// Waits for a prompt and answers it with a line.
    #[track_caller]
    pub fn answer(&mut self, prompt: &str, text: &str) {
        self.expect(prompt);
        self.press(&format!("{text}{ENTER}"));
    }

    /// Waits for a menu that stands on this item and chooses it.
    #[track_caller]
    pub fn choose(&mut self, item: &str) {
        self.answer(&format!("> {item}"), "");
    }

    /// Sends a signal.
    pub fn signal(&mut self, signal: Signal) {
        self.session.process_mut().signal(signal).unwrap();
    }

    /// Waits for the end; answers the exit code.
    #[track_caller]
    pub fn exit(&mut self) -> i32 {
        let rest = self.session.exp_eof().unwrap_or_else(|error| panic!("no end: {error}\n{}", widen(&self.seen)));
        self.seen.push_str(&rest);
        match self.session.process().wait().unwrap() {
            WaitStatus::Exited(_, code) => code,
            other => panic!("{other:?}\n{}", self.seen()),
        }
    }

    /// All that the terminal was sent so far.
    pub fn seen(&self) -> String {
        widen(&self.seen)
    }

    /// Whether the terminal echoes and edits lines, as it did at the start.
    pub fn is_restored(&self) -> bool {
        let modes = tcgetattr(self.session.process().get_file_handle().unwrap()).unwrap();
        modes.local_flags.contains(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::ISIG)
    }

    /// Leads the wizard through the seed's first sign-in to the authenticator's set-up; answers its secret.
    #[track_caller]
    pub fn reach_set_up(&mut self, home: &Home) -> String {
        self.reach_otp();
        self.answer("Code from the mail", &home.mailed_code());
        self.expect("Terms of Service and Privacy Policy");
        for title in ["Terms of Service", "Privacy Policy", "End User Licence Agreement"] {
            self.choose(&format!("Read: {title}"));
            self.expect("SHA-256");
        }
        self.choose("Accept and continue");
        self.expect("> [ ] I have read and agree to the Terms of Service");
        self.press(&format!(" {DOWN} {ENTER}"));
        self.reach_secret()
    }

    /// From the required activation to the secret.
    #[track_caller]
    pub fn reach_secret(&mut self) -> String {
        self.expect("Multi-Factor Authentication Required");
        self.choose("Activate");
        self.expect("Confirm Password");
        self.answer("Password: ", PASSWORD);
        self.expect("Set up an authenticator app");
        secret_of(&self.uri()).to_owned()
    }

    /// The URI of the authenticator's set-up.
    #[track_caller]
    pub fn uri(&mut self) -> String {
        self.expect("URI:\r\n");
        self.expect("\r\n").to_owned()
    }

    /// Signs in with the password, and has the code mailed.
    #[track_caller]
    pub fn reach_otp(&mut self) {
        self.expect("Sign In Now");
        self.answer("Email address: ", ADA);
        self.answer("Password: ", PASSWORD);
        self.expect("We don't recognize the device.");
        self.choose("OK: mail me the code");
        self.expect("OTP Verification");
    }
}
