//! Secrets that must be readable again: they work, and stand nowhere in the database, nor in its files.

use serde_json::{Value, json};
use slated_store::{db::Target, testing::texts};

use crate::{
    delivery::{book, drain, listen, start},
    receiver::Receiver,
    support::{TestApp, id},
};

const PASSWORD: &str = "correct horse battery staple";

/// Where a text stands: in which column, and in which file of the database.
async fn stands(app: &TestApp, secret: &str) -> Vec<String> {
    let all = app.app.db().read(texts).await.unwrap();
    let mut places: Vec<_> = all
        .iter()
        .filter(|found| found.text.contains(secret))
        .map(|found| format!("{}.{}", found.table, found.column))
        .collect();
    if let Target::Sqlite(path) = app.database() {
        for suffix in ["", "-wal"] {
            let mut file = path.as_os_str().to_owned();
            file.push(suffix);
            let bytes = std::fs::read(&file).unwrap_or_default();
            if bytes.windows(secret.len()).any(|window| window == secret.as_bytes()) {
                places.push(file.to_string_lossy().into_owned());
            }
        }
    }
    places
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

on_both_engines! {
    async fn what_the_api_shows_is_sealed_where_it_is_kept(app) {
        let key = app.key.with_idempotency_key("webhook");
        let given = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        let hook = json!({ "endpoint": "https://hooks.example.com/", "eventTypes": ["booking_created"], "secret": given });
        let made = key.post("/webhooks", hook.clone()).await.created();
        assert_eq!(key.post("/webhooks", hook).await.created(), made, "the first answer, whole");
        let rotate = format!("/webhooks/{}/rotate-secret", id(&made["id"]));
        let rotated = app.key.with_idempotency_key("rotate").post(&rotate, json!({})).await.ok();
        let page = json!({ "bookingPagePassword": { "enable": true, "password": PASSWORD } });
        let body = json!({ "name": "Closed", "duration": 30, "meetingOptions": page });
        let kind = app.key.with_idempotency_key("type").post("/v4/meeting-type", body.clone()).await.created();
        let template = app.key.with_idempotency_key("template").post("/v4/meeting-type-template/create", body).await.created();
        let assign = format!("/v4/meeting-type-template/assign/{}", id(&template["id"]));
        let assigned = app.key.post(&assign, json!({ "userId": app.owner_id() })).await.created();
        let feed = app.key.with_idempotency_key("feed").post("/v4/calendar-feed", json!({})).await.created();

        let shown = app.key.get("/webhooks").await.ok();
        assert_eq!((&shown[0]["secret"], &made["secret"]), (&rotated["secret"], &json!(given)));
        for made in [&kind, &assigned] {
            let shown = app.key.get(&format!("/v4/meeting-type/{}", id(&made["id"]))).await.ok();
            assert_eq!(shown["meetingOptions"]["bookingPagePassword"]["password"], PASSWORD);
        }
        let feed = text(&feed["url"]).rsplit('/').next().unwrap().trim_end_matches(".ics").to_owned();
        let key = app.key.bearer().rsplit(':').next().unwrap().to_owned();
        for secret in [given.to_owned(), text(&rotated["secret"]), PASSWORD.to_owned(), feed, key] {
            assert_eq!(stands(&app, &secret).await, [""; 0], "{secret}");
        }
        // The search finds what is there.
        assert!(!stands(&app, "https://hooks.example.com/").await.is_empty());
    }

    async fn a_sealed_secret_signs_and_a_sealed_password_opens(app) {
        let receiver = Receiver::start().await;
        let (webhook, secret) = listen(&app, &receiver).await;
        book(&app, &start(0)).await;
        drain(&app).await;
        receiver.got()[0].verified(&secret, app.app.now()).unwrap();
        let rotated = app.key.post(&format!("/webhooks/{webhook}/rotate-secret"), json!({})).await.ok();
        book(&app, &start(40)).await;
        drain(&app).await;
        for secret in [&secret, rotated["secret"].as_str().unwrap()] {
            receiver.got()[1].verified(secret, app.app.now()).unwrap();
        }
        assert_eq!(stands(&app, &secret).await, [""; 0]);
    }
}
