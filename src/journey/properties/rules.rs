//! The rules, each by a name, and those that look at one step or one refusal.

use super::super::action::Action;
use super::super::policy::Policy;
use super::super::{Authenticator, Consent, Effect, Event, History, Journey, Proof, Reason, Refused, State, owed};
use super::search::{no_circle, no_dead_button, way_in};
use super::states::{
    asks_what_exists, device_settled, facts_known, is_blocked, mfa_settled, order, sends, signed_in_consent,
    signed_in_device, signed_in_mfa, signed_in_password, tries, wrong_counts,
};
use super::{Property, Taken, Test};

/// Every property, in the order of a report.
pub const PROPERTIES: &[Property] = &[
    rule(
        "password_first",
        "Nothing is known and nothing counted before a right password, which alone brings the facts.",
        Test::Act(password_first),
    ),
    rule(
        "facts_known",
        "Every screen but the first knows the facts that it was derived from.",
        Test::Journey(facts_known),
    ),
    rule("record_true", "The journey's record of itself grows by exactly what happened.", Test::Act(record_true)),
    rule("facts_true", "The facts change by exactly what the person settled.", Test::Act(facts_true)),
    rule(
        "change_record",
        "A change of facts brings those facts and changes no count and no proof.",
        Test::Change(change_record),
    ),
    rule("counts_grow", "No count ever falls.", Test::Act(counts_grow)),
    rule("new_code_no_tries", "A new code does not give new tries.", Test::Act(new_code_no_tries)),
    rule(
        "tries",
        "Wrong codes and passwords never exceed the tries, and the last one ends the journey.",
        Test::Journey(tries),
    ),
    rule("sends", "Mails never exceed the sends.", Test::Journey(sends)),
    rule("order", "A screen comes only when everything before it is settled.", Test::Journey(order)),
    rule("owed_next", "Settling one thing leads to the next thing owed.", Test::Act(owed_next)),
    rule(
        "asks_what_exists",
        "An authenticator is asked for only where one is enrolled.",
        Test::Journey(asks_what_exists),
    ),
    rule(
        "signed_in_device",
        "Signed in ⇒ the device was trusted before or its code was verified in this journey.",
        Test::Journey(signed_in_device),
    ),
    rule(
        "signed_in_consent",
        "Signed in ⇒ every required document's current version is accepted.",
        Test::Journey(signed_in_consent),
    ),
    rule(
        "signed_in_mfa",
        "Signed in ⇒ what is enrolled was proved in this journey, and where MFA is required something is.",
        Test::Journey(signed_in_mfa),
    ),
    rule("signed_in_password", "Signed in ⇒ no password change is owed.", Test::Journey(signed_in_password)),
    rule("owed_nothing", "At the step that opens a session nothing is owed.", Test::Act(owed_nothing)),
    rule(
        "one_session",
        "A session is opened exactly once, on arriving at signed_in, and nowhere else.",
        Test::Act(one_session),
    ),
    rule(
        "device_trust",
        "A device becomes trusted when the journey that verified it signs in, not before.",
        Test::Act(device_trust),
    ),
    rule(
        "mail_when_asked",
        "A code is mailed when a person asks for it, once, and never else.",
        Test::Act(mail_when_asked),
    ),
    rule(
        "enrol_when_acknowledged",
        "An authenticator and its recovery codes count only once the codes are acknowledged.",
        Test::Act(enrol_when_acknowledged),
    ),
    rule(
        "codes_after_setup",
        "Recovery codes are drawn only after the new authenticator was proved.",
        Test::Act(codes_after_setup),
    ),
    rule(
        "secret_after_password",
        "A secret is drawn only after the password was confirmed.",
        Test::Act(secret_after_password),
    ),
    rule(
        "password_last",
        "A password is changed only where the device and the authenticator are settled.",
        Test::Act(password_last),
    ),
    rule(
        "receipts",
        "A receipt is written and a recovery code used up exactly when the person does so.",
        Test::Act(receipts),
    ),
    rule("effects_ordered", "What is done comes in its order, and nothing twice.", Test::Act(effects_ordered)),
    rule("notice", "A right password that leads to no mail and no sign-in queues one notice.", Test::Act(notice)),
    rule("never_unenrolled", "Authenticators never fall from one to none by a step.", Test::Act(never_unenrolled)),
    rule(
        "disabled_authenticator",
        "A disabled authenticator is passed by a recovery code alone.",
        Test::Act(disabled_authenticator),
    ),
    rule(
        "wrong_opens_nothing",
        "A wrong code or password stays on its screen or ends the journey.",
        Test::Act(wrong_opens_nothing),
    ),
    rule("ends", "Each end is reached by what it is named after, and by nothing else.", Test::Act(ends)),
    rule(
        "time_ends",
        "Time alone ends every open journey, and so do giving up, support and disabling.",
        Test::Act(time_ends),
    ),
    rule(
        "blocked",
        "While a required document has no published version, nothing is accepted but an end.",
        Test::Act(blocked),
    ),
    rule("offered_only", "What a person can do is what the screen offers.", Test::Act(offered_only)),
    rule(
        "change_opens_nothing",
        "A change of facts opens no session and does nothing but, at an end, send a notice.",
        Test::Change(change_opens_nothing),
    ),
    rule(
        "refused_with_reason",
        "What a screen offers is refused for a named reason alone, and what comes from outside never.",
        Test::Refusal(refused_with_reason),
    ),
    rule("ends_final", "A journey that has ended refuses everything.", Test::Final),
    rule(
        "no_dead_button",
        "Every action of every screen is accepted in some situation, and every screen is reached.",
        Test::Whole(no_dead_button),
    ),
    rule(
        "way_in",
        "From every open journey signed_in is reached by the person's acts alone, or the blocker has a name.",
        Test::Whole(way_in),
    ),
    rule(
        "no_circle",
        "With nothing changed outside, no act leads back to where the journey was.",
        Test::Whole(no_circle),
    ),
    rule(
        "payloads_alike",
        "Why a password must change decides nothing, and a password cannot be right twice.",
        Test::Payloads,
    ),
];

