//! Taking a step of a stored journey: the machine decides, the effects are carried out, all in one transaction.

use secrecy::{ExposeSecret, SecretString};

use super::pending::Pending;
use crate::credentials::token::{self, TokenKind};
use crate::credentials::{otp, seal};
use crate::journey::replay::Settings;
use crate::journey::{self, Effect, Event, Proof, Reason, Refused, State};
use crate::mail::message::Kind;
use crate::mail::template::Template;
use crate::service::audit::Act;
use crate::service::mail::Envelope;
use crate::service::throttle::Counter;
use crate::service::{ServiceError, Work};
use crate::store::{AuthenticatorRow, DeviceRow, DocumentRow, JourneyRow, NewSession, OtpRow, UserKey, UserRow};

/// How many overdue journeys one command ends besides its own work.
const SWEEP: u32 = 16;

/// A journey taken out of the database to act on it.
pub(crate) struct Opened {
    pub row: JourneyRow,
    pub user: Option<UserRow>,
    /// Tokens that this transaction made, for its answer alone.
    pub session_token: Option<SecretString>,
    pub device_token: Option<SecretString>,
}

/// What some effects need beside the journey itself.
#[derive(Default)]
pub(crate) struct Supplies<'a> {
    /// The hash of the new password.
    pub password_hash: Option<&'a str>,
    /// The digest of the recovery code that proved.
    pub recovery_code: Option<[u8; 32]>,
    /// The documents that were accepted.
    pub accepted: Vec<DocumentRow>,
    /// The time step that proved the new authenticator.
    pub setup_step: Option<i64>,
}

impl Opened {
    /// The account; only a journey past its password has one.
    pub(crate) fn account(&self) -> Result<&UserRow, ServiceError> {
        self.user.as_ref().ok_or(ServiceError::Conflict)
    }

    fn actor(&self) -> &str {
        self.user.as_ref().map_or("unknown", |user| &user.id)
    }
}

