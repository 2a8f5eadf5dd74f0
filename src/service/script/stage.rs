//! The home that a script is played in: its documents and accounts, in the state that the script gives them.

use std::collections::BTreeMap;
use std::sync::Arc;

use secrecy::SecretString;

use super::format::ScriptError;
use super::mailbox::Mailbox;
use super::{Document, HomeCopy, Password, Script, User};
use crate::credentials::token::{self, TokenKind};
use crate::credentials::totp::{self, Secret};
use crate::journey::policy::TotpPolicy;
use crate::mail::address::Address;
use crate::service::accounts::{AccountDraft, FirstPassword};
use crate::service::documents::DocumentDraft;
use crate::service::journey::pending::Pending;
use crate::service::memory::MemoryHome;
use crate::service::{Service, ServiceError, Work};
use crate::store::{DeviceRow, Lender, UserRow};

/// A home in memory, and what the people of the script know.
pub(super) struct Stage {
    pub service: Service,
    pub mailbox: Arc<Mailbox>,
    /// By their addresses as compared.
    accounts: BTreeMap<String, Known>,
    /// Tokens that devices keep.
    devices: BTreeMap<String, SecretString>,
    /// The home whose people are there, too.
    copy: Option<Arc<HomeCopy>>,
}

/// What a person knows of their account.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub password: Option<SecretString>,
    /// The authenticator's secret, in base32.
    pub secret: Option<SecretString>,
    /// What the authenticator was enrolled with, where that is not what the policy says.
    pub parameters: Option<TotpPolicy>,
    pub recovery_codes: Vec<SecretString>,
}

impl Stage {
    /// Makes the home of a script.
    ///
    /// # Errors
    /// [`ScriptError`] where the home does not take what the script gives it.
    pub fn of(script: &Script) -> Result<Self, ScriptError> {
        let blame = |path: &str, line, error: &ServiceError| script.error_in(path, line, &error.to_string());
        let mailbox = Arc::new(Mailbox::default());
        let new = MemoryHome {
            policy: script.policy.clone(),
            mail: script.mail.clone(),
            seed: script.seed,
            clock: script.clock,
            delivery: mailbox.clone(),
        };
        let service = match &script.copy {
            None => Service::in_memory(new),
            Some(copy) => copy.service(new),
        };
        let service = service.map_err(|error| script.error(None, &error.to_string()))?;
        let (accounts, devices, copy) = (BTreeMap::new(), BTreeMap::new(), script.copy.clone());
        let mut stage = Self { service, mailbox, accounts, devices, copy };
        for document in &script.documents {
            stage.publish(document).map_err(|error| blame(&document.path, document.line, &error))?;
        }
        for user in &script.users {
            stage.add(user).map_err(|error| blame(&user.path, user.line, &error))?;
        }
        Ok(stage)
    }

    /// Ends the home; its database serves the next script.
    pub fn end(self) {
        match &self.copy {
            Some(copy) => self.service.end(&copy.lender),
            None => {
                if let Ok(lender) = Lender::of_empty() {
                    self.service.end(lender);
                }
            }
        }
    }

    /// What is known of an account.
    pub fn known(&self, address: &str) -> Option<&Known> {
        let address = key(address);
        let copied = || self.copy.as_ref().and_then(|copy| copy.people.get(&address));
        self.accounts.get(&address).or_else(copied)
    }

    /// What is known of an account, to be changed.
    pub fn known_mut(&mut self, address: &str) -> &mut Known {
        let known = self.known(address).cloned().unwrap_or_default();
        self.accounts.entry(key(address)).or_insert(known)
    }

    /// The token that a device keeps, by its name in the script or its id in the home.
    pub fn device(&self, name: &str) -> Option<&SecretString> {
        self.devices.get(name).or_else(|| self.copy.as_ref().and_then(|copy| copy.devices.get(name)))
    }

    /// A device keeps a token.
    pub fn keep_device(&mut self, name: &str, token: &str) {
        self.devices.insert(name.to_owned(), SecretString::from(token));
    }

