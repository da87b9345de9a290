//! `cargo xtask bench --database-size`: a large database beside a small one, in one run.
//!
//! What is asked is the same of both: free starts of any of the hosts, and bookings of slots nobody has. The figures to
//! look at are the ratios.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp, ToSpan as _, tz::TimeZone};

use super::case;
use super::connection::request;
use super::footprint::Footprint;
use super::generate::{Generated, Size, file_in, fill};
use super::load::{Figures, Load, Requests};
use crate::postgres::Postgres;
use crate::scratch::Scratch;
use crate::server::{Engine, Server};
use crate::workspace;

/// What the large one is held against.
const SMALL: Size = Size { hosts: 100, appointments: 10_000 };
/// Neighbours in the order of the load are strangers in the database.
const STRIDE: u64 = 7_919;
/// Connections that book at once, and that ask at once.
const AT_ONCE: usize = 64;
/// Starts are measured so often.
const STARTS: usize = 5;

/// What was measured on one database.
struct Measured {
    size: Size,
    start: Duration,
    idle: u64,
    alone: Figures,
    asked: Figures,
    booked: Figures,
    after: u64,
}

/// Measures both sizes on the engines that are wanted; the report.
pub(super) fn run(binary: &Path, large: Size, time: Duration, only: Option<&str>) -> Result<String> {
    let mut report = String::from("# Slated measured by the size of its database\n");
    for engine in ["sqlite", "postgres"] {
        if only.is_none_or(|only| only == engine) {
            let small = measure(binary, engine, SMALL, time)?;
            let large = measure(binary, engine, large, time)?;
            compare(&mut report, engine, &small, &large);
        }
    }
    Ok(report)
}

fn measure(binary: &Path, engine: &str, size: Size, time: Duration) -> Result<Measured> {
    let data = Scratch::new(&workspace::target().join("xtask"), "size")?;
    if engine == "sqlite" {
        let engine = Engine::File(file_in(data.path()));
        let generated = fill(binary, &engine, size)?;
        return measure_on(binary, &engine, data.path(), generated, time);
    }
    let mut postgres = Postgres::for_filling()?;
    let engine = Engine::Postgres(postgres.fresh_database("size")?);
    let generated = fill(binary, &engine, size)?;
    postgres.filled()?;
    measure_on(binary, &engine, data.path(), generated, time)
}

fn measure_on(
    binary: &Path,
    engine: &Engine,
    data: &Path,
    generated: Generated,
    time: Duration,
) -> Result<Measured> {
    let (size, generated) = (generated.size, Arc::new(generated));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Server::start_in(binary, engine, data)?.ready_after);
    }
    starts.sort();
    let server = Server::start_in(binary, engine, data)?;
    let footprint = Footprint::of(server.process_id());
    std::thread::sleep(Duration::from_secs(1));
    let idle = footprint.resident()?;
    let put = |connections: usize, requests: Requests, status: u16| {
        let load = |time| Load { address: server.address().to_owned(), connections, time };
        // The first fifth warms up.
        runtime.block_on(load(time / 5).run(&requests, status))?;
        runtime.block_on(load(time).run(&requests, status))
    };
    let authorization = format!("Bearer {}", server.api_key);
    let alone = put(1, questions(&generated, &authorization), 200)?;
    let asked = put(AT_ONCE, questions(&generated, &authorization), 200)?;
    let booked = put(AT_ONCE, bookings(&generated, &authorization), 201)?;
    let after = footprint.resident()?;
    let measured = Measured { size, start: starts[STARTS / 2], idle, alone, asked, booked, after };
    println!(
        "  {} hosts: p50 {:.2?}, {:.0} bookings/s, {} refused",
        size.hosts,
        measured.alone.p50,
        measured.booked.per_second,
        measured.asked.refused + measured.booked.refused
    );
    Ok(measured)
}

/// Free starts of a week, of one host after the other.
fn questions(generated: &Arc<Generated>, authorization: &str) -> Requests {
    let (generated, authorization) = (Arc::clone(generated), authorization.to_owned());
    // The last weeks that have appointments.
    let monday = generated.free_from.to_zoned(TimeZone::UTC).date().saturating_sub(7.days());
    let sunday = monday.saturating_add(6.days());
    let asked = AtomicU64::new(0);
    Arc::new(move |_| {
        let kind = generated.meeting_type(asked.fetch_add(1, Ordering::Relaxed).wrapping_mul(STRIDE));
        let path = format!("/v4/booking-availability?meetingTypeId={kind}&start={monday}&end={sunday}");
        Some(request("GET", &path, &[("Authorization", &authorization)], ""))
    })
}

/// Bookings of slots nobody has: hosts in turn, and when all have one, the next hour.
fn bookings(generated: &Arc<Generated>, authorization: &str) -> Requests {
    let (generated, authorization) = (Arc::clone(generated), authorization.to_owned());
    let booked = AtomicU64::new(0);
    Arc::new(move |_| {
        let number = booked.fetch_add(1, Ordering::Relaxed);
        let kind = generated.meeting_type(number.wrapping_mul(STRIDE));
        let start = slot(generated.free_from, i64::try_from(number / generated.size.hosts).ok()?);
        let body = case::booking(&kind, start, i64::try_from(number).ok()?).to_string();
        Some(request("POST", "/v4/booking", &[("Authorization", &authorization)], &body))
    })
}

