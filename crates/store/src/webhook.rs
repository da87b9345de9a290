//! Webhooks: the endpoints that a company wants to be told at, and of what.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Column, Conn, FromColumn, FromRow, Json, Result, Row, Value},
    ids::{CompanyId, EventId, WebhookId},
    sealing::{self, Place},
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
    /// The secret before it, while both are signed with.
    pub previous_secret: Option<String>,
    /// Until when that is.
    pub previous_secret_until: Option<Timestamp>,
    /// Whether it is told anything.
    pub state: State,
    /// Why it is not, in words.
    pub state_reason: Option<String>,
    /// Since when it is in this state; none if it always was.
    pub state_since: Option<Timestamp>,
    /// Since when nothing reaches it; none while the last attempt succeeded.
    pub failing_since: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Whether an endpoint is told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is.
    Active,
    /// What it is to be told is kept until it is resumed.
    Paused,
    /// It said that it is gone: nothing is kept for it.
    Disabled,
}

impl State {
    /// As stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }
}

impl From<State> for Value {
    fn from(state: State) -> Self {
        Self::from(state.as_str())
    }
}

impl FromColumn for State {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Text("active") => Ok(Self::Active),
            Column::Text("paused") => Ok(Self::Paused),
            Column::Text("disabled") => Ok(Self::Disabled),
            other => Err(other.mismatch("the state of a webhook")),
        }
    }
}

macro_rules! columns {
    () => {
        "id, company_id, endpoint, description, event_types, secret, previous_secret, previous_secret_until, state, \
         state_reason, state_since, failing_since, created_at, updated_at"
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
            previous_secret: row.take()?,
            previous_secret_until: row.take()?,
            state: row.take()?,
            state_reason: row.take()?,
            state_since: row.take()?,
            failing_since: row.take()?,
            created_at: row.take()?,
            updated_at: row.take()?,
        })
    }
}

/// The two secrets as they are stored.
struct Secrets {
    secret: String,
    previous: Option<String>,
}

impl Secrets {
    fn sealed(tx: &mut Conn, w: &Webhook) -> Result<Self> {
        let key = sealing::key(tx)?;
        let previous = w.previous_secret.as_deref();
        Ok(Self {
            secret: key.seal(&place(w.company_id, &w.id, "webhook.secret"), &w.secret),
            previous: previous
                .map(|text| key.seal(&place(w.company_id, &w.id, "webhook.previous_secret"), text)),
        })
    }

    fn opened(self, c: &Conn, company: CompanyId, id: WebhookId) -> Result<Self> {
        let open = |column, text: String| c.keys().open(&place(company, &id, column), &text);
        Ok(Self {
            secret: open("webhook.secret", self.secret)?,
            previous: self.previous.map(|text| open("webhook.previous_secret", text)).transpose()?,
        })
    }
}

fn place<'i>(company: CompanyId, id: &'i WebhookId, column: &'static str) -> Place<'i> {
    Place { column, company: company.0, row: id.0.as_bytes() }
}

fn opened(c: &Conn, w: Webhook) -> Result<Webhook> {
    let secrets = Secrets { secret: w.secret, previous: w.previous_secret };
    let Secrets { secret, previous } = secrets.opened(c, w.company_id, w.id)?;
    Ok(Webhook { secret, previous_secret: previous, ..w })
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, w: &Webhook) -> Result<()> {
    let secrets = Secrets::sealed(tx, w)?;
    tx.execute(
        concat!(
            "INSERT INTO webhook (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        args![
            w.id,
            w.company_id,
            &w.endpoint,
            &w.description,
            Json(&w.event_types),
            secrets.secret,
            secrets.previous,
            w.previous_secret_until,
            w.state,
            &w.state_reason,
            w.state_since,
            w.failing_since,
            w.created_at,
            w.updated_at,
        ],
    )?;
    Ok(())
}

/// Changes what a caller may change, and the secrets. False when the company has no such webhook.
pub fn update(tx: &mut Conn, w: &Webhook) -> Result<bool> {
    let secrets = Secrets::sealed(tx, w)?;
    let n = tx.execute(
        "UPDATE webhook SET endpoint = $3, description = $4, event_types = $5, secret = $6, previous_secret = $7, \
         previous_secret_until = $8, updated_at = $9 WHERE company_id = $1 AND id = $2",
        args![
            w.company_id,
            w.id,
            &w.endpoint,
            &w.description,
            Json(&w.event_types),
            secrets.secret,
            secrets.previous,
            w.previous_secret_until,
            w.updated_at,
        ],
    )?;
    Ok(n == 1)
}

