//! POST /v4/booking: what it takes, what it answers, and every refusal.

use serde_json::{Value, json};

use crate::support::{TestApp, id};

/// Monday 1 March 2027, 10:00 in Berlin.
const TEN: &str = "2027-03-01T09:00:00Z";

/// A host with the usual meeting type: 30 minutes, Monday to Friday from 9 to 17 in Berlin.
pub async fn host(app: &TestApp) -> Value {
    app.user("Hedy", "Lamarr").await
}

/// The seed documents' booking.
pub fn request(meeting_type: &Value, start: &str) -> Value {
    json!({
        "meetingTypeId": meeting_type,
        "start": start,
        "attendee": { "email": "jane@example.com", "fullname": "Jane Client", "phone": "+1234567890" },
    })
}

/// Changes the host's meeting type.
pub async fn change(app: &TestApp, host: &Value, patch: Value) {
    let path = format!("/v4/meeting-type/{}", id(&host["meetingTypeId"]));
    app.key.patch(&path, patch).await.ok();
}

on_both_engines! {
    async fn the_seed_call_books(app) {
        let host = host(&app).await;
        let booked = app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.created();
        assert_eq!(booked["id"], booked["appointmentId"]);
        assert_eq!(booked["meetingLink"], Value::Null);
        assert_eq!(booked["start"], "2027-03-01T09:00:00.000Z");
        assert_eq!(booked["end"], "2027-03-01T09:30:00.000Z");
        assert_eq!(booked["status"], "confirmed");
        assert_eq!(booked["meetingTypeId"], host["meetingTypeId"]);
        assert_eq!(booked["hosts"][0]["id"], host["userId"]);
        assert_eq!(booked["hosts"][0]["fullName"], "Hedy Lamarr");
        let attendee = &booked["attendees"][0];
        assert_eq!(attendee["email"], "jane@example.com");
        assert_eq!((&attendee["firstname"], &attendee["lastname"]), (&json!("Jane"), &json!("Client")));
        assert_eq!(attendee["receiveReminders"], true);
        assert!(booked["secret"].as_str().unwrap().len() >= 32);
        // A client decides "pending" by these keys.
        assert!(booked.get("bookingType").is_none() && booked.get("provisionalBookingId").is_none());
    }

    async fn unknown_fields_are_ignored(app) {
        let host = host(&app).await;
        let mut body = request(&host["meetingTypeId"], TEN);
        body["context"] = json!({ "any": "thing" });
        body["source"] = json!("widget");
        body["attendee"]["company"] = json!("ACME");
        body["timezone"] = json!("nowhere");
        app.key.post("/v4/booking", body).await.created();
    }

    async fn a_taken_slot_names_the_nearest_free_starts(app) {
        let host = host(&app).await;
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.created();
        let refused = app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.refused(409, "slot-occupied");
        assert_eq!(refused["message"], "slot-occupied");
        let alternatives = refused["alternatives"].as_array().unwrap();
        assert_eq!(alternatives.len(), 3);
        assert!(alternatives.contains(&json!("2027-03-01T08:30:00.000Z")), "{refused}");
        assert!(alternatives.contains(&json!("2027-03-01T09:30:00.000Z")), "{refused}");
    }

    async fn every_rule_has_its_code(app) {
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        for (start, code) in [
            ("2027-03-02T06:30:00Z", "outside-working-hours"),
            ("2027-03-06T09:00:00Z", "outside-working-hours"),
            ("2027-03-01T09:10:00Z", "off-grid"),
            ("2027-02-26T09:00:00Z", "minimum-notice"),
            ("2027-07-01T09:00:00Z", "beyond-horizon"),
        ] {
            let refused = app.key.post("/v4/booking", request(of, start)).await;
            let body = refused.refused(400, code);
            assert!(body["alternatives"].is_array(), "{start}: {body}");
        }
        change(&app, &host, json!({ "bookingMinimum": 180 })).await;
        app.key.post("/v4/booking", request(of, TEN)).await.refused(400, "minimum-notice");
        change(&app, &host, json!({ "bookingMinimum": 0, "limits": [{ "period": "day", "maxMeetings": 1 }] })).await;
        app.key.post("/v4/booking", request(of, TEN)).await.created();
        app.key.post("/v4/booking", request(of, "2027-03-01T13:00:00Z")).await.refused(400, "limit-reached");
        app.key.post("/v4/booking", request(of, "2027-03-02T13:00:00Z")).await.created();
        let mut long = request(of, "2027-03-03T13:00:00Z");
        long["duration"] = json!(45);
        app.key.post("/v4/booking", long).await.refused(400, "duration-not-allowed");
        change(&app, &host, json!({ "enabled": false })).await;
        app.key.post("/v4/booking", request(of, "2027-03-03T13:00:00Z")).await.refused(400, "meeting-type-disabled");
    }

    async fn an_allowed_duration_is_booked(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "meetingOptions": { "allowedDurations": [30, 60] } })).await;
        let mut long = request(&host["meetingTypeId"], TEN);
        long["duration"] = json!(60);
        let booked = app.key.post("/v4/booking", long).await.created();
        assert_eq!(booked["end"], "2027-03-01T10:00:00.000Z");
    }

    async fn availability_can_be_ignored_and_then_blocks(app) {
        let host = host(&app).await;
        let mut early = request(&host["meetingTypeId"], "2027-03-01T08:15:00Z");
        early["ignoreAvailability"] = json!(true);
        let booked = app.key.post("/v4/booking", early).await.created();
        let path = format!("/v4/appointment/{}", id(&booked["id"]));
        assert_eq!(app.key.get(&path).await.ok()["ignoredAvailability"], true);
        for start in ["2027-03-01T08:00:00Z", "2027-03-01T08:30:00Z"] {
            app.key.post("/v4/booking", request(&host["meetingTypeId"], start)).await.refused(409, "slot-occupied");
        }
    }

    async fn values_that_cannot_be_used_are_named(app) {
        let host = host(&app).await;
        let refused = async |change: fn(&mut Value)| {
            let mut body = request(&host["meetingTypeId"], TEN);
            change(&mut body);
            app.key.post("/v4/booking", body).await
        };
        refused(|b| b["attendee"]["email"] = json!("not an address")).await.invalid("attendee.email", "invalid-email");
        refused(|b| b["attendee"]["email"] = Value::Null).await.invalid("attendee.email", "required");
        refused(|b| b["attendee"]["timezone"] = json!("Mars/Olympus")).await.invalid("attendee.timezone", "invalid-timezone");
        refused(|b| b["attendee"]["fullname"] = json!("a\0b")).await.invalid("attendee.fullname", "invalid-value");
        refused(|b| b["attendee"]["notes"] = json!({ "q": "a\0b" })).await.invalid("attendee.notes", "invalid-value");
        refused(|b| b["attendee"]["bringalongEmails"] = json!(vec!["a@example.com"; 6])).await
            .invalid("attendee.bringalongEmails", "too-long");
        refused(|b| b["duration"] = json!(1)).await.invalid("duration", "out-of-range");
        refused(|b| b["channel"] = json!("carrier-pigeon")).await.invalid("channel", "channel-not-allowed");
        for (path, value) in [("start", "tomorrow"), ("start", "2027-03-01T09:00:00"), ("meetingTypeId", "7")] {
            let mut body = request(&host["meetingTypeId"], TEN);
            body[path] = json!(value);
            let refused = app.key.post("/v4/booking", body).await.refused(400, "validation-failed");
            assert_eq!(refused["errors"][0]["field"], path, "{refused}");
        }
        let mut unknown = request(&host["meetingTypeId"], TEN);
        unknown["meetingTypeId"] = json!("0192f0c1-0000-7000-8000-000000000000");
        app.key.post("/v4/booking", unknown).await.refused(404, "not-found");
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 0, "a refusal leaves nothing");
    }

    async fn phone_only_needs_the_types_consent_and_a_number(app) {
        let host = host(&app).await;
        let mut by_phone = request(&host["meetingTypeId"], TEN);
        by_phone["phoneOnlyBooking"] = json!(true);
        by_phone["attendee"] = json!({ "fullname": "Jane" });
        app.key.post("/v4/booking", by_phone.clone()).await.refused(400, "phone-only-not-allowed");
        change(&app, &host, json!({ "meetingOptions": { "allowPhoneOnlyBooking": true } })).await;
        app.key.post("/v4/booking", by_phone.clone()).await.invalid("attendee.phone", "required");
        by_phone["attendee"]["phone"] = json!("+4930123456");
        let booked = app.key.post("/v4/booking", by_phone).await.created();
        assert_eq!(booked["attendees"][0]["email"], Value::Null);
    }

    async fn a_one_time_link_books_once(app) {
        let host = host(&app).await;
        let path = format!("/v4/one-time-booking-link/create/{}", id(&host["meetingTypeId"]));
        let link = app.key.post(&path, json!({})).await.created();
        let mut body = request(&host["meetingTypeId"], TEN);
        body["oneTimeLinkId"] = link["id"].clone();
        app.key.post("/v4/booking", body.clone()).await.created();
        body["start"] = json!("2027-03-01T11:00:00Z");
        app.key.post("/v4/booking", body).await.refused(400, "one-time-link-used");
    }

    async fn a_link_is_not_used_up_by_a_booking_that_fails(app) {
        let host = host(&app).await;
        let path = format!("/v4/one-time-booking-link/create/{}", id(&host["meetingTypeId"]));
        let link = app.key.post(&path, json!({})).await.created();
        let mut body = request(&host["meetingTypeId"], "2027-03-01T09:10:00Z");
        body["oneTimeLinkId"] = link["id"].clone();
        app.key.post("/v4/booking", body.clone()).await.refused(400, "off-grid");
        body["start"] = json!(TEN);
        app.key.post("/v4/booking", body).await.created();
    }

    async fn buffers_keep_neighbours_apart(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "bufferTimeBefore": 15, "bufferTimeAfter": 15 })).await;
        let of = &host["meetingTypeId"];
        app.key.post("/v4/booking", request(of, TEN)).await.created();
        for taken in ["2027-03-01T08:30:00Z", "2027-03-01T09:30:00Z"] {
            app.key.post("/v4/booking", request(of, taken)).await.refused(409, "slot-occupied");
        }
        for free in ["2027-03-01T08:00:00Z", "2027-03-01T10:00:00Z"] {
            app.key.post("/v4/booking", request(of, free)).await.created();
        }
    }

    async fn two_types_of_one_host_share_the_hosts_time(app) {
        let host = host(&app).await;
        let user = host["userId"].as_str().unwrap();
        let other = app.key.as_user(user).post("/v4/meeting-type", json!({ "name": "Long", "duration": 60 })).await.created();
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.created();
        app.key.post("/v4/booking", request(&other["id"], TEN)).await.refused(409, "slot-occupied");
    }

    async fn a_group_fills_up(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "spots": 2 })).await;
        let of = &host["meetingTypeId"];
        let first = app.key.post("/v4/booking", request(of, TEN)).await.created();
        let second = app.key.post("/v4/booking", request(of, TEN)).await.created();
        assert_eq!(first["id"], second["id"]);
        assert_eq!(second["attendees"].as_array().unwrap().len(), 2);
        app.key.post("/v4/booking", request(of, TEN)).await.refused(409, "slot-occupied");
    }

    async fn what_one_has_booked_is_joined_by_nobody_when_the_type_becomes_a_group(app) {
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        let alone = app.key.post("/v4/booking", request(of, TEN)).await.created();
        change(&app, &host, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        let noon = "2027-03-01T12:00:00Z";
        app.key.post("/v4/booking", request(of, noon)).await.created();
        change(&app, &host, json!({ "spots": 3, "meetingOptions": { "requireHostConfirmation": "disabled" } })).await;
        for taken in [TEN, noon] {
            let refused = app.key.post("/v4/booking", request(of, taken)).await.refused(409, "slot-occupied");
            let instead = refused["alternatives"].as_array().unwrap();
            assert!(!instead.is_empty() && !instead.contains(&json!(taken.replace('Z', ".000Z"))), "{refused}");
        }
        // Also after it was moved.
        let path = format!("/v4/appointment/{}", id(&alone["id"]));
        let half_past = json!({ "start": "2027-03-01T09:30:00Z" });
        app.key.post(&format!("{path}/reschedule"), half_past).await.created();
        app.key.post("/v4/booking", request(of, "2027-03-01T09:30:00Z")).await.refused(409, "slot-occupied");
        assert_eq!(app.key.get(&path).await.ok()["attendees"].as_array().unwrap().len(), 1);
    }

    async fn a_full_group_stays_full_even_by_force(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "spots": 2 })).await;
        let of = &host["meetingTypeId"];
        app.key.post("/v4/booking", request(of, TEN)).await.created();
        let mut forced = request(of, TEN);
        forced["ignoreAvailability"] = json!(true);
        let joined = app.key.post("/v4/booking", forced.clone()).await.created();
        assert_eq!(joined["attendees"].as_array().unwrap().len(), 2);
        let apart = app.key.post("/v4/booking", forced).await.created();
        assert_ne!(apart["id"], joined["id"], "a forced booking past a full group is an appointment of its own");
    }

    async fn a_group_of_one_host_is_filled_before_another_begins(app) {
        let (host, other) = (host(&app).await, app.user("Mary", "Shelley").await);
        change(&app, &host, json!({ "spots": 2 })).await;
        let mut body = request(&host["meetingTypeId"], TEN);
        body["hostIds"] = json!([host["userId"], other["userId"]]);
        let first = app.key.post("/v4/booking", body.clone()).await.created();
        let second = app.key.post("/v4/booking", body.clone()).await.created();
        assert_eq!(first["id"], second["id"]);
        let third = app.key.post("/v4/booking", body).await.created();
        assert_ne!(third["id"], first["id"]);
        // With both asked for together, a group that only one of them hosts cannot be joined.
        let mut together = request(&host["meetingTypeId"], "2027-03-01T12:00:00Z");
        app.key.post("/v4/booking", together.clone()).await.created();
        together["hostIds"] = json!([host["userId"], other["userId"]]);
        together["calculationMethod"] = json!("everyone");
        let refused = app.key.post("/v4/booking", together.clone()).await.refused(409, "slot-occupied");
        // Nor is it offered, or named instead of itself.
        let noon = json!("2027-03-01T12:00:00.000Z");
        assert!(!refused["alternatives"].as_array().unwrap().contains(&noon), "{refused}");
        let listed = format!(
            "/v4/booking-availability?meetingTypeId={}&start=2027-03-01&end=2027-03-01&calculationMethod=everyone&hostIds={},{}",
            id(&host["meetingTypeId"]), id(&host["userId"]), id(&other["userId"]),
        );
        let listed = app.key.get(&listed).await.ok();
        let starts: Vec<&Value> =
            listed["availableSlots"].as_array().unwrap().iter().map(|slot| &slot["start"]).collect();
        assert!(!starts.contains(&&noon), "{listed}");
        assert!(starts.len() > 5, "{listed}");
        // One that both host is joined.
        together["start"] = json!("2027-03-01T14:00:00Z");
        let first = app.key.post("/v4/booking", together.clone()).await.created();
        assert_eq!(app.key.post("/v4/booking", together).await.created()["id"], first["id"]);
    }

    async fn a_host_named_twice_is_one_host(app) {
        let host = host(&app).await;
        let mut body = request(&host["meetingTypeId"], TEN);
        body["hostIds"] = json!([host["userId"], host["userId"]]);
        body["calculationMethod"] = json!("everyone");
        assert_eq!(app.key.post("/v4/booking", body).await.created()["hosts"].as_array().unwrap().len(), 1);
    }

    async fn the_ends_of_time_are_out_of_range(app) {
        let host = host(&app).await;
        for (start, code) in [
            ("9999-12-30T21:59:00Z", "out-of-range"),
            ("9998-12-30T21:59:00Z", "out-of-range"),
            ("0001-01-02T02:00:00Z", "out-of-range"),
            ("-009999-01-02T02:00:00Z", "invalid-value"),
        ] {
            let mut forced = request(&host["meetingTypeId"], start);
            forced["ignoreAvailability"] = json!(true);
            app.key.post("/v4/booking", forced).await.invalid("start", code);
        }
    }

    async fn all_of_several_hosts_take_part_when_asked(app) {
        let (host, other) = (host(&app).await, app.user("Mary", "Shelley").await);
        let mut body = request(&host["meetingTypeId"], TEN);
        body["hostIds"] = json!([host["userId"], other["userId"]]);
        body["calculationMethod"] = json!("everyone");
        let booked = app.key.post("/v4/booking", body).await.created();
        assert_eq!(booked["hosts"].as_array().unwrap().len(), 2);
        app.key.post("/v4/booking", request(&other["meetingTypeId"], TEN)).await.refused(409, "slot-occupied");
    }

    async fn any_of_several_hosts_takes_the_slot(app) {
        let (host, other) = (host(&app).await, app.user("Mary", "Shelley").await);
        let mut body = request(&host["meetingTypeId"], TEN);
        body["hostIds"] = json!([host["userId"], other["userId"]]);
        let takers: Vec<Value> = [
            app.key.post("/v4/booking", body.clone()).await.created(),
            app.key.post("/v4/booking", body.clone()).await.created(),
        ].into_iter().map(|b| b["hosts"][0]["id"].clone()).collect();
        assert_ne!(takers[0], takers[1]);
        let chosen = app.key.get("/v4/appointment/paginated").await.ok()["appointments"][0]["hostChoice"].clone();
        assert!(chosen.as_str().is_some_and(|why| why.contains("of 2 members 0 not free")), "{chosen}");
        app.key.post("/v4/booking", body).await.refused(409, "slot-occupied");
    }

    async fn a_deleted_host_takes_no_booking(app) {
        let host = host(&app).await;
        app.key.delete(&format!("/v4/user/{}", id(&host["userId"]))).await.no_content();
        let response = app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await;
        assert!([400, 404].contains(&response.status), "{}", response.text);
    }

    async fn an_appointment_id_moves_that_appointment(app) {
        let host = host(&app).await;
        let booked = app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.created();
        let mut body = request(&host["meetingTypeId"], "2027-03-01T12:00:00Z");
        body["appointmentId"] = booked["id"].clone();
        let moved = app.key.post("/v4/booking", body).await.created();
        assert_eq!((&moved["id"], &moved["start"]), (&booked["id"], &json!("2027-03-01T12:00:00.000Z")));
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.created();
    }

    async fn of_a_hundred_at_once_one_gets_the_slot(app) {
        let host = host(&app).await;
        let tries = (0..100).map(|_| {
            let (key, body) = (app.key.clone(), request(&host["meetingTypeId"], TEN));
            tokio::spawn(async move { key.post("/v4/booking", body).await })
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
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 1);
    }

    async fn a_move_and_a_booking_race_for_one_slot(app) {
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        for hour in 12..15 {
            let from = app.key.post("/v4/booking", request(of, &format!("2027-03-02T{hour}:00:00Z"))).await.created();
            let target = format!("2027-03-03T{hour}:00:00Z");
            let path = format!("/v4/appointment/{}/reschedule", id(&from["id"]));
            let (moved, booked) = tokio::join!(
                app.key.post(&path, json!({ "start": target })),
                app.key.post("/v4/booking", request(of, &target)),
            );
            let mut statuses = [moved.status, booked.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 409], "{} / {}", moved.text, booked.text);
        }
    }
}
