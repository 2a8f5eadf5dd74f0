//! Published test values, file by file with each file's own expectations. They are not part of this repository:
//! `VESTIBULE_VECTORS` names their folder, and where it is unset a line on stderr says that nothing was tried.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails where it stands, and reads where the vectors are"
)]

mod support;

#[path = "vectors/addresses.rs"]
mod addresses;
#[path = "vectors/codes.rs"]
mod codes;
#[path = "vectors/imports.rs"]
mod imports;
#[path = "vectors/key_uris.rs"]
mod key_uris;
#[path = "vectors/naughty.rs"]
mod naughty;
#[path = "vectors/odds.rs"]
mod odds;
#[path = "vectors/passwords.rs"]
mod passwords;
#[path = "vectors/smtp.rs"]
mod smtp;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Once;

use serde_json::Value;
use vestibule::journey::policy::TotpAlgorithm;

/// The text of a file of the folder; nothing where no folder is named, which is said once.
fn read(file: &str) -> Option<String> {
    static TOLD: Once = Once::new();
    let Some(folder) = std::env::var_os("VESTIBULE_VECTORS") else {
        // Written past the test harness, which keeps what a passing test prints to itself.
        TOLD.call_once(|| {
            let _ = writeln!(std::io::stderr(), "VESTIBULE_VECTORS is unset: the published vectors are skipped.");
        });
        return None;
    };
    let path = PathBuf::from(folder).join(file);
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// A file's document.
fn document(file: &str) -> Option<Value> {
    read(file).map(|text| serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}")))
}

/// The rows of a document's table.
fn rows<'a>(document: &'a Value, table: &str) -> &'a [Value] {
    let rows = document[table].as_array().filter(|rows| !rows.is_empty());
    rows.unwrap_or_else(|| panic!("there are no rows in {table}"))
}

/// Checks every row of a file's table.
fn each(file: &str, table: &str, mut check: impl FnMut(&Value)) {
    if let Some(document) = document(file) {
        rows(&document, table).iter().for_each(&mut check);
    }
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("there is no text {key} in {row}"))
}

fn number(row: &Value, key: &str) -> u32 {
    let found = row[key].as_u64().unwrap_or_else(|| panic!("there is no number {key} in {row}"));
    u32::try_from(found).unwrap()
}

fn algorithm(name: &str) -> TotpAlgorithm {
    [TotpAlgorithm::SHA1, TotpAlgorithm::SHA256, TotpAlgorithm::SHA512]
        .into_iter()
        .find(|algorithm| algorithm.as_str().eq_ignore_ascii_case(name))
        .unwrap_or_else(|| panic!("{name} is no algorithm"))
}
