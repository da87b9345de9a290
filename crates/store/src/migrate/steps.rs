//! Steps of a migration on PostgreSQL: statements that are committed one by one, so that servers go on working beside them.
//!
//! `CREATE INDEX CONCURRENTLY` holds up nobody, and is only possible by itself. What takes a table's lock waits for it briefly and
//! then lets others through before it tries again, because all that comes to a table stands behind whoever waits for its lock.
//! How many steps are done is written down with each, so that whoever finds a migration half done goes on with it.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{Error, Migration, applied};
use crate::{
    args,
    db::{self, Conn, Outage},
};

/// Held while steps are taken. Not by a row's lock: building indexes waits for the transactions that wait for one.
const TURN: i64 = 0x51a7_ed01;

/// How often it is looked whether the turn is free.
const LOOK: Duration = Duration::from_millis(200);

/// A table's lock is waited for so long.
const LOCK_TIMEOUT: &str = "300ms";

/// Between two attempts to get it.
const PAUSE: Duration = Duration::from_secs(1);

/// So long in all, when others always are before us. A dump is as long as it is large.
const PATIENCE: Duration = Duration::from_hours(1);

/// Takes the steps of the next migration, if it has any that are not done. For [`Db::read`](crate::db::Db::read), whose statements are
/// each a transaction.
pub(super) fn run(c: &mut Conn, migrations: &'static [Migration]) -> Result<(), Error> {
    let due = |c: &mut Conn| -> Result<Option<(&'static Migration, Vec<String>)>, Error> {
        let Some(next) = migrations.get(applied(c, migrations)?) else { return Ok(None) };
        let steps = next.steps()?;
        Ok((!steps.is_empty()).then_some((next, steps)))
    };
    if due(c)?.is_none() {
        return Ok(());
    }
    let settings = Settings::set_aside(c)?;
    let outcome = take_turn(c).map_err(Error::from).and_then(|()| {
        // Others may have been faster.
        due(c)?.map_or(Ok(()), |(migration, steps)| {
            take(c, migration, &steps).map_err(|source| Error::Failed {
                version: migration.version,
                name: migration.name,
                source,
            })
        })
    });
    let unlocked = c.one::<bool>("SELECT pg_advisory_unlock($1)", args![TURN]);
    let restored = settings.restore(c);
    outcome?;
    unlocked?;
    Ok(restored?)
}

fn take_turn(c: &mut Conn) -> db::Result<()> {
    while c.one::<bool>("SELECT pg_try_advisory_lock($1)", args![TURN])? != Some(true) {
        thread::sleep(LOOK);
    }
    Ok(())
}

fn take(c: &mut Conn, migration: &Migration, steps: &[String]) -> db::Result<()> {
    for (place, step) in steps.iter().enumerate().skip(done(c, migration.version)?) {
        let note = format!(
            "UPDATE schema_migration SET checksum = '{}/{}' WHERE version = 0",
            migration.version,
            place + 1
        );
        match concurrent(step) {
            Some(index) => {
                // What was interrupted leaves an index that nobody uses.
                const UNFINISHED: &str = "SELECT CAST(1 AS BIGINT) FROM pg_catalog.pg_index \
                    WHERE indexrelid = to_regclass(CAST($1 AS TEXT)) AND NOT indisvalid";
                c.batch("SET lock_timeout = 0")?;
                if c.one::<i64>(UNFINISHED, args![index])?.is_some() {
                    c.batch(&format!("DROP INDEX CONCURRENTLY {index}"))?;
                }
                c.batch(step)?;
                c.batch(&note)?;
            }
            None => when_free(c, &format!("{step}; {note}"))?,
        }
    }
    Ok(())
}

/// How many steps of a migration are done, by row 0 of the book.
pub(super) fn done(c: &mut Conn, version: u32) -> db::Result<usize> {
    let noted: Option<String> = c.one("SELECT checksum FROM schema_migration WHERE version = 0", args![])?;
    let steps = noted.as_deref().and_then(|noted| noted.strip_prefix(&format!("{version}/")));
    Ok(steps.and_then(|steps| steps.parse().ok()).unwrap_or(0))
}

/// The index that a step builds beside what goes on.
fn concurrent(step: &str) -> Option<&str> {
    step.split_once(" CONCURRENTLY IF NOT EXISTS ")?.1.split_whitespace().next()
}

/// Runs statements, together a transaction, as soon as the tables' locks are to be had.
fn when_free(c: &mut Conn, statements: &str) -> db::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    c.batch(&format!("SET lock_timeout = '{LOCK_TIMEOUT}'"))?;
    loop {
        match c.batch(statements) {
            Err(db::Error::LostRace | db::Error::Unavailable(Outage::Timeout(_)))
                if Instant::now() < deadline =>
            {
                thread::sleep(PAUSE);
            }
            other => return other,
        }
    }
}

/// How the session was set before.
struct Settings {
    statement_timeout: String,
    lock_timeout: String,
}

impl Settings {
    fn set_aside(c: &mut Conn) -> db::Result<Self> {
        const KEPT: &str = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')";
        let (statement_timeout, lock_timeout) = c.one(KEPT, args![])?.unwrap_or_default();
        c.without_time_limit()?;
        c.batch("SET default_transaction_read_only = off; SET statement_timeout = 0")?;
        Ok(Self { statement_timeout, lock_timeout })
    }

    fn restore(self, c: &mut Conn) -> db::Result<()> {
        c.batch(&format!(
            "SET default_transaction_read_only = on; SET statement_timeout = '{}'; SET lock_timeout = '{}'",
            self.statement_timeout, self.lock_timeout
        ))
    }
}
