//! The checks that hash. Hashing takes long, so it happens between two transactions: the first counts the failure
//! that it may turn out to be, the second takes it back or lets it stand.

use secrecy::{ExposeSecret, SecretString};

use super::answer::Trouble;
use super::checks::{password_gate, refused};
use super::fields::{Fields, invalid};
use super::steps::{Opened, Supplies};
use super::{Act, Acted};
use crate::credentials::rules::{self, Context, Rule};
use crate::journey::{Event, PasswordDue};
use crate::mail::address::Address;
use crate::service::audit::Act as AuditAct;
use crate::service::throttle::Counter;
use crate::service::{Service, ServiceError, Work};
use crate::store::{UserRow, UserState};

/// What the first transaction of a password check found.
struct Candidate {
    /// The counters that hold the failure counted ahead.
    counters: Vec<Counter>,
    /// The account, where there is one.
    user: Option<UserRow>,
}

/// What hashing found.
struct Verified {
    matches: bool,
    /// The same password at today's cost, where the stored hash is below it.
    rehashed: Option<String>,
    /// Whether the stored hash knows only a part of the password.
    is_partial: bool,
}

impl Service {
    /// Address and password. An unknown address, a wrong password and a disabled account take the same path.
    pub(super) fn check_sign_in(&mut self, act: &Act<'_>, fields: &Fields) -> Result<Acted, ServiceError> {
        let email = fields.get("email")?.expose_secret();
        let address =
            Address::parse(email).map_err(|problem| invalid("email", &format!("cannot be used: {problem}")))?;
        let first = self.act(act, |work, opened| {
            let user = work.db.user_by_address(address.key())?;
            let counters = sign_in_counters(work, opened, &address, user.as_ref())?;
            work.count_ahead(counters, user)
        })?;
        let candidate = match first.ready()? {
            Ok(candidate) => candidate,
            Err(acted) => return Ok(acted),
        };
        let verified = self.verify(fields.get("password")?, candidate.user.as_ref())?;
        let second = self.act(act, |work, opened| match &candidate.user {
            Some(user) if verified.matches => work.password_matched(opened, user, &candidate.counters, &verified),
            _ => wrong(work, opened, Event::PasswordBad, Trouble::CredentialsWrong),
        });
        self.unless_overtaken(second, &candidate.counters)
    }

    /// The password again, before an enrolment.
    pub(super) fn check_confirmation(&mut self, act: &Act<'_>, fields: &Fields) -> Result<Acted, ServiceError> {
        let first = self.act(act, |work, opened| {
            let user = opened.account()?.clone();
            work.count_ahead(vec![Counter::Confirmation(user.key)], Some(user))
        })?;
        let candidate = match first.ready()? {
            Ok(candidate) => candidate,
            Err(acted) => return Ok(acted),
        };
        let verified = self.verify(fields.get("password")?, candidate.user.as_ref())?;
        let second = self.act(act, |work, opened| {
            if !verified.matches {
                return wrong(work, opened, Event::ConfirmBad, Trouble::PasswordWrong);
            }
            for counter in &candidate.counters {
                work.clear(counter)?;
            }
            Ok(Err(work.take(opened, Event::Confirmed, &Supplies::default())?))
        });
        self.unless_overtaken(second, &candidate.counters)
    }

    /// A submission that another one overtook tells nothing of its password, so its failure is taken back.
    fn unless_overtaken(
        &mut self,
        acted: Result<Acted, ServiceError>,
        counters: &[Counter],
    ) -> Result<Acted, ServiceError> {
        if matches!(acted, Err(ServiceError::Conflict)) {
            self.write(|work| counters.iter().try_for_each(|counter| work.take_back(counter)))?;
        }
        acted
    }

    /// A new password: every rule, then that it is not the one before.
    pub(super) fn check_new_password(&mut self, act: &Act<'_>, fields: &Fields) -> Result<Acted, ServiceError> {
        let new = fields.get("new_password")?;
        let same = new.expose_secret() == fields.get("confirm_password")?.expose_secret();
        let first = self.act(act, |work, opened| {
            if work.is_blocked(opened) {
                return Ok(Err(Some(Trouble::ConsentUnavailable)));
            }
            let user = opened.account()?.clone();
            if !same {
                return Ok(Err(Some(Trouble::PasswordsDiffer)));
            }
            let (rules, sentences) = work.broken_rules(&user.address, new)?;
            if !rules.is_empty() {
                return Ok(Err(Some(Trouble::PasswordRule { rules, sentences })));
            }
            Ok(Ok(Candidate { counters: Vec::new(), user: Some(user) }))
        })?;
        let candidate = match first.ready()? {
            Ok(candidate) => candidate,
            Err(acted) => return Ok(acted),
        };
        let reused = self.world.policy.password.history > 0 && self.verify(new, candidate.user.as_ref())?.matches;
        let hash = if reused { String::new() } else { self.hash(new)? };
        self.act(act, |work, opened| {
            if reused {
                return Ok::<Result<(), _>, ServiceError>(Err(Some(Trouble::PasswordReused)));
            }
            let supplies = Supplies { password_hash: Some(&hash), ..Supplies::default() };
            Ok(Err(work.take(opened, Event::PasswordChanged, &supplies)?))
        })
    }

    /// Whether this is an account's password, counted like a confirmation; `None` where it is.
    pub(crate) fn confirm_password(
        &mut self,
        address: &str,
        password: &SecretString,
    ) -> Result<Option<Trouble>, ServiceError> {
        let first = self.write(|work| {
            let user = work.account(address)?;
            work.count_ahead(vec![Counter::Confirmation(user.key)], Some(user))
        })?;
        let candidate = match first {
            Ok(candidate) => candidate,
            Err(trouble) => return Ok(trouble),
        };
        if !self.verify(password, candidate.user.as_ref())?.matches {
            return Ok(Some(Trouble::PasswordWrong));
        }
        self.write(|work| candidate.counters.iter().try_for_each(|counter| work.clear(counter)))?;
        Ok(None)
    }

