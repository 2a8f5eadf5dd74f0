//! Exports, and checking them without the home.

use vestibule::credentials::signing::PublicKey;
use vestibule::error::Failure;
use vestibule::service::audit::export::{Form, Period};
use vestibule::service::audit::offline::verify_export;

use crate::lab::Lab;
use crate::support::home::{ADA, TestHome};
use crate::{busy, last};

fn export(lab: &mut Lab, form: Form) -> (Vec<u8>, PublicKey) {
    let mut out = Vec::new();
    lab.service.export_audit(form, Period::default(), &mut out).unwrap();
    (out, lab.service.public_key().unwrap())
}

#[test]
fn v16_4_3_an_auditor_needs_the_file_and_the_public_key_and_no_home() {
    let home = busy().home;
    let key = home.run(&["audit", "public-key"]).done().stdout;
    home.write("portal.pub", &key);
    let rows = last(&home);
    home.run(&["audit", "export", "--out", "trail.jsonl"]).done();
    home.run(&["audit", "export", "--out", "trail.csv", "--format", "csv"]).done();
    let stdout = home.run(&["audit", "export"]).done().stdout;
    home.write("piped.jsonl", &stdout);
    let checkpoint = home.run(&["audit", "checkpoint"]).done().stdout;
    home.write("kept.json", checkpoint);
    std::fs::rename(home.path(), home.root().join("gone")).unwrap();
    // Each export is a row, too.
    for (file, rows) in [("trail.jsonl", rows), ("trail.csv", rows + 1), ("piped.jsonl", rows + 2)] {
        for key in [key.trim(), "portal.pub", "@portal.pub", "kept.json"] {
            let args = ["audit", "verify", "--export", file, "--public-key", key];
            let verified = home.json(&args);
            assert_eq!((verified["rows"].as_i64(), verified["last"].as_i64()), (Some(rows), Some(rows)), "{file}");
        }
    }
    let other = TestHome::real().run(&["audit", "public-key"]).done().stdout;
    let failure = home.fail(&["audit", "verify", "--export", "trail.csv", "--public-key", other.trim()]);
    assert_eq!(failure.told(), (8, "signature_invalid"));
    for (file, key) in [("nothing.jsonl", key.trim()), ("trail.csv", "ed25519:AAAA")] {
        assert_eq!(home.fail(&["audit", "verify", "--export", file, "--public-key", key]).exit, 2, "{file} {key}");
    }
    assert_eq!(home.fail(&["audit", "verify", "--export", "trail.csv"]).told(), (4, "no_home"));
}

#[test]
fn f16_an_export_with_any_one_byte_changed_is_caught() {
    let mut lab = Lab::new();
    lab.service.disable_account(ADA, Some("=left, \"for\" good")).unwrap();
    for form in [Form::Jsonl, Form::Csv] {
        let rows = last(&lab.home);
        let (whole, key) = export(&mut lab, form);
        assert_eq!(verify_export(whole.as_slice(), &key, None).unwrap().rows, rows);
        let mut changed = whole.clone();
        for at in 0..whole.len() {
            for bit in [0x01, 0x20, 0x80] {
                changed[at] ^= bit;
                let verified = verify_export(changed.as_slice(), &key, None);
                assert!(verified.is_err(), "byte {at} of {form:?}: {}", String::from_utf8_lossy(&changed));
                assert_eq!(Failure::from(verified.unwrap_err()).exit as u8, 8);
                changed[at] = whole[at];
            }
            assert!(verify_export(&whole[..at], &key, None).is_err(), "cut at {at}");
        }
    }
}

#[test]
fn f16_an_export_names_the_row_that_was_changed_removed_swapped_or_inserted() {
    let mut lab = busy();
    for form in [Form::Jsonl, Form::Csv] {
        let end = last(&lab.home);
        let (whole, key) = export(&mut lab, form);
        let text = String::from_utf8(whole).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let skip = usize::from(form == Form::Csv);
        let row = |lines: &[&str]| {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            Failure::from(verify_export(text.as_bytes(), &key, None).unwrap_err()).row()
        };
        let changed = lines[6 + skip].replacen("done", "gone", 1);
        assert_ne!(changed, lines[6 + skip]);
        let mut other = lines.clone();
        other[6 + skip] = &changed;
        assert_eq!(row(&other), Some(7), "changed");
        let mut other = lines.clone();
        other.remove(6 + skip);
        assert_eq!(row(&other), Some(7), "removed");
        let mut other = lines.clone();
        other.swap(6 + skip, 8 + skip);
        assert_eq!(row(&other), Some(7), "swapped");
        let mut other = lines.clone();
        other.insert(6 + skip, lines[2 + skip]);
        assert_eq!(row(&other), Some(3), "inserted");
        let mut other = lines.clone();
        other.remove(lines.len() - 2);
        assert_eq!(row(&other), Some(end), "the last one removed");
        let mut other = lines.clone();
        other.drain(skip..4 + skip);
        assert_eq!(row(&other), Some(1), "the first ones removed");
        assert_eq!(row(&lines[..lines.len() - 1]), Some(end + 1), "the signature removed");
        let mut other = lines.clone();
        other.push(lines[lines.len() - 1]);
        assert_eq!(row(&other), None, "something added behind the end is no row");
    }
}

#[test]
fn a_period_is_exported_without_a_gap_and_verifies() {
    let mut lab = busy();
    let first_day = last(&lab.home);
    lab.advance(86_400);
    lab.service.disable_account(ADA, None).unwrap();
    lab.service.enable_account(ADA).unwrap();
    lab.advance(86_400);
    lab.service.disable_account(ADA, None).unwrap();
    let key = lab.service.public_key().unwrap();
    let at = |day: &str| Some(format!("{day}T00:00:00Z").parse().unwrap());
    let mut exports = 0;
    for (since, until, first, rows) in [
        (at("2026-03-03"), at("2026-03-04"), first_day + 1, 2),
        (at("2026-03-03"), None, first_day + 1, 3),
        (None, at("2026-03-03"), 1, first_day),
        (at("2027-01-01"), None, 0, 0),
        (None, at("2025-01-01"), 0, 0),
    ] {
        for form in [Form::Jsonl, Form::Csv] {
            let mut out = Vec::new();
            lab.service.export_audit(form, Period { since, until }, &mut out).unwrap();
            let verified = verify_export(out.as_slice(), &key, None).unwrap();
            let noted = if until.is_none() && rows > 0 { exports } else { 0 };
            let told = (verified.first, verified.rows, verified.length);
            assert_eq!(told, (first, rows + noted, first_day + 3 + exports));
            exports += 1;
        }
    }
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let home = TestHome::with_ada();
    home.write("there.jsonl", "mine");
    for args in [
        &["audit", "export", "--out", "there.jsonl"][..],
        &["audit", "archive", "--before", "2030-01-01", "--out", "there.jsonl"],
    ] {
        assert_eq!(home.fail(args).told(), (5, "exists"));
    }
    assert_eq!(std::fs::read(home.root().join("there.jsonl")).unwrap(), b"mine");
    assert_eq!(home.fail(&["audit", "export", "--out", "nowhere/trail.jsonl"]).exit, 7);
    home.run(&["audit", "verify"]).done();
}
