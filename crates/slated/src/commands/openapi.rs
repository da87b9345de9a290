//! `slated openapi`: the document, as it is committed and served.

use std::io::Write as _;

/// Prints the OpenAPI document.
pub(crate) fn print() -> anyhow::Result<()> {
    let (_, document) = slated_http::router::api();
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    Ok(())
}
