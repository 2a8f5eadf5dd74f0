//! Where a journey can stand, and the words for it.

use serde::{Deserialize, Serialize};

/// Where a journey stands; each state but the two ends has a screen of the same name.
///
/// What a person used up (tries, sends) is kept in [`History`](super::History) and not here, because it outlives the
/// screen: leaving a screen and coming back must not buy new guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waiting for an address and a password.
    SignIn,
    /// The device is not trusted; a code can be mailed.
    DeviceUnrecognized,
    /// A code was mailed and is awaited.
    OtpVerification,
    /// An enrolled authenticator, or a recovery code, must be proved.
    MfaChallenge,
    /// The password must be changed.
    PasswordChange,
    /// Required documents must be accepted.
    Consent,
    /// An authenticator must be enrolled.
    MfaRequired,
    /// The password is asked again before an enrolment.
    ConfirmPassword,
    /// A secret was drawn and its first code is awaited.
    MfaSetup,
    /// Recovery codes were drawn and must be acknowledged.
    RecoveryCodes,
    /// The end that opens a session.
    SignedIn,
    /// Every other end.
    Ended(Reason),
}

/// Why a journey ended without a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The person declined the documents.
    Declined,
    /// The person gave up.
    Abandoned,
    /// Time ran out.
    Expired,
    /// The tries are used up.
    TooManyAttempts,
    /// An act elsewhere (a reset, a password change) overtook it.
    Superseded,
    /// The account was disabled.
    Disabled,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Declined, Self::Abandoned, Self::Expired, Self::TooManyAttempts, Self::Superseded, Self::Disabled];

    /// The word used in JSON and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Abandoned => "abandoned",
            Self::Expired => "expired",
            Self::TooManyAttempts => "too_many_attempts",
            Self::Superseded => "superseded",
            Self::Disabled => "disabled",
        }
    }
}

impl State {
    /// Every kind of state, in the order in which a person meets them; the last stands for every other end.
    pub const ALL_KINDS: [Self; 12] = [
        Self::SignIn,
        Self::DeviceUnrecognized,
        Self::OtpVerification,
        Self::MfaChallenge,
        Self::PasswordChange,
        Self::Consent,
        Self::MfaRequired,
        Self::ConfirmPassword,
        Self::MfaSetup,
        Self::RecoveryCodes,
        Self::SignedIn,
        Self::Ended(Reason::Abandoned),
    ];

    /// The id of the state's screen.
    pub fn id(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::DeviceUnrecognized => "device_unrecognized",
            Self::OtpVerification => "otp_verification",
            Self::MfaChallenge => "mfa_challenge",
            Self::PasswordChange => "password_change",
            Self::Consent => "consent",
            Self::MfaRequired => "mfa_required",
            Self::ConfirmPassword => "confirm_password",
            Self::MfaSetup => "mfa_setup",
            Self::RecoveryCodes => "recovery_codes",
            Self::SignedIn => "signed_in",
            Self::Ended(_) => "ended",
        }
    }

    /// Whether a journey here is open, signed in or ended: the `status` of its JSON document.
    pub fn status(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::Ended(_) => "ended",
            _ => "open",
        }
    }

    /// Whether the journey is over.
    pub fn is_end(self) -> bool {
        matches!(self, Self::SignedIn | Self::Ended(_))
    }

    /// The first screen of the debt that this state works off.
    pub(super) fn debt(self) -> Self {
        match self {
            Self::OtpVerification => Self::DeviceUnrecognized,
            Self::ConfirmPassword | Self::MfaSetup | Self::RecoveryCodes => Self::MfaRequired,
            other => other,
        }
    }
}
