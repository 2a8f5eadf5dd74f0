//! A home with operators, and each of them at a desk of their own.

use serde_json::Value;

use crate::support::home::{ADA, BOB, Failure, Outcome, TestHome};
use crate::support::journey::{text, totp};

/// A password that obeys both profiles.
pub const DESK_PASSWORD: &str = "Walnut-Harbour-31";

/// An operator who has logged in.
#[derive(Debug, Clone)]
pub struct Operator {
    /// The name.
    pub name: String,
    /// The secret of the app.
    pub secret: String,
    /// The token of the session.
    pub token: String,
}

/// A simulation with Ada and Bob, and with operators.
pub struct Desk {
    /// The home.
    pub home: TestHome,
    /// An admin.
    pub grace: Operator,
}

impl Desk {
    /// With the admin grace, in a home of the portal profile with these lines in its configuration.
    pub fn with(lines: &str) -> Self {
        let home = TestHome::simulation();
        home.configure(lines);
        home.publish_samples();
        home.add_user(ADA, "sme");
        home.add_user(BOB, "sme");
        let added = home.json(&["operator", "add", "grace", "--address", "grace@example.org", "--role", "admin"]);
        let grace = activate(&home, "grace", &text(&added["activation"]));
        Self { home, grace }
    }

    /// With the admin grace.
    pub fn new() -> Self {
        Self::with("")
    }

    /// Another operator, logged in.
    pub fn add(&self, name: &str, role: &str) -> Operator {
        self.add_with(name, &format!("{name}@example.org"), role)
    }

    /// Another operator of an address, logged in.
    pub fn add_with(&self, name: &str, address: &str, role: &str) -> Operator {
        self.json(&self.grace, &["operator", "add", name, "--address", address, "--role", role]);
        activate(&self.home, name, &invitation(&self.home, address))
    }

    /// Runs a command as an operator.
    pub fn run(&self, who: &Operator, args: &[&str]) -> Outcome {
        run_as(&self.home, &who.token, args)
    }

    /// Runs a command as an operator; it must succeed.
    #[track_caller]
    pub fn json(&self, who: &Operator, args: &[&str]) -> Value {
        self.run(who, args).done().json()
    }

    /// Runs a command as an operator; it must fail.
    #[track_caller]
    pub fn fail(&self, who: &Operator, args: &[&str]) -> Failure {
        self.run(who, args).failure()
    }

    /// Moves the clock behind everybody's back.
    pub fn advance(&self, seconds: u64) {
        let ms = seconds * 1000;
        self.home.edit(&format!("UPDATE home SET simulated_at = simulated_at + {ms}, latest_at = latest_at + {ms}"));
    }

    /// Logs an operator in again.
    #[track_caller]
    pub fn again(&self, who: &Operator) -> Operator {
        let code = totp(&who.secret, self.home.now());
        let args =
            ["--output", "json", "operator", "login", &who.name, "--password-stdin", "--print-token", "--code", &code];
        let document = self.home.run_with_stdin(&args, DESK_PASSWORD).done().json();
        Operator { token: text(&document["token"]), ..who.clone() }
    }

    /// Logs an operator in again, a minute later, when the app shows another code.
    #[track_caller]
    pub fn again_later(&self, who: &Operator) -> Operator {
        self.advance(60);
        self.again(who)
    }
}

/// Runs a command with an operator's token.
pub fn run_as(home: &TestHome, token: &str, args: &[&str]) -> Outcome {
    let args = [&["--output", "json", "--yes"], args].concat();
    home.command(&args).env("VESTIBULE_OPERATOR_TOKEN", token).output().unwrap().into()
}

/// The secret of the newest invitation to an address.
#[track_caller]
pub fn invitation(home: &TestHome, address: &str) -> String {
    let mails = home.mails_about("invited as an operator");
    let mail = mails.into_iter().rfind(|mail| mail.to == address).expect("an invitation");
    mail.text.split_whitespace().find(|word| word.starts_with("vat_")).unwrap().to_owned()
}

/// The first login of an operator, in two calls as a script makes it.
#[track_caller]
pub fn activate(home: &TestHome, name: &str, activation: &str) -> Operator {
    home.write("invitation", activation);
    let args = ["--output", "json", "operator", "login", name, "--activation", "@invitation", "--password-stdin"];
    let enrolment = home.run_with_stdin(&args, DESK_PASSWORD).done().json();
    let secret = text(&enrolment["secret"]);
    let code = totp(&secret, home.now());
    let args = [args.as_slice(), &["--print-token", "--code", &code]].concat();
    let session = home.run_with_stdin(&args, DESK_PASSWORD).done().json();
    Operator { name: name.to_owned(), secret, token: text(&session["token"]) }
}
