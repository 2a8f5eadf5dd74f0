//! The rules that always hold, checked over every reachable journey.
//!
//! A rule looks at one journey, one step or one refusal. That is enough, because two of the rules say that
//! a journey's record of itself grows by exactly what happened: what the record says at an end is then
//! what happened on the way to it.

mod added;
#[cfg(test)]
pub(crate) mod mutations;
mod prove;
mod rules;
mod search;
mod states;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use added::{Breach, breach};
pub use prove::{Counterexample, Proved, Verdict, names, prove};
pub use rules::PROPERTIES;
pub use search::{Blocker, blocker};

use super::map::{Alphabet, Answer, EventKind, PLAIN, Space, Watch, every_facts, plain_facts, walk};
use super::policy::Policy;
use super::{Effect, Event, Facts, History, Journey, Refused, State, Step, step};

/// A rule and how to see whether it holds.
#[derive(Debug)]
pub struct Property {
    /// Its name in commands and reports.
    pub id: &'static str,
    /// The rule, as a sentence.
    pub rule: &'static str,
    test: Test,
}

/// What a property looks at.
#[derive(Debug)]
enum Test {
    /// Every journey that is reached, open or ended.
    Journey(OfJourney),
    /// Every step but those by a change of facts.
    Act(OfStep),
    /// Every step by a change of facts.
    Change(OfStep),
    /// Every refusal.
    Refusal(OfRefusal),
    /// The search as a whole: the number of an open journey for which it does not hold.
    Whole(OfSearch),
    /// That an ended journey refuses every event.
    Final,
    /// That the machine does not look at what the search leaves out.
    Payloads,
}

/// One step.
struct Taken<'a> {
    from: &'a Journey,
    event: Event,
    to: &'a Journey,
    effects: &'a [Effect],
}

/// What the search as a whole found.
struct Found<'a> {
    space: &'a Space,
    /// Every state and kind of event with an accepted step, but for changes of facts.
    accepted: &'a BTreeSet<(State, EventKind)>,
}

/// A rule that does not hold, with a shortest way to see it.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The rule's name.
    pub id: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// Each event from the start, the journey that it met, and how the machine answered. The last one
    /// breaks the rule, or leads to the journey that does.
    pub way: Vec<Met>,
}

/// One event of a counterexample.
#[derive(Debug, Clone)]
pub struct Met {
    /// The journey before it.
    pub from: Journey,
    /// The event.
    pub event: Event,
    /// What the machine answered.
    pub outcome: Result<Step, Refused>,
}

/// What [`check_all`] found out.
#[derive(Debug)]
pub struct Report {
    /// The rules that do not hold, in the order of [`PROPERTIES`].
    pub broken: Vec<Broken>,
    /// Open journeys that were reached.
    pub states: usize,
    /// Steps that were taken.
    pub transitions: u64,
    /// Events that were refused.
    pub refusals: u64,
}

/// Checks every property of the machine under the policy.
pub fn check_all(policy: &Policy) -> Report {
    check(policy, step, None)
}

/// Checks any machine with the same states and events: every property, or `only` the one of that name, and
/// then stops at the first step that breaks it. Steps that break a rule are not followed any further, so
/// that a counterexample has one fault, at its end.
pub fn check<M>(policy: &Policy, machine: M, only: Option<&str>) -> Report
where
    M: Fn(&Policy, &Journey, Event) -> Result<Step, Refused>,
{
    let mut checker = Checker::new(policy, &machine, only);
    let space = walk(policy, &machine, &Alphabet::full(), &mut checker);
    checker.check_whole(&space);
    let broken = checker.first.into_iter().map(|(index, (number, last))| {
        let events: Vec<Event> = space.path(number).into_iter().chain(last).collect();
        Broken { id: PROPERTIES[index].id, rule: PROPERTIES[index].rule, way: replay(policy, &machine, &events) }
    });
    Report {
        broken: broken.collect(),
        states: space.open().len(),
        transitions: space.transitions,
        refusals: space.refusals,
    }
}

fn replay<M>(policy: &Policy, machine: &M, events: &[Event]) -> Vec<Met>
where
    M: Fn(&Policy, &Journey, Event) -> Result<Step, Refused>,
{
    let mut from = Journey::default();
    let mut way = Vec::new();
    for &event in events {
        let outcome = machine(policy, &from, event);
        let next = outcome.as_ref().map_or(from, |step| step.journey);
        way.push(Met { from, event, outcome });
        from = next;
    }
    way
}

/// Properties that look at the same thing, each with its place in [`PROPERTIES`].
type Group<F> = Vec<(usize, F)>;

