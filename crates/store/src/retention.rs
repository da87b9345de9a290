//! How long a company keeps what it knows.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, DeliveryId, EventId},
};

/// Days after which something is forgotten; none keeps it as long as the installation does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rules {
    /// The people of appointments, counted from their start. Time, host and meeting type stay.
    pub appointment_days: Option<u32>,
    /// Waiting bookings that were decided or expired.
    pub provisional_days: Option<u32>,
    /// Events.
    pub event_days: Option<u32>,
    /// The attempts to deliver them.
    pub delivery_days: Option<u32>,
}

/// A company's rules, and how far they have been followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Whose.
    pub company_id: CompanyId,
    /// The rules.
    pub rules: Rules,
    /// Appointments that began before it have been seen to.
    pub seen_to: Timestamp,
    /// When the last look from the beginning was.
    pub begun_at: Timestamp,
}

impl FromRow for Retention {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            company_id: row.take()?,
            rules: Rules {
                appointment_days: row.take()?,
                provisional_days: row.take()?,
                event_days: row.take()?,
                delivery_days: row.take()?,
            },
            seen_to: row.take()?,
            begun_at: row.take()?,
        })
    }
}

macro_rules! columns {
    () => {
        "company_id, appointment_days, provisional_days, event_days, delivery_days, seen_to, begun_at"
    };
}

/// The rules of a company; none has been set if there is none.
pub fn of_company(c: &mut Conn, company: CompanyId) -> Result<Option<Retention>> {
    c.one(concat!("SELECT ", columns!(), " FROM retention WHERE company_id = $1"), args![company])
}

/// Every company with rules.
pub fn all(c: &mut Conn) -> Result<Vec<Retention>> {
    c.query(concat!("SELECT ", columns!(), " FROM retention ORDER BY company_id"), args![])
}

/// Sets the rules of a company. They are followed from the beginning.
pub fn set(tx: &mut Conn, company: CompanyId, rules: &Rules, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO retention (company_id, appointment_days, provisional_days, event_days, delivery_days, seen_to, \
         begun_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7) \
         ON CONFLICT (company_id) DO UPDATE SET appointment_days = $2, provisional_days = $3, event_days = $4, \
         delivery_days = $5, seen_to = $6, begun_at = $6, updated_at = $7",
        args![
            company,
            rules.appointment_days,
            rules.provisional_days,
            rules.event_days,
            rules.delivery_days,
            Timestamp::UNIX_EPOCH,
            now,
        ],
    )?;
    Ok(())
}

/// Notes how far a company's rules have been followed.
pub fn followed(tx: &mut Conn, company: CompanyId, seen_to: Timestamp, begun_at: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE retention SET seen_to = $2, begun_at = $3 WHERE company_id = $1",
        args![company, seen_to, begun_at],
    )?;
    Ok(())
}

/// Forgets up to `limit` decided or expired bookings of a company that were asked for before `cutoff`; how many.
pub fn forget_provisional(tx: &mut Conn, company: CompanyId, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM provisional_booking WHERE company_id = $1 AND id IN (SELECT id FROM provisional_booking WHERE company_id = $1 \
         AND created_at < $2 AND status <> 'pending' LIMIT CAST($3 AS BIGINT))",
        args![company, cutoff, limit],
    )
}

/// Forgets up to `limit` events of a company from before `cutoff`; how many.
pub fn forget_events(tx: &mut Conn, company: CompanyId, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM event WHERE company_id = $1 AND id IN (SELECT id FROM event WHERE company_id = $1 AND id < $2 \
         ORDER BY id LIMIT CAST($3 AS BIGINT))",
        args![company, EventId::floor(cutoff), limit],
    )
}

/// Forgets up to `limit` attempts of delivery of a company from before `cutoff`; how many.
pub fn forget_deliveries(tx: &mut Conn, company: CompanyId, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM delivery WHERE company_id = $1 AND id IN (SELECT id FROM delivery WHERE company_id = $1 AND id < $2 \
         ORDER BY id LIMIT CAST($3 AS BIGINT))",
        args![company, DeliveryId::floor(cutoff), limit],
    )
}
