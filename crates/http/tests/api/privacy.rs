//! Exporting and forgetting an invitee, and rules that forget by age: afterwards the whole database is searched.

use serde_json::{Value, json};
use slated_app::access::Scope;
use slated_store::testing::texts;

mod spool;

use crate::{
    receiver::Receiver,
    support::{TestApp, id},
};

const EMAIL: &str = "Jane.Roe@Invitee.example";
const PHONE: &str = "+49 (170) 555-0142";
/// Everything that is said of her below.
const HERS: [&str; 9] = [
    "jane.roe@invitee.example",
    "Zelmira",
    "Roeberg",
    "555-0142",
    "purple giraffe",
    "plus.one@invitee.example",
    "a broken ankle",
    "she prefers the balcony",
    "Gartenweg 99",
];

fn attendee() -> Value {
    json!({
        "email": EMAIL, "firstname": "Zelmira", "lastname": "Roeberg", "fullname": "Zelmira Roeberg", "phone": PHONE,
        "notes": { "What about?": "a purple giraffe" }, "bringalongEmails": ["plus.one@invitee.example"],
        "timezone": "Europe/Lisbon",
    })
}

fn booking(meeting_type: &Value, start: &str) -> Value {
    json!({
        "meetingTypeId": meeting_type, "start": start, "attendee": attendee(), "channel": "local-attendee",
        "location": "Gartenweg 99",
    })
}

/// Where any of these words stands, anywhere in the database.
async fn found(app: &TestApp, words: &[&str]) -> Vec<String> {
    let all = app.app.db().read(texts).await.unwrap();
    let stands = |text: &str| {
        let text = text.to_lowercase();
        words.iter().copied().filter(|word| text.contains(&word.to_lowercase())).collect::<Vec<_>>()
    };
    let mut places: Vec<_> = all
        .iter()
        .flat_map(|f| stands(&f.text).into_iter().map(|word| format!("{}.{}: {word}", f.table, f.column)))
        .collect();
    places.sort();
    places.dedup();
    places
}

