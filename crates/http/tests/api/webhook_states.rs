//! Webhooks that fail, are paused, say that they are gone, are tried out, and change their secret.

use jiff::SignedDuration;
use serde_json::{Value, json};
use slated_app::access::Scope;
use slated_integrations::{SigningSecret, VerifyError};
use uuid::Uuid;

use crate::{
    delivery::{book, drain, jobs, later, listen, start},
    receiver::{Answer, Receiver, status},
    support::{TestApp, id},
};

pub async fn post(app: &TestApp, webhook: Uuid, what: &str) -> Value {
    app.key.post(&format!("/webhooks/{webhook}/{what}"), json!({})).await.ok()
}

async fn test(app: &TestApp, webhook: Uuid) -> Uuid {
    id(&app.key.post(&format!("/webhooks/{webhook}/test"), json!({})).await.is(202)["eventId"])
}

async fn shown(app: &TestApp, webhook: Uuid) -> Value {
    app.key.get(&format!("/webhooks/{webhook}")).await.ok()
}

/// Past the longest wait between two attempts, ten times.
pub async fn for_three_days(app: &TestApp) {
    for seconds in [5, 60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 24 * 3600, 30 * 3600] {
        later(app, seconds * 11 / 10 + 1);
        drain(app).await;
    }
}

