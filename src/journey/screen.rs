//! What a person sees in each state: the only place with the journey's wording.

use serde::Serialize;

use super::action::{Action, Field};
use super::policy::{Class, Limit, Policy};
use super::{PasswordDue, Reason, State};

/// A screen, as every front end shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Screen {
    /// The state's id.
    pub id: &'static str,
    /// The heading, as the guide words it.
    pub heading: &'static str,
    /// Paragraphs below it.
    pub text: Vec<String>,
    /// What can be filled in.
    pub fields: Vec<Field>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// What the screen shows of this very journey.
    pub data: Data,
}

/// What a screen shows of one journey. Times are RFC 3339.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// Nothing.
    Nothing {},
    /// Where a code will be mailed.
    Device {
        /// The address, masked.
        masked_address: String,
    },
    /// A code was mailed.
    Otp {
        /// The address, masked.
        masked_address: String,
        /// The reference in the mail's subject line.
        reference: String,
        /// From when on another mail may be asked for.
        resend_after: String,
        /// Wrong codes that the journey survives, plus one.
        tries_left: u8,
        /// Mails that can still be sent.
        sends_left: u8,
    },
    /// Tries of a screen that counts them.
    Tries {
        /// Wrong codes that the journey survives, plus one.
        tries_left: u8,
    },
    /// Why a password must change and what it must be like.
    Password {
        /// The reason.
        why: PasswordDue,
        /// The rules, as sentences.
        rules: Vec<String>,
    },
    /// The documents.
    Consent {
        /// First the required ones that are not accepted, then those only to read.
        documents: Vec<Document>,
    },
    /// The authenticator to set up.
    Setup {
        /// The secret in base32, without padding or spaces.
        secret: String,
        /// The Key URI that the QR code holds.
        otpauth: String,
        /// Where the apps are.
        apps: Vec<AppLink>,
        /// Wrong codes that the journey survives, plus one.
        tries_left: u8,
    },
    /// The recovery codes.
    Codes {
        /// The codes, as `verify` takes them.
        codes: Vec<String>,
    },
    /// The session.
    SignedIn {
        /// The session's id.
        session: String,
        /// When the session ends at the latest.
        session_ends_at: String,
        /// The session's token, on the answer that opened it alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        session_token: Option<String>,
        /// The device's token, on that answer alone and only for a newly verified device.
        #[serde(skip_serializing_if = "Option::is_none")]
        device_token: Option<String>,
        /// Recovery codes left; `None` where no authenticator is enrolled.
        recovery_codes_left: Option<u32>,
    },
    /// The end.
    Ended {
        /// Why.
        reason: Reason,
    },
}

/// A document on the consent screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its current version.
    pub version: String,
    /// SHA-256 of its text, in hex.
    pub digest: String,
    /// The text.
    pub text: String,
    /// Whether it must be accepted, or is only there to read.
    pub required: bool,
}

/// Where an authenticator app can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AppLink {
    /// The app.
    pub name: &'static str,
    /// The phone's platform.
    pub platform: &'static str,
    /// The store's page.
    pub url: &'static str,
}

/// The apps that the guide names.
pub const APPS: [AppLink; 4] = [
    AppLink {
        name: "Google Authenticator",
        platform: "Android",
        url: "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2",
    },
    AppLink {
        name: "Microsoft Authenticator",
        platform: "Android",
        url: "https://play.google.com/store/apps/details?id=com.azure.authenticator",
    },
    AppLink {
        name: "Google Authenticator",
        platform: "iOS",
        url: "https://apps.apple.com/app/google-authenticator/id388497605",
    },
    AppLink {
        name: "Microsoft Authenticator",
        platform: "iOS",
        url: "https://apps.apple.com/app/microsoft-authenticator/id983156458",
    },
];

impl Screen {
    /// The screen of a state.
    pub fn of(policy: &Policy, state: State, data: Data) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        for action in Action::offered(state) {
            fields.extend(action.fields(policy, state));
        }
        Self {
            id: state.id(),
            heading: heading(state),
            text: text(state, &data),
            fields,
            actions: Action::offered(state).to_vec(),
            data,
        }
    }
}

