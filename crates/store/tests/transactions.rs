//! Transactions: what is kept, what is undone, what is refused; the same on both engines.
#![allow(clippy::unwrap_used)]

use std::{sync::mpsc, time::Duration};

use slated_store::{
    args, both_engines,
    db::{Conn, Db, Error, Options, Outage, Result},
    testing::Database,
};

const ADD: &str = "INSERT INTO n (n) VALUES ($1)";

async fn numbers(db: &Database) {
    db.write(|tx| tx.batch("CREATE TABLE n (n BIGINT PRIMARY KEY)")).await.unwrap();
}

fn add(tx: &mut Conn, n: i64) -> Result<u64> {
    tx.execute(ADD, args![n])
}

async fn stored(db: &Db) -> Vec<i64> {
    db.read(|c| c.query("SELECT n FROM n ORDER BY n", args![])).await.unwrap()
}

/// A use-case's error: anything that can hold the store's.
#[derive(Debug)]
enum Refusal {
    Taken,
    Store(Error),
}
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

both_engines! {
    async fn an_error_of_any_kind_undoes_the_closure(db, &[]) {
        numbers(&db).await;
        let answer = db.write(|tx| { add(tx, 1)?; Err::<(), _>(Refusal::Taken) }).await;
        assert!(matches!(answer, Err(Refusal::Taken)));
        let answer = db.write(|tx| { add(tx, 2)?; add(tx, 2)?; Ok::<_, Refusal>(()) }).await;
        assert!(matches!(answer, Err(Refusal::Store(Error::Conflict { .. }))), "{answer:?}");
        assert_eq!(stored(&db).await, [0; 0]);
    }

    async fn a_panic_is_an_error_and_the_threads_live_on(db, &[]) {
        numbers(&db).await;
        for _ in 0..20 {
            let answer = db.write(|tx| -> Result<()> { add(tx, 1)?; panic!("on purpose {}", 1) }).await;
            assert!(matches!(&answer, Err(Error::Panicked(words)) if words == "on purpose 1"), "{answer:?}");
            let answer = db.read(|_| -> Result<()> { panic!("on purpose") }).await;
            assert!(matches!(&answer, Err(Error::Panicked(words)) if words == "on purpose"), "{answer:?}");
        }
        assert_eq!(stored(&db).await, [0; 0]);
        db.write(|tx| add(tx, 1)).await.unwrap();
    }

    async fn success_after_a_failed_statement_is_not_believed(db, &[]) {
        numbers(&db).await;
        let answer = db.write(|tx| {
            add(tx, 1)?;
            let conflict = add(tx, 1);
            assert!(matches!(conflict, Err(Error::Conflict { .. })), "{conflict:?}");
            let further = add(tx, 2);
            assert!(matches!(further, Err(Error::Aborted)), "{further:?}");
            Ok::<_, Error>(())
        }).await;
        assert!(matches!(answer, Err(Error::Aborted)), "{answer:?}");
        assert_eq!(stored(&db).await, [0; 0]);
    }

    async fn a_savepoint_confines_a_failure(db, &[]) {
        numbers(&db).await;
        db.write(|tx| {
            add(tx, 1)?;
            let conflict = tx.savepoint(|tx| { add(tx, 2)?; add(tx, 1) });
            assert!(matches!(conflict, Err(Error::Conflict { .. })), "{conflict:?}");
            let refused = tx.savepoint(|tx| { add(tx, 3)?; Err::<(), _>(Refusal::Taken) });
            assert!(matches!(refused, Err(Refusal::Taken)));
            let swallowed = tx.savepoint(|tx| { add(tx, 4)?; let _ = add(tx, 4); Ok::<_, Error>(()) });
            assert!(matches!(swallowed, Err(Error::Aborted)), "{swallowed:?}");
            tx.savepoint(|tx| { add(tx, 5)?; let _ = tx.savepoint(|tx| add(tx, 5)); add(tx, 6) })?;
            add(tx, 7)
        }).await.unwrap();
        assert_eq!(stored(&db).await, [1, 5, 6, 7]);
        let outside = db.read(|c| c.savepoint(|c| c.one::<i64>("SELECT 1", args![]))).await;
        assert!(matches!(outside, Err(Error::Engine(_))), "{outside:?}");
    }

    async fn a_result_that_does_not_decode_fails_no_transaction(db, &[]) {
        numbers(&db).await;
        db.write(|tx| {
            let odd = tx.one::<i64>("SELECT 'x'", args![]);
            assert!(matches!(odd, Err(Error::Decode { .. })), "{odd:?}");
            add(tx, 1)
        }).await.unwrap();
        assert_eq!(stored(&db).await, [1]);
    }

    async fn an_answered_write_is_there_after_reopening(db, &[]) {
        numbers(&db).await;
        let writes: Vec<_> = (0..50).map(|n| {
            let db = Db::clone(&db);
            tokio::spawn(async move { db.write(move |tx| add(tx, n)).await })
        }).collect();
        for write in writes {
            write.await.unwrap().unwrap();
        }
        db.close().await;
        let answer = db.read(|c| c.one::<i64>("SELECT 1", args![])).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Closed))), "{answer:?}");
        let again = Db::open(db.options()).unwrap();
        assert_eq!(stored(&again).await, (0..50).collect::<Vec<_>>());
        again.close().await;
    }

    async fn close_finishes_what_waits(db, &[]) {
        numbers(&db).await;
        let one = one_thread(&db, 100);
        let (release, blocked) = block(&one).await;
        let waiting: Vec<_> = (0..20).map(|n| {
            let one = one.clone();
            tokio::spawn(async move { one.write(move |tx| add(tx, n)).await })
        }).collect();
        until(|| one.stats().write_queue == 20).await;
        let closing = tokio::spawn({ let one = one.clone(); async move { one.close().await } });
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!closing.is_finished());
        release.send(()).unwrap();
        blocked.await.unwrap();
        for write in waiting {
            write.await.unwrap().unwrap();
        }
        closing.await.unwrap();
        assert_eq!(stored(&db).await.len(), 20);
    }

    async fn a_full_queue_refuses_at_once(db, &[]) {
        numbers(&db).await;
        let one = one_thread(&db, 3);
        let (release, blocked) = block(&one).await;
        let waiting: Vec<_> = (0..3).map(|n| {
            let one = one.clone();
            tokio::spawn(async move { one.write(move |tx| add(tx, n)).await })
        }).collect();
        until(|| one.stats().write_queue == 3).await;
        let refused = one.write(|tx| add(tx, 9)).await;
        assert!(matches!(refused, Err(Error::Unavailable(Outage::Overloaded))), "{refused:?}");
        assert_eq!(one.stats().refused, 1);
        release.send(()).unwrap();
        blocked.await.unwrap();
        for write in waiting {
            write.await.unwrap().unwrap();
        }
        assert_eq!(stored(&db).await, [0, 1, 2]);
        one.close().await;
    }

    async fn a_write_nobody_waits_for_is_not_started(db, &[]) {
        numbers(&db).await;
        let one = one_thread(&db, 10);
        let (release, blocked) = block(&one).await;
        let dropped = tokio::spawn({ let one = one.clone(); async move { one.write(|tx| add(tx, 1)).await } });
        until(|| one.stats().write_queue == 1).await;
        dropped.abort();
        let _ = dropped.await;
        release.send(()).unwrap();
        blocked.await.unwrap();
        one.write(|tx| add(tx, 2)).await.unwrap();
        assert_eq!(stored(&db).await, [2]);
        one.close().await;
    }
}

/// The same database through one thread for writing.
fn one_thread(db: &Database, queue: usize) -> Db {
    Db::open(&Options { pool: 1, queue, ..db.options().clone() }).unwrap()
}

/// Keeps the writing thread busy, without a transaction of its own to wait for, until told.
async fn block(db: &Db) -> (mpsc::Sender<()>, tokio::task::JoinHandle<()>) {
    let (release, wait) = mpsc::channel::<()>();
    let (started, begun) = tokio::sync::oneshot::channel();
    let mut started = Some(started);
    let db = db.clone();
    let blocked = tokio::spawn(async move {
        db.write(move |_| {
            started.take().unwrap().send(()).unwrap();
            wait.recv().unwrap();
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    });
    begun.await.unwrap();
    (release, blocked)
}

async fn until(condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), waiting).await.expect("waited in vain");
}
