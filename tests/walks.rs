//! Two machines, one truth: seeded random walks drive the real service and its database, through two clients and over
//! crashes, beside a journey that takes the same events in the pure machine. After every step both must stand at the
//! same place, with the effects of the machine's steps in the database and nothing else.

#[path = "walks/person.rs"]
mod person;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use secrecy::SecretString;
use vestibule::journey::map::Edge;
use vestibule::journey::policy::{Policy, Profile, ProjectType};
use vestibule::journey::{Authenticator, Consent, Effect, Event, Facts, Journey, PasswordDue, Reason, State, step};
use vestibule::service::Service;
use vestibule::service::accounts::{AccountDraft, FirstPassword};
use vestibule::service::documents::DocumentDraft;
use vestibule::service::home::{NewHome, init};
use vestibule::service::journey::Origin;
use vestibule::service::reason::Reason as Why;
use vestibule::service::reset::Order;
use vestibule::service::script::is_beyond_acts;

const ADA: &str = "ada@example.org";
const DOCUMENTS: [&str; 2] = ["terms", "privacy"];
/// Every walk takes a step of the clock ahead of each act, so that no code of an app is shown twice.
const TICK: SignedDuration = SignedDuration::from_secs(61);

/// What may happen next, in which of two sign-ins and through which of two clients.
#[derive(Debug, Clone, Copy)]
struct Move {
    act: Act,
    journey: usize,
    client: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Start { on_own_device: bool },
    Right,
    Wrong,
    RecoveryCode,
    Resend,
    NotOffered,
    Decline,
    Abandon,
    Show,
    Publish,
    Withdraw,
    RevokeDevices,
    ResetMfa,
    SetPassword,
    DisableAndEnable,
    Wait,
    Crash,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => any::<bool>().prop_map(|on_own_device| Act::Start { on_own_device }),
        40 => Just(Act::Right),
        4 => Just(Act::Wrong),
        2 => Just(Act::RecoveryCode),
        2 => Just(Act::Resend),
        1 => Just(Act::NotOffered),
        1 => Just(Act::Decline),
        1 => Just(Act::Abandon),
        2 => Just(Act::Show),
        1 => Just(Act::Publish),
        1 => Just(Act::Withdraw),
        1 => Just(Act::RevokeDevices),
        1 => Just(Act::ResetMfa),
        1 => Just(Act::SetPassword),
        1 => Just(Act::DisableAndEnable),
        1 => Just(Act::Wait),
        3 => Just(Act::Crash),
    ]
}

/// A random walk; two in three begin with the whole first sign-in, so that what follows it is walked too.
fn walk() -> impl Strategy<Value = Vec<Move>> {
    let one = (act(), 0..2usize, 0..2usize).prop_map(|(act, journey, client)| Move { act, journey, client });
    let first = [Act::Start { on_own_device: false }].into_iter().chain([Act::Right; 9]);
    let first: Vec<Move> = first.map(|act| Move { act, journey: 0, client: 0 }).collect();
    let begin = prop_oneof![2 => Just(first), 1 => Just(Vec::new())];
    (begin, prop::collection::vec(one, 20..50)).prop_map(|(begin, rest)| begin.into_iter().chain(rest).collect())
}

/// The account as the walker knows it from what was done, never from the database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Account {
    password: String,
    password_due: Option<PasswordDue>,
    accepted: BTreeMap<&'static str, u32>,
    secret: Option<String>,
    codes: Vec<String>,
    devices: BTreeMap<String, bool>,
    sessions: u64,
    mails: BTreeMap<String, usize>,
    noticed: Option<Timestamp>,
}

/// A sign-in as the pure machine has it, with what its person was shown.
#[derive(Debug, Clone)]
struct Walker {
    id: String,
    handle: String,
    machine: Journey,
    expires_at: Timestamp,
    device: Option<String>,
    code: String,
    setup: Option<String>,
    shown_codes: Vec<String>,
    documents: Vec<String>,
}

struct Walk {
    _folder: tempfile::TempDir,
    home: PathBuf,
    clients: [Option<Service>; 2],
    policy: Policy,
    account: Account,
    versions: BTreeMap<&'static str, u32>,
    walkers: [Option<Walker>; 2],
    ended: Vec<(String, State)>,
    passwords: u32,
    now: Timestamp,
    device: Option<String>,
    /// Every kind of state that was come to.
    visited: BTreeSet<&'static str>,
}

