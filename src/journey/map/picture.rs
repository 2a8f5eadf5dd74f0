//! What a drawing shows of a map: the way that a person goes, with everything else collapsed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::screen::heading;
use super::super::{Reason, State};
use super::coverage::{Paint, Seen};
use super::{Detail, Edge, EventKind, Map, Visited, effect_id, refused_id};

/// A state with what it does without leaving.
pub struct Node {
    pub id: &'static str,
    pub heading: &'static str,
    /// What stays on the screen, and what is refused there; in full also where changes of facts lead.
    pub stays: Vec<String>,
    /// How much was seen of all that can happen here.
    pub seen: Option<Seen>,
}

/// Everything that leads from one node to another.
pub struct Arrow {
    pub from: &'static str,
    pub to: &'static str,
    pub label: String,
    /// Whether it leads to the very next screen, so that these arrows make one straight line.
    pub straight: bool,
    pub seen: Option<Seen>,
}

/// An end that only some screens lead to, drawn beside its screen.
pub struct Dropout {
    pub screen: &'static str,
    pub label: &'static str,
    pub reason: &'static str,
    pub seen: Option<Seen>,
}

/// A map with its self-loops put into the nodes, its common ends into one arrow, and those steps left
/// out that a person meets only where the account changes meanwhile.
pub struct Picture {
    pub screens: Vec<Node>,
    pub ends: Vec<Node>,
    pub arrows: Vec<Arrow>,
    pub dropouts: Vec<Dropout>,
    /// What ends the journey on every screen.
    pub anywhere: Vec<String>,
    pub anywhere_seen: Option<Seen>,
    /// The screens that a change of facts leads to.
    pub anew: Vec<&'static str>,
    pub anew_seen: Option<Seen>,
}

impl Picture {
    /// Collapses a map; with what was seen of it, where it is to be coloured.
    pub fn of(map: &Map, detail: Detail, visited: Option<&Visited>) -> Self {
        let paint = Paint(visited);
        let open: Vec<State> = map.states.iter().copied().filter(|state| !state.is_end()).collect();
        let shown = |edge: &Edge, undisturbed: bool| {
            undisturbed || detail == Detail::Full && edge.event != EventKind::FactsChanged
        };
        let mut steps: BTreeMap<(State, State), Vec<&Edge>> = BTreeMap::new();
        let mut leaving: BTreeMap<(EventKind, Reason), BTreeSet<State>> = BTreeMap::new();
        for edge in map.edges.iter().filter_map(|(edge, undisturbed)| shown(edge, *undisturbed).then_some(edge)) {
            if let State::Ended(reason) = edge.to {
                leaving.entry((edge.event, reason)).or_default().insert(edge.from);
            } else if edge.from != edge.to {
                steps.entry((edge.from, edge.to)).or_default().push(edge);
            }
        }
        let (everywhere, somewhere): (Vec<_>, Vec<_>) =
            leaving.into_iter().partition(|(_, states)| states.len() == open.len());
        let ends_everywhere: Vec<EventKind> = everywhere.iter().map(|((event, _), _)| *event).collect();
        let changed = |edge: &Edge| edge.event == EventKind::FactsChanged && edge.to != edge.from;
        let anew: BTreeSet<State> =
            map.edges.keys().filter(|edge| changed(edge) && !edge.to.is_end()).map(|edge| edge.to).collect();
        let node = |state: State| node(map, state, detail, paint);
        let dropouts = somewhere.into_iter().flat_map(|((event, reason), states)| {
            states.into_iter().map(move |state| {
                let end = |edge: &Edge| (edge.from, edge.event, edge.to) == (state, event, State::Ended(reason));
                let seen = paint.seen_where(map, end);
                Dropout { screen: state.id(), label: event.label(state), reason: reason.id(), seen }
            })
        });
        Self {
            screens: open.iter().copied().map(node).collect(),
            ends: vec![node(State::SignedIn), node(State::Ended(Reason::Abandoned))],
            arrows: arrows(&map.states, steps, detail, paint),
            dropouts: dropouts.collect(),
            anywhere: everywhere
                .iter()
                .map(|((event, reason), _)| ending(event.label(State::SignIn), *reason))
                .collect(),
            anywhere_seen: paint.seen_where(map, |edge| ends_everywhere.contains(&edge.event)),
            anew: anew.into_iter().map(State::id).collect(),
            anew_seen: paint.seen_where(map, changed),
        }
    }
}

fn node(map: &Map, state: State, detail: Detail, paint: Paint<'_>) -> Node {
    let is_it = |other: State| other == state || other.status() == "ended" && state.status() == "ended";
    let seen = match (paint.0, state.is_end()) {
        (Some(visited), true) => {
            Seen::of(map.states.iter().filter(|other| is_it(**other)).map(|other| visited.times_in(*other)))
        }
        _ => paint.seen(
            map.edges.keys().filter(|edge| edge.from == state),
            map.refusals.keys().filter(|refusal| refusal.state == state),
        ),
    };
    Node { id: state.id(), heading: heading(state), stays: stays(map, state, detail), seen }
}

fn arrows(
    states: &BTreeSet<State>,
    steps: BTreeMap<(State, State), Vec<&Edge>>,
    detail: Detail,
    paint: Paint<'_>,
) -> Vec<Arrow> {
    let next = |state: State| states.range(state..).nth(1).copied();
    let arrow = |((from, to), edges): ((State, State), Vec<&Edge>)| Arrow {
        from: from.id(),
        to: to.id(),
        label: match detail {
            Detail::Kind => join(edges.iter().map(|edge| edge.event.label(from)).collect()),
            Detail::Full => edges.iter().map(|edge| in_full(edge)).collect::<Vec<_>>().join("\n"),
        },
        straight: next(from) == Some(to),
        seen: paint.seen(edges.iter().copied(), std::iter::empty()),
    };
    steps.into_iter().map(arrow).collect()
}

/// What happens and what is done for it.
fn in_full(edge: &Edge) -> String {
    let effects: Vec<&str> = edge.effects.iter().copied().map(effect_id).collect();
    match effects.as_slice() {
        [] => edge.event.label(edge.from).to_owned(),
        several => format!("{} [{}]", edge.event.label(edge.from), several.join(", ")),
    }
}

fn stays(map: &Map, state: State, detail: Detail) -> Vec<String> {
    let full = detail == Detail::Full;
    let here = map.edges.iter().filter(|(edge, undisturbed)| (**undisturbed || full) && edge.from == state);
    let loops = here.filter(|(edge, _)| edge.to == state && edge.event != EventKind::FactsChanged);
    let loops: BTreeSet<_> = loops.map(|(edge, _)| edge.event.label(state)).collect();
    let refused =
        map.refusals.iter().filter(|(refusal, undisturbed)| (**undisturbed || full) && refusal.state == state);
    let refused = refused.map(|(refusal, _)| format!("✗ {} ({})", refusal.event.label(state), refused_id(refusal.why)));
    let anew = map.edges.keys().filter(|edge| edge.from == state && edge.event == EventKind::FactsChanged);
    let anew: BTreeSet<State> = anew.filter(|edge| full && edge.to != state).map(|edge| edge.to).collect();
    let anew = anew.into_iter().map(|to| format!("⇢ {}", to.id()));
    loops.into_iter().map(|label| format!("↻ {label}")).chain(refused).chain(anew).collect()
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
