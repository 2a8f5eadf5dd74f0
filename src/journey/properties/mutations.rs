//! The machine broken on purpose, once for each way in which such machines go wrong; every one must be
//! caught by the rule that is there for it.

use super::super::map::{every_facts, explore};
use super::super::policy::{Policy, Profile};
use super::super::{
    Authenticator, Consent, Effect, Event, Facts, Journey, PasswordDue, Reason, Refused, State, Step, owed, step,
};
use super::{Checker, PROPERTIES, check, check_all};

pub(crate) type Machine = fn(&Policy, &Journey, Event) -> Result<Step, Refused>;

fn small(tries: u8, sends: u8) -> Policy {
    let mut policy = Policy::of(Profile::Portal);
    policy.otp.tries = tries;
    policy.otp.sends = sends;
    policy.mfa.tries = tries;
    policy
}

/// The steps of the real machine with the result changed.
fn after(policy: &Policy, journey: &Journey, event: Event, change: impl FnOnce(&mut Step)) -> Result<Step, Refused> {
    let mut taken = step(policy, journey, event)?;
    change(&mut taken);
    Ok(taken)
}

fn facts(journey: &Journey) -> Facts {
    journey.facts.expect("a right password came first")
}

fn session(step: &mut Step) {
    step.journey.state = State::SignedIn;
    step.effects.push(Effect::OpenSession);
}

