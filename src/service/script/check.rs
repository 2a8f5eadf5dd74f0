//! From the words of a script to what they mean: every name known, every step possible as far as that shows
//! beforehand.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use toml::Spanned;

use super::format::{DocumentFile, PolicySource, ScriptError, ScriptFile, UserFile, read};
use super::steps::{SoFar, StepReader};
use super::{Document, MAX_SCRIPT_BYTES, Password, Says, Script, Step, User};
use crate::journey::policy::{Policy, PolicyFile, ProjectType};
use crate::mail::config::MailConfig;
use crate::service::ServiceError;
use crate::service::config::{Config, PasswordTable, SIMULATION_COST, line_of};
use crate::service::documents::MAX_DOCUMENT_BYTES;
use crate::store::Mode;

/// When a script does not say: a Monday morning.
const FIRST_TIME: Timestamp = Timestamp::constant(1_772_442_000, 0);

/// Steps that a script may take, repetitions included.
const MAX_STEPS: u64 = 10_000;

/// Files that a script may include, those that they include included.
const MAX_INCLUDED: usize = 32;

/// What the files of a script say so far.
#[derive(Default)]
struct Parts {
    title: Option<String>,
    policy: Option<Policy>,
    mail: Option<MailConfig>,
    clock: Option<Timestamp>,
    seed: Option<u64>,
    documents: Vec<Document>,
    users: Vec<User>,
    addresses: BTreeSet<String>,
    steps: Vec<Step>,
    so_far: SoFar,
    included: usize,
}

/// The part of a script that says what a password hash costs.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Costs {
    policy: PasswordTable,
}

/// A script's text while it is being checked.
pub(super) struct Reader<'a> {
    /// The file, for errors.
    pub path: Arc<str>,
    /// Where the files that it names are.
    folder: PathBuf,
    /// The text.
    text: &'a str,
    /// Where its line feeds are.
    line_feeds: Vec<usize>,
}

impl<'a> Reader<'a> {
    /// A reader of a script's text.
    pub fn new(path: &Path, text: &'a str) -> Self {
        Self {
            path: path.display().to_string().into(),
            folder: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            text,
            line_feeds: text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect(),
        }
    }

    /// Checks the whole script.
    pub fn script(&self) -> Result<Script, ScriptError> {
        let mut parts = Parts::default();
        self.gather(&mut parts, &mut Vec::new())?;
        let Some(title) = parts.title else {
            return Err(self.fail(0..0, "title", "is missing; say in one line what the script shows"));
        };
        if parts.steps.is_empty() {
            return Err(self.fail(0..0, "step", "is missing; a script takes at least one [[step]]"));
        }
        let taken: u64 = parts.steps.iter().map(|step| u64::from(step.times)).sum();
        if taken > MAX_STEPS {
            let problem = format!("is taken {taken} times in all; use at most {MAX_STEPS} steps, repetitions included");
            return Err(self.fail(0..0, "step", &problem));
        }
        let says = Says { policy: parts.policy.is_some(), mail: parts.mail.is_some(), clock: parts.clock.is_some() };
        let policy = parts.policy.map_or_else(|| self.inline_policy(0..0, PolicyFile::default()), Ok)?;
        Ok(Script {
            path: self.path.to_string(),
            title,
            policy,
            mail: parts.mail.unwrap_or_default(),
            clock: parts.clock.unwrap_or(FIRST_TIME),
            seed: parts.seed.unwrap_or(1),
            documents: parts.documents,
            users: parts.users,
            steps: parts.steps,
            says,
            copy: None,
        })
    }

    /// Adds what this file says to what others said: first the files that it includes, then its own, which goes before
    /// theirs where there can be only one. `chain` are the files that lead here.
    fn gather(&self, parts: &mut Parts, chain: &mut Vec<PathBuf>) -> Result<(), ScriptError> {
        let file: ScriptFile = toml::from_str(self.text).map_err(|error| self.toml(&error))?;
        let here = Path::new(&*self.path);
        chain.push(here.canonicalize().unwrap_or_else(|_| here.to_path_buf()));
        if let Some(names) = &file.include {
            for name in &names.get_ref().0 {
                self.include(name, names.span(), parts, chain)?;
            }
        }
        chain.pop();
        if let Some(title) = &file.title {
            if title.get_ref().trim().is_empty() || title.get_ref().chars().any(char::is_control) {
                return Err(self.fail(title.span(), "title", "must be one line that says what the script shows"));
            }
            parts.title = Some(title.get_ref().clone());
        }
        for document in &file.document {
            parts.documents.push(self.document(document)?);
        }
        for user in &file.user {
            let user = self.user(user, &parts.documents, &mut parts.addresses)?;
            parts.users.push(user);
        }
        if file.policy.is_some() {
            parts.policy = Some(self.policy_of(file.policy)?);
        }
        if file.mail.product.is_some() || file.mail.from.is_some() {
            parts.mail = Some(self.mail(&file.mail)?);
        }
        parts.clock = file.clock.map(|clock| clock.into_inner().0).or(parts.clock);
        parts.seed = file.seed.or(parts.seed);
        let mut reader = StepReader::new(self, &mut parts.so_far);
        for step in file.step {
            parts.steps.push(reader.step(step)?);
        }
        Ok(())
    }

