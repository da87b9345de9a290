//! A clock that is set back and forward while bookings go on: what is told, kept and sold does not depend on it.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    delivery::{drain, listen, start},
    receiver::Receiver,
    support::{NOW, TestApp, id},
};

/// Where the clock is set to, in minutes from the beginning: by corrections of an hour at most, and by worse.
const JUMPS: [i64; 9] = [0, -30, -10, 45, 0, 600, 580, -120, 700];

fn set(app: &TestApp, minutes: i64) {
    let now = NOW.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes);
    app.set_now(&now.to_string());
}

fn body(app: &TestApp, n: i64) -> Value {
    let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
    json!({ "meetingTypeId": meeting_type, "start": start(n), "attendee": { "fullname": "Jane", "email": "jane@example.com" } })
}

/// All that is listed after the cursor, which moves on.
async fn read_on(app: &TestApp, cursor: &mut Option<String>) -> Vec<String> {
    let after = cursor.as_ref().map(|id| format!("&after={id}")).unwrap_or_default();
    let listed = app.key.get(&format!("/v4/events?limit=100{after}")).await.ok();
    *cursor = listed["next"].as_str().map(str::to_owned);
    listed["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both_engines! {
    async fn a_clock_that_jumps_loses_no_event_and_keeps_their_order(app) {
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        for (n, minutes) in JUMPS.into_iter().enumerate() {
            let n = 20 + 2 * i64::try_from(n).unwrap();
            set(&app, minutes);
            let booked = app.key.post("/v4/booking", body(&app, n)).await.created();
            let path = format!("/v4/appointment/{}", id(&booked["id"]));
            set(&app, minutes - 20);
            app.key.post(&format!("{path}/reschedule"), json!({ "start": start(n + 1) })).await.created();
            drain(&app).await;
            set(&app, minutes - 40);
            app.key.delete(&path).await.ok();
        }
        // What was written when the clock was ahead is due when it has come there again.
        set(&app, 800);
        drain(&app).await;
        let mut told: HashMap<String, Vec<String>> = HashMap::new();
        for body in receiver.bodies() {
            let event = body["event"].as_str().unwrap().to_owned();
            told.entry(body["id"].as_str().unwrap().to_owned()).or_default().push(event);
        }
        assert_eq!(told.len(), JUMPS.len());
        for (appointment, told) in told {
            assert_eq!(told, ["booking_created", "booking_rescheduled", "booking_cancelled"], "{appointment}");
        }
    }

    async fn whoever_reads_on_misses_nothing_when_the_clock_is_corrected(app) {
        let (mut cursor, mut read) = (None, vec![]);
        for (n, minutes) in [0, 10, 20, 5, 30, -29, 40].into_iter().enumerate() {
            set(&app, minutes);
            app.key.post("/v4/booking", body(&app, 20 + i64::try_from(n).unwrap())).await.created();
            read.extend(read_on(&app, &mut cursor).await);
        }
        set(&app, 60);
        read.extend(read_on(&app, &mut cursor).await);
        assert_eq!(read.len(), 7);
        assert_eq!(read, read_on(&app, &mut None).await);
    }

    async fn a_clock_that_jumps_sells_nothing_twice(app) {
        for (n, minutes) in JUMPS.into_iter().enumerate() {
            set(&app, minutes);
            let key = app.key.with_idempotency_key(&format!("jump-{n}"));
            let one = body(&app, 20 + i64::try_from(n).unwrap());
            let booked = key.post("/v4/booking", one.clone()).await.created();
            for later in JUMPS {
                set(&app, later);
                app.key.post("/v4/booking", one.clone()).await.refused(409, "slot-occupied");
                assert_eq!(key.post("/v4/booking", one.clone()).await.created(), booked);
            }
        }
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], JUMPS.len());
    }

    async fn a_worker_that_died_before_the_clock_was_set_back_is_replaced(app) {
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        app.key.post("/v4/booking", body(&app, 20)).await.created();
        // Taken by a worker that is never heard of again.
        let now = app.app.now();
        let until = now + SignedDuration::from_secs(60);
        let queues = app.app.db().read(|c| slated_store::job::queues(c, uuid::Uuid::nil(), 10)).await.unwrap();
        for (queue, _) in queues {
            app.app.db().write(move |tx| slated_store::job::claim(tx, queue, now, until, 10)).await.unwrap();
        }
        set(&app, -60);
        assert_eq!(drain(&app).await, 0);
        set(&app, 2);
        assert_eq!(drain(&app).await, 1);
        assert_eq!(receiver.events(), ["booking_created"]);
    }
}
