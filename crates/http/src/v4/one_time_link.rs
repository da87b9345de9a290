//! Booking links that work once (contract section 8.6).

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use slated_store::ids::MeetingTypeId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    HttpState,
    error::Result,
    extract::{Empty, Id, Write},
};

/// A link that works for one booking.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OneTimeLink {
    /// What `oneTimeLinkId` takes on booking.
    id: Uuid,
    /// Where it leads.
    #[schema(
        example = "https://cal.example.com/ada-lovelace/consultation?oneTimeLinkId=0198f1c4-7a30-7c31-9a7e-2f6d1f0a8b11"
    )]
    url: String,
    /// The same as `url`.
    link: String,
    /// The same as `id`.
    token: String,
    /// What it books.
    meeting_type_id: Uuid,
}

/// Make a link that works for one booking.
#[utoipa::path(post, path = "/v4/one-time-booking-link/create/{meetingTypeId}", tag = "Meeting types",
    params(("meetingTypeId" = Uuid, Path)), responses((status = 201, body = OneTimeLink)))]
pub async fn create(
    State(state): State<HttpState>,
    Id(id): Id<MeetingTypeId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<(StatusCode, Json<OneTimeLink>)> {
    let made = state.app.create_one_time_link(&ctx, id).await?;
    let url = state.app.one_time_url(&made.page, made.id);
    let link = OneTimeLink {
        id: made.id.0,
        url: url.clone(),
        link: url,
        token: made.id.to_string(),
        meeting_type_id: made.page.meeting_type.id.0,
    };
    Ok((StatusCode::CREATED, Json(link)))
}
