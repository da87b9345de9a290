//! The tables of a database that is being filled, past the product: what differs between the engines when rows are
//! multiplied millions of times.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow};
use postgres::{Client, NoTls};
use rusqlite::Connection;

use crate::server::Engine;

/// Rows made by one statement.
const CHUNK: u64 = 1_000_000;

/// An open database with its guards: indexes, triggers and constraints by the statement that makes them.
pub(super) struct Tables {
    database: Database,
    guards: Vec<String>,
}

enum Database {
    Sqlite(Connection),
    /// With its URL.
    Postgres(Box<Client>, String),
}

/// Which way of saying it.
#[derive(Clone, Copy)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// UUIDs as the product makes them: with the time in front, here one in each millisecond after that of the one it made. What
/// differs only at the end is all one to PostgreSQL's `GiST` indexes, which compare UUIDs by some fifty bits.
pub(super) struct Series {
    first: u64,
    rest: String,
}

/// Those whose rows are multiplied.
const MULTIPLIED: &str =
    "'users', 'host', 'availability', 'meeting_type', 'appointment', 'appointment_host', 'attendee', 'claim'";

impl Tables {
    pub(super) fn open(engine: &Engine) -> Result<Self> {
        let mut tables = Self {
            database: match engine {
                Engine::Sqlite => anyhow::bail!("name the file"),
                Engine::File(path) => Database::Sqlite(Connection::open(path)?),
                Engine::Postgres(url) => Database::Postgres(Box::new(connect(url)?), url.clone()),
            },
            guards: vec![],
        };
        if let Database::Sqlite(_) = tables.database {
            // Nothing is lost that could not be generated again.
            tables.run("PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144")?;
        }
        Ok(tables)
    }

    pub(super) fn engine(&self) -> Dialect {
        match self.database {
            Database::Sqlite(_) => Dialect::Sqlite,
            Database::Postgres(..) => Dialect::Postgres,
        }
    }

    /// The id of the one row of a table that belongs to something.
    pub(super) fn id_of(&mut self, table: &str, column: &str, owner: &str) -> Result<String> {
        let dialect = self.engine();
        let id = match dialect {
            Dialect::Sqlite => "lower(hex(id))",
            Dialect::Postgres => "CAST(id AS text)",
        };
        let rows =
            self.texts(&format!("SELECT {id}, '' FROM {table} WHERE {column} = {}", dialect.uuid(owner)))?;
        let (id, _) = rows.into_iter().next().with_context(|| format!("no {table} of {owner}"))?;
        Ok(id)
    }

    /// Copies the row of `table` that `which` names for each number `n` below `rows`, with some columns computed.
    pub(super) fn multiply(
        &mut self,
        table: &str,
        which: &str,
        computed: &[(&str, String)],
        rows: u64,
    ) -> Result<()> {
        let begun = Instant::now();
        // Aside, or SQLite would copy the growing table before each statement.
        self.run(&format!(
            "DROP TABLE IF EXISTS template; CREATE TEMPORARY TABLE template AS SELECT * FROM {table} WHERE {which} LIMIT 1"
        ))?;
        let columns = self.columns(table)?;
        let values: Vec<&str> = columns
            .iter()
            .map(|column| {
                let found = computed.iter().find(|(name, _)| name == column);
                found.map_or(column.as_str(), |(_, expression)| expression)
            })
            .collect();
        for (name, _) in computed {
            anyhow::ensure!(columns.iter().any(|column| column == name), "{table} has no column {name}");
        }
        let (columns, values) = (columns.join(", "), values.join(", "));
        for from in (0..rows).step_by(usize::try_from(CHUNK)?) {
            let to = rows.min(from + CHUNK) - 1;
            let series = match self.engine() {
                Dialect::Sqlite => format!(
                    "(WITH RECURSIVE counted(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM counted WHERE n < {to}) SELECT n FROM counted)"
                ),
                Dialect::Postgres => {
                    format!("(SELECT CAST(n AS bigint) AS n FROM generate_series({from}, {to}) AS n)")
                }
            };
            self.run(&format!(
                "INSERT INTO {table} ({columns}) SELECT {values} FROM {series} AS numbers CROSS JOIN template"
            ))?;
        }
        println!("  {rows:>9} {table} in {:.1?}", begun.elapsed());
        Ok(())
    }

    pub(super) fn take_guards_off(&mut self) -> Result<()> {
        let guards = match self.database {
            Database::Sqlite(_) => self.texts(&format!(
                "SELECT 'DROP ' || type || ' ' || name, sql FROM sqlite_master \
                 WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ({MULTIPLIED})"
            ))?,
            Database::Postgres(..) => self.texts(&format!(
                "SELECT 'ALTER TABLE ' || relname || ' DROP CONSTRAINT ' || conname, \
                 'ALTER TABLE ' || relname || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(c.oid) \
                 FROM pg_constraint c JOIN pg_class t ON t.oid = conrelid \
                 WHERE contype = 'x' AND relname IN ({MULTIPLIED}) AND relnamespace = to_regnamespace(current_schema()) \
                 UNION ALL SELECT 'DROP INDEX ' || x.relname, pg_get_indexdef(x.oid) FROM pg_index i \
                 JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid \
                 WHERE NOT indisprimary AND NOT indisexclusion AND t.relname IN ({MULTIPLIED}) \
                 AND t.relnamespace = to_regnamespace(current_schema())"
            ))?,
        };
        for (off, on) in guards {
            self.run(&off)?;
            self.guards.push(on);
        }
        Ok(())
    }

