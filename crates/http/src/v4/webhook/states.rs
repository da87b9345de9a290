//! How a webhook is: its state, pausing and resuming it, its secret, and trying it out.

use axum::{Json, extract::State, http::StatusCode};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use slated_app::{App, webhooks::secrets::OVERLAP};
use slated_store::ids::WebhookId;
use utoipa::ToSchema;
use uuid::Uuid;

use super::WebhookBody;
use crate::{
    error::Result,
    extract::{Caller, Empty, Id, Maybe, Write},
    v4::{number::Int, text::Line},
};

/// A webhook, and what is on its way to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookStatus {
    #[serde(flatten)]
    webhook: WebhookBody,
    /// Deliveries that wait or run, counted up to 10,000.
    waiting: i64,
    /// Deliveries of the last 30 days that were given up, counted up to 10,000. `replay` takes them up again.
    given_up: i64,
}

/// Get a webhook.
///
/// With its state, and how much is on its way to it.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "Webhooks", params(("id" = Uuid, Path)),
    responses((status = 200, body = WebhookStatus)))]
pub async fn get(
    State(app): State<App>,
    Caller(ctx): Caller,
    Id(id): Id<WebhookId>,
) -> Result<Json<WebhookStatus>> {
    let status = app.webhook(&ctx, id).await?;
    Ok(Json(WebhookStatus {
        webhook: status.webhook.into(),
        waiting: status.waiting,
        given_up: status.given_up,
    }))
}

/// Pause a webhook.
///
/// What happens is kept for it until it is resumed, for 30 days.
#[utoipa::path(post, path = "/webhooks/{id}/pause", tag = "Webhooks", params(("id" = Uuid, Path)),
    responses((status = 200, body = WebhookBody)))]
pub async fn pause(
    State(app): State<App>,
    Id(id): Id<WebhookId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<Json<WebhookBody>> {
    Ok(Json(app.pause_webhook(&ctx, id).await?.into()))
}

/// Resume a webhook.
///
/// One that was paused or disabled. What was kept for it goes out at once, the events of one appointment in order.
#[utoipa::path(post, path = "/webhooks/{id}/resume", tag = "Webhooks", params(("id" = Uuid, Path)),
    responses((status = 200, body = WebhookBody)))]
pub async fn resume(
    State(app): State<App>,
    Id(id): Id<WebhookId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<Json<WebhookBody>> {
    Ok(Json(app.resume_webhook(&ctx, id).await?.into()))
}

/// Another secret for a webhook.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RotateSecret {
    /// `whsec_` and the base64 of 24 to 64 bytes. Without, a new one is made.
    #[schema(value_type = Option<String>, max_length = 500)]
    secret: Option<Line>,
    /// For how many hours deliveries are signed with the secret before it too.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 168, default = 24)]
    overlap_hours: Option<Int<0, 168>>,
}

/// Change a webhook's secret.
///
/// While both secrets are valid, `webhook-signature` carries a signature by each, the newer first: receivers change
/// over without losing a delivery. The body may be left out.
#[utoipa::path(post, path = "/webhooks/{id}/rotate-secret", tag = "Webhooks", params(("id" = Uuid, Path)),
    request_body(content = Option<RotateSecret>), responses((status = 200, body = WebhookBody)))]
pub async fn rotate_secret(
    State(app): State<App>,
    Id(id): Id<WebhookId>,
    Write { ctx, body: Maybe(body) }: Write<Maybe<RotateSecret>>,
) -> Result<Json<WebhookBody>> {
    let RotateSecret { secret, overlap_hours } = body.unwrap_or_default();
    let overlap = overlap_hours.map_or(OVERLAP, |hours| SignedDuration::from_hours(hours.signed()));
    Ok(Json(app.rotate_webhook_secret(&ctx, id, secret.map(String::from), overlap).await?.into()))
}

/// A test that is on its way.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TestSent {
    /// The event, by which the delivery log is asked what came of it.
    event_id: Uuid,
}

/// Send a test event.
///
/// A `webhook_test` is sent once, also to a webhook that is paused or disabled, which an answer of 2xx resumes. What
/// came of it is in the deliveries, under its `eventId`.
#[utoipa::path(post, path = "/webhooks/{id}/test", tag = "Webhooks", params(("id" = Uuid, Path)),
    responses((status = 202, description = "It is on its way", body = TestSent)))]
pub async fn test(
    State(app): State<App>,
    Id(id): Id<WebhookId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<(StatusCode, Json<TestSent>)> {
    let event = app.test_webhook(&ctx, id).await?;
    Ok((StatusCode::ACCEPTED, Json(TestSent { event_id: event.0 })))
}
