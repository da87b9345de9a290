//! The first run and the demo.

use std::fs;

use serde_json::{Value, json};
use slated_store::both_engines;

use crate::support::{Place, ask, get, mode};

both_engines! {
    async fn the_demo_prints_one_line_when_it_answers(db) {
        let place = Place::on(&db);
        let (server, ready) = place.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let keys: Vec<_> = ready.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["url", "apiKey", "companyId", "companySlug", "ownerId", "bookingUrl"]);
        assert!(key.starts_with("ak_live:"));
        assert_eq!(ready["companySlug"], "demo");
        assert_eq!(ready["bookingUrl"], format!("{url}/clara-novak/consultation"));

        let me = get(url, "/v4/user/me", key).json();
        assert_eq!(me["id"], ready["ownerId"]);
        assert_eq!(me["companyId"], ready["companyId"]);
        let users = get(url, "/v4/user", key).json();
        assert_eq!(users["total"], 2);
        let booked = get(url, "/v4/appointment/paginated?page=0&pageSize=50", key).json();
        assert_eq!(booked["total"], 5);

        server.tell("-TERM");
        let (code, rest, log) = server.ended();
        assert_eq!((code, rest.as_str()), (Some(0), ""), "{log}");
    }

    async fn a_second_demo_finds_the_first(db) {
        let place = Place::on(&db);
        let (first, ready) = place.demo();
        drop(first);
        let (second, again) = place.demo();
        assert_eq!(ready["companyId"], again["companyId"]);
        assert_eq!(ready["apiKey"], again["apiKey"]);
        drop(second);

        // Only a hash of the key is in the database: without its file, there must be another one.
        fs::remove_file(place.data().join("demo.json")).unwrap();
        let (_third, fresh) = place.demo();
        assert_eq!(ready["companyId"], fresh["companyId"]);
        assert_ne!(ready["apiKey"], fresh["apiKey"]);
        assert_eq!(get(fresh["url"].as_str().unwrap(), "/v4/user/me", fresh["apiKey"].as_str().unwrap()).status, 200);
    }

    async fn a_revoked_demo_key_is_replaced(db) {
        let place = Place::on(&db);
        let (first, ready) = place.demo();
        drop(first);
        let key = ready["apiKey"].as_str().unwrap();
        place.succeed(&["key", "revoke", key.split(':').nth(1).unwrap()]);
        let (_second, again) = place.demo();
        assert_ne!(again["apiKey"], key);
    }
}

#[test]
fn without_a_command_a_new_database_becomes_a_demo() {
    let place = Place::new();
    let mut server = place.start(&[]);
    let told = server.printed_until("Ctrl-C");
    for line in ["Address        http://", "/docs", "/clara-novak/consultation", "ak_live:"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    drop(server);
    let again = place.start(&[]).printed_until("Ctrl-C");
    let key =
        |told: &str| told.split_whitespace().find(|word| word.starts_with("ak_live:")).unwrap().to_owned();
    assert_eq!(key(&told), key(&again));
}

#[test]
fn without_a_command_a_database_in_use_is_just_served() {
    let place = Place::new();
    let founded = place.succeed(&[
        "company",
        "create",
        "--name",
        "Acme",
        "--email",
        "a@acme.example",
        "--given-name",
        "A",
        "--family-name",
        "B",
    ]);
    let key = founded.split_whitespace().find(|word| word.starts_with("ak_live:")).unwrap();
    let server = place.start(&[]);
    assert!(server.first.starts_with("Slated is serving http://127.0.0.1:"), "{}", server.first);
    let url = server.first.split_whitespace().nth(3).unwrap();
    assert_eq!(get(url, "/v4/user", key).json()["total"], 1);
    assert_eq!(place.succeed(&["company", "list"]).lines().count(), 1);
    assert!(!place.data().join("demo.json").exists());
}

#[test]
fn what_is_kept_is_for_its_owner_only() {
    let place = Place::new();
    let (_server, _) = place.demo();
    assert_eq!(mode(&place.data()), 0o700);
    for file in ["demo.json", "slated.db", "slated.db-wal"] {
        assert_eq!(mode(&place.data().join(file)), 0o600, "{file}");
    }
}

#[test]
fn only_the_demo_may_call_this_machine() {
    let webhook = json!({ "endpoint": "http://127.0.0.1:9/hook", "eventTypes": ["booking_created"] });
    let place = Place::new();
    let (server, ready) = place.demo();
    let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
    let created = ask(url, "POST", "/webhooks", key, Some(&webhook));
    assert_eq!(created.status, 201, "{}", created.body);
    drop(server);

    let mut server = place.start(&["serve", "--log-format", "json"]);
    let url = server_url(&mut server);
    let refused = ask(&url, "POST", "/webhooks", key, Some(&webhook));
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert_eq!(refused.json()["errors"][0]["field"], "endpoint");
}

/// `serve` says where it is on standard output too, for people and scripts that let the system choose the port.
fn server_url(server: &mut crate::support::Server) -> String {
    let told = server.printed_until("http://");
    told.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned()
}

#[test]
fn settings_hold_for_the_demo_too() {
    let place = Place::new();
    let file = place.file("slated.toml", "rate_limit = 'off'\n");
    let server = place.start(&[
        "demo",
        "--json",
        "--config",
        file.to_str().unwrap(),
        "--public-url",
        "https://b.example",
    ]);
    let ready: Value = serde_json::from_str(&server.first).unwrap();
    assert_eq!(ready["bookingUrl"], "https://b.example/clara-novak/consultation");
    let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
    for _ in 0..250 {
        assert_eq!(get(url, "/v4/user/me", key).status, 200);
    }
}