    fn include(
        &self,
        name: &str,
        span: Range<usize>,
        parts: &mut Parts,
        chain: &mut Vec<PathBuf>,
    ) -> Result<(), ScriptError> {
        let path = self.folder.join(name);
        let known = path.canonicalize().unwrap_or_else(|_| path.clone());
        if let Some(first) = chain.iter().position(|other| *other == known) {
            let names = chain[first..].iter().chain([&known]);
            let names = names.map(|path| path.file_name().unwrap_or_default().to_string_lossy());
            let circle = names.collect::<Vec<_>>().join(" includes ");
            let problem = format!("leads back to where it came from: {circle}; leave one of them out");
            return Err(self.fail(span, "include", &problem));
        }
        parts.included += 1;
        if parts.included > MAX_INCLUDED {
            let problem = format!("comes to more than {MAX_INCLUDED} files in all; put some of them together");
            return Err(self.fail(span, "include", &problem));
        }
        let text =
            read(&path, MAX_SCRIPT_BYTES).map_err(|error| self.fail(span, "include", &format!("names {error}")))?;
        Reader::new(&path, &text).gather(parts, chain)
    }

    /// The policy of a script, or the one that a step puts in its place.
    pub fn policy_of(&self, source: Option<Spanned<PolicySource>>) -> Result<Policy, ScriptError> {
        let mut policy = match source.map(|source| (source.span(), source.into_inner())) {
            None => self.inline_policy(0..0, PolicyFile::default())?,
            Some((span, PolicySource::Inline(file))) => self.inline_policy(span, *file)?,
            Some((span, PolicySource::File(name))) => {
                let path = self.folder.join(name);
                let text = read(&path, MAX_SCRIPT_BYTES)
                    .map_err(|error| self.fail(span, "policy", &format!("names {error}")))?;
                Config::parse(&text, &path, Mode::Simulation).map_err(|error| self.foreign(error))?.policy
            }
        };
        if let Some(name) = &policy.password.blocklist {
            policy.password.blocklist = Some(self.folder.join(name).display().to_string());
        }
        Ok(policy)
    }

    fn inline_policy(&self, span: Range<usize>, file: PolicyFile) -> Result<Policy, ScriptError> {
        let cost: Costs = toml::from_str(self.text).map_err(|error| self.toml(&error))?;
        let mut policy = Policy::from_file(file).map_err(|error| ScriptError {
            line: line_of(self.text, &format!("policy.{}", error.key)).or_else(|| Some(self.line(span.start))),
            ..self.fail(span.clone(), &format!("policy.{}", error.key), &error.problem)
        })?;
        if cost.policy.cost().is_none() {
            policy.password.argon2 = SIMULATION_COST;
        }
        Ok(policy)
    }

    fn mail(&self, file: &super::format::MailFile) -> Result<MailConfig, ScriptError> {
        let mut mail = MailConfig::default();
        let mut span = 0..0;
        for (given, setting) in [(&file.product, &mut mail.product), (&file.from, &mut mail.from)] {
            if let Some(given) = given {
                span = given.span();
                given.get_ref().clone_into(setting);
            }
        }
        mail.validate().map_err(|error| ScriptError {
            line: line_of(self.text, &format!("mail.{}", error.key)).or_else(|| Some(self.line(span.start))),
            ..self.fail(span.clone(), &format!("mail.{}", error.key), &error.problem)
        })?;
        Ok(mail)
    }