const fn rule(id: &'static str, rule: &'static str, test: Test) -> Property {
    Property { id, rule, test }
}

fn password_first(_: &Policy, step: &Taken<'_>) -> bool {
    let right = matches!(step.event, Event::PasswordOk(_)) && step.from.state == State::SignIn;
    right || step.from.facts.is_some() || (step.to.facts.is_none() && step.to.history == History::default())
}

fn record_true(_: &Policy, step: &Taken<'_>) -> bool {
    let mut record = step.from.history;
    match step.event {
        Event::CodeRequested => record.otp_sends += 1,
        Event::OtpOk => record.otp_verified = true,
        Event::OtpBad => record.otp_wrong += 1,
        Event::TotpOk | Event::Acknowledged => record.proof = Some(Proof::Totp),
        Event::RecoveryCodeOk => record.proof = Some(Proof::RecoveryCode),
        Event::ChallengeBad => record.challenge_wrong += 1,
        Event::ConfirmBad => record.confirm_wrong += 1,
        Event::SetupBad => record.setup_wrong += 1,
        _ => {}
    }
    step.to.history == record
}

fn facts_true(_: &Policy, step: &Taken<'_>) -> bool {
    let mut facts = step.from.facts;
    if let Event::PasswordOk(found) = step.event {
        facts = Some(found);
    } else if let Some(facts) = &mut facts {
        match step.event {
            Event::PasswordChanged => facts.password_due = None,
            Event::Accepted => facts.consent = Consent::Settled,
            Event::Acknowledged => facts.authenticator = Authenticator::Active,
            _ => {}
        }
    }
    step.to.facts == facts
}

fn change_record(_: &Policy, step: &Taken<'_>) -> bool {
    matches!(step.event, Event::FactsChanged(facts) if step.to.facts == Some(facts))
        && step.to.history == step.from.history
}

fn counts_grow(_: &Policy, step: &Taken<'_>) -> bool {
    let (before, after) = (&step.from.history, &step.to.history);
    before.otp_sends <= after.otp_sends
        && before.otp_verified <= after.otp_verified
        && wrong_counts(before).iter().zip(wrong_counts(after)).all(|(before, after)| *before <= after)
}

