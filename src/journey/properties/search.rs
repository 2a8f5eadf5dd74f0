//! Rules that look at the search as a whole: whether there is a way, and no way in a circle.

use super::super::action::Action;
use super::super::map::{EventKind, PLAIN};
use super::super::policy::Policy;
use super::super::{Consent, Event, Journey, State, owed};
use super::{FRESH, Found};

/// Why a journey cannot reach `signed_in` by the person's acts alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocker {
    /// A required document must be published (`consent publish`).
    ConsentUnavailable,
    /// Every mail of the journey is sent, and the code is still owed: another journey must be started.
    NoSendsLeft,
}

/// What keeps an open journey from reaching `signed_in`, if anything does.
pub fn blocker(policy: &Policy, journey: &Journey) -> Option<Blocker> {
    let facts = journey.facts?;
    let code_owed = journey.state == State::DeviceUnrecognized
        || owed(policy, &facts, &journey.history) == State::DeviceUnrecognized
            && journey.state != State::OtpVerification;
    if facts.consent == Consent::Unavailable {
        Some(Blocker::ConsentUnavailable)
    } else if code_owed && journey.history.otp_sends >= policy.otp.sends {
        Some(Blocker::NoSendsLeft)
    } else {
        None
    }
}

pub fn no_dead_button(policy: &Policy, found: &Found<'_>) -> Option<u32> {
    let screens = [
        State::SignIn,
        State::DeviceUnrecognized,
        State::OtpVerification,
        State::MfaChallenge,
        State::PasswordChange,
        State::Consent,
        State::MfaRequired,
        State::ConfirmPassword,
        State::MfaSetup,
        State::RecoveryCodes,
    ];
    let used = |state: State, action: Action| {
        let mut kinds = found.accepted.iter().filter(|(at, _)| *at == state);
        kinds.any(|(_, kind)| action_of(state, *kind) == Some(action))
    };
    let once = |action: Action| action == Action::Resend && policy.otp.sends == 1;
    let alive = |state: State| Action::offered(state).iter().all(|&action| used(state, action) || once(action));
    let dead = screens.into_iter().find(|&state| !alive(state));
    dead.map(|state| found.space.open().iter().position(|journey| journey.state == state).unwrap_or(0) as u32)
}

fn action_of(state: State, kind: EventKind) -> Option<Action> {
    let carrying = [Event::PasswordOk(FRESH), Event::FactsChanged(FRESH)];
    let event = PLAIN.into_iter().chain(carrying).find(|event| EventKind::from(*event) == kind)?;
    Action::behind(state, event)
}

pub fn way_in(policy: &Policy, found: &Found<'_>) -> Option<u32> {
    let open = found.space.open();
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); open.len()];
    for &(from, to) in &found.space.ways {
        before[to as usize].push(from);
    }
    let mut reaches = vec![false; open.len()];
    let mut next = found.space.last_steps.clone();
    while let Some(number) = next.pop() {
        if !std::mem::replace(&mut reaches[number as usize], true) {
            next.extend(&before[number as usize]);
        }
    }
    let wrong = open.iter().zip(reaches).position(|(journey, reaches)| reaches == blocker(policy, journey).is_some());
    wrong.map(|number| number as u32)
}

pub fn no_circle(_: &Policy, found: &Found<'_>) -> Option<u32> {
    let size = found.space.open().len();
    let mut after: Vec<Vec<u32>> = vec![Vec::new(); size];
    let mut entering = vec![0_u32; size];
    for &(from, to) in &found.space.ways {
        after[from as usize].push(to);
        entering[to as usize] += 1;
    }
    let mut ready: Vec<u32> = (0..size as u32).filter(|&number| entering[number as usize] == 0).collect();
    while let Some(number) = ready.pop() {
        for &to in &after[number as usize] {
            entering[to as usize] -= 1;
            if entering[to as usize] == 0 {
                ready.push(to);
            }
        }
    }
    entering.iter().position(|&left| left > 0).map(|number| number as u32)
}
