//! The document that answers every act on a journey.

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};

use crate::credentials::rules::Rule;
use crate::journey::screen::Screen;

/// The document.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The journey's id, as the caller gave it.
    pub journey: String,
    /// The state's id.
    pub state: &'static str,
    /// `open`, `signed_in` or `ended`.
    pub status: &'static str,
    /// What the person sees now.
    pub screen: Screen,
    /// Why the last act was refused.
    pub error: Option<Trouble>,
    /// When the journey's time runs out.
    pub expires_at: Timestamp,
}

/// Why an act on a journey was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Unknown address, wrong password, disabled account, or a temporary password past its time.
    CredentialsWrong,
    /// Too many failures.
    Throttled {
        /// When to try again; `None` where only support, or another way, helps.
        retry_after: Option<SignedDuration>,
        /// What helps.
        hint: &'static str,
    },
    /// The mailed code is wrong.
    OtpWrong,
    /// The mailed code is too old.
    OtpExpired,
    /// A newer mail replaced the code.
    OtpSuperseded,
    /// Another mail was asked for too soon.
    ResendTooSoon {
        /// When to ask again.
        retry_after: SignedDuration,
    },
    /// Every mail of the journey was sent.
    NoSendsLeft,
    /// A required document was not accepted.
    ConsentIncomplete {
        /// Their ids.
        missing: Vec<String>,
    },
    /// A required document has no published version.
    ConsentUnavailable,
    /// A document changed since it was shown.
    DocumentChanged,
    /// The password at the confirmation is wrong.
    PasswordWrong,
    /// The new password breaks rules.
    PasswordRule {
        /// Every rule broken.
        rules: Vec<Rule>,
        /// The same as sentences, with the policy's numbers.
        sentences: Vec<String>,
    },
    /// The new password is the one before.
    PasswordReused,
    /// The two entries of the new password differ.
    PasswordsDiffer,
    /// The code of the authenticator, or the recovery code, is wrong.
    TotpWrong,
    /// The code of the authenticator was used already.
    TotpReplayed,
    /// The screen does not offer the action.
    ActionNotAllowed,
    /// The journey has ended.
    JourneyEnded,
    /// Somebody else acted on the journey meanwhile.
    Conflict,
    /// A wrong try that was the last one, and ended the journey.
    Last(Box<Trouble>),
}

impl Trouble {
    /// The code of every refusal.
    pub const CODES: [&str; 19] = [
        "credentials_wrong",
        "throttled",
        "otp_wrong",
        "otp_expired",
        "otp_superseded",
        "resend_too_soon",
        "no_sends_left",
        "consent_incomplete",
        "consent_unavailable",
        "document_changed",
        "password_wrong",
        "password_rule",
        "password_reused",
        "passwords_differ",
        "totp_wrong",
        "totp_replayed",
        "action_not_allowed",
        "journey_ended",
        "conflict",
    ];

