//! Webhooks (contract sections 4.10 and 12.1), at the root and under `/v4`.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::{
    App,
    events::EventType,
    webhooks::{NewWebhook, WebhookChange},
};
use slated_store::{ids::WebhookId, webhook::Webhook};
use utoipa::ToSchema;
use uuid::Uuid;

pub mod deliveries;
pub mod states;

use crate::{
    error::{ErrorBody, Result},
    extract::{Caller, Empty, Id, Write},
    v4::{
        instant::Instant,
        number::List,
        one_of::one_of,
        patch::Patch,
        text::{Line, Text},
    },
};

/// An endpoint that is told of events.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookBody {
    /// Which.
    id: Uuid,
    /// Where events are sent, byte for byte as it was given.
    #[schema(example = "https://example.com/webhooks/meetergo")]
    endpoint: String,
    /// A note.
    description: Option<String>,
    /// What it is told of.
    #[schema(value_type = Vec<WebhookEventType>)]
    event_types: Vec<String>,
    /// Whose.
    company_id: Uuid,
    /// What deliveries are signed with, by the Standard Webhooks scheme: the headers `webhook-id`, `webhook-timestamp`
    /// and `webhook-signature`.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwK7d3n0QvZ1M=")]
    secret: String,
    /// Until when deliveries are signed with the secret before it too; null while there is only one.
    previous_secret_until: Option<Instant>,
    /// `active`; `paused`: what happens is kept for it; `disabled`: it answered 410, and nothing is kept for it.
    #[schema(example = "active")]
    state: &'static str,
    /// Why it is paused or disabled.
    state_reason: Option<String>,
    /// Since when it is in this state; null if it always was.
    state_since: Option<Instant>,
    /// Since when nothing reaches it; null while the last attempt succeeded.
    failing_since: Option<Instant>,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
}

one_of!(
    /// The events there are.
    WebhookEventType(EventType),
    EventType::parse,
    EventType::ALL.iter().map(|event_type| event_type.as_str()).collect(),
    "booking_created"
);

/// A new endpoint.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookInput {
    /// Where events are sent: `https:`, and publicly reachable unless the operator allowed the network.
    #[schema(value_type = String, max_length = 2048, example = "https://example.com/webhooks/meetergo")]
    endpoint: Text<2048>,
    /// What it is told of.
    #[schema(value_type = Vec<WebhookEventType>, min_items = 1, max_items = 50)]
    event_types: List<String, 50>,
    /// A note.
    #[schema(value_type = Option<String>, max_length = 500)]
    description: Option<Line>,
    /// What to sign with: `whsec_` and the base64 of 24 to 64 bytes. Without, a new one is made.
    #[schema(value_type = Option<String>, max_length = 500)]
    secret: Option<Line>,
}

/// What is to change in an endpoint. What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookPatch {
    /// Where events are sent, also those that are still on their way.
    #[schema(value_type = Option<String>, max_length = 2048)]
    endpoint: Option<Text<2048>>,
    /// Replaces what it is told of.
    #[schema(value_type = Option<Vec<WebhookEventType>>, min_items = 1, max_items = 50)]
    event_types: Option<List<String, 50>>,
    /// A note; null clears it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    description: Patch<Line>,
}

/// List webhooks.
///
/// The company's, the oldest first. Needs an API key or an administrator.
#[utoipa::path(get, path = "/webhooks", tag = "Webhooks", responses((status = 200, body = Vec<WebhookBody>)))]
pub async fn list(State(app): State<App>, Caller(ctx): Caller) -> Result<Json<Vec<WebhookBody>>> {
    let webhooks = app.list_webhooks(&ctx).await?;
    Ok(Json(webhooks.into_iter().map(WebhookBody::from).collect()))
}

/// Register a webhook.
///
/// Events that happen from then on are sent to it: at least once each, those of one appointment in order, with up to
/// ten attempts over about three days.
#[utoipa::path(post, path = "/webhooks", tag = "Webhooks", request_body = WebhookInput,
    responses((status = 201, body = WebhookBody),
        (status = 406, description = "The company has six webhooks already (`webhook-limit-reached`)", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    Write { ctx, body }: Write<WebhookInput>,
) -> Result<(StatusCode, Json<WebhookBody>)> {
    let new = NewWebhook {
        endpoint: body.endpoint.into(),
        event_types: body.event_types.0,
        description: body.description.map(String::from),
        secret: body.secret.map(String::from),
    };
    let webhook = app.create_webhook(&ctx, new).await?;
    Ok((StatusCode::CREATED, Json(webhook.into())))
}

/// Change a webhook.
#[utoipa::path(patch, path = "/webhooks/{id}", tag = "Webhooks", params(("id" = Uuid, Path)),
    request_body = WebhookPatch,
    responses((status = 200, body = WebhookBody)))]
pub async fn update(
    State(app): State<App>,
    Id(id): Id<WebhookId>,
    Write { ctx, body }: Write<WebhookPatch>,
) -> Result<Json<WebhookBody>> {
    let change = WebhookChange {
        endpoint: body.endpoint.map(String::from),
        event_types: body.event_types.map(|types| types.0),
        description: body.description.map(String::from).said(),
    };
    Ok(Json(app.update_webhook(&ctx, id, change).await?.into()))
}

/// Remove a webhook.
///
/// What is still on its way to it is dropped.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "Webhooks", params(("id" = Uuid, Path)),
    responses((status = 204)))]
pub async fn delete(
    State(app): State<App>,
    Id(id): Id<WebhookId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    app.delete_webhook(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<Webhook> for WebhookBody {
    fn from(w: Webhook) -> Self {
        Self {
            id: w.id.0,
            endpoint: w.endpoint,
            description: w.description,
            event_types: w.event_types,
            company_id: w.company_id.0,
            secret: w.secret,
            previous_secret_until: w.previous_secret_until.map(Instant),
            state: w.state.as_str(),
            state_reason: w.state_reason,
            state_since: w.state_since.map(Instant),
            failing_since: w.failing_since.map(Instant),
            created_at: Instant(w.created_at),
            updated_at: Instant(w.updated_at),
        }
    }
}