on_both_engines! {
    async fn what_happens_while_a_webhook_is_paused_is_told_in_order_when_it_is_resumed(app) {
        let receiver = Receiver::start().await;
        let (webhook, _) = listen(&app, &receiver).await;
        let paused = post(&app, webhook, "pause").await;
        assert_eq!((&paused["state"], &paused["stateReason"]), (&json!("paused"), &json!("paused by hand")));
        assert_eq!(paused["stateSince"], "2027-03-01T07:00:00.000Z");
        assert_eq!(post(&app, webhook, "pause").await, paused, "pausing twice changes nothing");
        let appointment = id(&book(&app, &start(0)).await["id"]);
        app.key.post(&format!("/v4/appointment/{appointment}/reschedule"), json!({ "start": start(20) })).await.created();
        app.key.delete(&format!("/v4/appointment/{appointment}")).await.ok();
        later(&app, 5 * 24 * 3600);
        assert_eq!((drain(&app).await, receiver.got().len()), (0, 0));
        assert_eq!(shown(&app, webhook).await["waiting"], 3);
        let resumed = post(&app, webhook, "resume").await;
        assert_eq!((&resumed["state"], &resumed["stateReason"]), (&json!("active"), &Value::Null));
        drain(&app).await;
        assert_eq!(receiver.events(), ["booking_created", "booking_rescheduled", "booking_cancelled"]);
        assert_eq!(receiver.bodies()[0]["start"], "2027-03-02T09:00:00+01:00", "as it was when it happened");
        assert_eq!(shown(&app, webhook).await["waiting"], 0);
    }

    async fn an_endpoint_that_fails_for_days_is_paused_and_loses_nothing(app) {
        let (receiver, other) = (Receiver::start().await, Receiver::start().await);
        receiver.refuse(|body| body["event"] != "webhook_test");
        let (webhook, _) = listen(&app, &receiver).await;
        let body = json!({ "endpoint": other.url, "eventTypes": ["webhook_paused"] });
        app.key.post("/webhooks", body).await.created();
        let appointment = id(&book(&app, &start(60)).await["id"]);
        drain(&app).await;
        let failing = shown(&app, webhook).await;
        assert_eq!((&failing["state"], &failing["failingSince"]), (&json!("active"), &json!("2027-03-01T07:00:00.000Z")));
        app.key.delete(&format!("/v4/appointment/{appointment}")).await.ok();
        for_three_days(&app).await;
        let paused = shown(&app, webhook).await;
        assert_eq!((&paused["state"], &paused["waiting"], &paused["givenUp"]), (&json!("paused"), &json!(2), &json!(0)));
        let reason = paused["stateReason"].as_str().unwrap();
        assert_eq!(reason, "nothing was delivered for 60 hours: the endpoint answered 500");
        drain(&app).await;
        let told = other.bodies().remove(0);
        for part in [&told, &told["data"]] {
            assert_eq!((&part["id"], &part["state"], &part["secret"]), (&json!(webhook), &json!("paused"), &Value::Null));
        }
        let calls = receiver.got().len();
        assert_eq!(calls, 10);
        later(&app, 10 * 24 * 3600);
        drain(&app).await;
        assert_eq!(receiver.got().len(), calls, "it is left alone");

        // A test that fails changes nothing; one that passes resumes it.
        receiver.refuse(|_| true);
        test(&app, webhook).await;
        drain(&app).await;
        assert_eq!(shown(&app, webhook).await["state"], "paused");
        receiver.refuse(|_| false);
        test(&app, webhook).await;
        drain(&app).await;
        let events = receiver.events().split_off(calls);
        assert_eq!(events, ["webhook_test", "webhook_test", "booking_created", "booking_cancelled"]);
        let resumed = shown(&app, webhook).await;
        assert_eq!((&resumed["state"], &resumed["failingSince"], &resumed["waiting"]), (&json!("active"), &Value::Null, &json!(0)));
        assert_eq!(jobs(&app).await, (0, 0));
    }

    async fn an_endpoint_that_says_it_is_gone_is_disabled_until_it_is_resumed(app) {
        let receiver = Receiver::start().await;
        receiver.answer([status(410)]);
        let (webhook, _) = listen(&app, &receiver).await;
        book(&app, &start(0)).await;
        book(&app, &start(1)).await;
        drain(&app).await;
        let disabled = shown(&app, webhook).await;
        assert_eq!((&disabled["state"], &disabled["stateReason"]), (&json!("disabled"), &json!("the endpoint answered 410: it is gone")));
        assert_eq!((receiver.got().len(), &disabled["givenUp"]), (1, &json!(2)), "the second was not even tried");
        book(&app, &start(2)).await;
        assert_eq!((drain(&app).await, shown(&app, webhook).await["waiting"].clone()), (0, json!(0)));
        let replay = format!("/webhooks/{webhook}/replay");
        let failed = json!({ "from": "2027-03-01T00:00:00Z", "to": "2027-03-02T00:00:00Z", "only": "failed" });
        app.key.post(&replay, failed.clone()).await.refused(409, "webhook-disabled");

        post(&app, webhook, "resume").await;
        drain(&app).await;
        assert_eq!(receiver.got().len(), 1);
        assert_eq!(app.key.post(&replay, failed).await.is(202), json!({ "queued": 2, "next": null }));
        drain(&app).await;
        let starts: Vec<_> = receiver.bodies()[1..].iter().map(|body| body["start"].clone()).collect();
        assert_eq!(starts, ["2027-03-02T09:00:00+01:00", "2027-03-02T09:30:00+01:00"]);
        assert_eq!(jobs(&app).await, (0, 0));
    }

    async fn a_test_is_sent_once_to_its_endpoint_alone(app) {
        let (receiver, other) = (Receiver::start().await, Receiver::start().await);
        receiver.answer([Answer { body: "not yet", ..status(503) }]);
        let (webhook, secret) = listen(&app, &receiver).await;
        listen(&app, &other).await;
        let event = test(&app, webhook).await;
        assert_eq!((drain(&app).await, jobs(&app).await), (1, (0, 0)), "it is not tried again");
        let got = &receiver.got()[0];
        assert_eq!((got.header("webhook-id"), got.verified(&secret, app.app.now())), (event.to_string().as_str(), Ok(())));
        let body = got.json();
        assert_eq!((&body["event"], &body["webhookType"]), (&json!("webhook_test"), &json!("webhook_test")));
        assert_eq!((&body["data"]["id"], body.to_string().contains(&secret)), (&json!(webhook), false));
        let log = app.key.get(&format!("/webhooks/{webhook}/deliveries?eventId={event}")).await.ok();
        assert_eq!(log["deliveries"][0]["responseStatus"], 503);
        assert_eq!(shown(&app, webhook).await["failingSince"], Value::Null, "a test says nothing about what happens");
        app.set_now("2027-03-01T08:00:00Z");
        assert_eq!(app.key.get("/v4/events").await.ok()["events"], json!([]));
        assert_eq!(other.got().len(), 0);
    }

    async fn while_a_secret_is_changed_both_are_signed_with(app) {
        let receiver = Receiver::start().await;
        let (webhook, old) = listen(&app, &receiver).await;
        let rotate = format!("/webhooks/{webhook}/rotate-secret");
        let changed = app.key.post(&rotate, json!({})).await.ok();
        let new = changed["secret"].as_str().unwrap().to_owned();
        assert!(new != old && SigningSecret::parse(&new).is_ok());
        assert_eq!(changed["previousSecretUntil"], "2027-03-02T07:00:00.000Z");
        book(&app, &start(0)).await;
        drain(&app).await;
        let got = receiver.got().pop().unwrap();
        assert_eq!(got.header("webhook-signature").split(' ').count(), 2);
        for secret in [&old, &new] {
            assert_eq!(got.verified(secret, app.app.now()), Ok(()));
        }
        app.set_now("2027-03-02T07:00:00Z");
        book(&app, &start(20)).await;
        drain(&app).await;
        let got = receiver.got().pop().unwrap();
        assert_eq!((got.verified(&old, app.app.now()), got.verified(&new, app.app.now())), (Err(VerifyError::NoMatch), Ok(())));

        // A secret of one's own, without any overlap.
        let given = SigningSecret::from_key([9; 24]).unwrap().reveal();
        let body = json!({ "secret": given, "overlapHours": 0 });
        let changed = app.key.post(&rotate, body.clone()).await.ok();
        assert_eq!((&changed["secret"], &changed["previousSecretUntil"]), (&json!(given), &Value::Null));
        app.key.post(&rotate, body).await.invalid("secret", "invalid-value");
        book(&app, &start(21)).await;
        drain(&app).await;
        let got = receiver.got().pop().unwrap();
        assert_eq!((got.verified(&new, app.app.now()), got.verified(&given, app.app.now())), (Err(VerifyError::NoMatch), Ok(())));
        for bad in ["x", "whsec_", "whsec_AAAA", "whsec_!!", &SigningSecret::from([1; 32]).reveal()[6..]] {
            app.key.post(&rotate, json!({ "secret": bad })).await.invalid("secret", "invalid-value");
        }
        app.key.post(&rotate, json!({ "overlapHours": 169 })).await.invalid("overlapHours", "out-of-range");
    }

    async fn of_two_changes_in_a_row_the_oldest_secret_is_forgotten(app) {
        let receiver = Receiver::start().await;
        let (webhook, first) = listen(&app, &receiver).await;
        let rotate = format!("/webhooks/{webhook}/rotate-secret");
        let second = app.key.post(&rotate, json!({ "overlapHours": 168 })).await.ok()["secret"].as_str().unwrap().to_owned();
        let third = app.key.post(&rotate, json!({ "overlapHours": 1 })).await.ok()["secret"].as_str().unwrap().to_owned();
        book(&app, &start(0)).await;
        drain(&app).await;
        let got = receiver.got().pop().unwrap();
        let verified = [&first, &second, &third].map(|secret| got.verified(secret, app.app.now()).is_ok());
        assert_eq!(verified, [false, true, true]);
    }

    async fn a_webhook_may_come_with_a_secret_of_its_own(app) {
        let receiver = Receiver::start().await;
        let given = SigningSecret::from_key([9; 64]).unwrap().reveal();
        let body = |secret: &str| json!({ "endpoint": receiver.url, "eventTypes": ["booking_created"], "secret": secret });
        assert_eq!(app.key.post("/webhooks", body(&given)).await.created()["secret"], given);
        app.key.post("/webhooks", body("whsec_short")).await.invalid("secret", "invalid-value");
        book(&app, &start(0)).await;
        drain(&app).await;
        assert_eq!(receiver.got()[0].verified(&given, app.app.now()), Ok(()));
    }

    async fn a_paused_webhook_that_is_removed_leaves_nothing_behind(app) {
        let receiver = Receiver::start().await;
        let (webhook, _) = listen(&app, &receiver).await;
        post(&app, webhook, "pause").await;
        book(&app, &start(0)).await;
        app.key.delete(&format!("/webhooks/{webhook}")).await.no_content();
        drain(&app).await;
        assert_eq!((receiver.got().len(), jobs(&app).await), (0, (0, 0)));
        app.key.get(&format!("/webhooks/{webhook}")).await.refused(404, "not-found");
    }

    async fn what_is_held_for_longer_than_thirty_days_is_forgotten(app) {
        let receiver = Receiver::start().await;
        let (webhook, _) = listen(&app, &receiver).await;
        post(&app, webhook, "pause").await;
        book(&app, &start(0)).await;
        app.app.clock().set(app.app.now() + SignedDuration::from_hours(31 * 24));
        slated_app::jobs::worker::Worker::run(app.app.clone(), async {}).await;
        drain(&app).await;
        assert_eq!(shown(&app, webhook).await["waiting"], 0);
    }

    async fn states_and_secrets_are_for_administrators_with_the_account_scope(app) {
        let receiver = Receiver::start().await;
        let (webhook, _) = listen(&app, &receiver).await;
        let employee = id(&app.user("Grace", "Hopper").await["userId"]);
        for (client, status, code) in [
            (app.guest.clone(), 401, "missing-authorization"),
            (app.token(employee, &[]).await, 403, "admin-required"),
            (app.token(app.owner_id(), &[Scope::Scheduling]).await, 403, "missing-scope"),
            (app.foreign.key.clone(), 404, "not-found"),
        ] {
            for what in ["pause", "resume", "test", "rotate-secret"] {
                client.post(&format!("/webhooks/{webhook}/{what}"), json!({})).await.refused(status, code);
            }
            let from = json!({ "from": "2027-03-01T00:00:00Z" });
            client.post(&format!("/webhooks/{webhook}/replay"), from).await.refused(status, code);
            client.get(&format!("/webhooks/{webhook}")).await.refused(status, code);
            client.get(&format!("/webhooks/{webhook}/deliveries")).await.refused(status, code);
            if status != 404 {
                client.get("/v4/events").await.refused(status, code);
            }
        }
        let admin = app.token(app.owner_id(), &[Scope::Account]).await;
        admin.post(&format!("/webhooks/{webhook}/pause"), json!({})).await.ok();
        admin.get("/v4/events").await.ok();
    }
}
