//! Webhooks at the command line, beside a running server.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicU16, AtomicUsize, Ordering},
    },
};

use serde_json::{Value, json};
use slated_store::both_engines;

use crate::support::{Place, ask, text};

/// Answers every request with a status that can be changed, and counts them.
struct Receiver {
    url: String,
    status: Arc<AtomicU16>,
    calls: Arc<AtomicUsize>,
}

impl Receiver {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?key=1", listener.local_addr().unwrap());
        let (status, calls) = (Arc::new(AtomicU16::new(204)), Arc::new(AtomicUsize::new(0)));
        let (answered, counted) = (status.clone(), calls.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // The requests of this test fit into one read or two; the body ends them with a brace.
                let (mut got, mut part) = (Vec::new(), vec![0; 65_536]);
                while !got.ends_with(b"}") {
                    let read = stream.read(&mut part).unwrap();
                    assert!(read > 0);
                    got.extend_from_slice(&part[..read]);
                }
                counted.fetch_add(1, Ordering::SeqCst);
                let status = answered.load(Ordering::SeqCst);
                let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { url, status, calls }
    }
}

both_engines! {
    async fn a_webhook_is_tried_out_paused_resumed_and_its_history_read(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let receiver = Receiver::start();
        let body = json!({ "endpoint": receiver.url, "eventTypes": ["new_employee"] });
        let webhook = ask(url, "POST", "/webhooks", key, Some(&body)).json();
        let id = webhook["id"].as_str().unwrap();
        assert!(place.succeed(&["webhook", "list"]).contains(&format!("{id}  active  {}", receiver.url)));

        let tested = place.succeed(&["webhook", "test", id]);
        assert!(tested.contains("attempt 1  204"), "{tested}");
        receiver.status.store(500, Ordering::SeqCst);
        let refused = place.run(&["webhook", "test", id]);
        assert!(!refused.status.success());
        assert!(text(&refused.stderr).contains("the endpoint did not take the test: the endpoint answered 500"));
        receiver.status.store(204, Ordering::SeqCst);

        assert!(place.succeed(&["webhook", "pause", id]).contains("paused"));
        let user = json!({ "email": "new@example.org", "givenName": "New", "familyName": "User" });
        assert_eq!(ask(url, "POST", "/v4/user", key, Some(&user)).status, 201);
        let shown = place.succeed(&["webhook", "show", id]);
        assert!(shown.contains("because    paused by hand") && shown.contains("waiting    1"), "{shown}");
        let calls = receiver.calls.load(Ordering::SeqCst);
        assert!(place.succeed(&["webhook", "resume", id]).contains("active"));
        Place::until("the event that was kept arrives", || receiver.calls.load(Ordering::SeqCst) > calls);

        let listed = || place.succeed(&["webhook", "deliveries", id]);
        Place::until("the delivery is logged", || listed().lines().count() == 3);
        assert_eq!(place.succeed(&["webhook", "deliveries", id, "--failed"]).lines().count(), 1);
        let events = || -> Vec<Value> {
            let printed = place.succeed(&["webhook", "events", "--limit", "1000"]);
            printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        let told = || events().into_iter().find(|event| event["body"]["email"] == "new@example.org");
        Place::until("the event is listed", || told().is_some());
        let event = told().unwrap();
        let event_id = event["id"].as_str().unwrap();
        assert!(!place.succeed(&["webhook", "events", "--after", event_id]).contains(event_id));

        place.succeed(&["webhook", "replay", id, "--event", event_id]);
        Place::until("it is sent again", || listed().lines().count() == 4);
        let nothing = place.run(&["webhook", "replay", id, "--from", "2020-01-01T00:00:00Z", "--failed"]);
        assert!(text(&nothing.stderr).contains("0 deliveries are on their way again"));
        assert!(!place.run(&["webhook", "replay", id]).status.success(), "it must be said what");

        let secret = place.succeed(&["webhook", "rotate", id, "--overlap-hours", "1"]);
        let now = ask(url, "GET", "/webhooks", key, None).json()[0].clone();
        assert_eq!(now["secret"], secret.trim());
        assert!(now["secret"] != webhook["secret"] && now["previousSecretUntil"].is_string());
        assert!(!place.run(&["webhook", "show", &uuid::Uuid::now_v7().to_string()]).status.success());
    }
}
