//! The whole map as one JSON document.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::screen::heading;
use super::super::{Reason, State};
use super::{EventKind, Map, Visited, effect_id, refused_id};

/// Every state, edge and refusal; with visits, how often each was seen.
#[derive(Serialize)]
pub struct Document {
    states: Vec<Node>,
    transitions: Vec<Transition>,
    refusals: Vec<Refusal>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    id: &'static str,
    heading: &'static str,
    end: bool,
}

#[derive(Serialize)]
struct Transition {
    from: &'static str,
    event: &'static str,
    label: &'static str,
    to: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    effects: Vec<&'static str>,
    only_after_change: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    visits: Option<u64>,
}

#[derive(Serialize)]
struct Refusal {
    state: &'static str,
    event: &'static str,
    label: &'static str,
    why: &'static str,
    only_after_change: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    visits: Option<u64>,
}

pub fn write(map: &Map, visited: Option<&Visited>) -> String {
    let document = document(map, visited);
    let mut text = serde_json::to_string_pretty(&document).expect("strings, numbers and booleans always serialise");
    text.push('\n');
    text
}

pub fn document(map: &Map, visited: Option<&Visited>) -> Document {
    let mut known = BTreeSet::new();
    let states = map.states.iter().filter(|state| known.insert(state.id()));
    Document {
        states: states.map(|&state| Node { id: state.id(), heading: heading(state), end: state.is_end() }).collect(),
        transitions: map
            .edges
            .iter()
            .map(|(edge, undisturbed)| Transition {
                from: edge.from.id(),
                event: edge.event.id(),
                label: edge.event.label(edge.from),
                to: edge.to.id(),
                reason: reason(edge.to).map(Reason::id),
                effects: edge.effects.iter().copied().map(effect_id).collect(),
                only_after_change: is_later(edge.event, *undisturbed),
                visits: visited.map(|visited| visited.times(edge)),
            })
            .collect(),
        refusals: map
            .refusals
            .iter()
            .map(|(refusal, undisturbed)| Refusal {
                state: refusal.state.id(),
                event: refusal.event.id(),
                label: refusal.event.label(refusal.state),
                why: refused_id(refusal.why),
                only_after_change: is_later(refusal.event, *undisturbed),
                visits: visited.map(|visited| visited.times_refused(refusal)),
            })
            .collect(),
    }
}

fn is_later(event: EventKind, undisturbed: bool) -> bool {
    !undisturbed && event != EventKind::FactsChanged
}

fn reason(state: State) -> Option<Reason> {
    match state {
        State::Ended(reason) => Some(reason),
        _ => None,
    }
}
