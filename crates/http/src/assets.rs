//! Static files under `web/assets`, embedded in the binary (read from disk in debug builds).
//!
//! Scripts and styles are written to be read; they are served without their comments and indentation.

use axum::{
    extract::{Path, RawQuery},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{Embed, EmbeddedFile};

use crate::error::ApiError;

#[derive(Embed)]
#[folder = "../../web/assets/"]
struct Assets;

/// `GET /assets/{*path}`.
pub(crate) async fn asset(
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(file) = Assets::get(&path) else {
        return ApiError::new(StatusCode::NOT_FOUND, "unknown-route", "There is no such file")
            .into_response();
    };
    let tag = entity_tag(&file);
    // What is asked for by its hash never changes; what is asked for by name is asked for again after an hour.
    let exact = query.as_deref().and_then(|query| query.strip_prefix("v=")) == Some(tag.trim_matches('"'));
    let lasts = if exact { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let cached = [(header::CACHE_CONTROL, lasts), (header::ETAG, tag.as_str())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, cached).into_response();
    }
    let content_type = [(header::CONTENT_TYPE, content_type(&path))];
    if matches!(path.rsplit_once('.'), Some((_, "js" | "css"))) {
        let source = String::from_utf8_lossy(&file.data);
        return (content_type, cached, bare(&source)).into_response();
    }
    (content_type, cached, file.data).into_response()
}

/// The address of an asset as it is now, which browsers may keep for good.
pub(crate) fn url(path: &str) -> String {
    let file = Assets::get(path).expect("pages name files that are embedded");
    format!("/assets/{path}?v={}", entity_tag(&file).trim_matches('"'))
}

/// A text as it is embedded, and its entity tag.
pub(crate) fn text(path: &str) -> (String, String) {
    let file = Assets::get(path).expect("named by us, and embedded");
    let tag = entity_tag(&file);
    (String::from_utf8(file.data.into_owned()).expect("our texts are UTF-8"), tag)
}

fn entity_tag(file: &EmbeddedFile) -> String {
    use std::fmt::Write as _;
    let mut tag = String::from("\"");
    for byte in &file.metadata.sha256_hash()[..8] {
        write!(tag, "{byte:02x}").expect("writing to a String cannot fail");
    }
    tag.push('"');
    tag
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("webm") => "video/webm",
        _ => "application/octet-stream",
    }
}

/// A script or a style sheet without its comments, its indentation and its empty lines. Block comments may stand anywhere but in
/// strings; others stand on lines of their own.
fn bare(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("/*") {
        code.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    code.push_str(rest);
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_nothing_else() {
        let source =
            "/**\n * @type {X}\n */\nconst a = /** @type {Y} */ (b);\n\n  // why\n  call('x // y');\n";
        assert_eq!(bare(source), "const a =  (b);\ncall('x // y');");
    }
}
