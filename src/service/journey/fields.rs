//! The fields of a submission: exactly those that the action takes, each within its bounds.

use secrecy::{ExposeSecret, SecretString};

use crate::credentials::password::MAX_PASSWORD_CHARS;
use crate::journey::State;
use crate::journey::action::{Action, Field, Kind};
use crate::journey::policy::Policy;
use crate::service::ServiceError;

/// The longest value of a field that is no password, in bytes.
const MAX_VALUE_BYTES: usize = 1024;

/// What a client submits with an action, by name.
#[derive(Default)]
pub struct Fields(Vec<(String, SecretString)>);

impl Fields {
    /// No fields.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// Whether these are the fields that an action takes in a state.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] names the first field that is missing, doubled, unknown or out of bounds.
    pub(super) fn check(&self, action: Action, policy: &Policy, state: State) -> Result<(), ServiceError> {
        let taken = action.fields(policy, state);
        for (name, value) in &self.0 {
            let Some(field) = taken.iter().find(|field| field.name == name) else {
                return Err(unknown(name, action, &taken));
            };
            if !field.repeated && self.0.iter().filter(|(other, _)| other == name).count() > 1 {
                return Err(invalid(field.name, "is given twice; give it once"));
            }
            check_value(field, value.expose_secret())?;
        }
        match taken.iter().find(|field| !field.repeated && !self.0.iter().any(|(name, _)| name == field.name)) {
            Some(missing) => Err(invalid(missing.name, &format!("is missing; {} needs it", action.id()))),
            None => Ok(()),
        }
    }

    /// The value of a field that `check` found.
    pub(super) fn get(&self, name: &str) -> Result<&SecretString, ServiceError> {
        self.value(name).ok_or_else(|| invalid(name, "is missing"))
    }

    /// The value of a field, checked or not.
    pub(in crate::service) fn value(&self, name: &str) -> Option<&SecretString> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// Every field with its value, in their order.
    pub(in crate::service) fn iter(&self) -> impl Iterator<Item = &(String, SecretString)> {
        self.0.iter()
    }

    /// Every value of a repeated field.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.expose_secret()).collect()
    }
}

fn check_value(field: &Field, value: &str) -> Result<(), ServiceError> {
    let too_long = match field.kind {
        Kind::Password => value.chars().count() > MAX_PASSWORD_CHARS,
        _ => value.len() > MAX_VALUE_BYTES,
    };
    if too_long {
        let most = if field.kind == Kind::Password { MAX_PASSWORD_CHARS } else { MAX_VALUE_BYTES };
        return Err(invalid(field.name, &format!("is too long; use at most {most} characters")));
    }
    if value.contains('\0') {
        return Err(invalid(field.name, "contains a NUL character; leave it out"));
    }
    if field.kind != Kind::Password && value.chars().any(char::is_control) {
        return Err(invalid(field.name, "contains a control character; leave it out"));
    }
    Ok(())
}

fn unknown(name: &str, action: Action, taken: &[Field]) -> ServiceError {
    let names: Vec<&str> = taken.iter().map(|field| field.name).collect();
    let problem = match names.as_slice() {
        [] => format!("is unknown; {} takes no field", action.id()),
        names => format!("is unknown; {} takes {}", action.id(), names.join(" and ")),
    };
    invalid(name, &problem)
}

pub(super) fn invalid(field: &str, problem: &str) -> ServiceError {
    ServiceError::Invalid { what: format!("field {field:?}"), problem: problem.to_owned() }
}
