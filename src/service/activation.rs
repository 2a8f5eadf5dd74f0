//! Activation codes: mailed to the person of a new account, who sets the first password with it (ASVS 6.4.1).
//!
//! A code has 256 random bits, is kept by its digest, works for `password.temporary_ttl`, once, and is void as soon as
//! the account has a password or moves to another address.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::audit::Act;
use super::mail::Envelope;
use super::permission::Permission;
use super::reset::Order;
use super::{Service, ServiceError, Work};
use crate::credentials::token::{self, TokenKind};
use crate::mail::message::Kind;
use crate::store::{SupportAct, UserKey, UserRow, UserState};

/// What a former address is told of an invitation.
const INVITED: &str = "a code to choose a password with was mailed to its present address";

/// An invitation that was mailed.
#[derive(Debug, Serialize)]
pub struct Invitation {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// When the code stops working.
    pub expires_at: Timestamp,
}

/// An account whose person set the first password.
#[derive(Debug, Serialize)]
pub struct Activated {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
}

impl Service {
    /// Mails a new activation code to an account without a password; a former one is void. Whoever reads that mail
    /// chooses the password, so it is a password reset like [`Service::set_password`], under the same rules.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account, [`ServiceError::Invalid`] where the account has a
    /// password, [`ServiceError::ApprovalNeeded`] where another act within 7 days makes it wait.
    pub fn invite_account(&mut self, address: &str, order: &Order<'_>) -> Result<Invitation, ServiceError> {
        self.permit(Permission::UserPassword)?;
        let invitation = self.write(|work| {
            work.settle_requests()?;
            let user = work.account(address)?;
            work.must_not_be_own(&user)?;
            must_lack_password(&user)?;
            if let Some(request) = work.clearance(&user, SupportAct::PasswordReset, order)? {
                return Ok(Err(request.pending()));
            }
            let detail = work.use_clearance(&user, SupportAct::PasswordReset, order)?;
            work.note_act(&user, SupportAct::PasswordReset, None)?;
            let expires_at = work.invite_at(&user, work.now, detail)?;
            work.tell_former(&user, Kind::SupportActed { what: INVITED })?;
            Ok(Ok(Invitation { user: user.id, address: user.address, expires_at }))
        })?;
        self.deliver_queued();
        invitation
    }

    /// Sets the first password of the account whose activation code this is, and uses the code up. A password that
    /// breaks a rule leaves the code as it is.
    ///
    /// # Errors
    /// [`ServiceError::ActivationInvalid`] where the code is wrong, used or too old or its account disabled, and
    /// [`ServiceError::PasswordRules`] where the password cannot be.
    pub fn activate_account(&mut self, code: &SecretString, new: &SecretString) -> Result<Activated, ServiceError> {
        self.open_to_anyone();
        let code = token::parse(TokenKind::Activation, code.expose_secret().trim());
        let digest = token::digest(&code.ok_or(ServiceError::ActivationInvalid)?);
        let found = self.write(|work| match work.activated_by(&digest)? {
            Some(user) => Ok(Some((user.address.clone(), work.broken_rules(&user.address, new)?))),
            None => {
                let act = Act::done("unknown", "user.not_activated", "unknown");
                work.audit(&Act { outcome: "activation_invalid", ..act })?;
                Ok(None)
            }
        })?;
        let (_, (rules, sentences)) = found.ok_or(ServiceError::ActivationInvalid)?;
        if !rules.is_empty() {
            return Err(ServiceError::PasswordRules { rules, sentences });
        }
        let hash = self.hash(new)?;
        let activated = self.write(|work| {
            let user = work.activated_by(&digest)?.ok_or(ServiceError::ActivationInvalid)?;
            work.db.set_password(user.key, &hash, work.now, None, None)?;
            work.password_was_changed(&user, None)?;
            work.audit(&Act::done(&user.id, "user.activated", &user.id))?;
            Ok(Activated { user: user.id, address: user.address })
        })?;
        self.deliver_queued();
        Ok(activated)
    }
}

impl Work<'_> {
    /// Queues a mail with a new activation code to an account without a password, in this transaction; answers when the
    /// code stops working. A former code is void. The caller delivers.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] where the account has a password.
    pub(crate) fn invite(&self, user: &UserRow) -> Result<Timestamp, ServiceError> {
        self.invite_at(user, self.now, None)
    }

    /// The same, for a mail that goes out later: the code's time begins then. With what the audit trail is to say of it.
    pub(super) fn invite_at(
        &self,
        user: &UserRow,
        sent_at: Timestamp,
        detail: Option<serde_json::Value>,
    ) -> Result<Timestamp, ServiceError> {
        must_lack_password(user)?;
        let valid_for = self.world.policy.password.temporary_ttl;
        let expires_at = sent_at.saturating_add(valid_for.duration()).unwrap_or(self.now);
        let code = token::draw(TokenKind::Activation, self.world)?;
        self.db.set_activation(user.key, &token::digest(&code), expires_at)?;
        let kind = Kind::Activation { code: code.expose_secret(), valid_for };
        self.queue_mail(&Envelope { expires_at: Some(expires_at), ..Envelope::to(user) }, kind)?;
        if sent_at > self.now
            && let Some(mail) = self.queued.borrow_mut().pop()
        {
            self.db.put_mail_off(mail, sent_at)?;
        }
        self.audit_operator("user.invited", &user.id, detail)?;
        Ok(expires_at)
    }

    /// When the activation code of an account stops working, where it has one that works.
    pub(crate) fn invited_until(&self, user: UserKey) -> Result<Option<Timestamp>, ServiceError> {
        Ok(self.db.activation_ends(user)?.filter(|ends| *ends > self.now))
    }

    /// The account that an activation code works for now.
    fn activated_by(&self, digest: &[u8; 32]) -> Result<Option<UserRow>, ServiceError> {
        let Some((user, expires_at)) = self.db.activation(digest)? else { return Ok(None) };
        let user = self.db.user(user)?;
        Ok(user.filter(|user| user.state == UserState::Enabled && expires_at > self.now))
    }
}

fn must_lack_password(user: &UserRow) -> Result<(), ServiceError> {
    if user.password_hash.is_none() {
        return Ok(());
    }
    Err(ServiceError::Invalid {
        what: format!("the account {}", user.address),
        problem: "has a password already; `vestibule user set-password --temporary` makes another".to_owned(),
    })
}
