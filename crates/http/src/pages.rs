//! The pages people see: whole HTML documents on which one can book and cancel without JavaScript.
//!
//! One file per page, its template in `web/templates`, its words in `web/locales` (see [`text`]). Pages of invitees may be framed from
//! anywhere, set no cookies, load nothing from elsewhere but the images a host names, and show the least that is needed: no e-mail
//! address of a host, nothing of other attendees. They ask the same use-cases as the API, as a guest. [`sign_in`] and [`account`] are for
//! hosts: nobody frames them, and theirs is the only cookie ([`cookie`]).

use axum::{
    extract::{Path, Request, rejection::PathRejection},
    http::{HeaderMap, HeaderName, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

pub(crate) mod account;
pub(crate) mod answer;
pub(crate) mod booking;
mod brand;
mod browsers;
mod calendar;
mod cookie;
pub(crate) mod counted;
mod failure;
mod fields;
pub(crate) mod ics;
pub(crate) mod mail;
pub(crate) mod manage;
pub(crate) mod outbox;
mod own_form;
pub(crate) mod personal;
mod sent;
mod shell;
pub(crate) mod sign_in;
mod text;
mod visit;
mod way;
mod zones;

use failure::Failure;
use fields::Fields;
use sent::Sent;
use shell::Shell;
use visit::Visit;
use way::Way;

use crate::error::ApiError;

/// First parts of paths that belong to the API.
const API: [&str; 3] = ["availability", "v4", "webhooks"];

/// First parts of paths whose next part is a secret that lets somebody in.
const SECRET: [&str; 5] = ["/manage/", "/pending/", "/feed/", "/sign-in/link/", "/password/"];

/// What a path begins with whose next part is a secret.
pub(crate) fn behind_secret(path: &str) -> Option<&'static str> {
    SECRET.into_iter().find(|first| path.starts_with(first))
}

/// What a page's handler ends with.
type Result<T = Response, E = Failure> = std::result::Result<T, E>;

/// The path's parts, where every one of them can be read.
type Parts<T> = std::result::Result<Path<T>, PathRejection>;

/// Whether a path belongs to the API, where what is not found is said in the API's words.
pub(crate) fn is_api(uri: &Uri) -> bool {
    uri.path().split('/').nth(1).is_some_and(|first| API.contains(&first))
}

/// The pages' paths fit whatever the API does not know: turned away here, so that no page has to think of it.
pub(crate) async fn only_pages(request: Request, next: Next) -> Response {
    if is_api(request.uri()) { ApiError::unknown_route().into_response() } else { next.run(request).await }
}

/// For paths that are nobody's: a page for browsers, the API's words for everybody else.
pub(crate) async fn not_found(uri: Uri, headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    if is_api(&uri) || !accepts.is_some_and(|accept| accept.contains("text/html")) {
        return ApiError::unknown_route().into_response();
    }
    Failure::not_found().page(&Way::new("/", &Visit::new(uri.query(), &headers)))
}

/// Sends the browser on, so that reloading what it shows sends nothing again.
fn see_other(to: &str) -> Response {
    let headers = [
        (header::LOCATION, to),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        // Browsers ask it of every step on the way to a framed page.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// A page in place of the answer, or of what stands in its way.
fn finish(way: &Way, page: Result) -> Response {
    page.unwrap_or_else(|failure| failure.page(way))
}
