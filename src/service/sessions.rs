//! Sessions: what a portal's server asks about a token.

use jiff::Timestamp;
use serde::Serialize;

use super::permission::Permission;
use super::reason::Reason;
use super::{Service, ServiceError, Work};
use crate::credentials::token::{self, TokenKind};
use crate::store::{SessionRow, UserState};

/// A session as its token's holder, or an operator, sees it.
#[derive(Debug, Serialize)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// How the person was authenticated.
    pub methods: Vec<String>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// When it ends if it is not used before.
    pub idle_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Whether it holds now.
    pub valid: bool,
}

impl Service {
    /// Whose session a token is, if it is one that holds now; using it keeps it from idling.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn check_session(&mut self, token: &str) -> Result<Option<Session>, ServiceError> {
        self.open_to_anyone();
        let Some(token) = token::parse(TokenKind::Session, token) else { return Ok(None) };
        let digest = token::digest(&token);
        self.write(|work| {
            let Some(row) = work.db.session_by_token(&digest)? else { return Ok(None) };
            let enabled = work.db.user(row.user)?.is_some_and(|user| user.state == UserState::Enabled);
            if !enabled || !work.holds(&row) {
                return Ok(None);
            }
            work.db.touch_session(&row.id, work.now)?;
            work.db.note_time(work.now)?;
            Ok(Some(work.session(SessionRow { seen_at: work.now, ..row })?))
        })
    }
}

impl Service {
    /// An account's sessions, oldest first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn list_sessions(&self, address: &str) -> Result<Vec<Session>, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| {
            let user = work.account(address)?;
            work.db.sessions(user.key)?.into_iter().map(|row| work.session(row)).collect()
        })
    }

    /// Ends one session at once.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where no session has that id.
    pub fn revoke_session(&mut self, id: &str, why: &Reason<'_>) -> Result<Session, ServiceError> {
        self.permit(Permission::SessionRevoke)?;
        self.ready()?;
        let revoked = self.write(|work| {
            let not_found = || ServiceError::NotFound { what: "session", given: id.to_owned() };
            let row = work.db.session(id)?.ok_or_else(not_found)?;
            if work.db.revoke_session(id, work.now)? {
                work.notice_of(row.user, "a session was ended")?;
            }
            work.audit_operator("session.revoked", id, why.detail())?;
            work.session(work.db.session(id)?.ok_or_else(not_found)?)
        })?;
        self.deliver_queued();
        Ok(revoked)
    }

    /// Ends every session of an account; answers how many there were.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn revoke_sessions(&mut self, address: &str, why: &Reason<'_>) -> Result<usize, ServiceError> {
        self.permit(Permission::SessionRevoke)?;
        self.ready()?;
        let revoked = self.write(|work| {
            let user = work.account(address)?;
            let revoked = work.db.revoke_sessions(user.key, work.now)?;
            work.audit_operator("session.all_revoked", &user.id, why.detail())?;
            if revoked > 0 {
                work.notice_of(user.key, "every session was ended")?;
            }
            Ok(revoked)
        })?;
        self.deliver_queued();
        Ok(revoked)
    }
}

impl Work<'_> {
    fn holds(&self, row: &SessionRow) -> bool {
        row.revoked_at.is_none() && row.ends_at > self.now && self.idle_at(row) > self.now
    }

    fn idle_at(&self, row: &SessionRow) -> Timestamp {
        let idle = row.seen_at.saturating_add(self.world.policy.session.idle.duration()).unwrap_or(Timestamp::MAX);
        idle.min(row.ends_at)
    }

    fn session(&self, row: SessionRow) -> Result<Session, ServiceError> {
        let user = self.db.user(row.user)?.ok_or(ServiceError::Conflict)?;
        Ok(Session {
            valid: self.holds(&row),
            idle_at: self.idle_at(&row),
            id: row.id,
            user: user.id,
            address: user.address,
            methods: row.methods.split(' ').map(str::to_owned).collect(),
            opened_at: row.opened_at,
            ends_at: row.ends_at,
            revoked_at: row.revoked_at,
        })
    }
}
