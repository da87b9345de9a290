//! The migrations runner.
#![allow(clippy::unwrap_used)]

use slated_store::{
    args, both_engines,
    db::{Db, Engine, Error as DbError, Options},
    migrate::{self, Error, Migration},
    testing::{Database, run},
};
use uuid::Uuid;

const FIRST: Migration = Migration {
    version: 1,
    name: "people",
    sql: "CREATE TABLE person (number {{id}}, uid {{uuid}} NOT NULL, picture {{bytes}});
CREATE TABLE pair (a BIGINT, b {{uuid}}, PRIMARY KEY (a, b)) {{clustered}};
-- {{sqlite}}
CREATE TABLE engine AS SELECT 'sqlite' AS name;
-- {{end}}
-- {{postgres}}
CREATE TABLE engine AS SELECT 'postgres' AS name;
-- {{end}}
",
};
const SECOND: Migration =
    Migration { version: 2, name: "nick", sql: "ALTER TABLE person ADD COLUMN nick TEXT;" };
const THIRD: Migration = Migration {
    version: 3,
    name: "steps",
    sql: "-- {{steps}}
-- Each by itself; a comment holds no step;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS pair_key ON pair (b, a);
ALTER TABLE pair DROP CONSTRAINT pair_pkey,
  ADD CONSTRAINT pair_pkey PRIMARY KEY USING INDEX pair_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS person_uid ON person (uid);
-- {{end}}
CREATE TABLE after_steps AS SELECT COUNT(*) AS people FROM person;
",
};
const ONE: &[Migration] = &[FIRST];
const TWO: &[Migration] = &[FIRST, SECOND];
const THREE: &[Migration] = &[FIRST, SECOND, THIRD];

async fn versions(db: &Db) -> Vec<i64> {
    let sql = "SELECT version FROM schema_migration WHERE version > 0 ORDER BY version";
    db.read(move |c| c.query(sql, args![])).await.unwrap()
}

/// A database nothing was run on.
async fn empty(engine: Engine) -> Database {
    let db = Database::with(engine, &[]).await;
    db.write(|tx| tx.batch("DROP TABLE schema_migration")).await.unwrap();
    db
}

