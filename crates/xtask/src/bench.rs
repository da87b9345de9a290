//! `cargo xtask bench`: the shared case, measured over HTTP on both engines in one run.
//!
//! Server and load share the machine, so the figures to compare are the ratios to a bare axum handler that
//! answers with as many bytes, the two asked in turns and the median taken. Every POST that is counted was committed durably.

mod bare;
mod case;
mod connection;
mod footprint;
mod generate;
mod load;
mod report;
mod sink;
mod size;
mod tables;
mod webhooks;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};

use crate::postgres::{Durability, Postgres};
use crate::process;
use crate::scratch::Scratch;
use crate::server::{self, Engine, Profile, Server};
use crate::workspace;
use bare::Bare;
use case::Case;
use footprint::Footprint;
use generate::Size;
use report::{Report, Row, Turn};

pub(crate) use bare::serve as serve_bare;
pub(crate) use case::{Api, text};
pub(crate) use generate::run as generate;

/// How many clients ask at once.
const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// How many turns a measurement is divided into, so that one hiccup of the machine is not the figure.
const TURNS: u32 = 5;

struct Options {
    time: Duration,
    only: Option<String>,
    /// Only questions whose name holds this, and nothing else.
    question: Option<String>,
    /// The large database, where sizes are compared.
    size: Option<Size>,
}

/// What is compared with the small database unless something else is said.
const LARGE: Size = Size { hosts: 100_000, appointments: 10_000_000 };

/// Builds for release, measures, prints the report and writes it to target/bench/latest.md.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let options = parse(arguments)?;
    // The load must not be slower than what it measures.
    if handed_over("bench", arguments)? {
        return Ok(true);
    }
    let binary = server::build(Profile::Release)?;
    if let Some(large) = options.size {
        return written("size.md", &size::run(&binary, large, options.time, options.only.as_deref())?);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut report = Report::new(&binary)?;

    if options.only.as_deref() != Some("postgres") {
        measure_engine(&runtime, &mut report, &binary, &Engine::Sqlite, &options)?;
        if options.question.is_none() {
            starts(&mut report, &binary, "sqlite", || Ok(Engine::Sqlite))?;
        }
    }
    if options.only.as_deref() != Some("sqlite") {
        let postgres = Postgres::own(Durability::On)?;
        let engine = Engine::Postgres(postgres.fresh_database("bench")?);
        measure_engine(&runtime, &mut report, &binary, &engine, &options)?;
        if options.question.is_none() {
            starts(&mut report, &binary, "postgres", || {
                Ok(Engine::Postgres(postgres.fresh_database("bench_start")?))
            })?;
        }
    }
    written("latest.md", &report.markdown())
}

/// Has a release build of ourselves do it, unless we are one.
fn handed_over(command: &str, arguments: &[String]) -> Result<bool> {
    if cfg!(debug_assertions) {
        println!("Building for release");
        // Not slated along with it: together they would share features, and it would not be what is shipped.
        process::run(workspace::cargo().args(["build", "--release", "--package", "xtask"]))?;
        let ourselves = workspace::target().join("release/xtask");
        process::run(Command::new(ourselves).arg(command).args(arguments))?;
    }
    Ok(cfg!(debug_assertions))
}

/// Shows a report, and keeps it in target/bench.
fn written(name: &str, text: &str) -> Result<bool> {
    println!("\n{text}");
    let file = workspace::target().join("bench").join(name);
    std::fs::create_dir_all(file.parent().context("the report lies in a directory")?)?;
    std::fs::write(&file, text)?;
    println!("Written to {}", file.display());
    Ok(true)
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options { time: Duration::from_secs(5), only: None, question: None, size: None };
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        if argument == "--database-size" {
            options.size.get_or_insert(LARGE);
            continue;
        }
        match (argument, rest.next()) {
            ("--hosts", Some(number)) => {
                options.size.get_or_insert(LARGE).hosts = number.parse().context("--hosts takes a number")?;
            }
            ("--appointments", Some(number)) => {
                let number = number.parse().context("--appointments takes a number")?;
                options.size.get_or_insert(LARGE).appointments = number;
            }
            ("--seconds", Some(seconds)) => {
                let seconds: u64 = seconds.parse().context("--seconds takes a whole number")?;
                ensure!((1..=60).contains(&seconds), "--seconds takes 1 to 60");
                options.time = Duration::from_secs(seconds);
            }
            ("--question", Some(name)) => options.question = Some(name.to_owned()),
            ("--only", Some(engine @ ("sqlite" | "postgres"))) => options.only = Some(engine.to_owned()),
            _ => bail!(
                "bench takes --seconds N, --only sqlite|postgres, --question NAME, --database-size, --hosts N and --appointments M"
            ),
        }
    }
    Ok(options)
}

