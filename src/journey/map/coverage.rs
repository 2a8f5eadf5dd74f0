//! What has been seen of a machine, held against its map.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::{Event, State, Step};
use super::{Edge, Map, Refusal};

/// Steps and refusals that journeys went through, with how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visited {
    edges: BTreeMap<Edge, u64>,
    refusals: BTreeMap<Refusal, u64>,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Seen at least once.
    pub visited: usize,
    /// All that there are.
    pub of: usize,
}

/// How much of a map was seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// States, each reason of an end apart.
    pub states: Share,
    /// Ways between them.
    pub edges: Share,
    /// What a screen offers and the machine refuses.
    pub refusals: Share,
}

impl Visited {
    /// Notes a step that was taken.
    pub fn step(&mut self, from: State, event: Event, step: &Step) {
        let edge = Edge { from, event: event.into(), to: step.journey.state, effects: step.effects.clone() };
        *self.edges.entry(edge).or_default() += 1;
    }

    /// Notes a refusal.
    pub fn refusal(&mut self, refusal: Refusal) {
        *self.refusals.entry(refusal).or_default() += 1;
    }

    /// Takes in what another journey went through.
    pub fn add(&mut self, other: &Self) {
        for (edge, times) in &other.edges {
            *self.edges.entry(edge.clone()).or_default() += times;
        }
        for (refusal, times) in &other.refusals {
            *self.refusals.entry(*refusal).or_default() += times;
        }
    }

    /// What each of several saw, as often as the one that saw it least.
    pub fn least(all: &[Self]) -> Self {
        let Some((first, others)) = all.split_first() else { return Self::default() };
        let mut least = first.clone();
        for other in others {
            least.edges.retain(|edge, times| {
                *times = (*times).min(other.times(edge));
                *times > 0
            });
            least.refusals.retain(|refusal, times| {
                *times = (*times).min(other.times_refused(refusal));
                *times > 0
            });
        }
        least
    }

    /// How often a way was taken.
    pub fn times(&self, edge: &Edge) -> u64 {
        self.edges.get(edge).copied().unwrap_or_default()
    }

    /// How often a refusal was met.
    pub fn times_refused(&self, refusal: &Refusal) -> u64 {
        self.refusals.get(refusal).copied().unwrap_or_default()
    }

    /// How often a state was come to; that a journey starts in its first is no visit.
    pub fn times_in(&self, state: State) -> u64 {
        let here =
            self.edges.iter().filter(|(edge, _)| edge.to == state || state == State::SignIn && edge.from == state);
        here.map(|(_, times)| times).sum()
    }
}

impl Share {
    fn of(times: impl Iterator<Item = u64>) -> Self {
        times.fold(Self::default(), |share, times| Self {
            visited: share.visited + usize::from(times > 0),
            of: share.of + 1,
        })
    }
}

impl Coverage {
    /// How much of the map was seen.
    pub fn of(map: &Map, visited: &Visited) -> Self {
        Self {
            states: Share::of(map.states.iter().map(|state| visited.times_in(*state))),
            edges: Share::of(map.edges.keys().map(|edge| visited.times(edge))),
            refusals: Share::of(map.refusals.keys().map(|refusal| visited.times_refused(refusal))),
        }
    }

    /// States, edges and refusals together, in percent.
    pub fn percent(&self) -> f64 {
        let all = [self.states, self.edges, self.refusals];
        let visited: usize = all.iter().map(|share| share.visited).sum();
        let of: usize = all.iter().map(|share| share.of).sum();
        if of == 0 { 100.0 } else { 100.0 * visited as f64 / of as f64 }
    }
}

/// How much of one drawn thing was seen; nothing where nobody asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Whole,
    Partly,
    Never,
}

impl Seen {
    /// From how often each of its parts was seen.
    pub fn of(times: impl Iterator<Item = u64>) -> Option<Self> {
        let share = Share::of(times);
        match share.visited {
            _ if share.of == 0 => None,
            0 => Some(Self::Never),
            some if some < share.of => Some(Self::Partly),
            _ => Some(Self::Whole),
        }
    }

    /// The colour of its line.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Whole => "#1a7f37",
            Self::Partly => "#9a6700",
            Self::Never => "#cf222e",
        }
    }

    /// What the colour says, for those who do not see it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "visited",
            Self::Partly => "visited in part",
            Self::Never => "never visited",
        }
    }
}

/// What a drawing is coloured by.
#[derive(Clone, Copy)]
pub(super) struct Paint<'a>(pub Option<&'a Visited>);

impl Paint<'_> {
    /// How much was seen of these edges and refusals.
    pub fn seen<'e>(
        self,
        edges: impl Iterator<Item = &'e Edge>,
        refusals: impl Iterator<Item = &'e Refusal>,
    ) -> Option<Seen> {
        let visited = self.0?;
        Seen::of(edges.map(|edge| visited.times(edge)).chain(refusals.map(|one| visited.times_refused(one))))
    }

    /// Whether an event was ever seen to lead there.
    pub fn seen_where<'e>(self, map: &'e Map, fits: impl Fn(&Edge) -> bool) -> Option<Seen> {
        self.seen(map.edges.keys().filter(|edge| fits(edge)), std::iter::empty::<&'e Refusal>())
    }
}
