//! Users: contract section 6.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::{NOW, PUBLIC_URL, TestApp, id};

/// [`NOW`] as it is sent.
const SENT_NOW: &str = "2027-03-01T07:00:00.000Z";

fn new_user(email: &str) -> Value {
    json!({"email": email, "givenName": "Grace", "familyName": "Hopper", "timezone": "America/New_York"})
}

async fn schedule(app: &TestApp, id: &Value) -> Value {
    app.key.get(&format!("/v4/availability/{}", id.as_str().unwrap())).await.ok()
}

async fn meeting_type(app: &TestApp, id: &Value) -> Value {
    app.key.get(&format!("/v4/meeting-type/{}", id.as_str().unwrap())).await.ok()
}

on_both_engines! {
    async fn a_user_comes_with_everything_needed_to_be_booked(app) {
        let made = app.key.post("/v4/user", new_user("grace@example.com")).await.created();
        let (user, schedule_id, type_id) =
            (id(&made["userId"]), id(&made["availabilityId"]), id(&made["meetingTypeId"]));
        assert_eq!(made, json!({
            "userId": user, "availabilityId": schedule_id, "defaultAvailabilityId": schedule_id,
            "meetingTypeId": type_id, "bookingUrl": format!("{PUBLIC_URL}/grace-hopper/30min-meeting"),
            "companyId": app.company.company.id,
        }));
        let schedule = schedule(&app, &made["availabilityId"]).await;
        let open = json!({"enabled": true, "hours": [{"start": "09:00", "end": "17:00"}]});
        let closed = json!({"enabled": false, "hours": []});
        assert_eq!(schedule["timezone"], "America/New_York");
        assert_eq!(schedule["isDefault"], true);
        assert_eq!(schedule["schedule"], json!({
            "monday": open, "tuesday": open, "wednesday": open, "thursday": open, "friday": open,
            "saturday": closed, "sunday": closed,
        }));
        let meeting_type = meeting_type(&app, &made["meetingTypeId"]).await;
        assert_eq!(meeting_type["userId"], user.to_string());
        assert_eq!(meeting_type["slug"], "30min-meeting");
        assert_eq!(meeting_type["bookingUrl"], made["bookingUrl"]);
        let info = &meeting_type["meetingInfo"];
        assert_eq!((&info["name"], &info["duration"], &info["channel"]), (&json!("30min Meeting"), &json!(30), &json!("phone")));
    }

    async fn a_user_with_hours_and_a_meeting_type_of_their_own(app) {
        let hours = json!([
            {"dayOfWeek": "monday", "intervals": [{"from": "08:30", "to": "12:00"}, {"from": "13:00", "to": "16:00"}]},
            {"dayOfWeek": "thursday", "intervals": [{"from": "10:00", "to": "18:00"}]},
        ]);
        let made = app.key.post("/v4/user", json!({
            "email": "Lawyer@Example.com", "firstname": "Jürgen", "lastname": "Weiß", "timezone": "Europe/Zurich",
            "language": "de",
            "availability": {"name": "Office", "timezone": "Europe/Berlin", "schedule": hours},
            "meetingType": {"name": "Erstberatung", "duration": 45, "slug": "Erste Beratung", "channel": "google_meet"},
            "somethingElse": true,
        })).await.created();
        assert_eq!(made["bookingUrl"], format!("{PUBLIC_URL}/jurgen-weiss/erste-beratung"));
        let schedule = schedule(&app, &made["availabilityId"]).await;
        assert_eq!((&schedule["name"], &schedule["timezone"]), (&json!("Office"), &json!("Europe/Berlin")));
        assert_eq!(schedule["schedule"]["monday"], json!({"enabled": true, "hours": [
            {"start": "08:30", "end": "12:00"}, {"start": "13:00", "end": "16:00"},
        ]}));
        assert_eq!(schedule["schedule"]["friday"], json!({"enabled": false, "hours": []}));
        let meeting_type = meeting_type(&app, &made["meetingTypeId"]).await;
        assert_eq!(meeting_type["meetingInfo"]["duration"], 45);
        assert_eq!(meeting_type["meetingInfo"]["channel"], "google");
        let me = app.key.as_user(id(&made["userId"])).get("/v4/user/me").await.ok();
        assert_eq!(me["email"], "lawyer@example.com");
        assert_eq!(me["fullName"], "Jürgen Weiß");
        assert_eq!((&me["timezone"], &me["language"]), (&json!("Europe/Zurich"), &json!("de")));
        assert_eq!(me["userType"], "api-platform");
    }

    async fn hours_in_the_other_notation(app) {
        let mut body = new_user("grace@example.com");
        body["availability"] = json!({"schedule": {"sunday": {"enabled": true, "hours": [{"start": "20:00", "end": "24:00"}]}}});
        let made = app.key.post("/v4/user", body).await.created();
        let schedule = schedule(&app, &made["availabilityId"]).await;
        assert_eq!(schedule["schedule"]["sunday"]["hours"], json!([{"start": "20:00", "end": "24:00"}]));
        assert_eq!(schedule["timezone"], "America/New_York");
        assert_eq!(schedule["name"], "Working hours");
    }

    async fn a_user_who_names_no_zone_lives_in_berlin(app) {
        let body = json!({"email": "x@example.com", "givenName": "Xenia", "familyName": "Young"});
        let made = app.key.post("/v4/user", body).await.created();
        assert_eq!(app.key.as_user(id(&made["userId"])).get("/v4/user/me").await.ok()["timezone"], "Europe/Berlin");
    }

    async fn what_cannot_be_a_user_is_refused(app) {
        for (field, value, code) in [
            ("email", json!(null), "invalid-value"),
            ("email", json!("grace"), "invalid-email"),
            ("email", json!(7), "invalid-value"),
            ("givenName", json!(""), "too-short"),
            ("givenName", json!("x".repeat(201)), "too-long"),
            ("familyName", json!("a\u{0}b"), "invalid-value"),
            ("timezone", json!("Mars/Olympus"), "invalid-timezone"),
            ("language", json!("tlh"), "invalid-value"),
            ("availability", json!([]), "invalid-value"),
        ] {
            let mut body = new_user("grace@example.com");
            body[field] = value;
            app.key.post("/v4/user", body).await.invalid(field, code);
        }
        for (field, value, code) in [
            ("availability.timezone", json!({"availability": {"timezone": "Berlin"}}), "invalid-timezone"),
            ("meetingType.duration", json!({"meetingType": {"duration": 4}}), "out-of-range"),
            ("meetingType.duration", json!({"meetingType": {"duration": "30"}}), "out-of-range"),
            ("meetingType.slug", json!({"meetingType": {"slug": "—"}}), "invalid-slug"),
            ("meetingType.channel", json!({"meetingType": {"channel": "telepathy"}}), "invalid-channel"),
            ("meetingType.channel", json!({"meetingType": {"channel": "custom"}}), "invalid-channel"),
        ] {
            let mut body = new_user("grace@example.com");
            body.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
            app.key.post("/v4/user", body).await.invalid(field, code);
        }
        app.key.post("/v4/user", json!({"email": "grace@example.com"})).await.invalid("givenName", "required");
        let broken = json!({"availability": {"schedule": [{"dayOfWeek": "monday", "intervals": [{"from": "17:00", "to": "9:00"}]}]}});
        let mut body = new_user("grace@example.com");
        body.as_object_mut().unwrap().extend(broken.as_object().unwrap().clone());
        app.key.post("/v4/user", body).await.invalid("availability.schedule[0].intervals[0].to", "invalid-time");
        assert_eq!(app.key.get("/v4/user").await.ok()["total"], 1, "a refused user is not stored");
    }

    async fn an_email_address_is_taken_once_per_company(app) {
        app.key.post("/v4/user", new_user("grace@example.com")).await.created();
        let refused = app.key.post("/v4/user", new_user("GRACE@example.com")).await.refused(409, "email-taken");
        assert_eq!(refused["message"], "A user with this email already exists");
        assert_eq!(refused["error"], "Conflict");
        app.foreign.key.post("/v4/user", new_user("grace@example.com")).await.created();
    }

    async fn slugs_are_unique_in_the_installation(app) {
        let slug = |made: &Value| made["bookingUrl"].as_str().unwrap().rsplit('/').nth(1).unwrap().to_owned();
        let first = app.key.post("/v4/user", new_user("a@example.com")).await.created();
        let second = app.key.post("/v4/user", new_user("b@example.com")).await.created();
        let third = app.foreign.key.post("/v4/user", new_user("a@example.com")).await.created();
        assert_eq!([&first, &second, &third].map(slug), ["grace-hopper", "grace-hopper-2", "grace-hopper-3"]);
        let odd = |email: &str, given: &str, family: &str| json!({"email": email, "givenName": given, "familyName": family});
        for (body, expected) in [
            (odd("j@example.com", "José", "Núñez-Ångström"), "jose-nunez-angstrom"),
            (odd("li.ming@example.com", "李", "明"), "li-ming"),
            (odd("embed@example.com", "Em", "bed"), "em-bed"),
            (odd("e@example.com", "Embed", "!"), "embed-e"),
            (odd("b@b.example", "B", "!"), "user-b-b"),
        ] {
            assert_eq!(slug(&app.key.post("/v4/user", body).await.created()), expected);
        }
    }

    /// The seed's bulk onboarding, with one name for all, which is the worst case.
    async fn two_hundred_at_once(app) {
        let created = (0..200).map(|n| {
            let (key, body) = (app.key.clone(), new_user(&format!("user{n}@example.com")));
            tokio::spawn(async move { key.post("/v4/user", body).await.created() })
        });
        let mut urls = HashSet::new();
        for task in created.collect::<Vec<_>>() {
            urls.insert(task.await.unwrap()["bookingUrl"].to_string());
        }
        assert_eq!(urls.len(), 200);
        assert!(urls.contains(&format!("\"{PUBLIC_URL}/grace-hopper-200/30min-meeting\"")), "no number is left out");
        assert_eq!(app.key.get("/v4/user").await.ok()["total"], 201);
    }

    async fn the_same_address_two_hundred_times_at_once(app) {
        let tries = (0..200).map(|_| {
            let key = app.key.clone();
            tokio::spawn(async move { key.post("/v4/user", new_user("grace@example.com")).await.status })
        });
        let mut statuses = vec![];
        for task in tries.collect::<Vec<_>>() {
            statuses.push(task.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201);
        assert!(statuses[1..].iter().all(|status| *status == 409), "{statuses:?}");
    }

    async fn me_says_everything(app) {
        let me = app.key.get("/v4/user/me").await.ok();
        let (owner, company) = (&app.company.owner, &app.company.company);
        assert_eq!(me, json!({
            "id": owner.user.id, "companyId": company.id, "slug": "ada-lovelace", "email": "ada@example.com",
            "givenName": "Ada", "familyName": "Lovelace", "fullName": "Ada Lovelace",
            "picture": null, "title": null, "phoneNumber": null,
            "isAdmin": true, "isScimDisabled": false, "anonymousBooking": false, "anonymousCalendarActivity": false,
            "showGettingStartedList": false, "recieveEmailMarketing": false,
            "timezone": "Europe/Berlin", "language": "en", "userType": "standard",
            "personalPage": {
                "headerTitle": null, "headerSubtitle": null, "primaryColor": null, "secondaryColor": null,
                "useCustomColors": false, "headerImage": null, "description": null, "showAllMeetingTypes": true,
                "meetingTypeOrder": [], "onlineProfiles": {},
            },
            "defaultAvailabilityId": owner.user.default_availability_id, "defaultMeetingTypeId": owner.meeting_type.id,
            "meetingTypeIds": [owner.meeting_type.id], "calendarSyncProviders": [],
            "createdAt": SENT_NOW, "updatedAt": SENT_NOW, "deletedAt": null,
            "company": {
                "id": company.id, "slug": "example-health", "name": "Example Health", "ownerId": owner.user.id,
                "tier": "enterprise", "effectiveTier": "enterprise", "isInTrial": false,
                "featureAccess": {"knowledgePageLimit": 0, "maxWorkflows": 0},
                "createdAt": SENT_NOW, "updatedAt": SENT_NOW,
            },
        }));
        assert!(SENT_NOW.starts_with(NOW.trim_end_matches('Z')));
    }

    async fn users_are_listed_in_pages(app) {
        for n in 0..4 {
            app.set_now(&format!("2027-03-01T08:0{n}:00Z"));
            app.key.post("/v4/user", new_user(&format!("user{n}@example.com"))).await.created();
        }
        let list = |query: &'static str| {
            let key = app.key.clone();
            async move { key.get(&format!("/v4/user{query}")).await.ok() }
        };
        let emails = |page: &Value| -> Vec<String> {
            page["users"].as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect()
        };
        let all = list("").await;
        assert_eq!(emails(&all), ["ada@example.com", "user0@example.com", "user1@example.com", "user2@example.com", "user3@example.com"]);
        assert_eq!((&all["total"], &all["limit"], &all["offset"], &all["count"]), (&json!(5), &json!(50), &json!(0), &json!(5)));
        let middle = list("?limit=2&offset=1").await;
        assert_eq!(emails(&middle), ["user0@example.com", "user1@example.com"]);
        assert_eq!((&middle["total"], &middle["limit"], &middle["offset"], &middle["count"]), (&json!(5), &json!(2), &json!(1), &json!(2)));
        assert_eq!(list("?limit=100&offset=5").await["users"], json!([]));
        let platform = list("?userType=api-platform&limit=1").await;
        assert_eq!((emails(&platform), &platform["total"]), (vec!["user0@example.com".to_owned()], &json!(4)));
        assert_eq!(emails(&list("?userType=standard").await), ["ada@example.com"]);
        assert_eq!(list("?userType=resource").await["total"], 0);
        // An item says as much as /me, apart from the company.
        let mut me = app.key.get("/v4/user/me").await.ok();
        me.as_object_mut().unwrap().remove("company");
        assert_eq!(all["users"][0], me);
    }

    async fn pages_have_bounds(app) {
        for (query, field, code) in [
            ("limit=0", "limit", "out-of-range"),
            ("limit=101", "limit", "out-of-range"),
            ("limit=-1", "limit", "invalid-value"),
            ("limit=many", "limit", "invalid-value"),
            ("offset=-1", "offset", "invalid-value"),
            ("offset=1000000001", "offset", "out-of-range"),
            ("offset=99999999999999999999", "offset", "invalid-value"),
            ("userType=robot", "userType", "invalid-value"),
        ] {
            app.key.get(&format!("/v4/user?{query}")).await.invalid(field, code);
        }
        app.key.get("/v4/user?limit=100&offset=1000000000&unknown=1").await.ok();
    }

    async fn names_and_slug_change(app) {
        let made = app.key.post("/v4/user", new_user("grace@example.com")).await.created();
        let user = id(&made["userId"]);
        let path = format!("/v4/user/{user}");
        app.set_now("2027-03-01T09:00:00Z");
        let changed = app.key.patch(&path, json!({"familyName": "Murray Hopper", "email": "no@example.com"})).await.ok();
        assert_eq!((&changed["fullName"], &changed["email"]), (&json!("Grace Murray Hopper"), &json!("grace@example.com")));
        assert_eq!(changed["updatedAt"], "2027-03-01T09:00:00.000Z");
        assert_eq!(changed["slug"], "grace-hopper", "a slug changes only when asked");
        let changed = app.key.patch(&path, json!({"slug": "Rear Admiral", "givenName": null})).await.ok();
        assert_eq!((&changed["slug"], &changed["givenName"]), (&json!("rear-admiral"), &json!("Grace")));
        let url = meeting_type(&app, &made["meetingTypeId"]).await["bookingUrl"].clone();
        assert_eq!(url, format!("{PUBLIC_URL}/rear-admiral/30min-meeting"));
        // The old slug is free again, and one's own is no conflict.
        app.key.patch(&path, json!({"slug": "rear-admiral"})).await.ok();
        app.key.patch(&format!("/v4/user/{}", app.owner_id()), json!({"slug": "grace-hopper"})).await.ok();
    }

    async fn what_cannot_be_changed_is_refused(app) {
        let path = format!("/v4/user/{}", id(&app.user("Grace", "Hopper").await["userId"]));
        app.key.patch(&path, json!({})).await.refused(400, "empty-body");
        app.key.patch(&path, json!({"email": "x@example.com"})).await.refused(400, "empty-body");
        for (slug, code) in [
            ("ab-c", "too-short"), ("—", "invalid-slug"), ("embed", "slug-taken"), ("Webhooks", "slug-taken"),
            ("ada-lovelace", "slug-taken"), ("eve-elsewhere", "slug-taken"),
        ] {
            app.key.patch(&path, json!({"slug": slug})).await.invalid("slug", code);
        }
        app.key.patch(&path, json!({"givenName": ""})).await.invalid("givenName", "too-short");
        app.key.patch("/v4/user/grace", json!({"givenName": "X"})).await.invalid("id", "invalid-id");
        app.key.patch(&format!("/v4/user/{}", uuid::Uuid::nil()), json!({"givenName": "X"})).await.refused(404, "not-found");
    }

    async fn a_deleted_user_is_gone_and_their_slug_and_address_are_free(app) {
        let made = app.key.post("/v4/user", new_user("grace@example.com")).await.created();
        let user = id(&made["userId"]);
        let path = format!("/v4/user/{user}");
        app.key.delete(&path).await.no_content();
        app.key.delete(&path).await.refused(404, "not-found");
        app.key.patch(&path, json!({"givenName": "X"})).await.refused(404, "not-found");
        app.key.as_user(user).get("/v4/user/me").await.refused(404, "not-found");
        assert_eq!(app.key.get("/v4/user").await.ok()["total"], 1);
        for path in [
            format!("/v4/availability/{}", id(&made["availabilityId"])),
            format!("/v4/meeting-type/{}", id(&made["meetingTypeId"])),
            format!("/v4/personal-page/{user}"),
        ] {
            app.key.get(&path).await.refused(404, "not-found");
        }
        let again = app.key.post("/v4/user", new_user("grace@example.com")).await.created();
        assert_eq!(again["bookingUrl"], made["bookingUrl"]);
        assert_ne!(again["userId"], made["userId"]);
    }

    async fn a_deleted_host_takes_no_booking_but_keeps_appointments(app) {
        let made = app.key.post("/v4/user", new_user("grace@example.com")).await.created();
        let (user, type_id) = (id(&made["userId"]), id(&made["meetingTypeId"]));
        let book = |start: &'static str| json!({
            "meetingTypeId": type_id, "start": start, "attendee": {"email": "guest@example.com", "fullname": "A Guest"},
        });
        let booked = app.key.post("/v4/booking", book("2027-03-02T15:00:00Z")).await.created();
        app.key.delete(&format!("/v4/user/{user}")).await.no_content();
        app.key.post("/v4/booking", book("2027-03-02T16:00:00Z")).await.refused(404, "not-found");
        let slots = format!("/v4/booking-availability?meetingTypeId={type_id}&start=2027-03-02&end=2027-03-03");
        app.key.get(&slots).await.refused(404, "not-found");
        let kept = app.key.get(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        assert_eq!((&kept["isCancelled"], &kept["hosts"][0]["id"]), (&json!(false), &json!(user)));
        app.key.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
    }

    async fn neither_the_owner_nor_oneself_can_be_deleted(app) {
        let owner = format!("/v4/user/{}", app.owner_id());
        app.key.delete(&owner).await.refused(409, "owner-cannot-be-deleted");
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        app.key.as_user(grace).delete(&owner).await.refused(409, "owner-cannot-be-deleted");
        app.key.as_user(grace).delete(&format!("/v4/user/{grace}")).await.refused(409, "cannot-delete-yourself");
        app.key.delete(&format!("/v4/user/{grace}")).await.no_content();
    }

    async fn users_of_another_company_do_not_exist(app) {
        let eve = app.foreign.company.owner.user.id;
        let path = format!("/v4/user/{eve}");
        app.key.patch(&path, json!({"givenName": "Mallory"})).await.refused(404, "not-found");
        app.key.delete(&path).await.refused(404, "not-found");
        app.key.get(&format!("/v4/personal-page/{eve}")).await.refused(404, "not-found");
        assert_eq!(app.foreign.key.get("/v4/user/me").await.ok()["givenName"], "Eve");
        assert_eq!(app.key.get("/v4/user").await.ok()["total"], 1);
    }

    async fn a_repeated_request_gets_the_first_answer(app) {
        let key = app.key.with_idempotency_key("onboarding-1");
        let first = key.post("/v4/user", new_user("grace@example.com")).await.created();
        assert_eq!(key.post("/v4/user", new_user("grace@example.com")).await.created(), first);
        key.post("/v4/user", new_user("other@example.com")).await.refused(422, "idempotency-key-reused");
        key.as_user(app.owner_id()).post("/v4/user", new_user("grace@example.com")).await.refused(422, "idempotency-key-reused");
        assert_eq!(app.key.get("/v4/user").await.ok()["total"], 2);
        // Keys of different credentials never meet, and a day later this one is new again.
        app.foreign.key.with_idempotency_key("onboarding-1").post("/v4/user", new_user("other@example.com")).await.created();
        app.set_now("2027-03-02T07:00:01Z");
        key.post("/v4/user", new_user("other@example.com")).await.created();
        for bad in ["", &"x".repeat(256)] {
            let refused = app.key.with_idempotency_key(bad).post("/v4/user", new_user("x@example.com")).await;
            refused.invalid("Idempotency-Key", "invalid-idempotency-key");
        }
    }

    async fn a_repeat_at_the_same_moment_makes_one_user(app) {
        let tries = (0..20).map(|_| {
            let key = app.key.with_idempotency_key("twin");
            tokio::spawn(async move { key.post("/v4/user", new_user("grace@example.com")).await.created() })
        });
        let mut answers = HashSet::new();
        for task in tries.collect::<Vec<_>>() {
            answers.insert(task.await.unwrap().to_string());
        }
        assert_eq!(answers.len(), 1);
        assert_eq!(app.key.get("/v4/user").await.ok()["total"], 2);
    }
}
