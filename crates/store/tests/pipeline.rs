//! Statements that are not waited for: in order, within their transaction, and never half of them.
#![allow(clippy::unwrap_used)]

use slated_store::{
    args, both_engines,
    db::{Conn, Db, Engine, Error, Result},
    testing::{Database, run},
};

const ADD: &str = "INSERT INTO n (n) VALUES ($1)";

async fn numbers(db: &Database) {
    db.write(|tx| tx.batch("CREATE TABLE n (n BIGINT PRIMARY KEY)")).await.unwrap();
}

fn add_later(tx: &mut Conn, n: i64) -> Result<()> {
    tx.execute_later(ADD, args![n])
}

async fn stored(db: &Db) -> Vec<i64> {
    db.read(|c| c.query("SELECT n FROM n ORDER BY n", args![])).await.unwrap()
}

both_engines! {
    async fn what_is_left_for_later_is_done_before_what_follows_and_before_the_commit(db, &[]) {
        numbers(&db).await;
        let seen: Vec<i64> = db.write(|tx| {
            add_later(tx, 1)?;
            add_later(tx, 2)?;
            let seen = tx.query("SELECT n FROM n ORDER BY n", args![])?;
            tx.execute_later("UPDATE n SET n = n + $1", args![10])?;
            add_later(tx, 1)?;
            Ok::<_, Error>(seen)
        }).await.unwrap();
        assert_eq!(seen, [1, 2]);
        assert_eq!(stored(&db).await, [1, 11, 12]);
        db.write(|tx| add_later(tx, 13)).await.unwrap();
        assert_eq!(stored(&db).await, [1, 11, 12, 13]);
    }

    async fn what_fails_later_fails_the_transaction(db, &[]) {
        numbers(&db).await;
        let at_the_commit = db.write(|tx| { add_later(tx, 1)?; add_later(tx, 1)?; add_later(tx, 2) }).await;
        assert_eq!(at_the_commit.unwrap_err().constraint(), Some("n_pkey"));
        let at_the_next = db.write(|tx| {
            add_later(tx, 1)?;
            add_later(tx, 1)?;
            tx.one::<i64>("SELECT n FROM n", args![])
        }).await;
        assert_eq!(at_the_next.unwrap_err().constraint(), Some("n_pkey"));
        let ignored = db.write(|tx| {
            let _ = add_later(tx, 1);
            let _ = add_later(tx, 1);
            let _ = tx.one::<i64>("SELECT n FROM n", args![]);
            Ok::<_, Error>(())
        }).await;
        assert!(ignored.is_err());
        let dropped = db.write(|tx| { add_later(tx, 1)?; Err::<(), _>(Error::LostRace) }).await;
        assert!(dropped.is_err());
        assert_eq!(stored(&db).await, [0; 0]);
        db.write(|tx| add_later(tx, 3)).await.unwrap();
        assert_eq!(stored(&db).await, [3]);
    }

    async fn a_savepoint_undoes_what_was_left_for_later_within_it(db, &[]) {
        numbers(&db).await;
        db.write(|tx| {
            add_later(tx, 1)?;
            let twice = tx.savepoint(|tx| { add_later(tx, 2)?; add_later(tx, 1) });
            assert_eq!(twice.unwrap_err().constraint(), Some("n_pkey"));
            tx.savepoint(|tx| add_later(tx, 3))
        }).await.unwrap();
        assert_eq!(stored(&db).await, [1, 3]);
    }

    async fn a_read_leaves_nothing_for_later(db, &[]) {
        numbers(&db).await;
        assert!(db.read(|c| add_later(c, 1)).await.is_err());
        assert_eq!(stored(&db).await, [0; 0]);
    }

    async fn one_statement_for_each_set(db, &[]) {
        numbers(&db).await;
        db.write(|tx| {
            let sets: Vec<_> = (0..200).map(|n| args![n % 100 + n / 100 * 1000].to_vec()).collect();
            tx.query_each::<i64>("INSERT INTO n (n) VALUES ($1) RETURNING n", &sets)
        }).await.unwrap();
        let sets = [args![50, 1100].to_vec(), args![98, 1002].to_vec(), args![5, 5].to_vec()];
        let found: Vec<Vec<i64>> = db
            .read(move |c| c.query_each("SELECT n FROM n WHERE n >= $1 AND n < $2 ORDER BY n", &sets))
            .await
            .unwrap();
        assert_eq!((found[0].len(), &found[1], &found[2]), (150, &vec![98, 99, 1000, 1001], &vec![]));
        let none = db.read(|c| c.query_each::<i64>("SELECT n FROM n", &[])).await.unwrap();
        assert!(none.is_empty());
    }
}

/// The driver finds the mistake, not the server: the commit behind it must not go out.
#[test]
fn what_cannot_be_sent_is_not_followed_by_the_commit() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let answer = db
            .write(|tx| {
                add_later(tx, 1)?;
                tx.execute_later(ADD, args!["not a number"])?;
                add_later(tx, 2)
            })
            .await;
        assert!(matches!(answer, Err(Error::Engine(_))), "{answer:?}");
        assert_eq!(stored(&db).await, [0; 0]);
        db.write(|tx| add_later(tx, 3)).await.unwrap();
        assert_eq!(stored(&db).await, [3]);
    });
}

#[test]
fn a_transaction_takes_as_many_round_trips_as_it_waits_for_answers() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let one = Db::open(&slated_store::db::Options { pool: 1, ..db.options().clone() }).unwrap();
        let trips = async |n: i64| {
            let before = one.stats().round_trips;
            one.write(move |tx| {
                tx.one::<i64>("SELECT n FROM n WHERE n = $1", args![n])?;
                add_later(tx, n)?;
                add_later(tx, -n)
            })
            .await
            .unwrap();
            one.stats().round_trips - before
        };
        assert_eq!(trips(1).await, 4, "two statements are new to the connection");
        assert_eq!(trips(2).await, 2);
        let before = one.stats().round_trips;
        one.write(|_| Ok::<_, Error>(())).await.unwrap();
        assert_eq!(one.stats().round_trips, before, "nobody asked for anything");
        one.close().await;
    });
}
