//! What the program needs from outside itself, as small traits: time, chance and the delivery of mail.
//!
//! Everything above this floor takes these as parameters, so that a simulation home, a test and a
//! benchmark run the very code that a real home runs.

use jiff::Timestamp;

/// A source of the current time.
pub trait Clock: Send + Sync {
    /// The current time, in whole milliseconds.
    fn now(&self) -> Timestamp;
}

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills `out` with random bytes.
    ///
    /// # Errors
    /// [`EntropyError`] where the generator cannot answer; nothing may then be drawn in its place.
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyError>;
}

/// The generator could not answer.
#[derive(Debug, thiserror::Error)]
#[error("the random generator does not answer: {0}")]
pub struct EntropyError(pub String);

/// One mail, ready to be handed to a transport.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Grows with each hand-over in a home; a folder transport names its files by it.
    pub sequence: u64,
    /// The `Message-ID` without angle brackets; the same on every attempt.
    pub message_id: String,
    /// When the mail was queued.
    pub date: Timestamp,
    /// The recipient's address, its domain in ASCII form.
    pub to: String,
    /// The subject line, one line of text.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// What the receiving side said when it took a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The server's last answer, or where the file lies.
    pub answer: String,
}

/// Why a mail was not delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// Worth another attempt: no connection, a time-out, a 4xx answer, a failed TLS handshake.
    #[error("{0}")]
    Later(String),
    /// Never worth another attempt with this message: a 5xx answer to it.
    #[error("{0}")]
    Never(String),
}

/// A way to hand over mail.
pub trait Delivery: Send + Sync {
    /// Hands over one mail and waits at most `within` for the answer.
    ///
    /// # Errors
    /// [`DeliveryError::Later`] or [`DeliveryError::Never`], each with what was seen.
    fn deliver(&self, mail: &Outgoing, within: std::time::Duration) -> Result<Accepted, DeliveryError>;
}
