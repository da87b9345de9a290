//! Availability schedules: contract section 7.

use serde_json::{Value, json};

use crate::support::id;

/// Eight closed or open days as they are sent: these are open, the others closed.
fn week(open: &[(&str, &[(&str, &str)])]) -> Value {
    let mut week = json!({});
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        let hours = open.iter().find(|(name, _)| *name == day).map_or(&[][..], |(_, hours)| hours);
        let hours: Vec<_> = hours.iter().map(|(start, end)| json!({"start": start, "end": end})).collect();
        week[day] = json!({"enabled": !hours.is_empty(), "hours": hours});
    }
    week
}

fn draft() -> Value {
    json!({
        "name": "Mornings",
        "timezone": "europe/berlin",
        "schedule": [
            {"dayOfWeek": "monday", "intervals": [{"from": "10:00", "to": "12:00"}, {"from": "08:00", "to": "09:30"}]},
            {"dayOfWeek": "friday", "intervals": [{"from": "22:00", "to": "00:00"}]},
        ],
        "somethingUnknown": {"is": "ignored"},
    })
}

on_both_engines! {
    async fn a_schedule_is_created_from_a_list_of_days_and_sent_as_an_object(app) {
        let made = app.key.post("/availability", draft()).await.created();
        let schedule = id(&made["id"]);
        assert_eq!(made, json!({
            "id": schedule,
            "userId": app.owner_id(),
            "name": "Mornings",
            "timezone": "Europe/Berlin",
            "schedule": week(&[("monday", &[("08:00", "09:30"), ("10:00", "12:00")]), ("friday", &[("22:00", "24:00")])]),
            "availabilityExceptions": [],
            "travel": [],
            "isDefault": false,
            "useExplicitAvailability": false,
            "explicitAvailabilityEventTitle": null,
            "createdAt": "2027-03-01T07:00:00.000Z",
            "updatedAt": "2027-03-01T07:00:00.000Z",
            "deletedAt": null,
        }));
        assert_eq!(app.key.get(&format!("/v4/availability/{schedule}")).await.ok(), made);
        for path in ["/availability", "/v4/availability"] {
            let listed = app.key.get(path).await.ok();
            assert_eq!(listed.as_array().unwrap().len(), 2, "{path}: {listed}");
            assert_eq!((&listed[0]["isDefault"], &listed[1]), (&json!(true), &made));
        }
    }

    async fn what_was_sent_can_be_sent_back(app) {
        let made = app.key.post("/v4/availability", draft()).await.created();
        let path = format!("/v4/availability/{}", id(&made["id"]));
        let with = json!({"exceptions": [
            {"available": false, "start": "2027-12-24", "end": "2027-12-26", "title": "Holidays"},
            {"available": true, "start": "2027-04-03T10:00", "end": "2027-04-03T14:00"},
        ]});
        let before = app.key.patch(&path, with).await.ok();
        assert_eq!(app.key.patch(&path, before.clone()).await.ok(), before);
    }

    async fn a_schedule_without_hours_is_closed_and_in_its_owners_zone(app) {
        let made = app.key.post("/v4/availability", json!({"name": "Tickets"})).await.created();
        assert_eq!((&made["timezone"], &made["schedule"]), (&json!("Europe/Berlin"), &week(&[])));
    }

    async fn only_what_is_said_changes(app) {
        let made = app.key.post("/v4/availability", draft()).await.created();
        let path = format!("/v4/availability/{}", id(&made["id"]));
        app.set_now("2027-03-02T07:00:00Z");
        let renamed = app.key.patch(&path, json!({"name": "Early", "timezone": null})).await.ok();
        let mut expected = made.clone();
        (expected["name"], expected["updatedAt"]) = (json!("Early"), json!("2027-03-02T07:00:00.000Z"));
        assert_eq!(renamed, expected);

        let hours = json!({"schedule": {"sunday": {"hours": [{"start": "09:00", "end": "17:00"}]}}, "timezone": "Asia/Kolkata"});
        app.set_now("2027-03-03T07:00:00Z");
        expected["updatedAt"] = json!("2027-03-03T07:00:00.000Z");
        let moved = app.key.patch(&path, hours).await.ok();
        (expected["schedule"], expected["timezone"]) = (week(&[("sunday", &[("09:00", "17:00")])]), json!("Asia/Kolkata"));
        assert_eq!(moved, expected);
    }

    async fn exceptions_are_instants_local_times_or_dates(app) {
        let mut draft = draft();
        draft["exceptions"] = json!([
            {"available": false, "start": "2027-07-01T08:00:00Z", "end": "2027-07-01T12:00:00+02:00", "title": "Doctor", "note": "Bring papers"},
            {"available": true, "start": "2027-07-03T10:00", "end": "2027-07-03T14:00:00"},
            {"available": false, "start": "2027-12-24", "end": "2027-12-26"},
            {"available": false, "start": "2027-12-31"},
        ]);
        let made = app.key.post("/v4/availability", draft).await.created();
        let owner = app.owner_id();
        let exception = |id: i64, available: bool, start: &str, end: &str, title: Value, note: Value| json!({
            "id": id, "ownerId": owner, "ownerType": "user", "available": available, "start": start, "end": end,
            "title": title, "note": note, "createdAt": "2027-03-01T07:00:00.000Z", "deletedAt": null,
        });
        assert_eq!(made["availabilityExceptions"], json!([
            exception(1, false, "2027-07-01T08:00:00.000Z", "2027-07-01T10:00:00.000Z", json!("Doctor"), json!("Bring papers")),
            exception(2, true, "2027-07-03T08:00:00.000Z", "2027-07-03T12:00:00.000Z", Value::Null, Value::Null),
            exception(3, false, "2027-12-23T23:00:00.000Z", "2027-12-26T23:00:00.000Z", Value::Null, Value::Null),
            exception(4, false, "2027-12-30T23:00:00.000Z", "2027-12-31T23:00:00.000Z", Value::Null, Value::Null),
        ]));
    }

    async fn replaced_exceptions_keep_their_ids_and_new_ones_never_get_an_old_one(app) {
        let mut draft = draft();
        draft["availabilityExceptions"] = json!([
            {"available": false, "start": "2027-07-01"}, {"available": false, "start": "2027-07-02"},
        ]);
        let made = app.key.post("/v4/availability", draft).await.created();
        let path = format!("/v4/availability/{}", id(&made["id"]));
        app.set_now("2027-03-02T07:00:00Z");
        let list = json!({"exceptions": [
            {"available": true, "start": "2027-08-01"}, {"id": 1, "available": false, "start": "2027-07-08"},
        ]});
        let changed = app.key.patch(&path, list).await.ok();
        let shown: Vec<_> = changed["availabilityExceptions"].as_array().unwrap().iter()
            .map(|e| (e["id"].as_i64().unwrap(), e["start"].as_str().unwrap(), e["createdAt"].as_str().unwrap()))
            .collect();
        assert_eq!(shown, [
            (3, "2027-07-31T22:00:00.000Z", "2027-03-02T07:00:00.000Z"),
            (1, "2027-07-07T22:00:00.000Z", "2027-03-01T07:00:00.000Z"),
        ]);
        app.key.patch(&path, json!({"exceptions": []})).await.ok();
        let again = app.key.patch(&path, json!({"exceptions": [{"available": true, "start": "2027-08-01"}]})).await.ok();
        assert_eq!(again["availabilityExceptions"][0]["id"], 4);
        app.key.patch(&path, json!({"exceptions": [{"id": 1, "available": true, "start": "2027-08-01"}]})).await
            .invalid("exceptions[0].id", "invalid-id");
        let twice = json!({"exceptions": [{"id": 4, "available": true, "start": "2027-08-01"}, {"id": 4, "available": true, "start": "2027-08-02"}]});
        app.key.patch(&path, twice).await.invalid("exceptions[1].id", "invalid-id");
    }

    async fn dates_abroad_are_kept(app) {
        let mut draft = draft();
        draft["travel"] = json!([{"from": "2027-06-01", "to": "2027-06-07", "timezone": "America/New_York"}]);
        let made = app.key.post("/v4/availability", draft.clone()).await.created();
        assert_eq!(made["travel"], draft["travel"]);
        let path = format!("/v4/availability/{}", id(&made["id"]));
        assert_eq!(app.key.patch(&path, json!({"travel": []})).await.ok()["travel"], json!([]));
        draft["travel"].as_array_mut().unwrap().push(json!({"from": "2027-06-07", "to": "2027-06-09", "timezone": "Asia/Tokyo"}));
        app.key.post("/v4/availability", draft.clone()).await.invalid("travel[1]", "invalid-range");
        draft["travel"][0]["to"] = json!("2027-05-01");
        app.key.post("/v4/availability", draft).await.invalid("travel[0].to", "invalid-range");
    }

    async fn what_cannot_be_meant_is_refused_with_its_place(app) {
        let refused = async |body: Value, field: &str, code: &str| {
            app.key.post("/availability", body).await.invalid(field, code);
        };
        let monday = |from: &str, to: &str| json!({"name": "x", "schedule": [{"dayOfWeek": "monday", "intervals": [{"from": from, "to": to}]}]});
        refused(json!({}), "name", "required").await;
        refused(json!({"name": " "}), "name", "too-short").await;
        refused(json!({"name": "x".repeat(201)}), "name", "too-long").await;
        refused(json!({"name": "a\u{0}b"}), "name", "invalid-value").await;
        refused(json!({"name": 7}), "name", "invalid-value").await;
        refused(json!({"name": "x", "timezone": "Mars/Olympus"}), "timezone", "invalid-timezone").await;
        refused(json!({"name": "x", "schedule": "always"}), "schedule", "invalid-value").await;
        refused(monday("9:00", "17:00"), "schedule[0].intervals[0].from", "invalid-time").await;
        refused(monday("09:00", "25:00"), "schedule[0].intervals[0].to", "invalid-time").await;
        refused(monday("17:00", "09:00"), "schedule[0].intervals[0]", "invalid-range").await;
        refused(json!({"name": "x", "schedule": {"monday": {"hours": [{"start": "09:00"}]}}}), "schedule.monday.hours[0]", "required").await;
        let exception = |start: &str, end: &str| json!({"name": "x", "exceptions": [{"available": true, "start": start, "end": end}]});
        refused(exception("tomorrow", "2027-01-01"), "exceptions[0].start", "invalid-time").await;
        refused(exception("2027-01-02", "2027-01-01"), "exceptions[0].end", "invalid-range").await;
        refused(exception("2027-01-02T10:00", "2027-01-02T10:00"), "exceptions[0].end", "invalid-range").await;
        refused(exception("0101-01-01", "0101-01-01"), "exceptions[0].end", "out-of-range").await;
        refused(json!({"name": "x", "exceptions": [{"available": true, "start": "2027-01-02T10:00"}]}), "exceptions[0].end", "required").await;
        app.key.get("/v4/availability/7").await.invalid("id", "invalid-id");
        app.key.get("/v4/availability?userId=7").await.invalid("userId", "invalid-id");
    }

    async fn the_default_is_changed_and_neither_it_nor_one_in_use_is_deleted(app) {
        let first = app.key.get("/availability").await.ok()[0]["id"].clone();
        let first = id(&first);
        app.key.delete(&format!("/v4/availability/{first}")).await.refused(409, "availability-is-default");

        let second = id(&app.key.post("/availability", draft()).await.created()["id"]);
        let made = app.key.patch(&format!("/v4/availability/{second}"), json!({"isDefault": true})).await.ok();
        assert_eq!(made["isDefault"], true);
        assert_eq!(app.key.get(&format!("/v4/availability/{first}")).await.ok()["isDefault"], false);
        assert_eq!(app.key.get("/v4/user/me").await.ok()["defaultAvailabilityId"], json!(second));
        let kept = app.key.patch(&format!("/v4/availability/{second}"), json!({"isDefault": false})).await.ok();
        assert_eq!(kept["isDefault"], true);

        let uses = json!({"name": "Uses it", "duration": 30, "availabilityId": first});
        let user = id(&app.key.post("/v4/meeting-type", uses).await.created()["id"]);
        app.key.delete(&format!("/v4/availability/{first}")).await.refused(409, "availability-in-use");
        app.key.patch(&format!("/v4/meeting-type/{user}"), json!({"availabilityId": null})).await.ok();
        app.key.delete(&format!("/v4/availability/{first}")).await.no_content();
        app.key.get(&format!("/v4/availability/{first}")).await.refused(404, "not-found");
        app.key.delete(&format!("/v4/availability/{first}")).await.refused(404, "not-found");
        assert_eq!(app.key.get("/availability").await.ok().as_array().unwrap().len(), 1);
    }

    async fn schedules_belong_to_their_owner_and_company(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let hers = id(&app.key.as_user(grace).post("/availability", draft()).await.created()["id"]);
        assert_eq!(app.key.get("/availability").await.ok().as_array().unwrap().len(), 1);
        let of_hers = format!("/availability?userId={grace}");
        assert_eq!(app.key.get(&of_hers).await.ok().as_array().unwrap().len(), 2);
        let mut for_her = draft();
        for_her["userId"] = json!(grace);
        assert_eq!(app.key.post("/availability", for_her).await.created()["userId"], json!(grace));

        let alan = id(&app.user("Alan", "Turing").await["userId"]);
        let token = app.token(alan, &[]).await;
        let path = format!("/v4/availability/{hers}");
        token.get(&path).await.refused(403, "not-yours");
        token.patch(&path, json!({"name": "Mine"})).await.refused(403, "not-yours");
        token.delete(&path).await.refused(403, "not-yours");
        token.get(&of_hers).await.refused(403, "not-yours");

        app.foreign.key.get(&path).await.refused(404, "not-found");
        app.foreign.key.patch(&path, json!({"name": "Mine"})).await.refused(404, "not-found");
        app.foreign.key.delete(&path).await.refused(404, "not-found");
        app.foreign.key.get(&of_hers).await.refused(404, "not-found");
        app.guest.get(&path).await.refused(401, "missing-authorization");
    }

    async fn a_repeated_creation_makes_one_schedule(app) {
        let key = app.key.with_idempotency_key("once");
        let first = key.post("/availability", draft()).await.created();
        assert_eq!(key.post("/availability", draft()).await.created(), first);
        assert_eq!(app.key.get("/availability").await.ok().as_array().unwrap().len(), 2);
        key.post("/availability", json!({"name": "Another"})).await.refused(422, "idempotency-key-reused");
    }

    async fn what_changes_in_a_schedule_changes_what_is_offered_at_once(app) {
        let user = app.user("Grace", "Hopper").await;
        let (schedule, meeting_type) = (id(&user["availabilityId"]), id(&user["meetingTypeId"]));
        let (key, path) = (app.key.as_user(id(&user["userId"])), format!("/v4/availability/{schedule}"));
        // A Tuesday, offered in Berlin's winter time.
        let query = format!("/v4/booking-availability?meetingTypeId={meeting_type}&start=2027-03-02&end=2027-03-02");
        let starts = async || {
            let slots = app.key.get(&query).await.ok();
            slots["availableSlots"].as_array().unwrap().iter()
                .map(|slot| slot["start"].as_str().unwrap()[11..16].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(starts().await.len(), 16);
        // All of these within one moment of the clock.
        for (hours, offered) in [(("09:00", "10:00"), ["08:00", "08:30"]), (("10:00", "11:00"), ["09:00", "09:30"]), (("12:00", "13:00"), ["11:00", "11:30"])] {
            let week = json!({"schedule": {"tuesday": {"hours": [{"start": hours.0, "end": hours.1}]}}});
            key.patch(&path, week).await.ok();
            assert_eq!(starts().await, offered);
        }
        key.patch(&path, json!({"exceptions": [{"available": false, "start": "2027-03-02T12:30", "end": "2027-03-02T13:00"}]})).await.ok();
        assert_eq!(starts().await, ["11:00"]);
        key.patch(&path, json!({"exceptions": [{"available": true, "start": "2027-03-02T12:30", "end": "2027-03-02T13:00"}]})).await.ok();
        assert_eq!(starts().await, ["11:30"]);
        key.patch(&path, json!({"timezone": "Europe/London"})).await.ok();
        assert_eq!(starts().await, ["12:30"]);
        key.post("/availability", json!({"name": "Closed", "isDefault": true})).await.created();
        assert_eq!(starts().await, Vec::<String>::new());
        let own = json!({"availabilityId": schedule, "duration": 15});
        key.patch(&format!("/v4/meeting-type/{meeting_type}"), own).await.ok();
        assert_eq!(starts().await, ["12:30", "12:45"]);
    }
}
