//! What this process has lately seen of numbers that only grow, so that nothing older is taken from a replica.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use uuid::Uuid;

/// The highest number lately seen of each row, in whichever copy of the database; shared by all of them through
/// [`Options::seen`](super::Options::seen).
#[derive(Debug)]
pub struct Seen {
    remember: Duration,
    rows: Mutex<Rows>,
}

#[derive(Debug)]
struct Rows {
    lately: HashMap<Uuid, i64>,
    /// What was seen before `since`, and is forgotten when `lately` takes its place.
    before: HashMap<Uuid, i64>,
    since: Instant,
}

impl Seen {
    /// Remembers each number for this time, or up to twice as long.
    pub fn new(remember: Duration) -> Self {
        let rows = Rows { lately: HashMap::new(), before: HashMap::new(), since: Instant::now() };
        Self { remember, rows: Mutex::new(rows) }
    }

    pub(super) fn note(&self, numbers: impl IntoIterator<Item = (Uuid, i64)>) {
        let mut rows = self.rows();
        if rows.since.elapsed() > self.remember {
            rows.before = mem::take(&mut rows.lately);
            rows.since = Instant::now();
        }
        for (row, number) in numbers {
            let known = rows.lately.entry(row).or_insert(number);
            *known = number.max(*known);
        }
    }

    /// Whether one of these rows had a higher number when it was seen last.
    pub(super) fn is_later(&self, numbers: impl IntoIterator<Item = (Uuid, i64)>) -> bool {
        let rows = self.rows();
        let known = |row: &Uuid| rows.lately.get(row).max(rows.before.get(row)).copied();
        numbers.into_iter().any(|(row, number)| known(&row).is_some_and(|known| known > number))
    }

    /// No code that can panic runs under the lock, so a poisoned one is still sound.
    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_number_is_remembered_for_its_time() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let seen = Seen::new(Duration::from_millis(40));
        assert!(!seen.is_later([(one, 0)]), "nothing was seen yet");
        seen.note([(one, 7), (other, 1)]);
        seen.note([(one, 5)]);
        assert!(seen.is_later([(one, 6)]) && seen.is_later([(other, 1), (one, 6)]));
        assert!(!seen.is_later([(one, 7), (other, 1)]));

        std::thread::sleep(Duration::from_millis(50));
        seen.note([(other, 2)]);
        assert!(seen.is_later([(one, 6)]), "it is remembered for up to twice the time");
        std::thread::sleep(Duration::from_millis(50));
        seen.note([(other, 3)]);
        assert!(!seen.is_later([(one, 6)]), "and no longer");
        assert!(seen.is_later([(other, 2)]));
    }
}
