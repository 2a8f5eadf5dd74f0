//! Addresses whose account was removed: they rest before another account gets them. To remove an account and to make it
//! anew takes password and authenticator away at once, so it needs what these two acts together need: a second operator,
//! or, where the owner is alone, time.

use jiff::{SignedDuration, Timestamp};

use super::rules::{ALONE, WEEK};
use crate::credentials::keyring::Purpose;
use crate::mail::address::Address;
use crate::service::{ServiceError, Work};
use crate::store::UserRow;

impl Work<'_> {
    /// Notes that an account is removed. One that nobody ever had in hand holds nothing that a new one would not.
    pub(crate) fn note_departure(&self, user: &UserRow) -> Result<(), ServiceError> {
        let in_hand = user.signed_in_at.is_some()
            || user.imported_hash.is_some()
            || !self.db.authenticators(user.key)?.is_empty()
            || !self.db.support_acts(user.key, self.week_ago())?.is_empty();
        if in_hand {
            let digest = self.departed(&user.address_key);
            self.db.note_departure(&digest, self.world.acting(), self.now, self.week_ago())?;
        }
        Ok(())
    }

    /// Refuses an address that rests: for 7 days to the operator who removed its account, for the delay of
    /// `support.mfa_reset` to the others, and for at least 24 hours to an owner alone.
    ///
    /// # Errors
    /// [`ServiceError::AddressRests`].
    pub(crate) fn must_be_free(&self, address: &Address) -> Result<(), ServiceError> {
        let digest = self.departed(address.key());
        let Some((at, actor)) = self.db.departure(&digest, self.week_ago())? else { return Ok(()) };
        let delay = self.world.policy.support.mfa_reset.delay.0;
        let delay = delay.map_or(SignedDuration::ZERO, |period| period.duration());
        let (by_another, rests) = match self.world.operator.get() {
            Some(acting) if acting.id == actor => (true, delay.max(WEEK)),
            Some(_) => (false, delay),
            None => (false, delay.max(ALONE)),
        };
        let until = at.saturating_add(rests).unwrap_or(Timestamp::MAX);
        if until <= self.now {
            return Ok(());
        }
        let address = address.shown().to_owned();
        Err(ServiceError::AddressRests { address, until, wait: until.duration_since(self.now), by_another })
    }

    fn departed(&self, address_key: &str) -> [u8; 32] {
        self.world.keyring.mac(Purpose::DepartedAddress, &[address_key.as_bytes()])
    }
}
