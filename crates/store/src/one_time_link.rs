//! Booking links that work once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, MeetingTypeId, OneTimeLinkId, UserId},
};

/// A link to one meeting type that takes one booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeLink {
    /// Which; also the secret in the link.
    pub id: OneTimeLinkId,
    /// Of which company.
    pub company_id: CompanyId,
    /// What can be booked with it.
    pub meeting_type_id: MeetingTypeId,
    /// Who made it.
    pub created_by: UserId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was booked with.
    pub used_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, company_id, meeting_type_id, created_by, created_at, used_at"
    };
}

impl FromRow for OneTimeLink {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            meeting_type_id: row.take()?,
            created_by: row.take()?,
            created_at: row.take()?,
            used_at: row.take()?,
        })
    }
}

/// The link with this id, used or not.
pub fn by_id(c: &mut Conn, company: CompanyId, id: OneTimeLinkId) -> Result<Option<OneTimeLink>> {
    c.one(
        concat!("SELECT ", columns!(), " FROM one_time_link WHERE company_id = $1 AND id = $2"),
        args![company, id],
    )
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, l: &OneTimeLink) -> Result<()> {
    tx.execute(
        concat!("INSERT INTO one_time_link (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6)"),
        args![l.id, l.company_id, l.meeting_type_id, l.created_by, l.created_at, l.used_at],
    )?;
    Ok(())
}

/// Uses the link up for a booking. True exactly once per link, however many try at the same moment.
pub fn take(tx: &mut Conn, company: CompanyId, id: OneTimeLinkId, now: Timestamp) -> Result<bool> {
    let taken = tx.execute(
        "UPDATE one_time_link SET used_at = $3 WHERE company_id = $1 AND id = $2 AND used_at IS NULL",
        args![company, id, now],
    )?;
    Ok(taken == 1)
}
