//! Rules that a policy file adds to those that always hold, in a small language that reads as a sentence.
//!
//! | pattern | it holds if |
//! |---|---|
//! | `never SCREEN without NEED [or NEED …]` | who stands at SCREEN has one of the needs met |
//! | `never SCREEN after SCREEN` | no journey comes to the first screen once it was at the second |
//! | `always SCREEN before SCREEN` | no journey comes to the second screen without having been at the first |
//! | `at_most N COUNT` | no journey counts more |
//!
//! Each may end in `for PROJECT_TYPE`.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::policy::{Policy, PolicyError, ProjectType};
use super::{Consent, Event, History, Journey, Proof, State};

/// The most rules that a policy file may add.
const MAX_RULES: usize = 100;

/// The longest id of a document, in characters.
const MAX_DOCUMENT_ID_CHARS: usize = 120;

/// A rule of a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    text: String,
    /// What it says.
    pub pattern: Pattern,
    /// Whose journeys it is about; `None` for everybody's.
    pub project_type: Option<ProjectType>,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// Nobody stands at a screen without one of these.
    Without {
        /// The screen.
        screen: Screen,
        /// What is needed, one of several.
        needs: Vec<Need>,
    },
    /// Nobody comes to a screen after another.
    After {
        /// The screen.
        screen: Screen,
        /// The one that may not lie before it.
        before: Screen,
    },
    /// Nobody comes to a screen without having been at another.
    Before {
        /// The one that must lie before.
        first: Screen,
        /// The screen.
        screen: Screen,
    },
    /// No journey counts more than so many.
    AtMost {
        /// How many.
        most: u8,
        /// Of what.
        count: Count,
    },
}

/// A screen, the two ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen(&'static str);

/// What a journey must have settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// A right password in this journey.
    Password,
    /// The mailed code in this journey.
    Otp,
    /// A device that was trusted before.
    TrustedDevice,
    /// A code of an authenticator app in this journey, at the challenge or at the set-up.
    Totp,
    /// A recovery code in this journey.
    RecoveryCode,
    /// A TOTP or a recovery code in this journey.
    Mfa,
    /// Every document that the account must accept, in its current version.
    Consent,
    /// One document, where the account must accept it.
    ConsentTo(String),
}

/// What a journey counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Mails with a code.
    Mails,
    /// Wrong mailed codes.
    WrongCodes,
    /// Wrong codes at the challenge.
    WrongTotps,
    /// Wrong passwords at the confirmation.
    WrongPasswords,
    /// Wrong codes at the set-up.
    WrongSetupCodes,
}

const NEEDS: [(&str, Need); 7] = [
    ("password", Need::Password),
    ("otp", Need::Otp),
    ("trusted_device", Need::TrustedDevice),
    ("totp", Need::Totp),
    ("recovery_code", Need::RecoveryCode),
    ("mfa", Need::Mfa),
    ("consent", Need::Consent),
];

const COUNTS: [(&str, Count); 5] = [
    ("mails", Count::Mails),
    ("wrong_codes", Count::WrongCodes),
    ("wrong_totps", Count::WrongTotps),
    ("wrong_passwords", Count::WrongPasswords),
    ("wrong_setup_codes", Count::WrongSetupCodes),
];

const PATTERNS: &str = "\"never SCREEN without NEED\", \"never SCREEN after SCREEN\", \"always SCREEN before SCREEN\" \
                        or \"at_most N COUNT\"";

/// The words of the language, for the help: what each place of a pattern takes.
pub fn words() -> [(&'static str, Vec<&'static str>); 3] {
    let needs = NEEDS.iter().map(|(word, _)| *word).chain(["consent(DOCUMENT)"]);
    [
        ("SCREEN", State::ALL_KINDS.iter().map(|state| state.id()).collect()),
        ("NEED", needs.collect()),
        ("COUNT", COUNTS.iter().map(|(word, _)| *word).collect()),
    ]
}

impl Screen {
    /// Whether a journey stands there.
    pub fn is_at(self, state: State) -> bool {
        state.id() == self.0
    }

    fn parse(word: &str) -> Result<Self, String> {
        let found = State::ALL_KINDS.into_iter().find(|state| state.id() == word);
        found.map(|state| Self(state.id())).ok_or_else(|| {
            let known: Vec<_> = State::ALL_KINDS.iter().map(|state| state.id()).collect();
            format!("{word:?} is no screen; use {}", known.join(", "))
        })
    }
}

