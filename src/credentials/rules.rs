//! The rules for new passwords: every one that a candidate breaks, at once.

use std::cmp::Ordering;

use secrecy::SecretString;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::nfc;
use super::password::MAX_PASSWORD_CHARS;
use crate::journey::policy::{Class, PasswordPolicy};

/// A rule for new passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// At least the policy's number of characters.
    MinLength,
    /// At most [`MAX_PASSWORD_CHARS`] characters.
    MaxLength,
    /// An upper-case letter, where the policy asks for one.
    Upper,
    /// A lower-case letter, where the policy asks for one.
    Lower,
    /// A decimal digit, where the policy asks for one.
    Digit,
    /// A symbol, where the policy asks for one.
    Symbol,
    /// No control characters: they cannot be typed into every client.
    ControlCharacter,
    /// Not one of the common passwords.
    Common,
    /// Not the address, the part before its @, or the product's name.
    Context,
}

impl Rule {
    /// Every rule, in the order in which [`broken`] names them.
    pub const ALL: [Self; 9] = [
        Self::MinLength,
        Self::MaxLength,
        Self::Upper,
        Self::Lower,
        Self::Digit,
        Self::Symbol,
        Self::ControlCharacter,
        Self::Common,
        Self::Context,
    ];

    /// The word used in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::MinLength => "min_length",
            Self::MaxLength => "max_length",
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Digit => "digit",
            Self::Symbol => "symbol",
            Self::ControlCharacter => "control_character",
            Self::Common => "common",
            Self::Context => "context",
        }
    }

    /// The rule in one sentence, with its number.
    pub fn sentence(self, policy: &PasswordPolicy) -> String {
        match self {
            Self::MinLength => format!("Use at least {} characters.", policy.min_length),
            Self::MaxLength => format!("Use at most {MAX_PASSWORD_CHARS} characters."),
            Self::Upper => "Use at least one upper-case letter.".into(),
            Self::Lower => "Use at least one lower-case letter.".into(),
            Self::Digit => "Use at least one digit.".into(),
            Self::Symbol => "Use at least one symbol, such as ! or -.".into(),
            Self::ControlCharacter => "Leave out control characters, such as tabs.".into(),
            Self::Common => "Use a password that is not on the list of common passwords.".into(),
            Self::Context => "Use a password other than your address or the product's name.".into(),
        }
    }
}

/// What an attacker would try first for this account.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The account's mail address.
    pub address: &'a str,
    /// The product's name.
    pub product: &'a str,
}

/// Every rule that `candidate` breaks, in the order of [`Rule::ALL`]; empty for a good password.
/// Characters are code points after NFC (SP 800-63B-4 §3.1.1.2).
pub fn broken(
    policy: &PasswordPolicy,
    context: &Context<'_>,
    candidate: &SecretString,
    blocklist: &Blocklist,
) -> Vec<Rule> {
    let text = nfc(candidate);
    let length = text.chars().count();
    let lacks = |class: Class| policy.classes.contains(&class) && !text.chars().any(|c| is_of(class, c));
    Rule::ALL
        .into_iter()
        .filter(|rule| match rule {
            Rule::MinLength => length < policy.min_length as usize,
            Rule::MaxLength => length > MAX_PASSWORD_CHARS,
            Rule::Upper => lacks(Class::Upper),
            Rule::Lower => lacks(Class::Lower),
            Rule::Digit => lacks(Class::Digit),
            Rule::Symbol => lacks(Class::Symbol),
            Rule::ControlCharacter => text.chars().any(char::is_control),
            Rule::Common => blocklist.contains(&text),
            Rule::Context => context.names(&text),
        })
        .collect()
}

fn is_of(class: Class, c: char) -> bool {
    match class {
        Class::Upper => c.is_uppercase(),
        Class::Lower => c.is_lowercase(),
        Class::Digit => c.is_ascii_digit(),
        Class::Symbol => !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control(),
    }
}

impl Context<'_> {
    /// Whether the whole password is one of the words, or one with digits and punctuation around it.
    fn names(&self, password: &str) -> bool {
        let local = self.address.rsplit_once('@').map_or("", |(local, _)| local);
        let folded = fold(password);
        [self.address, local, self.product].into_iter().any(|word| {
            let word = fold(word);
            let same = |a: &str, b: &str| !b.is_empty() && a == b;
            same(&folded, &word) || same(core_of(&folded), core_of(&word))
        })
    }
}

fn core_of(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation() || c == ' ')
}

/// NFC and lower case: the form in which passwords are compared with lists.
fn fold(text: &str) -> Zeroizing<String> {
    let lower = Zeroizing::new(text.to_lowercase());
    Zeroizing::new(lower.nfc().collect())
}

/// Passwords that are refused because everybody tries them.
///
/// The built-in list joins two public ones: the twenty thousand common passwords that Django ships
/// (BSD-3-Clause, collected by Royce Williams from breaches), and those of at least 14 characters among the
/// first million of the ten million passwords that Mark Burnett published for research, so that there is
/// something to refuse at the lengths that the policies ask for. It is folded to NFC and lower case and
/// sorted by bytes, one a line.
pub struct Blocklist {
    built_in: &'static str,
    more: Vec<String>,
}

impl Blocklist {
    /// The built-in list alone. Costs nothing: lookups search the text where it lies in the program.
    pub fn built_in() -> Self {
        Self { built_in: include_str!("common_passwords.txt"), more: Vec::new() }
    }

    /// Adds a file's passwords, one a line; empty lines and a byte order mark fall away.
    pub fn with_file(mut self, text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let lines = text.lines().filter(|line| !line.is_empty());
        self.more.extend(lines.map(|line| fold(line).to_string()));
        self.more.sort_unstable();
        self.more.dedup();
        self
    }

    /// How many passwords it refuses; one in both lists counts twice.
    pub fn count(&self) -> usize {
        self.built_in.lines().count() + self.more.len()
    }

    /// Whether the whole password is on it, whatever its case.
    pub fn contains(&self, password: &str) -> bool {
        let folded = fold(password);
        find_line(self.built_in, &folded) || self.more.binary_search_by(|line| line.as_str().cmp(&folded)).is_ok()
    }
}

/// Binary search for a line in sorted lines, over the bytes of the text.
fn find_line(sorted: &str, wanted: &str) -> bool {
    let text = sorted.as_bytes();
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = text[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
        let end = text[middle..high].iter().position(|b| *b == b'\n').map_or(high, |at| middle + at);
        match text[start..end].cmp(wanted.as_bytes()) {
            Ordering::Equal => return true,
            Ordering::Less => low = (end + 1).min(high),
            Ordering::Greater => high = start,
        }
    }
    false
}
