//! The trail as people read it.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::service::permission::Permission;
use crate::service::{Service, ServiceError, Work};
use crate::store::{AuditFilter, AuditRow, AuditSubject};

/// A row of the trail.
#[derive(Debug, Clone, Serialize)]
pub struct AuditEntry {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who acted: `os:NAME`, an account's id, or `unknown`.
    pub actor: String,
    /// What was done or refused, `noun.verb`.
    pub action: String,
    /// On whom or what, by id or handle.
    pub subject: String,
    /// The address of the account that it is about, as it is today.
    pub address: Option<String>,
    /// `done`, or the code of the refusal.
    pub outcome: String,
    /// From where.
    pub source: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// The ticket it belongs to.
    pub ticket: Option<String>,
    /// More.
    pub detail: Option<Value>,
    /// The row's hash, in hexadecimal.
    pub hash: String,
}

/// Which rows to list, in the words of whoever asks.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// `os:NAME`, an account's address or id.
    pub actor: Option<String>,
    /// An account's address or id, or the id or handle of something else.
    pub subject: Option<String>,
    /// An action, or a noun for all of its actions.
    pub action: Option<String>,
    /// An outcome; `refused` stands for all but `done`.
    pub outcome: Option<String>,
    /// Only rows before this number.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

impl Service {
    /// Rows of the trail, newest first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where an address has no account.
    pub fn list_audit(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, ServiceError> {
        self.permit(Permission::AuditRead)?;
        self.read(|work| {
            let subject = query.subject.as_deref().map(|given| work.audit_subject(given)).transpose()?;
            let actor = query.actor.as_deref().map(|given| work.audit_subject(given)).transpose()?;
            let rows = work.db.audit_rows(&AuditFilter {
                since: query.since,
                until: query.until,
                actor: actor.map(|actor| match actor {
                    AuditSubject::Account(_, id) | AuditSubject::Exact(id) => id,
                }),
                action: query.action.clone(),
                outcome: query.outcome.clone(),
                subject,
                before: query.before,
                limit: query.limit,
            })?;
            work.audit_entries(rows)
        })
    }

    /// The last `count` rows, in order.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where the database cannot be read.
    pub fn last_audit(&self, count: u32) -> Result<Vec<AuditEntry>, ServiceError> {
        self.permit(Permission::AuditRead)?;
        let mut rows = self.list_audit(&AuditQuery { limit: count, ..AuditQuery::default() })?;
        rows.reverse();
        Ok(rows)
    }

    /// Rows after number `after`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`ServiceError::Store`] where the database cannot be read.
    pub fn audit_after(&self, after: i64, limit: u32) -> Result<Vec<AuditEntry>, ServiceError> {
        self.permit(Permission::AuditRead)?;
        self.read(|work| {
            // Who follows the trail may have lost the right since they began.
            self.access.check_again(work.db, work.world, work.now)?;
            work.audit_entries(work.db.audit_after(after, limit)?)
        })
    }
}

impl Work<'_> {
    /// Whom a word means: an account by its address or id, else exactly that word. Of an account that is gone its id
    /// is still in the trail.
    fn audit_subject(&self, given: &str) -> Result<AuditSubject, ServiceError> {
        if !given.starts_with("usr_") && !given.contains('@') {
            return Ok(AuditSubject::Exact(given.to_owned()));
        }
        match self.account(given) {
            Ok(user) => Ok(AuditSubject::Account(user.key, user.id)),
            Err(ServiceError::NotFound { .. }) if given.starts_with("usr_") => {
                Ok(AuditSubject::Exact(given.to_owned()))
            }
            Err(error) => Err(error),
        }
    }

    fn audit_entries(&self, rows: Vec<AuditRow>) -> Result<Vec<AuditEntry>, ServiceError> {
        let mut addresses: HashMap<String, Option<String>> = HashMap::new();
        rows.into_iter()
            .map(|row| {
                let id = [&row.subject, &row.actor].into_iter().find(|id| id.starts_with("usr_"));
                let address = match id {
                    None => None,
                    Some(id) => match addresses.get(id) {
                        Some(known) => known.clone(),
                        None => {
                            let found = self.db.user_by_id(id)?.map(|user| user.address);
                            addresses.insert(id.clone(), found.clone());
                            found
                        }
                    },
                };
                Ok(entry(row, address))
            })
            .collect()
    }
}

/// A row with what its detail says taken out.
pub(super) fn entry(row: AuditRow, address: Option<String>) -> AuditEntry {
    let detail = row.detail.map(|text| serde_json::from_str(&text).unwrap_or(Value::String(text)));
    let said = |name: &str| detail.as_ref().and_then(|detail| detail[name].as_str()).map(str::to_owned);
    // A journey's detail says under the same name why it ended, which is nobody's reason.
    let is_told = !row.action.starts_with("journey.");
    AuditEntry {
        seq: row.seq,
        at: row.at,
        reason: said("reason").filter(|_| is_told),
        ticket: said("ticket").filter(|_| is_told),
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        address,
        outcome: row.outcome,
        source: row.source,
        detail,
        hash: data_encoding::HEXLOWER.encode(&row.hash),
    }
}