type OfJourney = fn(&Policy, &Journey) -> bool;
type OfStep = fn(&Policy, &Taken<'_>) -> bool;
type OfRefusal = fn(&Policy, &Journey, Event, Refused) -> bool;
type OfSearch = fn(&Policy, &Found<'_>) -> Option<u32>;

struct Checker<'a, M> {
    policy: &'a Policy,
    machine: &'a M,
    journey: Group<OfJourney>,
    act: Group<OfStep>,
    change: Group<OfStep>,
    refusal: Group<OfRefusal>,
    whole: Group<OfSearch>,
    ends: Group<()>,
    payloads: Group<()>,
    /// Whether the first broken rule is enough.
    stops: bool,
    /// For each broken property, where it was first seen: the number of a journey and the event after it.
    first: BTreeMap<usize, (u32, Option<Event>)>,
    accepted: BTreeSet<(State, EventKind)>,
}

impl<M> Watch for Checker<'_, M>
where
    M: Fn(&Policy, &Journey, Event) -> Result<Step, Refused>,
{
    fn answered(&mut self, answer: &Answer<'_>) -> bool {
        let &Answer { number, from, event, outcome } = answer;
        let mut sound = true;
        let mut see = |first: &mut BTreeMap<_, _>, index: usize, holds: bool| {
            if !holds {
                sound = false;
                first.entry(index).or_insert((number, Some(event)));
            }
        };
        match outcome {
            Err(why) => {
                for &(index, holds) in &self.refusal {
                    see(&mut self.first, index, holds(self.policy, from, event, *why));
                }
            }
            Ok(Step { journey: to, effects }) => {
                let step = Taken { from, event, to, effects };
                let change = matches!(event, Event::FactsChanged(_));
                for &(index, holds) in if change { &self.change } else { &self.act } {
                    see(&mut self.first, index, holds(self.policy, &step));
                }
                if to.state.is_end() {
                    for &(index, holds) in &self.journey {
                        see(&mut self.first, index, holds(self.policy, to));
                    }
                    for &(index, ()) in &self.ends {
                        see(&mut self.first, index, is_final(self.policy, self.machine, to));
                    }
                }
                if !change {
                    self.accepted.insert((from.state, EventKind::from(event)));
                }
            }
        }
        sound
    }

    fn met(&mut self, answer: &Answer<'_>) -> bool {
        let Ok(step) = answer.outcome else { return true };
        let broken: Vec<usize> = self.broken_at(&step.journey).collect();
        for index in &broken {
            self.first.entry(*index).or_insert((answer.number, Some(answer.event)));
        }
        broken.is_empty()
    }

    fn is_done(&self) -> bool {
        self.stops && !self.first.is_empty()
    }
}

impl<'a, M> Checker<'a, M>
where
    M: Fn(&Policy, &Journey, Event) -> Result<Step, Refused>,
{
    fn new(policy: &'a Policy, machine: &'a M, only: Option<&str>) -> Self {
        let mut checker = Self {
            policy,
            machine,
            journey: Vec::new(),
            act: Vec::new(),
            change: Vec::new(),
            refusal: Vec::new(),
            whole: Vec::new(),
            ends: Vec::new(),
            payloads: Vec::new(),
            stops: only.is_some(),
            first: BTreeMap::new(),
            accepted: BTreeSet::new(),
        };
        let wanted = |(_, property): &(usize, &Property)| only.is_none_or(|id| property.id == id);
        for (index, property) in PROPERTIES.iter().enumerate().filter(wanted) {
            match property.test {
                Test::Journey(holds) => checker.journey.push((index, holds)),
                Test::Act(holds) => checker.act.push((index, holds)),
                Test::Change(holds) => checker.change.push((index, holds)),
                Test::Refusal(holds) => checker.refusal.push((index, holds)),
                Test::Whole(holds) => checker.whole.push((index, holds)),
                Test::Final => checker.ends.push((index, ())),
                Test::Payloads => checker.payloads.push((index, ())),
            }
        }
        checker
    }

    fn broken_at(&self, journey: &Journey) -> impl Iterator<Item = usize> {
        let broken = self.journey.iter().filter(|(_, holds)| !holds(self.policy, journey));
        broken.map(|(index, _)| *index)
    }

    fn check_whole(&mut self, space: &Space) {
        let start: Vec<usize> = self.broken_at(&Journey::default()).collect();
        let found = Found { space, accepted: &self.accepted };
        let whole = self.whole.iter().filter_map(|(index, holds)| Some((*index, (holds(self.policy, &found)?, None))));
        let odd = self.payloads.iter().filter_map(|(index, ())| Some((*index, self.odd_payload(space)?)));
        let late: Vec<_> = start.into_iter().map(|index| (index, (0, None))).chain(whole).chain(odd).collect();
        for (index, seen) in late {
            self.first.entry(index).or_insert(seen);
        }
    }

    /// Where no counter has grown, tries every facts, and every reason for a password change.
    fn odd_payload(&self, space: &Space) -> Option<(u32, Option<Event>)> {
        let all = every_facts();
        let small = space.open().iter().enumerate().filter(|(_, journey)| is_small(&journey.history));
        let mut odd = small.filter_map(|(number, journey)| Some((number as u32, Some(self.odd_event(journey, &all)?))));
        odd.next()
    }

    fn odd_event(&self, journey: &Journey, all: &[Facts]) -> Option<Event> {
        let ask = |journey: &Journey, event| (self.machine)(self.policy, journey, event).map(plain_step);
        let others = all.iter().filter(|&&facts| journey.facts == Some(plain_facts(facts)));
        let others: Vec<Journey> = others.map(|&facts| Journey { facts: Some(facts), ..*journey }).collect();
        let blind = |event: Event| others.iter().all(|other| ask(other, event) == ask(journey, event));
        let odd = |event: &Event| match *event {
            Event::PasswordOk(_) if journey.facts.is_some() => ask(journey, *event).is_ok(),
            Event::PasswordOk(facts) => ask(journey, *event) != ask(journey, Event::PasswordOk(plain_facts(facts))),
            Event::FactsChanged(facts) => ask(journey, *event) != ask(journey, Event::FactsChanged(plain_facts(facts))),
            plain => !blind(plain),
        };
        let carrying = all.iter().flat_map(|&facts| [Event::PasswordOk(facts), Event::FactsChanged(facts)]);
        PLAIN.into_iter().chain(carrying).find(odd)
    }
}

fn is_final<M>(policy: &Policy, machine: &M, end: &Journey) -> bool
where
    M: Fn(&Policy, &Journey, Event) -> Result<Step, Refused>,
{
    let refuses = |event| machine(policy, end, event) == Err(Refused::Ended);
    let carrying = |facts| refuses(Event::PasswordOk(facts)) && refuses(Event::FactsChanged(facts));
    PLAIN.into_iter().all(refuses)
        && if is_small(&end.history) {
            every_facts().into_iter().all(carrying)
        } else {
            carrying(end.facts.unwrap_or(FRESH))
        }
}

const FRESH: Facts = Facts {
    device_trusted: false,
    authenticator: super::Authenticator::None,
    password_due: None,
    consent: super::Consent::Settled,
};

fn plain_step(mut step: Step) -> Step {
    step.journey.facts = step.journey.facts.map(plain_facts);
    step
}

/// Whether the history counts nothing that the search would multiply by.
fn is_small(history: &History) -> bool {
    let wrong = [history.otp_wrong, history.challenge_wrong, history.confirm_wrong, history.setup_wrong];
    history.otp_sends <= 1 && wrong.iter().all(|&count| count == 0)
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.id, self.rule)?;
        writeln!(f, "It does not hold after:")?;
        for (number, met) in self.way.iter().enumerate() {
            writeln!(f, "  {}. {met}", number + 1)?;
        }
        Ok(())
    }
}

