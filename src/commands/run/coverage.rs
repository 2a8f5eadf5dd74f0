//! How much of the machine a run's scripts visit.

use std::path::PathBuf;
use std::str::FromStr;

use serde::Serialize;

use super::Outcome;
use super::report::write;
use crate::error::{Exit, Failure};
use crate::journey::map::{Coverage, Detail, Document, Format, Map, Share, Visited};
use crate::journey::policy::{Policy, Profile};
use crate::service::script::is_beyond_acts;

/// A form of the coverage that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The table, ahead of the summary.
    Table,
    /// In a file.
    File(Kind, PathBuf),
}

/// What is written into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    Mermaid,
    Svg,
}

/// What the scripts visited, held against the map of the profiles that they are played under.
#[derive(Serialize)]
pub(super) struct Covered {
    profiles: Vec<Profile>,
    percent: f64,
    #[serde(flatten)]
    counted: Document,
    /// Ways that no act on a home leads; they are not counted.
    not_counted: usize,
    #[serde(skip)]
    map: Map,
    #[serde(skip)]
    visited: Visited,
    #[serde(skip)]
    coverage: Coverage,
}

impl FromStr for Wanted {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let file = |kind, file: &str| Ok(Self::File(kind, file.into()));
        match text.split_once('=') {
            None if text == "table" => Ok(Self::Table),
            Some(("table", name)) if !name.is_empty() => file(Kind::Table, name),
            Some(("mermaid", name)) if !name.is_empty() => file(Kind::Mermaid, name),
            Some(("svg", name)) if !name.is_empty() => file(Kind::Svg, name),
            _ => Err("use --coverage alone, or --coverage=table=FILE, mermaid=FILE or svg=FILE".to_owned()),
        }
    }
}

/// A share between 0 and 100.
pub(super) fn percent(text: &str) -> Result<f64, String> {
    let wrong = "use a number from 0 to 100";
    text.parse().ok().filter(|percent| (0.0..=100.0).contains(percent)).ok_or_else(|| wrong.to_owned())
}

impl Wanted {
    /// Writes a form that goes into a file.
    ///
    /// # Errors
    /// A [`Failure`] where the file cannot be written.
    pub fn write(&self, covered: Option<&Covered>) -> Result<(), Failure> {
        let (Self::File(kind, file), Some(covered)) = (self, covered) else { return Ok(()) };
        let drawn = |format| covered.map.render_in(format, Detail::Full, Some(&covered.visited));
        write(
            file,
            &match kind {
                Kind::Table => covered.table() + "\n",
                Kind::Mermaid => drawn(Format::Mermaid),
                Kind::Svg => drawn(Format::Svg),
            },
        )
    }
}

impl Covered {
    /// What was visited in all scripts together. A policy's own settings do not change the map of its profile here.
    pub fn of(outcomes: &[Outcome]) -> Self {
        let played: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.played.as_ref()).collect();
        let mut visited = Visited::default();
        for played in &played {
            visited.add(&played.visited);
        }
        let mut profiles: Vec<Profile> = Vec::new();
        for profile in [Profile::Portal, Profile::Nist] {
            if played.is_empty() && profile == Profile::Portal || played.iter().any(|one| one.profile == profile) {
                profiles.push(profile);
            }
        }
        let policies: Vec<Policy> = profiles.iter().map(|profile| Policy::of(*profile)).collect();
        let mut map = Map::of_all(&policies);
        let all = map.edges.len();
        map.edges.retain(|edge, _| !is_beyond_acts(edge));
        let coverage = Coverage::of(&map, &visited);
        Self {
            profiles,
            percent: coverage.percent(),
            counted: map.counted(&visited),
            not_counted: all - map.edges.len(),
            map,
            visited,
            coverage,
        }
    }

    /// Every step and refusal with how often it was visited, and how much that is.
    pub fn table(&self) -> String {
        let table = self.map.render_in(Format::Table, Detail::Full, Some(&self.visited));
        let profiles: Vec<&str> = self.profiles.iter().map(|profile| name(*profile)).collect();
        format!(
            "{table}{} steps that no act on a home leads to are not counted.\n\nCoverage of {}: {}",
            self.not_counted,
            profiles.join(" and "),
            self.sentence()
        )
    }

    /// Why it is too little, if it is.
    pub fn problem(&self, wanted: Option<f64>) -> Option<Failure> {
        let wanted = wanted.filter(|wanted| self.percent < *wanted)?;
        let problem = format!("The scripts visit too little, under {wanted} percent: {}", self.sentence());
        let hint = "--coverage says what is never visited; write a script that goes there.";
        Some(Failure::new(Exit::Refused, "coverage_low", problem, hint))
    }

    fn sentence(&self) -> String {
        let share = |share: Share, what: &str| format!("{what} {} of {}", share.visited, share.of);
        let Coverage { states, edges, refusals } = self.coverage;
        // Cut and not rounded, so that only everything is 100.
        let percent = (self.percent * 10.0).floor() / 10.0;
        format!(
            "{percent} percent; {}, {}, {}.",
            share(states, "states"),
            share(edges, "steps"),
            share(refusals, "refusals")
        )
    }
}

fn name(profile: Profile) -> &'static str {
    match profile {
        Profile::Portal => "portal",
        Profile::Nist => "nist",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_names_its_kind_and_its_file() {
        assert_eq!("table".parse(), Ok(Wanted::Table));
        assert_eq!("svg=a=b".parse(), Ok(Wanted::File(Kind::Svg, "a=b".into())));
        for wrong in ["svg", "svg=", "dot=x", ""] {
            assert!(wrong.parse::<Wanted>().is_err(), "{wrong}");
        }
        assert_eq!(percent("99.5"), Ok(99.5));
        for wrong in ["-1", "101", "NaN", "all"] {
            assert!(percent(wrong).is_err(), "{wrong}");
        }
    }
}
