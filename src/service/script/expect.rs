//! What a step must answer: read from the script, and held against what it did answer.

use jiff::SignedDuration;
use toml::Spanned;

use super::check::{Reader, unknown};
use super::format::{ExpectFile, ScriptError};
use super::record::{Missed, Refusal, SentMail};
use crate::journey::screen::{Data, Screen};
use crate::journey::{Reason, State};
use crate::service::journey::answer::Trouble;

/// Codes of errors that a step may also end in, besides those of a journey.
const OTHER_CODES: [&str; 5] = ["usage", "address_invalid", "not_found", "exists", "clock_untrusted"];

/// A value with the line that says it.
struct At<T> {
    line: usize,
    value: T,
}

/// What a step must answer. A step that names no error must not be refused.
#[derive(Default)]
pub(super) struct Expect {
    screen: Option<At<String>>,
    status: Option<At<String>>,
    reason: Option<At<String>>,
    error: Option<At<String>>,
    errors: Option<At<Vec<String>>>,
    exit: Option<At<u8>>,
    retry_after: Option<At<SignedDuration>>,
    tries_left: Option<At<u8>>,
    sends_left: Option<At<u8>>,
    text: Option<At<String>>,
    mail: Option<At<Vec<String>>>,
    session: Option<At<bool>>,
}

/// What a step did answer.
pub(super) struct Seen<'a> {
    /// The step's own line.
    pub line: usize,
    pub screen: Option<&'a Screen>,
    pub status: &'a str,
    pub refusal: Option<&'a Refusal>,
    /// The refusals of a race.
    pub refusals: &'a [&'a Refusal],
    pub mails: &'a [SentMail],
    /// Whether the journey's session holds.
    pub session: bool,
}