/// The heading of a state's screen.
pub fn heading(state: State) -> &'static str {
    match state {
        State::SignIn => "Sign In Now",
        State::DeviceUnrecognized => "We don't recognize the device.",
        State::OtpVerification => "OTP Verification",
        State::MfaChallenge => "Multi-Factor Authentication",
        State::PasswordChange => "Create New Password",
        State::Consent => "Terms of Service and Privacy Policy",
        State::MfaRequired => "Multi-Factor Authentication Required",
        State::ConfirmPassword => "Confirm Password",
        State::MfaSetup => "Set up an authenticator app",
        State::RecoveryCodes => "Save your recovery codes",
        State::SignedIn => "Signed in",
        State::Ended(_) => "Sign-in ended",
    }
}

fn text(state: State, data: &Data) -> Vec<String> {
    let lines: &[&str] = match state {
        State::SignIn => &["Enter the email address and the password of your account."],
        State::DeviceUnrecognized | State::OtpVerification | State::SignedIn | State::PasswordChange => {
            return told(data);
        }
        State::MfaChallenge => {
            &["Enter the code that your authenticator app shows now. Without your phone, enter a recovery code."]
        }
        State::Consent => match data {
            Data::Consent { documents } if documents.iter().any(|document| !document.required) => &[
                "Read the documents, then accept the required ones to go on.",
                "Documents that need no acceptance are there for you to read.",
            ],
            _ => &["Read the documents, then accept the required ones to go on."],
        },
        State::MfaRequired => &["Your account must be protected by an authenticator app before you can go on."],
        State::ConfirmPassword => &["Enter your current password to go on with the activation."],
        State::MfaSetup => &[
            "Install an authenticator app on your phone, scan the QR code with it, or type the secret in.",
            "Then enter the code that the app shows.",
        ],
        State::RecoveryCodes => &[
            "Each code lets you in once without your phone. Keep them where only you can find them.",
            "They work once you continue, and are not shown again after that.",
        ],
        State::Ended(reason) => return vec![ending(reason).to_owned()],
    };
    lines.iter().map(|&line| line.to_owned()).collect()
}

fn told(data: &Data) -> Vec<String> {
    match data {
        Data::Device { masked_address } => vec![format!("We will mail a one-time password to {masked_address}.")],
        Data::Otp { masked_address, reference, .. } => vec![
            format!("We mailed a one-time password to {masked_address}."),
            format!("Look for the reference {reference} in the subject line."),
        ],
        Data::Password { why, .. } => vec![
            match why {
                PasswordDue::Expired => "Your password has expired.",
                PasswordDue::Temporary => "Your password is a temporary one.",
                PasswordDue::Reset => "Support has asked you to choose a new password.",
            }
            .to_owned(),
        ],
        Data::SignedIn { recovery_codes_left: Some(left @ ..=2), .. } => {
            let left = ["no recovery codes", "1 recovery code", "2 recovery codes"][*left as usize];
            vec![
                "You are signed in.".to_owned(),
                format!("You have {left} left. Make new ones with `vestibule mfa recovery-codes`."),
            ]
        }
        Data::SignedIn { .. } => vec!["You are signed in.".to_owned()],
        _ => Vec::new(),
    }
}

fn ending(reason: Reason) -> &'static str {
    match reason {
        Reason::Declined => "You declined the documents, so you cannot be signed in. Start again to accept them.",
        Reason::Abandoned => "You left the sign-in. Start again when you like.",
        Reason::Expired => "The sign-in took too long. Start again.",
        Reason::TooManyAttempts => "Too many wrong attempts. Start again, or ask support for help.",
        Reason::Superseded => {
            "Your account or the portal's clock was changed meanwhile, so this sign-in cannot go on. Start again."
        }
        Reason::Disabled => "This sign-in cannot go on. Ask support for help.",
    }
}

/// The rules for a new password, as sentences.
pub fn password_rules(policy: &Policy) -> Vec<String> {
    let mut rules = vec![format!("At least {} characters", policy.password.min_length)];
    rules.extend(policy.password.classes.iter().map(|class| {
        match class {
            Class::Upper => "An upper-case letter",
            Class::Lower => "A lower-case letter",
            Class::Digit => "A digit",
            Class::Symbol => "A symbol",
        }
        .to_owned()
    }));
    if policy.password.history > 0 {
        rules.push("Not the password before".to_owned());
    }
    if let Limit(Some(age)) = policy.password.max_age {
        rules.push(format!("A new one every {} days", age.as_secs() / 86_400));
    }
    rules.push("None that is common, your address or the product's name".to_owned());
    rules
}

