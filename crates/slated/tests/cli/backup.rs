//! Backup and restore: under load, and everything they refuse.

use std::{
    collections::HashSet,
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use slated_store::{
    args,
    db::{Db, Engine, Options, Target},
    testing::Database,
};

use crate::support::{Place, Server, ask, get, mode, text};

/// The demo without a limit, and without a worker unless it is asked for.
fn demo(place: &Place, worker: &str) -> (Server, Value) {
    let server = place.start(&["demo", "--json", "--rate-limit", "off", "--worker", worker]);
    let ready = serde_json::from_str(&server.first).unwrap();
    (server, ready)
}

fn url_and_key(ready: &Value) -> (String, String) {
    (ready["url"].as_str().unwrap().to_owned(), ready["apiKey"].as_str().unwrap().to_owned())
}

/// Free starts of the owner's first meeting type, and its id.
fn starts(url: &str, key: &str) -> (String, Vec<String>) {
    let kind = get(url, "/v4/meeting-type", key).json()[0]["id"].as_str().unwrap().to_owned();
    let today = jiff::Zoned::now().date();
    let last = today.checked_add(jiff::Span::new().days(40)).unwrap();
    let path = format!("/v4/booking-availability?meetingTypeId={kind}&start={today}&end={last}");
    let free = get(url, &path, key).json();
    let all = free["availableSlots"].as_array().unwrap_or_else(|| panic!("{free}"));
    (kind, all.iter().map(|slot| slot["start"].as_str().unwrap().to_owned()).collect())
}

/// The ids of all that booking was answered with so far.
fn book(
    url: &str,
    key: &str,
    kind: &str,
    starts: &Mutex<Vec<String>>,
    stop: &AtomicBool,
    booked: &Mutex<Vec<String>>,
) {
    while !stop.load(Ordering::Relaxed) {
        let Some(start) = starts.lock().unwrap().pop() else { break };
        let attendee = json!({ "email": "guest@example.com", "fullname": "Sam Guest" });
        let body = json!({ "meetingTypeId": kind, "start": start, "attendee": attendee });
        let answer = ask(url, "POST", "/v4/booking", key, Some(&body));
        // Neighbours of what was booked are not free any more where meetings are longer than the grid.
        if answer.status == 201 {
            booked.lock().unwrap().push(answer.json()["id"].as_str().unwrap().to_owned());
        } else {
            assert_eq!(answer.status, 409, "{}", answer.body);
        }
    }
}

/// Answers what comes with 200 until so many different webhook messages came, or the time is over.
fn receive(listener: &TcpListener, wanted: usize) -> usize {
    let (mut seen, deadline) = (HashSet::new(), Instant::now() + Duration::from_mins(1));
    listener.set_nonblocking(true).unwrap();
    let mut open: Vec<TcpStream> = vec![];
    while seen.len() < wanted && Instant::now() < deadline {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_nonblocking(true).unwrap();
            open.push(stream);
        }
        for stream in &mut open {
            let mut bytes = vec![0; 65_536];
            let Ok(count) = stream.read(&mut bytes) else { continue };
            let head = text(&bytes[..count]).to_lowercase();
            if let Some((_, rest)) = head.split_once("webhook-id: ") {
                seen.insert(rest.lines().next().unwrap().to_owned());
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
            }
        }
        thread::sleep(Duration::from_millis(1));
    }
    seen.len()
}

async fn integrity(path: &Path) -> String {
    let db = Db::open(&Options::new(Target::Sqlite(path.to_owned()))).unwrap();
    let found: Option<String> = db.read(|c| c.one("PRAGMA integrity_check", args![])).await.unwrap();
    db.close().await;
    found.unwrap()
}