impl fmt::Display for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Need {
    fn parse(word: &str) -> Result<Self, String> {
        if let Some(id) = word.strip_prefix("consent(").and_then(|rest| rest.strip_suffix(')')) {
            return Ok(Self::ConsentTo(id.trim().to_owned()));
        }
        let found = NEEDS.into_iter().find_map(|(name, need)| (name == word).then_some(need));
        found.ok_or_else(|| {
            let known: Vec<_> = NEEDS.iter().map(|(name, _)| *name).collect();
            format!("{word:?} is nothing that a journey can need; use {} or consent(DOCUMENT)", known.join(", "))
        })
    }

    /// Whether the journey of an account of this type has it.
    pub fn is_met(&self, policy: &Policy, project_type: ProjectType, journey: &Journey) -> bool {
        let Journey { facts, history, .. } = journey;
        let settled = facts.is_some_and(|facts| facts.consent == Consent::Settled);
        match self {
            Self::Password => facts.is_some(),
            Self::Otp => history.otp_verified,
            Self::TrustedDevice => facts.is_some_and(|facts| facts.device_trusted),
            Self::Totp => history.proof == Some(Proof::Totp),
            Self::RecoveryCode => history.proof == Some(Proof::RecoveryCode),
            Self::Mfa => history.proof.is_some(),
            Self::Consent => settled,
            Self::ConsentTo(id) => settled && policy.required_documents(project_type).contains(id),
        }
    }
}

impl Count {
    /// How many the journey counts.
    pub fn of(self, history: &History) -> u8 {
        match self {
            Self::Mails => history.otp_sends,
            Self::WrongCodes => history.otp_wrong,
            Self::WrongTotps => history.challenge_wrong,
            Self::WrongPasswords => history.confirm_wrong,
            Self::WrongSetupCodes => history.setup_wrong,
        }
    }

    /// The event that makes it grow.
    pub fn event(self) -> Event {
        match self {
            Self::Mails => Event::CodeRequested,
            Self::WrongCodes => Event::OtpBad,
            Self::WrongTotps => Event::ChallengeBad,
            Self::WrongPasswords => Event::ConfirmBad,
            Self::WrongSetupCodes => Event::SetupBad,
        }
    }
}

impl Rule {
    /// The rule as it was written, with single spaces.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The documents that it names.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        let needs = match &self.pattern {
            Pattern::Without { needs, .. } => needs.as_slice(),
            _ => &[],
        };
        needs.iter().filter_map(|need| match need {
            Need::ConsentTo(id) => Some(id.as_str()),
            _ => None,
        })
    }

    /// The project types whose journeys it is about.
    ///
    /// A rule that names a document and no type is about those types that must accept it, or about every one
    /// where none must: then it is broken.
    pub fn subjects(&self, policy: &Policy) -> Vec<ProjectType> {
        if let Some(only) = self.project_type {
            return vec![only];
        }
        let all = ProjectType::ALL.to_vec();
        let must = |kind: &ProjectType| {
            self.documents().all(|id| policy.required_documents(*kind).iter().any(|required| required == id))
        };
        let asked: Vec<_> = all.iter().copied().filter(must).collect();
        if asked.is_empty() { all } else { asked }
    }
}

/// Whether a document can have that id: lower-case letters, digits, `-` and `_`.
pub fn is_document_id(id: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    !id.is_empty() && id.len() <= MAX_DOCUMENT_ID_CHARS && id.chars().all(allowed)
}

/// Checks the rules of a policy against the rest of it.
///
/// # Errors
/// [`PolicyError`] where there are too many, or one names a document that the policy does not know.
pub(super) fn check(policy: &Policy) -> Result<(), PolicyError> {
    let fail = |problem| Err(PolicyError { key: "rules", problem });
    if policy.rules.len() > MAX_RULES {
        return fail(format!("has {} entries; use at most {MAX_RULES}", policy.rules.len()));
    }
    let documents = policy.consent.required.values().flatten().chain(&policy.consent.shown);
    let known: BTreeSet<&str> = documents.map(String::as_str).collect();
    for rule in &policy.rules {
        if let Some(id) = rule.documents().find(|id| !known.contains(id)) {
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            return fail(format!("has {:?}, but no document {id:?} is required or shown; use {known}", rule.text()));
        }
    }
    Ok(())
}

impl FromStr for Rule {
    type Err = String;

    /// Reads a rule.
    ///
    /// # Errors
    /// What is wrong with it, and what may stand there.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        let fail = |problem: String| format!("the rule {text:?} cannot be read: {problem}");
        let project_type = match words.as_slice() {
            [.., "for", word] => Some(word.parse::<ProjectType>().map_err(fail)?),
            _ => None,
        };
        if project_type.is_some() {
            words.truncate(words.len() - 2);
        }
        let pattern = pattern(&words).map_err(fail)?;
        Ok(Self { text, pattern, project_type })
    }
}

