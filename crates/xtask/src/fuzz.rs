//! `cargo xtask fuzz`: each target of `fuzz/` for a bounded time, from the committed corpus.
//!
//! What a run discovers goes to the target directory; the committed corpus changes only by hand.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{process, tools, workspace};

/// The targets, with the longest input each is given, in bytes.
const TARGETS: [(&str, u32); 3] = [("engine", 1_024), ("recurrence", 64), ("wire", 4_096)];
/// How long each target runs when nothing else is said.
const SECONDS: u32 = 60;
/// An input that takes longer than this many seconds, or more than this many MiB, is a finding.
const LIMITS: (u32, u32) = (10, 1_024);

/// Runs every target; true when none found anything.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let (mut seconds, mut only) = (SECONDS, None);
    for pair in arguments.chunks(2) {
        match pair.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["--seconds", number] => {
                let number = number.parse().ok().filter(|seconds| *seconds > 0);
                // libFuzzer reads 0 as "without end".
                seconds = number.context("--seconds takes a number of seconds, 1 or more")?;
            }
            ["--only", name] => only = Some(name.to_owned()),
            _ => bail!("fuzz takes --seconds N and --only TARGET"),
        }
    }
    let (passed, failed) = targets(seconds, only.as_deref())?;
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}

/// Runs the targets, or one of them, each for so long: how many found nothing, and how many something.
pub(crate) fn targets(seconds: u32, only: Option<&str>) -> Result<(u32, u32)> {
    let wanted = |name: &str| only.is_none_or(|only| only == name);
    let targets: Vec<_> = TARGETS.into_iter().filter(|&(name, _)| wanted(name)).collect();
    if targets.is_empty() {
        bail!("there is no such target; there are {}", TARGETS.map(|(name, _)| name).join(", "));
    }
    tools::cargo_tool("cargo-fuzz")?;
    let mut lines = Vec::new();
    for &(name, longest) in &targets {
        lines.push(fuzz(name, longest, seconds)?);
    }
    let (mut passed, mut found) = (0, 0);
    println!();
    for (line, failed) in &lines {
        println!("{line}");
        *(if *failed { &mut found } else { &mut passed }) += 1;
    }
    Ok((passed, found))
}

/// Runs one target: what to say about it, and whether it found something.
fn fuzz(name: &str, longest: u32, seconds: u32) -> Result<(String, bool)> {
    let directory = workspace::root().join("fuzz");
    let build = workspace::target().join("fuzz");
    process::run(cargo_fuzz("build", &build, name).current_dir(&directory))
        .with_context(|| format!("the fuzz target {name} cannot be built (it takes a C++ compiler)"))?;
    let learnt = build.join("corpus").join(name);
    let artifacts = build.join("artifacts").join(name);
    fs::create_dir_all(&learnt)?;
    fs::create_dir_all(&artifacts)?;
    let mut command = cargo_fuzz("run", &build, name);
    // The first directory is the one that is written to.
    command.arg(&learnt).arg(directory.join("corpus").join(name)).current_dir(&directory).arg("--").args([
        format!("-max_total_time={seconds}"),
        format!("-max_len={longest}"),
        format!("-timeout={}", LIMITS.0),
        format!("-rss_limit_mb={}", LIMITS.1),
        format!("-artifact_prefix={}/", artifacts.display()),
        "-print_final_stats=1".to_owned(),
    ]);
    let dictionary = directory.join(format!("{name}.dict"));
    if dictionary.exists() {
        command.arg(format!("-dict={}", dictionary.display()));
    }
    let log = build.join(format!("{name}.log"));
    command.stderr(fs::File::create(&log).with_context(|| format!("cannot write {}", log.display()))?);
    println!("Fuzzing {name} for {seconds} s");
    let status = process::Group::spawn(&mut command)?.wait()?;
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    Ok(summary(name, &text, status.success(), &log))
}

/// cargo-fuzz on this compiler: instrumentation is unstable, and the variable allows it without another toolchain. There is
/// no address sanitizer, for there is no unsafe code of ours to watch.
fn cargo_fuzz(what: &str, build: &Path, name: &str) -> Command {
    let mut command = workspace::cargo();
    command.args(["fuzz", what, "--sanitizer", "none", "--target-dir"]).arg(build).arg(name);
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

fn summary(name: &str, log: &str, succeeded: bool, path: &Path) -> (String, bool) {
    let stat = |key: &str| {
        let line = log.lines().find_map(|line| line.strip_prefix(&format!("stat::{key}:")));
        line.map_or_else(|| "?".to_owned(), |value| value.trim().to_owned())
    };
    let executions = stat("number_of_executed_units");
    let counts = format!("{executions} executions, {} a second", stat("average_exec_per_sec"));
    if succeeded && executions != "?" {
        return (format!("{name}: nothing found in {counts}, {} MiB", stat("peak_rss_mb")), false);
    }
    let last: Vec<&str> = log
        .lines()
        .filter(|line| {
            line.contains("panicked at") || line.contains("ERROR:") || line.contains("Test unit written")
        })
        .collect();
    (format!("{name}: FAILED after {counts}; {}\n  {}", path.display(), last.join("\n  ")), true)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::summary;

    #[test]
    fn a_run_without_counts_did_not_run() {
        let log = "#7 DONE\nstat::number_of_executed_units: 1000\nstat::average_exec_per_sec:     50\nstat::peak_rss_mb: 40\n";
        let (line, failed) = summary("engine", log, true, Path::new("log"));
        assert_eq!(
            (line.as_str(), failed),
            ("engine: nothing found in 1000 executions, 50 a second, 40 MiB", false)
        );
        assert!(summary("engine", log, false, Path::new("log")).1);
        assert!(summary("engine", "", true, Path::new("log")).1);
    }
}
