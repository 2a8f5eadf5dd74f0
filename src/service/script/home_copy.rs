//! A real home as a stage for scripts: its people, documents, devices and counts as they are, with secrets of the
//! simulation's own. Nothing of it goes back, and its key is never read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::mailbox::Mailbox;
use super::stage::{Known, key};
use crate::credentials::keyring::Keyring;
use crate::credentials::token::{self, TokenKind};
use crate::credentials::totp::{self, Secret};
use crate::credentials::{recovery, seal, temporary};
use crate::journey::policy::Policy;
use crate::mail::config::MailConfig;
use crate::mail::template::Templates;
use crate::service::config::SIMULATION_COST;
use crate::service::home::{Copied, copied};
use crate::service::memory::MemoryHome;
use crate::service::{Service, ServiceError, Work};
use crate::simulated::SeededEntropy;
use crate::store::{Lender, UserFilter, UserRow};

/// The seed of the secrets that every copy of a home gets, so that each script on it begins alike.
const SEED: u64 = 1;

/// How many accounts are read at a time.
const PAGE: u32 = 1000;

/// A copy of a home, to be played on by any number of scripts.
pub struct HomeCopy {
    pub(super) lender: Lender,
    keyring: SecretString,
    templates: Templates,
    pub(super) policy: Policy,
    pub(super) mail: MailConfig,
    /// The latest time that the home saw.
    pub(super) latest_at: Timestamp,
    /// What each person knows, by the address as compared.
    pub(super) people: BTreeMap<String, Known>,
    /// Whether the home has operators, so that one must be asked before its accounts are shown.
    pub has_operators: bool,
    /// Tokens by the device's id.
    pub(super) devices: BTreeMap<String, SecretString>,
}

impl HomeCopy {
    /// Copies the home in a folder. Every account that has a password gets the same new one, every authenticator a new
    /// secret, every recovery code and device another in its place; mail and the audit trail stay behind. Sign-ins are
    /// over, though their mails still count.
    ///
    /// # Errors
    /// As [`Service::open`].
    pub fn of(folder: &Path) -> Result<Self, ServiceError> {
        let Copied { config, templates, store, row, has_operators } = copied(folder)?;
        let (mut policy, mail) = (config.policy, config.mail);
        policy.password.argon2 = SIMULATION_COST;
        if let Some(name) = &policy.password.blocklist {
            policy.password.blocklist = Some(folder.join(name).display().to_string());
        }
        let new = MemoryHome {
            policy: policy.clone(),
            mail: mail.clone(),
            seed: SEED,
            clock: row.latest_at,
            delivery: Arc::new(Mailbox::default()),
        };
        let keyring = Keyring::draw(&SeededEntropy::new(SEED))?;
        let text = keyring.to_text();
        let mut service = Service::over(store, new, keyring, templates.clone())?;
        service.found(SEED)?;
        let (people, devices) = service.write(|work| work.recast())?;
        Ok(Self {
            lender: Lender::of(service.store),
            keyring: text,
            templates,
            policy,
            mail,
            latest_at: row.latest_at,
            people,
            devices,
            has_operators,
        })
    }

    /// How many accounts there are.
    pub fn accounts(&self) -> usize {
        self.people.len()
    }

    /// A simulation home of its own with everything that is in the copy.
    pub(super) fn service(&self, new: MemoryHome) -> Result<Service, ServiceError> {
        let mut store = self.lender.lend()?;
        store.write(|db| db.set_simulation(new.clock, i64::from_ne_bytes(new.seed.to_ne_bytes())))?;
        let keyring = Keyring::from_text(self.keyring.expose_secret())?;
        Service::over(store, new, keyring, self.templates.clone())
    }
}

type Recast = (BTreeMap<String, Known>, BTreeMap<String, SecretString>);

impl Work<'_> {
    /// Gives everybody new secrets in place of those that were left behind.
    fn recast(&self) -> Result<Recast, ServiceError> {
        let password = temporary::draw(self.world)?;
        self.db.set_every_password(&self.world.hasher.hash(&password, SIMULATION_COST, self.world)?)?;
        let (mut people, mut devices) = Recast::default();
        let mut filter = UserFilter { limit: PAGE, ..UserFilter::default() };
        loop {
            let users = self.db.users(&filter)?;
            for user in &users {
                let known = self.recast_one(user, &password)?;
                for device in self.db.devices(user.key)? {
                    let token = token::draw(TokenKind::Device, self.world)?;
                    self.db.set_device_token(&device.id, &token::digest(&token))?;
                    devices.insert(device.id, token);
                }
                people.insert(key(&user.address), known);
            }
            match users.last() {
                Some(last) if users.len() == PAGE as usize => filter.after = Some(last.address_key.clone()),
                _ => return Ok((people, devices)),
            }
        }
    }

    fn recast_one(&self, user: &UserRow, password: &SecretString) -> Result<Known, ServiceError> {
        let mut known = Known { password: user.password_hash.as_ref().map(|_| password.clone()), ..Known::default() };
        for one in self.db.authenticators(user.key)? {
            let secret = Secret::draw(self.world)?;
            let row = format!("authenticators.secret:{}", one.id);
            let sealed = seal::seal(&self.world.keyring, self.world, &row, secret.as_bytes())?;
            self.db.set_authenticator_secret(&one.id, &sealed)?;
            if known.secret.is_none() && one.disabled_at.is_none() {
                known.secret = Some(totp::base32(&secret));
                known.parameters = Some(self.parameters(&one)?);
            }
        }
        let left = u32::try_from(self.db.recovery_codes_left(user.key)?).unwrap_or(u32::MAX);
        if left > 0 {
            known.recovery_codes = recovery::draw(self.world, left)?;
            let canonical = known.recovery_codes.iter().filter_map(|code| recovery::canonical(code.expose_secret()));
            let digests: Vec<_> =
                canonical.map(|code| recovery::digest(&self.world.keyring, &user.id, &code)).collect();
            self.db.replace_recovery_codes(user.key, &digests)?;
        }
        Ok(known)
    }
}
