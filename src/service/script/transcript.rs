//! A played script as a story for people, 80 columns wide: what each person sees, submits and is answered, the mails
//! and the time between. Nothing secret stands in it, and nothing that differs from one run to the next.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use textwrap::{Options, WordSplitter};

use super::Script;
use super::record::{Did, PlayedStep, Refusal, ShownField, ShownScreen, Submitted};
use crate::journey::policy::{Policy, Profile, ProjectType};
use crate::journey::screen::{Data, Screen};
use crate::service::impact::setting_changes;

/// Columns of a transcript.
const WIDTH: usize = 80;

/// Where what people see begins.
const INSET: &str = "    ";

/// The transcript of a script.
pub(super) fn tell(script: &Script, steps: &[PlayedStep], not_taken: usize) -> String {
    let names: BTreeSet<&str> = steps.iter().filter_map(|step| step.journey.as_deref()).collect();
    let mut story = Story { text: String::new(), has_several: names.len() > 1, last: BTreeMap::new() };
    story.opening(script);
    for step in steps {
        story.step(step);
    }
    story.ending(script, steps, not_taken);
    story.text
}

struct Story<'a> {
    text: String,
    /// The screen that each journey showed last.
    last: BTreeMap<Option<&'a str>, &'a ShownScreen>,
    /// Whether it must be said whose turn it is.
    has_several: bool,
}

