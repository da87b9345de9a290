//! Databases made by earlier versions, brought up to date by this one, and used.
//!
//! `fixtures/VERSION.db` was made by the binary of that version, `VERSION.json` says what is in it. A release adds its
//! own before it is made, from its last commit:
//!
//! ```sh
//! cargo test -p slated --test cli -- --ignored makes_the_database_of_this_version
//! ```

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use slated_store::{
    args,
    db::{Db, Engine, Options, Target},
    migrate,
    testing::{Database, run},
    transfer::{self, Secrets},
};

use crate::support::{Place, ask, get};

/// A Monday as far away as booking goes; a version this old need not be upgraded from any more when it has come.
const DAY: &str = "2036-03-03";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/fixtures")
}

/// Every database there is, with what is known of it.
fn all() -> Vec<(PathBuf, Value)> {
    let files = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
    let databases = files.filter(|path| path.extension().is_some_and(|extension| extension == "db"));
    let with_facts = |path: PathBuf| {
        let facts = fs::read_to_string(path.with_extension("json")).unwrap();
        (path, serde_json::from_str(&facts).unwrap())
    };
    let all: Vec<_> = databases.map(with_facts).collect();
    assert!(all.iter().any(|(path, _)| path.ends_with("0.1.0.db")), "{all:?}");
    all
}

fn attendee(name: &str) -> Value {
    json!({ "email": format!("{name}@example.com"), "fullname": name })
}

/// Books, lists and cancels on a database that an earlier version filled.
fn used(place: &Place, facts: &Value) {
    let text = |name: &str| facts[name].as_str().unwrap();
    let key = text("apiKey");
    let (_server, url) = place.serve(&["--worker", "off"]);
    let list = || get(&url, "/v4/appointment/paginated?page=0&pageSize=100", key).json();
    let before = list();
    assert_eq!(before["total"], facts["appointments"], "{before}");

    let kept = get(&url, &format!("/v4/appointment/{}", text("appointmentId")), key);
    assert_eq!((kept.status, &kept.json()["start"]), (200, &facts["start"]), "{}", kept.body);
    let taken = json!({ "meetingTypeId": text("meetingTypeId"), "start": text("start"), "attendee": attendee("late") });
    assert_eq!(ask(&url, "POST", "/v4/booking", key, Some(&taken)).status, 409, "what was booked is taken");

    let day =
        format!("/v4/booking-availability?meetingTypeId={}&start={DAY}&end={DAY}", text("meetingTypeId"));
    let free = get(&url, &day, key).json();
    let start = &free["availableSlots"][0]["start"];
    let new = json!({ "meetingTypeId": text("meetingTypeId"), "start": start, "attendee": attendee("new") });
    let booked = ask(&url, "POST", "/v4/booking", key, Some(&new));
    assert_eq!(booked.status, 201, "{start}: {}", booked.body);

    let cancel = format!("/v4/appointment/{}", text("appointmentId"));
    let cancelled = ask(&url, "DELETE", &cancel, key, Some(&json!({ "reason": "upgraded" })));
    assert_eq!(
        (cancelled.status, &cancelled.json()["isCancelled"]),
        (200, &json!(true)),
        "{}",
        cancelled.body
    );
    assert_eq!(ask(&url, "POST", "/v4/booking", key, Some(&taken)).status, 201, "what was cancelled is free");
    assert_eq!(list()["total"].as_i64(), facts["appointments"].as_i64().map(|before| before + 2));
    let hooks = get(&url, "/webhooks", key).json();
    assert!(hooks.to_string().contains(text("webhook")), "{hooks}");
    assert_eq!(get(&url, "/v4/user/me", text("token")).status, 200);
}

/// What webhooks are signed with, as versions stored it that did not seal it.
fn secrets(path: &Path) -> Vec<String> {
    let copy = Place::new();
    let file = copy.file("old.db", "");
    fs::copy(path, &file).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Db::open(&Options::new(Target::Sqlite(file))).unwrap();
        let found: Vec<String> = db.read(|c| c.query("SELECT secret FROM webhook", args![])).await.unwrap();
        db.close().await;
        found.into_iter().filter(|secret| secret.starts_with("whsec_")).collect()
    })
}

