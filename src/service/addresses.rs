//! Addresses: verified by a mailed code, by themselves, and then the new ones of accounts that move to them.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::audit::Act;
use super::journey::answer::Trouble;
use super::mail::{Envelope, summary};
use super::otp::MailedCode;
use super::permission::Permission;
use super::reset::{Order, Request};
use super::{Service, ServiceError, Work};
use crate::credentials::{otp, token};
use crate::journey::Event;
use crate::mail::address::Address;
use crate::mail::message::Kind;
use crate::store::{AddressCodeRow, SupportAct, UserRow};

/// How long a verified address may wait for the account that moves to it.
const VERIFIED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// How long the codes of an address are remembered.
const REMEMBERED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

const WAIT: &str = "Wait until the time is over, then try again.";

/// How the verification of an address stands; never a code.
#[derive(Debug, Serialize)]
pub struct AddressStatus {
    /// The address.
    pub address: String,
    /// The id of the account that has it.
    pub user: Option<String>,
    /// When it was verified for a move that is still to come.
    pub verified_at: Option<Timestamp>,
    /// Until when an account may move to it.
    pub verified_until: Option<Timestamp>,
    /// Wrong codes that are left before the address must wait.
    pub tries_left: u32,
    /// Mails that are left before the address must wait.
    pub sends_left: u32,
    /// Its codes, newest first.
    pub codes: Vec<MailedCode>,
}

impl Service {
    /// How the verification of an address stands.
    ///
    /// # Errors
    /// [`ServiceError::Address`] where the text is no address.
    pub fn address_status(&self, address: &str) -> Result<AddressStatus, ServiceError> {
        self.permit(Permission::UserRead)?;
        let address = parse(address)?;
        self.read(|work| work.address_status(&address))
    }

    /// Mails a code that verifies an address by itself, whether an account has it or not. A former code is void.
    ///
    /// # Errors
    /// [`ServiceError::Address`] where the text is no address.
    pub fn issue_address_code(&mut self, address: &str) -> Result<(Option<Trouble>, AddressStatus), ServiceError> {
        self.permit(Permission::OtpIssue)?;
        let address = parse(address)?;
        let answer = self.write(|work| {
            let trouble = work.mail_address_code(&address)?;
            Ok((trouble, work.address_status(&address)?))
        })?;
        self.deliver_queued();
        // The mail was settled meanwhile.
        Ok((answer.0, self.read(|work| work.address_status(&address))?))
    }

    /// Verifies an address by the code that was mailed to it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where no code waits, [`ServiceError::Invalid`] where the text is none.
    pub fn verify_address(
        &mut self,
        address: &str,
        code: &SecretString,
    ) -> Result<(Option<Trouble>, AddressStatus), ServiceError> {
        self.permit(Permission::OtpIssue)?;
        let address = parse(address)?;
        self.write(|work| {
            let trouble = work.check_address_code(&address, code.expose_secret())?;
            Ok((trouble, work.address_status(&address)?))
        })
    }
}