/// Each fault: what it is, the rule that must see it, the broken machine.
pub(crate) const MUTATIONS: &[(&str, &str, Machine)] = &[
    ("c5: a new code gives new tries", "new_code_no_tries", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::CodeRequested {
                s.journey.history.otp_wrong = 0;
            }
        })
    }),
    ("c6: a wrong mailed code is not counted", "record_true", |p, j, e| match e {
        Event::OtpBad if j.state == State::OtpVerification => Ok(Step { journey: *j, effects: Vec::new() }),
        _ => step(p, j, e),
    }),
    ("c1: a used code of the app is taken again", "wrong_opens_nothing", |p, j, e| match e {
        Event::ChallengeBad => step(p, j, Event::TotpOk),
        _ => step(p, j, e),
    }),
    ("c7: a mailed code past its time is taken", "wrong_opens_nothing", |p, j, e| match e {
        Event::OtpBad => step(p, j, Event::OtpOk),
        _ => step(p, j, e),
    }),
    ("c12: a wrong password tells an address that is known from one that is not", "facts_known", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::PasswordBad {
                s.journey.state = State::DeviceUnrecognized;
            }
        })
    }),
    ("c20: leaving the challenge forgets its wrong codes", "counts_grow", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state != State::MfaChallenge && !s.journey.state.is_end() {
                s.journey.history.challenge_wrong = 0;
            }
        })
    }),
    ("a change of facts forgets the wrong codes", "change_record", |p, j, e| {
        after(p, j, e, |s| {
            if matches!(e, Event::FactsChanged(_)) {
                s.journey.history.otp_wrong = 0;
            }
        })
    }),
    ("the last wrong code does not end the journey", "tries", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::Ended(Reason::TooManyAttempts) {
                s.journey.state = j.state;
                s.effects.clear();
            }
        })
    }),
    ("mails go on after the last send", "sends", |p, j, e| match step(p, j, e) {
        Err(Refused::NoSendsLeft) => {
            let mut journey = Journey { state: State::OtpVerification, ..*j };
            journey.history.otp_sends += 1;
            Ok(Step { journey, effects: vec![Effect::MailOtp] })
        }
        other => other,
    }),
    ("the code is mailed before anyone asks", "mail_when_asked", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::DeviceUnrecognized && j.state == State::SignIn {
                s.effects.push(Effect::MailOtp);
            }
        })
    }),
    ("enrolment comes before consent", "order", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::Consent && facts(&s.journey).owes_enrolment(p) {
                s.journey.state = State::MfaRequired;
            }
        })
    }),
    ("consent comes before the password change", "order", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::PasswordChange && facts(&s.journey).consent != Consent::Settled {
                s.journey.state = State::Consent;
            }
        })
    }),
    ("the challenge comes before the mailed code", "order", |p, j, e| {
        after(p, j, e, |s| {
            let enrolled = s.journey.facts.is_some_and(|f| f.authenticator != Authenticator::None);
            if s.journey.state == State::DeviceUnrecognized && enrolled && s.journey.history.proof.is_none() {
                s.journey.state = State::MfaChallenge;
            }
        })
    }),
    ("a stolen password alone changes the password", "password_last", |p, j, e| match e {
        Event::PasswordChanged if j.state == State::DeviceUnrecognized => {
            after(p, j, Event::FactsChanged(facts(j)), |s| {
                s.journey.facts = Some(Facts { password_due: None, ..facts(j) });
                s.effects.push(Effect::StorePassword);
            })
        }
        _ => step(p, j, e),
    }),
    ("c9: a changed password signs in at once", "signed_in_mfa", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::PasswordChanged && !s.journey.state.is_end() {
                session(s);
            }
        })
    }),
    ("c10: a trusted device skips the authenticator", "signed_in_mfa", |p, j, e| {
        after(p, j, e, |s| {
            if matches!(e, Event::PasswordOk(f) if f.device_trusted) && s.journey.state == State::MfaChallenge {
                session(s);
            }
        })
    }),
    ("a trusted device skips the code though an enrolment is owed", "order", |p, j, e| {
        after(p, j, e, |s| {
            let trusted = s.journey.facts.is_some_and(|f| f.device_trusted);
            if s.journey.state == State::DeviceUnrecognized && trusted {
                s.journey.state = State::MfaRequired;
            }
        })
    }),
    ("an unknown device signs in by its authenticator", "signed_in_device", |p, j, e| match e {
        Event::PasswordOk(f) if j.state == State::SignIn && f.authenticator == Authenticator::Active => {
            let owed = owed(p, &Facts { device_trusted: true, ..f }, &j.history);
            after(p, j, e, |s| s.journey.state = owed)
        }
        Event::TotpOk if j.state == State::MfaChallenge => after(p, j, e, |s| {
            if s.journey.state == State::DeviceUnrecognized {
                session(s);
            }
        }),
        _ => step(p, j, e),
    }),
    ("a session opens though documents are not accepted", "signed_in_consent", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::Consent && e == Event::TotpOk {
                session(s);
            }
        })
    }),
    ("declining counts as accepting", "time_ends", |p, j, e| match e {
        Event::Declined if j.state == State::Consent => step(p, j, Event::Accepted),
        _ => step(p, j, e),
    }),
    ("a missing document lets everybody in", "blocked", |p, j, e| match e {
        Event::PasswordOk(f) if f.consent == Consent::Unavailable => {
            step(p, j, Event::PasswordOk(Facts { consent: Consent::Due, ..f }))
                .map(|s| Step { journey: Journey { facts: Some(f), ..s.journey }, ..s })
        }
        _ => step(p, j, e),
    }),
    ("a device is trusted as soon as its code is right", "device_trust", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::OtpOk && s.journey.state != State::SignedIn {
                s.effects.push(Effect::TrustDevice);
            }
        })
    }),
    ("a session is opened twice", "one_session", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::SignedIn {
                s.effects.push(Effect::OpenSession);
            }
        })
    }),
    ("the session opens before the device is trusted", "effects_ordered", |p, j, e| {
        after(p, j, e, |s| s.effects.reverse())
    }),
    ("an authenticator counts before its codes are saved", "enrol_when_acknowledged", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::SetupOk {
                s.effects.push(Effect::Enrol);
            }
        })
    }),
    ("recovery codes are shown before the authenticator is proved", "codes_after_setup", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::MfaSetup && e == Event::Confirmed {
                s.journey.state = State::RecoveryCodes;
            }
        })
    }),
    ("a wrong set-up code enrols", "wrong_opens_nothing", |p, j, e| match e {
        Event::SetupBad if j.state == State::MfaSetup => step(p, j, Event::SetupOk),
        _ => step(p, j, e),
    }),
    ("the password is not asked again before an enrolment", "secret_after_password", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::Activated {
                s.journey.state = State::MfaSetup;
                s.effects.push(Effect::DrawSecret);
            }
        })
    }),
    ("a disabled authenticator still takes codes", "disabled_authenticator", |p, j, e| match e {
        Event::TotpOk if j.state == State::MfaChallenge => step(p, j, Event::RecoveryCodeOk),
        _ => step(p, j, e),
    }),
    ("a recovery code revives a disabled authenticator", "facts_true", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::RecoveryCodeOk {
                s.journey.facts = Some(Facts { authenticator: Authenticator::Active, ..facts(j) });
            }
        })
    }),
    ("a used recovery code is not taken back", "receipts", |p, j, e| {
        after(p, j, e, |s| s.effects.retain(|&effect| effect != Effect::UseRecoveryCode))
    }),
    ("c8: a step turns MFA off", "never_unenrolled", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::TotpOk && !s.journey.state.is_end() {
                s.journey.facts = Some(Facts { authenticator: Authenticator::None, ..facts(j) });
            }
        })
    }),
    ("looking at a journey opens a session", "change_opens_nothing", |p, j, e| {
        after(p, j, e, |s| {
            if let Event::FactsChanged(f) = e
                && owed(p, &f, &j.history) == State::SignedIn
            {
                session(s);
            }
        })
    }),
    ("a stale journey keeps its old facts", "change_record", |p, j, e| match e {
        Event::FactsChanged(_) if j.facts.is_some() && !j.state.is_end() => {
            Ok(Step { journey: *j, effects: Vec::new() })
        }
        _ => step(p, j, e),
    }),
    ("a temporary password need not be changed", "payloads_alike", |p, j, e| match e {
        Event::PasswordOk(f) if f.password_due == Some(PasswordDue::Temporary) => {
            step(p, j, Event::PasswordOk(Facts { password_due: None, ..f }))
        }
        _ => step(p, j, e),
    }),
    ("c11: a second right password starts over in the middle", "offered_only", |p, j, e| match e {
        Event::PasswordOk(_) if !j.state.is_end() => step(p, &Journey::default(), e),
        _ => step(p, j, e),
    }),
    ("time does not end the consent screen", "time_ends", |p, j, e| match e {
        Event::Expired if j.state == State::Consent => Ok(Step { journey: *j, effects: Vec::new() }),
        _ => step(p, j, e),
    }),
    ("an abandoned journey goes on", "ends_final", |p, j, e| match (j.state, j.facts) {
        (State::Ended(Reason::Abandoned), Some(facts)) => {
            step(p, &Journey { state: owed(p, &facts, &j.history), ..*j }, e)
        }
        _ => step(p, j, e),
    }),
    ("nobody is told of a right password that led nowhere", "notice", |p, j, e| {
        after(p, j, e, |s| s.effects.retain(|&effect| effect != Effect::NoticeUnfinished))
    }),
    ("the decline button does nothing", "no_dead_button", |p, j, e| match e {
        Event::Declined => Err(Refused::NotAllowed),
        _ => step(p, j, e),
    }),
    ("an account without mail is stuck", "way_in", |p, j, e| match (j.state, e) {
        (State::DeviceUnrecognized, Event::CodeRequested) => Err(Refused::NoSendsLeft),
        _ => step(p, j, e),
    }),
    ("the enrolment asks for the documents again", "no_circle", |p, j, e| match (j.state, e) {
        (State::ConfirmPassword, Event::Confirmed) => {
            Ok(Step { journey: Journey { state: State::MfaRequired, ..*j }, effects: vec![Effect::DrawSecret] })
        }
        _ => step(p, j, e),
    }),
    ("a wrong password is remembered in the journey", "password_first", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::PasswordBad {
                s.journey.history.confirm_wrong += 1;
            }
        })
    }),
    ("a journey forgets whose it is", "facts_known", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::Activated {
                s.journey.facts = None;
            }
        })
    }),
    ("the last mail sends the person straight on", "owed_next", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::CodeRequested && s.journey.history.otp_sends == p.otp.sends {
                s.journey.state = State::DeviceUnrecognized;
            }
        })
    }),
    ("an account without authenticator is asked for one", "asks_what_exists", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::MfaRequired {
                s.journey.state = State::MfaChallenge;
            }
        })
    }),
    ("an expired password signs in", "signed_in_password", |p, j, e| {
        after(p, j, e, |s| {
            if s.journey.state == State::PasswordChange && e == Event::TotpOk {
                session(s);
            }
        })
    }),
    ("a session opens one thing too early", "owed_nothing", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::SetupOk {
                session(s);
            }
        })
    }),
    ("an abandoned journey is called declined", "ends", |p, j, e| {
        after(p, j, e, |s| {
            if e == Event::Abandoned {
                s.journey.state = State::Ended(Reason::Declined);
            }
        })
    }),
    ("declining is refused after a wrong code", "refused_with_reason", |p, j, e| match e {
        Event::Declined if j.history.otp_wrong > 0 => Err(Refused::NotAllowed),
        _ => step(p, j, e),
    }),
];

