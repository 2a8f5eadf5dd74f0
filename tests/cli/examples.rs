//! The examples of the help are real: each is run, as it stands there, by a shell in a home that has what it names.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::desk::{activate, invitation, run_as};
use crate::help::examples;
use crate::stage::{Stage, commands, field, help};
use crate::support::home::{ADA, NEW_PASSWORD, Outcome, PASSWORD, TestHome};

/// What an example needs that no test has; these lines are not run, but must parse.
const NOT_RUN: [(&str, &str); 9] = [
    ("run --new", "a terminal"),
    ("vestibule signin", "a terminal"),
    (" --watch", "no end"),
    (" --follow", "no end"),
    ("| mail ", "another program"),
    ("zstd ", "another program"),
    ("| dot ", "another program"),
    ("&& man ", "another program"),
    ("--smtp-host mail.example.org", "another machine"),
];

/// Exit codes of an example in a home where codes, passwords and findings are not those of the example.
fn may_end(line: &str, exit: i32) -> bool {
    let names_a_code = ["012345", "123456", "123 456", "< code", "sign_in", "accept_and_continue"];
    match exit {
        0 => true,
        // An address or a version that is there already, or a folder that is.
        5 => line.contains("user add") || line.contains("init"),
        // Ids that the home does not have, and a move or an authenticator that waits for nobody.
        4 => ["mfa confirm", "mfa revoke", "verify-address"].iter().any(|words| line.contains(words)),
        3 => {
            names_a_code.iter().any(|code| line.contains(code))
                || line.contains("doctor")
                || line.contains("broken.toml")
                // An address not yet verified, an activation code and hashes that are none.
                || ["user edit ada@example.org --address", "user activate", "verify-hash"].iter().any(|words| line.contains(words))
                || line.contains("status")
        }
        // Without a terminal nobody confirms or types a password.
        2 => {
            line == "vestibule user delete ada@example.org"
                || ["vestibule user activate", "vestibule operator login grace", "vestibule operator prove"]
                    .contains(&line)
                || line.contains("operator recover")
                || ["mfa re", "mfa enroll", "mfa confirm", "import apply users.plan", "user invite ada@example.org"]
                    .iter()
                    .any(|words| line.contains(words))
        }
        _ => false,
    }
}

fn run(home: &TestHome, token: Option<&str>, line: &str) -> Outcome {
    let folder = Path::new(env!("CARGO_BIN_EXE_vestibule")).parent().unwrap();
    let mut shell = Command::new("/bin/sh");
    home.prepare(&mut shell);
    shell.args(["-c", line]).env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    let password = if line.contains("set-password") { NEW_PASSWORD } else { PASSWORD };
    shell.env("PASSWORD", password).env("TOKEN", fs::read_to_string(home.root().join("session.token")).unwrap());
    if let Some(token) = token {
        shell.env("VESTIBULE_OPERATOR_TOKEN", token);
    }
    shell.output().unwrap().into()
}

/// Makes the operators and the request that an example names; answers the session of the admin.
fn staff(home: &TestHome, line: &str) -> Option<String> {
    let names = |words: &[&str]| words.iter().any(|words| line.contains(words));
    if !names(&[" operator ", " request "]) || names(&["operator add grace"]) {
        return None;
    }
    home.configure("[support.mfa_reset]\napprovals = 1");
    let added = home.json(&["operator", "add", "grace", "--address", "grace@example.org", "--role", "admin"]);
    if names(&["@invitation"]) {
        home.write("invitation", field(&added, "activation"));
        return None;
    }
    let grace = activate(home, "grace", &field(&added, "activation"));
    if !names(&["operator add"]) && names(&["heidi", " request "]) {
        let add = ["operator", "add", "heidi", "--address", "heidi@example.org", "--role", "support"];
        run_as(home, &grace.token, &add).done();
        let heidi = activate(home, "heidi", &invitation(home, "heidi@example.org"));
        if names(&[" request "]) {
            run_as(home, &heidi.token, &["mfa", "reset", ADA, "--reason", "phone lost"]);
            let mail = home.mails_about("asked to open your account").pop().unwrap();
            let secret = mail.text.split_whitespace().find(|word| word.starts_with("vrt_")).unwrap();
            home.write("secret-of-the-mail", secret);
        }
    }
    Some(grace.token)
}

#[test]
fn every_example_does_what_it_says() {
    let mut stage = Stage::new();
    stage.give_mail_up();
    let (mut run_lines, mut faults) = (0, Vec::new());
    for words in commands() {
        for line in examples(&help(&words)) {
            if NOT_RUN.iter().any(|(mark, _)| line.contains(mark)) {
                continue;
            }
            let home = stage.copy();
            let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
            std::os::unix::fs::symlink(&fixtures, home.root().join("fixtures")).unwrap();
            for (name, text) in [
                ("device.token", stage.ada.device.as_str()),
                ("session.token", &stage.ada.session),
                ("code", "012345"),
                ("addresses.txt", "ada@example.org\n"),
                ("terms.md", "# Terms\n"),
                ("story.toml", "title = \"In a copy\"\n[[step]]\nstart = \"Ada\"\n"),
                ("draft.toml", "profile = \"nist\"\n"),
                ("vestibule.toml", "profile = \"portal\"\nrules = [\"at_most 3 mails\"]\n"),
                ("portal/vestibule.toml", "profile = \"portal\"\n"),
            ] {
                if let Some(folder) = Path::new(name).parent().filter(|_| line.contains("--home ./portal policy")) {
                    fs::create_dir_all(home.root().join(folder)).unwrap();
                }
                if !name.contains('/') || home.root().join("portal").exists() {
                    home.write(name, text);
                }
            }
            if line.contains("kept.json") {
                home.write("kept.json", home.run(&["audit", "checkpoint"]).done().stdout);
            }
            if line.contains("--export trail.jsonl") {
                home.run(&["audit", "export", "--out", &home.root().join("trail.jsonl").display().to_string()]).done();
            }
            if line.contains("import") {
                let folder = fixtures.join("import");
                fs::copy(folder.join("users.csv"), home.root().join("users.csv")).unwrap();
                fs::copy(folder.join("users.csv"), home.root().join("staff.csv")).unwrap();
                fs::copy(folder.join("keycloak.json"), home.root().join("realm.json")).unwrap();
            }
            if line.contains("apply users.plan") {
                let path = |name: &str| home.root().join(name).display().to_string();
                home.run(&["import", "plan", &path("users.csv"), "--out", &path("users.plan")]).done();
            }
            let key = home.run(&["audit", "public-key"]).done().stdout;
            let token = staff(&home, &line);
            // The example names the reader's own home, files and ids.
            let shown = line.clone();
            let line = line
                .replace("ed25519:…", key.trim())
                .replace("age1…", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
                .replace("jrn_…", &stage.journey)
                .replace("jrh_…", &stage.handle)
                .replace("dev_…", &stage.device)
                .replace("ses_…", &stage.session)
                .replace("msg_…", &stage.mail)
                .replace("req_…", &home.text("SELECT coalesce(max(id), '') FROM requests"))
                .replace("--home ./portal policy", "--home home policy")
                .replace("--home-copy ./portal draft-policy.toml", "--home-copy home story.toml")
                .replace("/etc/bash_completion.d/", "")
                .replace("~/.config/fish/completions/", "")
                .replace("run fixtures/journeys --update", "run --help");
            let outcome = run(&home, token.as_deref(), &line);
            run_lines += 1;
            if !may_end(&shown, outcome.exit) {
                faults.push(format!("{shown}\n{outcome}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(run_lines > 80, "only {run_lines} examples were run");
}
