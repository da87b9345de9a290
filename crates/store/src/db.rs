//! The waist of the store: the one room that knows there are two engines, and the only one that is async.
//!
//! [`Db::read`] and [`Db::write`] run a closure on a database thread; the closure speaks SQL through [`Conn`]
//! and cannot await, so nothing outside is ever waited for inside a transaction. The rest of the store is
//! plain functions over `&mut Conn`. This room knows no table.
//!
//! SQLite: reader threads, and one writer with group commit. PostgreSQL: a bounded pool of threads, each with
//! its own connection. In front of each stands a bounded queue that refuses what it cannot hold.

mod conn;
mod dial;
mod error;
pub mod file;
mod group_commit;
mod options;
mod pipeline;
mod postgres;
mod queue;
mod row;
mod seen;
mod sqlite;
mod stats;
mod stream;
mod tls;
mod transaction;
mod value;
mod wire;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;
use uuid::Uuid;

pub use self::{
    conn::{Answers, Conn},
    error::{Error, Outage, Result, Source},
    options::{Engine, Options, Role, Target},
    row::{Column, FromColumn, FromRow, Json, Row},
    seen::Seen,
    stats::Stats,
    value::Value,
};
use self::{
    queue::Queue,
    stats::Counters,
    transaction::{Read, Transaction, Write, guarded, transact},
};

/// The database. Clones share its threads; when the last clone goes, queued work is still finished.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    lanes: Lanes,
    counters: Arc<Counters>,
    seen: Option<Arc<Seen>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

enum Lanes {
    Sqlite { reads: Arc<Queue<Read>>, writes: Arc<Queue<Box<dyn Write>>> },
    Postgres(Arc<Queue<Work>>),
}

enum Work {
    Read(Read),
    Write(Box<dyn Write>),
}

impl Db {
    /// Opens the file, creating it if it is not there; PostgreSQL connections are made when first needed.
    pub fn open(options: &Options) -> Result<Self> {
        let counters = Arc::new(Counters::default());
        let (lanes, threads) = match &options.target {
            Target::Sqlite(path) => open_sqlite(path, options, &counters)?,
            Target::Postgres(url) => open_postgres(url, options, &counters)?,
        };
        let seen = options.seen.clone();
        Ok(Self(Arc::new(Inner { lanes, counters, seen, threads: Mutex::new(threads) })))
    }

