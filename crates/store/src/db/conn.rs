//! What a closure speaks to: statements, the same on both engines.

use std::{mem, sync::Arc};

use uuid::Uuid;

use super::{
    error::{Error, Outage, Result},
    options::{Engine, Options},
    postgres,
    row::FromRow,
    seen::Seen,
    sqlite,
    stats::Counters,
    value::Value,
};
use crate::sealing::Keys;

/// A connection, lent to a closure by [`Db::read`](super::Db::read) or [`Db::write`](super::Db::write).
///
/// SQL is one text for both engines: `$1`, `$2`, … for parameters (each may be used several times and in any
/// order), `CAST(x AS t)`, never `x::t`. A parameter whose type the statement does not tell, as in an optional
/// filter, is written `CAST($1 AS TEXT) IS NULL OR name = $1`.
///
/// After a statement has failed inside a transaction, every further one fails with [`Error::Aborted`] on both
/// engines, and the transaction is rolled back, unless a [`savepoint`](Self::savepoint) was around it.
/// A result that does not decode is not a failed statement.
pub struct Conn {
    session: Session,
    scope: Scope,
    /// The error by which the transaction lost a race or its connection: it has to be run again.
    lost: Option<Error>,
    /// A statement failed since the transaction, or the innermost savepoint, began.
    failed: bool,
    pub(super) counters: Arc<Counters>,
    keys: Keys,
    seen: Option<Arc<Seen>>,
    /// What a transaction has seen, which holds for others once it is committed.
    seen_within: Vec<(Uuid, i64)>,
}

/// The rows for each of several sets of parameters.
pub type Answers<T> = Vec<Vec<T>>;

enum Session {
    Sqlite(sqlite::Session),
    Postgres(Box<postgres::Session>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Reading,
    Transaction,
}

impl Conn {
    /// Which kind of database this is, for the few places that must differ.
    pub fn engine(&self) -> Engine {
        match self.session {
            Session::Sqlite(_) => Engine::Sqlite,
            Session::Postgres(_) => Engine::Postgres,
        }
    }

    /// What secrets are sealed with.
    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// All rows.
    pub fn query<T: FromRow>(&mut self, sql: &'static str, args: &[Value]) -> Result<Vec<T>> {
        self.statement(|session, in_transaction| match session {
            Session::Sqlite(session) => session.query(sql, args, usize::MAX),
            Session::Postgres(session) => session.query(in_transaction, sql, args, usize::MAX),
        })
    }

    /// The first row, if there is one. A statement that writes is run to its end all the same.
    pub fn one<T: FromRow>(&mut self, sql: &'static str, args: &[Value]) -> Result<Option<T>> {
        self.statement(|session, in_transaction| match session {
            Session::Sqlite(session) => session.query(sql, args, 1),
            Session::Postgres(session) => session.query(in_transaction, sql, args, 1),
        })
        .map(|mut rows| rows.pop())
    }

    /// How many rows it changed.
    pub fn execute(&mut self, sql: &'static str, args: &[Value]) -> Result<u64> {
        self.statement(|session, in_transaction| match session {
            Session::Sqlite(session) => session.execute(sql, args),
            Session::Postgres(session) => session.execute(in_transaction, sql, args),
        })
    }

    /// All rows for each of these sets of parameters, in their order: as so many calls of [`query`](Self::query), in one
    /// round trip.
    pub fn query_each<T: FromRow>(&mut self, sql: &'static str, sets: &[Vec<Value>]) -> Result<Answers<T>> {
        if sets.is_empty() {
            return Ok(vec![]);
        }
        self.statement(|session, in_transaction| match session {
            Session::Sqlite(session) => {
                sets.iter().map(|args| session.query(sql, args, usize::MAX)).collect()
            }
            Session::Postgres(session) => session.query_each(in_transaction, sql, sets),
        })
    }

