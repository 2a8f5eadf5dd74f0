//! What a change of policy would change: the settings, and whose next sign-in.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facts::consent;
use super::permission::Permission;
use super::throttle::{Counter, is_shut};
use super::{Service, ServiceError, Work};
use crate::journey::forecast::forecast;
use crate::journey::policy::{Policy, ProjectType};
use crate::journey::{Authenticator, Facts, State};
use crate::store::{ThrottleRow, UserFilter, UserRow};

/// How many accounts are read at once.
const PAGE: u32 = 1000;

/// A kind of project, and its screens under the first and under the second policy.
type Change = (ProjectType, Vec<&'static str>, Vec<&'static str>);

/// A setting that two policies have differently.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct SettingChange {
    /// The setting, as `table.key`.
    pub key: String,
    /// Its value in the first policy, as TOML.
    pub from: String,
    /// Its value in the second.
    pub to: String,
}

/// Accounts whose next sign-in changes in the same way.
#[derive(Debug, Serialize)]
pub struct AccountChange {
    /// The kind of project.
    pub project_type: ProjectType,
    /// The screens under the first policy; empty where the sign-in is stopped.
    pub from: Vec<&'static str>,
    /// The screens under the second.
    pub to: Vec<&'static str>,
    /// How many accounts.
    pub count: u64,
    /// The first of their addresses.
    pub addresses: Vec<String>,
}

/// What a change of policy does to the accounts of a home.
#[derive(Debug, Serialize)]
pub struct Impact {
    /// Accounts looked at.
    pub accounts: u64,
    /// Those whose next sign-in changes.
    pub changed: u64,
    /// Those that lose the trust in every device that they have.
    pub lose_devices: u64,
    /// How, the most frequent change first.
    pub changes: Vec<AccountChange>,
}

/// The settings that two policies have differently, in the order of their keys.
pub fn setting_changes(from: &Policy, to: &Policy) -> Vec<SettingChange> {
    if from == to {
        return Vec::new();
    }
    let (from, to) = (flat(from), flat(to));
    let keys: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let value =
        |map: &BTreeMap<String, String>, key: &String| map.get(key).cloned().unwrap_or_else(|| "none".to_owned());
    keys.into_iter()
        .map(|key| SettingChange { key: key.clone(), from: value(&from, key), to: value(&to, key) })
        .filter(|change| change.from != change.to)
        .collect()
}

/// Every setting of a policy that has a value, as `table.key` and TOML.
pub(super) fn flat(policy: &Policy) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::new();
    let Ok(toml::Value::Table(tables)) = toml::Value::try_from(policy) else { return settings };
    for (name, value) in tables {
        match value {
            toml::Value::Table(keys) => {
                settings.extend(keys.into_iter().map(|(key, value)| (format!("{name}.{key}"), value.to_string())));
            }
            other => {
                settings.insert(name, other.to_string());
            }
        }
    }
    settings
}

impl Service {
    /// Whose next sign-in two policies ask differently, from a trusted device where the person has one. Each change
    /// lists at most `most` addresses. Changes nothing.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn impact(&self, from: &Policy, to: &Policy, most: usize) -> Result<Impact, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| {
            let mut impact = Impact { accounts: 0, changed: 0, lose_devices: 0, changes: Vec::new() };
            let mut published = Published::new();
            let mut groups: BTreeMap<Change, (u64, Vec<String>)> = BTreeMap::new();
            let mut filter = UserFilter { limit: PAGE, ..UserFilter::default() };
            loop {
                let users = work.db.users(&filter)?;
                for user in &users {
                    impact.accounts += 1;
                    let mut standing = work.standing(from, user)?;
                    let before = work.screens(from, user, &mut standing, &mut published)?;
                    let trusted = standing.device_trusted;
                    if from.device.trust_for != to.device.trust_for {
                        standing.device_trusted = work.trusted_devices(to, user)? > 0;
                    }
                    let after = work.screens(to, user, &mut standing, &mut published)?;
                    impact.lose_devices += u64::from(trusted && !standing.device_trusted);
                    if before != after {
                        impact.changed += 1;
                        let (count, addresses) = groups.entry((user.project_type, before, after)).or_default();
                        *count += 1;
                        if addresses.len() < most {
                            addresses.push(user.address.clone());
                        }
                    }
                }
                match users.last() {
                    Some(last) if users.len() == PAGE as usize => filter.after = Some(last.address_key.clone()),
                    _ => break,
                }
            }
            let change = |((project_type, from, to), (count, addresses))| AccountChange {
                project_type,
                from,
                to,
                count,
                addresses,
            };
            impact.changes = groups.into_iter().map(change).collect();
            impact.changes.sort_by_key(|change| std::cmp::Reverse(change.count));
            Ok(impact)
        })
    }
}

/// Which documents have a published version, each looked up once.
type Published = BTreeMap<String, bool>;

/// What the database says of an account, under every policy but for its devices.
struct Standing {
    /// Whether a device is trusted under the policy that is looked at.
    device_trusted: bool,
    authenticator: Authenticator,
    /// Which documents are accepted in their current version, each looked up once.
    accepted: BTreeMap<String, bool>,
    /// The failures at mailed codes, looked up once and only where a code is owed.
    codes: Option<ThrottleRow>,
}

impl Work<'_> {
    fn standing(&self, policy: &Policy, user: &UserRow) -> Result<Standing, ServiceError> {
        Ok(Standing {
            device_trusted: self.trusted_devices(policy, user)? > 0,
            authenticator: self.authenticator(user)?,
            accepted: BTreeMap::new(),
            codes: None,
        })
    }

    /// The screens of a person's next sign-in under a policy; none where it is stopped.
    fn screens(
        &self,
        policy: &Policy,
        user: &UserRow,
        standing: &mut Standing,
        published: &mut Published,
    ) -> Result<Vec<&'static str>, ServiceError> {
        if !self.blocked_account(policy, user)?.is_empty() {
            return Ok(Vec::new());
        }
        let accepted = &mut standing.accepted;
        let facts = Facts {
            device_trusted: standing.device_trusted,
            authenticator: standing.authenticator,
            password_due: self.password_due(policy, user),
            consent: consent(
                policy.required_documents(user.project_type),
                |id| once(published, id, || Ok(self.db.is_published(id)?)),
                |id| once(accepted, id, || Ok(self.db.has_accepted(user.key, id)?)),
            )?,
        };
        let states = forecast(policy, &facts).unwrap_or_default();
        if states.contains(&State::OtpVerification) && self.is_code_shut(policy, user, standing)? {
            return Ok(Vec::new());
        }
        Ok(states.into_iter().map(State::id).collect())
    }

    fn is_code_shut(&self, policy: &Policy, user: &UserRow, standing: &mut Standing) -> Result<bool, ServiceError> {
        let counter = Counter::Otp(user.key);
        let failures = match standing.codes.take() {
            Some(known) => known,
            None => self.throttle(&counter)?,
        };
        Ok(is_shut(policy, &counter, standing.codes.insert(failures)))
    }
}

/// What is known of an id, looked up where nothing is known yet.
fn once(
    known: &mut BTreeMap<String, bool>,
    id: &str,
    look: impl FnOnce() -> Result<bool, ServiceError>,
) -> Result<bool, ServiceError> {
    if let Some(found) = known.get(id) {
        return Ok(*found);
    }
    let found = look()?;
    known.insert(id.to_owned(), found);
    Ok(found)
}