    /// Which kind of database this is.
    pub fn engine(&self) -> Engine {
        match self.0.lanes {
            Lanes::Sqlite { .. } => Engine::Sqlite,
            Lanes::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `f` once; it can only read. On SQLite all it reads is of one moment; on PostgreSQL each statement
    /// sees what was committed when it began, so what must agree belongs into one statement.
    ///
    /// Refused at once with [`Outage::Overloaded`] when the queue is full. If the returned future is dropped
    /// before `f` has started, it does not start.
    pub async fn read<T, E>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Read = Box::new(move |conn| {
            if reply.is_closed() {
                return;
            }
            conn.counters.reads.increment();
            let outcome = conn.reading(|conn| guarded(|| f(conn)));
            let _ = reply.send(outcome);
        });
        self.accepted(match &self.0.lanes {
            Lanes::Sqlite { reads, .. } => reads.push(job),
            Lanes::Postgres(queue) => queue.push(Work::Read(job)),
        })?;
        answered(answer).await
    }

    /// Runs `f`, which only reads, on the database as it is at one moment, however long `f` takes; on PostgreSQL it is
    /// run again if the connection breaks. Refusal and dropping are as with [`read`](Self::read).
    pub async fn snapshot<T, E>(
        &self,
        mut f: impl FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        const ONE_MOMENT: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
            SET LOCAL idle_in_transaction_session_timeout = 0";
        match self.engine() {
            Engine::Sqlite => self.read(move |c| f(c)).await,
            Engine::Postgres => {
                let alone = move |c: &mut Conn| {
                    c.batch(ONE_MOMENT)?;
                    f(c)
                };
                self.write(alone).await
            }
        }
    }

    /// Runs `f` in one transaction: committed durably if it returns `Ok`, rolled back if it returns `Err` or
    /// panics. If the transaction loses a race or its connection it is rolled back and `f` is run again,
    /// whatever `f` returned; so `f` must do nothing but speak to `conn`.
    ///
    /// Two transactions of PostgreSQL run at `READ COMMITTED` beside each other; what must not change between
    /// looking and deciding has to be locked first. On SQLite they run one after another.
    ///
    /// Refusal and dropping are as with [`read`](Self::read). On [`Outage::UnknownOutcome`] the transaction
    /// may have been stored; it was not run again.
    pub async fn write<T, E>(&self, f: impl FnMut(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Transaction::new(f, reply));
        self.accepted(match &self.0.lanes {
            Lanes::Sqlite { writes, .. } => writes.push(job),
            Lanes::Postgres(queue) => queue.push(Work::Write(job)),
        })?;
        answered(answer).await
    }

    /// Whether this process has lately seen a higher number of one of these rows, here or in another copy of the
    /// database: whatever holds these numbers is out of date. Only with [`Options::seen`].
    pub fn has_seen_later(&self, numbers: impl IntoIterator<Item = (Uuid, i64)>) -> bool {
        self.0.seen.as_ref().is_some_and(|seen| seen.is_later(numbers))
    }

    /// The counters as they are now.
    pub fn stats(&self) -> Stats {
        let (reads, writes) = match &self.0.lanes {
            Lanes::Sqlite { reads, writes } => (reads.len(), writes.len()),
            Lanes::Postgres(queue) => (queue.len(), queue.len()),
        };
        self.0.counters.snapshot(reads, writes)
    }

    /// Accepts nothing more, and returns when what waits is finished and every connection closed.
    pub async fn close(&self) {
        self.0.close_queues();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let joined = tokio::task::spawn_blocking(move || {
            for thread in threads {
                let name = thread.thread().name().unwrap_or_default().to_owned();
                if thread.join().is_err() {
                    tracing::error!(name, "a database thread had panicked");
                }
            }
        });
        if joined.await.is_err() {
            tracing::error!("waiting for the database threads failed");
        }
    }

    fn accepted(&self, pushed: Result<()>) -> Result<()> {
        if let Err(Error::Unavailable(Outage::Overloaded)) = pushed {
            self.0.counters.refused.increment();
        }
        pushed
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("engine", &self.engine()).field("stats", &self.stats()).finish()
    }
}

impl Inner {
    fn close_queues(&self) {
        match &self.lanes {
            Lanes::Sqlite { reads, writes } => {
                reads.close();
                writes.close();
            }
            Lanes::Postgres(queue) => queue.close(),
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close_queues();
    }
}

/// A reply is dropped unsent only if its thread is no more.
async fn answered<T, E: From<Error>>(answer: oneshot::Receiver<Result<T, E>>) -> Result<T, E> {
    answer.await.unwrap_or_else(|_| Err(Error::Unavailable(Outage::Closed).into()))
}

fn open_sqlite(
    path: &Path,
    options: &Options,
    counters: &Arc<Counters>,
) -> Result<(Lanes, Vec<JoinHandle<()>>)> {
    let reads: Arc<Queue<Read>> = Arc::new(Queue::new(options.queue));
    let writes: Arc<Queue<Box<dyn Write>>> = Arc::new(Queue::new(options.queue));
    let connect = |role| {
        sqlite::Session::open(path, role, options.busy_timeout, Arc::clone(counters))
            .map(|session| Conn::sqlite(session, Arc::clone(counters), options.keys.clone()))
    };
    let in_use = file::share(path)?;
    // The writer first: it creates the file the others read. All before any thread, so that none is left
    // behind when one connection fails.
    let mut writer = connect(sqlite::Role::Writer)?;
    let readers =
        (0..options.readers.max(1)).map(|_| connect(sqlite::Role::Reader)).collect::<Result<Vec<_>>>()?;
    let mut threads = Vec::new();
    let (queue, batch) = (Arc::clone(&writes), options.batch.max(1));
    threads.push(spawn("db-write", move || {
        group_commit::run(&mut writer, &queue, batch);
        drop(in_use);
    })?);
    for mut conn in readers {
        let queue = Arc::clone(&reads);
        threads.push(spawn("db-read", move || {
            while let Some(read) = queue.pop() {
                read(&mut conn);
            }
        })?);
    }
    Ok((Lanes::Sqlite { reads, writes }, threads))
}

fn open_postgres(
    url: &str,
    options: &Options,
    counters: &Arc<Counters>,
) -> Result<(Lanes, Vec<JoinHandle<()>>)> {
    let connector = Arc::new(tls::Connector::new(url, options)?);
    let queue: Arc<Queue<Work>> = Arc::new(Queue::new(options.queue));
    let mut threads = Vec::new();
    for _ in 0..options.pool.max(1) {
        let session = postgres::Session::new(Arc::clone(&connector), Arc::clone(counters));
        let mut conn = Conn::postgres(session, Arc::clone(counters), options);
        let queue = Arc::clone(&queue);
        threads.push(spawn("db-postgres", move || {
            while let Some(work) = queue.pop() {
                match work {
                    Work::Read(read) => read(&mut conn),
                    Work::Write(job) => transact(&mut conn, job),
                }
            }
        })?);
    }
    Ok((Lanes::Postgres(queue), threads))
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|error| Error::Unavailable(Outage::Resources(Arc::new(error))))
}
