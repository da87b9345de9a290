//! As many hosts as one question may name.

use serde_json::json;
use slated_store::{
    host,
    ids::UserId,
    user::{self, User},
};
use uuid::Uuid;

use crate::{
    booking::request,
    support::{TestApp, id},
};

const MOST: usize = 1_000;
const TEN: &str = "2027-03-02T09:00:00Z";

/// So many users of the company, who work when its owner does.
async fn hosts(app: &TestApp, count: usize) -> Vec<Uuid> {
    let owner = app.company.owner.user.clone();
    let users: Vec<User> = (0..count)
        .map(|n| User {
            id: UserId::new(),
            email: format!("host-{n}@example.com"),
            slug: format!("host-{n}"),
            ..owner.clone()
        })
        .collect();
    let ids = users.iter().map(|user| user.id.0).collect();
    app.app
        .db()
        .write(move |tx| -> slated_store::db::Result<()> {
            for user in &users {
                assert!(user::insert(tx, user)?);
                host::insert(tx, user.company_id, user.id)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    ids
}

on_both_engines! {
    async fn a_thousand_can_be_asked_for_and_booked(app) {
        let ids = hosts(&app, MOST).await;
        let of = json!(app.company.owner.user.default_meeting_type_id.unwrap().0);
        let list = ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
        let path = |list: &str, method: &str| format!(
            "/v4/booking-availability?meetingTypeId={}&start=2027-03-02&end=2027-03-02&calculationMethod={method}&hostIds={list}",
            id(&of)
        );
        let offered = async |method: &str| {
            let answer = app.key.get(&path(&list, method)).await.ok();
            let slots = answer["availableSlots"].as_array().unwrap().clone();
            slots.iter().any(|slot| slot["start"] == "2027-03-02T09:00:00.000Z")
        };
        let mut body = request(&of, TEN);
        body["hostIds"] = json!(ids);
        // Twice, so that what is kept answers too.
        assert!(offered("everyone").await && offered("everyone").await && offered("anyone").await);

        let booked = app.key.post("/v4/booking", body.clone()).await.created();
        assert_eq!(booked["hosts"].as_array().unwrap().len(), 1);
        let first = booked["hosts"][0]["id"].clone();
        assert!(!offered("everyone").await && offered("anyone").await);
        let second = app.key.post("/v4/booking", body.clone()).await.created();
        assert_ne!(second["hosts"][0]["id"], first);

        // All of them together, an hour later.
        body["start"] = json!("2027-03-02T10:00:00Z");
        body["calculationMethod"] = json!("everyone");
        let together = app.key.post("/v4/booking", body.clone()).await.created();
        assert_eq!(together["hosts"].as_array().unwrap().len(), MOST);
        app.key.post("/v4/booking", body).await.refused(409, "slot-occupied");
    }

    async fn one_more_is_refused(app) {
        let of = json!(app.company.owner.user.default_meeting_type_id.unwrap().0);
        let ids: Vec<Uuid> = (0..=MOST).map(|_| Uuid::now_v7()).collect();
        let list = ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
        let days = "start=2027-03-02&end=2027-03-02";
        let path = format!("/v4/booking-availability?meetingTypeId={}&{days}&hostIds={list}", id(&of));
        app.key.get(&path).await.invalid("hostIds", "too-long");
        let mut body = request(&of, TEN);
        body["hostIds"] = json!(ids);
        app.key.post("/v4/booking", body).await.invalid("hostIds", "too-long");
    }
}
