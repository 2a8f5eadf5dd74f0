//! A simulation home driven inside this process: what the command line does, without a process for every step.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fs;

use jiff::SignedDuration;
use serde_json::Value;
use vestibule::error::Failure;
use vestibule::journey::policy::{Profile, ProjectType};
use vestibule::service::accounts::{AccountDraft, FirstPassword};
use vestibule::service::documents::DocumentDraft;
use vestibule::service::home::{self, NewHome};
use vestibule::service::journey::Origin;
use vestibule::service::journey::answer::Answer;
use vestibule::service::journey::fields::Fields;
use vestibule::service::{Service, ServiceError};

use crate::support::home::{ADA, PASSWORD, TestHome};
use crate::support::journey::{Enrolled, text, totp};

/// An open home.
pub struct Lab {
    /// Its folder, also for the command line and the database.
    pub home: TestHome,
    /// The services over it.
    pub service: Service,
}

/// What an act on a journey came to.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The exit code that the command would have.
    pub exit: u8,
    /// The error's code; empty where there is none.
    pub code: String,
    /// The document; null where there is none.
    pub document: Value,
}

impl Lab {
    /// A home without accounts whose configuration is `profile` with these lines.
    pub fn with(profile: Profile, lines: &str) -> Self {
        let home = TestHome::none();
        let simulation = Some((7, "2026-03-02T09:00:00Z".parse().unwrap()));
        let new = NewHome { profile, product: "Vestibule".into(), from: None, server: None, simulation };
        home::init(&home.path(), &new).unwrap();
        home.configure(lines);
        let mut service = Service::open(&home.path()).unwrap();
        for id in ["terms", "privacy"] {
            let body = format!("# The {id}\n");
            let draft = DocumentDraft { id, version: "1", title: None, body: body.as_bytes(), minor: false };
            service.publish_document(&draft).unwrap();
        }
        Self { home, service }
    }

    /// A home of the portal profile with Ada in it, whose project asks for no consent.
    pub fn new() -> Self {
        Self::configured("")
    }

    /// The same with these lines in its configuration.
    pub fn configured(lines: &str) -> Self {
        let mut lab = Self::with(Profile::Portal, lines);
        lab.add(ADA, ProjectType::Sme);
        lab
    }

