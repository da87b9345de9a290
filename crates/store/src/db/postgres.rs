//! PostgreSQL: one connection that is made when needed and made again when it broke, its errors in the
//! store's terms.
//!
//! A round trip costs more than most statements, so what need not be waited for is not: `BEGIN` and statements whose
//! answer nobody looks at go along with the next one that is waited for, or with `COMMIT`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    conn::Answers,
    error::{Error, Outage, Result},
    pipeline::{BEGIN, COMMIT, Live, ROLLBACK, Reply, Step},
    row::{FromRow, Row, RowSource},
    stats::Counters,
    tls::Connector,
    value::Value,
    wire::{Failure, Refusal},
};

/// After this long without use a connection is tried before it is trusted: a firewall may have forgotten it.
const IDLE: Duration = Duration::from_secs(30);
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
    statements: Vec<(&'static str, Vec<Value>)>,
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
    ) -> Result<Answers<T>> {
        let steps: Vec<_> = sets.iter().map(|args| Step::Rows(sql, args)).collect();
        decoded(self.run(in_transaction, &steps)?)
    }

    pub(super) fn query_each_of_two<A: FromRow, B: FromRow>(
        &mut self,
        in_transaction: bool,
        first: (&'static str, &[Vec<Value>]),
        second: (&'static str, &[Vec<Value>]),
    ) -> Result<(Answers<A>, Answers<B>)> {
        let all =
            first.1.iter().map(|args| (first.0, args)).chain(second.1.iter().map(|args| (second.0, args)));
        let steps: Vec<_> = all.map(|(sql, args)| Step::Rows(sql, args)).collect();
        let mut replies = self.run(in_transaction, &steps)?;
        let of_second = replies.split_off(first.1.len());
        Ok((decoded(replies)?, decoded(of_second)?))
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

    /// Statements that are not kept, after what was left for later.
    pub(super) fn batch(&mut self, in_transaction: bool, sql: &str) -> Result<()> {
        self.run(in_transaction, &[])?;
        let (patience, counters) = (self.patience, Arc::clone(&self.counters));
        self.live()?.batch(sql, patience, &counters).map_err(|failure| self.lost_or_refused(failure))
    }

    /// Sends what was left for later.
    pub(super) fn catch_up(&mut self) -> Result<()> {
        if self.ahead.statements.is_empty() {
            return Ok(());
        }
        self.run(true, &[]).map(drop)
    }

    /// Drops what was left for later.
    pub(super) fn forget_later(&mut self) {
        self.ahead.statements.clear();
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
        let ahead = std::mem::take(&mut self.ahead);
        let mut steps = ahead.steps();
        steps.push(COMMIT);
        let failure = match live.exchange(&steps, self.patience, &self.counters) {
            Ok(replies) if matches!(replies.last(), Some(Reply::RolledBack)) => return Err(Error::Aborted),
            Ok(_) => return Ok(()),
            Err(failure) => failure,
        };
        if live.was_sent() && leaves_open(live, &failure) {
            self.give_up(&failure);
            return Err(Error::Unavailable(Outage::UnknownOutcome(Arc::new(failure))));
        }
        // COMMIT was not sent, or what went ahead of it was refused, so it was not run.
        Err(self.lost_or_refused(failure))
    }

    pub(super) fn rollback(&mut self) {
        if std::mem::take(&mut self.ahead).begin {
            return;
        }
        if let Some(live) = &mut self.live
            && live.exchange(&[ROLLBACK], self.patience, &self.counters).is_err()
        {
            self.live = None;
        }
    }

    /// Before each use: drops a connection that does not answer, if it has been idle for long or another fell silent; and one
    /// with a transaction that nobody ended.
    pub(super) fn make_ready(&mut self) {
        self.patience = self.connector.patience();
        let silences = self.connector.silences();
        if let Some(live) = &mut self.live
            && (live.in_transaction()
                || (live.used.elapsed() > IDLE || silences != self.silences) && !live.answers())
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
        let ahead = std::mem::take(&mut self.ahead);
        let mut all = ahead.steps();
        let before = all.len();
        all.extend_from_slice(steps);
        if all.is_empty() {
            return Ok(vec![]);
        }
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
            let error = self.lost_or_refused(failure);
            let again = matches!(error, Error::LostRace | Error::Unavailable(Outage::Connection(_)));
            if last || !again {
                return Err(error);
            }
            last = true;
        }
    }

    /// What a failure means; a connection that broke is given up, statements that went stale are forgotten.
    fn lost_or_refused(&mut self, failure: Failure) -> Error {
        if self.live.as_ref().is_none_or(|live| broken(live, &failure)) {
            self.give_up(&failure);
            return Error::Unavailable(Outage::Connection(Arc::new(failure)));
        }
        match failure {
            Failure::Told(refusal) if stale(&refusal) => {
                if refusal.code == INVALID_SQL_STATEMENT_NAME {
                    self.live = None;
                }
                self.live.iter_mut().for_each(Live::forget_statements);
                Error::LostRace
            }
            Failure::Told(refusal) => describe(refusal),
            failure => Error::Engine(Arc::new(failure)),
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
    fn steps(&self) -> Vec<Step<'_>> {
        let begin = self.begin.then_some(BEGIN);
        begin.into_iter().chain(self.statements.iter().map(|(sql, args)| Step::Count(sql, args))).collect()
    }
}

fn decoded<T: FromRow>(replies: Vec<Reply>) -> Result<Answers<T>> {
    replies.into_iter().map(|reply| rows(Some(reply), usize::MAX)).collect()
}

fn rows<T: FromRow>(reply: Option<Reply>, limit: usize) -> Result<Vec<T>> {
    let Some(Reply::Rows(answer)) = reply else { return Err(Error::engine("a statement without rows")) };
    let columns = &answer.statement.columns;
    let decoded = |row| T::from_row(&mut Row::new(RowSource::Postgres(row, columns)));
    answer.rows.iter().take(limit).map(decoded).collect()
}

/// The connection is of no use any more.
fn broken(live: &Live, failure: &Failure) -> bool {
    live.is_broken()
        || match failure {
            Failure::Told(refusal) => {
                refusal.ends_session() || refusal.code.starts_with("08") || refusal.code.starts_with("57P")
            }
            Failure::Silence(_) | Failure::Broken(_) => true,
            Failure::Unfit(_) => false,
        }
}

/// Told this instead of an answer to `COMMIT`, nobody knows what became of it.
fn leaves_open(live: &Live, failure: &Failure) -> bool {
    let unknown = matches!(failure, Failure::Told(refusal) if refusal.code == STATEMENT_COMPLETION_UNKNOWN);
    unknown || broken(live, failure)
}

/// The prepared statement does not fit the server's state: a migration changed a column's type, or a
/// connection pooler in between switched servers.
fn stale(refusal: &Refusal) -> bool {
    match refusal.code.as_str() {
        INVALID_SQL_STATEMENT_NAME => true,
        FEATURE_NOT_SUPPORTED => refusal.message.starts_with("cached plan must not change"),
        _ => false,
    }
}

fn describe(refusal: Refusal) -> Error {
    match refusal.code.as_str() {
        UNIQUE_VIOLATION | EXCLUSION_VIOLATION => Error::Conflict {
            constraint: refusal.constraint.clone().unwrap_or_default(),
            source: Arc::new(refusal),
        },
        SERIALIZATION_FAILURE | DEADLOCK_DETECTED => Error::LostRace,
        QUERY_CANCELED | LOCK_NOT_AVAILABLE => Error::Unavailable(Outage::Timeout(Arc::new(refusal))),
        // 53: disk full, out of memory, too many connections. 58: what the server asked of its system failed.
        code if code.starts_with("53") || code.starts_with("58") => {
            Error::Unavailable(Outage::Resources(Arc::new(refusal)))
        }
        _ => Error::Engine(Arc::new(refusal)),
    }
}

// PostgreSQL's manual, appendix A.
const FEATURE_NOT_SUPPORTED: &str = "0A000";
const UNIQUE_VIOLATION: &str = "23505";
const EXCLUSION_VIOLATION: &str = "23P01";
const INVALID_SQL_STATEMENT_NAME: &str = "26000";
const SERIALIZATION_FAILURE: &str = "40001";
const STATEMENT_COMPLETION_UNKNOWN: &str = "40003";
const DEADLOCK_DETECTED: &str = "40P01";
const LOCK_NOT_AVAILABLE: &str = "55P03";
const QUERY_CANCELED: &str = "57014";
