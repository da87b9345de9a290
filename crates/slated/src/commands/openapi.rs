//! `slated openapi`: the document, as it is committed and served.

use std::io::Write as _;

/// Prints the OpenAPI document.
pub(crate) fn print() -> anyhow::Result<()> {
    let document = slated_http::router::document();
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    Ok(())
}
