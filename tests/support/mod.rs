//! What several integration tests need.

pub mod home;
pub mod journey;
pub mod mail;
pub mod smtp;