impl fmt::Display for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.from.state.id(), EventKind::from(self.event).label(self.from.state))?;
        if let Event::PasswordOk(facts) | Event::FactsChanged(facts) = self.event {
            write!(f, " ({facts})")?;
        }
        match &self.outcome {
            Ok(step) => write!(f, " → {}", step.journey.state.id())?,
            Err(why) => return write!(f, " → refused: {why}"),
        }
        if let Ok(step) = &self.outcome
            && !step.effects.is_empty()
        {
            let effects: Vec<_> = step.effects.iter().copied().map(super::map::effect_id).collect();
            write!(f, " [{}]", effects.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Facts {
    /// For reports and transcripts: `untrusted device, no authenticator, temporary password, consent due`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use super::{Authenticator, Consent, PasswordDue};
        let device = if self.device_trusted { "trusted device" } else { "untrusted device" };
        let authenticator = match self.authenticator {
            Authenticator::None => "no authenticator",
            Authenticator::Active => "authenticator",
            Authenticator::Disabled => "disabled authenticator",
        };
        let password = match self.password_due {
            None => "",
            Some(PasswordDue::Expired) => ", password expired",
            Some(PasswordDue::Temporary) => ", password temporary",
            Some(PasswordDue::Reset) => ", password reset",
        };
        let consent = match self.consent {
            Consent::Settled => "",
            Consent::Due => ", consent due",
            Consent::Unavailable => ", document missing",
        };
        write!(f, "{device}, {authenticator}{password}{consent}")
    }
}
