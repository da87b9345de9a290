//! Statements, values and errors: the same on both engines.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use jiff::Timestamp;
use slated_store::{
    args, both_engines,
    db::{Conn, Engine, Error, FromColumn, Json, Result, Row, Value},
    from_row,
    testing::Database,
};
use uuid::Uuid;

async fn table(db: &Database, sqlite: &'static str, postgres: &'static str) {
    let engine = db.engine();
    db.write(move |tx| tx.batch(if engine == Engine::Sqlite { sqlite } else { postgres })).await.unwrap();
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct PersonId(Uuid);

impl From<PersonId> for Value {
    fn from(id: PersonId) -> Self {
        id.0.into()
    }
}
impl FromColumn for PersonId {
    fn from_column(column: slated_store::db::Column<'_>) -> Result<Self> {
        Uuid::from_column(column).map(Self)
    }
}

#[derive(Debug, PartialEq)]
struct Person {
    id: PersonId,
    name: String,
    note: Option<String>,
    active: bool,
    age: u32,
    picture: Vec<u8>,
    born: Timestamp,
    tags: Json<BTreeMap<String, i32>>,
}
from_row!(Person { id, name, note, active, age, picture, born, tags });

const PERSON: &str =
    "CREATE TABLE person (id BLOB PRIMARY KEY, name TEXT NOT NULL, note TEXT, active BOOLEAN NOT NULL,
    age INTEGER NOT NULL, picture BLOB NOT NULL, born BIGINT NOT NULL, tags TEXT NOT NULL)";
const PERSON_PG: &str = "CREATE TABLE person (id UUID PRIMARY KEY, name TEXT NOT NULL, note TEXT,
    active BOOLEAN NOT NULL, age INTEGER NOT NULL, picture BYTEA NOT NULL, born BIGINT NOT NULL, tags TEXT NOT NULL)";
const ADD: &str = "INSERT INTO person (id, name, note, active, age, picture, born, tags)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

fn add(tx: &mut Conn, p: &Person) -> Result<u64> {
    let tags = Json(&p.tags.0);
    tx.execute(ADD, args![p.id, &p.name, &p.note, p.active, p.age, &p.picture, p.born, tags])
}

fn person(name: &str) -> Person {
    Person {
        id: PersonId(Uuid::now_v7()),
        name: name.into(),
        note: None,
        active: true,
        age: u32::try_from(i32::MAX).unwrap(),
        picture: vec![0, 1, 255],
        born: Timestamp::from_millisecond(-1).unwrap(),
        tags: Json(BTreeMap::from([("größe".into(), 3)])),
    }
}