impl Work<'_> {
    /// Brings a stored journey up to date: time may have ended it, the account may be disabled, and what it owes
    /// may have changed.
    pub(crate) fn open_journey(&self, row: JourneyRow) -> Result<Opened, ServiceError> {
        let user = row.user.map(|key| self.db.user(key)).transpose()?.flatten();
        let mut opened = Opened { row, user, session_token: None, device_token: None };
        if opened.row.journey.state.is_end() {
            return Ok(opened);
        }
        if opened.row.expires_at <= self.now {
            self.must_step(&mut opened, Event::Expired)?;
        } else if let Some(user) = &opened.user {
            let facts = self.facts(user, &opened.row)?;
            if user.state == crate::store::UserState::Disabled {
                self.must_step(&mut opened, Event::Disabled)?;
            } else if opened.row.journey.facts != Some(facts) {
                self.must_step(&mut opened, Event::FactsChanged(facts))?;
            }
        }
        Ok(opened)
    }

    /// Ends a person's open journeys, all but one: an act elsewhere overtook them.
    pub(crate) fn end_journeys(&self, user: &UserRow, but: Option<&str>, event: Event) -> Result<usize, ServiceError> {
        let mut ended = 0;
        for row in self.db.open_journeys_of(user.key)? {
            if but != Some(row.handle.as_str()) {
                self.end_journey(row, event)?;
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Ends the oldest journeys whose time ran out and which nobody touched since, so that a notice they owe is sent.
    pub(crate) fn expire_overdue(&self) -> Result<(), ServiceError> {
        for row in self.db.overdue_journeys(self.now, SWEEP)? {
            self.end_journey(row, Event::Expired)?;
        }
        Ok(())
    }

    /// Ends an open journey; one whose time ran out already ends for that.
    pub(crate) fn end_journey(&self, row: JourneyRow, event: Event) -> Result<(), ServiceError> {
        let event = if row.expires_at <= self.now { Event::Expired } else { event };
        let user = row.user.map(|key| self.db.user(key)).transpose()?.flatten();
        let mut opened = Opened { row, user, session_token: None, device_token: None };
        self.must_step(&mut opened, event)
    }

    fn must_step(&self, opened: &mut Opened, event: Event) -> Result<(), ServiceError> {
        self.step(opened, event, &Supplies::default())?.map_err(|_| ServiceError::Conflict)
    }

    /// Takes one step and carries out its effects. What the machine refuses changes nothing.
    pub(crate) fn step(
        &self,
        opened: &mut Opened,
        event: Event,
        supplies: &Supplies<'_>,
    ) -> Result<Result<(), Refused>, ServiceError> {
        let from = opened.row.journey.state;
        let step = match journey::step(&self.world.policy, &opened.row.journey, event) {
            Ok(step) => step,
            Err(refused) => return Ok(Err(refused)),
        };
        opened.row.journey = step.journey;
        let settings = Settings::of(&self.world.policy);
        if !self.db.store_step(&opened.row, event, settings, self.now)? {
            return Err(ServiceError::Conflict);
        }
        opened.row.version += 1;
        for effect in step.effects {
            self.carry_out(effect, opened, supplies)?;
        }
        self.audit_step(opened, from, event)?;
        Ok(Ok(()))
    }

    fn audit_step(&self, opened: &Opened, from: State, event: Event) -> Result<(), ServiceError> {
        let to = opened.row.journey.state;
        let mut detail = serde_json::json!({ "from": from.id(), "to": to.id() });
        if let State::Ended(reason) = to {
            detail["reason"] = reason.id().into();
        }
        self.audit(&Act {
            actor: opened.actor(),
            action: event_action(event),
            subject: &opened.row.handle,
            outcome: event_outcome(event),
            source: opened.row.source.as_deref(),
            detail: Some(detail),
        })
    }

    fn carry_out(&self, effect: Effect, opened: &mut Opened, supplies: &Supplies<'_>) -> Result<(), ServiceError> {
        match effect {
            Effect::MailOtp => self.mail_otp(opened),
            Effect::UseRecoveryCode => self.use_recovery_code(opened, supplies),
            Effect::StorePassword => self.store_password(opened, supplies),
            Effect::RecordConsent => self.record_consent(opened, supplies),
            Effect::DrawSecret => self.draw_secret(opened),
            Effect::DrawRecoveryCodes => self.draw_recovery_codes(opened, supplies),
            Effect::Enrol => self.enrol(opened),
            Effect::TrustDevice => self.trust_device(opened),
            Effect::OpenSession => self.open_session(opened),
            Effect::NoticeUnfinished => self.notice_unfinished(opened),
        }
    }

    fn mail_otp(&self, opened: &Opened) -> Result<(), ServiceError> {
        let user = opened.account()?;
        let policy = &self.world.policy.otp;
        let code = otp::draw(self.world, policy.digits)?;
        let reference = otp::reference(self.world)?;
        let expires_at = self.now.saturating_add(policy.ttl.duration()).unwrap_or(self.now);
        let digest = self.otp_digest(opened, user, &code);
        let row = OtpRow {
            key: 0,
            digest,
            digits: policy.digits,
            reference: reference.clone(),
            mailed_at: self.now,
            expires_at,
            superseded_at: None,
            used_at: None,
        };
        self.db.issue_otp(opened.row.key, user.key, &row)?;
        let kind = Kind::DeviceCode { code: code.expose_secret(), reference: &reference, valid_for: policy.ttl };
        self.queue_mail(&Envelope { expires_at: Some(expires_at), ..Envelope::to(user) }, kind)
    }

    /// The digest that binds a code to its journey, account and device.
    pub(crate) fn otp_digest(&self, opened: &Opened, user: &UserRow, code: &SecretString) -> [u8; 32] {
        let device = opened.row.device.as_deref().unwrap_or("");
        otp::digest(&self.world.keyring, &opened.row.handle, &user.id, device, code)
    }

    fn use_recovery_code(&self, opened: &Opened, supplies: &Supplies<'_>) -> Result<(), ServiceError> {
        let user = opened.account()?;
        let digest = supplies.recovery_code.ok_or(ServiceError::Conflict)?;
        if !self.db.use_recovery_code(user.key, &digest, self.now)? {
            return Err(ServiceError::Conflict);
        }
        let left = self.codes_left(user.key)?;
        self.queue_mail(&Envelope::to(user), Kind::RecoveryCodeUsed { left })
    }

    fn store_password(&self, opened: &mut Opened, supplies: &Supplies<'_>) -> Result<(), ServiceError> {
        let hash = supplies.password_hash.ok_or(ServiceError::Conflict)?;
        let user = opened.account()?;
        self.db.set_password(user.key, hash, self.now, None, None)?;
        self.password_was_changed(user, Some(&opened.row))?;
        opened.user = self.db.user(user.key)?;
        Ok(())
    }

    /// What a changed password ends: other sessions, other journeys, trust in other devices.
    pub(crate) fn password_was_changed(&self, user: &UserRow, own: Option<&JourneyRow>) -> Result<(), ServiceError> {
        self.db.revoke_sessions(user.key, self.now)?;
        self.db.revoke_devices(user.key, own.and_then(|row| row.device.as_deref()), self.now)?;
        self.end_journeys(user, own.map(|row| row.handle.as_str()), Event::Superseded)?;
        self.queue_mail(&Envelope::to(user), Kind::PasswordChanged)
    }

    fn record_consent(&self, opened: &Opened, supplies: &Supplies<'_>) -> Result<(), ServiceError> {
        let user = opened.account()?;
        for document in &supplies.accepted {
            self.db.insert_receipt(user.key, document.key, self.now, "journey", &user.id)?;
        }
        Ok(())
    }

    fn draw_secret(&self, opened: &mut Opened) -> Result<(), ServiceError> {
        if opened.row.pending.is_none() {
            let pending = Pending::draw(self.world)?;
            self.keep_pending(opened, &pending)?;
        }
        Ok(())
    }

    fn draw_recovery_codes(&self, opened: &mut Opened, supplies: &Supplies<'_>) -> Result<(), ServiceError> {
        let mut pending = self.pending(opened)?;
        pending.step = supplies.setup_step;
        if pending.codes.is_empty() {
            pending.draw_codes(self.world, self.world.policy.recovery_codes.count)?;
        }
        self.keep_pending(opened, &pending)
    }

    fn enrol(&self, opened: &mut Opened) -> Result<(), ServiceError> {
        let pending = self.pending(opened)?;
        let user = opened.account()?;
        self.enrol_authenticator(user, &pending, "Authenticator app")?;
        self.db.set_pending(opened.row.key, None)?;
        opened.row.pending = None;
        Ok(())
    }

    /// Makes a proved authenticator and its recovery codes the account's; disabled authenticators give way to it.
    pub(crate) fn enrol_authenticator(
        &self,
        user: &UserRow,
        pending: &Pending,
        name: &str,
    ) -> Result<(), ServiceError> {
        self.add_authenticator(user, pending, name)?;
        self.queue_mail(&Envelope::to(user), Kind::AuthenticatorEnrolled { authenticator: name })
    }

    /// As [`Work::enrol_authenticator`], without a notice.
    pub(crate) fn add_authenticator(&self, user: &UserRow, pending: &Pending, name: &str) -> Result<(), ServiceError> {
        let policy = &self.world.policy.totp;
        let id = token::record_id("atn_", self.now, self.world)?;
        let row = AuthenticatorRow {
            secret: seal::seal(
                &self.world.keyring,
                self.world,
                &format!("authenticators.secret:{id}"),
                &pending.secret,
            )?,
            id,
            name: name.to_owned(),
            algorithm: policy.algorithm.as_str().to_owned(),
            digits: policy.digits,
            period: policy.period,
            last_step: pending.step,
            enrolled_at: self.now,
            disabled_at: None,
            drifts: Vec::new(),
        };
        self.db.insert_authenticator(user.key, &row)?;
        if self.db.remove_disabled_authenticators(user.key)? > 0 {
            // The count belongs to what it disabled, not to the authenticator that takes its place.
            self.clear(&Counter::Totp(user.key))?;
        }
        if !pending.codes.is_empty() {
            self.db.replace_recovery_codes(user.key, &pending.code_digests(&self.world.keyring, &user.id)?)?;
        }
        Ok(())
    }

    fn trust_device(&self, opened: &mut Opened) -> Result<(), ServiceError> {
        let user = opened.account()?;
        if self.trusts(user, opened.row.device.as_deref())? {
            return Ok(());
        }
        let policy = &self.world.policy.device;
        let token = token::draw(TokenKind::Device, self.world)?;
        let device = DeviceRow {
            id: token::record_id("dev_", self.now, self.world)?,
            user: user.key,
            user_agent: opened.row.user_agent.clone(),
            trusted_at: self.now,
            trusted_until: self.now.saturating_add(policy.trust_for.duration()).unwrap_or(self.now),
            revoked_at: None,
        };
        self.db.insert_device(&device, &token::digest(&token))?;
        self.db.revoke_oldest_devices(user.key, policy.max_per_user, self.now)?;
        let notice = Kind::NewDevice { device: device.user_agent.as_deref(), source: opened.row.source.as_deref() };
        self.queue_mail(&Envelope::to(user), notice)?;
        opened.row.device = Some(device.id);
        opened.device_token = Some(token);
        Ok(())
    }

    fn open_session(&self, opened: &mut Opened) -> Result<(), ServiceError> {
        let user = opened.account()?;
        let token = token::draw(TokenKind::Session, self.world)?;
        let methods = match opened.row.journey.history.proof {
            None => "pwd",
            Some(Proof::Totp) => "pwd otp",
            Some(Proof::RecoveryCode) => "pwd recovery_code",
        };
        self.db.insert_session(&NewSession {
            id: &token::record_id("ses_", self.now, self.world)?,
            user: user.key,
            journey: &opened.row.handle,
            device: opened.row.device.as_deref(),
            token_digest: &token::digest(&token),
            methods,
            opened_at: self.now,
            ends_at: self.now.saturating_add(self.world.policy.session.ttl.duration()).unwrap_or(self.now),
        })?;
        opened.session_token = Some(token);
        Ok(())
    }

    /// One notice an account and day that somebody knew the password and went no further.
    pub(super) fn notice_unfinished(&self, opened: &Opened) -> Result<(), ServiceError> {
        let user = opened.account()?;
        let day_ago = self.now.saturating_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(self.now);
        let superseded = matches!(opened.row.journey.state, State::Ended(Reason::Superseded | Reason::Disabled));
        if superseded || self.db.count_mails(user.key, Template::UnfinishedSignIn.id(), day_ago)? > 0 {
            return Ok(());
        }
        let notice = Kind::UnfinishedSignIn { source: opened.row.source.as_deref() };
        self.queue_mail(&Envelope::to(user), notice)
    }

    pub(crate) fn codes_left(&self, user: UserKey) -> Result<u32, ServiceError> {
        Ok(u32::try_from(self.db.recovery_codes_left(user)?).unwrap_or(u32::MAX))
    }

    fn pending(&self, opened: &Opened) -> Result<Pending, ServiceError> {
        let sealed = opened.row.pending.as_deref().ok_or(ServiceError::Conflict)?;
        Pending::open(&self.world.keyring, &opened.row.handle, sealed)
    }

    /// What the journey drew for its enrolment, if it did.
    pub(crate) fn pending_of(&self, opened: &Opened) -> Result<Option<Pending>, ServiceError> {
        opened.row.pending.is_some().then(|| self.pending(opened)).transpose()
    }

    fn keep_pending(&self, opened: &mut Opened, pending: &Pending) -> Result<(), ServiceError> {
        let sealed = pending.seal(&self.world.keyring, self.world, &opened.row.handle)?;
        self.db.set_pending(opened.row.key, Some(&sealed))?;
        opened.row.pending = Some(sealed);
        Ok(())
    }
}

fn event_action(event: Event) -> &'static str {
    match event {
        Event::PasswordOk(_) | Event::PasswordBad => "journey.password",
        Event::FactsChanged(_) => "journey.facts_changed",
        Event::CodeRequested => "journey.code_mailed",
        Event::OtpOk | Event::OtpBad => "journey.otp",
        Event::TotpOk => "journey.totp",
        Event::RecoveryCodeOk => "journey.recovery_code",
        Event::ChallengeBad => "journey.challenge",
        Event::PasswordChanged => "journey.password_changed",
        Event::Accepted | Event::Declined => "journey.consent",
        Event::Activated => "journey.mfa_activated",
        Event::Confirmed | Event::ConfirmBad => "journey.password_confirmed",
        Event::SetupOk | Event::SetupBad => "journey.mfa_setup",
        Event::Acknowledged => "journey.mfa_enrolled",
        Event::Abandoned | Event::Expired | Event::Superseded | Event::Disabled => "journey.ended",
    }
}

fn event_outcome(event: Event) -> &'static str {
    match event {
        Event::PasswordBad => "credentials_wrong",
        Event::OtpBad => "otp_wrong",
        Event::ChallengeBad | Event::SetupBad => "totp_wrong",
        Event::ConfirmBad => "password_wrong",
        Event::Declined => "declined",
        Event::Abandoned => "abandoned",
        Event::Expired => "expired",
        Event::Superseded => "superseded",
        Event::Disabled => "disabled",
        _ => "done",
    }
}
