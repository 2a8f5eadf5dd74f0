//! Mail addresses: what an account may have, how two are compared, and how one is shown masked.

use std::fmt;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

use super::text::is_invisible;

/// The longest address in bytes (RFC 5321 §4.5.3.1.3, less the angle brackets).
const MAX: usize = 254;
/// The longest local part in bytes (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// A mail address that can be written to: `local@domain`, the domain with at least one dot.
///
/// Two are equal where their keys are.
#[derive(Clone)]
pub struct Address {
    shown: String,
    key: String,
    domain: String,
    mailbox: lettre::Address,
}

/// Why a text is no address that an account may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was given.
    #[error("the address is empty; give one like ada@example.org")]
    Empty,
    /// Longer than 254 bytes.
    #[error("the address is longer than 254 bytes; use a shorter one")]
    TooLong,
    /// More than 64 bytes before the `@`.
    #[error("the part before the @ is longer than 64 bytes; use a shorter address")]
    LocalTooLong,
    /// A space, a line break, a control character or one that does not show.
    #[error("the address has a space or a character that does not show; type it again without")]
    Unprintable,
    /// A quoted local part, or a quote or backslash anywhere.
    #[error("the part before the @ is quoted, which many mail servers refuse; use an address without quotes")]
    Quoted,
    /// An IP address in place of a domain.
    #[error("the part after the @ is an IP address; use a domain name such as example.org")]
    Literal,
    /// A domain without a dot.
    #[error("the domain has no dot; give the whole name, such as example.org")]
    NoDot,
    /// A domain that cannot exist (UTS #46).
    #[error("the part after the @ is no domain name; check it for typing errors")]
    Domain,
    /// Anything else that the mail library does not take for an address (RFC 5321 §4.1.2).
    #[error("this is no mail address; give one like ada@example.org")]
    Syntax,
}

impl AddressError {
    /// What is wrong.
    pub fn what(&self) -> String {
        self.halves().0
    }

    /// What to do about it.
    pub fn remedy(&self) -> String {
        self.halves().1
    }

    fn halves(&self) -> (String, String) {
        let text = self.to_string();
        let (what, remedy) = text.split_once("; ").unwrap_or((&text, "give one like ada@example.org"));
        (what.to_owned(), remedy.to_owned())
    }
}

impl Address {
    /// Reads an address as a person gave it.
    ///
    /// # Errors
    /// [`AddressError`], which says what is wrong and what to do.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > MAX {
            return Err(AddressError::TooLong);
        }
        let is_hidden = match text.is_ascii() {
            // Of ASCII these are all that the longer question finds; lists have little else.
            true => !text.bytes().all(|byte| byte.is_ascii_graphic()),
            false => text.chars().any(|c| c.is_control() || c.is_whitespace() || is_invisible(c)),
        };
        if is_hidden {
            return Err(AddressError::Unprintable);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(AddressError::Syntax)?;
        if local.contains(['"', '\\']) {
            return Err(AddressError::Quoted);
        }
        // RFC 6532 §3.1 asks for NFC in a header, and a mail server may compare bytes.
        let local: String = if local.is_ascii() { local.to_owned() } else { local.nfc().collect() };
        if local.len() > MAX_LOCAL {
            return Err(AddressError::LocalTooLong);
        }
        let domain = ascii_domain(domain)?;
        let mailbox = lettre::Address::new(&local, &domain).map_err(|_| AddressError::Syntax)?;
        if AsRef::<str>::as_ref(&mailbox).len() > MAX {
            return Err(AddressError::TooLong);
        }
        let lower: String = match local.is_ascii() {
            true => local.to_ascii_lowercase(),
            false => local.chars().flat_map(char::to_lowercase).nfc().collect(),
        };
        Ok(Self { shown: text.to_owned(), key: format!("{lower}@{domain}"), domain, mailbox })
    }

    /// The address as it was given.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// What two spellings of one address have in common: NFC, lower case, the domain in ASCII form.
    ///
    /// The case of a letter is changed without regard to its neighbours, as RFC 8265 §3.3 does.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The address for an envelope: the local part in NFC, the domain in ASCII form.
    pub fn mailbox(&self) -> &lettre::Address {
        &self.mailbox
    }

    /// The domain in ASCII form (RFC 5890 §2.3.2.1).
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The address with all but two characters and the top-level domain hidden: `a••••@e••••.com`.
    pub fn masked(&self) -> String {
        let (domain, _) = idna::domain_to_unicode(&self.domain);
        let first = |text: &str| text.chars().next().map_or_else(String::new, String::from);
        let top = domain.rsplit('.').next().unwrap_or_default();
        format!("{}••••@{}••••.{top}", first(self.mailbox.user()), first(&domain))
    }
}

