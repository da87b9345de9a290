//! SQLite's one writer: many transactions, one `COMMIT`, and only then the answers.
//!
//! A durable commit costs a disk flush, and SQLite has one writer at a time anyway; so the writer takes
//! whatever waits, runs each closure in a savepoint of its own and flushes once for all of them.

use std::time::{Duration, Instant};

use super::{
    conn::Conn,
    error::{Error, Result},
    queue::Queue,
    transaction::{Verdict, Write, transact},
};

/// A batch takes no further closure after this long, so that the first does not wait for the many.
const LONGEST: Duration = Duration::from_millis(20);

/// The writer thread; returns when the queue is closed and empty.
pub(super) fn run(conn: &mut Conn, queue: &Queue<Box<dyn Write>>, limit: usize) {
    while let Some(first) = queue.pop() {
        let mut batch = Batch::default();
        let started = Instant::now();
        let mut next = Some(first);
        while let Some(job) = next {
            if !job.abandoned() {
                batch.add(conn, job);
            }
            let room = batch.jobs.len() < limit && started.elapsed() < LONGEST;
            next = if room { queue.try_pop() } else { None };
        }
        for job in batch.finish(conn) {
            transact(conn, job);
        }
    }
    // Lets the planner learn what the tables hold by now; a failure costs only speed.
    let _ = conn.batch("PRAGMA optimize");
}

#[derive(Default)]
struct Batch {
    /// Run, and waiting for the commit. One that failed waits too: what it saw may have been the uncommitted
    /// work of another.
    jobs: Vec<Box<dyn Write>>,
    /// How many of them have something to commit.
    successes: usize,
    /// To be run in transactions of their own.
    alone: Vec<Box<dyn Write>>,
    open: bool,
}

impl Batch {
    fn add(&mut self, conn: &mut Conn, mut job: Box<dyn Write>) {
        if !self.open {
            match conn.begin() {
                Ok(()) => self.open = true,
                Err(error) => return job.fail(unlocked(error)),
            }
        }
        // Nothing would be lost with the whole transaction, so the first closure needs no savepoint: a batch
        // of one costs what a transaction costs.
        let savepoint = self.successes > 0;
        if savepoint && let Err(error) = conn.control("SAVEPOINT closure") {
            return self.collapse(conn, job, &error);
        }
        let verdict = job.run(conn);
        if conn.transaction_is_gone() {
            return self.collapse(conn, job, &Error::Aborted);
        }
        let settled = match verdict {
            Verdict::Commit => {
                let released = if savepoint { conn.control("RELEASE closure") } else { Ok(()) };
                self.successes += 1;
                released
            }
            Verdict::Rollback | Verdict::Again(_) if savepoint => {
                conn.control("ROLLBACK TO closure").and_then(|()| conn.control("RELEASE closure"))
            }
            Verdict::Rollback | Verdict::Again(_) => {
                conn.rollback();
                self.open = false;
                Ok(())
            }
        };
        match (settled, verdict) {
            (Err(error), _) => self.collapse(conn, job, &error),
            (Ok(()), Verdict::Again(_)) => self.alone.push(job),
            // It saw committed data only, so its failure is final now.
            (Ok(()), Verdict::Rollback) if !savepoint => job.answer(),
            (Ok(()), _) => self.jobs.push(job),
        }
    }

    /// The transaction is gone with everybody's work (a full disk does that): each gets another, of its own.
    fn collapse(&mut self, conn: &mut Conn, job: Box<dyn Write>, reason: &Error) {
        tracing::warn!(%reason, closures = self.jobs.len() + 1, "a group commit fell apart; running its closures one by one");
        conn.rollback();
        self.open = false;
        self.successes = 0;
        self.alone.append(&mut self.jobs);
        self.alone.push(job);
    }

    /// Commits and answers; returns those that need another transaction.
    fn finish(mut self, conn: &mut Conn) -> Vec<Box<dyn Write>> {
        let committed: Result<()> = match (self.open, self.successes) {
            (false, _) => Ok(()),
            (true, 0) => {
                conn.rollback();
                Ok(())
            }
            (true, _) => conn.commit().inspect_err(|_| conn.rollback()),
        };
        match committed {
            Ok(()) => {
                if self.successes > 0 {
                    conn.counters.batches.increment();
                    conn.counters.batched.add(self.successes);
                    conn.counters.commits.add(self.successes);
                    conn.counters.largest_batch.at_least(self.successes);
                }
                self.jobs.into_iter().for_each(Write::answer);
            }
            // One closure's deferred foreign key must not cost the others their work.
            Err(Error::Engine(reason)) if self.jobs.len() > 1 => {
                tracing::warn!(%reason, "a group commit was refused; running its closures one by one");
                self.alone.splice(0..0, self.jobs);
            }
            Err(error) => {
                for job in self.jobs {
                    job.fail(error.clone());
                }
            }
        }
        self.alone
    }
}

/// `BEGIN IMMEDIATE` has waited its `busy_timeout` already: another process holds the file.
fn unlocked(error: Error) -> Error {
    match error {
        Error::LostRace => {
            let words: Box<dyn std::error::Error + Send + Sync> =
                "another process holds the write lock".into();
            Error::Unavailable(super::error::Outage::Resources(words.into()))
        }
        other => other,
    }
}
