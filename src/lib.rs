//! A cloud portal's sign-in journey as an explicit state machine over an embedded SQLite database.
//!
//! The floors, lowest first: [`journey`] (the machine), [`ports`] (time, chance, delivery), then store,
//! credentials and mail, then services, rendering and commands. A module imports only lower floors.

pub mod cli;
pub mod commands;
pub mod credentials;
pub mod error;
pub mod journey;
pub mod logs;
pub mod mail;
pub mod ports;
pub mod render;
pub mod service;
pub mod simulated;
pub mod store;
pub mod system;
pub mod ui;
