//! Appointments in other calendars: the download, the links and the feed.

use serde_json::json;

use crate::{
    mail::{book, book_at, change, sam},
    support::{TestApp, id},
};

/// Makes the acting user's feed; its path.
async fn feed(app: &TestApp) -> String {
    let made = app.key.post("/v4/calendar-feed", json!({})).await.created();
    made["url"].as_str().unwrap().strip_prefix("https://book.example.com").unwrap().to_owned()
}

on_both_engines! {
    async fn an_appointment_is_downloaded(app) {
        change(&app, json!({ "spots": 2 })).await;
        let jane = book(&app, json!({ "email": "jane@example.org", "fullname": "Jane" })).await;
        let booked = book(&app, sam()).await;
        let secret = booked["secret"].as_str().unwrap();
        let path = format!("/manage/{secret}/calendar.ics?attendee={}", id(&booked["attendees"][1]["id"]));
        let file = app.guest.get(&path).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8; method=PUBLISH");
        assert!(file.text.contains("METHOD:PUBLISH\r\n") && file.text.contains("STATUS:CONFIRMED"), "{}", file.text);
        assert!(!file.text.contains("ATTENDEE") && !file.text.to_lowercase().contains("jane"), "{}", file.text);
        for wrong in [format!("/manage/{secret}/calendar.ics"), format!("/manage/x{secret}/calendar.ics?attendee=1"), format!("/manage/{secret}/calendar.ics?attendee={}", uuid::Uuid::now_v7())] {
            assert_eq!(app.guest.get(&wrong).await.status, 404, "{wrong}");
        }
        app.key.post(&format!("/v4/appointment/{}/cancel", id(&jane["id"])), json!({ "cancelAll": true })).await.created();
        assert!(app.guest.get(&path).await.text.contains("STATUS:CANCELLED"));
    }

    async fn a_host_is_read_by_calendar_apps(app) {
        app.key.get("/v4/calendar-feed").await.refused(404, "not-found");
        let path = feed(&app).await;
        let empty = app.guest.get(&path).await;
        assert!(empty.status == 200 && empty.text.contains("METHOD:PUBLISH") && !empty.text.contains("VEVENT"), "{}", empty.text);
        let booked = id(&book(&app, sam()).await["id"]);
        book_at(&app, "2027-03-03T08:00:00Z", sam()).await;
        let full = app.guest.get(&path).await;
        assert_eq!(full.headers["content-type"], "text/calendar; charset=utf-8");
        assert_eq!(full.text.matches("BEGIN:VEVENT").count(), 2);
        assert!(full.text.contains("Sam Guest") && full.text.contains("DTSTART:20270302T080000Z"), "{}", full.text);
        assert!(!full.text.contains("/manage/"), "reading is not changing");
        assert_eq!(full.headers["last-modified"], "Mon, 01 Mar 2027 07:00:00 GMT");
        let tag = full.headers["etag"].to_str().unwrap().to_owned();
        let with = |tag: &str| app.send(axum::http::Request::get(path.as_str()).header("if-none-match", tag).body(axum::body::Body::empty()).unwrap());
        let same = with(&tag).await;
        assert_eq!((same.status, same.text.as_str()), (304, ""));
        assert_eq!(with(&format!("\"other\", W/{tag}")).await.status, 304);
        assert_eq!(with("\"other\"").await.status, 200);
        app.set_now("2027-03-01T08:00:00Z");
        app.key.delete(&format!("/v4/appointment/{booked}")).await.ok();
        let after = with(&tag).await;
        assert_eq!((after.status, after.text.matches("BEGIN:VEVENT").count()), (200, 1));
        assert_eq!(after.headers["last-modified"], "Mon, 01 Mar 2027 08:00:00 GMT");
        // Of last year, nothing.
        app.set_now("2028-06-01T08:00:00Z");
        assert!(!app.guest.get(&path).await.text.contains("VEVENT"));
    }

    async fn who_joins_a_group_changes_the_feed(app) {
        change(&app, json!({ "spots": 2 })).await;
        let path = feed(&app).await;
        let jane = book(&app, json!({ "email": "jane@example.org", "fullname": "Jane" })).await;
        app.set_now("2027-03-01T07:30:00Z");
        let joined = book(&app, sam()).await;
        assert_eq!(joined["id"], jane["id"]);
        let kept = app.key.get(&format!("/v4/appointment/{}", id(&jane["id"]))).await.ok();
        assert_eq!(kept["updatedAt"], "2027-03-01T07:30:00.000Z");
        let read = app.guest.get(&path).await;
        assert_eq!(read.headers["last-modified"], "Mon, 01 Mar 2027 07:30:00 GMT");
        for line in ["SEQUENCE:1\r\n", "DTSTAMP:20270301T073000Z\r\n", "sam@example.org"] {
            assert!(read.text.contains(line), "{line}: {}", read.text);
        }
    }

    async fn a_feed_can_be_changed_and_taken_away(app) {
        let first = feed(&app).await;
        assert_eq!(app.key.get("/v4/calendar-feed").await.ok(), json!({ "createdAt": "2027-03-01T07:00:00.000Z" }));
        let second = feed(&app).await;
        app.guest.get(&first).await.refused(404, "not-found");
        assert_eq!(app.guest.get(&second).await.status, 200);
        app.foreign.key.delete("/v4/calendar-feed").await.refused(404, "not-found");
        assert_eq!(app.guest.get(&second).await.status, 200);
        app.key.delete("/v4/calendar-feed").await.no_content();
        app.guest.get(&second).await.refused(404, "not-found");
        app.key.delete("/v4/calendar-feed").await.refused(404, "not-found");
        app.guest.get("/feed/none").await.refused(404, "unknown-route");
        app.guest.get("/feed/%00.ics").await.refused(404, "not-found");
    }

    async fn a_feed_holds_nothing_of_others(app) {
        let path = feed(&app).await;
        let theirs = app.foreign.company.owner.user.default_meeting_type_id.unwrap().0;
        let body = json!({ "meetingTypeId": theirs, "start": "2027-03-02T10:00:00Z", "attendee": sam() });
        app.foreign.key.post("/v4/booking", body).await.created();
        let grace = app.user("Grace", "Hopper").await;
        let body = json!({ "meetingTypeId": grace["meetingTypeId"], "start": "2027-03-02T11:00:00Z", "attendee": sam() });
        app.key.post("/v4/booking", body).await.created();
        assert!(!app.guest.get(&path).await.text.contains("VEVENT"));
        let hers = app.key.as_user(id(&grace["userId"])).post("/v4/calendar-feed", json!({})).await.created();
        let hers = hers["url"].as_str().unwrap().strip_prefix("https://book.example.com").unwrap();
        assert_eq!(app.guest.get(hers).await.text.matches("BEGIN:VEVENT").count(), 1);
    }
}
