//! Races: exactly one wins, and those who lost one are run again.
#![allow(clippy::unwrap_used)]

use std::sync::{
    Arc, Barrier,
    atomic::{AtomicUsize, Ordering},
};

use slated_store::{
    args, both_engines,
    db::{Conn, Db, Error, Options, Result, Target},
    testing::Database,
};

/// The pattern that every booking follows: lock the host, look, decide, insert.
fn book(tx: &mut Conn, round: i64, guest: i64) -> Result<bool> {
    tx.execute("UPDATE host SET seq = seq + 1 WHERE id = $1", args![1])?;
    let taken: Option<i64> = tx.one("SELECT guest FROM claim WHERE round = $1", args![round])?;
    if taken.is_some() {
        return Ok(false);
    }
    tx.execute("INSERT INTO claim (round, guest) VALUES ($1, $2)", args![round, guest])?;
    Ok(true)
}

async fn host(db: &Database) {
    db.write(|tx| {
        tx.batch(
            "CREATE TABLE host (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL);
             CREATE TABLE claim (round BIGINT NOT NULL, guest BIGINT NOT NULL);
             INSERT INTO host VALUES (1, 0), (2, 0);",
        )
    })
    .await
    .unwrap();
}

both_engines! {
    /// No constraint guards the claims: the host lock alone must hold.
    async fn of_forty_at_one_slot_exactly_one_wins(db, &[]) {
        host(&db).await;
        for round in 0..20 {
            let tries: Vec<_> = (0..40).map(|guest| {
                let db = Db::clone(&db);
                tokio::spawn(async move { db.write(move |tx| book(tx, round, guest)).await })
            }).collect();
            let mut wins = 0;
            for attempt in tries {
                wins += usize::from(attempt.await.unwrap().unwrap());
            }
            assert_eq!(wins, 1, "round {round}");
        }
        let claims: Option<(i64, i64)> =
            db.read(|c| c.one("SELECT COUNT(*), COUNT(DISTINCT round) FROM claim", args![])).await.unwrap();
        assert_eq!(claims, Some((20, 20)));
        let seq: Option<i64> = db.read(|c| c.one("SELECT seq FROM host WHERE id = 1", args![])).await.unwrap();
        assert_eq!(seq, Some(800), "each try was run to its end once");
    }
}

/// Two transactions that lock two rows crosswise: PostgreSQL kills one, and the waist runs it again.
#[test]
fn a_deadlock_is_run_again() {
    slated_store::testing::run(slated_store::db::Engine::Postgres, &[], |db| async move {
        host(&db).await;
        let meet = Arc::new(Barrier::new(2));
        let runs = Arc::new(AtomicUsize::new(0));
        let crosswise = |first: i64, second: i64| {
            let (db, meet, runs) = (Db::clone(&db), Arc::clone(&meet), Arc::clone(&runs));
            tokio::spawn(async move {
                let mut met = false;
                db.write(move |tx| {
                    runs.fetch_add(1, Ordering::Relaxed);
                    tx.execute("UPDATE host SET seq = seq + 1 WHERE id = $1", args![first])?;
                    if !met {
                        met = true;
                        meet.wait();
                    }
                    // A use-case may turn the error into its own; the waist knows nevertheless.
                    tx.execute("UPDATE host SET seq = seq + 10 WHERE id = $1", args![second])
                        .map_err(|_| Own("something else"))
                })
                .await
            })
        };
        let (one, two) = (crosswise(1, 2), crosswise(2, 1));
        one.await.unwrap().unwrap();
        two.await.unwrap().unwrap();
        // The one that is run again may take its first row back before the other was woken for it, and they meet once more.
        let retries = db.stats().retries;
        assert!(retries >= 1);
        assert_eq!(runs.load(Ordering::Relaxed) as u64, 2 + retries);
        let seqs: Vec<i64> = db.read(|c| c.query("SELECT seq FROM host ORDER BY id", args![])).await.unwrap();
        assert_eq!(seqs, [11, 11]);
    });
}

#[derive(Debug)]
struct Own(#[allow(dead_code)] &'static str);
impl From<Error> for Own {
    fn from(_: Error) -> Self {
        Self("the store's")
    }
}

/// Where an operator asks for `SERIALIZABLE`, losers get 40001; a lost update never happens.
#[test]
fn serialization_failures_are_run_again() {
    slated_store::testing::run(slated_store::db::Engine::Postgres, &[], |db| async move {
        host(&db).await;
        let Target::Postgres(url) = &db.options().target else { unreachable!() };
        let target =
            Target::Postgres(format!("{url}?options=-c%20default_transaction_isolation%3Dserializable"));
        let strict = Db::open(&Options { pool: 4, ..Options::new(target) }).unwrap();
        let increments: Vec<_> = (0..40)
            .map(|_| {
                let strict = strict.clone();
                tokio::spawn(async move {
                    strict
                        .write(|tx| {
                            let seq: Option<i64> = tx.one("SELECT seq FROM host WHERE id = 1", args![])?;
                            tx.execute("UPDATE host SET seq = $1 WHERE id = 1", args![seq.unwrap() + 1])
                        })
                        .await
                })
            })
            .collect();
        for increment in increments {
            increment.await.unwrap().unwrap();
        }
        let seq: Option<i64> =
            db.read(|c| c.one("SELECT seq FROM host WHERE id = 1", args![])).await.unwrap();
        assert_eq!(seq, Some(40));
        assert!(strict.stats().retries > 0);
        strict.close().await;
    });
}
