//! Bookings that wait for a decision: the host's approval, double opt-in, or both in this order (policies 13).
//!
//! Each holds its slot as a claim whose holder it is, until it is confirmed, declined or expires. What becomes of it is
//! written with the event that tells of it, and cannot be without.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row},
    event::{self, Event},
    ids::{CompanyId, MeetingTypeId, ProvisionalId, UserId},
};

/// A booking that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provisional {
    /// Which.
    pub id: ProvisionalId,
    /// Of which company.
    pub company_id: CompanyId,
    /// What is to be booked.
    pub meeting_type_id: MeetingTypeId,
    /// With whom.
    pub host_id: UserId,
    /// What it waits for now: `doubleOptIn` or `requireHostConfirmation`.
    pub kind: String,
    /// `pending`, `confirmed`, `expired` or `declined_by_host`.
    pub status: String,
    /// The start it holds.
    pub starts_at: Timestamp,
    /// Lets whom it waits for first decide without signing in.
    pub secret: String,
    /// Where the host is asked first and the attendee then: lets the attendee confirm.
    pub opt_in_secret: Option<String>,
    /// What was asked for, as the use-case took it.
    pub request: serde_json::Value,
    /// When it gives its slot back.
    pub expires_at: Timestamp,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When the host approved what the attendee still has to confirm.
    pub approved_at: Option<Timestamp>,
    /// When it was decided or expired.
    pub decided_at: Option<Timestamp>,
}

impl Provisional {
    /// Nobody has decided, and it has not expired.
    pub fn is_pending(&self) -> bool {
        self.status == "pending"
    }
}

macro_rules! columns {
    () => {
        "id, company_id, meeting_type_id, host_id, kind, status, starts_at, secret, opt_in_secret, request, expires_at, \
         created_at, approved_at, decided_at"
    };
}

pub(crate) use columns;

impl FromRow for Provisional {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            meeting_type_id: row.take()?,
            host_id: row.take()?,
            kind: row.take()?,
            status: row.take()?,
            starts_at: row.take()?,
            secret: row.take()?,
            opt_in_secret: row.take()?,
            request: row.take::<Json<_>>()?.0,
            expires_at: row.take()?,
            created_at: row.take()?,
            approved_at: row.take()?,
            decided_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, p: &Provisional, event: &Event) -> Result<()> {
    tx.execute_later(
        concat!(
            "INSERT INTO provisional_booking (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        args![
            p.id,
            p.company_id,
            p.meeting_type_id,
            p.host_id,
            &p.kind,
            &p.status,
            p.starts_at,
            &p.secret,
            &p.opt_in_secret,
            Json(&p.request),
            p.expires_at,
            p.created_at,
            p.approved_at,
            p.decided_at,
        ],
    )?;
    event::insert_about(tx, p.company_id, p.id.0, event)
}

/// The one with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: ProvisionalId) -> Result<Option<Provisional>> {
    c.one(
        concat!("SELECT ", columns!(), " FROM provisional_booking WHERE company_id = $1 AND id = $2"),
        args![company, id],
    )
}

/// The one with this secret, of whatever company: the secret is the permission.
pub fn by_secret(c: &mut Conn, secret: &str) -> Result<Option<Provisional>> {
    c.one(
        concat!("SELECT ", columns!(), " FROM provisional_booking WHERE secret = $1 OR opt_in_secret = $1"),
        args![secret],
    )
}

/// Writes how one was decided that is pending and waits for whom `decided` says. False when it does so no more: whoever
/// comes second changes nothing, and tells nothing.
pub fn decide(tx: &mut Conn, decided: &Provisional, event: &Event) -> Result<bool> {
    let n = tx.execute(
        "UPDATE provisional_booking SET status = $4, decided_at = $5 \
         WHERE company_id = $1 AND id = $2 AND status = 'pending' AND kind = $3",
        args![decided.company_id, decided.id, &decided.kind, &decided.status, decided.decided_at],
    )?;
    tell_if(n == 1, tx, decided, event)
}

/// Writes that the host has approved one, and for what it waits now until its `expires_at`. False when it was approved or
/// decided before.
pub fn approve(tx: &mut Conn, approved: &Provisional, event: &Event) -> Result<bool> {
    let n = tx.execute(
        "UPDATE provisional_booking SET kind = $3, approved_at = $4, expires_at = $5 \
         WHERE company_id = $1 AND id = $2 AND status = 'pending' AND approved_at IS NULL",
        args![approved.company_id, approved.id, &approved.kind, approved.approved_at, approved.expires_at],
    )?;
    tell_if(n == 1, tx, approved, event)
}

fn tell_if(changed: bool, tx: &mut Conn, p: &Provisional, event: &Event) -> Result<bool> {
    if changed {
        event::insert_about(tx, p.company_id, p.id.0, event)?;
    }
    Ok(changed)
}

/// What [`page`] selects. None means all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// With this host.
    pub host: Option<UserId>,
    /// Of this meeting type.
    pub meeting_type: Option<MeetingTypeId>,
    /// In this state.
    pub status: Option<String>,
}

macro_rules! selected {
    () => {
        " FROM provisional_booking WHERE company_id = $1 AND ($2 OR host_id = $3) AND ($4 OR meeting_type_id = $5) \
         AND (CAST($6 AS TEXT) IS NULL OR status = CAST($6 AS TEXT))"
    };
}

/// One page, the newest first, and how many there are in all.
pub fn page(
    c: &mut Conn,
    company: CompanyId,
    filter: &Filter,
    offset: u32,
    limit: u32,
) -> Result<(Vec<Provisional>, u32)> {
    let nil = uuid::Uuid::nil();
    let host = filter.host.map_or(nil, |h| h.0);
    let meeting_type = filter.meeting_type.map_or(nil, |m| m.0);
    let (all_hosts, all_types) = (filter.host.is_none(), filter.meeting_type.is_none());
    let rows = c.query(
        concat!("SELECT ", columns!(), selected!(), " ORDER BY created_at DESC, id DESC LIMIT $7 OFFSET $8"),
        args![company, all_hosts, host, all_types, meeting_type, &filter.status, limit, offset],
    )?;
    let total = c.one(
        concat!("SELECT COUNT(*)", selected!()),
        args![company, all_hosts, host, all_types, meeting_type, &filter.status],
    )?;
    Ok((rows, total.unwrap_or(0)))
}
