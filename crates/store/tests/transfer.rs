//! A company between databases: every table of the schema, byte for byte, and nothing half-imported.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use slated_store::{
    args, both_engines,
    claim::{self, Claim},
    db::{Conn, Db, Engine, Result, Value},
    ids::CompanyId,
    migrate,
    testing::{Database, run},
    transfer::{Error, Imported, Secrets, export, import},
};
use uuid::Uuid;

/// Tables that belong to no company, and why they stay behind.
const STAY: &[(&str, &str)] = &[
    ("schema_migration", "tells the schema of its own database"),
    ("heartbeat", "tells how far the replicas of its own database lag"),
    ("secret_key", "which key seals in its own database"),
    ("idempotency", "answers kept for a day, found by the credential that asked"),
];

/// Columns whose names sound like a secret that lets somebody in, and which are exported all the same.
const OPEN: &[(&str, &str, &str)] = &[
    ("appointment", "secret", "links in mails that were sent must go on working"),
    ("audit", "credential_id", "names who made a change, and opens nothing"),
    (
        "calendar_feed",
        "secret_hash",
        "calendar apps must go on reading; nobody finds the address by its hash",
    ),
    ("provisional_booking", "secret", "links in mails that were sent must go on working"),
    ("provisional_booking", "opt_in_secret", "links in mails that were sent must go on working"),
];

/// Words that make a column sound like a secret.
const SECRET_WORDS: &[&str] =
    &["secret", "password", "token", "hash", "cipher", "sealed", "private", "credential"];

/// Tables that the transfer leaves out without its flag.
const LEFT_OUT: &[&str] = &["credential", "webhook", "held_queue", "user_password"];

/// Tables of companies that never go along.
const FLEETING: &[&str] = &["session", "sign_in_link"];

const OURS: Uuid = Uuid::from_u128(0x0193_d7a4_0000_7000_8000_0000_0000_0001);
const OTHERS: Uuid = Uuid::from_u128(0x0193_d7a4_0000_7000_8000_0000_0000_0002);

/// Enough rows for several pages and batches of the larger tables.
const MANY: i64 = 1_203;

/// Table → its columns with their declared types, as SQLite tells them.
type Schema = BTreeMap<String, Vec<(String, String, bool)>>;

async fn schema(db: &Db) -> Schema {
    const COLUMNS: &str = "SELECT m.name, p.name, p.type, p.\"notnull\" OR p.pk > 0 FROM sqlite_master m \
        JOIN pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY m.name, p.cid";
    let found: Vec<(String, String, String, bool)> = db.read(|c| c.query(COLUMNS, args![])).await.unwrap();
    let mut schema = Schema::new();
    for (table, column, declared, required) in found {
        schema.entry(table).or_default().push((column, declared, required));
    }
    schema.retain(|table, _| !table.starts_with("sqlite_"));
    schema
}

fn owned(schema: &Schema) -> BTreeSet<&str> {
    let has = |columns: &[(String, String, bool)]| columns.iter().any(|(column, ..)| column == "company_id");
    let goes = |table: &str| !FLEETING.contains(&table);
    let tables =
        schema.iter().filter(|(table, columns)| (*table == "company" || has(columns)) && goes(table));
    tables.map(|(table, _)| table.as_str()).collect()
}

/// The `n`th row that is made up for a table. Nullable columns are NULL in every other row.
fn made_up(
    table: &str,
    columns: &[(String, String, bool)],
    company: Uuid,
    n: i64,
) -> (Vec<String>, Vec<Value>) {
    let mut row = (vec![], vec![]);
    for (place, (column, declared, required)) in (0u128..).zip(columns) {
        let unique =
            || Uuid::from_u128(company.as_u128() ^ (u128::from(n.unsigned_abs()) << 40) ^ (place << 100));
        let value = match (column.as_str(), declared.as_str()) {
            (_, "INTEGER") => continue,
            _ if !required && n % 2 == 0 => Value::Null,
            ("company_id", _) => company.into(),
            ("id", _) if table == "company" => company.into(),
            (_, "BLOB") => unique().into(),
            (_, "BOOLEAN") => (n % 3 == 0).into(),
            ("starts_at", _) => (n * 10_000_000).into(),
            ("ends_at", _) => (n * 10_000_000 + 1_800_000).into(),
            (_, "BIGINT") => n.into(),
            (_, "TEXT") => format!("{table}.{column} {n} of {company}, é \"\\\n\u{1F4C5}").into(),
            (_, other) => panic!("teach this test to make up a {other} for {table}.{column}"),
        };
        row.0.push(column.clone());
        row.1.push(value);
    }
    row
}