#[cfg(test)]
mod tests {
    use super::super::policy::Profile;
    use super::*;

    #[test]
    fn headings_are_worded_as_the_guide_words_them() {
        let screens = [
            (State::SignIn, "sign_in", "Sign In Now"),
            (State::DeviceUnrecognized, "device_unrecognized", "We don't recognize the device."),
            (State::OtpVerification, "otp_verification", "OTP Verification"),
            (State::MfaChallenge, "mfa_challenge", "Multi-Factor Authentication"),
            (State::PasswordChange, "password_change", "Create New Password"),
            (State::Consent, "consent", "Terms of Service and Privacy Policy"),
            (State::MfaRequired, "mfa_required", "Multi-Factor Authentication Required"),
            (State::ConfirmPassword, "confirm_password", "Confirm Password"),
            (State::MfaSetup, "mfa_setup", "Set up an authenticator app"),
            (State::RecoveryCodes, "recovery_codes", "Save your recovery codes"),
            (State::SignedIn, "signed_in", "Signed in"),
            (State::Ended(Reason::Expired), "ended", "Sign-in ended"),
        ];
        let policy = Policy::of(Profile::Portal);
        for (state, id, words) in screens {
            let screen = Screen::of(&policy, state, Data::Nothing {});
            assert_eq!((screen.id, screen.heading), (id, words));
            assert_eq!(screen.actions, Action::offered(state));
        }
    }

    #[test]
    fn every_end_says_why_and_what_next() {
        let reasons = [
            (Reason::Declined, "declined"),
            (Reason::Abandoned, "left"),
            (Reason::Expired, "too long"),
            (Reason::TooManyAttempts, "Too many"),
            (Reason::Superseded, "changed meanwhile"),
            (Reason::Disabled, "support"),
        ];
        for (reason, word) in reasons {
            let screen = Screen::of(&Policy::of(Profile::Portal), State::Ended(reason), Data::Ended { reason });
            assert!(screen.text.concat().contains(word), "{:?}", screen.text);
            assert_eq!(serde_json::to_value(&screen.data).unwrap(), serde_json::json!({"reason": reason.id()}));
        }
    }

    #[test]
    fn the_code_screen_shows_the_address_masked_and_the_reference() {
        let data = Data::Otp {
            masked_address: "a••••@e••••.com".into(),
            reference: "K7Q2".into(),
            resend_after: "2026-03-02T09:01:00Z".into(),
            tries_left: 5,
            sends_left: 2,
        };
        let screen = Screen::of(&Policy::of(Profile::Portal), State::OtpVerification, data);
        let text = screen.text.join("\n");
        assert!(text.contains("a••••@e••••.com") && text.contains("K7Q2"), "{text}");
        assert_eq!(serde_json::to_value(&screen.data).unwrap()["tries_left"], 5);
    }

    #[test]
    fn new_recovery_codes_are_offered_at_two_or_fewer() {
        let text = |left| {
            let data = Data::SignedIn {
                session: "ses_1".into(),
                session_ends_at: "2026-03-02T21:00:00Z".into(),
                session_token: None,
                device_token: None,
                recovery_codes_left: Some(left),
            };
            assert!(serde_json::to_value(&data).unwrap().get("session_token").is_none());
            Screen::of(&Policy::of(Profile::Portal), State::SignedIn, data).text.join("\n")
        };
        assert!(text(0).contains("no recovery codes left"), "{}", text(0));
        assert!(text(1).contains("1 recovery code left"));
        assert!(text(2).contains("recovery-codes"));
        assert!(!text(3).contains("recovery-codes"));
    }

    #[test]
    fn password_rules_follow_the_profile() {
        let portal = password_rules(&Policy::of(Profile::Portal));
        assert_eq!(portal[0], "At least 14 characters");
        assert_eq!(portal.len(), 8);
        assert!(portal.contains(&"A new one every 90 days".to_owned()));
        let nist = password_rules(&Policy::of(Profile::Nist));
        assert_eq!(nist.len(), 2, "{nist:?}");
        assert_eq!(nist[0], "At least 15 characters");
    }
}
