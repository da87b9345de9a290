//! SQLite: one connection, and its errors in the store's terms.

use std::{path::Path, sync::Arc, time::Duration};

use rusqlite::{CachedStatement, Connection, ErrorCode, Statement, StatementStatus, config::DbConfig, ffi};

use super::{
    error::{Error, Outage, Result, Source},
    row::{FromRow, Row, RowSource},
    stats::Counters,
    value::Value,
};

/// The store has about 300 statements; a connection keeps them all prepared.
const STATEMENTS: usize = 400;

pub(super) struct Session {
    connection: Connection,
    counters: Arc<Counters>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Writer,
    Reader,
}

impl Session {
    pub(super) fn open(
        path: &Path,
        role: Role,
        busy_timeout: Duration,
        counters: Arc<Counters>,
    ) -> Result<Self> {
        let connection = Self::connect(path, role, busy_timeout).map_err(unusable)?;
        Ok(Self { connection, counters })
    }

    fn connect(path: &Path, role: Role, busy_timeout: Duration) -> rusqlite::Result<Connection> {
        let connection = Connection::open(path)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // What is deleted is overwritten where that costs no further write; all of it would cost a fifth of a busy writer.
        // First of all: switching to WAL takes a lock, and connections that open together would fail on it.
        connection.busy_timeout(busy_timeout)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA case_sensitive_like = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA secure_delete = FAST;
             PRAGMA cache_size = -8192;
             PRAGMA journal_size_limit = 67108864;",
        )?;
        // A plan is made once for each statement: else SQLite looks at what is bound, and where that might matter to the
        // plan it parses and plans the statement anew at every execution.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        if role == Role::Reader {
            connection.execute_batch("PRAGMA query_only = ON")?;
        }
        Ok(connection)
    }

    /// A statement that is planned once for each connection. What SQLite plans anew all the same shows at its next use.
    fn prepared(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        let statement = self.connection.prepare_cached(sql)?;
        let is_new = statement.get_status(StatementStatus::Run) == 0;
        let again = usize::try_from(statement.reset_status(StatementStatus::RePrepare)).unwrap_or(0);
        let plans = usize::from(is_new) + again;
        if plans > 0 {
            self.counters.plans.add(plans);
        }
        Ok(statement)
    }

    pub(super) fn query<T: FromRow>(&self, sql: &str, args: &[Value], limit: usize) -> Result<Vec<T>> {
        self.described(self.rows(sql, args, limit))?
    }

    fn rows<T: FromRow>(&self, sql: &str, args: &[Value], limit: usize) -> rusqlite::Result<Result<Vec<T>>> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, args)?;
        let mut rows = statement.raw_query();
        let mut decoded = Vec::new();
        while decoded.len() < limit
            && let Some(row) = rows.next()?
        {
            match T::from_row(&mut Row::new(RowSource::Sqlite(row))) {
                Ok(value) => decoded.push(value),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(decoded))
    }

    pub(super) fn execute(&self, sql: &str, args: &[Value]) -> Result<u64> {
        let run = || {
            let mut statement = self.prepared(sql)?;
            bind(&mut statement, args)?;
            statement.raw_execute()
        };
        self.described(run()).map(|count| count as u64)
    }

    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.described(self.connection.execute_batch(sql))
    }

    /// `BEGIN`, `COMMIT`, savepoints: prepared once, since they surround every closure.
    pub(super) fn control(&self, sql: &'static str) -> Result<()> {
        self.execute(sql, &[]).map(drop)
    }

    pub(super) fn rollback(&self) {
        // An error means there is no transaction any more, which is what was wanted.
        if self.in_transaction() {
            let _ = self.control("ROLLBACK");
        }
    }

    pub(super) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    fn described<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| self.describe(error))
    }

    fn describe(&self, error: rusqlite::Error) -> Error {
        let class = classify(&error);
        let words = match &error {
            rusqlite::Error::SqliteFailure(_, Some(words)) => words.clone(),
            other => other.to_string(),
        };
        let source: Source = Arc::new(error);
        match class {
            Class::Unique => Error::Conflict { constraint: self.unique_constraint(&words), source },
            Class::Trigger => Error::Conflict { constraint: words, source },
            Class::Busy => Error::LostRace,
            Class::Resources => Error::Unavailable(Outage::Resources(source)),
            Class::Other => Error::Engine(source),
        }
    }

    /// The index behind "UNIQUE constraint failed: t.a, t.b", named as PostgreSQL would name it.
    fn unique_constraint(&self, words: &str) -> String {
        let Some((_, place)) = words.split_once(": ") else { return words.to_owned() };
        if let Some(index) = place.strip_prefix("index ") {
            return index.trim_matches('\'').to_owned();
        }
        let mut table = "";
        let columns: Vec<&str> = place
            .split(", ")
            .filter_map(|column| {
                let (owner, name) = column.split_once('.')?;
                table = owner;
                Some(name)
            })
            .collect();
        let found: rusqlite::Result<(String, String)> = self
            .connection
            .prepare_cached(
                "SELECT l.name, l.origin FROM pragma_index_list(?1) l WHERE l.\"unique\" AND ?2 =
                 (SELECT group_concat(coalesce(name, '()'), ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
                 ORDER BY l.origin = 'c' DESC",
            )
            .and_then(|mut statement| statement.query_row((table, columns.join(", ")), |row| Ok((row.get(0)?, row.get(1)?))));
        match found {
            Ok((name, origin)) if origin == "c" => name,
            Ok((_, origin)) if origin == "u" => format!("{table}_{}_key", columns.join("_")),
            _ => format!("{table}_pkey"),
        }
    }
}

/// `$2` is a *name* to SQLite, numbered by first appearance, so parameters are bound by what they are called.
fn bind(statement: &mut Statement<'_>, args: &[Value]) -> rusqlite::Result<()> {
    let mut highest = 0;
    for position in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(position)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok())
            .filter(|&number| number > 0)
            .ok_or_else(|| {
                rusqlite::Error::InvalidParameterName("parameters are $1, $2, …; casts CAST(x AS t)".into())
            })?;
        highest = highest.max(number);
        let Some(value) = args.get(number - 1) else { break };
        statement.raw_bind_parameter(position, value)?;
    }
    if highest == args.len() {
        Ok(())
    } else {
        Err(rusqlite::Error::InvalidParameterCount(args.len(), highest))
    }
}

/// Why a file cannot be used as a database.
pub(super) fn unusable(error: rusqlite::Error) -> Error {
    match classify(&error) {
        Class::Resources | Class::Busy => Error::Unavailable(Outage::Resources(Arc::new(error))),
        _ => Error::Engine(Arc::new(error)),
    }
}

enum Class {
    Unique,
    Trigger,
    Busy,
    Resources,
    Other,
}

fn classify(error: &rusqlite::Error) -> Class {
    let Some(code) = error.sqlite_error() else { return Class::Other };
    match (code.code, code.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => Class::Unique,
        (_, ffi::SQLITE_CONSTRAINT_TRIGGER) => Class::Trigger,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Class::Busy,
        (
            ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::OutOfMemory
            | ErrorCode::ReadOnly
            | ErrorCode::OperationInterrupted,
            _,
        ) => Class::Resources,
        _ => Class::Other,
    }
}