#[test]
fn sqlite_databases_of_earlier_versions_are_brought_up_to_date() {
    for (path, facts) in all() {
        let place = Place::new();
        place.succeed(&["restore", path.to_str().unwrap()]);
        let plain = secrets(&path);
        let stands = || {
            let bytes = fs::read(place.data().join("slated.db")).unwrap();
            plain
                .iter()
                .filter(|secret| bytes.windows(secret.len()).any(|at| at == secret.as_bytes()))
                .count()
        };
        assert!(!plain.is_empty() && stands() == plain.len());
        used(&place, &facts);
        // The last to close the database writes everything into its file.
        assert!(place.succeed(&["doctor", "--listen", "127.0.0.1:0"]).contains("up to date"));
        assert_eq!(stands(), 0, "what was readable is sealed, and written over");
    }
}

/// The same rows in the schema of that version on PostgreSQL.
#[test]
fn postgres_databases_of_earlier_versions_are_brought_up_to_date() {
    for (path, facts) in all() {
        let schema = usize::try_from(facts["schema"].as_u64().unwrap()).unwrap();
        run(Engine::Postgres, &migrate::ALL[..schema], |db: Database| async move {
            let copy = Place::new();
            let file = copy.file("old.db", "");
            fs::copy(&path, &file).unwrap();
            let old = Db::open(&Options::new(Target::Sqlite(file))).unwrap();
            for company in facts["companies"].as_array().unwrap() {
                let slug = company.as_str().unwrap().to_owned();
                let export = move |c: &mut slated_store::db::Conn| {
                    let mut out = vec![];
                    transfer::export(c, &slug, Secrets::With, &mut out).map(|_| out)
                };
                let lines = old.snapshot(export).await.unwrap();
                db.write(move |tx| transfer::import(tx, lines.as_slice())).await.unwrap();
            }
            old.close().await;
            used(&Place::on(&db), &facts);
        });
    }
}

#[test]
#[ignore = "writes a fixture: once per release, by hand"]
fn makes_the_database_of_this_version() {
    let place = Place::new();
    place.succeed(&["migrate"]);
    let other = [
        "company",
        "create",
        "--name",
        "Other",
        "--email",
        "o@example.com",
        "--given-name",
        "O",
        "--family-name",
        "T",
    ];
    let (server, ready) = place.demo();
    let key = ready["apiKey"].as_str().unwrap().to_owned();
    drop(server);
    place.succeed(&other);
    let token = place.succeed(&[
        "key",
        "create",
        "--company",
        "demo",
        "--user",
        "samuel@demo.example",
        "--no-expiry",
    ]);
    let (server, url) = place.serve(&["--worker", "off"]);
    let call = |method: &str, path: &str, body: &Value| {
        let answer = ask(&url, method, path, &key, Some(body));
        assert!(answer.status < 300, "{method} {path}: {}", answer.body);
        answer.json()
    };
    let webhook = "https://hooks.example.com/slated";
    call(
        "POST",
        "/webhooks",
        &json!({ "endpoint": webhook, "eventTypes": ["booking_created", "booking_cancelled"] }),
    );
    let kind = get(&url, "/v4/meeting-type", &key).json()[0]["id"].as_str().unwrap().to_owned();
    let far = json!({ "daysIntoFuture": { "mode": "limit", "bookingLimit": 5_270_400 } });
    call("PATCH", &format!("/v4/meeting-type/{kind}"), &far);
    let mut booked = vec![];
    for hour in [9, 11, 13] {
        let body = json!({ "meetingTypeId": kind, "start": format!("{DAY}T{hour:02}:00:00Z"), "attendee": attendee("guest") });
        booked.push(call("POST", "/v4/booking", &body));
    }
    let id = |at: usize| booked[at]["id"].as_str().unwrap().to_owned();
    call("DELETE", &format!("/v4/appointment/{}", id(1)), &json!({ "reason": "for the fixture" }));
    let total = get(&url, "/v4/appointment/paginated?page=0&pageSize=100", &key).json()["total"].clone();
    let kept = get(&url, &format!("/v4/appointment/{}", id(0)), &key).json();
    drop(server);

    let file = fixtures().join(concat!(env!("CARGO_PKG_VERSION"), ".db"));
    let _ = fs::remove_file(&file);
    place.succeed(&["backup", file.to_str().unwrap()]);
    let facts = json!({
        "schema": migrate::ALL.len(), "companies": ["demo", "other"], "apiKey": key, "token": token.trim(),
        "webhook": webhook, "meetingTypeId": kind, "appointmentId": id(0), "start": kept["start"], "appointments": total,
    });
    fs::write(file.with_extension("json"), format!("{facts:#}\n")).unwrap();
}
