//! `cargo xtask chaos`: clients book, move and cancel on three nodes over one PostgreSQL, and on one over SQLite, while
//! processes are killed, networks cut and disks filled. Then three accounts are held against each other: what clients
//! were told, what the database holds, and what the webhook receiver took.
//!
//! Each kind of fault has an installation of its own. All are judged when all are through: what a worker held when it
//! was killed is free only a minute later.

mod client;
mod compare;
mod database;
mod disk;
mod doctored;
mod fault;
mod holdings;
mod journal;
mod node;
mod proxy;
mod receiver;
mod report;
mod site;
mod stage;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::runtime::Runtime;

use crate::server::{self, Engine, Profile};
use crate::workspace;
use database::Database;
use disk::Disk;
use fault::{Fault, Scene};
use node::Role;
use receiver::Manner;
use report::Row;
use stage::{Judged, Plan, Stage};

/// How long faults of one kind go on in the short form.
const BRIEFLY: Duration = Duration::from_secs(5);
/// The longest: by then the hosts are booked for a year.
const LONGEST: Duration = Duration::from_mins(20);
/// The longest on a small disk, where bookings alone would fill it in the end.
const LONGEST_ON_SMALL_DISK: Duration = Duration::from_mins(2);

/// Where a row takes place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nodes over a PostgreSQL that nothing happens to.
    Steady,
    /// Nodes over a PostgreSQL of which anything may happen.
    Fragile,
    /// One node over SQLite.
    Sqlite,
    /// The same, on a disk that can be full.
    SmallDisk,
}

struct Act {
    name: &'static str,
    place: Place,
    fault: Fault,
    roles: &'static [Role],
    manner: Manner,
}

const THREE: &[Role] = &[Role::Whole, Role::Whole, Role::Whole];
const APART: &[Role] = &[Role::Server, Role::Server, Role::Server, Role::Worker, Role::Worker];
const ONE: &[Role] = &[Role::Whole];

/// What leaves jobs behind that are free a minute later comes first, so that it is through with them at the judgement.
const ACTS: &[Act] = &[
    Act { manner: Manner::Slow, ..act("worker-killed", Place::Steady, Fault::Worker, APART) },
    act("node-killed", Place::Steady, Fault::Node, THREE),
    act("sqlite-killed", Place::Sqlite, Fault::Node, ONE),
    act("postgres-killed", Place::Fragile, Fault::Crash, THREE),
    act("failover", Place::Fragile, Fault::FailOver, THREE),
    act("postgres-restarted", Place::Fragile, Fault::Restart, THREE),
    act("network-resets", Place::Steady, Fault::Reset, THREE),
    act("network-forgets", Place::Steady, Fault::Forgotten, THREE),
    act("network-silent", Place::Steady, Fault::Silent, THREE),
    act("network-slow", Place::Steady, Fault::Slow, THREE),
    act("replica", Place::Steady, Fault::Replica, THREE),
    act("disk-full", Place::SmallDisk, Fault::DiskFull, ONE),
];

const fn act(name: &'static str, place: Place, fault: Fault, roles: &'static [Role]) -> Act {
    Act { name, place, fault, roles, manner: Manner::Quick }
}

struct Options {
    /// How long the faults of each kind go on.
    time: Duration,
    only: Option<String>,
    seed: u64,
}

/// Runs it, shows the table and writes it to target/chaos/latest.md; true when nothing was lost or twice there.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let rows = perform(&parse(arguments)?)?;
    Ok(rows.iter().all(|row| row.verdict.is_clean()))
}

/// The short form, for tests: how many rows were good, and how many were not.
pub(crate) fn briefly(only: Option<&str>) -> Result<(u32, u32)> {
    let only = only.map(str::to_owned);
    let rows = perform(&Options { only, ..parse(&[])? })?;
    let good = rows.iter().filter(|row| row.verdict.is_clean()).count();
    Ok((u32::try_from(good)?, u32::try_from(rows.len() - good)?))
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options { time: BRIEFLY, only: None, seed: rand::rng().random_range(0..1_000_000) };
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match (argument, rest.next()) {
            ("--minutes", Some(minutes)) => {
                let minutes: u32 = minutes.parse().context("--minutes takes a whole number")?;
                ensure!(minutes > 0, "--minutes takes 1 or more");
                options.time = Duration::from_mins(minutes.into());
            }
            ("--only", Some(name)) => options.only = Some(name.to_owned()),
            ("--seed", Some(seed)) => options.seed = seed.parse().context("--seed takes a whole number")?,
            _ => bail!("chaos takes --minutes N, --only ROW and --seed N"),
        }
    }
    let acts = acts(options.only.as_deref()).count();
    ensure!(
        acts > 0,
        "no row begins so; there are {}",
        ACTS.iter().map(|act| act.name).collect::<Vec<_>>().join(", ")
    );
    if options.time != BRIEFLY {
        options.time = (options.time / u32::try_from(acts)?).min(LONGEST);
    }
    Ok(options)
}

fn acts(only: Option<&str>) -> impl Iterator<Item = &'static Act> {
    ACTS.iter().filter(move |act| only.is_none_or(|only| act.name.starts_with(only)))
}

