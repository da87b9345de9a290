//! Meeting-type templates: contract section 8.5.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Client, TestApp, id};

const ROOT: &str = "/v4/meeting-type-template";

async fn template(app: &TestApp, more: Value) -> Uuid {
    let mut body = json!({"name": "Initial Consultation", "duration": 30, "description": "Free"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    id(&app.key.post(&format!("{ROOT}/create"), body).await.created()["id"])
}

async fn assign(app: &TestApp, template: Uuid, user: Uuid) -> Value {
    app.key.post(&format!("{ROOT}/assign/{template}"), json!({"userId": user})).await.created()
}

async fn meeting_type(client: &Client, made: &Value) -> Value {
    client.get(&format!("/v4/meeting-type/{}", id(&made["id"]))).await.ok()
}

on_both_engines! {
    async fn a_template_is_created_flat_or_nested_listed_and_read(app) {
        let flat = app.key.post(&format!("{ROOT}/create"), json!({
            "name": "Initial Consultation", "duration": 30, "description": "Free initial consultation",
        })).await.created();
        let shown = |t: &Value, name: &str| t[name].clone();
        assert_eq!(flat["meetingInfo"]["description"], "Free initial consultation");
        assert_eq!([shown(&flat, "templateType"), shown(&flat, "queueType"), shown(&flat, "lockedFields"), shown(&flat, "name")],
            [json!("individual"), json!("simpleRoundRobin"), json!([]), json!("Initial Consultation")]);
        let nested = app.key.post(&format!("{ROOT}/create"), json!({
            "meetingInfo": {"name": "Team", "description": "", "duration": 45, "channel": "zoom"},
            "meetingOptions": {"allowedDurations": [45, 60]}, "spots": 4, "locations": ["Room 1"],
            "templateType": "team", "queueType": "equalDistribution", "lockedFields": ["duration", "meetingOptions"],
        })).await.created();
        let created = json!("2027-03-01T07:00:00.000Z");
        for (field, value) in [
            ("name", json!("Team")), ("duration", json!(45)), ("spots", json!(4)), ("locations", json!(["Room 1"])),
            ("templateType", json!("team")), ("queueType", json!("equalDistribution")),
            ("lockedFields", json!(["duration", "meetingOptions"])), ("createdById", json!(app.owner_id())),
            ("createdAt", created.clone()), ("updatedAt", created.clone()), ("companyId", json!(app.company.company.id)),
        ] {
            assert_eq!(nested[field], value, "{field}");
        }
        assert_eq!(app.key.get(ROOT).await.ok(), json!([flat, nested]));
        assert_eq!(app.key.get(&format!("{ROOT}/{}", id(&nested["id"]))).await.ok(), nested);
        app.key.patch(&format!("{ROOT}/{}", id(&nested["id"])), nested.clone()).await.ok();
    }

    async fn what_a_template_cannot_say_is_refused(app) {
        let refused = async |body: Value, field: &str, code: &str| {
            app.key.post(&format!("{ROOT}/create"), body).await.invalid(field, code);
        };
        refused(json!({"duration": 30}), "name", "required").await;
        refused(json!({"name": "x"}), "duration", "required").await;
        refused(json!({"name": "x", "duration": 30, "lockedFields": ["duration", "colour"]}), "lockedFields[1]", "invalid-value").await;
        refused(json!({"name": "x", "duration": 30, "templateType": "solo"}), "templateType", "invalid-value").await;
        refused(json!({"name": "x", "duration": 30, "queueType": "random"}), "queueType", "invalid-value").await;
        refused(json!({"name": "x", "duration": 30, "spots": 0}), "spots", "out-of-range").await;
        app.key.post(&format!("{ROOT}/assign/7"), json!({"userId": app.owner_id()})).await.invalid("templateId", "invalid-id");
        let known = template(&app, json!({})).await;
        app.key.post(&format!("{ROOT}/assign/{known}"), json!({})).await.invalid("userId", "required");
        app.key.post(&format!("{ROOT}/assign/{known}"), json!({"userId": "7"})).await.invalid("userId", "invalid-id");
        app.key.post(&format!("{ROOT}/assign/{known}"), json!({"userId": Uuid::nil()})).await.refused(404, "not-found");
        app.key.post(&format!("{ROOT}/assign/{}", Uuid::nil()), json!({"userId": app.owner_id()})).await.refused(404, "not-found");
    }

    async fn assigning_makes_one_meeting_type_for_the_user(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let template = template(&app, json!({"spots": 3})).await;
        let made = assign(&app, template, grace).await;
        for (field, value) in [
            ("userId", json!(grace)), ("templateId", json!(template)), ("slug", json!("initial-consultation")),
            ("name", json!("Initial Consultation")), ("description", json!("Free")), ("spots", json!(3)),
            ("bookingUrl", json!("https://book.example.com/grace-hopper/initial-consultation")),
        ] {
            assert_eq!(made[field], value, "{field}");
        }
        assert_eq!(assign(&app, template, grace).await, made);
        assert_eq!(app.key.as_user(grace).get("/v4/meeting-type").await.ok().as_array().unwrap().len(), 2);

        let path = format!("{ROOT}/unassign/{template}");
        let gone = app.key.post(&path, json!({"userId": grace})).await.ok();
        assert_eq!((&gone["id"], &gone["deletedAt"]), (&made["id"], &json!("2027-03-01T07:00:00.000Z")));
        app.key.get(&format!("/v4/meeting-type/{}", id(&made["id"]))).await.refused(404, "not-found");
        app.key.post(&path, json!({"userId": grace})).await.refused(404, "not-found");
        assert_ne!(assign(&app, template, grace).await["id"], made["id"]);
    }

    async fn locked_fields_follow_the_template_and_the_others_stay(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let template = template(&app, json!({"lockedFields": ["duration"]})).await;
        let made = assign(&app, template, grace).await;
        let hers = app.key.as_user(grace);
        hers.patch(&format!("/v4/meeting-type/{}", id(&made["id"])), json!({"description": "Mine"})).await.ok();

        app.set_now("2027-03-01T09:00:00Z");
        let path = format!("{ROOT}/{template}");
        let changed = app.key.patch(&path, json!({"duration": 45, "description": "Ours", "name": "Renamed"})).await.ok();
        assert_eq!((&changed["duration"], &changed["updatedAt"]), (&json!(45), &json!("2027-03-01T09:00:00.000Z")));
        let now = meeting_type(&hers, &made).await;
        let shown = ["duration", "description", "name", "updatedAt"].map(|field| now[field].clone());
        assert_eq!(shown, [json!(45), json!("Mine"), json!("Initial Consultation"), json!("2027-03-01T09:00:00.000Z")]);

        // What is locked later follows from then on.
        app.key.patch(&path, json!({"lockedFields": ["duration", "meetingInfo.description"]})).await.ok();
        assert_eq!(meeting_type(&hers, &made).await["description"], "Ours");
    }

    async fn a_host_cannot_change_what_is_locked_and_the_company_can(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let template = template(&app, json!({"lockedFields": ["duration", "slug", "meetingOptions", "enabled"]})).await;
        let made = assign(&app, template, grace).await;
        let path = format!("/v4/meeting-type/{}", id(&made["id"]));
        for client in [app.key.as_user(grace), app.token(grace, &[]).await] {
            for change in [
                json!({"duration": 60}), json!({"meetingInfo": {"duration": 60}}), json!({"slug": "mine"}),
                json!({"enabled": false}), json!({"meetingOptions": {"allowAddingGuests": true}}),
            ] {
                let refused = client.patch(&path, change).await.refused(403, "field-locked");
                assert!(refused["message"].as_str().unwrap().contains("template"), "{refused}");
            }
            // Saying again what is so changes nothing, and what is not locked is the host's.
            client.patch(&path, json!({"duration": 30, "description": "Mine", "bufferBefore": 5})).await.ok();
        }
        assert_eq!(app.key.patch(&path, json!({"duration": 60})).await.ok()["duration"], 60);
        let admin = app.token(app.owner_id(), &[]).await;
        assert_eq!(admin.patch(&path, json!({"slug": "ours"})).await.ok()["slug"], "ours");

        app.key.delete(&format!("{ROOT}/{template}")).await.no_content();
        assert_eq!(app.key.as_user(grace).patch(&path, json!({"duration": 15})).await.ok()["duration"], 15);
    }

    async fn templates_are_for_administrators_of_their_company(app) {
        let template = template(&app, json!({})).await;
        let (path, assign) = (format!("{ROOT}/{template}"), format!("{ROOT}/assign/{template}"));
        let unassign = format!("{ROOT}/unassign/{template}");
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let token = app.token(grace, &[]).await;
        let whom = json!({"userId": grace});
        for (client, status, code) in [(token, 403, "admin-required"), (app.foreign.key.clone(), 404, "not-found")] {
            client.get(&path).await.refused(status, code);
            client.patch(&path, json!({"duration": 60})).await.refused(status, code);
            client.delete(&path).await.refused(status, code);
            client.post(&assign, whom.clone()).await.refused(status, code);
            client.post(&unassign, whom.clone()).await.refused(status, code);
        }
        app.token(grace, &[]).await.get(ROOT).await.refused(403, "admin-required");
        assert_eq!(app.foreign.key.get(ROOT).await.ok(), json!([]));
        let theirs = id(&app.foreign.key.get("/v4/user/me").await.ok()["id"]);
        app.key.post(&assign, json!({"userId": theirs})).await.refused(404, "not-found");

        app.key.delete(&path).await.no_content();
        app.key.get(&path).await.refused(404, "not-found");
        app.key.post(&assign, whom).await.refused(404, "not-found");
        assert_eq!(app.key.get(ROOT).await.ok(), json!([]));
    }

    async fn assigning_at_the_same_moment_makes_one_meeting_type(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let path = format!("{ROOT}/assign/{}", template(&app, json!({})).await);
        let made: Vec<_> = (0..10)
            .map(|_| {
                let (key, path) = (app.key.clone(), path.clone());
                tokio::spawn(async move { key.post(&path, json!({"userId": grace})).await.created()["id"].clone() })
            })
            .collect();
        let mut ids = vec![];
        for one in made {
            ids.push(id(&one.await.unwrap()));
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{ids:?}");
    }
}
