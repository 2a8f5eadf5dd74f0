//! Role by command: the table in the code, the help that is printed from it, and what the program does.

use std::collections::BTreeSet;

use vestibule::error::Failure;
use vestibule::service::Service;
use vestibule::service::permission::{COMMANDS, Need, Permission, Role};
use vestibule::store::UserFilter;

use crate::desk::{Desk, run_as};
use crate::support::home::{ADA, TestHome};

/// Arguments with which a command gets as far as being permitted or not.
fn arguments(command: &str) -> Vec<&'static str> {
    match command {
        "user add" => vec!["new@example.org"],
        "user show" | "user enable" | "user disable" | "otp issue" | "otp status" | "mfa status" => vec![ADA],
        "consent status" | "device list" | "session list" | "explain" => vec![ADA],
        "user unlock" => vec![ADA, "--reason", "called"],
        "user set-password" => vec![ADA, "--temporary"],
        "user edit" => vec![ADA, "--name", "Ada"],
        "user delete" => vec!["nobody@example.org"],
        "otp verify" => vec![ADA],
        "user invite" => vec!["nobody@example.org"],
        "import" => vec!["users.csv"],
        "import plan" => vec!["users.csv", "--out", "users.plan"],
        "import apply" => vec!["users.plan"],
        "mfa enroll" => vec![ADA, "--password-stdin"],
        "mfa confirm" => vec![ADA, "123456", "--password-stdin"],
        "mfa revoke" => vec![ADA, "atn_0", "--reason", "lost"],
        "mfa verify" => vec![ADA, "123456"],
        "mfa recovery-codes" => vec![ADA, "--password-stdin", "--code", "123456"],
        "mfa reset" => vec![ADA, "--reason", "lost"],
        "audit archive" => vec!["--before", "2020-01-01", "--out", "archive.jsonl"],
        "consent publish" => vec!["terms", "--version", "2", "--file", "terms.md"],
        "consent record" => vec![ADA, "terms", "--evidence", "paper"],
        "consent withdraw" => vec![ADA, "terms"],
        "device revoke" => vec!["dev_0"],
        "session revoke" => vec!["ses_0"],
        "mail show" | "mail retry" => vec!["msg_0"],
        "mail test" => vec!["ops@example.org"],
        "journey replay" => vec!["--all"],
        "clock advance" => vec!["PT0S"],
        "clock set" => vec!["2026-03-02T09:00:00Z"],
        "operator add" => vec!["zoe", "--address", "zoe@example.org", "--role", "support"],
        "operator edit" => vec!["nobody", "--role", "support"],
        "operator disable" => vec!["nobody"],
        "operator prove" => vec!["--code", "000000"],
        "request show" | "request approve" | "request reject" => vec!["req_0"],
        _ => vec![],
    }
}

/// The exit code and the error's code of a command; `done` where it succeeds.
fn told(desk: &Desk, token: &str, command: &str) -> (i32, String, String) {
    let args: Vec<&str> = command.split(' ').chain(arguments(command)).collect();
    let outcome = run_as(&desk.home, token, &args);
    if outcome.exit == 0 {
        return (0, "done".to_owned(), String::new());
    }
    let failure = outcome.failure();
    (failure.exit, failure.code, failure.message)
}

