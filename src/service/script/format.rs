//! The words of a script, as TOML has them; what they mean together is checked after.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::net::IpAddr;
use std::path::Path;

use jiff::Timestamp;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::journey::policy::{Period, PolicyFile, ProjectType};

/// What is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}{}: {}{problem}", line.map(|line| format!(", line {line}")).unwrap_or_default(),
        key.as_deref().map(|key| format!("{key} ")).unwrap_or_default())]
pub struct ScriptError {
    /// The file.
    pub path: String,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// The key, where one is to blame.
    pub key: Option<String>,
    /// What is wrong and what to write instead.
    pub problem: String,
}

/// Reads a text file of at most so many bytes.
pub(super) fn read(path: &Path, most: u64) -> Result<String, ScriptError> {
    let fail = |problem: String| ScriptError { path: path.display().to_string(), line: None, key: None, problem };
    let file = std::fs::File::open(path).map_err(|error| fail(format!("cannot be read: {error}")))?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| fail(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > most {
        return Err(fail(format!("is larger than {} KiB; split it into several files", most / 1024)));
    }
    String::from_utf8(bytes).map_err(|_| fail("is not UTF-8; save it as UTF-8 text".to_owned()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptFile {
    pub title: Option<Spanned<String>>,
    pub include: Option<Spanned<Values>>,
    pub policy: Option<Spanned<PolicySource>>,
    #[serde(default)]
    pub mail: MailFile,
    pub clock: Option<Spanned<Time>>,
    pub seed: Option<u64>,
    #[serde(default)]
    pub document: Vec<Spanned<DocumentFile>>,
    #[serde(default)]
    pub user: Vec<Spanned<UserFile>>,
    #[serde(default)]
    pub step: Vec<Spanned<StepFile>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailFile {
    pub product: Option<Spanned<String>>,
    pub from: Option<Spanned<String>>,
}

/// The policy: a file, or a profile with differences to it.
pub(super) enum PolicySource {
    File(String),
    Inline(Box<PolicyFile>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentFile {
    pub id: Spanned<String>,
    pub version: Spanned<String>,
    pub title: Option<Spanned<String>>,
    pub text: Option<Spanned<String>>,
    pub file: Option<Spanned<String>>,
    #[serde(default)]
    pub minor: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserFile {
    pub address: Spanned<String>,
    pub name: Option<String>,
    pub project_type: Option<ProjectType>,
    pub password: Option<Spanned<String>>,
    pub temporary: Option<Spanned<bool>>,
    pub password_age: Option<Spanned<Period>>,
    #[serde(default)]
    pub disabled: bool,
    #[serde(default)]
    pub enrolled: bool,
    #[serde(default)]
    pub accepted: Vec<Spanned<String>>,
    #[serde(default)]
    pub devices: Vec<Spanned<String>>,
}

/// A step: one of `start`, `do`, `race`, `show`, `advance`, `support`, `policy`, `publish`, `crash`, with what belongs to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepFile {
    pub start: Option<Spanned<String>>,
    pub device: Option<Spanned<String>>,
    pub source: Option<Spanned<IpAddr>>,
    pub user_agent: Option<Spanned<String>>,
    #[serde(rename = "do")]
    pub action: Option<Spanned<String>>,
    pub journey: Option<Spanned<String>>,
    pub with: Option<Spanned<BTreeMap<String, Spanned<Values>>>>,
    pub race: Option<Spanned<Vec<Spanned<SubmissionFile>>>>,
    pub show: Option<Spanned<bool>>,
    pub advance: Option<Spanned<Period>>,
    pub support: Option<Spanned<String>>,
    pub account: Option<Spanned<String>>,
    pub reason: Option<Spanned<String>>,
    pub password: Option<Spanned<String>>,
    pub temporary: Option<Spanned<bool>>,
    pub document: Option<Spanned<String>>,
    pub project_type: Option<Spanned<ProjectType>>,
    pub policy: Option<Spanned<PolicySource>>,
    pub publish: Option<Spanned<DocumentFile>>,
    pub clock: Option<Spanned<Time>>,
    pub crash: Option<Spanned<bool>>,
    pub repeat: Option<Spanned<u32>>,
    pub note: Option<String>,
    pub expect: Option<Spanned<ExpectFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubmissionFile {
    #[serde(rename = "do")]
    pub action: Spanned<String>,
    pub journey: Option<Spanned<String>>,
    pub with: Option<Spanned<BTreeMap<String, Spanned<Values>>>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectFile {
    pub screen: Option<Spanned<String>>,
    pub status: Option<Spanned<String>>,
    pub reason: Option<Spanned<String>>,
    pub error: Option<Spanned<String>>,
    pub errors: Option<Spanned<Vec<Spanned<String>>>>,
    pub exit: Option<Spanned<u8>>,
    pub retry_after: Option<Spanned<Period>>,
    pub tries_left: Option<Spanned<u8>>,
    pub sends_left: Option<Spanned<u8>>,
    pub text: Option<Spanned<String>>,
    pub mail: Option<Spanned<Mails>>,
    pub session: Option<Spanned<bool>>,
}

/// What stands in a field: a text, or several for a field that may be given several times.
pub(super) struct Values(pub Vec<String>);

/// Parts of the subjects of the mails that a step sends; empty for none.
pub(super) struct Mails(pub Vec<String>);

/// A time, written as a text or as TOML's own kind.
pub(super) struct Time(pub Timestamp);

impl<'de> Deserialize<'de> for PolicySource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Source;
        impl<'de> Visitor<'de> for Source {
            type Value = PolicySource;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of settings, or the name of a policy file")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<PolicySource, E> {
                Ok(PolicySource::File(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PolicySource, A::Error> {
                let file = PolicyFile::deserialize(MapAccessDeserializer::new(map))?;
                Ok(PolicySource::Inline(Box::new(file)))
            }
        }
        deserializer.deserialize_any(Source)
    }
}

/// Reads one text or a list of texts; `false`, where it is allowed, is an empty list.
struct Texts {
    expecting: &'static str,
    false_is_none: bool,
}

impl<'de> Visitor<'de> for Texts {
    type Value = Vec<String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<String>, E> {
        Ok(vec![text.to_owned()])
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Vec<String>, E> {
        if value || !self.false_is_none {
            return Err(E::invalid_type(de::Unexpected::Bool(value), &self));
        }
        Ok(Vec::new())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element()? {
            texts.push(text);
        }
        Ok(texts)
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Texts { expecting: "a text or a list of texts", false_is_none: false };
        deserializer.deserialize_any(texts).map(Self)
    }
}

impl<'de> Deserialize<'de> for Mails {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expecting = "a part of a mail's subject, a list of such parts, or false for no mail";
        deserializer.deserialize_any(Texts { expecting, false_is_none: true }).map(Self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => text,
            toml::Value::Datetime(time) => time.to_string(),
            other => other.to_string(),
        };
        let wrong = || de::Error::custom(format!("{text:?} is no time; write it like \"2026-03-02T09:00:00Z\""));
        text.parse().map(Self).map_err(|_| wrong())
    }
}
