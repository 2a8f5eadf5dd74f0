//! What a played script came to, for people and programs.

use jiff::Timestamp;
use serde::Serialize;

use crate::journey::map::Visited;
use crate::journey::policy::{Profile, ProjectType};
use crate::service::ServiceError;
use crate::service::impact::SettingChange;
use crate::service::journey::answer::Trouble;

/// A played script.
#[derive(Debug, Serialize)]
pub struct Played {
    /// Its file, as it was named.
    pub script: String,
    /// Its title.
    pub title: String,
    /// Whether every expectation held.
    pub passed: bool,
    /// The steps that were taken, in order. The last one is the first that missed an expectation, if one did.
    pub steps: Vec<PlayedStep>,
    /// Steps after a missed expectation, which were not taken.
    pub not_taken: usize,
    /// The transcript, its lines ending in LF.
    pub transcript: String,
    /// The profile that its policy builds on.
    #[serde(skip)]
    pub profile: Profile,
    /// What its journeys went through, in every order of its races.
    #[serde(skip)]
    pub visited: Visited,
}

/// A step that was taken.
#[derive(Debug, Serialize)]
pub struct PlayedStep {
    /// Its number, counted from 1; a repeated step has the same number each time.
    pub number: usize,
    /// The file that says so, where it is an included one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line where it begins.
    pub line: usize,
    /// When it was taken, by the home's clock.
    pub at: Timestamp,
    /// What the script says ahead of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What was done.
    #[serde(flatten)]
    pub did: Did,
    /// The journey that it is about.
    pub journey: Option<String>,
    /// Why it was refused.
    pub error: Option<Refusal>,
    /// The screen after it.
    pub screen: Option<ShownScreen>,
    /// The mails it sent.
    pub mails: Vec<SentMail>,
    /// The rows it left in the audit trail: action and outcome.
    pub audit: Vec<String>,
    /// Expectations that did not hold.
    pub missed: Vec<Missed>,
}

/// What a step did.
#[derive(Debug, Serialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Did {
    /// Started a journey.
    Start {
        /// On which device.
        device: Option<String>,
        /// Whether that device was kept from an earlier sign-in.
        known: bool,
    },
    /// Submitted an action.
    Submit(Submitted),
    /// Submitted several actions at once.
    Race {
        /// In the order in which they were taken.
        submissions: Vec<Raced>,
    },
    /// Looked at a journey.
    Show,
    /// Moved the clock.
    Advance {
        /// By so many seconds.
        seconds: u32,
    },
    /// An act of support.
    Support {
        /// Which.
        act: &'static str,
        /// On whose account.
        account: String,
        /// Why.
        reason: Option<String>,
        /// The document, where the act is about one.
        #[serde(skip_serializing_if = "Option::is_none")]
        document: Option<String>,
        /// The new kind of project, where the act is about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        project_type: Option<ProjectType>,
    },
    /// Put another policy in force.
    Policy {
        /// The settings that changed.
        changes: Vec<SettingChange>,
    },
    /// Published a document.
    Publish {
        /// Its id.
        document: String,
        /// Its version.
        version: String,
        /// Whether it asks nobody again.
        minor: bool,
    },
    /// Set the clock, also back.
    Clock {
        /// To this time.
        to: Timestamp,
    },
    /// Lost what the process held beside its database.
    Crash,
}

/// A submitted action.
#[derive(Debug, Serialize)]
pub struct Submitted {
    /// The action.
    pub action: String,
    /// Its fields as they may be shown, in the order of the screen.
    pub fields: Vec<ShownField>,
}

/// A submitted field as it may be shown.
#[derive(Debug, Serialize)]
pub struct ShownField {
    /// Its name.
    pub name: String,
    /// Its value; a secret is masked, and a code is named.
    pub value: String,
}

/// One of several submissions at once.
#[derive(Debug, Serialize)]
pub struct Raced {
    /// Its journey.
    pub journey: String,
    /// What was submitted.
    #[serde(flatten)]
    pub submitted: Submitted,
    /// Why it was refused.
    pub error: Option<Refusal>,
}

/// Why a step was refused.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    /// The code of the JSON error.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The exit code of the command that does the same.
    pub exit: u8,
    /// Whole seconds to wait, where waiting helps.
    pub retry_after: Option<i64>,
}

/// Something that refused, to be given its code, its words and its exit code.
pub enum Cause<'a> {
    /// The journey.
    Journey(&'a Trouble),
    /// The service.
    Service(ServiceError),
}

/// Gives a refusal its code, its words and its exit code.
pub type Name = fn(Cause<'_>) -> Refusal;

/// A screen as a transcript shows it: nothing secret, nothing that differs without need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownScreen {
    /// Its id.
    pub id: &'static str,
    /// `open`, `signed_in` or `ended`.
    pub status: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// Its paragraphs.
    pub text: Vec<String>,
    /// What it shows of this very journey.
    pub data: Vec<String>,
}

/// A mail that a step sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentMail {
    /// What it is about.
    pub kind: String,
    /// Whom it went to.
    pub to: String,
    /// Its subject.
    pub subject: String,
}

/// An expectation that did not hold.
#[derive(Debug, Serialize)]
pub struct Missed {
    /// The line that says it.
    pub line: usize,
    /// What was expected, and what was found.
    pub problem: String,
}
