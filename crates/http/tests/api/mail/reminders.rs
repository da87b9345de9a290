//! Reminders and follow-ups: when they come, when they move, and when they do not come.

use serde_json::json;

use super::{book, book_at, change, one, property, sam, told, waiting::answer};
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

    async fn times_are_right_when_clocks_change_between_booking_and_meeting(app) {
        change(&app, json!({ "notifications": { "reminders": [1440, 60] } })).await;
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        // A day before is the same time of day by the invitee's calendar, an hour before is an hour. On the nights of the
        // changes, 02:30 does not exist (it is half past three then) or comes twice (the first is meant).
        for (start, zone, said, subject, day_before, hour_before) in [
            ("2027-03-14T13:00:00Z", "America/New_York", ["09:00 – 09:30", "New York time, GMT−4"], "Sunday, 14 March, 09:00", "2027-03-13T14:00:00Z", "2027-03-14T12:00:00Z"),
            ("2027-03-29T00:30:00Z", "Europe/Berlin", ["02:30 – 03:00", "Berlin time, GMT+2"], "Monday, 29 March, 02:30", "2027-03-28T01:30:00Z", "2027-03-28T23:30:00Z"),
            ("2027-10-31T08:00:00Z", "Europe/Berlin", ["09:00 – 09:30", "Berlin time, GMT+1"], "Sunday, 31 October, 09:00", "2027-10-30T07:00:00Z", "2027-10-31T07:00:00Z"),
            ("2027-11-01T01:30:00Z", "Europe/Berlin", ["02:30 – 03:00", "Berlin time, GMT+1"], "Monday, 1 November, 02:30", "2027-10-31T00:30:00Z", "2027-11-01T00:30:00Z"),
        ] {
            let attendee = json!({ "email": "sam@example.org", "firstname": "Sam", "timezone": zone });
            let body = json!({ "meetingTypeId": meeting_type, "start": start, "ignoreAvailability": true, "attendee": attendee });
            app.set_now("2027-03-01T07:00:00Z");
            app.key.post("/v4/booking", body).await.created();
            let confirmation = one(app.mails_to("sam@").await);
            let utc = start.replace(['-', ':'], "");
            assert_eq!(property(&confirmation, "DTSTART"), [format!("DTSTART:{utc}")]);
            let (mut came, mut reminders) = (vec![], vec![]);
            for due in [day_before, hour_before] {
                let due: jiff::Timestamp = due.parse().unwrap();
                for at in [due - jiff::SignedDuration::from_secs(1), due] {
                    app.set_now(&at.to_string());
                    let mails = app.mails().await;
                    came.push(mails.len());
                    reminders.extend(mails);
                }
            }
            assert_eq!(came, [0, 1, 0, 1], "{start}");
            assert!(reminders.iter().all(|mail| mail.subject == format!("Reminder: 30min Meeting – {subject}")), "{:?}", told(&reminders));
            for mail in reminders.iter().chain([&confirmation]) {
                assert!(said.iter().all(|words| mail.text.contains(words)), "{}", mail.text);
            }
        }
        // Moved over the change: before at nine of winter time, now at nine of summer time.
        app.set_now("2027-03-01T07:00:00Z");
        let attendee = json!({ "email": "sam@example.org", "firstname": "Sam", "timezone": "Europe/Berlin" });
        let moved = id(&book_at(&app, "2027-03-26T08:00:00Z", attendee).await["id"]);
        app.mails().await;
        app.key.post(&format!("/v4/appointment/{moved}/reschedule"), json!({ "start": "2027-03-30T07:00:00Z" })).await.created();
        let mail = one(app.mails_to("sam@").await);
        assert!(mail.html.contains("<s>Friday, 26 March, 09:00</s>") && mail.text.contains("09:00 – 09:30, Berlin time, GMT+2"), "{}", mail.text);
    }

    async fn a_node_that_was_off_for_days_does_not_flood_anybody(app) {
        change(&app, json!({ "notifications": { "reminders": [2880, 1440, 60] } })).await;
        for day in ["04", "05"] {
            for half in 0..16 {
                let start = format!("2027-03-{day}T{:02}:{:02}:00Z", 8 + half / 2, half % 2 * 30);
                book_at(&app, &start, sam()).await;
            }
        }
        app.mails().await;
        // All three reminders of the first day's sixteen are past their meetings; of the second day's, two each are due.
        app.set_now("2027-03-05T07:00:00Z");
        let mails = app.mails().await;
        assert_eq!(mails.len(), 16, "{:?}", told(&mails));
        assert!(mails.iter().all(|mail| mail.subject.contains("Friday, 5 March")), "{:?}", told(&mails));
        app.set_now("2027-03-06T07:00:00Z");
        assert_eq!(told(&app.mails().await), []);
        let waiting: Option<i64> = app.app.db().read(|c| c.one("SELECT COUNT(*) FROM job WHERE kind IN ('remind', 'send_mail')", slated_store::args![])).await.unwrap();
        assert_eq!(waiting, Some(0));
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
        // What RFC 8058 makes the program send: no cookies, no questions, and again if it likes.
        for _ in 0..2 {
            let stopped = answer(&app, &address, "List-Unsubscribe=One-Click").await;
            assert!(stopped.status == 200 && stopped.text.contains("no more reminders"), "{}", stopped.text);
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
