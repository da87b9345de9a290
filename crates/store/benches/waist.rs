//! How fast the waist is: a point read and a booking-like transaction, at 1, 16 and 64 callers, on both engines.
//!
//! `cargo bench -p slated-store --bench waist`, with `SLATED_TEST_POSTGRES` for the second engine. Prints
//! operations per second, the mean of the callers' waiting time and the mean size of a group commit. A bench of
//! its own making rather than criterion's, because what counts is throughput under concurrency.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use slated_store::{
    args,
    db::{Conn, Db, Engine, Result},
    testing::{Database, VARIABLE, run},
};

const HOSTS: i64 = 100;
const MEASURED: Duration = Duration::from_secs(2);

const SCHEMA: &str = "
    CREATE TABLE host (id BIGINT PRIMARY KEY, name TEXT NOT NULL, seq BIGINT NOT NULL);
    CREATE TABLE claim (host BIGINT NOT NULL, starts BIGINT NOT NULL, ends BIGINT NOT NULL, PRIMARY KEY (host, starts));
    CREATE TABLE outbox (host BIGINT NOT NULL, starts BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (host, starts));";

fn main() {
    println!(
        "{:8} {:6} {:>7} {:>10} {:>9} {:>6}",
        "engine", "what", "callers", "per second", "wait", "batch"
    );
    run(Engine::Sqlite, &[], bench);
    if std::env::var(VARIABLE).is_ok() {
        run(Engine::Postgres, &[], bench);
    }
}

async fn bench(db: Database) {
    db.write(|tx| {
        tx.batch(SCHEMA)?;
        for host in 0..HOSTS {
            tx.execute("INSERT INTO host VALUES ($1, $2, 0)", args![host, format!("Host {host}")])?;
        }
        Ok::<_, slated_store::db::Error>(())
    })
    .await
    .unwrap();
    let mut first = 0;
    for callers in [1, 16, 64] {
        measure(&db, "read", callers, &mut first, |db, number| async move {
            let found = db.read(move |c| point(c, number % HOSTS)).await.unwrap();
            assert!(found.is_some());
        })
        .await;
    }
    for callers in [1, 16, 64] {
        measure(&db, "book", callers, &mut first, |db, number| async move {
            assert!(db.write(move |tx| book(tx, number % HOSTS, number / HOSTS * 30)).await.unwrap());
        })
        .await;
    }
}

fn point(c: &mut Conn, host: i64) -> Result<Option<(String, i64)>> {
    c.one("SELECT name, seq FROM host WHERE id = $1", args![host])
}

fn book(tx: &mut Conn, host: i64, starts: i64) -> Result<bool> {
    tx.execute("UPDATE host SET seq = seq + 1 WHERE id = $1", args![host])?;
    let overlap: Option<i64> = tx.one(
        "SELECT starts FROM claim WHERE host = $1 AND starts > $2 - 480 AND starts < $2 + 30 AND ends > $2",
        args![host, starts],
    )?;
    if overlap.is_some() {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO claim (host, starts, ends) VALUES ($1, $2, $3)",
        args![host, starts, starts + 30],
    )?;
    let body = "{\"event\":\"booking.created\"}";
    tx.execute("INSERT INTO outbox (host, starts, body) VALUES ($1, $2, $3)", args![host, starts, body])?;
    Ok(true)
}

/// Each caller asks, waits, asks again. Numbers are given out once, so that no two bookings collide.
async fn measure<F: Future<Output = ()> + Send + 'static>(
    db: &Db,
    what: &str,
    callers: i64,
    first: &mut i64,
    operation: impl Fn(Db, i64) -> F + Clone + Send + 'static,
) {
    let before = db.stats();
    let started = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let (db, operation, mut number) = (db.clone(), operation.clone(), *first + caller);
            tokio::spawn(async move {
                let mut done = 0;
                while started.elapsed() < MEASURED {
                    operation(db.clone(), number).await;
                    number += callers;
                    done += 1;
                }
                (done, number)
            })
        })
        .collect();
    let mut total = 0;
    for task in tasks {
        let (done, number) = task.await.unwrap();
        total += done;
        *first = number.max(*first);
    }
    // A whole round further, so that the next measurement starts at a time of day nobody has.
    *first = (*first / HOSTS + 1) * HOSTS;
    let took = started.elapsed();
    let after = db.stats();
    let batches = after.batches - before.batches;
    let mean = (after.batched - before.batched).checked_div(batches);
    let batch = mean.map(|mean| mean.to_string()).unwrap_or_default();
    let per_second = total * 1_000_000 / i64::try_from(took.as_micros()).unwrap();
    let wait = took * u32::try_from(callers).unwrap() / u32::try_from(total).unwrap();
    println!(
        "{:8} {what:6} {callers:>7} {per_second:>10} {wait:>9.1?} {batch:>6}",
        format!("{:?}", db.engine())
    );
}
