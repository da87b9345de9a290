//! Bodies: JSON within bounds, refused with the place of the mistake; and the Idempotency-Key that goes with them.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use slated_app::{Ctx, Error, context::IdempotencyKey};

use super::{Caller, caller::ACTING_USER, operation, refusal::field_error};
use crate::{HttpState, error::ApiError};

/// A write by a caller: who, under which Idempotency-Key, and what.
///
/// `T` is a wire type for bodies that must be there, [`Maybe`] for optional ones, [`Empty`] where none is read.
#[derive(Debug)]
pub struct Write<T> {
    /// Who asks, and under which key.
    pub ctx: Ctx,
    /// What.
    pub body: T,
}

/// A body that may be left out.
#[derive(Debug)]
pub struct Maybe<T>(pub Option<T>);

/// No body is read; whatever is sent is ignored.
#[derive(Debug)]
pub struct Empty {}

/// Something a body can be read as.
pub trait FromBody: Sized {
    /// Reads it.
    fn from_body(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, ApiError>;
}

impl<T: DeserializeOwned> FromBody for T {
    fn from_body(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, ApiError> {
        must_be_json(headers)?;
        parse(bytes)
    }
}

impl<T: DeserializeOwned> FromBody for Maybe<T> {
    fn from_body(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, ApiError> {
        // An empty body needs no content type, and one that says JSON (as the contract's clients send it) may be empty.
        if bytes.is_empty() { Ok(Self(None)) } else { T::from_body(headers, bytes).map(Some).map(Self) }
    }
}

impl FromBody for Empty {
    fn from_body(_: &HeaderMap, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Self {})
    }
}

impl<T: FromBody> FromRequest<HttpState> for Write<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, ApiError> {
        let (mut parts, body) = request.into_parts();
        let Caller(mut ctx) = Caller::from_request_parts(&mut parts, state).await?;
        ctx.operation = operation::of(&mut parts, state).await;
        let headers = parts.headers.clone();
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await.map_err(unreadable)?;
        if let Some(key) = headers.get("idempotency-key") {
            let key = key.to_str().ok().filter(|k| (1..=255).contains(&k.len()));
            let key = key.ok_or_else(|| {
                Error::invalid(
                    "Idempotency-Key",
                    "invalid-idempotency-key",
                    "Must be 1 to 255 visible characters",
                )
            })?;
            let acting = headers.get(ACTING_USER).map_or(&b""[..], |v| v.as_bytes());
            let mut hash = Sha256::new();
            for part in [method.as_str().as_bytes(), path.as_bytes(), acting, &bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
            ctx.idempotency = Some(IdempotencyKey {
                scope: ctx.actor.scope_id(),
                key: key.to_owned(),
                fingerprint: hash.finalize().into(),
            });
        }
        Ok(Self { body: T::from_body(&headers, &bytes)?, ctx })
    }
}

fn unreadable(rejection: BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "The body is too large")
    } else {
        ApiError::new(StatusCode::BAD_REQUEST, "unreadable-body", "The body could not be read")
    }
}

fn must_be_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(|value| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    match essence.as_deref() {
        Some("application/json") => Ok(()),
        Some(other) if other.starts_with("application/") && other.ends_with("+json") => Ok(()),
        _ => Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "Content-Type must be application/json",
        )),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            ApiError::from(field_error(&path, &without_position(&inner)))
        } else {
            malformed(&inner)
        }
    })?;
    reader.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> ApiError {
    let place = format!("line {} column {}", error.line(), error.column());
    ApiError::new(StatusCode::BAD_REQUEST, "malformed-json", format!("The body is not valid JSON: {place}"))
}

/// The message alone: the field's path says where.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}
