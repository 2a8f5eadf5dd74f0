//! A home with something of everything in it, and the commands that the help lists.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::support::home::{ADA, BOB, PASSWORD, TestHome};
use crate::support::journey::{Enrolled, text};

/// A simulation in which Ada has signed in and Bob is about to.
pub struct Stage {
    /// The home.
    pub home: TestHome,
    /// What Ada has since.
    pub ada: Enrolled,
    /// Bob's open sign-in.
    pub journey: String,
    /// Its handle.
    pub handle: String,
    /// Ada's device.
    pub device: String,
    /// Ada's session.
    pub session: String,
    /// A mail.
    pub mail: String,
}

impl Stage {
    /// Sets it.
    pub fn new() -> Self {
        let home = TestHome::with_ada();
        home.add_user(BOB, "sme");
        let ada = home.sign_in_first(ADA);
        home.advance("PT10M");
        let journey = home.past_mail(BOB).id;
        let handle = home.text("SELECT handle FROM journeys WHERE status = 'open'");
        let device = home.text("SELECT id FROM devices");
        let session = home.text("SELECT id FROM sessions");
        let mail = home.text("SELECT id FROM outbox ORDER BY n DESC LIMIT 1");
        Self { home, ada, journey, handle, device, session, mail }
    }

    /// A line with the names of this stage in it: `{journey}`, `{code}`, …
    pub fn fill(&self, line: &str) -> String {
        line.replace("{journey}", &self.journey)
            .replace("{handle}", &self.handle)
            .replace("{device}", &self.device)
            .replace("{session}", &self.session)
            .replace("{mail}", &self.mail)
            .replace("{token}", &self.ada.session)
            .replace("{device_token}", &self.ada.device)
            .replace("{otp}", &self.home.otp())
            .replace("{totp}", &self.home.totp(&self.ada.secret))
            .replace("{activation}", &self.activation())
            .replace("{password}", PASSWORD)
    }

    /// The newest activation code that was mailed; nothing where none was.
    fn activation(&self) -> String {
        let folder = fs::read_dir(self.home.path().join("outbox")).unwrap();
        let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mails = files.iter().rev().map(|file| fs::read_to_string(file).unwrap());
        let code = |mail: String| Some(format!("vat_{}", mail.split_once("vat_")?.1.split_whitespace().next()?));
        mails.filter_map(code).next().unwrap_or_default()
    }

    /// Has a mail with Ada's code fail and be given up.
    pub fn give_mail_up(&mut self) {
        let (folder, aside) = (self.home.path().join("outbox"), self.home.path().join("outbox.kept"));
        fs::rename(&folder, &aside).unwrap();
        self.home.write("home/outbox", "a file takes no mail");
        self.home.past_mail(ADA);
        fs::remove_file(&folder).unwrap();
        fs::rename(&aside, &folder).unwrap();
        self.mail = self.home.text("SELECT id FROM outbox WHERE state = 'queued'");
        self.home.edit("UPDATE outbox SET state = 'given_up' WHERE state = 'queued'");
        self.home.advance("PT2M");
    }

    /// The same home once more, for acts that change it.
    pub fn copy(&self) -> TestHome {
        let copy = TestHome::none();
        copy_folder(&self.home.path(), &copy.path());
        copy
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The help of a command, too wide to wrap.
pub fn help(words: &[String]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(words)
        .arg("--help")
        .env_clear()
        .env("COLUMNS", "1000")
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every command that can be run, by its words.
pub fn commands() -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(words) = open.pop() {
        let text = help(&words);
        let Some((_, listed)) = text.split_once("\nCommands:\n") else {
            found.push(words);
            continue;
        };
        let names = listed.lines().take_while(|line| line.starts_with("  "));
        let names = names.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
        open.extend(names.map(|name| [words.as_slice(), &[name.to_owned()]].concat()));
    }
    found.sort();
    assert!(found.len() > 40, "the commands were not found: {found:?}");
    found
}

/// A program of the machine; where it is missing the test says so, and its part is left out.
pub fn installed(program: &str) -> bool {
    let found = ["/usr/bin", "/bin", "/usr/local/bin"].iter().any(|folder| Path::new(folder).join(program).exists());
    if !found {
        // Written past the capture of test output, so that it is seen where everything passes too.
        let note = format!("NOT TESTED: {program} is not installed here; `.ci/run` installs it from Debian\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), note.as_bytes());
    }
    found
}

/// The text of a JSON field.
pub fn field(value: &serde_json::Value, name: &str) -> String {
    text(&value[name])
}
