//! The keys that secrets are sealed with: made, missed, changed under load, and taken along.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use serde_json::{Value, json};
use slated_store::{
    args, both_engines,
    db::{Db, Options, Target},
};

use crate::support::{Place, ask, get, mode, text};

fn webhook(url: &str, key: &str, n: u32) -> Value {
    let body =
        json!({ "endpoint": format!("https://hooks.example.com/{n}"), "eventTypes": ["booking_created"] });
    ask(url, "POST", "/webhooks", key, Some(&body)).json()
}

/// The ids of the keys in the file, the newest first.
fn known(place: &Place) -> Vec<String> {
    let told = place.succeed(&["secrets", "status"]);
    told.lines().skip(1).map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

/// What a command that must fail says.
fn refused(place: &Place, args: &[&str]) -> String {
    let output = place.run(args);
    assert!(!output.status.success(), "{args:?}");
    text(&output.stderr)
}

#[test]
fn the_first_start_makes_a_key_that_only_its_owner_may_read() {
    let place = Place::new();
    let (server, _) = place.demo();
    assert_eq!(mode(&place.key_file()), 0o600);
    server.tell("-TERM");
    let (_, _, log) = server.ended();
    assert!(log.contains("made a key to seal secrets with"), "{log}");
    let key = fs::read_to_string(place.key_file()).unwrap();
    assert!(!log.contains(key.lines().last().unwrap()), "{log}");
    drop(place.demo());
    assert_eq!(fs::read_to_string(place.key_file()).unwrap(), key, "once");
    let told = place.succeed(&["doctor", "--listen", "127.0.0.1:0"]);
    assert!(
        told.contains("secrets.key is private") && told.contains("its secrets are sealed with the key"),
        "{told}"
    );
    assert_eq!(known(&place).len(), 1);

    fs::set_permissions(place.key_file(), fs::Permissions::from_mode(0o640)).unwrap();
    let told = text(&place.run(&["doctor", "--listen", "127.0.0.1:0"]).stdout);
    assert!(told.contains("secrets.key is open to other users: chmod 600"), "{told}");
}

#[test]
fn a_lost_key_is_told_of_and_can_be_given_up() {
    let place = Place::new();
    let (server, ready) = place.demo();
    let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap().to_owned());
    let made = webhook(url, &key, 1);
    drop(server);
    let id = known(&place).remove(0);
    let kept = fs::read(place.key_file()).unwrap();

    fs::remove_file(place.key_file()).unwrap();
    let words = refused(&place, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(words.contains(&id) && words.contains("has none") && words.contains("--replace-lost"), "{words}");
    assert!(!place.key_file().exists(), "another key is not made: it would hide that one is missing");
    assert!(text(&place.run(&["doctor", "--listen", "127.0.0.1:0"]).stdout).contains("put it back"));
    fs::write(place.key_file(), "dGhpcyBpcyBhbm90aGVyIGtleSBvZiAzMiBieXRlcy4=\n").unwrap();
    assert!(refused(&place, &["key", "list"]).contains(&id));
    fs::write(place.key_file(), "no key\n").unwrap();
    assert!(refused(&place, &["key", "list"]).contains("line 1 is not base64 of 32 bytes"));
    fs::write(place.key_file(), kept).unwrap();
    let (server, url) = place.serve(&[]);
    assert_eq!(get(&url, "/webhooks", &key).json()[0]["secret"], made["secret"], "back again");
    drop(server);

    fs::remove_file(place.key_file()).unwrap();
    assert!(refused(&place, &["secrets", "rotate"]).contains("--replace-lost makes new secrets"));
    let output = place.run(&["secrets", "rotate", "--replace-lost"]);
    assert!(
        text(&output.stderr).contains("1 secrets could not be read and were replaced"),
        "{}",
        text(&output.stderr)
    );
    let (_server, url) = place.serve(&[]);
    let shown = get(&url, "/webhooks", &key).json();
    let secret = shown[0]["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && made["secret"] != secret, "{shown}");
}

#[test]
fn keys_can_be_given_by_the_environment() {
    let place = Place::new();
    let run = |key: &str, args: &[&str]| place.command(args).env("SLATED_SECRETS_KEY", key).output().unwrap();
    let (one, two) =
        ("dGhpcyBpcyBhbm90aGVyIGtleSBvZiAzMiBieXRlcy4=", "dGhpcyBpcyB0aGUgdGhpcmQga2V5IG9mIDMyIGJ5dGU=");
    assert!(run(one, &["migrate"]).status.success());
    assert!(!place.key_file().exists());
    assert!(text(&run(two, &["migrate"]).stderr).contains("secrets_key (SLATED_SECRETS_KEY) has"));
    assert!(text(&run(one, &["secrets", "rotate"]).stderr).contains("openssl rand -base64 32"));
    let both = format!("{two},{one}");
    assert!(run(&both, &["secrets", "rotate"]).status.success());
    assert!(run(two, &["migrate"]).status.success());
    let wrong = run("c2hvcnQ=", &["doctor"]);
    let told = text(&wrong.stdout);
    assert!(told.contains("secrets_key (from environment variable") && !told.contains("c2hvcnQ="), "{told}");
    let told = text(&run(two, &["doctor", "--listen", "127.0.0.1:0"]).stdout);
    assert!(told.contains("***") && !told.contains(two), "{told}");
}

/// Whether this stands in the database file or its log, in whatever page.
fn stands(place: &Place, secret: &str) -> bool {
    let file = |name| fs::read(place.data().join(name)).unwrap_or_default();
    [file("slated.db"), file("slated.db-wal")]
        .concat()
        .windows(secret.len())
        .any(|at| at == secret.as_bytes())
}

/// As versions that sealed nothing wrote them, and as they left them behind: in rows, and in pages that are free.
#[tokio::test]
async fn after_a_rotation_nothing_of_before_is_left_in_the_file() {
    let place = Place::new();
    let (server, ready) = place.demo();
    let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap().to_owned());
    for n in 0..4 {
        webhook(url, &key, n);
    }
    drop(server);
    let path = place.data().join("slated.db");
    let plain = |n: usize| format!("whsec_written-before-anything-was-sealed-{n}");
    let old = Options::new(Target::Sqlite(path.clone()));
    let old = Db::open(&old).unwrap();
    let sealed: Vec<String> = old.read(|c| c.query("SELECT secret FROM webhook", args![])).await.unwrap();
    old.write(move |tx| {
        tx.batch("PRAGMA secure_delete = OFF; CREATE TABLE gone (secret TEXT)")?;
        for n in 0..4 {
            tx.execute(
                "UPDATE webhook SET secret = $1 WHERE endpoint LIKE '%/' || $2",
                args![plain(n), n.to_string()],
            )?;
            let filling = "-".repeat(10_000);
            tx.execute("INSERT INTO gone VALUES ($1)", args![format!("{filling}{}{filling}", plain(n + 4))])?;
        }
        Ok::<_, slated_store::db::Error>(())
    })
    .await
    .unwrap();
    old.write(|tx| tx.batch("DROP TABLE gone; PRAGMA secure_delete = FAST")).await.unwrap();
    old.close().await;
    let found: Vec<_> = (0..8).filter(|n| stands(&place, &plain(*n))).collect();
    // Of the pages that became free one or two are used already.
    assert!(found.starts_with(&[0, 1, 2, 3]) && found.len() > 5, "the search finds what is there: {found:?}");

    // While it serves.
    let (_server, url) = place.serve(&[]);
    place.succeed(&["secrets", "rotate"]);
    for secret in (0..8).map(plain).chain(sealed) {
        assert!(!stands(&place, &secret), "{secret}");
    }
    let shown = get(&url, "/webhooks", &key).json();
    let secrets: Vec<_> = shown.as_array().unwrap().iter().map(|webhook| webhook["secret"].clone()).collect();
    assert_eq!(secrets, (0..4).map(|n| json!(plain(n))).collect::<Vec<_>>());
}

both_engines! {
    async fn a_node_without_the_key_does_not_start(db) {
        let first = Place::on(&db);
        first.succeed(&["migrate"]);
        let second = Place::without_key(&db);
        let words = refused(&second, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(words.contains("secrets.key has none. Put the key in its place: from the node that has it"), "{words}");
        assert!(!second.key_file().exists());
    }

    /// Servers go on reading and writing secrets while everything is sealed with one key after another.
    async fn keys_change_under_load(db) {
        let place = Place::with_key_file(&db);
        let server = place.start(&["demo", "--json", "--rate-limit", "off"]);
        let ready: Value = serde_json::from_str(&server.first).unwrap();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let hooks: Vec<_> = (0..4).map(|n| webhook(url, key, n)).collect();
        let (stop, rounds) = (AtomicBool::new(false), AtomicU64::new(0));
        let first = known(&place);
        thread::scope(|scope| {
            for hook in &hooks {
                scope.spawn(|| {
                    let path = format!("/webhooks/{}", hook["id"].as_str().unwrap());
                    let mut secret = hook["secret"].clone();
                    while !stop.load(Ordering::Relaxed) {
                        let shown = get(url, &path, key);
                        assert_eq!((shown.status, &shown.json()["secret"]), (200, &secret), "{}", shown.body);
                        let changed = ask(url, "POST", &format!("{path}/rotate-secret"), key, Some(&json!({})));
                        assert_eq!(changed.status, 200, "{}", changed.body);
                        secret = changed.json()["secret"].clone();
                        rounds.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            for _ in 0..3 {
                let before = rounds.load(Ordering::Relaxed);
                place.succeed(&["secrets", "rotate"]);
                Place::until("secrets are written", || rounds.load(Ordering::Relaxed) > before + 4);
            }
            stop.store(true, Ordering::Relaxed);
        });
        let ids = known(&place);
        assert_eq!((ids.len(), ids.last()), (4, first.last()));
        assert_eq!(mode(&place.key_file()), 0o600);
        let added = place.succeed(&["secrets", "add-key"]);
        let told = place.succeed(&["secrets", "status"]);
        assert!(told.contains(&format!("{}  0 secrets\n", added.trim())), "{told}");
        let seals = told.lines().find(|line| line.ends_with(" secrets  seals")).unwrap();
        assert!(seals.starts_with(&ids[0]), "{told}");
        assert_eq!(told.lines().filter(|line| line.contains("  0 secrets")).count(), 4, "{told}");

        // Only what nothing needs goes, and not at once.
        let kept = place.run(&["secrets", "drop-keys"]);
        assert!(text(&kept.stderr).contains("it was in use a few minutes ago"), "{}", text(&kept.stderr));
        db.write(|tx| tx.execute("UPDATE secret_key SET retired_at = 0 WHERE retired_at IS NOT NULL", args![])).await.unwrap();
        let shown = get(url, "/webhooks", key).json();
        drop(server);
        let dropped = place.succeed(&["secrets", "drop-keys"]);
        for id in &ids[1..] {
            assert!(dropped.contains(id), "{dropped}");
        }
        assert!(!dropped.contains(&ids[0]), "{dropped}");
        let (_server, url) = place.serve(&[]);
        assert_eq!(get(&url, "/webhooks", key).json(), shown);
    }

    async fn a_company_takes_its_secrets_along_only_to_who_has_the_key(db) {
        let source = Place::new();
        let (server, ready) = source.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap().to_owned());
        let made = webhook(url, &key, 1);
        drop(server);
        let file = source.data().join("demo.jsonl");
        source.succeed(&["export", "--company", "demo", "--with-secrets", file.to_str().unwrap()]);
        assert!(!fs::read_to_string(&file).unwrap().contains(made["secret"].as_str().unwrap()), "sealed as it is kept");

        let target = Place::with_key_file(&db);
        let words = refused(&target, &["import", file.to_str().unwrap()]);
        assert!(words.contains("add those to the keys here") && words.contains(&known(&source)[0]), "{words}");
        assert!(target.succeed(&["company", "list"]).is_empty());
        let both = fs::read_to_string(target.key_file()).unwrap() + &fs::read_to_string(source.key_file()).unwrap();
        let own = fs::read_to_string(target.key_file()).unwrap();
        fs::write(target.key_file(), both).unwrap();
        target.succeed(&["import", file.to_str().unwrap()]);
        fs::write(target.key_file(), own).unwrap();
        let (_server, url) = target.serve(&[]);
        assert_eq!(get(&url, "/webhooks", &key).json()[0]["secret"], made["secret"], "sealed with the key of where it is now");
    }
}
