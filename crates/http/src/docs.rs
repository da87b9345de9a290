//! The API reference at `/docs` and the front page at `/`: plain HTML, made from the OpenAPI document once, when
//! it is first asked for. Nothing is loaded from elsewhere and no script is needed.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::{
    body::Bytes,
    http::header,
    response::{Html, IntoResponse, Response},
};
use utoipa::openapi::OpenApi;

mod example;
mod reference;
mod schema;
mod text;

use reference::Reference;

/// These pages need a style sheet and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What explains the API: to programs and to people. Each form is made when it is first asked for.
#[derive(Clone)]
pub(crate) struct Docs(Arc<Inner>);

struct Inner {
    /// Makes the document anew: it is several times as large as both of its forms, and of no use beside them.
    document: fn() -> OpenApi,
    json: OnceLock<Bytes>,
    page: OnceLock<Bytes>,
}

impl Docs {
    pub(crate) fn new(document: fn() -> OpenApi) -> Self {
        Self(Arc::new(Inner { document, json: OnceLock::new(), page: OnceLock::new() }))
    }

    /// `GET /openapi.json`.
    pub(crate) fn json(&self) -> Response {
        let json = self
            .0
            .json
            .get_or_init(|| (self.0.document)().to_json().expect("the document is plain data").into());
        ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], json.clone())
            .into_response()
    }

    /// `GET /docs`.
    pub(crate) fn reference(&self) -> Response {
        let page = self.0.page.get_or_init(|| {
            let document = serde_json::to_value((self.0.document)()).expect("the document is plain data");
            render(&ReferencePage { api: Reference::of(&document) }).into()
        });
        html(page.clone())
    }
}

/// `GET /`.
pub(crate) async fn home() -> Response {
    html(render(&HomePage { version: env!("CARGO_PKG_VERSION") }).into())
}

#[derive(Template)]
#[template(path = "docs.html")]
struct ReferencePage {
    api: Reference,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    version: &'static str,
}

fn render(page: &impl Template) -> String {
    page.render().expect("the templates do nothing that can fail")
}

fn html(page: Bytes) -> Response {
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "no-cache")];
    (headers, Html(page)).into_response()
}

#[cfg(test)]
mod tests;
