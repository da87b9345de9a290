//! The demo's page with every form of embed, served by `slated demo` only.

use askama::Template;
use axum::{
    Router,
    http::{HeaderName, header},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};

use crate::HttpState;

/// What the demo's page embeds.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Where this server is reached, without a slash at the end.
    pub url: String,
    /// The path of a booking page, such as `/clara-novak/consultation`.
    pub booking_path: String,
    /// The slug of the demo's company.
    pub company: String,
}

/// As strict as the sites that the SDK is made for.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; \
     frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

#[derive(Template)]
#[template(path = "demo-embed.html")]
struct EmbedPage {
    demo: Demo,
}

/// The demo's own routes.
pub(crate) fn routes(demo: Demo) -> Router<HttpState> {
    let page = EmbedPage { demo }.render().expect("the templates do nothing that can fail");
    Router::new().route("/demo/embed", get(move || async move { respond(page) }))
}

fn respond(page: String) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    (headers, Html(page)).into_response()
}
