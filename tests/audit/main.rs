//! `vestibule audit`: the trail listed, followed, verified, signed, exported and archived, and what tampering with it
//! comes to.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test fails where it stands"
)]

#[path = "../support/mod.rs"]
mod support;

#[path = "../security/lab.rs"]
mod lab;

mod archive;
mod export;
mod list;
mod support_topic;
mod tamper;

use lab::Lab;
use support::home::{ADA, PASSWORD, TestHome, WRONG};
use vestibule::service::ServiceError;
use vestibule::service::reason::Reason;

/// A home with some forty rows: sign-ins, refusals, acts of support.
fn busy() -> Lab {
    let mut lab = Lab::new();
    lab.enrol(ADA);
    let id = lab.start();
    lab.sign_in(&id, ADA, WRONG).refused("credentials_wrong", "sign_in");
    lab.sign_in(&id, ADA, PASSWORD).accepted();
    lab.submit(&id, "abandon", &[]).at("ended");
    lab.service.unlock_account(ADA, &Reason { reason: Some("asked by phone"), ticket: None }).unwrap();
    let why = Reason { reason: Some("laptop stolen"), ticket: Some("T-4711") };
    lab.service.revoke_devices(ADA, &why).unwrap();
    lab
}

/// The first bad row that `audit verify` would name; nothing where the trail is whole.
fn bad_row(lab: &Lab) -> Option<i64> {
    match lab.service.verify_audit(None) {
        Ok(_) => None,
        Err(ServiceError::AuditBroken { row, .. }) => Some(row),
        Err(error) => panic!("{error}"),
    }
}

/// The number of the last row.
fn last(home: &TestHome) -> i64 {
    home.number("SELECT max(seq) FROM audit")
}

/// Changes the trail as somebody would who can write the file: the triggers stand in nobody's way.
fn tamper(home: &TestHome, sql: &str) {
    let triggers = "DROP TRIGGER IF EXISTS audit_keeps_rows; DROP TRIGGER IF EXISTS audit_keeps_values;
                    DROP TRIGGER IF EXISTS audit_grows_at_its_end;";
    home.edit(&format!("BEGIN; {triggers} {sql}; COMMIT;"));
}
