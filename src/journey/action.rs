//! What a client may submit on each screen, and which check the driver owes it.
//!
//! A client submits an action with its fields; only the driver turns that into an [`Event`], so a
//! client can never submit a verdict.

use serde::Serialize;

use super::policy::Policy;
use super::{Event, State};

/// An action that a screen offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Submit address and password.
    SignIn,
    /// Have a code mailed.
    Ok,
    /// Submit a code.
    Verify,
    /// Have another code mailed.
    Resend,
    /// Submit a new password.
    CreatePassword,
    /// Accept documents.
    AcceptAndContinue,
    /// Decline the documents.
    Decline,
    /// Start the enrolment of an authenticator.
    Activate,
    /// Confirm the password.
    Confirm,
    /// Acknowledge the recovery codes.
    Continue,
    /// Give up.
    Abandon,
}

/// What the driver must find out before it may raise an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Nothing: the act alone is the event.
    Nothing(Event),
    /// Address and password: [`Event::PasswordOk`] or [`Event::PasswordBad`].
    Password,
    /// Whether a mail may go out now: [`Event::CodeRequested`].
    Mail,
    /// The mailed code: [`Event::OtpOk`] or [`Event::OtpBad`].
    MailedCode,
    /// A TOTP or recovery code: [`Event::TotpOk`], [`Event::RecoveryCodeOk`] or [`Event::ChallengeBad`].
    ChallengeCode,
    /// The rules for new passwords: [`Event::PasswordChanged`].
    NewPassword,
    /// The documents accepted against those required: [`Event::Accepted`].
    Documents,
    /// The password again: [`Event::Confirmed`] or [`Event::ConfirmBad`].
    PasswordAgain,
    /// The first code of the new authenticator: [`Event::SetupOk`] or [`Event::SetupBad`].
    SetupCode,
}

impl Check {
    /// Whether the event is one of those that this check decides between.
    pub fn raises(self, event: Event) -> bool {
        match self {
            Self::Nothing(only) => event == only,
            Self::Password => matches!(event, Event::PasswordOk(_) | Event::PasswordBad),
            Self::Mail => event == Event::CodeRequested,
            Self::MailedCode => matches!(event, Event::OtpOk | Event::OtpBad),
            Self::ChallengeCode => matches!(event, Event::TotpOk | Event::RecoveryCodeOk | Event::ChallengeBad),
            Self::NewPassword => event == Event::PasswordChanged,
            Self::Documents => event == Event::Accepted,
            Self::PasswordAgain => matches!(event, Event::Confirmed | Event::ConfirmBad),
            Self::SetupCode => matches!(event, Event::SetupOk | Event::SetupBad),
        }
    }
}

/// A field of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name in `NAME=VALUE`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The exact number of characters, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Whether it may be given several times.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A mail address.
    Email,
    /// A secret, never shown and never an argument of a real home's command.
    Password,
    /// Decimal digits; spaces between them are allowed.
    Digits,
    /// A TOTP code or a recovery code.
    Code,
    /// The id of a document on the screen.
    Document,
}

