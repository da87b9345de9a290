//! Pages that say why there is no other page.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::json;
use slated_app::Error;
use slated_store::db;

use super::{Shell, Way, brand::Brand, text};
use crate::error::ApiError;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(super) struct Failure {
    status: StatusCode,
    words: (&'static str, &'static str),
    // Boxed, because every page can fail and few do.
    brand: Box<Brand>,
    /// Where to go instead.
    link: Option<(String, &'static str)>,
    /// In seconds.
    retry_after: Option<u64>,
}

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    shell: &'a Shell,
    title: &'a str,
    text: &'a str,
    link: Option<&'a (String, &'static str)>,
}

impl Failure {
    pub(super) fn new(status: StatusCode, words: (&'static str, &'static str)) -> Self {
        Self { status, words, brand: Box::default(), link: None, retry_after: None }
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, text::NOT_FOUND)
    }

    pub(super) fn branded(self, brand: &Brand) -> Self {
        Self { brand: Box::new(brand.clone()), ..self }
    }

    pub(super) fn with_link(self, href: String, label: &'static str) -> Self {
        Self { link: Some((href, label)), ..self }
    }

    /// From the limit of calls: says when to come back.
    pub(super) fn too_many(refused: &ApiError) -> Self {
        let retry_after = refused.retry_after();
        Self { retry_after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, text::TOO_MANY) }
    }

    pub(super) fn page(&self, way: &Way) -> Response {
        let (title, text) = self.words;
        let shell = Shell::new(title, way, (*self.brand).clone()).private();
        let shell = shell.tell(&json!({ "event": "meetergo:link_failed", "data": { "code": self.status.as_u16(), "msg": title } }));
        let page = MessagePage { shell: &shell, title, text, link: self.link.as_ref() };
        let mut response = shell.respond(self.status, &page);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound("Appointment" | "Attendee") => {
                Self::new(StatusCode::NOT_FOUND, text::APPOINTMENT_NOT_FOUND)
            }
            Error::NotFound(_) => Self::not_found(),
            Error::IdempotencyKeyReused => Self::new(StatusCode::UNPROCESSABLE_ENTITY, text::SENT_BEFORE),
            Error::BadRequest { code: "one-time-link-used", .. } => {
                Self::new(StatusCode::GONE, text::ONE_TIME_USED)
            }
            Error::BadRequest { code: "group-cannot-be-moved", .. } => {
                Self::new(StatusCode::CONFLICT, text::GROUP_STAYS)
            }
            Error::BadRequest { code: "group-needs-target", .. } => {
                Self::new(StatusCode::BAD_REQUEST, text::WHOSE)
            }
            Error::Conflict { code: "appointment-cancelled", .. } => {
                Self::new(StatusCode::CONFLICT, text::CANNOT_CHANGE)
            }
            Error::Store(db::Error::Unavailable(_)) => Self::new(StatusCode::SERVICE_UNAVAILABLE, text::AWAY),
            Error::Store(_) => {
                // Says so in the log.
                let status = ApiError::from(error).status();
                Self::new(status, text::BROKEN)
            }
            other => {
                tracing::debug!(error = &other as &dyn std::error::Error, "a page was refused");
                Self::new(ApiError::from(other).status(), text::BROKEN)
            }
        }
    }
}
