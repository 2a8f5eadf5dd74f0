//! The requirements that a policy decides. Each says, where the policy does not meet it, why and which setting would.

use crate::journey::policy::{Limit, Period, Policy, TotpAlgorithm};

type Judged = Result<(), String>;

/// The longest that a code of an app may be taken, in seconds (ASVS 6.5.5).
const APP_CODE_SECONDS: u32 = 30;

fn met_if(met: bool, why: impl FnOnce() -> String) -> Judged {
    if met { Ok(()) } else { Err(why()) }
}

pub(super) fn fifteen(policy: &Policy) -> Judged {
    let least = policy.password.min_length;
    met_if(least >= 15, || {
        format!(
            "Until an authenticator is enrolled the password stands alone, with {least} characters; \
             password.min_length = 15 meets it."
        )
    })
}

pub(super) fn no_classes(policy: &Policy) -> Judged {
    met_if(policy.password.classes.is_empty(), || {
        "The product's own rule asks for several kinds of characters; password.classes = [] meets it.".to_owned()
    })
}

pub(super) fn no_rotation(policy: &Policy) -> Judged {
    match policy.password.max_age {
        Limit(None) => Ok(()),
        Limit(Some(age)) => Err(format!(
            "The product's own rule asks for a new password after {} days; password.max_age = \"none\" meets it.",
            age.as_secs() / Period::days(1).as_secs()
        )),
    }
}

pub(super) fn reminders(policy: &Policy) -> Judged {
    no_rotation(policy).map_err(|_| {
        "Reminders before a password expires are not built yet; password.max_age = \"none\" leaves nothing to remind of."
            .to_owned()
    })
}

pub(super) fn breached(policy: &Policy) -> Judged {
    met_if(policy.password.blocklist.is_some(), || {
        "The built-in list holds common passwords of breaches, not all; password.blocklist = FILE adds a list of \
         breached ones."
            .to_owned()
    })
}

pub(super) fn two_factors(policy: &Policy) -> Judged {
    met_if(policy.mfa.required, || {
        "Who has no authenticator signs in with the password; mfa.required = true meets it.".to_owned()
    })
}

pub(super) fn argon2_floor(policy: &Policy) -> Judged {
    let cost = policy.password.argon2;
    met_if(cost.reaches_floor(), || {
        format!(
            "Argon2id with m = {}, t = {} is for simulations; password.argon2 = {{ m = 19456, t = 2, p = 1 }} meets it.",
            cost.m, cost.t
        )
    })
}

pub(super) fn no_sha1(policy: &Policy) -> Judged {
    met_if(policy.totp.algorithm != TotpAlgorithm::SHA1, || {
        "Codes of an app rest on HMAC-SHA-1, because many apps honour nothing else; totp.algorithm = \"SHA256\" meets it \
         with apps that do."
            .to_owned()
    })
}

pub(super) fn strict_lifetimes(policy: &Policy) -> Judged {
    let totp = &policy.totp;
    let lifetime = (2 * totp.skew + 1) * totp.period;
    let remedy = match (totp.skew, totp.period) {
        (0, _) => "totp.period = 30",
        (_, ..=APP_CODE_SECONDS) => "totp.skew = 0",
        _ => "totp.period = 30 with totp.skew = 0",
    };
    met_if(lifetime <= APP_CODE_SECONDS, || {
        format!(
            "A code of an app is taken for {lifetime} seconds, because clocks of phones are off; {remedy} meets it."
        )
    })
}

pub(super) fn idle_hour(policy: &Policy) -> Judged {
    let idle = policy.session.idle;
    met_if(idle <= Period::hours(1), || format!("A session lasts {idle} unused; session.idle = \"1 hour\" meets it."))
}
