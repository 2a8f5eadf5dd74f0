//! The command line as people, scripts and shells meet it: help, documents, tables, logs, completions, set-up.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test fails where it stands, and says what a machine has not"
)]

#[path = "../operators/desk.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod desk;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/terminal.rs"]
mod terminal;

mod documents;
mod examples;
mod help;
mod logs;
mod man;
mod output;
mod package;
mod set_up;
mod shells;
mod stage;
