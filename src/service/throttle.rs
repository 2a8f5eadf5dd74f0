//! Counting failures. A failure is counted before the comparison is made, and taken back by a success, so that a
//! crash or a race can only count too many.

use jiff::{SignedDuration, Timestamp};

use super::{ServiceError, Work};
use crate::journey::policy::{LockoutPolicy, MfaPolicy, Policy};
use crate::store::{ThrottleRow, UserKey};

/// What failures are counted of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Counter {
    /// Passwords tried for an address, known or not.
    Password(String),
    /// Passwords tried for an address from one of its trusted devices.
    DevicePassword(String),
    /// Passwords tried from one source.
    Source(String),
    /// Passwords tried at a confirmation.
    Confirmation(UserKey),
    /// Mailed codes.
    Otp(UserKey),
    /// Codes of an authenticator app.
    Totp(UserKey),
    /// Recovery codes.
    RecoveryCode(UserKey),
    /// Passwords and codes tried for an operator's name, known or not.
    Operator(String),
    /// Codes tried in an operator's session, by the session's id.
    OperatorProof(String),
}

impl Counter {
    /// Every counter that belongs to an account, for lifting them all.
    pub(crate) fn of_account(user: UserKey, address_key: &str) -> [Self; 5] {
        [
            Self::Password(address_key.to_owned()),
            Self::Confirmation(user),
            Self::Otp(user),
            Self::Totp(user),
            Self::RecoveryCode(user),
        ]
    }

    fn key(&self) -> (&'static str, String) {
        match self {
            Self::Password(address) => ("password", address.clone()),
            Self::DevicePassword(device) => ("device_password", device.clone()),
            Self::Source(source) => ("source", source.clone()),
            Self::Confirmation(user) => ("confirmation", user.0.to_string()),
            Self::Otp(user) => ("otp", user.0.to_string()),
            Self::Totp(user) => ("totp", user.0.to_string()),
            Self::RecoveryCode(user) => ("recovery_code", user.0.to_string()),
            Self::Operator(name) => ("operator", name.clone()),
            Self::OperatorProof(session) => ("operator_proof", session.clone()),
        }
    }
}

/// Whether something may be tried now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It may.
    Open,
    /// Not before so long.
    Wait(SignedDuration),
    /// Not until support lifts it.
    Shut,
}

impl Work<'_> {
    pub(crate) fn throttle(&self, counter: &Counter) -> Result<ThrottleRow, ServiceError> {
        let (kind, subject) = counter.key();
        Ok(self.db.throttle(kind, &subject)?)
    }

    fn set_throttle(&self, counter: &Counter, row: &ThrottleRow) -> Result<(), ServiceError> {
        let (kind, subject) = counter.key();
        Ok(self.db.set_throttle(kind, &subject, row)?)
    }

    /// Forgets the failures, after a success or by support.
    pub(crate) fn clear(&self, counter: &Counter) -> Result<(), ServiceError> {
        let (kind, subject) = counter.key();
        Ok(self.db.clear_throttle(kind, &subject)?)
    }

    /// Whether something may be tried now.
    pub(crate) fn gate(&self, counter: &Counter) -> Result<Gate, ServiceError> {
        let row = self.throttle(counter)?;
        if is_shut(&self.world.policy, counter, &row) {
            return Ok(Gate::Shut);
        }
        Ok(match row.locked_until {
            Some(until) if until > self.now => Gate::Wait(until.duration_since(self.now)),
            _ => Gate::Open,
        })
    }

    /// Counts one failure ahead of the comparison; answers the failures in a row with it.
    pub(crate) fn count_failure(&self, counter: &Counter) -> Result<u32, ServiceError> {
        let mut row = self.throttle(counter)?;
        let policy = &self.world.policy;
        match counter {
            Counter::Otp(_) => row.total = row.total.saturating_add(1),
            Counter::Totp(_) | Counter::RecoveryCode(_) => delay(&mut row, &policy.mfa, self.now),
            Counter::Source(_) => lock(&mut row, &policy.lockout, policy.lockout.source_failures, self.now),
            _ => lock(&mut row, &policy.lockout, policy.lockout.failures, self.now),
        }
        self.set_throttle(counter, &row)?;
        Ok(row.total)
    }

    /// Takes back the failure that was counted last, where the comparison succeeded or was not made; with it the
    /// lock that it led to.
    pub(crate) fn take_back(&self, counter: &Counter) -> Result<(), ServiceError> {
        let mut row = self.throttle(counter)?;
        if row.recent.is_empty() {
            return Ok(());
        }
        let policy = &self.world.policy.lockout;
        let most = if matches!(counter, Counter::Source(_)) { policy.source_failures } else { policy.failures };
        undo(&mut row, most, self.now);
        self.set_throttle(counter, &row)
    }
}

