//! The embed SDK (contract section 14): one script that other sites load, and its TypeScript declarations.
//!
//! The source, `integration.js`, is written to be read; what is served is made from it by `cargo xtask sdk`, and compressed once.

use std::{io::Write as _, sync::LazyLock};

use axum::{
    Router,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use flate2::{Compression, write::GzEncoder};

use crate::{HttpState, assets};

/// The script under the names the contract gives it. The last three are deprecated, and were once found at a root.
const NAMES: [&str; 8] = [
    "/v4/integration.js",
    "/v4/browser.js",
    "/v4/browser-v2.js",
    "/v4/browser-v3.js",
    "/v4/browser-v4.js",
    "/browser-v2.js",
    "/browser-v3.js",
    "/browser-v4.js",
];
const TYPES: &str = "/v4/integration.d.ts";

/// Kept for a year, asked for again after an hour, while the one that is there is used.
const LASTS: &str = "public, max-age=3600, stale-while-revalidate=31536000";

/// A file as it is sent.
struct File {
    content_type: &'static str,
    tag: String,
    plain: Vec<u8>,
    gzip: Vec<u8>,
}

static SCRIPT: LazyLock<File> = LazyLock::new(|| {
    let (script, tag) = assets::text("integration.min.js");
    File::new("text/javascript; charset=utf-8", tag, script.into_bytes())
});
static DECLARATIONS: LazyLock<File> = LazyLock::new(|| {
    let (source, tag) = assets::text("integration.d.ts");
    File::new("text/plain; charset=utf-8", tag, source.into_bytes())
});

/// The SDK's routes.
pub(crate) fn routes() -> Router<HttpState> {
    let script = |headers: HeaderMap| async move { SCRIPT.send(&headers) };
    NAMES
        .into_iter()
        .fold(Router::new(), |router, name| router.route(name, get(script)))
        .route(TYPES, get(|headers: HeaderMap| async move { DECLARATIONS.send(&headers) }))
}

impl File {
    fn new(content_type: &'static str, tag: String, plain: Vec<u8>) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let gzip = encoder.write_all(&plain).and_then(|()| encoder.finish());
        Self { content_type, tag, plain, gzip: gzip.expect("writing to a vector cannot fail") }
    }

    fn send(&'static self, headers: &HeaderMap) -> Response {
        let lasting = [
            (header::CACHE_CONTROL, LASTS),
            (header::ETAG, self.tag.as_str()),
            (header::VARY, "accept-encoding"),
            // Sites that isolate themselves may load it without asking by CORS.
            (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        ];
        if headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == self.tag.as_bytes()) {
            return (StatusCode::NOT_MODIFIED, lasting).into_response();
        }
        let content_type = [(header::CONTENT_TYPE, self.content_type)];
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok());
        if accepted.is_some_and(takes_gzip) {
            let encoding = [(header::CONTENT_ENCODING, "gzip")];
            (content_type, lasting, encoding, self.gzip.as_slice()).into_response()
        } else {
            (content_type, lasting, self.plain.as_slice()).into_response()
        }
    }
}

/// Whether an `Accept-Encoding` takes gzip: named, and not with `q=0`.
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = quality.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        matches!(name.trim(), "gzip" | "*") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for taken in ["gzip", "br, gzip;q=0.5", "*", "deflate , gzip"] {
            assert!(takes_gzip(taken), "{taken}");
        }
        for refused in ["", "br", "identity", "gzip;q=0", "gzip; q=0.0"] {
            assert!(!takes_gzip(refused), "{refused}");
        }
    }

    #[test]
    fn the_script_stays_well_below_12_kb() {
        assert!(SCRIPT.gzip.len() <= 10_400, "{} bytes", SCRIPT.gzip.len());
    }
}
