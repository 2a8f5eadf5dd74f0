//! Requests: kept, approved by another operator, stopped by the person, carried out, lapsed.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::rules::{Wait, in_words};
use super::{MfaReset, Order};
use crate::credentials::token::{self, TokenKind};
use crate::mail::message::Kind;
use crate::service::audit::Act;
use crate::service::mail::Envelope;
use crate::service::permission::Permission;
use crate::service::reason::Reason;
use crate::service::{Service, ServiceError, Work};
use crate::store::{RequestRow, RequestState, SupportAct, UserRow};

/// How long a request waits for a second operator, and an approved one for being used.
const WAITS: SignedDuration = SignedDuration::from_hours(24);

/// How many requests whose time has come one command settles besides its own work.
const SWEEP: u32 = 16;

/// The actor of what time alone brings about, whoever runs the command that meets it.
const SYSTEM: &str = "system";

/// A request as an operator sees it.
#[derive(Debug, Serialize)]
pub struct Request {
    /// Its id, `req_…`.
    pub id: String,
    /// What is asked for.
    pub act: SupportAct,
    /// Where it stands.
    pub state: RequestState,
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// Whether the next sign-in shall also ask for a new password.
    pub and_password: bool,
    /// The address that the account shall move to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_address: Option<String>,
    /// Who asked: an operator's id, or `os:NAME`.
    pub requested_by: String,
    /// Why.
    pub reason: Option<String>,
    /// The id of a ticket elsewhere.
    pub ticket: Option<String>,
    /// What proves who the person is.
    pub evidence: Option<String>,
    /// Second operators needed.
    pub approvals: u32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it lapses.
    pub expires_at: Timestamp,
    /// Not carried out before this.
    pub due_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What was taken away, where deciding carried it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<MfaReset>,
}

impl Service {
    /// Requests, newest first; all or in one state.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn list_requests(&mut self, state: Option<RequestState>, limit: u32) -> Result<Vec<Request>, ServiceError> {
        self.permit(Permission::RequestRead)?;
        self.settle()?;
        self.read(|work| work.db.requests(state, limit)?.into_iter().map(|row| work.request(row)).collect())
    }

    /// One request.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn show_request(&mut self, id: &str) -> Result<Request, ServiceError> {
        self.permit(Permission::RequestRead)?;
        self.settle()?;
        self.read(|work| work.request(work.must_find_request(id)?))
    }

    /// Approves a request of another operator; a reset that need not wait longer is carried out with it.
    ///
    /// # Errors
    /// [`ServiceError::OwnRequest`] for the requester, [`ServiceError::RequestOver`] where it was decided,
    /// [`ServiceError::RequestStale`] where the account is no longer what it was; that ends the request.
    pub fn approve_request(&mut self, id: &str) -> Result<Request, ServiceError> {
        self.permit(Permission::RequestDecide)?;
        self.ready()?;
        self.settle()?;
        let approved = self.write(|work| {
            let row = work.must_find_request(id)?;
            if row.state != RequestState::Waiting {
                return Err(over(&row));
            }
            if row.requested_by == work.world.acting() {
                work.audit_request("request.refused", &row, "own_request")?;
                return Ok(Err(ServiceError::OwnRequest(row.id)));
            }
            if row.expires_at <= work.now {
                work.end_request(&row, RequestState::Expired)?;
                return Ok(Err(over(&work.must_find_request(id)?)));
            }
            let user = work.db.user(row.user)?.ok_or(ServiceError::Conflict)?;
            work.must_not_be_own(&user)?;
            if row.account != work.account_digest(&user)? {
                work.end_request(&row, RequestState::Stale)?;
                return Ok(Err(ServiceError::RequestStale(row.id)));
            }
            let by = work.world.acting();
            if !work.db.move_request(&row, RequestState::Approved, by, work.now)? {
                return Err(ServiceError::Conflict);
            }
            let until = row.due_at.max(work.now).saturating_add(WAITS).unwrap_or(Timestamp::MAX);
            work.db.prolong_request(row.key, until)?;
            work.audit_request("request.approved", &row, "done")?;
            let row = work.must_find_request(id)?;
            if row.act == SupportAct::MfaReset && row.due_at <= work.now {
                let (reset, detail) = work.carry_out_request(&row, &user)?;
                work.audit_operator("mfa.reset", &user.id, Some(detail))?;
                return Ok(Ok(Request { reset: Some(reset), ..work.request(work.must_find_request(id)?)? }));
            }
            Ok(Ok(work.request(row)?))
        })?;
        self.deliver_queued();
        approved
    }

    /// Stops a request, for an operator; its own requester may, too.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none, [`ServiceError::RequestOver`] where it was decided.
    pub fn reject_request(&mut self, id: &str, why: &Reason<'_>) -> Result<Request, ServiceError> {
        self.permit(Permission::RequestDecide)?;
        self.settle()?;
        self.write(|work| {
            let row = work.must_find_request(id)?;
            work.reject(&row, work.world.acting(), why)
        })
    }

    /// Stops a request by the secret that was mailed to the person.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the secret stops nothing, [`ServiceError::RequestOver`] where it was decided.
    pub fn reject_request_by_token(&mut self, token: &SecretString) -> Result<Request, ServiceError> {
        self.open_to_anyone();
        let unknown = || ServiceError::NotFound { what: "request of", given: "that secret".to_owned() };
        let token = token::parse(TokenKind::Request, token.expose_secret()).ok_or_else(unknown)?;
        self.write(|work| {
            let row = work.db.request_by_token(&token::digest(&token))?.ok_or_else(unknown)?;
            let user = work.db.user(row.user)?.ok_or_else(unknown)?;
            work.reject(&row, &user.id, &Reason::default())
        })
    }

    fn settle(&mut self) -> Result<(), ServiceError> {
        self.ready()?;
        self.write(|work| work.settle_requests())
    }
}

