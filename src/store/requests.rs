//! Support acts that count against one another, and those that wait for a second operator or for time.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::Serialize;

use super::{Db, StoreError, UserKey, digest, maybe_time, ms, time, word};

/// A support act that helps somebody into an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportAct {
    /// Authenticators taken away.
    MfaReset,
    /// A password set by support.
    PasswordReset,
    /// Another address.
    AddressChange,
}

impl SupportAct {
    /// Every act.
    pub const ALL: [Self; 3] = [Self::MfaReset, Self::PasswordReset, Self::AddressChange];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MfaReset => "mfa_reset",
            Self::PasswordReset => "password_reset",
            Self::AddressChange => "address_change",
        }
    }
}

impl FromStr for SupportAct {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|act| act.as_str() == word).ok_or_else(|| format!("{word:?} is no support act"))
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// It waits for a second operator.
    Waiting,
    /// It waits for its time, or for the act to be repeated.
    Approved,
    /// It was carried out.
    Done,
    /// An operator or the person stopped it.
    Rejected,
    /// Nobody approved it in time.
    Expired,
    /// The account changed after it was asked for.
    Stale,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Waiting, Self::Approved, Self::Done, Self::Rejected, Self::Expired, Self::Stale];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Done => "done",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::Stale => "stale",
        }
    }

    /// Whether it can still come to something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Approved)
    }
}

impl FromStr for RequestState {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == word);
        found.ok_or_else(|| format!("{word:?} is no state of a request"))
    }
}

/// An act that waits.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// Its row number.
    pub key: i64,
    /// Its id, `req_…`.
    pub id: String,
    /// The account.
    pub user: UserKey,
    /// What is asked for.
    pub act: SupportAct,
    /// Whether a reset also asks for a new password.
    pub and_password: bool,
    /// The address that the account is to move to.
    pub new_address: Option<String>,
    /// Who asked: an operator's id, or `os:NAME`.
    pub requested_by: String,
    /// Why.
    pub reason: Option<String>,
    /// The id of a ticket elsewhere.
    pub ticket: Option<String>,
    /// What proves who the person is.
    pub evidence: Option<String>,
    /// The account as it was, as a digest.
    pub account: [u8; 32],
    /// Second operators needed.
    pub approvals: u32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it lapses if nobody approves.
    pub expires_at: Timestamp,
    /// Not carried out before this.
    pub due_at: Timestamp,
    /// Where it stands.
    pub state: RequestState,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

fn request(row: &Row<'_>) -> rusqlite::Result<RequestRow> {
    Ok(RequestRow {
        key: row.get("n")?,
        id: row.get("id")?,
        user: UserKey(row.get("user")?),
        act: word(row, "act")?,
        and_password: row.get("and_password")?,
        new_address: row.get("new_address")?,
        requested_by: row.get("requested_by")?,
        reason: row.get("reason")?,
        ticket: row.get("ticket")?,
        evidence: row.get("evidence")?,
        account: digest(row, "account")?,
        approvals: row.get("approvals")?,
        created_at: time(row, "created_at")?,
        expires_at: time(row, "expires_at")?,
        due_at: time(row, "due_at")?,
        state: word(row, "state")?,
        decided_by: row.get("decided_by")?,
        decided_at: maybe_time(row, "decided_at")?,
    })
}

impl Db<'_> {
    /// Keeps an act that waits.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_request(self, new: &RequestRow, token_digest: &[u8; 32]) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO requests (id, user, act, and_password, requested_by, reason, ticket, evidence, account,
                                   token_digest, approvals, created_at, expires_at, due_at, state, new_address)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            params![
                new.id,
                new.user.0,
                new.act.as_str(),
                new.and_password,
                new.requested_by,
                new.reason,
                new.ticket,
                new.evidence,
                new.account,
                token_digest,
                new.approvals,
                ms(new.created_at),
                ms(new.expires_at),
                ms(new.due_at),
                new.state.as_str(),
                new.new_address
            ],
        )?;
        Ok(())
    }

    /// The request of an id.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn request(self, id: &str) -> Result<Option<RequestRow>, StoreError> {
        self.one("SELECT * FROM requests WHERE id = ?1", [id], request)
    }

    /// The request that a mailed token stops.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn request_by_token(self, token_digest: &[u8; 32]) -> Result<Option<RequestRow>, StoreError> {
        self.one("SELECT * FROM requests WHERE token_digest = ?1", [token_digest], request)
    }

    /// The open request for an act on an account.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn open_request(self, user: UserKey, act: SupportAct) -> Result<Option<RequestRow>, StoreError> {
        self.one(
            "SELECT * FROM requests WHERE user = ?1 AND act = ?2 AND state IN ('waiting', 'approved')
             ORDER BY n DESC LIMIT 1",
            params![user.0, act.as_str()],
            request,
        )
    }

    /// Requests, newest first; all or in one state.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn requests(self, state: Option<RequestState>, limit: u32) -> Result<Vec<RequestRow>, StoreError> {
        self.all(
            "SELECT * FROM requests WHERE (?1 IS NULL OR state = ?1) ORDER BY n DESC LIMIT ?2",
            params![state.map(RequestState::as_str), limit],
            request,
        )
    }

    /// Open requests whose time has come, one way or the other.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn overdue_requests(self, now: Timestamp, limit: u32) -> Result<Vec<RequestRow>, StoreError> {
        self.all(
            "SELECT * FROM requests WHERE (state = 'waiting' AND expires_at <= ?1)
                OR (state = 'approved' AND (expires_at <= ?1 OR (act = 'mfa_reset' AND due_at <= ?1)))
             ORDER BY n LIMIT ?2",
            params![ms(now), limit],
            request,
        )
    }

    /// Moves a request on, if it still stands where it was seen; `false` where somebody else decided meanwhile.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn move_request(self, row: &RequestRow, to: RequestState, by: &str, at: Timestamp) -> Result<bool, StoreError> {
        let changed = self.execute(
            "UPDATE requests SET state = ?3, decided_by = ?4, decided_at = ?5 WHERE n = ?1 AND state = ?2",
            params![row.key, row.state.as_str(), to.as_str(), by, ms(at)],
        )?;
        Ok(changed == 1)
    }

    /// Gives an approved request the time in which it must be used.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn prolong_request(self, key: i64, expires_at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE requests SET expires_at = ?2 WHERE n = ?1", params![key, ms(expires_at)])?;
        Ok(())
    }

    /// Notes a support act.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_support_act(
        self,
        user: UserKey,
        act: SupportAct,
        actor: &str,
        former_address: Option<&str>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO support_acts (user, act, at, actor, former_address) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![user.0, act.as_str(), ms(at), actor, former_address],
        )?;
        Ok(())
    }

    /// The support acts on an account since `since`, oldest first, each with its time.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn support_acts(self, user: UserKey, since: Timestamp) -> Result<Vec<(SupportAct, Timestamp)>, StoreError> {
        self.all(
            "SELECT n, act, at FROM support_acts WHERE user = ?1 AND at > ?2 ORDER BY n",
            params![user.0, ms(since)],
            |row| Ok((word(row, "act")?, time(row, "at")?)),
        )
    }

    /// The addresses that an account had since `since`, and no longer has.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn former_addresses(self, user: UserKey, since: Timestamp) -> Result<Vec<String>, StoreError> {
        self.all(
            "SELECT DISTINCT former_address FROM support_acts
             WHERE user = ?1 AND at > ?2 AND former_address IS NOT NULL ORDER BY n",
            params![user.0, ms(since)],
            |row| row.get(0),
        )
    }
}
