//! PostgreSQL: one connection that is made when needed and made again when it broke, its errors in the
//! store's terms.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use postgres::{Client, Statement, error::SqlState, types::ToSql};

use super::{
    error::{Error, Outage, Result},
    row::{FromRow, Row, RowSource},
    stats::Counters,
    tls::Connector,
    value::Value,
};

/// After this long without use a connection is tried before it is trusted: a firewall may have forgotten it.
const IDLE: Duration = Duration::from_secs(30);

pub(super) struct Session {
    connector: Arc<Connector>,
    counters: Arc<Counters>,
    live: Option<Live>,
}

struct Live {
    client: Client,
    statements: HashMap<&'static str, Statement>,
    used: Instant,
}

impl Session {
    pub(super) fn new(connector: Arc<Connector>, counters: Arc<Counters>) -> Self {
        Self { connector, counters, live: None }
    }

    pub(super) fn query<T: FromRow>(
        &mut self,
        in_transaction: bool,
        sql: &'static str,
        args: &[Value],
        limit: usize,
    ) -> Result<Vec<T>> {
        let rows = self.run(in_transaction, |live| {
            let statement = live.statement(sql)?;
            live.client.query(&statement, &parameters(args))
        })?;
        rows.iter().take(limit).map(|row| T::from_row(&mut Row::new(RowSource::Postgres(row)))).collect()
    }

    pub(super) fn execute(&mut self, in_transaction: bool, sql: &'static str, args: &[Value]) -> Result<u64> {
        self.run(in_transaction, |live| {
            let statement = live.statement(sql)?;
            live.client.execute(&statement, &parameters(args))
        })
    }

    pub(super) fn batch(&mut self, in_transaction: bool, sql: &str) -> Result<()> {
        self.run(in_transaction, |live| live.client.batch_execute(sql))
    }

    pub(super) fn begin(&mut self) -> Result<()> {
        self.check_idle();
        // The session is read-only by default, so that a `read` cannot write.
        self.batch(false, "BEGIN READ WRITE")
    }

    pub(super) fn commit(&mut self) -> Result<()> {
        let Some(live) = &mut self.live else {
            return Err(Error::engine("commit without a connection"));
        };
        let Err(error) = live.client.batch_execute("COMMIT") else { return Ok(()) };
        let unknown =
            broken(live, &error) || error.code() == Some(&SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN);
        if unknown {
            self.live = None;
            return Err(Error::Unavailable(Outage::UnknownOutcome(Arc::new(error))));
        }
        Err(describe(error))
    }

    pub(super) fn rollback(&mut self) {
        if let Some(live) = &mut self.live
            && live.client.batch_execute("ROLLBACK").is_err()
        {
            self.live = None;
        }
    }

    /// Drops a connection that has been idle for long and does not answer.
    pub(super) fn check_idle(&mut self) {
        if let Some(live) = &mut self.live
            && live.used.elapsed() > IDLE
            && live.client.is_valid(Duration::from_secs(1)).is_err()
        {
            self.live = None;
        }
    }

    /// Outside a transaction (where nothing but reading is possible) a statement that met a broken connection
    /// is sent again on a new one. Inside, the whole transaction has to be.
    fn run<T>(
        &mut self,
        in_transaction: bool,
        mut statement: impl FnMut(&mut Live) -> std::result::Result<T, postgres::Error>,
    ) -> Result<T> {
        let mut last = in_transaction;
        loop {
            let live = self.live()?;
            let error = match statement(live) {
                Ok(value) => {
                    live.used = Instant::now();
                    return Ok(value);
                }
                Err(error) => error,
            };
            let lost = if broken(live, &error) {
                self.live = None;
                Error::Unavailable(Outage::Connection(Arc::new(error)))
            } else if stale(&error) {
                live.statements.clear();
                Error::LostRace
            } else {
                return Err(describe(error));
            };
            if last {
                return Err(lost);
            }
            last = true;
        }
    }

    fn live(&mut self) -> Result<&mut Live> {
        if self.live.is_none() {
            let client = self
                .connector
                .connect()
                .map_err(|error| Error::Unavailable(Outage::Connection(Arc::new(error))))?;
            self.counters.connects.increment();
            self.live = Some(Live { client, statements: HashMap::new(), used: Instant::now() });
        }
        Ok(self.live.as_mut().expect("made above if it was not there"))
    }
}

impl Live {
    fn statement(&mut self, sql: &'static str) -> std::result::Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}

fn parameters(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| value as _).collect()
}

/// The connection is of no use any more.
fn broken(live: &Live, error: &postgres::Error) -> bool {
    match error.code() {
        // 08: connection exceptions. 57P01…5: the server shuts down, crashed, or threw us out.
        Some(code) => code.code().starts_with("08") || code.code().starts_with("57P"),
        None => error.is_closed() || live.client.is_closed() || caused_by_io(error),
    }
}

fn caused_by_io(error: &postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

/// The prepared statement does not fit the server's state: a migration changed a column's type, or a
/// connection pooler in between switched servers.
fn stale(error: &postgres::Error) -> bool {
    let Some(error) = error.as_db_error() else { return false };
    match *error.code() {
        SqlState::INVALID_SQL_STATEMENT_NAME => true,
        SqlState::FEATURE_NOT_SUPPORTED => error.message().starts_with("cached plan must not change"),
        _ => false,
    }
}

fn describe(error: postgres::Error) -> Error {
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
        // 53: disk full, out of memory, too many connections.
        ref code if code.code().starts_with("53") => Error::Unavailable(Outage::Resources(Arc::new(error))),
        _ => Error::Engine(Arc::new(error)),
    }
}
