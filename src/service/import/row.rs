//! A row that can become an account: every field checked, and everything that is wrong with it said at once.

use std::collections::HashMap;
use std::str::FromStr;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::field::{Fault, Field, Raw};
use super::hashes;
use super::options::Options;
use crate::credentials::foreign::{Accepted, Dialect};
use crate::credentials::rules::{self, Blocklist};
use crate::credentials::totp::{KeyKind, Secret, parse_base32, parse_uri};
use crate::journey::policy::{PasswordPolicy, ProjectType, TotpAlgorithm};
use crate::mail::address::Address;
use crate::service::accounts::check_name;
use crate::service::{ServiceError, Work};
use crate::store::UserState;

/// The longest external id, in characters.
const MAX_EXTERNAL_ID: usize = 200;

/// Bytes of a TOTP secret: 80 bits is the least that issuers write, and no app takes much more than 1,024.
const TOTP_SECRET: std::ops::RangeInclusive<usize> = 10..=128;

/// Authenticators of an account that one row may bring.
const MOST_AUTHENTICATORS: usize = 10;

/// Seconds of a TOTP step.
const TOTP_PERIOD: std::ops::RangeInclusive<u32> = 10..=300;

/// A row, checked.
pub(super) struct Draft {
    pub line: u64,
    pub address: Address,
    pub name: Option<String>,
    pub project_type: Option<ProjectType>,
    pub state: Option<UserState>,
    pub hash: Option<Hash>,
    pub password: Option<SecretString>,
    pub temporary: Option<bool>,
    pub external_id: Option<String>,
    /// Its authenticators; empty where the row says nothing of them.
    pub totp: Vec<Totp>,
    /// The hashes of the recovery codes that belong to them.
    pub recovery: Vec<[u8; 64]>,
    pub consents: Vec<Consent>,
    pub created_at: Option<Timestamp>,
}

impl Draft {
    /// Gives `part` every field, each of them in any case, so that no two drafts have the same parts.
    pub(super) fn each_part(&self, part: &mut dyn FnMut(&[u8])) {
        let mut text = |text: Option<&str>| part(text.unwrap_or("\0").as_bytes());
        text(Some(self.address.shown()));
        text(Some(self.address.key()));
        text(self.name.as_deref());
        text(self.project_type.map(ProjectType::as_str));
        text(self.state.map(UserState::as_str));
        text(self.external_id.as_deref());
        text(self.temporary.map(|is_so| if is_so { "true" } else { "false" }));
        text(self.hash.as_ref().map(|hash| hash.stored.as_deref().unwrap_or("wrapped")));
        text(self.password.as_ref().map(ExposeSecret::expose_secret));
        part(&self.hash.as_ref().map_or([0; 32], |hash| hash.digest));
        let time = |at: Option<Timestamp>| at.map_or(i64::MIN, Timestamp::as_millisecond).to_be_bytes();
        part(&time(self.created_at));
        part(&(self.totp.len() as u64).to_be_bytes());
        for one in &self.totp {
            part(one.secret.as_bytes());
            part(one.algorithm.as_str().as_bytes());
            part(&one.digits.to_be_bytes());
            part(&one.period.to_be_bytes());
            part(one.name.as_deref().unwrap_or("\0").as_bytes());
        }
        part(self.recovery.as_flattened());
        for consent in &self.consents {
            part(consent.document.as_bytes());
            part(consent.version.as_bytes());
            part(&time(consent.accepted_at));
        }
    }
}

/// A hash that a list brings.
pub(super) struct Hash {
    /// What is to be stored of it.
    pub accepted: Accepted,
    /// The text that is stored, unless it needs wrapping in Argon2id first.
    pub stored: Option<String>,
    /// SHA-256 of it as the list has it.
    pub digest: [u8; 32],
}

/// An authenticator that a list brings.
pub(super) struct Totp {
    pub secret: Secret,
    pub algorithm: TotpAlgorithm,
    pub digits: u32,
    /// Seconds of a step.
    pub period: u32,
    /// What it is called where it comes from.
    pub name: Option<String>,
}

impl Totp {
    /// Whether it shows the same codes as another.
    pub(super) fn is(&self, other: &Self) -> bool {
        let same = subtle::ConstantTimeEq::ct_eq(self.secret.as_bytes(), other.secret.as_bytes());
        let how = |one: &Self| (one.algorithm, one.digits, one.period);
        bool::from(same) && how(self) == how(other)
    }
}

/// An acceptance that a list brings, of a version that is published here.
pub(super) struct Consent {
    /// The row of the version.
    pub key: i64,
    pub document: String,
    pub version: String,
    /// When, where the list says it, or when the account was made.
    pub accepted_at: Option<Timestamp>,
}