/// A meeting type where the invitee says the place, of a host of its own.
async fn meeting_type(app: &TestApp, name: &str, more: Value) -> Value {
    let host = app.user("Host", name).await;
    let mut body = json!({ "name": "At home", "duration": 30, "channel": "local-attendee" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.key.as_user(id(&host["userId"])).post("/v4/meeting-type", body).await.created()["id"].clone()
}

/// All that an invitee can leave behind: a booking with everything in it, noted, moved and cancelled, told to an
/// endpoint that failed; one that stands; one that waits; a seat in a group; and a seat beside somebody else's.
async fn leave_traces(app: &TestApp) -> (Value, Value, Value) {
    let receiver = Receiver::start().await;
    app.key
        .post(
            "/webhooks",
            json!({ "endpoint": receiver.url, "eventTypes": ["booking_created", "booking_cancelled"] }),
        )
        .await
        .created();
    let own = meeting_type(app, "One", json!({})).await;
    let first = app
        .key
        .with_idempotency_key("k1")
        .post("/v4/booking", booking(&own, "2027-03-02T10:00:00Z"))
        .await
        .created();
    let path = format!("/v4/appointment/{}", id(&first["id"]));
    app.key.patch(&format!("{path}/notes"), json!({ "note": "she prefers the balcony" })).await.ok();
    app.key.post(&format!("{path}/reschedule"), json!({ "start": "2027-03-02T11:00:00Z" })).await.created();
    app.key.post(&format!("{path}/cancel"), json!({ "reason": "a broken ankle" })).await.created();
    let standing = app.key.post("/v4/booking", booking(&own, "2027-03-03T10:00:00Z")).await.created();

    let asks =
        meeting_type(app, "Two", json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
    app.key
        .with_idempotency_key("k2")
        .post("/v4/booking", booking(&asks, "2027-03-04T10:00:00Z"))
        .await
        .created();

    let group = meeting_type(app, "Three", json!({ "spots": 5 })).await;
    let hers = app.key.post("/v4/booking", booking(&group, "2027-03-05T10:00:00Z")).await.created();
    let mut other = booking(&group, "2027-03-05T10:00:00Z");
    other["attendee"] = json!({ "email": "Other@elsewhere.example", "fullname": "Otto Other",
        "bringalongEmails": [EMAIL.to_uppercase(), "friend@elsewhere.example"],
        "notes": { "Who sent you?": format!("It was {EMAIL}, at {PHONE}") } });
    app.key.post("/v4/booking", other).await.created();
    app.app.drain_jobs().await.unwrap();
    (first["id"].clone(), standing["id"].clone(), hers["id"].clone())
}

on_both_engines! {
    async fn nothing_of_an_erased_invitee_stands_anywhere(app) {
        let (first, standing, group) = leave_traces(&app).await;
        let before = found(&app, &HERS).await;
        for place in ["attendee.details: Zelmira", "event.body: Zelmira", "idempotency.answer: Zelmira",
            "provisional_booking.request: purple giraffe", "appointment.details: she prefers the balcony",
            "appointment.details: a broken ankle", "appointment.details: Gartenweg 99"] {
            assert!(before.iter().any(|found| found == place), "{place} was there to be erased: {before:?}");
        }
        let erased = app.key.post("/v4/privacy/erase", json!({ "email": EMAIL.to_uppercase() })).await.ok();
        assert_eq!(erased["attendances"], 3);
        assert_eq!(erased["provisionalBookings"], 1);
        assert_eq!(erased["cancelledAppointments"], 0);
        // In the other's answer her number stands in their words; by her address alone nobody can know whose it is.
        let left = found(&app, &HERS).await;
        assert_eq!(left, ["attendee.details: 555-0142"], "{left:?}");
        app.key.post("/v4/privacy/erase", json!({ "phone": PHONE })).await.ok();
        assert_eq!(found(&app, &HERS).await, Vec::<String>::new());

        // The host's record stands, with its times.
        let cancelled = app.key.get(&format!("/v4/appointment/{}", id(&first))).await.ok();
        assert_eq!((&cancelled["isCancelled"], &cancelled["start"]), (&json!(true), &json!("2027-03-02T11:00:00.000Z")));
        let kept = app.key.get(&format!("/v4/appointment/{}", id(&standing))).await.ok();
        assert_eq!((&kept["isCancelled"], &kept["attendees"][0]["fullname"]), (&json!(false), &json!("[erased]")));
        assert_eq!(kept["attendees"][0]["email"], Value::Null);
        let shared = app.key.get(&format!("/v4/appointment/{}", id(&group))).await.ok();
        assert_eq!(shared["attendees"][1]["email"], "Other@elsewhere.example");
        assert_eq!(found(&app, &["friend@elsewhere.example"]).await, ["attendee.details: friend@elsewhere.example"]);

        // A retry learns that there is no answer any more, and books nothing.
        let again = app.key.with_idempotency_key("k1")
            .post("/v4/booking", booking(&kept["meetingTypeId"], "2027-03-02T10:00:00Z")).await;
        again.refused(410, "answer-erased");
        // What is left of the jobs can be done.
        app.app.drain_jobs().await.unwrap();
        assert_eq!(app.key.post("/v4/privacy/erase", json!({ "email": EMAIL })).await.ok()["attendances"], 0);
    }

    async fn what_is_to_come_is_cancelled_when_asked(app) {
        let (_, standing, group) = leave_traces(&app).await;
        let erase = json!({ "email": EMAIL, "cancelFutureAppointments": true });
        assert_eq!(app.key.post("/v4/privacy/erase", erase).await.ok()["cancelledAppointments"], 2);
        assert_eq!(app.key.get(&format!("/v4/appointment/{}", id(&standing))).await.ok()["isCancelled"], true);
        let shared = app.key.get(&format!("/v4/appointment/{}", id(&group))).await.ok();
        assert_eq!(shared["isCancelled"], false, "the other still comes");
        app.app.drain_jobs().await.unwrap();
        assert_eq!(found(&app, &HERS).await, ["attendee.details: 555-0142"]);
    }

    async fn an_export_holds_everything_and_nothing_of_others(app) {
        leave_traces(&app).await;
        let export = app.key.post("/v4/privacy/export", json!({ "email": EMAIL })).await.ok();
        assert_eq!(export["appointments"].as_array().unwrap().len(), 3);
        assert_eq!(export["provisionalBookings"].as_array().unwrap().len(), 1);
        assert_eq!(export["broughtBy"].as_array().unwrap().len(), 1);
        assert!(export["events"].as_array().unwrap().len() >= 5);
        let text = export.to_string().to_lowercase();
        for word in HERS {
            assert!(text.contains(&word.to_lowercase()), "{word} is not in the export");
        }
        assert!(!text.contains("elsewhere.example") && !text.contains("otto"), "{text}");
        let by_phone = app.key.post("/v4/privacy/export", json!({ "phone": "0049 170 5550142" })).await.ok();
        assert_eq!(by_phone["appointments"], export["appointments"]);
        let foreign = app.foreign.key.post("/v4/privacy/export", json!({ "email": EMAIL })).await.ok();
        assert_eq!(foreign["appointments"], json!([]));
        app.foreign.key.post("/v4/privacy/erase", json!({ "email": EMAIL })).await.ok();
        assert_eq!(app.key.post("/v4/privacy/export", json!({ "email": EMAIL })).await.ok()["events"], export["events"]);
    }

    async fn only_platform_keys_may(app) {
        let token = app.token(app.owner_id(), &[]).await;
        let limited = app.token(app.owner_id(), &[Scope::Account]).await;
        for client in [&token, &limited] {
            client.post("/v4/privacy/export", json!({ "email": EMAIL })).await.refused(403, "platform-key-required");
            client.post("/v4/privacy/erase", json!({ "email": EMAIL })).await.refused(403, "platform-key-required");
            client.get("/v4/privacy/retention").await.refused(403, "platform-key-required");
            client.patch("/v4/privacy/retention", json!({})).await.refused(403, "platform-key-required");
        }
        for verb in ["export", "erase"] {
            let path = format!("/v4/privacy/{verb}");
            app.key.post(&path, json!({})).await.invalid("email", "required");
            app.key.post(&path, json!({ "email": EMAIL, "phone": PHONE })).await.invalid("phone", "invalid-value");
            app.key.post(&path, json!({ "email": "jane" })).await.invalid("email", "invalid-email");
            app.key.post(&path, json!({ "phone": "call me" })).await.invalid("phone", "invalid-value");
        }
    }

    async fn rules_forget_by_age(app) {
        let (first, ..) = leave_traces(&app).await;
        let none = json!({ "appointmentDays": null, "provisionalBookingDays": null, "eventDays": null, "deliveryDays": null });
        assert_eq!(app.key.get("/v4/privacy/retention").await.ok(), none);
        app.key.patch("/v4/privacy/retention", json!({ "appointmentDays": 0 })).await.invalid("appointmentDays", "out-of-range");
        let rules = json!({ "appointmentDays": 10, "provisionalBookingDays": 5, "eventDays": 7, "deliveryDays": 1 });
        assert_eq!(app.key.patch("/v4/privacy/retention", rules.clone()).await.ok(), rules);
        assert_eq!(app.foreign.key.get("/v4/privacy/retention").await.ok(), none);

        // The booking that waited expires in its time, which is told then.
        app.set_now("2027-03-03T07:00:00Z");
        app.app.drain_jobs().await.unwrap();
        // Her visit is nine days ago: its people are known, while its deliveries and the request are forgotten.
        forget_at(&app, "2027-03-12T09:00:00Z").await;
        let left = found(&app, &HERS).await;
        assert!(left.iter().all(|place| place.starts_with("attendee.") || place.starts_with("appointment.")), "{left:?}");
        assert!(left.iter().any(|place| place == "attendee.details: Zelmira"), "{left:?}");
        // The last is ten days ago.
        forget_at(&app, "2027-03-15T12:00:00Z").await;
        let words: Vec<_> = HERS.into_iter().chain(["otto", "elsewhere.example"]).collect();
        assert_eq!(found(&app, &words).await, Vec::<String>::new());
        let record = app.key.get(&format!("/v4/appointment/{}", id(&first))).await.ok();
        assert_eq!(record["start"], "2027-03-02T11:00:00.000Z");

        // Null switches a rule off, and what is left out stays.
        let off = app.key.patch("/v4/privacy/retention", json!({ "appointmentDays": null })).await.ok();
        assert_eq!((&off["appointmentDays"], &off["eventDays"]), (&Value::Null, &json!(7)));
    }
}

/// Moves the clock, and has housekeeping done.
async fn forget_at(app: &TestApp, now: &str) {
    app.set_now(now);
    app.app.keep_house().await.unwrap();
    app.app.drain_jobs().await.unwrap();
}
