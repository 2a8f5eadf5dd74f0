//! The search: every journey that events can lead to, nearest first.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::super::policy::Policy;
use super::super::{Authenticator, Consent, Event, Facts, Journey, PasswordDue, Proof, Refused, State, Step};

/// Every event that carries no facts.
pub const PLAIN: [Event; 20] = [
    Event::PasswordBad,
    Event::CodeRequested,
    Event::OtpOk,
    Event::OtpBad,
    Event::TotpOk,
    Event::RecoveryCodeOk,
    Event::ChallengeBad,
    Event::PasswordChanged,
    Event::Accepted,
    Event::Declined,
    Event::Activated,
    Event::Confirmed,
    Event::ConfirmBad,
    Event::SetupOk,
    Event::SetupBad,
    Event::Acknowledged,
    Event::Abandoned,
    Event::Expired,
    Event::Superseded,
    Event::Disabled,
];

/// Every combination of facts that a database can hold, in a fixed order.
pub fn every_facts() -> Vec<Facts> {
    let mut all = Vec::with_capacity(72);
    for device_trusted in [false, true] {
        for authenticator in [Authenticator::None, Authenticator::Active, Authenticator::Disabled] {
            let due = [PasswordDue::Expired, PasswordDue::Temporary, PasswordDue::Reset].map(Some);
            for password_due in [None].into_iter().chain(due) {
                for consent in [Consent::Settled, Consent::Due, Consent::Unavailable] {
                    all.push(Facts { device_trusted, authenticator, password_due, consent });
                }
            }
        }
    }
    all
}

/// The same facts with one reason for a password change standing for all three.
pub fn plain_facts(facts: Facts) -> Facts {
    Facts { password_due: facts.password_due.map(|_| PasswordDue::Expired), ..facts }
}

/// The events that a search tries.
///
/// Why a password must change is a word on the screen and decides nothing, so that one reason stands for
/// all three; and after the first right password another one is tried with the journey's own facts alone.
/// Both halve the search and lose nothing as long as the machine does not look at what is left out, which
/// the property `payloads_alike` tries with every facts.
#[derive(Debug, Clone)]
pub struct Alphabet {
    first: Vec<Event>,
    later: Vec<Event>,
}

impl Alphabet {
    /// Every event, with facts changing at any time.
    pub fn full() -> Self {
        Self::new(true)
    }

    /// Every event but changes of facts: what a person meets whose account nobody touches meanwhile.
    pub fn undisturbed() -> Self {
        Self::new(false)
    }

    fn new(changes: bool) -> Self {
        let mut facts: Vec<Facts> = every_facts().into_iter().map(plain_facts).collect();
        facts.sort_unstable();
        facts.dedup();
        let mut later = PLAIN.to_vec();
        if changes {
            later.extend(facts.iter().copied().map(Event::FactsChanged));
        }
        let mut first = later.clone();
        first.extend(facts.into_iter().map(Event::PasswordOk));
        Self { first, later }
    }

    fn events(&self, journey: &Journey) -> impl Iterator<Item = Event> {
        let known = if journey.facts.is_some() { &self.later } else { &self.first };
        known.iter().copied().chain(journey.facts.map(Event::PasswordOk))
    }
}

/// One answer of the machine to one event.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The number of the journey that was asked, for [`Space::path`].
    pub number: u32,
    /// The journey that was asked.
    pub from: &'a Journey,
    /// What happened.
    pub event: Event,
    /// The step, or why there is none.
    pub outcome: &'a Result<Step, Refused>,
}

/// What a search found. Open journeys are kept and numbered in the order of their distance from the
/// start; ends are only counted, since nothing follows them.
#[derive(Debug, Default)]
pub struct Space {
    open: Vec<Journey>,
    cause: Vec<(u32, Event)>,
    /// Steps between two different open journeys, but for changes of facts: who can go on, and where to.
    pub ways: Vec<(u32, u32)>,
    /// Open journeys that one step signs in.
    pub last_steps: Vec<u32>,
    /// Steps taken.
    pub transitions: u64,
    /// Events refused.
    pub refusals: u64,
}

impl Space {
    /// The open journeys, nearest to the start first.
    pub fn open(&self) -> &[Journey] {
        &self.open
    }

    /// A shortest list of events from the start to the open journey of that number.
    pub fn path(&self, number: u32) -> Vec<Event> {
        let mut events = Vec::new();
        let mut at = number;
        while at != 0 {
            let (before, event) = self.cause[at as usize];
            events.push(event);
            at = before;
        }
        events.reverse();
        events
    }

    fn note(&mut self, known: &mut Known, answer: &Answer<'_>, to: Journey, watch: &mut impl Watch) {
        if to.state == State::SignedIn {
            self.last_steps.push(answer.number);
        }
        if to.state.is_end() {
            return;
        }
        let number = known.number(&to);
        let found = match *number {
            Some(found) => found,
            None if !watch.met(answer) => return,
            None => {
                let next = self.open.len() as u32;
                self.open.push(to);
                self.cause.push((answer.number, answer.event));
                *number.insert(next)
            }
        };
        if found != answer.number && !matches!(answer.event, Event::FactsChanged(_)) {
            self.ways.push((answer.number, found));
        }
    }
}

