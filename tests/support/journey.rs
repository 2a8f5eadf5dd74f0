//! A sign-in driven from a script, one `journey submit` a step, and the codes that its person would type.

#![allow(dead_code, reason = "each test binary uses its own part")]

use data_encoding::BASE32_NOPAD;
use ring::hmac;
use serde_json::Value;

use super::home::{NEW_PASSWORD, Outcome, PASSWORD, TestHome};

/// A journey in a home.
#[derive(Clone)]
pub struct Journey<'h> {
    home: &'h TestHome,
    /// Its id.
    pub id: String,
}

/// The document that answers every act on a journey, with the exit code that came with it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// How the command ended.
    pub outcome: Outcome,
    /// The document.
    pub document: Value,
}

/// What a person has after the first sign-in.
#[derive(Debug, Clone)]
pub struct Enrolled {
    /// The authenticator's secret in base32.
    pub secret: String,
    /// The recovery codes.
    pub codes: Vec<String>,
    /// The token of the device; empty where it was trusted before.
    pub device: String,
    /// The token of the session.
    pub session: String,
}

impl TestHome {
    /// Starts a journey on a device that nobody knows.
    pub fn journey(&self) -> Journey<'_> {
        self.journey_with(&[])
    }

    /// Starts a journey with these arguments.
    #[track_caller]
    pub fn journey_with(&self, args: &[&str]) -> Journey<'_> {
        let document = self.json(&[&["journey", "start"], args].concat());
        assert_eq!(document["state"], "sign_in");
        Journey { home: self, id: text(&document["journey"]) }
    }

    /// Starts a journey on a trusted device.
    #[track_caller]
    pub fn journey_on(&self, device: &str) -> Journey<'_> {
        self.journey_with(&["--device", device])
    }

    /// A journey of a person on a new device, past the password.
    #[track_caller]
    pub fn past_password(&self, address: &str) -> Journey<'_> {
        let journey = self.journey();
        journey.sign_in(address, PASSWORD).at("device_unrecognized");
        journey
    }

    /// A journey of a person on a new device whose code was mailed.
    #[track_caller]
    pub fn past_mail(&self, address: &str) -> Journey<'_> {
        let journey = self.past_password(address);
        journey.submit("ok", &[]).at("otp_verification");
        journey
    }

    /// A journey of a person on a new device whose mailed code was right.
    #[track_caller]
    pub fn past_otp(&self, address: &str) -> Journey<'_> {
        let journey = self.past_mail(address);
        journey.verify(&self.otp()).accepted();
        journey
    }

    /// A journey of an enrolled person on a trusted device, about to prove the authenticator.
    #[track_caller]
    pub fn challenge(&self, address: &str, device: &str) -> Journey<'_> {
        let journey = self.journey_on(device);
        journey.sign_in(address, PASSWORD).at("mfa_challenge");
        journey
    }

    /// The first sign-in of a person to its end.
    #[track_caller]
    pub fn sign_in_first(&self, address: &str) -> Enrolled {
        let journey = self.past_otp(address);
        journey.enrol(PASSWORD)
    }

    /// The code that an app with this secret shows now.
    pub fn totp(&self, secret: &str) -> String {
        totp(secret, self.now())
    }
}

