//! What leaves the program: built by an encoder, harmless on a terminal, and no more telling than it must be.

use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::Value;

use crate::lab::Lab;
use crate::support::home::{ADA, BOB, TestHome, WRONG};

/// Text that breaks out of what it is put into, wherever that is: SQL, JSON, a terminal, CSV, a shell, a template.
pub const HOSTILE: [&str; 16] = [
    "'; DROP TABLE users; --",
    "1' OR '1'='1",
    "\"}],\"error\":null,{\"",
    "\\\"\\u0022\\",
    "\u{1f469}\u{200d}\u{1f467} \u{fdfd} Z\u{351}\u{36b}",
    "\u{202e}gpj.exe\u{2066}",
    "=cmd|' /C calc'!A0",
    "$(touch pwned) `id` ; & |",
    "{{code}} ${x} %s %n {0}",
    "<script>alert(1)</script>",
    "NULL",
    "\u{feff}\u{200b}",
    "-1e9999",
    "--help",
    "../../etc/passwd",
    "nil undefined None NaN",
];

#[test]
fn v1_2_3_documents_are_built_by_an_encoder_and_read_the_same_by_two_parsers() {
    let home = TestHome::simulation();
    let sqlite = Connection::open_in_memory().unwrap();
    for (n, hostile) in HOSTILE.iter().enumerate() {
        let address = format!("p{n}@example.org");
        let name = format!("--name={hostile}");
        let outcome = home.run(&["--output", "json", "user", "add", &address, &name]).done();
        let ours: Value = outcome.json();
        assert_eq!(ours["name"], *hostile);
        let theirs: String =
            sqlite.query_row("SELECT json_extract(?1, '$.name')", [&outcome.stdout], |r| r.get(0)).unwrap();
        assert_eq!(theirs, *hostile);
        let again: Value = serde_json::from_str(&serde_json::to_string(&ours).unwrap()).unwrap();
        assert_eq!(again, ours);
        let failure = home.run(&["--output", "json", "journey", "submit", hostile, "sign_in"]);
        if !hostile.starts_with('-') {
            assert_eq!(failure.failure().told(), (4, "not_found"), "{hostile:?}");
        }
    }
}

#[test]
fn v1_2_4_no_value_is_read_as_sql() {
    let mut lab = Lab::new();
    let schema = |lab: &Lab| lab.home.text("SELECT group_concat(sql, ';') FROM sqlite_schema");
    let counts = |lab: &Lab| {
        let tables = ["users", "documents", "authenticators", "devices", "sessions", "home"];
        tables.map(|table| lab.home.number(&format!("SELECT count(*) FROM {table}")))
    };
    let before = (schema(&lab), counts(&lab));
    let id = lab.start();
    for hostile in HOSTILE {
        lab.sign_in(&id, hostile, hostile);
        lab.sign_in(&id, "x'--@example.org", hostile);
        lab.submit(hostile, hostile, &[(hostile, hostile)]);
        lab.start_on(Some(hostile));
        assert!(!lab.holds(hostile));
        for args in [
            ["user", "show", hostile],
            ["device", "list", hostile],
            ["mail", "show", hostile],
            ["journey", "abandon", hostile],
        ] {
            let failed = lab.home.run(&args).exit;
            assert!([2, 4].contains(&failed) || hostile == "--help", "{args:?} exits {failed}");
        }
        let reason = format!("--reason={hostile}");
        lab.home.run(&["user", "unlock", ADA, &reason]).done();
        let kept = "SELECT json_extract(detail, '$.reason') FROM audit
                    WHERE action = 'user.unlocked' ORDER BY seq DESC LIMIT 1";
        assert_eq!(lab.home.text(kept), hostile);
        lab.home.run(&["user", "list", &format!("--address-prefix={hostile}")]).done();
    }
    assert_eq!((schema(&lab), counts(&lab)), before);
}