/// Whether a field of this name is a secret on any screen.
pub fn is_secret(name: &str) -> bool {
    matches!(name, "password" | "new_password" | "confirm_password")
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 11] = [
        Self::SignIn,
        Self::Ok,
        Self::Verify,
        Self::Resend,
        Self::CreatePassword,
        Self::AcceptAndContinue,
        Self::Decline,
        Self::Activate,
        Self::Confirm,
        Self::Continue,
        Self::Abandon,
    ];

    /// The word used in commands and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Ok => "ok",
            Self::Verify => "verify",
            Self::Resend => "resend",
            Self::CreatePassword => "create_password",
            Self::AcceptAndContinue => "accept_and_continue",
            Self::Decline => "decline",
            Self::Activate => "activate",
            Self::Confirm => "confirm",
            Self::Continue => "continue",
            Self::Abandon => "abandon",
        }
    }

    /// The action of that word.
    pub fn from_id(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.id() == word)
    }

    /// The actions that a state's screen offers.
    pub fn offered(state: State) -> &'static [Self] {
        match state {
            State::SignIn => &[Self::SignIn, Self::Abandon],
            State::DeviceUnrecognized => &[Self::Ok, Self::Abandon],
            State::OtpVerification => &[Self::Verify, Self::Resend, Self::Abandon],
            State::MfaChallenge | State::MfaSetup => &[Self::Verify, Self::Abandon],
            State::PasswordChange => &[Self::CreatePassword, Self::Abandon],
            State::Consent => &[Self::AcceptAndContinue, Self::Decline, Self::Abandon],
            State::MfaRequired => &[Self::Activate, Self::Abandon],
            State::ConfirmPassword => &[Self::Confirm, Self::Abandon],
            State::RecoveryCodes => &[Self::Continue, Self::Abandon],
            State::SignedIn | State::Ended(_) => &[],
        }
    }

    /// What the driver must check for this action in this state; `None` where it is not offered.
    pub fn check(self, state: State) -> Option<Check> {
        if !Self::offered(state).contains(&self) {
            return None;
        }
        Some(match (self, state) {
            (Self::SignIn, _) => Check::Password,
            (Self::Ok | Self::Resend, _) => Check::Mail,
            (Self::Verify, State::OtpVerification) => Check::MailedCode,
            (Self::Verify, State::MfaChallenge) => Check::ChallengeCode,
            (Self::Verify, _) => Check::SetupCode,
            (Self::CreatePassword, _) => Check::NewPassword,
            (Self::AcceptAndContinue, _) => Check::Documents,
            (Self::Confirm, _) => Check::PasswordAgain,
            (Self::Decline, _) => Check::Nothing(Event::Declined),
            (Self::Activate, _) => Check::Nothing(Event::Activated),
            (Self::Continue, _) => Check::Nothing(Event::Acknowledged),
            (Self::Abandon, _) => Check::Nothing(Event::Abandoned),
        })
    }

    /// The action of this state's screen whose check can raise the event; `None` for what comes from outside.
    pub fn behind(state: State, event: Event) -> Option<Self> {
        let raises = |action: &Self| action.check(state).is_some_and(|check| check.raises(event));
        Self::offered(state).iter().copied().find(raises)
    }

    /// The fields that this action takes in this state, each required.
    pub fn fields(self, policy: &Policy, state: State) -> Vec<Field> {
        let field = |name, kind| Field { name, kind, length: None, repeated: false };
        let digits = |length| Field { length: Some(length), ..field("code", Kind::Digits) };
        match (self, state) {
            (Self::SignIn, _) => vec![field("email", Kind::Email), field("password", Kind::Password)],
            (Self::Verify, State::OtpVerification) => vec![digits(policy.otp.digits)],
            (Self::Verify, State::MfaSetup) => vec![digits(policy.totp.digits)],
            (Self::Verify, _) => vec![field("code", Kind::Code)],
            (Self::CreatePassword, _) => {
                vec![field("new_password", Kind::Password), field("confirm_password", Kind::Password)]
            }
            (Self::AcceptAndContinue, _) => vec![Field { repeated: true, ..field("accept", Kind::Document) }],
            (Self::Confirm, _) => vec![field("password", Kind::Password)],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::policy::Profile;
    use super::*;

    const SCREENS: [State; 10] = [
        State::SignIn,
        State::DeviceUnrecognized,
        State::OtpVerification,
        State::MfaChallenge,
        State::PasswordChange,
        State::Consent,
        State::MfaRequired,
        State::ConfirmPassword,
        State::MfaSetup,
        State::RecoveryCodes,
    ];

    #[test]
    fn words_and_actions_answer_to_each_other() {
        for action in Action::ALL {
            assert_eq!(Action::from_id(action.id()), Some(action));
            assert_eq!(serde_json::to_value(action).unwrap(), action.id());
        }
        assert_eq!(Action::from_id("skip"), None);
        assert_eq!(Action::from_id("Verify"), None);
    }

    #[test]
    fn each_screen_offers_the_actions_of_the_contract_and_giving_up() {
        let offered = |state| Action::offered(state).iter().map(|action| action.id()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            SCREENS.map(offered),
            [
                "sign_in abandon",
                "ok abandon",
                "verify resend abandon",
                "verify abandon",
                "create_password abandon",
                "accept_and_continue decline abandon",
                "activate abandon",
                "confirm abandon",
                "verify abandon",
                "continue abandon",
            ]
        );
        assert!(Action::offered(State::SignedIn).is_empty());
    }

    #[test]
    fn a_check_exists_exactly_for_what_is_offered() {
        for state in SCREENS.into_iter().chain([State::SignedIn]) {
            for action in Action::ALL {
                assert_eq!(
                    action.check(state).is_some(),
                    Action::offered(state).contains(&action),
                    "{action:?} {state:?}"
                );
            }
        }
    }

    #[test]
    fn the_same_word_checks_another_code_on_each_screen() {
        let checks = [State::OtpVerification, State::MfaChallenge, State::MfaSetup].map(|s| Action::Verify.check(s));
        assert_eq!(checks, [Some(Check::MailedCode), Some(Check::ChallengeCode), Some(Check::SetupCode)]);
        assert_eq!(Action::behind(State::MfaChallenge, Event::TotpOk), Some(Action::Verify));
        assert_eq!(Action::behind(State::OtpVerification, Event::TotpOk), None);
        assert_eq!(Action::behind(State::OtpVerification, Event::Expired), None);
    }

    #[test]
    fn fields_are_those_of_the_contract() {
        let policy = Policy::of(Profile::Portal);
        let names = |action: Action, state| action.fields(&policy, state).iter().map(|f| f.name).collect::<Vec<_>>();
        assert_eq!(names(Action::SignIn, State::SignIn), ["email", "password"]);
        assert_eq!(names(Action::CreatePassword, State::PasswordChange), ["new_password", "confirm_password"]);
        assert_eq!(names(Action::Confirm, State::ConfirmPassword), ["password"]);
        assert_eq!(names(Action::Resend, State::OtpVerification), [""; 0]);
        let otp = serde_json::to_value(Action::Verify.fields(&policy, State::OtpVerification)).unwrap();
        assert_eq!(otp, serde_json::json!([{"name": "code", "kind": "digits", "length": 6}]));
        let challenge = serde_json::to_value(Action::Verify.fields(&policy, State::MfaChallenge)).unwrap();
        assert_eq!(challenge, serde_json::json!([{"name": "code", "kind": "code"}]));
        let consent = serde_json::to_value(Action::AcceptAndContinue.fields(&policy, State::Consent)).unwrap();
        assert_eq!(consent, serde_json::json!([{"name": "accept", "kind": "document", "repeated": true}]));
    }
}
