//! Stored journeys held against their events: both must tell the same.

use serde::Serialize;
use serde_json::Value;

use crate::credentials::token::{self, TokenKind};
use crate::journey::map::EventKind;
use crate::journey::replay::{Stuck, replay};
use crate::journey::{Journey, State};
use crate::service::permission::Permission;
use crate::service::{Service, ServiceError, Work};
use crate::store::{JourneyKey, JourneyRow};

/// How many journeys are read at a time.
const BATCH: u32 = 500;

/// What replaying one journey came to.
#[derive(Debug, Serialize)]
pub struct Replayed {
    /// Its handle.
    pub journey: String,
    /// How many events it has.
    pub events: usize,
    /// Whether everything is as stored.
    pub same: bool,
    /// Where it is not.
    pub differences: Vec<Difference>,
}

/// Something that is stored otherwise than the events say.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What.
    pub what: String,
    /// As it is stored.
    pub stored: String,
    /// As the events say.
    pub replayed: String,
}

/// What replaying every journey came to.
#[derive(Debug, Default, Serialize)]
pub struct ReplayedAll {
    /// How many there are.
    pub journeys: usize,
    /// How many events they have.
    pub events: usize,
    /// Those that are not as stored.
    pub different: Vec<Replayed>,
}

impl Service {
    /// Replays one journey, by its handle or its id.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none; [`ServiceError::Store`] where a stored event cannot be read.
    pub fn replay_journey(&self, id_or_handle: &str) -> Result<Replayed, ServiceError> {
        self.permit(Permission::JourneyRead)?;
        let handle = token::parse(TokenKind::Journey, id_or_handle)
            .map_or_else(|| id_or_handle.to_owned(), |id| token::handle(&id));
        self.read(|work| {
            let row = work.db.journey_by_handle(&handle)?.ok_or_else(|| super::not_found(id_or_handle))?;
            work.replay(&row)
        })
    }

    /// Replays every journey, oldest first, on one view of the database.
    ///
    /// # Errors
    /// As [`Service::replay_journey`].
    pub fn replay_journeys(&self) -> Result<ReplayedAll, ServiceError> {
        self.permit(Permission::JourneyRead)?;
        self.read(|work| {
            let mut all = ReplayedAll::default();
            let mut after = JourneyKey(0);
            loop {
                let batch = work.db.journeys_after(after, BATCH)?;
                let Some(last) = batch.last() else { return Ok(all) };
                after = last.key;
                for row in &batch {
                    let replayed = work.replay(row)?;
                    all.journeys += 1;
                    all.events += replayed.events;
                    all.different.extend((!replayed.same).then_some(replayed));
                }
            }
        })
    }
}

impl Work<'_> {
    fn replay(&self, row: &JourneyRow) -> Result<Replayed, ServiceError> {
        let recorded = self.db.recorded_events(row.key)?;
        let events = recorded.len();
        let mut differences = Vec::new();
        let mut differ = |what: &str, stored: String, replayed: String| {
            if stored != replayed {
                differences.push(Difference { what: what.to_owned(), stored, replayed });
            }
        };
        differ("version", row.version.to_string(), events.to_string());
        let positions = recorded.iter().map(|one| one.position).zip(1..);
        if let Some((stored, wanted)) = positions.into_iter().find(|(stored, wanted)| stored != wanted) {
            differ("positions", stored.to_string(), wanted.to_string());
        }
        match replay(recorded.iter().map(|one| (one.settings, one.event))) {
            Err(stuck) => differences.push(blamed(&stuck)),
            Ok(journey) => {
                for (what, stored, replayed) in fields(&row.journey, &journey) {
                    differ(&what, stored, replayed);
                }
                differ("status", row.status.clone(), journey.state.status().to_owned());
                let is_over = |over: bool| if over { "over" } else { "open" }.to_owned();
                differ("ended_at", is_over(row.ended_at.is_some()), is_over(journey.state.is_end()));
                let is_known = |known: bool| if known { "known" } else { "unknown" }.to_owned();
                differ("user", is_known(row.user.is_some()), is_known(journey.facts.is_some()));
                let mailed = self.db.otps(row.key)?.len();
                differ("mailed codes", mailed.to_string(), journey.history.otp_sends.to_string());
                let sessions = usize::from(self.db.session_of_journey(&row.handle)?.is_some());
                differ("sessions", sessions.to_string(), usize::from(journey.state == State::SignedIn).to_string());
            }
        }
        Ok(Replayed { journey: row.handle.clone(), events, same: differences.is_empty(), differences })
    }
}

fn blamed(stuck: &Stuck) -> Difference {
    let event = EventKind::from(stuck.event);
    Difference {
        what: format!("event {}", stuck.position),
        stored: event.id().to_owned(),
        replayed: format!("refused in {}: {}", stuck.state.id(), stuck.why),
    }
}

/// Both journeys, field by field, under the names that the database uses.
fn fields(stored: &Journey, replayed: &Journey) -> Vec<(String, String, String)> {
    let flat = |journey: &Journey| {
        let mut out = Vec::new();
        flatten("", &serde_json::to_value(journey).unwrap_or_default(), &mut out);
        out
    };
    let (stored, replayed) = (flat(stored), flat(replayed));
    let mut names: Vec<&String> = stored.iter().chain(&replayed).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let value = |all: &[(String, String)], name: &String| {
        all.iter().find(|(other, _)| other == name).map_or_else(|| "none".to_owned(), |(_, value)| value.clone())
    };
    names.into_iter().map(|name| (name.clone(), value(&stored, name), value(&replayed, name))).collect()
}

fn flatten(name: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, value, out);
            }
        }
        Value::String(text) => out.push((name.to_owned(), text.clone())),
        Value::Null => out.push((name.to_owned(), "none".to_owned())),
        other => out.push((name.to_owned(), other.to_string())),
    }
}
