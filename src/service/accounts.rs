//! Accounts: made, shown, listed, disabled and given new passwords by an operator.

mod edit;

pub use edit::AccountEdit;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::documents::Receipt;
use super::permission::Permission;
use super::reason::Reason;
use super::reset::Order;
use super::throttle::Counter;
use super::{Service, ServiceError, Work};
use crate::credentials::{foreign, temporary, token};
use crate::journey::policy::ProjectType;
use crate::journey::{Event, PasswordDue};
use crate::mail::address::Address;
use crate::mail::message::Kind;
use crate::store::{Held, NewUser, SignedIn, SupportAct, UserFilter, UserRow, UserState};

/// The longest name of a person, in characters.
const MAX_NAME_CHARS: usize = 200;

/// An account as an operator sees it.
#[derive(Debug, Serialize)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The address as it was given.
    pub address: String,
    /// The person's name.
    pub name: Option<String>,
    /// The kind of project.
    pub project_type: ProjectType,
    /// Enabled or disabled.
    pub state: UserState,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its password.
    pub password: PasswordState,
    /// Its authenticators.
    pub mfa: MfaState,
    /// Its receipts, oldest first.
    pub consents: Vec<Receipt>,
    /// Trusted devices.
    pub devices: u64,
    /// Open sessions.
    pub sessions: u64,
    /// When it was last signed in to.
    pub signed_in_at: Option<Timestamp>,
    /// Until when wrong passwords lock it.
    pub locked_until: Option<Timestamp>,
}

/// What may be shown of a password.
#[derive(Debug, Serialize)]
pub struct PasswordState {
    /// The hash's scheme; `none` where there is no password.
    pub scheme: String,
    /// When it was last set.
    pub changed_at: Option<Timestamp>,
    /// Whether it works for a short time only.
    pub temporary: bool,
}

/// What may be shown of authenticators.
#[derive(Debug, Serialize)]
pub struct MfaState {
    /// When the first one was enrolled.
    pub enrolled_at: Option<Timestamp>,
    /// Recovery codes left.
    pub recovery_codes_left: u64,
}

/// A new account, with the temporary password that was made for it.
#[derive(Debug, Serialize)]
pub struct NewAccount {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// The temporary password, shown this once.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub temporary_password: Option<SecretString>,
    /// When the activation code that was mailed stops working.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_until: Option<Timestamp>,
}

fn exposed<S: serde::Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// The password that an account is given.
pub enum FirstPassword {
    /// None: nobody can sign in yet.
    None,
    /// One that the person chose.
    Chosen(SecretString),
    /// One that is made here, works for a short time, and must be changed.
    Temporary,
    /// The one that the person sets with a mailed activation code.
    Invited,
}

/// An account to be made.
pub struct AccountDraft<'a> {
    /// The address.
    pub address: &'a str,
    /// The person's name.
    pub name: Option<&'a str>,
    /// The kind of project.
    pub project_type: ProjectType,
    /// The password.
    pub password: FirstPassword,
    /// Whether an account that is there already is no error.
    pub if_absent: bool,
}

impl Service {
    /// Makes an account.
    ///
    /// # Errors
    /// [`ServiceError::Exists`] where the address has one, unless `if_absent`; [`ServiceError::Address`] and
    /// [`ServiceError::PasswordRules`] where a value cannot be; [`ServiceError::AddressRests`] where an account of that
    /// address was removed a short time ago.
    pub fn add_account(&mut self, draft: &AccountDraft<'_>) -> Result<NewAccount, ServiceError> {
        self.permit(Permission::UserCreate)?;
        let address = parse_address(draft.address)?;
        let name = draft.name.map(check_name).transpose()?;
        self.ready()?;
        if let Some(existing) = self.read(|work| Ok(work.db.user_by_address(address.key())?))? {
            return self.existing(existing, draft);
        }
        self.read(|work| work.must_be_free(&address))?;
        let (hash, temporary) = match &draft.password {
            FirstPassword::None | FirstPassword::Invited => (None, None),
            FirstPassword::Chosen(chosen) => {
                self.check_rules(draft.address, chosen)?;
                (Some(self.hash(chosen)?), None)
            }
            FirstPassword::Temporary => {
                let made = temporary::draw(&self.world)?;
                (Some(self.hash(&made)?), Some(made))
            }
        };
        let made = self.write(|work| {
            work.must_be_free(&address)?;
            let id = token::record_id("usr_", work.now, work.world)?;
            let new = NewUser {
                id: &id,
                address: address.shown(),
                address_key: address.key(),
                name,
                project_type: draft.project_type,
                created_at: work.now,
            };
            let Some(key) = work.db.insert_user(&new)? else { return Ok(None) };
            if let Some(hash) = &hash {
                let due = temporary.as_ref().map(|_| PasswordDue::Temporary);
                work.db.set_password(key, hash, work.now, due, due.and_then(|_| work.temporary_ends()))?;
            }
            work.audit_operator("user.added", &id, None)?;
            let user = work.db.user(key)?.ok_or(ServiceError::Conflict)?;
            let is_invited = matches!(draft.password, FirstPassword::Invited);
            let invited_until = is_invited.then(|| work.invite(&user)).transpose()?;
            Ok(Some((work.show(&user)?, invited_until)))
        })?;
        self.deliver_queued();
        match made {
            Some((account, invited_until)) => Ok(NewAccount { account, temporary_password: temporary, invited_until }),
            // Somebody else made it in the meantime.
            None => self.existing(self.read(|work| work.account(draft.address))?, draft),
        }
    }