    /// Hashes a password at the policy's cost.
    pub(crate) fn hash(&mut self, password: &SecretString) -> Result<String, ServiceError> {
        self.ready()?;
        let world = &self.world;
        Ok(world.hasher.hash(password, world.policy.password.argon2, world)?)
    }

    fn verify(&mut self, password: &SecretString, user: Option<&UserRow>) -> Result<Verified, ServiceError> {
        let cost = self.world.policy.password.argon2;
        let Some(hash) = user.and_then(|user| user.password_hash.as_deref()) else {
            self.world.hasher.verify_nobody(password, cost)?;
            return Ok(Verified { matches: false, rehashed: None, is_partial: false });
        };
        let verdict = self.world.hasher.verify(password, hash, cost)?;
        let rehashed = (verdict.matches && verdict.stale).then(|| self.hash(password)).transpose()?;
        Ok(Verified { matches: verdict.matches, rehashed, is_partial: verdict.is_partial })
    }
}

fn sign_in_counters(
    work: &Work<'_>,
    opened: &Opened,
    address: &Address,
    user: Option<&UserRow>,
) -> Result<Vec<Counter>, ServiceError> {
    let device = opened.row.device.as_deref();
    let own = match (user, device) {
        (Some(user), Some(device)) if work.trusts(user, Some(device))? => Counter::DevicePassword(device.to_owned()),
        _ => Counter::Password(address.key().to_owned()),
    };
    Ok(std::iter::once(own).chain(opened.row.source.clone().map(Counter::Source)).collect())
}

fn wrong<T>(
    work: &Work<'_>,
    opened: &mut Opened,
    event: Event,
    trouble: Trouble,
) -> Result<Result<T, Option<Trouble>>, ServiceError> {
    Ok(Err(Some(work.take(opened, event, &Supplies::default())?.unwrap_or(trouble))))
}

impl Work<'_> {
    pub(super) fn is_blocked(&self, opened: &Opened) -> bool {
        opened.row.journey.is_blocked()
    }

    /// Counts the failure that the comparison may turn out to be, unless too many stand already.
    fn count_ahead(
        &self,
        counters: Vec<Counter>,
        user: Option<UserRow>,
    ) -> Result<Result<Candidate, Option<Trouble>>, ServiceError> {
        for counter in &counters {
            if let Some(trouble) = password_gate(self, counter)? {
                return Ok(Err(Some(trouble)));
            }
        }
        for counter in &counters {
            self.count_failure(counter)?;
        }
        Ok(Ok(Candidate { counters, user }))
    }

    fn password_matched(
        &self,
        opened: &mut Opened,
        verified_user: &UserRow,
        counters: &[Counter],
        verified: &Verified,
    ) -> Result<Result<(), Option<Trouble>>, ServiceError> {
        let Some(user) = self.db.user(verified_user.key)? else { return Err(ServiceError::Conflict) };
        if user.password_hash != verified_user.password_hash {
            return Err(ServiceError::Conflict);
        }
        let ended = user.password_due == Some(PasswordDue::Temporary)
            && user.password_ends_at.is_none_or(|ends| ends <= self.now);
        if user.state == UserState::Disabled || ended {
            return wrong(self, opened, Event::PasswordBad, Trouble::CredentialsWrong);
        }
        for counter in counters {
            match counter {
                Counter::Source(_) => self.take_back(counter)?,
                _ => self.clear(counter)?,
            }
        }
        if let (Some(old), Some(new)) = (&user.password_hash, &verified.rehashed) {
            self.db.rehash_password(user.key, old, new)?;
        }
        let user = match verified.is_partial {
            true => self.owe_new_password(&user)?,
            false => user,
        };
        let facts = self.facts(&user, &opened.row)?;
        if opened.row.device.is_some() && !facts.device_trusted {
            self.audit_stranger(&opened.row.handle)?;
        }
        opened.row.user = Some(user.key);
        opened.user = Some(user);
        match self.step(opened, Event::PasswordOk(facts), &Supplies::default())? {
            Ok(()) => Ok(Err(None)),
            Err(refusal) => {
                self.notice_unfinished(opened)?;
                opened.row.user = None;
                Ok(Err(Some(refused(refusal))))
            }
        }
    }

    /// Another password with the same beginning would have matched too, so the account owes a new one (incident C19).
    fn owe_new_password(&self, user: &UserRow) -> Result<UserRow, ServiceError> {
        self.db.require_new_password(user.key, PasswordDue::Reset, None)?;
        let detail = serde_json::json!({ "reason": "its hash knows the first 72 bytes alone" });
        self.audit(&AuditAct { detail: Some(detail), ..AuditAct::done(&user.id, "user.password_due", &user.id) })?;
        self.db.user(user.key)?.ok_or(ServiceError::Conflict)
    }

    /// Every rule that a new password of this person breaks, and the same as sentences.
    pub(crate) fn broken_rules(
        &self,
        address: &str,
        new: &SecretString,
    ) -> Result<(Vec<Rule>, Vec<String>), ServiceError> {
        let policy = &self.world.policy.password;
        let context = Context { address, product: &self.world.mail.product };
        let broken = rules::broken(policy, &context, new, &self.world.blocklist()?);
        let sentences = broken.iter().map(|rule| rule.sentence(policy)).collect();
        Ok((broken, sentences))
    }
}
