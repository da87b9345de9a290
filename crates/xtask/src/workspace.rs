//! Where things lie in the checkout.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the crate lies two levels below the root")
}

/// Cargo's target directory, for everything that is made and not committed.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The directory of the e2e clients.
pub(crate) fn e2e() -> PathBuf {
    root().join("e2e")
}

/// Cargo itself, run from the root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Set because Cargo runs this program; cargo-machete reads it as being Cargo's child in the place of a subcommand.
    command.current_dir(root()).env_remove("CARGO_PKG_NAME");
    command
}
