//! Logging in and out: password and code together, counted before they are compared, and one answer for all that is
//! wrong.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use subtle::ConstantTimeEq;

use super::{OperatorView, later, view};
use crate::credentials::token::{self, TokenKind};
use crate::credentials::totp::{self, Secret, TotpVerdict};
use crate::credentials::{otp, seal};
use crate::service::access::{IDLE, LIFETIME, name_key};
use crate::service::audit::Act;
use crate::service::permission::Permission;
use crate::service::throttle::{Counter, Gate};
use crate::service::{Service, ServiceError, Work};
use crate::store::{OperatorRow, OperatorSessionRow, OperatorState};

/// What an app needs to be set up with.
#[derive(Debug, Serialize)]
pub struct Enrolment {
    /// The operator's name.
    pub name: String,
    /// The secret in base32.
    #[serde(serialize_with = "plain")]
    pub secret: SecretString,
    /// The same as a Key URI.
    #[serde(serialize_with = "plain")]
    pub otpauth: SecretString,
}

/// An operator's new session.
#[derive(Debug, Serialize)]
pub struct LoggedIn {
    /// Who.
    pub operator: OperatorView,
    /// When the session ends at the latest.
    pub ends_at: Timestamp,
    /// When it ends if it is not used before.
    pub idle_at: Timestamp,
    /// Its token; absent where a file keeps it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_plain")]
    pub token: Option<SecretString>,
}

/// Who runs the program.
#[derive(Debug, Serialize)]
pub struct Whoami {
    /// The name in the audit trail: an operator's id, or `os:NAME`.
    pub actor: String,
    /// The operator; null where the home has none.
    pub operator: Option<OperatorView>,
    /// When the session ends at the latest.
    pub ends_at: Option<Timestamp>,
    /// When it ends if it is not used before.
    pub idle_at: Option<Timestamp>,
    /// When a code was proved in it.
    pub proved_at: Option<Timestamp>,
    /// The permissions.
    pub permissions: Vec<&'static str>,
}

fn plain<S: serde::Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

fn maybe_plain<S: serde::Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

impl Service {
    /// Starts a first login: keeps the password and answers what the app is set up with, the same when asked again.
    ///
    /// # Errors
    /// [`ServiceError::LoginWrong`] where name and secret do not belong together or the secret is over,
    /// [`ServiceError::LoginThrottled`] after too many, [`ServiceError::PasswordRules`] where the password cannot be.
    pub fn begin_activation(
        &mut self,
        name: &str,
        activation: &SecretString,
        password: &SecretString,
    ) -> Result<Enrolment, ServiceError> {
        self.open_to_anyone();
        self.count_login(name)?;
        let invited = self.read(|work| work.invited(name, activation))?;
        let Some((row, _)) = invited else { return self.refuse_login(name, "operator.activation") };
        let (rules, sentences) = self.read(|work| work.broken_rules(&row.address, password))?;
        if !rules.is_empty() {
            return Err(ServiceError::PasswordRules { rules, sentences });
        }
        let hash = self.hash(password)?;
        self.write(|work| {
            let Some((row, _)) = work.invited(name, activation)? else { return Err(ServiceError::Conflict) };
            let secret = match &row.totp_secret {
                Some(sealed) => work.operator_secret(&row, sealed)?,
                None => Secret::draw(work.world)?,
            };
            let sealed = seal::seal(&work.world.keyring, work.world, &aad(&row), secret.as_bytes())?;
            work.db.prepare_operator(row.key, &hash, &sealed)?;
            work.clear(&Counter::Operator(row.name_key.clone()))?;
            let issuer = format!("{} operators", work.world.mail.product);
            Ok(Enrolment {
                otpauth: totp::uri(&issuer, &row.name, &secret, &work.world.policy.totp),
                secret: totp::base32(&secret),
                name: row.name,
            })
        })
    }

    /// Ends a first login: the password again and the first code of the app. The secret is used up.
    ///
    /// # Errors
    /// As [`Service::begin_activation`].
    pub fn finish_activation(
        &mut self,
        name: &str,
        activation: &SecretString,
        password: &SecretString,
        code: &SecretString,
    ) -> Result<LoggedIn, ServiceError> {
        self.open_to_anyone();
        self.count_login(name)?;
        let invited = self.read(|work| work.invited(name, activation))?;
        let hash = invited.as_ref().and_then(|(row, _)| row.password_hash.clone());
        let matches = self.password_is(password, hash.as_deref())?;
        let entered = self.write(|work| {
            let Some((row, digest)) = work.invited(name, activation)?.filter(|_| matches) else { return Ok(None) };
            let (Some(sealed), true) = (&row.totp_secret, row.password_hash == hash) else { return Ok(None) };
            let secret = work.operator_secret(&row, sealed)?;
            let verdict = totp::check(&secret, &work.world.policy.totp, work.now, None, code.expose_secret());
            let TotpVerdict::Accepted { step } = verdict else { return Ok(None) };
            if !work.db.activate_operator(row.key, &digest, step)? {
                return Ok(None);
            }
            let row = work.db.operator(row.key)?.ok_or(ServiceError::Conflict)?;
            work.audit(&Act { source: Some(&work.world.actor), ..Act::done(&row.id, "operator.activated", &row.id) })?;
            work.enter(row).map(Some)
        })?;
        self.deliver_queued();
        entered.map_or_else(|| self.refuse_login(name, "operator.activation"), Ok)
    }

