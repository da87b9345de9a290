//! What can be said without running anything: formatting, lints, the generated document.

use std::process::Command;

use anyhow::{Context as _, Result};

use super::{deploy, tally::Tally};
use crate::{openapi, process, sbom, tools, workspace};

/// Rustfmt, Clippy, openapi.json, Biome over the scripts, unused dependencies, the bill of materials, and `deploy/`.
pub(super) fn run() -> Vec<Tally> {
    let mut tallies = vec![
        Tally::check("lint: rustfmt", cargo(&["fmt", "--all", "--check"])),
        Tally::check(
            "lint: clippy",
            cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        ),
        Tally::check("lint: openapi.json", openapi::check()),
        Tally::check("lint: biome", biome()),
        Tally::check("lint: machete", machete()),
        Tally::check("lint: sbom", sbom::check()),
    ];
    tallies.extend(deploy::run());
    tallies
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

/// Dependencies that are named and not used.
fn machete() -> Result<bool> {
    tools::cargo_tool("cargo-machete")?;
    cargo(&["machete"])
}

pub(super) fn succeeds(command: &mut Command) -> Result<bool> {
    Ok(process::watch(command, |_| ())?.success())
}
