//! Operators: who they are, how they come and go, and how a home without any admin is opened again.

mod login;
mod recover;
pub mod token_file;

pub use login::{Enrolment, LoggedIn, Whoami};

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::access::name_key;
use super::mail::Envelope;
use super::permission::{Permission, Role};
use super::{Service, ServiceError, Work};
use crate::credentials::token::{self, TokenKind};
use crate::journey::policy::Period;
use crate::mail::address::Address;
use crate::mail::message::Kind;
use crate::store::{OperatorKey, OperatorRow, OperatorState};

/// How long the secret works that sets an operator's password and authenticator.
const ACTIVATION: Period = Period::hours(24);

/// The longest name of an operator, in characters.
const MAX_NAME_CHARS: usize = 60;

/// An operator as others see them.
#[derive(Debug, Serialize)]
pub struct OperatorView {
    /// The id, `opr_…`.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address that notices go to.
    pub address: String,
    /// The role.
    pub role: Role,
    /// Where they stand.
    pub state: OperatorState,
    /// When they were added.
    pub created_at: Timestamp,
    /// Until when the first login is possible.
    pub activation_ends_at: Option<Timestamp>,
}

/// An operator who was just invited.
#[derive(Debug, Serialize)]
pub struct Invited {
    /// The operator.
    #[serde(flatten)]
    pub operator: OperatorView,
    /// The secret of the first login, shown this once; absent where it was mailed.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub activation: Option<SecretString>,
}

fn exposed<S: serde::Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

impl Service {
    /// Adds an operator. The first one must be an admin, and from then on the home needs operators.
    ///
    /// The secret of the first login is mailed to the operator, so that nobody else knows it; where the owner of the
    /// home adds the first one, it is answered instead.
    ///
    /// # Errors
    /// [`ServiceError::Exists`] where the name is taken, [`ServiceError::Invalid`] and [`ServiceError::Address`] where
    /// a value cannot be.
    pub fn add_operator(&mut self, name: &str, address: &str, role: Role) -> Result<Invited, ServiceError> {
        self.permit(Permission::OperatorManage)?;
        let (name, address) = (check_name(name)?, parse_address(address)?);
        self.ready()?;
        let first = !self.has_operators();
        if first && role != Role::Admin {
            let problem = "must be admin for the first operator, or nobody could add another".to_owned();
            return Err(ServiceError::Invalid { what: "the role".to_owned(), problem });
        }
        let invited = self.write(|work| {
            let row = work.new_operator(name, &address, role)?;
            work.must_be_nobody_elses(&address, name)?;
            let Some(key) = work.db.insert_operator(&row)? else {
                return Err(ServiceError::Exists { what: "operator", given: name.to_owned() });
            };
            work.invite_operator(key, role, ACTIVATION, first, "operator.added")
        })?;
        self.deliver_queued();
        Ok(invited)
    }

    /// Operators, oldest first.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn list_operators(&self) -> Result<Vec<OperatorView>, ServiceError> {
        self.permit(Permission::OperatorRead)?;
        self.read(|work| work.db.operators()?.into_iter().map(view).collect())
    }

    /// Changes an operator's role, at once; and, with `anew`, makes the password and the authenticator void and mails
    /// another secret to set them.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is no such operator, [`ServiceError::LastAdmin`] where no admin would be
    /// left.
    pub fn edit_operator(&mut self, name: &str, to: Option<Role>, anew: bool) -> Result<Invited, ServiceError> {
        self.permit(Permission::OperatorManage)?;
        self.ready()?;
        let edited = self.write(|work| {
            let row = work.must_find(name)?;
            let role = to.unwrap_or(super::access::role(&row)?);
            if role != Role::Admin || anew {
                work.must_leave_an_admin(&row)?;
            }
            if role.as_str() != row.role {
                work.db.set_operator_role(row.key, role.as_str())?;
                work.audit_operator("operator.role_changed", &row.id, Some(serde_json::json!({ "role": role })))?;
                work.tell_operators(&row.name, &format!("has the role {role} now"))?;
            }
            if anew {
                work.db.revoke_operator_sessions(Some(row.key), work.now)?;
                return work.invite_operator(row.key, role, ACTIVATION, false, "operator.invited_anew");
            }
            let row = work.db.operator(row.key)?.ok_or(ServiceError::Conflict)?;
            Ok(Invited { operator: view(row)?, activation: None })
        })?;
        self.deliver_queued();
        Ok(edited)
    }

    /// Disables an operator: the sessions end at once, password and authenticator go, and what the operator asked for or
    /// approved is not carried out any more.
    ///
    /// # Errors
    /// As [`Service::edit_operator`].
    pub fn disable_operator(&mut self, name: &str, reason: Option<&str>) -> Result<OperatorView, ServiceError> {
        self.permit(Permission::OperatorManage)?;
        let disabled = self.write(|work| {
            let row = work.must_find(name)?;
            work.must_leave_an_admin(&row)?;
            work.db.disable_operator(row.key)?;
            work.end_requests_of(&row.id)?;
            let ended = work.db.revoke_operator_sessions(Some(row.key), work.now)?;
            let detail = serde_json::json!({ "reason": reason, "sessions": ended });
            work.audit_operator("operator.disabled", &row.id, Some(detail))?;
            work.tell_operators(&row.name, "was disabled")?;
            view(work.db.operator(row.key)?.ok_or(ServiceError::Conflict)?)
        })?;
        self.deliver_queued();
        Ok(disabled)
    }
}

