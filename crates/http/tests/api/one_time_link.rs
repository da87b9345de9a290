//! Booking links that work once: contract section 8.6.

use serde_json::json;

use crate::support::id;

on_both_engines! {
    async fn a_link_leads_to_its_meeting_type(app) {
        let user = app.user("Grace", "Hopper").await;
        let meeting_type = id(&user["meetingTypeId"]);
        let path = format!("/v4/one-time-booking-link/create/{meeting_type}");
        let made = app.key.as_user(id(&user["userId"])).post(&path, json!({})).await.created();
        let link = id(&made["id"]);
        let url = format!("https://book.example.com/grace-hopper/30min-meeting?oneTimeLinkId={link}");
        assert_eq!(made, json!({"id": link, "url": url, "link": url, "token": link, "meetingTypeId": meeting_type}));
        // Clients send no body at all.
        let without = app.key.request(axum::http::Method::POST, &path, None).await.created();
        assert_ne!(without["id"], made["id"]);
    }

    async fn a_link_is_made_by_whoever_has_the_meeting_type(app) {
        let meeting_type = id(&app.user("Grace", "Hopper").await["meetingTypeId"]);
        let path = format!("/v4/one-time-booking-link/create/{meeting_type}");
        let alan = id(&app.user("Alan", "Turing").await["userId"]);
        app.token(alan, &[]).await.post(&path, json!({})).await.refused(403, "not-yours");
        app.foreign.key.post(&path, json!({})).await.refused(404, "not-found");
        app.key.post("/v4/one-time-booking-link/create/7", json!({})).await.invalid("meetingTypeId", "invalid-id");
    }
}
