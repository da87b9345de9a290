//! Whatever becomes of an appointment or a booking that waits is told by exactly one event, and what changes nothing by
//! none.

use serde_json::{Value, json};
use slated_store::event::{self, Event};
use uuid::Uuid;

use crate::{
    booking::{change, host, request},
    delivery::{drain, listen},
    receiver::Receiver,
    support::{TestApp, id},
};

const NINE: &str = "2027-03-02T08:00:00Z";

/// The kinds of what was told of a subject, the oldest first.
async fn told(app: &TestApp, subject: Uuid) -> Vec<String> {
    let company = app.company.company.id;
    let events: Vec<Event> =
        app.app.db().read(move |c| event::of_subject(c, company, subject)).await.unwrap();
    events.into_iter().map(|event| event.kind).collect()
}

/// How many events there are at all, of whatever.
async fn all(app: &TestApp) -> i64 {
    let counted =
        app.app.db().read(|c| c.one("SELECT COUNT(*) FROM event", slated_store::args![])).await.unwrap();
    counted.unwrap()
}

/// Which of these calls, made at once, was not too late. All others were.
async fn first_of(app: &TestApp, calls: &[(&str, Value)]) -> usize {
    let mut made = tokio::task::JoinSet::new();
    for (n, (path, body)) in calls.iter().enumerate() {
        let (client, path, body) = (app.key.clone(), (*path).to_owned(), body.clone());
        made.spawn(async move { (n, client.post(&path, body).await) });
    }
    let (first, late): (Vec<_>, Vec<_>) =
        made.join_all().await.into_iter().partition(|(_, answer)| answer.status < 300);
    for (_, answer) in &late {
        answer.refused(409, "already-decided");
    }
    assert_eq!(first.len(), 1);
    first[0].0
}

async fn group(app: &TestApp, host: &Value) -> Value {
    change(app, host, json!({ "spots": 4, "meetingOptions": { "allowAddingGuests": true } })).await;
    let mut booked = Value::Null;
    for name in ["Jane", "John", "Jill"] {
        let mut body = request(&host["meetingTypeId"], NINE);
        body["attendee"] = json!({ "fullname": name, "email": format!("{name}@example.com") });
        booked = app.key.post("/v4/booking", body).await.created();
    }
    booked
}

