//! Journeys as an operator sees them: by handle, never by id, and never with a secret.

use jiff::Timestamp;
use serde::Serialize;

use super::story::PastEvent;
use super::view::masked;
use crate::credentials::token::{self, TokenKind};
use crate::journey::{Reason, State};
use crate::mail::address::Address;
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError, Work};
use crate::store::JourneyRow;

/// A journey in a list.
#[derive(Debug, Serialize)]
pub struct JourneySummary {
    /// The public handle, which serves `show --history` and `abandon`.
    pub handle: String,
    /// The state's id.
    pub state: &'static str,
    /// `open`, `signed_in` or `ended`.
    pub status: &'static str,
    /// Why it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The account's id, once a right password said so.
    pub user: Option<String>,
    /// Its address, masked.
    pub address: Option<String>,
    /// Where it was started from.
    pub source: Option<String>,
    /// When it started.
    pub started_at: Timestamp,
    /// When its time runs out.
    pub expires_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A journey and every event that made it.
#[derive(Debug, Serialize)]
pub struct JourneyHistory {
    /// The journey.
    #[serde(flatten)]
    pub journey: JourneySummary,
    /// The user agent that started it.
    pub user_agent: Option<String>,
    /// Its events in order.
    pub events: Vec<PastEvent>,
}

impl Service {
    /// Journeys, newest first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn list_journeys(
        &self,
        address: Option<&str>,
        open_only: bool,
        limit: u32,
    ) -> Result<Vec<JourneySummary>, ServiceError> {
        self.permit(Permission::JourneyRead)?;
        self.read(|work| {
            let user = address.map(|address| work.account(address)).transpose()?;
            let rows = work.db.journeys(user.map(|user| user.key), open_only, limit)?;
            rows.into_iter().map(|row| work.summary(&row)).collect()
        })
    }

    /// One journey with its events, by its handle or its id.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none.
    pub fn journey_history(&self, id_or_handle: &str) -> Result<JourneyHistory, ServiceError> {
        let id = token::parse(TokenKind::Journey, id_or_handle);
        match &id {
            Some(_) => self.open_to_anyone(),
            None => self.permit(Permission::JourneyRead)?,
        }
        let handle = id.map_or_else(|| id_or_handle.to_owned(), |id| token::handle(&id));
        self.read(|work| {
            let row = work.db.journey_by_handle(&handle)?.ok_or_else(|| super::not_found(id_or_handle))?;
            Ok(JourneyHistory {
                journey: work.summary(&row)?,
                user_agent: row.user_agent.clone(),
                events: work.story(&row)?,
            })
        })
    }
}

impl Work<'_> {
    fn summary(&self, row: &JourneyRow) -> Result<JourneySummary, ServiceError> {
        let user = row.user.map(|key| self.db.user(key)).transpose()?.flatten();
        let overdue = row.ended_at.is_none() && row.expires_at <= self.now;
        let state = if overdue { State::Ended(Reason::Expired) } else { row.journey.state };
        Ok(JourneySummary {
            handle: row.handle.clone(),
            state: state.id(),
            status: state.status(),
            reason: match state {
                State::Ended(reason) => Some(reason.id()),
                _ => None,
            },
            address: user.as_ref().map(masked),
            user: user.map(|user| user.id),
            source: row.source.clone(),
            started_at: row.started_at,
            expires_at: row.expires_at,
            ended_at: row.ended_at.or(overdue.then_some(row.expires_at)),
        })
    }

    /// The account of an address, or of an account's id.
    pub(crate) fn account(&self, address: &str) -> Result<crate::store::UserRow, ServiceError> {
        if address.starts_with("usr_") && !address.contains('@') {
            let found = self.db.user_by_id(address)?;
            return found.ok_or_else(|| ServiceError::NotFound { what: "account", given: address.to_owned() });
        }
        let parsed =
            Address::parse(address).map_err(|problem| ServiceError::Address { given: address.to_owned(), problem })?;
        let found = self.db.user_by_address(parsed.key())?;
        found.ok_or_else(|| ServiceError::NotFound { what: "account", given: address.to_owned() })
    }
}