#[tokio::test]
async fn a_backup_under_load_holds_what_was_answered_and_its_webhooks_still_go_out() {
    let place = Place::new();
    let hook = TcpListener::bind("127.0.0.1:0").unwrap();
    let (server, ready) = demo(&place, "off");
    let (url, key) = url_and_key(&ready);
    let endpoint = format!("http://{}/hook", hook.local_addr().unwrap());
    let webhook = json!({ "endpoint": endpoint, "eventTypes": ["booking_created"] });
    assert_eq!(ask(&url, "POST", "/webhooks", &key, Some(&webhook)).status, 201);
    let (kind, free) = starts(&url, &key);
    assert!(free.len() > 100, "{}", free.len());

    let file = place.data().join("copy.db");
    let (starts, stop, booked) = (Mutex::new(free), AtomicBool::new(false), Mutex::new(vec![]));
    let (before, during) = thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| book(&url, &key, &kind, &starts, &stop, &booked));
        }
        while booked.lock().unwrap().len() < 20 {
            thread::sleep(Duration::from_millis(1));
        }
        let before = booked.lock().unwrap().clone();
        place.succeed(&["backup", file.to_str().unwrap()]);
        let during = booked.lock().unwrap().len();
        stop.store(true, Ordering::Relaxed);
        (before, during)
    });
    assert!(during > before.len(), "bookings went on during the backup");
    drop(server);
    assert_eq!((mode(&file), integrity(&file).await.as_str()), (0o600, "ok"));

    let other = Place::new();
    other.succeed(&["restore", file.to_str().unwrap()]);
    let database = other.data().join("slated.db");
    assert_eq!((mode(&other.data()), mode(&database)), (0o700, 0o600));
    // Nor is the key that secrets are sealed with: without it the copy does not start, and its webhooks are silent.
    let refused = other.run(&["key", "list"]);
    assert!(text(&refused.stderr).contains("secrets.key has none"), "{}", text(&refused.stderr));
    fs::copy(place.key_file(), other.key_file()).unwrap();
    let (server, ready) = demo(&other, "on");
    let (url, new_key) = url_and_key(&ready);
    assert_ne!(key, new_key, "the file with the key is not in the backup");
    for id in &before {
        let found = get(&url, &format!("/v4/appointment/{id}"), &key);
        assert_eq!(found.status, 200, "{id}: {}", found.body);
    }
    assert!(receive(&hook, before.len()) >= before.len());
    drop(server);
    assert_eq!(integrity(&database).await, "ok");
}

#[tokio::test]
async fn a_restore_refuses_what_would_do_harm() {
    let place = Place::new();
    let file = place.data().join("copy.db");
    let file = file.to_str().unwrap();
    let refused = |args: &[&str], words: &str| {
        let output = place.run(args);
        let error = text(&output.stderr);
        assert!(!output.status.success() && error.contains(words), "{args:?}: {error}");
    };
    refused(&["backup", file], "there is no database");
    let (server, ready) = place.demo();
    place.succeed(&["backup", file]);
    refused(&["backup", file], "is there already");
    refused(&["restore", file, "--force"], "is in use");
    drop(server);
    refused(&["restore", file], "is there already");
    refused(&["restore", "nowhere.db"], "there is no file");
    let garbage = place.file("garbage.db", &"no database ".repeat(1000));
    refused(&["restore", garbage.to_str().unwrap(), "--force"], "cannot be restored");
    let empty = place.file("empty.db", "");
    refused(&["restore", empty.to_str().unwrap(), "--force"], "no Slated has used it");

    let newer = place.data().join("newer.db");
    fs::copy(file, &newer).unwrap();
    let db = Db::open(&Options::new(Target::Sqlite(newer.clone()))).unwrap();
    db.write(|tx| tx.batch("INSERT INTO schema_migration VALUES (999, 'later', '', 0)")).await.unwrap();
    db.close().await;
    refused(&["restore", newer.to_str().unwrap(), "--force"], "start a newer version of Slated");

    let page = fs::read(file).unwrap();
    let torn = place.data().join("torn.db");
    fs::write(&torn, &page[..page.len() / 2]).unwrap();
    refused(&["restore", torn.to_str().unwrap(), "--force"], "cannot be restored");

    // After all that the database is still the one it was.
    let (_server, again) = place.demo();
    assert_eq!(ready["apiKey"], again["apiKey"]);
}

#[test]
fn a_forced_restore_brings_back_the_day_before() {
    let place = Place::new();
    let (server, ready) = place.demo();
    let (url, key) = url_and_key(&ready);
    let file = place.data().join("copy.db");
    place.succeed(&["backup", file.to_str().unwrap()]);
    let person = |email: &str| json!({ "email": email, "givenName": "Late", "familyName": "Comer", "timezone": "UTC" });
    assert_eq!(ask(&url, "POST", "/v4/user", &key, Some(&person("late@demo.example"))).status, 201);
    // Killed, so that its log stays behind: it must not be read into the restored file.
    server.tell("-KILL");
    drop(server.ended());
    assert!(fs::metadata(place.data().join("slated.db-wal")).unwrap().len() > 0);
    place.succeed(&["restore", file.to_str().unwrap(), "--force"]);
    let (_server, ready) = place.demo();
    let (url, again) = url_and_key(&ready);
    assert_eq!(key, again, "secret files stay");
    assert_eq!(get(&url, "/v4/user", &key).json()["total"], 2);
    let left: Vec<_> = fs::read_dir(place.data()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".partial")), "{left:?}");
}

#[test]
fn postgres_is_referred_to_its_own_tools() {
    slated_store::testing::run(Engine::Postgres, slated_store::migrate::ALL, |db: Database| async move {
        let place = Place::on(&db);
        for args in [["backup", "x"], ["restore", "x"]] {
            let output = place.run(&args);
            assert!(!output.status.success() && text(&output.stderr).contains("pg_dump"));
        }
    });
}