fn new_code_no_tries(_: &Policy, step: &Taken<'_>) -> bool {
    step.event != Event::CodeRequested || wrong_counts(&step.from.history) == wrong_counts(&step.to.history)
}

fn owed_next(policy: &Policy, step: &Taken<'_>) -> bool {
    use {Event as E, State as S};
    let first = || step.to.facts.map(|facts| owed(policy, &facts, &step.to.history));
    match step.event {
        E::PasswordOk(_)
        | E::OtpOk
        | E::TotpOk
        | E::RecoveryCodeOk
        | E::PasswordChanged
        | E::Accepted
        | E::Acknowledged => first() == Some(step.to.state),
        E::CodeRequested => step.to.state == S::OtpVerification,
        E::Activated => step.from.state == S::MfaRequired && step.to.state == S::ConfirmPassword,
        E::Confirmed => step.from.state == S::ConfirmPassword && step.to.state == S::MfaSetup,
        E::SetupOk => step.from.state == S::MfaSetup && step.to.state == S::RecoveryCodes,
        _ => true,
    }
}

fn owed_nothing(policy: &Policy, step: &Taken<'_>) -> bool {
    !step.effects.contains(&Effect::OpenSession)
        || step.to.facts.is_some_and(|facts| owed(policy, &facts, &step.to.history) == State::SignedIn)
}

fn count(step: &Taken<'_>, effect: Effect) -> usize {
    step.effects.iter().filter(|&&done| done == effect).count()
}

/// Whether the effect comes once where it should and not at all elsewhere.
fn exactly(step: &Taken<'_>, effect: Effect, due: bool) -> bool {
    count(step, effect) == usize::from(due)
}

fn one_session(_: &Policy, step: &Taken<'_>) -> bool {
    exactly(step, Effect::OpenSession, step.to.state == State::SignedIn)
}

fn device_trust(_: &Policy, step: &Taken<'_>) -> bool {
    let due = step.to.state == State::SignedIn && step.to.history.otp_verified;
    exactly(step, Effect::TrustDevice, due)
}

fn mail_when_asked(_: &Policy, step: &Taken<'_>) -> bool {
    exactly(step, Effect::MailOtp, step.event == Event::CodeRequested)
}

fn enrol_when_acknowledged(_: &Policy, step: &Taken<'_>) -> bool {
    let due = step.event == Event::Acknowledged && step.from.state == State::RecoveryCodes;
    exactly(step, Effect::Enrol, due)
}

fn codes_after_setup(_: &Policy, step: &Taken<'_>) -> bool {
    let due = step.event == Event::SetupOk && step.from.state == State::MfaSetup;
    exactly(step, Effect::DrawRecoveryCodes, due) && (due || step.to.state != State::RecoveryCodes)
}

fn secret_after_password(_: &Policy, step: &Taken<'_>) -> bool {
    let due = step.event == Event::Confirmed && step.from.state == State::ConfirmPassword;
    let stays = step.from.state == State::MfaSetup;
    exactly(step, Effect::DrawSecret, due) && (due || stays || step.to.state != State::MfaSetup)
}

fn password_last(policy: &Policy, step: &Taken<'_>) -> bool {
    let changed = step.event == Event::PasswordChanged;
    let Journey { facts: Some(facts), history, .. } = step.from else { return !changed };
    let settled = device_settled(policy, facts, history) && mfa_settled(facts, history);
    exactly(step, Effect::StorePassword, changed) && (!changed || settled)
}

fn receipts(_: &Policy, step: &Taken<'_>) -> bool {
    exactly(step, Effect::RecordConsent, step.event == Event::Accepted)
        && exactly(step, Effect::UseRecoveryCode, step.event == Event::RecoveryCodeOk)
}

fn effects_ordered(_: &Policy, step: &Taken<'_>) -> bool {
    step.effects.is_sorted_by(|one, next| one < next)
}

fn notice(_: &Policy, step: &Taken<'_>) -> bool {
    let due = matches!(step.to.state, State::Ended(_)) && step.to.facts.is_some() && step.to.history.otp_sends == 0;
    exactly(step, Effect::NoticeUnfinished, due)
}

