//! What happened, for those who ask instead of being told.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use slated_app::App;
use slated_store::{event::Event, ids::EventId};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::webhook::deliveries::check_limit;
use crate::{
    error::Result,
    extract::{Caller, Params},
    v4::instant::Instant,
};

/// What selects events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Only events after this one: the `next` of the answer before.
    after: Option<Uuid>,
    /// Events per answer.
    #[serde(default = "usual_limit")]
    #[param(minimum = 1, maximum = 100)]
    limit: u32,
}

fn usual_limit() -> u32 {
    100
}

/// Some events.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventPage {
    /// The oldest first.
    events: Vec<EventBody>,
    /// Give this as `after` next time: the last event of this answer, or the `after` of the question.
    next: Option<Uuid>,
    /// There are more already.
    more: bool,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventBody {
    /// The `webhook-id` that webhooks are sent it with.
    id: Uuid,
    /// The event type.
    #[serde(rename = "type")]
    #[schema(example = "booking_created")]
    kind: String,
    /// What it happened to: an appointment, a booking that waited, a user or a webhook.
    subject_id: Uuid,
    created_at: Instant,
    /// What webhooks are sent.
    #[schema(value_type = Object)]
    body: Box<RawValue>,
}

/// List what happened.
///
/// Everything that webhooks are told of, the oldest first, whether there are webhooks or not: for those who ask from
/// time to time instead of being called. Events appear about two seconds after they happened and are kept for 30 days.
/// Needs an API key or an administrator.
#[utoipa::path(get, path = "/v4/events", tag = "Webhooks", params(ListParams),
    responses((status = 200, body = EventPage)))]
pub async fn list(
    State(app): State<App>,
    Caller(ctx): Caller,
    Params(q): Params<ListParams>,
) -> Result<Json<EventPage>> {
    check_limit(q.limit)?;
    // One more than is asked for, to know whether there is more.
    let mut events = app.events_after(&ctx, q.after.map(EventId), q.limit + 1).await?;
    let more = events.len() > q.limit as usize;
    events.truncate(q.limit as usize);
    let next = events.last().map(|event| event.id.0).or(q.after);
    let events = events.into_iter().map(EventBody::try_from).collect::<Result<_, _>>()?;
    Ok(Json(EventPage { events, next, more }))
}

impl TryFrom<Event> for EventBody {
    type Error = slated_app::Error;

    fn try_from(event: Event) -> Result<Self, slated_app::Error> {
        let body = RawValue::from_string(event.body)
            .map_err(|error| slated_store::db::Error::decode(error.to_string()))?;
        Ok(Self {
            id: event.id.0,
            kind: event.kind,
            subject_id: event.subject_id,
            created_at: Instant(event.created_at),
            body,
        })
    }
}
