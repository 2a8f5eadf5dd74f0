//! Times for people: in the zone of the reader, to the second.

use jiff::Timestamp;

use crate::system;

/// A time in the machine's zone, like `2026-03-02 10:00:00 +01`.
pub fn local(at: Timestamp) -> String {
    at.to_zoned_datetime(system::local_zone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// A time, or a dash.
pub fn maybe(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "-".to_owned(), local)
}
