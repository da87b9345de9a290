//! Errors over HTTP: one status and one stable `errorCode`, in the contract's body (section 3).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use slated_app::{Error, error::FieldError};
use slated_store::db;
use utoipa::ToSchema;

use crate::v4::instant::Instant;

/// The result of a handler.
pub type Result<T, E = ApiError> = std::result::Result<T, E>;

/// A refusal or failure, ready to be sent.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    // Boxed, because every handler's result has room for it.
    body: Box<ErrorBody>,
    retry_after: Option<u64>,
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// The HTTP status.
    #[schema(example = 400)]
    pub status_code: u16,
    /// For people.
    #[schema(example = "Validation failed")]
    pub message: String,
    /// The status in words.
    #[schema(example = "Bad Request")]
    pub error: &'static str,
    /// For programs: stable, listed in API.md.
    #[schema(example = "validation-failed")]
    pub error_code: &'static str,
    /// Each value that cannot be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldErrorBody>,
    /// Up to three of the nearest free starts, when a start could not be booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub alternatives: Option<Vec<Instant>>,
}

/// One value that cannot be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldErrorBody {
    /// JSON path of the value.
    #[schema(example = "attendee.email")]
    pub field: String,
    /// For people.
    #[schema(example = "Invalid email format")]
    pub message: String,
    /// For programs: stable.
    #[schema(example = "invalid-email")]
    pub code: &'static str,
}

impl ApiError {
    /// An error of HTTP itself, which no use-case knows.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let error = status.canonical_reason().unwrap_or("Error");
        let body = Box::new(ErrorBody {
            status_code: status.as_u16(),
            message: message.into(),
            error,
            error_code: code,
            errors: vec![],
            alternatives: None,
        });
        Self { status, body, retry_after: None }
    }

    /// 404 for paths that are nobody's.
    pub(crate) fn unknown_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown-route", "There is no such route")
    }

    /// 429 of the contract, with the seconds after which to come back.
    pub fn rate_limited(retry_after: u64) -> Self {
        let retry_after = Some(retry_after.max(1));
        Self { retry_after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, "rate-limited", "Too Many Requests") }
    }

    /// The status it will be sent with.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// After how many seconds to come back.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.retry_after
    }

    /// What it will say, for pages that say it in their own way.
    pub fn body(&self) -> &ErrorBody {
        &self.body
    }

    fn overloaded() -> Self {
        let error = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Slated is overloaded or its database is away",
        );
        Self { retry_after: Some(1), ..error }
    }

    fn invalid(fields: Vec<FieldError>) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, "validation-failed", "Validation failed");
        error.body.errors = fields
            .into_iter()
            .map(|f| FieldErrorBody { field: f.field, message: f.message, code: f.code })
            .collect();
        error
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::Invalid(fields) => Self::invalid(fields),
            Error::BadRequest { code, .. } => Self::new(StatusCode::BAD_REQUEST, code, message),
            Error::Unauthenticated { code, .. } => Self::new(StatusCode::UNAUTHORIZED, code, message),
            Error::Forbidden { code, .. } => Self::new(StatusCode::FORBIDDEN, code, message),
            Error::NotFound(_) => Self::new(StatusCode::NOT_FOUND, "not-found", message),
            Error::TooMany { code, .. } => Self::new(StatusCode::NOT_ACCEPTABLE, code, message),
            Error::TooOften { wait } => {
                Self::rate_limited(wait.as_secs().unsigned_abs() + u64::from(wait.subsec_nanos() > 0))
            }
            Error::Conflict { code, .. } => Self::new(StatusCode::CONFLICT, code, message),
            Error::Unbookable(refusal) => {
                let occupied = refusal.code == "slot-occupied";
                let status = if occupied { StatusCode::CONFLICT } else { StatusCode::BAD_REQUEST };
                // Clients of the contract look for the bare code in `message` too.
                let message = if occupied { refusal.code.to_owned() } else { refusal.message };
                let mut error = Self::new(status, refusal.code, message);
                error.body.alternatives = Some(refusal.nearest.into_iter().map(Instant).collect());
                error
            }
            Error::IdempotencyKeyReused => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused", message)
            }
            Error::AnswerErased => Self::new(StatusCode::GONE, "answer-erased", message),
            Error::Store(db::Error::LostRace) => Self::overloaded(),
            Error::Store(db::Error::Unavailable(reason)) => {
                tracing::warn!(%reason, "the store is unavailable");
                Self::overloaded()
            }
            error @ (Error::Store(_) | Error::Spool(_)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the store or the spool failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal server error")
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(*self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