impl Expect {
    /// Reads the expectations of a step.
    pub fn read(reader: &Reader<'_>, spanned: &Spanned<ExpectFile>) -> Result<Self, ScriptError> {
        let file = spanned.get_ref();
        let word = |given: &Option<Spanned<String>>, key: &str, known: &[&str]| {
            let Some(given) = given else { return Ok(None) };
            if known.contains(&given.get_ref().as_str()) {
                return Ok(Some(At { line: reader.line(given.span().start), value: given.get_ref().clone() }));
            }
            Err(reader.fail(given.span(), &format!("step.expect.{key}"), &unknown(given.get_ref(), known)))
        };
        let codes: Vec<&str> = Trouble::CODES.into_iter().chain(OTHER_CODES).collect();
        let screens: Vec<&str> = State::ALL_KINDS.iter().map(|state| state.id()).collect();
        let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.id()).collect();
        let mut errors = Vec::new();
        for error in file.errors.iter().flat_map(|errors| errors.get_ref()) {
            errors.extend(word(&Some(error.clone()), "errors", &codes)?.map(|at| at.value));
        }
        let expect = Self {
            screen: word(&file.screen, "screen", &screens)?,
            status: word(&file.status, "status", &["open", "signed_in", "ended"])?,
            reason: word(&file.reason, "reason", &reasons)?,
            error: word(&file.error, "error", &codes)?,
            errors: file.errors.as_ref().map(|given| At { line: reader.line(given.span().start), value: errors }),
            exit: at(reader, &file.exit, |exit| *exit),
            retry_after: at(reader, &file.retry_after, |period| period.duration()),
            tries_left: at(reader, &file.tries_left, |tries| *tries),
            sends_left: at(reader, &file.sends_left, |sends| *sends),
            text: at(reader, &file.text, String::clone),
            mail: at(reader, &file.mail, |mails| mails.0.clone()),
            session: at(reader, &file.session, |session| *session),
        };
        match expect.contradiction() {
            None => Ok(expect),
            Some(problem) => Err(reader.fail(spanned.span(), "step.expect", &problem)),
        }
    }

    /// Two expectations that cannot both hold.
    fn contradiction(&self) -> Option<String> {
        let screen = self.screen.as_ref().map(|screen| screen.value.as_str());
        let of_screen = screen.map(|screen| match screen {
            "signed_in" => "signed_in",
            "ended" => "ended",
            _ => "open",
        });
        let status = self.status.as_ref().map(|status| status.value.as_str());
        if let (Some(screen), Some(of_screen), Some(status)) = (screen, of_screen, status)
            && of_screen != status
        {
            return Some(format!("cannot be: the screen {screen:?} is always {of_screen:?}, never {status:?}"));
        }
        let known = of_screen.or(status);
        if self.reason.is_some() && known.is_some_and(|status| status != "ended") {
            return Some("cannot be: only a journey that ended has a reason".to_owned());
        }
        if self.error.as_ref().is_some_and(|error| error.value == "journey_ended") && known == Some("open") {
            return Some("cannot be: \"journey_ended\" is the answer of a journey that is open no more".to_owned());
        }
        if self.exit.as_ref().is_some_and(|exit| exit.value == 0) && self.error.is_some() {
            return Some("cannot be: an error never exits with 0".to_owned());
        }
        let counts = ["otp_verification", "mfa_challenge", "confirm_password", "mfa_setup"];
        if self.tries_left.is_some() && screen.is_some_and(|screen| !counts.contains(&screen)) {
            return Some(format!("cannot be: only {} count tries", counts.join(", ")));
        }
        if self.sends_left.is_some() && screen.is_some_and(|screen| screen != "otp_verification") {
            return Some("cannot be: only otp_verification counts mails".to_owned());
        }
        None
    }

    /// Whether the journey has surely ended after this.
    pub fn is_the_end(&self) -> bool {
        let ends = |word: &Option<At<String>>| {
            word.as_ref().is_some_and(|word| matches!(word.value.as_str(), "signed_in" | "ended"))
        };
        ends(&self.screen) || ends(&self.status) || self.reason.is_some()
    }

    /// Whether the step may act in a journey that has ended.
    pub fn allows_the_end(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.value == "journey_ended")
    }

    /// Whether this asks for what only a step with a screen answers.
    pub fn is_about_a_screen(&self) -> bool {
        self.screen.is_some()
            || self.status.is_some()
            || self.reason.is_some()
            || self.text.is_some()
            || self.tries_left.is_some()
            || self.sends_left.is_some()
    }

    /// How many things this asks for, that nothing is refused included.
    pub fn count(&self) -> usize {
        let flags = [
            self.screen.is_some(),
            self.status.is_some(),
            self.reason.is_some(),
            self.exit.is_some(),
            self.retry_after.is_some(),
            self.tries_left.is_some(),
            self.sends_left.is_some(),
            self.text.is_some(),
            self.mail.is_some(),
            self.session.is_some(),
        ];
        1 + flags.into_iter().filter(|flag| *flag).count()
    }

    /// Whether the session must be looked at.
    pub fn asks_for_session(&self) -> bool {
        self.session.is_some()
    }

    /// Every expectation that does not hold.
    pub fn missed(&self, seen: &Seen<'_>) -> Vec<Missed> {
        let mut missed = Vec::new();
        let mut miss = |line, problem| missed.push(Missed { line, problem });
        self.compare_errors(seen, &mut miss);
        let screen = seen.screen.map_or("none", |screen| screen.id);
        compare(&self.screen, "the screen", screen, &mut miss);
        compare(&self.status, "the status", seen.status, &mut miss);
        let reason = seen.screen.and_then(|screen| match screen.data {
            Data::Ended { reason } => Some(reason.id()),
            _ => None,
        });
        compare(&self.reason, "the reason", reason.unwrap_or("none"), &mut miss);
        let exit = seen.refusal.map_or(0, |refusal| refusal.exit);
        number(&self.exit, "the exit code", Some(exit.into()), &mut miss);
        let (tries, sends) = seen.screen.map_or((None, None), counts);
        number(&self.tries_left, "the tries left", tries, &mut miss);
        number(&self.sends_left, "the mails left", sends, &mut miss);
        if let Some(At { line, value }) = &self.retry_after {
            let found = seen.refusal.and_then(|refusal| refusal.retry_after).map(SignedDuration::from_secs);
            if found != Some(*value) {
                let found = found.map_or_else(|| "none".to_owned(), |found| found.to_string());
                miss(*line, format!("expected a wait of {value}, but it is {found}"));
            }
        }
        if let Some(At { line, value }) = &self.text
            && !seen.screen.is_some_and(|screen| screen.text.join("\n").contains(value.as_str()))
        {
            miss(*line, format!("expected {value:?} on the screen, but it is not there"));
        }
        if let Some(At { line, value }) = &self.mail {
            compare_mails(*line, value, seen.mails, &mut miss);
        }
        if let Some(At { line, value }) = &self.session
            && *value != seen.session
        {
            let words = |holds| if holds { "a session that holds" } else { "no session that holds" };
            miss(*line, format!("expected {}, but there is {}", words(*value), words(seen.session)));
        }
        missed
    }

    fn compare_errors(&self, seen: &Seen<'_>, miss: &mut impl FnMut(usize, String)) {
        let found: Vec<&str> = seen.refusals.iter().map(|refusal| refusal.code.as_str()).collect();
        if let Some(At { line, value }) = &self.errors {
            let (mut wanted, mut sorted): (Vec<&str>, Vec<&str>) =
                (value.iter().map(String::as_str).collect(), found.clone());
            wanted.sort_unstable();
            sorted.sort_unstable();
            if wanted != sorted {
                miss(*line, format!("expected the errors {}, but they are {}", list(&wanted), list(&sorted)));
            }
            return;
        }
        match (&self.error, seen.refusal) {
            (None, None) => {}
            (None, Some(refusal)) => {
                let told = refusal.message.trim_end_matches('.');
                miss(seen.line, format!("expected no error, but it is {:?} ({told})", refusal.code));
            }
            (Some(At { line, value }), None) => miss(*line, format!("expected the error {value:?}, but there is none")),
            (Some(wanted), Some(refusal)) => {
                compare(&Some(At { line: wanted.line, value: wanted.value.clone() }), "the error", &refusal.code, miss);
            }
        }
    }
}

