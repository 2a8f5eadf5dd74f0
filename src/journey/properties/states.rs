//! Rules that look at one journey.

use super::super::policy::Policy;
use super::super::{Authenticator, Consent, Facts, History, Journey, State};

pub fn wrong_counts(history: &History) -> [u8; 4] {
    [history.otp_wrong, history.challenge_wrong, history.confirm_wrong, history.setup_wrong]
}

pub fn facts_known(_: &Policy, journey: &Journey) -> bool {
    match journey.state {
        State::SignIn => journey.facts.is_none() && journey.history == History::default(),
        State::Ended(_) => true,
        _ => journey.facts.is_some(),
    }
}

pub fn tries(policy: &Policy, journey: &Journey) -> bool {
    let mut limits = [policy.otp.tries, policy.mfa.tries, policy.mfa.tries, policy.mfa.tries];
    if !journey.state.is_end() {
        limits = limits.map(|limit| limit - 1);
    }
    wrong_counts(&journey.history).iter().zip(limits).all(|(count, limit)| *count <= limit)
}

pub fn sends(policy: &Policy, journey: &Journey) -> bool {
    journey.history.otp_sends <= policy.otp.sends
}

fn must_enrol(policy: &Policy, facts: &Facts) -> bool {
    facts.authenticator == Authenticator::Disabled || facts.authenticator == Authenticator::None && policy.mfa.required
}

pub fn device_settled(policy: &Policy, facts: &Facts, history: &History) -> bool {
    history.otp_verified || facts.device_trusted && !must_enrol(policy, facts)
}

pub fn mfa_settled(facts: &Facts, history: &History) -> bool {
    facts.authenticator == Authenticator::None || history.proof.is_some()
}

pub fn order(policy: &Policy, journey: &Journey) -> bool {
    let Some(facts) = &journey.facts else { return true };
    let device = device_settled(policy, facts, &journey.history);
    let mfa = mfa_settled(facts, &journey.history);
    let password = facts.password_due.is_none();
    let consent = facts.consent == Consent::Settled;
    match journey.state {
        State::SignIn | State::DeviceUnrecognized | State::OtpVerification | State::Ended(_) => true,
        State::MfaChallenge => device,
        State::PasswordChange => device && mfa,
        State::Consent => device && mfa && password,
        State::MfaRequired | State::ConfirmPassword | State::MfaSetup | State::RecoveryCodes => {
            device && mfa && password && consent
        }
        State::SignedIn => device && mfa && password && consent && !must_enrol(policy, facts),
    }
}

pub fn asks_what_exists(_: &Policy, journey: &Journey) -> bool {
    journey.state != State::MfaChallenge
        || journey.facts.is_some_and(|facts| facts.authenticator != Authenticator::None)
}

fn at_signed_in(journey: &Journey, holds: impl FnOnce(&Facts, &History) -> bool) -> bool {
    journey.state != State::SignedIn || journey.facts.is_some_and(|facts| holds(&facts, &journey.history))
}

pub fn signed_in_device(_: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, history| facts.device_trusted || history.otp_verified)
}

pub fn signed_in_consent(_: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, _| facts.consent == Consent::Settled)
}

pub fn signed_in_mfa(policy: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, history| match facts.authenticator {
        Authenticator::None => !policy.mfa.required,
        Authenticator::Active => history.proof.is_some(),
        Authenticator::Disabled => false,
    })
}

pub fn signed_in_password(_: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, _| facts.password_due.is_none())
}

pub fn is_blocked(journey: &Journey) -> bool {
    journey.facts.is_some_and(|facts| facts.consent == Consent::Unavailable)
}
