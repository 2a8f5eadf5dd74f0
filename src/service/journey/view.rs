//! From a stored journey to the document that answers for it.

use std::borrow::Cow;

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::answer::{Answer, Trouble};
use super::checks::{on_screen, shown};
use super::steps::Opened;
use crate::credentials::totp;
use crate::journey::screen::{APPS, Data, Screen, password_rules};
use crate::journey::{PasswordDue, State};
use crate::mail::address::Address;
use crate::service::{ServiceError, Work};
use crate::store::UserRow;

impl Work<'_> {
    pub(super) fn answer(&self, id: &str, opened: &Opened, error: Option<Trouble>) -> Result<Answer, ServiceError> {
        let state = opened.row.journey.state;
        let data = self.data(opened)?;
        let mut policy = Cow::Borrowed(&self.world.policy);
        if state == State::OtpVerification
            && let Some(current) = self.db.otps(opened.row.key)?.first()
            && current.digits != policy.otp.digits
        {
            policy.to_mut().otp.digits = current.digits;
        }
        Ok(Answer {
            journey: id.to_owned(),
            state: state.id(),
            status: state.status(),
            screen: Screen::of(&policy, state, data),
            error: if state.is_end() { error.map(Trouble::last) } else { error },
            expires_at: opened.row.expires_at,
        })
    }

    fn data(&self, opened: &Opened) -> Result<Data, ServiceError> {
        let policy = &self.world.policy;
        let history = &opened.row.journey.history;
        let mfa_left = |wrong: u8| Data::Tries { tries_left: policy.mfa.tries.saturating_sub(wrong) };
        Ok(match opened.row.journey.state {
            State::SignIn | State::MfaRequired => Data::Nothing {},
            State::DeviceUnrecognized => Data::Device { masked_address: masked(opened.account()?) },
            State::OtpVerification => self.otp_data(opened)?,
            State::MfaChallenge => mfa_left(history.challenge_wrong),
            State::ConfirmPassword => mfa_left(history.confirm_wrong),
            State::PasswordChange => {
                let facts = opened.row.journey.facts;
                let why = facts.and_then(|facts| facts.password_due).unwrap_or(PasswordDue::Expired);
                Data::Password { why, rules: password_rules(policy) }
            }
            State::Consent => {
                let listed = self.documents_for(opened.account()?)?;
                self.db.set_shown(opened.row.key, &shown(&listed))?;
                Data::Consent { documents: on_screen(listed) }
            }
            State::MfaSetup => self.setup_data(opened)?,
            State::RecoveryCodes => {
                let pending = self.pending_of(opened)?.ok_or(ServiceError::Conflict)?;
                Data::Codes { codes: pending.codes.clone() }
            }
            State::SignedIn => self.signed_in_data(opened)?,
            State::Ended(reason) => Data::Ended { reason },
        })
    }

    fn otp_data(&self, opened: &Opened) -> Result<Data, ServiceError> {
        let policy = &self.world.policy.otp;
        let history = &opened.row.journey.history;
        let mailed = self.db.otps(opened.row.key)?;
        let last = mailed.first().ok_or(ServiceError::Conflict)?;
        let resend_after = last.mailed_at.saturating_add(policy.resend_after.duration()).unwrap_or(Timestamp::MAX);
        Ok(Data::Otp {
            masked_address: masked(opened.account()?),
            reference: last.reference.clone(),
            resend_after: resend_after.to_string(),
            tries_left: policy.tries.saturating_sub(history.otp_wrong),
            sends_left: policy.sends.saturating_sub(history.otp_sends),
        })
    }

    fn setup_data(&self, opened: &Opened) -> Result<Data, ServiceError> {
        let pending = self.pending_of(opened)?.ok_or(ServiceError::Conflict)?;
        let policy = &self.world.policy;
        let user = opened.account()?;
        Ok(Data::Setup {
            secret: totp::base32(&pending.secret()).expose_secret().to_owned(),
            otpauth: totp::uri(&self.world.mail.product, &user.address, &pending.secret(), &policy.totp)
                .expose_secret()
                .to_owned(),
            apps: APPS.to_vec(),
            tries_left: policy.mfa.tries.saturating_sub(opened.row.journey.history.setup_wrong),
        })
    }

    fn signed_in_data(&self, opened: &Opened) -> Result<Data, ServiceError> {
        let session = self.db.session_of_journey(&opened.row.handle)?.ok_or(ServiceError::Conflict)?;
        let enrolled = !self.db.authenticators(session.user)?.is_empty();
        Ok(Data::SignedIn {
            recovery_codes_left: enrolled.then(|| self.codes_left(session.user)).transpose()?,
            session: session.id,
            session_ends_at: session.ends_at.to_string(),
            session_token: opened.session_token.as_ref().map(|token| token.expose_secret().to_owned()),
            device_token: opened.device_token.as_ref().map(|token| token.expose_secret().to_owned()),
        })
    }
}

/// An account's address as a screen may show it.
pub(crate) fn masked(user: &UserRow) -> String {
    Address::parse(&user.address).map_or_else(|_| "your address".to_owned(), |address| address.masked())
}
