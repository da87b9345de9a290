//! What can be said without running anything: formatting, lints, the generated document.

use std::process::Command;

use anyhow::{Context as _, Result};

use super::tally::Tally;
use crate::{openapi, process, tools, workspace};

/// Rustfmt, Clippy, openapi.json, and Biome over the scripts.
pub(super) fn run() -> Vec<Tally> {
    vec![
        Tally::check("lint: rustfmt", cargo(&["fmt", "--all", "--check"])),
        Tally::check(
            "lint: clippy",
            cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        ),
        Tally::check("lint: openapi.json", openapi::check()),
        Tally::check("lint: biome", biome()),
    ]
}

fn cargo(arguments: &[&str]) -> Result<bool> {
    println!("cargo {}", arguments.join(" "));
    succeeds(workspace::cargo().args(arguments))
}

fn biome() -> Result<bool> {
    tools::node()?;
    println!("biome check");
    let mut command = Command::new("node_modules/.bin/biome");
    command.args(["check", "--error-on-warnings", "."]).current_dir(workspace::e2e());
    succeeds(&mut command).context("Biome could not run")
}

fn succeeds(command: &mut Command) -> Result<bool> {
    Ok(process::watch(command, |_| ())?.success())
}
