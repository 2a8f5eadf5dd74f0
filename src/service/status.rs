//! The home at a glance.

use jiff::Timestamp;
use serde::Serialize;

use super::doctor::{Finding, Severity};
use super::permission::Permission;
use super::{Service, ServiceError};
use crate::store::{MailState, Mode, UserState};

/// The home in a few numbers, and what needs an operator.
#[derive(Debug, Serialize)]
pub struct HomeStatus {
    /// Real or simulation.
    pub mode: Mode,
    /// All accounts.
    pub accounts: u64,
    /// Those that are enabled.
    pub enabled: u64,
    /// Those that are disabled.
    pub disabled: u64,
    /// Those that wrong passwords lock now.
    pub locked: u64,
    /// Those with an authenticator.
    pub enrolled: u64,
    /// Sign-ins in progress.
    pub open_journeys: u64,
    /// Mails that wait.
    pub mail_queued: u64,
    /// Mails given up.
    pub mail_given_up: u64,
    /// When the last checkpoint of the audit trail was made.
    pub last_checkpoint: Option<Timestamp>,
    /// Documents that some accounts must accept and that have no published version.
    pub documents_missing: Vec<String>,
    /// What needs an operator; empty where nothing does.
    pub needs_operator: Vec<Finding>,
}

impl Service {
    /// The home at a glance. Changes nothing.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn status(&self) -> Result<HomeStatus, ServiceError> {
        self.permit(Permission::HomeRead)?;
        self.read(|work| {
            let mut needs_operator = work.findings()?;
            needs_operator.retain(|finding| finding.severity > Severity::Note);
            let (accounts, disabled) = (work.db.count_users()?, work.db.count_users_in(UserState::Disabled)?);
            let mut documents_missing: Vec<String> = Vec::new();
            for id in work.world.policy.consent.required.values().flatten() {
                if !documents_missing.contains(id) && !work.db.is_published(id)? {
                    documents_missing.push(id.clone());
                }
            }
            Ok(HomeStatus {
                mode: work.world.mode(),
                accounts,
                enabled: accounts.saturating_sub(disabled),
                disabled,
                locked: work.db.count_locked(work.now)?,
                enrolled: work.db.count_enrolled()?,
                open_journeys: work.db.count_open_journeys(work.now)?,
                mail_queued: work.db.count_mail_in(MailState::Queued)?,
                mail_given_up: work.db.count_mail_in(MailState::GivenUp)?,
                last_checkpoint: work.db.audit_trail()?.checkpoint_at,
                documents_missing,
                needs_operator,
            })
        })
    }
}
