//! `vestibule user …`: accounts, made, shown, listed, and given new passwords.

mod support;

use serde_json::{Value, json};
use support::home::{ADA, BOB, NEW_PASSWORD, PASSWORD, TestHome};
use support::journey::text;

fn addresses(listed: &Value) -> Vec<String> {
    listed.as_array().expect("a list").iter().map(|user| text(&user["address"])).collect()
}

#[test]
fn an_account_is_shown_with_every_field_of_the_contract_and_no_secret() {
    let home = TestHome::simulation();
    let args = ["--output", "json", "user", "add", ADA, "--name", "Ada Lovelace", "--password-stdin"];
    let made = home.run_with_stdin(&args, PASSWORD).done().json();
    assert_eq!(
        made,
        json!({
            "id": home.text("SELECT id FROM users"), "address": ADA, "name": "Ada Lovelace",
            "project_type": "enterprise", "state": "enabled", "created_at": "2026-03-02T09:00:00Z",
            "password": {"scheme": "argon2id", "changed_at": "2026-03-02T09:00:00Z", "temporary": false},
            "mfa": {"enrolled_at": null, "recovery_codes_left": 0}, "consents": [], "devices": 0, "sessions": 0,
            "signed_in_at": null, "locked_until": null,
        })
    );
    assert!(text(&made["id"]).starts_with("usr_"));
    assert_eq!(home.json(&["user", "show", ADA]), made);
    assert_eq!(home.json(&["user", "list"]), json!([made]));
}

#[test]
fn after_a_sign_in_the_account_shows_what_it_left() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    let shown = home.json(&["user", "show", ADA]);
    assert_eq!(shown["mfa"], json!({"enrolled_at": "2026-03-02T09:00:00Z", "recovery_codes_left": 10}));
    assert_eq!((&shown["devices"], &shown["sessions"]), (&json!(1), &json!(1)));
    let receipts = shown["consents"].as_array().expect("receipts");
    assert_eq!(receipts.len(), 2);
    assert_eq!(
        receipts[0],
        json!({
            "document": "terms", "version": "1.0", "digest": home.text("SELECT digest FROM documents WHERE id = 'terms'"),
            "accepted_at": "2026-03-02T09:00:00Z", "how": "journey", "recorded_by": shown["id"], "withdrawn_at": null,
        })
    );
}

#[test]
fn a_second_account_of_one_address_is_refused_in_any_spelling() {
    let home = TestHome::with_ada();
    let before = home.dump_but_audit();
    for spelling in [ADA, "ADA@EXAMPLE.ORG", "Ada@example.org"] {
        assert_eq!(home.fail(&["user", "add", spelling]).told(), (5, "exists"));
    }
    let shown = home.json(&["user", "show", ADA]);
    let same = ["user", "add", "ADA@example.org", "--if-absent", "--name", "Another", "--project-type", "sme"];
    assert_eq!(home.json(&same), shown, "the account is answered, and unchanged");
    assert_eq!(home.dump_but_audit(), before);
}

#[test]
fn an_address_is_shown_as_it_was_given() {
    let home = TestHome::simulation();
    home.json(&["user", "add", "Ada.Lovelace@Bücher.Example"]);
    assert_eq!(
        home.json(&["user", "show", "ada.lovelace@xn--bcher-kva.example"])["address"],
        "Ada.Lovelace@Bücher.Example"
    );
}

#[test]
fn a_password_that_breaks_rules_makes_no_account_and_every_rule_is_named_at_once() {
    let home = TestHome::simulation();
    let outcome = home.run_with_stdin(&["--output", "json", "user", "add", ADA, "--password-stdin"], "xqzvk");
    let failure = outcome.failure();
    assert_eq!(failure.told(), (3, "password_rule"));
    assert_eq!(failure.rules, ["min_length", "upper", "digit", "symbol"]);
    assert!(!outcome.stderr.contains("xqzvk"), "{outcome}");
    assert_eq!(home.number("SELECT count(*) FROM users"), 0);
}

#[test]
fn v6_2_1_lengths_are_counted_in_characters_after_nfc() {
    for (profile, least) in [("portal", 14), ("nist", 15)] {
        let home = TestHome::simulation_of(profile);
        let password = |chars: usize| format!("Zq4-{}", "e\u{301}".repeat(chars - 4));
        let add = |address: &str, chars: usize| {
            home.run_with_stdin(&["--output", "json", "user", "add", address, "--password-stdin"], password(chars))
        };
        assert_eq!(add(ADA, least - 1).failure().rules, ["min_length"], "{profile}");
        add(ADA, least).done();
        add(BOB, 64).done();
        add("carol@example.org", 1024).done();
        assert_eq!(add("dave@example.org", 1025).failure().rules, ["max_length"]);
    }
}