/// What rows are checked against, read once.
pub(super) struct Checks<'a> {
    policy: &'a PasswordPolicy,
    product: &'a str,
    blocklist: Blocklist,
    documents: HashMap<(String, String), i64>,
    now: Timestamp,
    dialect: Dialect,
    accept_weak: bool,
}

impl<'a> Checks<'a> {
    pub(super) fn read(work: &Work<'a>, options: &Options) -> Result<Self, ServiceError> {
        let documents = work.db.documents()?.into_iter().map(|row| ((row.id, row.version), row.key)).collect();
        Ok(Self {
            policy: &work.world.policy.password,
            product: &work.world.mail.product,
            blocklist: work.world.blocklist()?,
            documents,
            now: work.now,
            dialect: options.hash_dialect.dialect(),
            accept_weak: options.accept_weak,
        })
    }

    /// Checks a row.
    pub(super) fn check(&self, mut raw: Raw) -> Result<Draft, Vec<Fault>> {
        let mut faults = std::mem::take(&mut raw.faults);
        let address = self.address(&raw, &mut faults);
        let name = checked(&raw, Field::Name, &mut faults, |text| {
            check_name(text).map(str::to_owned).map_err(|error| ("name", format!("It cannot be used: {error}.")))
        });
        let project_type = checked(&raw, Field::ProjectType, &mut faults, |text| {
            ProjectType::from_str(text).map_err(|_| ("project_type", "It must be enterprise or sme.".to_owned()))
        });
        let state = checked(&raw, Field::State, &mut faults, |text| {
            UserState::from_str(text).map_err(|_| ("state", "It must be enabled or disabled.".to_owned()))
        });
        let temporary = checked(&raw, Field::Temporary, &mut faults, |text| match text {
            "true" | "yes" | "1" => Ok(true),
            "false" | "no" | "0" => Ok(false),
            _ => Err(("temporary", "It must be true or false.".to_owned())),
        });
        let external_id = checked(&raw, Field::ExternalId, &mut faults, external_id);
        let created_at = checked(&raw, Field::CreatedAt, &mut faults, |text| self.time(text));
        let names = &raw.authenticator_names;
        let totp = checked(&raw, Field::TotpSecret, &mut faults, |text| all_totp(text, names)).unwrap_or_default();
        let (hash, password) = self.passwords(&mut raw, address.as_ref(), &mut faults);
        let consents = self.consents(&raw, created_at, &mut faults);
        match address {
            Some(address) if faults.is_empty() => Ok(Draft {
                line: raw.line,
                address,
                name,
                project_type,
                state,
                hash,
                password,
                temporary,
                external_id,
                totp,
                recovery: raw.recovery,
                consents,
                created_at,
            }),
            _ => Err(faults),
        }
    }

    fn address(&self, raw: &Raw, faults: &mut Vec<Fault>) -> Option<Address> {
        let Some(text) = raw.get(Field::Address) else {
            // A row that could not be read at all has said so already.
            if !faults.iter().any(|fault| matches!(fault.field.as_str(), "row" | "address")) {
                faults.push(Fault::new(Field::Address, "missing", "The row has no address."));
            }
            return None;
        };
        match Address::parse(text) {
            Ok(address) => Some(address),
            Err(problem) => {
                faults.push(Fault::new(Field::Address, "address_invalid", format!("It cannot be used: {problem}.")));
                None
            }
        }
    }

    fn passwords(
        &self,
        raw: &mut Raw,
        address: Option<&Address>,
        faults: &mut Vec<Fault>,
    ) -> (Option<Hash>, Option<SecretString>) {
        let hash = raw.take(Field::PasswordHash).filter(|text| text.as_str() != "none");
        let password = raw.take(Field::Password);
        if hash.is_some() && password.is_some() {
            let message = "Give password_hash or password, not both.";
            faults.push(Fault::new(Field::Password, "password_twice", message));
        }
        let dialect = raw.dialect.as_ref().unwrap_or(&self.dialect);
        let hash = hash.and_then(|text| match hashes::accept(&text, dialect, self.accept_weak) {
            Ok(accepted) => accepted.map(|accepted| Hash {
                stored: accepted.plain_text(),
                digest: Sha256::digest(text.as_bytes()).into(),
                accepted,
            }),
            Err((code, message)) => {
                faults.push(Fault::new(Field::PasswordHash, code, message));
                None
            }
        });
        let password = password.map(|text| SecretString::from(text.as_str()));
        if let (Some(password), Some(address)) = (&password, address) {
            let context = rules::Context { address: address.shown(), product: self.product };
            for rule in rules::broken(self.policy, &context, password, &self.blocklist) {
                faults.push(Fault::new(Field::Password, "password_rule", rule.sentence(self.policy)));
            }
        }
        (hash, password)
    }