fn never_unenrolled(_: &Policy, step: &Taken<'_>) -> bool {
    let enrolled = |journey: &Journey| journey.facts.is_some_and(|facts| facts.authenticator != Authenticator::None);
    !enrolled(step.from) || enrolled(step.to)
}

fn disabled_authenticator(_: &Policy, step: &Taken<'_>) -> bool {
    let authenticator = step.from.facts.map(|facts| facts.authenticator);
    match step.event {
        Event::TotpOk => authenticator == Some(Authenticator::Active),
        Event::RecoveryCodeOk => authenticator.is_some_and(|one| one != Authenticator::None),
        _ => true,
    }
}

fn is_wrong(event: Event) -> bool {
    matches!(event, Event::PasswordBad | Event::OtpBad | Event::ChallengeBad | Event::ConfirmBad | Event::SetupBad)
}

fn wrong_opens_nothing(_: &Policy, step: &Taken<'_>) -> bool {
    let ended = step.to.state == State::Ended(Reason::TooManyAttempts);
    let silent = step.effects.iter().all(|effect| ended && *effect == Effect::NoticeUnfinished);
    !is_wrong(step.event) || (silent && (ended || step.to.state == step.from.state))
}

fn ends(policy: &Policy, step: &Taken<'_>) -> bool {
    let used_up = wrong_counts(&step.to.history)[0] == policy.otp.tries
        || wrong_counts(&step.to.history)[1..].contains(&policy.mfa.tries);
    match step.to.state {
        State::Ended(Reason::Declined) => step.event == Event::Declined,
        State::Ended(Reason::Abandoned) => step.event == Event::Abandoned,
        State::Ended(Reason::Expired) => step.event == Event::Expired,
        State::Ended(Reason::Superseded) => step.event == Event::Superseded,
        State::Ended(Reason::Disabled) => step.event == Event::Disabled,
        State::Ended(Reason::TooManyAttempts) => is_wrong(step.event) && used_up,
        _ => true,
    }
}

fn time_ends(_: &Policy, step: &Taken<'_>) -> bool {
    let reason = match step.event {
        Event::Declined => Reason::Declined,
        Event::Abandoned => Reason::Abandoned,
        Event::Expired => Reason::Expired,
        Event::Superseded => Reason::Superseded,
        Event::Disabled => Reason::Disabled,
        _ => return true,
    };
    step.to.state == State::Ended(reason)
}

fn blocked(_: &Policy, step: &Taken<'_>) -> bool {
    !(is_blocked(step.from) || is_blocked(step.to)) || matches!(step.to.state, State::Ended(_))
}

fn offered_only(_: &Policy, step: &Taken<'_>) -> bool {
    let outside = matches!(step.event, Event::Expired | Event::Superseded | Event::Disabled);
    outside || Action::behind(step.from.state, step.event).is_some()
}

fn change_opens_nothing(_: &Policy, step: &Taken<'_>) -> bool {
    match step.to.state {
        State::SignedIn | State::SignIn => false,
        State::Ended(Reason::Superseded) => {
            let notice = step.to.history.otp_sends == 0;
            exactly(step, Effect::NoticeUnfinished, notice) && step.effects.len() == usize::from(notice)
        }
        State::Ended(_) => false,
        _ => step.effects.is_empty(),
    }
}

fn refused_with_reason(policy: &Policy, journey: &Journey, event: Event, why: Refused) -> bool {
    let offered = Action::behind(journey.state, event).is_some();
    let proves = matches!(event, Event::TotpOk);
    let disabled = journey.facts.is_some_and(|facts| facts.authenticator == Authenticator::Disabled);
    let missing = matches!(event, Event::PasswordOk(facts) if facts.consent == Consent::Unavailable);
    match why {
        Refused::Ended => false,
        Refused::NoSendsLeft => {
            offered && event == Event::CodeRequested && journey.history.otp_sends >= policy.otp.sends
        }
        Refused::ConsentUnavailable => is_blocked(journey) || missing && journey.state == State::SignIn,
        Refused::NotAllowed => match event {
            Event::Abandoned | Event::Expired | Event::Superseded | Event::Disabled => false,
            Event::FactsChanged(_) => journey.state == State::SignIn,
            _ => !offered || proves && disabled,
        },
    }
}