fn ascii_domain(domain: &str) -> Result<String, AddressError> {
    let bare = domain.strip_prefix('[').map_or(domain, |inner| inner.strip_suffix(']').unwrap_or(inner));
    if domain.starts_with('[') || bare.parse::<std::net::IpAddr>().is_ok() {
        return Err(AddressError::Literal);
    }
    let ascii = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| AddressError::Domain)?;
    let (_, top) = ascii.rsplit_once('.').ok_or(AddressError::NoDot)?;
    if top.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AddressError::Domain);
    }
    Ok(ascii.into_owned())
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Address {}

impl fmt::Debug for Address {
    /// Masked, so that no log shows an address by accident.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.masked())
    }
}

impl fmt::Display for Address {
    /// As it was given.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl std::str::FromStr for Address {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        Address::parse(text).unwrap().key().to_owned()
    }

    #[test]
    fn c12_spellings_of_one_address_have_one_key() {
        assert_eq!(key("Ada@Example.ORG"), "ada@example.org");
        assert_eq!(key("e\u{301}va@bücher.example"), key("ÉVA@XN--BCHER-KVA.example"));
        assert_eq!(key("\u{212A}im@example.org"), key("kim@example.org"), "KELVIN SIGN");
        assert_eq!(key("ΑΣ@example.org"), key("ασ@example.org"));
        assert_eq!(key("ada@ｅxample。com"), "ada@example.com");
    }

    #[test]
    fn c12_addresses_that_only_look_alike_stay_apart() {
        assert_ne!(key("ﬁne@example.org"), key("fine@example.org"));
        assert_ne!(key("ａda@example.org"), key("ada@example.org"));
        assert_ne!(key("ıda@example.org"), key("ida@example.org"));
    }

    #[test]
    fn an_address_is_shown_as_given_and_written_to_in_ascii() {
        let address = Address::parse("Ada.Lovelace+x@Bücher.example").unwrap();
        assert_eq!(address.shown(), "Ada.Lovelace+x@Bücher.example");
        assert_eq!(address.mailbox().to_string(), "Ada.Lovelace+x@xn--bcher-kva.example");
        assert_eq!(address.masked(), "A••••@b••••.example");
        assert_eq!(Address::parse("e\u{301}va@example.org").unwrap().mailbox().user(), "éva");
        assert_eq!(Address::parse("a@example.com").unwrap().masked(), "a••••@e••••.com");
        assert_eq!(format!("{address:?}"), "Address(A••••@b••••.example)");
    }

    #[test]
    fn each_refusal_has_its_own_reason() {
        use AddressError::*;
        let long = format!("a@{}.org", "b.".repeat(130));
        for (text, reason) in [
            ("", Empty),
            (&*long, TooLong),
            (&format!("{}@example.org", "a".repeat(65)), LocalTooLong),
            (" a@example.org", Unprintable),
            ("a@example.org\r\nBcc: b@example.org", Unprintable),
            ("a\u{202E}@example.org", Unprintable),
            ("a\u{200B}@example.org", Unprintable),
            ("a@exam\u{AD}ple.org", Unprintable),
            ("\"a b\"@example.org", Unprintable),
            ("\"a\"@example.org", Quoted),
            ("a@[127.0.0.1]", Literal),
            ("a@127.0.0.1", Literal),
            ("a@::1", Literal),
            ("a@localhost", NoDot),
            ("a@example.org.", Domain),
            ("a@example..org", Domain),
            ("a@exa_mple.org", Domain),
            ("a@xn--999999999.org", Domain),
            ("a@iana.123", Domain),
            ("a", Syntax),
            ("a@b@example.org", Syntax),
            (".a@example.org", Syntax),
            ("a, b@example.org", Unprintable),
            ("a,b@example.org", Syntax),
            ("Ada<a@example.org", Syntax),
        ] {
            assert_eq!(Address::parse(text), Err(reason), "{text:?}");
        }
    }

    #[test]
    fn a_domain_that_grows_beyond_the_limit_in_ascii_is_refused() {
        let text = format!("{}@{}.example", "a".repeat(60), "ü.".repeat(28).trim_end_matches('.'));
        assert!(text.len() <= MAX);
        assert_eq!(Address::parse(&text), Err(AddressError::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic_and_a_key_is_its_own_key(text in "\\PC{0,20}@\\PC{0,12}\\.\\PC{1,6}") {
            if let Ok(address) = Address::parse(&text) {
                let again = Address::parse(address.key());
                proptest::prop_assert_eq!(again.as_ref().map(Address::key), Ok(address.key()));
            }
        }
    }
}
