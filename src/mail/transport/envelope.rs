//! From an outgoing mail to the bytes on the wire (RFC 5322, RFC 2046 §5.1.4).

use std::time::{Duration, UNIX_EPOCH};

use data_encoding::BASE64;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use super::super::address::Address;
use super::super::text::one_line;
use crate::ports::{DeliveryError, Outgoing};

/// The last second that a `Date` header can name: the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// The bytes of text in one encoded word: base64 of them and its frame stay under 75 characters (RFC 2047 §2).
const ENCODED_BYTES: usize = 45;

/// A mail ready for a transport: exactly one sender, one recipient, and the message.
pub(super) struct Sealed {
    pub(super) from: lettre::Address,
    pub(super) to: lettre::Address,
    pub(super) bytes: Vec<u8>,
}

/// Writes a mail.
///
/// The outbox is another module's and lies in a file, so everything is checked once more here.
///
/// # Errors
/// [`DeliveryError::Never`] where the recipient or the `Message-ID` is none.
pub(super) fn seal(mail: &Outgoing, sender: &Mailbox) -> Result<Sealed, DeliveryError> {
    let to =
        Address::parse(&mail.to).map_err(|error| DeliveryError::Never(format!("the recipient cannot be: {error}")))?;
    if !is_message_id(&mail.message_id) {
        return Err(DeliveryError::Never("the Message-ID is malformed; queue the mail anew".to_owned()));
    }
    let date = mail.date.as_second().clamp(0, LAST_SECOND).unsigned_abs();
    let part = |kind, body: &str| SinglePart::builder().header(kind).body(with_crlf(body));
    let message = Message::builder()
        .message_id(Some(format!("<{}>", mail.message_id)))
        .date(UNIX_EPOCH + Duration::from_secs(date))
        .from(sender.clone())
        .to(Mailbox::new(None, to.mailbox().clone()))
        .raw_header(subject(&one_line(&mail.subject)))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
        .multipart(
            MultiPart::alternative()
                .boundary(boundary(mail))
                .singlepart(part(ContentType::TEXT_PLAIN, &mail.text))
                .singlepart(part(ContentType::TEXT_HTML, &mail.html)),
        )
        .map_err(|error| DeliveryError::Never(format!("the mail cannot be written: {error}")))?;
    Ok(Sealed { from: sender.email.clone(), to: to.mailbox().clone(), bytes: message.formatted() })
}

/// A subject that reads as it was written. The mail library leaves ASCII alone, and so would let a reader
/// decode what only looks like an encoded word (RFC 2047), line breaks within it included.
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    if !text.contains("=?") {
        return HeaderValue::new(name, text.to_owned());
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        if words.last().is_some_and(|word| word.len() + c.len_utf8() > ENCODED_BYTES) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    let encoded: Vec<String> =
        words.iter().map(|word| format!("=?utf-8?b?{}?=", BASE64.encode(word.as_bytes()))).collect();
    HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), encoded.join("\r\n "))
}

/// Whether a text is an RFC 5322 §3.6.4 `msg-id` of dot-atoms, without its brackets.
fn is_message_id(text: &str) -> bool {
    let atoms = |part: &str| {
        part.split('.').all(|atom| {
            !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        })
    };
    text.len() <= 200 && text.split_once('@').is_some_and(|(left, right)| atoms(left) && atoms(right))
}

/// The text with every line ending as CRLF, a lone CR or LF included: a server may take either for a line
/// (the "SMTP smuggling" of CVE-2023-51764). NUL, which no server need carry, shows as U+FFFD.
fn with_crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}").replace('\n', "\r\n")
}