/// Finds every journey that the machine reaches from the start.
pub fn explore(policy: &Policy) -> Space {
    walk(policy, super::super::step, &Alphabet::full(), &mut |_: &Answer<'_>| ())
}

/// Who looks on while a search goes on.
pub trait Watch {
    /// Sees every answer; the search goes on from those steps for which it says `true`.
    fn answered(&mut self, answer: &Answer<'_>) -> bool;

    /// Sees the step by which an open journey is met for the first time, once more; the search keeps
    /// those journeys for which it says `true`.
    fn met(&mut self, _answer: &Answer<'_>) -> bool {
        true
    }

    /// Whether enough was seen, so that the search may stop.
    fn is_done(&self) -> bool {
        false
    }
}

impl<F: FnMut(&Answer<'_>)> Watch for F {
    fn answered(&mut self, answer: &Answer<'_>) -> bool {
        self(answer);
        true
    }
}

/// Searches breadth first through `machine`.
pub fn walk<M>(policy: &Policy, machine: M, alphabet: &Alphabet, watch: &mut impl Watch) -> Space
where
    M: Fn(&Policy, &Journey, Event) -> Result<Step, Refused>,
{
    let start = Journey::default();
    let mut space = Space { open: vec![start], cause: vec![(0, Event::PasswordBad)], ..Space::default() };
    let mut known = Known::default();
    *known.number(&start) = Some(0);
    let mut number = 0;
    while let Some(&from) = space.open.get(number as usize)
        && !watch.is_done()
    {
        for event in alphabet.events(&from) {
            let outcome = machine(policy, &from, event);
            let answer = Answer { number, from: &from, event, outcome: &outcome };
            let follow = watch.answered(&answer);
            match &outcome {
                Err(_) => space.refusals += 1,
                Ok(step) => {
                    space.transitions += 1;
                    if follow {
                        space.note(&mut known, &answer, step.journey, watch);
                    }
                }
            }
        }
        number += 1;
    }
    space
}

/// The numbers of the journeys met so far: for each state and history one row, with a place for every
/// facts, because a change of facts is the most frequent step and then finds its places side by side.
#[derive(Default)]
struct Known {
    rows: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    numbers: Vec<[Option<u32>; PLACES]>,
    /// The row found last for each state, because one journey's steps mostly share their history.
    recent: [(u64, u32); STATES],
}

/// No facts, or one of the 72.
const PLACES: usize = 73;

/// States, each reason of an end apart.
const STATES: usize = 17;

impl Known {
    fn number(&mut self, journey: &Journey) -> &mut Option<u32> {
        let (key, place) = key(journey);
        let recent = &mut self.recent[state_number(journey.state) as usize];
        if recent.0 != key || self.numbers.is_empty() {
            let next = self.numbers.len() as u32;
            let row = *self.rows.entry(key).or_insert(next);
            if row == next {
                self.numbers.push([None; PLACES]);
            }
            *recent = (key, row);
        }
        &mut self.numbers[recent.1 as usize][place]
    }
}

/// The row and the place of a journey; two journeys share both only if they are equal.
fn key(journey: &Journey) -> (u64, usize) {
    let Journey { state, facts, history: h } = journey;
    let state = state_number(*state);
    let place = facts.map_or(0, |f| {
        let due = f.password_due.map_or(0, |due| 1 + due as usize);
        1 + usize::from(f.device_trusted) + 2 * (f.authenticator as usize) + 6 * due + 24 * (f.consent as usize)
    });
    let proof = match h.proof {
        None => 0,
        Some(Proof::Totp) => 1,
        Some(Proof::RecoveryCode) => 2,
    };
    let counters = [h.otp_sends, h.otp_wrong, h.challenge_wrong, h.confirm_wrong, h.setup_wrong];
    let small = state | u64::from(h.otp_verified) << 5 | proof << 6;
    (counters.into_iter().fold(small, |word, counter| word << 8 | u64::from(counter)), place)
}

/// A number for each state, the screens in the order in which a person meets them.
fn state_number(state: State) -> u64 {
    match state {
        State::SignIn => 0,
        State::DeviceUnrecognized => 1,
        State::OtpVerification => 2,
        State::MfaChallenge => 3,
        State::PasswordChange => 4,
        State::Consent => 5,
        State::MfaRequired => 6,
        State::ConfirmPassword => 7,
        State::MfaSetup => 8,
        State::RecoveryCodes => 9,
        State::SignedIn => 10,
        State::Ended(reason) => 11 + reason as u64,
    }
}

/// Spreads a word over a table's slots. The keys are no one's choice, so that no defence against chosen
/// keys is needed, and the standard hasher would take most of the search's time.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }
    fn write_u64(&mut self, word: u64) {
        let product = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ product >> 32;
    }
}
