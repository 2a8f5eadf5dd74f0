//! Files that are bad as a whole, and rows that are bad each in its own way.

use std::io::Write as _;
use std::process::Command;

use super::support::home::{ADA, TestHome};
use super::{counts, import, rejects};

fn refused(home: &TestHome, args: &[&str]) -> String {
    let failure = home.fail(&[&["--yes", "import"], args].concat());
    assert_eq!(failure.told(), (3, "import_file"), "{args:?}: {}", failure.message);
    assert_eq!(home.number("SELECT count(*) FROM users"), 0);
    failure.message
}

#[test]
fn v5_3_2_a_file_is_a_plain_file() {
    let home = TestHome::simulation();
    home.write("u.csv", format!("address\n{ADA}\n"));
    std::os::unix::fs::symlink(home.root().join("u.csv"), home.root().join("link.csv")).unwrap();
    nix::unistd::mkfifo(&home.root().join("fifo.csv"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    std::fs::create_dir(home.root().join("folder.csv")).unwrap();
    for (file, told) in [
        ("link.csv", "is a link"),
        ("fifo.csv", "is no plain file"),
        ("folder.csv", "is no plain file"),
        ("/dev/zero", "is no plain file"),
        ("missing.csv", "cannot be read"),
    ] {
        let message = refused(&home, &[file, "--format", "csv"]);
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn v5_2_1_f20_what_is_too_large_is_refused_with_little_memory() {
    let home = TestHome::simulation();
    let sparse = std::fs::File::create(home.root().join("large.csv")).unwrap();
    sparse.set_len(10 << 30).unwrap();
    assert!(refused(&home, &["large.csv"]).contains("larger than 4 GiB"));
    sparse.set_len(1 << 30).unwrap();
    home.write("line.csv", "address\n");
    let mut line = std::fs::OpenOptions::new().append(true).open(home.root().join("line.csv")).unwrap();
    line.write_all(&vec![b'a'; 3 << 20]).unwrap();
    let bomb = |text: &[u8]| {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gz.write_all(text).unwrap();
        gz.finish().unwrap()
    };
    home.write("zeros.csv.gz", bomb(&vec![b'0'; 64 << 20]));
    home.write("blank.jsonl.gz", bomb(&vec![b'\n'; 64 << 20]));
    home.write("rows.jsonl.gz", bomb("{\"address\":\"\"}\n".repeat(1 << 20).as_bytes()));
    // 200 MiB of address space for everything; the file of 1 GiB is one line.
    for (file, format, told) in [
        ("large.csv", "csv", "line 1, has a record of more than 1 MiB"),
        ("line.csv", "csv", "line 2, has a record of more than 1 MiB"),
        ("zeros.csv.gz", "csv", "has a record of more than 1 MiB"),
        ("blank.jsonl.gz", "jsonl", "unpacks to far more"),
        ("rows.jsonl.gz", "jsonl", "ore rows are wrong than can be listed"),
    ] {
        let mut limited = Command::new("sh");
        home.prepare(&mut limited);
        let script = "ulimit -v 204800; exec \"$0\" --output json --yes import \"$1\" --format \"$2\"";
        let output = limited.args(["-c", script, env!("CARGO_BIN_EXE_vestibule"), file, format]).output().unwrap();
        let told_as = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{file}: {told_as}");
        assert!(told_as.contains(told), "{file}: {told_as}");
    }
    let (exit, report) = import(&home, &["large.csv", "--format", "jsonl"]);
    assert_eq!((exit, rejects(&report)), (3, vec![(1, "row".to_owned(), "too_long".to_owned())]));
    assert_eq!(home.number("SELECT count(*) FROM users"), 0);
}

#[test]
fn c17_c18_v2_2_1_naughty_rows_are_rejected_and_the_others_imported() {
    let home = TestHome::simulation();
    let mut text = b"address,name,password_hash\n".to_vec();
    let rows: [(&[u8], &str, &str); 12] = [
        (b"\"new\nline@example.org\",,\n", "address", "address_invalid"),
        (b"bytes@example.org,\xff\xfe,\n", "name", "utf8"),
        (b",nobody,\n", "address", "missing"),
        (b"control@example.org,\"a\x07b\",\n", "name", "name"),
        (b"short@example.org\n", "row", "cells"),
        (b"long@example.org,,,x\n", "row", "cells"),
        (
            b"m@example.org,,\"$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA\"\n",
            "password_hash",
            "hash_cost",
        ),
        (
            b"b@example.org,,$2b$31$Ymct/4xcjxZ6vQl.w9TS/unm68CvFFtD1voUbDXqp2wS8r6plp5k.\n",
            "password_hash",
            "hash_cost",
        ),
        (
            "c@example.org,,$2b$10$ééaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n".as_bytes(),
            "password_hash",
            "hash_invalid",
        ),
        (b"d@example.org,,5f4dcc3b5aa765d61d8327deb882cf99\n", "password_hash", "hash_unsupported"),
        (b"e@example.org,,plain-text-password\n", "password_hash", "hash_unsupported"),
        (b"a b@example.org,,\n", "address", "address_invalid"),
    ];
    let (mut line, mut expected) = (2, Vec::new());
    for (row, field, code) in rows {
        text.extend_from_slice(row);
        expected.push((line, field.to_owned(), code.to_owned()));
        line += row.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    text.extend_from_slice(format!("{ADA},=cmd|' /C calc'!A0,none\n").as_bytes());
    home.write("u.csv", text);
    let (exit, report) = import(&home, &["u.csv"]);
    assert_eq!((exit, counts(&report)), (3, [13, 1, 0, 0, 12]));
    assert_eq!(rejects(&report), expected);
    assert!(!report.to_string().contains("plain-text-password"), "a secret in the wrong column is not repeated");
}

#[test]
fn a_header_says_which_columns_there_are() {
    let home = TestHome::simulation();
    for (text, told) in [
        ("", "is empty"),
        ("name\nAda\n", "no column address"),
        ("address,adress\n", "unknown column"),
        ("address,address\n", "names the column address twice"),
        ("\u{0}\u{1}\u{2}", "unknown column"),
    ] {
        home.write("u.csv", text);
        let message = refused(&home, &["u.csv"]);
        assert!(message.contains("line 1") && message.contains(told), "{message}");
    }
    assert_eq!(home.fail(&["--yes", "import", "u.txt"]).told(), (2, "usage"));
    home.write("broken.gz", [0x1f, 0x8b, 8, 0, 1, 2, 3]);
    refused(&home, &["broken.gz", "--format", "csv"]);
    home.write("broken.zst", [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]);
    refused(&home, &["broken.zst", "--format", "csv"]);
}

#[test]
fn f20_two_imports_at_once_and_a_kill_at_any_moment_leave_all_or_nothing() {
    let home = TestHome::simulation();
    let rows: String = (0..11_000).map(|n| format!("u{n}@example.org,Person {n}\n")).collect();
    home.write("u.csv", format!("address,name\n{rows}"));
    let indexes = || home.number("SELECT count(*) FROM sqlite_schema WHERE type = 'index'");
    let before = indexes();
    let args = ["--yes", "import", "u.csv", "--progress", "json"];
    let mut seen = Vec::new();
    for reports in [1, 4, 10] {
        let mut child = home.spawn(&args);
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
        let told = lines.by_ref().filter(|line| line.as_ref().is_ok_and(|line| line.contains("\"rows\":")));
        assert_eq!(told.take(reports).count(), reports);
        child.kill().unwrap();
        child.wait().unwrap();
        let count = home.number("SELECT count(*) FROM users");
        assert!(matches!(count, 0 | 11_000), "{count} accounts after a kill");
        assert_eq!((home.text("PRAGMA integrity_check").as_str(), indexes()), ("ok", before));
        seen.push(count);
    }
    assert!(seen.contains(&0), "no kill came before the end: {seen:?}");
    let runs = vec![args.map(str::to_owned).to_vec(); 2];
    assert!(home.run_all(&runs).iter().all(|outcome| outcome.exit == 0));
    assert_eq!(home.number("SELECT count(*) FROM users"), 11_000);
    assert_eq!((home.text("PRAGMA integrity_check").as_str(), indexes()), ("ok", before));
    assert_eq!(counts(&import(&home, &["u.csv"]).1), [11_000, 0, 0, 11_000, 0]);
}
