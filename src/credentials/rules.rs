//! The rules for new passwords: every one that a candidate breaks, at once.

use std::cmp::Ordering;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
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
    let text = nfc(candidate.expose_secret());
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
    nfc(&Zeroizing::new(text.to_lowercase()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::policy::{Policy, Profile};

    const CONTEXT: Context<'_> = Context { address: "Ada.Lovelace@example.org", product: "Cloud Portal" };

    fn rules(profile: Profile, candidate: &str) -> Vec<Rule> {
        broken(&Policy::of(profile).password, &CONTEXT, &candidate.into(), &Blocklist::built_in())
    }

    #[test]
    fn every_broken_rule_is_named_at_once() {
        assert_eq!(
            rules(Profile::Portal, "\t"),
            [Rule::MinLength, Rule::Upper, Rule::Lower, Rule::Digit, Rule::Symbol, Rule::ControlCharacter]
        );
        assert_eq!(
            rules(Profile::Portal, "password"),
            [Rule::MinLength, Rule::Upper, Rule::Digit, Rule::Symbol, Rule::Common]
        );
        assert_eq!(rules(Profile::Nist, "Cloud Portal"), [Rule::MinLength, Rule::Context]);
        assert_eq!(rules(Profile::Portal, "Tr0ub4dor&3-is-better"), []);
    }

    #[test]
    fn each_class_is_asked_for_by_itself() {
        for (candidate, missing) in [
            ("lower-case-letters-1", vec![Rule::Upper]),
            ("UPPER-CASE-LETTERS-1", vec![Rule::Lower]),
            ("No-Digit-In-Here-At-All", vec![Rule::Digit]),
            ("No Symbol In Here 1", vec![Rule::Symbol]),
            ("\u{c9}t\u{e9} \u{e0} la mer, 1999", vec![]),
        ] {
            assert_eq!(rules(Profile::Portal, candidate), missing, "{candidate}");
        }
    }

    #[test]
    fn v6_2_1_p1_length_has_its_bounds() {
        assert_eq!(rules(Profile::Portal, &"aB3-".repeat(4)[..13]), [Rule::MinLength]);
        assert_eq!(rules(Profile::Portal, &"aB3-".repeat(4)[..14]), []);
        assert_eq!(rules(Profile::Nist, "qpwoeirutyalsk"), [Rule::MinLength]);
        assert_eq!(rules(Profile::Nist, "qpwoeirutyalskd"), []);
        assert_eq!(rules(Profile::Nist, &"q\u{1f510}".repeat(MAX_PASSWORD_CHARS / 2)), []);
        assert_eq!(rules(Profile::Nist, &"q".repeat(MAX_PASSWORD_CHARS + 1)), [Rule::MaxLength]);
    }

    #[test]
    fn p5_characters_are_counted_after_nfc() {
        assert_eq!(rules(Profile::Nist, &"e\u{301}".repeat(14)), [Rule::MinLength]);
        assert_eq!(rules(Profile::Nist, &"e\u{301}".repeat(15)), []);
        assert_eq!(rules(Profile::Nist, &"\u{1f510}".repeat(14)), [Rule::MinLength]);
        assert_eq!(rules(Profile::Nist, &"\u{1f510}".repeat(15)), []);
    }

    #[test]
    fn p6_v6_2_5_the_nist_profile_asks_for_no_classes() {
        assert_eq!(rules(Profile::Nist, "a b c d e f g h i"), []);
    }

    #[test]
    fn v6_2_4_p11_every_listed_password_is_refused() {
        let list = Blocklist::built_in();
        let lines: Vec<&str> = list.built_in.lines().collect();
        assert!(lines.len() >= 30_000);
        assert!(lines.iter().filter(|line| line.chars().count() >= 15).count() >= 3_000);
        for line in &lines {
            assert!(list.contains(line), "{line}");
        }
        assert_eq!(rules(Profile::Nist, "passwordpassword"), [Rule::Common]);
    }

    #[test]
    fn the_list_is_folded_and_sorted() {
        let lines: Vec<&str> = Blocklist::built_in().built_in.lines().collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        for line in lines {
            assert!(!line.is_empty() && *fold(line) == line, "{line:?}");
        }
    }

    #[test]
    fn p11_the_whole_password_is_compared_whatever_its_case() {
        let list = Blocklist::built_in();
        for listed in ["password", "PASSWORD", "PassWord", "\u{41f}\u{410}\u{420}\u{41e}\u{41b}\u{42c}"] {
            assert!(list.contains(listed), "{listed}");
        }
        for unlisted in
            ["", "\n", "password\n", "password password password", "passwor", "zzzzzzzzzzzzzzzzzzzzzzzzz", "\u{10ffff}"]
        {
            assert!(!list.contains(unlisted), "{unlisted:?}");
        }
    }

    #[test]
    fn a_file_adds_to_the_list() {
        let list = Blocklist::built_in().with_file("\u{feff}Zeppelin over Z\u{fc}rich\r\n\n  two spaces\nAcme2026");
        for listed in ["ZEPPELIN over Zu\u{308}rich", "  two spaces", "acme2026", "password"] {
            assert!(list.contains(listed), "{listed}");
        }
        assert!(!list.contains("two spaces") && !list.contains(""));
        assert_eq!(list.count(), Blocklist::built_in().count() + 3);
    }

    #[test]
    fn v6_2_11_words_of_the_account_and_the_product_are_refused() {
        let refused = |candidate: &str| rules(Profile::Nist, candidate).contains(&Rule::Context);
        for candidate in [
            "ada.lovelace@example.org",
            "ADA.LOVELACE@EXAMPLE.ORG",
            "ada.lovelace",
            "Ada.Lovelace1815!",
            "!!!Cloud Portal 2026",
            "cloud portal",
            "(ada.lovelace@example.org)",
        ] {
            assert!(refused(candidate), "{candidate}");
        }
        for candidate in ["my cloud portal password", "lovelace", "ada", "1234567890!!!!!", ""] {
            assert!(!refused(candidate), "{candidate}");
        }
        let digits = Context { address: "123@example.org", product: "" };
        assert!(digits.names("123") && !digits.names("987654") && !digits.names(""));
    }

    #[test]
    fn rules_have_one_word_everywhere_and_a_sentence_with_the_number() {
        let policy = Policy::of(Profile::Portal).password;
        for rule in Rule::ALL {
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.id());
            assert!(rule.sentence(&policy).ends_with('.'));
        }
        assert_eq!(Rule::MinLength.sentence(&policy), "Use at least 14 characters.");
    }
}
