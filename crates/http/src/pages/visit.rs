//! What a request for a page says besides its path: the query, and the languages its sender reads.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use slated_app::texts::Language;

use super::Fields;

/// A page is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(super) query: Fields,
    /// The language the browser likes best of those there are.
    pub(super) accepted: Option<Language>,
}

impl Visit {
    pub(super) fn new(query: Option<&str>, headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|accepted| accepted.to_str().ok());
        Self { query: Fields::query(query), accepted: accepted.and_then(Language::negotiate) }
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(parts.uri.query(), &parts.headers))
    }
}
