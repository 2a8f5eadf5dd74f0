//! One step of a journey without password hashing, a wrong mailed code, through the service on a home on the disk:
//! against bare single-row commits with the same journal and the same syncs.
//!
//! Repeat it with `cargo bench --bench commits`.

mod support;

use std::path::Path;
use std::process::ExitCode;

use rusqlite::{Connection, TransactionBehavior};
use support::home::{Home, PASSWORD, address, folder};
use support::{Bound, Table};
use vestibule::service::journey::answer::Trouble;
use vestibule::service::journey::fields::Fields;

const ROUNDS: usize = 101;

/// Wrong codes that a journey takes without ending, by the policy of a new home.
const CODES_A_JOURNEY: usize = 4;

/// Journeys that an account's mails in an hour allow, by the policy of a new home.
const JOURNEYS_AN_ACCOUNT: usize = 9;

/// Enough commits for the log to be written back now and then, as it is in use.
const JOURNEYS_A_ROUND: usize = 3;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("one step, WAL, synchronous=FULL") else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    let mut baseline = open(&folder.path().join("baseline.db")).expect("a database can be made");
    let mut home = Home::simulation(folder.path().join("home"), 1_000);
    let journeys = waiting_for_a_code(&mut home, (ROUNDS + 1) * JOURNEYS_A_ROUND);
    let mut rounds = journeys.chunks(JOURNEYS_A_ROUND);
    let medians = table.compare(
        "wrong mailed code / bare commit",
        Bound::RateAtLeast(0.8),
        ROUNDS,
        || rounds.next().expect("there is a chunk for every round").iter().for_each(|id| wrong_codes(&mut home, id)),
        || commits(&mut baseline).expect("a row can be written"),
    );
    let rate = |round: std::time::Duration| (CODES_A_JOURNEY * JOURNEYS_A_ROUND) as f64 / round.as_secs_f64();
    table.note(&format!("{:.0} steps, {:.0} commits a second", rate(medians.ours), rate(medians.baseline)));
    table.finish()
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

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let database = Connection::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute_batch("CREATE TABLE step (id INTEGER PRIMARY KEY, event TEXT NOT NULL) STRICT")?;
    Ok(database)
}

fn commits(database: &mut Connection) -> rusqlite::Result<()> {
    for _ in 0..CODES_A_JOURNEY * JOURNEYS_A_ROUND {
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.prepare_cached("INSERT INTO step (event) VALUES (?1)")?.execute(["code_requested"])?;
        transaction.commit()?;
    }
    Ok(())
}