    /// Logs an operator in by password and code.
    ///
    /// # Errors
    /// [`ServiceError::LoginWrong`] where the name, the password or the code is wrong, or the operator may not;
    /// [`ServiceError::LoginThrottled`] after too many.
    pub fn log_in(
        &mut self,
        name: &str,
        password: &SecretString,
        code: &SecretString,
    ) -> Result<LoggedIn, ServiceError> {
        self.open_to_anyone();
        self.count_login(name)?;
        let active = |row: &OperatorRow| row.state == OperatorState::Active;
        let row = self.read(|work| Ok(work.operator_named(name)?.filter(active)))?;
        let hash = row.as_ref().and_then(|row| row.password_hash.clone());
        let matches = self.password_is(password, hash.as_deref())?;
        let entered = self.write(|work| {
            let row = work.operator_named(name)?.filter(active).filter(|row| matches && row.password_hash == hash);
            let Some(row) = row else { return Ok(None) };
            if !work.prove_operator_code(&row, code)? {
                return Ok(None);
            }
            let row = work.db.operator(row.key)?.ok_or(ServiceError::Conflict)?;
            work.enter(row).map(Some)
        })?;
        entered.map_or_else(|| self.refuse_login(name, "operator.login"), Ok)
    }

    /// Ends the operator's session; without one there is nothing to end.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn log_out(&mut self) -> Result<bool, ServiceError> {
        self.open_to_anyone();
        let token = self.token()?.cloned();
        self.write(|work| {
            let Some((session, operator)) = work.operator_of(token.as_ref())? else { return Ok(false) };
            work.db.revoke_operator_session(session.key, work.now)?;
            let act = Act::done(&operator.id, "operator.logout", &operator.id);
            work.audit(&Act { source: Some(&work.world.actor), ..act })?;
            Ok(true)
        })
    }

    /// Proves a code of the operator's own app, for the sensitive acts of the next five minutes.
    ///
    /// # Errors
    /// [`ServiceError::LoginWrong`] where the code is wrong or was used, [`ServiceError::LoginThrottled`] after too many.
    pub fn prove_operator(&mut self, code: &SecretString) -> Result<Whoami, ServiceError> {
        self.permit(Permission::OperatorSelf)?;
        let Some(name) = self.operator().map(|operator| operator.name.clone()) else { return self.whoami() };
        // Who only knows the name counts against logins, and never keeps a session from its proof.
        let token = self.token()?.cloned();
        let session = self.read(|work| Ok(work.operator_of(token.as_ref())?.map(|(session, _)| session.id)))?;
        let counter = Counter::OperatorProof(session.unwrap_or_default());
        self.count_try(&counter)?;
        let proved = self.write(|work| {
            let Some((session, row)) = work.operator_of(token.as_ref())? else { return Ok(false) };
            if !work.prove_operator_code(&row, code)? {
                return Ok(false);
            }
            work.clear(&counter)?;
            work.db.note_operator_proof(session.key, work.now)?;
            work.audit_operator("operator.proved", &row.id, None)?;
            Ok(true)
        })?;
        if proved { self.whoami() } else { self.refuse_login(&name, "operator.proved") }
    }

    /// Who runs the program, and what they may do.
    ///
    /// # Errors
    /// [`ServiceError::OperatorNeeded`] where the home has operators and no session holds.
    pub fn whoami(&self) -> Result<Whoami, ServiceError> {
        self.permit(Permission::OperatorSelf)?;
        let token = self.token()?;
        self.read(|work| {
            let found = work.operator_of(token)?.filter(|_| self.access.operators);
            let (session, operator) = found.unzip();
            let operator = operator.map(view).transpose()?;
            let may = |one: &&Permission| operator.as_ref().is_none_or(|operator| operator.role.may(**one));
            Ok(Whoami {
                actor: work.world.acting().to_owned(),
                permissions: Permission::ALL.iter().filter(may).map(|one| one.id()).collect(),
                operator,
                ends_at: session.as_ref().map(|session| session.ends_at),
                idle_at: session.as_ref().map(|session| later(session.seen_at, IDLE).min(session.ends_at)),
                proved_at: session.map(|session| session.proved_at),
            })
        })
    }

    /// Counts the failure that a login may turn out to be.
    fn count_login(&mut self, name: &str) -> Result<(), ServiceError> {
        self.count_try(&Counter::Operator(name_key(name)))
    }

    fn count_try(&mut self, counter: &Counter) -> Result<(), ServiceError> {
        self.ready()?;
        self.write(|work| {
            if let Gate::Wait(retry_after) = work.gate(counter)? {
                return Err(ServiceError::LoginThrottled { retry_after });
            }
            work.count_failure(counter).map(|_| ())
        })
    }

    fn password_is(&mut self, password: &SecretString, hash: Option<&str>) -> Result<bool, ServiceError> {
        let cost = self.world.policy.password.argon2;
        let verdict = match hash {
            Some(hash) => self.world.hasher.verify(password, hash, cost)?,
            None => self.world.hasher.verify_nobody(password, cost)?,
        };
        Ok(verdict.matches)
    }

    fn refuse_login<T>(&mut self, name: &str, action: &str) -> Result<T, ServiceError> {
        self.write(|work| {
            let row = work.operator_named(name)?;
            let subject = row.as_ref().map_or("unknown", |row| row.id.as_str());
            let os_user = work.world.actor.as_str();
            let act = Act::done(os_user, action, subject);
            work.audit(&Act { outcome: "login_wrong", source: Some(os_user), ..act })
        })?;
        Err(ServiceError::LoginWrong)
    }
}

