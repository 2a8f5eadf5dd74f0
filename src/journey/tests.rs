//! The machine, case by case as the guide and the decided cases tell it.

use super::action::{Action, Check};
use super::map::every_facts;
use super::policy::{Policy, Profile};
use super::*;

const NEW: Facts =
    Facts { device_trusted: false, authenticator: Authenticator::None, password_due: None, consent: Consent::Settled };
const KNOWN: Facts = Facts { device_trusted: true, authenticator: Authenticator::Active, ..NEW };

fn policy() -> Policy {
    Policy::of(Profile::Portal)
}

fn begin(facts: Facts) -> Journey {
    take(&Journey::default(), Event::PasswordOk(facts)).journey
}

fn take(journey: &Journey, event: Event) -> Step {
    step(&policy(), journey, event).unwrap_or_else(|why| panic!("{event:?} in {journey:?}: {why}"))
}

/// Takes the events one after the other and returns where each led, with the effects of them all.
fn walk(mut journey: Journey, events: &[Event]) -> (Vec<&'static str>, Vec<Effect>, Journey) {
    let (mut states, mut effects) = (vec![journey.state.id()], Vec::new());
    for &event in events {
        let step = take(&journey, event);
        states.push(step.journey.state.id());
        effects.extend(step.effects);
        journey = step.journey;
    }
    (states, effects, journey)
}

const ENROL: [Event; 4] = [Event::Activated, Event::Confirmed, Event::SetupOk, Event::Acknowledged];

#[test]
fn the_first_sign_in_of_an_enterprise_account_goes_as_the_guide_says() {
    let events = [&[Event::CodeRequested, Event::OtpOk, Event::Accepted][..], &ENROL].concat();
    let (states, effects, _) = walk(begin(Facts { consent: Consent::Due, ..NEW }), &events);
    assert_eq!(
        states,
        [
            "device_unrecognized",
            "otp_verification",
            "consent",
            "mfa_required",
            "confirm_password",
            "mfa_setup",
            "recovery_codes",
            "signed_in"
        ]
    );
    assert_eq!(
        effects,
        [
            Effect::MailOtp,
            Effect::RecordConsent,
            Effect::DrawSecret,
            Effect::DrawRecoveryCodes,
            Effect::Enrol,
            Effect::TrustDevice,
            Effect::OpenSession
        ]
    );
}

#[test]
fn the_second_sign_in_on_the_same_device_asks_for_a_code_of_the_app_alone() {
    let (states, effects, _) = walk(begin(KNOWN), &[Event::TotpOk]);
    assert_eq!(states, ["mfa_challenge", "signed_in"]);
    assert_eq!(effects, [Effect::OpenSession]);
}

#[test]
fn a_temporary_password_on_an_unknown_device_is_changed_after_the_mailed_code() {
    let facts = Facts { password_due: Some(PasswordDue::Temporary), consent: Consent::Due, ..NEW };
    let events = [Event::CodeRequested, Event::OtpOk, Event::PasswordChanged, Event::Accepted];
    let (states, _, _) = walk(begin(facts), &[&events[..], &ENROL].concat());
    assert_eq!(states[1..5], ["otp_verification", "password_change", "consent", "mfa_required"]);
    assert_eq!(states.last(), Some(&"signed_in"));
}

#[test]
fn a_stolen_password_alone_changes_nothing() {
    for due in [PasswordDue::Expired, PasswordDue::Temporary, PasswordDue::Reset] {
        for facts in [NEW, KNOWN, Facts { device_trusted: false, ..KNOWN }] {
            let journey = begin(Facts { password_due: Some(due), ..facts });
            assert_eq!(step(&policy(), &journey, Event::PasswordChanged), Err(Refused::NotAllowed));
        }
    }
}

#[test]
fn a_disabled_authenticator_is_passed_by_a_recovery_code_which_owes_a_new_enrolment() {
    let facts = Facts { authenticator: Authenticator::Disabled, ..KNOWN };
    let (states, _, challenge) = walk(begin(facts), &[Event::CodeRequested, Event::OtpOk]);
    assert_eq!(states, ["device_unrecognized", "otp_verification", "mfa_challenge"]);
    assert_eq!(step(&policy(), &challenge, Event::TotpOk), Err(Refused::NotAllowed));
    let (states, effects, end) = walk(challenge, &[&[Event::RecoveryCodeOk][..], &ENROL].concat());
    assert_eq!(states[1], "mfa_required");
    assert_eq!(effects[0], Effect::UseRecoveryCode);
    assert_eq!(end.state, State::SignedIn);
    assert_eq!(end.facts.map(|facts| facts.authenticator), Some(Authenticator::Active));
}

