//! Mailed one-time passwords for support: on the person's open journey, by its own rules and with its own tries.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;

use super::journey::answer::Trouble;
use super::mail::MailSummary;
use super::permission::Permission;
use super::{Service, ServiceError, Work};
use crate::journey::action::Action;
use crate::journey::{History, State, owed};
use crate::store::{JourneyRow, UserRow};

/// A mailed code, without the code.
#[derive(Debug, Serialize)]
pub struct MailedCode {
    /// The reference in the mail's subject line.
    pub reference: String,
    /// `valid`, `used`, `superseded` or `expired`.
    pub state: &'static str,
    /// When it was mailed.
    pub mailed_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// The reference of the code that replaced it.
    pub superseded_by: Option<String>,
    /// What became of its mail; the receiving side's answer is in it.
    pub mail: Option<MailSummary>,
    /// Which server or folder took the mail, or is to take it.
    pub via: String,
}

/// The mailed codes of a person's newest journey.
#[derive(Debug, Serialize)]
pub struct OtpStatus {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// The handle of the newest journey that got past the password.
    pub journey: Option<String>,
    /// That journey's state.
    pub state: Option<&'static str>,
    /// Wrong codes that the journey survives, plus one.
    pub tries_left: Option<u8>,
    /// Mails that the journey can still send.
    pub sends_left: Option<u8>,
    /// Wrong codes in a row, across journeys.
    pub failures_in_a_row: u32,
    /// Whether wrong codes disabled the mailed code until `user unlock`.
    pub disabled: bool,
    /// Mails with a code within the last hour.
    pub mails_this_hour: usize,
    /// The journey's codes, newest first.
    pub codes: Vec<MailedCode>,
}

impl Service {
    /// What became of a person's mailed codes; never a code.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn otp_status(&self, address: &str) -> Result<OtpStatus, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| work.otp_status(&work.account(address)?))
    }

    /// Mails a code for the person's open journey; shares its sends and its cool-down.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where no open journey waits for a code.
    pub fn issue_otp(&mut self, address: &str) -> Result<(Option<Trouble>, OtpStatus), ServiceError> {
        self.permit(Permission::OtpIssue)?;
        self.act_on_code(address, None)
    }

    /// Verifies a mailed code on the person's open journey; shares its tries.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where no open journey waits for a code.
    pub fn verify_otp(
        &mut self,
        address: &str,
        code: SecretString,
    ) -> Result<(Option<Trouble>, OtpStatus), ServiceError> {
        self.permit(Permission::OtpIssue)?;
        self.act_on_code(address, Some(code))
    }

    /// Whether a right code is the last thing that a journey owes.
    fn would_sign_in(&self, row: &JourneyRow) -> bool {
        let history = History { otp_verified: true, ..row.journey.history };
        row.journey.facts.is_some_and(|facts| owed(&self.world.policy, &facts, &history) == State::SignedIn)
    }

    fn act_on_code(
        &mut self,
        address: &str,
        code: Option<SecretString>,
    ) -> Result<(Option<Trouble>, OtpStatus), ServiceError> {
        let row = self.read(|work| work.waiting_for_code(&work.account(address)?))?;
        if code.is_some() && self.would_sign_in(&row) {
            return Err(ServiceError::Invalid {
                what: "the code".to_owned(),
                problem: "would open the session, whose token only the person's own answer may carry; ask the person \
                          to enter it"
                    .to_owned(),
            });
        }
        let action = match (&code, row.journey.state) {
            (Some(_), _) => Action::Verify,
            (None, State::DeviceUnrecognized) => Action::Ok,
            (None, _) => Action::Resend,
        };
        let trouble = self.support_act(&row, action, code)?;
        Ok((trouble, self.otp_status(address)?))
    }
}

impl Work<'_> {
    fn waiting_for_code(&self, user: &UserRow) -> Result<JourneyRow, ServiceError> {
        let waits = |row: &JourneyRow| matches!(row.journey.state, State::DeviceUnrecognized | State::OtpVerification);
        let open = self.db.open_journeys_of(user.key)?;
        let newest = open.into_iter().rfind(|row| row.expires_at > self.now && waits(row));
        newest.ok_or_else(|| ServiceError::NotFound {
            what: "sign-in waiting for a mailed code of",
            given: user.address.clone(),
        })
    }

    fn otp_status(&self, user: &UserRow) -> Result<OtpStatus, ServiceError> {
        let policy = &self.world.policy.otp;
        let newest = self.db.journeys(Some(user.key), false, 1)?.into_iter().next();
        let failures = self.throttle(&super::throttle::Counter::Otp(user.key))?.total;
        let hour_ago = self.now.saturating_sub(jiff::SignedDuration::from_hours(1)).unwrap_or(self.now);
        let mut codes: Vec<MailedCode> = Vec::new();
        let via = self.world.mail.via();
        if let Some(row) = &newest {
            for code in self.db.otps(row.key)? {
                let state = match (code.used_at, code.superseded_at) {
                    (Some(_), _) => "used",
                    (None, Some(_)) => "superseded",
                    (None, None) if code.expires_at <= self.now => "expired",
                    (None, None) => "valid",
                };
                let newer = codes.last().map(|newer| newer.reference.clone());
                codes.push(MailedCode {
                    superseded_by: newer.filter(|_| code.superseded_at.is_some()),
                    via: via.clone(),
                    mail: self.mail_of_reference(user, &code.reference, code.mailed_at)?,
                    reference: code.reference,
                    state,
                    mailed_at: code.mailed_at,
                    expires_at: code.expires_at,
                });
            }
        }
        let history = newest.as_ref().map(|row| row.journey.history);
        Ok(OtpStatus {
            user: user.id.clone(),
            address: user.address.clone(),
            journey: newest.as_ref().map(|row| row.handle.clone()),
            state: newest.as_ref().map(|row| row.journey.state.id()),
            tries_left: history.map(|history| policy.tries.saturating_sub(history.otp_wrong)),
            sends_left: history.map(|history| policy.sends.saturating_sub(history.otp_sends)),
            failures_in_a_row: failures,
            disabled: failures >= policy.failures_until_disabled,
            mails_this_hour: self.db.otp_mails_since(user.key, hour_ago)?.len(),
            codes,
        })
    }
}
