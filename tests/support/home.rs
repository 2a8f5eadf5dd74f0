//! A home in a temporary folder, and the built program run in it with a fixed environment.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use mail_parser::MessageParser;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;

/// An address that most tests use.
pub const ADA: &str = "ada@example.org";
/// Another one.
pub const BOB: &str = "bob@example.org";
/// A password that obeys both profiles.
pub const PASSWORD: &str = "Tulip-Anchor-42";
/// Another one.
pub const NEW_PASSWORD: &str = "Copper-Meadow-77";
/// One that is nobody's.
pub const WRONG: &str = "Wrong-Password-99";

/// A folder with a home in it, gone with its value.
pub struct TestHome {
    root: TempDir,
    real: bool,
}

/// What a run of the program came to. Shown, it is the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The exit code; -1 where a signal ended it.
    pub exit: i32,
    /// All of stdout.
    pub stdout: String,
    /// All of stderr.
    pub stderr: String,
}

/// An error as `--output json` tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: i32,
    /// The error's code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// How long to wait.
    pub retry_after: Option<String>,
    /// The password rules broken.
    pub rules: Vec<String>,
}

/// A mail that a folder transport wrote.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The recipient.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl TestHome {
    /// A folder without a home.
    pub fn none() -> Self {
        let builder = || {
            let mut builder = tempfile::Builder::new();
            builder.prefix("vestibule-test-");
            builder
        };
        // In memory where the system has such a folder: no test asks what survives a power cut.
        let root = builder().tempdir_in("/dev/shm").or_else(|_| builder().tempdir()).expect("a temporary folder");
        Self { root, real: false }
    }

    /// A simulation of the portal profile: its bytes follow from a fixed seed, its time from 2026-03-02 09:00 on.
    pub fn simulation() -> Self {
        Self::simulation_of("portal")
    }

    /// A simulation of a profile.
    pub fn simulation_of(profile: &str) -> Self {
        let home = Self::none();
        home.run(&["init", "--simulation", "--seed", "7", "--profile", profile]).done();
        home
    }

    /// A real home of the portal profile.
    pub fn real() -> Self {
        let home = Self { real: true, ..Self::none() };
        home.run(&["init"]).done();
        home
    }

    /// A simulation in which Ada can sign in for the first time: documents published, an Enterprise account.
    pub fn with_ada() -> Self {
        let home = Self::simulation();
        home.publish_samples();
        home.add_user(ADA, "enterprise");
        home
    }

    /// Whether it is a real home.
    pub fn is_real(&self) -> bool {
        self.real
    }

    /// The folder that the program runs in.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The home's folder.
    pub fn path(&self) -> PathBuf {
        self.root().join("home")
    }

    /// The program, about to be run in this folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        self.prepare(&mut command);
        command.args(args);
        command
    }

    /// Gives a command the environment that every run here has.
    pub fn prepare(&self, command: &mut Command) {
        command
            .current_dir(self.root())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.root())
            .env("TZ", "UTC")
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            .env("VESTIBULE_HOME", "home")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Runs the program with nothing on stdin.
    pub fn run(&self, args: &[&str]) -> Outcome {
        self.command(args).output().expect("the program was built").into()
    }

    /// Runs the program with this on stdin.
    pub fn run_with_stdin(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Outcome {
        Self::feed(&mut self.command(args), stdin)
    }

    /// Runs a command that reads this from stdin.
    pub fn feed(command: &mut Command, stdin: impl AsRef<[u8]>) -> Outcome {
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the program was built");
        // A program that ends without reading breaks the pipe, which its exit code tells.
        let _ = child.stdin.take().expect("stdin is piped").write_all(stdin.as_ref());
        child.wait_with_output().expect("the program ends").into()
    }

    /// Starts the program without waiting for its end.
    pub fn spawn(&self, args: &[&str]) -> Child {
        self.command(args).spawn().expect("the program was built")
    }

    /// Runs many at once; answers what each came to, in the order given.
    pub fn run_all(&self, runs: &[Vec<String>]) -> Vec<Outcome> {
        let start = |args: &Vec<String>| self.spawn(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let children: Vec<Child> = runs.iter().map(start).collect();
        children.into_iter().map(|child| child.wait_with_output().expect("the program ends").into()).collect()
    }

    /// Runs the program with `--output json`; it must succeed. Answers its document.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        self.run(&[&["--output", "json"], args].concat()).done().json()
    }

    /// Runs the program with `--output json`; it must fail, and print nothing but its error.
    #[track_caller]
    pub fn fail(&self, args: &[&str]) -> Failure {
        let outcome = self.run(&[&["--output", "json"], args].concat());
        assert_eq!(outcome.stdout, "", "a failed command prints no document\n{outcome}");
        outcome.failure()
    }

    /// Publishes the sample documents.
    pub fn publish_samples(&self) {
        for id in ["terms", "privacy", "eula"] {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents").join(format!("{id}.md"));
            let file = file.to_str().expect("the manifest's folder is UTF-8");
            self.run(&["consent", "publish", id, "--version", "1.0", "--file", file]).done();
        }
    }

    /// Publishes a version of a document with this text.
    pub fn publish(&self, id: &str, version: &str, text: &str) {
        self.write("document.md", text);
        self.run(&["consent", "publish", id, "--version", version, "--file", "document.md"]).done();
    }

    /// Makes an account with [`PASSWORD`].
    pub fn add_user(&self, address: &str, project_type: &str) {
        let args = ["user", "add", address, "--project-type", project_type, "--password-stdin"];
        self.run_with_stdin(&args, PASSWORD).done();
    }

    /// Writes a file beside the home.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.root().join(name), text).expect("the temporary folder can be written");
    }

    /// Adds lines to the configuration.
    pub fn configure(&self, lines: &str) {
        let file = self.path().join("vestibule.toml");
        let text = fs::read_to_string(&file).expect("a home has a configuration");
        fs::write(file, format!("{text}\n{lines}\n")).expect("the configuration can be written");
    }

    /// Replaces a line of the configuration.
    #[track_caller]
    pub fn reconfigure(&self, from: &str, to: &str) {
        let file = self.path().join("vestibule.toml");
        let text = fs::read_to_string(&file).expect("a home has a configuration");
        assert!(text.contains(from), "{from:?} is not in {text}");
        fs::write(file, text.replace(from, to)).expect("the configuration can be written");
    }

    /// Moves a simulation's clock.
    #[track_caller]
    pub fn advance(&self, by: &str) {
        self.run(&["clock", "advance", by]).done();
    }

    /// A simulation's time, in seconds since 1970; a real home's is the latest it saw.
    pub fn now(&self) -> u64 {
        let ms = self.number("SELECT coalesce(simulated_at, latest_at) FROM home");
        u64::try_from(ms / 1000).expect("a time after 1970")
    }

    /// Every mail in the outbox, in the order of sending.
    pub fn mails(&self) -> Vec<Mail> {
        let Ok(entries) = fs::read_dir(self.path().join("outbox")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
        files.sort();
        files.iter().map(|file| Mail::parse(&fs::read(file).expect("a readable mail"))).collect()
    }

    /// The mails whose subject says so.
    pub fn mails_about(&self, subject: &str) -> Vec<Mail> {
        self.mails().into_iter().filter(|mail| mail.subject.contains(subject)).collect()
    }

    /// The newest mail with a one-time password.
    #[track_caller]
    pub fn code_mail(&self) -> Mail {
        self.mails_about("Please verify your device").pop().expect("a mail with a code")
    }

    /// The newest one-time password.
    #[track_caller]
    pub fn otp(&self) -> String {
        self.code_mail().code()
    }

    /// The database, for looking.
    pub fn sqlite(&self) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.path().join("vestibule.db"), flags).expect("a database");
        connection.busy_timeout(std::time::Duration::from_secs(20)).expect("a number");
        connection
    }

    /// The number that a query answers.
    #[track_caller]
    pub fn number(&self, sql: &str) -> i64 {
        self.sqlite().query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The text that a query answers.
    #[track_caller]
    pub fn text(&self, sql: &str) -> String {
        self.sqlite().query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Changes the database behind the program's back.
    #[track_caller]
    pub fn edit(&self, sql: &str) {
        self.sqlite().execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Every row of every table.
    pub fn dump(&self) -> String {
        self.dump_where(|_| true)
    }

    /// Every row but those of the audit trail and the home's own row, which counts the trail and the time.
    pub fn dump_but_audit(&self) -> String {
        self.dump_where(|table| table != "audit" && table != "home")
    }

    fn dump_where(&self, keep: impl Fn(&str) -> bool) -> String {
        let db = self.sqlite();
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let mut names = db.prepare(names).expect("a query");
        let tables = names.query_map([], |row| row.get::<_, String>(0)).expect("a query");
        let mut dump = String::new();
        for table in tables.map(|table| table.expect("a name")).filter(|table| keep(table)) {
            dump.push_str(&format!("{table}\n"));
            let mut rows = db.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).expect("a query");
            let columns = rows.column_count();
            let mut rows = rows.query([]).expect("a query");
            while let Some(row) = rows.next().expect("a row") {
                let cells: Vec<String> = (0..columns).map(|n| cell(row.get_ref(n).expect("a cell"))).collect();
                dump.push_str(&format!("  {}\n", cells.join(" | ")));
            }
        }
        dump
    }
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => data_encoding::HEXLOWER.encode(bytes),
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self { exit: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { exit, stdout, stderr } = self;
        write!(f, "exit {exit}\n----- stdout\n{stdout}----- stderr\n{stderr}")
    }
}

impl Outcome {
    /// It must have succeeded.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.exit, 0, "{self}");
        self
    }

    /// The one JSON document on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.stdout.matches('\n').count(), 1, "one document, one line\n{self}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// The error on stderr, told as JSON in its last line: two sentences and a code.
    #[track_caller]
    pub fn failure(&self) -> Failure {
        assert_ne!(self.exit, 0, "{self}");
        let line = self.stderr.lines().last().unwrap_or_default();
        let told: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}\n{self}"));
        let error = &told["error"];
        let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        let rules = error["rules"].as_array().into_iter().flatten();
        let failure = Failure {
            exit: self.exit,
            code: text("code"),
            message: text("message"),
            hint: text("hint"),
            retry_after: error["retry_after"].as_str().map(str::to_owned),
            rules: rules.map(|rule| rule.as_str().unwrap_or_default().to_owned()).collect(),
        };
        for sentence in [&failure.message, &failure.hint] {
            let first = sentence.split(' ').next().unwrap_or_default();
            let begins = !first.starts_with(char::is_lowercase) || first.contains(['.', '/']);
            let is_sentence = begins && sentence.ends_with(['.', '!', '?']) && sentence.len() > 8;
            assert!(is_sentence, "not a sentence: {sentence:?}\n{self}");
        }
        failure
    }
}

impl Failure {
    /// Its exit code and its code.
    pub fn told(&self) -> (i32, &str) {
        (self.exit, &self.code)
    }
}

impl Mail {
    /// Reads a mail as it was written.
    pub fn parse(bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a message");
        let to = message.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default();
        Self {
            to: to.to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
        }
    }

    /// The one run of six ASCII digits in the plain part.
    #[track_caller]
    pub fn code(&self) -> String {
        let runs: Vec<&str> = self.text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 6).collect();
        let [code] = runs.as_slice() else { panic!("{} runs of six digits in {}", runs.len(), self.text) };
        (*code).to_owned()
    }
}
