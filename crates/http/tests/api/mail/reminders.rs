//! Reminders and follow-ups: when they come, when they move, and when they do not come.

use serde_json::json;

use super::{book, book_at, change, one, sam, told};
use crate::support::id;

const UNSUBSCRIBE: &str = "List-Unsubscribe: <https://book.example.com";

on_both_engines! {
    with mail:
    async fn a_reminder_comes_a_day_before(app) {
        book_at(&app, "2027-03-04T08:00:00Z", sam()).await;
        app.mails().await;
        app.set_now("2027-03-03T07:59:00Z");
        assert_eq!(told(&app.mails().await), []);
        app.set_now("2027-03-03T08:00:00Z");
        let mail = one(app.mails().await);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("Sam Guest <sam@example.org>", "Reminder: 30min Meeting – Thursday, 4 March, 03:00"));
        assert!(mail.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{}", mail.raw);
        assert_eq!(mail.invite, None);
    }

    async fn several_are_sent_each_at_its_time_and_one_after(app) {
        change(&app, json!({ "notifications": { "reminders": [60, 1440, 60], "followUp": 120 } })).await;
        book_at(&app, "2027-03-04T08:00:00Z", sam()).await;
        app.mails().await;
        let mut came = vec![];
        for now in ["2027-03-03T08:00:00Z", "2027-03-04T06:59:00Z", "2027-03-04T07:00:00Z", "2027-03-04T08:30:00Z", "2027-03-04T10:30:00Z"] {
            app.set_now(now);
            came.push(app.mails().await.len());
        }
        assert_eq!(came, [1, 0, 1, 0, 1]);
    }

    async fn days_are_counted_by_the_calendar_over_a_change_of_clocks(app) {
        // In Berlin clocks go forward in the night to Sunday, the 28th.
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        let attendee = json!({ "email": "sam@example.org", "firstname": "Sam", "timezone": "Europe/Berlin" });
        let body = json!({ "meetingTypeId": meeting_type, "start": "2027-03-28T07:00:00Z", "ignoreAvailability": true, "attendee": attendee });
        app.key.post("/v4/booking", body).await.created();
        let confirmation = one(app.mails_to("sam@").await);
        assert!(confirmation.text.contains("09:00 – 09:30") && confirmation.text.contains("Berlin time, GMT+2"), "{}", confirmation.text);
        app.set_now("2027-03-27T07:59:59Z");
        assert_eq!(told(&app.mails().await), []);
        app.set_now("2027-03-27T08:00:00Z");
        let mail = one(app.mails().await);
        assert_eq!(mail.subject, "Reminder: 30min Meeting – Sunday, 28 March, 09:00");
    }

    async fn a_move_moves_them_and_a_cancellation_removes_them(app) {
        let moved = id(&book_at(&app, "2027-03-04T08:00:00Z", sam()).await["id"]);
        let cancelled = id(&book_at(&app, "2027-03-04T09:00:00Z", sam()).await["id"]);
        app.key.post(&format!("/v4/appointment/{moved}/reschedule"), json!({ "start": "2027-03-05T08:00:00Z" })).await.created();
        app.key.post(&format!("/v4/appointment/{cancelled}/cancel"), json!({})).await.created();
        app.mails().await;
        let waiting: Option<i64> = app.app.db().read(|c| c.one("SELECT COUNT(*) FROM job WHERE kind = 'remind'", slated_store::args![])).await.unwrap();
        assert_eq!(waiting, Some(1));
        app.set_now("2027-03-03T12:00:00Z");
        assert_eq!(told(&app.mails().await), []);
        app.set_now("2027-03-04T08:00:00Z");
        assert_eq!(one(app.mails().await).subject, "Reminder: 30min Meeting – Friday, 5 March, 03:00");
    }

    async fn after_a_long_sleep_only_what_still_makes_sense_is_sent(app) {
        change(&app, json!({ "notifications": { "reminders": [2880, 1440, 60] } })).await;
        book_at(&app, "2027-03-04T08:00:00Z", sam()).await;
        book_at(&app, "2027-03-05T08:00:00Z", sam()).await;
        app.mails().await;
        // Nobody was up until half an hour before the first meeting.
        app.set_now("2027-03-04T07:30:00Z");
        let mails = app.mails().await;
        // Of the first meeting's three only the last; the second's first was due too, and is still the latest of its own.
        let subjects: Vec<_> = told(&mails).into_iter().map(|(_, subject)| subject).collect();
        assert_eq!(subjects, [
            "Reminder: 30min Meeting – Friday, 5 March, 03:00",
            "Reminder: 30min Meeting – Thursday, 4 March, 03:00",
        ]);
        app.set_now("2027-03-04T08:00:00Z");
        assert_eq!(one(app.mails().await).subject, "Reminder: 30min Meeting – Friday, 5 March, 03:00");
        app.set_now("2027-03-06T08:00:00Z");
        assert_eq!(told(&app.mails().await), [], "nobody is reminded of what is over");
    }

    async fn a_confirmation_that_is_late_is_not_sent_after_the_meeting(app) {
        book(&app, sam()).await;
        app.set_now("2027-03-02T08:30:00Z");
        assert_eq!(told(&app.mails().await), []);
    }

    async fn whoever_wants_none_gets_none(app) {
        let mut quiet = sam();
        quiet["receiveReminders"] = json!(false);
        book_at(&app, "2027-03-04T08:00:00Z", quiet).await;
        let booked = book_at(&app, "2027-03-04T09:00:00Z", sam()).await;
        change(&app, json!({ "notifications": { "reminders": [] } })).await;
        book_at(&app, "2027-03-04T10:00:00Z", sam()).await;
        app.mails().await;
        app.set_now("2027-03-03T12:00:00Z");
        let mail = one(app.mails().await);
        // One click in a mail program, and only a POST.
        let address = mail.raw.split(UNSUBSCRIBE).nth(1).unwrap().split('>').next().unwrap().to_owned();
        let looked = app.guest.get(&address).await;
        assert!(looked.status == 200 && looked.text.contains("Stop reminders"), "{}", looked.text);
        let listed = |app: &crate::support::TestApp| { let path = format!("/v4/appointment/{}", id(&booked["id"])); let key = app.key.clone(); async move { key.get(&path).await.ok() } };
        let before = listed(&app).await;
        for _ in 0..2 {
            assert_eq!(app.guest.post(&address, json!({})).await.status, 200);
        }
        assert_eq!(listed(&app).await["status"], before["status"]);
        let secret = booked["secret"].as_str().unwrap();
        assert_eq!(app.guest.post(&format!("/manage/{secret}/reminders"), json!({})).await.status, 404);
        app.key.post(&format!("/v4/appointment/{}/reschedule", id(&booked["id"])), json!({ "start": "2027-03-05T09:00:00Z" })).await.created();
        app.mails().await;
        app.set_now("2027-03-04T09:00:00Z");
        assert_eq!(told(&app.mails().await), []);
    }

    async fn how_many_and_how_early_is_bounded(app) {
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        let path = format!("/v4/meeting-type/{meeting_type}");
        for (said, field, code) in [
            (json!({ "reminders": [4] }), "notifications.reminders[0]", "out-of-range"),
            (json!({ "reminders": [43201] }), "notifications.reminders[0]", "out-of-range"),
            (json!({ "reminders": [10, 20, 30, 40, 50, 60] }), "notifications.reminders", "too-many"),
            (json!({ "followUp": -1 }), "notifications.followUp", "out-of-range"),
        ] {
            app.key.patch(&path, json!({ "notifications": said })).await.invalid(field, code);
        }
        let set = app.key.patch(&path, json!({ "notifications": { "reminders": [60, 2880] } })).await.ok();
        assert_eq!(set["notifications"], json!({ "reminders": [2880, 60], "followUp": null }));
        let kept = app.key.patch(&path, json!({ "notifications": { "followUp": 30 } })).await.ok();
        assert_eq!(kept["notifications"], json!({ "reminders": [2880, 60], "followUp": 30 }));
        let usual = app.key.patch(&path, json!({ "notifications": null })).await.ok();
        assert_eq!(usual["notifications"], json!({ "reminders": [1440], "followUp": null }));
    }
}
