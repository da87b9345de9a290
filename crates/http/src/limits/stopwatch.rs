//! What limits run on: the system's monotonic clock, or in tests what they are told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use governor::{clock::Clock, nanos::Nanos};

/// Measures time since some moment. Clones show the same.
#[derive(Debug, Clone)]
pub struct Stopwatch(Source);

#[derive(Debug, Clone)]
enum Source {
    Real(Instant),
    /// Nanoseconds.
    Told(Arc<AtomicU64>),
}

impl Stopwatch {
    /// Runs by itself.
    pub fn running() -> Self {
        Self(Source::Real(Instant::now()))
    }

    /// Stands still until [`advance`](Self::advance): for tests, whose calls take however long they take.
    pub fn standing() -> Self {
        Self(Source::Told(Arc::default()))
    }

    /// Lets one that stands still go on; one that runs goes on by itself.
    pub fn advance(&self, by: Duration) {
        if let Source::Told(now) = &self.0 {
            now.fetch_add(Nanos::from(by).as_u64(), Ordering::Relaxed);
        }
    }
}

impl Clock for Stopwatch {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        match &self.0 {
            Source::Real(start) => start.elapsed().into(),
            Source::Told(now) => now.load(Ordering::Relaxed).into(),
        }
    }
}
