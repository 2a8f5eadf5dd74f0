//! Key URIs, `otpauth://totp/Issuer:account?secret=…`, by which an authenticator app takes over a secret.

use std::fmt::Write as _;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::totp::{Secret, base32, parse_base32};
use crate::journey::policy::{TotpAlgorithm, TotpPolicy};

/// Writes the Key URI of a secret. The issuer stands in the label and in a parameter; a colon, which neither
/// part may contain, becomes a hyphen; what has its default is left out, so that the QR code stays small.
pub fn uri(issuer: &str, account: &str, secret: &Secret, policy: &TotpPolicy) -> SecretString {
    let [issuer, account] = [issuer, account].map(|part| encoded(part.trim().replace(':', "-").trim()));
    let secret = base32(secret);
    let mut uri = String::with_capacity(512);
    uri.push_str("otpauth://totp/");
    if !issuer.is_empty() {
        uri.extend([issuer.as_str(), ":"]);
    }
    uri.extend([account.as_str(), "?secret=", secret.expose_secret()]);
    if !issuer.is_empty() {
        uri.extend(["&issuer=", &issuer]);
    }
    if policy.algorithm != TotpAlgorithm::SHA1 {
        uri.extend(["&algorithm=", policy.algorithm.as_str()]);
    }
    for (name, value, default) in [("digits", policy.digits, 6), ("period", policy.period, 30)] {
        if value != default {
            write!(uri, "&{name}={value}").expect("writing into a String cannot fail");
        }
    }
    uri.into()
}

/// Percent-encodes all but the unreserved characters (RFC 3986 §2.3) and `@`, which a path may hold.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@') {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing into a String cannot fail");
        }
    }
    out
}

/// What moves the code on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Time, in steps of so many seconds (RFC 6238).
    Totp {
        /// Seconds of a step.
        period: u32,
    },
    /// A counter (RFC 4226).
    Hotp {
        /// Its next value.
        counter: u64,
    },
}

/// What a Key URI says.
pub struct KeyUri {
    /// What moves the code on.
    pub kind: KeyKind,
    /// Who issued the secret; empty where the URI does not say.
    pub issuer: String,
    /// Whose it is; may be empty.
    pub account: String,
    /// The secret, of any length.
    pub secret: Secret,
    /// The hash function.
    pub algorithm: TotpAlgorithm,
    /// Digits of a code. 6 to 8.
    pub digits: u32,
}

/// Why a text is no Key URI. Nothing of the text is repeated, because it holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyUriError {
    /// It does not begin with `otpauth://`.
    #[error("it does not begin with otpauth://")]
    Scheme,
    /// Neither `totp` nor `hotp`.
    #[error("it is neither of type totp nor hotp")]
    Type,
    /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    #[error("it is not percent-encoded UTF-8")]
    Encoding,
    /// More than one colon in the label.
    #[error("its label is not `issuer:account`")]
    Label,
    /// The label's issuer and the parameter's differ.
    #[error("its label and its parameter name different issuers")]
    IssuerMismatch,
    /// A parameter that is given twice with different values.
    #[error("it gives a parameter twice")]
    Duplicate,
    /// No secret, or none in base32.
    #[error("it has no secret in base32")]
    Secret,
    /// None of SHA1, SHA256 and SHA512.
    #[error("its algorithm is none of SHA1, SHA256, SHA512")]
    Algorithm,
    /// None of 6, 7 and 8.
    #[error("its digits are none of 6, 7, 8")]
    Digits,
    /// Not a whole number of seconds above zero.
    #[error("its period is not a number of seconds")]
    Period,
    /// No counter, or one out of range.
    #[error("its counter is missing or out of range")]
    Counter,
}

