//! The tables of requirements: how a row is written, and what it holds.

use crate::journey::policy::Policy;

use super::{Evidence, Level};

/// A requirement with what decides it.
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) level: Level,
    pub(super) text: &'static str,
    pub(super) judge: Judge,
    pub(super) settings: &'static [&'static str],
    pub(super) evidence: &'static [Evidence],
}

/// What decides a requirement.
pub(super) enum Judge {
    /// The program meets it under every policy.
    Met,
    /// The program does not meet it, for this reason.
    NotMet(&'static str),
    /// The program meets it under every policy, once it has this command; before that it needs what this is.
    Once {
        /// The command, as `noun verb` or `noun verb --flag`.
        command: &'static str,
        /// What is not built without it.
        what: &'static str,
    },
    /// It is not this program's, for this reason.
    Outside(&'static str),
    /// The policy decides; where it does not meet it, this says why and which setting would.
    Policy(fn(&Policy) -> Result<(), String>),
}

pub(super) const MET: Judge = Judge::Met;

pub(super) const fn not_met(why: &'static str) -> Judge {
    Judge::NotMet(why)
}

pub(super) const fn once(command: &'static str, what: &'static str) -> Judge {
    Judge::Once { command, what }
}

pub(super) const fn outside(why: &'static str) -> Judge {
    Judge::Outside(why)
}

pub(super) const fn by(judge: fn(&Policy) -> Result<(), String>) -> Judge {
    Judge::Policy(judge)
}

pub(super) const fn rule(id: &'static str) -> Evidence {
    Evidence::Rule { name: id }
}

pub(super) const fn test(filter: &'static str) -> Evidence {
    Evidence::Test { name: filter }
}

pub(super) const fn code(path: &'static str) -> Evidence {
    Evidence::File { name: path }
}

/// A table of requirements, each `"ID" LEVEL "text" => judge, [settings], [evidence];`.
macro_rules! requirements {
    ($($id:literal $level:ident $text:literal => $judge:expr, [$($setting:literal),*], [$($evidence:expr),*];)*) => {
        &[$($crate::service::assess::row::Row {
            id: $id,
            level: $crate::service::assess::Level::$level,
            text: $text,
            judge: $judge,
            settings: &[$($setting),*],
            evidence: &[$($evidence),*],
        },)*]
    };
}
pub(super) use requirements;
