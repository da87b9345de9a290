//! The events beyond the contract's: bookings that wait, and who did not come.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    delivery::{drain, later, listen, start},
    receiver::Receiver,
    support::{TestApp, id},
};

/// Makes the default meeting type wait for its host, and asks for a start.
async fn ask(app: &TestApp, n: i64) -> Uuid {
    let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
    let options = json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } });
    app.key.patch(&format!("/v4/meeting-type/{meeting_type}"), options).await.ok();
    let attendee = json!({ "firstname": "Jane", "lastname": "Client", "email": "jane@example.com", "timezone": "America/New_York" });
    let body = json!({ "meetingTypeId": meeting_type, "start": start(n), "attendee": attendee });
    id(&app.key.post("/v4/booking", body).await.created()["provisionalBookingId"])
}

async fn group(app: &TestApp) -> Value {
    let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
    app.key.patch(&format!("/v4/meeting-type/{meeting_type}"), json!({ "spots": 3 })).await.ok();
    let mut booked = Value::Null;
    for name in ["Jane", "John", "Jill"] {
        let attendee = json!({ "fullname": name, "email": format!("{name}@example.com") });
        let body = json!({ "meetingTypeId": meeting_type, "start": start(0), "attendee": attendee });
        booked = app.key.post("/v4/booking", body).await.created();
    }
    booked
}