fn perform(options: &Options) -> Result<Vec<Row>> {
    println!("Seed {}", options.seed);
    let binary = server::build(Profile::Debug)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (mut steady, mut fragile) = (None, None);
    let (mut through, mut rows) = (Vec::new(), Vec::new());
    for (number, act) in acts(options.only.as_deref()).enumerate() {
        let database = match act.place {
            Place::Steady => Some(started(&mut steady)?),
            Place::Fragile => Some(started(&mut fragile)?),
            Place::Sqlite | Place::SmallDisk => None,
        };
        let seed = options.seed.wrapping_mul(1000).wrapping_add(100 * number as u64);
        match act.play(&runtime, &binary, database, options.time, seed) {
            Ok(played) => through.push(played),
            Err(error) => rows.push(act.row().spoilt(&error)),
        }
    }
    let mut noticed = Vec::new();
    for Played { act, stage, mut row } in through {
        let mut judged = match stage.judge(&runtime) {
            Ok(judged) => judged,
            Err(error) => {
                rows.push(row.spoilt(&error.context("it cannot be judged")));
                continue;
            }
        };
        (row.verdict, row.requests) = (std::mem::take(&mut judged.verdict), judged.requests);
        println!("{}", row.summary());
        if row.verdict.is_clean() && matches!(act.fault, Fault::Node) {
            noticed.push(doctored(act, &mut judged)?);
        }
        rows.push(row);
    }
    let text = report::markdown(&rows, options.seed, &noticed);
    println!("\n{text}");
    let file = workspace::target().join("chaos/latest.md");
    std::fs::write(&file, text)?;
    println!("Written to {}", file.display());
    Ok(rows)
}

/// The comparison must be able to fail, on both engines.
fn doctored(act: &Act, judged: &mut Judged) -> Result<String> {
    let names = doctored::every_lie_is_noticed(judged)
        .with_context(|| format!("the accounts of {} were doctored", act.name))?;
    Ok(format!(
        "The accounts of {} were doctored, and each time it was noticed: {}.",
        act.name,
        names.join("; ")
    ))
}

fn started(database: &mut Option<Database>) -> Result<&mut Database> {
    if database.is_none() {
        *database = Some(Database::start()?);
    }
    database.as_mut().context("made above if it was not there")
}

/// An act that is through and was not judged yet.
struct Played {
    act: &'static Act,
    stage: Stage,
    row: Row,
}

impl Act {
    /// Sets the stage, has the fault strike for this long, and sends the clients home.
    fn play(
        &'static self,
        runtime: &Runtime,
        binary: &Path,
        mut database: Option<&mut Database>,
        time: Duration,
        seed: u64,
    ) -> Result<Played> {
        let (engine, wire, replica) = match &mut database {
            Some(database) => {
                let (url, wire) = database.make(runtime, self.name)?;
                let follows = self.fault == Fault::Replica;
                let replica = follows.then(|| database.replicate(self.name)).transpose()?;
                (Engine::Postgres(url), Some(wire), replica)
            }
            None => (Engine::Sqlite, None, None),
        };
        let disk = if self.place == Place::SmallDisk { Disk::small()? } else { Disk::plain()? };
        let note = disk.way();
        let (name, roles, manner) = (self.name, self.roles, self.manner);
        let mut stage =
            Stage::set_up(runtime, Plan { name, binary, engine, wire, replica, roles, manner, disk, seed })?;
        let time = if self.place == Place::SmallDisk { time.min(LONGEST_ON_SMALL_DISK) } else { time };
        let begun = Instant::now();
        let rng = StdRng::seed_from_u64(seed);
        let mut scene = Scene { stage: &mut stage, database, rng, at_leisure: time > BRIEFLY };
        let (mut strikes, mut back) = (0, Duration::ZERO);
        while strikes == 0 || begun.elapsed() < time {
            let pause = scene.rng.random_range(200..1500);
            std::thread::sleep(Duration::from_millis(pause));
            if let Err(error) = self.fault.strike(&mut scene) {
                // What was done until now is judged all the same.
                scene.stage.complain(format!("after {strikes} times it could not be done: {error:#}"));
                break;
            }
            scene.stage.look_after_nodes()?;
            back = back.max(scene.stage.recovered_after());
            strikes += 1;
        }
        stage.send_clients_home(runtime)?;
        println!("{name:18} played: {strikes} faults in {:.0?}", begun.elapsed());
        let note = if note.is_empty() { String::new() } else { format!("filled: {note}") };
        let row = Row { strikes, back, note, ..self.row() };
        Ok(Played { act: self, stage, row })
    }

    /// Before anything is known.
    fn row(&self) -> Row {
        let (verdict, note) = (compare::Verdict::default(), String::new());
        let on = self.place.described();
        Row { name: self.name, on, strikes: 0, requests: 0, back: Duration::ZERO, verdict, note }
    }
}

impl Place {
    fn described(self) -> &'static str {
        match self {
            Self::Steady | Self::Fragile => "three nodes, PostgreSQL",
            Self::Sqlite | Self::SmallDisk => "one node, SQLite",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ACTS, BRIEFLY, parse};

    #[test]
    fn options_are_read() {
        let parse = |text: &str| parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(parse("").expect("no options are good").time, BRIEFLY);
        let long = parse("--minutes 11 --seed 5").expect("good options");
        assert_eq!((long.seed, long.time * u32::try_from(ACTS.len()).expect("few")), (5, BRIEFLY * 132));
        for bad in ["--minutes", "--minutes 0", "--only nothing", "--seed x", "x"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