/// A boundary that follows from the mail, so that the same mail is the same bytes, and that no text can
/// contain. It has letters alone: a digit would not be the code's.
fn boundary(mail: &Outgoing) -> String {
    let mut hash = Sha256::new();
    for part in [&mail.message_id, &mail.text, &mail.html] {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let letter = |nibble: u8| char::from(b'a' + nibble);
    hash.finalize().iter().take(20).flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Outgoing {
        Outgoing {
            sequence: 7,
            message_id: "m1@vestibule.example".to_owned(),
            date: "2026-03-02T09:00:00Z".parse().unwrap(),
            to: "ada@example.org".to_owned(),
            subject: "Grüße".to_owned(),
            text: "one\ntwo\n".to_owned(),
            html: "<p>one</p>\n".to_owned(),
        }
    }

    fn written(mail: &Outgoing) -> String {
        let sender = "Portal <no-reply@example.org>".parse().unwrap();
        String::from_utf8(seal(mail, &sender).unwrap().bytes).unwrap()
    }

    #[test]
    fn the_same_mail_is_the_same_bytes() {
        assert_eq!(written(&mail()), written(&mail()));
        assert_ne!(boundary(&mail()), boundary(&Outgoing { text: "x".into(), ..mail() }));
    }

    #[test]
    fn the_headers_are_those_of_the_mail() {
        let text = written(&mail());
        for line in [
            "Message-ID: <m1@vestibule.example>\r\n",
            "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n",
            "To: ada@example.org\r\n",
            "Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(text.contains(line), "{line:?} is not in {text}");
        }
        assert!(text.contains("\r\nFrom: ") || text.starts_with("From: "));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn f14_a_date_outside_what_a_header_can_name_is_clamped() {
        for (date, shown) in
            [("-009999-01-02T01:59:59Z", "Thu, 01 Jan 1970"), ("9999-12-30T22:00:00Z", "Thu, 30 Dec 9999")]
        {
            let text = written(&Outgoing { date: date.parse().unwrap(), ..mail() });
            assert!(text.contains(&format!("Date: {shown}")), "{text}");
        }
    }

    #[test]
    fn c16_a_broken_outbox_row_is_never_sent() {
        let sender: Mailbox = "no-reply@example.org".parse().unwrap();
        for to in ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", ""] {
            let broken = Outgoing { to: to.to_owned(), ..mail() };
            assert!(matches!(seal(&broken, &sender), Err(DeliveryError::Never(_))), "{to:?}");
        }
        for id in ["<a@b>\r\nX: y", "<a@b>", "a b@c", "ab", "", "a@b@c", "a..b@c", "a@b\0"] {
            let broken = Outgoing { message_id: id.to_owned(), ..mail() };
            assert!(matches!(seal(&broken, &sender), Err(DeliveryError::Never(_))), "{id:?}");
        }
    }

    #[test]
    fn c16_what_looks_like_an_encoded_word_stays_as_it_is() {
        let subject = "=?utf-8?q?x=0D=0ABcc:_evil@example.net?= and more than one line of 75 characters, ü";
        let text = written(&Outgoing { subject: subject.into(), ..mail() });
        let folded = text.split("Subject: ").nth(1).unwrap().split("\r\nAuto").next().unwrap();
        let decoded: Vec<u8> = folded
            .split("\r\n ")
            .inspect(|word| assert!(word.len() <= 75, "{word}"))
            .flat_map(|word| {
                BASE64.decode(word.trim_start_matches("=?utf-8?b?").trim_end_matches("?=").as_bytes()).unwrap()
            })
            .collect();
        assert_eq!(String::from_utf8(decoded).unwrap(), subject);
    }

    #[test]
    fn c16_every_line_ending_is_crlf() {
        assert_eq!(with_crlf("a\r.\rb\n.\nc\r\n.\r\n"), "a\r\n.\r\nb\r\n.\r\nc\r\n.\r\n");
        assert_eq!(with_crlf("a\0b"), "a\u{FFFD}b");
        let text = written(&Outgoing { subject: "x\r\nBcc: evil@example.net".into(), ..mail() });
        assert!(!text.contains("\nBcc"));
        let neutral = written(&Outgoing { subject: "x\u{FFFD}\u{FFFD}Bcc: evil@example.net".into(), ..mail() });
        assert_eq!(text, neutral, "not in an encoded word either");
    }
}