    /// Two such questions, one after the other, in one round trip.
    pub fn query_each_of_two<A: FromRow, B: FromRow>(
        &mut self,
        first: (&'static str, &[Vec<Value>]),
        second: (&'static str, &[Vec<Value>]),
    ) -> Result<(Answers<A>, Answers<B>)> {
        self.statement(|session, in_transaction| match session {
            Session::Sqlite(session) => {
                let first = first.1.iter().map(|args| session.query(first.0, args, usize::MAX));
                let first = first.collect::<Result<_>>()?;
                let second = second.1.iter().map(|args| session.query(second.0, args, usize::MAX));
                Ok((first, second.collect::<Result<_>>()?))
            }
            Session::Postgres(session) => session.query_each_of_two(in_transaction, first, second),
        })
    }

    /// A statement whose answer is of no interest as long as it succeeds. Only inside [`Db::write`](super::Db::write).
    ///
    /// On PostgreSQL it is sent along with the next statement or with the commit, which saves a round trip; if it
    /// fails, so does that. On SQLite it is run at once.
    pub fn execute_later(&mut self, sql: &'static str, args: &[Value]) -> Result<()> {
        if self.scope == Scope::Reading {
            return Err(Error::engine("a statement for later needs a transaction"));
        }
        self.statement(|session, _| match session {
            Session::Sqlite(session) => session.execute(sql, args).map(drop),
            Session::Postgres(session) => {
                session.execute_later(sql, args);
                Ok(())
            }
        })
    }

    /// Several statements without parameters or results: for migrations. It must not end the transaction.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        self.statement(|session, in_transaction| match session {
            Session::Sqlite(session) => session.batch(sql),
            Session::Postgres(session) => session.batch(in_transaction, sql),
        })
    }

    /// Lets the statements of this transaction take as long as they take.
    pub fn without_time_limit(&mut self) -> Result<()> {
        self.statement(|session, _| match session {
            Session::Sqlite(_) => Ok(()),
            Session::Postgres(session) => session.without_time_limit(),
        })
    }

    /// Runs `attempt` so that its failure undoes what it did and nothing else; then the transaction goes on.
    /// Only inside [`Db::write`](super::Db::write).
    ///
    /// Where `ON CONFLICT DO NOTHING` says the same it is cheaper.
    pub fn savepoint<T, E: From<Error>>(
        &mut self,
        attempt: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.scope == Scope::Reading {
            return Err(Error::engine("a savepoint needs a transaction").into());
        }
        self.statement(|session, _| session.control("SAVEPOINT attempt"))?;
        let outcome = attempt(self).and_then(|value| {
            // What it left for later belongs within.
            self.statement(|session, _| session.catch_up())?;
            Ok(value)
        });
        if let Some(lost) = &self.lost {
            return outcome.and(Err(lost.clone().into()));
        }
        let outcome = if self.failed { outcome.and(Err(Error::Aborted.into())) } else { outcome };
        self.failed = false;
        if outcome.is_err() {
            self.session.forget_later();
            self.statement(|session, _| session.control("ROLLBACK TO SAVEPOINT attempt"))?;
        }
        self.statement(|session, _| session.control("RELEASE SAVEPOINT attempt"))?;
        outcome
    }

    /// Remembers numbers of rows that only grow, as they were just read or written; see
    /// [`Db::has_seen_later`](super::Db::has_seen_later). A transaction's are remembered when it is committed.
    pub fn saw(&mut self, numbers: impl IntoIterator<Item = (Uuid, i64)>) {
        let Some(seen) = &self.seen else { return };
        match self.scope {
            Scope::Reading => seen.note(numbers),
            Scope::Transaction => self.seen_within.extend(numbers),
        }
    }

    fn statement<T>(&mut self, run: impl FnOnce(&mut Session, bool) -> Result<T>) -> Result<T> {
        if let Some(lost) = &self.lost {
            return Err(lost.clone());
        }
        if self.failed {
            return Err(Error::Aborted);
        }
        let in_transaction = self.scope == Scope::Transaction;
        let result = run(&mut self.session, in_transaction);
        if in_transaction && let Err(error) = &result {
            match error {
                Error::LostRace | Error::Unavailable(Outage::Connection(_)) => {
                    self.lost = Some(error.clone());
                }
                Error::Decode { .. } => {}
                _ => self.failed = true,
            }
        }
        result
    }
}

