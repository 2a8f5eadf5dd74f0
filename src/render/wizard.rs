//! The screens of a sign-in as the person in front of a terminal sees them.

use console::style;
use jiff::Timestamp;
use textwrap::WordSplitter;

use super::answer::groups;
use super::qr::{self, Ink};
use super::{safe, time};
use crate::journey::Reason;
use crate::journey::screen::{Data, Document, Screen};
use crate::service::journey::answer::Trouble;

/// The widest a paragraph gets, in columns: longer lines are hard to read.
const WIDEST: usize = 100;

/// The columns between a QR code and the words beside it, and the fewest that such words need: four groups of four.
const GAP: usize = 2;
const NARROWEST_BESIDE: usize = 22;

const NO_CODE: &str = "The QR code does not fit into this terminal: type the secret into the app, or make the window \
                       wider and go back to this screen with Enter alone.";
const TURN: &str = "If the app does not read the code, press Enter alone to turn its light and dark round, or type \
                    the secret.";

/// What the terminal can show.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Its columns.
    pub columns: usize,
    /// How a QR code is drawn.
    pub ink: Ink,
    /// Whether headings and errors may stand out by colour and weight.
    pub bold: bool,
}

/// A screen: its heading, its paragraphs and what it shows.
pub fn screen(screen: &Screen, look: &Look) -> String {
    let heading = textwrap::fill(screen.heading, look.columns.min(WIDEST));
    let mut text = format!("\n{}\n\n", style(heading).force_styling(look.bold).bold());
    for line in &screen.text {
        text.push_str(&paragraph(&safe::line(line), look.columns));
    }
    text.push_str(&data(&screen.data, look));
    text
}

/// A paragraph, broken to the width; a word that is wider stays whole, so that it can be copied.
pub fn paragraph(text: &str, columns: usize) -> String {
    item("", text, columns)
}

/// A paragraph whose first line begins with a mark, under which the others are not put.
pub fn item(mark: &str, text: &str, columns: usize) -> String {
    broken(mark, text, columns, WordSplitter::NoHyphenation)
}

fn broken(mark: &str, text: &str, columns: usize, splitter: WordSplitter) -> String {
    let indent = " ".repeat(mark.len());
    let options = textwrap::Options::new(columns.clamp(mark.len() + 1, WIDEST))
        .initial_indent(mark)
        .subsequent_indent(&indent)
        .word_splitter(splitter)
        .break_words(false);
    let mut text = textwrap::fill(text, options);
    text.push('\n');
    text
}

/// Why an act was refused on a screen, and what to do next.
pub fn trouble(trouble: &Trouble, data: &Data, look: &Look) -> String {
    let columns = look.columns;
    let mut text = String::from("\n");
    let message = paragraph(&safe::line(&message(trouble, data)), columns);
    text.push_str(&style(message.trim_end()).force_styling(look.bold).red().to_string());
    text.push('\n');
    text.push_str(&paragraph(&advice(trouble), columns));
    text
}

/// What happened, with documents by their titles instead of their ids.
fn message(trouble: &Trouble, data: &Data) -> String {
    let (Trouble::ConsentIncomplete { missing }, Data::Consent { documents }) = (trouble, data) else {
        return trouble.message();
    };
    let titles: Vec<&str> =
        documents.iter().filter(|listed| missing.contains(&listed.id)).map(|listed| listed.title.as_str()).collect();
    format!("Not accepted yet: {}.", titles.join(", "))
}

/// What is wrong with a field, called as its prompt calls it.
pub fn field_trouble(what: &str, problem: &str) -> String {
    let name = match what.trim_start_matches("field ").trim_matches('"') {
        "email" => "The email address",
        "code" => "The code",
        "new_password" => "The new password",
        "confirm_password" => "The second entry of the new password",
        "password" => "The password",
        other => return format!("{other} {problem}."),
    };
    format!("{name} {problem}.")
}

/// What to do once a sign-in has ended without a refusal.
pub fn after_end(reason: Reason) -> &'static str {
    match reason {
        Reason::Disabled => "Ask support about the account.",
        Reason::Declined => "Start again with `vestibule signin` when you want to accept the documents.",
        _ => "Start again with `vestibule signin`.",
    }
}

/// What to do about a refusal, with the wait where there is one.
pub fn advice(trouble: &Trouble) -> String {
    match trouble.retry_after() {
        Some(wait) => format!("{} You can try again in {}.", trouble.hint(), time::wait(wait)),
        None => trouble.hint().to_owned(),
    }
}

/// What is left to the person on a screen that counts.
pub fn chances(data: &Data, columns: usize) -> String {
    match data {
        Data::Otp { tries_left, .. } | Data::Tries { tries_left } | Data::Setup { tries_left, .. } => {
            paragraph(&format!("Tries left: {tries_left}."), columns)
        }
        _ => String::new(),
    }
}

