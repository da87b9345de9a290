//! Who is calling: the credential, the user acted as, and the rate limit.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use slated_app::{Ctx, Error};
use slated_store::ids::UserId;

use crate::{HttpState, error::ApiError};

/// The header by which an API key says as whom it acts.
pub(super) const ACTING_USER: &str = "x-meetergo-api-user-id";

/// A caller with a valid credential, within its rate limit.
#[derive(Debug)]
pub struct Caller(pub Ctx);

impl FromRequestParts<HttpState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, ApiError> {
        let bearer = bearer(&parts.headers)?;
        let named = acting_user(&parts.headers)?;
        let address = state.limits.address(&parts.extensions, &parts.headers);
        state.limits.may_guess(address)?;
        let authenticated = state.app.authenticate(bearer, named).await;
        if let Err(Error::Unauthenticated { code: "invalid-api-key", .. }) = &authenticated {
            state.limits.guessed_wrong(address);
        }
        let actor = authenticated?;
        state.limits.count(actor.scope_id())?;
        Ok(Self(Ctx::from(actor)))
    }
}

fn bearer(headers: &HeaderMap) -> Result<&str, Error> {
    let missing =
        Error::Unauthenticated { code: "missing-authorization", message: "Missing authorization header" };
    let value = headers.get(header::AUTHORIZATION).ok_or(missing)?;
    let invalid = Error::Unauthenticated { code: "invalid-api-key", message: "Invalid API key" };
    let Some((scheme, token)) = value.to_str().ok().and_then(|text| text.split_once(' ')) else {
        return Err(invalid);
    };
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(invalid) }
}

fn acting_user(headers: &HeaderMap) -> Result<Option<UserId>, Error> {
    let Some(value) = headers.get(ACTING_USER) else { return Ok(None) };
    let id = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    id.map(|id| Some(UserId(id))).ok_or_else(|| Error::invalid(ACTING_USER, "invalid-id", "Must be a UUID"))
}
