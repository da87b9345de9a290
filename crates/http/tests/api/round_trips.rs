//! What a request costs: how often the database is asked, and on PostgreSQL waited for.

use serde_json::Value;
use slated_store::db::Engine;

use crate::{
    booking::{change, host, request},
    support::{Client, TestApp, id},
};

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
    async fn a_booking_takes_three_and_a_look_at_what_is_free_one(app) {
        let on_postgres = |count| if app.app.db().engine() == Engine::Postgres { count } else { 0 };
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        let webhook = serde_json::json!({ "endpoint": "https://example.com/a", "eventTypes": ["booking_created"] });
        app.key.post("/webhooks", webhook).await.created();
        change(&app, &host, serde_json::json!({ "duration": 5, "timeslotInterval": 5 })).await;

        // The lock, with BEGIN; what is taken; what is written, with COMMIT.
        assert_eq!(of_a_booking(&app, of, 9, |_| app.key.clone()).await, on_postgres(3));
        // The key comes before the lock.
        let keyed = |n: u32| app.key.with_idempotency_key(&format!("key-{n}"));
        assert_eq!(of_a_booking(&app, of, 12, keyed).await, on_postgres(4));

        let path = format!("/v4/booking-availability?meetingTypeId={}&start=2027-03-01&end=2027-03-07", id(of));
        let mut fewest = u64::MAX;
        for _ in 0..24 {
            let before = app.app.db().stats().round_trips;
            app.key.get(&path).await.ok();
            fewest = fewest.min(app.app.db().stats().round_trips - before);
        }
        assert_eq!(fewest, on_postgres(1));
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
