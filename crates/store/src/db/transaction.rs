//! A closure on its way through a transaction: run, perhaps run again, answered exactly once.

use std::{
    any::Any,
    hash::{BuildHasher, RandomState},
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use tokio::sync::oneshot;

use super::{
    conn::Conn,
    error::{Error, Outage, Result},
};

/// How often a transaction is run at most before the caller hears that it lost.
const ATTEMPTS: u32 = 10;
/// How often without a connection: long enough for one that broke, not for a server that is away.
const CONNECTION_ATTEMPTS: u32 = 3;

/// A closure for [`Db::read`](super::Db::read), with its reply.
pub(super) type Read = Box<dyn FnOnce(&mut Conn) + Send>;

/// A closure for [`Db::write`](super::Db::write), with its outcome and its reply.
pub(super) trait Write: Send {
    /// Nobody waits for the answer any more, so it need not be started.
    fn abandoned(&self) -> bool;
    /// Runs the closure and keeps its outcome.
    fn run(&mut self, conn: &mut Conn) -> Verdict;
    /// Sends the outcome kept last.
    fn answer(self: Box<Self>);
    /// Sends an error instead.
    fn fail(self: Box<Self>, error: Error);
}

/// What the transaction should come to.
pub(super) enum Verdict {
    Commit,
    Rollback,
    /// It lost a race, or its connection.
    Again(Error),
}

pub(super) struct Transaction<T, E, F> {
    closure: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Transaction<T, E, F> {
    pub(super) fn new(closure: F, reply: oneshot::Sender<Result<T, E>>) -> Self {
        Self { closure, outcome: None, reply }
    }
}

impl<T, E, F> Write for Transaction<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: FnMut(&mut Conn) -> Result<T, E> + Send,
{
    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, conn: &mut Conn) -> Verdict {
        conn.forget();
        let mut outcome = guarded(|| (self.closure)(conn));
        if let Some(lost) = conn.lost() {
            return Verdict::Again(lost);
        }
        if conn.failed() {
            outcome = outcome.and(Err(Error::Aborted.into()));
        }
        let verdict = if outcome.is_ok() { Verdict::Commit } else { Verdict::Rollback };
        self.outcome = Some(outcome);
        verdict
    }

    fn answer(self: Box<Self>) {
        // Both only when the caller has gone away, who then learns nothing and asks for nothing.
        if let Some(outcome) = self.outcome {
            let _ = self.reply.send(outcome);
        }
    }

    fn fail(self: Box<Self>, error: Error) {
        let _ = self.reply.send(Err(error.into()));
    }
}

/// Turns a panic into an error: one caller's mistake must not take the thread from the others.
pub(super) fn guarded<T, E: From<Error>>(closure: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(closure))
        .unwrap_or_else(|panic| Err(Error::Panicked(words(panic.as_ref())).into()))
}

/// One closure, one transaction, until it no longer loses.
pub(super) fn transact(conn: &mut Conn, mut job: Box<dyn Write>) {
    let mut attempt = 0;
    loop {
        attempt += 1;
        if job.abandoned() {
            return;
        }
        let lost = match attempt_once(conn, job.as_mut()) {
            Ok(()) => return job.answer(),
            Err(error) => error,
        };
        let again = match &lost {
            Error::LostRace => attempt < ATTEMPTS,
            Error::Unavailable(Outage::Connection(_)) => attempt < CONNECTION_ATTEMPTS,
            _ => false,
        };
        if !again {
            if let Error::Unavailable(Outage::UnknownOutcome(_)) = lost {
                conn.counters.unknown_outcomes.increment();
            }
            return job.fail(lost);
        }
        conn.counters.retries.increment();
        std::thread::sleep(pause(attempt));
    }
}

/// `Ok` when the closure's own outcome stands, whether committed or rolled back.
fn attempt_once(conn: &mut Conn, job: &mut dyn Write) -> Result<()> {
    conn.begin()?;
    match job.run(conn) {
        Verdict::Again(lost) => {
            conn.rollback();
            Err(lost)
        }
        Verdict::Rollback => {
            conn.rollback();
            Ok(())
        }
        Verdict::Commit if conn.transaction_is_gone() => {
            conn.rollback();
            Err(Error::Aborted)
        }
        Verdict::Commit => {
            conn.commit().inspect_err(|_| conn.rollback())?;
            conn.counters.commits.increment();
            Ok(())
        }
    }
}

/// 2 ms doubling up to 128, each times 0.5 to 1.5, so that those who collided do not meet again.
fn pause(attempt: u32) -> Duration {
    let base = 2_000u64 << attempt.min(6);
    let jitter = RandomState::new().hash_one(attempt) % 1000;
    Duration::from_micros(base / 2 * (500 + jitter) / 1000)
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}
