//! What the next sign-in of a person will ask, and which rule and fact make it ask. Changes nothing.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::devices::trust_ends;
use super::permission::Permission;
use super::reset::{WEEK, in_words};
use super::throttle::{Counter, Gate};
use super::{Service, ServiceError, Work};
use crate::credentials::token::{self, TokenKind};
use crate::journey::forecast::forecast;
use crate::journey::policy::{Limit, Policy};
use crate::journey::screen::heading;
use crate::journey::{Authenticator, Consent, Facts, PasswordDue, State};
use crate::store::{DeviceRow, RequestState, SupportAct, UserRow, UserState};

/// The debts of a sign-in in their order: the first screen of each.
const DEBTS: [State; 5] =
    [State::DeviceUnrecognized, State::MfaChallenge, State::PasswordChange, State::Consent, State::MfaRequired];

/// A screen, shown or not, and why.
#[derive(Debug, Serialize)]
pub struct Explained {
    /// The screen's id.
    pub screen: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// The rule and the fact behind it.
    pub because: String,
}

/// What the next sign-in will ask.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// The account's id.
    pub user: String,
    /// The account's address.
    pub address: String,
    /// The time that it was asked for.
    pub at: Timestamp,
    /// What stops the sign-in however right the answers are, and what to do; empty where nothing does.
    pub blocked: Vec<String>,
    /// The screens that will be shown, in order.
    pub shown: Vec<Explained>,
    /// The screens that will not; empty where the sign-in is stopped before them.
    pub not_shown: Vec<Explained>,
    /// Until when wrong passwords lock the account for devices that are not trusted.
    pub locked_until: Option<Timestamp>,
    /// The latest failures that count against it, newest first.
    pub recent_failures: Vec<Timestamp>,
    /// Support acts that wait and will change this, by their requests.
    pub waiting: Vec<String>,
    /// Support acts of the last 7 days, oldest first: another kind of them needs a second operator.
    pub recent_acts: Vec<String>,
}

impl Service {
    /// What the next sign-in of a person will ask, from a device (or none) and at a time (or now).
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account.
    pub fn explain(
        &self,
        address: &str,
        device: Option<&SecretString>,
        at: Option<Timestamp>,
    ) -> Result<Explanation, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| {
            let work = Work { now: at.unwrap_or(work.now), ..*work };
            work.explain(&work.account(address)?, device)
        })
    }
}