    /// Makes an account with [`PASSWORD`].
    pub fn add(&mut self, address: &str, project_type: ProjectType) {
        let password = FirstPassword::Chosen(PASSWORD.into());
        let draft = AccountDraft { address, name: None, project_type, password, if_absent: false };
        self.service.add_account(&draft).unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Another home with the same content.
    pub fn fork(&mut self) -> Self {
        let home = TestHome::none();
        fs::create_dir_all(home.path().join("keys")).unwrap();
        self.settle();
        for file in ["vestibule.toml", "vestibule.db", "keys/home.key"] {
            fs::copy(self.home.path().join(file), home.path().join(file)).unwrap();
        }
        // Closing the file in this process dropped the locks that the open database had on it.
        self.reopen();
        for folder in ["", "keys"] {
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            fs::set_permissions(home.path().join(folder), private).unwrap();
        }
        let service = Service::open(&home.path()).unwrap();
        Self { home, service }
    }

    /// Moves everything written into the database file itself.
    pub fn settle(&self) {
        let sqlite = self.home.sqlite();
        sqlite.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }

    /// Opens the home anew, as the next command would.
    pub fn reopen(&mut self) {
        self.service = Service::open(&self.home.path()).unwrap();
    }

    /// Moves the clock.
    pub fn advance(&mut self, seconds: i64) {
        self.service.advance_clock(SignedDuration::from_secs(seconds)).unwrap();
    }

    /// Starts a journey; answers its id.
    pub fn start(&mut self) -> String {
        self.start_on(None)
    }

    /// Starts a journey on the device of a token; answers its id.
    pub fn start_on(&mut self, device: Option<&str>) -> String {
        let origin = Origin { device: device.map(Into::into), ..Origin::default() };
        self.service.start_journey(&origin).unwrap().journey
    }

    /// Submits an action.
    pub fn submit(&mut self, id: &str, action: &str, fields: &[(&str, &str)]) -> Seen {
        submit(&mut self.service, id, action, fields)
    }

    /// Submits an address and a password.
    pub fn sign_in(&mut self, id: &str, address: &str, password: &str) -> Seen {
        self.submit(id, "sign_in", &[("email", address), ("password", password)])
    }

    /// Submits a code.
    pub fn verify(&mut self, id: &str, code: &str) -> Seen {
        self.submit(id, "verify", &[("code", code)])
    }

    /// Shows a journey.
    pub fn show(&mut self, id: &str) -> Seen {
        seen(self.service.show_journey(id))
    }

    /// A journey on a new device whose password was right.
    pub fn past_password(&mut self, address: &str) -> String {
        let id = self.start();
        self.sign_in(&id, address, PASSWORD).at("device_unrecognized");
        id
    }

    /// A journey on a new device whose code was mailed.
    pub fn past_mail(&mut self, address: &str) -> String {
        let id = self.past_password(address);
        self.submit(&id, "ok", &[]).at("otp_verification");
        id
    }

    /// A journey on a new device whose mailed code was right.
    pub fn past_otp(&mut self, address: &str) -> String {
        let id = self.past_mail(address);
        let code = self.home.otp();
        self.verify(&id, &code).accepted();
        id
    }

    /// A journey of an enrolled person on a trusted device, about to prove the authenticator.
    pub fn challenge(&mut self, address: &str, device: &str) -> String {
        let id = self.start_on(Some(device));
        self.sign_in(&id, address, PASSWORD).at("mfa_challenge");
        id
    }

    /// From the consent screen, or the one after it, to the set-up of an authenticator; answers its secret.
    pub fn enter_setup(&mut self, id: &str) -> String {
        if self.show(id).state() == "consent" {
            self.submit(id, "accept_and_continue", &[("accept", "terms"), ("accept", "privacy")]).at("mfa_required");
        }
        self.submit(id, "activate", &[]).at("confirm_password");
        let setup = self.submit(id, "confirm", &[("password", PASSWORD)]).at("mfa_setup");
        text(&setup.data()["secret"])
    }

    /// The first sign-in of a person, from its start to its end.
    pub fn enrol(&mut self, address: &str) -> Enrolled {
        let id = self.past_otp(address);
        let secret = self.enter_setup(&id);
        let shown = self.verify(&id, &self.totp(&secret)).at("recovery_codes");
        let codes = shown.data()["codes"].as_array().into_iter().flatten().map(text).collect();
        let end = self.submit(&id, "continue", &[]).at("signed_in");
        let token = |name: &str| text(&end.data()[name]);
        Enrolled { secret, codes, device: token("device_token"), session: token("session_token") }
    }

    /// The code that an app with this secret shows now.
    pub fn totp(&self, secret: &str) -> String {
        totp(secret, self.home.now())
    }

    /// Whether a session token holds.
    pub fn holds(&mut self, token: &str) -> bool {
        self.service.check_session(token).unwrap().is_some()
    }

    /// The journeys' rows, as they are stored.
    pub fn rows(&self) -> String {
        self.home.dump_but_audit()
    }

    /// How many rows the audit trail has.
    pub fn audited(&self) -> i64 {
        self.home.number("SELECT count(*) FROM audit")
    }
}

/// Submits an action to a journey through a service of one's own.
pub fn submit(service: &mut Service, id: &str, action: &str, fields: &[(&str, &str)]) -> Seen {
    let fields = fields.iter().fold(Fields::none(), |all, (name, value)| all.with(*name, *value));
    seen(service.submit(id, action, &fields))
}

fn seen(answer: Result<Answer, ServiceError>) -> Seen {
    match answer {
        Ok(answer) => {
            let failure = answer.error.as_ref().map(Failure::from);
            Seen {
                exit: failure.as_ref().map_or(0, |failure| failure.exit as u8),
                code: failure.map_or_else(String::new, |failure| failure.code.to_owned()),
                document: serde_json::to_value(&answer).unwrap(),
            }
        }
        Err(error) => {
            let failure = Failure::from(error);
            Seen { exit: failure.exit as u8, code: failure.code.to_owned(), document: Value::Null }
        }
    }
}

impl Seen {
    /// The state's id.
    pub fn state(&self) -> &str {
        self.document["state"].as_str().unwrap_or_default()
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
        assert_eq!((self.exit, self.code.as_str()), (0, ""), "{self:?}");
        self
    }

    /// It must have been accepted and led to this state.
    #[track_caller]
    pub fn at(self, state: &str) -> Self {
        let seen = self.accepted();
        assert_eq!(seen.state(), state, "{seen:?}");
        seen
    }

    /// It must have been refused for this, and have left the journey in this state.
    #[track_caller]
    pub fn refused(self, code: &str, state: &str) -> Self {
        assert_eq!((self.code.as_str(), self.state()), (code, state), "{self:?}");
        self
    }
}