    /// A document with its text, from the script or from a file beside it.
    pub fn document(&self, spanned: &Spanned<DocumentFile>) -> Result<Document, ScriptError> {
        let file = spanned.get_ref();
        let text = match (&file.text, &file.file) {
            (Some(text), None) => text.get_ref().clone(),
            (None, Some(name)) => read(&self.folder.join(name.get_ref()), MAX_DOCUMENT_BYTES as u64)
                .map_err(|error| self.fail(name.span(), "document.file", &format!("names {error}")))?,
            _ => return Err(self.fail(spanned.span(), "document", "needs one of text and file")),
        };
        Ok(Document {
            path: Arc::clone(&self.path),
            line: self.line(spanned.span().start),
            id: file.id.get_ref().clone(),
            version: file.version.get_ref().clone(),
            title: file.title.as_ref().map(|title| title.get_ref().clone()),
            text,
            minor: file.minor,
        })
    }

    fn user(
        &self,
        spanned: &Spanned<UserFile>,
        documents: &[Document],
        addresses: &mut BTreeSet<String>,
    ) -> Result<User, ScriptError> {
        let file = spanned.get_ref();
        let address = file.address.get_ref().clone();
        if !addresses.insert(address.to_lowercase()) {
            return Err(self.fail(file.address.span(), "user.address", "is there already; one account has it alone"));
        }
        let password = self.password(file.password.as_ref(), file.temporary.as_ref(), "user")?;
        if let Some(age) = file.password_age.as_ref().filter(|_| !matches!(password, Password::Chosen(_))) {
            return Err(self.fail(age.span(), "user.password_age", "needs a password beside it"));
        }
        let unknown = file.accepted.iter().find(|id| !documents.iter().any(|document| document.id == *id.get_ref()));
        if let Some(id) = unknown {
            let problem = format!("names {:?}, which no [[document]] has; publish it first", id.get_ref());
            return Err(self.fail(id.span(), "user.accepted", &problem));
        }
        Ok(User {
            path: Arc::clone(&self.path),
            line: self.line(spanned.span().start),
            address,
            name: file.name.clone(),
            project_type: file.project_type.unwrap_or(ProjectType::Enterprise),
            password,
            password_age: file.password_age.as_ref().map(|age| age.get_ref().duration()),
            is_disabled: file.disabled,
            is_enrolled: file.enrolled,
            accepted: file.accepted.iter().map(|id| id.get_ref().clone()).collect(),
            devices: file.devices.iter().map(|name| name.get_ref().clone()).collect(),
        })
    }

    /// The password that `password` and `temporary` say together.
    pub fn password(
        &self,
        chosen: Option<&Spanned<String>>,
        temporary: Option<&Spanned<bool>>,
        table: &str,
    ) -> Result<Password, ScriptError> {
        match (chosen, temporary.filter(|temporary| *temporary.get_ref())) {
            (Some(_), Some(temporary)) => {
                let key = format!("{table}.temporary");
                Err(self.fail(temporary.span(), &key, "stands beside a password; leave one of them out"))
            }
            (Some(chosen), None) => Ok(Password::Chosen(chosen.get_ref().clone())),
            (None, Some(_)) => Ok(Password::Temporary),
            (None, None) => Ok(Password::None),
        }
    }

    /// The line of a byte, counted from 1.
    pub fn line(&self, at: usize) -> usize {
        self.line_feeds.partition_point(|feed| *feed < at) + 1
    }

    /// An error at a place of the text.
    pub fn fail(&self, span: Range<usize>, key: &str, problem: &str) -> ScriptError {
        ScriptError {
            path: self.path.to_string(),
            line: Some(self.line(span.start)),
            key: Some(key.to_owned()),
            problem: problem.to_owned(),
        }
    }

    fn toml(&self, error: &toml::de::Error) -> ScriptError {
        let line = error.span().map(|span| self.line(span.start));
        let problem = error.message().trim_end().replace('\n', ", ");
        ScriptError { path: self.path.to_string(), line, key: None, problem }
    }

    fn foreign(&self, error: ServiceError) -> ScriptError {
        match error {
            ServiceError::Config { path, line, problem } => ScriptError { path, line, key: None, problem },
            other => ScriptError { path: self.path.to_string(), line: None, key: None, problem: other.to_string() },
        }
    }
}

/// The words that are allowed in one place: an error names them, the nearest first.
pub(super) fn unknown(word: &str, known: &[&str]) -> String {
    let near = known.iter().find(|other| is_near(word, other));
    match near {
        Some(near) => format!("is {word:?}, which is unknown; did you mean {near:?}?"),
        None => format!("is {word:?}, which is unknown; use {}", known.join(", ")),
    }
}

/// Whether two words differ by one letter more, less, other or swapped.
fn is_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= 2,
        ([x, y, a @ ..], [v, w, b @ ..]) if x == w && y == v && a == b => true,
        ([_, a_rest @ ..], [_, b_rest @ ..]) => a_rest == b_rest || a_rest == b || a == b_rest,
    }
}
