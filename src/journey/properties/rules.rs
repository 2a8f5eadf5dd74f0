//! The rules themselves, each by a name.

use super::super::action::Action;
use super::super::map::EventKind;
use super::super::policy::Policy;
use super::super::{
    Authenticator, Consent, Effect, Event, Facts, History, Journey, Proof, Reason, Refused, State, owed,
};
use super::{Found, Property, Taken, Test};

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

fn password_first(_: &Policy, step: &Taken<'_>) -> bool {
    let right = matches!(step.event, Event::PasswordOk(_)) && step.from.state == State::SignIn;
    right || step.from.facts.is_some() || (step.to.facts.is_none() && step.to.history == History::default())
}

fn facts_known(_: &Policy, journey: &Journey) -> bool {
    match journey.state {
        State::SignIn => journey.facts.is_none() && journey.history == History::default(),
        State::Ended(_) => true,
        _ => journey.facts.is_some(),
    }
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

fn wrong_counts(history: &History) -> [u8; 4] {
    [history.otp_wrong, history.challenge_wrong, history.confirm_wrong, history.setup_wrong]
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

fn tries(policy: &Policy, journey: &Journey) -> bool {
    let mut limits = [policy.otp.tries, policy.mfa.tries, policy.mfa.tries, policy.mfa.tries];
    if !journey.state.is_end() {
        limits = limits.map(|limit| limit - 1);
    }
    wrong_counts(&journey.history).iter().zip(limits).all(|(count, limit)| *count <= limit)
}

fn sends(policy: &Policy, journey: &Journey) -> bool {
    journey.history.otp_sends <= policy.otp.sends
}

fn must_enrol(policy: &Policy, facts: &Facts) -> bool {
    facts.authenticator == Authenticator::Disabled || facts.authenticator == Authenticator::None && policy.mfa.required
}

fn device_settled(policy: &Policy, facts: &Facts, history: &History) -> bool {
    history.otp_verified || facts.device_trusted && !must_enrol(policy, facts)
}

fn mfa_settled(facts: &Facts, history: &History) -> bool {
    facts.authenticator == Authenticator::None || history.proof.is_some()
}

fn order(policy: &Policy, journey: &Journey) -> bool {
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

fn asks_what_exists(_: &Policy, journey: &Journey) -> bool {
    journey.state != State::MfaChallenge
        || journey.facts.is_some_and(|facts| facts.authenticator != Authenticator::None)
}

fn at_signed_in(journey: &Journey, holds: impl FnOnce(&Facts, &History) -> bool) -> bool {
    journey.state != State::SignedIn || journey.facts.is_some_and(|facts| holds(&facts, &journey.history))
}

fn signed_in_device(_: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, history| facts.device_trusted || history.otp_verified)
}

fn signed_in_consent(_: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, _| facts.consent == Consent::Settled)
}

fn signed_in_mfa(policy: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, history| match facts.authenticator {
        Authenticator::None => !policy.mfa.required,
        Authenticator::Active => history.proof.is_some(),
        Authenticator::Disabled => false,
    })
}

fn signed_in_password(_: &Policy, journey: &Journey) -> bool {
    at_signed_in(journey, |facts, _| facts.password_due.is_none())
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

fn is_blocked(journey: &Journey) -> bool {
    journey.facts.is_some_and(|facts| facts.consent == Consent::Unavailable)
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

fn no_dead_button(policy: &Policy, found: &Found<'_>) -> Option<u32> {
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
    let any = Facts {
        device_trusted: false,
        authenticator: Authenticator::None,
        password_due: None,
        consent: Consent::Settled,
    };
    let carrying = [Event::PasswordOk(any), Event::FactsChanged(any)];
    let event = super::super::map::PLAIN.into_iter().chain(carrying).find(|event| EventKind::from(*event) == kind)?;
    Action::behind(state, event)
}

fn way_in(policy: &Policy, found: &Found<'_>) -> Option<u32> {
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

fn no_circle(_: &Policy, found: &Found<'_>) -> Option<u32> {
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