/// Both companies, with rows in every table there is; one, where there can be only one of a company.
async fn fill(db: &Db) {
    let schema = schema(db).await;
    let tables: Vec<_> = owned(&schema)
        .into_iter()
        .chain(FLEETING.iter().copied())
        .map(|table| (table.to_owned(), schema[table].clone()))
        .collect();
    db.write(move |tx| -> Result<()> {
        for (table, columns) in &tables {
            for company in [OURS, OTHERS] {
                let rows = match table.as_str() {
                    "company" => 1,
                    "claim" | "busy" | "job" if company == OURS => MANY,
                    _ => 3,
                };
                for n in 1..=rows {
                    let (names, values) = made_up(table, columns, company, n);
                    let places: Vec<_> = (1..=names.len()).map(|place| format!("${place}")).collect();
                    let sql = format!(
                        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
                        names.join(", "),
                        places.join(", ")
                    );
                    tx.execute(sql.leak(), &values)?;
                }
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

async fn slug(db: &Db) -> String {
    db.read(|c| c.one("SELECT slug FROM company WHERE id = $1", args![OURS])).await.unwrap().unwrap()
}

async fn exported(db: &Db, secrets: Secrets) -> String {
    let slug = slug(db).await;
    let write = move |c: &mut Conn| {
        let mut out = vec![];
        let rows = export(c, &slug, secrets, &mut out)?;
        Ok::<_, Error>((rows, out))
    };
    let (rows, out) = db.snapshot(write).await.unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(usize::try_from(rows).unwrap(), text.lines().count() - 2);
    text
}

async fn imported(db: &Db, text: &str) -> std::result::Result<Imported, Error> {
    let text = text.to_owned();
    db.write(move |tx| import(tx, text.as_bytes())).await
}

/// Rows of our company in each table, counted by other means than the transfer's.
async fn counts(db: &Db, tables: &BTreeSet<&str>) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for table in tables {
        let owner = if *table == "company" { "id" } else { "company_id" };
        let sql: &'static str = format!("SELECT COUNT(*) FROM {table} WHERE {owner} = $1").leak();
        let count: Option<i64> = db.read(move |c| c.one(sql, args![OURS])).await.unwrap();
        counts.insert((*table).to_owned(), count.unwrap());
    }
    counts
}

#[test]
fn every_table_goes_to_the_other_engine_and_back_byte_for_byte() {
    run(Engine::Sqlite, migrate::ALL, |first| async move {
        fill(&first).await;
        let schema = schema(&first).await;
        let tables = owned(&schema);
        let before = counts(&first, &tables).await;
        assert!(before.values().all(|rows| *rows > 0), "{before:?}");
        let text = exported(&first, Secrets::With).await;
        assert!(!text.contains(&OTHERS.simple().to_string()), "another company's rows are exported");
        for table in FLEETING {
            assert!(!text.contains(&format!("{{\"{table}\":{{")), "{table}");
        }

        let postgres = Database::new(Engine::Postgres).await;
        let Imported { rows, .. } = imported(&postgres, &text).await.unwrap();
        assert_eq!(i64::try_from(rows).unwrap(), before.values().sum::<i64>());
        assert_eq!(counts(&postgres, &tables).await, before);
        let there = exported(&postgres, Secrets::With).await;
        assert!(there == text, "PostgreSQL writes other bytes than SQLite");

        let back = Database::new(Engine::Sqlite).await;
        imported(&back, &there).await.unwrap();
        assert_eq!(counts(&back, &tables).await, before);
        assert!(exported(&back, Secrets::With).await == text, "the way back changed something");
        for db in [&postgres, &back] {
            guarded(db).await;
        }
    });
}

/// The database still refuses a claim that overlaps one that was imported.
async fn guarded(db: &Db) {
    const FREE: &str =
        "SELECT host_id, starts_at, ends_at FROM claim WHERE NOT forced ORDER BY starts_at LIMIT 1";
    let (host, starts_at, ends_at): (Uuid, i64, i64) =
        db.read(|c| c.one(FREE, args![])).await.unwrap().unwrap();
    let overlapping = Claim {
        host_id: host.into(),
        starts_at: starts_at + 1,
        ends_at: ends_at + 1,
        holder_id: Uuid::now_v7(),
        company_id: CompanyId(OURS),
        meeting_type_id: Uuid::now_v7().into(),
        meeting_starts_at: starts_at + 1,
        meeting_ends_at: ends_at + 1,
        taken: 1,
        forced: false,
    };
    let refused = db.write(move |tx| claim::insert(tx, &overlapping)).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("claim_overlap"));
}

/// What is not the company's is decided once, here; a new table without a company fails this.
#[test]
fn tables_without_a_company_stay_for_a_reason() {
    run(Engine::Sqlite, migrate::ALL, |db| async move {
        let schema = schema(&db).await;
        let owned = owned(&schema);
        let left: Vec<&str> =
            schema.keys().map(String::as_str).filter(|table| !owned.contains(table)).collect();
        let mut expected: Vec<&str> =
            STAY.iter().map(|(table, _)| *table).chain(FLEETING.iter().copied()).collect();
        expected.sort_unstable();
        assert_eq!(left, expected, "give the table a company_id, or say in STAY why it stays behind");
    });
}

/// A column that sounds like a secret must be in a table that is left out, or be known to be none.
#[test]
fn what_sounds_like_a_secret_is_left_out_or_known() {
    run(Engine::Sqlite, migrate::ALL, |db| async move {
        fill(&db).await;
        let schema = schema(&db).await;
        let mut unknown = vec![];
        for table in owned(&schema).iter().filter(|table| !LEFT_OUT.contains(table)) {
            for (column, ..) in &schema[*table] {
                let sounds = SECRET_WORDS.iter().any(|word| column.contains(word));
                if sounds && !OPEN.iter().any(|(t, c, _)| t == table && c == column) {
                    unknown.push(format!("{table}.{column}"));
                }
            }
        }
        assert_eq!(unknown, [""; 0], "add the table to SECRET in transfer.rs, or say in OPEN why it is none");

        let text = exported(&db, Secrets::Without).await;
        for table in owned(&schema) {
            let there = text.contains(&format!("{{\"{table}\":{{"));
            assert_eq!(there, !LEFT_OUT.contains(&table), "{table}");
        }
        let target = Database::new(Engine::Postgres).await;
        imported(&target, &text).await.unwrap();
        assert_eq!(exported(&target, Secrets::Without).await, text);
    });
}

both_engines! {
    async fn a_faulty_file_leaves_nothing_behind(db) {
        let source = Database::new(Engine::Sqlite).await;
        fill(&source).await;
        let good = exported(&source, Secrets::With).await;
        let tables = schema(&source).await;
        let tables = owned(&tables);
        let lines: Vec<&str> = good.lines().collect();
        let ours = OURS.simple().to_string();
        let without_end = lines[..lines.len() - 1].join("\n");
        let claims = good.find("{\"claim\":").unwrap();
        let at_claims = |from: &str, to: &str| format!("{}{}", &good[..claims], good[claims..].replacen(from, to, 1));
        for (faulty, words) in [
            (String::new(), "the file is empty"),
            (without_end, "ends before its end"),
            (good.replacen("\"slatedExport\":1", "\"slatedExport\":2", 1), "form 2"),
            (good.replace(&format!("\"rows\":{}", lines.len() - 2), "\"rows\":7"), "7 rows were written"),
            (format!("{good}{}\n", lines[1]), "after the end"),
            (at_claims(&ours, &OTHERS.simple().to_string()), "another company's"),
            (at_claims("\"forced\":false", "\"forced\":0"), "claim.forced is not there"),
            (at_claims("\"taken\"", "\"tacken\""), "claim.taken is not there"),
            (at_claims("\"taken\"", "\"more\":1,\"taken\""), "no column claim.more"),
            (at_claims("{\"claim\"", "{\"claims\""), "no table claims"),
            (at_claims("{\"claim\"", "{\"session\""), "no table session"),
            (at_claims("{\"claim\":{", "{\"claim\":["), "line"),
        ] {
            let refused = imported(&db, &faulty).await.unwrap_err();
            assert!(matches!(refused, Error::Malformed { .. }) && refused.to_string().contains(words), "{words}: {refused}");
        }
        let schema = migrate::ALL.len();
        let older = good.replacen(&format!("\"schema\":{schema}"), "\"schema\":0", 1);
        let refused = imported(&db, &older).await.unwrap_err();
        assert!(matches!(refused, Error::Schema { file: 0, .. }), "{refused}");
        assert!(counts(&db, &tables).await.values().all(|rows| *rows == 0), "nothing is left of all those");

        imported(&db, &good).await.unwrap();
        let before = counts(&db, &tables).await;
        let refused = imported(&db, &good).await.unwrap_err();
        assert!(matches!(refused, Error::Exists(_)), "{refused}");
        assert_eq!(counts(&db, &tables).await, before);
    }

    async fn only_a_company_there_is_can_be_exported(db) {
        let refused = db.snapshot(|c| export(c, "nobody", Secrets::With, &mut vec![])).await.unwrap_err();
        assert!(matches!(&refused, Error::NoCompany(slug) if slug == "nobody"), "{refused}");
    }

    async fn a_snapshot_sees_one_moment_and_cannot_write(db) {
        db.write(|tx| tx.batch("CREATE TABLE n (n BIGINT)")).await.unwrap();
        let (looked, wait) = (std::sync::mpsc::channel::<()>(), std::sync::mpsc::channel::<()>());
        let (tell, go_on) = (looked.0, std::sync::Mutex::new(wait.1));
        let other = Db::clone(&db);
        let reading = tokio::spawn(async move {
            other.snapshot(move |c| {
                let first: Option<i64> = c.one("SELECT COUNT(*) FROM n", args![])?;
                tell.send(()).unwrap();
                go_on.lock().unwrap().recv().unwrap();
                Ok::<_, slated_store::db::Error>((first, c.one("SELECT COUNT(*) FROM n", args![])?))
            }).await
        });
        tokio::task::spawn_blocking(move || looked.1.recv().unwrap()).await.unwrap();
        db.write(|tx| tx.execute("INSERT INTO n VALUES (1)", args![])).await.unwrap();
        wait.0.send(()).unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), (Some(0), Some(0)));
        assert!(db.snapshot(|c| c.execute("INSERT INTO n VALUES (2)", args![])).await.is_err());
    }
}