#[test]
fn v1_1_2_v16_4_1_text_of_strangers_is_escaped_at_the_terminal_and_nowhere_before() {
    let home = TestHome::simulation();
    let name = "Ada\u{202e}\u{2028}\u{9d}x";
    let kept = "Ada\u{202e}\u{2028}x";
    assert_eq!(home.fail(&["user", "add", ADA, "--name", name]).told(), (2, "usage"), "a C1 control is refused");
    home.run(&["user", "add", ADA, "--name", kept]).done();
    assert_eq!(home.text("SELECT name FROM users"), kept, "it is stored as it was given");
    assert_eq!(home.json(&["user", "show", ADA])["name"], kept);
    for args in [["user", "show", ADA].as_slice(), &["user", "list"]] {
        let shown = home.run(args).done().stdout;
        assert!(!shown.contains(['\u{202e}', '\u{2028}']), "{shown}");
    }
    let agent = "Mozilla\u{1b}]0;pwned\u{7}\u{1b}[2J\r\n\u{202e}evil";
    let journey = home.journey_with(&["--user-agent", agent]);
    let handle = home.text("SELECT handle FROM journeys");
    let shown = home.run(&["journey", "show", &handle, "--history"]).done().stdout;
    assert!(shown.contains("Mozilla") && !shown.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']), "{shown:?}");
    let failed = home.run(&["journey", "submit", &journey.id, "a\u{1b}[31mb", "x\u{202e}=1"]);
    assert!(!failed.stderr.contains(['\u{1b}', '\u{202e}']), "{failed}");
    let failed = home.run(&["user", "show", "a\u{1b}[31m@\u{202e}x"]);
    assert!(!failed.stderr.contains(['\u{1b}', '\u{202e}']), "{failed}");
    let rows =
        "SELECT count(*) FROM audit WHERE outcome LIKE '%' || char(10) || '%' OR detail LIKE '%' || char(10) || '%'";
    assert_eq!(home.number(rows), 0, "one event is one line");
}

#[test]
fn v16_2_2_times_are_told_in_utc() {
    let lab = Lab::new();
    let mut told = 0;
    for args in [&["user", "show", ADA][..], &["journey", "start"], &["consent", "documents"], &["clock", "show"]] {
        let document = lab.home.run(&[&["--output", "json"], args].concat()).done();
        for word in document.stdout.split('"').filter(|word| word.starts_with("2026-")) {
            assert!(word.ends_with('Z') && word.parse::<Timestamp>().is_ok(), "{word}");
            told += 1;
        }
    }
    assert!(told >= 5, "{told} times");
}

#[test]
fn v16_5_1_errors_tell_no_statement_no_place_in_the_source_and_no_account() {
    let home = TestHome::simulation();
    home.add_user(ADA, "sme");
    let journey = home.journey();
    let told = |args: &[&str]| home.run(&[&["--output", "json"], args].concat()).to_string();
    let mut texts = vec![
        told(&["user", "show", "nobody@example.org"]),
        told(&["journey", "show", "jrn_nothing"]),
        told(&["journey", "submit", &journey.id, "verify", "code=1"]),
        told(&["session", "check"]),
        told(&["user", "add", ADA]),
        journey.sign_in("nobody@example.org", WRONG).outcome.to_string(),
    ];
    let known = journey.sign_in(ADA, WRONG).outcome.to_string();
    assert_eq!(&known, texts.last().unwrap(), "known and unknown addresses are answered alike");
    home.edit("DROP TABLE throttles");
    let fields = journey.submission("sign_in", &[("email", ADA), ("password", WRONG)]);
    let broken = home.run(&fields.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((broken.exit, broken.stdout.as_str()), (8, ""));
    texts.push(broken.to_string());
    for text in texts.iter().chain([&known]) {
        for word in ["SELECT", "UPDATE ", "INSERT", "rusqlite", "src/", ".rs:", "panicked", "RUST_BACKTRACE", "0x"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
        assert!(!text.contains(BOB));
    }
}

#[test]
fn v2_2_2_an_address_has_one_verdict_however_it_comes_in() {
    let mut lab = Lab::new();
    let home = TestHome::simulation();
    for address in [
        "ada@example.org",
        "ADA@EXAMPLE.ORG",
        "j\u{fc}rgen@m\u{fc}nchen.example",
        "",
        "ada",
        "ada@localhost",
        "ada@@example.org",
        "a b@example.org",
        "\"a\"@example.org",
        "ada@[127.0.0.1]",
        "ada@exa\u{200b}mple.org",
        &format!("{}@example.org", "x".repeat(65)),
    ] {
        let parsed = vestibule::mail::Address::parse(address).is_ok();
        let by_command = home.run(&["--output", "json", "user", "add", "--if-absent", "--", address]).exit == 0;
        let id = lab.start();
        let by_library = lab.sign_in(&id, address, WRONG).code == "credentials_wrong";
        let journey = lab.home.journey();
        let submit = |field: &str, stdin: &str| {
            let args = ["journey", "submit", &journey.id, "sign_in", field, "password=x"];
            lab.home.run_with_stdin(&args, stdin).exit == 3
        };
        lab.home.write("address", address);
        let verdicts = [
            by_command,
            by_library,
            submit(&format!("email={address}"), ""),
            submit("email=@address", ""),
            submit("email=@-", address),
        ];
        assert_eq!(verdicts, [parsed; 5], "{address:?}");
        let lifted = lab.home.sqlite().execute("DELETE FROM throttles", []).unwrap();
        assert!(lifted > 0 || !parsed);
    }
}