impl Journey<'_> {
    /// Submits an action; fields are pairs of name and value.
    #[track_caller]
    pub fn submit(&self, action: &str, fields: &[(&str, &str)]) -> Answer {
        let args = self.submission(action, fields);
        self.home.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).into()
    }

    /// The arguments that submit an action. In a real home secrets go through files.
    pub fn submission(&self, action: &str, fields: &[(&str, &str)]) -> Vec<String> {
        let mut args: Vec<String> =
            ["--output", "json", "journey", "submit", &self.id, action].map(str::to_owned).into();
        for (name, value) in fields {
            if self.home.is_real() && name.ends_with("password") {
                let file = format!("{name}.secret");
                self.home.write(&file, value);
                args.push(format!("{name}=@{file}"));
            } else {
                args.push(format!("{name}={value}"));
            }
        }
        args
    }

    /// Shows the journey.
    #[track_caller]
    pub fn show(&self) -> Answer {
        self.home.run(&["--output", "json", "journey", "show", &self.id]).into()
    }

    /// Submits an address and a password.
    #[track_caller]
    pub fn sign_in(&self, address: &str, password: &str) -> Answer {
        self.submit("sign_in", &[("email", address), ("password", password)])
    }

    /// Submits a code.
    #[track_caller]
    pub fn verify(&self, code: &str) -> Answer {
        self.submit("verify", &[("code", code)])
    }

    /// Submits a new password, twice the same.
    #[track_caller]
    pub fn change_password(&self, new: &str) -> Answer {
        self.submit("create_password", &[("new_password", new), ("confirm_password", new)])
    }

    /// Accepts the two documents that Enterprise accounts must accept.
    #[track_caller]
    pub fn accept(&self) -> Answer {
        self.submit("accept_and_continue", &[("accept", "terms"), ("accept", "privacy")])
    }

    /// From wherever it stands behind the mailed code to the set-up of an authenticator; answers its secret.
    #[track_caller]
    pub fn to_setup(&self, password: &str) -> String {
        loop {
            let shown = self.show().accepted();
            match shown.state() {
                "password_change" => self.change_password(NEW_PASSWORD).accepted(),
                "consent" => self.accept().accepted(),
                "mfa_required" => self.submit("activate", &[]).at("confirm_password"),
                "confirm_password" => self.submit("confirm", &[("password", password)]).at("mfa_setup"),
                "mfa_setup" => return text(&shown.data()["secret"]),
                other => panic!("{other} does not lead to a set-up"),
            };
        }
    }

    /// From behind the mailed code to the end, with a new authenticator.
    #[track_caller]
    pub fn enrol(&self, password: &str) -> Enrolled {
        let secret = self.to_setup(password);
        let shown = self.verify(&self.home.totp(&secret)).at("recovery_codes");
        let codes = shown.data()["codes"].as_array().into_iter().flatten().map(text).collect();
        let end = self.submit("continue", &[]).at("signed_in");
        // A device that was trusted before gets no new token.
        let token = |name: &str| end.data()[name].as_str().unwrap_or_default().to_owned();
        Enrolled { secret, codes, device: token("device_token"), session: token("session_token") }
    }
}

impl From<Outcome> for Answer {
    #[track_caller]
    fn from(outcome: Outcome) -> Self {
        let document = outcome.json();
        let told = document["error"]["code"].as_str();
        assert_eq!(told.is_none(), outcome.exit == 0, "the exit code says what the document says\n{outcome}");
        if let Some(code) = told {
            assert_eq!(outcome.failure().code, code, "stderr says what the document says\n{outcome}");
        }
        Self { outcome, document }
    }
}

impl Answer {
    /// The state's id.
    pub fn state(&self) -> &str {
        self.document["state"].as_str().unwrap_or_default()
    }

    /// The error's code; empty where there is none.
    pub fn code(&self) -> &str {
        self.document["error"]["code"].as_str().unwrap_or_default()
    }

    /// What the screen shows.
    pub fn data(&self) -> &Value {
        &self.document["screen"]["data"]
    }

    /// Why the journey ended.
    pub fn reason(&self) -> &str {
        self.data()["reason"].as_str().unwrap_or_default()
    }

    /// It must have been accepted.
    #[track_caller]
    pub fn accepted(self) -> Self {
        assert_eq!((self.outcome.exit, self.code()), (0, ""), "{}", self.outcome);
        self
    }

    /// It must have been accepted and led to this state.
    #[track_caller]
    pub fn at(self, state: &str) -> Self {
        let answer = self.accepted();
        assert_eq!(answer.state(), state, "{}", answer.outcome);
        answer
    }

    /// It must have been refused with this exit and code, and have left the journey in this state.
    #[track_caller]
    pub fn refused(self, exit: i32, code: &str, state: &str) -> Self {
        assert_eq!((self.outcome.exit, self.code(), self.state()), (exit, code, state), "{}", self.outcome);
        self
    }

    /// The journey must have ended for this reason, and the act have been refused with this code.
    #[track_caller]
    pub fn ended(self, code: &str, reason: &str) -> Self {
        let answer = self.refused(3, code, "ended");
        assert_eq!(answer.document["status"], "ended");
        assert_eq!(answer.reason(), reason);
        answer
    }

    /// How long to wait, as the error says.
    pub fn retry_after(&self) -> &str {
        self.document["error"]["retry_after"].as_str().unwrap_or_default()
    }
}

/// A JSON string's text.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no string")).to_owned()
}

/// RFC 6238 with SHA-1, six digits and 30 s, by another library than the program's.
pub fn totp(secret: &str, unix_seconds: u64) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).expect("a secret in base32");
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let mac = hmac::sign(&key, &(unix_seconds / 30).to_be_bytes());
    let mac = mac.as_ref();
    let offset = usize::from(mac[19] & 15);
    let bytes = [mac[offset] & 127, mac[offset + 1], mac[offset + 2], mac[offset + 3]];
    format!("{:06}", u32::from_be_bytes(bytes) % 1_000_000)
}

/// Another code than this one, of as many digits.
pub fn other_than(code: &str) -> String {
    let last = if code.ends_with('7') { '3' } else { '7' };
    format!("{}{last}", &code[..code.len() - 1])
}
