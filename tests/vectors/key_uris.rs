//! Key URIs: read as their publishers say, and written so that others read the same.

use secrecy::ExposeSecret;
use vestibule::credentials::totp::{KeyKind, KeyUriError, Secret, base32, parse_base32, parse_uri, uri};
use vestibule::journey::policy::{Policy, Profile, TotpAlgorithm, TotpPolicy};

use crate::{algorithm, each, number, text};

#[test]
fn v2_2_1_key_uris_are_read() {
    each("otpauth_uris.json", "parse", |row| {
        let parsed = parse_uri(text(row, "uri"));
        match text(row, "expect") {
            "ok" => {
                let (uri, fields) = (parsed.unwrap_or_else(|error| panic!("{row}: {error}")), &row["fields"]);
                assert_eq!(
                    (uri.issuer.as_str(), uri.account.as_str()),
                    (text(fields, "issuer"), text(fields, "account"))
                );
                assert_eq!(base32(&uri.secret).expose_secret(), text(fields, "secret"));
                assert_eq!(
                    (uri.algorithm, uri.digits),
                    (algorithm(text(fields, "algorithm")), number(fields, "digits"))
                );
                let kind = match text(fields, "type") {
                    "totp" => KeyKind::Totp { period: number(fields, "period") },
                    _ => KeyKind::Hotp { counter: fields["counter"].as_u64().unwrap() },
                };
                assert_eq!(uri.kind, kind, "{row}");
            }
            "error" => {
                let error = parsed.err().unwrap_or_else(|| panic!("{row} was read"));
                assert_eq!(error_word(error), text(row, "error"), "{row}");
            }
            _ => {}
        }
    });
}

fn error_word(error: KeyUriError) -> &'static str {
    match error {
        KeyUriError::Scheme => "scheme",
        KeyUriError::Type => "type",
        KeyUriError::Encoding => "encoding",
        KeyUriError::Label => "label",
        KeyUriError::IssuerMismatch => "issuer-mismatch",
        KeyUriError::Duplicate => "duplicate",
        KeyUriError::Secret => "secret",
        KeyUriError::Algorithm => "algorithm",
        KeyUriError::Digits => "digits",
        KeyUriError::Period => "period",
        KeyUriError::Counter => "counter",
    }
}

#[test]
fn key_uris_are_written() {
    each("otpauth_uris.json", "generate", |row| {
        let input = &row["input"];
        let or = |key: &str, default| input.get(key).map_or(default, |_| number(input, key));
        let policy = TotpPolicy {
            algorithm: input.get("digest").map_or(TotpAlgorithm::SHA1, |name| algorithm(name.as_str().unwrap())),
            digits: or("digits", 6),
            period: or("interval", 30),
            skew: 1,
        };
        let issuer = input.get("issuer").map_or("", |issuer| issuer.as_str().unwrap());
        let secret = parse_base32(text(input, "secret")).unwrap();
        let ours = parse_uri(uri(issuer, text(input, "name"), &secret, &policy).expose_secret()).unwrap();
        let theirs = parse_uri(text(row, "uri_pyotp")).unwrap();
        for read in [ours, theirs] {
            assert_eq!((read.issuer.as_str(), read.account.as_str()), (issuer, text(input, "name")));
            assert_eq!(base32(&read.secret).expose_secret(), &text(input, "secret").to_uppercase());
            assert_eq!((read.algorithm, read.digits), (policy.algorithm, policy.digits));
            assert_eq!(read.kind, KeyKind::Totp { period: policy.period });
        }
    });
}

#[test]
fn a_secret_survives_its_key_uri() {
    let policy = Policy::of(Profile::Portal).totp;
    let secret = Secret::from_bytes(zeroize::Zeroizing::new(vec![7; 20]));
    let read = parse_uri(uri("Cloud: Portal", "a:b@example.org", &secret, &policy).expose_secret()).unwrap();
    assert_eq!((read.issuer.as_str(), read.account.as_str()), ("Cloud- Portal", "a-b@example.org"));
    assert_eq!(read.secret.as_bytes(), secret.as_bytes());
}
