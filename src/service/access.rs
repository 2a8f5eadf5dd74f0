//! Who runs the program: the home's owner alone, or an operator with a session, whose role must permit each act.
//!
//! Every capability says first what it needs, by [`Service::permit`]; in a home with operators, one that does not is
//! refused. The session and the role are read again in the transaction that changes something.

use std::cell::{Cell, OnceCell};

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::audit::Act;
use super::permission::{Permission, Role};
use super::{Service, ServiceError, Work, World};
use crate::credentials::token::{self, TokenKind};
use crate::store::{Db, OperatorRow, OperatorSessionRow, OperatorState};

/// How long an operator's session lasts unused.
pub const IDLE: SignedDuration = SignedDuration::from_mins(15);

/// The longest that an operator's session lasts.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(8);

/// How long a code of the operator's app stands for a sensitive act.
pub const PROOF: SignedDuration = SignedDuration::from_mins(5);

/// The operator who runs the program.
#[derive(Debug, Clone)]
pub struct Operator {
    /// The id, `opr_…`.
    pub id: String,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The address as compared.
    pub(crate) address_key: String,
    /// The session's row number.
    pub(crate) session: i64,
}

/// On what ground the running act is let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// It needs nobody in particular.
    Anyone,
    /// The home has no operators.
    Alone,
    /// An operator's role permits it.
    Role(Permission),
}

/// What this process knows of whoever runs it.
pub(crate) struct Access {
    /// Whether the home had operators when it was opened.
    pub operators: bool,
    /// Whether the token is looked up where the system's user keeps it.
    kept: bool,
    token: OnceCell<Option<SecretString>>,
    ground: Cell<Option<Ground>>,
}

impl Access {
    /// What is known when a home is opened.
    pub(super) fn of(operators: bool) -> Self {
        Self { operators, kept: false, token: OnceCell::new(), ground: Cell::new(None) }
    }

    /// What was committed is handed over whoever acts by then.
    pub(super) fn hand_over(&self) {
        self.ground.set(Some(Ground::Anyone));
    }

    /// Refuses what no capability asked permission for.
    pub(super) fn check_declared(&self) -> Result<(), ServiceError> {
        match self.ground.get() {
            None if self.operators => Err(ServiceError::OperatorNeeded { permission: "not listed" }),
            _ => Ok(()),
        }
    }

    /// Reads again, in the transaction that changes something, what the permission was given on.
    pub(super) fn check_again(&self, db: Db<'_>, world: &World, now: Timestamp) -> Result<(), ServiceError> {
        self.check_declared()?;
        match self.ground.get() {
            Some(Ground::Role(permission)) => {
                let gone = || ServiceError::OperatorNeeded { permission: permission.id() };
                let session = world.operator.get().map(|operator| operator.session).ok_or_else(gone)?;
                let session = db.operator_session(session)?.ok_or_else(gone)?;
                let operator = db.operator(session.operator)?.ok_or_else(gone)?;
                if !holds(&session, &operator, now) {
                    return Err(gone());
                }
                may(&operator, permission)
            }
            Some(Ground::Anyone) => Ok(()),
            Some(Ground::Alone) | None if db.has_operators()? => {
                Err(ServiceError::OperatorNeeded { permission: "an operator" })
            }
            Some(Ground::Alone) | None => Ok(()),
        }
    }
}

/// Whether an operator's session holds.
pub(crate) fn holds(session: &OperatorSessionRow, operator: &OperatorRow, now: Timestamp) -> bool {
    let idle_at = session.seen_at.saturating_add(IDLE).unwrap_or(Timestamp::MAX);
    session.revoked_at.is_none()
        && session.ends_at > now
        && idle_at > now
        && operator.state == OperatorState::Active
        && session.opened_at <= now
}

/// An operator's role.
pub(crate) fn role(operator: &OperatorRow) -> Result<Role, ServiceError> {
    let damaged = |problem| crate::store::StoreError::Damaged(format!("operator {}: {problem}", operator.id));
    Ok(operator.role.parse().map_err(damaged)?)
}

fn may(operator: &OperatorRow, permission: Permission) -> Result<(), ServiceError> {
    let role = role(operator)?;
    if role.may(permission) {
        return Ok(());
    }
    Err(ServiceError::NotPermitted { permission: permission.id(), name: operator.name.clone(), role: role.as_str() })
}

impl Service {
    /// Whether the home has operators, so that most acts need one.
    pub fn has_operators(&self) -> bool {
        self.access.operators
    }

    /// Gives the token of an operator's session; what it permits is looked up with each act.
    pub fn use_operator(&mut self, token: Option<SecretString>) {
        self.access.token = OnceCell::from(token);
    }

    /// Says that whoever acts is the operator whose token the system's user keeps: it is read when a permission is first
    /// asked for, so that what needs no operator does not depend on it.
    pub fn use_kept_operator(&mut self) {
        self.access.kept = true;
    }

    /// The token of the operator's session, as it was given or is kept.
    pub(super) fn token(&self) -> Result<Option<&SecretString>, ServiceError> {
        if let Some(token) = self.access.token.get() {
            return Ok(token.as_ref());
        }
        let found = if self.access.kept { self.kept_token()? } else { None };
        Ok(self.access.token.get_or_init(|| found).as_ref())
    }

    /// The operator that the last [`Service::permit`] found.
    pub fn operator(&self) -> Option<&Operator> {
        self.world.operator.get()
    }