/// Reads a Key URI; parameters that the format does not name are passed over.
///
/// # Errors
/// [`KeyUriError`] names the first thing that is wrong.
pub fn parse_uri(text: &str) -> Result<KeyUri, KeyUriError> {
    const SCHEME: &str = "otpauth://";
    let text = text.trim_ascii();
    let (scheme, rest) = text.split_at_checked(SCHEME.len()).ok_or(KeyUriError::Scheme)?;
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return Err(KeyUriError::Scheme);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    if !matches!(kind, "totp" | "hotp") {
        return Err(KeyUriError::Type);
    }
    let params = Params::parse(query)?;
    let (issuer, account) = names(label, params.issuer)?;
    let secret = params.secret.and_then(|text| parse_base32(&text).ok()).ok_or(KeyUriError::Secret)?;
    let algorithm = match params.algorithm.map(|name| name.to_ascii_uppercase()).as_deref() {
        None | Some("SHA1") => TotpAlgorithm::SHA1,
        Some("SHA256") => TotpAlgorithm::SHA256,
        Some("SHA512") => TotpAlgorithm::SHA512,
        Some(_) => return Err(KeyUriError::Algorithm),
    };
    let digits = match params.digits.as_deref() {
        None | Some("6") => 6,
        Some("7") => 7,
        Some("8") => 8,
        Some(_) => return Err(KeyUriError::Digits),
    };
    let kind = match kind {
        "hotp" => KeyKind::Hotp { counter: params.counter.and_then(number).ok_or(KeyUriError::Counter)? },
        _ => KeyKind::Totp { period: period(params.period)? },
    };
    Ok(KeyUri { kind, issuer, account, secret, algorithm, digits })
}

fn period(text: Option<String>) -> Result<u32, KeyUriError> {
    let Some(text) = text else { return Ok(30) };
    let seconds = number(text).and_then(|n| u32::try_from(n).ok());
    seconds.filter(|seconds| *seconds > 0).ok_or(KeyUriError::Period)
}

fn number(text: String) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Issuer and account from the label, `[issuer:]account`, and the issuer parameter.
fn names(label: &str, parameter: Option<String>) -> Result<(String, String), KeyUriError> {
    let label = decoded(label, false)?;
    let mut parts = label.split(':');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if parts.next().is_some() {
        return Err(KeyUriError::Label);
    }
    let (issuer, account) = match second {
        Some(account) => (Some(first.to_owned()), account),
        None => (None, first),
    };
    if let (Some(label), Some(parameter)) = (&issuer, &parameter)
        && label != parameter
    {
        return Err(KeyUriError::IssuerMismatch);
    }
    Ok((parameter.or(issuer).unwrap_or_default(), account.trim_start_matches(' ').to_owned()))
}

/// The parameters that the format names, percent-decoded.
#[derive(Default)]
struct Params {
    secret: Option<Zeroizing<String>>,
    issuer: Option<String>,
    algorithm: Option<String>,
    digits: Option<String>,
    period: Option<String>,
    counter: Option<String>,
}

impl Params {
    fn parse(query: &str) -> Result<Self, KeyUriError> {
        let mut params = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value, true)?;
            if name == "secret" {
                set(&mut params.secret, value)?;
                continue;
            }
            let slot = match name {
                "issuer" => &mut params.issuer,
                "algorithm" => &mut params.algorithm,
                "digits" => &mut params.digits,
                "period" => &mut params.period,
                "counter" => &mut params.counter,
                _ => continue,
            };
            set(slot, value.as_str().to_owned())?;
        }
        Ok(params)
    }
}

fn set<T: PartialEq>(slot: &mut Option<T>, value: T) -> Result<(), KeyUriError> {
    match slot {
        Some(before) if *before != value => Err(KeyUriError::Duplicate),
        _ => {
            *slot = Some(value);
            Ok(())
        }
    }
}

