//! The log of deliveries, and sending again.

use std::{collections::BTreeMap, str::FromStr};

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use slated_app::{
    App, Error,
    error::FieldErrors,
    webhooks::replay::{MOST, Replayed, Which},
};
use slated_store::{
    delivery::{Delivery, Filter},
    event::Event,
    ids::{DeliveryId, EventId, WebhookId},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::{ErrorBody, Result},
    extract::{Caller, Id, Params, Write},
    v4::{instant::Instant, number::List, text::Text},
};

/// What selects deliveries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// The `next` of the page before.
    before: Option<Uuid>,
    /// Deliveries per page.
    #[serde(default = "usual_limit")]
    #[param(minimum = 1, maximum = 100)]
    limit: u32,
    /// Only those of this event.
    event_id: Option<Uuid>,
    /// Only those with this outcome.
    #[param(inline)]
    outcome: Option<Outcome>,
}

fn usual_limit() -> u32 {
    50
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The endpoint answered 2xx.
    Succeeded,
    /// It did not.
    Failed,
}

/// One page of deliveries.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryPage {
    /// The newest first.
    deliveries: Vec<DeliveryBody>,
    /// Give this as `before` for the page that follows; null when this is the last.
    next: Option<Uuid>,
}

/// One attempt to tell an endpoint of an event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryBody {
    id: Uuid,
    webhook_id: Uuid,
    /// The `webhook-id` it was sent with.
    event_id: Uuid,
    /// The first is 1.
    attempt: u32,
    outcome: Outcome,
    /// Why it failed.
    error: Option<String>,
    /// The status that was answered; null when no answer came.
    response_status: Option<u16>,
    /// From the call until the answer was read, in milliseconds.
    elapsed_ms: i64,
    created_at: Instant,
}

/// One attempt, with what was sent and answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryDetail {
    #[serde(flatten)]
    delivery: DeliveryBody,
    /// Null for attempts from before this was kept.
    request: Option<RequestSent>,
    /// Null when no answer came.
    response: Option<ResponseGot>,
}

/// What was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestSent {
    /// The values of its query are left out.
    url: String,
    headers: BTreeMap<&'static str, String>,
    /// The body, with `[redacted]` for the `secret` of an appointment; null once the event is forgotten.
    #[schema(value_type = Option<Object>)]
    body: Option<Value>,
}

/// What was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResponseGot {
    status: u16,
    /// Those of use when looking for a mistake; cookies and the like are left out.
    headers: BTreeMap<String, String>,
    /// How the body begins: up to 4 KiB, with `…` where it goes on.
    body: Option<String>,
}

/// List the deliveries to a webhook.
///
/// Every attempt of the last 30 days, the newest first.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", tag = "Webhooks", params(("id" = Uuid, Path), ListParams),
    responses((status = 200, body = DeliveryPage)))]
pub async fn list(
    State(app): State<App>,
    Caller(ctx): Caller,
    Id(id): Id<WebhookId>,
    Params(q): Params<ListParams>,
) -> Result<Json<DeliveryPage>> {
    check_limit(q.limit)?;
    let filter = Filter {
        before: q.before.map(DeliveryId),
        event: q.event_id.map(EventId),
        succeeded: q.outcome.map(|outcome| outcome == Outcome::Succeeded),
    };
    let page = app.deliveries(&ctx, id, filter, q.limit).await?;
    let next = page.last().filter(|_| page.len() == q.limit as usize).map(|last| last.id.0);
    Ok(Json(DeliveryPage { deliveries: page.into_iter().map(DeliveryBody::from).collect(), next }))
}

/// Refuses pages that are not served.
pub(in crate::v4) fn check_limit(limit: u32) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    if !(1..=100).contains(&limit) {
        errors.add("limit", "out-of-range", "Must be 1 to 100");
    }
    errors.finish()
}

/// Get a delivery.
///
/// With the request as it was sent and the answer as it came.
#[utoipa::path(get, path = "/webhooks/deliveries/{deliveryId}", tag = "Webhooks", params(("deliveryId" = Uuid, Path)),
    responses((status = 200, body = DeliveryDetail)))]
pub async fn get(
    State(app): State<App>,
    Caller(ctx): Caller,
    Id(id): Id<DeliveryId>,
) -> Result<Json<DeliveryDetail>> {
    let (delivery, event) = app.delivery(&ctx, id).await?;
    let request = delivery.endpoint.clone().map(|url| RequestSent::new(url, &delivery, event));
    let response = delivery.response_status.map(|status| ResponseGot {
        status,
        headers: delivery.response_headers.clone().unwrap_or_default(),
        body: delivery.response_body.clone(),
    });
    Ok(Json(DeliveryDetail { delivery: delivery.into(), request, response }))
}

