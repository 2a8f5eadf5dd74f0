//! Journeys: their snapshots and the events that made them.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Db, StoreError, UserKey, digest, maybe_time, ms, time, undecodable};
use crate::journey::replay::Settings;
use crate::journey::{Event, Journey};

/// A journey's row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JourneyKey(pub i64);

/// A journey as it is stored.
#[derive(Clone)]
pub struct JourneyRow {
    /// Its key.
    pub key: JourneyKey,
    /// Its public handle, `jrh_…`.
    pub handle: String,
    /// SHA-256 of its id.
    pub digest: [u8; 32],
    /// Whose it is, once a right password said so.
    pub user: Option<UserKey>,
    /// Whether it is open, signed in or ended.
    pub status: String,
    /// The machine's value.
    pub journey: Journey,
    /// Grows with every step.
    pub version: i64,
    /// When it started.
    pub started_at: Timestamp,
    /// When its time runs out.
    pub expires_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The trusted device that it was started on, whoever's that is.
    pub device: Option<String>,
    /// Where it was started from.
    pub source: Option<String>,
    /// The user agent that started it.
    pub user_agent: Option<String>,
    /// What was drawn for an enrolment that is not complete, sealed.
    pub pending: Option<Vec<u8>>,
    /// The documents last shown, by digest.
    pub shown: Option<String>,
}

/// A step that was taken.
pub struct RecordedEvent {
    /// Its place in the journey, counted from 1.
    pub position: i64,
    /// What happened.
    pub event: Event,
    /// The settings of its time.
    pub settings: Settings,
}

/// A journey to be started.
pub struct NewJourney<'a> {
    /// Its public handle.
    pub handle: &'a str,
    /// SHA-256 of its id.
    pub digest: &'a [u8; 32],
    /// Now.
    pub started_at: Timestamp,
    /// When its time runs out.
    pub expires_at: Timestamp,
    /// The device that its token named.
    pub device: Option<&'a str>,
    /// Where it is started from.
    pub source: Option<&'a str>,
    /// The user agent.
    pub user_agent: Option<&'a str>,
}

fn journey(row: &Row<'_>) -> rusqlite::Result<JourneyRow> {
    let snapshot = row.get::<_, String>("snapshot")?;
    Ok(JourneyRow {
        key: JourneyKey(row.get("n")?),
        handle: row.get("handle")?,
        digest: digest(row, "digest")?,
        user: row.get::<_, Option<i64>>("user")?.map(UserKey),
        status: row.get("status")?,
        journey: serde_json::from_str(&snapshot).map_err(|error| undecodable(row, "snapshot", error))?,
        version: row.get("version")?,
        started_at: time(row, "started_at")?,
        expires_at: time(row, "expires_at")?,
        ended_at: maybe_time(row, "ended_at")?,
        device: row.get("device")?,
        source: row.get("source")?,
        user_agent: row.get("user_agent")?,
        pending: row.get("pending")?,
        shown: row.get("shown")?,
    })
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the machine's values are plain enums and numbers")
}