fn at<T, U>(reader: &Reader<'_>, given: &Option<Spanned<T>>, value: impl Fn(&T) -> U) -> Option<At<U>> {
    given.as_ref().map(|given| At { line: reader.line(given.span().start), value: value(given.get_ref()) })
}

fn compare(wanted: &Option<At<String>>, what: &str, found: &str, miss: &mut impl FnMut(usize, String)) {
    if let Some(At { line, value }) = wanted
        && value != found
    {
        let found = if found == "none" { "there is none".to_owned() } else { format!("it is {found:?}") };
        miss(*line, format!("expected {what} {value:?}, but {found}"));
    }
}

fn number(wanted: &Option<At<u8>>, what: &str, found: Option<u32>, miss: &mut impl FnMut(usize, String)) {
    if let Some(At { line, value }) = wanted
        && found != Some(u32::from(*value))
    {
        let found = found.map_or_else(|| "none".to_owned(), |found| found.to_string());
        miss(*line, format!("expected {what} to be {value}, but it is {found}"));
    }
}

fn compare_mails(line: usize, wanted: &[String], found: &[SentMail], miss: &mut impl FnMut(usize, String)) {
    let fits = wanted.len() == found.len()
        && wanted.iter().zip(found).all(|(part, mail)| mail.subject.contains(part.as_str()));
    if !fits {
        let subjects: Vec<&str> = found.iter().map(|mail| mail.subject.as_str()).collect();
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        miss(line, format!("expected the mails {}, but they are {}", list(&wanted), list(&subjects)));
    }
}

fn list(words: &[&str]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ")
}

/// Tries and mails that a screen says are left.
fn counts(screen: &Screen) -> (Option<u32>, Option<u32>) {
    match &screen.data {
        Data::Otp { tries_left, sends_left, .. } => (Some((*tries_left).into()), Some((*sends_left).into())),
        Data::Tries { tries_left } | Data::Setup { tries_left, .. } => (Some((*tries_left).into()), None),
        _ => (None, None),
    }
}
