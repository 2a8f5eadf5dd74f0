//! What the journeys of a script went through, for its coverage.

use crate::journey::action::Action;
use crate::journey::map::{Edge, EventKind, PLAIN, Refusal, Visited, every_facts};
use crate::journey::replay::retrace;
use crate::journey::{Event, Refused, State};
use crate::service::journey::answer::{Answer, Trouble};
use crate::service::journey::says_disabled;
use crate::service::{Service, ServiceError};
use crate::store::JourneyKey;

/// How many journeys are read at a time.
const BATCH: u32 = 500;

/// Whether no act on a home leads this way, though the machine would go it: a journey has no account before its first
/// right password, so that disabling an account ends none there; and an account's last authenticator goes by a reset
/// alone, which ends the account's journeys, so that none of them is asked for less than an authenticator later.
///
/// The machine keeps these ways because its rules must hold whatever comes from outside, also from a service that
/// errs; that they are not taken is the service's affair.
pub fn is_beyond_acts(edge: &Edge) -> bool {
    match edge.event {
        EventKind::Disabled => edge.from == State::SignIn,
        EventKind::FactsChanged => {
            let without = [State::PasswordChange, State::Consent, State::MfaRequired];
            edge.from == State::MfaChallenge && without.contains(&edge.to)
        }
        _ => false,
    }
}

/// Notes what the machine refuses when it answers like this.
pub(super) fn note_refusals(visited: &mut Visited, answer: &Answer, action: &str) {
    let state = State::ALL_KINDS.into_iter().find(|state| state.id() == answer.state);
    let (Some(state), Some(action)) = (state, Action::from_id(action)) else { return };
    let (why, only) = match &answer.error {
        Some(Trouble::ConsentUnavailable) if state == State::SignIn => {
            (Refused::ConsentUnavailable, Some(EventKind::PasswordOk))
        }
        Some(Trouble::ConsentUnavailable) => (Refused::ConsentUnavailable, None),
        Some(Trouble::NoSendsLeft) => (Refused::NoSendsLeft, None),
        // The driver asks the machine no more once the authenticator is disabled for good.
        Some(Trouble::Throttled { .. }) if says_disabled(answer) => (Refused::NotAllowed, Some(EventKind::TotpOk)),
        _ => return,
    };
    let events = PLAIN.into_iter().chain(every_facts().first().copied().map(Event::PasswordOk));
    for event in events.filter(|event| Action::behind(state, *event) == Some(action)) {
        if only.is_none_or(|only| only == event.into()) {
            visited.refusal(Refusal { state, event: event.into(), why });
        }
    }
}

impl Service {
    /// The steps of every journey.
    pub(super) fn visited(&self) -> Result<Visited, ServiceError> {
        self.read(|work| {
            let mut visited = Visited::default();
            let mut after = JourneyKey(0);
            loop {
                let batch = work.db.journeys_after(after, BATCH)?;
                let Some(last) = batch.last() else { return Ok(visited) };
                after = last.key;
                for row in &batch {
                    let recorded = work.db.recorded_events(row.key)?;
                    let events = recorded.iter().map(|one| (one.settings, one.event));
                    retrace(events, |from, event, step| visited.step(from.state, event, step))
                        .map_err(|_| ServiceError::Conflict)?;
                }
            }
        })
    }
}