fn data(data: &Data, look: &Look) -> String {
    let columns = look.columns;
    match data {
        Data::Nothing {} | Data::Device { .. } | Data::Ended { .. } => String::new(),
        Data::Tries { .. } => chances(data, columns),
        Data::Otp { resend_after, sends_left, .. } => {
            paragraph(&resend(resend_after, *sends_left), columns) + &chances(data, columns)
        }
        Data::Password { rules, .. } => rules.iter().map(|rule| item("  - ", rule, columns)).collect(),
        Data::Consent { documents } => documents.iter().map(|listed| document(listed, columns)).collect(),
        Data::Setup { secret, otpauth, apps, .. } => {
            let apps: String = apps
                .iter()
                .map(|app| item("  - ", &format!("{} for {}: {}", app.name, app.platform, app.url), columns))
                .collect();
            format!("{apps}\nURI:\n{otpauth}\n\n{}", set_up(secret, otpauth, &chances(data, columns), look))
        }
        Data::Codes { codes } => codes.iter().map(|code| recovery_code(code, columns)).collect(),
        Data::SignedIn { session, session_ends_at, .. } => {
            let ends = at(session_ends_at).map_or_else(|| session_ends_at.clone(), time::local);
            paragraph(&format!("Your session {session} ends at {ends}."), columns)
        }
    }
}

/// A recovery code, which may be broken where it has a hyphen anyhow.
fn recovery_code(code: &str, columns: usize) -> String {
    broken("  ", code, columns, WordSplitter::HyphenSplitter)
}

fn at(rfc3339: &str) -> Option<Timestamp> {
    rfc3339.parse().ok()
}

fn resend(resend_after: &str, sends_left: u8) -> String {
    if sends_left == 0 {
        return "No mail? Look into the spam folder. No more mails can be sent in this sign-in.".to_owned();
    }
    let from = at(resend_after).map_or_else(|| resend_after.to_owned(), time::of_day);
    format!("No mail? Look into the spam folder. You can ask for another mail from {from} on.")
}

fn document(document: &Document, columns: usize) -> String {
    let need = if document.required { "to accept" } else { "to read" };
    let about = format!("{}, version {} ({need})", safe::line(&document.title), safe::line(&document.version));
    item("  - ", &about, columns)
}

/// The QR code with the secret beside it, or below where there is no room, so that a terminal of 24 lines shows all
/// of it above the prompt. Without the code, why there is none.
fn set_up(secret: &str, otpauth: &str, chances: &str, look: &Look) -> String {
    let code = qr::Code::of(otpauth);
    let room = look.columns.saturating_sub(code.as_ref().map_or(0, qr::Code::columns) + GAP);
    let beside = room >= NARROWEST_BESIDE;
    let columns = if beside { room.min(2 * NARROWEST_BESIDE) } else { look.columns };
    // A code of its own lines comes last, so that all of it is in sight when the code of the app is asked for.
    let mut words = format!("Secret:\n{}\n{chances}", item("  ", &groups(secret), columns));
    let Some(code) = code.filter(|code| code.columns() <= look.columns) else {
        return format!("{}\n{words}", paragraph(NO_CODE, look.columns));
    };
    if look.ink != Ink::Coloured {
        words.push_str(&format!("\n{}", paragraph(TURN, columns)));
    }
    let lines = code.lines(look.ink);
    if !beside {
        return format!("{words}\n{}\n", lines.join("\n"));
    }
    let words = std::iter::repeat_n("", 2).chain(words.lines()).chain(std::iter::repeat(""));
    let gap = " ".repeat(GAP);
    lines.iter().zip(words).map(|(line, words)| format!("{line}{gap}{words}").trim_end().to_owned() + "\n").collect()
}

/// How a person says that they accept a document.
pub fn acceptance(document: &Document) -> String {
    format!("I have read and agree to the {}", safe::line(&document.title))
}

/// A document for a pager: its title, version and digest, and its text.
pub fn document_text(document: &Document) -> String {
    format!(
        "{}\nVersion {}\nSHA-256 {}\n\n{}\n",
        safe::line(&document.title),
        safe::line(&document.version),
        document.digest,
        safe::lines(&document.text).trim_end()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_keep_within_the_width_and_words_stay_whole() {
        let text = paragraph("Each code lets you in once without your phone. https://example.org/a/long-address", 20);
        let (words, url): (Vec<_>, Vec<_>) = text.lines().partition(|line| !line.contains("https"));
        assert!(words.iter().all(|line| line.len() <= 20), "{text}");
        assert_eq!(url, ["https://example.org/a/long-address"]);
    }

    #[test]
    fn a_code_breaks_only_at_its_hyphens() {
        assert_eq!(recovery_code("ABCD-EFGH-IJKL-MNOP", 14), "  ABCD-EFGH-\n  IJKL-MNOP\n");
    }
}