impl Db<'_> {
    /// Starts a journey.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn insert_journey(self, new: &NewJourney<'_>) -> Result<JourneyKey, StoreError> {
        self.insert(
            "INSERT INTO journeys (handle, digest, status, snapshot, version, started_at, expires_at, device, source,
                                   user_agent)
             VALUES (?1, ?2, 'open', ?3, 0, ?4, ?5, ?6, ?7, ?8)",
            params![
                new.handle,
                new.digest,
                json(&Journey::default()),
                ms(new.started_at),
                ms(new.expires_at),
                new.device,
                new.source,
                new.user_agent
            ],
        )
        .map(JourneyKey)
    }

    /// The journey of an id's digest.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn journey_by_digest(self, digest: &[u8; 32]) -> Result<Option<JourneyRow>, StoreError> {
        self.one("SELECT * FROM journeys WHERE digest = ?1", [digest], journey)
    }

    /// The journey of a handle.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn journey_by_handle(self, handle: &str) -> Result<Option<JourneyRow>, StoreError> {
        self.one("SELECT * FROM journeys WHERE handle = ?1", [handle], journey)
    }

    /// The journey of a key.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn journey(self, key: JourneyKey) -> Result<Option<JourneyRow>, StoreError> {
        self.one("SELECT * FROM journeys WHERE n = ?1", [key.0], journey)
    }

    /// A person's open journeys.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn open_journeys_of(self, user: UserKey) -> Result<Vec<JourneyRow>, StoreError> {
        self.all("SELECT * FROM journeys WHERE user = ?1 AND status = 'open' ORDER BY n", [user.0], journey)
    }

    /// Journeys, newest first; of one person or of all, open ones alone or all.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn journeys(self, user: Option<UserKey>, open_only: bool, limit: u32) -> Result<Vec<JourneyRow>, StoreError> {
        self.all(
            "SELECT * FROM journeys WHERE (?1 IS NULL OR user = ?1) AND (?2 = 0 OR status = 'open')
             ORDER BY n DESC LIMIT ?3",
            params![user.map(|key| key.0), open_only, limit],
            journey,
        )
    }

    /// Journeys after one, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn journeys_after(self, after: JourneyKey, limit: u32) -> Result<Vec<JourneyRow>, StoreError> {
        self.all("SELECT * FROM journeys WHERE n > ?1 ORDER BY n LIMIT ?2", params![after.0, limit], journey)
    }

    /// Open journeys whose time ran out by `now`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn overdue_journeys(self, now: Timestamp, limit: u32) -> Result<Vec<JourneyRow>, StoreError> {
        self.all(
            "SELECT * FROM journeys WHERE status = 'open' AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
            params![ms(now), limit],
            journey,
        )
    }

    /// Open journeys whose time is not over at `now`.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn count_open_journeys(self, now: Timestamp) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM journeys WHERE status = 'open' AND expires_at > ?1", [ms(now)])
    }

    /// Replaces a journey's snapshot and appends the event that led to it; `false` where the stored version
    /// is no longer the one in `row`, and then nothing is changed.
    ///
    /// # Errors
    /// [`StoreError`] of a statement.
    pub fn store_step(
        self,
        row: &JourneyRow,
        event: Event,
        settings: Settings,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let ended_at = row.journey.state.is_end().then(|| ms(at));
        let changed = self.execute(
            "UPDATE journeys SET user = ?3, status = ?4, snapshot = ?5, version = version + 1, ended_at = ?6,
                                 pending = CASE WHEN ?6 IS NULL THEN pending END
             WHERE n = ?1 AND version = ?2",
            params![
                row.key.0,
                row.version,
                row.user.map(|key| key.0),
                row.journey.state.status(),
                json(&row.journey),
                ended_at
            ],
        )?;
        if changed == 0 {
            return Ok(false);
        }
        self.execute(
            "INSERT INTO journey_events (journey, position, at, event, settings) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![row.key.0, row.version + 1, ms(at), json(&event), json(&settings)],
        )?;
        Ok(true)
    }

    /// Keeps what was drawn for an enrolment, sealed, or erases it.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_pending(self, key: JourneyKey, sealed: Option<&[u8]>) -> Result<(), StoreError> {
        self.execute("UPDATE journeys SET pending = ?2 WHERE n = ?1", params![key.0, sealed])?;
        Ok(())
    }

    /// Notes which documents a journey's consent screen showed.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn set_shown(self, key: JourneyKey, shown: &str) -> Result<(), StoreError> {
        self.execute("UPDATE journeys SET shown = ?2 WHERE n = ?1 AND shown IS NOT ?2", params![key.0, shown])?;
        Ok(())
    }

    /// A journey's events in order.
    ///
    /// # Errors
    /// [`StoreError`] of the statement.
    pub fn journey_events(self, key: JourneyKey) -> Result<Vec<(Timestamp, Event)>, StoreError> {
        self.all("SELECT at, event FROM journey_events WHERE journey = ?1 ORDER BY position", [key.0], |row| {
            let text = row.get::<_, String>("event")?;
            let event = serde_json::from_str(&text).map_err(|error| undecodable(row, "event", error))?;
            Ok((time(row, "at")?, event))
        })
    }

    /// A journey's events in order, with what each was decided by.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where one cannot be read, and those of the statement.
    pub fn recorded_events(self, key: JourneyKey) -> Result<Vec<RecordedEvent>, StoreError> {
        let sql =
            "SELECT journey AS n, position, event, settings FROM journey_events WHERE journey = ?1 ORDER BY position";
        self.all(sql, [key.0], |row| {
            let (event, settings) = (row.get::<_, String>("event")?, row.get::<_, String>("settings")?);
            Ok(RecordedEvent {
                position: row.get("position")?,
                event: serde_json::from_str(&event).map_err(|error| undecodable(row, "event", error))?,
                settings: serde_json::from_str(&settings).map_err(|error| undecodable(row, "settings", error))?,
            })
        })
    }
}
