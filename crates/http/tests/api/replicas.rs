//! Read replicas: what they may tell, and that nobody is told less than this node knows. A copy that stands still plays
//! the standby: it is what one shows whose replay is paused. `cargo xtask chaos --only replica` has a real one.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use slated_store::{db::Engine, migrate, testing};

use crate::{
    booking::{host, request},
    nodes::offered,
    support::{Client, TestApp, id},
};

/// A Tuesday, 10:00 in Berlin.
const TEN: &str = "2027-03-02T09:00:00Z";
/// So long that a copy that stands still is current for the whole test.
const LONG: Duration = Duration::from_mins(1);

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(15);
    while !holds().await {
        assert!(Instant::now() < deadline, "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn offers_ten(node: &Client, meeting_type: &Value) -> bool {
    offered(node, meeting_type).await.contains(&"09:00".to_owned())
}

/// The node has left its number where the copy will have it.
async fn beaten(app: &TestApp) {
    let beats = async || {
        let count = |c: &mut slated_store::db::Conn| {
            c.one::<i64>("SELECT COUNT(*) FROM heartbeat", slated_store::args![])
        };
        app.app.db().read(count).await.unwrap() == Some(1)
    };
    until("the node raises its number", beats).await;
}

#[test]
fn a_replica_tells_free_starts_within_the_bound_but_never_less_than_its_node_knows() {
    testing::run(Engine::Postgres, migrate::ALL, |database| async move {
        let app = TestApp::new(database).await;
        let (first, second) = (host(&app).await, app.user("Grace", "Hopper").await);
        let third = app.user("Ada", "King").await;
        let (first, second, third) =
            (&first["meetingTypeId"], &second["meetingTypeId"], &third["meetingTypeId"]);
        let (node, replica) = app.node_with_replica(app.kept_in().copy(), LONG);
        beaten(&app).await;
        assert_eq!(offered(&node, first).await.len(), 16, "no replica is there, so the primary tells");

        app.kept_in().freeze_copy();
        app.key.post("/v4/booking", request(first, TEN)).await.created();
        assert!(!offers_ten(&app.key, first).await);
        // Without asking the node of hosts: what the primary tells it is known to it from then on.
        until("the replica is there", async || replica.stats().connects > 0).await;
        let checks = replica.stats().reads + 2;
        until("it is known how far it lags", async || replica.stats().reads >= checks).await;
        assert!(offers_ten(&node, first).await, "which only the replica can say");
        let refused = node.post("/v4/booking", request(first, TEN)).await;
        refused.refused(409, "slot-occupied");

        // What is done at the node is known to it, at once and every time: booked, moved, given back, closed.
        assert!(offers_ten(&node, second).await);
        let booked = node.post("/v4/booking", request(second, TEN)).await.created();
        for _ in 0..5 {
            assert_eq!(offered(&node, second).await.len(), 15);
            assert!(!offers_ten(&node, second).await);
        }
        assert!(offers_ten(&node, first).await, "others are told by the replica all the same");
        let appointment = format!("/v4/appointment/{}", id(&booked["id"]));
        assert_eq!(
            node.get(&appointment).await.ok()["id"],
            booked["id"],
            "which is not asked for anything else"
        );
        let move_to = json!({ "start": "2027-03-02T12:00:00Z" });
        node.post(&format!("{appointment}/reschedule"), move_to).await.created();
        let now = offered(&node, second).await;
        assert!(now.contains(&"09:00".to_owned()) && !now.contains(&"12:00".to_owned()), "{now:?}");
        node.delete(&appointment).await.ok();
        assert_eq!(offered(&node, second).await.len(), 16);
        let meeting_type = format!("/v4/meeting-type/{}", id(third));
        node.patch(&meeting_type, json!({ "duration": 60 })).await.ok();
        assert_eq!(offered(&node, third).await, offered(&app.key, third).await);

        // What the replica has not heard of is there all the same.
        let new = app.user("Mary", "Somerville").await;
        assert_eq!(offered(&node, &new["meetingTypeId"]).await.len(), 16);

        // It dies, and nobody notices.
        app.kept_in().drop_copy();
        for _ in 0..20 {
            assert!(!offers_ten(&node, first).await, "the primary tells");
        }
    });
}

#[test]
fn a_replica_beyond_the_bound_is_not_asked() {
    testing::run(Engine::Postgres, migrate::ALL, |database| async move {
        let app = TestApp::new(database).await;
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        let bound = Duration::from_millis(500);
        let (node, _) = app.node_with_replica(app.kept_in().copy(), bound);
        beaten(&app).await;
        app.kept_in().freeze_copy();
        tokio::time::sleep(2 * bound).await;
        app.key.post("/v4/booking", request(of, TEN)).await.created();
        let asked = Instant::now();
        while asked.elapsed() < 3 * bound {
            assert_eq!(offered(&node, of).await.len(), 15);
        }
    });
}
