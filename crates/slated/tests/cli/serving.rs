//! Serving: health, metrics, documents, and an orderly end.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::json;
use slated_store::{
    args, both_engines,
    db::{Db, Engine},
    migrate,
    testing::{Database, run},
};

use crate::support::{Place, ask, connect, get, read, request};

both_engines! {
    async fn requests_are_finished_before_the_end(db) {
        let place = Place::on(&db);
        let (server, ready) = place.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let body = json!({ "email": "late@demo.example", "givenName": "Late", "familyName": "Comer", "timezone": "UTC" });
        let bytes = request("POST", "/v4/user", key, Some(&body)).replacen("\r\n", "\r\nExpect: 100-continue\r\n", 1);
        let (begin, end) = bytes.split_at(bytes.len() - 10);
        let mut stream = connect(url);
        stream.write_all(begin.as_bytes()).unwrap();
        // Said by the server once it reads the body.
        let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        let mut said = vec![0; go_on.len()];
        stream.read_exact(&mut said).unwrap();
        assert_eq!(String::from_utf8_lossy(&said), go_on);
        server.tell("-TERM");
        let place_of = url.strip_prefix("http://").unwrap();
        Place::until("nobody new is let in", || TcpStream::connect(place_of).is_err());
        stream.write_all(end.as_bytes()).unwrap();
        let answer = read(stream);
        assert_eq!(answer.status, 201, "{}", answer.body);
        let (code, _, log) = server.ended();
        assert_eq!(code, Some(0), "{log}");
        assert!(log.contains("stopped"), "{log}");

        let (_server, ready) = place.demo();
        let users = get(ready["url"].as_str().unwrap(), "/v4/user", key).json();
        assert!(users["users"].as_array().unwrap().iter().any(|user| user["email"] == "late@demo.example"));
    }

    async fn health_readiness_and_metrics(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        assert_eq!(get(url, "/healthz", "").json(), json!({ "status": "alive" }));
        assert_eq!(get(url, "/readyz", "").json(), json!({ "status": "ready" }));

        get(url, "/v4/appointment/0193d7a4-0000-7000-8000-000000000000", key);
        get(url, "/nowhere/at/all", key);
        ask(url, "BREW", "/v4/user", key, None);
        let metrics = get(url, "/metrics", "").body;
        let counted = |labels: &str| metrics.contains(&format!("slated_http_request_seconds_count{{{labels}}} 1"));
        assert!(counted(r#"route="/v4/appointment/{id}",method="GET",status="404""#), "{metrics}");
        assert!(counted(r#"route="none",method="GET",status="404""#), "{metrics}");
        assert!(metrics.contains(r#"method="other""#), "{metrics}");
        assert!(metrics.contains("slated_db_transactions_total{kind=\"write\"}"), "{metrics}");
    }
}

/// Somebody holds a lock and never gives it back: callers hear so, while others go on.
#[test]
fn a_lock_that_is_not_given_back_is_a_503() {
    run(Engine::Postgres, migrate::ALL, |db: Database| async move {
        let place = Place::on(&db);
        let server = place.start(&["demo", "--json", "--database-lock-timeout", "1"]);
        let ready: serde_json::Value = serde_json::from_str(&server.first).unwrap();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let kind = get(url, "/v4/meeting-type", key).json()[0]["id"].clone();
        let day = jiff::Zoned::now().date().checked_add(jiff::Span::new().days(7)).unwrap();
        let until = day.checked_add(jiff::Span::new().days(6)).unwrap();
        let free = format!(
            "/v4/booking-availability?meetingTypeId={}&start={day}&end={until}",
            kind.as_str().unwrap()
        );
        let start = get(url, &free, key).json()["availableSlots"][0]["start"].clone();
        let attendee = json!({ "email": "late@demo.example", "fullname": "Late Comer" });
        let booking = json!({ "meetingTypeId": kind, "start": start, "attendee": attendee });

        let (locked, told) = std::sync::mpsc::channel();
        let (give_back, asked) = std::sync::mpsc::channel::<()>();
        let asked = std::sync::Mutex::new(asked);
        let holder = Db::clone(&db);
        let holding = tokio::spawn(async move {
            holder
                .write(move |tx| {
                    tx.execute("UPDATE host SET seq = seq", args![])?;
                    locked.send(()).unwrap();
                    asked.lock().unwrap().recv().unwrap();
                    Ok::<_, slated_store::db::Error>(())
                })
                .await
        });
        told.recv().unwrap();
        let begun = std::time::Instant::now();
        let refused = ask(url, "POST", "/v4/booking", key, Some(&booking));
        assert_eq!(
            (refused.status, &refused.json()["errorCode"]),
            (503, &json!("unavailable")),
            "{}",
            refused.body
        );
        assert!(refused.head.contains("retry-after: 1"), "{}", refused.head);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        assert_eq!(get(url, &free, key).status, 200, "looking waits for nobody");
        give_back.send(()).unwrap();
        holding.await.unwrap().unwrap();
        assert_eq!(ask(url, "POST", "/v4/booking", key, Some(&booking)).status, 201);
    });
}

#[test]
fn sigint_stops_and_idle_connections_do_not_hold_it_up() {
    let place = Place::new();
    let (server, ready) = place.demo();
    let url = ready["url"].as_str().unwrap();
    let _idle = connect(url);
    let mut waiting = connect(url);
    waiting.write_all(b"GET /healthz HTTP/1.1\r\nHost: slated\r\n\r\n").unwrap();
    let mut answered = [0; 12];
    waiting.read_exact(&mut answered).unwrap();
    assert_eq!(&answered, b"HTTP/1.1 200");
    let begun = std::time::Instant::now();
    server.tell("-INT");
    let (code, _, log) = server.ended();
    assert_eq!(code, Some(0), "{log}");
    // Less than what requests under way are given.
    assert!(begun.elapsed() < Duration::from_secs(9), "{log}");
}

#[test]
fn the_reference_is_served_whole() {
    let place = Place::new();
    let (_server, ready) = place.demo();
    let url = ready["url"].as_str().unwrap();
    let printed: serde_json::Value = serde_json::from_str(&place.succeed(&["openapi"])).unwrap();
    assert_eq!(get(url, "/openapi.json", "").json(), printed);
    assert_eq!(printed["openapi"], "3.1.0");

    let docs = get(url, "/docs", "");
    assert!(
        docs.head.contains("content-security-policy: default-src 'none'; style-src 'self'"),
        "{}",
        docs.head
    );
    for (path, item) in printed["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let line = format!(r#"<b class="{0}">{0}</b> <code>{path}</code>"#, method.to_uppercase());
            assert!(docs.body.contains(&line), "{line}");
        }
    }
    assert!(!docs.body.contains("<script") && !docs.body.contains("https://cdn"));
    let style = get(url, "/assets/docs.css", "");
    assert!(style.head.contains("content-type: text/css") && style.body.contains("color-scheme"));
    assert_eq!(get(url, "/assets/none.css", "").status, 404);
    assert!(get(url, "/", "").body.contains("href=\"/docs\""));
}

#[test]
fn every_answer_carries_its_headers() {
    let place = Place::new();
    let (_server, ready) = place.demo();
    let url = ready["url"].as_str().unwrap();
    for path in ["/healthz", "/docs", "/nowhere", "/v4/user/me"] {
        let head = get(url, path, "wrong").head;
        for header in [
            "x-content-type-options: nosniff",
            "referrer-policy: ",
            "x-request-id: ",
            "access-control-allow-origin: *",
        ] {
            assert!(head.contains(header), "{path}: {header}: {head}");
        }
        assert!(
            !head.contains("x-frame-options") && !head.contains("access-control-allow-credentials"),
            "{head}"
        );
    }
}

#[test]
fn large_answers_are_compressed_when_asked_for() {
    let place = Place::new();
    let (_server, ready) = place.demo();
    let url = ready["url"].as_str().unwrap();
    let head_of = |path: &str| {
        use std::io::Read as _;
        let mut stream = connect(url);
        let ask = format!(
            "GET {path} HTTP/1.1\r\nHost: slated\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(ask.as_bytes()).unwrap();
        let mut bytes = vec![];
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).split("\r\n\r\n").next().unwrap().to_lowercase()
    };
    assert!(head_of("/docs").contains("content-encoding: gzip"));
    assert!(!head_of("/healthz").contains("content-encoding"));
    assert!(!get(url, "/docs", "").head.contains("content-encoding"));
}

#[test]
fn migrate_makes_the_database_and_the_worker_runs_alone() {
    let place = Place::new();
    place.succeed(&["migrate"]);
    assert!(place.data().join("slated.db").exists());
    assert!(place.succeed(&["doctor", "--listen", "127.0.0.1:0"]).contains("no company is in it"));
    let mut worker = place.command(&["worker"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(worker.stderr.take().unwrap()).lines();
    assert!(log.any(|line| line.unwrap().contains("running jobs")));
    assert!(worker.try_wait().unwrap().is_none(), "it keeps running");
    std::process::Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().unwrap();
    assert!(worker.wait().unwrap().success());
}
