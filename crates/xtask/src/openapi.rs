//! `cargo xtask openapi`: openapi.json is generated from the code and committed.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::server::{self, Profile};
use crate::{process, workspace};

/// Writes openapi.json, or with `--check` says whether it is what the code says.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            fs::write(workspace::root().join("openapi.json"), generate()?)?;
            println!("Wrote openapi.json");
            Ok(true)
        }
        ["--check"] => check(),
        _ => bail!("openapi takes nothing but --check"),
    }
}

/// Whether the committed document is up to date; says so.
pub(crate) fn check() -> Result<bool> {
    let generated = generate()?;
    let current =
        fs::read_to_string(workspace::root().join("openapi.json")).is_ok_and(|text| text == generated);
    if current {
        println!("openapi.json is up to date");
    } else {
        println!("openapi.json is not what the code says; run `cargo xtask openapi` and commit it");
    }
    Ok(current)
}

fn generate() -> Result<String> {
    let binary = server::build(Profile::Debug)?;
    let text = process::output(Command::new(binary).arg("openapi")).context("`slated openapi` failed")?;
    Ok(format!("{}\n", text.trim_end()))
}
