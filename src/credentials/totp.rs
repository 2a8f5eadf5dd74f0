//! Codes of an authenticator app (RFC 6238): the shared secret, and checking each code once.

use std::fmt::Write as _;

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use subtle::{ConditionallySelectable, ConstantTimeEq};
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

pub use super::key_uri::{KeyKind, KeyUri, KeyUriError, parse_uri, uri};
use super::otp;
use crate::journey::policy::{TotpAlgorithm, TotpPolicy};
use crate::ports::{Entropy, EntropyError};

/// Bytes of a new secret: 160 bits, as RFC 4226 §4 recommends.
const SECRET: usize = 20;

/// The secret that an authenticator app shares with the home. Wiped when dropped.
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Draws a secret of 20 bytes.
    ///
    /// # Errors
    /// [`EntropyError`] where the generator does not answer.
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut bytes = Zeroizing::new(vec![0; SECRET]);
        entropy.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The secret with these bytes, as they were unsealed or imported.
    pub fn from_bytes(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// Its bytes, for sealing.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The secret in base32 without padding (RFC 4648 §6), as a Key URI carries it.
pub fn base32(secret: &Secret) -> SecretString {
    BASE32_NOPAD.encode(secret.as_bytes()).into()
}

/// The secret in base32 in groups of four with spaces between, to be typed by hand.
pub fn groups_of_four(secret: &Secret) -> SecretString {
    let text = Zeroizing::new(BASE32_NOPAD.encode(secret.as_bytes()));
    let mut groups = String::with_capacity(text.len() * 2);
    for (i, c) in text.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            groups.push(' ');
        }
        groups.push(c);
    }
    groups.into()
}

/// Why a text is no base32 secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Base32Error {
    /// Nothing in it.
    #[error("the secret is empty")]
    Empty,
    /// A character that is none of A to Z, 2 to 7, space and hyphen; often 0, 1 or 8 for O, I or B.
    #[error("the secret has a character other than A to Z and 2 to 7")]
    Character,
    /// A number of characters that no number of bytes has.
    #[error("the secret is cut short or has a character too many")]
    Length,
}

/// Reads a secret in base32 as people and other systems write it: lower case, spaces and hyphens are taken.
///
/// # Errors
/// [`Base32Error`] for anything else, padding included.
pub fn parse_base32(text: &str) -> Result<Secret, Base32Error> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut bits, mut held, mut count) = (0_u32, 0, 0_usize);
    for c in text.bytes().filter(|b| !matches!(b, b' ' | b'-')) {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a',
            b'2'..=b'7' => c - b'2' + 26,
            _ => return Err(Base32Error::Character),
        };
        (bits, held, count) = (bits << 5 | u32::from(value), held + 5, count + 1);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    match count % 8 {
        _ if count == 0 => Err(Base32Error::Empty),
        1 | 3 | 6 => Err(Base32Error::Length),
        _ => Ok(Secret(bytes)),
    }
}

/// What checking a code came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotpVerdict {
    /// The right code, for this time step; store the step, so that neither it nor an earlier one is taken again.
    Accepted {
        /// Steps since 1970.
        step: i64,
    },
    /// A right code, of a step that is not after the last one accepted.
    Replayed,
    /// No code of the window.
    Wrong,
}

/// Checks a code as it was typed against the steps around `now`, `policy.skew` to each side.
///
/// `last_step` is the last step accepted from this authenticator, its set-up included. Only a later one is
/// accepted (RFC 6238 §5.2), even after the clock went back. The time taken does not depend on which step
/// the code is of.
pub fn check(secret: &Secret, policy: &TotpPolicy, now: Timestamp, last_step: Option<i64>, code: &str) -> TotpVerdict {
    match newest_match(secret, policy, now, policy.skew.into(), code) {
        None => TotpVerdict::Wrong,
        Some(step) if last_step.is_some_and(|last| step <= last) => TotpVerdict::Replayed,
        Some(step) => TotpVerdict::Accepted { step },
    }
}

/// By how many steps the clock of the person's device seems to run ahead (negative: behind): the nearest
/// step within `within` of now that has this code, outside of `policy.skew`. For advice only, never to accept.
pub fn drift(secret: &Secret, policy: &TotpPolicy, now: Timestamp, code: &str, within: u32) -> Option<i32> {
    let code = otp::parse(code, policy.digits)?;
    let totp = generator(secret, policy);
    let current = step_at(policy, now);
    let outside = i32::try_from(policy.skew).ok()?.checked_add(1)?;
    (outside..=i32::try_from(within).ok()?)
        .flat_map(|offset| [-offset, offset])
        .find(|offset| is_code(&totp, policy, current + i64::from(*offset), &code))
}

/// The code that an app shows at `now`.
pub fn current_code(secret: &Secret, policy: &TotpPolicy, now: Timestamp) -> SecretString {
    code_at(&generator(secret, policy), policy, step_at(policy, now)).as_str().into()
}

/// The newest step of the window that has this code. Every step is compared, and the newest counts, so that
/// a code that two steps share is used up for both.
fn newest_match(secret: &Secret, policy: &TotpPolicy, now: Timestamp, around: i64, code: &str) -> Option<i64> {
    let code = otp::parse(code, policy.digits)?;
    let totp = generator(secret, policy);
    let current = step_at(policy, now);
    let mut newest = -1;
    for step in current - around..=current + around {
        let same = code_at(&totp, policy, step).as_bytes().ct_eq(code.expose_secret().as_bytes());
        newest.conditional_assign(&step, same);
    }
    (newest >= 0).then_some(newest)
}

fn is_code(totp: &Totp, policy: &TotpPolicy, step: i64, code: &SecretString) -> bool {
    code_at(totp, policy, step).as_bytes().ct_eq(code.expose_secret().as_bytes()).into()
}

/// The code of a step. Steps before 1970 have none.
fn code_at(totp: &Totp, policy: &TotpPolicy, step: i64) -> Zeroizing<String> {
    let mut code = Zeroizing::new(String::with_capacity(16));
    if let Ok(step) = u64::try_from(step) {
        let time = step.saturating_mul(policy.period.into());
        write!(code, "{}", totp.generate(time)).expect("writing into a String cannot fail");
    }
    code
}

fn step_at(policy: &TotpPolicy, now: Timestamp) -> i64 {
    now.as_second().div_euclid(policy.period.max(1).into())
}

fn generator(secret: &Secret, policy: &TotpPolicy) -> Totp {
    let algorithm = match policy.algorithm {
        TotpAlgorithm::SHA1 => Algorithm::SHA1,
        TotpAlgorithm::SHA256 => Algorithm::SHA256,
        TotpAlgorithm::SHA512 => Algorithm::SHA512,
    };
    Builder::new()
        .with_algorithm(algorithm)
        .with_digits(policy.digits.min(9) as u8)
        .with_step_duration(policy.period.max(1).into())
        .with_secret(secret.as_bytes())
        .build_noncompliant()
}