impl Work<'_> {
    fn new_operator(&self, name: &str, address: &Address, role: Role) -> Result<OperatorRow, ServiceError> {
        Ok(OperatorRow {
            key: OperatorKey(0),
            id: token::record_id("opr_", self.now, self.world)?,
            name: name.to_owned(),
            name_key: name_key(name),
            address: address.shown().to_owned(),
            address_key: address.key().to_owned(),
            role: role.as_str().to_owned(),
            state: OperatorState::Invited,
            created_at: self.now,
            password_hash: None,
            totp_secret: None,
            totp_last_step: None,
            activation_digest: None,
            activation_ends_at: None,
        })
    }

    /// Draws the secret of a first login, and answers it or mails it.
    fn invite_operator(
        &self,
        key: OperatorKey,
        role: Role,
        valid_for: Period,
        answer: bool,
        action: &str,
    ) -> Result<Invited, ServiceError> {
        let activation = token::draw(TokenKind::Activation, self.world)?;
        let ends_at = self.now.saturating_add(valid_for.duration()).unwrap_or(self.now);
        self.db.invite_operator(key, role.as_str(), &token::digest(&activation), ends_at)?;
        let row = self.db.operator(key)?.ok_or(ServiceError::Conflict)?;
        if !answer {
            let to = Envelope { user: None, address: &row.address, name: Some(&row.name), expires_at: Some(ends_at) };
            let token = activation.expose_secret();
            self.queue_mail(&to, Kind::OperatorInvited { operator: &row.name, token, valid_for })?;
        }
        self.audit_operator(action, &row.id, Some(serde_json::json!({ "name": row.name, "role": role })))?;
        self.tell_operators(&row.name, &format!("was added or invited anew as {role}"))?;
        Ok(Invited { operator: view(row)?, activation: answer.then_some(activation) })
    }

    fn must_find(&self, name: &str) -> Result<OperatorRow, ServiceError> {
        let found = self.operator_named(name)?;
        found.ok_or_else(|| ServiceError::NotFound { what: "operator", given: name.to_owned() })
    }

    /// Refuses to take the last admin away.
    fn must_leave_an_admin(&self, row: &OperatorRow) -> Result<(), ServiceError> {
        let is_admin = row.role == Role::Admin.as_str() && row.state == OperatorState::Active;
        if is_admin && self.db.count_other_admins(row.key)? == 0 {
            return Err(ServiceError::LastAdmin(row.name.clone()));
        }
        Ok(())
    }

    /// Tells every admin what became of an operator.
    pub(crate) fn tell_operators(&self, name: &str, what: &str) -> Result<(), ServiceError> {
        for admin in self.db.operators()? {
            if admin.role != Role::Admin.as_str() || admin.state == OperatorState::Disabled {
                continue;
            }
            let to = Envelope { user: None, address: &admin.address, name: Some(&admin.name), expires_at: None };
            self.queue_mail(&to, Kind::OperatorChanged { operator: name, what, by: self.world.acting_name() })?;
        }
        Ok(())
    }

    /// Tells an operator what became of them.
    fn tell_operator(&self, row: &OperatorRow, what: &str) -> Result<(), ServiceError> {
        let to = Envelope { user: None, address: &row.address, name: Some(&row.name), expires_at: None };
        self.queue_mail(&to, Kind::OperatorChanged { operator: &row.name, what, by: self.world.acting_name() })
    }

    /// Refuses an address that another operator has: one person with two names could approve their own requests.
    fn must_be_nobody_elses(&self, address: &Address, name: &str) -> Result<(), ServiceError> {
        let key = name_key(name);
        let twin = self.db.operators_by_address(address.key())?.into_iter().find(|row| row.name_key != key);
        twin.map_or(Ok(()), |twin| Err(ServiceError::Exists { what: "operator", given: twin.name }))
    }
}

impl super::World {
    /// Who acts, by name, for a mail.
    fn acting_name(&self) -> &str {
        self.operator.get().map_or(self.actor.as_str(), |operator| &operator.name)
    }
}

fn view(row: OperatorRow) -> Result<OperatorView, ServiceError> {
    Ok(OperatorView {
        role: super::access::role(&row)?,
        id: row.id,
        name: row.name,
        address: row.address,
        state: row.state,
        created_at: row.created_at,
        activation_ends_at: row.activation_ends_at,
    })
}

fn check_name(name: &str) -> Result<&str, ServiceError> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '\'' | ' ');
    let is_name = !name.trim().is_empty() && name.trim() == name && name.chars().all(allowed);
    if is_name && name.chars().count() <= MAX_NAME_CHARS {
        return Ok(name);
    }
    let problem = "must be 1 to 60 letters, digits, spaces and . - _ @ '".to_owned();
    Err(ServiceError::Invalid { what: "the operator's name".to_owned(), problem })
}

fn parse_address(given: &str) -> Result<Address, ServiceError> {
    Address::parse(given).map_err(|problem| ServiceError::Address { given: given.to_owned(), problem })
}

/// A length of time that a session's end is computed by.
fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}