/// The shared case on one engine, each measurement followed by the bare handler of the same size.
fn measure_engine(
    runtime: &tokio::runtime::Runtime,
    report: &mut Report,
    binary: &Path,
    engine: &Engine,
    options: &Options,
) -> Result<()> {
    println!("Setting up the shared case on {}", engine.name());
    let server = Server::start_for_figures(binary, engine)?;
    let footprint = Footprint::of(server.process_id());
    // A moment after the start, when what start-up needed has been given back.
    std::thread::sleep(Duration::from_secs(1));
    let idle = footprint.resident()?;
    let case = runtime.block_on(Case::set_up(&server))?;
    report.case(engine.name(), &case);

    let bare = Bare::start()?;
    let questions = case.questions();
    let asked = |name: &str| options.question.as_deref().is_none_or(|part| name.contains(part));
    for question in questions.iter().filter(|question| asked(question.name)) {
        let bytes = runtime.block_on(load::answer_size(server.address(), &question.sample()))?;
        for connections in CONNECTIONS {
            let load = |address: &str, time| load::Load { address: address.to_owned(), connections, time };
            let ask = |address: &str, requests, time, status| {
                runtime.block_on(load(address, time).run(requests, status))
            };
            let ours = &question.requests;
            let same_size = Bare::requests(&question.sample(), bytes);
            let instants = question.instants.map(|count| Bare::instants(&question.sample(), count));
            let turn = options.time / TURNS;
            ask(server.address(), ours, turn, question.status)?;
            ask(bare.address(), &same_size, turn / 2, question.status)?;
            let mut row =
                Row { engine: engine.name(), question: question.name, connections, bytes, turns: vec![] };
            for _ in 0..TURNS {
                let before = footprint.cpu()?;
                let figures = ask(server.address(), ours, turn, question.status)?;
                let cpu = footprint.cpu()?.saturating_sub(before);
                let bare_handler = ask(bare.address(), &same_size, turn, question.status)?;
                let formatting = instants
                    .as_ref()
                    .map(|requests| ask(bare.address(), requests, turn, question.status))
                    .transpose()?;
                row.turns.push(Turn { figures, cpu, bare: bare_handler, formatting });
            }
            println!("{}", row.summary());
            report.row(row);
        }
    }
    if asked("webhooks") {
        let [.., bookings] = &questions;
        let measuring = webhooks::measure(&server, engine.name(), &bookings.requests, options.time);
        let webhooks = runtime.block_on(measuring)?;
        println!("{}", webhooks.summary());
        report.webhooks(webhooks);
    }
    report.memory(engine.name(), idle, footprint.resident()?, footprint.peak()?);
    Ok(())
}

/// From the start of the process to its ready line: on nothing, and on what is there already.
fn starts(
    report: &mut Report,
    binary: &Path,
    name: &'static str,
    fresh: impl Fn() -> Result<Engine>,
) -> Result<()> {
    const TIMES: usize = 5;
    let (mut on_nothing, mut on_existing) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let data = Scratch::new(&workspace::target().join("xtask"), "start")?;
        let engine = fresh()?;
        on_nothing.push(Server::start_in(binary, &engine, data.path())?.ready_after);
        on_existing.push(Server::start_in(binary, &engine, data.path())?.ready_after);
    }
    on_nothing.sort();
    on_existing.sort();
    report.start(name, on_nothing[TIMES / 2], on_existing[TIMES / 2]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{LARGE, Size, parse};

    #[test]
    fn options_are_bounded() {
        let parse = |text: &str| parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(parse("").expect("no options are good").time.as_secs(), 5);
        assert_eq!(parse("--seconds 2 --only sqlite").expect("good options").time.as_secs(), 2);
        let large = parse("--database-size").expect("good options").size;
        assert_eq!(large, Some(LARGE));
        let other = parse("--database-size --hosts 5 --appointments 10 --seconds 1").expect("good options");
        assert_eq!(other.size, Some(Size { hosts: 5, appointments: 10 }));
        for bad in ["--seconds", "--seconds 0", "--seconds 600", "--only mysql", "x"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
