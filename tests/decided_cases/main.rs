//! The decided cases of the journey, each as a test of the built program named after the behaviour.

#[path = "../support/mod.rs"]
mod support;

mod authenticators;
mod codes;
mod counts;
mod notices;
mod passwords;
mod rederived;
mod tokens;
