//! What rows of our own columns do.

use super::support::home::{ADA, BOB, PASSWORD, TestHome};
use super::{counts, import, rejects, valid};

const HASH: &str = "$argon2id$v=19$m=65536,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno";

#[test]
fn the_document_has_the_counts_and_every_reject_of_a_row() {
    let home = TestHome::simulation();
    home.write(
        "u.csv",
        "state,address,project_type,name\r\nenabled,ada@example.org,enterprise,Ada\r\n\r\non,bob@example.org,big,Bob\r\n",
    );
    let outcome = home.run(&["--output", "json", "import", "u.csv", "--yes"]);
    assert_eq!(
        outcome.stdout,
        "{\"read\":2,\"created\":1,\"updated\":0,\"unchanged\":0,\"rejected\":1,\"rejects\":[\
         {\"line\":4,\"field\":\"project_type\",\"code\":\"project_type\",\"message\":\"It must be enterprise or sme.\"},\
         {\"line\":4,\"field\":\"state\",\"code\":\"state\",\"message\":\"It must be enabled or disabled.\"}]}\n"
    );
    assert_eq!(outcome.failure().told(), (3, "rows_rejected"));
    assert_eq!(home.number("SELECT count(*) FROM users"), 1);
}

#[test]
fn f20_the_same_file_again_changes_nothing() {
    let home = TestHome::simulation();
    home.publish_samples();
    let text = format!(
        "address,name,project_type,password_hash,state,external_id,totp_secret,consents,created_at\n\
         {ADA},\"Ada, Countess\",enterprise,\"{HASH}\",enabled,x1,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,\
         terms@1.0=2026-01-01T00:00:00Z;privacy@1.0,2025-01-01T00:00:00Z\n\
         {BOB},Bob,sme,none,disabled,x2,,,\n"
    );
    home.write("u.csv", text);
    let (exit, report) = import(&home, &["u.csv"]);
    assert_eq!((exit, counts(&report)), (0, [2, 2, 0, 0, 0]));
    let before = home.dump();
    let (exit, report) = import(&home, &["u.csv"]);
    assert_eq!((exit, counts(&report)), (0, [2, 0, 0, 2, 0]));
    let stream = |dump: &str| dump.lines().filter(|line| !line.contains("simulation |")).collect::<Vec<_>>().join("\n");
    assert_eq!(stream(&before), stream(&home.dump()));
    assert_eq!(home.number("SELECT count(*) FROM receipts WHERE how = 'import'"), 2);
    assert_eq!(home.text("SELECT name FROM users WHERE address_key = 'ada@example.org'"), "Ada, Countess");
}

#[test]
fn c12_f20_one_account_stands_once_in_a_file_in_whatever_spelling() {
    let home = TestHome::simulation();
    home.write("u.jsonl", "{\"address\":\"éva@bücher.example\"}\n{\"address\":\"E\u{301}VA@XN--BCHER-KVA.example\"}\n");
    let (exit, report) = import(&home, &["u.jsonl"]);
    assert_eq!((exit, counts(&report)), (3, [2, 1, 0, 0, 1]));
    assert_eq!(rejects(&report), [(2, "address".into(), "duplicate".into())]);
    let (_, report) = import(&home, &["u.jsonl"]);
    assert_eq!(counts(&report), [2, 0, 0, 1, 1]);
}

#[test]
fn a_password_in_the_clear_is_hashed_and_obeys_the_rules() {
    let home = TestHome::simulation();
    home.publish_samples();
    home.write(
        "u.jsonl",
        format!(
            "{{\"address\":\"{ADA}\",\"password\":\"{PASSWORD}\"}}\n{{\"address\":\"{BOB}\",\"password\":\"short\"}}\n"
        ),
    );
    let (exit, report) = import(&home, &["u.jsonl"]);
    assert_eq!((exit, counts(&report)), (3, [2, 1, 0, 0, 1]));
    assert!(
        rejects(&report)
            .iter()
            .all(|(line, field, code)| (*line, field.as_str(), code.as_str()) == (2, "password", "password_rule"))
    );
    assert!(!home.dump().contains(PASSWORD));
    home.sign_in_first(ADA);
    let (_, report) = import(&home, &["u.jsonl"]);
    assert_eq!(counts(&report), [2, 0, 0, 1, 1]);
}

#[test]
fn a_dry_run_says_what_it_would_do_row_by_row_and_does_nothing() {
    let home = TestHome::simulation();
    home.add_user(ADA, "enterprise");
    home.write("u.csv", format!("address,name,project_type\n{ADA},Ada,sme\n{BOB},Bob,sme\n"));
    let before = home.dump();
    let outcome = home.json(&["import", "u.csv", "--dry-run"]);
    valid("import", &outcome);
    assert_eq!(counts(&outcome), [2, 1, 1, 0, 0]);
    assert_eq!(outcome["changes"][0]["fields"][1]["before"], "enterprise");
    assert_eq!(outcome["changes"][1]["action"], "create");
    assert_eq!(before, home.dump());
}