/// Puts it into another state, with a clean record. False when it was in that state already, or is gone.
pub fn set_state(
    tx: &mut Conn,
    company: CompanyId,
    id: WebhookId,
    state: State,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    let n = tx.execute(
        "UPDATE webhook SET state = $3, state_reason = $4, state_since = $5, failing_since = NULL \
         WHERE company_id = $1 AND id = $2 AND state <> $3",
        args![company, id, state, reason, now],
    )?;
    Ok(n == 1)
}

/// An attempt failed, after one that succeeded.
pub fn begin_failing(tx: &mut Conn, company: CompanyId, id: WebhookId, since: Timestamp) -> Result<bool> {
    let n = tx.execute(
        "UPDATE webhook SET failing_since = $3 WHERE company_id = $1 AND id = $2 AND failing_since IS NULL",
        args![company, id, since],
    )?;
    Ok(n == 1)
}

/// An attempt succeeded, after one that failed.
pub fn end_failing(tx: &mut Conn, company: CompanyId, id: WebhookId) -> Result<bool> {
    let n = tx.execute(
        "UPDATE webhook SET failing_since = NULL WHERE company_id = $1 AND id = $2 AND failing_since IS NOT NULL",
        args![company, id],
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
    let found: Option<Webhook> = c.one(
        concat!("SELECT ", columns!(), " FROM webhook WHERE company_id = $1 AND id = $2"),
        args![company, id],
    )?;
    found.map(|webhook| opened(c, webhook)).transpose()
}

/// The webhooks of a company, the oldest first.
pub fn of_company(c: &mut Conn, company: CompanyId) -> Result<Vec<Webhook>> {
    let found: Vec<Webhook> = c.query(
        concat!("SELECT ", columns!(), " FROM webhook WHERE company_id = $1 ORDER BY created_at, id"),
        args![company],
    )?;
    found.into_iter().map(|webhook| opened(c, webhook)).collect()
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
    /// What to sign with too, while its time is not over.
    pub previous_secret: Option<String>,
    /// Until when that is.
    pub previous_secret_until: Option<Timestamp>,
    /// Whether the endpoint is told anything.
    pub state: State,
    /// Since when nothing reaches it.
    pub failing_since: Option<Timestamp>,
    /// What to send.
    pub body: String,
}

impl FromRow for Parcel {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            endpoint: row.take()?,
            secret: row.take()?,
            previous_secret: row.take()?,
            previous_secret_until: row.take()?,
            state: row.take()?,
            failing_since: row.take()?,
            body: row.take()?,
        })
    }
}

/// Which event to send where.
pub type Wanted = (CompanyId, WebhookId, EventId);

/// What to send where, for each of these. None when the webhook or the event is gone.
pub fn parcels(c: &mut Conn, wanted: &[Wanted]) -> Result<Vec<Option<Parcel>>> {
    let sets: Vec<_> =
        wanted.iter().map(|&(company, id, event)| args![company, id, event].to_vec()).collect();
    let found: Vec<Vec<Parcel>> = c.query_each(
        "SELECT w.endpoint, w.secret, w.previous_secret, w.previous_secret_until, w.state, w.failing_since, e.body \
         FROM webhook w JOIN event e ON e.company_id = w.company_id \
         WHERE w.company_id = $1 AND w.id = $2 AND e.id = $3",
        &sets,
    )?;
    let opened = |parcel: Parcel, &(company, id, _): &Wanted| {
        let secrets = Secrets { secret: parcel.secret, previous: parcel.previous_secret };
        let Secrets { secret, previous } = secrets.opened(c, company, id)?;
        Ok(Parcel { secret, previous_secret: previous, ..parcel })
    };
    let one = |(mut found, wanted): (Vec<Parcel>, &Wanted)| {
        found.pop().map(|parcel| opened(parcel, wanted)).transpose()
    };
    found.into_iter().zip(wanted).map(one).collect()
}
