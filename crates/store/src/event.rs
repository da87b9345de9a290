//! Events: what happened, with the body that the outside is told, as it was at that moment.
//!
//! What happens to appointments and bookings that wait is stored with the change itself, by the functions that change them
//! ([`crate::appointment`], [`crate::provisional`]).

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, Engine, FromRow, Result, Row},
    ids::{CompanyId, EventId},
};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Which; ordered by time.
    pub id: EventId,
    /// In which company.
    pub company_id: CompanyId,
    /// The event type, such as `booking_created`.
    pub kind: String,
    /// What it happened to: an appointment or a user.
    pub subject_id: Uuid,
    /// What the outside is told: JSON.
    pub body: String,
    /// When.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, company_id, kind, subject_id, body, created_at"
    };
}

impl FromRow for Event {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            kind: row.take()?,
            subject_id: row.take()?,
            body: row.take()?,
            created_at: row.take()?,
        })
    }
}

/// Stores the event of a change to `subject`.
pub(crate) fn insert_about(tx: &mut Conn, company: CompanyId, subject: Uuid, e: &Event) -> Result<()> {
    debug_assert_eq!((e.company_id, e.subject_id), (company, subject), "a {} of something else", e.kind);
    insert(tx, e)
}

/// Stores a new one, of what is no appointment.
pub fn insert(tx: &mut Conn, e: &Event) -> Result<()> {
    tx.execute_later(
        concat!("INSERT INTO event (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6)"),
        args![e.id, e.company_id, &e.kind, e.subject_id, &e.body, e.created_at],
    )
}

/// The event with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: EventId) -> Result<Option<Event>> {
    c.one(concat!("SELECT ", columns!(), " FROM event WHERE company_id = $1 AND id = $2"), args![company, id])
}

/// What happened to a subject, the oldest first.
pub fn of_subject(c: &mut Conn, company: CompanyId, subject: Uuid) -> Result<Vec<Event>> {
    c.query(
        concat!("SELECT ", columns!(), " FROM event WHERE company_id = $1 AND subject_id = $2 ORDER BY id"),
        args![company, subject],
    )
}

/// Up to `limit` events of a company after a cursor and before `end`, the oldest first; those of the kind `hidden` are
/// left out.
pub fn after(
    c: &mut Conn,
    company: CompanyId,
    cursor: EventId,
    end: Timestamp,
    hidden: &str,
    limit: u32,
) -> Result<Vec<Event>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM event WHERE company_id = $1 AND id > $2 AND id < $3 AND kind <> $4 \
             ORDER BY id LIMIT CAST($5 AS BIGINT)"
        ),
        args![company, cursor, EventId::floor(end), hidden, limit],
    )
}

/// Since when the oldest transaction is open that may have written something; none where such cannot be.
///
/// Whoever reads on by ids must not pass what such a transaction has numbered already and not committed yet.
pub fn unsettled_since(c: &mut Conn) -> Result<Option<Timestamp>> {
    match c.engine() {
        // One writer at a time, who numbers its events inside its transaction.
        Engine::Sqlite => Ok(None),
        Engine::Postgres => Ok(c
            .one::<Option<Timestamp>>(
                "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM MIN(xact_start)) * 1000) AS BIGINT) FROM pg_stat_activity \
                 WHERE datname = current_database() AND backend_xid IS NOT NULL",
                args![],
            )?
            .flatten()),
    }
}

/// Up to `limit` events of a company between two ids, the oldest first: which, of what kind, and to what.
pub fn range(
    c: &mut Conn,
    company: CompanyId,
    (from, to): (EventId, EventId),
    limit: u32,
) -> Result<Vec<(EventId, String, Uuid)>> {
    c.query(
        "SELECT id, kind, subject_id FROM event WHERE company_id = $1 AND id > $2 AND id < $3 \
         ORDER BY id LIMIT CAST($4 AS BIGINT)",
        args![company, from, to, limit],
    )
}

/// Forgets up to `limit` events of all companies from before `cutoff`; how many those were.
pub fn forget_old(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM event WHERE (company_id, id) IN \
         (SELECT company_id, id FROM event WHERE id < $1 ORDER BY id LIMIT CAST($2 AS BIGINT))",
        args![EventId::floor(cutoff), limit],
    )
}
