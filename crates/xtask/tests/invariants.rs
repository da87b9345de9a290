//! The invariants of ARCHITECTURE.md, held against what cargo and the sources say.
//!
//! What a room may depend on is asked of `cargo metadata`; what dependencies cannot say is looked for in the
//! sources. Every check is also shown something bad, so that it is known to be able to fail.
#![allow(clippy::unwrap_used)]

#[path = "invariants/dependencies.rs"]
mod dependencies;
#[path = "invariants/documents.rs"]
mod documents;
#[path = "invariants/lexer.rs"]
mod lexer;
#[path = "invariants/sources.rs"]
mod sources;

use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

/// Fails with every violation on a line of its own.
fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}
