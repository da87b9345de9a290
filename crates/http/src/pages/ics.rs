//! Appointments as iCalendar: one as a download (`/manage/{secret}/calendar.ics`), and a host's as a feed
//! (`/feed/{secret}.ics`). The secret is the permission.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use slated_app::App;

use super::{Parts, manage::Part, not_found};
use crate::error::ApiError;

/// The longest name of a feed that is looked up.
const LONGEST: usize = 200;
const KIND: &str = "text/calendar; charset=utf-8";

/// `GET /manage/{secret}/calendar.ics`.
pub(crate) async fn appointment(
    State(app): State<App>,
    part: Result<Part, Response>,
    uri: axum::http::Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(Part { full, attendee: Some(attendee), .. }) = part else { return not_found(uri, headers).await };
    match app.calendar_download(&full, attendee).await {
        Ok(download) => {
            let headers = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8; method=PUBLISH"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"appointment.ics\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, download.document).into_response()
        }
        Err(error) => ApiError::from(error).into_response(),
    }
}

/// `GET /feed/{secret}.ics`.
pub(crate) async fn feed(State(app): State<App>, file: Parts<String>, headers: HeaderMap) -> Response {
    let file = file.map(|path| path.0).unwrap_or_default();
    let secret = file.strip_suffix(".ics").filter(|secret| secret.len() <= LONGEST);
    let Some(secret) = secret else { return ApiError::unknown_route().into_response() };
    let feed = match app.read_calendar_feed(secret.to_owned()).await {
        Ok(feed) => feed,
        Err(error) => return ApiError::from(error).into_response(),
    };
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(feed.document.as_bytes())));
    let changed = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&feed.changed_at);
    let cached = [
        (header::ETAG, tag.clone()),
        (header::LAST_MODIFIED, changed.unwrap_or_default()),
        // Asked for again each time, and mostly answered with nothing.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    if is_fresh(&headers, &tag) {
        return (StatusCode::NOT_MODIFIED, cached).into_response();
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(KIND))];
    (kind, cached, feed.document).into_response()
}

/// Whether the caller has this version. What a proxy compressed may come back with a weak tag.
fn is_fresh(headers: &HeaderMap, tag: &str) -> bool {
    let seen = headers.get(header::IF_NONE_MATCH).and_then(|seen| seen.to_str().ok());
    seen.is_some_and(|seen| {
        seen.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
    })
}