both_engines! {
    async fn tokens_become_the_engines_own_words(template, &[]) {
        let db = empty(template.engine()).await;
        assert_eq!(migrate::run(&db, ONE).await.unwrap(), 1);
        let uid = Uuid::now_v7();
        let add = "INSERT INTO person (uid, picture) VALUES ($1, $2) RETURNING number";
        let number: Option<i64> = db.write(move |tx| tx.one(add, args![uid, vec![1, 2]])).await.unwrap();
        assert_eq!(number, Some(1));
        let look = "SELECT uid, picture, (SELECT name FROM engine) FROM person";
        let found: Option<(Uuid, Vec<u8>, String)> = db.read(move |c| c.one(look, args![])).await.unwrap();
        let engine = if db.engine() == Engine::Sqlite { "sqlite" } else { "postgres" };
        assert_eq!(found, Some((uid, vec![1, 2], engine.to_owned())));
        if db.engine() == Engine::Sqlite {
            let length = "SELECT length(uid) FROM person";
            assert_eq!(db.read(move |c| c.one::<i64>(length, args![])).await.unwrap(), Some(16));
        }
    }

    async fn only_what_is_missing_is_applied(template, &[]) {
        let db = empty(template.engine()).await;
        assert_eq!(migrate::run(&db, ONE).await.unwrap(), 1);
        assert_eq!(migrate::run(&db, ONE).await.unwrap(), 0);
        assert_eq!(migrate::run(&db, TWO).await.unwrap(), 1);
        assert_eq!(versions(&db).await, [1, 2]);
    }

    async fn a_newer_database_is_refused(template, &[]) {
        let db = empty(template.engine()).await;
        migrate::run(&db, TWO).await.unwrap();
        let refused = migrate::run(&db, ONE).await.unwrap_err();
        assert!(matches!(refused, Error::Newer { database: 2, binary: 1 }), "{refused:?}");
        assert!(refused.to_string().contains("start a newer version"), "{refused}");
        assert_eq!(versions(&db).await, [1, 2]);
    }

    async fn an_edited_text_is_refused_but_not_for_its_line_ends(template, &[]) {
        const EDITED: &[Migration] = &[Migration { sql: "SELECT 1;", ..FIRST }, SECOND];
        const UNIX: &[Migration] = &[Migration { version: 1, name: "x", sql: "CREATE TABLE x (\n n BIGINT);\n" }];
        const DOS: &[Migration] = &[Migration { version: 1, name: "x", sql: "CREATE TABLE x (\r\n n BIGINT);\r\n" }];
        let db = empty(template.engine()).await;
        migrate::run(&db, ONE).await.unwrap();
        let refused = migrate::run(&db, EDITED).await.unwrap_err();
        assert!(matches!(refused, Error::Changed { version: 1, name: "people" }), "{refused:?}");
        let db = empty(template.engine()).await;
        migrate::run(&db, UNIX).await.unwrap();
        assert_eq!(migrate::run(&db, DOS).await.unwrap(), 0);
    }

    async fn a_failing_text_leaves_nothing_of_itself(template, &[]) {
        const BAD: &[Migration] = &[
            FIRST,
            Migration { version: 2, name: "bad", sql: "CREATE TABLE half (n BIGINT); INSERT INTO nowhere VALUES (1);" },
        ];
        let db = empty(template.engine()).await;
        migrate::run(&db, ONE).await.unwrap();
        let failed = migrate::run(&db, BAD).await.unwrap_err();
        assert!(matches!(failed, Error::Failed { version: 2, name: "bad", source: DbError::Engine(_) }), "{failed:?}");
        assert_eq!(versions(&db).await, [1]);
        assert_eq!(migrate::run(&db, TWO).await.unwrap(), 1);
        assert!(db.read(|c| c.query::<i64>("SELECT n FROM half", args![])).await.is_err());
    }

    async fn faulty_lists_and_texts_are_told(template, &[]) {
        const GAP: &[Migration] = &[FIRST, Migration { version: 3, ..SECOND }];
        const TOKEN: &[Migration] = &[Migration { version: 1, name: "t", sql: "CREATE TABLE x (y {{uid}});" }];
        const OPEN: &[Migration] = &[Migration { version: 1, name: "o", sql: "-- {{sqlite}}\nSELECT 1;" }];
        const NESTED: &[Migration] = &[Migration { version: 1, name: "n", sql: "-- {{sqlite}}\n-- {{postgres}}\n-- {{end}}" }];
        let db = empty(template.engine()).await;
        for (list, words) in [(GAP, "place 2"), (TOKEN, "{{uid}}"), (OPEN, "not closed"), (NESTED, "-- {{postgres}}")] {
            let refused = migrate::run(&db, list).await.unwrap_err();
            assert!(matches!(&refused, Error::Faulty { .. }) && refused.to_string().contains(words), "{refused}");
        }
    }

    async fn nodes_that_start_together_apply_each_text_once(template, &[]) {
        for round in 0..10 {
            let db = empty(template.engine()).await;
            // From nothing, and from a version whose next has no steps while the one after it has.
            let begin = [&[], ONE][round % 2];
            let begun = migrate::run(&db, begin).await.unwrap();
            let nodes: Vec<_> = (0..6)
                .map(|_| {
                    let node = Db::open(&Options { pool: 1, ..db.options().clone() }).unwrap();
                    tokio::spawn(async move {
                        let applied = migrate::run(&node, THREE).await;
                        node.close().await;
                        applied
                    })
                })
                .collect();
            let mut applied = 0;
            for node in nodes {
                applied += node.await.unwrap().unwrap();
            }
            assert_eq!(begun + applied, 3);
            assert_eq!(versions(&db).await, [1, 2, 3]);
            if db.engine() == Engine::Postgres {
                let stepped = "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('person_uid')";
                assert_eq!(db.read(move |c| c.one::<i64>(stepped, args![])).await.unwrap(), Some(1));
            }
        }
    }

    async fn steps_are_postgres_own(template, &[]) {
        let db = empty(template.engine()).await;
        assert_eq!(migrate::run(&db, THREE).await.unwrap(), 3);
        let add = "INSERT INTO person (uid) VALUES ($1)";
        let uid = Uuid::now_v7();
        let twice = db.write(move |tx| {
            tx.execute(add, args![uid])?;
            tx.execute(add, args![uid])
        });
        assert_eq!(twice.await.is_err(), db.engine() == Engine::Postgres);
    }

    async fn the_real_schema_applies(db) {
        assert_eq!(migrate::run(&db, migrate::ALL).await.unwrap(), 0);
        assert_eq!(versions(&db).await.len(), migrate::ALL.len());
    }
}

