//! Every document on stdout, and every error on stderr, is as its JSON Schema under `fixtures/schema/` says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::{Retrieve, Uri, Validator};
use serde_json::{Value, json};

use crate::desk::{DESK_PASSWORD, Desk};
use crate::stage::{Stage, commands, field};
use crate::support::home::{ADA, BOB, NEW_PASSWORD, Outcome, PASSWORD, TestHome};
use crate::support::journey::{Answer, totp};

/// Commands with their arguments, what goes to stdin after `<`, and the schema of what they print. They are run one
/// after the other in one home. A command that is not here fails the test.
const CASES: &[(&str, &str)] = &[
    ("init --simulation --home other", "init"),
    ("user add cy@example.org --name Cy --temporary", "new-account"),
    ("user add dee@example.org --project-type sme --password-stdin < {password}", "new-account"),
    ("user add cy@example.org --if-absent", "new-account"),
    ("user add eve@example.org --invite", "new-account"),
    ("user invite eve@example.org", "invitation"),
    ("user activate --password-stdin < {activation}\n{password}", "activated"),
    ("user verify-hash --password-stdin {SSHA}yrht1iYXEIkejLVu42JWkadd80RzYWx0c2FsdA== < password", "hash-verified"),
    ("user list", "account-list"),
    ("user list --full --limit 1", "account-list"),
    ("user show ada@example.org", "account"),
    ("user edit cy@example.org --name Cyan", "account"),
    ("user edit cy@example.org --name Cyrus --dry-run", "dry-run"),
    ("user unlock cy@example.org --reason asked", "account"),
    ("user disable cy@example.org --reason gone", "account"),
    ("user enable cy@example.org", "account"),
    ("user set-password cy@example.org --temporary", "new-account"),
    ("user delete cy@example.org --yes --dry-run", "dry-run"),
    ("user delete cy@example.org --yes", "account"),
    ("journey start", "journey"),
    ("journey show {journey}", "journey"),
    ("journey show {handle} --history", "journey-history"),
    ("journey list", "journey-list"),
    ("journey map", "journey-map"),
    ("journey prove --policy home/vestibule.toml", "proof"),
    ("journey replay {handle}", "replay"),
    ("journey replay --all", "replay-all"),
    ("otp status bob@example.org", "otp"),
    ("otp verify bob@example.org < {otp}", "otp"),
    ("otp status ada@example.org", "otp"),
    ("journey submit {journey} activate", "journey"),
    ("journey abandon {journey}", "journey"),
    ("mfa status ada@example.org", "mfa"),
    ("mfa verify ada@example.org {totp}", "verified"),
    ("mfa enroll dee@example.org --password-stdin < {password}", "enrolment"),
    ("otp issue new@example.org --purpose verify-address", "address-codes"),
    ("otp status new@example.org --purpose verify-address", "address-codes"),
    ("consent publish terms --version 2 --file document.md", "document"),
    ("consent documents", "document-list"),
    ("consent status ada@example.org", "consent"),
    ("consent record ada@example.org terms --evidence form", "consent"),
    ("consent withdraw ada@example.org terms", "consent"),
    ("explain ada@example.org", "explanation"),
    ("device list ada@example.org", "device-list"),
    ("session list ada@example.org", "session-list"),
    ("session check < {token}", "session"),
    ("session revoke {session}", "session"),
    ("session revoke --all ada@example.org", "revoked"),
    ("device revoke {device}", "device"),
    ("device revoke --all ada@example.org", "revoked"),
    ("mail list", "mail-list"),
    ("mail show {mail}", "mail"),
    ("mail send", "sent"),
    ("mail test ops@example.org", "mail-summary"),
    ("policy show", "policy"),
    ("policy check home/vestibule.toml", "policy-check"),
    ("policy diff portal nist", "policy-diff"),
    ("policy assess --policy nist", "assessment"),
    ("clock show", "clock"),
    ("clock advance PT1S", "clock"),
    ("mfa reset ada@example.org --reason lost --yes", "mfa-reset"),
    ("status", "status"),
    ("doctor", "doctor"),
    ("run story.toml", "run"),
    ("run story.toml --check", "run"),
    ("run story.toml --coverage", "run"),
    ("run --home-copy home copied.toml", "run"),
    ("import formats", "import-formats"),
    ("import plan users.csv --out users.plan", "import-plan"),
    ("import apply users.plan --yes", "import"),
    ("import users.csv --dry-run", "import"),
    ("import users.csv --yes", "import"),
    ("export users --out accounts.csv", "exported"),
    ("audit list --limit 3", "audit-list"),
    ("audit tail --lines 1", "audit-row"),
    ("audit verify", "audit-verified"),
    ("audit checkpoint", "audit-checkpoint"),
    ("audit public-key", "audit-public-key"),
    ("audit export --out trail.jsonl", "audit-manifest"),
    ("audit archive --before 2100-01-01 --out old.jsonl", "audit-archived"),
    ("man pages", "man"),
    ("clock set 2026-03-02T09:00:00Z", "clock"),
];

