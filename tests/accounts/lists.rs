//! Lists by last sign-in, and the nearest to a mistyped name.

use serde_json::Value;

use crate::support::home::{ADA, BOB, TestHome};
use crate::support::journey::text;

fn addresses(listed: &Value) -> Vec<String> {
    listed.as_array().expect("a list").iter().map(|user| text(&user["address"])).collect()
}

#[test]
fn accounts_are_listed_by_their_last_sign_in_and_paged_in_its_order() {
    let home = TestHome::simulation();
    let all = ["dan@example.org", "bob@example.org", "carol@example.org", "ada@example.org"];
    for address in all {
        home.run(&["user", "add", address]).done();
    }
    for (day, address) in all.iter().take(3).enumerate() {
        let at = 1_772_000_000_000_i64 + 86_400_000 * i64::try_from(day).expect("few days");
        home.edit(&format!("UPDATE users SET signed_in_at = {at} WHERE address = '{address}'"));
    }
    let list = |args: &[&str]| addresses(&home.json(&[&["user", "list"], args].concat()));
    assert_eq!(list(&["--never-signed-in"]), ["ada@example.org"]);
    assert_eq!(list(&["--signed-in-after", "2000-01-01T00:00:00Z"]), all[..3]);
    assert_eq!(list(&["--signed-in-before", "2026-02-26T06:13:20Z"]), all[..1], "the bound is left out");
    let (from, to) = ("2026-02-25T06:13:20Z", "2026-02-27T06:13:20Z");
    assert_eq!(list(&["--signed-in-after", from, "--signed-in-before", to]), all[1..2]);
    assert_eq!(list(&["--signed-in-after", "2000-01-01T00:00:00Z", "--enrolled", "true"]), [""; 0]);
    let mut after = String::new();
    for expected in &all[..3] {
        let mut args = vec!["--output", "json", "user", "list", "--signed-in-before", "2100-01-01T00:00:00Z"];
        args.extend(["--limit", "1"]);
        if !after.is_empty() {
            args.extend(["--after", after.as_str()]);
        }
        let page = home.run(&args).done();
        assert_eq!(addresses(&page.json()), [*expected]);
        let cursor = page.stderr.lines().find_map(|line| line.split_once("--after ")).map(|(_, cursor)| cursor.trim());
        after = cursor.unwrap_or_default().to_owned();
    }
    assert_eq!(after, "", "the last page says of no other");
    let args = ["user", "list", "--signed-in-before", "2100-01-01T00:00:00Z", "--after", ADA];
    assert_eq!(home.fail(&args).told(), (2, "usage"));
}

#[test]
fn a_sign_in_moves_its_account_in_the_list() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    assert_eq!(addresses(&home.json(&["user", "list", "--never-signed-in"])), [ADA, BOB]);
    home.sign_in_first(ADA);
    assert_eq!(home.json(&["user", "show", ADA])["signed_in_at"], "2026-03-02T09:00:00Z");
    assert_eq!(addresses(&home.json(&["user", "list", "--never-signed-in"])), [BOB]);
    assert_eq!(addresses(&home.json(&["user", "list", "--signed-in-after", "2026-03-02T08:59:59Z"])), [ADA]);
}

#[test]
fn a_mistyped_name_is_answered_with_the_nearest_one_to_operators_alone() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    let near = |args: &[&str], meant: &str| {
        let failure = home.fail(args);
        assert_eq!(failure.told(), (4, "not_found"), "{args:?}");
        assert!(failure.hint.starts_with(&format!("Did you mean {meant}?")), "{args:?}: {failure:?}");
    };
    for typo in ["aad@example.org", "ada@exmaple.org", "ADA@example.og", "da@example.org"] {
        near(&["user", "show", typo], ADA);
    }
    near(&["consent", "withdraw", ADA, "term"], "terms");
    for (table, args) in
        [("devices", ["device", "revoke"]), ("sessions", ["session", "revoke"]), ("outbox", ["mail", "show"])]
    {
        let id = home.text(&format!("SELECT id FROM {table} LIMIT 1"));
        let typo = format!("{}{}", &id[..id.len() - 1], if id.ends_with('0') { "1" } else { "0" });
        near(&[args[0], args[1], &typo], &id);
    }
    let far = home.fail(&["user", "show", "grace@example.org"]);
    assert!(!far.hint.contains("Did you mean"), "{far:?}");
    let stranger = home.journey().sign_in("aad@example.org", "Wrong-Password-99");
    assert!(!stranger.outcome.stderr.contains("Did you mean"), "{}", stranger.outcome);
}

#[test]
fn status_counts_accounts_mails_and_missing_documents() {
    let home = TestHome::simulation();
    home.run(&["user", "add", ADA]).done();
    home.run(&["user", "add", BOB]).done();
    home.run(&["user", "disable", BOB]).done();
    let told = home.run(&["--output", "json", "status"]);
    assert_eq!(told.exit, 3);
    let status = told.json();
    assert_eq!((&status["enabled"], &status["disabled"]), (&1.into(), &1.into()));
    let missing: Vec<String> = status["documents_missing"].as_array().expect("a list").iter().map(text).collect();
    assert_eq!(missing, ["terms", "privacy"]);
    home.publish_samples();
    assert_eq!(home.json(&["status"])["documents_missing"].as_array().map(Vec::len), Some(0));
}
