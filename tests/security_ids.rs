//! Every row and incident that must have a test has one: a test function whose name begins with its id.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rows of OWASP ASVS 5.0, levels 1 and 2, that touch the home, the journey, mail, codes, devices, sessions, secrets
/// at rest and files of accounts.
const ASVS: &str = "
    1.1.2 1.2.3 1.2.4 1.2.5 1.2.10 1.3.7 1.3.11 1.4.2 1.5.2
    2.1.1 2.1.3 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.4.1
    5.2.1 5.3.2
    6.1.1 6.1.2 6.1.3
    6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12
    6.3.1 6.3.2 6.3.3 6.3.4 6.3.7 6.3.8
    6.4.1 6.4.2 6.4.3 6.4.4 6.4.6
    6.5.1 6.5.2 6.5.3 6.5.4 6.5.5
    6.6.2 6.6.3
    7.1.1 7.1.2 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.5 7.5.1 7.5.2 7.5.3 7.6.2
    8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.3.2 8.3.3 8.4.1 8.4.2
    9.1.1 9.1.2 9.2.1 9.2.2
    11.2.2 11.2.3 11.3.2 11.3.3 11.4.1 11.4.2 11.4.3 11.5.1
    12.1.1 12.3.1 12.3.2
    13.3.1 13.4.2
    14.1.1 14.2.4 14.2.6
    15.2.2 15.3.3 15.3.5 15.4.2
    16.1.1 16.2.1 16.2.2 16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3 16.5.4";

/// Incidents of this class of software.
const INCIDENTS: [u8; 22] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];

/// Faults.
const FAULTS: [u8; 16] = [1, 2, 4, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20];

fn demanded() -> BTreeSet<String> {
    let rows = ASVS.split_whitespace().map(|row| format!("v{}", row.replace('.', "_")));
    let incidents = INCIDENTS.iter().map(|number| format!("c{number}"));
    let faults = FAULTS.iter().map(|number| format!("f{number}"));
    rows.chain(incidents).chain(faults).collect()
}

/// The ids that the name of a test begins with: `c2_v6_5_1_a_code…` shows `c2` and `v6_5_1`.
fn ids(name: &str) -> Vec<String> {
    let mut words = name.split('_').peekable();
    let mut found = Vec::new();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    while let Some(word) = words.next() {
        let (kind, number) = word.split_at_checked(1).unwrap_or(("", ""));
        if !is_number(number) {
            break;
        }
        match kind {
            "v" => {
                let rest: Vec<&str> = (0..2).filter_map(|_| words.next_if(|word| is_number(word))).collect();
                found.push([&[word], rest.as_slice()].concat().join("_"));
            }
            "c" | "f" | "p" => found.push(word.to_owned()),
            _ => break,
        }
    }
    found
}

/// The names of the tests under a folder.
fn tests(folder: &str) -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut names = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let after = text.split("#[test]").skip(1);
                let name = |test: &str| {
                    test.split_once("fn ").and_then(|(_, rest)| rest.split_once('(')).map(|(n, _)| n.to_owned())
                };
                names.extend(after.filter_map(name));
            }
        }
    }
    names
}

#[test]
fn a_name_begins_with_its_ids() {
    assert_eq!(ids("v2_3_1_v16_3_3_what_a_screen"), ["v2_3_1", "v16_3_3"]);
    assert_eq!(ids("f12_v12_3_2_bad_certificates"), ["f12", "v12_3_2"]);
    assert_eq!(ids("c5_tries"), ["c5"]);
    assert_eq!(ids("a_v2_3_1"), [""; 0]);
    assert_eq!(ids("v6_2_10_1_more"), ["v6_2_10"]);
    assert_eq!(ids("vouchers_c5"), [""; 0]);
}

#[test]
fn every_row_incident_and_fault_that_must_have_a_test_has_one() {
    let names = [tests("src"), tests("tests")].concat();
    assert!(names.len() > 200, "the tests were not found");
    let shown: BTreeSet<String> = names.iter().flat_map(|name| ids(name)).collect();
    let missing: Vec<String> = demanded().difference(&shown).cloned().collect();
    assert!(missing.is_empty(), "no test is named after {}", missing.join(", "));
}
