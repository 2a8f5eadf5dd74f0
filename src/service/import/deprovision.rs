//! Accounts that a list which has all of them no longer names.

use super::error::ImportError;
use super::options::Key;
use super::run::Run;
use crate::service::ServiceError;
use crate::store::UserState;

impl Run<'_, '_> {
    /// Disables the accounts that no row named, where asked to.
    pub(super) fn deprovision(&mut self) -> Result<(), ServiceError> {
        let Some(percent) = self.options.deprovision else { return Ok(()) };
        if self.outcome.report.rejected > 0 {
            // A row that cannot be read may be the one that an account is in.
            self.outcome.report.deprovisioned = Some(0);
            return Ok(());
        }
        let (mut missing, mut of) = (Vec::new(), 0_u64);
        let by_id = self.options.key == Key::ExternalId;
        self.work.db.each_user::<ServiceError>(|user| {
            if user.state == UserState::Enabled && (!by_id || user.external_id.is_some()) {
                of += 1;
                if self.seen.line(user.key).is_none() {
                    missing.push(user.key);
                }
            }
            Ok(())
        })?;
        let would = missing.len() as u64;
        if would as f64 * 100.0 > of as f64 * percent {
            let most = (of as f64 * percent / 100.0) as u64;
            return Err(ImportError::Deprovision { would, of, most }.into());
        }
        for key in missing {
            let user = self.work.db.user(key)?.ok_or(ServiceError::Conflict)?;
            self.actions.disable(&user.id);
            self.note(0, "disable", &user.address, &[]);
            let why = serde_json::json!({ "import": self.id, "reason": "not in the list" });
            self.work.disable(&user, Some(why))?;
        }
        self.outcome.report.deprovisioned = Some(would);
        Ok(())
    }
}