#[test]
fn nothing_is_imported_unless_it_is_confirmed() {
    let home = TestHome::simulation();
    home.write("u.csv", format!("address\n{ADA}\n"));
    assert_eq!(home.fail(&["import", "u.csv"]).told(), (2, "usage"));
    assert_eq!(home.number("SELECT count(*) FROM users"), 0);
}

#[test]
fn stdin_packed_files_and_other_delimiters_are_read_as_they_are() {
    let text = format!("\u{feff}address;name\r\n{ADA};Ada\r\n");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gz, text.as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    let zst = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    for (name, bytes) in [("u.csv", text.clone().into_bytes()), ("u.csv.gz", gz), ("u.csv.zst", zst)] {
        let home = TestHome::simulation();
        home.write(name, &bytes);
        let (exit, report) = import(&home, &[name, "--delimiter", "auto"]);
        assert_eq!((exit, counts(&report)), (0, [1, 1, 0, 0, 0]), "{name}");
        let args = ["--output", "json", "--yes", "import", "-", "--format", "csv", "--delimiter", ";"];
        let again = home.run_with_stdin(&args, &bytes).done().json();
        assert_eq!(counts(&again), [1, 0, 0, 1, 0], "{name}");
    }
}

#[test]
fn c19_a_password_that_bcrypt_cut_lets_in_once_and_owes_a_new_one_or_is_none() {
    let home = TestHome::simulation();
    home.publish_samples();
    let long = "Correct-horse-7-".repeat(5);
    let hash = bcrypt::hash_with_salt(&long, 4, [7; 16]).unwrap().to_string();
    home.write("u.csv", format!("address,project_type,password_hash\n{ADA},sme,{hash}\n"));
    home.write("b.csv", format!("address,project_type,password_hash\n{BOB},sme,{hash}\n"));
    import(&home, &["u.csv"]);
    import(&home, &["b.csv", "--hash-dialect", "passlib"]);
    assert_eq!(home.journey().sign_in(ADA, &long).code(), "credentials_wrong");
    assert_eq!(home.journey().sign_in(ADA, &long[..72]).state(), "device_unrecognized");
    let journey = home.journey();
    assert_eq!(journey.sign_in(BOB, &long[1..]).code(), "credentials_wrong");
    assert_eq!(journey.sign_in(BOB, &long).state(), "device_unrecognized");
    journey.submit("ok", &[]);
    journey.verify(&home.otp()).at("password_change");
    assert_eq!(home.number("SELECT count(*) FROM audit WHERE action = 'user.password_due'"), 1);
    for (args, exit, told) in [(&[][..], 3, "hash_mismatch"), (&["--dialect", "passlib"], 0, "\"partial\":true")] {
        let verify = ["--output", "json", "user", "verify-hash", "--password-stdin", &hash];
        let outcome = home.run_with_stdin(&[&verify[..], args].concat(), &long);
        assert_eq!(outcome.exit, exit);
        assert!(outcome.to_string().contains(told), "{outcome}");
    }
}

#[test]
fn v15_3_3_v1_5_2_a_key_that_is_no_field_rejects_its_row() {
    let home = TestHome::simulation();
    let lines = [
        format!("{{\"address\":\"{ADA}\",\"role\":\"admin\"}}"),
        format!("{{\"address\":\"{ADA}\",\"mfa_verified\":true,\"state\":7}}"),
        format!("{{\"address\":\"{ADA}\",\"name\":\"a\",\"name\":\"b\"}}"),
        format!("{{\"address\":\"{ADA}\",\"name\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000)),
        "[]".to_owned(),
    ];
    home.write("u.jsonl", lines.join("\n"));
    let (exit, report) = import(&home, &["u.jsonl"]);
    assert_eq!((exit, counts(&report)), (3, [5, 0, 0, 0, 5]));
    let expected = [
        (1, "role", "unknown_field"),
        (2, "mfa_verified", "unknown_field"),
        (2, "state", "type"),
        (3, "row", "json"),
        (4, "row", "json"),
        (5, "row", "json"),
    ];
    assert_eq!(rejects(&report), expected.map(|(line, field, code)| (line, field.to_owned(), code.to_owned())));
    home.write("u.csv", "address,role\nada@example.org,admin\n");
    assert_eq!(home.fail(&["--yes", "import", "u.csv"]).told(), (3, "import_file"));
}
