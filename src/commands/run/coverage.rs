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

/// What the scripts visited, held against the map of each profile that they are played under.
#[derive(Serialize)]
pub(super) struct Covered {
    profiles: Vec<Profile>,
    /// That of the profile that is visited least.
    percent: f64,
    /// What the scripts of every profile visit.
    #[serde(flatten)]
    counted: Document,
    /// Ways that no act on a home leads; they are not counted.
    not_counted: usize,
    by_profile: Vec<OfProfile>,
    #[serde(skip)]
    map: Map,
    #[serde(skip)]
    visited: Visited,
}

/// What the scripts of one profile visited.
#[derive(Serialize)]
struct OfProfile {
    profile: Profile,
    percent: f64,
    #[serde(flatten)]
    coverage: Coverage,
    #[serde(skip)]
    map: Map,
    #[serde(skip)]
    visited: Visited,
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
    /// What was visited under each profile. A policy's own settings do not change the map of its profile here.
    pub fn of(outcomes: &[Outcome]) -> Self {
        let played: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.played.as_ref()).collect();
        let mut by_profile = Vec::new();
        for profile in [Profile::Portal, Profile::Nist] {
            let mut own = played.iter().filter(|one| one.profile == profile).peekable();
            if own.peek().is_some() || played.is_empty() && profile == Profile::Portal {
                let mut visited = Visited::default();
                own.for_each(|one| visited.add(&one.visited));
                by_profile.push(OfProfile::of(profile, visited));
            }
        }
        let profiles: Vec<Profile> = by_profile.iter().map(|one| one.profile).collect();
        let policies: Vec<Policy> = profiles.iter().map(|profile| Policy::of(*profile)).collect();
        let mut map = Map::of_all(&policies);
        let all = map.edges.len();
        map.edges.retain(|edge, _| !is_beyond_acts(edge));
        let each: Vec<Visited> = by_profile.iter().map(|one| one.visited.clone()).collect();
        let visited = Visited::least(&each);
        Self {
            profiles,
            percent: by_profile.iter().map(|one| one.percent).fold(100.0, f64::min),
            counted: map.counted(&visited),
            not_counted: all - map.edges.len(),
            by_profile,
            map,
            visited,
        }
    }

    /// Every step and refusal with how often it was visited, profile by profile, and how much that is.
    pub fn table(&self) -> String {
        let mut text = String::new();
        for one in &self.by_profile {
            let table = one.map.render_in(Format::Table, Detail::Full, Some(&one.visited));
            if self.by_profile.len() > 1 {
                text.push_str(&format!("The profile {}\n\n", name(one.profile)));
            }
            text.push_str(&format!("{table}\n"));
        }
        let told: Vec<String> = self
            .by_profile
            .iter()
            .map(|one| format!("Coverage of {}: {}", name(one.profile), one.sentence()))
            .collect();
        format!("{text}{} steps that no act on a home leads to are not counted.\n{}", self.not_counted, told.join("\n"))
    }

    /// Why it is too little, if it is.
    pub fn problem(&self, wanted: Option<f64>) -> Option<Failure> {
        let wanted = wanted?;
        let few = self.by_profile.iter().filter(|one| one.percent < wanted);
        let few: Vec<String> = few.map(|one| format!("{} {}", name(one.profile), one.sentence())).collect();
        if few.is_empty() {
            return None;
        }
        let problem = format!("The scripts visit too little, under {wanted} percent: {}", few.join(" "));
        let hint = "--coverage says what is never visited; write a script that goes there.";
        Some(Failure::new(Exit::Refused, "coverage_low", problem, hint))
    }
}

impl OfProfile {
    fn of(profile: Profile, visited: Visited) -> Self {
        let mut map = Map::of(&Policy::of(profile));
        map.edges.retain(|edge, _| !is_beyond_acts(edge));
        let coverage = Coverage::of(&map, &visited);
        Self { profile, percent: coverage.percent(), coverage, map, visited }
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
