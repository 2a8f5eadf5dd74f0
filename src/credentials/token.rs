//! Bearer values and identifiers: random tokens by kind, and record ids that sort by time.

use data_encoding::BASE32_DNSSEC;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ports::{Entropy, EntropyError};

/// What a bearer value is for. Its prefix is part of it, so that one kind never stands in for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A trusted device, `vdt_…`.
    Device,
    /// A session, `vst_…`.
    Session,
    /// An operator, `vop_…`.
    Operator,
    /// The activation of an account or a reset password, `vat_…`.
    Activation,
    /// What stops a request by support, `vrt_…`.
    Request,
    /// A journey's id, `jrn_…`: whoever has it continues the journey.
    Journey,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Device, Self::Session, Self::Operator, Self::Activation, Self::Request, Self::Journey];

    /// What a token of this kind begins with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Device => "vdt_",
            Self::Session => "vst_",
            Self::Operator => "vop_",
            Self::Activation => "vat_",
            Self::Request => "vrt_",
            Self::Journey => "jrn_",
        }
    }

    /// Random bytes in a token of this kind: 256 bits, and 160 in a journey's id.
    fn bytes(self) -> usize {
        match self {
            Self::Journey => 20,
            _ => 32,
        }
    }
}

/// Draws a token: its prefix, then its random bits in lower-case base32 (RFC 4648 §7).
///
/// # Errors
/// [`EntropyError`] where the generator does not answer.
pub fn draw(kind: TokenKind, entropy: &dyn Entropy) -> Result<SecretString, EntropyError> {
    let mut bytes = Zeroizing::new(vec![0; kind.bytes()]);
    entropy.fill(&mut bytes)?;
    let text = Zeroizing::new(BASE32_DNSSEC.encode(&bytes));
    Ok([kind.prefix(), &text].concat().into())
}

/// Draws a journey's id.
///
/// # Errors
/// [`EntropyError`] where the generator does not answer.
pub fn journey_id(entropy: &dyn Entropy) -> Result<SecretString, EntropyError> {
    draw(TokenKind::Journey, entropy)
}

/// Takes a token of this kind, exactly as it was drawn. Another kind, length, case or alphabet, or spare
/// bits that are not zero, are refused.
pub fn parse(kind: TokenKind, text: &str) -> Option<SecretString> {
    let random = text.strip_prefix(kind.prefix())?;
    if random.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let bytes = Zeroizing::new(BASE32_DNSSEC.decode(random.as_bytes()).ok()?);
    (bytes.len() == kind.bytes()).then(|| text.into())
}

/// The SHA-256 under which a token is stored and found; its prefix is part of it. With 256 (a journey's
/// id: 160) random bits no salt or key is needed.
pub fn digest(token: &SecretString) -> [u8; 32] {
    Sha256::digest(token.expose_secret()).into()
}

/// The public handle of a journey, `jrh_…` with 60 bits: it names the journey in lists, logs and the audit
/// trail, and nothing can be submitted with it.
pub fn handle(journey_id: &SecretString) -> String {
    let mut hash = Sha256::new();
    hash.update(b"vestibule journey handle\0");
    hash.update(journey_id.expose_secret());
    let text = BASE32_DNSSEC.encode(&hash.finalize()[..8]);
    format!("jrh_{}", &text[..12])
}

/// Draws the id of a record: `prefix` (`usr_`, `dev_`, `ses_`, `req_`, `msg_`, `atn_`), then 24 characters
/// of 48 bits of Unix time in milliseconds and 72 random bits, so that ids sort by their time.
/// A time before 1970 counts as 1970.
///
/// # Errors
/// [`EntropyError`] where the generator does not answer.
pub fn record_id(prefix: &str, now: Timestamp, entropy: &dyn Entropy) -> Result<String, EntropyError> {
    let mut bytes = [0; 15];
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    entropy.fill(&mut bytes[6..])?;
    Ok([prefix, &BASE32_DNSSEC.encode(&bytes)].concat())
}

/// Ids of records made together: the first is drawn, each next one follows it, so that they are put into an index one
/// behind the other.
pub struct RecordIds {
    prefix: &'static str,
    next: u128,
}

