//! `Idempotency-Key`: a repeated write has one effect and one answer.

use serde_json::{Value, json};

use crate::support::{TestApp, id};

fn webhook(path: &str) -> Value {
    json!({ "endpoint": format!("https://example.com/{path}"), "eventTypes": ["booking_created"] })
}

fn booking(app: &TestApp, start: &str) -> Value {
    let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
    json!({ "meetingTypeId": meeting_type, "start": start, "attendee": { "fullname": "Jane Client", "email": "jane@example.com" } })
}

async fn webhooks(app: &TestApp) -> usize {
    app.key.get("/webhooks").await.ok().as_array().unwrap().len()
}

on_both_engines! {
    async fn the_same_key_and_request_give_the_same_answer_and_one_effect(app) {
        let key = app.key.with_idempotency_key("order-17");
        let first = key.post("/webhooks", webhook("a")).await;
        let second = key.post("/webhooks", webhook("a")).await;
        assert_eq!((first.created(), first.text), (second.created(), second.text));
        assert_eq!(webhooks(&app).await, 1);
        app.key.with_idempotency_key("order-18").post("/webhooks", webhook("a")).await.created();
        app.key.post("/webhooks", webhook("a")).await.created();
        assert_eq!(webhooks(&app).await, 3);
    }

    async fn a_booking_is_made_once(app) {
        let key = app.key.with_idempotency_key("b");
        let first = key.post("/v4/booking", booking(&app, "2027-03-02T09:00:00Z")).await.created();
        let second = key.post("/v4/booking", booking(&app, "2027-03-02T09:00:00Z")).await.created();
        assert_eq!(first, second);
        app.key.post("/v4/booking", booking(&app, "2027-03-02T09:00:00Z")).await.refused(409, "slot-occupied");
        assert_eq!(app.key.get("/v4/appointment/paginated?page=0&pageSize=10").await.ok()["total"], 1);
        // It answers as before even though the appointment is cancelled by now.
        let path = format!("/v4/appointment/{}", id(&first["id"]));
        app.key.delete(&path).await;
        assert_eq!(key.post("/v4/booking", booking(&app, "2027-03-02T09:00:00Z")).await.created(), first);
    }

    async fn another_request_under_the_same_key_is_refused(app) {
        let key = app.key.with_idempotency_key("k");
        let created = key.post("/webhooks", webhook("a")).await.created();
        let refusal = key.post("/webhooks", webhook("b")).await.refused(422, "idempotency-key-reused");
        assert_eq!(refusal["message"], "this Idempotency-Key was used with a different request");
        assert_eq!(key.post("/v4/webhooks", webhook("a")).await.created(), created, "the same operation, by its alias");
        key.as_user(app.owner_id()).post("/webhooks", webhook("a")).await.refused(422, "idempotency-key-reused");
        key.delete(&format!("/webhooks/{}", id(&created["id"]))).await.refused(422, "idempotency-key-reused");
        assert_eq!(webhooks(&app).await, 1);
    }

    async fn removing_and_changing_can_be_repeated(app) {
        let path = format!("/webhooks/{}", id(&app.key.post("/webhooks", webhook("a")).await.created()["id"]));
        let key = app.key.with_idempotency_key("change");
        let changed = key.patch(&path, json!({ "description": "x" })).await.ok();
        app.set_now("2027-03-01T09:00:00Z");
        assert_eq!(key.patch(&path, json!({ "description": "x" })).await.ok(), changed);
        let key = app.key.with_idempotency_key("remove");
        key.delete(&path).await.no_content();
        key.delete(&path).await.no_content();
        app.key.delete(&path).await.refused(404, "not-found");
    }

    async fn twins_at_the_same_moment_have_one_effect_and_one_answer(app) {
        for round in 0..5 {
            let start = format!("2027-03-02T{:02}:00:00Z", 9 + round);
            let key = app.key.with_idempotency_key(&format!("twins-{round}"));
            let twins = (0..16).map(|_| {
                let (key, body) = (key.clone(), booking(&app, &start));
                tokio::spawn(async move { key.post("/v4/booking", body).await })
            });
            let mut answers = vec![];
            for twin in twins.collect::<Vec<_>>() {
                answers.push(twin.await.unwrap().created());
            }
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        }
        assert_eq!(app.key.get("/v4/appointment/paginated?page=0&pageSize=10").await.ok()["total"], 5);
    }

    async fn keys_of_different_credentials_never_meet(app) {
        let owner = app.token(app.owner_id(), &[]).await;
        let clients = [app.key.clone(), owner, app.foreign.key.clone()];
        let mut ids = std::collections::HashSet::new();
        for (n, client) in clients.iter().enumerate() {
            let created = client.with_idempotency_key("same").post("/webhooks", webhook(&n.to_string())).await.created();
            ids.insert(id(&created["id"]));
        }
        assert_eq!((ids.len(), webhooks(&app).await), (3, 2));
    }

    async fn a_refusal_is_not_kept(app) {
        let key = app.key.with_idempotency_key("again");
        let taken = app.key.post("/v4/booking", booking(&app, "2027-03-02T09:00:00Z")).await.created();
        key.post("/v4/booking", booking(&app, "2027-03-02T09:00:00Z")).await.refused(409, "slot-occupied");
        app.key.delete(&format!("/v4/appointment/{}", id(&taken["id"]))).await;
        key.post("/v4/booking", booking(&app, "2027-03-02T09:00:00Z")).await.created();
        key.post("/webhooks", json!({})).await.refused(400, "validation-failed");
    }

    async fn an_answer_is_kept_for_a_day(app) {
        let key = app.key.with_idempotency_key("daily");
        let first = key.post("/webhooks", webhook("a")).await.created();
        app.set_now("2027-03-02T07:00:00Z");
        assert_eq!(key.post("/webhooks", webhook("a")).await.created(), first);
        app.set_now("2027-03-02T07:00:00.001Z");
        let next = key.post("/webhooks", webhook("a")).await.created();
        assert_ne!(next["id"], first["id"]);
        assert_eq!(webhooks(&app).await, 2);
        key.post("/webhooks", webhook("b")).await.refused(422, "idempotency-key-reused");
    }

    async fn a_key_has_1_to_255_visible_characters(app) {
        app.key.with_idempotency_key("").post("/webhooks", webhook("a")).await
            .invalid("Idempotency-Key", "invalid-idempotency-key");
        app.key.with_idempotency_key(&"k".repeat(256)).post("/webhooks", webhook("a")).await
            .invalid("Idempotency-Key", "invalid-idempotency-key");
        app.key.with_idempotency_key(&"k".repeat(255)).post("/webhooks", webhook("a")).await.created();
        assert_eq!(webhooks(&app).await, 1);
    }
}