/// Commands whose document another test sees, or that print none.
const ELSEWHERE: &[(&str, &str)] = &[
    ("completions", "prints a script for the shell, whatever the form"),
    ("help", "prints text for people, whatever the form"),
    ("signin", "needs a terminal; its document is that of `journey show`"),
    ("mfa confirm", "every_screen_and_what_support_does_then"),
    ("mfa revoke", "every_screen_and_what_support_does_then"),
    ("mfa recovery-codes", "every_screen_and_what_support_does_then"),
    ("mail retry", "every_screen_and_what_support_does_then"),
    ("otp issue", "every_screen_and_what_support_does_then"),
    ("operator add", "the_first_operator"),
    ("operator list", "operators_and_what_waits_for_them"),
    ("operator edit", "operators_and_what_waits_for_them"),
    ("operator disable", "operators_and_what_waits_for_them"),
    ("operator login", "the_first_operator"),
    ("operator prove", "operators_and_what_waits_for_them"),
    ("operator whoami", "the_first_operator"),
    ("operator logout", "the_first_operator"),
    ("operator recover", "the_first_operator"),
    ("request list", "operators_and_what_waits_for_them"),
    ("request show", "operators_and_what_waits_for_them"),
    ("request approve", "operators_and_what_waits_for_them"),
    ("request reject", "operators_and_what_waits_for_them"),
];

/// Schemas of what is printed in homes with operators.
const OPERATORS: [&str; 11] = [
    "operator",
    "operator-list",
    "operator-invited",
    "operator-enrolment",
    "operator-session",
    "whoami",
    "logged-out",
    "request",
    "request-list",
    "mfa-reset-waits",
    "mfa-reset-many",
];

/// Schemas of what is no document of a command.
const OTHER: [&str; 3] = ["error", "receipt", "script"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schema")
}

struct Files;

impl Retrieve for Files {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.path().as_str().rsplit('/').next().unwrap_or_default().to_owned();
        Ok(serde_json::from_str(&fs::read_to_string(folder().join(name))?)?)
    }
}