both_engines! {
    async fn a_row_comes_back_as_it_went(db, &[]) {
        table(&db, PERSON, PERSON_PG).await;
        let (mut ann, ben) = (person("Ann"), person("Ben"));
        ann.note = Some("x'; --".into());
        ann.active = false;
        let stored = db.write(move |tx| {
            assert_eq!(add(tx, &ann)?, 1);
            add(tx, &ben)?;
            Ok::<_, Error>(vec![person_like(&ann), person_like(&ben)])
        }).await.unwrap();
        let all = "SELECT id, name, note, active, age, picture, born, tags FROM person ORDER BY name";
        let found: Vec<Person> = db.read(move |c| c.query(all, args![])).await.unwrap();
        assert_eq!(found, stored);

        let id = stored[1].id;
        let one = "SELECT name, active, (SELECT COUNT(*) FROM person) FROM person WHERE id = $1";
        let ben: Option<(String, bool, i64)> = db.read(move |c| c.one(one, args![id])).await.unwrap();
        assert_eq!(ben, Some(("Ben".into(), true, 2)));
        let nobody: Option<(String, bool, i64)> =
            db.read(move |c| c.one(one, args![Uuid::nil()])).await.unwrap();
        assert_eq!(nobody, None);
        let joined = "SELECT p.id, p.name, p.note, p.active, p.age, p.picture, p.born, p.tags, 7 FROM person p ORDER BY p.name";
        let first: (Person, i64) = db.read(move |c| c.one(joined, args![])).await.unwrap().unwrap();
        assert_eq!((first.0.name.as_str(), first.1), ("Ann", 7));
    }

    /// SQLite takes `$2` for a name and numbers it by appearance.
    async fn parameters_are_known_by_number_in_any_order(db, &[]) {
        let sql = "SELECT CAST($2 AS BIGINT), CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($11 AS TEXT), \
            CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT)
            WHERE CAST($7 AS TEXT) IS NULL AND $8 AND CAST($9 AS TEXT) = CAST($10 AS TEXT)";
        let row: Option<(i64, String, i64, String)> = db.read(move |c| {
            let same = Some("same");
            c.one(sql, args!["one", 2, "3", "4", "5", "6", None::<i64>, true, same, same.map(str::to_owned), "eleven"])
        }).await.unwrap();
        assert_eq!(row, Some((2, "one".into(), 2, "eleven".into())));
    }

    async fn an_optional_filter_takes_null_or_a_value(db, &[]) {
        table(&db, PERSON, PERSON_PG).await;
        db.write(|tx| { add(tx, &person("Ann"))?; add(tx, &person("Ben")) }).await.unwrap();
        let sql = "SELECT name FROM person WHERE (CAST($1 AS TEXT) IS NULL OR name = $1)
            AND (CAST($2 AS BIGINT) IS NULL OR born <= $2) ORDER BY name LIMIT $3";
        let names = |name: Option<&'static str>, until: Option<i64>| {
            db.read(move |c| c.query::<String>(sql, args![name, until, 10]))
        };
        assert_eq!(names(None, None).await.unwrap(), ["Ann", "Ben"]);
        assert_eq!(names(Some("Ben"), Some(0)).await.unwrap(), ["Ben"]);
        assert_eq!(names(None, Some(-2)).await.unwrap(), [""; 0]);
    }

    async fn like_minds_upper_and_lower_case(db, &[]) {
        let like: Option<(bool, bool)> =
            db.read(|c| c.one("SELECT 'Ann' LIKE 'A%', 'Ann' LIKE 'a%'", args![])).await.unwrap();
        assert_eq!(like, Some((true, false)));
    }

    async fn a_wrong_number_of_parameters_is_refused(db, &[]) {
        for sql in ["SELECT CAST($1 AS BIGINT)", "SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)"] {
            let answer = db.read(move |c| c.query::<i64>(sql, args![1, 2])).await;
            assert!(matches!(answer, Err(Error::Engine(_))), "{answer:?}");
        }
    }

    async fn a_column_that_does_not_decode_is_named(db, &[]) {
        let answer = db.read(|c| c.one::<(i64, i64)>("SELECT 1, 'x' AS age", args![])).await;
        let Err(Error::Decode { column, reason }) = answer else { panic!("{answer:?}") };
        assert_eq!((column.as_deref(), reason.as_str()), (Some("age"), "expected an integer, found a text"));
        let answer = db.read(|c| c.one::<u8>("SELECT 256 AS small", args![])).await;
        assert_eq!(answer.unwrap_err().to_string(), "column small does not decode: 256 is outside u8");
        let answer = db.read(|c| c.one::<(i64, i64)>("SELECT 1", args![])).await;
        assert!(matches!(answer, Err(Error::Decode { .. })), "{answer:?}");
    }

    async fn conflicts_name_the_constraint(db, &[]) {
        table(&db,
            "CREATE TABLE seat (id INTEGER PRIMARY KEY, room TEXT, chair BIGINT, code TEXT, slot BIGINT, gone BOOLEAN NOT NULL DEFAULT FALSE, UNIQUE (room, chair));
             CREATE UNIQUE INDEX seat_slot_once ON seat (slot) WHERE NOT gone;
             CREATE UNIQUE INDEX seat_room_folded ON seat (lower(room), id);
             CREATE UNIQUE INDEX seat_code_folded ON seat (lower(code));
             CREATE TABLE pair (a BIGINT, b BIGINT, PRIMARY KEY (a, b)) WITHOUT ROWID;
             CREATE TABLE span (a BIGINT, b BIGINT);
             CREATE TRIGGER span_overlap BEFORE INSERT ON span WHEN EXISTS (SELECT 1 FROM span WHERE a < NEW.b AND b > NEW.a)
             BEGIN SELECT RAISE(ABORT, 'span_no_overlap'); END;",
            "CREATE TABLE seat (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, room TEXT, chair BIGINT, code TEXT, slot BIGINT, gone BOOLEAN NOT NULL DEFAULT FALSE, UNIQUE (room, chair));
             CREATE UNIQUE INDEX seat_slot_once ON seat (slot) WHERE NOT gone;
             CREATE UNIQUE INDEX seat_room_folded ON seat (lower(room), id);
             CREATE UNIQUE INDEX seat_code_folded ON seat (lower(code));
             CREATE TABLE pair (a BIGINT, b BIGINT, PRIMARY KEY (a, b));
             CREATE TABLE span (a BIGINT, b BIGINT, CONSTRAINT span_no_overlap EXCLUDE USING gist (int8range(a, b) WITH &&));",
        ).await;
        let broken = |first: &'static str, second: &'static str| {
            let db = &db;
            async move {
                db.write(move |tx| tx.execute(first, args![])).await.unwrap();
                let refused = db.write(move |tx| tx.execute(second, args![])).await.unwrap_err();
                refused.constraint().unwrap_or_else(|| panic!("{refused:?}")).to_owned()
            }
        };
        let slot = "INSERT INTO seat (slot) VALUES (5)";
        assert_eq!(broken(slot, slot).await, "seat_slot_once");
        let place = "INSERT INTO seat (room, chair) VALUES ('r', 1)";
        assert_eq!(broken(place, place).await, "seat_room_chair_key");
        let id = "INSERT INTO seat (id) VALUES (100)";
        assert_eq!(broken(id, id).await, "seat_pkey");
        assert_eq!(
            broken("INSERT INTO seat (code) VALUES ('x')", "INSERT INTO seat (code) VALUES ('X')").await,
            "seat_code_folded"
        );
        let pair = "INSERT INTO pair VALUES (1, 2)";
        assert_eq!(broken(pair, pair).await, "pair_pkey");
        assert_eq!(
            broken("INSERT INTO span VALUES (0, 10)", "INSERT INTO span VALUES (9, 11)").await,
            "span_no_overlap"
        );
        db.write(|tx| tx.execute("INSERT INTO span VALUES (10, 11)", args![])).await.expect("touching is not overlapping");
    }

    async fn a_broken_foreign_key_or_check_is_no_conflict(db, &[]) {
        let both = "CREATE TABLE a (id BIGINT PRIMARY KEY CHECK (id > 0));
            CREATE TABLE b (a BIGINT NOT NULL REFERENCES a (id))";
        table(&db, both, both).await;
        for sql in ["INSERT INTO b VALUES (1)", "INSERT INTO a VALUES (0)", "INSERT INTO b VALUES (NULL)", "SELEKT"] {
            let answer = db.write(move |tx| tx.execute(sql, args![])).await;
            assert!(matches!(answer, Err(Error::Engine(_))), "{sql}: {answer:?}");
        }
    }

    async fn a_read_cannot_write(db, &[]) {
        let both = "CREATE TABLE n (n BIGINT)";
        table(&db, both, both).await;
        let answer = db.read(|c| c.execute("INSERT INTO n VALUES (1)", args![])).await;
        assert!(answer.is_err(), "{answer:?}");
        db.write(|tx| tx.execute("INSERT INTO n VALUES (1)", args![])).await.unwrap();
        assert_eq!(db.read(|c| c.query::<i64>("SELECT n FROM n", args![])).await.unwrap(), [1]);
    }
}

/// `Person` is not `Clone`: the test compares with what was built, not with what was sent.
fn person_like(p: &Person) -> Person {
    Person {
        name: p.name.clone(),
        note: p.note.clone(),
        picture: p.picture.clone(),
        tags: Json(p.tags.0.clone()),
        ..*p
    }
}

/// `Row` can be read by hand too.
struct Sum(i64);
impl slated_store::db::FromRow for Sum {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        let (a, b): (i64, i64) = row.take()?;
        Ok(Self(a + b + row.take::<i64>()?))
    }
}

both_engines! {
    async fn a_row_read_by_hand(db, &[]) {
        assert_eq!(db.read(|c| c.one::<Sum>("SELECT 1, 2, 3", args![])).await.unwrap().unwrap().0, 6);
    }
}
