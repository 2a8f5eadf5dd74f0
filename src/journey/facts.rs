//! What a step is decided by: the facts of the account and the device, and the history of the journey.

use serde::{Deserialize, Serialize};

use super::policy::Policy;

/// The account's authenticators, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authenticator {
    /// None is enrolled.
    None,
    /// At least one is enrolled and accepts codes.
    Active,
    /// Enrolled, but disabled by wrong codes: only a recovery code passes, and then owes a new enrolment.
    Disabled,
}

/// Why a password must be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordDue {
    /// It is older than the policy allows.
    Expired,
    /// It was made for the person and works for a short time only.
    Temporary,
    /// Support asked for a new one.
    Reset,
}

/// Whether the documents that the account must accept are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Every required document's current version is accepted, or none is required.
    Settled,
    /// At least one is not.
    Due,
    /// A required document has no published version, so nobody can accept it.
    Unavailable,
}

/// What the database says of the account and the device, read in the transaction of the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Facts {
    /// The device carries a valid token of this very account.
    pub device_trusted: bool,
    /// The account's authenticators.
    pub authenticator: Authenticator,
    /// Why the password must be changed, if it must.
    pub password_due: Option<PasswordDue>,
    /// The account's consent.
    pub consent: Consent,
}

/// How a second factor was proved in this journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// By a code of an authenticator app.
    Totp,
    /// By a recovery code.
    RecoveryCode,
}

/// What this journey has seen so far. Counters only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct History {
    /// The mailed code was right.
    pub otp_verified: bool,
    /// How the second factor was proved.
    pub proof: Option<Proof>,
    /// Mails with a code sent.
    pub otp_sends: u8,
    /// Wrong mailed codes, whatever the number of mails.
    pub otp_wrong: u8,
    /// Wrong codes in the challenge.
    pub challenge_wrong: u8,
    /// Wrong passwords at the confirmation.
    pub confirm_wrong: u8,
    /// Wrong codes at the set-up.
    pub setup_wrong: u8,
}

impl Facts {
    /// Whether an authenticator must be enrolled: none is there, or the one there is disabled.
    pub fn owes_enrolment(&self, policy: &Policy) -> bool {
        match self.authenticator {
            Authenticator::None => policy.mfa.required,
            Authenticator::Active => false,
            Authenticator::Disabled => true,
        }
    }
}
