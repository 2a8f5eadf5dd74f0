//! Rows of the standard about who may see and do what, as far as they are met here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::desk::{DESK_PASSWORD, Desk, run_as};
use crate::moves::verify;
use crate::support::home::{ADA, BOB};
use crate::support::journey::{text, totp};

#[test]
fn v7_5_2_the_sessions_of_a_person_are_listed_and_ended_one_by_one() {
    let desk = Desk::new();
    let first = desk.home.sign_in_first(ADA);
    let heidi = desk.add("heidi", "support");
    let listed = desk.json(&heidi, &["session", "list", ADA]);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!((&listed[0]["valid"], listed[0].get("token")), (&true.into(), None));
    desk.json(&heidi, &["session", "revoke", &text(&listed[0]["id"]), "--reason", "asked by phone"]);
    assert_eq!(desk.json(&heidi, &["session", "list", ADA])[0]["valid"], false);
    assert_eq!(desk.home.run_with_stdin(&["session", "check"], &first.session).exit, 3);
    assert_eq!(desk.json(&heidi, &["session", "list", BOB]), Value::Array(Vec::new()));
}

#[test]
fn v8_1_2_every_role_sees_the_fields_that_are_documented_and_no_others() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schema");
    let documented = |schema: &str| -> BTreeSet<String> {
        let schema: Value = serde_json::from_slice(&std::fs::read(schemas.join(schema)).unwrap()).unwrap();
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    };
    for role in ["admin", "support", "auditor"] {
        let who = desk.add(&format!("one-{role}"), role);
        for (args, schema) in [
            (&["user", "show", ADA][..], "account.json"),
            (&["explain", ADA], "explanation.json"),
            (&["mfa", "status", ADA], "mfa.json"),
        ] {
            let shown: BTreeSet<String> = desk.json(&who, args).as_object().unwrap().keys().cloned().collect();
            let more: Vec<_> = shown.difference(&documented(schema)).cloned().collect();
            assert!(more.is_empty() && shown.len() > 2, "{role} {args:?}: {more:?}");
        }
    }
}

#[test]
fn v8_4_1_whatever_support_tries_in_any_order_opens_no_operators_account() {
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    desk.home.sign_in_first(BOB);
    let heidi = desk.add_with("heidi", ADA, "support");
    desk.add_with("bob", BOB, "admin");
    verify(&desk.home, &heidi.token, "mallory@example.net");
    desk.home.write("users.csv", format!("address,password\n{ADA},{DESK_PASSWORD}\n{BOB},{DESK_PASSWORD}\n"));
    let opened = "SELECT group_concat(address || coalesce(password_hash, '-') || coalesce(password_due, '-'))
                  || (SELECT group_concat(id || hex(secret)) FROM authenticators) FROM users";
    let before = desk.home.text(opened);
    // A fixed walk through what there is, each act from whatever the ones before left behind.
    let mut seed = 7_u32;
    for _ in 0..48 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let address = if seed & (1 << 20) == 0 { ADA } else { BOB };
        let acts: [&[&str]; 8] = [
            &["mfa", "reset", address, "--reason", "x"],
            &["user", "set-password", address, "--temporary"],
            &["user", "edit", address, "--address", "mallory@example.net"],
            &["user", "invite", address],
            &["user", "delete", address],
            &["import", "users.csv"],
            &["user", "disable", address],
            &["user", "enable", address],
        ];
        desk.run(&heidi, acts[(seed >> 24) as usize % acts.len()]);
        assert_eq!(desk.home.text(opened), before);
    }
    assert_eq!(desk.home.number("SELECT count(*) FROM support_acts"), 0);
}

#[test]
fn v8_4_2_administration_takes_the_files_a_session_and_a_fresh_code() {
    let desk = Desk::new();
    let reset = ["mfa", "reset", ADA, "--reason", "phone lost"];
    // The files of the home.
    let key = desk.home.path().join("keys/home.key");
    set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    assert_eq!(desk.fail(&desk.grace, &reset).told(), (3, "loose_mode"));
    set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    // A session, which takes a password and a code.
    assert_eq!(run_as(&desk.home, "", &reset).failure().told(), (9, "operator_needed"));
    desk.advance(301);
    let login = ["--output", "json", "operator", "login", "grace", "--password-stdin", "--print-token", "--code"];
    let code = totp(&desk.grace.secret, desk.home.now());
    let wrong = desk.home.run_with_stdin(&[&login[..], &["000000"]].concat(), DESK_PASSWORD).failure();
    assert_eq!(wrong.told(), (3, "login_wrong"));
    assert_eq!(desk.home.run_with_stdin(&[&login[..], &[&code]].concat(), "Wrong-Password-99").exit, 3);
    // A fresh code for what is grave.
    assert_eq!(desk.fail(&desk.grace, &reset).told(), (9, "proof_needed"));
    desk.json(&desk.grace, &["operator", "prove", "--code", &code]);
    desk.json(&desk.grace, &reset);
}

/// Every name of the trail in the sources of the services, as `noun.verb`.
fn written() -> BTreeSet<String> {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/service");
    let aside = ["assess", "script", "permission.rs", "home.rs", "format.rs"];
    let (mut folders, mut names) = (vec![services], BTreeSet::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if aside.iter().any(|name| path.ends_with(name)) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let is_name = |text: &&str| {
                let Some((noun, verb)) = text.split_once('.') else { return false };
                is_word(noun) && is_word(verb) && !["toml", "db", "txt"].contains(&verb)
            };
            names.extend(source.split('"').skip(1).step_by(2).filter(is_name).map(str::to_owned));
        }
    }
    names
}

#[test]
fn v16_1_1_the_inventory_of_the_trail_names_every_act_and_no_other() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let (_, inventory) = text.split_once("### What is recorded, and where").unwrap();
    let inventory = inventory.split("\n## ").next().unwrap();
    let mut told = BTreeSet::new();
    for entry in inventory.split("\n- `").skip(1) {
        let Some((noun, verbs)) = entry.split_once("`: ") else { continue };
        told.extend(verbs.split(',').map(|verb| format!("{noun}.{}", verb.trim())));
    }
    assert_eq!(told, written());
    // And what a busy home wrote is among them.
    let desk = Desk::new();
    desk.home.sign_in_first(ADA);
    let seen: BTreeMap<String, i64> = desk
        .home
        .sqlite()
        .prepare("SELECT action, count(*) FROM audit GROUP BY action")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(seen.len() > 8 && seen.keys().all(|action| told.contains(action)), "{seen:?}");
}
