//! GET /v4/booking-availability: its four views, what it accepts, and that it offers what can be booked.

use serde_json::{Value, json};

use crate::{
    booking::{change, host, request},
    support::{TestApp, id},
};

const MONDAY: &str = "start=2027-03-01&end=2027-03-01";

async fn ask(app: &TestApp, meeting_type: &Value, query: &str) -> Value {
    let path = format!("/v4/booking-availability?meetingTypeId={}&{query}", id(meeting_type));
    app.key.get(&path).await.ok()
}

fn starts(answer: &Value) -> Vec<&str> {
    answer["availableSlots"].as_array().unwrap().iter().map(|slot| slot["start"].as_str().unwrap()).collect()
}

on_both_engines! {
    async fn one_answer_has_four_views(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "bookingMinimum": 450 })).await;
        // 07:00 and 450 minutes: from 14:30 on, so 14:30, 15:00 and 15:30 are left before 17:00 in Berlin.
        let answer = ask(&app, &host["meetingTypeId"], MONDAY).await;
        let slot = |from: &str, to: &str| json!({
            "start": format!("2027-03-01T{from}:00.000Z"), "end": format!("2027-03-01T{to}:00.000Z")
        });
        let all = json!([slot("14:30", "15:00"), slot("15:00", "15:30"), slot("15:30", "16:00")]);
        let spot = |at: &str| json!({ "startTime": format!("2027-03-01T{at}:00.000Z"), "unavailabilityEvents": [] });
        assert_eq!(answer, json!({
            "availableSlots": all,
            "timezone": "Europe/Berlin",
            "timeframes": all,
            "dates": [{ "date": "2027-03-01", "spots": [spot("14:30"), spot("15:00"), spot("15:30")] }],
            "slots": [{ "date": "2027-03-01", "times": [
                "2027-03-01T15:30:00+01:00", "2027-03-01T16:00:00+01:00", "2027-03-01T16:30:00+01:00",
            ] }],
            "earliestAvailableDate": "2027-03-01T14:30:00.000Z",
            "earliestMonthAvailability": null,
        }));
    }

    async fn nothing_free_is_an_answer_too(app) {
        let host = host(&app).await;
        assert_eq!(ask(&app, &host["meetingTypeId"], "start=2027-03-06&end=2027-03-07").await, json!({
            "availableSlots": [], "timezone": "Europe/Berlin", "timeframes": [], "dates": [], "slots": [],
            "earliestAvailableDate": null, "earliestMonthAvailability": null,
        }));
    }

    async fn bounds_are_days_or_instants(app) {
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        assert_eq!(starts(&ask(&app, of, MONDAY).await).len(), 16);
        assert_eq!(starts(&ask(&app, of, "startDate=2027-03-01&endDate=2027-03-02").await).len(), 32);
        let instants = "start=2027-03-01T08:30:00Z&end=2027-03-01T10:00:00.000Z";
        assert_eq!(starts(&ask(&app, of, instants).await), [
            "2027-03-01T08:30:00.000Z", "2027-03-01T09:00:00.000Z", "2027-03-01T09:30:00.000Z",
        ]);
        let offset = "start=2027-03-01T09:30:00%2B01:00&end=2027-03-01T11:00:00+01:00";
        assert_eq!(starts(&ask(&app, of, offset).await).len(), 3);
    }

    async fn days_are_those_of_the_asked_zone(app) {
        let host = host(&app).await;
        let answer = ask(&app, &host["meetingTypeId"], "start=2027-03-01&end=2027-03-01&timezone=America/Los_Angeles").await;
        // Monday in Los Angeles is 08:00Z on Monday to 08:00Z on Tuesday: Monday's starts, and Tuesday's none.
        assert_eq!(starts(&answer).len(), 16);
        assert_eq!(answer["timezone"], "America/Los_Angeles");
        assert_eq!(answer["slots"][0]["times"][0], "2027-03-01T00:00:00-08:00");
        assert_eq!(answer["availableSlots"][0]["start"], "2027-03-01T08:00:00.000Z", "always in UTC");
    }

    async fn what_makes_no_sense_is_refused(app) {
        let host = host(&app).await;
        let refused = async |query: &str| {
            app.key.get(&format!("/v4/booking-availability?meetingTypeId={}&{query}", id(&host["meetingTypeId"]))).await
        };
        refused("start=2027-03-02&end=2027-03-01").await.invalid("end", "invalid-range");
        refused("start=2027-03-01&end=2028-03-02").await.refused(400, "range-too-long");
        refused("start=tomorrow&end=2027-03-02").await.invalid("start", "invalid-date");
        refused("start=2027-02-30&end=2027-03-02").await.invalid("start", "invalid-date");
        refused("from=2027-03-01&to=2027-03-02").await.refused(400, "validation-failed");
        refused(&format!("{MONDAY}&timezone=Mars/Olympus")).await.refused(400, "validation-failed");
        refused(&format!("{MONDAY}&hostIds=7")).await.invalid("hostIds", "invalid-id");
        refused(&format!("{MONDAY}&meetingDuration=45")).await.refused(400, "duration-not-allowed");
        refused(&format!("{MONDAY}&hostIds={}", app.foreign.company.owner.user.id)).await.refused(404, "not-found");
        app.key.get(&format!("/v4/booking-availability?{MONDAY}&meetingTypeId=7")).await.refused(400, "validation-failed");
        let unknown = "meetingTypeId=0192f0c1-0000-7000-8000-000000000000";
        app.key.get(&format!("/v4/booking-availability?{MONDAY}&{unknown}")).await.refused(404, "not-found");
    }

    async fn a_booked_start_goes_and_the_grid_stays(app) {
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        let before = ask(&app, of, MONDAY).await;
        let booked = app.key.post("/v4/booking", request(of, "2027-03-01T09:00:00Z")).await.created();
        let after = ask(&app, of, MONDAY).await;
        let mut expected = starts(&before);
        expected.retain(|start| *start != "2027-03-01T09:00:00.000Z");
        assert_eq!(starts(&after), expected);
        // An appointment that is to be moved does not stand in its own way.
        let moving = ask(&app, of, &format!("{MONDAY}&existingAppointmentId={}", id(&booked["id"]))).await;
        assert_eq!(starts(&moving), starts(&before));
        app.key.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        assert_eq!(starts(&ask(&app, of, MONDAY).await), starts(&before));
    }

    async fn hosts_are_united_or_intersected(app) {
        let (host, other) = (host(&app).await, app.user("Mary", "Shelley").await);
        let of = &host["meetingTypeId"];
        app.key.post("/v4/booking", request(of, "2027-03-01T09:00:00Z")).await.created();
        let both = format!("{},{}", id(&host["userId"]), id(&other["userId"]));
        let anyone = ask(&app, of, &format!("{MONDAY}&hostIds={both}")).await;
        assert_eq!(starts(&anyone).len(), 16);
        let everyone = ask(&app, of, &format!("{MONDAY}&hostIds={both}&calculationMethod=everyone")).await;
        assert_eq!(starts(&everyone).len(), 15);
        let repeated = format!("{MONDAY}&hostIds={}&hostIds={}", id(&host["userId"]), id(&other["userId"]));
        assert_eq!(ask(&app, of, &repeated).await, anyone);
    }

    async fn a_group_shows_its_seats(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "spots": 3 })).await;
        let of = &host["meetingTypeId"];
        let booked = app.key.post("/v4/booking", request(of, "2027-03-01T08:00:00Z")).await.created();
        let answer = ask(&app, of, MONDAY).await;
        assert_eq!(answer["dates"][0]["spots"][0], json!({
            "startTime": "2027-03-01T08:00:00.000Z", "unavailabilityEvents": [],
            "appointment": { "id": booked["id"], "totalSpots": 3, "takenSpots": 1 },
        }));
        let hidden = ask(&app, of, &format!("{MONDAY}&hideGroupAppointments=true")).await;
        assert_eq!(starts(&hidden).len(), 15);
    }

    async fn a_disabled_type_offers_nothing(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "enabled": false })).await;
        assert!(starts(&ask(&app, &host["meetingTypeId"], MONDAY).await).is_empty());
    }

    async fn refused_starts_are_shown_with_the_reason(app) {
        let host = host(&app).await;
        let of = &host["meetingTypeId"];
        app.key.post("/v4/booking", request(of, "2027-03-01T09:00:00Z")).await.created();
        let answer = ask(&app, of, &format!("{MONDAY}&troubleshoot=true")).await;
        let spots = answer["dates"][0]["spots"].as_array().unwrap();
        let taken = spots.iter().find(|spot| spot["startTime"] == "2027-03-01T09:00:00.000Z").unwrap();
        let event = &taken["unavailabilityEvents"][0];
        assert_eq!((&event["type"], &event["hostId"]), (&json!("appointment"), &host["userId"]));
        assert_eq!(event["hostName"], "Hedy Lamarr");
        assert!(event["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
        assert!(!starts(&answer).contains(&"2027-03-01T09:00:00.000Z"), "it stays out of what can be booked");
        let frame = answer["timeframes"].as_array().unwrap().iter()
            .find(|frame| frame["start"] == "2027-03-01T09:00:00.000Z").unwrap();
        assert_eq!(&frame["unavailabilityEvent"], event);
    }

    async fn what_is_offered_can_be_booked_and_nothing_else(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "duration": 45, "bufferTimeBefore": 10, "timeslotInterval": 15 })).await;
        let of = &host["meetingTypeId"];
        app.key.post("/v4/booking", request(of, "2027-03-01T10:15:00Z")).await.created();
        let offered = ask(&app, of, MONDAY).await;
        let offered = starts(&offered);
        let mut booked = 0;
        for minute in (0..24 * 60).step_by(5) {
            let start = format!("2027-03-01T{:02}:{:02}:00.000Z", minute / 60, minute % 60);
            let response = app.key.post("/v4/booking", request(of, &start)).await;
            assert_eq!(response.status == 201, offered.contains(&start.as_str()), "{start}: {}", response.text);
            if response.status == 201 {
                booked += 1;
                let path = format!("/v4/appointment/{}", id(&response.json()["id"]));
                app.key.delete(&path).await.ok();
            }
        }
        assert_eq!(booked, offered.len());
    }

    async fn every_change_shows_in_the_next_answer(app) {
        let (host, other) = (host(&app).await, app.user("Mary", "Shelley").await);
        let (of, user) = (&host["meetingTypeId"], id(&host["userId"]));
        let both = format!("{MONDAY}&hostIds={user},{}&calculationMethod=everyone", id(&other["userId"]));
        let counts = async || (starts(&ask(&app, of, MONDAY).await).len(), starts(&ask(&app, of, &both).await).len());
        assert_eq!(counts().await, (16, 16));

        let path = format!("/v4/availability/{}", id(&host["availabilityId"]));
        let morning = json!({ "monday": { "enabled": true, "hours": [{ "start": "09:00", "end": "12:00" }] } });
        app.key.patch(&path, json!({ "schedule": morning })).await.ok();
        assert_eq!(counts().await, (6, 6), "the schedule");

        let theirs = app.key.post("/v4/booking", request(&other["meetingTypeId"], "2027-03-01T09:00:00Z")).await.created();
        assert_eq!(counts().await, (6, 5), "another host's booking");
        let ours = app.key.post("/v4/booking", request(of, "2027-03-01T08:00:00Z")).await.created();
        assert_eq!(counts().await, (5, 4), "a booking");
        let reschedule = format!("/v4/appointment/{}/reschedule", id(&ours["id"]));
        app.key.post(&reschedule, json!({ "start": "2027-03-01T09:00:00Z" })).await.created();
        assert_eq!(counts().await, (5, 5), "a move");
        app.key.delete(&format!("/v4/appointment/{}", id(&ours["id"]))).await.ok();
        app.key.delete(&format!("/v4/appointment/{}", id(&theirs["id"]))).await.ok();
        assert_eq!(counts().await, (6, 6), "cancelling");

        change(&app, &host, json!({ "duration": 60 })).await;
        assert_eq!(counts().await, (3, 3), "the meeting type");
        let afternoon = json!({ "name": "Afternoon", "timezone": "Europe/Berlin", "schedule": [
            { "dayOfWeek": "monday", "intervals": [{ "from": "13:00", "to": "15:00" }] }] });
        let afternoon = app.key.as_user(user).post("/v4/availability", afternoon).await.created();
        change(&app, &host, json!({ "availabilityId": afternoon["id"] })).await;
        assert_eq!(counts().await.0, 2, "another schedule for the type");
        change(&app, &host, json!({ "availabilityId": null })).await;
        assert_eq!(counts().await.0, 3, "the usual schedule again");
        app.key.patch(&format!("/v4/availability/{}", id(&afternoon["id"])), json!({ "isDefault": true })).await.ok();
        assert_eq!(counts().await.0, 2, "another usual schedule");

        change(&app, &host, json!({ "enabled": false })).await;
        assert_eq!(counts().await, (0, 0), "a type switched off");
        change(&app, &host, json!({ "enabled": true })).await;
        app.set_now("2027-03-01T12:30:00Z");
        assert_eq!(counts().await.0, 1, "time goes on");
        app.key.delete(&format!("/v4/user/{}", id(&other["userId"]))).await.no_content();
        let gone = format!("/v4/booking-availability?meetingTypeId={}&{both}", id(of));
        app.key.get(&gone).await.refused(404, "not-found");
        app.key.delete(&format!("/v4/meeting-type/{}", id(of))).await.no_content();
        app.key.get(&format!("/v4/booking-availability?meetingTypeId={}&{MONDAY}", id(of))).await.refused(404, "not-found");
    }

    async fn bookable_windows_of_a_user(app) {
        let host = host(&app).await;
        let path = format!("/v4/user/{}/bookable-windows", id(&host["userId"]));
        let windows = app.key.get(&format!("{path}?startDate=2027-03-01&endDate=2027-03-01")).await.ok();
        assert_eq!(windows["windows"].as_array().unwrap().len(), 16);
        assert_eq!(windows["windows"][0], "2027-03-01T08:00:00.000Z");
        let refused = app.key.get(&path).await.refused(400, "required");
        assert_eq!(refused["message"], "startDate and endDate are required");
        let refused = app.key.get(&format!("{path}?startDate=1.3.2027&endDate=2027-03-01")).await.refused(400, "invalid-date");
        assert_eq!(refused["message"], "Invalid date format. Use YYYY-MM-DD");
        let foreign = format!("/v4/user/{}/bookable-windows?startDate=2027-03-01&endDate=2027-03-01", app.foreign.company.owner.user.id);
        assert_eq!(app.key.get(&foreign).await.refused(404, "not-found")["message"], "User not found");
    }
}