impl RecordIds {
    /// Begins with an id of this time.
    ///
    /// # Errors
    /// [`EntropyError`] where the generator does not answer.
    pub fn begin(prefix: &'static str, now: Timestamp, entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut chance = [0; 9];
        entropy.fill(&mut chance)?;
        // Without its highest bit no series reaches the time.
        let chance = chance.into_iter().fold(0, |number, byte| number << 8 | u128::from(byte)) >> 1;
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0) & ((1 << 48) - 1);
        Ok(Self { prefix, next: u128::from(millis) << 72 | chance })
    }

    /// The next id, of the form of [`record_id`].
    pub fn draw(&mut self) -> String {
        let bytes = self.next.to_be_bytes();
        self.next += 1;
        [self.prefix, &BASE32_DNSSEC.encode(&bytes[1..])].concat()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::testing::{Broken, Constant, Seeded};
    use super::*;

    #[test]
    fn v7_2_3_tokens_are_long_and_never_alike() {
        let entropy = Seeded::new(1);
        let mut seen = HashSet::new();
        for _ in 0..2_000 {
            for kind in TokenKind::ALL {
                let token = draw(kind, &entropy).unwrap();
                assert_eq!(token.expose_secret().len(), if kind == TokenKind::Journey { 4 + 32 } else { 4 + 52 });
                assert!(seen.insert(digest(&token)));
            }
        }
        assert!(draw(TokenKind::Session, &Broken).is_err());
    }

    #[test]
    fn c11_no_kind_stands_in_for_another() {
        for kind in TokenKind::ALL {
            let token = draw(kind, &Seeded::new(1)).unwrap();
            for as_kind in TokenKind::ALL {
                assert_eq!(parse(as_kind, token.expose_secret()).is_some(), as_kind == kind);
            }
        }
        // The same random bits under two prefixes are two tokens.
        let [device, session] = [TokenKind::Device, TokenKind::Session].map(|kind| draw(kind, &Constant(7)).unwrap());
        assert_ne!(digest(&device), digest(&session));
    }

    #[test]
    fn v7_2_1_v9_1_1_an_edited_token_is_refused_or_another() {
        let token = draw(TokenKind::Session, &Seeded::new(1)).unwrap();
        let text = token.expose_secret();
        assert_eq!(digest(&parse(TokenKind::Session, text).unwrap()), digest(&token));
        for at in 0..text.len() {
            assert!(parse(TokenKind::Session, &text[..at]).is_none());
            for new in ['0', 'v', 'w', 'A', '=', ' ', '\u{e4}'] {
                let edited = format!("{}{new}{}", &text[..at], &text[at + 1..]);
                let parsed = parse(TokenKind::Session, &edited);
                assert!(edited == text || parsed.is_none_or(|other| digest(&other) != digest(&token)), "{edited}");
            }
        }
        for edited in [
            format!("{text} "),
            format!(" {text}"),
            format!("{text}\n"),
            format!("{text}0"),
            text.to_uppercase(),
            format!("vst_{}", text[4..].to_uppercase()),
        ] {
            assert!(parse(TokenKind::Session, &edited).is_none(), "{edited:?}");
        }
    }

    #[test]
    fn spare_bits_must_be_zero() {
        let token = draw(TokenKind::Session, &Constant(0)).unwrap();
        let text = token.expose_secret().strip_suffix('0').unwrap();
        let accepted =
            ('0'..='9').chain('a'..='v').filter(|c| parse(TokenKind::Session, &format!("{text}{c}")).is_some());
        // 256 bits fill 51 characters and one bit of the last.
        assert_eq!(accepted.collect::<String>(), "0g");
    }

    #[test]
    fn a_handle_is_short_public_and_its_own() {
        let journey = SecretString::from(format!("jrn_{}", "0".repeat(32)));
        // Computed apart from this program.
        assert_eq!(handle(&journey), "jrh_2oegnda58j8p");
        let other = journey_id(&Seeded::new(1)).unwrap();
        assert_ne!(handle(&other), handle(&journey));
        assert!(TokenKind::ALL.into_iter().all(|kind| parse(kind, &handle(&other)).is_none()));
    }

    #[test]
    fn record_ids_sort_by_their_time() {
        let entropy = Seeded::new(1);
        let times = [
            "1969-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.001Z",
            "2038-01-20T00:00:00Z",
            "9999-12-01T00:00:00Z",
        ];
        let ids = times.map(|time| record_id("usr_", time.parse().unwrap(), &entropy).unwrap());
        assert!(ids.iter().all(|id| id.len() == 28 && id.starts_with("usr_")));
        assert!(ids[1..].is_sorted(), "{ids:?}");
        assert_eq!(ids[0][..13], ids[1][..13]);
        let now = times[2].parse().unwrap();
        let mut series = RecordIds::begin("usr_", now, &entropy).unwrap();
        let together: Vec<String> = (0..1_000).map(|_| series.draw()).collect();
        assert!(together.is_sorted() && together.iter().all(|id| id.len() == 28 && id[..13] == ids[2][..13]));
        assert_eq!(together.iter().collect::<HashSet<_>>().len(), 1_000);
        assert!(RecordIds::begin("usr_", now, &Broken).is_err());
        assert_ne!(record_id("usr_", now, &entropy).unwrap(), record_id("usr_", now, &entropy).unwrap());
    }
}