    fn existing(&self, user: UserRow, draft: &AccountDraft<'_>) -> Result<NewAccount, ServiceError> {
        if !draft.if_absent {
            return Err(ServiceError::Exists { what: "account", given: draft.address.to_owned() });
        }
        let account = self.read(|work| work.show(&user))?;
        Ok(NewAccount { account, temporary_password: None, invited_until: None })
    }

    fn check_rules(&self, address: &str, chosen: &SecretString) -> Result<(), ServiceError> {
        let (rules, sentences) = self.read(|work| work.broken_rules(address, chosen))?;
        if rules.is_empty() { Ok(()) } else { Err(ServiceError::PasswordRules { rules, sentences }) }
    }

    /// One account.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address, or the id, has none.
    pub fn show_account(&self, address: &str) -> Result<Account, ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| work.show(&work.account(address)?))
    }

    /// Accounts in the order of their addresses, or of their last sign-in where that is filtered by, and the cursor of
    /// the next page where there is one: the last address, in the second case behind its time and a slash.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn list_accounts(&self, filter: &UserFilter) -> Result<(Vec<Account>, Option<String>), ServiceError> {
        self.permit(Permission::UserRead)?;
        self.read(|work| {
            let more = UserFilter { limit: filter.limit.saturating_add(1), ..filter.clone() };
            let mut users = work.db.users(&more)?;
            let has_more = users.len() > filter.limit as usize;
            users.truncate(filter.limit as usize);
            let cursor = |user: &UserRow| match (filter.signed_in, user.signed_in_at) {
                (Some(SignedIn::Between(..)), Some(at)) => format!("{at}/{}", user.address_key),
                _ => user.address_key.clone(),
            };
            let next = has_more.then(|| users.last().map(cursor)).flatten();
            let shown = users.iter().map(|user| work.show(user)).collect::<Result<_, _>>()?;
            Ok((shown, next))
        })
    }

    /// Disables an account: its sessions, journeys and device trust end with it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has none.
    pub fn disable_account(&mut self, address: &str, reason: Option<&str>) -> Result<Account, ServiceError> {
        self.permit(Permission::UserState)?;
        let account = self.write(|work| {
            let user = work.account(address)?;
            work.disable(&user, reason.map(|why| serde_json::json!({ "reason": why })))?;
            work.show_again(&user)
        })?;
        self.deliver_queued();
        Ok(account)
    }

    /// Enables an account.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has none.
    pub fn enable_account(&mut self, address: &str) -> Result<Account, ServiceError> {
        self.permit(Permission::UserState)?;
        self.write(|work| {
            let user = work.account(address)?;
            work.enable(&user, None)?;
            work.show_again(&user)
        })
    }

    /// Lifts every count of failures. A disabled authenticator stays disabled.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has none.
    pub fn unlock_account(&mut self, address: &str, why: &Reason<'_>) -> Result<Account, ServiceError> {
        self.permit(Permission::UserUnlock)?;
        self.ready()?;
        let account = self.write(|work| {
            let user = work.account(address)?;
            for counter in Counter::of_account(user.key, &user.address_key) {
                work.clear(&counter)?;
            }
            for device in work.db.devices(user.key)? {
                work.clear(&Counter::DevicePassword(device.id))?;
            }
            work.db.note_unlock(user.key, work.now)?;
            work.notice_of(user.key, "failed attempts no longer lock it")?;
            work.audit_operator("user.unlocked", &user.id, why.detail())?;
            work.show_again(&user)
        })?;
        self.deliver_queued();
        Ok(account)
    }

    /// Sets a password that the next sign-in makes the person change; ends sessions, journeys and device trust.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where the address has no account, [`ServiceError::PasswordRules`] and
    /// [`ServiceError::PasswordReused`] where the password cannot be, [`ServiceError::ApprovalNeeded`] where another act
    /// within 7 days makes it wait for a second operator or for time.
    pub fn set_password(
        &mut self,
        address: &str,
        new: FirstPassword,
        order: &Order<'_>,
    ) -> Result<NewAccount, ServiceError> {
        self.permit(Permission::UserPassword)?;
        let user = self.read(|work| work.account(address))?;
        self.ready()?;
        if let Some(request) = self.write(|work| {
            work.settle_requests()?;
            work.must_not_be_own(&user)?;
            work.clearance(&user, SupportAct::PasswordReset, order)
        })? {
            self.deliver_queued();
            return Err(request.pending());
        }
        let (password, due) = match new {
            FirstPassword::None | FirstPassword::Invited => {
                let problem = "is missing; give one with --password-stdin, or --temporary";
                return Err(ServiceError::Invalid { what: "the password".to_owned(), problem: problem.to_owned() });
            }
            FirstPassword::Chosen(chosen) => {
                self.check_rules(&user.address, &chosen)?;
                (chosen, PasswordDue::Reset)
            }
            FirstPassword::Temporary => (temporary::draw(&self.world)?, PasswordDue::Temporary),
        };
        if self.is_current(&user, &password)? {
            return Err(ServiceError::PasswordReused);
        }
        let hash = self.hash(&password)?;
        let account = self.write(|work| {
            let user = work.account(address)?;
            work.must_not_be_own(&user)?;
            if work.clearance(&user, SupportAct::PasswordReset, order)?.is_some() {
                return Err(ServiceError::Conflict);
            }
            let ends = (due == PasswordDue::Temporary).then(|| work.temporary_ends()).flatten();
            // The account is what the request was made for only until the password is set.
            let detail = work.use_clearance(&user, SupportAct::PasswordReset, order)?;
            work.db.set_password(user.key, &hash, work.now, Some(due), ends)?;
            work.password_was_changed(&user, None)?;
            work.tell_former(&user, Kind::PasswordChanged)?;
            work.note_act(&user, SupportAct::PasswordReset, None)?;
            work.audit_operator("user.password_set", &user.id, detail)?;
            work.show_again(&user)
        })?;
        self.deliver_queued();
        let made = (due == PasswordDue::Temporary).then_some(password);
        Ok(NewAccount { account, temporary_password: made, invited_until: None })
    }

    fn is_current(&self, user: &UserRow, new: &SecretString) -> Result<bool, ServiceError> {
        let policy = &self.world.policy.password;
        match &user.password_hash {
            Some(hash) if policy.history > 0 => Ok(self.world.hasher.verify(new, hash, policy.argon2)?.matches),
            _ => Ok(false),
        }
    }
}

