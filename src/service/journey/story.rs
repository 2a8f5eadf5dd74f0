//! A journey told event by event: what happened, where it led, what it cost.

use jiff::Timestamp;
use serde::Serialize;

use crate::journey::replay::{Settings, replay};
use crate::journey::{Event, History, State};
use crate::service::{ServiceError, Work};
use crate::store::JourneyRow;

/// One event of a journey.
#[derive(Debug, Serialize)]
pub struct PastEvent {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
    /// The screen that it led to; `null` where the record does not replay.
    pub state: Option<&'static str>,
    /// The same as a sentence.
    pub text: &'static str,
    /// What it used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
}

impl Work<'_> {
    /// The events of a journey in order.
    pub(super) fn story(&self, row: &JourneyRow) -> Result<Vec<PastEvent>, ServiceError> {
        let recorded: Vec<_> =
            self.db.recorded_events(row.key)?.into_iter().map(|one| (one.settings, one.event)).collect();
        let events = self.db.journey_events(row.key)?;
        let told = events.into_iter().enumerate().map(|(index, (at, event))| {
            let so_far = recorded.get(..=index).and_then(|events| replay(events.iter().copied()).ok());
            let settings = recorded.get(index).map(|(settings, _)| *settings);
            PastEvent {
                at,
                event,
                state: so_far.map(|journey| journey.state.id()),
                text: text(event, so_far.map(|journey| journey.state)),
                cost: so_far.zip(settings).and_then(|(journey, settings)| cost(event, &journey.history, settings)),
            }
        });
        Ok(told.collect())
    }
}

fn text(event: Event, led_to: Option<State>) -> &'static str {
    match event {
        Event::PasswordOk(_) => "The address and the password were right.",
        Event::PasswordBad => "The address or the password was wrong, or the account may not sign in.",
        Event::FactsChanged(_) => "Something about the account or the device changed; what is owed was derived anew.",
        Event::CodeRequested => "A code was mailed.",
        Event::OtpOk => "The mailed code was right.",
        Event::OtpBad => "The mailed code was wrong, or a newer one had replaced it.",
        Event::TotpOk => "A code of the authenticator app was right.",
        Event::RecoveryCodeOk => "A recovery code was right.",
        Event::ChallengeBad => "The code of the app, or the recovery code, was wrong or used already.",
        Event::PasswordChanged => "A new password was set.",
        Event::Accepted => "Every required document was accepted.",
        Event::Declined => "The documents were declined.",
        Event::Activated => "The enrolment of an authenticator was begun.",
        Event::Confirmed => "The password was confirmed.",
        Event::ConfirmBad => "The password at the confirmation was wrong.",
        Event::SetupOk => "The first code of the new authenticator was right.",
        Event::SetupBad => "The first code of the new authenticator was wrong.",
        Event::Acknowledged if led_to == Some(State::SignedIn) => "The recovery codes were saved: enrolled, signed in.",
        Event::Acknowledged => "The recovery codes were saved: enrolled.",
        Event::Abandoned => "The person, or support, gave the sign-in up.",
        Event::Expired => "Its time ran out.",
        Event::Superseded => "Another act on the account overtook it.",
        Event::Disabled => "The account was disabled.",
    }
}

fn cost(event: Event, used: &History, settings: Settings) -> Option<String> {
    let (what, used, most) = match event {
        Event::CodeRequested => ("mail", used.otp_sends, settings.otp_sends),
        Event::OtpBad => ("try", used.otp_wrong, settings.otp_tries),
        Event::ChallengeBad => ("try", used.challenge_wrong, settings.mfa_tries),
        Event::ConfirmBad => ("try", used.confirm_wrong, settings.mfa_tries),
        Event::SetupBad => ("try", used.setup_wrong, settings.mfa_tries),
        Event::RecoveryCodeOk => return Some("a recovery code".to_owned()),
        _ => return None,
    };
    Some(format!("a {what}, {} of {most} left", most.saturating_sub(used)))
}