impl<'a> Story<'a> {
    /// A paragraph: `first` begins its first line, blanks as wide the others.
    fn say(&mut self, first: &str, text: &str) {
        let rest = " ".repeat(textwrap::core::display_width(first));
        let options = Options::new(WIDTH)
            .word_splitter(WordSplitter::NoHyphenation)
            .initial_indent(first)
            .subsequent_indent(&rest)
            .break_words(true);
        for line in textwrap::wrap(&harmless(text), options) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn opening(&mut self, script: &Script) {
        self.say("", &script.title);
        let wide = textwrap::core::display_width(&script.title).min(WIDTH);
        self.say("", &"=".repeat(wide));
        let profile = match script.policy.profile {
            Profile::Portal => "portal",
            Profile::Nist => "nist",
        };
        self.say("Policy     ", &[profile, &differences(&script.policy)].concat());
        if let Some(copy) = &script.copy {
            self.say("Home       ", &format!("a copy with {}", count(copy.accounts(), "account")));
        }
        self.say("Clock      ", &time(script.clock));
        let documents: Vec<String> =
            script.documents.iter().map(|document| format!("{} {}", document.id, document.version)).collect();
        if !documents.is_empty() {
            self.say("Documents  ", &documents.join(", "));
        }
        for user in &script.users {
            let name = user.name.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
            self.say("Account    ", &format!("{name}{}: {}", user.address, user.state()));
        }
    }

    fn step(&mut self, step: &'a PlayedStep) {
        self.gap();
        if let Some(note) = &step.note {
            self.say("# ", note);
            self.gap();
        }
        let number = format!("{:>2}. ", step.number);
        let is_start = matches!(step.did, Did::Start { .. });
        let journey = step.journey.as_ref().filter(|_| self.has_several && !is_start);
        let journey = journey.map(|journey| format!("{journey}: ")).unwrap_or_default();
        self.say(&number, &format!("{journey}{}", did(step)));
        match &step.did {
            Did::Submit(submitted) => self.fields(submitted),
            Did::Race { submissions } => {
                for one in submissions {
                    self.say("    - ", &format!("{}: {}", one.journey, one.submitted.action));
                    self.fields(&one.submitted);
                    one.error.iter().for_each(|error| self.refusal(error));
                }
            }
            _ => {}
        }
        step.error.iter().for_each(|error| self.refusal(error));
        for mail in &step.mails {
            self.say("    Mail to ", &mail.to);
            self.say("      ", &mail.subject);
        }
        if !step.audit.is_empty() {
            self.say("    Audit: ", &step.audit.join(", "));
        }
        if let Some(screen) = &step.screen {
            let last = self.last.insert(step.journey.as_deref(), screen);
            self.screen(screen, last.filter(|last| last.id == screen.id && step.error.is_some()));
        }
        for missed in &step.missed {
            self.say("    MISSED ", &format!("{} (line {})", missed.problem, missed.line));
        }
    }

    fn fields(&mut self, submitted: &Submitted) {
        let wide = submitted.fields.iter().map(|field| textwrap::core::display_width(&field.name)).max().unwrap_or(0);
        for ShownField { name, value } in &submitted.fields {
            self.say(&format!("      {name:wide$}  "), value);
        }
    }

    fn refusal(&mut self, refusal: &Refusal) {
        self.say("    ✗ ", &format!("{} [{}]", refusal.message, refusal.code));
        let wait = refusal.retry_after.map(|seconds| format!(" (In {}.)", words(seconds))).unwrap_or_default();
        self.say("      ", &format!("{}{wait}", refusal.hint));
    }

    /// A screen, or what is left after a refusal on it: its counts, and what is different, a list that changed whole.
    fn screen(&mut self, screen: &ShownScreen, before: Option<&ShownScreen>) {
        self.gap();
        self.say(INSET, &format!("[ {} ]", screen.heading));
        let Some(before) = before else {
            screen.text.iter().chain(&screen.data).for_each(|line| self.say(INSET, line));
            return;
        };
        let is_new = |line: &&String| !before.data.contains(line);
        let is_list = screen.data.iter().filter(is_new).any(|line| line.starts_with("- "));
        let counts = |line: &String| line.contains(" left.");
        let lines = screen.data.iter().filter(|line| is_list || is_new(line) || counts(line));
        lines.for_each(|line| self.say(INSET, line));
    }

    fn ending(&mut self, script: &Script, steps: &[PlayedStep], not_taken: usize) {
        self.gap();
        let mails: usize = steps.iter().map(|step| step.mails.len()).sum();
        let held: usize =
            steps.iter().filter_map(|step| script.steps.get(step.number - 1)).map(|s| s.expect.count()).sum();
        let missed: usize = steps.iter().map(|step| step.missed.len()).sum();
        let advanced = steps.iter().map(|step| match step.did {
            Did::Advance { seconds } if step.error.is_none() => i64::from(seconds),
            _ => 0,
        });
        let passed: i64 = advanced.sum();
        let verdict = if missed == 0 {
            format!("All {} held", count(held, "expectation"))
        } else {
            let rest = if not_taken == 0 { String::new() } else { format!("; {} not taken", count(not_taken, "step")) };
            format!("FAILED: {} missed{rest}", count(missed, "expectation"))
        };
        let taken = count(steps.len(), "step");
        self.say("", &format!("{verdict}. {taken}, {}, {} passed.", count(mails, "mail"), words(passed)));
    }
}

/// What a policy has otherwise than its profile. What a hash costs and where a list lies tell of the machine alone.
fn differences(policy: &Policy) -> String {
    let of_the_machine = ["password.argon2", "password.blocklist"];
    let changes = setting_changes(&Policy::of(policy.profile), policy);
    let told = changes.iter().filter(|change| !of_the_machine.contains(&change.key.as_str()));
    let told: Vec<String> = told.map(|change| format!("{} = {}", change.key, change.to)).collect();
    if told.is_empty() { String::new() } else { format!(", with {}", told.join(", ")) }
}

fn did(step: &PlayedStep) -> String {
    match &step.did {
        Did::Start { device, known } => {
            let journey = step.journey.as_deref().unwrap_or_default();
            let device = match (device, known) {
                (None, _) => "on an unknown device".to_owned(),
                (Some(name), false) => format!("on {name}, a device that is not known"),
                (Some(name), true) => format!("on {name}, which keeps its device token"),
            };
            format!("{journey}: a sign-in starts {device}")
        }
        Did::Submit(submitted) => submitted.action.clone(),
        Did::Race { submissions } => format!("{} submissions at the same moment", submissions.len()),
        Did::Show => "looks at the screen again".to_owned(),
        Did::Advance { seconds } => {
            let now = step.at.saturating_add(jiff::SignedDuration::from_secs((*seconds).into()));
            format!("After {} it is {}", words((*seconds).into()), time(now.unwrap_or(step.at)))
        }
        Did::Support { act, account, reason, document, project_type } => {
            let why = reason.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
            let what = document.as_deref().or(project_type.map(ProjectType::as_str)).unwrap_or_default();
            format!("{}{why}", support(act, account, what))
        }
        Did::Policy { changes } if changes.is_empty() => "The operator puts the same policy in force again".to_owned(),
        Did::Policy { changes } => {
            let told = changes.iter().map(|change| format!("{} = {}", change.key, change.to));
            format!("The operator changes the policy: {}", told.collect::<Vec<_>>().join(", "))
        }
        Did::Publish { document, version, minor } => {
            let minor = if *minor { ", a minor edit" } else { "" };
            format!("The operator publishes {document} {version}{minor}")
        }
        Did::Clock { to } => format!("The clock is set to {}", time(*to)),
        Did::Crash => "The process crashes and starts again".to_owned(),
    }
}

/// An act of support in words; `what` is the document or the kind of project that it is about.
fn support(act: &str, account: &str, what: &str) -> String {
    match act {
        "set_password" => format!("Support gives {account} another password"),
        "reset_mfa" => format!("Support takes the authenticator of {account} away"),
        "revoke_devices" => format!("Support ends the trust in every device of {account}"),
        "record_consent" => format!("Support records that {account} accepted {what}"),
        "withdraw_consent" => format!("Support withdraws the consent of {account} to {what}"),
        "change_project" => format!("Support moves {account} to a project of kind {what}"),
        "accept_clock" => "The operator accepts the clock".to_owned(),
        // `disable`, `enable` and `unlock`.
        verb => format!("Support {verb}s {account}"),
    }
}

/// A screen as a transcript shows it.
pub(super) fn shown(screen: &Screen, now: Timestamp) -> ShownScreen {
    let status = match screen.id {
        "signed_in" => "signed_in",
        "ended" => "ended",
        _ => "open",
    };
    ShownScreen {
        id: screen.id,
        status,
        heading: screen.heading,
        text: screen.text.clone(),
        data: data(&screen.data, now),
    }
}

fn data(data: &Data, now: Timestamp) -> Vec<String> {
    let tries = |left: u8| format!("{} left.", count(left.into(), "attempt"));
    match data {
        Data::Nothing {} | Data::Device { .. } | Data::Ended { .. } => Vec::new(),
        Data::Otp { tries_left, sends_left, .. } => {
            vec![format!("{} {} left.", tries(*tries_left), count((*sends_left).into(), "mail"))]
        }
        Data::Tries { tries_left } => vec![tries(*tries_left)],
        Data::Password { rules, .. } => rules.iter().map(|rule| format!("- {rule}")).collect(),
        Data::Consent { documents } => documents
            .iter()
            .map(|document| {
                let need = if document.required { "to accept" } else { "to read" };
                let lines = document.text.lines().count();
                format!("- {} ({} {}, {}), {need}", document.title, document.id, document.version, count(lines, "line"))
            })
            .collect(),
        Data::Setup { apps, tries_left, .. } => {
            let apps = apps.iter().map(|app| format!("- {} for {}", app.name, app.platform));
            let secret = "Secret: ‹secret›, also as a QR code".to_owned();
            apps.chain([secret, tries(*tries_left)]).collect()
        }
        Data::Codes { codes } => vec![format!("- {} codes, each ‹recovery code›", codes.len())],
        Data::SignedIn { session_ends_at, device_token, recovery_codes_left, .. } => {
            let ends = session_ends_at.parse().map_or_else(|_| session_ends_at.clone(), time);
            let left = session_ends_at.parse().map_or(0, |ends: Timestamp| ends.duration_since(now).as_secs());
            let session = format!("The session lasts until {ends}, {} at most.", words(left));
            let device = device_token.as_ref().map(|_| "This device is trusted from now on.".to_owned());
            let codes = recovery_codes_left.map(|left| format!("{} left.", count(left as usize, "recovery code")));
            [Some(session), device, codes].into_iter().flatten().collect()
        }
    }
}

impl super::User {
    /// What is known of the account before the first step.
    fn state(&self) -> String {
        let mut state = vec![self.project_type.as_str().to_owned()];
        match (&self.password, self.password_age) {
            (super::Password::None, _) => state.push("no password".to_owned()),
            (super::Password::Temporary, _) => state.push("temporary password".to_owned()),
            (super::Password::Chosen(_), Some(age)) => state.push(format!("password set {} ago", words(age.as_secs()))),
            (super::Password::Chosen(_), None) => {}
        }
        if self.is_disabled {
            state.push("disabled".to_owned());
        }
        if !self.accepted.is_empty() {
            state.push(format!("accepted {}", self.accepted.join(" and ")));
        }
        if self.is_enrolled {
            state.push("authenticator enrolled".to_owned());
        }
        if !self.devices.is_empty() {
            state.push(format!("trusts {}", self.devices.join(" and ")));
        }
        state.join(", ")
    }
}

/// One line of text that moves no cursor and turns no direction, whatever stands in the script.
fn harmless(text: &str) -> String {
    let turns =
        |c| matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() || turns(c) => '\u{FFFD}',
        c => c,
    };
    text.trim().chars().map(shown).collect()
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// A length of time in words, such as `1 hour 30 minutes`.
fn words(seconds: i64) -> String {
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let mut left = usize::try_from(seconds).unwrap_or(0);
    let mut parts = Vec::new();
    for (length, unit) in units {
        if left / length > 0 {
            parts.push(count(left / length, unit));
            left %= length;
        }
    }
    if parts.is_empty() { "no time".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{harmless, words};

    #[test]
    fn v16_4_1_nothing_in_a_script_moves_the_cursor() {
        assert_eq!(harmless("a\x1b[2J\nb\u{202e}c "), "a\u{FFFD}[2J b\u{FFFD}c");
    }

    #[test]
    fn lengths_of_time_are_in_words() {
        assert_eq!(words(600), "10 minutes");
        assert_eq!(words(90_061), "1 day 1 hour 1 minute 1 second");
        assert_eq!(words(0), "no time");
    }
}