#[test]
fn who_owes_an_enrolment_owes_the_mailed_code_on_a_trusted_device_too() {
    let journey = begin(Facts { device_trusted: true, ..NEW });
    assert_eq!(journey.state, State::DeviceUnrecognized);
    let mut optional = policy();
    optional.mfa.required = false;
    let facts = Facts { device_trusted: true, ..NEW };
    let step = step(&optional, &Journey::default(), Event::PasswordOk(facts)).unwrap();
    assert_eq!(step.journey.state, State::SignedIn);
    assert_eq!(step.effects, [Effect::OpenSession]);
}

#[test]
fn c5_tries_are_per_journey_whatever_the_number_of_codes() {
    let mut journey = take(&begin(NEW), Event::CodeRequested).journey;
    for _ in 0..2 {
        let (_, _, after) = walk(journey, &[Event::OtpBad, Event::OtpBad, Event::CodeRequested]);
        assert_eq!(after.state, State::OtpVerification);
        journey = after;
    }
    assert_eq!((journey.history.otp_wrong, journey.history.otp_sends), (4, 3));
    assert_eq!(step(&policy(), &journey, Event::CodeRequested), Err(Refused::NoSendsLeft));
    let last = take(&journey, Event::OtpBad);
    assert_eq!(last.journey.state, State::Ended(Reason::TooManyAttempts));
}

#[test]
fn the_fifth_wrong_code_of_a_screen_ends_the_journey_and_each_screen_counts_its_own() {
    let enrolling = Journey { state: State::ConfirmPassword, ..begin(NEW) };
    let setting_up = Journey { state: State::MfaSetup, ..enrolling };
    let cases = [(begin(KNOWN), Event::ChallengeBad), (enrolling, Event::ConfirmBad), (setting_up, Event::SetupBad)];
    for (mut journey, wrong) in cases {
        let screen = journey.state;
        for _ in 0..4 {
            journey = take(&journey, wrong).journey;
            assert_eq!(journey.state, screen);
        }
        assert_eq!(take(&journey, wrong).journey.state, State::Ended(Reason::TooManyAttempts));
    }
}

#[test]
fn a_wrong_password_leaves_no_trace_in_the_journey() {
    let step = take(&Journey::default(), Event::PasswordBad);
    assert_eq!((step.journey, step.effects), (Journey::default(), vec![]));
}

#[test]
fn a_missing_document_stops_the_sign_in_before_a_code_is_sent() {
    for facts in every_facts().into_iter().filter(|facts| facts.consent == Consent::Unavailable) {
        let refused = step(&policy(), &Journey::default(), Event::PasswordOk(facts));
        assert_eq!(refused, Err(Refused::ConsentUnavailable));
    }
}

#[test]
fn a_document_that_goes_missing_stops_an_open_journey_but_for_giving_up() {
    let facts = Facts { consent: Consent::Unavailable, ..NEW };
    let journey = take(&begin(NEW), Event::FactsChanged(facts)).journey;
    assert!(journey.is_blocked());
    assert_eq!(step(&policy(), &journey, Event::CodeRequested), Err(Refused::ConsentUnavailable));
    assert_eq!(take(&journey, Event::Abandoned).journey.state, State::Ended(Reason::Abandoned));
    let (states, _, _) = walk(journey, &[Event::FactsChanged(NEW), Event::CodeRequested]);
    assert_eq!(states[1..], ["device_unrecognized", "otp_verification"]);
}

#[test]
fn a_document_published_in_the_middle_is_asked_for() {
    let enrolling = walk(begin(NEW), &[Event::CodeRequested, Event::OtpOk, Event::Activated]).2;
    let changed = take(&enrolling, Event::FactsChanged(Facts { consent: Consent::Due, ..NEW }));
    assert_eq!(changed.journey.state, State::Consent);
    assert!(changed.effects.is_empty());
    assert_eq!(take(&changed.journey, Event::Accepted).journey.state, State::MfaRequired);
}

#[test]
fn a_device_revoked_in_the_middle_is_verified_again() {
    let revoked = take(&begin(KNOWN), Event::FactsChanged(Facts { device_trusted: false, ..KNOWN }));
    assert_eq!(revoked.journey.state, State::DeviceUnrecognized);
}

