//! A webhook, as others and itself are told of it: without its secret.

use serde::Serialize;
use slated_store::webhook::Webhook;
use uuid::Uuid;

use crate::v4::instant::Instant;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookTold {
    id: Uuid,
    endpoint: String,
    description: Option<String>,
    event_types: Vec<String>,
    company_id: Uuid,
    state: &'static str,
    state_reason: Option<String>,
    state_since: Option<Instant>,
}

impl WebhookTold {
    pub(super) fn new(webhook: &Webhook) -> Self {
        Self {
            id: webhook.id.0,
            endpoint: webhook.endpoint.clone(),
            description: webhook.description.clone(),
            event_types: webhook.event_types.clone(),
            company_id: webhook.company_id.0,
            state: webhook.state.as_str(),
            state_reason: webhook.state_reason.clone(),
            state_since: webhook.state_since.map(Instant),
        }
    }
}
