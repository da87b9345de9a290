//! Bookings that wait for their host's approval first and for their attendee's opt-in then, in every order of events.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    START, book, book_at, change, one, property, sam, told,
    waiting::{answer, link, status},
};
use crate::support::{TestApp, id};

async fn demand_both(app: &TestApp) {
    let both = json!({ "requireHostConfirmation": "enabled", "doubleOptIn": "enabled" });
    change(app, json!({ "meetingOptions": both })).await;
}

/// The newest booking that waits, or waited.
async fn newest(app: &TestApp) -> Value {
    app.key.get("/v4/provisional-booking/paginated").await.ok()["provisionalBookings"][0].clone()
}

/// Whether somebody else can have the start.
async fn is_free(app: &TestApp, start: &str) -> bool {
    let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
    let path =
        format!("/v4/booking-availability?meetingTypeId={meeting_type}&start=2027-03-01&end=2027-03-08");
    let slots = app.key.get(&path).await.ok()["availableSlots"].clone();
    let start = start.trim_end_matches('Z');
    let listed =
        slots.as_array().unwrap().iter().any(|slot| slot["start"].as_str().unwrap().starts_with(start));
    if !listed {
        let attendee = json!({ "email": "other@example.org", "fullname": "Other" });
        let body =
            json!({ "meetingTypeId": meeting_type, "start": format!("{start}Z"), "attendee": attendee });
        app.key.post("/v4/booking", body).await.refused(409, "slot-occupied");
    }
    listed
}

async fn appointments(app: &TestApp) -> Value {
    app.key.get("/v4/appointment/paginated").await.ok()["total"].clone()
}

/// Asks, and lets the host approve by the link; the host's path and the attendee's.
async fn approved(app: &TestApp, start: &str) -> (String, String) {
    book_at(app, start, sam()).await;
    let hosts = link(&one(app.mails_to("ada@").await));
    let page = answer(app, &hosts, "answer=approve").await;
    assert!(page.text.contains("The invitee is asked to confirm it"), "{}", page.text);
    (hosts, link(&one(app.mails().await)))
}

async fn confirm(app: &TestApp, body: Value) -> crate::support::Response {
    let waiting = id(&newest(app).await["id"]);
    app.key.post(&format!("/v4/provisional-booking/{waiting}/confirm"), body).await
}

