//! Counters of the waist, for others to export.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A moment's figures; all but the first two only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Reads that wait for a thread. On PostgreSQL reads and writes wait in one queue, counted here and below.
    pub read_queue: u64,
    /// Writes that wait for a thread.
    pub write_queue: u64,
    /// Closures run by `read`.
    pub reads: u64,
    /// Transactions committed.
    pub commits: u64,
    /// Transactions run again after a lost race or a lost connection.
    pub retries: u64,
    /// Requests refused because a queue was full.
    pub refused: u64,
    /// SQLite: group commits. `batched / batches` is the mean size of one.
    pub batches: u64,
    /// SQLite: transactions committed in them.
    pub batched: u64,
    /// SQLite: the largest of them.
    pub largest_batch: u64,
    /// SQLite: statements planned. A connection plans each once.
    pub plans: u64,
    /// PostgreSQL: connections made.
    pub connects: u64,
    /// PostgreSQL: times that statements were sent, one or several together, and waited for.
    pub round_trips: u64,
    /// Commits whose outcome is not known.
    pub unknown_outcomes: u64,
}

#[derive(Default)]
pub(super) struct Counters {
    pub(super) reads: Counter,
    pub(super) commits: Counter,
    pub(super) retries: Counter,
    pub(super) refused: Counter,
    pub(super) batches: Counter,
    pub(super) batched: Counter,
    pub(super) largest_batch: Counter,
    pub(super) plans: Counter,
    pub(super) connects: Counter,
    pub(super) round_trips: Counter,
    pub(super) unknown_outcomes: Counter,
}

#[derive(Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn increment(&self) {
        self.add(1);
    }

    pub(super) fn add(&self, count: usize) {
        self.0.fetch_add(count as u64, Relaxed);
    }

    pub(super) fn at_least(&self, count: usize) {
        self.0.fetch_max(count as u64, Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

impl Counters {
    pub(super) fn snapshot(&self, read_queue: usize, write_queue: usize) -> Stats {
        Stats {
            read_queue: read_queue as u64,
            write_queue: write_queue as u64,
            reads: self.reads.get(),
            commits: self.commits.get(),
            retries: self.retries.get(),
            refused: self.refused.get(),
            batches: self.batches.get(),
            batched: self.batched.get(),
            largest_batch: self.largest_batch.get(),
            plans: self.plans.get(),
            connects: self.connects.get(),
            round_trips: self.round_trips.get(),
            unknown_outcomes: self.unknown_outcomes.get(),
        }
    }
}
