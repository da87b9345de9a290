//! A user's calendar feed: appointments at a secret address that any calendar app can subscribe to.

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use slated_app::App;
use utoipa::ToSchema;

use crate::{
    error::Result,
    extract::{Caller, Empty, Write},
    v4::instant::Instant,
};

/// A feed. Its address is shown only when it is made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarFeedBody {
    /// When it was made.
    created_at: Instant,
}

/// A feed just made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewCalendarFeed {
    /// Where calendar apps subscribe. Whoever knows it can read the user's appointments.
    #[schema(example = "https://book.example.com/feed/2xYw….ics")]
    url: String,
    /// When it was made.
    created_at: Instant,
}

/// Tell whether the acting user has a calendar feed.
#[utoipa::path(get, path = "/v4/calendar-feed", tag = "Calendar feed", responses((status = 200, body = CalendarFeedBody)))]
pub async fn get(State(app): State<App>, Caller(ctx): Caller) -> Result<Json<CalendarFeedBody>> {
    Ok(Json(CalendarFeedBody { created_at: Instant(app.calendar_feed(&ctx).await?) }))
}

/// Make the acting user's calendar feed.
///
/// If there was one, its address stops working.
#[utoipa::path(post, path = "/v4/calendar-feed", tag = "Calendar feed", responses((status = 201, body = NewCalendarFeed)))]
pub async fn make(
    State(app): State<App>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<(StatusCode, Json<NewCalendarFeed>)> {
    let made = app.make_calendar_feed(&ctx).await?;
    Ok((StatusCode::CREATED, Json(NewCalendarFeed { url: made.url, created_at: Instant(made.created_at) })))
}

/// Take the acting user's calendar feed away.
#[utoipa::path(delete, path = "/v4/calendar-feed", tag = "Calendar feed", responses((status = 204)))]
pub async fn delete(
    State(app): State<App>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    app.delete_calendar_feed(&ctx).await?;
    Ok(StatusCode::NO_CONTENT)
}