/// What the lanes do with a connection around a closure.
impl Conn {
    pub(super) fn sqlite(session: sqlite::Session, counters: Arc<Counters>, keys: Keys) -> Self {
        Self::new(Session::Sqlite(session), counters, keys)
    }

    pub(super) fn postgres(session: postgres::Session, counters: Arc<Counters>, options: &Options) -> Self {
        let conn = Self::new(Session::Postgres(Box::new(session)), counters, options.keys.clone());
        Self { seen: options.seen.clone(), ..conn }
    }

    fn new(session: Session, counters: Arc<Counters>, keys: Keys) -> Self {
        let (seen, seen_within) = (None, vec![]);
        Self { session, scope: Scope::Reading, lost: None, failed: false, counters, keys, seen, seen_within }
    }

    /// A SQLite read is one snapshot, which also saves a lock per statement. On PostgreSQL each statement
    /// commits by itself: a snapshot there would cost two round trips, and the session is read-only anyway.
    pub(super) fn reading<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.scope = Scope::Reading;
        self.forget();
        match &mut self.session {
            Session::Sqlite(session) => {
                // Without the snapshot every statement still reads committed data, so a failure here can wait
                // for the statement that meets it too.
                let snapshot = session.control("BEGIN").is_ok();
                let answer = read(self);
                if snapshot {
                    self.rollback();
                }
                answer
            }
            Session::Postgres(session) => {
                session.make_ready();
                read(self)
            }
        }
    }

    pub(super) fn begin(&mut self) -> Result<()> {
        self.forget();
        match &mut self.session {
            Session::Sqlite(session) => session.control("BEGIN IMMEDIATE")?,
            Session::Postgres(session) => session.begin(),
        }
        self.scope = Scope::Transaction;
        Ok(())
    }

    pub(super) fn commit(&mut self) -> Result<()> {
        self.scope = Scope::Reading;
        match &mut self.session {
            Session::Sqlite(session) => session.control("COMMIT"),
            Session::Postgres(session) => {
                let outcome = session.commit();
                // Before anybody hears of it, and also where the outcome is unknown: it may be there.
                if let Some(seen) = &self.seen {
                    seen.note(mem::take(&mut self.seen_within));
                }
                outcome
            }
        }
    }

    /// Cannot fail: a connection that will not roll back is thrown away (PostgreSQL) or has rolled back
    /// already (SQLite).
    pub(super) fn rollback(&mut self) {
        self.scope = Scope::Reading;
        match &mut self.session {
            Session::Sqlite(session) => session.rollback(),
            Session::Postgres(session) => session.rollback(),
        }
    }

    /// A statement of the lane itself, whatever state the closure left behind.
    pub(super) fn control(&mut self, sql: &'static str) -> Result<()> {
        self.session.control(sql)
    }

    /// Before a closure runs: what the one before it met is no concern of it.
    pub(super) fn forget(&mut self) {
        self.lost = None;
        self.failed = false;
        self.seen_within.clear();
    }

    pub(super) fn lost(&mut self) -> Option<Error> {
        self.lost.take()
    }

    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    /// SQLite ends a transaction by itself on some errors (disk full, I/O); PostgreSQL never does.
    pub(super) fn transaction_is_gone(&self) -> bool {
        match &self.session {
            Session::Sqlite(session) => !session.in_transaction(),
            Session::Postgres(_) => false,
        }
    }
}

impl Session {
    fn catch_up(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(session) => session.catch_up(),
        }
    }

    fn forget_later(&mut self) {
        match self {
            Self::Sqlite(_) => {}
            Self::Postgres(session) => session.forget_later(),
        }
    }

    fn control(&mut self, sql: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(session) => session.control(sql),
            Self::Postgres(session) => session.execute(true, sql, &[]).map(drop),
        }
    }
}