fn schema(name: &str) -> Value {
    let path = folder().join(format!("{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn validator(name: &str) -> Validator {
    jsonschema::options().with_retriever(Files).build(&schema(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Fails where a document is not as a schema says; answers it.
#[track_caller]
fn valid(what: &str, name: &str, document: &Value) {
    let problems: Vec<String> =
        validator(name).iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(
        problems.is_empty(),
        "{what} is not as fixtures/schema/{name}.json says:\n{}\n{document}",
        problems.join("\n")
    );
}

/// Runs a line of [`CASES`].
fn run(stage: &Stage, line: &str) -> Outcome {
    let (line, stdin) = line.split_once(" < ").unwrap_or((line, ""));
    let line = format!("--output json {}", stage.fill(line));
    stage.home.run_with_stdin(&line.split(' ').collect::<Vec<_>>(), stage.fill(stdin))
}

#[test]
fn every_command_of_the_help_prints_what_its_schema_says() {
    let stage = Stage::new();
    stage.home.write("document.md", "# Terms\n");
    let story = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/journeys/sme-wrong-otp-resend-expired.toml");
    stage.home.write("story.toml", fs::read(story).unwrap());
    let copied = "title = \"In a copy\"\n[[step]]\nstart = \"Ada\"\n";
    stage.home.write("copied.toml", copied);
    stage.home.write("users.csv", "address,name\nfay@example.org,Fay\nnobody,\n");
    for (line, schema) in CASES {
        let outcome = run(&stage, line);
        assert!(!outcome.stdout.is_empty(), "{line} printed nothing\n{outcome}");
        let document = serde_json::from_str(&outcome.stdout).unwrap_or_else(|e| panic!("{line}: {e}\n{outcome}"));
        valid(line, schema, &document);
        if outcome.exit != 0 {
            let error: Value = serde_json::from_str(outcome.stderr.lines().last().unwrap()).unwrap();
            valid(line, "error", &error);
        }
        let may_find_something =
            ["status", "doctor", "run story.toml --check"].contains(line) || line.contains("import");
        assert!(outcome.exit == 0 || may_find_something, "{line}\n{outcome}");
    }
    let known = |command: &[String]| {
        let words = command.join(" ");
        let is = |line: &str| line == words || line.starts_with(&format!("{words} "));
        CASES.iter().any(|(line, _)| is(line)) || ELSEWHERE.iter().any(|(line, _)| *line == words)
    };
    let missing: Vec<String> = commands().iter().filter(|c| !known(c)).map(|c| c.join(" ")).collect();
    assert!(missing.is_empty(), "no case, and no schema, for: {}", missing.join(", "));
}

#[test]
fn every_screen_and_what_support_does_then() {
    let mut stage = Stage::new();
    stage.give_mail_up();
    let home = &stage.home;
    valid("mail retry", "mail-summary", &home.json(&["mail", "retry", &stage.mail]));
    home.run_with_stdin(&["user", "add", "eve@example.org", "--password-stdin"], PASSWORD).done();
    let first = "Meadow-Lantern-31";
    home.run_with_stdin(&["user", "set-password", "eve@example.org", "--password-stdin"], first).done();
    let check = |answer: Answer| {
        valid(answer.state(), "journey", &answer.document);
        answer
    };
    let journey = home.journey();
    check(journey.show());
    check(journey.sign_in("eve@example.org", "Wrong-Password-99"));
    check(journey.sign_in("eve@example.org", first));
    let issued = home.json(&["otp", "issue", "eve@example.org"]);
    valid("otp issue", "otp", &issued);
    check(journey.show());
    check(journey.verify("000000"));
    check(journey.verify(&home.otp())).at("password_change");
    check(journey.change_password("short"));
    check(journey.change_password(NEW_PASSWORD)).at("consent");
    check(journey.submit("accept_and_continue", &[("accept", "terms")]));
    check(journey.accept()).at("mfa_required");
    check(journey.submit("activate", &[]));
    let set_up = check(journey.submit("confirm", &[("password", NEW_PASSWORD)])).at("mfa_setup");
    let secret = field(set_up.data(), "secret");
    check(journey.verify(&home.totp(&secret))).at("recovery_codes");
    let end = check(journey.submit("continue", &[])).at("signed_in");
    check(journey.show());
    home.advance("PT1M");
    let next = home.journey_on(&field(end.data(), "device_token"));
    check(next.sign_in("eve@example.org", NEW_PASSWORD)).at("mfa_challenge");
    let code = home.totp(&secret);
    let args =
        ["--output", "json", "mfa", "recovery-codes", "eve@example.org", "--password-stdin", "--code", code.as_str()];
    valid("mfa recovery-codes", "recovery-codes", &home.run_with_stdin(&args, NEW_PASSWORD).done().json());
    check(next.submit("abandon", &[])).at("ended");
    valid("ended", "journey-list", &home.json(&["journey", "list"]));
    valid("mfa status", "mfa", &home.json(&["mfa", "status", "eve@example.org"]));
    let confirmed = |enrolment: &Value| {
        let code = home.totp(&field(enrolment, "secret"));
        let confirm = ["--output", "json", "mfa", "confirm", BOB, code.as_str(), "--password-stdin"];
        home.run_with_stdin(&confirm, PASSWORD).done().json()
    };
    let enroll = ["--output", "json", "mfa", "enroll", BOB, "--password-stdin"];
    let phone = home.run_with_stdin(&enroll, PASSWORD).done().json();
    valid("mfa enroll", "enrolment", &phone);
    valid("mfa confirm", "enrolled", &confirmed(&phone));
    home.advance("PT1M");
    let code = home.totp(&field(&phone, "secret"));
    let enroll = [&enroll[..], &["--name", "tablet", "--code", &code]].concat();
    let tablet = confirmed(&home.run_with_stdin(&enroll, PASSWORD).done().json());
    let last = field(&tablet, "authenticator");
    let revoked = home.json(&["mfa", "revoke", BOB, &last, "--reason", "broken"]);
    valid("mfa revoke", "authenticator-revoked", &revoked);
}

#[test]
fn the_first_operator() {
    let home = TestHome::simulation();
    valid("operator whoami", "whoami", &home.json(&["operator", "whoami"]));
    let added = home.json(&["operator", "add", "grace", "--address", "grace@example.org", "--role", "admin"]);
    valid("operator add", "operator-invited", &added);
    home.write("invitation", field(&added, "activation"));
    let login = ["--output", "json", "operator", "login", "grace", "--activation", "@invitation", "--password-stdin"];
    let enrolment = home.run_with_stdin(&login, DESK_PASSWORD).done().json();
    valid("operator login", "operator-enrolment", &enrolment);
    let code = totp(&field(&enrolment, "secret"), home.now());
    let session = home.run_with_stdin(&[&login[..], &["--code", &code]].concat(), DESK_PASSWORD).done().json();
    valid("operator login", "operator-session", &session);
    valid("operator whoami", "whoami", &home.json(&["operator", "whoami"]));
    valid("operator logout", "logged-out", &home.json(&["operator", "logout"]));
    let recover = ["--output", "json", "--yes", "operator", "recover", "grace", "--reason", "phone lost"];
    valid("operator recover", "operator-invited", &home.run(&recover).done().json());
}

#[test]
fn operators_and_what_waits_for_them() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 1");
    desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    valid("operator list", "operator-list", &desk.json(&desk.grace, &["operator", "list"]));
    let ask = |address| {
        let waits = desk.run(&heidi, &["mfa", "reset", address, "--reason", "phone lost"]);
        assert_eq!(waits.exit, 9, "{waits}");
        valid("mfa reset", "mfa-reset-waits", &waits.json());
        field(&waits.json()["request"], "id")
    };
    let (first, second) = (ask(ADA), ask(BOB));
    valid("request list", "request-list", &desk.json(&desk.grace, &["request", "list"]));
    valid("request show", "request", &desk.json(&desk.grace, &["request", "show", &first]));
    valid("explain", "explanation", &desk.json(&desk.grace, &["explain", ADA]));
    valid("request approve", "request", &desk.json(&desk.grace, &["request", "approve", &first]));
    let reject = ["request", "reject", second.as_str(), "--reason", "nobody answers"];
    valid("request reject", "request", &desk.json(&desk.grace, &reject));
    valid("explain", "explanation", &desk.json(&desk.grace, &["explain", ADA]));
    desk.home.write("list", format!("{BOB}\nnobody@example.org\n"));
    let many = desk.run(&heidi, &["mfa", "reset", "--file", "list", "--reason", "recalled"]);
    valid("mfa reset", "mfa-reset-many", &many.json());
    valid("operator edit", "operator-invited", &desk.json(&desk.grace, &["operator", "edit", "heidi", "--anew"]));
    valid("operator disable", "operator", &desk.json(&desk.grace, &["operator", "disable", "heidi"]));
    desk.advance(60);
    let code = totp(&desk.grace.secret, desk.home.now());
    valid("operator prove", "whoami", &desk.json(&desk.grace, &["operator", "prove", "--code", &code]));
}

#[test]
fn every_error_is_as_its_schema_says_and_the_help_knows_its_code() {
    let home = TestHome::simulation();
    let errors = home.run(&["help", "errors"]).done().stdout;
    let listed: BTreeSet<&str> = errors.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let journey = home.journey();
    let lines = [
        "user show nobody@example.org",
        "user show nobody",
        "user add ada@example.org --password-stdin",
        "no-such-command",
        "init",
        "--home none user list",
        "session check",
        "mail show msg_none",
        "journey show jrn_none",
        "signin",
        "policy check no-such-file.toml",
        "clock advance forever",
        "run no-such-script.toml",
    ];
    for line in lines {
        let outcome = home.run(&format!("--output json {line}").split(' ').collect::<Vec<_>>());
        let error: Value = serde_json::from_str(outcome.stderr.lines().last().unwrap()).unwrap();
        valid(line, "error", &error);
        assert!(listed.contains(error["error"]["code"].as_str().unwrap()), "{line}: {error}");
        assert_ne!(outcome.exit, 0, "{line}");
    }
    let refused = journey.sign_in(ADA, PASSWORD);
    let error: Value = serde_json::from_str(refused.outcome.stderr.lines().last().unwrap()).unwrap();
    valid("a refusal", "error", &error);
}

/// Every object in a schema.
fn objects<'a>(schema: &'a Value, found: &mut Vec<&'a Value>) {
    match schema {
        Value::Object(map) => {
            if map.get("type").is_some_and(|kind| kind == "object" || kind.is_array()) && map.contains_key("properties")
            {
                found.push(schema);
            }
            map.values().for_each(|inner| objects(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| objects(inner, found)),
        _ => {}
    }
}

#[test]
fn every_schema_is_one_is_used_and_lets_no_unknown_field_pass() {
    let used: BTreeSet<&str> = CASES.iter().map(|(_, schema)| *schema).chain(OTHER).collect();
    let elsewhere = ["recovery-codes", "enrolled", "authenticator-revoked", "finding", "journey-summary"];
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.strip_suffix(".json").unwrap_or_else(|| panic!("{name} is no schema"));
        assert!(
            used.contains(name) || elsewhere.contains(&name) || OPERATORS.contains(&name),
            "no command prints {name}"
        );
        if name == "script" {
            continue;
        }
        let schema = schema(name);
        jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(schema["title"].is_string() && schema["$id"] == format!("{name}.json"), "{name}");
        let mut found = Vec::new();
        objects(&schema, &mut found);
        for object in found {
            assert_eq!(object["additionalProperties"], json!(false), "{name}: {object}");
        }
    }
}

#[test]
fn a_schema_refuses_what_is_unknown_missing_or_of_another_kind() {
    let good = json!({"now": "2026-03-02T09:00:00Z"});
    assert!(validator("clock").is_valid(&good));
    for bad in [json!({}), json!({"now": 1}), json!({"now": "09:00"}), json!({"now": "2026-03-02T09:00:00Z", "x": 1})] {
        assert!(!validator("clock").is_valid(&bad), "{bad}");
    }
    let stage = Stage::new();
    let mut account = stage.home.json(&["user", "show", ADA]);
    assert!(validator("account").is_valid(&account));
    account["consents"][0]["digest"] = json!("none");
    assert!(!validator("account").is_valid(&account), "a schema reaches into the ones that it names");
}
