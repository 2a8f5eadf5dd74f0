//! What people and programs see, byte by byte: stdout, stderr and exit code of representative commands in a
//! simulation, whose draws and times are fixed.

#[path = "../support/mod.rs"]
mod support;

mod first_sign_in;
mod homes;
mod refusals;

use support::home::{ADA, Outcome, TestHome};
use support::journey::Journey;

/// Submits an action, answered in text.
fn submit(home: &TestHome, journey: &Journey<'_>, args: &[&str]) -> Outcome {
    home.run(&[&["journey", "submit", &journey.id], args].concat())
}

/// Submits Ada's address and a password, answered in text.
fn sign_in(home: &TestHome, journey: &Journey<'_>, password: &str) -> Outcome {
    submit(home, journey, &["sign_in", &format!("email={ADA}"), &format!("password={password}")])
}
