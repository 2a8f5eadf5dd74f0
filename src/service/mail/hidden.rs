//! What a shown mail does not tell: its codes and its tokens.

use crate::credentials::token::TokenKind;

/// The text with every run of six or more digits, and every token, hidden.
pub(super) fn secrets(text: &str) -> String {
    digits(&TokenKind::ALL.into_iter().fold(text.to_owned(), |text, kind| tokens(&text, kind.prefix())))
}

fn tokens(text: &str, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        shown.push_str(mark);
        shown.push_str(&"•".repeat(part.len() - rest.len()));
        shown.push_str(rest);
    }
    shown
}

fn digits(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        shown.push_str(&if digits.len() >= 6 { "•".repeat(digits.len()) } else { digits.clone() });
        digits.clear();
        shown.push(c);
    }
    shown.pop();
    shown
}

#[cfg(test)]
mod tests {
    use super::secrets;

    #[test]
    fn a_shown_mail_hides_its_code_and_nothing_else() {
        assert_eq!(secrets("code 012345, valid 10 min, 2026"), "code ••••••, valid 10 min, 2026");
        assert_eq!(secrets("12345678"), "••••••••");
    }

    #[test]
    fn a_shown_mail_hides_every_kind_of_token() {
        assert_eq!(secrets("a\n  vat_0a9v\n123456"), "a\n  vat_••••\n••••••");
        assert_eq!(secrets("stop it with vrt_0123456789ab\nor vop_9z."), "stop it with vrt_••••••••••••\nor vop_••.");
    }
}