#[test]
fn v6_2_8_a_password_is_verified_exactly_as_it_was_given() {
    let home = TestHome::simulation_of("nist");
    let password = " Ⅷ leading and trailing, and long enough to pass any 72-byte cut there could be ";
    home.run_with_stdin(&["user", "add", ADA, "--project-type", "sme", "--password-stdin"], password).done();
    for other in [password.trim(), &password.to_lowercase(), &password[..74], &password.replace('Ⅷ', "VIII")] {
        home.journey().sign_in(ADA, other).refused(3, "credentials_wrong", "sign_in");
    }
    home.journey().sign_in(ADA, password).at("device_unrecognized");
}

#[test]
fn lists_are_in_the_order_of_addresses_filtered_and_paged() {
    let home = TestHome::simulation();
    for (address, project) in [
        ("carol@example.org", "sme"),
        ("Ada@example.org", "enterprise"),
        ("bob@example.org", "sme"),
        ("bea@example.net", "enterprise"),
    ] {
        home.add_user(address, project);
    }
    home.run(&["user", "disable", "bob@example.org"]).done();
    let list = |args: &[&str]| addresses(&home.json(&[&["user", "list"], args].concat()));
    let all = ["Ada@example.org", "bea@example.net", "bob@example.org", "carol@example.org"];
    assert_eq!(list(&[]), all);
    assert_eq!(list(&["--address-prefix", "B"]), all[1..3]);
    assert_eq!(list(&["--project-type", "enterprise"]), all[..2]);
    assert_eq!(list(&["--state", "disabled"]), ["bob@example.org"]);
    assert_eq!(list(&["--state", "enabled"]), [all[0], all[1], all[3]]);
    assert_eq!(list(&["--enrolled", "true"]), [""; 0]);
    assert_eq!(list(&["--enrolled", "false"]), all);
    let first = home.run(&["--output", "json", "user", "list", "--limit", "3"]).done();
    assert_eq!(addresses(&first.json()), all[..3]);
    assert!(first.stderr.contains("--after bob@example.org"), "{first}");
    let rest = home.run(&["--output", "json", "user", "list", "--limit", "3", "--after", "BOB@example.org"]).done();
    assert_eq!(addresses(&rest.json()), all[3..]);
    assert!(!rest.stderr.contains("--after"), "{rest}");
    assert_eq!(list(&["--address-prefix", "%"]), [""; 0], "a prefix is text, not a pattern");
}

#[test]
fn the_enrolled_are_told_from_the_others() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "sme");
    home.sign_in_first(ADA);
    assert_eq!(addresses(&home.json(&["user", "list", "--enrolled", "true"])), [ADA]);
    assert_eq!(addresses(&home.json(&["user", "list", "--enrolled", "false"])), [BOB]);
}

#[test]
fn a_password_set_by_support_obeys_the_rules_and_is_not_the_one_before() {
    let home = TestHome::with_ada();
    let set = |password: &str| {
        let args = ["--output", "json", "user", "set-password", ADA, "--password-stdin"];
        home.run_with_stdin(&args, password)
    };
    let before = home.dump_but_audit();
    assert_eq!(set("short").failure().code, "password_rule");
    assert_eq!(set(PASSWORD).failure().told(), (3, "password_reused"));
    assert_eq!(home.dump_but_audit(), before);
    set(NEW_PASSWORD).done();
    home.journey().sign_in(ADA, PASSWORD).refused(3, "credentials_wrong", "sign_in");
    home.journey().sign_in(ADA, NEW_PASSWORD).at("device_unrecognized");
}

#[test]
fn without_a_terminal_a_missing_password_names_its_flag() {
    let home = TestHome::with_ada();
    let failure = home.fail(&["user", "set-password", ADA]);
    assert_eq!(failure.told(), (2, "usage"));
    assert!(failure.hint.contains("--password-stdin"), "{failure:?}");
}

#[test]
fn v6_4_1_temporary_passwords_differ_and_are_shown_once() {
    let home = TestHome::simulation();
    let made = |address: &str| text(&home.json(&["user", "add", address, "--temporary"])["temporary_password"]);
    let (one, other) = (made(ADA), made(BOB));
    assert_ne!(one, other);
    assert!(one.len() >= 32, "{one}");
    assert!(!home.dump().contains(&one));
    for args in [&["user", "show", ADA][..], &["user", "list"]] {
        assert!(!home.json(args).to_string().contains(&one));
    }
}

