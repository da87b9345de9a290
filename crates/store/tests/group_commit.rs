//! SQLite's group commit: closures share a commit, not a fate.
#![allow(clippy::unwrap_used)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    time::Duration,
};

use slated_store::{
    args,
    db::{Conn, Db, Engine, Error, Outage, Result},
    testing::{Database, run},
};
use tokio::task::JoinHandle;

const ADD: &str = "INSERT INTO n (n, parent, filling) VALUES ($1, $2, $3)";

fn add(tx: &mut Conn, n: i64) -> Result<u64> {
    tx.execute(ADD, args![n, None::<i64>, vec![0]])
}

async fn numbers(db: &Database) {
    db.write(|tx| {
        tx.batch(
            "CREATE TABLE n (n BIGINT PRIMARY KEY, filling BLOB,
             parent BIGINT REFERENCES n (n) DEFERRABLE INITIALLY DEFERRED)",
        )
    })
    .await
    .unwrap();
}

async fn stored(db: &Db) -> Vec<i64> {
    db.read(|c| c.query("SELECT n FROM n ORDER BY n", args![])).await.unwrap()
}

type Closure<T> = Box<dyn FnMut(&mut Conn) -> Result<T> + Send>;

/// Holds the writer until `closures` wait, so that they come in one batch, in this order.
async fn together<T: Send + 'static>(db: &Database, closures: Vec<Closure<T>>) -> Vec<Result<T>> {
    let (release, wait) = mpsc::channel::<()>();
    let (started, begun) = tokio::sync::oneshot::channel();
    // Once only: it is run again with the others when their commit is refused.
    let mut hold = Some((started, wait));
    let held = spawn(db, move |_| {
        if let Some((started, wait)) = hold.take() {
            started.send(()).unwrap();
            wait.recv().unwrap();
        }
        Ok(())
    });
    begun.await.unwrap();
    let mut writes = Vec::new();
    for closure in closures {
        let queued = db.stats().write_queue;
        writes.push(spawn(db, closure));
        until(|| db.stats().write_queue > queued).await;
    }
    release.send(()).unwrap();
    held.await.unwrap().unwrap();
    let mut answers = Vec::new();
    for write in writes {
        answers.push(write.await.unwrap());
    }
    answers
}

fn spawn<T: Send + 'static>(
    db: &Database,
    closure: impl FnMut(&mut Conn) -> Result<T> + Send + 'static,
) -> JoinHandle<Result<T>> {
    let db = Db::clone(db);
    tokio::spawn(async move { db.write(closure).await })
}

async fn until(condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), waiting).await.expect("waited in vain");
}

#[test]
fn a_failing_and_a_panicking_closure_cost_the_others_nothing() {
    run(Engine::Sqlite, &[], |db| async move {
        numbers(&db).await;
        let before = db.stats();
        let answers = together(
            &db,
            vec![
                Box::new(|tx| add(tx, 1)),
                Box::new(|tx| {
                    add(tx, 2)?;
                    add(tx, 1)
                }),
                Box::new(|tx| {
                    add(tx, 3)?;
                    // As a panic unwinds, but without the message and backtrace, which take longer than a batch may.
                    std::panic::resume_unwind(Box::new("on purpose"))
                }),
                Box::new(|tx| {
                    add(tx, 4)?;
                    // Ends the whole batch's transaction, were it believed.
                    tx.savepoint(|tx| add(tx, 4)).or(Ok(0))
                }),
                Box::new(|tx| {
                    assert_eq!(tx.query::<i64>("SELECT n FROM n ORDER BY n", args![])?, [1, 4]);
                    add(tx, 5)
                }),
            ],
        )
        .await;
        assert!(matches!(answers[0], Ok(1)), "{answers:?}");
        assert!(matches!(answers[1], Err(Error::Conflict { .. })), "{answers:?}");
        assert!(matches!(answers[2], Err(Error::Panicked(_))), "{answers:?}");
        assert!(matches!(answers[3..], [Ok(0), Ok(1)]), "{answers:?}");
        assert_eq!(stored(&db).await, [1, 4, 5]);
        let after = db.stats();
        // The holder's closure is the first of the batch, or was a batch of its own if it held for long. A machine that
        // stands still for longer than a batch may take splits what follows, so only the grouping itself is certain.
        assert_eq!(after.batched - before.batched, 4);
        assert!(after.largest_batch >= 2, "{after:?}");
    });
}

#[test]
fn no_answer_before_the_commit() {
    run(Engine::Sqlite, &[], |db| async move {
        numbers(&db).await;
        let (release, wait) = mpsc::channel::<()>();
        let first = spawn(&db, |tx| add(tx, 1));
        first.await.unwrap().unwrap();
        let held = spawn(&db, move |tx| {
            add(tx, 2)?;
            wait.recv().unwrap();
            Ok(())
        });
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!held.is_finished());
        assert_eq!(stored(&db).await, [1], "uncommitted work is nobody else's");
        release.send(()).unwrap();
        held.await.unwrap().unwrap();
        assert_eq!(stored(&db).await, [1, 2]);
    });
}