/// The `n`th hour of working days from nine to five, after a Monday's nine o'clock.
fn slot(monday: Timestamp, n: i64) -> Timestamp {
    let (day, hour) = (n / 8, n % 8);
    monday + SignedDuration::from_hours((day / 5 * 7 + day % 5) * 24 + hour)
}

fn compare(report: &mut String, engine: &str, small: &Measured, large: &Measured) {
    let sizes = |one: &Measured| format!("{} hosts, {} appointments", one.size.hosts, one.size.appointments);
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    #[expect(clippy::cast_precision_loss, reason = "KiB of memory stay far below 2^52")]
    let mebibytes = |kibibytes: u64| kibibytes as f64 / 1024.0;
    let rows = [
        ("free starts of 7 days, one at a time, p50 µs", micros(small.alone.p50), micros(large.alone.p50)),
        ("free starts of 7 days, 64 at once, a second", small.asked.per_second, large.asked.per_second),
        ("free starts of 7 days, 64 at once, p50 µs", micros(small.asked.p50), micros(large.asked.p50)),
        ("bookings, 64 at once, a second", small.booked.per_second, large.booked.per_second),
        ("bookings, 64 at once, p50 µs", micros(small.booked.p50), micros(large.booked.p50)),
        ("from start to ready, ms", micros(small.start) / 1e3, micros(large.start) / 1e3),
        ("resident at rest, MiB", mebibytes(small.idle), mebibytes(large.idle)),
        ("resident after the load, MiB", mebibytes(small.after), mebibytes(large.after)),
    ];
    let refused = |one: &Measured| one.alone.refused + one.asked.refused + one.booked.refused;
    let mut line = |words: String| writeln!(report, "{words}").expect("writing to a string does not fail");
    line(format!("\n## {engine}\n\n| | {} | {} | ratio |\n|---|--:|--:|--:|", sizes(small), sizes(large)));
    for (what, small, large) in rows {
        line(format!("| {what} | {small:.1} | {large:.1} | {:.2} |", large / small));
    }
    line(format!("\nRefused: {} and {}.", refused(small), refused(large)));
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::{
        Engine, Figures, Measured, Postgres, Scratch, Size, compare, file_in, fill, measure_on, slot,
    };
    use crate::server::{self, Profile};
    use crate::workspace;

    #[test]
    fn slots_are_hours_of_working_days() {
        let monday = "2027-03-01T09:00:00Z".parse().expect("an instant");
        let at = |n: i64| slot(monday, n).to_string();
        assert_eq!([at(0), at(7)], ["2027-03-01T09:00:00Z", "2027-03-01T16:00:00Z"]);
        assert_eq!([at(8), at(40)], ["2027-03-02T09:00:00Z", "2027-03-08T09:00:00Z"]);
    }

    /// With the schema as it is today: a migration that the generator cannot follow fails here.
    fn a_small_one_on(engine: &Engine, data: &Path) {
        // With the whole workspace it is there, and as new as this; alone, this need not wait for it to be compiled.
        let there = workspace::target().join("debug/slated");
        let binary = if there.exists() { there } else { server::build(Profile::Debug).expect("it compiles") };
        let size = Size { hosts: 20, appointments: 20 * 45 };
        let generated = fill(&binary, engine, size).expect("it is filled");
        let measured =
            measure_on(&binary, engine, data, generated, Duration::from_millis(300)).expect("it is measured");
        assert!(measured.alone.answers > 0 && measured.asked.answers > 0 && measured.booked.answers > 0);
        let refused = [&measured.alone, &measured.asked, &measured.booked].map(|figures| figures.refused);
        assert_eq!(refused, [0; 3]);
    }

    #[test]
    fn a_small_sqlite_database_is_generated_asked_and_booked() {
        let data = Scratch::new(&workspace::target().join("xtask"), "size-test").expect("a directory");
        a_small_one_on(&Engine::File(file_in(data.path())), data.path());
    }

    #[test]
    fn a_small_postgres_database_is_generated_asked_and_booked() {
        let data = Scratch::new(&workspace::target().join("xtask"), "size-test").expect("a directory");
        let postgres = Postgres::given_or_own().expect("a server");
        let name = format!("slated_size_{}", std::process::id());
        a_small_one_on(&Engine::Postgres(postgres.fresh_database(&name).expect("a database")), data.path());
        postgres.remove_database(&name).expect("it goes again");
    }

    #[test]
    fn the_large_is_told_as_a_ratio_of_the_small() {
        let measured = |hosts: u64, micros: u64, per_second: f64| {
            let figures = Figures {
                answers: 9,
                refused: 1,
                per_second,
                p50: Duration::from_micros(micros),
                p99: Duration::ZERO,
            };
            Measured {
                size: Size { hosts, appointments: 100 * hosts },
                start: Duration::from_millis(10),
                idle: 10 * 1024,
                alone: figures.clone(),
                asked: figures.clone(),
                booked: figures,
                after: 20 * 1024,
            }
        };
        let mut report = String::new();
        compare(&mut report, "sqlite", &measured(100, 200, 5000.0), &measured(100_000, 250, 4000.0));
        assert!(
            report.contains(
                "| | 100 hosts, 10000 appointments | 100000 hosts, 10000000 appointments | ratio |"
            ),
            "{report}"
        );
        assert!(report.contains("| bookings, 64 at once, a second | 5000.0 | 4000.0 | 0.80 |"), "{report}");
        assert!(report.contains("p50 µs | 200.0 | 250.0 | 1.25 |"), "{report}");
        assert!(report.contains("Refused: 3 and 3."), "{report}");
    }
}
