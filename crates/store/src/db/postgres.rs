//! PostgreSQL: one connection that is made when needed and made again when it broke, its errors in the
//! store's terms.
//!
//! A round trip costs more than most statements, so what need not be waited for is not: `BEGIN` and statements whose
//! answer nobody looks at go along with the next one that is waited for, or with `COMMIT`; several of them as one where
//! that changes nothing.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio_postgres::error::{Severity, SqlState};

use super::{
    error::{Error, Outage, Result},
    fuse::{Later, fuse},
    pipeline::{Failure, Live, Reply, Step},
    row::{FromRow, Row, RowSource},
    stats::Counters,
    tls::Connector,
    value::Value,
};

/// After this long without use a connection is tried before it is trusted: a firewall may have forgotten it.
const IDLE: Duration = Duration::from_secs(30);
/// The session is read-only by default, so that a `read` cannot write.
const BEGIN: Step<'_> = Step::Text("BEGIN READ WRITE");

pub(super) struct Session {
    connector: Arc<Connector>,
    counters: Arc<Counters>,
    live: Option<Live>,
    ahead: Ahead,
    /// How long an answer is waited for; without an end where statements have no limit.
    patience: Option<Duration>,
    /// How many silences there had been when this connection was last tried.
    silences: u64,
}

/// What goes before the next statement that is waited for.
#[derive(Default)]
struct Ahead {
    begin: bool,
    statements: Vec<Later>,
}

impl Session {
    pub(super) fn new(connector: Arc<Connector>, counters: Arc<Counters>) -> Self {
        let patience = connector.patience();
        Self { connector, counters, live: None, ahead: Ahead::default(), patience, silences: 0 }
    }

    pub(super) fn query<T: FromRow>(
        &mut self,
        in_transaction: bool,
        sql: &'static str,
        args: &[Value],
        limit: usize,
    ) -> Result<Vec<T>> {
        let mut replies = self.run(in_transaction, &[Step::Rows(sql, args)])?;
        rows(replies.pop(), limit)
    }

    pub(super) fn query_each<T: FromRow>(
        &mut self,
        in_transaction: bool,
        sql: &'static str,
        sets: &[Vec<Value>],
    ) -> Result<Vec<Vec<T>>> {
        let steps: Vec<_> = sets.iter().map(|args| Step::Rows(sql, args)).collect();
        let replies = self.run(in_transaction, &steps)?;
        replies.into_iter().map(|reply| rows(Some(reply), usize::MAX)).collect()
    }

    pub(super) fn execute(&mut self, in_transaction: bool, sql: &'static str, args: &[Value]) -> Result<u64> {
        let mut replies = self.run(in_transaction, &[Step::Count(sql, args)])?;
        match replies.pop() {
            Some(Reply::Count(count)) => Ok(count),
            _ => Err(Error::engine("a statement without a count")),
        }
    }

    /// Leaves a statement to be sent along with the next one, or with `COMMIT`.
    pub(super) fn execute_later(&mut self, sql: &'static str, args: &[Value]) {
        self.ahead.statements.push((sql, args.to_vec()));
    }

    pub(super) fn batch(&mut self, in_transaction: bool, sql: &str) -> Result<()> {
        self.run(in_transaction, &[Step::Text(sql)]).map(drop)
    }

    /// Sends what was left for later.
    pub(super) fn catch_up(&mut self) -> Result<()> {
        if self.ahead.statements.is_empty() {
            return Ok(());
        }
        self.run(true, &[]).map(drop)
    }

    pub(super) fn begin(&mut self) {
        self.make_ready();
        self.ahead = Ahead { begin: true, ..Ahead::default() };
    }

