//! Path ids and query parameters.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use slated_app::Error;
use uuid::Uuid;

use super::refusal::field_error;
use crate::error::ApiError;

/// The last `{…Id}` or `{id}` of the path, as one of the id newtypes. What is no UUID is a 400.
#[derive(Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: From<Uuid>> FromRequestParts<S> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Error::bad_request("invalid-path", "The path is not valid UTF-8"))?;
        let (name, value) = params.iter().last().expect("Id is only used on routes with a path parameter");
        // Only the usual hyphenated spelling: one resource has one URL.
        let id = (value.len() == 36).then(|| value.parse().ok()).flatten();
        let id: Uuid = id.ok_or_else(|| Error::invalid(name, "invalid-id", "Must be a UUID"))?;
        Ok(Self(T::from(id)))
    }
}

/// Query parameters, with repeated keys as lists.
#[derive(Debug)]
pub struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let axum_extra::extract::Query(value) =
            axum_extra::extract::Query::from_request_parts(parts, state).await.map_err(|rejection| {
                use std::error::Error as _;
                let cause = rejection.source().map(ToString::to_string).unwrap_or_default();
                let (field, message) = cause.split_once(": ").unwrap_or(("", &cause));
                field_error(field, message)
            })?;
        Ok(Self(value))
    }
}
