//! The rows of OWASP ASVS 5.0, and the incidents of this class of software, that touch the home, the journey, codes,
//! devices, sessions, secrets at rest and mail: each a test named by its id. `security_ids.rs` holds the list.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test fails where it stands"
)]

mod support;

#[path = "security/lab.rs"]
mod lab;

#[path = "security/atomic.rs"]
mod atomic;
#[path = "security/audit.rs"]
mod audit;
#[path = "security/codes.rs"]
mod codes;
#[path = "security/devices_sessions.rs"]
mod devices_sessions;
#[path = "security/faults.rs"]
mod faults;
#[path = "security/guesses.rs"]
mod guesses;
#[path = "security/home.rs"]
mod home;
#[path = "security/journey.rs"]
mod journey;
#[path = "security/limits.rs"]
mod limits;
#[path = "security/mail.rs"]
mod mail;
#[path = "security/output.rs"]
mod output;
#[path = "security/passwords.rs"]
mod passwords;
#[path = "security/secrets.rs"]
mod secrets;
#[path = "security/source.rs"]
mod source;