    pub(super) fn put_guards_on(&mut self) -> Result<()> {
        let guards = std::mem::take(&mut self.guards);
        let Database::Postgres(_, url) = &self.database else {
            for guard in &guards {
                told(guard, || self.run(guard))?;
            }
            return told("ANALYZE", || self.run("PRAGMA analysis_limit = 1000; ANALYZE"));
        };
        put_on_together(url, guards)?;
        told("VACUUM ANALYZE", || self.run("VACUUM ANALYZE"))
    }

    /// Claims of a host that begin before the one before them has ended.
    pub(super) fn overlaps(&mut self) -> Result<u64> {
        let rows = self.texts(
            "SELECT CAST(COUNT(*) AS text), '' FROM (SELECT starts_at < LAG(ends_at) OVER \
             (PARTITION BY host_id ORDER BY starts_at) AS overlapping FROM claim WHERE NOT forced) AS claims \
             WHERE overlapping",
        )?;
        Ok(rows[0].0.parse()?)
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        let sql = match self.database {
            Database::Sqlite(_) => {
                format!("SELECT name, '' FROM pragma_table_info('{table}') WHERE type <> 'INTEGER'")
            }
            Database::Postgres(..) => format!(
                "SELECT CAST(attname AS text), '' FROM pg_attribute WHERE attrelid = '{table}'::regclass \
                 AND attnum > 0 AND NOT attisdropped AND attidentity = '' ORDER BY attnum"
            ),
        };
        Ok(self.texts(&sql)?.into_iter().map(|(name, _)| name).collect())
    }

    fn run(&mut self, sql: &str) -> Result<()> {
        match &mut self.database {
            Database::Sqlite(connection) => connection.execute_batch(sql)?,
            // One by one: VACUUM will not run among others.
            Database::Postgres(client, _) => {
                for statement in sql.split(';') {
                    client.batch_execute(statement).with_context(|| statement.to_owned())?;
                }
            }
        }
        Ok(())
    }

    /// Rows of two texts.
    fn texts(&mut self, sql: &str) -> Result<Vec<(String, String)>> {
        match &mut self.database {
            Database::Sqlite(connection) => {
                let mut statement = connection.prepare(sql)?;
                let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            }
            Database::Postgres(client, _) => {
                Ok(client.query(sql, &[])?.iter().map(|row| (row.get(0), row.get(1))).collect())
            }
        }
    }
}

impl Series {
    /// Those that follow an id.
    pub(super) fn after(id: &str) -> Result<Self> {
        let hex = id.replace('-', "");
        let (time, rest) = hex.split_at_checked(12).with_context(|| format!("{id} is no UUID"))?;
        Ok(Self { first: u64::from_str_radix(time, 16)? + 1, rest: rest.to_owned() })
    }

    /// The one that has this number.
    pub(super) fn id(&self, number: u64) -> String {
        let hex = format!("{:012x}{}", self.first + number, self.rest);
        let at = |from: usize, to: usize| &hex[from..to];
        format!("{}-{}-{}-{}-{}", at(0, 8), at(8, 12), at(12, 16), at(16, 20), at(20, 32))
    }
}

fn connect(url: &str) -> Result<Client> {
    let mut client = Client::connect(url, NoTls)?;
    // Nothing is lost that could not be generated again.
    client.batch_execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")?;
    Ok(client)
}

/// The guard against overlaps is built by one processor alone and takes longer than all the indexes, so those are built beside it.
fn put_on_together(url: &str, mut guards: Vec<String>) -> Result<()> {
    // Taken from the end.
    guards.sort_by_key(|guard| guard.contains(" EXCLUDE "));
    let guards = Mutex::new(guards);
    let work = || -> Result<()> {
        let mut client = connect(url)?;
        loop {
            let next = guards.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(guard) = next else { return Ok(()) };
            told(&guard, || client.batch_execute(&guard).with_context(|| guard.clone()))?;
        }
    };
    thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a thread panicked"))?)
    })
}

/// Does it, and says how long it took.
fn told(what: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let begun = Instant::now();
    work()?;
    let line = what.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    println!("  {line} in {:.1?}", begun.elapsed());
    Ok(())
}

impl Dialect {
    /// A UUID that is known.
    pub(super) fn uuid(self, id: &str) -> String {
        match self {
            Self::Sqlite => format!("x'{}'", id.replace('-', "")),
            Self::Postgres => format!("CAST('{id}' AS uuid)"),
        }
    }

    /// The UUID of a series that has this number.
    pub(super) fn numbered_uuid(self, Series { first, rest }: &Series, number: &str) -> String {
        match self {
            Self::Sqlite => format!("unhex(printf('%012x', {first} + {number}) || '{rest}')"),
            Self::Postgres => format!("CAST(lpad(to_hex({first} + {number}), 12, '0') || '{rest}' AS uuid)"),
        }
    }

    /// Sixteen random bytes as text: different in every row, in no order.
    pub(super) fn secret(self) -> String {
        match self {
            Self::Sqlite => "lower(hex(randomblob(16)))".to_owned(),
            Self::Postgres => "replace(CAST(gen_random_uuid() AS text), '-', '')".to_owned(),
        }
    }
}
