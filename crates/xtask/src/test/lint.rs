//! What can be said without running anything: formatting, lints, the generated document.

use std::process::Command;

use anyhow::{Context as _, Result};

use super::{deploy, tally::Tally};
use crate::{openapi, process, sbom, sdk, tools, workspace};

/// The scripts of `web/assets` that are held to Biome's format too.
const SCRIPTS: [&str; 4] = [
    "../web/assets/demo.js",
    "../web/assets/embed.js",
    "../web/assets/integration.js",
    "../web/assets/pages.js",
];

/// Rustfmt, Clippy, openapi.json, Biome over the scripts, TypeScript over those of the product, the SDK as served, unused
/// dependencies, the bill of materials, and `deploy/`.
pub(super) fn run() -> Vec<Tally> {
    let mut tallies = vec![
        Tally::check("lint: rustfmt", cargo(&["fmt", "--all", "--check"])),
        Tally::check(
            "lint: clippy",
            cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        ),
        Tally::check("lint: openapi.json", openapi::check()),
        Tally::check("lint: biome", biome()),
        Tally::check("lint: types", types()),
        Tally::check("lint: sdk", sdk::check()),
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
    command.args(["check", "--error-on-warnings", "."]).args(SCRIPTS).current_dir(workspace::e2e());
    succeeds(&mut command).context("Biome could not run")
}

fn types() -> Result<bool> {
    tools::node()?;
    println!("tsc");
    let mut command = Command::new("node_modules/.bin/tsc");
    command.args(["--project", "."]).current_dir(workspace::e2e());
    succeeds(&mut command).context("TypeScript could not run")
}

/// Dependencies that are named and not used.
fn machete() -> Result<bool> {
    tools::cargo_tool("cargo-machete")?;
    cargo(&["machete"])
}

pub(super) fn succeeds(command: &mut Command) -> Result<bool> {
    Ok(process::watch(command, |_| ())?.success())
}
