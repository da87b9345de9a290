//! What a write is called in the audit log, if it is an administrator's.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, MatchedPath, RawPathParams},
    http::request::Parts,
};
use slated_app::audit::Operation;

use crate::HttpState;

/// The first parts of routes where invitees and hosts meet: these writes are told by events. All others are recorded,
/// those to come included.
const NOT_ADMINISTRATIVE: [&str; 4] =
    ["/v4/appointment/", "/v4/attendee/", "/v4/booking", "/v4/provisional-booking/"];

/// What a page's form does, as the audit log names it.
#[derive(Debug)]
pub struct Deed(pub Option<Operation>);

impl FromRequestParts<HttpState> for Deed {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Infallible> {
        Ok(Self(of(parts, state).await))
    }
}

/// The operation of a request; none where it is not administrative.
pub(super) async fn of(parts: &mut Parts, state: &HttpState) -> Option<Operation> {
    let route = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| parts.uri.path().to_owned());
    if NOT_ADMINISTRATIVE.iter().any(|first| route.starts_with(first)) {
        return None;
    }
    let params = RawPathParams::from_request_parts(parts, state).await.ok();
    let subject = params.as_ref().and_then(|params| params.iter().last()).and_then(|(_, id)| id.parse().ok());
    Some(Operation {
        name: format!("{} {route}", parts.method),
        subject,
        request_id: parts
            .headers
            .get("x-request-id")
            .and_then(|id| id.to_str().ok())
            .map(|id| id.chars().take(100).collect()),
        address: Some(state.limits.address(&parts.extensions, &parts.headers)),
    })
}
