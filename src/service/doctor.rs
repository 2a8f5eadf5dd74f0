//! What is wrong with a home, and what to do about it.

use serde::Serialize;

use super::permission::Permission;
use super::{Service, ServiceError, Work};
use crate::store::MailState;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// An operator must act.
    Attention,
    /// Something stored is broken.
    Damage,
}

/// One thing found.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// A word for programs.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Service {
    /// Looks for what needs an operator. Changes nothing.
    ///
    /// # Errors
    /// [`ServiceError`] where the database cannot be read at all.
    pub fn examine(&self) -> Result<Vec<Finding>, ServiceError> {
        self.permit(Permission::HomeRead)?;
        let mut findings = Vec::new();
        for problem in self.store.integrity_problems()? {
            findings.push(Finding {
                code: "database_damaged",
                severity: Severity::Damage,
                message: format!("The database is damaged: {problem}."),
                hint: "Restore the home from a backup.".to_owned(),
            });
        }
        findings.extend(self.examine_audit()?);
        findings.extend(self.read(|work| work.findings())?);
        Ok(findings)
    }

    fn examine_audit(&self) -> Result<Vec<Finding>, ServiceError> {
        let mut findings = Vec::new();
        match self.verify_audit(None) {
            Ok(_) => {}
            Err(ServiceError::AuditBroken { problem, .. }) => findings.push(Finding {
                code: "audit_broken",
                severity: Severity::Damage,
                message: format!("The audit trail was changed: {problem}."),
                hint: "See `vestibule audit verify`, and find out who changed the database.".to_owned(),
            }),
            Err(error) => return Err(error),
        }
        for trigger in self.missing_audit_triggers()? {
            findings.push(Finding {
                code: "audit_unprotected",
                severity: Severity::Attention,
                message: format!("The trigger {trigger}, which protects the audit trail, was removed."),
                hint: "Find out who changed the database, and restore the home from a backup.".to_owned(),
            });
        }
        Ok(findings)
    }
}

impl Work<'_> {
    /// What needs an operator, as far as a few look-ups tell.
    pub(crate) fn findings(&self) -> Result<Vec<Finding>, ServiceError> {
        let mut findings = Vec::new();
        for (project_type, ids) in &self.world.policy.consent.required {
            for id in ids {
                if !self.db.is_published(id)? {
                    findings.push(Finding {
                        code: "document_unpublished",
                        severity: Severity::Attention,
                        message: format!(
                            "Accounts of type {} must accept {id:?}, which has no published version: none of them \
                                 can sign in.",
                            project_type.as_str()
                        ),
                        hint: format!("Run `vestibule consent publish {id} --version V --file FILE`."),
                    });
                }
            }
        }
        let given_up = self.db.count_mail_in(MailState::GivenUp)?;
        if given_up > 0 {
            findings.push(Finding {
                code: "mail_given_up",
                severity: Severity::Attention,
                message: format!("{given_up} mails were given up."),
                hint: "See `vestibule mail list --state given_up`, then `vestibule mail retry MAIL`.".to_owned(),
            });
        }
        let queued = self.db.count_mail_in(MailState::Queued)?;
        if queued > 0 {
            findings.push(Finding {
                code: "mail_queued",
                severity: Severity::Note,
                message: format!("{queued} mails wait to be sent."),
                hint: "Run `vestibule mail send`, or keep `vestibule mail send --watch` running.".to_owned(),
            });
        }
        let latest = self.db.home()?.latest_at;
        if self.now < latest {
            findings.push(Finding {
                code: "clock_behind",
                severity: Severity::Attention,
                message: format!("The clock shows {}, but this home has already seen {latest}.", self.now),
                hint: "Set the machine's clock; if it is right now, run `vestibule doctor --accept-clock`.".to_owned(),
            });
        }
        Ok(findings)
    }
}