    /// The statements of this transaction may take as long as they take.
    pub(super) fn without_time_limit(&mut self) -> Result<()> {
        self.patience = None;
        self.batch(true, "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
    }

    pub(super) fn commit(&mut self) -> Result<()> {
        if self.ahead.begin {
            // Nobody spoke to the server yet. What is new to it is not sent with COMMIT: if the connection proved to
            // be broken, the outcome would be called unknown.
            self.catch_up()?;
            if std::mem::take(&mut self.ahead).begin {
                return Ok(());
            }
        }
        let Some(live) = &mut self.live else {
            return Err(Error::engine("commit without a connection"));
        };
        let ahead = std::mem::take(&mut self.ahead).fused();
        let mut steps = ahead.steps();
        steps.push(Step::Text("COMMIT"));
        let Err(failure) = live.exchange(&steps, self.patience, &self.counters) else { return Ok(()) };
        match failure {
            Failure::Told(error) if !leaves_open(live, &error) => {
                if stale(&error) {
                    live.forget_statements();
                    return Err(Error::LostRace);
                }
                Err(describe(error))
            }
            failure => {
                self.give_up(&failure);
                Err(Error::Unavailable(Outage::UnknownOutcome(Arc::new(failure))))
            }
        }
    }

    pub(super) fn rollback(&mut self) {
        if std::mem::take(&mut self.ahead).begin {
            return;
        }
        if let Some(live) = &mut self.live
            && live.exchange(&[Step::Text("ROLLBACK")], self.patience, &self.counters).is_err()
        {
            self.live = None;
        }
    }

    /// Before each use: drops a connection that does not answer, if it has been idle for long or another fell silent.
    pub(super) fn make_ready(&mut self) {
        self.patience = self.connector.patience();
        let silences = self.connector.silences();
        if let Some(live) = &mut self.live
            && (live.used.elapsed() > IDLE || silences != self.silences)
            && !live.answers()
        {
            self.live = None;
        }
        self.silences = silences;
    }

    /// The connection is of no use any more.
    fn give_up(&mut self, failure: &Failure) {
        self.live = None;
        if let Failure::Silence(_) = failure {
            self.connector.fell_silent();
        }
    }

    /// What was left for later, then these, in one round trip.
    ///
    /// Outside a transaction (where nothing but reading is possible) a statement that met a broken connection
    /// is sent again on a new one. Inside, the whole transaction has to be.
    fn run(&mut self, in_transaction: bool, steps: &[Step<'_>]) -> Result<Vec<Reply>> {
        let ahead = std::mem::take(&mut self.ahead).fused();
        let mut all = ahead.steps();
        let before = all.len();
        all.extend_from_slice(steps);
        let counters = Arc::clone(&self.counters);
        let (mut last, patience) = (in_transaction, self.patience);
        loop {
            let live = self.live()?;
            let failure = match live.exchange(&all, patience, &counters) {
                Ok(mut replies) => {
                    live.used = Instant::now();
                    return Ok(replies.split_off(before));
                }
                Err(failure) => failure,
            };
            let lost = match failure {
                Failure::Told(error) if stale(&error) => {
                    live.forget_statements();
                    Error::LostRace
                }
                Failure::Told(error) if !broken(live, &error) => return Err(describe(error)),
                failure => {
                    self.give_up(&failure);
                    Error::Unavailable(Outage::Connection(Arc::new(failure)))
                }
            };
            if last {
                return Err(lost);
            }
            last = true;
        }
    }

    fn live(&mut self) -> Result<&mut Live> {
        if self.live.is_none() {
            let live = Live::connect(&self.connector)?;
            self.counters.connects.increment();
            self.live = Some(live);
        }
        Ok(self.live.as_mut().expect("made above if it was not there"))
    }
}

impl Ahead {
    fn fused(self) -> Self {
        Self { begin: self.begin, statements: fuse(self.statements) }
    }

    fn steps(&self) -> Vec<Step<'_>> {
        let begin = self.begin.then_some(BEGIN);
        begin.into_iter().chain(self.statements.iter().map(|(sql, args)| Step::Count(sql, args))).collect()
    }
}

fn rows<T: FromRow>(reply: Option<Reply>, limit: usize) -> Result<Vec<T>> {
    let Some(Reply::Rows(rows)) = reply else { return Err(Error::engine("a statement without rows")) };
    rows.iter().take(limit).map(|row| T::from_row(&mut Row::new(RowSource::Postgres(row)))).collect()
}

/// The connection is of no use any more.
fn broken(live: &Live, error: &tokio_postgres::Error) -> bool {
    match error.as_db_error() {
        // FATAL and worse end the session, whatever the reason: the server shuts down, crashed, or threw us out.
        Some(said) => {
            matches!(said.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
                || said.code().code().starts_with("08")
                || said.code().code().starts_with("57P")
        }
        None => error.is_closed() || live.is_closed() || caused_by_io(error),
    }
}

/// Told this instead of an answer to `COMMIT`, nobody knows what became of it.
fn leaves_open(live: &Live, error: &tokio_postgres::Error) -> bool {
    broken(live, error) || error.code() == Some(&SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN)
}

fn caused_by_io(error: &tokio_postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

/// The prepared statement does not fit the server's state: a migration changed a column's type, or a
/// connection pooler in between switched servers.
fn stale(error: &tokio_postgres::Error) -> bool {
    let Some(error) = error.as_db_error() else { return false };
    match *error.code() {
        SqlState::INVALID_SQL_STATEMENT_NAME => true,
        SqlState::FEATURE_NOT_SUPPORTED => error.message().starts_with("cached plan must not change"),
        _ => false,
    }
}

fn describe(error: tokio_postgres::Error) -> Error {
    let Some(refusal) = error.as_db_error() else { return Error::Engine(Arc::new(error)) };
    match *refusal.code() {
        SqlState::UNIQUE_VIOLATION | SqlState::EXCLUSION_VIOLATION => Error::Conflict {
            constraint: refusal.constraint().unwrap_or_default().to_owned(),
            source: Arc::new(error),
        },
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Error::LostRace,
        SqlState::QUERY_CANCELED | SqlState::LOCK_NOT_AVAILABLE => {
            Error::Unavailable(Outage::Timeout(Arc::new(error)))
        }
        // 53: disk full, out of memory, too many connections. 58: what the server asked of its system failed.
        ref code if code.code().starts_with("53") || code.code().starts_with("58") => {
            Error::Unavailable(Outage::Resources(Arc::new(error)))
        }
        _ => Error::Engine(Arc::new(error)),
    }
}
