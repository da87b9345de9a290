//! What a database holds, read by SQL behind Slated's back.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use postgres::{Client, SimpleQueryMessage};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::postgres::connect;
use crate::server::Engine;

/// A connection to either kind of database, which answers in text.
pub(super) enum Source {
    Sqlite(Connection),
    Postgres(Box<Client>),
}

/// An appointment and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) start: Timestamp,
    pub(super) cancelled: bool,
    /// How often it was moved.
    pub(super) moves: usize,
    pub(super) claims: usize,
    /// Id and kind, in the order they happened.
    pub(super) events: Vec<(String, String)>,
}

/// Everything the comparison looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Holdings {
    pub(super) appointments: Vec<Held>,
    /// Pairs of claims of one host that overlap, in words.
    pub(super) overlaps: Vec<String>,
    /// Rows that belong to no appointment, keys without an answer, damage: in words.
    pub(super) torn: Vec<String>,
}

impl Source {
    /// The database in `file`, or the one with the engine's URL.
    pub(super) fn open(engine: &Engine, file: &Path) -> Result<Self> {
        Ok(match engine {
            Engine::Postgres(url) => Self::Postgres(Box::new(connect(url)?)),
            Engine::Sqlite | Engine::File(_) => {
                let connection = Connection::open(file)?;
                connection.busy_timeout(Duration::from_secs(10))?;
                Self::Sqlite(connection)
            }
        })
    }

    /// Statements without results.
    pub(super) fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql)?,
            Self::Postgres(client) => client.batch_execute(sql)?,
        }
        Ok(())
    }

    /// Rows of text. UUIDs are written `{column}`, and come as 32 digits.
    pub(super) fn rows(&mut self, sql: &str) -> Result<Vec<Vec<String>>> {
        match self {
            Self::Sqlite(connection) => {
                let sql = sql.replace('{', "lower(hex(").replace('}', "))");
                let mut statement = connection.prepare(&sql)?;
                let columns = statement.column_count();
                let rows = statement
                    .query_map([], |row| (0..columns).map(|at| Ok(text(row.get_ref(at)?))).collect())?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            }
            Self::Postgres(client) => {
                let sql = sql.replace('{', "replace(CAST(").replace('}', " AS TEXT), '-', '')");
                let mut rows = Vec::new();
                for message in client.simple_query(&sql)? {
                    if let SimpleQueryMessage::Row(row) = message {
                        let cells = (0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned());
                        rows.push(cells.collect());
                    }
                }
                Ok(rows)
            }
        }
    }

    /// A UUID as it is written in a statement.
    pub(super) fn uuid(&self, digits: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{digits}'"),
            Self::Postgres(_) => format!("CAST('{digits}' AS UUID)"),
        }
    }

    /// Deliveries that wait or run, and those that were given up.
    pub(super) fn deliveries_left(&mut self) -> Result<(usize, usize)> {
        let rows = self.rows("SELECT COUNT(*), COUNT(gave_up_at) FROM job WHERE kind = 'deliver_webhook'")?;
        let [all, given_up] = cells(rows.first().context("a count has a row")?)?;
        let (all, given_up): (usize, usize) = (all.parse()?, given_up.parse()?);
        Ok((all - given_up, given_up))
    }
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn cells<const N: usize>(row: &[String]) -> Result<[&str; N]> {
    let cells: Vec<&str> = row.iter().map(String::as_str).collect();
    cells.try_into().ok().with_context(|| format!("a row of {N} cells was expected: {row:?}"))
}

impl Holdings {
    /// Reads all of it; nobody may be writing.
    pub(super) fn read(source: &mut Source) -> Result<Self> {
        let mut holdings = Self::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        let rows = source.rows(
            "SELECT {a.id}, t.email, a.starts_at, CASE WHEN a.cancelled_at IS NULL THEN 0 ELSE 1 END, \
             a.reschedule_count FROM appointment a LEFT JOIN attendee t ON t.appointment_id = a.id ORDER BY a.id",
        )?;
        for row in rows {
            let [id, email, start, cancelled, moves] = cells(&row)?;
            if email.is_empty() {
                holdings.torn.push(format!("appointment {id} has no attendee"));
            }
            if places.insert(id.to_owned(), holdings.appointments.len()).is_some() {
                holdings.torn.push(format!("appointment {id} has several attendees"));
                continue;
            }
            holdings.appointments.push(Held {
                id: id.to_owned(),
                email: email.to_owned(),
                start: Timestamp::from_millisecond(start.parse()?)?,
                cancelled: cancelled == "1",
                moves: moves.parse()?,
                claims: 0,
                events: Vec::new(),
            });
        }
        holdings.read_claims(source, &places)?;
        for row in source.rows("SELECT {id}, {subject_id}, kind FROM event ORDER BY id")? {
            let [id, subject, kind] = cells(&row)?;
            if !kind.starts_with("booking_") {
                continue;
            }
            match places.get(subject) {
                Some(&place) => holdings.appointments[place].events.push((id.to_owned(), kind.to_owned())),
                None => holdings.torn.push(format!("event {id} ({kind}) is of no appointment")),
            }
        }
        for row in source.rows("SELECT key FROM idempotency WHERE answer IS NULL")? {
            holdings.torn.push(format!("the key {} has no answer", row.concat()));
        }
        if let Source::Sqlite(_) = source {
            for row in source.rows("PRAGMA integrity_check")? {
                holdings.torn.extend((row.concat() != "ok").then(|| row.concat()));
            }
        }
        Ok(holdings)
    }

    fn read_claims(&mut self, source: &mut Source, places: &HashMap<String, usize>) -> Result<()> {
        // By host, in order of their starts.
        let mut ends: BTreeMap<String, (i64, String)> = BTreeMap::new();
        let claims = source.rows(
            "SELECT {host_id}, {holder_id}, starts_at, ends_at FROM claim ORDER BY host_id, starts_at, ends_at",
        )?;
        for row in claims {
            let [host, holder, start, end] = cells(&row)?;
            let (start, end): (i64, i64) = (start.parse()?, end.parse()?);
            ensure!(start < end, "a claim ends before it begins");
            match places.get(holder) {
                Some(&place) => self.appointments[place].claims += 1,
                None => self.torn.push(format!("a claim is held by {holder}, which is no appointment")),
            }
            if let Some((last, other)) = ends.get(host)
                && *last > start
            {
                self.overlaps.push(format!("{other} and {holder} overlap at host {host}"));
            }
            let last = ends.get(host).map_or(i64::MIN, |(last, _)| *last);
            if end > last {
                ends.insert(host.to_owned(), (end, holder.to_owned()));
            }
        }
        Ok(())
    }
}
