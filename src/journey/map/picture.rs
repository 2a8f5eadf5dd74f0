//! What a drawing shows of a map: the way that a person goes, with everything else collapsed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::screen::heading;
use super::super::{Reason, State};
use super::{EventKind, Map, refused_id};

/// A state with what it does without leaving.
pub struct Node {
    pub id: &'static str,
    pub heading: &'static str,
    /// What stays on the screen, and what is refused there.
    pub stays: Vec<String>,
}

/// Everything that leads from one node to another.
pub struct Arrow {
    pub from: &'static str,
    pub to: &'static str,
    pub label: String,
    /// Whether it leads to the very next screen, so that these arrows make one straight line.
    pub straight: bool,
}

/// A map with its self-loops put into the nodes, its common ends into one arrow, and those steps left
/// out that a person meets only where the account changes meanwhile.
pub struct Picture {
    pub screens: Vec<Node>,
    pub ends: Vec<Node>,
    pub arrows: Vec<Arrow>,
    /// Ends that only some screens lead to, each drawn beside its screen: the screen, what happens, why.
    pub dropouts: Vec<(&'static str, &'static str, &'static str)>,
    /// What ends the journey on every screen.
    pub anywhere: Vec<String>,
    /// The screens that a change of facts leads to.
    pub anew: Vec<&'static str>,
}

impl Picture {
    pub fn of(map: &Map) -> Self {
        let open: Vec<State> = map.states.iter().copied().filter(|state| !state.is_end()).collect();
        let mut steps: BTreeMap<(State, State), BTreeSet<&'static str>> = BTreeMap::new();
        let mut leaving: BTreeMap<(EventKind, Reason), BTreeSet<State>> = BTreeMap::new();
        for edge in map.edges.iter().filter_map(|(edge, undisturbed)| undisturbed.then_some(edge)) {
            if let State::Ended(reason) = edge.to {
                leaving.entry((edge.event, reason)).or_default().insert(edge.from);
            } else {
                steps.entry((edge.from, edge.to)).or_default().insert(edge.event.label(edge.from));
            }
        }
        let (everywhere, somewhere): (Vec<_>, Vec<_>) =
            leaving.into_iter().partition(|(_, states)| states.len() == open.len());
        let node = |state: State| Node { id: state.id(), heading: heading(state), stays: stays(map, state) };
        let changed = map.edges.keys().filter(|edge| edge.event == EventKind::FactsChanged && edge.to != edge.from);
        let anew: BTreeSet<State> = changed.map(|edge| edge.to).filter(|state| !state.is_end()).collect();
        Self {
            screens: open.iter().copied().map(node).collect(),
            ends: vec![node(State::SignedIn), node(State::Ended(Reason::Abandoned))],
            arrows: arrows(&map.states, steps),
            dropouts: dropouts(somewhere),
            anywhere: everywhere
                .into_iter()
                .map(|((event, reason), _)| ending(event.label(State::SignIn), reason))
                .collect(),
            anew: anew.into_iter().map(State::id).collect(),
        }
    }
}

fn arrows(states: &BTreeSet<State>, steps: BTreeMap<(State, State), BTreeSet<&'static str>>) -> Vec<Arrow> {
    let next = |state: State| states.range(state..).nth(1).copied();
    let apart = steps.into_iter().filter(|((from, to), _)| from != to);
    apart
        .map(|((from, to), labels)| Arrow {
            from: from.id(),
            to: to.id(),
            label: join(labels),
            straight: next(from) == Some(to),
        })
        .collect()
}

fn dropouts(leaving: Vec<((EventKind, Reason), BTreeSet<State>)>) -> Vec<(&'static str, &'static str, &'static str)> {
    let each = leaving.into_iter().flat_map(|((event, reason), states)| {
        states.into_iter().map(move |state| (state.id(), event.label(state), reason.id()))
    });
    each.collect()
}

fn stays(map: &Map, state: State) -> Vec<String> {
    let loops = map.edges.iter().filter(|(edge, undisturbed)| **undisturbed && edge.from == state && edge.to == state);
    let loops: BTreeSet<_> = loops.map(|(edge, _)| edge.event.label(state)).collect();
    let refused = map.refusals.iter().filter(|(refusal, undisturbed)| **undisturbed && refusal.state == state);
    let refused = refused.map(|(refusal, _)| format!("✗ {} ({})", refusal.event.label(state), refused_id(refusal.why)));
    loops.into_iter().map(|label| format!("↻ {label}")).chain(refused).collect()
}

fn ending(label: &str, reason: Reason) -> String {
    format!("{label} → {}", reason.id())
}

/// Joins `verify: this` and `verify: that` to `verify: this, that`.
fn join(labels: BTreeSet<&'static str>) -> String {
    let mut by_action: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for label in labels {
        let (action, outcome) = label.split_once(": ").unwrap_or((label, ""));
        by_action.entry(action).or_default().push(outcome);
    }
    let words = by_action.into_iter().map(|(action, outcomes)| match outcomes.as_slice() {
        [""] => action.to_owned(),
        several => format!("{action}: {}", several.join(", ")),
    });
    words.collect::<Vec<_>>().join("; ")
}
