//! A whole second sign-in, start to session, in a home of a million accounts: against one of a thousand.
//!
//! Both are simulations, whose password hashing costs next to nothing, so that what remains is what the number of
//! accounts could change; file, commits and syncs are those of any home. Repeat it with `cargo bench --bench scale`; it
//! needs about 2 GB on the disk of the build for a while.

mod support;

use std::process::ExitCode;
use std::time::Duration;

use support::home::{Home, Person, folder};
use support::{Bound, Table, in_turn, timed};

/// Sign-ins measured in each home.
const ROUNDS: usize = 401;

/// Accounts that sign in, spread over the home, so that none has its rows at hand from the time before.
const PEOPLE: u32 = 50;

fn main() -> ExitCode {
    let Some(mut table) = Table::from_args("second sign-in, hashing aside") else {
        return ExitCode::SUCCESS;
    };
    let folder = folder();
    let [mut large, mut small] = [1_000_000, 1_000]
        .map(|accounts| SigningIn::new(Home::simulation(folder.path().join(accounts.to_string()), accounts), accounts));
    let medians = in_turn(ROUNDS, || large.next(), || small.next());
    table.row("1,000,000 accounts / 1,000 accounts", Bound::TimeAtMost(1.1), medians);
    table.finish()
}

struct SigningIn {
    home: Home,
    people: Vec<Person>,
    turn: usize,
}

impl SigningIn {
    fn new(home: Home, accounts: u32) -> Self {
        let people = (0..PEOPLE).map(|i| home.person(1 + i * (accounts / PEOPLE))).collect();
        Self { home, people, turn: 0 }
    }

    fn next(&mut self) -> Duration {
        self.home.next_code();
        let person = &self.people[self.turn % self.people.len()];
        self.turn += 1;
        timed(|| self.home.second_sign_in(person))
    }
}