#[test]
fn every_fault_is_caught_by_its_rule() {
    let policy = small(2, 2);
    for (fault, rule, machine) in MUTATIONS {
        let report = check(&policy, machine, Some(rule));
        assert_eq!(report.broken.len(), 1, "{fault}: not seen by {rule}");
        let broken = &report.broken[0];
        assert_eq!(broken.id, *rule);
        assert!(!broken.way.is_empty(), "{fault}: {rule} shows no way");
    }
}

#[test]
fn c1_c5_c6_c7_c8_c9_c10_c12_are_among_the_faults() {
    assert!(MUTATIONS.len() >= 25);
    for incident in ["c1", "c5", "c6", "c7", "c8", "c9", "c10", "c12"] {
        assert!(MUTATIONS.iter().any(|(fault, _, _)| fault.starts_with(&format!("{incident}: "))), "{incident}");
    }
}

#[test]
fn every_rule_is_shown_to_catch_a_fault() {
    let shown: Vec<_> = MUTATIONS.iter().map(|(_, rule, _)| *rule).collect();
    let idle: Vec<_> = PROPERTIES.iter().map(|property| property.id).filter(|id| !shown.contains(id)).collect();
    assert_eq!(idle, Vec::<&str>::new());
}

#[test]
fn a_counterexample_is_shortest_and_reads_as_a_list_of_steps() {
    let (_, rule, machine) = MUTATIONS[0];
    let report = check(&small(2, 2), machine, Some(rule));
    assert_eq!(
        report.broken[0].to_string(),
        "new_code_no_tries: A new code does not give new tries.\n\
         It does not hold after:\n  \
         1. sign_in: sign_in: right (untrusted device, no authenticator) → device_unrecognized\n  \
         2. device_unrecognized: ok → otp_verification [mail_otp]\n  \
         3. otp_verification: verify: wrong → otp_verification\n  \
         4. otp_verification: resend → otp_verification [mail_otp]\n"
    );
}

#[test]
fn the_machine_itself_breaks_no_rule() {
    let mut optional = small(2, 2);
    optional.mfa.required = false;
    let mut nist = Policy::of(Profile::Nist);
    (nist.otp.tries, nist.otp.sends, nist.mfa.tries) = (3, 1, 2);
    for policy in [small(1, 1), small(2, 2), optional, nist] {
        let report = check_all(&policy);
        assert!(report.broken.is_empty(), "{}", report.broken[0]);
        assert!(report.states > 400, "the search found {} open journeys", report.states);
    }
}

#[test]
fn what_the_search_leaves_out_makes_no_difference_anywhere() {
    let policy = small(2, 1);
    let checker = Checker::new(&policy, &step, None);
    let all = every_facts();
    for journey in explore(&policy).open() {
        assert_eq!(checker.odd_event(journey, &all), None, "{journey:?}");
    }
}
