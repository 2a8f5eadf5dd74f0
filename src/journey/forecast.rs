//! The sign-in in which everything goes right: which screens it shows, by walking the machine itself.

use super::policy::Policy;
use super::{Authenticator, Event, Facts, Journey, Refused, State, step};

/// The states that a sign-in with these facts passes when every answer is right, from the first screen to the end.
///
/// # Errors
/// [`Refused`] where the machine stops it, however right the answers: a required document is not published.
pub fn forecast(policy: &Policy, facts: &Facts) -> Result<Vec<State>, Refused> {
    let mut journey = Journey::default();
    let mut states = vec![journey.state];
    while !journey.state.is_end() {
        let event = right_answer(journey.state, facts);
        journey = step(policy, &journey, event)?.journey;
        states.push(journey.state);
    }
    Ok(states)
}

fn right_answer(state: State, facts: &Facts) -> Event {
    match state {
        State::SignIn => Event::PasswordOk(*facts),
        State::DeviceUnrecognized => Event::CodeRequested,
        State::OtpVerification => Event::OtpOk,
        State::MfaChallenge if facts.authenticator == Authenticator::Disabled => Event::RecoveryCodeOk,
        State::MfaChallenge => Event::TotpOk,
        State::PasswordChange => Event::PasswordChanged,
        State::Consent => Event::Accepted,
        State::MfaRequired => Event::Activated,
        State::ConfirmPassword => Event::Confirmed,
        State::MfaSetup => Event::SetupOk,
        State::RecoveryCodes => Event::Acknowledged,
        State::SignedIn | State::Ended(_) => Event::Expired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::policy::Profile;
    use crate::journey::{Consent, PasswordDue};

    const ENROLLED: Facts = Facts {
        device_trusted: true,
        authenticator: Authenticator::Active,
        password_due: None,
        consent: Consent::Settled,
    };

    fn ids(facts: Facts) -> Vec<&'static str> {
        let states = forecast(&Policy::of(Profile::Portal), &facts).unwrap();
        states.into_iter().map(State::id).collect()
    }

    #[test]
    fn the_guides_first_and_second_sign_in() {
        let first =
            Facts { device_trusted: false, authenticator: Authenticator::None, consent: Consent::Due, ..ENROLLED };
        let all = [
            "sign_in",
            "device_unrecognized",
            "otp_verification",
            "consent",
            "mfa_required",
            "confirm_password",
            "mfa_setup",
            "recovery_codes",
            "signed_in",
        ];
        assert_eq!(ids(first), all);
        assert_eq!(ids(ENROLLED), ["sign_in", "mfa_challenge", "signed_in"]);
    }

    #[test]
    fn every_facts_lead_to_the_end_or_name_the_document_that_is_missing() {
        for profile in [Profile::Portal, Profile::Nist] {
            for facts in crate::journey::map::every_facts() {
                match forecast(&Policy::of(profile), &facts) {
                    Ok(states) => assert_eq!(states.last(), Some(&State::SignedIn), "{facts:?}"),
                    Err(refused) => {
                        assert_eq!(refused, Refused::ConsentUnavailable);
                        assert_eq!(facts.consent, Consent::Unavailable);
                    }
                }
            }
        }
    }

    #[test]
    fn a_temporary_password_is_changed_after_the_device_and_the_factor() {
        let facts = Facts { device_trusted: false, password_due: Some(PasswordDue::Temporary), ..ENROLLED };
        let all =
            ["sign_in", "device_unrecognized", "otp_verification", "mfa_challenge", "password_change", "signed_in"];
        assert_eq!(ids(facts), all);
    }
}
