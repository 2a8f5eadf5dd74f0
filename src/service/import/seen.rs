//! On which line of a file each account was met: four bytes an account, because a million of them share the memory.

use std::collections::HashMap;

use crate::store::UserKey;

/// The highest number of an account that has a place of its own; those above, which only a database made by hand has,
/// share a map.
const DENSE: usize = 1 << 27;

/// The lines that accounts were met on.
#[derive(Default)]
pub(super) struct Seen {
    /// By the account's number; 0 where it was not met.
    lines: Vec<u32>,
    others: HashMap<i64, u32>,
}

impl Seen {
    /// The line that an account was first met on.
    pub(super) fn line(&self, key: UserKey) -> Option<u64> {
        let line = match place(key) {
            Some(place) => self.lines.get(place),
            None => self.others.get(&key.0),
        };
        line.filter(|line| **line > 0).map(|line| u64::from(*line))
    }

    /// Notes that an account was met on a line, counted from 1. A file within its limit has fewer lines than 32 bits count.
    pub(super) fn note(&mut self, key: UserKey, line: u64) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let Some(place) = place(key) else {
            self.others.insert(key.0, line);
            return;
        };
        if place >= self.lines.len() {
            self.lines.resize(place + 1, 0);
        }
        self.lines[place] = line;
    }
}

fn place(key: UserKey) -> Option<usize> {
    usize::try_from(key.0).ok().filter(|place| *place < DENSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_known_by_its_line_whatever_its_number() {
        let mut seen = Seen::default();
        for (key, line) in [(1, 2), (70_000, 3), (i64::MAX, 4), (-5, u64::MAX)] {
            assert_eq!(seen.line(UserKey(key)), None);
            seen.note(UserKey(key), line);
            assert_eq!(seen.line(UserKey(key)), Some(line.min(u32::MAX.into())));
        }
        assert_eq!(seen.line(UserKey(69_999)), None);
    }
}