    /// Publishes a document.
    pub fn publish(&mut self, document: &Document) -> Result<(), ServiceError> {
        let draft = DocumentDraft {
            id: &document.id,
            version: &document.version,
            title: document.title.as_deref(),
            body: document.text.as_bytes(),
            minor: document.minor,
        };
        self.service.publish_document(&draft).map(|_| ())
    }

    fn add(&mut self, user: &User) -> Result<(), ServiceError> {
        let made = self.service.add_account(&AccountDraft {
            address: &user.address,
            name: user.name.as_deref(),
            project_type: user.project_type,
            password: first_password(&user.password),
            if_absent: false,
        })?;
        let mut known = Known { password: made.temporary_password, ..Known::default() };
        if let Password::Chosen(chosen) = &user.password {
            known.password = Some(SecretString::from(chosen.as_str()));
        }
        self.service.write(|work| {
            let row = work.account(&user.address)?;
            work.age_password(&row, user)?;
            work.have_accepted(&row, user)?;
            if user.is_enrolled {
                work.have_authenticator(&row, &mut known)?;
            }
            for name in &user.devices {
                self.devices.insert(name.clone(), work.have_device(&row, name)?);
            }
            Ok(())
        })?;
        if user.is_disabled {
            self.service.disable_account(&user.address, Some("by the script"))?;
        }
        self.accounts.insert(key(&user.address), known);
        Ok(())
    }
}

/// An address as it is compared; what is no address stands for itself.
pub(super) fn key(address: &str) -> String {
    Address::parse(address).map_or_else(|_| address.to_owned(), |address| address.key().to_owned())
}

/// The password as the account service takes it.
pub(super) fn first_password(password: &Password) -> FirstPassword {
    match password {
        Password::None => FirstPassword::None,
        Password::Chosen(chosen) => FirstPassword::Chosen(SecretString::from(chosen.as_str())),
        Password::Temporary => FirstPassword::Temporary,
    }
}

impl Work<'_> {
    fn age_password(&self, row: &UserRow, user: &User) -> Result<(), ServiceError> {
        if let (Some(age), Some(hash)) = (user.password_age, &row.password_hash) {
            let set_at = self.now.saturating_sub(age).unwrap_or(self.now);
            self.db.set_password(row.key, hash, set_at, row.password_due, row.password_ends_at)?;
        }
        Ok(())
    }

    fn have_accepted(&self, row: &UserRow, user: &User) -> Result<(), ServiceError> {
        for id in &user.accepted {
            let document = self.db.current_document(id)?;
            let document = document.ok_or_else(|| ServiceError::NotFound { what: "document", given: id.clone() })?;
            self.db.insert_receipt(row.key, document.key, self.now, "script", "script")?;
        }
        Ok(())
    }

    fn have_authenticator(&self, row: &UserRow, known: &mut Known) -> Result<(), ServiceError> {
        let mut pending = Pending::draw(self.world)?;
        pending.draw_codes(self.world, self.world.policy.recovery_codes.count)?;
        self.add_authenticator(row, &pending, "Authenticator app")?;
        let secret: Secret = pending.secret();
        known.secret = Some(totp::base32(&secret));
        known.recovery_codes = pending.codes.iter().map(|code| SecretString::from(code.as_str())).collect();
        Ok(())
    }

    fn have_device(&self, row: &UserRow, name: &str) -> Result<SecretString, ServiceError> {
        let token = token::draw(TokenKind::Device, self.world)?;
        let trust_for = self.world.policy.device.trust_for.duration();
        let device = DeviceRow {
            id: token::record_id("dev_", self.now, self.world)?,
            user: row.key,
            user_agent: Some(name.to_owned()),
            trusted_at: self.now,
            trusted_until: self.now.saturating_add(trust_for).unwrap_or(self.now),
            revoked_at: None,
        };
        self.db.insert_device(&device, &token::digest(&token))?;
        Ok(token)
    }
}