    /// Lets an act through that needs nobody in particular.
    pub(crate) fn open_to_anyone(&self) {
        if !matches!(self.access.ground.get(), Some(Ground::Role(_))) {
            self.access.ground.set(Some(Ground::Anyone));
        }
    }

    /// Lets an act through if whoever runs the program may do it. A refusal is audited.
    ///
    /// # Errors
    /// [`ServiceError::OperatorNeeded`] where no operator's session holds, [`ServiceError::NotPermitted`] where the role
    /// does not have the permission, [`ServiceError::ProofNeeded`] where the last code is too old for it.
    pub fn permit(&self, permission: Permission) -> Result<(), ServiceError> {
        if !self.access.operators {
            self.access.ground.set(Some(Ground::Alone));
            return Ok(());
        }
        if self.access.ground.get() == Some(Ground::Role(permission)) {
            return Ok(());
        }
        self.access.ground.set(None);
        let token = self.token()?;
        let found = self.aside(|work| {
            let found = work.authorise(token, permission)?;
            if let Err(refusal) = &found {
                work.audit_denial(permission, refusal)?;
            }
            Ok(found)
        })??;
        // The token of a process is one, so is its operator.
        let _ = self.world.operator.set(found);
        self.access.ground.set(Some(Ground::Role(permission)));
        Ok(())
    }

    /// Lets a look through that nobody asked for by a command: no refusal is audited, and no session lasts longer by it.
    ///
    /// # Errors
    /// As [`Service::permit`].
    pub(crate) fn permit_quietly(&self, permission: Permission) -> Result<(), ServiceError> {
        if self.access.operators {
            let token = self.token()?;
            self.store.read(|db| {
                let work = Work { db, world: &self.world, now: self.world.now(), queued: &self.queued };
                let found = work.operator_of(token)?;
                let (_, operator) = found.ok_or(ServiceError::OperatorNeeded { permission: permission.id() })?;
                may(&operator, permission)
            })?;
        }
        self.open_to_anyone();
        Ok(())
    }

    /// Whether an act would be let through but for a code of the operator's own app.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn lacks_proof(&self, permission: Permission) -> Result<bool, ServiceError> {
        if !self.access.operators {
            return Ok(false);
        }
        let token = self.token()?;
        let found = self.aside(|work| work.authorise(token, permission))?;
        Ok(matches!(found, Err(ServiceError::ProofNeeded { .. })))
    }
}

impl Work<'_> {
    fn authorise(
        &self,
        token: Option<&SecretString>,
        permission: Permission,
    ) -> Result<Result<Operator, ServiceError>, ServiceError> {
        let Some((session, operator)) = self.operator_of(token)? else {
            return Ok(Err(ServiceError::OperatorNeeded { permission: permission.id() }));
        };
        if let Err(refusal) = may(&operator, permission) {
            return Ok(Err(refusal));
        }
        let fresh_until = session.proved_at.saturating_add(PROOF).unwrap_or(Timestamp::MAX);
        if permission.asks_for_proof() && fresh_until <= self.now {
            return Ok(Err(ServiceError::ProofNeeded { permission: permission.id() }));
        }
        self.db.touch_operator_session(session.key, self.now)?;
        Ok(Ok(Operator {
            role: role(&operator)?,
            id: operator.id,
            name: operator.name,
            address_key: operator.address_key,
            session: session.key,
        }))
    }

    /// The session of a token and whose it is, if it holds.
    pub(crate) fn operator_of(
        &self,
        token: Option<&SecretString>,
    ) -> Result<Option<(OperatorSessionRow, OperatorRow)>, ServiceError> {
        let token = token.and_then(|given| token::parse(TokenKind::Operator, given.expose_secret()));
        let Some(token) = token else { return Ok(None) };
        let Some(session) = self.db.operator_session_by_token(&token::digest(&token))? else { return Ok(None) };
        let Some(operator) = self.db.operator(session.operator)? else { return Ok(None) };
        Ok(holds(&session, &operator, self.now).then_some((session, operator)))
    }

    fn audit_denial(&self, permission: Permission, refusal: &ServiceError) -> Result<(), ServiceError> {
        let (outcome, name) = match refusal {
            ServiceError::NotPermitted { name, .. } => ("not_permitted", Some(name.clone())),
            ServiceError::ProofNeeded { .. } => ("proof_needed", None),
            _ => ("operator_needed", None),
        };
        let os_user = self.world.actor.as_str();
        let operator = name.map(|name| self.operator_named(&name)).transpose()?.flatten();
        self.audit(&Act {
            outcome,
            source: Some(os_user),
            ..Act::done(operator.as_ref().map_or(os_user, |one| &one.id), "operator.denied", permission.id())
        })
    }

    /// The operator of a name, as it is compared.
    pub(crate) fn operator_named(&self, name: &str) -> Result<Option<OperatorRow>, ServiceError> {
        Ok(self.db.operator_by_name(&name_key(name))?)
    }
}

/// A name as it is compared.
pub(crate) fn name_key(name: &str) -> String {
    name.to_lowercase()
}

impl World {
    /// Who acts: an operator's id, or `os:NAME` where the home has none.
    pub(crate) fn acting(&self) -> &str {
        self.operator.get().map_or(self.actor.as_str(), |operator| &operator.id)
    }
}
