//! Operators through the built program: who may do what, how they log in, and how a locked-out home is opened.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test fails where it stands"
)]

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/terminal.rs"]
mod terminal;

mod desk;
mod guided;
mod login;
mod matrix;
mod moves;
mod people;
mod recover;
mod requests;
mod reset;
mod rows;
mod trail;
mod ways_round;
