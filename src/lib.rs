//! A cloud portal's sign-in journey as an explicit state machine over an embedded SQLite database.
//!
//! The floors, lowest first: [`journey`] (the machine), [`ports`] (time, chance, delivery), then store,
//! credentials and mail, then services, rendering and commands. A module imports only lower floors.

pub mod credentials;
pub mod journey;
pub mod mail;
pub mod ports;
pub mod simulated;
pub mod store;
pub mod system;