#[test]
fn v6_2_6_no_argument_carries_a_password() {
    let home = TestHome::simulation();
    for args in
        [&["user", "add", ADA, "--password", PASSWORD][..], &["user", "set-password", ADA, "--password", PASSWORD]]
    {
        assert_eq!(home.fail(args).told(), (2, "usage"));
    }
}

#[test]
fn every_act_on_an_account_is_in_the_audit_trail_with_who_did_it() {
    let home = TestHome::with_ada();
    home.run(&["user", "disable", ADA, "--reason", "on leave"]).done();
    home.run(&["user", "enable", ADA]).done();
    home.run(&["user", "unlock", ADA, "--reason", "called"]).done();
    home.run(&["user", "set-password", ADA, "--temporary"]).done();
    let trail =
        "SELECT group_concat(action, ' ') FROM (SELECT action FROM audit WHERE action LIKE 'user.%' ORDER BY seq)";
    assert_eq!(home.text(trail), "user.added user.disabled user.enabled user.unlocked user.password_set");
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action LIKE 'user.%' AND actor NOT LIKE 'os:%'"), 0);
    let id = text(&home.json(&["user", "show", ADA])["id"]);
    assert_eq!(home.number(&format!("SELECT count(*) FROM audit WHERE subject = '{id}'")), 5);
}