/// Percent-decodes; in a query a plus sign is a space.
fn decoded(text: &str, in_query: bool) -> Result<Zeroizing<String>, KeyUriError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || rest.next().and_then(|b| char::from(b).to_digit(16)).ok_or(KeyUriError::Encoding);
                (digit()? << 4 | digit()?) as u8
            }
            b'+' if in_query => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).map(Zeroizing::new).map_err(|_| KeyUriError::Encoding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::policy::{Policy, Profile};

    fn secret() -> Secret {
        parse_base32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap()
    }

    fn written(issuer: &str, account: &str, policy: &TotpPolicy) -> String {
        uri(issuer, account, &secret(), policy).expose_secret().to_owned()
    }

    #[test]
    fn defaults_are_left_out_and_all_else_is_stated() {
        let mut policy = Policy::of(Profile::Portal).totp;
        assert_eq!(
            written("Cloud Portal", "ada@example.org", &policy),
            "otpauth://totp/Cloud%20Portal:ada@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Cloud%20Portal"
        );
        policy = TotpPolicy { algorithm: TotpAlgorithm::SHA256, digits: 8, period: 60, skew: 1 };
        assert!(written("X", "y", &policy).ends_with("&issuer=X&algorithm=SHA256&digits=8&period=60"));
    }

    #[test]
    fn it_stays_small_enough_for_a_code_in_a_terminal() {
        let policy = Policy::of(Profile::Portal).totp;
        let account = format!("{}@example.org", "a".repeat(52));
        assert!(written("The Cloud Portal", &account, &policy).len() <= 200);
    }

    #[test]
    fn every_name_survives_but_for_its_colons() {
        let policy = Policy::of(Profile::Portal).totp;
        for (issuer, account) in [
            ("Big Co & S\u{f6}hne", "l\u{e9}on@ex\u{e4}mple.org"),
            ("\u{c9}vil?&issuer=x#", "a+b@example.org"),
            ("100%", "a/b@example.org"),
            ("", "x"),
        ] {
            let read = parse_uri(&written(issuer, account, &policy)).unwrap();
            assert_eq!((read.issuer.as_str(), read.account.as_str()), (issuer, account));
        }
        let read = parse_uri(&written("A:B", "\"c:d\"@example.org", &policy)).unwrap();
        assert_eq!((read.issuer.as_str(), read.account.as_str()), ("A-B", "\"c-d\"@example.org"));
    }

    #[test]
    fn a_plus_sign_is_a_space_in_parameters_alone() {
        let read = parse_uri("otpauth://totp/a+b@example.org?secret=MY&issuer=Big+Co").unwrap();
        assert_eq!((read.issuer.as_str(), read.account.as_str()), ("Big Co", "a+b@example.org"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, error) in [
            ("https://totp/x?secret=MY", KeyUriError::Scheme),
            ("otpauth", KeyUriError::Scheme),
            ("otpauth://steam/x?secret=MY", KeyUriError::Type),
            ("otpauth://totp/x%2?secret=MY", KeyUriError::Encoding),
            ("otpauth://totp/%ff?secret=MY", KeyUriError::Encoding),
            ("otpauth://totp/a:b%3Ac?secret=MY", KeyUriError::Label),
            ("otpauth://totp/a:b?secret=MY&issuer=c", KeyUriError::IssuerMismatch),
            ("otpauth://totp/x?secret=MY&digits=6&digits=8", KeyUriError::Duplicate),
            ("otpauth://totp/x", KeyUriError::Secret),
            ("otpauth://totp/x?secret=M", KeyUriError::Secret),
            ("otpauth://totp/x?secret=MY&algorithm=MD5", KeyUriError::Algorithm),
            ("otpauth://totp/x?secret=MY&digits=06", KeyUriError::Digits),
            ("otpauth://totp/x?secret=MY&period=0", KeyUriError::Period),
            ("otpauth://totp/x?secret=MY&period=%2B30", KeyUriError::Period),
            ("otpauth://totp/x?secret=MY&period=", KeyUriError::Period),
            ("otpauth://hotp/x?secret=MY", KeyUriError::Counter),
            ("otpauth://hotp/x?secret=MY&counter=-1", KeyUriError::Counter),
        ] {
            assert_eq!(parse_uri(text).err(), Some(error), "{text}");
        }
    }
}
