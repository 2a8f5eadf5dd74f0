//! A person's consent: what stands, what is missing, what was given on paper, what was taken back.

use jiff::Timestamp;
use serde::Serialize;

use super::documents::Receipt;
use super::permission::Permission;
use super::reason::Reason;
use super::{Service, ServiceError, Work};
use crate::store::UserRow;

/// The longest description of evidence, in characters.
const MAX_EVIDENCE_CHARS: usize = 500;

/// How a person stands to one document.
#[derive(Debug, Serialize)]
pub struct ConsentStatus {
    /// The document's id.
    pub document: String,
    /// Whether the account's project type requires it.
    pub required: bool,
    /// The version that would be asked for now; `None` where none is published.
    pub current_version: Option<String>,
    /// Whether the standing acceptance covers it.
    pub accepted: bool,
    /// The version accepted last and not withdrawn.
    pub accepted_version: Option<String>,
    /// When that was.
    pub accepted_at: Option<Timestamp>,
}

/// A person's consent as a whole.
#[derive(Debug, Serialize)]
pub struct ConsentOverview {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// Each document that is required, published or accepted.
    pub documents: Vec<ConsentStatus>,
    /// Every receipt, oldest first.
    pub receipts: Vec<Receipt>,
}

impl Service {
    /// How a person stands to every document.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn consent_status(&self, address: &str) -> Result<ConsentOverview, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| work.consent_overview(&work.account(address)?))
    }

    /// Writes a receipt for an acceptance that was given on paper.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the account, or a published version of the document, is missing;
    /// [`ServiceError::Invalid`] where the evidence says nothing.
    pub fn record_consent(
        &mut self,
        address: &str,
        document: &str,
        evidence: &str,
    ) -> Result<ConsentOverview, ServiceError> {
        self.permit(Permission::ConsentRecord)?;
        let length = evidence.trim().chars().count();
        if length == 0 || length > MAX_EVIDENCE_CHARS || evidence.chars().any(char::is_control) {
            let problem = "must say in 1 to 500 characters where the signed acceptance is kept".to_owned();
            return Err(ServiceError::Invalid { what: "the evidence".to_owned(), problem });
        }
        self.write(|work| {
            let user = work.account(address)?;
            let current = work.published(document)?;
            let recorded_by = work.world.acting().to_owned();
            work.db.insert_receipt(user.key, current.key, work.now, &format!("paper: {evidence}"), &recorded_by)?;
            let detail = serde_json::json!({
                "document": document, "version": current.version, "digest": current.digest, "evidence": evidence,
            });
            work.audit_operator("consent.recorded", &user.id, Some(detail))?;
            work.consent_overview(&user)
        })
    }

    /// Takes back every standing acceptance of one document: the next sign-in asks for it again.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the account is missing or has no such acceptance.
    pub fn withdraw_consent(
        &mut self,
        address: &str,
        document: &str,
        why: &Reason<'_>,
    ) -> Result<ConsentOverview, ServiceError> {
        self.permit(Permission::ConsentRecord)?;
        self.ready()?;
        let withdrawn = self.write(|work| {
            let user = work.account(address)?;
            if work.db.withdraw_receipts(user.key, document, work.now)? == 0 {
                return Err(ServiceError::NotFound { what: "standing acceptance of", given: document.to_owned() });
            }
            let mut detail = serde_json::json!({ "document": document });
            if let Some(why) = why.detail() {
                detail["why"] = why;
            }
            work.audit_operator("consent.withdrawn", &user.id, Some(detail))?;
            work.notice_of(user.key, "the acceptance of a document was withdrawn")?;
            work.consent_overview(&user)
        })?;
        self.deliver_queued();
        Ok(withdrawn)
    }
}

impl Work<'_> {
    fn published(&self, document: &str) -> Result<crate::store::DocumentRow, ServiceError> {
        let current = self.db.current_document(document)?;
        current.ok_or_else(|| ServiceError::NotFound { what: "published document", given: document.to_owned() })
    }

    fn consent_overview(&self, user: &UserRow) -> Result<ConsentOverview, ServiceError> {
        let receipts = self.db.receipts(user.key)?;
        let required = self.world.policy.required_documents(user.project_type);
        let mut ids: Vec<String> = required.to_vec();
        let more = self.db.documents()?.into_iter().map(|row| row.id);
        for id in more.chain(receipts.iter().map(|receipt| receipt.document.clone())) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut documents = Vec::new();
        for id in ids {
            let last = receipts.iter().rev().find(|receipt| receipt.document == id && receipt.withdrawn_at.is_none());
            documents.push(ConsentStatus {
                required: required.contains(&id),
                current_version: self.db.current_document(&id)?.map(|current| current.version),
                accepted: self.db.has_accepted(user.key, &id)?,
                accepted_version: last.map(|receipt| receipt.version.clone()),
                accepted_at: last.map(|receipt| receipt.accepted_at),
                document: id,
            });
        }
        Ok(ConsentOverview {
            user: user.id.clone(),
            address: user.address.clone(),
            documents,
            receipts: receipts.into_iter().map(Receipt::from).collect(),
        })
    }
}
