//! `vestibule consent publish|documents`: versions of the documents that people accept.

mod support;

use serde_json::json;
use sha2::{Digest, Sha256};
use support::home::TestHome;

#[test]
fn a_published_version_answers_its_digest_and_becomes_the_current_one() {
    let home = TestHome::simulation();
    let text = "# Terms of Service\n\nBe kind.\n";
    home.write("terms.md", text);
    let told = home.json(&["consent", "publish", "terms", "--version", "2026-03", "--file", "terms.md"]);
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(text));
    let first = json!({
        "id": "terms", "version": "2026-03", "title": "Terms of Service", "digest": digest, "minor": false,
        "published_at": "2026-03-02T09:00:00Z", "current": true,
    });
    assert_eq!(told, first);
    assert_eq!(home.json(&["consent", "documents"]), json!([first]));
    home.publish("terms", "2026-04", "# New Terms\n");
    let listed = home.json(&["consent", "documents"]);
    assert_eq!((&listed[0]["current"], &listed[1]["current"]), (&json!(false), &json!(true)));
}

#[test]
fn a_version_is_published_once_and_never_changed() {
    let home = TestHome::simulation();
    home.publish("terms", "1", "# Terms\n");
    let before = home.dump();
    home.write("other.md", "# Other Terms\n");
    for file in ["document.md", "other.md"] {
        let failure = home.fail(&["consent", "publish", "terms", "--version", "1", "--file", file]);
        assert_eq!(failure.told(), (5, "exists"));
    }
    assert_eq!(home.dump(), before);
}

#[test]
fn a_title_is_the_one_given_or_the_first_heading_or_the_id() {
    let home = TestHome::simulation();
    let title = |version: &str, text: &str, more: &[&str]| {
        home.write("document.md", text);
        let args = ["consent", "publish", "terms", "--version", version, "--file", "document.md"];
        home.json(&[&args[..], more].concat())["title"].clone()
    };
    assert_eq!(title("1", "no heading", &[]), "terms");
    assert_eq!(title("2", "\n\n# A heading  \n", &[]), "A heading");
    assert_eq!(title("3", "# A heading\n", &["--title", "Another"]), "Another");
}

#[test]
fn an_empty_document_and_one_that_is_too_large_are_refused() {
    let home = TestHome::simulation();
    for text in [String::new(), " \n\t".to_owned(), "a".repeat((1 << 20) + 1)] {
        home.write("document.md", text);
        let args = ["consent", "publish", "terms", "--version", "1", "--file", "document.md"];
        assert_eq!(home.fail(&args).told(), (2, "usage"));
    }
    home.write("document.md", "a".repeat(1 << 20));
    home.run(&["consent", "publish", "terms", "--version", "1", "--file", "document.md"]).done();
}

#[test]
fn a_document_with_the_line_ends_of_another_system_is_kept_byte_by_byte() {
    let home = TestHome::simulation();
    let text = "# Terms\r\n\r\nÜber alles.\r\n";
    home.publish("terms", "1", text);
    assert_eq!(home.text("SELECT body FROM documents"), text);
}
