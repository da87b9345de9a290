//! The limits on what one address may look at and send, and on guessing at links.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::Response,
};

use super::{Failure, Visit, Way, behind_secret};
use crate::{HttpState, error::ApiError};

/// A form within the limit of its address.
#[derive(Debug)]
pub(crate) struct Counted;

impl FromRequestParts<HttpState> for Counted {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Response> {
        let address = state.limits.address(&parts.extensions, &parts.headers);
        state.limits.count_form(address).map(|()| Self).map_err(|refused| too_many(parts, &refused))
    }
}

/// Counts pages that are looked at, and links that lead nowhere.
pub(crate) async fn within_limits(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let address = state.limits.address(request.extensions(), request.headers());
    let secret = behind_secret(request.uri().path()).is_some();
    let looked = if request.method() == Method::GET { state.limits.count_page(address) } else { Ok(()) };
    let allowed = looked.and_then(|()| if secret { state.limits.may_guess(address) } else { Ok(()) });
    if let Err(refused) = allowed {
        return too_many(&request.into_parts().0, &refused);
    }
    let response = next.run(request).await;
    if secret && response.status() == StatusCode::NOT_FOUND {
        state.limits.guessed_wrong(address);
    }
    response
}

fn too_many(parts: &Parts, refused: &ApiError) -> Response {
    let way = Way::new(parts.uri.path(), &Visit::new(parts.uri.query(), &parts.headers));
    Failure::too_many(refused).page(&way)
}