/// Whether so many failures in a row disable what they are counted of under a policy.
pub(super) fn is_shut(policy: &Policy, counter: &Counter, row: &ThrottleRow) -> bool {
    match counter {
        Counter::Otp(_) => row.total >= policy.otp.failures_until_disabled,
        Counter::Totp(_) | Counter::RecoveryCode(_) => row.total >= policy.mfa.failures_until_disabled,
        _ => false,
    }
}

/// Failures within a window lead to a lock; each lock in a row is twice as long as the one before.
fn lock(row: &mut ThrottleRow, policy: &LockoutPolicy, most: u32, now: Timestamp) {
    let window_start = now.saturating_sub(policy.window.duration()).unwrap_or(Timestamp::MIN).as_millisecond();
    if row.locked_until.is_some_and(|until| until.saturating_add(policy.max.duration()).is_ok_and(|over| over < now)) {
        row.level = 0;
        row.locked_until = None;
    }
    // Failures that led to a lock are kept beside it, so that the last of them can be taken back.
    if row.recent.len() >= most as usize {
        row.recent.clear();
    }
    row.recent.retain(|&at| at > window_start);
    row.recent.push(now.as_millisecond());
    row.total = row.total.saturating_add(1);
    if row.recent.len() >= most as usize {
        let doubled = u64::from(policy.base.as_secs()) << row.level.min(20);
        let seconds = doubled.min(policy.max.as_secs().into());
        let length = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        row.locked_until = now.saturating_add(length).ok();
        row.level = row.level.saturating_add(1);
    }
}

/// Takes the last failure off, and the lock that stands by it.
fn undo(row: &mut ThrottleRow, most: u32, now: Timestamp) {
    if row.recent.len() >= most as usize && row.locked_until.is_some_and(|until| until > now) {
        // A lock that is over stays known as one, because the next is judged by the time since.
        row.locked_until = Some(now);
        row.level = row.level.saturating_sub(1);
    }
    row.recent.pop();
    row.total = row.total.saturating_sub(1);
}

/// Failures in a row lead to a delay that grows from 30 s to 1 h (SP 800-63B-4 §3.2.2).
fn delay(row: &mut ThrottleRow, policy: &MfaPolicy, now: Timestamp) {
    row.total = row.total.saturating_add(1);
    if row.total >= policy.failures_until_delay {
        let doublings = (row.total - policy.failures_until_delay).min(7);
        let length = SignedDuration::from_secs((30_i64 << doublings).min(3600));
        row.locked_until = now.saturating_add(length).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::policy::Profile;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).expect("a time in range")
    }

    fn locked_for(row: &ThrottleRow, now: Timestamp) -> Option<i64> {
        row.locked_until.map(|until| until.duration_since(now).as_secs())
    }

    #[test]
    fn the_fifth_failure_in_the_window_locks_and_each_lock_doubles_up_to_a_day() {
        let policy = Policy::of(Profile::Portal).lockout;
        let mut row = ThrottleRow::default();
        let mut now = 0;
        for expected in [900, 1800, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 86_400] {
            for _ in 0..4 {
                lock(&mut row, &policy, policy.failures, at(now));
                assert!(row.locked_until.is_none_or(|until| until <= at(now)), "locked too early at {now}");
            }
            lock(&mut row, &policy, policy.failures, at(now));
            assert_eq!(locked_for(&row, at(now)), Some(expected));
            now += expected;
        }
    }

    #[test]
    fn a_failure_that_is_taken_back_takes_the_lock_with_it_and_leaves_the_others() {
        let policy = Policy::of(Profile::Portal).lockout;
        let mut row = ThrottleRow::default();
        for _ in 0..5 {
            lock(&mut row, &policy, policy.failures, at(0));
        }
        undo(&mut row, policy.failures, at(1));
        assert!(row.locked_until.is_none_or(|until| until <= at(1)), "still locked");
        lock(&mut row, &policy, policy.failures, at(2));
        assert_eq!(locked_for(&row, at(2)), Some(900), "the four before still count, and the lock is a first one");
    }

    #[test]
    fn failures_further_apart_than_the_window_never_lock() {
        let policy = Policy::of(Profile::Portal).lockout;
        let mut row = ThrottleRow::default();
        for round in 0..50 {
            lock(&mut row, &policy, policy.failures, at(round * 226));
            assert_eq!(row.locked_until, None, "in round {round}");
        }
    }

    #[test]
    fn the_delay_of_codes_starts_at_the_tenth_failure_and_grows_to_an_hour() {
        let policy = Policy::of(Profile::Portal).mfa;
        let mut row = ThrottleRow::default();
        for _ in 0..9 {
            delay(&mut row, &policy, at(0));
        }
        assert_eq!(row.locked_until, None);
        for expected in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600] {
            delay(&mut row, &policy, at(0));
            assert_eq!(locked_for(&row, at(0)), Some(expected));
        }
    }
}
