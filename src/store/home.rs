//! The one row that a home remembers of itself.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::params;
use serde::Serialize;

use super::{Db, StoreError, maybe_time, ms, time, word};

/// Whether a home serves people or simulations; fixed when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Real accounts, the real clock, the real generator.
    Real,
    /// A clock and a generator that live in the database.
    Simulation,
}

impl Mode {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Simulation => "simulation",
        }
    }
}

impl FromStr for Mode {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "real" => Ok(Self::Real),
            "simulation" => Ok(Self::Simulation),
            other => Err(format!("{other:?} is no mode")),
        }
    }
}

/// What a home remembers of itself.
#[derive(Debug, Clone)]
pub struct HomeRow {
    /// Real or simulation.
    pub mode: Mode,
    /// The key check value that the home's key must reproduce.
    pub key_check: String,
    /// When the home was made.
    pub created_at: Timestamp,
    /// The latest time that any command saw.
    pub latest_at: Timestamp,
    /// A simulation's clock.
    pub simulated_at: Option<Timestamp>,
    /// A simulation's seed.
    pub simulation_seed: Option<i64>,
}

impl Db<'_> {
    /// Writes the row of a new home.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_home(self, home: &HomeRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO home (one, mode, key_check, created_at, latest_at, simulated_at, simulation_seed)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                home.mode.as_str(),
                home.key_check,
                ms(home.created_at),
                ms(home.latest_at),
                home.simulated_at.map(ms),
                home.simulation_seed,
            ],
        )?;
        Ok(())
    }

    /// The home's row.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where it is missing.
    pub fn home(self) -> Result<HomeRow, StoreError> {
        self.one("SELECT * FROM home WHERE one = 1", [], |row| {
            Ok(HomeRow {
                mode: word(row, "mode")?,
                key_check: row.get("key_check")?,
                created_at: time(row, "created_at")?,
                latest_at: time(row, "latest_at")?,
                simulated_at: maybe_time(row, "simulated_at")?,
                simulation_seed: row.get("simulation_seed")?,
            })
        })?
        .ok_or_else(|| StoreError::Damaged("the home's own row is missing".to_owned()))
    }

    /// Notes the latest time seen; an earlier one changes nothing.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn note_time(self, now: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE home SET latest_at = ?1 WHERE latest_at < ?1", [ms(now)])?;
        Ok(())
    }

    /// Makes `now` the latest time seen, also where it is earlier.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn accept_time(self, now: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE home SET latest_at = ?1", [ms(now)])?;
        Ok(())
    }

    /// Moves a simulation's clock.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_simulated_time(self, now: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE home SET simulated_at = ?1, latest_at = max(latest_at, ?1)", [ms(now)])?;
        Ok(())
    }

    /// Takes the next stream of a simulation's generator, so that no two commands draw the same.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn take_simulation_stream(self) -> Result<u64, StoreError> {
        self.execute("UPDATE home SET simulation_draws = simulation_draws + 1", [])?;
        self.count("SELECT simulation_draws FROM home", [])
    }

    /// Takes the next number of a hand-over of mail.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn take_mail_sequence(self) -> Result<u64, StoreError> {
        self.execute("UPDATE home SET mail_sequence = mail_sequence + 1", [])?;
        self.count("SELECT mail_sequence FROM home", [])
    }
}
