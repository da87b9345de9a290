//! No personal data in logs: the main flows run with everything logged that can be, and the log is searched.

use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use serde_json::json;
use tracing_subscriber::filter::LevelFilter;

use crate::{
    booking::host,
    receiver::{Receiver, status},
    support::id,
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

on_both_engines! {
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
        app.key.post("/v4/privacy/export", json!({ "email": "zoe.quill@invitee.example" })).await.ok();
        app.key.post("/v4/privacy/erase", json!({ "email": "zoe.quill@invitee.example" })).await.ok();

        let bytes = log().take().unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(text.contains("/v4/booking"), "the log was kept: {} bytes", text.len());
        let key = app.key.bearer().to_lowercase();
        for word in ["zoe", "quill", "invitee.example", "7654321", "purple giraffe", &secret.to_lowercase(), &key] {
            let line = text.lines().find(|line| line.contains(word));
            assert!(line.is_none(), "{word}: {line:?}");
        }
    }
}