on_both_engines! {
    async fn every_write_to_an_appointment_is_told_once(app) {
        let host = host(&app).await;
        let made = group(&app, &host).await;
        let (path, secret) = (format!("/v4/appointment/{}", id(&made["id"])), made["secret"].as_str().unwrap());
        let [jane, john, _] = [0, 1, 2].map(|n| made["attendees"][n]["id"].as_str().unwrap());
        let mut expected = vec!["booking_created"; 3];
        let before = all(&app).await;
        assert_eq!(told(&app, id(&made["id"])).await, expected);

        let guest = |email| json!({ "attendeeId": jane, "email": email });
        let writes = [
            ("PATCH", "/notes".to_owned(), json!({ "note": "bring papers" }), "booking_updated"),
            ("PATCH", "/guest".to_owned(), guest("guest@example.com"), "booking_updated"),
            ("POST", "/reschedule".to_owned(), json!({ "start": "2027-03-02T09:00:00Z" }), "booking_rescheduled"),
            ("POST", "/cancel".to_owned(), json!({ "attendeeId": john }), "booking_cancelled"),
            ("POST", "/no-show".to_owned(), json!({}), "booking_no_show"),
            ("POST", "/cancel".to_owned(), json!({ "cancelAll": true }), "booking_cancelled"),
        ];
        for (method, end, body, kind) in writes {
            if kind == "booking_no_show" {
                app.set_now("2027-03-02T09:10:00Z");
            }
            // Where saying it again means the same, it changes nothing.
            for _ in 0..if kind == "booking_rescheduled" { 1 } else { 2 } {
                let method = method.parse().unwrap();
                let answer = app.key.request(method, &format!("{path}{end}"), Some(body.clone())).await;
                assert!(answer.status < 300, "{end}: {}", answer.text);
            }
            expected.push(kind);
            assert_eq!(told(&app, id(&made["id"])).await, expected, "{end}");
        }

        // By the link of an attendee.
        let alone = app.key.post("/v4/booking", request(&host["meetingTypeId"], "2027-03-04T08:00:00Z")).await.created();
        let (own, link) = (id(&alone["attendees"][0]["id"]), format!("/manage/{}", alone["secret"].as_str().unwrap()));
        for _ in 0..2 {
            let stopped = app.guest.post(&format!("{link}/reminders?attendee={own}"), json!({})).await;
            assert_eq!(stopped.status, 200, "{}", stopped.text);
        }
        assert_eq!(told(&app, id(&alone["id"])).await, ["booking_created", "booking_updated"]);

        // What is refused is not told.
        for (end, body) in [("/guest", guest("late@example.com")), ("/guest", json!({ "email": "nonsense" }))] {
            assert!(app.key.patch(&format!("{path}{end}"), body).await.status >= 400);
        }
        for (end, body) in [("/no-show", json!({})), ("/reschedule", json!({ "start": "2027-03-03T09:00:00Z" }))] {
            assert!(app.key.post(&format!("{path}{end}"), body).await.status >= 400);
        }
        assert_eq!(app.guest.post(&format!("/manage/{secret}/reminders"), json!({})).await.status, 404);
        assert_eq!(all(&app).await, before + 6 + 2, "none of anything else");
    }

    async fn what_was_changed_is_told_with_it(app) {
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        let host = host(&app).await;
        let made = group(&app, &host).await;
        let path = format!("/v4/appointment/{}", id(&made["id"]));
        let jane = &made["attendees"][0]["id"];
        app.key.patch(&format!("{path}/notes"), json!({ "note": "bring papers" })).await.ok();
        app.key.patch(&format!("{path}/guest"), json!({ "attendeeId": jane, "email": "guest@example.com" })).await.ok();
        let link = format!("/manage/{}/reminders?attendee={}", made["secret"].as_str().unwrap(), id(jane));
        assert_eq!(app.guest.post(&link, json!({})).await.status, 200);
        drain(&app).await;
        let bodies: Vec<_> = receiver.bodies().into_iter().filter(|body| body["event"] == "booking_updated").collect();
        let [noted, brought, stopped] = &bodies[..] else { panic!("{bodies:?}") };
        for body in [noted, brought, stopped] {
            assert_eq!((&body["id"], &body["data"]["id"], &body["start"]), (&made["id"], &made["id"], &json!("2027-03-02T09:00:00+01:00")));
        }
        for part in [noted, &noted["data"]] {
            assert_eq!((&part["changed"], &part["notes"]), (&json!("notes"), &json!("bring papers")));
            assert!(part.get("changedAttendee").is_none());
        }
        for part in [brought, &brought["data"]] {
            let attendee = &part["changedAttendee"];
            assert_eq!((&part["changed"], &attendee["id"]), (&json!("bringalongEmails"), jane));
            assert_eq!(attendee["bringalongEmails"], json!(["guest@example.com"]));
            assert_eq!(part["attendees"][0], *attendee);
        }
        assert_eq!((&stopped["changed"], &stopped["changedAttendee"]["receiveReminders"]), (&json!("receiveReminders"), &json!(false)));
    }

    async fn every_decision_is_told_once_however_many_decide_at_once(app) {
        let host = host(&app).await;
        let both = json!({ "requireHostConfirmation": "enabled", "doubleOptIn": "enabled" });
        change(&app, &host, json!({ "meetingOptions": both })).await;
        let ask = async |n: u32| {
            let start = format!("2027-03-{:02}T08:00:00Z", 2 + n);
            id(&app.key.post("/v4/booking", request(&host["meetingTypeId"], &start)).await.created()["provisionalBookingId"])
        };
        for n in 0..4 {
            let waiting = ask(n).await;
            let path = format!("/v4/provisional-booking/{waiting}");
            let (confirm, decline) = (format!("{path}/confirm"), format!("{path}/decline"));
            first_of(&app, &[(&confirm, json!({})), (&confirm, json!({})), (&confirm, json!({}))]).await;
            assert_eq!(told(&app, waiting).await, ["booking_pending"; 2]);

            let opted_in = json!({ "type": "doubleOptIn" });
            let first = first_of(&app, &[(&confirm, opted_in.clone()), (&decline, json!({})), (&confirm, opted_in)]).await;
            let ending = if first == 1 { "booking_declined" } else { "booking_confirmed" };
            assert_eq!(told(&app, waiting).await, ["booking_pending", "booking_pending", ending]);
        }
        // Nobody decides: it expires, once, however often it is looked at.
        let waiting = ask(7).await;
        app.set_now("2027-03-02T08:00:00Z");
        drain(&app).await;
        drain(&app).await;
        let decline = format!("/v4/provisional-booking/{waiting}/decline");
        app.key.post(&decline, json!({})).await.refused(409, "already-decided");
        assert_eq!(told(&app, waiting).await, ["booking_pending", "booking_expired"]);
    }
}
