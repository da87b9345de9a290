//! Appointments: finding, listing, cancelling, moving, noting; and bookings that wait.

use serde_json::{Value, json};

use crate::{
    booking::{change, host, request},
    support::{TestApp, id},
};

const TEN: &str = "2027-03-01T09:00:00Z";

async fn booked(app: &TestApp, host: &Value, start: &str) -> Value {
    app.key.post("/v4/booking", request(&host["meetingTypeId"], start)).await.created()
}

fn path(appointment: &Value) -> String {
    format!("/v4/appointment/{}", id(&appointment["id"]))
}

async fn listed(app: &TestApp, query: &str) -> Vec<Value> {
    let page = app.key.get(&format!("/v4/appointment/paginated?{query}")).await.ok();
    let starts =
        page["appointments"].as_array().unwrap().iter().map(|a| a["start"].clone()).collect::<Vec<_>>();
    assert_eq!(page["total"], starts.len(), "{query}");
    starts
}

on_both_engines! {
    async fn one_is_found_with_everything_told_of_it(app) {
        let host = host(&app).await;
        let made = booked(&app, &host, TEN).await;
        let found = app.key.get(&path(&made)).await.ok();
        for key in ["id", "secret", "start", "end", "hosts", "attendees", "meetingTypeId", "status"] {
            assert_eq!(found[key], made[key], "{key}");
        }
        assert_eq!((&found["isCancelled"], &found["cancel"], &found["rescheduleCount"]), (&json!(false), &Value::Null, &json!(0)));
        assert_eq!(found["meetingInfo"]["duration"], 30);
        assert_eq!(found["meetingType"]["meetingInfo"]["duration"], 30);
        assert_eq!(found["hostIds"], json!([host["userId"]]));
        assert_eq!(found["attendeeIds"], json!([made["attendees"][0]["id"]]));
        assert_eq!(found["companyId"], host["companyId"]);
        app.key.get("/v4/appointment/7").await.invalid("id", "invalid-id");
        app.key.get("/v4/appointment/0192f0c1-0000-7000-8000-000000000000").await.refused(404, "not-found");
        app.foreign.key.get(&path(&made)).await.refused(404, "not-found");
    }

    async fn lists_are_filtered_ordered_and_paged(app) {
        let (host, other) = (host(&app).await, app.user("Mary", "Shelley").await);
        let early = booked(&app, &host, TEN).await;
        let late = booked(&app, &host, "2027-03-02T09:00:00Z").await;
        let mut special = request(&other["meetingTypeId"], "2027-03-03T09:00:00Z");
        special["attendee"]["fullname"] = json!("Zoë 100% O_Neill");
        let theirs = app.key.post("/v4/booking", special).await.created();
        app.key.delete(&path(&late)).await.ok();
        let (early, late, theirs) = (&early["start"], &late["start"], &theirs["start"]);

        let all = [early.clone(), late.clone(), theirs.clone()];
        assert_eq!(listed(&app, "").await, all);
        assert_eq!(listed(&app, "sortBy=appointment.start&sortDirection=DESC").await, [theirs.clone(), late.clone(), early.clone()]);
        assert_eq!(listed(&app, "sortBy=appointment.createdAt&sortDirection=ASC").await.len(), 3);
        assert_eq!(listed(&app, "status=cancelled").await, [late.clone()]);
        assert_eq!(listed(&app, "status=confirmed").await, [early.clone(), theirs.clone()]);
        assert_eq!(listed(&app, "status=past").await, [] as [Value; 0]);
        assert_eq!(listed(&app, "status=upcoming").await, [early.clone(), theirs.clone()]);
        assert_eq!(listed(&app, "start=2027-03-02T00:00:00Z&end=2027-03-03T00:00:00Z").await, [late.clone()]);
        assert_eq!(listed(&app, &format!("userId={}", id(&other["userId"]))).await, [theirs.clone()]);
        assert_eq!(listed(&app, &format!("meetingTypeId={}", id(&other["meetingTypeId"]))).await, [theirs.clone()]);
        assert_eq!(listed(&app, "search=zo%C3%AB").await, [theirs.clone()]);
        assert_eq!(listed(&app, "search=100%25").await, [theirs.clone()]);
        assert_eq!(listed(&app, "search=%25").await, [theirs.clone()], "a percent sign is only itself");
        assert_eq!(listed(&app, "search=O_N").await, [theirs.clone()]);
        let attendee = app.key.get("/v4/appointment/paginated?pageSize=1").await.ok()["appointments"][0]["attendeeIds"][0].clone();
        assert_eq!(listed(&app, &format!("attendeeIds={}", id(&attendee))).await, [early.clone()]);

        let page = app.key.get("/v4/appointment/paginated?page=1&pageSize=2").await.ok();
        assert_eq!((&page["total"], &page["page"], &page["pageSize"]), (&json!(3), &json!(1), &json!(2)));
        assert_eq!(page["appointments"][0]["start"], *theirs);
        app.key.get("/v4/appointment/paginated?pageSize=101").await.invalid("pageSize", "out-of-range");
        app.key.get("/v4/appointment/paginated?pageSize=0").await.invalid("pageSize", "out-of-range");
        app.key.get("/v4/appointment/paginated?page=-1").await.refused(400, "validation-failed");
        app.key.get("/v4/appointment/paginated?status=odd").await.refused(400, "validation-failed");

        // Naming a user narrows to what they host; a token of one who is no administrator cannot widen that.
        let mine = app.key.as_user(id(&other["userId"])).get("/v4/appointment/paginated").await.ok();
        assert_eq!(mine["total"], 1);
        let token = app.token(id(&other["userId"]), &[]).await;
        assert_eq!(token.get("/v4/appointment/paginated").await.ok()["total"], 1);
        token.get(&format!("/v4/appointment/paginated?userId={}", id(&host["userId"]))).await.refused(403, "not-yours");
    }

    async fn today_is_the_acting_users_day(app) {
        let host = host(&app).await;
        booked(&app, &host, TEN).await;
        booked(&app, &host, "2027-03-02T09:00:00Z").await;
        let today = app.key.as_user(id(&host["userId"])).get("/v4/appointment/today").await.ok();
        assert_eq!(today.as_array().unwrap().len(), 1);
        assert_eq!(today[0]["start"], "2027-03-01T09:00:00.000Z");
    }

    async fn cancelling_takes_a_body_or_none(app) {
        let host = host(&app).await;
        let first = booked(&app, &host, TEN).await;
        let cancelled = app.key.delete(&path(&first)).await.ok();
        assert_eq!((&cancelled["isCancelled"], &cancelled["status"]), (&json!(true), &json!("cancelled")));
        assert_eq!(cancelled["cancel"]["actionSource"], "host");

        let second = booked(&app, &host, TEN).await;
        let body = json!({ "reason": "Customer requested", "notifyAttendees": true });
        let cancelled = app.key.request(axum::http::Method::DELETE, &path(&second), Some(body)).await.ok();
        assert_eq!(cancelled["cancel"]["reason"], "Customer requested");
        let again = app.key.delete(&path(&second)).await.ok();
        assert_eq!(again, cancelled, "cancelling twice changes nothing");

        let third = booked(&app, &host, TEN).await;
        let cancelled = app.key.post(&format!("{}/cancel", path(&third)), json!({ "reason": "ill" })).await.created();
        assert_eq!(cancelled["cancel"]["reason"], "ill");
        app.key.post(&format!("{}/cancel", path(&third)), json!({ "reason": "x".repeat(501) })).await.invalid("reason", "too-long");
    }

    async fn one_of_a_group_leaves_and_frees_a_seat(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "spots": 2 })).await;
        let first = booked(&app, &host, TEN).await;
        let both = booked(&app, &host, TEN).await;
        let cancel = format!("{}/cancel", path(&first));
        app.key.post(&cancel, json!({})).await.refused(400, "group-needs-target");
        app.key.post(&cancel, json!({ "attendeeId": "0192f0c1-0000-7000-8000-000000000000" })).await.refused(404, "not-found");
        let left = app.key.post(&cancel, json!({ "attendeeId": both["attendees"][0]["id"] })).await.created();
        assert_eq!(left["isCancelled"], false);
        assert_eq!(left["attendees"][0]["isCancelled"], true);
        let third = booked(&app, &host, TEN).await;
        assert_eq!(third["id"], first["id"]);
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.refused(409, "slot-occupied");
        let all = app.key.post(&cancel, json!({ "cancelAll": true })).await.created();
        assert_eq!(all["isCancelled"], true);
        assert_ne!(booked(&app, &host, TEN).await["id"], first["id"]);
    }

    async fn a_group_is_not_moved_into_another(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "spots": 3 })).await;
        let there = booked(&app, &host, TEN).await;
        let moved = booked(&app, &host, "2027-03-01T12:00:00Z").await;
        let listed = format!(
            "/v4/booking-availability?meetingTypeId={}&start=2027-03-01&end=2027-03-01&existingAppointmentId={}",
            id(&host["meetingTypeId"]), id(&moved["id"]),
        );
        let listed = app.key.get(&listed).await.ok();
        let starts: Vec<&Value> =
            listed["availableSlots"].as_array().unwrap().iter().map(|slot| &slot["start"]).collect();
        let ten = json!("2027-03-01T09:00:00.000Z");
        assert!(!starts.contains(&&ten) && starts.len() > 5, "{listed}");
        let reschedule = format!("{}/reschedule", path(&moved));
        let refused = app.key.post(&reschedule, json!({ "start": TEN })).await.refused(409, "slot-occupied");
        assert!(!refused["alternatives"].as_array().unwrap().contains(&ten), "{refused}");
        // What is offered is taken.
        app.key.post(&reschedule, json!({ "start": starts[0] })).await.created();
        assert_eq!(booked(&app, &host, TEN).await["id"], there["id"]);
    }

    async fn moving_keeps_the_id_and_frees_the_old_time(app) {
        let host = host(&app).await;
        let made = booked(&app, &host, TEN).await;
        let reschedule = format!("{}/reschedule", path(&made));
        let moved = app.key.post(&reschedule, json!({ "start": "2027-03-01T12:00:00Z" })).await.created();
        let now = &moved["appointment"];
        assert_eq!((&now["id"], &now["secret"]), (&made["id"], &made["secret"]));
        assert_eq!((&now["start"], &now["end"]), (&json!("2027-03-01T12:00:00.000Z"), &json!("2027-03-01T12:30:00.000Z")));
        assert_eq!((&now["rescheduleCount"], &now["sequence"]), (&json!(1), &json!(1)));
        assert_eq!(moved["previousStart"], "2027-03-01T09:00:00.000Z");
        booked(&app, &host, TEN).await;
        // It overlaps only itself.
        let refused = app.key.post(&reschedule, json!({ "start": TEN })).await.refused(409, "slot-occupied");
        assert_eq!(refused["alternatives"].as_array().unwrap().len(), 3);
        app.key.post(&reschedule, json!({ "start": "2027-03-01T12:10:00Z" })).await.refused(400, "off-grid");
        app.key.post(&reschedule, json!({ "start": "2027-03-01T12:10:00Z", "ignoreAvailability": true })).await.created();
        app.key.delete(&path(&made)).await.ok();
        app.key.post(&reschedule, json!({ "start": "2027-03-01T13:00:00Z" })).await.refused(409, "appointment-cancelled");
    }

    async fn guests_are_added_one_by_one(app) {
        let host = host(&app).await;
        let made = booked(&app, &host, "2027-03-02T09:00:00Z").await;
        let guest = format!("{}/guest", path(&made));
        let attendee = &made["attendees"][0]["id"];
        let add = |email: String| app.key.patch(&guest, json!({ "attendeeId": attendee, "email": email }));
        let with_one = add("one@example.com".to_owned()).await.ok();
        assert_eq!(with_one["attendees"][0]["bringalongEmails"], json!(["one@example.com"]));
        // Who is there already is not added again, nor is the attendee.
        let again = add("ONE@example.com".to_owned()).await.ok();
        assert_eq!(again, with_one);
        let own = made["attendees"][0]["email"].as_str().unwrap().to_owned();
        assert_eq!(add(own).await.ok(), with_one);
        for n in 2..=5 {
            add(format!("{n}@example.com")).await.ok();
        }
        add("6@example.com".to_owned()).await.refused(400, "too-many-guests");
        add("nonsense".to_owned()).await.invalid("email", "invalid-email");
        let nobody = json!({ "attendeeId": uuid::Uuid::new_v4(), "email": "x@example.com" });
        app.key.patch(&guest, nobody).await.refused(404, "not-found");
        // One attends, so it need not be said who.
        let other = booked(&app, &host, "2027-03-02T11:00:00Z").await;
        let alone = app.key.patch(&format!("{}/guest", path(&other)), json!({ "email": "a@example.com" })).await.ok();
        assert_eq!(alone["attendees"][0]["bringalongEmails"], json!(["a@example.com"]));
        app.key.delete(&path(&made)).await.ok();
        add("late@example.com".to_owned()).await.refused(409, "appointment-cancelled");
    }

    async fn a_note_is_replaced_and_cleared(app) {
        let host = host(&app).await;
        let made = booked(&app, &host, TEN).await;
        let notes = format!("{}/notes", path(&made));
        assert_eq!(app.key.patch(&notes, json!({ "note": "bring papers" })).await.ok()["notes"], "bring papers");
        assert_eq!(app.key.get(&path(&made)).await.ok()["notes"], "bring papers");
        assert_eq!(app.key.patch(&notes, json!({ "note": null })).await.ok()["notes"], Value::Null);
    }

    async fn a_waiting_booking_holds_its_slot_until_it_is_decided(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        let waits = booked(&app, &host, TEN).await;
        assert_eq!(waits["bookingType"], "requireHostConfirmation");
        assert!(waits.get("id").is_none() && waits.get("appointmentId").is_none());
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.refused(409, "slot-occupied");
        let page = app.key.get("/v4/provisional-booking/paginated?status=pending").await.ok();
        assert_eq!((&page["total"], &page["provisionalBookings"][0]["id"]), (&json!(1), &waits["provisionalBookingId"]));
        assert_eq!(page["provisionalBookings"][0]["dto"]["attendee"]["email"], "jane@example.com");

        let of = format!("/v4/provisional-booking/{}", id(&waits["provisionalBookingId"]));
        let confirmed = app.key.post(&format!("{of}/confirm"), json!({})).await.created();
        assert_eq!(confirmed["start"], "2027-03-01T09:00:00.000Z");
        app.key.post(&format!("{of}/confirm"), json!({})).await.refused(409, "already-decided");
        app.key.post(&format!("{of}/decline"), json!({})).await.refused(409, "already-decided");
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.refused(409, "slot-occupied");
    }

    async fn what_was_held_is_confirmed_whatever_changed_since(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "bookingMinimum": 1440, "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        let waits = booked(&app, &host, "2027-03-02T09:00:00Z").await;
        app.set_now("2027-03-01T12:00:00Z");
        change(&app, &host, json!({ "duration": 60 })).await;
        let path = format!("/v4/provisional-booking/{}/confirm", id(&waits["provisionalBookingId"]));
        let confirmed = app.key.post(&path, json!({})).await.created();
        assert_eq!(confirmed["end"], "2027-03-02T09:30:00.000Z", "as long as it was agreed");
        // And it can still be moved at that length.
        let reschedule = format!("/v4/appointment/{}/reschedule", id(&confirmed["id"]));
        let moved = app.key.post(&reschedule, json!({ "start": "2027-03-03T09:00:00Z" })).await.created();
        assert_eq!(moved["appointment"]["end"], "2027-03-03T09:30:00.000Z");
    }

    async fn a_group_does_not_wait(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "spots": 2, "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        let first = booked(&app, &host, TEN).await;
        assert_eq!(booked(&app, &host, TEN).await["id"], first["id"]);
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.refused(409, "slot-occupied");
    }

    async fn a_declined_or_expired_booking_gives_its_slot_back(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        let waits = booked(&app, &host, "2027-03-03T09:00:00Z").await;
        let of = format!("/v4/provisional-booking/{}", id(&waits["provisionalBookingId"]));
        assert_eq!(app.key.post(&format!("{of}/decline"), json!({ "reason": "no" })).await.created()["status"], "declined_by_host");
        let waits = booked(&app, &host, "2027-03-03T09:00:00Z").await;
        app.set_now("2027-03-02T07:00:01Z");
        app.app.drain_jobs().await.unwrap();
        let page = app.key.get("/v4/provisional-booking/paginated?status=expired").await.ok();
        assert_eq!(page["provisionalBookings"][0]["id"], waits["provisionalBookingId"]);
        booked(&app, &host, "2027-03-03T09:00:00Z").await;
    }
}
