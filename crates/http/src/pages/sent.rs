//! A form that was sent: read, unless there is too much of it.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::Response,
};

use super::{Failure, Fields, Visit, Way};
use crate::HttpState;

/// What stands in a form that was sent.
#[derive(Debug)]
pub(crate) struct Sent(pub(super) Fields);

impl FromRequest<HttpState> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Response> {
        let way = Way::new(request.uri().path(), &Visit::new(request.uri().query(), request.headers()));
        match Bytes::from_request(request, state).await {
            Ok(body) => Ok(Self(Fields::parse(&body))),
            Err(_) => Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").page(&way)),
        }
    }
}