/// A full disk takes SQLite's whole transaction away; only the closure that needs the room may fail.
#[test]
fn a_full_database_fails_only_the_closure_that_fills_it() {
    run(Engine::Sqlite, &[], |db| async move {
        numbers(&db).await;
        db.write(|tx| tx.query::<i64>("PRAGMA max_page_count = 60", args![])).await.unwrap();
        let runs = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&runs);
        let answers = together(
            &db,
            vec![
                Box::new(move |tx| {
                    counted.fetch_add(1, Ordering::Relaxed);
                    add(tx, 1)
                }),
                Box::new(|tx| tx.execute(ADD, args![2, None::<i64>, vec![0; 1 << 20]])),
                Box::new(|tx| add(tx, 3)),
            ],
        )
        .await;
        assert!(matches!(answers[0], Ok(1)), "{answers:?}");
        assert!(matches!(answers[1], Err(Error::Unavailable(Outage::Resources(_)))), "{answers:?}");
        assert!(matches!(answers[2], Ok(1)), "{answers:?}");
        assert_eq!(stored(&db).await, [1, 3]);
        assert!(runs.load(Ordering::Relaxed) <= 2);
    });
}

/// A deferred foreign key is only checked at `COMMIT`, where it would fail everybody.
#[test]
fn a_commit_that_one_closure_spoils_is_run_one_by_one() {
    run(Engine::Sqlite, &[], |db| async move {
        numbers(&db).await;
        let answers = together(
            &db,
            vec![
                Box::new(|tx| add(tx, 1)),
                Box::new(|tx| tx.execute(ADD, args![2, 99, vec![0]])),
                Box::new(|tx| tx.execute(ADD, args![3, 1, vec![0]])),
            ],
        )
        .await;
        assert!(matches!(answers[0], Ok(1)), "{answers:?}");
        assert!(matches!(answers[1], Err(Error::Engine(_))), "{answers:?}");
        assert!(matches!(answers[2], Ok(1)), "{answers:?}");
        assert_eq!(stored(&db).await, [1, 3]);
    });
}

/// Whatever a closure does to the transaction itself stays its own affair.
#[test]
fn a_closure_that_ends_the_transaction_is_refused() {
    run(Engine::Sqlite, &[], |db| async move {
        numbers(&db).await;
        let answers = together(
            &db,
            vec![
                Box::new(|tx| add(tx, 1)),
                Box::new(|tx| {
                    add(tx, 2)?;
                    tx.batch("ROLLBACK").map(|()| 0)
                }),
                Box::new(|tx| add(tx, 3)),
            ],
        )
        .await;
        assert!(matches!(answers[..], [Ok(1), Err(Error::Aborted), Ok(1)]), "{answers:?}");
        assert_eq!(stored(&db).await, [1, 3]);
    });
}

#[test]
fn another_process_with_the_lock_makes_writes_unavailable_not_reads() {
    run(Engine::Sqlite, &[], |db| async move {
        numbers(&db).await;
        let options =
            slated_store::db::Options { busy_timeout: Duration::from_millis(50), ..db.options().clone() };
        let other = Db::open(&options).unwrap();
        let (release, wait) = mpsc::channel::<()>();
        let (holding, told) = mpsc::channel();
        let held = spawn(&db, move |tx| {
            add(tx, 1)?;
            holding.send(()).unwrap();
            wait.recv().unwrap();
            Ok(())
        });
        tokio::task::spawn_blocking(move || told.recv().unwrap()).await.unwrap();
        let refused = other.write(|tx| add(tx, 2)).await;
        assert!(matches!(refused, Err(Error::Unavailable(Outage::Resources(_)))), "{refused:?}");
        assert_eq!(stored(&other).await, [0; 0]);
        release.send(()).unwrap();
        held.await.unwrap().unwrap();
        other.write(|tx| add(tx, 2)).await.unwrap();
        assert_eq!(stored(&db).await, [1, 2]);
    });
}

/// A read that spans several statements sees one moment.
#[test]
fn a_read_is_one_snapshot() {
    run(Engine::Sqlite, &[], |db| async move {
        numbers(&db).await;
        let (between, wait) = mpsc::channel::<()>();
        let (started, begun) = tokio::sync::oneshot::channel();
        let reader = Db::clone(&db);
        let reading = tokio::spawn(async move {
            reader
                .read(move |c| {
                    let count = "SELECT COUNT(*) FROM n";
                    let before: Option<i64> = c.one(count, args![])?;
                    started.send(()).unwrap();
                    wait.recv().unwrap();
                    Ok::<_, Error>((before, c.one::<i64>(count, args![])?))
                })
                .await
        });
        begun.await.unwrap();
        db.write(|tx| add(tx, 1)).await.unwrap();
        between.send(()).unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), (Some(0), Some(0)));
    });
}