#[test]
fn an_enrolment_elsewhere_is_proved_before_going_on() {
    let enrolling = walk(begin(NEW), &[Event::CodeRequested, Event::OtpOk, Event::Activated, Event::Confirmed]).2;
    let enrolled = Facts { authenticator: Authenticator::Active, ..NEW };
    assert_eq!(take(&enrolling, Event::FactsChanged(enrolled)).journey.state, State::MfaChallenge);
}

#[test]
fn a_change_of_facts_never_opens_a_session() {
    let facts = Facts { consent: Consent::Due, ..KNOWN };
    let consent = take(&begin(facts), Event::TotpOk).journey;
    let settled = take(&consent, Event::FactsChanged(KNOWN));
    assert_eq!((settled.journey.state, settled.effects.len()), (State::Consent, 0));
    assert_eq!(take(&settled.journey, Event::Accepted).journey.state, State::SignedIn);
}

#[test]
fn a_challenge_whose_authenticator_is_gone_ends_where_nothing_else_is_owed() {
    let mut optional = policy();
    optional.mfa.required = false;
    let challenge = step(&optional, &Journey::default(), Event::PasswordOk(KNOWN)).unwrap().journey;
    let gone = Facts { authenticator: Authenticator::None, ..KNOWN };
    let end = step(&optional, &challenge, Event::FactsChanged(gone)).unwrap();
    assert_eq!(end.journey.state, State::Ended(Reason::Superseded));
    assert_eq!(end.effects, [Effect::NoticeUnfinished]);
    assert_eq!(take(&challenge, Event::FactsChanged(gone)).journey.state, State::DeviceUnrecognized);
}

#[test]
fn a_right_password_that_leads_nowhere_is_told_once_and_only_where_no_code_was_mailed() {
    let ends = [Event::Abandoned, Event::Expired, Event::Superseded, Event::Disabled];
    for end in ends {
        assert_eq!(take(&begin(NEW), end).effects, [Effect::NoticeUnfinished]);
        assert!(take(&Journey::default(), end).effects.is_empty());
        assert!(take(&take(&begin(NEW), Event::CodeRequested).journey, end).effects.is_empty());
    }
}

#[test]
fn an_ended_journey_refuses_everything() {
    let end = take(&begin(NEW), Event::Abandoned).journey;
    assert_eq!(step(&policy(), &end, Event::PasswordOk(KNOWN)), Err(Refused::Ended));
    let signed_in = take(&begin(KNOWN), Event::TotpOk).journey;
    assert_eq!(step(&policy(), &signed_in, Event::Abandoned), Err(Refused::Ended));
}

#[test]
fn v2_3_1_an_action_that_the_screen_does_not_offer_is_refused() {
    let screens = [begin(NEW), begin(KNOWN), Journey::default()];
    for journey in screens {
        for event in super::map::PLAIN {
            let outside = matches!(event, Event::Expired | Event::Superseded | Event::Disabled);
            if !outside && Action::behind(journey.state, event).is_none() {
                assert_eq!(step(&policy(), &journey, event), Err(Refused::NotAllowed), "{event:?} in {journey:?}");
            }
        }
    }
}

#[test]
fn a_client_can_submit_acts_but_never_a_verdict() {
    let acts = [Event::Declined, Event::Activated, Event::Acknowledged, Event::Abandoned];
    for journey in super::map::explore(&policy_of_one_try()).open() {
        for action in Action::offered(journey.state) {
            if let Some(Check::Nothing(event)) = action.check(journey.state) {
                assert!(acts.contains(&event), "{event:?}");
            }
        }
    }
}

fn policy_of_one_try() -> Policy {
    let mut one = policy();
    (one.otp.tries, one.otp.sends, one.mfa.tries) = (1, 1, 1);
    one
}

#[test]
fn a_journey_is_written_and_read_back_unchanged() {
    let journey = walk(begin(NEW), &[Event::CodeRequested, Event::OtpBad]).2;
    let text = serde_json::to_string(&journey).unwrap();
    assert_eq!(serde_json::from_str::<Journey>(&text).unwrap(), journey);
}

#[test]
fn ids_are_those_of_the_written_form() {
    assert_eq!(serde_json::to_value(State::OtpVerification).unwrap(), State::OtpVerification.id());
    assert_eq!(serde_json::to_value(Reason::TooManyAttempts).unwrap(), Reason::TooManyAttempts.id());
    assert_eq!(State::Ended(Reason::Expired).id(), "ended");
    assert_eq!(
        [State::SignedIn, State::Ended(Reason::Expired), State::Consent].map(State::status),
        ["signed_in", "ended", "open"]
    );
}