on_both_engines! {
    with mail:
    async fn the_host_approves_and_then_the_attendee_confirms(app) {
        demand_both(&app).await;
        let asked = book(&app, sam()).await;
        assert_eq!((&asked["bookingType"], &asked["status"]), (&json!("requireHostConfirmation"), &json!("pending")));
        let mails = app.mails().await;
        assert_eq!(told(&mails), [
            ("Ada Lovelace <ada@example.com>", "Please decide: Sam Guest – 30min Meeting, Tuesday, 2 March, 09:00"),
            ("Sam Guest <sam@example.org>", "Request received: 30min Meeting – Tuesday, 2 March, 03:00"),
        ]);
        assert!(!is_free(&app, START).await);
        let hosts = link(mails.iter().find(|mail| mail.to.contains("ada@")).unwrap());
        let page = answer(&app, &hosts, "answer=approve").await;
        assert!(page.text.contains("The invitee is asked to confirm it"), "{}", page.text);

        let mail = one(app.mails().await);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("Sam Guest <sam@example.org>", "Please confirm: 30min Meeting – Tuesday, 2 March, 03:00"));
        let own = link(&mail);
        assert_ne!(own, hosts, "each decides by a link of their own");
        let waiting = newest(&app).await;
        assert_eq!((&waiting["type"], &waiting["status"], &waiting["approvedAt"]), (&json!("doubleOptIn"), &json!("pending"), &json!("2027-03-01T07:00:00.000Z")));
        assert!(!is_free(&app, START).await);
        assert_eq!(appointments(&app).await, 0);
        // The host has decided, and cannot answer for the attendee.
        for again in ["answer=approve", "answer=decline", "answer=confirm"] {
            let page = answer(&app, &hosts, again).await;
            assert!(page.text.contains("The invitee is asked to confirm it") && !page.text.contains("name=\"answer\""), "{}", page.text);
        }
        for others in ["answer=approve", "answer=decline"] {
            assert_eq!(answer(&app, &own, others).await.status, 400);
        }
        assert_eq!(newest(&app).await, waiting);
        assert!(app.guest.get(&own).await.text.contains("Confirm your booking"));

        for _ in 0..2 {
            assert!(answer(&app, &own, "answer=confirm").await.text.contains("Your booking is confirmed."));
        }
        let mails = app.mails().await;
        assert_eq!(told(&mails), [
            ("Ada Lovelace <ada@example.com>", "New booking: Sam Guest – 30min Meeting, Tuesday, 2 March, 09:00"),
            ("Sam Guest <sam@example.org>", "Booked: 30min Meeting – Tuesday, 2 March, 03:00"),
        ]);
        assert!(mails.iter().all(|mail| property(mail, "METHOD") == ["METHOD:REQUEST"]));
        assert_eq!((appointments(&app).await, status(&app).await), (json!(1), json!("confirmed")));
        assert!(!is_free(&app, START).await);
        // Neither deadline means anything any more.
        app.set_now("2027-03-02T07:30:00Z");
        assert!(one(app.mails().await).subject.starts_with("Reminder: "));
        assert_eq!(appointments(&app).await, 1);
    }

    async fn nobody_confirms_before_the_host_has_approved(app) {
        demand_both(&app).await;
        book(&app, sam()).await;
        let hosts = link(&one(app.mails_to("ada@").await));
        let secret: Option<String> = app.app.db().read(|c| c.one("SELECT opt_in_secret FROM provisional_booking", slated_store::args![])).await.unwrap();
        let own = format!("/pending/{}", secret.unwrap());
        for page in [app.guest.get(&own).await, answer(&app, &own, "answer=confirm").await] {
            assert!(page.text.contains("Your booking has to be confirmed") && !page.text.contains("name=\"answer\""), "{}", page.text);
        }
        confirm(&app, json!({ "type": "doubleOptIn" })).await.refused(409, "waits-for-other");
        assert_eq!((status(&app).await, appointments(&app).await), (json!("pending"), json!(0)));
        answer(&app, &hosts, "answer=approve").await;
        assert!(answer(&app, &own, "answer=confirm").await.text.contains("Your booking is confirmed."));
        assert_eq!(appointments(&app).await, 1);
    }

    async fn the_host_can_decline_before_and_after(app) {
        demand_both(&app).await;
        book(&app, sam()).await;
        let hosts = link(&one(app.mails_to("ada@").await));
        answer(&app, &hosts, "answer=decline&reason=Full").await;
        let mail = one(app.mails().await);
        assert!(mail.subject.starts_with("Not booked: ") && mail.text.contains("Reason: Full"), "{}", mail.text);
        assert!(is_free(&app, START).await);

        let (_, own) = approved(&app, START).await;
        assert!(!is_free(&app, START).await);
        let waiting = id(&newest(&app).await["id"]);
        app.key.post(&format!("/v4/provisional-booking/{waiting}/decline"), json!({ "reason": "Ill" })).await.created();
        assert!(answer(&app, &own, "answer=confirm").await.text.contains("The booking was declined."));
        assert_eq!((status(&app).await, appointments(&app).await), (json!("declined_by_host"), json!(0)));
        assert!(one(app.mails().await).text.contains("Reason: Ill"));
        assert!(is_free(&app, START).await);
    }

    async fn each_has_a_day_and_the_slot_is_held_meanwhile(app) {
        demand_both(&app).await;
        let start = "2027-03-05T08:00:00Z";
        book_at(&app, start, sam()).await;
        let hosts = link(&one(app.mails_to("ada@").await));
        assert_eq!(newest(&app).await["expiresAt"], "2027-03-02T07:00:00.000Z");
        app.set_now("2027-03-02T06:00:00Z");
        answer(&app, &hosts, "answer=approve").await;
        let own = link(&one(app.mails().await));
        assert_eq!(newest(&app).await["expiresAt"], "2027-03-03T06:00:00.000Z");
        // The host's deadline passes without a word.
        app.set_now("2027-03-02T12:00:00Z");
        assert_eq!(told(&app.mails().await), []);
        assert!(!is_free(&app, start).await);
        app.set_now("2027-03-03T06:00:00Z");
        assert!(answer(&app, &own, "answer=confirm").await.text.contains("Nobody confirmed this in time."), "also before the job has run");
        confirm(&app, json!({ "type": "doubleOptIn" })).await.refused(409, "already-decided");
        assert_eq!(one(app.mails().await).subject, "Not booked: 30min Meeting – Friday, 5 March, 03:00");
        assert_eq!((status(&app).await, is_free(&app, start).await), (json!("expired"), true));
        assert!(answer(&app, &own, "answer=confirm").await.text.contains("Nobody confirmed this in time."));

        // Nobody approves in time.
        book_at(&app, start, sam()).await;
        let hosts = link(&one(app.mails_to("ada@").await));
        app.set_now("2027-03-04T06:00:00Z");
        assert!(one(app.mails().await).subject.starts_with("Not booked: "));
        assert!(answer(&app, &hosts, "answer=approve").await.text.contains("Nobody confirmed this in time."));
        assert!(is_free(&app, start).await);
    }

    async fn nobody_is_asked_beyond_the_start(app) {
        demand_both(&app).await;
        app.set_now("2027-03-01T12:00:00Z");
        book(&app, sam()).await;
        assert_eq!(newest(&app).await["expiresAt"], "2027-03-02T08:00:00.000Z");
        let hosts = link(&one(app.mails_to("ada@").await));
        app.set_now("2027-03-02T07:00:00Z");
        answer(&app, &hosts, "answer=approve").await;
        assert_eq!(newest(&app).await["expiresAt"], "2027-03-02T08:00:00.000Z");
        let own = link(&one(app.mails().await));
        app.set_now("2027-03-02T08:00:00Z");
        assert!(answer(&app, &own, "answer=confirm").await.text.contains("Nobody confirmed this in time."));
        assert_eq!(appointments(&app).await, 0);
    }

    async fn a_repeated_approval_is_no_opt_in(app) {
        demand_both(&app).await;
        book(&app, sam()).await;
        app.mails().await;
        let waiting: Uuid = id(&newest(&app).await["id"]);
        let path = format!("/v4/provisional-booking/{waiting}/confirm");
        let retried = app.key.with_idempotency_key("approve");
        let first = retried.post(&path, json!({})).await.created();
        assert_eq!((&first["id"], &first["type"], &first["status"]), (&json!(waiting), &json!("doubleOptIn"), &json!("pending")));
        assert_eq!(retried.post(&path, json!({})).await.created(), first);
        for body in [json!({}), json!({ "type": "requireHostConfirmation" })] {
            app.key.post(&path, body).await.refused(409, "already-decided");
        }
        app.key.post(&path, json!({ "type": "perhaps" })).await.invalid("type", "invalid-value");
        assert_eq!(appointments(&app).await, 0);
        let mail = one(app.mails().await);
        assert!(mail.subject.starts_with("Please confirm: "), "asked once: {}", mail.subject);
        // A platform that has asked by itself says so.
        let booked = app.key.post(&path, json!({ "type": "doubleOptIn" })).await.created();
        assert_eq!(booked["attendees"][0]["email"], "sam@example.org");
        app.key.post(&path, json!({ "type": "doubleOptIn" })).await.refused(409, "already-decided");
        assert_eq!(app.mails().await.len(), 2);

        change(&app, json!({ "meetingOptions": { "requireHostConfirmation": "disabled", "doubleOptIn": "enabled" } })).await;
        book_at(&app, "2027-03-02T09:00:00Z", sam()).await;
        confirm(&app, json!({ "type": "requireHostConfirmation" })).await.refused(409, "waits-for-other");
        confirm(&app, json!({})).await.created();
    }

    async fn whoever_books_by_phone_has_no_address_to_confirm(app) {
        change(&app, json!({ "allowPhoneOnlyBooking": true, "meetingOptions": { "doubleOptIn": "enabled" } })).await;
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        let by_phone = |start: &str| json!({ "meetingTypeId": meeting_type, "start": start, "phoneOnlyBooking": true, "attendee": { "phone": "+43 1" } });
        assert_eq!(app.key.post("/v4/booking", by_phone(START)).await.created()["status"], "confirmed");
        demand_both(&app).await;
        let asked = app.key.post("/v4/booking", by_phone("2027-03-02T09:00:00Z")).await.created();
        assert_eq!(asked["bookingType"], "requireHostConfirmation");
        assert_eq!(confirm(&app, json!({})).await.created()["attendees"][0]["phone"], "+43 1");
        assert_eq!(appointments(&app).await, 2);
    }
}