fn pattern(words: &[&str]) -> Result<Pattern, String> {
    match words {
        ["never", screen, "without", needs @ ..] if !needs.is_empty() => {
            let screen = Screen::parse(screen)?;
            Ok(Pattern::Without { screen, needs: alternatives(needs)? })
        }
        ["never", one, "after", other] | ["always", one, "before", other] if one == other => {
            Err("name two different screens".to_owned())
        }
        ["never", screen, "after", before] => {
            Ok(Pattern::After { screen: Screen::parse(screen)?, before: Screen::parse(before)? })
        }
        ["always", first, "before", screen] => {
            Ok(Pattern::Before { first: Screen::parse(first)?, screen: Screen::parse(screen)? })
        }
        ["at_most", most, word] => {
            let most = most.parse().map_err(|_| format!("{most:?} is no number from 0 to 255"))?;
            let found = COUNTS.into_iter().find_map(|(name, count)| (name == *word).then_some(count));
            let count = found.ok_or_else(|| {
                let known: Vec<_> = COUNTS.iter().map(|(name, _)| *name).collect();
                format!("{word:?} is nothing that a journey counts; use {}", known.join(", "))
            })?;
            Ok(Pattern::AtMost { most, count })
        }
        _ => Err(format!("write {PATTERNS}, each with \"for PROJECT_TYPE\" after it if need be")),
    }
}

fn alternatives(words: &[&str]) -> Result<Vec<Need>, String> {
    let needs = words.split(|word| *word == "or").map(|one| match one {
        [word] => Need::parse(word),
        _ => Err("join several needs by \"or\"".to_owned()),
    });
    needs.collect()
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::super::policy::Profile;
    use super::*;

    fn read(text: &str) -> Rule {
        text.parse().unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn refused(text: &str) -> String {
        text.parse::<Rule>().expect_err(text)
    }

    #[test]
    fn every_pattern_is_read() {
        let at = |word| Screen::parse(word).expect("a screen");
        let without = |needs| Pattern::Without { screen: at("signed_in"), needs };
        let patterns = [
            ("never signed_in without otp", without(vec![Need::Otp])),
            ("never signed_in without consent", without(vec![Need::Consent])),
            ("never signed_in without consent(terms)", without(vec![Need::ConsentTo("terms".into())])),
            ("never signed_in without otp or trusted_device", without(vec![Need::Otp, Need::TrustedDevice])),
            ("never consent after ended", Pattern::After { screen: at("consent"), before: at("ended") }),
            ("always consent before mfa_setup", Pattern::Before { first: at("consent"), screen: at("mfa_setup") }),
            ("at_most 3 mails", Pattern::AtMost { most: 3, count: Count::Mails }),
            ("at_most 0 wrong_codes", Pattern::AtMost { most: 0, count: Count::WrongCodes }),
        ];
        for (text, pattern) in patterns {
            assert_eq!(read(text), Rule { text: text.to_owned(), pattern, project_type: None });
        }
        assert_eq!(read("at_most 1 mails for sme").project_type, Some(ProjectType::Sme));
        assert_eq!(read("  at_most\t2   mails ").text(), "at_most 2 mails");
    }

    #[test]
    fn what_cannot_be_read_says_what_may_stand_there() {
        for (text, part) in [
            ("", "at_most N COUNT"),
            ("sometimes signed_in", "never SCREEN without NEED"),
            ("never signd_in without otp", "\"signd_in\" is no screen; use sign_in,"),
            ("never signed_in without", "never SCREEN without NEED"),
            ("never signed_in without luck", "use password, otp,"),
            ("never signed_in without otp totp", "join several needs by \"or\""),
            ("never signed_in without otp or", "join several needs by \"or\""),
            ("never consent after consent", "two different screens"),
            ("at_most many mails", "\"many\" is no number"),
            ("at_most -1 mails", "\"-1\" is no number"),
            ("at_most 3 letters", "use mails, wrong_codes"),
            ("at_most 3 mails for everyone", "use enterprise or sme"),
        ] {
            let problem = refused(text);
            assert!(problem.contains(part), "{text:?}: {problem}");
            assert!(problem.contains(&format!("{text:?}")), "{problem}");
        }
    }

    #[test]
    fn a_rule_that_names_a_document_is_about_those_who_must_accept_it() {
        let policy = Policy::of(Profile::Portal);
        let about = |text| read(text).subjects(&policy);
        assert_eq!(about("never signed_in without consent(terms)"), [ProjectType::Enterprise]);
        assert_eq!(about("never signed_in without consent(terms) for sme"), [ProjectType::Sme]);
        assert_eq!(about("never signed_in without consent(eula)"), ProjectType::ALL);
        assert_eq!(about("never signed_in without otp"), ProjectType::ALL);
    }
}
