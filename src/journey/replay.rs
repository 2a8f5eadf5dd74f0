//! A journey out of its events alone.

use serde::{Deserialize, Serialize};

use super::policy::{Policy, Profile};
use super::{Event, Journey, Refused, State, Step, step};

/// The settings that the machine itself reads. Kept with each event, so that a journey replays though the
/// policy has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `otp.tries`.
    pub otp_tries: u8,
    /// `otp.sends`.
    pub otp_sends: u8,
    /// `mfa.tries`.
    pub mfa_tries: u8,
    /// `mfa.required`.
    pub mfa_required: bool,
}

/// An event that the machine does not take where the record says that it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stuck {
    /// The event's place, counted from 1.
    pub position: usize,
    /// Where the journey stood.
    pub state: State,
    /// The event.
    pub event: Event,
    /// Why it is refused.
    pub why: Refused,
}

impl Settings {
    /// Those of a policy.
    pub fn of(policy: &Policy) -> Self {
        Self {
            otp_tries: policy.otp.tries,
            otp_sends: policy.otp.sends,
            mfa_tries: policy.mfa.tries,
            mfa_required: policy.mfa.required,
        }
    }

    /// Puts them into a policy.
    fn put(self, policy: &mut Policy) {
        policy.otp.tries = self.otp_tries;
        policy.otp.sends = self.otp_sends;
        policy.mfa.tries = self.mfa_tries;
        policy.mfa.required = self.mfa_required;
    }
}

/// Takes a journey from its start through its events, each under the settings of its time.
///
/// # Errors
/// [`Stuck`] where the machine refuses one.
pub fn replay(events: impl IntoIterator<Item = (Settings, Event)>) -> Result<Journey, Stuck> {
    retrace(events, |_, _, _| ())
}

/// As [`replay`], with somebody who sees each step: where it starts, what happens, and what it comes to.
///
/// # Errors
/// [`Stuck`] where the machine refuses one.
pub fn retrace(
    events: impl IntoIterator<Item = (Settings, Event)>,
    mut seen: impl FnMut(&Journey, Event, &Step),
) -> Result<Journey, Stuck> {
    let mut policy = Policy::of(Profile::Portal);
    let mut journey = Journey::default();
    for (index, (settings, event)) in events.into_iter().enumerate() {
        settings.put(&mut policy);
        let stuck = |why| Stuck { position: index + 1, state: journey.state, event, why };
        let taken = step(&policy, &journey, event).map_err(stuck)?;
        seen(&journey, event, &taken);
        journey = taken.journey;
    }
    Ok(journey)
}

#[cfg(test)]
mod tests {
    use super::super::map::Map;
    use super::super::policy::{Limit, Period};
    use super::super::{Reason, map::explore};
    use super::*;

    fn settings() -> Settings {
        Settings { otp_tries: 2, otp_sends: 1, mfa_tries: 2, mfa_required: true }
    }

    #[test]
    fn no_other_setting_decides_anything() {
        let mut other = Policy::of(Profile::Nist);
        other.password.max_age = Limit(Some(Period::days(1)));
        other.consent.required.clear();
        let mut usual = Policy::of(Profile::Portal);
        settings().put(&mut other);
        settings().put(&mut usual);
        assert_eq!(Map::of(&usual), Map::of(&other));
        assert_eq!(explore(&usual).open(), explore(&other).open());
    }

    #[test]
    fn each_event_is_taken_under_the_settings_of_its_time() {
        let facts = super::super::map::every_facts()[0];
        let before = [Event::PasswordOk(facts), Event::CodeRequested, Event::OtpBad];
        let strict = Settings { otp_tries: 1, ..settings() };
        let loose = before.map(|event| (settings(), event));
        assert_eq!(replay(loose).map(|journey| journey.state), Ok(State::OtpVerification));
        let ended = replay(before.map(|event| (strict, event)));
        assert_eq!(ended.map(|journey| journey.state), Ok(State::Ended(Reason::TooManyAttempts)));
    }

    #[test]
    fn an_event_that_cannot_have_been_is_named() {
        let stuck = replay([(settings(), Event::PasswordBad), (settings(), Event::OtpOk)]).unwrap_err();
        let told = (stuck.position, stuck.state, stuck.event, stuck.why);
        assert_eq!(told, (2, State::SignIn, Event::OtpOk, Refused::NotAllowed));
    }
}
