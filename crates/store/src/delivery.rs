//! Deliveries: every attempt to tell an endpoint of an event, with what came of it.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row, Value},
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
    /// Where it was sent, without what a query holds.
    pub endpoint: Option<String>,
    /// The signatures it was sent with.
    pub signature: Option<String>,
    /// What the endpoint answered; none when no answer came.
    pub response_status: Option<u16>,
    /// The answer's headers of use.
    pub response_headers: Option<BTreeMap<String, String>>,
    /// How the answer's body begins.
    pub response_body: Option<String>,
    /// Why it counts as failed; none when it succeeded.
    pub error: Option<String>,
    /// From the call until the answer was read, in milliseconds.
    pub elapsed_ms: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, company_id, webhook_id, event_id, attempt, endpoint, signature, response_status, response_headers, \
         response_body, error, elapsed_ms, created_at"
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
            endpoint: row.take()?,
            signature: row.take()?,
            response_status: row.take()?,
            response_headers: row.take::<Option<Json<_>>>()?.map(|json| json.0),
            response_body: row.take()?,
            error: row.take()?,
            elapsed_ms: row.take()?,
            created_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, d: &Delivery) -> Result<()> {
    tx.execute_later(
        concat!(
            "INSERT INTO delivery (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &values(d),
    )
}

/// Stores new ones, many with each statement.
pub fn insert_all(tx: &mut Conn, deliveries: &[&Delivery]) -> Result<()> {
    static TOGETHER: LazyLock<String> = LazyLock::new(|| {
        let row = |n: usize| {
            let places: Vec<_> = (1..=COLUMNS).map(|place| format!("${}", n * COLUMNS + place)).collect();
            format!("({})", places.join(", "))
        };
        let rows: Vec<_> = (0..AT_ONCE).map(row).collect();
        format!(concat!("INSERT INTO delivery (", columns!(), ") VALUES {}"), rows.join(", "))
    });
    let (chunks, rest) = deliveries.as_chunks::<AT_ONCE>();
    for chunk in chunks {
        let values: Vec<Value> = chunk.iter().flat_map(|d| values(d)).collect();
        tx.execute_later(TOGETHER.as_str(), &values)?;
    }
    rest.iter().try_for_each(|d| insert(tx, d))
}

const COLUMNS: usize = 13;
/// Rows of one statement.
const AT_ONCE: usize = 16;

fn values(d: &Delivery) -> [Value; COLUMNS] {
    [
        d.id.into(),
        d.company_id.into(),
        d.webhook_id.into(),
        d.event_id.into(),
        d.attempt.into(),
        d.endpoint.as_ref().into(),
        d.signature.as_ref().into(),
        d.response_status.into(),
        d.response_headers.as_ref().map(Json).into(),
        d.response_body.as_ref().into(),
        d.error.as_ref().into(),
        d.elapsed_ms.into(),
        d.created_at.into(),
    ]
}

/// What [`page`] selects. None means all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Before this attempt: where the page before ended.
    pub before: Option<DeliveryId>,
    /// Of this event.
    pub event: Option<EventId>,
    /// Only those that succeeded, or only those that failed.
    pub succeeded: Option<bool>,
}

/// Up to `limit` attempts at an endpoint, the newest first.
pub fn page(
    c: &mut Conn,
    company: CompanyId,
    webhook: WebhookId,
    filter: Filter,
    limit: u32,
) -> Result<Vec<Delivery>> {
    let before = filter.before.map_or(Uuid::max(), |id| id.0);
    let event = filter.event.map_or(Uuid::nil(), |id| id.0);
    // Nothing is sent before it happened, and both ids begin with the time.
    let since = filter.event.map_or(Uuid::nil(), EventId::millisecond);
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM delivery WHERE company_id = $1 AND webhook_id = $2 AND id < $3 AND id >= $4 \
             AND ($5 OR event_id = $6) AND ($7 OR (error IS NULL) = $8) \
             ORDER BY id DESC LIMIT CAST($9 AS BIGINT)"
        ),
        args![
            company,
            webhook,
            before,
            since,
            filter.event.is_none(),
            event,
            filter.succeeded.is_none(),
            filter.succeeded.unwrap_or_default(),
            limit,
        ],
    )
}

/// The attempt with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: DeliveryId) -> Result<Option<Delivery>> {
    c.one(
        concat!("SELECT ", columns!(), " FROM delivery WHERE company_id = $1 AND id = $2"),
        args![company, id],
    )
}

/// Forgets up to `limit` attempts of all companies from before `cutoff`; how many those were.
pub fn forget_old(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM delivery WHERE (company_id, id) IN \
         (SELECT company_id, id FROM delivery WHERE id < $1 ORDER BY id LIMIT CAST($2 AS BIGINT))",
        args![DeliveryId::floor(cutoff), limit],
    )
}
