//! The audit log: no administrative write is left out, none of its entries holds a secret or is seen by others.

use axum::http::Method;
use serde_json::{Value, json};
use slated_app::access::Scope;

use crate::{
    cross_tenant::{Own, Theirs, body, operations, query},
    support::{Client, id},
};

/// What was done over the API; the company itself was founded by a command.
async fn log(key: &Client) -> Vec<Value> {
    let mut all = key.get("/v4/audit-log?limit=100").await.ok()["items"].as_array().unwrap().clone();
    all.retain(|entry| entry["via"] != "command-line");
    all
}

/// Writes that change something, though they are called POST.
const AGAIN: [&str; 4] = [
    "/webhooks/{id}/pause",
    "/webhooks/{id}/resume",
    "/webhooks/{id}/rotate-secret",
    "/v4/meeting-type-template/unassign/{templateId}",
];

on_both_engines! {
    with mail:
    async fn every_administrative_write_leaves_an_entry(app) {
        let key = &app.foreign.key;
        let things = Theirs::new(&app).await;
        let own = Own {
            user: things.user,
            meeting_type: things.meeting_type,
            template: things.template,
            webhook: things.webhook,
            team_type: things.team_type,
            queue: things.queue,
            group: things.group,
        };
        let mut writes: Vec<_> = operations().into_iter().filter(|(method, _)| method != Method::GET).collect();
        // What is removed goes last, the user at the very end; one route of those that remove the same thing will do.
        writes.sort_by_key(|(method, path)| (method == Method::DELETE, path.starts_with("/v4/user/")));
        writes.retain(|(method, path)| !(method == Method::DELETE && path == "/v4/webhooks/{id}"));
        let mut entries = 0;
        for (method, path) in writes {
            let spared = ["/v4/appointment/", "/v4/attendee/", "/v4/booking", "/v4/provisional-booking/", "/v4/mail-template/preview"];
            if spared.iter().any(|first| path.starts_with(first)) {
                continue;
            }
            let before = log(key).await;
            let target = things.fill(&path) + &query(&path, &own);
            let answer = key.request(method.clone(), &target, body(&method, &path, &own)).await;
            assert!((200..300).contains(&answer.status), "{method} {path}: {}", answer.text);
            let after = log(key).await;
            assert_eq!(after.len(), before.len() + 1, "{method} {path}");
            let entry = &after[0];
            assert_eq!(entry["operation"], format!("{method} {path}"));
            assert_eq!((&entry["via"], &entry["userId"]), (&json!("api-key"), &json!(app.foreign.company.owner.user.id.0)));
            assert_eq!(entry["address"], "0.0.0.0");
            assert_eq!(entry["requestId"], answer.headers["x-request-id"].to_str().unwrap());
            assert!(path.contains('{') == entry["subjectId"].is_string(), "{entry}");
            let changes = [Method::PATCH, Method::DELETE].contains(&method);
            assert_eq!(changes || AGAIN.contains(&path.as_str()), !entry["before"].is_null(), "{entry}");
            assert!(!entry.to_string().contains("created_at"), "spelled as the API spells it: {entry}");
            entries += 1;
        }
        assert!(entries >= 20, "{entries}");
        assert_eq!(log(&app.key).await, Vec::<Value>::new(), "nothing of it is seen by another company");
    }
}

on_both_engines! {
    async fn an_entry_says_what_it_came_to_without_secrets(app) {
        let hook = json!({ "endpoint": "https://hooks.example.com/", "eventTypes": ["booking_created"] });
        let made = app.key.with_idempotency_key("once").post("/webhooks", hook.clone()).await.created();
        app.key.with_idempotency_key("once").post("/webhooks", hook.clone()).await.created();
        let kind = json!({ "name": "Closed", "duration": 30,
            "meetingOptions": { "bookingPagePassword": { "enable": true, "password": "open sesame" } } });
        app.key.post("/v4/meeting-type", kind).await.created();
        let path = format!("/webhooks/{}", id(&made["id"]));
        app.key.patch(&path, json!({ "description": "changed" })).await.ok();
        app.key.patch(&path, json!({ "endpoint": "http://10.0.0.1" })).await.invalid("endpoint", "invalid-url");
        let entries = log(&app.key).await;
        assert_eq!(entries.len(), 3, "a repeated write is one, and what was refused none: {entries:?}");
        assert_eq!(entries[0]["outcome"]["description"], "changed");
        assert_eq!(entries[0]["before"]["description"], Value::Null);
        assert_eq!(entries[0]["before"]["endpoint"], "https://hooks.example.com/");
        assert_eq!(entries[2]["before"], Value::Null, "there was nothing");
        assert_eq!(entries[0]["subjectId"], made["id"]);
        let page = json!({ "headerTitle": "first" });
        app.key.patch("/v4/personal-page/me", page).await.ok();
        app.key.patch("/v4/personal-page/me", json!({ "headerTitle": "second" })).await.ok();
        assert_eq!(log(&app.key).await[0]["before"]["headerTitle"], "first");
        let text = json!(log(&app.key).await).to_string();
        assert!(!text.contains(made["secret"].as_str().unwrap()) && !text.contains("open sesame"), "{text}");
    }

    async fn pages_follow_a_cursor(app) {
        for n in 0..5 {
            app.key.post("/v4/availability", json!({ "name": format!("Hours {n}") })).await.created();
        }
        let first = app.key.get("/v4/audit-log?limit=3").await.ok();
        assert_eq!((first["items"].as_array().unwrap().len(), &first["hasMore"]), (3, &json!(true)));
        let cursor = first["nextCursor"].as_str().unwrap();
        let second = app.key.get(&format!("/v4/audit-log?limit=3&cursor={cursor}")).await.ok();
        let founded = &second["items"][2];
        assert_eq!((second["items"].as_array().unwrap().len(), &second["nextCursor"]), (3, &Value::Null));
        assert_eq!((&founded["via"], &founded["operation"]), (&json!("command-line"), &json!("slated company create")));
        assert_eq!(founded["outcome"][0]["slug"], "example-health");
        assert_eq!(second["items"][1]["outcome"]["availability"]["name"], "Hours 0");
        let foreign = app.foreign.key.get(&format!("/v4/audit-log?cursor={cursor}")).await.ok();
        assert_eq!(foreign["items"].as_array().unwrap().len(), 1, "its own founding: {foreign}");
        app.key.get("/v4/audit-log?limit=0").await.invalid("limit", "out-of-range");
    }

    async fn only_administrators_read_it(app) {
        let employee = id(&app.user("Grace", "Hopper").await["userId"]);
        app.token(employee, &[]).await.get("/v4/audit-log").await.refused(403, "admin-required");
        app.token(app.owner_id(), &[Scope::Scheduling]).await.get("/v4/audit-log").await.refused(403, "missing-scope");
        let admin = app.token(app.owner_id(), &[Scope::Account]).await;
        assert_eq!(log(&admin).await.len(), 1);
    }

    async fn it_is_forgotten_after_a_year(app) {
        app.key.post("/v4/availability", json!({ "name": "Hours" })).await.created();
        for (now, left) in [("2028-02-28T07:00:00Z", 1), ("2028-03-01T07:00:00Z", 0)] {
            app.set_now(now);
            app.app.keep_house().await.unwrap();
            app.app.drain_jobs().await.unwrap();
            assert_eq!(log(&app.key).await.len(), left, "{now}");
        }
    }
}
