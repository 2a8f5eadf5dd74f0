//! Acts on accounts outside a sign-in: activation, enrolment, moves to another address, lists, mistyped names.

#[path = "../support/mod.rs"]
mod support;

mod activation;
mod addresses;
mod enrolment;
mod lists;
