//! The log of deliveries, sending again, and the list of events.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    delivery::{book, drain, later, listen, start},
    receiver::{Answer, Receiver, status},
    support::{TestApp, id},
};

async fn log(app: &TestApp, webhook: Uuid, query: &str) -> Value {
    app.key.get(&format!("/webhooks/{webhook}/deliveries{query}")).await.ok()
}

async fn replay(app: &TestApp, webhook: Uuid, what: Value) -> Value {
    app.key.post(&format!("/webhooks/{webhook}/replay"), what).await.is(202)
}

on_both_engines! {
    async fn what_was_sent_and_answered_can_be_read_back(app) {
        let receiver = Receiver::start().await;
        receiver.answer([Answer { body: "our database is away", retry_after: Some("60"), ..status(503) }]);
        let (webhook, secret) = listen(&app, &receiver).await;
        let booked = book(&app, &start(0)).await;
        drain(&app).await;
        later(&app, 61);
        drain(&app).await;
        let page = log(&app, webhook, "").await;
        let listed = page["deliveries"].as_array().unwrap();
        assert_eq!((listed.len(), &page["next"]), (2, &Value::Null));
        let got = receiver.got();
        let event = got[0].header("webhook-id");
        for (delivery, attempt, outcome, response, error, at) in [
            (&listed[0], 2, "succeeded", 200, Value::Null, "2027-03-01T07:01:01.000Z"),
            (&listed[1], 1, "failed", 503, json!("the endpoint answered 503"), "2027-03-01T07:00:00.000Z"),
        ] {
            assert!(delivery["elapsedMs"].as_i64().unwrap() >= 0);
            let expected = json!({
                "id": delivery["id"], "webhookId": webhook, "eventId": event, "attempt": attempt, "outcome": outcome,
                "error": error, "responseStatus": response, "elapsedMs": delivery["elapsedMs"], "createdAt": at,
            });
            assert_eq!(delivery, &expected);
        }
        let detail = app.key.get(&format!("/webhooks/deliveries/{}", id(&listed[1]["id"]))).await.ok();
        let headers = json!({
            "content-type": "application/json", "webhook-id": event, "webhook-timestamp": "1803884400",
            "webhook-signature": got[0].header("webhook-signature"),
        });
        let request = &detail["request"];
        assert_eq!(request["headers"], headers);
        assert_eq!(request["url"], receiver.url.replace("%7e", "%5Bredacted%5D"));
        assert_eq!((&request["body"]["id"], &request["body"]["secret"]), (&booked["id"], &json!("[redacted]")));
        assert_eq!(request["body"]["data"]["secret"], "[redacted]");
        let response = &detail["response"];
        assert_eq!((&response["status"], &response["body"]), (&json!(503), &json!("our database is away")));
        assert_eq!(response["headers"]["retry-after"], "60");
        let text = detail.to_string();
        assert!(!text.contains(&secret) && !text.contains("session=1") && !text.contains(booked["secret"].as_str().unwrap()));
    }

    async fn an_attempt_without_an_answer_says_why(app) {
        let receiver = Receiver::start().await;
        let (webhook, _) = listen(&app, &receiver).await;
        receiver.vanish().await;
        book(&app, &start(0)).await;
        drain(&app).await;
        let delivery = log(&app, webhook, "").await["deliveries"][0].clone();
        let detail = app.key.get(&format!("/webhooks/deliveries/{}", id(&delivery["id"]))).await.ok();
        assert_eq!((&detail["response"], &detail["responseStatus"]), (&Value::Null, &Value::Null));
        assert!(detail["error"].as_str().unwrap().starts_with("could not connect"), "{detail}");
    }

    async fn deliveries_are_listed_in_pages_and_by_outcome(app) {
        let receiver = Receiver::start().await;
        receiver.answer([status(200), status(500), status(200)]);
        let (webhook, _) = listen(&app, &receiver).await;
        for n in 0..5 {
            book(&app, &start(n)).await;
            drain(&app).await;
            later(&app, 1);
        }
        let all = log(&app, webhook, "").await["deliveries"].as_array().unwrap().clone();
        assert_eq!(all.len(), 5);
        let (mut seen, mut query) = (vec![], "?limit=2".to_owned());
        loop {
            let page = log(&app, webhook, &query).await;
            seen.extend(page["deliveries"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            query = format!("?limit=2&before={next}");
        }
        assert_eq!(seen, all);
        assert_eq!(log(&app, webhook, "?outcome=failed").await["deliveries"], json!([all[3]]));
        assert_eq!(log(&app, webhook, "?outcome=succeeded").await["deliveries"].as_array().unwrap().len(), 4);
        let event = all[1]["eventId"].as_str().unwrap();
        assert_eq!(log(&app, webhook, &format!("?eventId={event}")).await["deliveries"], json!([all[1]]));
        let path = format!("/webhooks/{webhook}/deliveries");
        app.key.get(&format!("{path}?limit=0")).await.invalid("limit", "out-of-range");
        app.key.get(&format!("{path}?limit=101")).await.invalid("limit", "out-of-range");
        app.key.get(&format!("{path}?before=x")).await.refused(400, "validation-failed");
        app.key.get(&format!("{path}?outcome=maybe")).await.refused(400, "validation-failed");
        app.key.get(&format!("/webhooks/deliveries/{}", Uuid::now_v7())).await.refused(404, "not-found");
        app.key.get(&format!("/v4/webhooks/deliveries/{}", id(&all[0]["id"]))).await.ok();
    }

    async fn events_are_sent_again_by_name_or_by_time(app) {
        let receiver = Receiver::start().await;
        let (webhook, _) = listen(&app, &receiver).await;
        let mut appointments = vec![];
        for n in 0..3 {
            let appointment = id(&book(&app, &start(n)).await["id"]);
            app.key.delete(&format!("/v4/appointment/{appointment}")).await.ok();
            appointments.push(appointment);
            later(&app, 60);
        }
        drain(&app).await;
        let first = receiver.got();
        assert_eq!(first.len(), 6);
        let ids: Vec<_> = first.iter().map(|got| got.header("webhook-id").to_owned()).collect();

        assert_eq!(replay(&app, webhook, json!({ "eventIds": [ids[4], ids[0]] })).await, json!({ "queued": 2, "next": null }));
        drain(&app).await;
        let again: Vec<_> = receiver.got()[6..].iter().map(|got| got.header("webhook-id").to_owned()).collect();
        assert_eq!(again.len(), 2);
        assert!(again.contains(&ids[0]) && again.contains(&ids[4]));

        let range = json!({ "from": "2027-03-01T07:01:00Z", "to": "2027-03-01T07:02:00Z" });
        assert_eq!(replay(&app, webhook, range.clone()).await, json!({ "queued": 2, "next": null }));
        drain(&app).await;
        let bodies = receiver.bodies().split_off(8);
        assert!(bodies.iter().all(|body| id(&body["id"]) == appointments[1]));
        assert_eq!(receiver.events().split_off(8), ["booking_created", "booking_cancelled"], "in order");

        // Only what the webhook is told of, and only what was given up.
        app.key.patch(&format!("/webhooks/{webhook}"), json!({ "eventTypes": ["booking_cancelled"] })).await.ok();
        assert_eq!(replay(&app, webhook, range).await["queued"], 1);
        let failed = json!({ "from": "2027-03-01T07:00:00Z", "only": "failed" });
        assert_eq!(replay(&app, webhook, failed).await["queued"], 0);
        drain(&app).await;

        let path = format!("/webhooks/{webhook}/replay");
        app.key.post(&path, json!({})).await.invalid("from", "required");
        app.key.post(&path, json!({ "eventIds": [] })).await.invalid("eventIds", "too-short");
        app.key.post(&path, json!({ "eventIds": ["x"] })).await.invalid("eventIds[0]", "invalid-id");
        app.key.post(&path, json!({ "eventIds": vec![ids[0].clone(); 1001] })).await.invalid("eventIds", "too-many");
        let backwards = json!({ "from": "2027-03-01T07:02:00Z", "to": "2027-03-01T07:01:00Z" });
        app.key.post(&path, backwards).await.invalid("to", "invalid-range");
        for only in ["all", "failed"] {
            let body = json!({ "from": "2027-03-01T07:00:00Z", "only": only, "after": "x" });
            app.key.post(&path, body).await.invalid("after", "invalid-value");
        }
        // Nothing is half done: one event is unknown, so the other is not sent either.
        app.key.post(&path, json!({ "eventIds": [ids[0], Uuid::now_v7()] })).await.refused(404, "not-found");
        assert_eq!(drain(&app).await, 0);
    }

    async fn events_are_listed_from_a_cursor_whether_anybody_listens_or_not(app) {
        let first = id(&book(&app, &start(0)).await["id"]);
        assert_eq!(app.key.get("/v4/events").await.ok(), json!({ "events": [], "next": null, "more": false }), "not yet");
        later(&app, 3);
        app.key.delete(&format!("/v4/appointment/{first}")).await.ok();
        let user = app.user("Grace", "Hopper").await;
        later(&app, 3);
        let all = app.key.get("/v4/events").await.ok();
        let events = all["events"].as_array().unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["booking_created", "booking_cancelled", "new_employee"]);
        assert_eq!((&all["next"], &all["more"]), (&events[2]["id"], &json!(false)));
        assert_eq!((&events[0]["subjectId"], &events[0]["createdAt"]), (&json!(first), &json!("2027-03-01T07:00:00.000Z")));
        assert_eq!((&events[0]["body"]["event"], &events[2]["body"]["id"]), (&json!("booking_created"), &user["userId"]));

        let page = app.key.get("/v4/events?limit=2").await.ok();
        assert_eq!((&page["events"], &page["more"]), (&json!(events[..2]), &json!(true)));
        let next = page["next"].as_str().unwrap();
        let rest = app.key.get(&format!("/v4/events?limit=2&after={next}")).await.ok();
        assert_eq!((&rest["events"], &rest["more"]), (&json!(events[2..]), &json!(false)));
        let next = rest["next"].as_str().unwrap();
        let none = app.key.get(&format!("/v4/events?after={next}")).await.ok();
        assert_eq!(none, json!({ "events": [], "next": next, "more": false }), "the cursor stays");
        app.key.get("/v4/events?limit=101").await.invalid("limit", "out-of-range");
        app.key.get("/v4/events?after=x").await.refused(400, "validation-failed");
        assert_eq!(app.foreign.key.get("/v4/events").await.ok()["events"], json!([]));
    }
}