/// PostgreSQL only: SQLite takes no steps.
#[test]
fn steps_that_were_interrupted_are_taken_up_where_they_stopped() {
    run(Engine::Postgres, &[], |template: Database| async move {
        // One connection, so that what its session was set to is seen.
        let db = Db::open(&Options { pool: 1, ..template.options().clone() }).unwrap();
        db.write(|tx| tx.batch("DROP TABLE schema_migration")).await.unwrap();
        migrate::run(&db, TWO).await.unwrap();
        let twins = "INSERT INTO person (uid) SELECT CAST($1 AS UUID) FROM generate_series(1, 2)";
        db.write(move |tx| tx.execute(twins, args![Uuid::now_v7()])).await.unwrap();
        let failed = migrate::run(&db, THREE).await.unwrap_err();
        assert!(matches!(failed, Error::Failed { version: 3, name: "steps", .. }), "{failed:?}");
        let book = "SELECT checksum FROM schema_migration WHERE version = 0";
        let noted: Option<String> = db.read(move |c| c.one(book, args![])).await.unwrap();
        assert_eq!(
            noted.as_deref(),
            Some("3/2"),
            "the third step, which failed, left an index that is not valid"
        );
        assert_eq!(versions(&db).await, [1, 2]);
        assert_eq!(migrate::missing(&db, THREE).await.unwrap(), 1);
        let limits =
            "SELECT current_setting('statement_timeout') <> '0', current_setting('lock_timeout') <> '0'";
        let limits: Option<(bool, bool)> = db.read(move |c| c.one(limits, args![])).await.unwrap();
        assert_eq!(limits, Some((true, true)));

        db.write(|tx| tx.batch("DELETE FROM person WHERE number = 2")).await.unwrap();
        assert_eq!(migrate::run(&db, THREE).await.unwrap(), 1);
        let valid = "SELECT COUNT(*) FROM pg_index WHERE indexrelid IN ('person_uid'::regclass, 'pair_pkey'::regclass) AND indisvalid";
        assert_eq!(db.read(move |c| c.one::<i64>(valid, args![])).await.unwrap(), Some(2));
        assert!(
            db.read(move |c| c.execute(twins, args![Uuid::now_v7()])).await.is_err(),
            "it only reads, as before"
        );
        db.close().await;
    });
}

/// PostgreSQL only. A step that wants a table's lock lets others through while it cannot have it.
#[test]
fn steps_hold_up_nobody_while_they_wait_for_a_lock() {
    run(Engine::Postgres, &[], |template: Database| async move {
        let db = empty(template.engine()).await;
        migrate::run(&db, TWO).await.unwrap();
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (locked, is_locked) = tokio::sync::oneshot::channel();
        let mut locked = Some(locked);
        let reader = db.write(move |tx| {
            tx.query::<i64>("SELECT a FROM pair", args![])?;
            if let Some(locked) = locked.take() {
                let _ = locked.send(());
            }
            let _ = held.recv();
            Ok::<(), DbError>(())
        });
        let reads = async {
            is_locked.await.unwrap();
            // Whoever stood behind a migration that waits would wait until the other reader has gone, and run into a limit.
            for _ in 0..10 {
                db.read(|c| c.query::<i64>("SELECT a FROM pair", args![])).await.unwrap();
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            }
            release.send(()).unwrap();
        };
        let migrated = async {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            migrate::run(&db, THREE).await
        };
        let (read, (), applied) = tokio::join!(reader, reads, migrated);
        read.unwrap();
        assert_eq!(applied.unwrap(), 1);
    });
}
