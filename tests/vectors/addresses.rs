//! Mail addresses: which are taken, and which are the same.

use std::collections::HashSet;

use serde_json::Value;
use vestibule::mail::{Address, AddressError};

use crate::{document, each, rows, text};

#[test]
fn v2_2_1_addresses_of_the_isemail_corpus() {
    let Some(document) = document("email_addresses.json") else { return };
    let disputed: HashSet<&str> = rows(&document, "disagreements_to_review").iter().filter_map(Value::as_str).collect();
    let mut wrong = Vec::new();
    for row in rows(&document, "vectors") {
        let address = text(row, "address");
        let taken = Address::parse(address);
        let must_accept = row["must_accept_candidate"] == true && !disputed.contains(address);
        let must_reject = row["must_reject"] == true || row["category"] == "ISEMAIL_RFC5321";
        if (must_accept && taken.is_err()) || (must_reject && taken.is_ok()) {
            wrong.push(format!("{} {address:?}: {taken:?}", row["id"]));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    // The disputed one has 65 bytes before the @, one more than RFC 5321 §4.5.3.1.1 allows.
    for address in disputed {
        assert_eq!(Address::parse(address), Err(AddressError::LocalTooLong));
    }
}

#[test]
fn c12_addresses_are_equal_where_their_nfc_is() {
    let Some(document) = document("unicode_normalisation.json") else { return };
    for row in rows(&document, "password_equality") {
        let key = |name| Address::parse(&format!("{}@example.org", text(row, name))).map(|a| a.key().to_owned());
        if let (Ok(a), Ok(b)) = (key("a"), key("b")) {
            assert_eq!(a == b, row["equal_nfc"] == true, "{row}");
        }
    }
}

#[test]
fn c12_names_of_rfc_8265_that_case_maps_to_one_are_one_address() {
    each("unicode_normalisation.json", "precis", |row| {
        if text(row, "profile") != "UsernameCaseMapped" || text(row, "input").contains('@') {
            return;
        }
        let key = |name| Address::parse(&format!("{}@example.org", text(row, name))).map(|a| a.key().to_owned());
        match text(row, "expect") {
            // Two rows are no user names for reasons that do not hold for an address.
            "reject" => assert!(key("input").is_err() || ["henry\u{2163}", "\u{221e}"].contains(&text(row, "input"))),
            _ => assert_eq!(key("input").unwrap(), key("expect").unwrap(), "{row}"),
        }
    });
}