#[test]
fn a_dry_run_says_what_would_change_row_by_row_and_changes_nothing() {
    let home = TestHome::with_ada();
    home.sign_in_first(ADA);
    let device = home.text("SELECT id FROM devices");
    let session = home.text("SELECT id FROM sessions");
    let reset = ["mfa", "reset", ADA, "--reason", "phone lost", "--dry-run"];
    type Row<'a> = (&'a str, &'a str, &'a str);
    let acts: [(&[&str], &[Row<'_>]); 8] = [
        (&reset, &[("remove", "recovery code", "of ada@example.org"), ("change", "trusted device", &device)]),
        (&["user", "disable", ADA, "--dry-run"], &[("change", "account", ADA), ("change", "session", &session)]),
        (&["user", "delete", ADA, "--dry-run"], &[("remove", "account", ADA), ("remove", "session", &session)]),
        (&["user", "edit", ADA, "--name", "Ada", "--dry-run"], &[("change", "account", ADA)]),
        (
            &["user", "set-password", ADA, "--temporary", "--dry-run"],
            &[("add", "mail", "password_changed to ada@example.org")],
        ),
        (&["device", "revoke", &device, "--dry-run"], &[("change", "trusted device", &device)]),
        (&["session", "revoke", "--all", ADA, "--dry-run"], &[("change", "session", &session)]),
        (&["consent", "withdraw", ADA, "terms", "--dry-run"], &[("change", "receipt", "terms version 1.0")]),
    ];
    let (before, mails) = (home.dump(), home.mails().len());
    for (act, expected) in acts {
        let told = home.json(act);
        assert_eq!(told["dry_run"], true);
        let changes = told["changes"].as_array().expect("a list");
        for (what_happens, what, which) in expected {
            let row = json!({"act": what_happens, "what": what, "which": which});
            assert!(changes.contains(&row), "{act:?}: {row} is not in {changes:#?}");
        }
        assert!(changes.iter().any(|row| row["what"] == "audit row"), "{act:?}");
        assert_eq!(home.dump(), before, "{act:?}");
    }
    assert_eq!(home.mails().len(), mails);
    let text = home.run(&["user", "disable", ADA, "--dry-run"]).done().stdout;
    assert!(text.starts_with("WOULD") && text.ends_with("Nothing was changed.\n"), "{text}");
    let refused = home.fail(&["user", "disable", "nobody@example.org", "--dry-run"]);
    assert_eq!(refused.told(), (4, "not_found"));
}

const BCRYPT: &str = "$2b$05$abcdefghijklmnopqrstuu/p.ngCIOHvkJxmC6gjLHkNsGMlQIWkG";
const SHA512_CRYPT: &str = "$6$rounds=1000$saltsaltsalt$hjv3rydOU2bbuONO7hGP.ex3HBmL8sCXtnG6kJplYUHglcM7bo4WJsA18BwpTUVzBz7OLhEt//N/9AO2Eldyu.";
const MD5: &str = "4e3992fdab329adfebc0dadb04563287";
const UNKNOWN_TO_BCRYPT: &str = "$2b$10$\u{e9}\u{e9}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

#[test]
fn v11_4_1_verify_hash_checks_a_hash_without_a_home_and_says_how_it_would_be_kept() {
    let home = TestHome::none();
    let verify = |args: &[&str], password: &str| {
        let args = [&["--output", "json", "user", "verify-hash", "--password-stdin"], args].concat();
        home.run_with_stdin(&args, password)
    };
    for (args, scheme, wrapped, weak) in [
        (&[BCRYPT][..], "bcrypt", false, false),
        (&[SHA512_CRYPT], "wrapped-sha512-crypt", true, false),
        (&["{SSHA}3/higln00gww7+7DcLFkAcWL2ZdzYWx0"], "wrapped-sha1", true, false),
        (&["--dialect", "django", "--accept-weak", MD5], "weak-md5", true, true),
    ] {
        let right = verify(args, PASSWORD).done().json();
        assert_eq!(
            right,
            json!({"matches": true, "scheme": scheme, "wrapped": wrapped, "weak": weak, "partial": false})
        );
        assert_eq!(verify(args, "tulip-Anchor-42").failure().told(), (3, "hash_mismatch"));
    }
    assert!(!home.path().exists());
}

#[test]
fn c17_c18_verify_hash_refuses_what_is_no_hash_or_costs_too_much_and_repeats_none_of_it() {
    let home = TestHome::none();
    let firebase = "{\"passwordHash\":\"MDEyMzQ1Njc4OWFiY2RlZg==\",\"salt\":\"c2FsdHNhbHQ=\"}";
    for (args, code, exit) in [
        (&["user", "verify-hash", "x"][..], "hash_unknown", 3),
        (&["user", "verify-hash", UNKNOWN_TO_BCRYPT], "hash_malformed", 3),
        (&["user", "verify-hash", &BCRYPT.replace("$05$", "$31$")], "hash_cost", 3),
        (
            &["user", "verify-hash", "$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHRzb21l$c29tZXNhbHRzb21l"],
            "hash_cost",
            3,
        ),
        (&["user", "verify-hash", "--dialect", "django", MD5], "hash_weak", 3),
        (&["user", "verify-hash", "--dialect", "django", "!kGx3pQ7bYd2mV0nR8tWc5u"], "hash_unusable", 3),
        (&["user", "verify-hash", "--dialect", "kratos", SHA512_CRYPT], "hash_unknown", 3),
        (&["user", "verify-hash", "--dialect", "firebase", firebase], "usage", 2),
        (&["user", "verify-hash", "--dialect", "firebase", "--firebase-parameters", "/none", firebase], "usage", 2),
    ] {
        let args = [&["--output", "json"], args, &["--password-stdin"]].concat();
        let outcome = home.run_with_stdin(&args, PASSWORD);
        let failure = outcome.failure();
        assert_eq!(failure.told(), (exit, code), "{args:?}");
        let hash = args[args.len() - 2];
        assert!(hash.len() < 10 || !outcome.stderr.contains(hash), "{}", outcome.stderr);
    }
}

#[test]
fn p13_v11_2_2_an_imported_hash_lets_its_owner_in_once_and_is_then_one_of_today() {
    let home = TestHome::with_ada();
    home.add_user(BOB, "enterprise");
    for imported in [BCRYPT, "$2y$05$abcdefghijklmnopqrstuu/p.ngCIOHvkJxmC6gjLHkNsGMlQIWkG"] {
        home.edit(&format!("UPDATE users SET password_hash = '{imported}' WHERE address = '{ADA}'"));
        assert_eq!(home.json(&["user", "show", ADA])["password"]["scheme"], "bcrypt");
        assert_eq!(addresses(&home.json(&["user", "list", "--hash-scheme", "bcrypt"])), [ADA]);
        assert_eq!(addresses(&home.json(&["user", "list", "--hash-scheme", "argon2id"])), [BOB]);
        assert_eq!(home.journey().sign_in(ADA, "Tulip-Anchor-43").code(), "credentials_wrong");
        assert_eq!(
            home.json(&["user", "show", ADA])["password"]["scheme"],
            "bcrypt",
            "a wrong password changes nothing"
        );
        home.past_password(ADA);
        assert_eq!(home.json(&["user", "show", ADA])["password"]["scheme"], "argon2id");
        assert_eq!(addresses(&home.json(&["user", "list", "--hash-scheme", "bcrypt"])), [""; 0]);
        home.past_password(ADA);
    }
    assert_eq!(home.fail(&["user", "list", "--hash-scheme", "bcryt"]).told().0, 2);
    assert_eq!(addresses(&home.json(&["user", "list", "--hash-scheme", "none"])), [""; 0]);
}
