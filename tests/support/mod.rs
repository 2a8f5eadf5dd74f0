//! What several integration tests need.

pub mod mail;
pub mod smtp;