    fn time(&self, text: &str) -> Result<Timestamp, (&'static str, String)> {
        let at: Timestamp = text
            .parse()
            .map_err(|_| ("time", "It must be a time in RFC 3339, such as 2026-03-02T09:00:00Z.".to_owned()))?;
        match Timestamp::from_millisecond(at.as_millisecond()) {
            Ok(at) if at <= self.now => Ok(at),
            _ => Err(("in_the_future", "It is later than now.".to_owned())),
        }
    }

    fn consents(&self, raw: &Raw, created_at: Option<Timestamp>, faults: &mut Vec<Fault>) -> Vec<Consent> {
        let mut all: Vec<Consent> = Vec::new();
        for consent in raw.consents.as_deref().unwrap_or_default() {
            let accepted_at = match consent.accepted_at.as_deref().map(|text| self.time(text)) {
                None => created_at,
                Some(Ok(at)) => Some(at),
                Some(Err((code, message))) => {
                    faults.push(Fault::new(Field::Consents, code, format!("accepted_at: {message}")));
                    continue;
                }
            };
            let version = (consent.document.clone(), consent.version.clone());
            let Some(key) = self.documents.get(&version).copied() else {
                let message = "It names a document or version that is not published here; publish it first.";
                faults.push(Fault::new(Field::Consents, "document_unknown", message));
                continue;
            };
            if !all.iter().any(|other| other.key == key) {
                let (document, version) = version;
                all.push(Consent { key, document, version, accepted_at });
            }
        }
        all
    }
}

fn checked<T>(
    raw: &Raw,
    field: Field,
    faults: &mut Vec<Fault>,
    check: impl FnOnce(&str) -> Result<T, (&'static str, String)>,
) -> Option<T> {
    match check(raw.get(field)?) {
        Ok(value) => Some(value),
        Err((code, message)) => {
            faults.push(Fault::new(field, code, message));
            None
        }
    }
}

fn external_id(text: &str) -> Result<String, (&'static str, String)> {
    if text.chars().count() > MAX_EXTERNAL_ID || text.chars().any(char::is_control) {
        return Err(("external_id", "It must be at most 200 characters without control characters.".to_owned()));
    }
    Ok(text.to_owned())
}

/// One secret or Key URI, or several Key URIs divided by spaces; `names` in their order.
fn all_totp(text: &str, names: &[Option<String>]) -> Result<Vec<Totp>, (&'static str, String)> {
    let is_uri = |part: &str| part.get(..10).is_some_and(|scheme| scheme.eq_ignore_ascii_case("otpauth://"));
    let parts: Vec<&str> = text.split_ascii_whitespace().collect();
    if parts.len() < 2 || !parts.iter().all(|part| is_uri(part)) {
        let name = names.first().cloned().flatten();
        return Ok(vec![Totp { name, ..totp(text)? }]);
    }
    if parts.len() > MOST_AUTHENTICATORS {
        return Err(("totp", format!("It names more than {MOST_AUTHENTICATORS} authenticators.")));
    }
    let mut all: Vec<Totp> = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        let next = Totp { name: names.get(index).cloned().flatten(), ..totp(part)? };
        if !all.iter().any(|one| one.is(&next)) {
            all.push(next);
        }
    }
    Ok(all)
}

fn totp(text: &str) -> Result<Totp, (&'static str, String)> {
    let wrong = |problem: &str| ("totp", format!("It cannot be used: {problem}."));
    let totp = if text.get(..10).is_some_and(|scheme| scheme.eq_ignore_ascii_case("otpauth://")) {
        let uri = parse_uri(text).map_err(|error| wrong(&error.to_string()))?;
        let KeyKind::Totp { period } = uri.kind else { return Err(wrong("it is of type hotp")) };
        Totp { secret: uri.secret, algorithm: uri.algorithm, digits: uri.digits, period, name: None }
    } else {
        let secret = parse_base32(text.trim_end_matches('=')).map_err(|error| wrong(&error.to_string()))?;
        Totp { secret, algorithm: TotpAlgorithm::SHA1, digits: 6, period: 30, name: None }
    };
    if !TOTP_SECRET.contains(&totp.secret.as_bytes().len()) {
        return Err(wrong("the secret must have 10 to 128 bytes"));
    }
    if !TOTP_PERIOD.contains(&totp.period) {
        return Err(wrong("the period must be 10 to 300 seconds"));
    }
    Ok(totp)
}
