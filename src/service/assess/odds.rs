//! The arithmetic of guessing: how likely an attacker who knows the password guesses a code under a policy.

use serde::Serialize;

use crate::journey::policy::Policy;

/// Random bits of a recovery code.
const RECOVERY_CODE_BITS: i32 = 120;

const DAY_SECONDS: u64 = 86_400;
const YEAR_DAYS: u64 = 365;

/// The wait after the first failure that is followed by one, in seconds; each next one is twice as long.
const FIRST_DELAY: u64 = 30;
/// The longest wait after a failure, in seconds.
const LONGEST_DELAY: u64 = 3600;

/// Which code is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The mailed one-time password, by who knows the password and does not read the mailbox.
    MailedCode,
    /// A code of the authenticator app, by who is past the mailed code as well.
    AppCode,
    /// A recovery code, by who is past the mailed code as well.
    RecoveryCode,
}

/// For how long is guessed, and what happens meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// In one sign-in.
    Journey,
    /// In a day in which the person enters no right code.
    Day,
    /// In a year in which the person enters no right code.
    Year,
    /// In a year in which the person's own right codes start the count of failures anew: the mailed code as often as
    /// the trust in a device ends, the others once a day.
    YearInUse,
}

/// How likely a guess is right within a span.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Odds {
    /// Which code.
    pub code: Code,
    /// How many codes there are.
    pub space: f64,
    /// How many of them are right at once.
    pub valid_at_once: u32,
    /// For how long.
    pub span: Span,
    /// The most guesses that the policy allows in it.
    pub guesses: u64,
    /// The chance that one of them is right, 0 to 1.
    pub chance: f64,
    /// The setting that stops the guessing.
    pub limit: &'static str,
}

/// The chance that at least one of so many independent guesses is right: `1 − (1 − valid/space)^guesses`, computed so
/// that small chances keep their digits.
pub fn chance(space: f64, valid: u32, guesses: u64) -> f64 {
    let all_wrong = guesses as f64 * (-f64::from(valid) / space).ln_1p();
    -all_wrong.exp_m1()
}

/// The odds of every code and span under a policy.
pub fn odds(policy: &Policy) -> Vec<Odds> {
    let mut odds = mailed_code(policy);
    let app_space = 10_f64.powi(i32::try_from(policy.totp.digits).unwrap_or(i32::MAX));
    odds.extend(challenge(policy, Code::AppCode, app_space, 2 * policy.totp.skew + 1));
    odds.extend(challenge(policy, Code::RecoveryCode, 2_f64.powi(RECOVERY_CODE_BITS), policy.recovery_codes.count));
    odds
}

/// Each mail opens one journey's tries: more mails in the same journey bring none.
fn mailed_code(policy: &Policy) -> Vec<Odds> {
    let otp = &policy.otp;
    let space = 10_f64.powi(i32::try_from(otp.digits).unwrap_or(i32::MAX));
    let cap = u64::from(otp.failures_until_disabled);
    let tries = u64::from(otp.tries);
    let by_mails = |days: u64| days * 24 * u64::from(otp.hourly_sends) * tries;
    let trust_seconds = u64::from(policy.device.trust_for.as_secs());
    let own_codes = YEAR_DAYS * DAY_SECONDS / trust_seconds;
    let row = |span, guesses, limit| Odds {
        code: Code::MailedCode,
        space,
        valid_at_once: 1,
        span,
        guesses,
        chance: chance(space, 1, guesses),
        limit,
    };
    let capped = |span, days| match by_mails(days) {
        mails if mails < cap => row(span, mails, "otp.hourly_sends"),
        _ => row(span, cap, "otp.failures_until_disabled"),
    };
    // Whoever wants the person to start the count anew stops one short of disabling the code.
    let in_use = own_codes * (cap - 1) + cap;
    vec![
        row(Span::Journey, tries.min(cap), "otp.tries"),
        capped(Span::Day, 1),
        capped(Span::Year, YEAR_DAYS),
        match by_mails(YEAR_DAYS) {
            mails if mails < in_use => row(Span::YearInUse, mails, "otp.hourly_sends"),
            _ => row(Span::YearInUse, in_use, "otp.failures_until_disabled"),
        },
    ]
}

