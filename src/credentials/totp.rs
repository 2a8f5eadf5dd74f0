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

#[cfg(test)]
mod tests {
    use super::super::testing::{Broken, Seeded};
    use super::*;
    use crate::journey::policy::{Policy, Profile};

    /// The secret of RFC 6238 appendix B.
    const RFC: &[u8] = b"12345678901234567890";

    fn secret() -> Secret {
        Secret::from_bytes(Zeroizing::new(RFC.to_vec()))
    }

    fn policy() -> TotpPolicy {
        Policy::of(Profile::Portal).totp
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn shown(second: i64) -> String {
        current_code(&secret(), &policy(), at(second)).expose_secret().to_owned()
    }

    #[test]
    fn codes_of_rfc_6238_appendix_b() {
        for (algorithm, length, second, code) in [
            (TotpAlgorithm::SHA1, 20, 59, "94287082"),
            (TotpAlgorithm::SHA256, 32, 59, "46119246"),
            (TotpAlgorithm::SHA512, 64, 59, "90693936"),
            (TotpAlgorithm::SHA1, 20, 1_111_111_109, "07081804"),
            (TotpAlgorithm::SHA256, 32, 20_000_000_000, "77737706"),
            (TotpAlgorithm::SHA512, 64, 20_000_000_000, "47863826"),
        ] {
            let secret = Secret(Zeroizing::new(RFC.iter().copied().cycle().take(length).collect()));
            let policy = TotpPolicy { algorithm, digits: 8, period: 30, skew: 0 };
            assert_eq!(current_code(&secret, &policy, at(second)).expose_secret(), code);
        }
    }

    #[test]
    fn c1_c22_a_code_is_accepted_once_whatever_it_was_used_for() {
        let (now, code) = (at(1_111_111_110), shown(1_111_111_110));
        let TotpVerdict::Accepted { step } = check(&secret(), &policy(), now, None, &code) else {
            panic!("the code of set-up");
        };
        assert_eq!(step, 37_037_037);
        assert_eq!(check(&secret(), &policy(), now, Some(step), &code), TotpVerdict::Replayed);
        assert_eq!(check(&secret(), &policy(), at(1_111_111_140), Some(step), &code), TotpVerdict::Replayed);
    }

    #[test]
    fn c2_padded_code_is_not_a_second_use() {
        let now = at(1_111_111_110);
        for code in [" 050471", "050471 ", "05 04 71"] {
            assert_eq!(check(&secret(), &policy(), now, None, code), TotpVerdict::Accepted { step: 37_037_037 });
            assert_eq!(check(&secret(), &policy(), now, Some(37_037_037), code), TotpVerdict::Replayed, "{code:?}");
        }
        for code in ["+050471", "0050471", "050471\n", "\u{ff10}\u{ff15}\u{ff10}\u{ff14}\u{ff17}\u{ff11}", "50471", ""]
        {
            assert_eq!(check(&secret(), &policy(), now, None, code), TotpVerdict::Wrong, "{code:?}");
        }
    }

    #[test]
    fn the_window_is_the_skew_to_each_side_and_no_more() {
        for (skew, accepted) in [(0, vec![0]), (1, vec![-1, 0, 1])] {
            let policy = TotpPolicy { skew, ..policy() };
            for offset in -3..=3 {
                let verdict = check(&secret(), &policy, at(1_111_111_110), None, &shown(1_111_111_110 + 30 * offset));
                let expected = if accepted.contains(&offset) {
                    TotpVerdict::Accepted { step: 37_037_037 + offset }
                } else {
                    TotpVerdict::Wrong
                };
                assert_eq!(verdict, expected, "skew {skew}, offset {offset}");
            }
        }
    }

    #[test]
    fn v6_5_8_f14_a_clock_that_goes_back_revives_no_code() {
        let last = Some(37_037_037);
        for second in [1_111_111_080, 1_111_107_510, 0, -1, -1_000_000_000] {
            let verdict = check(&secret(), &policy(), at(second), last, &shown(second));
            assert_ne!(verdict, TotpVerdict::Accepted { step: second.div_euclid(30) }, "{second}");
        }
        for second in [Timestamp::MIN, Timestamp::MAX] {
            check(&secret(), &policy(), second, last, "050471");
        }
    }

    #[test]
    fn a_code_that_two_steps_share_is_used_up_for_both() {
        // With one digit nearly every window has such a pair.
        let policy = TotpPolicy { digits: 1, ..policy() };
        let mut pairs = 0;
        for step in 1..500 {
            let code = |step: i64| current_code(&secret(), &policy, at(step * 30)).expose_secret().to_owned();
            if code(step - 1) == code(step + 1) {
                pairs += 1;
                let verdict = check(&secret(), &policy, at(step * 30), None, &code(step - 1));
                assert_eq!(verdict, TotpVerdict::Accepted { step: step + 1 });
            }
        }
        assert!(pairs > 10);
    }

    #[test]
    fn drift_tells_how_far_off_a_clock_is() {
        let now = at(1_111_111_110);
        for offset in [-10, -4, -2, 2, 7, 10] {
            let code = shown(1_111_111_110 + 30 * i64::from(offset));
            assert_eq!(drift(&secret(), &policy(), now, &code, 10), Some(offset));
        }
        for offset in [-11, -1, 0, 1, 11] {
            assert_eq!(drift(&secret(), &policy(), now, &shown(1_111_111_110 + 30 * offset), 10), None, "{offset}");
        }
        assert_eq!(drift(&secret(), &policy(), at(0), "000000", 10), None);
    }

    #[test]
    fn secrets_are_160_bits_and_their_own() {
        let entropy = Seeded::new(1);
        let [one, two] = [(); 2].map(|()| Secret::draw(&entropy).unwrap());
        assert_eq!(one.as_bytes().len(), 20);
        assert_ne!(one.as_bytes(), two.as_bytes());
        assert!(Secret::draw(&Broken).is_err());
    }

    #[test]
    fn base32_is_written_plain_and_in_groups() {
        assert_eq!(base32(&secret()).expose_secret(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(groups_of_four(&secret()).expose_secret(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn base32_is_read_as_people_write_it() {
        for text in [
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
            "GEZD-GNBV-GY3TQOJQGEZDGNBVGY3TQOJQ ",
        ] {
            assert_eq!(parse_base32(text).unwrap().as_bytes(), RFC, "{text:?}");
        }
        for (text, bytes) in [("MY", "f"), ("MZXQ", "fo"), ("MZXW6", "foo"), ("MZXW6YQ", "foob"), ("MZXW6YTB", "fooba")]
        {
            assert_eq!(parse_base32(text).unwrap().as_bytes(), bytes.as_bytes());
        }
    }

    #[test]
    fn what_is_no_base32_is_refused() {
        let error = |text| parse_base32(text).err();
        for text in
            ["GEZDGNB0", "GEZDGNB1", "GEZDGNB8", "GEZDGNB9", "MY======", "GEZD\tGNBV", "GEZDGNB\u{e4}", "GEZD_GNBV"]
        {
            assert_eq!(error(text), Some(Base32Error::Character), "{text:?}");
        }
        for text in ["A", "ABC", "ABCDEF", "ABCDEFGHI"] {
            assert_eq!(error(text), Some(Base32Error::Length), "{text:?}");
        }
        for text in ["", " ", "--"] {
            assert_eq!(error(text), Some(Base32Error::Empty), "{text:?}");
        }
    }
}
