//! Scripted journeys: a script in TOML is read, played in a home in memory, compared with what it expects, and told
//! as a transcript.

mod cast;
mod check;
mod counterexample;
mod expect;
mod format;
mod home_copy;
mod mailbox;
mod placeholder;
mod play;
mod record;
mod recording;
mod stage;
mod steps;
mod transcript;
mod visited;

pub use counterexample::counterexample;
pub use format::ScriptError;
pub use home_copy::HomeCopy;
pub use play::play;
pub use record::{
    Cause, Did, Missed, Name, Played, PlayedStep, Raced, Refusal, SentMail, ShownField, ShownScreen, Submitted,
};
pub use recording::{Recording, quoted};
pub use visited::is_beyond_acts;

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::journey::policy::{Period, Policy, ProjectType};
use crate::mail::config::MailConfig;
use placeholder::Template;

/// The largest script, in bytes.
const MAX_SCRIPT_BYTES: u64 = 1 << 20;

/// A script that was read and checked.
pub struct Script {
    /// Its file, as it was named.
    path: String,
    title: String,
    policy: Policy,
    mail: MailConfig,
    clock: Timestamp,
    seed: u64,
    documents: Vec<Document>,
    users: Vec<User>,
    steps: Vec<Step>,
    says: Says,
    /// The home that it is played on a copy of.
    copy: Option<Arc<HomeCopy>>,
}

/// What a script says itself, so that a home does not.
#[derive(Clone, Copy)]
struct Says {
    policy: bool,
    mail: bool,
    clock: bool,
}

/// A version of a document to publish.
struct Document {
    /// The file that says so, and where.
    path: Arc<str>,
    line: usize,
    id: String,
    version: String,
    title: Option<String>,
    text: String,
    minor: bool,
}

/// An account that is there before the first step.
struct User {
    /// The file that says so, and where.
    path: Arc<str>,
    line: usize,
    address: String,
    name: Option<String>,
    project_type: ProjectType,
    password: Password,
    password_age: Option<SignedDuration>,
    is_disabled: bool,
    is_enrolled: bool,
    accepted: Vec<String>,
    devices: Vec<String>,
}

/// The password that an account is given.
enum Password {
    None,
    Chosen(String),
    Temporary,
}

/// One step.
struct Step {
    /// The file that says so.
    path: Arc<str>,
    /// Where it begins.
    line: usize,
    act: Act,
    /// How often it is taken.
    times: u32,
    /// Said in the transcript ahead of it.
    note: Option<String>,
    expect: expect::Expect,
    /// The journey that its expectations are about.
    journey: Option<String>,
}

/// What a step does.
enum Act {
    Start { device: Option<String>, source: Option<std::net::IpAddr>, user_agent: Option<String> },
    Submit(Submission),
    Race(Vec<(usize, Submission)>),
    Show,
    Advance(Period),
    Support(Box<SupportAct>),
    Policy(Box<Policy>),
    Publish(Document),
    Clock(Timestamp),
    Crash,
}

/// An action in a journey, with its fields.
struct Submission {
    journey: String,
    action: String,
    fields: Vec<(String, Template)>,
}

/// An act of support on an account, with what it needs.
struct SupportAct {
    act: Support,
    account: String,
    reason: Option<String>,
    password: Password,
    document: Option<String>,
    project_type: Option<ProjectType>,
}

/// What support does to an account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Support {
    Disable,
    Enable,
    Unlock,
    SetPassword,
    ResetMfa,
    RevokeDevices,
    RecordConsent,
    WithdrawConsent,
    ChangeProject,
    AcceptClock,
}

impl Support {
    const ALL: [(&'static str, Self); 10] = [
        ("disable", Self::Disable),
        ("enable", Self::Enable),
        ("unlock", Self::Unlock),
        ("set_password", Self::SetPassword),
        ("reset_mfa", Self::ResetMfa),
        ("revoke_devices", Self::RevokeDevices),
        ("record_consent", Self::RecordConsent),
        ("withdraw_consent", Self::WithdrawConsent),
        ("change_project", Self::ChangeProject),
        ("accept_clock", Self::AcceptClock),
    ];

    fn id(self) -> &'static str {
        Self::ALL.iter().find(|(_, act)| *act == self).map_or("", |(id, _)| id)
    }
}

impl Script {
    /// Reads and checks a script, with every file that it names.
    ///
    /// # Errors
    /// [`ScriptError`] names the file, the line and the key, and says what to write instead.
    pub fn load(path: &Path) -> Result<Self, ScriptError> {
        let text = format::read(path, MAX_SCRIPT_BYTES)?;
        Self::parse(&text, path)
    }

    /// Checks the text of a script. `path` is for errors and for the files that it names.
    ///
    /// # Errors
    /// [`ScriptError`], as [`Script::load`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ScriptError> {
        check::Reader::new(path, text).script()
    }

    /// The same script on a copy of a home: with its policy, sender and latest time where the script has none of its
    /// own, and with what the script publishes and adds beside what is there.
    ///
    /// # Errors
    /// [`ScriptError`] where the script's clock is behind the home's.
    pub fn on_copy(mut self, copy: &Arc<HomeCopy>) -> Result<Self, ScriptError> {
        if !self.says.policy {
            self.policy = copy.policy.clone();
        }
        if !self.says.mail {
            self.mail = copy.mail.clone();
        }
        if !self.says.clock {
            self.clock = copy.latest_at;
        } else if self.clock < copy.latest_at {
            let problem = format!("clock is behind {}, the latest time that the home saw", copy.latest_at);
            return Err(self.error(None, &problem));
        }
        self.copy = Some(Arc::clone(copy));
        Ok(self)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }
}