impl Work<'_> {
    pub(super) fn must_find_request(&self, id: &str) -> Result<RequestRow, ServiceError> {
        self.db.request(id)?.ok_or_else(|| ServiceError::NotFound { what: "request", given: id.to_owned() })
    }

    /// Keeps an act that waits, and tells the person how to stop it.
    pub(super) fn keep_request(
        &self,
        user: &UserRow,
        act: SupportAct,
        order: &Order<'_>,
        wait: &Wait,
    ) -> Result<Request, ServiceError> {
        if let Some(open) = self.db.open_request(user.key, act)?
            && self.end_if_over(&open, user)?.is_none()
        {
            return Err(ServiceError::Exists { what: "request", given: open.id });
        }
        let token = token::draw(TokenKind::Request, self.world)?;
        let due_at = self.now.saturating_add(wait.delay).unwrap_or(Timestamp::MAX);
        let waits_until = if wait.approvals > 0 { self.now } else { due_at };
        let row = RequestRow {
            key: 0,
            id: token::record_id("req_", self.now, self.world)?,
            user: user.key,
            act,
            and_password: order.and_password,
            new_address: order.new_address.map(str::to_owned),
            requested_by: self.world.acting().to_owned(),
            reason: order.why.reason.map(str::to_owned),
            ticket: order.why.ticket.map(str::to_owned),
            evidence: order.evidence.map(str::to_owned),
            account: self.account_digest(user)?,
            approvals: wait.approvals,
            created_at: self.now,
            expires_at: waits_until.saturating_add(WAITS).unwrap_or(Timestamp::MAX),
            due_at,
            state: if wait.approvals > 0 { RequestState::Waiting } else { RequestState::Approved },
            decided_by: None,
            decided_at: None,
        };
        self.db.insert_request(&row, &token::digest(&token))?;
        let what = match act {
            SupportAct::MfaReset => "remove your authenticator apps and recovery codes",
            SupportAct::PasswordReset => "let a new password be set for your account",
            SupportAct::AddressChange => "give your account another address",
        };
        let at = due_at.strftime("%Y-%m-%d %H:%M UTC");
        let when = match (wait.approvals, wait.delay.is_zero()) {
            (0, _) => format!("from {at} on"),
            (_, true) => "once a second operator approves".to_owned(),
            (_, false) => format!("once a second operator approves, from {at} on"),
        };
        let kind = Kind::ResetRequested { what, when: &when, token: token.expose_secret() };
        self.queue_mail(&Envelope::to(user), kind)?;
        self.tell_former(user, kind)?;
        let mut detail = order.detail().unwrap_or_else(|| serde_json::json!({}));
        detail["request"] = row.id.as_str().into();
        self.audit_operator("request.made", &user.id, Some(detail))?;
        self.request(self.must_find_request(&row.id)?)
    }

    /// Settles requests whose time has come: a reset that is due is carried out, what nobody approved lapses.
    pub(crate) fn settle_requests(&self) -> Result<(), ServiceError> {
        for row in self.db.overdue_requests(self.now, SWEEP)? {
            let due = row.state == RequestState::Approved && row.act == SupportAct::MfaReset && row.due_at <= self.now;
            // What lay that long concerns a call that nobody remembers.
            if !due || row.expires_at <= self.now {
                self.end_request(&row, RequestState::Expired)?;
                continue;
            }
            let user = self.db.user(row.user)?.ok_or(ServiceError::Conflict)?;
            if row.account == self.account_digest(&user)? {
                let (_, detail) = self.carry_out_request(&row, &user)?;
                // Whoever runs the command that meets it has no part in it.
                self.audit(&Act { detail: Some(detail), ..Act::done(SYSTEM, "mfa.reset", &user.id) })?;
            } else {
                self.end_request(&row, RequestState::Stale)?;
            }
        }
        Ok(())
    }

    /// Carries an approved reset out; answers also what its row in the trail tells, which the caller writes.
    fn carry_out_request(
        &self,
        row: &RequestRow,
        user: &UserRow,
    ) -> Result<(MfaReset, serde_json::Value), ServiceError> {
        let decided_by = row.decided_by.as_deref().unwrap_or(&row.requested_by);
        if !self.db.move_request(row, RequestState::Done, decided_by, self.now)? {
            return Err(ServiceError::Conflict);
        }
        let why = Reason { reason: row.reason.as_deref(), ticket: row.ticket.as_deref() };
        let order =
            Order { why, evidence: row.evidence.as_deref(), and_password: row.and_password, ..Order::default() };
        Ok((self.reset_now(user, row.and_password, &row.requested_by)?, row.told_with(order.detail())))
    }

    fn reject(&self, row: &RequestRow, by: &str, why: &Reason<'_>) -> Result<Request, ServiceError> {
        if !row.state.is_open() {
            return Err(over(row));
        }
        if !self.db.move_request(row, RequestState::Rejected, by, self.now)? {
            return Err(ServiceError::Conflict);
        }
        let mut detail = why.detail().unwrap_or_else(|| serde_json::json!({}));
        detail["request"] = row.id.as_str().into();
        let user = self.db.user(row.user)?.ok_or(ServiceError::Conflict)?;
        let source = self.world.operator.get().map(|_| self.world.actor.as_str());
        self.audit(&Act { detail: Some(detail), source, ..Act::done(by, "request.rejected", &user.id) })?;
        self.request(self.must_find_request(&row.id)?)
    }

    pub(super) fn end_request(&self, row: &RequestRow, to: RequestState) -> Result<(), ServiceError> {
        if !self.db.move_request(row, to, "time", self.now)? {
            return Err(ServiceError::Conflict);
        }
        let user = self.db.user(row.user)?.ok_or(ServiceError::Conflict)?;
        let detail = Some(row.told());
        self.audit(&Act { outcome: to.as_str(), detail, ..Act::done(SYSTEM, "request.ended", &user.id) })
    }

    /// Ends what an operator asked for or approved and was not yet carried out.
    pub(crate) fn end_requests_of(&self, operator: &str) -> Result<(), ServiceError> {
        for state in [RequestState::Waiting, RequestState::Approved] {
            for row in self.db.requests(Some(state), u32::MAX)? {
                if row.requested_by == operator || row.decided_by.as_deref() == Some(operator) {
                    let why = Reason { reason: Some("The operator was disabled"), ticket: None };
                    self.reject(&row, self.world.acting(), &why)?;
                }
            }
        }
        Ok(())
    }

    fn audit_request(&self, action: &str, row: &RequestRow, outcome: &str) -> Result<(), ServiceError> {
        let user = self.db.user(row.user)?.ok_or(ServiceError::Conflict)?;
        let source = self.world.operator.get().map(|_| self.world.actor.as_str());
        let act = Act::done(self.world.acting(), action, &user.id);
        self.audit(&Act { outcome, source, detail: Some(row.told()), ..act })
    }

    /// What an account is, as far as a decision about it goes.
    pub(super) fn account_digest(&self, user: &UserRow) -> Result<[u8; 32], ServiceError> {
        let authenticators: Vec<_> =
            self.db.authenticators(user.key)?.into_iter().map(|one| (one.id, one.disabled_at)).collect();
        let seen = serde_json::json!({
            "address": user.address,
            "name": user.name,
            "project_type": user.project_type,
            "state": user.state,
            "password": [user.password_changed_at, user.password_ends_at],
            "password_due": format!("{:?}", user.password_due),
            "authenticators": authenticators,
        });
        Ok(Sha256::digest(seen.to_string()).into())
    }

    pub(super) fn request(&self, row: RequestRow) -> Result<Request, ServiceError> {
        let user = self.db.user(row.user)?.ok_or(ServiceError::Conflict)?;
        Ok(Request {
            id: row.id,
            act: row.act,
            state: row.state,
            user: user.id,
            address: user.address,
            and_password: row.and_password,
            new_address: row.new_address,
            requested_by: row.requested_by,
            reason: row.reason,
            ticket: row.ticket,
            evidence: row.evidence,
            approvals: row.approvals,
            created_at: row.created_at,
            expires_at: row.expires_at,
            due_at: row.due_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            reset: None,
        })
    }
}

impl Request {
    /// Why an act was not done, for who asked for it.
    pub fn pending(&self) -> ServiceError {
        if self.state == RequestState::Stale {
            return ServiceError::RequestStale(self.id.clone());
        }
        ServiceError::ApprovalNeeded {
            what: in_words(self.act).to_owned(),
            id: self.id.clone(),
            due: (self.state == RequestState::Approved).then_some(self.due_at),
        }
    }
}

impl RequestRow {
    /// The detail of an audit row about the request itself.
    fn told(&self) -> serde_json::Value {
        serde_json::json!({ "request": self.id, "act": self.act, "requested_by": self.requested_by })
    }
}

fn over(row: &RequestRow) -> ServiceError {
    ServiceError::RequestOver { id: row.id.clone(), state: row.state.as_str() }
}
