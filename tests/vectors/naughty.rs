//! Naughty strings in every place that takes free text: kept as they are, shown harmless, and of no effect elsewhere.

use std::collections::BTreeSet;

use rusqlite::Connection;
use secrecy::SecretString;
use serde_json::Value;
use vestibule::credentials::password::Hasher;
use vestibule::journey::policy::{Argon2Cost, ProjectType};
use vestibule::ports::{Entropy, EntropyError};
use vestibule::render;
use vestibule::service::Service;
use vestibule::service::accounts::{AccountDraft, FirstPassword};
use vestibule::service::journey::Origin;
use vestibule::service::journey::fields::Fields;

use crate::support::home::TestHome;
use crate::{document, rows};

fn strings() -> Option<Vec<String>> {
    let document = document("blns.json")?;
    let strings: Vec<String> = rows(&document, "strings").iter().filter_map(Value::as_str).map(str::to_owned).collect();
    assert_eq!(Some(strings.len() as u64), document["count"].as_u64());
    Some(strings)
}

struct Fixed;

impl Entropy for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError> {
        out.fill(7);
        Ok(())
    }
}

#[test]
fn v6_2_8_every_naughty_string_is_a_password_of_its_own() {
    let Some(strings) = strings() else { return };
    let (hasher, cost) = (Hasher::new(2), Argon2Cost { m: 8, t: 1, p: 1 });
    let mut hashes = BTreeSet::new();
    for text in &strings {
        let password = SecretString::from(text.as_str());
        let Ok(phc) = hasher.hash(&password, cost, &Fixed) else {
            assert!(text.chars().count() > 1024, "{text:?}");
            continue;
        };
        assert!(hasher.verify(&password, &phc, cost).unwrap().matches, "{text:?}");
        let more = SecretString::from(format!("{text} "));
        assert!(!hasher.verify(&more, &phc, cost).unwrap().matches, "{text:?}");
        hashes.insert(phc);
    }
    let distinct: BTreeSet<&String> = strings.iter().collect();
    assert!(hashes.len() + 5 >= distinct.len(), "only what NFC makes equal is equal");
}

#[test]
fn v1_2_3_v1_2_4_v16_4_1_naughty_strings_go_in_and_come_out_and_do_nothing_else() {
    let Some(strings) = strings() else { return };
    let home = TestHome::simulation();
    let mut service = Service::open(&home.path()).unwrap();
    let schema = home.text("SELECT group_concat(sql, ';') FROM sqlite_schema");
    let sqlite = Connection::open_in_memory().unwrap();
    let journey = service.start_journey(&Origin::default()).unwrap().journey;
    let mut added = 0;
    for (n, text) in strings.iter().enumerate() {
        let address = format!("p{n}@example.org");
        let draft = AccountDraft {
            address: &address,
            name: Some(text),
            project_type: ProjectType::Sme,
            password: FirstPassword::None,
            if_absent: false,
        };
        if let Ok(made) = service.add_account(&draft) {
            added += 1;
            let json = serde_json::to_string(&made).unwrap();
            let theirs: String = sqlite.query_row("SELECT json_extract(?1, '$.name')", [&json], |r| r.get(0)).unwrap();
            assert_eq!(&theirs, text);
            let shown = render::accounts::account(&made.account);
            let harmful = shown.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(harmful, None, "{shown:?}");
        } else {
            assert!(text.chars().any(char::is_control) || text.chars().count() > 200, "{text:?}");
        }
        let fields = Fields::none().with("email", text.as_str()).with("password", text.as_str());
        let answer = service.submit(&journey, "sign_in", &fields);
        assert!(answer.is_err() || answer.unwrap().state == "sign_in", "{text:?}");
        assert!(service.submit(text, text, &Fields::none()).is_err(), "{text:?} is no journey");
        assert_eq!(service.check_session(text).unwrap().map(|session| session.id), None);
        assert!(service.show_account(text).is_err(), "{text:?} is no account");
        assert!(service.show_mail(text).is_err(), "{text:?} is no mail");
        if n % 4 == 0 {
            let origin = Origin { device: Some(text.as_str().into()), user_agent: Some(text.clone()), source: None };
            let id = service.start_journey(&origin).unwrap().journey;
            let history = render::accounts::history(&service.journey_history(&id).unwrap());
            assert!(!history.chars().any(|c| c.is_control() && c != '\n'), "{history:?}");
        }
    }
    assert_eq!(home.number("SELECT count(*) FROM users"), added);
    assert_eq!(home.text("SELECT group_concat(sql, ';') FROM sqlite_schema"), schema);
    assert_eq!(home.number("SELECT count(*) FROM sessions") + home.number("SELECT count(*) FROM devices"), 0);
    let lines = "SELECT count(*) FROM audit WHERE coalesce(detail, '') LIKE '%' || char(10) || '%'";
    assert_eq!(home.number(lines), 0, "one event is one line");
}