impl Work<'_> {
    fn address_status(&self, address: &Address) -> Result<AddressStatus, ServiceError> {
        let codes = self.db.address_codes(address.key())?;
        let policy = &self.world.policy.otp;
        let round: Vec<_> = codes.iter().filter(|code| self.is_of_round(code)).collect();
        let wrong: u32 = round.iter().map(|code| code.wrong).sum();
        let verified = codes.iter().find(|code| self.verifies(code));
        let mut shown: Vec<MailedCode> = Vec::with_capacity(codes.len());
        for code in &codes {
            let newer = shown.last().map(|newer| newer.reference.clone());
            shown.push(self.mailed_code(code, newer)?);
        }
        Ok(AddressStatus {
            address: address.shown().to_owned(),
            user: self.db.user_by_address(address.key())?.map(|user| user.id),
            verified_at: verified.and_then(|code| code.used_at),
            verified_until: verified.and_then(|code| code.used_at?.checked_add(VERIFIED_FOR).ok()),
            tries_left: u32::from(policy.tries).saturating_sub(wrong),
            sends_left: u32::from(policy.sends).saturating_sub(u32::try_from(round.len()).unwrap_or(u32::MAX)),
            codes: shown,
        })
    }

    fn mailed_code(&self, code: &AddressCodeRow, newer: Option<String>) -> Result<MailedCode, ServiceError> {
        let state = match (code.used_at, code.superseded_at) {
            (Some(_), _) => "used",
            (None, Some(_)) => "superseded",
            (None, None) if code.expires_at <= self.now => "expired",
            (None, None) => "valid",
        };
        Ok(MailedCode {
            reference: code.reference.clone(),
            state,
            mailed_at: code.mailed_at,
            expires_at: code.expires_at,
            superseded_by: newer.filter(|_| code.superseded_at.is_some()),
            via: self.world.mail.via(),
            mail: self.db.mail_by_id(&code.mail)?.map(summary),
        })
    }

    /// Whether a code counts for the sends and tries of an address: those of a sign-in, in a sign-in's time.
    fn is_of_round(&self, code: &AddressCodeRow) -> bool {
        code.mailed_at.saturating_add(self.world.policy.journey.ttl.duration()).is_ok_and(|end| end > self.now)
    }

    /// Whether an account may move to the address by this code.
    fn verifies(&self, code: &AddressCodeRow) -> bool {
        let is_fresh = |at: Timestamp| at.saturating_add(VERIFIED_FOR).is_ok_and(|end| end > self.now);
        code.spent_at.is_none() && code.used_at.is_some_and(is_fresh)
    }

    /// The code by which an account may move to the address; nothing where it is not verified, or no longer.
    pub(super) fn verification(&self, address: &Address) -> Result<Option<AddressCodeRow>, ServiceError> {
        Ok(self.db.address_codes(address.key())?.into_iter().find(|code| self.verifies(code)))
    }

    fn mail_address_code(&self, address: &Address) -> Result<Option<Trouble>, ServiceError> {
        let policy = &self.world.policy.otp;
        let codes = self.db.address_codes(address.key())?;
        let until = |code: &AddressCodeRow, span: SignedDuration| {
            code.mailed_at.saturating_add(span).unwrap_or(self.now).duration_since(self.now)
        };
        if let Some(newest) = codes.first() {
            let retry_after = until(newest, policy.resend_after.duration());
            if retry_after.is_positive() {
                return Ok(Some(Trouble::ResendTooSoon { retry_after }));
            }
        }
        let limits = [
            (u32::from(policy.sends), self.world.policy.journey.ttl.duration()),
            (policy.hourly_sends, SignedDuration::from_hours(1)),
        ];
        for (most, span) in limits {
            let oldest = codes.get((most as usize).saturating_sub(1)).map(|code| until(code, span));
            if let Some(wait) = oldest.filter(|wait| wait.is_positive()) {
                return Ok(Some(Trouble::Throttled { retry_after: Some(wait), hint: WAIT }));
            }
        }
        self.queue_address_code(address)?;
        Ok(None)
    }

    fn queue_address_code(&self, address: &Address) -> Result<(), ServiceError> {
        let policy = &self.world.policy.otp;
        let account = self.db.user_by_address(address.key())?;
        let id = token::record_id("adr_", self.now, self.world)?;
        let code = otp::draw(self.world, policy.digits)?;
        let reference = otp::reference(self.world)?;
        let expires_at = self.now.saturating_add(policy.ttl.duration()).unwrap_or(self.now);
        let to = Envelope {
            user: account.as_ref().map(|user| user.key),
            address: address.shown(),
            name: account.as_ref().and_then(|user| user.name.as_deref()),
            expires_at: Some(expires_at),
        };
        self.queue_mail(
            &to,
            Kind::AddressCode { code: code.expose_secret(), reference: &reference, valid_for: policy.ttl },
        )?;
        let new = AddressCodeRow {
            digest: self.address_code_digest(&id, address, &code),
            address: address.shown().to_owned(),
            address_key: address.key().to_owned(),
            digits: policy.digits,
            reference,
            mail: self.last_queued()?.id,
            wrong: 0,
            mailed_at: self.now,
            expires_at,
            superseded_at: None,
            used_at: None,
            spent_at: None,
            id,
        };
        let forget = self.now.saturating_sub(REMEMBERED_FOR).unwrap_or(Timestamp::MIN);
        self.db.insert_address_code(&new, forget)?;
        self.audit_operator("address.code_mailed", &new.id, None)
    }

    /// The digest that binds a code to its request and address.
    fn address_code_digest(&self, id: &str, address: &Address, code: &SecretString) -> [u8; 32] {
        otp::digest(&self.world.keyring, id, address.key(), "verify-address", code)
    }

    fn check_address_code(&self, address: &Address, text: &str) -> Result<Option<Trouble>, ServiceError> {
        let codes = self.db.address_codes(address.key())?;
        let newest = codes
            .first()
            .filter(|code| code.used_at.is_none())
            .ok_or_else(|| ServiceError::NotFound { what: "code to verify of", given: address.shown().to_owned() })?;
        let code = otp::parse(text, newest.digits).ok_or_else(|| ServiceError::Invalid {
            what: "the code".to_owned(),
            problem: format!("is no code; enter the {} digits of the mail", newest.digits),
        })?;
        let wrong: u32 = codes.iter().filter(|code| self.is_of_round(code)).map(|code| code.wrong).sum();
        if wrong >= u32::from(self.world.policy.otp.tries) {
            let end = newest.mailed_at.saturating_add(self.world.policy.journey.ttl.duration()).unwrap_or(self.now);
            return Ok(Some(Trouble::Throttled { retry_after: Some(end.duration_since(self.now)), hint: WAIT }));
        }
        if newest.expires_at <= self.now {
            return Ok(Some(Trouble::OtpExpired));
        }
        let matches =
            |row: &AddressCodeRow| otp::matches(&row.digest, &self.address_code_digest(&row.id, address, &code));
        if matches(newest) {
            self.db.use_address_code(&newest.id, self.now)?;
            self.audit_operator("address.verified", &newest.id, None)?;
            return Ok(None);
        }
        self.db.count_wrong_address_code(&newest.id)?;
        let former = codes.iter().skip(1).any(|row| row.used_at.is_none() && matches(row));
        let trouble = if former { Trouble::OtpSuperseded } else { Trouble::OtpWrong };
        let source = self.world.operator.get().map(|_| self.world.actor.as_str());
        let act = Act::done(self.world.acting(), "address.not_verified", &newest.id);
        self.audit(&Act { outcome: trouble.code(), source, ..act })?;
        Ok(Some(trouble))
    }

    /// Moves an account to an address that was verified: sessions, device trust, open sign-ins, an activation code and
    /// an enrolment under way end, and both addresses are told. Where another act within 7 days makes that wait, the
    /// request that it waits as.
    pub(crate) fn move_account(
        &self,
        user: &UserRow,
        new: &str,
        order: &Order<'_>,
    ) -> Result<Option<Request>, ServiceError> {
        self.must_not_be_own(user)?;
        let new = parse(new)?;
        let verified = self.movable(user, &new)?;
        let order = Order { new_address: Some(&verified.address), ..*order };
        if let Some(request) = self.clearance(user, SupportAct::AddressChange, &order)? {
            return Ok(Some(request));
        }
        let detail = self.use_clearance(user, SupportAct::AddressChange, &order)?;
        let detail = detail.unwrap_or_else(|| serde_json::json!({}));
        self.note_act(user, SupportAct::AddressChange, Some(&user.address))?;
        self.move_to(user, &new, detail)?;
        Ok(None)
    }

    /// The act itself, cleared and noted before, with what the audit trail is to say of it.
    pub(super) fn move_to(
        &self,
        user: &UserRow,
        new: &Address,
        mut detail: serde_json::Value,
    ) -> Result<(), ServiceError> {
        let verified = self.movable(user, new)?;
        // The spelling that the mail went to is the one that is known to work.
        let address = verified.address.as_str();
        self.db.move_user(user, address, new.key())?;
        self.db.spend_address_code(&verified.id, self.now)?;
        self.db.remove_activation(user.key)?;
        self.db.remove_enrolment(user.key)?;
        self.db.revoke_sessions(user.key, self.now)?;
        self.db.revoke_devices(user.key, None, self.now)?;
        self.end_journeys(user, None, Event::Superseded)?;
        for to in [user.address.as_str(), address] {
            let kind = Kind::AddressChanged { former: &user.address, new: address };
            self.queue_mail(&Envelope { address: to, ..Envelope::to(user) }, kind)?;
        }
        detail["verification"] = verified.id.as_str().into();
        self.audit_operator("user.address_changed", &user.id, Some(detail))
    }

    /// The verification by which an account may move to an address.
    fn movable(&self, user: &UserRow, new: &Address) -> Result<AddressCodeRow, ServiceError> {
        if self.db.user_by_address(new.key())?.is_some_and(|other| other.key != user.key) {
            return Err(ServiceError::Exists { what: "account", given: new.shown().to_owned() });
        }
        self.must_be_free(new)?;
        if new.shown() == user.address {
            let problem = "is the account's address already".to_owned();
            return Err(ServiceError::Invalid { what: format!("{:?}", new.shown()), problem });
        }
        self.verification(new)?.ok_or_else(|| ServiceError::AddressNotVerified(new.shown().to_owned()))
    }
}

fn parse(given: &str) -> Result<Address, ServiceError> {
    Address::parse(given).map_err(|problem| ServiceError::Address { given: given.to_owned(), problem })
}
