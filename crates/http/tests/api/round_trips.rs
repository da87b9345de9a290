//! What a request costs: how often the database is asked, and on PostgreSQL waited for.

use serde_json::Value;
use slated_app::{
    events::{self, Happened},
    jobs::worker::Worker,
};
use slated_store::{db::Engine, ids::UserId, user::User};

use crate::{
    booking::{change, host, request},
    delivery::{drain, jobs, listen},
    receiver::Receiver,
    support::{Client, TestApp, id},
};

/// Webhooks that wait at once.
const BACKLOG: usize = 192;

/// So many events of so many subjects, for which nobody waits.
async fn tell(app: &TestApp, count: usize) {
    let (inner, user) = (app.app.clone(), app.company.owner.user.clone());
    let telling = app.app.db().write(move |tx| -> slated_app::Result<()> {
        for _ in 0..count {
            let user = User { id: UserId::new(), ..user.clone() };
            events::record(tx, &inner, &Happened::NewEmployee(&user), inner.now())?;
        }
        Ok(())
    });
    telling.await.unwrap();
}

/// The fewest round trips of many bookings: the others met a connection that had statements to prepare.
async fn of_a_booking(app: &TestApp, of: &Value, hour: u32, client: impl Fn(u32) -> Client) -> u64 {
    let mut fewest = u64::MAX;
    for n in 0..24 {
        let before = app.app.db().stats().round_trips;
        let start = format!("2027-03-02T{:02}:{:02}:00Z", hour + n / 12, n % 12 * 5);
        client(n).post("/v4/booking", request(of, &start)).await.created();
        fewest = fewest.min(app.app.db().stats().round_trips - before);
    }
    fewest
}

on_both_engines! {
    async fn a_booking_takes_two_and_a_look_at_what_is_free_one(app) {
        let on_postgres = |count| if app.app.db().engine() == Engine::Postgres { count } else { 0 };
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        let webhook = serde_json::json!({ "endpoint": "https://example.com/a", "eventTypes": ["booking_created"] });
        app.key.post("/webhooks", webhook).await.created();
        change(&app, &host, serde_json::json!({ "duration": 5, "timeslotInterval": 5 })).await;

        // BEGIN, the lock and what is taken; what is written, with COMMIT.
        assert_eq!(of_a_booking(&app, of, 9, |_| app.key.clone()).await, on_postgres(2));
        // The key comes before the lock.
        let keyed = |n: u32| app.key.with_idempotency_key(&format!("key-{n}"));
        assert_eq!(of_a_booking(&app, of, 12, keyed).await, on_postgres(3));

        let path = format!("/v4/booking-availability?meetingTypeId={}&start=2027-03-01&end=2027-03-07", id(of));
        let mut fewest = u64::MAX;
        for _ in 0..24 {
            let before = app.app.db().stats().round_trips;
            app.key.get(&path).await.ok();
            fewest = fewest.min(app.app.db().stats().round_trips - before);
        }
        assert_eq!(fewest, on_postgres(1));

        // Once something was taken: the look that tells so, and what is taken now.
        let mut fewest = u64::MAX;
        for n in 0..24 {
            let start = format!("2027-03-03T{:02}:{:02}:00Z", 9 + n / 12, n % 12 * 5);
            app.key.post("/v4/booking", request(of, &start)).await.created();
            let before = app.app.db().stats().round_trips;
            app.key.get(&path).await.ok();
            fewest = fewest.min(app.app.db().stats().round_trips - before);
        }
        assert_eq!(fewest, on_postgres(2));
    }

    async fn webhooks_out_of_a_backlog_take_less_than_one_each(app) {
        let on_postgres = app.app.db().engine() == Engine::Postgres;
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        let mut each = vec![];
        // The first connections have statements to prepare, and on a busy machine calls come back one by one.
        for backlog in 1..=10 {
            tell(&app, BACKLOG).await;
            let before = app.app.db().stats().round_trips;
            Worker::run(app.app.clone(), receiver.wait_for(backlog * BACKLOG)).await;
            let trips = app.app.db().stats().round_trips - before;
            each.push(trips);
            assert_eq!(jobs(&app).await, (1, 0), "nothing but the housekeeping is left");
            if !on_postgres || trips < BACKLOG as u64 {
                break;
            }
        }
        let fewest = each.iter().min().copied().unwrap();
        assert!(if on_postgres { fewest < BACKLOG as u64 } else { fewest == 0 }, "{each:?} for {BACKLOG} each");
    }

    async fn sqlite_plans_no_statement_again(app) {
        let on_sqlite = app.app.db().engine() == Engine::Sqlite;
        let receiver = Receiver::start().await;
        listen(&app, &receiver).await;
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        change(&app, &host, serde_json::json!({ "duration": 5, "timeslotInterval": 5 })).await;
        let free = format!("/v4/booking-availability?meetingTypeId={}&start=2027-03-01&end=2027-03-07", id(of));
        let first = app.app.db().stats().plans;
        let mut each = vec![];
        // Every connection meets every statement once. With too little room for them, no day would be without plans.
        for n in 0..40 {
            let before = app.app.db().stats().plans;
            let (start, later) = (format!("2027-03-02T{:02}:{:02}:00Z", 9 + n / 12, n % 12 * 5), "2027-03-03T09:00:00Z");
            let booked = app.key.post("/v4/booking", request(of, &start)).await.created();
            let path = format!("/v4/appointment/{}", id(&booked["id"]));
            for asked in [&free, &format!("{free}&troubleshoot=true"), &path, "/v4/appointment/paginated", "/v4/meeting-type", "/v4/availability", "/v4/user"] {
                app.key.get(asked).await;
            }
            app.key.post("/v4/booking", request(of, &start)).await.refused(409, "slot-occupied");
            app.key.post(&format!("{path}/reschedule"), serde_json::json!({ "start": later })).await.created();
            app.key.delete(&path).await.ok();
            drain(&app).await;
            each.push(app.app.db().stats().plans - before);
            if each.last() == Some(&0) {
                break;
            }
        }
        assert_eq!(each.last(), Some(&0), "{each:?}");
        assert_eq!(app.app.db().stats().plans > first, on_sqlite, "{each:?}");
    }

    async fn questions_that_come_together_share_a_look(app) {
        let host = host(&app).await;
        let path = format!(
            "/v4/booking-availability?meetingTypeId={}&start=2027-03-01&end=2027-03-07",
            id(&host["meetingTypeId"])
        );
        let alone = app.key.get(&path).await.ok();
        let before = app.app.db().stats().reads;
        let mut asked = tokio::task::JoinSet::new();
        for _ in 0..32 {
            let (client, path) = (app.key.clone(), path.clone());
            asked.spawn(async move { client.get(&path).await.ok() });
        }
        assert!(asked.join_all().await.iter().all(|answer| *answer == alone));
        let looks = app.app.db().stats().reads - before;
        assert!((1..=4).contains(&looks), "{looks} looks for 32 questions");

        // What was committed before a question is in its answer, also when it shares a look.
        let start = alone["availableSlots"][0]["start"].as_str().unwrap().to_owned();
        app.key.post("/v4/booking", request(&host["meetingTypeId"], &start)).await.created();
        let (one, other) = tokio::join!(app.key.get(&path), app.key.get(&path));
        for answer in [one.ok(), other.ok()] {
            assert_ne!(answer["availableSlots"][0]["start"], start.as_str());
        }
    }
}
