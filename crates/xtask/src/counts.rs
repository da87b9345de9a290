//! `cargo xtask counts`: instructions per question put to the engine, counted by callgrind.
//!
//! Seconds drift with the machine and whatever else it does; instructions do not. Each case is run a few times and a
//! few times more, and the difference is what a question costs without the start of the program.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::{process, scratch::Scratch, tools, workspace};

/// Days, hosts and mode, as the engine's benchmark `cpu` takes them, and how often the question is put.
const CASES: [(&str, &str, &str, u64); 10] = [
    ("7", "1", "anyone", 2_000),
    ("30", "1", "anyone", 1_000),
    ("60", "1", "anyone", 1_000),
    ("365", "1", "anyone", 200),
    ("30", "10", "anyone", 100),
    ("30", "100", "anyone", 20),
    ("30", "1000", "anyone", 4),
    ("30", "10", "everyone", 100),
    ("30", "100", "everyone", 20),
    ("30", "1000", "everyone", 4),
];

/// Prints the table.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    ensure!(arguments.is_empty(), "counts takes no arguments");
    tools::valgrind()?;
    let program = program()?;
    println!("{:>5} {:>6}  {:<9} {:>14}", "days", "hosts", "mode", "instructions");
    for (days, hosts, mode, times) in CASES {
        let count = |times: u64| instructions(&program, &[days, hosts, mode, &times.to_string()]);
        let each = (count(times * 2)? - count(times)?) / times;
        println!("{days:>5} {hosts:>6}  {mode:<9} {each:>14}");
    }
    Ok(true)
}

/// The benchmark's executable, built.
fn program() -> Result<PathBuf> {
    let built = process::output(workspace::cargo().args([
        "bench",
        "--package",
        "slated-engine",
        "--bench",
        "cpu",
        "--no-run",
        "--message-format",
        "json",
    ]))?;
    let messages = built.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter(|m| m["target"]["name"] == "cpu").filter_map(|m| {
        let program = m["executable"].as_str()?;
        Some(PathBuf::from(program))
    });
    programs.next().context("cargo did not say where the benchmark is")
}

fn instructions(program: &PathBuf, arguments: &[&str]) -> Result<u64> {
    let scratch = Scratch::new(&workspace::target(), "counts")?;
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").current_dir(scratch.path()).arg(program).args(arguments);
    let output = command.output().context("valgrind cannot be started")?;
    let report = String::from_utf8_lossy(&output.stderr);
    let collected = report.lines().find_map(|line| line.split_once("Collected : "));
    match collected.and_then(|(_, count)| count.trim().parse().ok()) {
        Some(count) if output.status.success() => Ok(count),
        _ => bail!("valgrind did not count: {report}"),
    }
}
