//! The audit trail: what it costs to verify, and what it costs a step of a journey.
//!
//! Verifying walks the whole trail, each row's hash and keyed digest included, against reading the same columns of the
//! same rows and doing nothing with them. A step is a wrong mailed code, against the same step without what its row
//! adds to the transaction.
//!
//! Repeat it with `cargo bench --bench audit`.

mod support;

use std::process::ExitCode;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use support::home::{Home, PASSWORD, address, folder};
use support::{Bound, Medians, Table, in_turn, timed};
use vestibule::credentials::keyring::{Keyring, Purpose};
use vestibule::service::audit::row_hash;
use vestibule::service::journey::answer::Trouble;
use vestibule::service::journey::fields::Fields;
use vestibule::store::{AuditRow, Store};

/// Rows of the long trail.
const ROWS: i64 = 1_000_000;

/// Wrong codes that a journey takes without ending, by the policy of a new home.
const CODES_A_JOURNEY: usize = 4;

/// Journeys that an account's mails in an hour allow, by the policy of a new home.
const JOURNEYS_AN_ACCOUNT: usize = 9;

const JOURNEYS_A_ROUND: usize = 3;
const STEPS_A_ROUND: usize = CODES_A_JOURNEY * JOURNEYS_A_ROUND;
const ROUNDS: usize = 51;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("audit trail, 1,000,000 rows; one step, WAL, synchronous=FULL") else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    verify(&mut table, Home::simulation(folder.path().join("long"), 1));
    step(&mut table, Home::simulation(folder.path().join("steps"), 1_000));
    table.finish()
}

fn verify(table: &mut Table, home: Home) {
    let mut store = Store::open(&home.folder.join("vestibule.db")).expect("the database opens");
    let keyring = &home.service.world.keyring;
    for _ in 0..ROWS / 10_000 {
        store.write(|db| (0..10_000).try_for_each(|_| append(db, keyring))).expect("rows can be written");
    }
    let bare = home.database();
    bare.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("the log is written back");
    table.compare(
        "verify / read the rows bare",
        Bound::TimeAtMost(1.8),
        7,
        || assert!(home.service.verify_audit(None).expect("it is whole").rows > ROWS),
        || assert!(read(&bare) > 0),
    );
}

/// Appends a row as long as most are.
fn append(db: vestibule::store::Db<'_>, keyring: &Keyring) -> Result<(), vestibule::store::StoreError> {
    let head = db.audit_head()?;
    let seq = head.count + 1;
    let mut row = AuditRow {
        seq,
        at: db.home()?.latest_at,
        actor: format!("usr_{seq:024}"),
        action: "journey.otp".to_owned(),
        subject: format!("jrh_{seq:012}"),
        outcome: "done".to_owned(),
        source: Some("192.0.2.7".to_owned()),
        detail: Some(r#"{"from":"otp_verification","to":"consent"}"#.to_owned()),
        hash: [0; 32],
    };
    row.hash = row_hash(&mut Vec::new(), &head.hash, &row.bytes());
    let parts: [&[u8]; 2] = [&seq.to_be_bytes(), &row.hash];
    db.append_audit(&row, &keyring.mac(Purpose::AuditRow, &parts), &keyring.mac(Purpose::AuditHead, &parts))
}

fn read(database: &Connection) -> usize {
    let sql = "SELECT seq, at, actor, action, subject, outcome, source, detail, hash, mac FROM audit ORDER BY seq";
    let mut statement = database.prepare_cached(sql).expect("the table is there");
    let mut rows = statement.query([]).expect("it can be read");
    let mut bytes = 0;
    while let Some(row) = rows.next().expect("it can be read") {
        for column in 0..10 {
            bytes += match row.get_ref(column).expect("the column is there") {
                ValueRef::Text(text) | ValueRef::Blob(text) => text.len(),
                _ => 8,
            };
        }
    }
    bytes
}

fn step(table: &mut Table, mut home: Home) {
    let journeys = waiting_for_a_code(&mut home, (ROUNDS + 1) * JOURNEYS_A_ROUND);
    let mut rounds = journeys.chunks(JOURNEYS_A_ROUND);
    let mut steps = || {
        let round = rounds.next().expect("there is a chunk for every round");
        timed(|| round.iter().for_each(|id| wrong_codes(&mut home, id)))
    };
    let folder = folder();
    let side = Home::simulation(folder.path().join("side"), 1_000);
    let mut store = Store::open(&side.folder.join("vestibule.db")).expect("the database opens");
    let keyring = &side.service.world.keyring;
    // The commit, with a write to the home's row, is in both; the row of the trail is in one of them.
    let mut commits = |with_row: bool| {
        timed(|| {
            for _ in 0..STEPS_A_ROUND {
                let written = store.write(|db| {
                    db.take_mail_sequence()?;
                    if with_row { append(db, keyring) } else { Ok(()) }
                });
                written.expect("a row can be written");
            }
        })
    };
    let (mut with, mut without) = (Vec::new(), Vec::new());
    let medians = in_turn(
        ROUNDS,
        || {
            with.push(commits(true));
            without.push(commits(false));
            steps()
        },
        || Duration::ZERO,
    );
    let row = support::median(with).saturating_sub(support::median(without));
    let baseline = medians.ours.saturating_sub(row);
    table.row("step / step without its row", Bound::TimeAtMost(1.2), Medians { ours: medians.ours, baseline });
    table.note(&format!("one row: {:.1} us of a step", row.as_secs_f64() * 1e6 / STEPS_A_ROUND as f64));
}

/// Journeys of several accounts, each at the screen that asks for the mailed code.
fn waiting_for_a_code(home: &mut Home, count: usize) -> Vec<String> {
    let journey = |i: usize| {
        let journey = home.start(None);
        home.sign_in(&journey, &address(1 + (i / JOURNEYS_AN_ACCOUNT) as u32), PASSWORD);
        let answer = home.service.submit(&journey, "ok", &Fields::none()).expect("a mail is sent");
        assert_eq!(answer.state, "otp_verification", "{:?}", answer.error);
        journey
    };
    (0..count).map(journey).collect()
}

fn wrong_codes(home: &mut Home, journey: &str) {
    for _ in 0..CODES_A_JOURNEY {
        let answer = home.verify(journey, "000000".into());
        assert_eq!(answer.error, Some(Trouble::OtpWrong));
    }
}
