//! No personal data in logs: the main flows run with everything logged that can be, and the log is searched.

use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;

use crate::{
    booking::{change, host},
    pages::browser::Browser,
    receiver::{Receiver, status},
    support::{PUBLIC_URL, TestApp, id},
};

/// What was logged while one test here ran. A process has one subscriber, and this one has other tests too.
static LOG: Mutex<Option<Vec<u8>>> = Mutex::new(None);
/// Held while a test listens: each reads its own log.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
static SUBSCRIBED: Once = Once::new();

fn log() -> MutexGuard<'static, Option<Vec<u8>>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Listener;

impl std::io::Write for Listener {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some(log) = log().as_mut() {
            log.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The same person books, moves and cancels by pages, waits for a decision, and is written to.
async fn by_pages_and_mails(app: &TestApp, host: &Value) {
    const PAGE: &str = "/hedy-lamarr/30min-meeting";
    let browser = Browser::new(app);
    let typed = [
        ("name", "Zoe Quillfeather"),
        ("email", "zoe.quill@invitee.example"),
        ("phone", "+43 660 7654321"),
        ("notes", "by the garden gate"),
    ];
    // What is typed already goes along in the query, and wrong forms come back with it.
    let query = "name=Zoe+Quillfeather&email=zoe.quill%40invitee.example&phone=%2B436607654321";
    let form = browser.open(&format!("{PAGE}?start=2027-03-03T09:00:00Z&{query}")).await.ok();
    browser.send(&form, &[("name", "Zoe"), ("email", "zoe.quill at invitee.example")]).await.has(400);
    let sent = browser.send(&form, &typed).await;
    let manage = browser.open(&browser.follow(&sent).await.ok().link("Move or cancel")).await.ok();
    let question = browser.open(&manage.link("Cancel booking")).await.ok();
    browser.send(&question, &[("reason", "Zoe is by the garden gate")]).await.location();

    change(app, host, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
    let form = browser.open(&format!("{PAGE}?start=2027-03-03T10:00:00Z")).await.ok();
    browser.send(&form, &typed).await.has(200).says("We keep this time for you until then");
    app.app.drain_jobs().await.unwrap();
    let mails = app.app.spooled_mails().await.unwrap();
    let link = mails
        .iter()
        .find_map(|mail| mail.text.split("/pending/").nth(1))
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    app.guest.get(&format!("/pending/{link}")).await;
    let decline = "answer=decline&reason=no+garden+gate,+Zoe".to_owned();
    browser.request(Method::POST, &format!("/pending/{link}"), decline).await.has(200);
    // Secrets of links are not followed by whoever reads the log, good ones or not.
    for path in ["/sign-in/link/purple-giraffe", "/password/purple-giraffe"] {
        assert_eq!(app.guest.get(path).await.status, 404);
    }
    let feed = app.key.as_user(id(&host["userId"])).post("/v4/calendar-feed", json!({})).await.created();
    let feed = feed["url"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap().to_owned();
    assert_eq!(app.guest.get(&feed).await.status, 200);

    // What cannot be read is refused without being repeated.
    for body in [
        r#"{"attendee": {"email": "zoe.quill@invitee.example", "fullname": 7}}"#,
        r#"{"attendee": "Zoe Quillfeather"#,
    ] {
        let request = Request::post("/v4/booking")
            .header(header::AUTHORIZATION, format!("Bearer {}", app.key.bearer()));
        let request =
            request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
        assert_eq!(app.send(request).await.status, 400);
    }
    app.key.get("/v4/appointment/paginated?search=Quillfeather&page=x").await.is(400);
    app.app.drain_jobs().await.unwrap();
}

on_both_engines! {
    with mail:
    async fn nobody_is_named_in_the_log(app) {
        let _turn = TURN.lock().await;
        *log() = Some(Vec::new());
        SUBSCRIBED.call_once(|| tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE)
            .with_writer(|| Listener).with_ansi(false).init());
        let host = host(&app).await;
        let receiver = Receiver::start().await;
        receiver.answer([status(500)]);
        app.key.post("/webhooks", json!({ "endpoint": receiver.url, "eventTypes": ["booking_created", "booking_cancelled"] }))
            .await.created();
        let attendee = json!({ "email": "zoe.quill@invitee.example", "fullname": "Zoe Quillfeather", "phone": "+43 660 7654321",
            "notes": { "What about?": "a purple giraffe" } });
        let booking = |start: &str| json!({ "meetingTypeId": host["meetingTypeId"], "start": start, "attendee": attendee });
        let booked = app.key.with_idempotency_key("once").post("/v4/booking", booking("2027-03-02T10:00:00Z")).await.created();
        app.key.post("/v4/booking", booking("2027-03-02T10:00:00Z")).await.refused(409, "slot-occupied");
        let mut wrong = booking("2027-03-02T11:00:00Z");
        wrong["attendee"]["email"] = json!("zoe.quill invitee.example");
        app.key.post("/v4/booking", wrong).await.is(400);
        app.key.get("/v4/appointment/paginated?search=zoe.quill@invitee.example").await.ok();
        let secret = booked["secret"].as_str().unwrap().to_owned();
        assert_eq!(app.guest.get(&format!("/manage/{secret}")).await.status, 200);
        app.key.post(&format!("/v4/appointment/{}/reschedule", id(&booked["id"])), json!({ "start": "2027-03-02T12:00:00Z" })).await.created();
        app.app.drain_jobs().await.unwrap();
        app.key.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        app.app.drain_jobs().await.unwrap();
        by_pages_and_mails(&app, &host).await;
        app.key.post("/v4/privacy/export", json!({ "email": "zoe.quill@invitee.example" })).await.ok();
        app.key.post("/v4/privacy/erase", json!({ "email": "zoe.quill@invitee.example" })).await.ok();

        let bytes = log().take().unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for kept in ["path=\"/v4/booking\"", "path=\"/manage/\"", "path=\"/pending/\"", "path=\"/feed/\"", "path=\"/sign-in/link/\"", "path=\"/password/\"", "method=post path=\"/hedy-lamarr/30min-meeting\""] {
            assert!(text.contains(kept), "the log was kept: {kept}: {} bytes", text.len());
        }
        let key = app.key.bearer().to_lowercase();
        for word in ["zoe", "quill", "invitee.example", "7654321", "purple giraffe", "purple-giraffe", "garden gate", &secret.to_lowercase(), &key] {
            let line = text.lines().find(|line| line.contains(word));
            assert!(line.is_none(), "{word}: {line:?}");
        }
    }
}
