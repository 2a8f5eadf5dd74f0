//! Times for people: in the zone of the reader, to the second.

use jiff::{SignedDuration, Timestamp};

use crate::service::journey::answer::whole_seconds;
use crate::system;

/// A time in the machine's zone, like `2026-03-02 10:00:00 +01`.
pub fn local(at: Timestamp) -> String {
    at.to_zoned_datetime(system::local_zone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// A time, or a dash.
pub fn maybe(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "-".to_owned(), local)
}

/// The time of day in the machine's zone, like `10:01:00`.
pub fn of_day(at: Timestamp) -> String {
    at.to_zoned_datetime(system::local_zone()).strftime("%H:%M:%S").to_string()
}

/// A wait in the largest unit that says it well, rounded up, like `45 seconds` or `15 minutes`.
pub fn wait(wait: SignedDuration) -> String {
    let seconds = whole_seconds(wait).as_secs().max(1);
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7200 => (seconds.div_euclid(60) + i64::from(seconds % 60 > 0), "minute"),
        _ => (seconds.div_euclid(3600) + i64::from(seconds % 3600 > 0), "hour"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_never_shown_too_short() {
        let shown = |millis| wait(SignedDuration::from_millis(millis));
        assert_eq!(shown(1), "1 second");
        assert_eq!(shown(44_001), "45 seconds");
        assert_eq!(shown(900_000), "15 minutes");
        assert_eq!(shown(901_000), "16 minutes");
        assert_eq!(shown(7_200_001), "3 hours");
    }
}
