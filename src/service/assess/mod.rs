//! How a policy stands to the standards: each requirement that applies, whether it is met, by which setting, and what
//! shows it. Pure: everything follows from the policy and from tables in this folder.

mod asvs;
mod nist;
pub mod odds;
mod row;
mod settings;

use std::collections::BTreeMap;

use serde::Serialize;

use super::impact::flat;
use crate::journey::policy::{Policy, Profile};
use odds::Odds;
use row::{Judge, Row};

/// A standard that a policy is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Standard {
    /// NIST SP 800-63B-4.
    #[serde(rename = "nist-800-63b-4")]
    Nist,
    /// OWASP ASVS 5.0.0.
    #[serde(rename = "asvs-5")]
    Asvs,
}

impl Standard {
    /// Every standard, in the order of a report.
    pub const ALL: [Self; 2] = [Self::Nist, Self::Asvs];

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Nist => "NIST SP 800-63B-4",
            Self::Asvs => "OWASP ASVS 5.0.0",
        }
    }

    fn rows(self) -> &'static [Row] {
        match self {
            Self::Nist => nist::ROWS,
            Self::Asvs => asvs::ROWS,
        }
    }
}

/// How binding a requirement is, in its standard's own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "they are the standards' own words")]
#[allow(non_camel_case_types, reason = "they are the standards' own words")]
pub enum Level {
    L1,
    L2,
    L3,
    SHALL,
    #[serde(rename = "SHALL NOT")]
    SHALL_NOT,
    SHOULD,
    MAY,
}

impl Level {
    /// The word of the standard.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::L1 => "L1",
            Self::L2 => "L2",
            Self::L3 => "L3",
            Self::SHALL => "SHALL",
            Self::SHALL_NOT => "SHALL NOT",
            Self::SHOULD => "SHOULD",
            Self::MAY => "MAY",
        }
    }
}

/// Whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is.
    Met,
    /// It is not.
    NotMet,
    /// It is not this program's to meet.
    Outside,
}

impl Verdict {
    /// The word of the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Outside => "outside",
        }
    }
}

/// What decides whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// A setting of the policy.
    Policy,
    /// What the program does under every policy.
    Program,
}

/// What shows that a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// A rule that holds in every reachable state of the machine, by its id.
    Rule {
        /// The rule's id, as a proof names it.
        name: &'static str,
    },
    /// The tests whose names contain this.
    Test {
        /// What `cargo test` is given.
        name: &'static str,
    },
    /// A file of this project that does it or says it.
    File {
        /// Its path from the project's root.
        name: &'static str,
    },
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rule { name } => write!(f, "rule {name}"),
            Self::Test { name } => write!(f, "test {name}"),
            Self::File { name } => f.write_str(name),
        }
    }
}

/// A setting that a requirement looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Its key, as `table.key`.
    pub key: &'static str,
    /// Its value, as TOML; `none` where it has none.
    pub value: String,
}

/// A requirement as the policy stands to it.
#[derive(Debug, Serialize)]
pub struct Assessed {
    /// The standard.
    pub standard: Standard,
    /// Its number there.
    pub id: &'static str,
    /// How binding it is.
    pub level: Level,
    /// What it asks for, in short.
    pub requirement: &'static str,
    /// Whether it is met.
    pub verdict: Verdict,
    /// What decides that.
    pub decided_by: DecidedBy,
    /// The settings that it looks at.
    pub settings: Vec<Setting>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// Where it is not met or outside: why, and which setting would meet it.
    pub why: Option<String>,
}

/// How many requirements of a standard have which verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The standard.
    pub standard: Standard,
    /// Requirements met.
    pub met: usize,
    /// Requirements not met.
    pub not_met: usize,
    /// Requirements outside this program.
    pub outside: usize,
}

/// How a policy stands to the standards.
#[derive(Debug, Serialize)]
pub struct Assessment {
    /// The profile that the policy started from.
    pub profile: Profile,
    /// How many requirements have which verdict.
    pub counts: Vec<Count>,
    /// Every requirement that applies, by standard; those of ASVS by level and number.
    pub requirements: Vec<Assessed>,
    /// How likely codes are guessed.
    pub odds: Vec<Odds>,
}

impl Assessment {
    /// The requirements of a standard.
    pub fn of(&self, standard: Standard) -> impl Iterator<Item = &Assessed> {
        self.requirements.iter().filter(move |one| one.standard == standard)
    }
}

/// Holds a policy against these standards. `has` says whether the program has a command, named as `noun verb`,
/// or the flag of one, as `noun verb --flag`: what rests on it is met where it is there.
pub fn assess(policy: &Policy, standards: &[Standard], has: &dyn Fn(&str) -> bool) -> Assessment {
    let values = flat(policy);
    let requirements: Vec<Assessed> = standards
        .iter()
        .flat_map(|&standard| standard.rows().iter().map(move |row| (standard, row)))
        .map(|(standard, row)| judge(standard, row, policy, &values, has))
        .collect();
    let count = |&standard: &Standard| {
        let with = |verdict| {
            requirements.iter().filter(|one: &&Assessed| one.standard == standard && one.verdict == verdict).count()
        };
        Count { standard, met: with(Verdict::Met), not_met: with(Verdict::NotMet), outside: with(Verdict::Outside) }
    };
    let counts = standards.iter().map(count).collect();
    Assessment { profile: policy.profile, counts, requirements, odds: odds::odds(policy) }
}

fn judge(
    standard: Standard,
    row: &Row,
    policy: &Policy,
    values: &BTreeMap<String, String>,
    has: &dyn Fn(&str) -> bool,
) -> Assessed {
    let not_built = |what: &str| (Verdict::NotMet, DecidedBy::Program, Some(format!("Not built yet: {what}.")));
    let (verdict, decided_by, why) = match &row.judge {
        Judge::Met => (Verdict::Met, DecidedBy::Program, None),
        Judge::NotMet(why) => (Verdict::NotMet, DecidedBy::Program, Some((*why).to_owned())),
        Judge::Once { command, .. } if has(command) => (Verdict::Met, DecidedBy::Program, None),
        Judge::Once { what, .. } => not_built(what),
        Judge::Outside(why) => (Verdict::Outside, DecidedBy::Program, Some((*why).to_owned())),
        Judge::Policy(judge) => match judge(policy) {
            Ok(()) => (Verdict::Met, DecidedBy::Policy, None),
            Err(why) => (Verdict::NotMet, DecidedBy::Policy, Some(why)),
        },
    };
    let setting =
        |&key: &&'static str| Setting { key, value: values.get(key).cloned().unwrap_or_else(|| "none".to_owned()) };
    Assessed {
        standard,
        id: row.id,
        level: row.level,
        requirement: row.text,
        verdict,
        decided_by,
        settings: row.settings.iter().map(setting).collect(),
        // What shows it comes with the command.
        evidence: match row.judge {
            Judge::Once { command, .. } if !has(command) => Vec::new(),
            _ => row.evidence.to_vec(),
        },
        why,
    }
}

#[cfg(test)]
mod tests;