impl Work<'_> {
    /// An invited operator whose secret this is, in time; with the secret's digest.
    fn invited(&self, name: &str, activation: &SecretString) -> Result<Option<(OperatorRow, [u8; 32])>, ServiceError> {
        let Some(given) = token::parse(TokenKind::Activation, activation.expose_secret()) else { return Ok(None) };
        let digest = token::digest(&given);
        let Some(row) = self.operator_named(name)? else { return Ok(None) };
        let is_it = row.activation_digest.is_some_and(|stored| bool::from(stored.ct_eq(&digest)));
        let in_time = row.activation_ends_at.is_some_and(|ends| ends > self.now);
        Ok((is_it && in_time && row.state == OperatorState::Invited).then_some((row, digest)))
    }

    fn operator_secret(&self, row: &OperatorRow, sealed: &[u8]) -> Result<Secret, ServiceError> {
        Ok(Secret::from_bytes(seal::open(&self.world.keyring, &aad(row), sealed)?))
    }

    /// Whether this is a new code of the operator's app; its time step is taken.
    fn prove_operator_code(&self, row: &OperatorRow, code: &SecretString) -> Result<bool, ServiceError> {
        let policy = &self.world.policy.totp;
        let Some(sealed) = &row.totp_secret else { return Ok(false) };
        let Some(code) = otp::parse(code.expose_secret(), policy.digits) else { return Ok(false) };
        let secret = self.operator_secret(row, sealed)?;
        match totp::check(&secret, policy, self.now, row.totp_last_step, code.expose_secret()) {
            TotpVerdict::Accepted { step } => Ok(self.db.take_operator_step(row.key, step)?),
            TotpVerdict::Replayed | TotpVerdict::Wrong => Ok(false),
        }
    }

    /// Opens a session.
    fn enter(&self, row: OperatorRow) -> Result<LoggedIn, ServiceError> {
        self.clear(&Counter::Operator(row.name_key.clone()))?;
        let token = token::draw(TokenKind::Operator, self.world)?;
        let session = OperatorSessionRow {
            key: 0,
            id: token::record_id("ops_", self.now, self.world)?,
            operator: row.key,
            opened_at: self.now,
            ends_at: later(self.now, LIFETIME),
            seen_at: self.now,
            proved_at: self.now,
            revoked_at: None,
        };
        self.db.insert_operator_session(&session, &token::digest(&token))?;
        let detail = Some(serde_json::json!({ "session": session.id }));
        let act = Act::done(&row.id, "operator.login", &row.id);
        self.audit(&Act { source: Some(&self.world.actor), detail, ..act })?;
        let operator = view(row)?;
        Ok(LoggedIn { operator, ends_at: session.ends_at, idle_at: later(self.now, IDLE), token: Some(token) })
    }
}

fn aad(row: &OperatorRow) -> String {
    format!("operators.totp_secret:{}", row.id)
}