impl RequestSent {
    fn new(url: String, delivery: &Delivery, event: Option<Event>) -> Self {
        let mut headers = BTreeMap::from([
            ("content-type", "application/json".to_owned()),
            ("webhook-id", delivery.event_id.to_string()),
            ("webhook-timestamp", delivery.created_at.as_second().to_string()),
        ]);
        headers.extend(delivery.signature.clone().map(|signature| ("webhook-signature", signature)));
        let mut body = event.and_then(|event| serde_json::from_str(&event.body).ok());
        body.iter_mut().for_each(redact);
        Self { url, headers, body }
    }
}

/// The secret of an appointment lets whoever has it cancel and move it.
fn redact(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name == "secret" && value.is_string() {
                    *value = "[redacted]".into();
                } else {
                    redact(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(redact),
        _ => {}
    }
}

/// What is to be sent again: named events, or what happened in a time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplayInput {
    /// These events, of whatever type.
    #[schema(value_type = Option<Vec<Uuid>>, min_items = 1, max_items = 1_000)]
    event_ids: Option<List<Uuid, 1_000>>,
    /// From this instant on; needed without `eventIds`.
    from: Option<Instant>,
    /// Until before this instant; without, until now.
    to: Option<Instant>,
    /// All events of the types the webhook is told of, or only deliveries that were given up.
    #[serde(default)]
    only: Only,
    /// The `next` of the answer before.
    #[schema(value_type = Option<String>, max_length = 36)]
    after: Option<Text<36>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Only {
    /// Whatever happened.
    #[default]
    All,
    /// What was given up.
    Failed,
}

/// What is on its way again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReplayQueued {
    /// Deliveries that are on their way now.
    queued: usize,
    /// Give this as `after`, with everything else the same, to go on; null when that was all.
    next: Option<String>,
}

/// Send events again.
///
/// Up to 1,000 at a time, those of one appointment in order, each with the `webhook-id` it had. `only: failed` takes up
/// what was given up; nothing else is sent twice then.
#[utoipa::path(post, path = "/webhooks/{id}/replay", tag = "Webhooks", params(("id" = Uuid, Path)),
    request_body = ReplayInput,
    responses((status = 202, description = "They are on their way", body = ReplayQueued),
        (status = 409, description = "The webhook is disabled (`webhook-disabled`)", body = ErrorBody)))]
pub async fn replay(
    State(app): State<App>,
    Id(id): Id<WebhookId>,
    Write { ctx, body }: Write<ReplayInput>,
) -> Result<(StatusCode, Json<ReplayQueued>)> {
    let which = body.which(app.now())?;
    let Replayed { queued, next } = app.replay(&ctx, id, which).await?;
    Ok((StatusCode::ACCEPTED, Json(ReplayQueued { queued, next })))
}

impl ReplayInput {
    fn which(self, now: Timestamp) -> Result<Which, Error> {
        if let Some(ids) = self.event_ids {
            if ids.0.is_empty() {
                return Err(Error::invalid("eventIds", "too-short", "At least one event is needed"));
            }
            debug_assert!(ids.0.len() <= MOST as usize);
            return Ok(Which::Events(ids.0.into_iter().map(EventId).collect()));
        }
        let from =
            self.from.ok_or_else(|| Error::invalid("from", "required", "from or eventIds is required"))?.0;
        let to = self.to.map_or(now, |to| to.0);
        if to <= from {
            return Err(Error::invalid("to", "invalid-range", "to must be after from"));
        }
        Ok(match self.only {
            Only::All => Which::Happened { from, to, after: cursor(self.after)?.map(EventId) },
            Only::Failed => Which::GivenUp { from, to, after: cursor(self.after)? },
        })
    }
}

/// Where an answer before ended.
fn cursor<T: FromStr>(after: Option<Text<36>>) -> Result<Option<T>, Error> {
    let read = after.map(|after| after.parse()).transpose();
    read.map_err(|_| Error::invalid("after", "invalid-value", "Must be the next of an answer before"))
}

impl From<Delivery> for DeliveryBody {
    fn from(d: Delivery) -> Self {
        Self {
            id: d.id.0,
            webhook_id: d.webhook_id.0,
            event_id: d.event_id.0,
            attempt: d.attempt,
            outcome: if d.error.is_none() { Outcome::Succeeded } else { Outcome::Failed },
            error: d.error,
            response_status: d.response_status,
            elapsed_ms: d.elapsed_ms,
            created_at: Instant(d.created_at),
        }
    }
}
