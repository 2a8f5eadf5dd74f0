//! Characters that may not stand in an address, or not unchanged in a mail.

/// Whether a character directs the display of others without showing itself: marks and overrides of
/// writing direction (Unicode UAX #9), separators, and what has no width.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The text with every control character, line break and invisible character shown as U+FFFD.
///
/// The joiners U+200C and U+200D stay: scripts and emoji need them, and they move nothing.
pub(super) fn one_line(text: &str) -> String {
    let shown = |c: char| match c {
        '\u{200C}' | '\u{200D}' | '\u{FFFC}' | '\u{FFFD}' => c,
        c if c.is_control() || is_invisible(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// [`one_line`] of at most `limit` characters, for what comes from a mail server or a file.
pub(super) fn excerpt(text: &str, limit: usize) -> String {
    let mut short: String = one_line(text.trim()).chars().take(limit).collect();
    if text.trim().chars().count() > limit {
        short.push('…');
    }
    short
}

/// The longest run of ASCII digits.
pub(super) fn longest_digits(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// The text with `•` for the digits of every run that could be read as a one-time password.
pub(super) fn without_codes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for run in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        if longest_digits(run) >= CODE_DIGITS {
            out.extend(run.chars().map(|c| if c.is_ascii_digit() { '•' } else { c }));
        } else {
            out.push_str(run);
        }
    }
    out
}

/// The fewest digits that a reader, or a program, takes for a one-time password.
pub(super) const CODE_DIGITS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_and_overrides_are_shown_as_one_sign_each() {
        assert_eq!(
            one_line("a\r\nBcc: b\u{202E}c\0\u{85}\u{2028}"),
            "a\u{FFFD}\u{FFFD}Bcc: b\u{FFFD}c\u{FFFD}\u{FFFD}\u{FFFD}"
        );
        assert_eq!(one_line("نامه\u{200C}ای 👩\u{200D}💻 Ada"), "نامه\u{200C}ای 👩\u{200D}💻 Ada");
    }

    #[test]
    fn only_runs_of_six_digits_and_more_are_hidden() {
        assert_eq!(without_codes("12345 x123456y 1234567"), "12345 x••••••y •••••••");
        assert_eq!(without_codes(""), "");
        assert_eq!(longest_digits("a12b345"), 3);
    }

    #[test]
    fn an_excerpt_says_that_it_was_cut() {
        assert_eq!(excerpt(" ok\r\n", 5), "ok");
        assert_eq!(excerpt("abcdef", 3), "abc…");
    }
}
