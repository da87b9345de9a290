//! Webhooks: managing them.

use serde_json::{Value, json};
use slated_app::access::Scope;

use crate::support::id;

const ENDPOINT: &str = "https://HOOKS.example.com:443/a/../b?x=%7e&y=ä";

fn input(endpoint: &str) -> Value {
    json!({ "endpoint": endpoint, "eventTypes": ["booking_created"] })
}

on_both_engines! {
    async fn a_webhook_is_registered_listed_changed_and_removed(app) {
        let body = json!({ "endpoint": ENDPOINT, "eventTypes": ["booking_cancelled", "booking_created"],
            "description": "Our CRM", "somethingElse": 1 });
        let created = app.key.post("/webhooks", body).await.created();
        let (webhook, secret) = (id(&created["id"]), created["secret"].as_str().unwrap());
        assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
        assert_eq!(created, json!({
            "id": webhook, "endpoint": ENDPOINT, "description": "Our CRM",
            "eventTypes": ["booking_cancelled", "booking_created"],
            "companyId": app.company.company.id.0, "secret": secret, "previousSecretUntil": null,
            "state": "active", "stateReason": null, "stateSince": null, "failingSince": null,
            "createdAt": "2027-03-01T07:00:00.000Z", "updatedAt": "2027-03-01T07:00:00.000Z",
        }));
        assert_eq!(app.key.get("/webhooks").await.ok(), json!([created]));

        app.set_now("2027-03-02T08:00:00Z");
        let path = format!("/webhooks/{webhook}");
        let changed = app.key.patch(&path, json!({ "eventTypes": ["new_employee", "new_employee"], "description": null }))
            .await.ok();
        let mut expected = created.clone();
        expected["eventTypes"] = json!(["new_employee"]);
        expected["description"] = Value::Null;
        expected["updatedAt"] = json!("2027-03-02T08:00:00.000Z");
        assert_eq!(changed, expected);
        let changed = app.key.patch(&path, json!({ "endpoint": "https://x.example/" })).await.ok();
        expected["endpoint"] = json!("https://x.example/");
        assert_eq!(changed, expected);
        assert_eq!(app.key.patch(&path, json!({})).await.ok(), expected);
        assert_eq!(app.key.get("/webhooks").await.ok(), json!([expected]));

        app.key.delete(&path).await.no_content();
        app.key.delete(&path).await.refused(404, "not-found");
        app.key.patch(&path, json!({})).await.refused(404, "not-found");
        assert_eq!(app.key.get("/webhooks").await.ok(), json!([]));
    }

    async fn the_same_stands_under_v4(app) {
        let created = app.key.post("/v4/webhooks", input(ENDPOINT)).await.created();
        assert_eq!(created["description"], Value::Null);
        assert_eq!(app.key.get("/v4/webhooks").await.ok(), json!([created]));
        assert_eq!(app.key.get("/webhooks").await.ok(), json!([created]));
        let path = format!("/v4/webhooks/{}", id(&created["id"]));
        assert_eq!(app.key.patch(&path, json!({ "description": "x" })).await.ok()["description"], "x");
        app.key.delete(&path).await.no_content();
    }

    async fn a_company_has_at_most_six(app) {
        for _ in 0..6 {
            app.key.post("/webhooks", input(ENDPOINT)).await.created();
        }
        let refusal = app.key.post("/webhooks", input(ENDPOINT)).await.refused(406, "webhook-limit-reached");
        assert_eq!((&refusal["message"], &refusal["error"]), (&json!("A company can have at most 6 webhooks"), &json!("Not Acceptable")));
        app.foreign.key.post("/webhooks", input(ENDPOINT)).await.created();
        let first = app.key.get("/webhooks").await.ok()[0].clone();
        app.key.delete(&format!("/webhooks/{}", id(&first["id"]))).await.no_content();
        app.key.post("/webhooks", input(ENDPOINT)).await.created();
    }

    async fn six_is_the_limit_also_when_they_come_at_once(app) {
        let calls = (0..20).map(|_| {
            let key = app.key.clone();
            tokio::spawn(async move { key.post("/webhooks", input(ENDPOINT)).await.status })
        });
        let mut statuses = vec![];
        for call in calls.collect::<Vec<_>>() {
            statuses.push(call.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [[201; 6].as_slice(), [406; 14].as_slice()].concat());
    }

    async fn endpoints_must_be_public_and_https(app) {
        for endpoint in [
            "http://example.com/hook", "https://10.0.0.1/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest",
            "ftp://example.com", "example.com", "", "https://", "https://user:secret@example.com/", "https://example.com:0/",
            "https://2130706433/x y",
        ] {
            app.key.post("/webhooks", input(endpoint)).await.invalid("endpoint", "invalid-url");
        }
        app.key.post("/webhooks", input(&format!("https://example.com/{}", "a".repeat(2048)))).await
            .invalid("endpoint", "too-long");
        app.key.post("/webhooks", input("https://example.com/\0")).await.invalid("endpoint", "invalid-value");
        let path = format!("/webhooks/{}", id(&app.key.post("/webhooks", input(ENDPOINT)).await.created()["id"]));
        app.key.patch(&path, json!({ "endpoint": "https://192.168.0.1" })).await.invalid("endpoint", "invalid-url");
        assert_eq!(app.key.get("/webhooks").await.ok()[0]["endpoint"], ENDPOINT);
    }

    async fn event_types_must_be_known(app) {
        let with = |types: Value| json!({ "endpoint": ENDPOINT, "eventTypes": types });
        app.key.post("/webhooks", with(json!(["booking_created", "booking_Created"]))).await
            .invalid("eventTypes[1]", "invalid-value");
        app.key.post("/webhooks", with(json!([]))).await.invalid("eventTypes", "too-short");
        app.key.post("/webhooks", with(json!([1]))).await.invalid("eventTypes[0]", "invalid-value");
        app.key.post("/webhooks", with(json!(vec!["booking_created"; 51]))).await.invalid("eventTypes", "too-many");
        app.key.post("/webhooks", json!({ "endpoint": ENDPOINT })).await.invalid("eventTypes", "required");
        app.key.post("/webhooks", json!({ "eventTypes": ["booking_created"] })).await.invalid("endpoint", "required");
        app.key.post("/webhooks", json!({ "endpoint": ENDPOINT, "eventTypes": ["new_employee"], "description": "x".repeat(501) }))
            .await.invalid("description", "too-long");
        let both = app.key.post("/webhooks", json!({ "endpoint": "x", "eventTypes": ["y"] })).await;
        both.invalid("endpoint", "invalid-url");
        both.invalid("eventTypes[0]", "invalid-value");
        assert_eq!(app.key.get("/webhooks").await.ok(), json!([]));
        let all = json!(["booking_created", "booking_cancelled", "booking_rescheduled", "new_employee", "form_submission",
            "credential_error", "review_submitted", "review_published", "signature_completed", "booking_pending",
            "booking_confirmed", "booking_declined", "booking_expired", "booking_no_show", "booking_updated", "webhook_paused", "webhook_disabled"]);
        assert_eq!(app.key.post("/webhooks", with(all.clone())).await.created()["eventTypes"], all);
    }

    async fn only_administrators_with_the_account_scope_manage_them(app) {
        let path = format!("/webhooks/{}", id(&app.key.post("/webhooks", input(ENDPOINT)).await.created()["id"]));
        let employee = id(&app.user("Grace", "Hopper").await["userId"]);
        for (client, status, code) in [
            (app.guest.clone(), 401, "missing-authorization"),
            (app.token(employee, &[]).await, 403, "admin-required"),
            (app.token(app.owner_id(), &[Scope::Scheduling]).await, 403, "missing-scope"),
        ] {
            client.get("/webhooks").await.refused(status, code);
            client.post("/webhooks", input(ENDPOINT)).await.refused(status, code);
            client.patch(&path, json!({})).await.refused(status, code);
            client.delete(&path).await.refused(status, code);
        }
        let admin = app.token(app.owner_id(), &[Scope::Account]).await;
        assert_eq!(admin.get("/webhooks").await.ok().as_array().unwrap().len(), 1);
        assert_eq!(app.foreign.key.get("/webhooks").await.ok(), json!([]));
        app.foreign.key.patch(&path, json!({})).await.refused(404, "not-found");
        app.foreign.key.delete(&path).await.refused(404, "not-found");
        app.key.delete("/webhooks/17").await.invalid("id", "invalid-id");
        app.key.as_user(employee).delete(&path).await.no_content();
    }
}
