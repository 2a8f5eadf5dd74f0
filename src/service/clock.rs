//! A simulation's clock, and a real home's trust in the machine's.

use jiff::{SignedDuration, Timestamp};

use super::permission::Permission;
use super::{Service, ServiceError, Source};
use crate::journey::Event;

impl Service {
    /// The time that the next command sees.
    pub fn now(&self) -> Timestamp {
        self.world.now()
    }

    /// Moves a simulation's clock forward; answers the new time.
    ///
    /// # Errors
    /// [`ServiceError::SimulationOnly`] in a real home, [`ServiceError::Invalid`] where the time cannot be.
    pub fn advance_clock(&mut self, by: SignedDuration) -> Result<Timestamp, ServiceError> {
        if by.is_negative() {
            return Err(invalid("must not be negative; a clock only moves forward, `clock set` puts it back"));
        }
        let to = self.now().checked_add(by).map_err(|_| invalid("leads past the year 9999"))?;
        self.set_clock(to)
    }

    /// Sets a simulation's clock, also back: what happens then is what a wrong clock does.
    ///
    /// # Errors
    /// [`ServiceError::SimulationOnly`] in a real home.
    pub fn set_clock(&mut self, to: Timestamp) -> Result<Timestamp, ServiceError> {
        self.permit(Permission::ClockSet)?;
        let Source::Simulated { clock, .. } = &self.world.source else {
            return Err(ServiceError::SimulationOnly("move its clock"));
        };
        let to = Timestamp::from_millisecond(to.as_millisecond()).unwrap_or(to);
        self.store.write(|db| db.set_simulated_time(to).map_err(ServiceError::from))?;
        clock.set(to);
        Ok(to)
    }

    /// Accepts the clock's present time although a later one was seen: ends every journey, code, session and device
    /// trust, and keeps the lock-outs. Answers the time, or `None` where no later one was seen: then there is nothing
    /// to accept, and nothing ends.
    ///
    /// # Errors
    /// [`ServiceError`] of the database.
    pub fn accept_clock(&mut self) -> Result<Option<Timestamp>, ServiceError> {
        self.permit(Permission::ClockAccept)?;
        let now = self.now();
        let accepted = self.write_at_any_time(|work| {
            if now >= work.db.home()?.latest_at {
                return Ok(None);
            }
            for row in work.db.journeys(None, true, u32::MAX)? {
                work.end_journey(row, Event::Superseded)?;
            }
            work.db.revoke_all_sessions(work.now)?;
            work.db.revoke_operator_sessions(None, work.now)?;
            work.db.revoke_all_devices(work.now)?;
            work.audit_operator("clock.accepted", "home", None)?;
            work.db.accept_time(now)?;
            Ok(Some(now))
        })?;
        self.deliver_queued();
        Ok(accepted)
    }
}

fn invalid(problem: &str) -> ServiceError {
    ServiceError::Invalid { what: "the clock".to_owned(), problem: problem.to_owned() }
}
