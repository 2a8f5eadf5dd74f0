//! Snapshots beside scripts, and reports.

use super::{Folder, GRACE, command, ran};

#[test]
fn a_new_script_is_reported_and_not_passed() {
    let folder = Folder::with(GRACE);
    let checked = folder.run(&["a.toml", "--check"]);
    assert_eq!(checked.code, 3);
    assert!(checked.err.contains("a.transcript is not there: the script is new"), "{}", checked.err);
    assert!(checked.out.starts_with("Grace\n=====\n"), "{}", checked.out);
    assert_eq!(folder.run(&["a.toml"]).code, 0);
}

#[test]
fn update_writes_what_check_then_finds() {
    let folder = Folder::with(GRACE);
    let updated = folder.run(&["a.toml", "--update"]);
    assert_eq!(updated.code, 0, "{}", updated.err);
    assert_eq!(updated.out, format!("{}\n1 script: 1 passed.\n", folder.read("a.transcript")));
    assert_eq!(folder.run(&["a.toml", "--check"]).code, 0);
}

#[test]
fn a_transcript_that_changed_is_found_and_shown() {
    let folder = Folder::with(GRACE);
    assert_eq!(folder.run(&["a.toml", "--update"]).code, 0);
    let kept = folder.read("a.transcript");
    folder.write("a.transcript", &kept.replace("5 attempts left", "9 attempts left"));
    let line = 1 + kept.lines().position(|line| line.contains("5 attempts left")).expect("it says so");
    let checked = folder.run(&["a.toml", "--check"]);
    assert_eq!(checked.code, 3);
    assert!(
        checked.err.contains(&format!("a.transcript, line {line}: the transcript is another one now")),
        "{}",
        checked.err
    );
    let shown = folder.run(&["a.toml", "--diff"]);
    assert_eq!(shown.code, 3);
    assert!(
        shown.out.contains("\n-    9 attempts left. 2 mails left.\n+    5 attempts left. 2 mails left.\n"),
        "{}",
        shown.out
    );
}

#[test]
fn a_snapshot_with_crlf_is_told_apart() {
    let folder = Folder::with(GRACE);
    assert_eq!(folder.run(&["a.toml", "--update"]).code, 0);
    folder.write("a.transcript", &folder.read("a.transcript").replace('\n', "\r\n"));
    let checked = folder.run(&["a.toml", "--check"]);
    assert_eq!(checked.code, 3);
    assert!(checked.err.contains("a.transcript has CRLF line ends"), "{}", checked.err);
}

#[test]
fn a_script_that_misses_an_expectation_never_becomes_a_snapshot() {
    let folder = Folder::with(&format!("{GRACE}expect = {{ exit = 6 }}\n"));
    assert_eq!(folder.run(&["a.toml", "--update"]).code, 3);
    assert!(!folder.file("a.transcript").exists());
}

#[test]
fn a_build_server_checks_without_being_asked() {
    let folder = Folder::with(GRACE);
    let on_server = ran(command(folder.path(), &["-q", "run", "a.toml"]).env("CI", "true"));
    assert_eq!(on_server.code, 3, "{}", on_server.out);
    assert_eq!(ran(command(folder.path(), &["-q", "run", "a.toml"]).env("CI", "false")).code, 0);
}

#[test]
fn reports_are_written_beside_what_is_printed() {
    let folder = Folder::with(GRACE);
    folder.write(
        "b.toml",
        &format!("{}expect = {{ screen = \"consent\" }}\n", GRACE.replace("\"Grace\"\n[[u", "\"<B> & co\"\n[[u")),
    );
    let run = folder.run(&[".", "--report", "junit=r.xml", "--report", "json=r.json"]);
    assert_eq!(run.code, 3);
    let xml = folder.read("r.xml");
    assert!(xml.contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""), "{xml}");
    assert!(
        xml.contains("name=\"&lt;B&gt; &amp; co\">\n      <failure message=\"./b.toml, line 14: step 3: "),
        "{xml}"
    );
    let json: serde_json::Value = serde_json::from_str(&folder.read("r.json")).expect("JSON");
    assert_eq!(json["summary"]["failed"], 1);
    assert_eq!(json["scripts"][1]["steps"][2]["missed"][0]["line"], 14);
    assert_eq!(folder.run(&["a.toml", "--report", "junit=gone/r.xml"]).code, 7);
    assert_eq!(folder.run(&["a.toml", "--report", "html"]).code, 2);
}
