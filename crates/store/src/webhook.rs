//! Webhooks: the endpoints that a company wants to be told at, and of what.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row},
    ids::{CompanyId, EventId, WebhookId},
};

/// An endpoint and what it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Which.
    pub id: WebhookId,
    /// Of which company.
    pub company_id: CompanyId,
    /// The URL, exactly as the caller wrote it.
    pub endpoint: String,
    /// The caller's note.
    pub description: Option<String>,
    /// The event types it is told of.
    pub event_types: Vec<String>,
    /// The Standard Webhooks secret, `whsec_…`.
    pub secret: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, company_id, endpoint, description, event_types, secret, created_at, updated_at"
    };
}

impl FromRow for Webhook {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            endpoint: row.take()?,
            description: row.take()?,
            event_types: row.take::<Json<_>>()?.0,
            secret: row.take()?,
            created_at: row.take()?,
            updated_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, w: &Webhook) -> Result<()> {
    tx.execute(
        concat!("INSERT INTO webhook (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        args![
            w.id,
            w.company_id,
            &w.endpoint,
            &w.description,
            Json(&w.event_types),
            &w.secret,
            w.created_at,
            w.updated_at,
        ],
    )?;
    Ok(())
}

/// Changes what a caller may change. False when the company has no such webhook.
pub fn update(tx: &mut Conn, w: &Webhook) -> Result<bool> {
    let n = tx.execute(
        "UPDATE webhook SET endpoint = $3, description = $4, event_types = $5, updated_at = $6 \
         WHERE company_id = $1 AND id = $2",
        args![w.company_id, w.id, &w.endpoint, &w.description, Json(&w.event_types), w.updated_at],
    )?;
    Ok(n == 1)
}

/// Removes it. False when the company has no such webhook. What is on its way to it is dropped when its turn comes.
pub fn delete(tx: &mut Conn, company: CompanyId, id: WebhookId) -> Result<bool> {
    let n = tx.execute("DELETE FROM webhook WHERE company_id = $1 AND id = $2", args![company, id])?;
    Ok(n == 1)
}

/// The webhook with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: WebhookId) -> Result<Option<Webhook>> {
    c.one(
        concat!("SELECT ", columns!(), " FROM webhook WHERE company_id = $1 AND id = $2"),
        args![company, id],
    )
}

/// The webhooks of a company, the oldest first.
pub fn of_company(c: &mut Conn, company: CompanyId) -> Result<Vec<Webhook>> {
    c.query(
        concat!("SELECT ", columns!(), " FROM webhook WHERE company_id = $1 ORDER BY created_at, id"),
        args![company],
    )
}

/// How many webhooks a company has. Lock the company first where the number must still be so at the commit.
pub fn count(c: &mut Conn, company: CompanyId) -> Result<i64> {
    Ok(c.one("SELECT COUNT(*) FROM webhook WHERE company_id = $1", args![company])?.unwrap_or(0))
}

/// All that one attempt of delivery needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Where to.
    pub endpoint: String,
    /// What to sign with.
    pub secret: String,
    /// What to send.
    pub body: String,
}

impl FromRow for Parcel {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self { endpoint: row.take()?, secret: row.take()?, body: row.take()? })
    }
}

/// What to send where. None when the webhook or the event is gone.
pub fn parcel(c: &mut Conn, company: CompanyId, id: WebhookId, event: EventId) -> Result<Option<Parcel>> {
    c.one(
        "SELECT w.endpoint, w.secret, e.body FROM webhook w JOIN event e ON e.company_id = w.company_id \
         WHERE w.company_id = $1 AND w.id = $2 AND e.id = $3",
        args![company, id, event],
    )
}