impl Work<'_> {
    /// Disables an account: its sessions, open sign-ins and device trust end with it.
    pub(super) fn disable(&self, user: &UserRow, detail: Option<serde_json::Value>) -> Result<(), ServiceError> {
        self.db.set_user_state(user.key, UserState::Disabled)?;
        self.db.revoke_sessions(user.key, self.now)?;
        self.db.revoke_devices(user.key, None, self.now)?;
        self.end_journeys(user, None, Event::Disabled)?;
        self.audit_operator("user.disabled", &user.id, detail)
    }

    /// Enables an account.
    pub(super) fn enable(&self, user: &UserRow, detail: Option<serde_json::Value>) -> Result<(), ServiceError> {
        self.db.set_user_state(user.key, UserState::Enabled)?;
        self.audit_operator("user.enabled", &user.id, detail)
    }

    pub(super) fn temporary_ends(&self) -> Option<Timestamp> {
        self.now.saturating_add(self.world.policy.password.temporary_ttl.duration()).ok()
    }

    fn show_again(&self, user: &UserRow) -> Result<Account, ServiceError> {
        let user = self.db.user(user.key)?.ok_or(ServiceError::Conflict)?;
        self.show(&user)
    }

    fn show(&self, user: &UserRow) -> Result<Account, ServiceError> {
        let ago = |period: SignedDuration| self.now.saturating_sub(period).unwrap_or(Timestamp::MIN);
        let policy = &self.world.policy;
        let (trusted_since, used_since) =
            (ago(policy.device.trust_for.duration()), ago(policy.session.idle.duration()));
        let holdings = self.db.holdings(user.key, Held { now: self.now, trusted_since, used_since })?;
        let locked_until = self.throttle(&Counter::Password(user.address_key.clone()))?.locked_until;
        let scheme = user.password_hash.as_deref().map_or("none", foreign::scheme_of);
        Ok(Account {
            id: user.id.clone(),
            address: user.address.clone(),
            name: user.name.clone(),
            project_type: user.project_type,
            state: user.state,
            created_at: user.created_at,
            password: PasswordState {
                scheme: scheme.to_owned(),
                changed_at: user.password_changed_at,
                temporary: user.password_due == Some(PasswordDue::Temporary),
            },
            mfa: MfaState { enrolled_at: holdings.enrolled_at, recovery_codes_left: holdings.recovery_codes },
            consents: self.db.receipts(user.key)?.into_iter().map(Receipt::from).collect(),
            devices: holdings.devices,
            sessions: holdings.sessions,
            signed_in_at: user.signed_in_at,
            locked_until: locked_until.filter(|until| *until > self.now),
        })
    }
}

fn parse_address(given: &str) -> Result<Address, ServiceError> {
    Address::parse(given).map_err(|problem| ServiceError::Address { given: given.to_owned(), problem })
}

pub(super) fn check_name(name: &str) -> Result<&str, ServiceError> {
    let problem = if name.chars().count() > MAX_NAME_CHARS {
        format!("is too long; use at most {MAX_NAME_CHARS} characters")
    } else if name.chars().any(char::is_control) {
        "contains a control character; leave it out".to_owned()
    } else {
        return Ok(name);
    };
    Err(ServiceError::Invalid { what: "the name".to_owned(), problem })
}
