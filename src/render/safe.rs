//! Text of strangers, made harmless: no control character and no invisible direction mark reaches a terminal raw.

/// One line: control characters, line breaks included, and direction marks are shown as `\u{…}`.
pub fn line(text: &str) -> String {
    escape(text, |_| false)
}

/// Several lines: as [`line()`], but line breaks and tabs stay.
pub fn lines(text: &str) -> String {
    escape(text, |c| matches!(c, '\n' | '\t'))
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if keep(c) || !is_harmful(c) {
            shown.push(c);
        } else {
            shown.extend(c.escape_unicode());
        }
    }
    shown
}

/// Control characters (also C1), bidirectional controls (UAX #9), line and paragraph separators, zero-width marks.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{61C}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v16_4_1_escapes_and_direction_marks_are_shown_not_obeyed() {
        assert_eq!(line("a\x1b[2J\r\nb"), "a\\u{1b}[2J\\u{d}\\u{a}b");
        assert_eq!(line("a\u{202e}b\u{9b}c"), "a\\u{202e}b\\u{9b}c");
        assert_eq!(lines("a\n\tb\u{7}"), "a\n\tb\\u{7}");
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        let text = "Ada Łovelace 愛 ñandú — “quoted”";
        assert_eq!(line(text), text);
    }
}