fn challenge(policy: &Policy, code: Code, space: f64, valid_at_once: u32) -> Vec<Odds> {
    let mfa = &policy.mfa;
    let cap = u64::from(mfa.failures_until_disabled);
    let tries = u64::from(mfa.tries).min(cap);
    let row = |span, guesses, limit| Odds {
        code,
        space,
        valid_at_once,
        span,
        guesses,
        chance: chance(space, valid_at_once, guesses),
        limit,
    };
    let within = |seconds| guesses_within(seconds, u64::from(mfa.failures_until_delay), cap);
    let capped = |span, seconds| match within(seconds) {
        fewer if fewer < cap => row(span, fewer, "mfa.failures_until_delay"),
        _ => row(span, cap, "mfa.failures_until_disabled"),
    };
    let day = capped(Span::Day, DAY_SECONDS);
    // Whoever wants the person to start the count anew stops one short of disabling the authenticator.
    let in_use = day.guesses.min(cap - 1) * YEAR_DAYS;
    vec![
        row(Span::Journey, tries, "mfa.tries"),
        day,
        capped(Span::Year, YEAR_DAYS * DAY_SECONDS),
        row(Span::YearInUse, in_use, day.limit),
    ]
}

/// How many failures in a row fit into so many seconds, where each from the `delay_from`-th on is followed by a wait,
/// and the `cap`-th disables.
fn guesses_within(seconds: u64, delay_from: u64, cap: u64) -> u64 {
    let mut spent = 0;
    for failure in 1..cap {
        if failure >= delay_from {
            spent += (FIRST_DELAY << (failure - delay_from).min(7)).min(LONGEST_DELAY);
        }
        if spent >= seconds {
            return failure;
        }
    }
    cap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::policy::Profile;

    fn portal() -> Policy {
        Policy::of(Profile::Portal)
    }

    fn one(policy: &Policy, code: Code, span: Span) -> Odds {
        odds(policy).into_iter().find(|odds| odds.code == code && odds.span == span).unwrap()
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= b.abs() * 1e-12
    }

    #[test]
    fn one_guess_in_a_million_and_certainty() {
        assert!(close(chance(1e6, 1, 1), 1e-6));
        assert!(close(chance(1e6, 1, 100), 9.999_505_016_169_608e-5));
        assert_eq!(chance(1e6, 1, 0), 0.0);
        assert_eq!(chance(3.0, 3, 1), 1.0);
    }

    #[test]
    fn a_mailed_code_is_guessed_five_times_a_sign_in_and_fifty_times_in_a_row() {
        let found = |span| {
            let odds = one(&portal(), Code::MailedCode, span);
            (odds.guesses, odds.limit)
        };
        assert_eq!(found(Span::Journey), (5, "otp.tries"));
        assert_eq!(found(Span::Day), (50, "otp.failures_until_disabled"));
        assert_eq!(found(Span::Year), (50, "otp.failures_until_disabled"));
        assert_eq!(found(Span::YearInUse), (12 * 49 + 50, "otp.failures_until_disabled"));
    }

    #[test]
    fn few_mails_an_hour_stop_the_guessing_before_the_cap_does() {
        let mut policy = portal();
        (policy.otp.hourly_sends, policy.otp.tries) = (1, 1);
        let day = one(&policy, Code::MailedCode, Span::Day);
        assert_eq!((day.guesses, day.limit), (24, "otp.hourly_sends"));
        assert_eq!(one(&policy, Code::MailedCode, Span::Year).guesses, 50);
        policy.device.trust_for = crate::journey::policy::Period::minutes(1);
        let in_use = one(&policy, Code::MailedCode, Span::YearInUse);
        assert_eq!((in_use.guesses, in_use.limit), (24 * 365, "otp.hourly_sends"));
    }

    #[test]
    fn the_skew_makes_three_codes_of_the_app_right_at_once() {
        let odds = one(&portal(), Code::AppCode, Span::Journey);
        assert_eq!((odds.valid_at_once, odds.guesses), (3, 5));
        assert!(close(odds.chance, 1.499_991_000_027e-5), "{odds:?}");
        let mut strict = portal();
        strict.totp.skew = 0;
        assert_eq!(one(&strict, Code::AppCode, Span::Journey).valid_at_once, 1);
    }

    #[test]
    fn growing_delays_stretch_the_fifty_guesses_beyond_a_day() {
        let day = one(&portal(), Code::AppCode, Span::Day);
        assert_eq!((day.guesses, day.limit), (39, "mfa.failures_until_delay"));
        assert_eq!(one(&portal(), Code::AppCode, Span::Year).guesses, 50);
        assert_eq!(one(&portal(), Code::AppCode, Span::YearInUse).guesses, 39 * 365);
    }

    #[test]
    fn recovery_codes_are_beyond_guessing() {
        let odds = one(&portal(), Code::RecoveryCode, Span::YearInUse);
        assert!(odds.valid_at_once == 10 && odds.chance > 0.0 && odds.chance < 1e-30, "{odds:?}");
    }
}
