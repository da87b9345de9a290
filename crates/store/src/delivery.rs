//! Deliveries: every attempt to tell an endpoint of an event, with what came of it.

use jiff::Timestamp;

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, DeliveryId, EventId, WebhookId},
};

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Which; ordered by time.
    pub id: DeliveryId,
    /// Of which company.
    pub company_id: CompanyId,
    /// To which endpoint.
    pub webhook_id: WebhookId,
    /// What was told.
    pub event_id: EventId,
    /// The first is 1.
    pub attempt: u32,
    /// What the endpoint answered; none when no answer came.
    pub response_status: Option<u16>,
    /// Why it counts as failed; none when it succeeded.
    pub error: Option<String>,
    /// From the call until the answer was read, in milliseconds.
    pub elapsed_ms: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, company_id, webhook_id, event_id, attempt, response_status, error, elapsed_ms, created_at"
    };
}

impl FromRow for Delivery {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            webhook_id: row.take()?,
            event_id: row.take()?,
            attempt: row.take()?,
            response_status: row.take()?,
            error: row.take()?,
            elapsed_ms: row.take()?,
            created_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, d: &Delivery) -> Result<()> {
    tx.execute(
        concat!("INSERT INTO delivery (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        args![
            d.id,
            d.company_id,
            d.webhook_id,
            d.event_id,
            d.attempt,
            d.response_status,
            &d.error,
            d.elapsed_ms,
            d.created_at,
        ],
    )?;
    Ok(())
}

/// The last `limit` attempts at an endpoint, the newest first.
pub fn of_webhook(c: &mut Conn, company: CompanyId, webhook: WebhookId, limit: u32) -> Result<Vec<Delivery>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM delivery WHERE company_id = $1 AND webhook_id = $2 \
             ORDER BY created_at DESC, id DESC LIMIT CAST($3 AS BIGINT)"
        ),
        args![company, webhook, limit],
    )
}

/// Forgets up to `limit` attempts of all companies from before `cutoff`; how many those were.
pub fn forget_old(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM delivery WHERE id IN \
         (SELECT id FROM delivery WHERE id < $1 ORDER BY id LIMIT CAST($2 AS BIGINT))",
        args![DeliveryId::floor(cutoff), limit],
    )
}