on_both_engines! {
    async fn a_booking_that_waits_is_told_and_that_it_was_confirmed(app) {
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        let waiting = ask(&app, 0).await;
        drain(&app).await;
        let owner = &app.company.owner.user;
        let meeting_type = owner.default_meeting_type_id.unwrap().0;
        let body = receiver.bodies().remove(0);
        let told = json!({
            "id": waiting, "provisionalBookingId": waiting, "bookingType": "requireHostConfirmation", "status": "pending",
            "start": "2027-03-02T09:00:00+01:00", "end": "2027-03-02T09:30:00+01:00", "timezone": "Europe/Berlin",
            "meetingInfo": { "name": "30min Meeting", "channel": "phone", "meetingLink": null },
            "attendees": [{ "email": "jane@example.com", "firstname": "Jane", "lastname": "Client", "fullname": "Jane Client",
                "phone": null, "timezone": "America/New_York", "language": null }],
            "hosts": [{ "id": owner.id.0, "email": "ada@example.com", "givenName": "Ada", "familyName": "Lovelace",
                "fullName": "Ada Lovelace", "slug": owner.slug, "picture": null, "userType": owner.user_type }],
            "hostIds": [owner.id.0],
            "meetingType": { "id": meeting_type, "slug": "30min-meeting",
                "meetingInfo": { "name": "30min Meeting", "duration": 30 }, "metadata": {} },
            "meetingTypeId": meeting_type, "companyId": app.company.company.id.0,
            "expiresAt": "2027-03-02T07:00:00.000Z", "decidedAt": null, "createdAt": "2027-03-01T07:00:00.000Z",
        });
        let mut expected = told.clone();
        expected["data"] = told;
        for (name, value) in [("event", "booking_pending"), ("webhookType", "booking_pending"), ("timestamp", "2027-03-01T07:00:00.000Z")] {
            expected[name] = json!(value);
        }
        assert_eq!(body, expected);

        let appointment = app.key.post(&format!("/v4/provisional-booking/{waiting}/confirm"), json!({})).await.created();
        drain(&app).await;
        let mut events = receiver.events().split_off(1);
        events.sort();
        assert_eq!(events, ["booking_confirmed", "booking_created"]);
        let bodies = receiver.bodies();
        let confirmed = bodies.iter().find(|body| body["event"] == "booking_confirmed").unwrap();
        for part in [confirmed, &confirmed["data"]] {
            assert_eq!((&part["id"], &part["provisionalBookingId"]), (&appointment["id"], &json!(waiting)));
            assert_eq!((&part["status"], &part["bookingType"]), (&json!("confirmed"), &json!("requireHostConfirmation")));
        }
    }

    async fn a_booking_that_waits_is_told_to_be_declined_or_expired_once(app) {
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        let (declined, expired) = (ask(&app, 0).await, ask(&app, 60).await);
        let decline = format!("/v4/provisional-booking/{declined}/decline");
        app.key.post(&decline, json!({})).await.created();
        app.key.post(&decline, json!({})).await.refused(409, "already-decided");
        later(&app, 25 * 3600);
        drain(&app).await;
        drain(&app).await;
        let mut told: Vec<_> = receiver.bodies().iter()
            .map(|b| (b["event"].as_str().unwrap().to_owned(), id(&b["data"]["id"]), b["status"].as_str().unwrap().to_owned()))
            .collect();
        told.sort();
        let row = |event: &str, id, status: &str| (event.to_owned(), id, status.to_owned());
        let mut expected = vec![
            row("booking_declined", declined, "declined_by_host"),
            row("booking_expired", expired, "expired"),
            row("booking_pending", declined, "pending"),
            row("booking_pending", expired, "pending"),
        ];
        expected.sort();
        assert_eq!(told, expected);
    }

    async fn who_is_asked_after_the_host_is_told_too(app) {
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        let opt_in = json!({ "meetingOptions": { "doubleOptIn": "enabled" } });
        app.key.patch(&format!("/v4/meeting-type/{meeting_type}"), opt_in).await.ok();
        let waiting = ask(&app, 60).await;
        later(&app, 3600);
        let confirm = format!("/v4/provisional-booking/{waiting}/confirm");
        app.key.post(&confirm, json!({})).await.created();
        let appointment = app.key.post(&confirm, json!({ "type": "doubleOptIn" })).await.created();
        drain(&app).await;
        let told: Vec<_> = receiver.bodies().into_iter().filter(|body| body["event"] != "booking_created").collect();
        let said: Vec<_> = told.iter().map(|b| (b["event"].as_str().unwrap(), b["bookingType"].as_str().unwrap(), b["expiresAt"].as_str())).collect();
        assert_eq!(said, [
            ("booking_pending", "requireHostConfirmation", Some("2027-03-02T07:00:00.000Z")),
            ("booking_pending", "doubleOptIn", Some("2027-03-02T08:00:00.000Z")),
            ("booking_confirmed", "doubleOptIn", None),
        ]);
        assert_eq!((&told[2]["id"], &told[2]["provisionalBookingId"]), (&appointment["id"], &json!(waiting)));
    }

    async fn who_did_not_come_is_told_once_each(app) {
        let receiver = Receiver::start().await;
        let booked = group(&app).await;
        listen(&app, &receiver).await;
        let path = format!("/v4/appointment/{}/no-show", id(&booked["id"]));
        app.key.post(&path, json!({})).await.refused(409, "not-begun");
        app.set_now("2027-03-02T08:10:00Z");
        let (first, second) = (&booked["attendees"][0]["id"], &booked["attendees"][1]["id"]);
        app.key.post(&path, json!({ "attendeeId": Uuid::now_v7() })).await.refused(404, "not-found");
        app.key.post(&path, json!({ "attendeeId": "x" })).await.invalid("attendeeId", "invalid-id");
        let cancel = format!("/v4/appointment/{}/cancel", id(&booked["id"]));
        app.key.post(&cancel, json!({ "attendeeId": second })).await.created();
        for _ in 0..2 {
            let answer = app.key.post(&path, json!({ "attendeeId": first })).await.ok();
            let missed: Vec<_> = answer["attendees"].as_array().unwrap().iter().map(|t| t["noShow"] == true).collect();
            assert_eq!(missed, [true, false, false]);
        }
        // Whoever left before did not fail to come.
        let answer = app.key.post(&path, json!({})).await.ok();
        let missed: Vec<_> = answer["attendees"].as_array().unwrap().iter().map(|t| t["noShow"] == true).collect();
        assert_eq!(missed, [true, false, true]);
        app.key.post(&path, json!({})).await.ok();
        drain(&app).await;
        assert_eq!(receiver.events(), ["booking_cancelled", "booking_no_show", "booking_no_show"]);
        for (body, missing) in receiver.bodies()[1..].iter().zip([first, &booked["attendees"][2]["id"]]) {
            for part in [body, &body["data"]] {
                let ids: Vec<_> = part["noShowAttendees"].as_array().unwrap().iter().map(|t| &t["id"]).collect();
                assert_eq!((&part["id"], ids), (&booked["id"], vec![missing]));
            }
        }
        let kept = app.key.get(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        assert_eq!(kept["attendees"][0]["noShow"], true);
    }

    async fn nobody_misses_what_is_cancelled(app) {
        let booked = group(&app).await;
        let path = format!("/v4/appointment/{}", id(&booked["id"]));
        app.key.delete(&path).await.ok();
        app.set_now("2027-03-02T08:10:00Z");
        app.key.post(&format!("{path}/no-show"), json!({})).await.refused(409, "appointment-cancelled");
        let employee = app.user("Grace", "Hopper").await;
        let other = app.token(id(&employee["userId"]), &[]).await;
        other.post(&format!("{path}/no-show"), json!({})).await.refused(403, "not-yours");
    }
}