#[test]
fn v8_2_1_v8_1_1_each_role_may_what_the_table_says_and_nothing_else() {
    let desk = Desk::new();
    desk.home.write("terms.md", "# Terms\n");
    desk.home.write("users.csv", "address\nnew@example.org\n");
    let tokens = [
        (None, String::new()),
        (Some(Role::Admin), desk.grace.token.clone()),
        (Some(Role::Support), desk.add("heidi", "support").token),
        (Some(Role::Auditor), desk.add("olivia", "auditor").token),
    ];
    let mut tried = 0;
    for (command, need) in COMMANDS {
        let Need::Of(permission) = need else { continue };
        for (role, token) in &tokens {
            let (exit, code, message) = told(&desk, token, command);
            let wanted = match role {
                None => "operator_needed",
                Some(role) if role.may(*permission) => "",
                Some(_) => "not_permitted",
            };
            let what = format!("{role:?} {command}: {code} {message}");
            if wanted.is_empty() {
                assert!(!["operator_needed", "not_permitted", "usage"].contains(&code.as_str()), "{what}");
            } else {
                assert_eq!((exit, code.as_str()), (9, wanted), "{what}");
                assert!(message.contains(permission.id()), "names the permission: {what}");
            }
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn v16_3_2_every_refusal_is_audited_by_name() {
    let desk = Desk::new();
    let olivia = desk.add("olivia", "auditor");
    let args = ["mfa", "reset", ADA, "--reason", "phone lost"];
    assert_eq!(desk.fail(&olivia, &args).told(), (9, "not_permitted"));
    desk.home.fail(&args);
    let rows = "SELECT group_concat(subject || ' ' || outcome, ', ') FROM audit WHERE action = 'operator.denied'";
    assert_eq!(desk.home.text(rows), "mfa.reset not_permitted, mfa.reset operator_needed");
    let actor = "SELECT actor FROM audit WHERE action = 'operator.denied' ORDER BY seq LIMIT 1";
    assert_eq!(desk.home.text(actor), desk.home.text("SELECT id FROM operators WHERE name = 'olivia'"));
}

#[test]
fn every_command_of_the_program_stands_in_the_table() {
    let home = TestHome::none();
    home.run(&["man", "pages"]).done();
    let pages = std::fs::read_dir(home.root().join("pages")).unwrap();
    let stems: BTreeSet<String> =
        pages.map(|page| page.unwrap().file_name().into_string().unwrap().trim_end_matches(".1").to_owned()).collect();
    // `import FILE` is a command of its own beside `import plan` and the others.
    let is_leaf = |stem: &&String| {
        *stem == "vestibule-import" || !stems.iter().any(|other| other.starts_with(&format!("{stem}-")))
    };
    let leaves: BTreeSet<String> =
        stems.iter().filter(is_leaf).map(|stem| stem.replacen("vestibule-", "", 1)).collect();
    let table: BTreeSet<String> = COMMANDS.iter().map(|(command, _)| command.replace(' ', "-")).collect();
    assert_eq!(leaves, table);
}

#[test]
fn v8_1_1_the_help_prints_the_table_that_is_enforced() {
    let home = TestHome::none();
    let mut command = home.command(&["help", "permissions"]);
    let text = String::from_utf8(command.env("COLUMNS", "400").output().unwrap().stdout).unwrap();
    let widest = text.lines().map(console::measure_text_width).max().unwrap();
    assert!(widest <= 80, "{widest}");
    for permission in Permission::ALL {
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(permission.id()));
        let line = line.unwrap_or_else(|| panic!("{} is missing\n{text}", permission.id()));
        let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "*").collect();
        for (role, cell) in Role::ALL.into_iter().zip(&words[1..4]) {
            assert_eq!(*cell == "yes", role.may(*permission), "{line}");
        }
    }
    for (command, _) in COMMANDS {
        assert!(text.contains(command), "{command} is missing");
    }
    let permissions = text.lines().filter(|line| line.contains(" yes ")).count();
    assert_eq!(text.lines().filter(|line| line.starts_with("    by ")).count(), permissions, "each has its commands");
}

#[test]
fn v8_3_1_the_services_themselves_refuse_who_is_no_operator() {
    let desk = Desk::new();
    let code = |error| Failure::from(error).code;
    let mut service = Service::open(&desk.home.path()).unwrap();
    let filter = UserFilter { limit: 10, ..UserFilter::default() };
    assert_eq!(code(service.list_accounts(&filter).unwrap_err()), "operator_needed");
    assert_eq!(code(service.disable_account(ADA, None).unwrap_err()), "operator_needed");
    service.use_operator(Some("vop_nonsense".into()));
    assert_eq!(code(service.show_account(ADA).unwrap_err()), "operator_needed");
    service.use_operator(Some(desk.add("olivia", "auditor").token.into()));
    service.show_account(ADA).unwrap();
    assert_eq!(code(service.disable_account(ADA, None).unwrap_err()), "not_permitted");
}

#[test]
fn v8_3_1_a_process_that_began_before_the_first_operator_changes_nothing_any_more() {
    let home = TestHome::with_ada();
    let mut service = Service::open(&home.path()).unwrap();
    home.json(&["operator", "add", "grace", "--address", "grace@example.org", "--role", "admin"]);
    assert_eq!(Failure::from(service.disable_account(ADA, None).unwrap_err()).code, "operator_needed");
}

#[test]
fn v8_3_2_a_session_revoked_in_the_middle_of_a_process_ends_it() {
    let desk = Desk::new();
    let mut service = Service::open(&desk.home.path()).unwrap();
    service.use_operator(Some(desk.add("heidi", "support").token.into()));
    service.disable_account(ADA, None).unwrap();
    desk.json(&desk.grace, &["operator", "disable", "heidi"]);
    assert_eq!(Failure::from(service.enable_account(ADA).unwrap_err()).code, "operator_needed");
}

#[test]
fn v8_2_1_a_copy_of_a_home_is_for_who_may_see_its_accounts() {
    let desk = Desk::new();
    desk.home.write("copied.toml", "title = \"In a copy\"\n[[step]]\nstart = \"Ada\"\n");
    let args = ["run", "--home-copy", "home", "copied.toml"];
    assert_eq!(desk.home.fail(&args).told(), (9, "operator_needed"));
    let olivia = desk.add("olivia", "auditor");
    desk.json(&olivia, &args);
    assert_eq!(desk.home.fail(&["policy", "diff", "portal", "nist"]).told(), (9, "operator_needed"));
    desk.json(&olivia, &["policy", "diff", "portal", "nist"]);
}

#[test]
fn v8_2_1_a_shell_completes_names_only_for_who_may_see_them_and_leaves_no_trace() {
    let desk = Desk::new();
    let rows = || desk.home.number("SELECT count(*) FROM audit");
    let before = (rows(), desk.home.text("SELECT seen_at || '' FROM operator_sessions"));
    let names = |token: &str| completed(&desk, token, &["user", "show", "a"]).contains(ADA);
    desk.advance(60);
    assert!(names(&desk.grace.token));
    assert!(!names("") && !names("vot_nothing"));
    assert_eq!((rows(), desk.home.text("SELECT seen_at || '' FROM operator_sessions")), before);
}

/// What fish is offered for the last word of a line.
fn completed(desk: &Desk, token: &str, line: &[&str]) -> String {
    let mut command = desk.home.command(&[&["--", "vestibule"], line].concat());
    command.env("VESTIBULE_COMPLETE", "fish").env("VESTIBULE_OPERATOR_TOKEN", token);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn a_shell_completes_operators_and_open_requests_for_who_may_see_them() {
    let desk = Desk::with("[support.mfa_reset]\napprovals = 1");
    let heidi = desk.add("heidi", "support");
    desk.run(&heidi, &["mfa", "reset", ADA, "--reason", "phone lost"]).failure();
    let request = desk.home.text("SELECT id FROM requests");
    let offered = |who: &str, line: &[&str]| completed(&desk, who, line).lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(offered(&desk.grace.token, &["operator", "disable", "he"]), ["heidi"]);
    assert_eq!(offered(&desk.grace.token, &["operator", "edit", ""])[..2], ["grace", "heidi"]);
    assert!(!offered(&desk.grace.token, &["operator", "add", ""]).contains(&"heidi".to_owned()));
    assert!(!offered(&heidi.token, &["operator", "disable", ""]).contains(&"grace".to_owned()), "support sees none");
    for verb in ["show", "approve", "reject"] {
        assert_eq!(offered(&heidi.token, &["request", verb, "req_"]), [request.as_str()], "{verb}");
    }
    desk.json(&desk.grace, &["request", "reject", &request]);
    assert!(!offered(&heidi.token, &["request", "approve", "req_"]).contains(&request));
}
