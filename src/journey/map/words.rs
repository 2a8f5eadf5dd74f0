//! What events and effects are called on a map.

use serde::Serialize;

use super::super::{Effect, Event, Refused, State};

/// An [`Event`] without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the event of the same name")]
pub enum EventKind {
    PasswordOk,
    PasswordBad,
    CodeRequested,
    OtpOk,
    OtpBad,
    TotpOk,
    RecoveryCodeOk,
    ChallengeBad,
    PasswordChanged,
    Accepted,
    Declined,
    Activated,
    Confirmed,
    ConfirmBad,
    SetupOk,
    SetupBad,
    Acknowledged,
    Abandoned,
    Expired,
    Superseded,
    Disabled,
    FactsChanged,
}

impl From<Event> for EventKind {
    fn from(event: Event) -> Self {
        match event {
            Event::PasswordOk(_) => Self::PasswordOk,
            Event::PasswordBad => Self::PasswordBad,
            Event::FactsChanged(_) => Self::FactsChanged,
            Event::CodeRequested => Self::CodeRequested,
            Event::OtpOk => Self::OtpOk,
            Event::OtpBad => Self::OtpBad,
            Event::TotpOk => Self::TotpOk,
            Event::RecoveryCodeOk => Self::RecoveryCodeOk,
            Event::ChallengeBad => Self::ChallengeBad,
            Event::PasswordChanged => Self::PasswordChanged,
            Event::Accepted => Self::Accepted,
            Event::Declined => Self::Declined,
            Event::Activated => Self::Activated,
            Event::Confirmed => Self::Confirmed,
            Event::ConfirmBad => Self::ConfirmBad,
            Event::SetupOk => Self::SetupOk,
            Event::SetupBad => Self::SetupBad,
            Event::Acknowledged => Self::Acknowledged,
            Event::Abandoned => Self::Abandoned,
            Event::Expired => Self::Expired,
            Event::Superseded => Self::Superseded,
            Event::Disabled => Self::Disabled,
        }
    }
}

impl EventKind {
    /// Every kind, in the order of the screens.
    pub const ALL: [Self; 22] = [
        Self::PasswordOk,
        Self::PasswordBad,
        Self::CodeRequested,
        Self::OtpOk,
        Self::OtpBad,
        Self::TotpOk,
        Self::RecoveryCodeOk,
        Self::ChallengeBad,
        Self::PasswordChanged,
        Self::Accepted,
        Self::Declined,
        Self::Activated,
        Self::Confirmed,
        Self::ConfirmBad,
        Self::SetupOk,
        Self::SetupBad,
        Self::Acknowledged,
        Self::Abandoned,
        Self::Expired,
        Self::Superseded,
        Self::Disabled,
        Self::FactsChanged,
    ];

    /// The event's name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::PasswordOk => "password_ok",
            Self::PasswordBad => "password_bad",
            Self::CodeRequested => "code_requested",
            Self::OtpOk => "otp_ok",
            Self::OtpBad => "otp_bad",
            Self::TotpOk => "totp_ok",
            Self::RecoveryCodeOk => "recovery_code_ok",
            Self::ChallengeBad => "challenge_bad",
            Self::PasswordChanged => "password_changed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Activated => "activated",
            Self::Confirmed => "confirmed",
            Self::ConfirmBad => "confirm_bad",
            Self::SetupOk => "setup_ok",
            Self::SetupBad => "setup_bad",
            Self::Acknowledged => "acknowledged",
            Self::Abandoned => "abandoned",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Disabled => "disabled",
            Self::FactsChanged => "facts_changed",
        }
    }

    /// What a person would call it on this state's screen: the action and how it turned out.
    pub fn label(self, state: State) -> &'static str {
        match self {
            Self::PasswordOk => "sign_in: right",
            Self::PasswordBad => "sign_in: wrong",
            Self::CodeRequested if state == State::OtpVerification => "resend",
            Self::CodeRequested => "ok",
            Self::OtpOk | Self::SetupOk => "verify: right",
            Self::OtpBad | Self::ChallengeBad | Self::SetupBad => "verify: wrong",
            Self::TotpOk => "verify: TOTP code",
            Self::RecoveryCodeOk => "verify: recovery code",
            Self::PasswordChanged => "create_password",
            Self::Accepted => "accept_and_continue",
            Self::Declined => "decline",
            Self::Activated => "activate",
            Self::Confirmed => "confirm: right",
            Self::ConfirmBad => "confirm: wrong",
            Self::Acknowledged => "continue",
            Self::Abandoned => "abandon",
            Self::Expired => "time runs out",
            Self::Superseded => "overtaken by another act",
            Self::Disabled => "account disabled",
            Self::FactsChanged => "what is owed changes",
        }
    }
}

/// An effect's name in JSON.
pub fn effect_id(effect: Effect) -> &'static str {
    match effect {
        Effect::MailOtp => "mail_otp",
        Effect::UseRecoveryCode => "use_recovery_code",
        Effect::StorePassword => "store_password",
        Effect::RecordConsent => "record_consent",
        Effect::DrawSecret => "draw_secret",
        Effect::DrawRecoveryCodes => "draw_recovery_codes",
        Effect::Enrol => "enrol",
        Effect::TrustDevice => "trust_device",
        Effect::OpenSession => "open_session",
        Effect::NoticeUnfinished => "notice_unfinished",
    }
}

/// A refusal's name in JSON.
pub fn refused_id(why: Refused) -> &'static str {
    match why {
        Refused::NotAllowed => "not_allowed",
        Refused::Ended => "ended",
        Refused::NoSendsLeft => "no_sends_left",
        Refused::ConsentUnavailable => "consent_unavailable",
    }
}