    /// The code of the JSON document.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CredentialsWrong => "credentials_wrong",
            Self::Throttled { .. } => "throttled",
            Self::OtpWrong => "otp_wrong",
            Self::OtpExpired => "otp_expired",
            Self::OtpSuperseded => "otp_superseded",
            Self::ResendTooSoon { .. } => "resend_too_soon",
            Self::NoSendsLeft => "no_sends_left",
            Self::ConsentIncomplete { .. } => "consent_incomplete",
            Self::ConsentUnavailable => "consent_unavailable",
            Self::DocumentChanged => "document_changed",
            Self::PasswordWrong => "password_wrong",
            Self::PasswordRule { .. } => "password_rule",
            Self::PasswordReused => "password_reused",
            Self::PasswordsDiffer => "passwords_differ",
            Self::TotpWrong => "totp_wrong",
            Self::TotpReplayed => "totp_replayed",
            Self::ActionNotAllowed => "action_not_allowed",
            Self::JourneyEnded => "journey_ended",
            Self::Conflict => "conflict",
            Self::Last(trouble) => trouble.code(),
        }
    }

    /// What happened.
    pub fn message(&self) -> String {
        match self {
            Self::CredentialsWrong => "The email address or the password is wrong.".to_owned(),
            Self::Throttled { .. } => "There were too many attempts.".to_owned(),
            Self::OtpWrong => "The code is wrong.".to_owned(),
            Self::OtpExpired => "The code has expired.".to_owned(),
            Self::OtpSuperseded => "A newer mail replaced this code.".to_owned(),
            Self::ResendTooSoon { .. } => "A mail was sent only a moment ago.".to_owned(),
            Self::NoSendsLeft => "No more codes can be mailed in this sign-in.".to_owned(),
            Self::ConsentIncomplete { missing } => format!("Not accepted yet: {}.", missing.join(", ")),
            Self::ConsentUnavailable => "A document that must be accepted is not published yet.".to_owned(),
            Self::DocumentChanged => "A document was changed while it was on the screen.".to_owned(),
            Self::PasswordWrong => "The password is wrong.".to_owned(),
            Self::PasswordRule { sentences, .. } => {
                format!("The new password cannot be used: {}", sentences.join(" "))
            }
            Self::PasswordReused => "The new password is the same as the one before.".to_owned(),
            Self::PasswordsDiffer => "The two entries of the new password differ.".to_owned(),
            Self::TotpWrong => "The code is wrong.".to_owned(),
            Self::TotpReplayed => "This code was used already.".to_owned(),
            Self::ActionNotAllowed => "The screen does not offer this action.".to_owned(),
            Self::JourneyEnded => "This sign-in has ended.".to_owned(),
            Self::Last(trouble) => trouble.message(),
            Self::Conflict => "Somebody else acted on this sign-in at the same moment; nothing was changed.".to_owned(),
        }
    }

    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::CredentialsWrong => "Check both and try again, or ask support for a new password.",
            Self::Throttled { hint, .. } => hint,
            Self::OtpWrong => "Enter the code of the newest mail, the one with the reference on the screen.",
            Self::OtpExpired => "Ask for another mail and enter its code; where no mail is left, start a new sign-in.",
            Self::OtpSuperseded => "Enter the code of the newest mail, the one with the reference on the screen.",
            Self::ResendTooSoon { .. } => "Wait a little, look into the spam folder, then ask again.",
            Self::NoSendsLeft => {
                "Where the screen asks for a code, enter that of the newest mail; else abandon this sign-in and start again."
            }
            Self::ConsentIncomplete { .. } => "Accept every required document, or decline.",
            Self::ConsentUnavailable => {
                "Ask the operator, who publishes it with `vestibule consent publish` (`vestibule doctor` names it)."
            }
            Self::DocumentChanged => "Read the new text, then accept it.",
            Self::PasswordWrong => "Enter the password that you signed in with.",
            Self::PasswordRule { .. } => "Choose another password.",
            Self::PasswordReused => "Choose another password.",
            Self::PasswordsDiffer => "Enter the new password twice, the same way.",
            Self::TotpWrong => "Enter the code that the app shows now; see that the phone sets its clock by itself.",
            Self::TotpReplayed => "Wait until the app shows the next code and enter that.",
            Self::ActionNotAllowed => "Use one of the actions that the screen lists.",
            Self::JourneyEnded => "Start a new sign-in.",
            Self::Last(_) => "The tries are used up: start a new sign-in, or ask support for help.",
            Self::Conflict => "Look at the sign-in again and repeat the action if it is still offered.",
        }
    }

    /// The trouble of a wrong try as it is told where that try ended the journey.
    pub(super) fn last(self) -> Self {
        match self {
            Self::OtpWrong | Self::OtpSuperseded | Self::TotpWrong | Self::TotpReplayed | Self::PasswordWrong => {
                Self::Last(Box::new(self))
            }
            other => other,
        }
    }

    /// How long to wait, where waiting helps.
    pub fn retry_after(&self) -> Option<SignedDuration> {
        match self {
            Self::Throttled { retry_after, .. } => *retry_after,
            Self::ResendTooSoon { retry_after } => Some(*retry_after),
            _ => None,
        }
    }
}

/// The error as JSON, in an answer and on stderr alike.
#[derive(Serialize)]
struct TroubleJson {
    code: &'static str,
    message: String,
    hint: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<&'static str>>,
}

impl Serialize for Trouble {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rules = match self {
            Self::PasswordRule { rules, .. } => Some(rules.iter().map(|rule| rule.id()).collect()),
            _ => None,
        };
        let retry_after = self.retry_after().map(|wait| whole_seconds(wait).to_string());
        TroubleJson { code: self.code(), message: self.message(), hint: self.hint(), retry_after, rules }
            .serialize(serializer)
    }
}

/// A wait in whole seconds, rounded up, so that waiting so long is always enough.
pub fn whole_seconds(wait: SignedDuration) -> SignedDuration {
    let extra = i64::from(wait.subsec_nanos() > 0);
    SignedDuration::from_secs(wait.as_secs().saturating_add(extra))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_codes_is_that_of_the_refusals() {
        let wait = SignedDuration::ZERO;
        let all = [
            Trouble::CredentialsWrong,
            Trouble::Throttled { retry_after: None, hint: "" },
            Trouble::OtpWrong,
            Trouble::OtpExpired,
            Trouble::OtpSuperseded,
            Trouble::ResendTooSoon { retry_after: wait },
            Trouble::NoSendsLeft,
            Trouble::ConsentIncomplete { missing: Vec::new() },
            Trouble::ConsentUnavailable,
            Trouble::DocumentChanged,
            Trouble::PasswordWrong,
            Trouble::PasswordRule { rules: Vec::new(), sentences: Vec::new() },
            Trouble::PasswordReused,
            Trouble::PasswordsDiffer,
            Trouble::TotpWrong,
            Trouble::TotpReplayed,
            Trouble::ActionNotAllowed,
            Trouble::JourneyEnded,
            Trouble::Conflict,
        ];
        assert_eq!(all.map(|trouble| trouble.code()), Trouble::CODES);
    }
}
