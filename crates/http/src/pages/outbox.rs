//! The mails in the spool, to be looked at: only where the operator opened it, which the demo does.
//!
//! A mail's HTML is shown in a frame that may do nothing, from a page of its own that may load nothing.

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use slated_app::{App, mail::Spooled};

use super::Parts;
use crate::{assets, error::ApiError};

#[derive(Template)]
#[template(path = "outbox.html")]
struct OutboxPage {
    css: String,
    /// The newest first.
    mails: Vec<Spooled>,
    shown: Option<Spooled>,
}

/// `GET /demo/mail`.
pub(crate) async fn list(State(app): State<App>) -> Response {
    match app.spooled_mails().await {
        Ok(mails) => page(&OutboxPage { css: assets::url("pages.css"), mails, shown: None }),
        Err(error) => ApiError::from(error).into_response(),
    }
}

/// `GET /demo/mail/{name}`.
pub(crate) async fn show(State(app): State<App>, name: Parts<String>) -> Response {
    match app.spooled_mail(name.map(|path| path.0).unwrap_or_default()).await {
        Ok(mail) => page(&OutboxPage { css: assets::url("pages.css"), mails: vec![], shown: Some(mail) }),
        Err(error) => ApiError::from(error).into_response(),
    }
}

/// `GET /demo/mail/{name}/html`.
pub(crate) async fn html(State(app): State<App>, name: Parts<String>) -> Response {
    match app.spooled_mail(name.map(|path| path.0).unwrap_or_default()).await {
        Ok(mail) => {
            let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; sandbox; \
                          frame-ancestors 'self'";
            let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store")];
            (headers, Html(mail.html)).into_response()
        }
        Err(error) => ApiError::from(error).into_response(),
    }
}

fn page(page: &OutboxPage) -> Response {
    let html = page.render().expect("the template does nothing that can fail");
    let policy = "default-src 'none'; style-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'; \
                  frame-ancestors 'none'";
    let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::OK, headers, Html(html)).into_response()
}
