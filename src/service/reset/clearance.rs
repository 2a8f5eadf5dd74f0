//! Acts that answer something to who asked: they are not carried out by an approval, but repeated with it.

use serde_json::Value;

use super::Order;
use super::wait::Request;
use crate::mail::message::Kind;
use crate::service::mail::Envelope;
use crate::service::{ServiceError, Work};
use crate::store::{RequestRow, RequestState, SupportAct, UserRow};

impl Work<'_> {
    /// Whether an act may be done now; `None` where it may, by an approved request or because it needs none. Else the
    /// request that it needs, or the one that was approved for an account that has changed since, which ends with it:
    /// [`Request::pending`] tells either. The caller commits what this did.
    pub(crate) fn clearance(
        &self,
        user: &UserRow,
        act: SupportAct,
        order: &Order<'_>,
    ) -> Result<Option<Request>, ServiceError> {
        if let Some(row) = self.db.open_request(user.key, act)? {
            let is_own = row.requested_by == self.world.acting();
            match self.end_if_over(&row, user)? {
                Some(RequestState::Stale) if row.state == RequestState::Approved && is_own => {
                    return self.request(self.must_find_request(&row.id)?).map(Some);
                }
                Some(_) => {}
                // An approval is one for the operator who asked, and for what was asked.
                None if row.new_address.as_deref() != order.new_address || !is_own => {
                    return Err(ServiceError::Exists { what: "request", given: row.id });
                }
                None if row.state != RequestState::Approved || row.due_at > self.now => {
                    return self.request(row).map(Some);
                }
                None => return Ok(None),
            }
        }
        match self.ground(user, act, order)? {
            None => Ok(None),
            Some(wait) => self.keep_request(user, act, order, &wait).map(Some),
        }
    }

    /// Ends an open request that lapsed, or whose account is no longer what it was; answers as what.
    pub(super) fn end_if_over(&self, row: &RequestRow, user: &UserRow) -> Result<Option<RequestState>, ServiceError> {
        let over = if row.expires_at <= self.now {
            RequestState::Expired
        } else if row.account != self.account_digest(user)? {
            RequestState::Stale
        } else {
            return Ok(None);
        };
        self.end_request(row, over)?;
        Ok(Some(over))
    }

    /// Notes that an act which needed a request was done by it; answers what the act's audit row tells.
    pub(crate) fn use_clearance(
        &self,
        user: &UserRow,
        act: SupportAct,
        order: &Order<'_>,
    ) -> Result<Option<Value>, ServiceError> {
        let Some(row) = self.db.open_request(user.key, act)? else { return Ok(order.detail()) };
        let decided_by = row.decided_by.as_deref().unwrap_or(&row.requested_by);
        let used = row.state == RequestState::Approved
            && row.due_at <= self.now
            && row.expires_at > self.now
            && row.requested_by == self.world.acting()
            && self.db.move_request(&row, RequestState::Done, decided_by, self.now)?;
        if used { Ok(Some(row.told_with(order.detail()))) } else { Err(ServiceError::Conflict) }
    }

    /// Tells the addresses that an account had within 7 days what became of it.
    pub(crate) fn tell_former(&self, user: &UserRow, kind: Kind<'_>) -> Result<(), ServiceError> {
        for former in self.db.former_addresses(user.key, self.week_ago())? {
            self.queue_mail(&Envelope { address: &former, ..Envelope::to(user) }, kind)?;
        }
        Ok(())
    }
}

impl RequestRow {
    /// The detail of the audit row of what was done by this request.
    pub(super) fn told_with(&self, detail: Option<Value>) -> Value {
        let mut detail = detail.unwrap_or_else(|| serde_json::json!({}));
        detail["request"] = self.id.as_str().into();
        detail["requested_by"] = self.requested_by.as_str().into();
        detail["approved_by"] = self.decided_by.as_deref().into();
        detail
    }
}
