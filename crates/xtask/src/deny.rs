//! `cargo xtask deny`: licences, bans, sources and known vulnerabilities of everything in the product, by `deny.toml`.
//!
//! Beside `cargo xtask test`, because cargo-deny takes minutes to install; what is banned is held there too, by a test.

use anyhow::{Result, ensure};

use crate::{process, tools, workspace};

/// True when everything that could be checked is good.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    ensure!(arguments.is_empty(), "deny takes no arguments");
    tools::cargo_tool("cargo-deny")?;
    let mut command = workspace::cargo();
    let held =
        process::watch(command.args(["deny", "check", "licenses", "bans", "sources"]), |_| ())?.success();
    // Its answer when the database cannot be fetched is a failure like any other.
    let advisories = process::output(workspace::cargo().args(["deny", "check", "advisories"]));
    let clean = match advisories {
        Ok(_) => {
            println!("advisories ok");
            true
        }
        Err(error) if format!("{error:#}").contains("failed to fetch advisory database") => {
            println!(
                "advisories NOT CHECKED: the database (github.com/RustSec/advisory-db) cannot be reached"
            );
            true
        }
        Err(error) => {
            println!("{error:#}");
            false
        }
    };
    Ok(held && clean)
}
