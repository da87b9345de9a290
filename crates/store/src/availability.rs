//! Availability schedules: when a host works, in wall-clock time of one zone.

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row, Value},
    ids::{AvailabilityId, CompanyId, UserId},
};

/// A named weekly schedule with exceptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Availability {
    /// Which.
    pub id: AvailabilityId,
    /// Of which company.
    pub company_id: CompanyId,
    /// Whose.
    pub user_id: UserId,
    /// Shown to its owner.
    pub name: String,
    /// IANA zone the wall-clock times are in.
    pub timezone: String,
    /// The week, Monday first.
    pub hours: Week,
    /// Dates that differ.
    pub exceptions: Exceptions,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// Open hours of each weekday, Monday first.
pub type Week = [Vec<Hours>; 7];

/// Minutes of the local day, `from` before `to`, at most 1,440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// First open minute.
    pub from: u16,
    /// First closed minute; 1,440 is the end of the day.
    pub to: u16,
}

/// Dates that differ from the week, and times abroad.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exceptions {
    /// Openings and blocks.
    pub list: Vec<Exception>,
    /// Ranges of dates on which the week is meant in another zone.
    pub travel: Vec<Travel>,
    /// The id the next exception gets, so that ids are never used again.
    pub next_id: i64,
}

/// One opening or block (policies 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Unique within its schedule.
    pub id: i64,
    /// Open (replaces the weekly hours of the dates it covers) or blocked.
    pub available: bool,
    /// Wall clock in the schedule's zone.
    pub start: civil::DateTime,
    /// Wall clock in the schedule's zone, exclusive.
    pub end: civil::DateTime,
    /// Shown to the owner.
    pub title: Option<String>,
    /// Shown to the owner.
    pub note: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// The owner is in another zone on these dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Travel {
    /// First date.
    pub from: civil::Date,
    /// Last date.
    pub to: civil::Date,
    /// IANA zone.
    pub timezone: String,
}

macro_rules! columns {
    () => {
        "id, company_id, user_id, name, timezone, hours, exceptions, created_at, updated_at, deleted_at"
    };
}

impl FromRow for Availability {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            user_id: row.take()?,
            name: row.take()?,
            timezone: row.take()?,
            hours: row.take::<Json<_>>()?.0,
            exceptions: row.take::<Json<_>>()?.0,
            created_at: row.take()?,
            updated_at: row.take()?,
            deleted_at: row.take()?,
        })
    }
}

/// The living schedule with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: AvailabilityId) -> Result<Option<Availability>> {
    c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM availability WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL"
        ),
        args![company, id],
    )
}

/// The living schedules with these ids, in this order; none where there is none.
pub fn by_ids(c: &mut Conn, company: CompanyId, ids: &[AvailabilityId]) -> Result<Vec<Option<Availability>>> {
    let sets: Vec<Vec<Value>> = ids.iter().map(|id| args![company, *id].to_vec()).collect();
    let found = c.query_each(
        concat!(
            "SELECT ",
            columns!(),
            " FROM availability WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL"
        ),
        &sets,
    )?;
    Ok(found.into_iter().map(|mut rows| rows.pop()).collect())
}

/// The living schedules of a user, the oldest first.
pub fn of_user(c: &mut Conn, company: CompanyId, user: UserId) -> Result<Vec<Availability>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM availability WHERE company_id = $1 AND user_id = $2 AND deleted_at IS NULL ORDER BY created_at, id"
        ),
        args![company, user],
    )
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, a: &Availability) -> Result<()> {
    tx.execute(
        concat!(
            "INSERT INTO availability (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            a.id,
            a.company_id,
            a.user_id,
            &a.name,
            &a.timezone,
            Json(&a.hours),
            Json(&a.exceptions),
            a.created_at,
            a.updated_at,
            a.deleted_at
        ],
    )?;
    Ok(())
}

/// Writes everything of a living schedule that can change: name, zone, hours, exceptions and the time of the change.
pub fn update(tx: &mut Conn, a: &Availability) -> Result<()> {
    tx.execute(
        "UPDATE availability SET name = $3, timezone = $4, hours = $5, exceptions = $6, updated_at = $7 \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![a.company_id, a.id, &a.name, &a.timezone, Json(&a.hours), Json(&a.exceptions), a.updated_at],
    )?;
    Ok(())
}

/// Marks a schedule as deleted; false if there was none alive.
pub fn delete(tx: &mut Conn, company: CompanyId, id: AvailabilityId, now: Timestamp) -> Result<bool> {
    let gone = tx.execute(
        "UPDATE availability SET deleted_at = $3, updated_at = $3 \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id, now],
    )?;
    Ok(gone == 1)
}

/// Makes a schedule the one its owner's meeting types use when they name none.
pub fn make_default(
    tx: &mut Conn,
    company: CompanyId,
    user: UserId,
    id: AvailabilityId,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "UPDATE users SET default_availability_id = $3, updated_at = $4 \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, user, id, now],
    )?;
    Ok(())
}
