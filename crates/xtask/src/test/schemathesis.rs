//! Schemathesis: requests made up from openapi.json, good and bad ones, and every answer held against it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::tally::Tally;
use crate::postgres::Postgres;
use crate::server::{self, Engine, Profile, Server};
use crate::{process, tools, workspace};

/// What may not happen: a 5xx, an undocumented status or content type, a body that is not as the schema says.
/// That every made-up request is refused or accepted as the schema says is not asked: the contract drops
/// unknown members and reads several forms, which a schema cannot say in full.
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

/// Seconds of searching on each engine.
const SECONDS: u32 = 120;

/// Runs it on both engines; one test is one operation.
pub(super) fn run(postgres: &Postgres) -> Vec<Tally> {
    let engines = [Ok(Engine::Sqlite), postgres.fresh_database(&database()).map(Engine::Postgres)];
    let tallies = engines.into_iter().map(|engine| match engine {
        Ok(engine) => {
            let name = format!("schemathesis on {}", engine.name());
            println!("\n{name}");
            Tally::of(&name, run_on(&engine, &name))
        }
        Err(error) => Tally::broken("schemathesis on postgres", &error),
    });
    let tallies = tallies.collect();
    if let Err(error) = postgres.remove_database(&database()) {
        eprintln!("warning: {error:#}");
    }
    tallies
}

fn database() -> String {
    format!("slated_schemathesis_{}", std::process::id())
}

fn run_on(engine: &Engine, name: &str) -> Result<Tally> {
    let python = tools::python()?;
    let binary = server::build(Profile::Debug)?;
    let server = Server::start(&binary, engine)?;
    let report = workspace::target().join(format!("xtask/schemathesis-{}.json", engine.name()));
    let mut command = Command::new(python.with_file_name("schemathesis"));
    command
        .current_dir(workspace::target().join("xtask"))
        .arg("run")
        .arg(workspace::root().join("openapi.json"))
        .args(["--url", &server.url])
        .args(["--header", &format!("Authorization:Bearer {}", server.api_key)])
        .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing"])
        .args(["--max-time", &SECONDS.to_string(), "--workers", "1", "--continue-on-failure"])
        // Its limits on its own speed fail at random on a busy machine, and say nothing about the server.
        .args(["--suppress-health-check", "all"])
        // The same requests on every run, so that a failure can be looked at again.
        .args(["--seed", "20270301", "--request-timeout", "20", "--warnings", "off", "--no-color"])
        .args(["--report", "json", "--report-json-path"])
        .arg(&report);
    let status = process::watch(&mut command, |_| ())?;
    let report = fs::read_to_string(&report).context("Schemathesis wrote no report")?;
    let report = serde_json::from_str(&report).context("the report of Schemathesis is not JSON")?;
    Ok(count(Tally::new(name), &report)?.judged(status.success(), false))
}

/// Counts operations: those with a failure or an error, those that were tested without one, and those left out.
fn count(mut tally: Tally, report: &Value) -> Result<Tally> {
    let number = |name: &str| {
        let number = report["operations"][name].as_u64().and_then(|number| u32::try_from(number).ok());
        number.with_context(|| format!("the report of Schemathesis has no operations.{name}"))
    };
    let failures = report["failures"].as_array().context("the report of Schemathesis has no failures")?;
    let failed: BTreeSet<&str> = failures
        .iter()
        .flat_map(|failure| failure["operations"].as_array().into_iter().flatten())
        .filter_map(Value::as_str)
        .collect();
    let (selected, tested, errored) = (number("selected")?, number("tested")?, number("errored")?);
    let failed = u32::try_from(failed.len())?.max(u32::from(!failures.is_empty()));
    tally.failed = failed + errored;
    tally.passed = tested.saturating_sub(failed);
    tally.skipped = selected.saturating_sub(tested + errored);
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Tally, count};

    #[test]
    fn an_operation_with_several_failures_failed_once() {
        let report = json!({
            "operations": { "selected": 5, "tested": 3, "errored": 1 },
            "failures": [{ "operations": ["GET /a", "GET /b"] }, { "operations": ["GET /b"] }],
        });
        let tally = count(Tally::new("s"), &report).expect("a good report");
        assert_eq!((tally.passed, tally.failed, tally.skipped), (1, 3, 1));
        assert!(count(Tally::new("s"), &json!({})).is_err());
    }

    #[test]
    fn a_clean_report_passes() {
        let report = json!({ "operations": { "selected": 4, "tested": 4, "errored": 0 }, "failures": [] });
        let tally = count(Tally::new("s"), &report).expect("a good report");
        assert_eq!((tally.passed, tally.failed, tally.skipped), (4, 0, 0));
    }
}
