//! The suites of `e2e/`: every directory there that holds `*.test.mjs` files is one suite, and each runs on
//! both engines against a server of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::tally::Tally;
use crate::postgres::Postgres;
use crate::server::{self, Engine, Profile, Server};
use crate::{process, tools, workspace};

/// The suite whose server sends mail, to a mail server that the suite starts.
const MAIL: &str = "mail";

/// What every suite is given beside its server.
struct Kit {
    binary: PathBuf,
    python: PathBuf,
    chromium: PathBuf,
}

/// Runs every suite on both engines.
pub(super) fn run(postgres: &Postgres, filter: Option<&str>) -> Vec<Tally> {
    let prepared = prepare().and_then(|kit| Ok((kit, suites()?)));
    let (kit, suites) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => return vec![Tally::broken("e2e", &error)],
    };
    let mut tallies = Vec::new();
    for suite in suites {
        for on_postgres in [false, true] {
            let name = format!("e2e/{suite} on {}", if on_postgres { "postgres" } else { "sqlite" });
            println!("\n{name}");
            tallies.push(Tally::of(&name, run_one(&kit, postgres, &suite, on_postgres, filter, &name)));
        }
    }
    tallies
}

fn prepare() -> Result<Kit> {
    tools::node()?;
    let python = tools::python()?;
    let chromium = tools::chromium()?;
    tools::go()?;
    let binary = server::build(Profile::Debug)?;
    Ok(Kit { binary, python, chromium })
}

fn suites() -> Result<Vec<String>> {
    let mut suites = Vec::new();
    for entry in fs::read_dir(workspace::e2e())? {
        let path = entry?.path();
        if path.is_dir()
            && path.file_name().is_some_and(|name| name != "node_modules")
            && !tests(&path)?.is_empty()
        {
            let name = path.file_name().context("a directory has a name")?;
            suites.push(name.to_string_lossy().into_owned());
        }
    }
    suites.sort();
    Ok(suites)
}

fn tests(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut tests = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            tests.push(path);
        }
    }
    tests.sort();
    Ok(tests)
}

fn run_one(
    kit: &Kit,
    postgres: &Postgres,
    suite: &str,
    on_postgres: bool,
    filter: Option<&str>,
    name: &str,
) -> Result<Tally> {
    let database = format!("slated_e2e_{suite}_{}", std::process::id());
    let engine =
        if on_postgres { Engine::Postgres(postgres.fresh_database(&database)?) } else { Engine::Sqlite };
    let mail_port = if suite == MAIL { Some(free_port()?) } else { None };
    let server = match mail_port {
        Some(port) => Server::start_mailing(&kit.binary, &engine, port)?,
        None => Server::start(&kit.binary, &engine)?,
    };

    let report = workspace::target().join(format!("xtask/{suite}-{}.tap", engine.name()));
    let mut command = Command::new("node");
    command
        .current_dir(workspace::e2e())
        .args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"])
        .arg(format!("--test-reporter-destination={}", report.display()));
    if let Some(filter) = filter {
        command.arg(format!("--test-name-pattern={filter}"));
    }
    command
        .args(tests(&workspace::e2e().join(suite))?)
        .envs(server.environment())
        .env("SLATED_ENGINE", engine.name())
        .env("SLATED_BINARY", &kit.binary)
        .env("SLATED_PYTHON", &kit.python)
        .env("SLATED_CHROMIUM", &kit.chromium);
    if let Some(port) = mail_port {
        command.env("SLATED_SMTP_PORT", port.to_string());
    }
    let status = process::watch(&mut command, |_| ())?;
    let summary = fs::read_to_string(&report).context("Node wrote no report")?;
    let tally = count(Tally::new(name), &summary).judged(status.success(), filter.is_some());

    if tally.failed > 0 {
        let log = server.log();
        let tail: Vec<&str> = log.lines().rev().take(40).collect();
        println!("The server's last words:");
        tail.iter().rev().for_each(|line| println!("  {line}"));
    }
    drop(server);
    if on_postgres {
        postgres.remove_database(&database)?;
    }
    Ok(tally)
}

/// A port that nobody listens on now.
fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

/// Reads the closing comments of a TAP report: `# pass 5`, `# fail 0`, `# skipped 1`.
fn count(mut tally: Tally, report: &str) -> Tally {
    for line in report.lines() {
        let Some((name, number)) = line.strip_prefix("# ").and_then(|line| line.split_once(' ')) else {
            continue;
        };
        let Ok(number) = number.trim().parse::<u32>() else { continue };
        match name {
            "pass" => tally.passed += number,
            "fail" | "cancelled" => tally.failed += number,
            "skipped" | "todo" => tally.skipped += number,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::{Tally, count};

    #[test]
    fn a_tap_report_is_counted_by_its_closing_comments() {
        let report = "TAP version 13\n# Subtest: books\nok 1 - books\n1..1\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 3\n# todo 0\n";
        let tally = count(Tally::new("e2e"), report);
        assert_eq!((tally.passed, tally.failed, tally.skipped), (2, 2, 3));
    }
}
