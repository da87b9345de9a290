//! The audit log: who changed what. An extension of the contract.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use slated_app::{App, Error};
use slated_store::{audit::Entry, ids::AuditId};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::Result,
    extract::{Caller, Params},
    v4::instant::Instant,
};

/// Entries of one page, unless the query says otherwise.
const PAGE: u32 = 50;

/// Where to go on, and how far.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// `nextCursor` of the page before.
    cursor: Option<Uuid>,
    /// Entries a page; 50 unless said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditBody {
    id: Uuid,
    /// The user acted as.
    user_id: Uuid,
    /// `api-key`, `token`, `session` or `command-line`.
    via: String,
    /// The key, token or session.
    credential_id: Option<Uuid>,
    /// Method and route, or the command.
    #[schema(example = "PATCH /webhooks/{id}")]
    operation: String,
    /// What it was done to, where the route names it.
    subject_id: Option<Uuid>,
    /// What was there before, without secrets, in the words of `outcome`; null where there was nothing, or nothing is left
    /// of it.
    #[schema(value_type = serde_json::Value)]
    before: serde_json::Value,
    /// What it came to, without secrets; null where nothing is left of it.
    #[schema(value_type = serde_json::Value)]
    outcome: serde_json::Value,
    /// The request's `x-request-id`.
    request_id: Option<String>,
    /// Where the request came from.
    address: Option<String>,
    created_at: Instant,
}

/// Changes, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    items: Vec<AuditBody>,
    /// The `cursor` of the next page.
    next_cursor: Option<Uuid>,
    has_more: bool,
}

/// List administrative changes.
///
/// Every write of the company's but bookings and appointments, the newest first; kept for a year. Needs an API key or an
/// administrator.
#[utoipa::path(get, path = "/v4/audit-log", tag = "Privacy", params(AuditQuery),
    responses((status = 200, body = AuditPage)))]
pub async fn list(
    State(app): State<App>,
    Caller(ctx): Caller,
    Params(query): Params<AuditQuery>,
) -> Result<Json<AuditPage>> {
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=100).contains(&limit) {
        return Err(Error::invalid("limit", "out-of-range", "Must be from 1 to 100").into());
    }
    let mut entries = app.audit_log(&ctx, query.cursor.map(AuditId), limit + 1).await?;
    let has_more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let next_cursor = entries.last().filter(|_| has_more).map(|last| last.id.0);
    Ok(Json(AuditPage { items: entries.into_iter().map(AuditBody::from).collect(), next_cursor, has_more }))
}

impl From<Entry> for AuditBody {
    fn from(e: Entry) -> Self {
        Self {
            id: e.id.0,
            user_id: e.user_id.0,
            via: e.via,
            credential_id: e.credential_id,
            operation: e.operation,
            subject_id: e.subject_id,
            before: e.previous.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
            outcome: serde_json::from_str(&e.outcome).unwrap_or_default(),
            request_id: e.request_id,
            address: e.address,
            created_at: Instant(e.created_at),
        }
    }
}
