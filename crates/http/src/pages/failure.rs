//! Pages that say why there is no other page.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::json;
use slated_app::Error;
use slated_store::db;

use super::{
    Shell, Way,
    brand::Brand,
    text::{Words, text_of},
};
use crate::error::ApiError;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(super) struct Failure {
    status: StatusCode,
    /// The message that says so.
    key: &'static str,
    // Boxed, because every page can fail and few do.
    brand: Box<Brand>,
    /// Where to go instead, and the message that says so.
    link: Option<(String, &'static str)>,
    /// In a language that is better than the way's.
    words: Option<Words>,
    /// In seconds.
    retry_after: Option<u64>,
}

#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct MessagePage<'a> {
    pub(super) shell: &'a Shell,
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    pub(super) link: Option<(&'a str, String)>,
}

impl Failure {
    /// `key` is a message with a text.
    pub(super) fn new(status: StatusCode, key: &'static str) -> Self {
        Self { status, key, brand: Box::default(), link: None, words: None, retry_after: None }
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found")
    }

    pub(super) fn branded(self, brand: &Brand) -> Self {
        Self { brand: Box::new(brand.clone()), ..self }
    }

    pub(super) fn spoken(self, words: Words) -> Self {
        Self { words: Some(words), ..self }
    }

    pub(super) fn with_link(self, href: String, label: &'static str) -> Self {
        Self { link: Some((href, label)), ..self }
    }

    /// From the limit of calls: says when to come back.
    pub(super) fn too_many(refused: &ApiError) -> Self {
        let retry_after = refused.retry_after();
        Self { retry_after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many") }
    }

    pub(super) fn page(&self, way: &Way) -> Response {
        let words = self.words.unwrap_or(way.words);
        let (title, text) = (words.say(self.key), words.say(&text_of(self.key)));
        let shell = Shell { t: words, ..Shell::new(&title, way, (*self.brand).clone()) };
        let shell = shell.private().in_other_languages(way);
        let shell = shell.tell(&json!({ "event": "meetergo:link_failed", "data": { "code": self.status.as_u16(), "msg": title } }));
        let link = self.link.as_ref().map(|(href, label)| (href.as_str(), words.say(label)));
        let page = MessagePage { shell: &shell, title: &title, text: &text, link };
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
                Self::new(StatusCode::NOT_FOUND, "booking-not-found")
            }
            Error::NotFound(_) => Self::not_found(),
            Error::IdempotencyKeyReused => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "sent-before"),
            Error::BadRequest { code: "one-time-link-used", .. } => {
                Self::new(StatusCode::GONE, "one-time-used")
            }
            Error::BadRequest { code: "group-cannot-be-moved", .. } => {
                Self::new(StatusCode::CONFLICT, "group-stays")
            }
            Error::BadRequest { code: "group-needs-target", .. } => {
                Self::new(StatusCode::BAD_REQUEST, "whose")
            }
            // Between the look and the deed.
            Error::Conflict { code: "cancelling-is-over", .. } => {
                Self::new(StatusCode::CONFLICT, "cannot-cancel")
            }
            Error::Conflict { code: "moving-is-over", .. } => Self::new(StatusCode::CONFLICT, "cannot-move"),
            Error::Conflict { code: "appointment-cancelled", .. } => {
                Self::new(StatusCode::CONFLICT, "cannot-change")
            }
            Error::TooOften { wait } => Self {
                retry_after: Some(wait.unsigned_abs().as_secs().max(1)),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many")
            },
            Error::Store(db::Error::Unavailable(_)) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "away"),
            Error::Store(_) => {
                // Says so in the log.
                let status = ApiError::from(error).status();
                Self::new(status, "broken")
            }
            other => {
                tracing::debug!(error = &other as &dyn std::error::Error, "a page was refused");
                Self::new(ApiError::from(other).status(), "broken")
            }
        }
    }
}
