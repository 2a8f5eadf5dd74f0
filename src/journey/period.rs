//! Lengths of time as a policy writes them.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time in whole seconds, written like `10 min`, `30 days` or `PT10M`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(u32);

impl Period {
    /// A period of so many seconds.
    pub const fn seconds(seconds: u32) -> Self {
        Self(seconds)
    }
    /// A period of so many minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self(minutes * 60)
    }
    /// A period of so many hours.
    pub const fn hours(hours: u32) -> Self {
        Self(hours * 3600)
    }
    /// A period of so many days of 24 hours.
    pub const fn days(days: u32) -> Self {
        Self(days * 86_400)
    }
    /// The length in seconds.
    pub const fn as_secs(self) -> u32 {
        self.0
    }
    /// The length as a duration that can be added to a time.
    pub const fn duration(self) -> SignedDuration {
        SignedDuration::from_secs(self.0 as i64)
    }
}

impl fmt::Display for Period {
    /// ISO 8601, as in every JSON answer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            s if s > 0 && s % 86_400 == 0 => write!(f, "P{}D", s / 86_400),
            _ => write!(f, "{}", self.duration()),
        }
    }
}

impl FromStr for Period {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no length of time; write it like \"10 min\", \"30 days\" or \"PT10M\"");
        let span: Span = text.parse().map_err(|_| wrong())?;
        let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
        if duration.subsec_nanos() != 0 {
            return Err(format!("{text:?} is not a whole number of seconds"));
        }
        u32::try_from(duration.as_secs())
            .map(Self)
            .map_err(|_| format!("{text:?} is out of range; use 0 s to 49710 days"))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A period that may be absent, written `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limit(pub Option<Period>);

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(period) => period.serialize(serializer),
            None => serializer.serialize_str("none"),
        }
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "none" => Ok(Self(None)),
            text => text.parse().map(|p| Self(Some(p))).map_err(serde::de::Error::custom),
        }
    }
}