impl Work<'_> {
    fn explain(&self, user: &UserRow, device: Option<&SecretString>) -> Result<Explanation, ServiceError> {
        let device = match device.and_then(|given| token::parse(TokenKind::Device, given.expose_secret())) {
            Some(token) => self.db.device_by_token(&token::digest(&token))?,
            None => None,
        };
        let facts = self.facts_on(user, device.as_ref().map(|device| device.id.as_str()))?;
        let states = forecast(&self.world.policy, &facts).unwrap_or_else(|_| vec![State::SignIn]);
        let because = |state| self.because(user, &facts, device.as_ref(), state);
        let explained = |state: State| {
            Ok::<_, ServiceError>(Explained { screen: state.id(), heading: heading(state), because: because(state)? })
        };
        let blocked = self.blocked(user, &facts)?;
        let shown: Vec<State> = if blocked.is_empty() { states } else { vec![State::SignIn] };
        let missing = DEBTS.into_iter().filter(|state| !shown.contains(state));
        let password = self.throttle(&Counter::Password(user.address_key.clone()))?;
        Ok(Explanation {
            waiting: self.waiting_acts(user)?,
            recent_acts: self.recent_acts(user)?,
            user: user.id.clone(),
            address: user.address.clone(),
            at: self.now,
            not_shown: if blocked.is_empty() { missing.map(explained).collect::<Result<_, _>>()? } else { Vec::new() },
            shown: shown.into_iter().map(explained).collect::<Result<_, _>>()?,
            blocked,
            locked_until: password.locked_until.filter(|until| *until > self.now),
            recent_failures: password
                .recent
                .iter()
                .rev()
                .filter_map(|&at| Timestamp::from_millisecond(at).ok())
                .collect(),
        })
    }

    fn waiting_acts(&self, user: &UserRow) -> Result<Vec<String>, ServiceError> {
        let mut waiting = Vec::new();
        for act in SupportAct::ALL {
            let Some(row) = self.db.open_request(user.key, act)? else { continue };
            let to = row.new_address.map(|address| format!(" to {address}")).unwrap_or_default();
            let stands = match row.state {
                RequestState::Waiting => "waits for a second operator (`vestibule request approve`)".to_owned(),
                _ if row.due_at > self.now => format!("is due at {}, unless it is stopped", row.due_at),
                _ => "is approved; the command that asked for it does it now".to_owned(),
            };
            waiting.push(format!("The request {} for {}{to} {stands}.", row.id, in_words(act)));
        }
        Ok(waiting)
    }

    fn recent_acts(&self, user: &UserRow) -> Result<Vec<String>, ServiceError> {
        let acts = self.db.support_acts(user.key, self.week_ago())?;
        let said = |(act, at): (SupportAct, Timestamp)| {
            let until = at.saturating_add(WEEK).unwrap_or(Timestamp::MAX);
            format!("Support did {} at {at}; another kind of act needs a second operator until {until}.", in_words(act))
        };
        Ok(acts.into_iter().map(said).collect())
    }

    /// What no right answer passes, each with what to do.
    fn blocked(&self, user: &UserRow, facts: &Facts) -> Result<Vec<String>, ServiceError> {
        let policy = &self.world.policy;
        let mut blocked = self.blocked_account(policy, user)?;
        for id in self.unpublished(user)? {
            blocked.push(format!(
                "{id} must be accepted and has no published version (consent.required.{}); run `vestibule consent \
                 publish {id}`.",
                user.project_type.as_str()
            ));
        }
        let owes_code = !facts.device_trusted || facts.owes_enrolment(policy);
        if owes_code && self.gate(&Counter::Otp(user.key))? == Gate::Shut {
            blocked.push(format!(
                "{} wrong mailed codes in a row disabled the mailed code; `vestibule user unlock` lifts that.",
                policy.otp.failures_until_disabled
            ));
        }
        Ok(blocked)
    }

    /// What of the account itself no right answer passes.
    pub(super) fn blocked_account(&self, policy: &Policy, user: &UserRow) -> Result<Vec<String>, ServiceError> {
        let mut blocked = Vec::new();
        if user.state == UserState::Disabled {
            blocked.push("The account is disabled; `vestibule user enable` lets it in again.".to_owned());
        }
        if user.password_hash.is_none() {
            blocked.push(match self.invited_until(user.key)? {
                Some(until) => {
                    format!("The account has no password yet; the activation code that was mailed works until {until}.")
                }
                None => "The account has no password; `vestibule user set-password` gives it one, `vestibule user \
                         invite` mails a code to set it."
                    .to_owned(),
            });
        }
        if let (Some(PasswordDue::Temporary), Some(ends)) = (user.password_due, user.password_ends_at)
            && ends <= self.now
        {
            blocked.push(format!(
                "The temporary password stopped working at {ends} (password.temporary_ttl = {}); make another with \
                 `vestibule user set-password --temporary`.",
                policy.password.temporary_ttl
            ));
        }
        Ok(blocked)
    }

    fn unpublished(&self, user: &UserRow) -> Result<Vec<String>, ServiceError> {
        let mut missing = Vec::new();
        for id in self.world.policy.required_documents(user.project_type) {
            if !self.db.is_published(id)? {
                missing.push(id.clone());
            }
        }
        Ok(missing)
    }

    fn because(
        &self,
        user: &UserRow,
        facts: &Facts,
        device: Option<&DeviceRow>,
        state: State,
    ) -> Result<String, ServiceError> {
        Ok(match state {
            State::SignIn => "Every sign-in starts with the address and the password.".to_owned(),
            State::DeviceUnrecognized => self.because_of_device(user, facts, device),
            State::OtpVerification => "The code that was mailed proves that the address is read.".to_owned(),
            State::MfaChallenge => self.because_of_factor(user, facts)?,
            State::PasswordChange => self.because_of_password(user, facts),
            State::Consent => self.because_of_consent(user, facts)?,
            State::MfaRequired => self.because_of_enrolment(facts),
            State::ConfirmPassword => "An enrolment asks for the password again.".to_owned(),
            State::MfaSetup => "The authenticator is set up and proved by its first code.".to_owned(),
            State::RecoveryCodes => "The recovery codes are shown once and count from then on.".to_owned(),
            State::SignedIn => "Nothing more is owed: a session is opened.".to_owned(),
            State::Ended(_) => "The sign-in ends.".to_owned(),
        })
    }

    fn because_of_device(&self, user: &UserRow, facts: &Facts, device: Option<&DeviceRow>) -> String {
        let trust_for = self.world.policy.device.trust_for;
        match device {
            Some(_) if facts.device_trusted && facts.owes_enrolment(&self.world.policy) => {
                "The device is trusted, but who owes an enrolment also owes the mailed code.".to_owned()
            }
            Some(device) if facts.device_trusted => {
                let until = trust_ends(device, &self.world.policy);
                format!("The device is trusted until {until} (device.trust_for = {trust_for}).")
            }
            Some(device) if device.user != user.key => "The device's token belongs to another account.".to_owned(),
            Some(DeviceRow { revoked_at: Some(at), .. }) => format!("The trust in this device was revoked at {at}."),
            Some(device) => {
                let ended = trust_ends(device, &self.world.policy);
                format!("The trust in this device ended at {ended} (device.trust_for = {trust_for}).")
            }
            None => "No token of a trusted device is given.".to_owned(),
        }
    }

    fn because_of_factor(&self, user: &UserRow, facts: &Facts) -> Result<String, ServiceError> {
        let first = self.db.authenticators(user.key)?.into_iter().next();
        Ok(match (facts.authenticator, first) {
            (Authenticator::None, _) | (_, None) => "No authenticator is enrolled.".to_owned(),
            (Authenticator::Active, Some(first)) => {
                format!(
                    "An authenticator is enrolled since {}; any code of it, or a recovery code, proves.",
                    first.enrolled_at
                )
            }
            (Authenticator::Disabled, Some(_)) => format!(
                "Wrong codes disabled the authenticator (mfa.failures_until_disabled = {}): a recovery code passes, or \
                 `vestibule mfa reset`.",
                self.world.policy.mfa.failures_until_disabled
            ),
        })
    }

    fn because_of_password(&self, user: &UserRow, facts: &Facts) -> String {
        let age = match self.world.policy.password.max_age {
            Limit(Some(age)) => format!("password.max_age = {age}"),
            Limit(None) => "password.max_age = none".to_owned(),
        };
        let set = user.password_changed_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
        match facts.password_due {
            None => format!("The password was set at {set} and need not be changed ({age})."),
            Some(PasswordDue::Expired) => format!("The password was set at {set} and is too old ({age})."),
            Some(PasswordDue::Temporary) => format!(
                "The password is temporary (password.temporary_ttl = {}).",
                self.world.policy.password.temporary_ttl
            ),
            Some(PasswordDue::Reset) => "Support set the password or asked for a new one.".to_owned(),
        }
    }

    fn because_of_consent(&self, user: &UserRow, facts: &Facts) -> Result<String, ServiceError> {
        let required = self.world.policy.required_documents(user.project_type);
        let rule = format!("consent.required.{}", user.project_type.as_str());
        if required.is_empty() {
            return Ok(format!("Accounts of this project type must accept nothing ({rule})."));
        }
        let mut missing = Vec::new();
        for id in required {
            if let Some(current) = self.db.current_document(id)?
                && !self.db.has_accepted(user.key, id)?
            {
                missing.push(format!("{id} version {}", current.version));
            }
        }
        Ok(match facts.consent {
            Consent::Unavailable => format!("A required document has no published version ({rule})."),
            Consent::Due => format!("Not accepted yet: {} ({rule}).", missing.join(", ")),
            Consent::Settled => format!("{} are accepted in their current versions ({rule}).", required.join(", ")),
        })
    }

    fn because_of_enrolment(&self, facts: &Facts) -> String {
        let required = self.world.policy.mfa.required;
        match facts.authenticator {
            Authenticator::None if required => {
                "No authenticator is enrolled, and the policy requires one (mfa.required = true).".to_owned()
            }
            Authenticator::None => "The policy requires no authenticator (mfa.required = false).".to_owned(),
            Authenticator::Active => "An authenticator is enrolled.".to_owned(),
            Authenticator::Disabled => "The authenticator is disabled, so a new one must be enrolled.".to_owned(),
        }
    }
}
