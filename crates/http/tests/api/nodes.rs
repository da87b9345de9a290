//! Two nodes over one database: what one commits, the next answer of the other knows.
//!
//! On SQLite two processes on one file, which is not how it is meant to be run but must not be wrong either.

use serde_json::{Value, json};

use crate::{
    booking::{host, request},
    support::{Client, id},
};

/// A Tuesday, 10:00 in Berlin.
const TEN: &str = "2027-03-02T09:00:00Z";

/// The times of that day, in UTC, that a node offers.
pub async fn offered(node: &Client, meeting_type: &Value) -> Vec<String> {
    let path = format!(
        "/v4/booking-availability?meetingTypeId={}&start=2027-03-02&end=2027-03-02",
        id(meeting_type)
    );
    let answer = node.get(&path).await.ok();
    let slots = answer["availableSlots"].as_array().unwrap().iter();
    slots.map(|slot| slot["start"].as_str().unwrap()[11..16].to_owned()).collect()
}

on_both_engines! {
    async fn what_one_node_commits_the_next_answer_of_the_other_knows(app) {
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        let nodes = [app.key.clone(), app.second_node()];
        // In both directions, and both nodes have answered before, so that both hold a snapshot.
        for (one, other) in [(&nodes[0], &nodes[1]), (&nodes[1], &nodes[0])] {
            let all = offered(one, of).await;
            assert_eq!(offered(other, of).await, all);
            let without = |time: &str| all.iter().filter(|at| *at != time).cloned().collect::<Vec<_>>();
            assert_eq!(all.len(), 16);

            let booked = one.post("/v4/booking", request(of, TEN)).await.created();
            assert_eq!(offered(other, of).await, without("09:00"));

            let appointment = format!("/v4/appointment/{}", id(&booked["id"]));
            one.post(&format!("{appointment}/reschedule"), json!({ "start": "2027-03-02T12:00:00Z" })).await.created();
            assert_eq!(offered(other, of).await, without("12:00"));

            one.delete(&appointment).await.ok();
            assert_eq!(offered(other, of).await, all);

            let schedule = format!("/v4/availability/{}", id(&host["availabilityId"]));
            let before = one.get(&schedule).await.ok();
            let hours = json!({ "schedule": { "tuesday": { "hours": [{ "start": "11:00", "end": "12:00" }] } } });
            one.as_user(id(&host["userId"])).patch(&schedule, hours).await.ok();
            assert_eq!(offered(other, of).await, ["10:00", "10:30"]);

            let meeting_type = format!("/v4/meeting-type/{}", id(of));
            one.patch(&meeting_type, json!({ "duration": 20 })).await.ok();
            assert_eq!(offered(other, of).await, ["10:00", "10:20", "10:40"]);

            // Back, at the node that only looked so far.
            other.patch(&meeting_type, json!({ "duration": 30 })).await.ok();
            assert_eq!(offered(one, of).await, ["10:00", "10:30"]);
            other.as_user(id(&host["userId"])).patch(&schedule, before).await.ok();
            assert_eq!(offered(one, of).await, all);
        }
    }

    async fn of_twenty_at_once_over_two_nodes_one_gets_the_slot(app) {
        let host = host(&app).await;
        let nodes = [app.key.clone(), app.second_node()];
        let tries = (0..20).map(|n| {
            let (node, body) = (nodes[n % 2].clone(), request(&host["meetingTypeId"], TEN));
            tokio::spawn(async move { node.post("/v4/booking", body).await })
        }).collect::<Vec<_>>();
        let mut won = 0;
        for attempt in tries {
            let response = attempt.await.unwrap();
            if response.status == 201 {
                won += 1;
            } else {
                response.refused(409, "slot-occupied");
            }
        }
        assert_eq!(won, 1);
        for node in &nodes {
            assert_eq!(node.get("/v4/appointment/paginated").await.ok()["total"], 1);
            assert_eq!(offered(node, &host["meetingTypeId"]).await.len(), 15);
        }
    }
}
