//! The machine as a picture: its states and edges under a policy, found by search and drawn.

mod dot;
mod json;
mod mermaid;
mod picture;
mod space;
mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

pub use space::{Alphabet, Answer, PLAIN, Space, Watch, every_facts, explore, plain_facts, walk};
pub use words::{EventKind, effect_id, refused_id};

use super::action::Action;
use super::policy::Policy;
use super::{Effect, Refused, State, Step, step};

/// How a map is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A flowchart in Mermaid, which GitHub draws.
    Mermaid,
    /// Graphviz.
    Dot,
    /// One JSON document with every edge.
    Json,
    /// A table with every edge, for a terminal.
    Table,
}

impl FromStr for Format {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "mermaid" => Ok(Self::Mermaid),
            "dot" => Ok(Self::Dot),
            "json" => Ok(Self::Json),
            "table" => Ok(Self::Table),
            other => Err(format!("{other:?} is no format of a map; use mermaid, dot, json or table")),
        }
    }
}

/// A way from a state to a state: every step of the search that looks the same from outside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Where it starts.
    pub from: State,
    /// What happens.
    pub event: EventKind,
    /// Where it leads.
    pub to: State,
    /// What is done, in this order.
    pub effects: Vec<Effect>,
}

/// Something that a screen offers and the machine refuses in some situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The screen's state.
    pub state: State,
    /// What happens.
    pub event: EventKind,
    /// Why it is refused.
    pub why: Refused,
}

/// States, edges and refusals of the machine under one policy.
///
/// The value beside an edge or refusal says whether a person meets it though nobody touches the account
/// meanwhile; the others come after a change of facts alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// Every state that is reached, in the order of the screens.
    pub states: BTreeSet<State>,
    /// Every edge.
    pub edges: BTreeMap<Edge, bool>,
    /// Every refusal.
    pub refusals: BTreeMap<Refusal, bool>,
}

impl Map {
    /// Searches the machine under the policy and keeps what can be told apart from outside.
    ///
    /// A map does not show how many tries are left, so that two of each stand for any larger number.
    pub fn of(policy: &Policy) -> Self {
        let mut few = policy.clone();
        few.otp.tries = few.otp.tries.min(2);
        few.otp.sends = few.otp.sends.min(2);
        few.mfa.tries = few.mfa.tries.min(2);
        Self::exactly(&few)
    }

    fn exactly(policy: &Policy) -> Self {
        let mut map =
            Self { states: BTreeSet::from([State::SignIn]), edges: BTreeMap::new(), refusals: BTreeMap::new() };
        for (alphabet, undisturbed) in [(Alphabet::full(), false), (Alphabet::undisturbed(), true)] {
            walk(policy, step, &alphabet, &mut |answer: &Answer<'_>| map.note(answer, undisturbed));
        }
        map.states.extend(map.edges.keys().map(|edge| edge.to));
        map
    }

    /// The map, written; the same bytes for the same policy.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Mermaid => mermaid::write(self),
            Format::Dot => dot::write(self),
            Format::Json => json::write(self),
            Format::Table => table::write(self),
        }
    }

    fn note(&mut self, answer: &Answer<'_>, undisturbed: bool) {
        let (from, event) = (answer.from.state, EventKind::from(answer.event));
        match answer.outcome {
            Ok(Step { journey, effects }) => {
                let edge = Edge { from, event, to: journey.state, effects: effects.clone() };
                *self.edges.entry(edge).or_default() |= undisturbed;
            }
            Err(why) if Action::behind(from, answer.event).is_some() => {
                let refusal = Refusal { state: from, event, why: *why };
                *self.refusals.entry(refusal).or_default() |= undisturbed;
            }
            Err(_) => {}
        }
    }
}