impl Walk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().join("home");
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().expect("a time");
        let simulation = Some((7, now));
        init(
            &home,
            &NewHome { profile: Profile::Portal, product: "Vestibule".into(), from: None, server: None, simulation },
        )
        .expect("a home");
        let mut walk = Self {
            _folder: folder,
            home,
            clients: [None, None],
            policy: Policy::of(Profile::Portal),
            account: Account { password: "Analytical-Engine-1843".into(), ..Account::default() },
            versions: DOCUMENTS.map(|id| (id, 0)).into(),
            walkers: [None, None],
            ended: Vec::new(),
            passwords: 0,
            now,
            device: None,
            visited: BTreeSet::new(),
        };
        DOCUMENTS.into_iter().for_each(|id| walk.publish(id));
        let password = FirstPassword::Chosen(SecretString::from(walk.account.password.clone()));
        let draft = AccountDraft {
            address: ADA,
            name: None,
            project_type: ProjectType::Enterprise,
            password,
            if_absent: false,
        };
        walk.client(0).add_account(&draft).expect("an account");
        walk
    }

    /// A client: a process of its own on the same home.
    fn client(&mut self, number: usize) -> &mut Service {
        let home = &self.home;
        self.clients[number].get_or_insert_with(|| Service::open(home).expect("the home opens"))
    }

    fn publish(&mut self, id: &'static str) {
        let version = self.versions.entry(id).or_default();
        *version += 1;
        let (version, text) = (version.to_string(), format!("Version {version}."));
        let draft = DocumentDraft { id, version: &version, title: None, body: text.as_bytes(), minor: false };
        self.client(0).publish_document(&draft).expect("published");
    }

    fn facts(&self, walker: &Walker) -> Facts {
        let settled = DOCUMENTS.iter().all(|id| self.account.accepted.get(id) == self.versions.get(id));
        Facts {
            device_trusted: walker.device.as_ref().is_some_and(|token| self.account.devices.get(token) == Some(&true)),
            authenticator: if self.account.secret.is_some() { Authenticator::Active } else { Authenticator::None },
            password_due: self.account.password_due,
            consent: if settled { Consent::Settled } else { Consent::Due },
        }
    }

    /// Takes a step in the pure machine, and notes what its effects must come to.
    fn event(&mut self, number: usize, event: Event) -> Vec<Effect> {
        let walker = self.walkers[number].as_mut().expect("somebody who walks");
        let taken = step(&self.policy, &walker.machine, event).expect("the machine takes it");
        let (from, to, effects) = (walker.machine.state, taken.journey.state, taken.effects.clone());
        let edge = Edge { from, event: event.into(), to, effects };
        assert!(!is_beyond_acts(&edge), "coverage leaves this out as a way that no act leads: {edge:?}");
        walker.machine = taken.journey;
        self.visited.insert(taken.journey.state.id());
        for effect in &taken.effects {
            self.note(number, *effect);
        }
        taken.effects
    }

    /// For the rule that two such acts within 7 days wait, which is no concern of a walk.
    fn a_week_goes_by(&self) {
        let db = rusqlite::Connection::open(self.home.join("vestibule.db")).expect("a database");
        db.execute("DELETE FROM support_acts", []).expect("forgotten");
    }

    fn mail(&mut self, kind: &str) {
        *self.account.mails.entry(kind.to_owned()).or_default() += 1;
    }

    fn note(&mut self, number: usize, effect: Effect) {
        let own_device = self.walkers[number].as_ref().and_then(|walker| walker.device.clone());
        match effect {
            Effect::MailOtp => self.mail("device_code"),
            Effect::UseRecoveryCode => {
                self.account.codes.remove(0);
                self.mail("recovery_code_used");
            }
            Effect::StorePassword => {
                self.account.password_due = None;
                self.password_changed(own_device.as_deref(), Some(number));
            }
            Effect::RecordConsent => self.account.accepted = self.versions.clone(),
            Effect::DrawSecret | Effect::DrawRecoveryCodes => {}
            Effect::Enrol => {
                let walker = self.walkers[number].as_ref().expect("somebody who walks");
                self.account.secret = walker.setup.clone();
                self.account.codes = walker.shown_codes.clone();
                self.mail("authenticator_enrolled");
            }
            Effect::TrustDevice => {
                if own_device.is_none_or(|token| self.account.devices.get(&token) != Some(&true)) {
                    self.mail("new_device");
                }
            }
            Effect::OpenSession => self.account.sessions += 1,
            Effect::NoticeUnfinished => {
                let walker = self.walkers[number].as_ref().expect("somebody who walks");
                let is_by_support = matches!(walker.machine.state, State::Ended(Reason::Superseded | Reason::Disabled));
                let day_ago = self.now - SignedDuration::from_hours(24);
                if !is_by_support && self.account.noticed.is_none_or(|at| at < day_ago) {
                    self.account.noticed = Some(self.now);
                    self.mail("unfinished_sign_in");
                }
            }
        }
    }

    fn password_changed(&mut self, but_device: Option<&str>, but_journey: Option<usize>) {
        self.account.sessions = 0;
        for (token, trusted) in &mut self.account.devices {
            *trusted &= Some(token.as_str()) == but_device;
        }
        self.overtake(but_journey, Event::Superseded);
        self.mail("password_changed");
    }

    /// An act elsewhere ends every open sign-in of the account but one.
    fn overtake(&mut self, but: Option<usize>, event: Event) {
        for number in 0..self.walkers.len() {
            let known = |walker: &Walker| walker.machine.facts.is_some() && !walker.machine.state.is_end();
            if but != Some(number) && self.walkers[number].as_ref().is_some_and(known) {
                let over = self.walkers[number].as_ref().is_some_and(|walker| walker.expires_at <= self.now);
                self.event(number, if over { Event::Expired } else { event });
            }
        }
    }

    /// Time and changes outside come first, as for the driver.
    fn touch(&mut self, number: usize) {
        let Some(walker) = self.walkers[number].clone() else { return };
        if walker.machine.state.is_end() {
            return;
        }
        let facts = self.facts(&walker);
        if walker.expires_at <= self.now {
            self.event(number, Event::Expired);
        } else if walker.machine.facts.is_some_and(|known| known != facts) {
            self.event(number, Event::FactsChanged(facts));
        }
    }

    /// Both clients look at the same clock, as processes on one machine do.
    fn wait(&mut self, by: SignedDuration) {
        self.now += by;
        let now = self.now;
        for number in 0..2 {
            self.client(number).set_clock(now).expect("a clock");
        }
    }

    fn take(&mut self, next: Move) {
        self.wait(TICK);
        match next.act {
            Act::Start { on_own_device } => self.start(next, on_own_device),
            Act::Crash => self.clients = [None, None],
            Act::Wait => {
                self.wait(SignedDuration::from_mins(12));
            }
            Act::Publish => self.publish("terms"),
            Act::Withdraw => {
                let done = self.client(next.client).withdraw_consent(ADA, "privacy", &Why::default());
                assert_eq!(done.is_ok(), self.account.accepted.remove("privacy").is_some());
                if done.is_ok() {
                    self.mail("support_acted");
                }
            }
            Act::RevokeDevices => {
                if self.client(next.client).revoke_devices(ADA, &Why::default()).expect("revoked") > 0 {
                    self.mail("support_acted");
                }
                self.account.devices.values_mut().for_each(|trusted| *trusted = false);
            }
            Act::ResetMfa => {
                self.client(next.client).reset_mfa(ADA, &Order::default()).expect("reset");
                self.a_week_goes_by();
                self.overtake(None, Event::Superseded);
                (self.account.secret, self.account.sessions) = (None, 0);
                self.account.codes.clear();
                self.account.devices.values_mut().for_each(|trusted| *trusted = false);
                self.mail("authenticator_reset");
            }
            Act::SetPassword => {
                let new = self.new_password();
                let chosen = FirstPassword::Chosen(SecretString::from(new.clone()));
                self.client(next.client).set_password(ADA, chosen, &Order::default()).expect("set");
                self.a_week_goes_by();
                (self.account.password, self.account.password_due) = (new, Some(PasswordDue::Reset));
                self.password_changed(None, None);
            }
            Act::DisableAndEnable => {
                self.client(next.client).disable_account(ADA, None).expect("disabled");
                self.client(next.client).enable_account(ADA).expect("enabled");
                self.overtake(None, Event::Disabled);
                self.account.sessions = 0;
                self.account.devices.values_mut().for_each(|trusted| *trusted = false);
            }
            act => self.submit(next, act),
        }
        self.compare(next);
    }

    fn new_password(&mut self) -> String {
        self.passwords += 1;
        format!("Difference-Engine-{}", 1822 + self.passwords)
    }

    fn start(&mut self, next: Move, on_own_device: bool) {
        if let Some(walker) = self.walkers[next.journey].clone() {
            if !walker.machine.state.is_end() {
                return self.submit(next, Act::Show);
            }
            self.ended.push((walker.handle, walker.machine.state));
        }
        let device = self.device.clone().filter(|_| on_own_device);
        let origin = Origin { device: device.clone().map(SecretString::from), ..Origin::default() };
        // Whoever starts also sweeps up what time has ended meanwhile.
        for number in 0..self.walkers.len() {
            if self.walkers[number].as_ref().is_some_and(|walker| walker.expires_at <= self.now) {
                self.touch(number);
            }
        }
        let answer = self.client(next.client).start_journey(&origin).expect("started");
        let device = device.filter(|token| self.account.devices.get(token) == Some(&true));
        let handle = self.client(next.client).list_journeys(None, false, 1).expect("a list")[0].handle.clone();
        self.walkers[next.journey] = Some(Walker {
            id: answer.journey.clone(),
            handle,
            machine: Journey::default(),
            expires_at: answer.expires_at,
            device,
            code: String::new(),
            setup: None,
            shown_codes: Vec::new(),
            documents: Vec::new(),
        });
        assert_eq!(answer.state, "sign_in");
    }

    /// Everything that the machine's steps must have come to, held against the database.
    fn compare(&mut self, next: Move) {
        let (expected, walkers, ended) = (self.account.clone(), self.walkers.clone(), self.ended.clone());
        let client = self.client(1 - next.client);
        let account = client.show_account(ADA).expect("an account");
        let status = client.mfa_status(ADA).expect("a status");
        let mut mails: BTreeMap<String, usize> = BTreeMap::new();
        for mail in client.list_mail(None, 1000).expect("a list") {
            *mails.entry(mail.kind).or_default() += 1;
        }
        assert_eq!(mails, expected.mails, "the mails after {next:?}");
        assert_eq!(account.sessions, expected.sessions, "the sessions after {next:?}");
        let trusted = expected.devices.values().filter(|trusted| **trusted).count() as u64;
        assert_eq!(account.devices, trusted, "the devices after {next:?}");
        assert_eq!(status.authenticators.len(), usize::from(expected.secret.is_some()), "after {next:?}");
        assert_eq!(status.recovery_codes_left as usize, expected.codes.len(), "the codes after {next:?}");
        let replayed = client.replay_journeys().expect("replayed");
        assert!(replayed.different.is_empty(), "{next:?}: {:?}", replayed.different);
        let listed = client.list_journeys(None, false, 1000).expect("a list");
        let now = self.now;
        // What time has ended is listed so, though nobody has touched it yet.
        let shown = |walker: &Walker| match walker.machine.state {
            state if !state.is_end() && walker.expires_at <= now => State::Ended(Reason::Expired),
            state => state,
        };
        let open = walkers.iter().flatten().map(|walker| (walker.handle.clone(), shown(walker)));
        for (handle, state) in open.chain(ended) {
            let stored = listed.iter().find(|one| one.handle == handle).expect("listed");
            let reason = if let State::Ended(reason) = state { Some(reason.id()) } else { None };
            assert_eq!((stored.state, stored.reason), (state.id(), reason), "{handle} after {next:?}");
        }
    }
}

#[test]
fn walks_of_service_and_store_agree_with_the_machine() {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, b"two machines must tell one truth");
    let config = Config { cases: 18, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, seed);
    let visited = RefCell::new(BTreeSet::new());
    let walked = runner.run(&walk(), |moves| {
        let mut walk = Walk::new();
        for next in moves {
            walk.take(next);
        }
        visited.borrow_mut().extend(walk.visited);
        Ok(())
    });
    if let Err(error) = walked {
        panic!("{error}");
    }
    let missing: Vec<_> =
        State::ALL_KINDS.map(State::id).into_iter().filter(|id| !visited.borrow().contains(id)).collect();
    assert!(missing.is_empty(), "no walk comes to {missing:?}");
}
