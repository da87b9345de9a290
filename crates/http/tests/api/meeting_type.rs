//! Meeting types: contract section 8.

use serde_json::{Value, json};

use crate::support::{PUBLIC_URL, TestApp, id};

/// Replaces some members of an object.
fn with(mut object: Value, members: Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        object[name] = value.clone();
    }
    object
}

/// A flat meeting type as it is sent, with everything that was not said.
fn flat(made: &Value, host: impl ToString, slug: &str, name: &str, duration: i64) -> Value {
    let host_slug = made["bookingUrl"].as_str().unwrap().rsplit('/').nth(1).unwrap().to_owned();
    json!({
        "id": id(&made["id"]), "slug": slug, "bookingUrl": format!("{PUBLIC_URL}/{host_slug}/{slug}"),
        "userId": host.to_string(), "companyId": id(&made["companyId"]), "templateId": null, "queueId": null,
        "enabled": true, "name": name, "description": "", "duration": duration,
        "bufferBefore": 0, "bufferAfter": 0, "bufferTimeBefore": 0, "bufferTimeAfter": 0,
        "meetingInfo": {
            "name": name, "description": "", "duration": duration, "channel": "phone", "bufferBefore": 0,
            "bufferAfter": 0, "bufferMustStayWithinWorkingHours": false, "color": null, "enableRedirect": false,
            "redirect": null, "passEventDetailsToRedirect": false, "showAvailableSlots": false,
            "groupBooking": false, "enrichInvitee": false, "customChannelName": null, "customChannelLink": null,
            "connectChannelName": null, "confirmationButton": null,
        },
        "meetingOptions": {
            "allowedDurations": [], "allowSelectChannel": false, "allowHostSelection": false,
            "forceHostSelection": false, "allowedChannels": [], "channelAvailabilities": {},
            "allowAddingGuests": false, "doubleOptIn": "useCompanySettings",
            "requireHostConfirmation": "useCompanySettings", "enableClusterMeeting": false,
            "enableBufferCarryOver": false, "maxBufferCarryOverDelay": null, "allowPhoneOnlyBooking": false,
            "confirmationPageCssSetting": null, "bookingPagePassword": null, "dataPolicy": null,
            "cancellationPolicy": {"mode": "off", "notice": null}, "reschedulingPolicy": {"mode": "off", "notice": null},
        },
        "spots": null, "locations": [], "questions": [], "isGlobalQueue": false, "workspaceId": null, "formId": null,
        "communicationSettingsId": null, "availabilityId": null, "resourceChannels": [], "resourceChannelIds": [],
        "crmOptions": null, "bookingMinimum": 0, "timeslotInterval": null,
        "daysIntoFuture": {"mode": "limit", "bookingLimit": 86400, "rangeMin": null, "rangeMax": null, "countMode": "calendar"},
        "limits": [], "ics": null, "notifications": {"reminders": [1440], "followUp": null}, "internalNotes": null, "metadata": {}, "createdById": host.to_string(),
        "createdAt": "2027-03-01T07:00:00.000Z", "updatedAt": "2027-03-01T07:00:00.000Z", "deletedAt": null,
    })
}

fn nested(app: &TestApp) -> Value {
    json!({
        "slug": "Große Runde",
        "meetingInfo": {
            "name": "Workshop", "description": "All of it", "duration": 90, "channel": "custom",
            "bufferBefore": 10, "bufferAfter": 15, "bufferMustStayWithinWorkingHours": true,
            "color": "rgb(0, 153, 255)", "enableRedirect": true, "redirect": "https://example.com/thanks",
            "passEventDetailsToRedirect": true, "showAvailableSlots": true, "groupBooking": true,
            "enrichInvitee": true, "customChannelName": "Our room", "customChannelLink": "https://example.com/room",
            "connectChannelName": "Room", "confirmationButton": {
                "useConfirmationButton": true, "text": "On", "color": "#ff0000", "link": "https://example.com/on",
            },
        },
        "meetingOptions": {
            "allowedDurations": [60, 90, 120], "allowHostSelection": true, "forceHostSelection": true,
            "allowedChannels": ["google_meet", "teams", "in_person"], "allowAddingGuests": true,
            "doubleOptIn": "enabled", "requireHostConfirmation": "disabled", "enableClusterMeeting": true,
            "enableBufferCarryOver": true, "maxBufferCarryOverDelay": 30, "allowPhoneOnlyBooking": true,
            "confirmationPageCssSetting": {"mode": 2}, "bookingPagePassword": {"enable": true, "password": "sesame"},
            "cancellationPolicy": {"mode": "hours", "notice": 48}, "reschedulingPolicy": {"mode": "disabled", "notice": null},
            "dataPolicy": {"enable": true, "required": true, "text": "I agree", "link": "https://example.com/privacy"},
        },
        "spots": 12, "locations": ["Room 1", "Room 2"], "isGlobalQueue": true,
        "questions": [{
            "name": "size", "label": "How many?", "fieldType": "number", "required": true, "hidden": false,
            "defaultValue": "2", "placeholder": "2", "helpText": "With you", "options": [{"label": "One", "value": "1"}],
            "min": 1.0, "max": 9.5,
        }],
        "formId": "0198f1c4-7a30-7c31-9a7e-2f6d1f0a8b12",
        "communicationSettingsId": 7,
        "resourceChannels": [{
            "resourceId": "0198f1c4-7a30-7c31-9a7e-2f6d1f0a8b13", "name": "Beamer",
            "availabilityId": app.company.owner.user.default_availability_id, "groupName": "Things", "groupMemberIndex": 1,
        }],
        "crmOptions": {"hubspotContactSync": true}, "bookingMinimum": 120, "timeslotInterval": 15,
        "daysIntoFuture": {"mode": "range", "rangeMin": "2027-03-01", "rangeMax": "2027-06-30"},
        "limits": [{"period": "day", "maxMeetings": 3}, {"period": "week", "maxMeetings": null, "maxMinutes": 600}],
        "ics": {"title": "{!M.Meeting.Name}", "description": null, "location": "{!M.Meeting.Venue}"},
        "notifications": {"reminders": [120, 30], "followUp": 60}, "internalNotes": "Bring water", "metadata": {"tier": "gold"},
    })
}

on_both_engines! {
    async fn a_flat_meeting_type_comes_back_in_both_forms(app) {
        let host = id(&app.user("Grace", "Hopper").await["userId"]);
        let key = app.key.as_user(host);
        let made = key.post("/v4/meeting-type", json!({"name": "Ausführliche Beratung", "duration": 60})).await.created();
        assert_eq!(made, flat(&made, host, "ausfuhrliche-beratung", "Ausführliche Beratung", 60));
        assert_eq!(key.get(&format!("/v4/meeting-type/{}", id(&made["id"]))).await.ok(), made);
        let listed = key.get("/v4/meeting-type").await.ok();
        assert_eq!((listed.as_array().unwrap().len(), &listed[1]), (2, &made));
        assert_eq!(app.key.get(&format!("/v4/meeting-type?userId={host}")).await.ok(), listed);
    }

    async fn a_nested_meeting_type_keeps_every_field(app) {
        let workspace = app.key.post("/v4/workspace", json!({"name": "Sales"})).await.created();
        let sent = with(nested(&app), json!({"workspaceId": workspace["id"]}));
        let made = app.key.post("/v4/meeting-type", sent.clone()).await.created();
        let range = json!({"mode": "range", "bookingLimit": null, "rangeMin": "2027-03-01", "rangeMax": "2027-06-30", "countMode": null});
        let limits = json!([{"period": "day", "maxMeetings": 3, "maxMinutes": null}, {"period": "week", "maxMeetings": null, "maxMinutes": 600}]);
        let options = with(sent["meetingOptions"].clone(), json!({
            "allowedChannels": ["google", "teamsForBusiness2", "local"], "allowSelectChannel": true, "channelAvailabilities": {},
        }));
        let expected = with(flat(&made, app.owner_id(), "grosse-runde", "Workshop", 90), with(sent, json!({
            "slug": "grosse-runde", "meetingOptions": options, "daysIntoFuture": range, "limits": limits,
            "description": "All of it", "bufferBefore": 10, "bufferAfter": 15, "bufferTimeBefore": 10,
            "bufferTimeAfter": 15, "resourceChannelIds": ["0198f1c4-7a30-7c31-9a7e-2f6d1f0a8b13"],
            "queueId": id(&made["queueId"]), "bookingUrl": "https://book.example.com/team/sales/grosse-runde",
        })));
        assert_eq!(made, expected);
        // Read, and sent back as it is: nothing changes.
        let path = format!("/v4/meeting-type/{}", id(&made["id"]));
        assert_eq!(app.key.patch(&path, made.clone()).await.ok(), made);
    }

    async fn the_flat_change_of_the_guides_works(app) {
        let user = app.user("Grace", "Hopper").await;
        let (key, path) = (app.key.as_user(id(&user["userId"])), format!("/v4/meeting-type/{}", id(&user["meetingTypeId"])));
        let before = key.get(&path).await.ok();
        app.set_now("2027-03-01T08:00:00Z");
        let after = key.patch(&path, json!({"duration": 45, "bufferTimeBefore": 15, "bufferTimeAfter": 10})).await.ok();
        let info = with(before["meetingInfo"].clone(), json!({"duration": 45, "bufferBefore": 15, "bufferAfter": 10}));
        assert_eq!(after, with(before, json!({
            "duration": 45, "bufferBefore": 15, "bufferAfter": 10, "bufferTimeBefore": 15, "bufferTimeAfter": 10,
            "meetingInfo": info, "updatedAt": "2027-03-01T08:00:00.000Z",
        })));
    }

    async fn a_whole_object_can_be_changed_in_any_of_its_spellings_and_sent_back(app) {
        let made = app.key.post("/v4/meeting-type", json!({"name": "Intro", "duration": 30})).await.created();
        let path = format!("/v4/meeting-type/{}", id(&made["id"]));
        let sent = with(made.clone(), json!({"duration": 45, "bufferTimeAfter": 5, "name": "Hello"}));
        let after = app.key.patch(&path, sent).await.ok();
        let shown = |m: &Value| (m["meetingInfo"]["duration"].clone(), m["bufferAfter"].clone(), m["name"].clone());
        assert_eq!(shown(&after), (json!(45), json!(5), json!("Hello")));
        let mut sent = after;
        (sent["meetingInfo"]["duration"], sent["bufferBefore"]) = (json!(60), json!(20));
        let after = app.key.patch(&path, sent).await.ok();
        assert_eq!((&after["duration"], &after["bufferTimeBefore"], &after["slug"]), (&json!(60), &json!(20), &json!("intro")));
    }

    async fn null_clears_what_can_be_empty_and_keeps_the_rest(app) {
        let made = app.key.post("/v4/meeting-type", nested(&app)).await.created();
        let path = format!("/v4/meeting-type/{}", id(&made["id"]));
        app.key.patch(&path, json!({ "notifications": null })).await.ok();
        let cleared = app.key.patch(&path, json!({
            "name": null, "duration": null, "enabled": null, "slug": null, "description": null, "spots": null,
            "locations": null, "questions": null, "resourceChannels": null, "daysIntoFuture": null, "bookingMinimum": null,
            "timeslotInterval": null, "limits": null, "ics": null, "internalNotes": null, "metadata": null,
            "workspaceId": null, "formId": null, "communicationSettingsId": null, "crmOptions": null,
            "isGlobalQueue": false,
            "meetingInfo": {
                "channel": "phone", "color": null, "enableRedirect": false, "redirect": null, "customChannelName": null,
                "customChannelLink": null, "connectChannelName": null, "confirmationButton": null, "bufferBefore": 0,
                "bufferAfter": 0, "bufferMustStayWithinWorkingHours": false, "passEventDetailsToRedirect": false,
                "showAvailableSlots": false, "groupBooking": false, "enrichInvitee": false,
            },
            "meetingOptions": {
                "allowedDurations": null, "allowedChannels": null, "allowSelectChannel": false, "doubleOptIn": null,
                "requireHostConfirmation": null, "maxBufferCarryOverDelay": null, "confirmationPageCssSetting": null,
                "bookingPagePassword": null, "cancellationPolicy": null, "reschedulingPolicy": null, "dataPolicy": null, "allowHostSelection": false, "forceHostSelection": false,
                "allowAddingGuests": false, "enableClusterMeeting": false, "enableBufferCarryOver": false,
                "allowPhoneOnlyBooking": false,
            },
        })).await.ok();
        assert_eq!(cleared, flat(&made, app.owner_id(), "grosse-runde", "Workshop", 90));
    }

    async fn a_duration_is_a_positive_number(app) {
        let said = |body: Value, field: &str, message: &str| {
            let (key, field, message) = (app.key.clone(), field.to_owned(), message.to_owned());
            async move {
                let refused = key.post("/v4/meeting-type", body).await.refused(400, "validation-failed");
                let error = &refused["errors"][0];
                assert_eq!((&error["field"], &error["message"]), (&json!(field), &json!(message)), "{refused}");
            }
        };
        let positive = "Duration must be a positive number";
        for duration in [json!(0), json!(-30), json!("thirty"), json!(7.5), json!(-1e300)] {
            said(json!({"name": "x", "duration": duration}), "duration", positive).await;
            said(json!({"meetingInfo": {"name": "x", "duration": duration}}), "meetingInfo.duration", positive).await;
        }
        said(json!({"name": "x"}), "duration", positive).await;
        said(json!({"meetingInfo": {"name": "x"}}), "meetingInfo.duration", positive).await;
        for duration in [1, 4, 481, 100_000] {
            said(json!({"name": "x", "duration": duration}), "duration", "Duration must be 5 to 480 minutes").await;
        }
        for duration in [json!(5), json!(480), json!(30.0)] {
            app.key.post("/v4/meeting-type", json!({"name": "x", "duration": duration})).await.created();
        }
    }

    async fn what_cannot_be_used_is_refused_with_its_place(app) {
        let refused = async |members: Value, field: &str, code: &str| {
            let body = with(json!({"name": "x", "duration": 30}), members);
            app.key.post("/v4/meeting-type", body).await.invalid(field, code);
        };
        app.key.post("/v4/meeting-type", json!({"duration": 30})).await.invalid("name", "required");
        app.key.post("/v4/meeting-type", json!({"meetingInfo": {"duration": 30}})).await.invalid("meetingInfo.name", "required");
        refused(json!({"name": ""}), "name", "too-short").await;
        refused(json!({"description": "x".repeat(10_001)}), "description", "too-long").await;
        refused(json!({"slug": "—"}), "slug", "invalid-slug").await;
        refused(json!({"channel": "pigeon"}), "channel", "invalid-channel").await;
        refused(json!({"meetingInfo": {"channel": "pigeon"}}), "meetingInfo.channel", "invalid-channel").await;
        refused(json!({"channel": "custom"}), "meetingInfo.customChannelLink", "required").await;
        refused(json!({"meetingInfo": {"customChannelLink": "javascript:alert(1)"}}), "meetingInfo.customChannelLink", "invalid-url").await;
        refused(json!({"meetingInfo": {"color": "red;}"}}), "meetingInfo.color", "invalid-color").await;
        refused(json!({"meetingInfo": {"enableRedirect": true}}), "meetingInfo.redirect", "required").await;
        for field in ["bufferBefore", "bufferAfter", "bufferTimeBefore", "bufferTimeAfter"] {
            refused(json!({field: 121}), field, "out-of-range").await;
            refused(json!({field: -1}), field, "out-of-range").await;
        }
        refused(json!({"meetingInfo": {"bufferAfter": 121}}), "meetingInfo.bufferAfter", "out-of-range").await;
        refused(json!({"timeslotInterval": 4}), "timeslotInterval", "out-of-range").await;
        refused(json!({"timeslotInterval": 61}), "timeslotInterval", "out-of-range").await;
        refused(json!({"spots": 0}), "spots", "out-of-range").await;
        refused(json!({"spots": 101}), "spots", "out-of-range").await;
        refused(json!({"bookingMinimum": -1}), "bookingMinimum", "out-of-range").await;
        refused(json!({"daysIntoFuture": {"mode": "forever"}}), "daysIntoFuture.mode", "invalid-value").await;
        refused(json!({"daysIntoFuture": {"mode": "range", "rangeMin": "2027-01-01"}}), "daysIntoFuture", "required").await;
        refused(json!({"daysIntoFuture": {"rangeMin": "2027-01-02", "rangeMax": "2027-01-01"}}), "daysIntoFuture", "invalid-range").await;
        refused(json!({"limits": [{"period": "decade"}]}), "limits[0].period", "invalid-value").await;
        refused(json!({"limits": [{"period": "day"}]}), "limits[0]", "required").await;
        refused(json!({"limits": [{"period": "day", "maxMeetings": 0}]}), "limits[0].maxMeetings", "out-of-range").await;
        refused(json!({"meetingOptions": {"allowedDurations": [30, 0]}}), "meetingOptions.allowedDurations[1]", "out-of-range").await;
        refused(json!({"meetingOptions": {"doubleOptIn": "maybe"}}), "meetingOptions.doubleOptIn", "invalid-value").await;
        refused(json!({"meetingOptions": {"bookingPagePassword": {"enable": true}}}), "meetingOptions.bookingPagePassword.password", "required").await;
        let keys: serde_json::Map<_, _> = (0..21).map(|n| (n.to_string(), json!("x"))).collect();
        refused(json!({"metadata": keys}), "metadata", "too-many").await;
        refused(json!({"metadata": {"key": "x".repeat(501)}}), "metadata.key", "too-long").await;
        refused(json!({"metadata": {"key": 7}}), "metadata.key", "invalid-value").await;
        refused(json!({"availabilityId": "7"}), "availabilityId", "invalid-id").await;
        let unknown = "0198f1c4-7a30-7c31-9a7e-2f6d1f0a8b11";
        refused(json!({"availabilityId": unknown}), "availabilityId", "invalid-id").await;
        refused(json!({"availabilityId": unknown, "availability": {"name": "x"}}), "availability", "invalid-value").await;
        refused(json!({"meetingOptions": {"channelAvailabilities": {"phone": unknown}}}), "meetingOptions.channelAvailabilities.phone", "invalid-id").await;
        assert_eq!(app.key.get("/v4/meeting-type").await.ok().as_array().unwrap().len(), 1);
    }

    async fn channels_have_older_names(app) {
        for (name, channel) in [("google_meet", "google"), ("teams", "teamsForBusiness2"), ("in_person", "local"), ("skypeForBusiness", "skypeForBusiness"), ("jitsi", "jitsi")] {
            let body = json!({"meetingInfo": {"name": "x", "description": "", "duration": 30, "channel": name}});
            assert_eq!(app.key.post("/v4/meeting-type", body).await.created()["meetingInfo"]["channel"], channel);
        }
    }

    async fn slugs_are_made_from_names_and_had_once_per_host(app) {
        let make = async |body: Value| app.key.post("/v4/meeting-type", body).await;
        let slug = async |name: &str| make(json!({"name": name, "duration": 30})).await.created()["slug"].clone();
        assert_eq!(slug("Intro Call").await, "intro-call");
        assert_eq!(slug("Intro Call").await, "intro-call-2");
        assert_eq!(slug("Intro-Call!").await, "intro-call-3");
        assert_eq!(slug("会議").await, "meeting");
        assert_eq!(slug("予約").await, "meeting-2");

        let taken = make(json!({"name": "x", "duration": 30, "slug": "Intro call"})).await.refused(409, "slug-taken");
        assert_eq!((&taken["message"], &taken["error"]), (&json!("A meeting type with this slug already exists"), &json!("Conflict")));
        let other = id(&make(json!({"name": "x", "duration": 30, "slug": "my-own"})).await.created()["id"]);
        let path = format!("/v4/meeting-type/{other}");
        app.key.patch(&path, json!({"slug": "intro-call"})).await.refused(409, "slug-taken");
        let moved = app.key.patch(&path, json!({"slug": "Büro Stunde"})).await.ok();
        assert_eq!((&moved["slug"], &moved["bookingUrl"]), (&json!("buro-stunde"), &json!(format!("{PUBLIC_URL}/ada-lovelace/buro-stunde"))));
        assert_eq!(app.key.patch(&path, json!({"name": "New name"})).await.ok()["slug"], "buro-stunde");

        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let hers = app.key.as_user(grace).post("/v4/meeting-type", json!({"name": "Intro Call", "duration": 30})).await;
        assert_eq!(hers.created()["slug"], "intro-call");
    }

    async fn a_deleted_meeting_type_is_gone_and_its_slug_free(app) {
        let made = app.key.post("/v4/meeting-type", json!({"name": "Intro", "duration": 30})).await.created();
        let path = format!("/v4/meeting-type/{}", id(&made["id"]));
        app.key.delete(&path).await.no_content();
        app.key.get(&path).await.refused(404, "not-found");
        app.key.patch(&path, json!({"duration": 45})).await.refused(404, "not-found");
        app.key.delete(&path).await.refused(404, "not-found");
        let again = app.key.post("/v4/meeting-type", json!({"name": "Intro", "duration": 30})).await.created();
        assert_eq!(again["slug"], "intro");
    }

    async fn a_meeting_type_can_have_hours_of_its_own(app) {
        let body = json!({"name": "Evenings", "duration": 30, "availability": {
            "name": "Evenings", "timezone": "Europe/London", "schedule": {"monday": {"enabled": true, "hours": [{"start": "18:00", "end": "20:00"}]}},
        }});
        let made = app.key.post("/v4/meeting-type", body).await.created();
        let own = id(&made["availabilityId"]);
        let schedule = app.key.get(&format!("/v4/availability/{own}")).await.ok();
        assert_eq!((&schedule["name"], &schedule["isDefault"]), (&json!("Evenings"), &json!(false)));
        let bad = json!({"name": "x", "duration": 30, "availability": {"name": "x", "exceptions": [{"available": true, "start": "2027-01-02", "end": "2027-01-01"}]}});
        app.key.post("/v4/meeting-type", bad).await.invalid("availability.exceptions[0].end", "invalid-range");

        let path = format!("/v4/meeting-type/{}", id(&made["id"]));
        assert_eq!(app.key.patch(&path, json!({"duration": 45})).await.ok()["availabilityId"], json!(own));
        assert_eq!(app.key.patch(&path, json!({"availabilityId": null})).await.ok()["availabilityId"], Value::Null);
        assert_eq!(app.key.patch(&path, json!({"availabilityId": own})).await.ok()["availabilityId"], json!(own));
        let phone = json!({"meetingOptions": {"channelAvailabilities": {"phone": own}}});
        assert_eq!(app.key.patch(&path, phone.clone()).await.ok()["meetingOptions"]["channelAvailabilities"], json!({"phone": own}));

        // Another host's schedule is not to be had.
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        app.key.as_user(grace).post("/v4/meeting-type", json!({"name": "x", "duration": 30, "availabilityId": own})).await
            .invalid("availabilityId", "invalid-id");
    }

    async fn a_one_time_link_is_made_along_if_asked_for(app) {
        let body = json!({"name": "Intro", "duration": 30, "options": {"createOneTimeLink": true}});
        let made = app.key.post("/v4/meeting-type", body).await.created();
        let link = id(&made["oneTimeLink"]["id"]);
        assert_eq!(made["oneTimeLink"]["url"], format!("{}?oneTimeLinkId={link}", made["bookingUrl"].as_str().unwrap()));
        let without = app.key.post("/v4/meeting-type", json!({"name": "Intro", "duration": 30})).await.created();
        assert_eq!(without.get("oneTimeLink"), None);
    }

    async fn meeting_types_belong_to_their_host_and_company(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let made = app.key.post("/v4/meeting-type", json!({"name": "For her", "duration": 30, "userId": grace})).await.created();
        assert_eq!((&made["userId"], &made["createdById"]), (&json!(grace), &json!(app.owner_id())));
        let path = format!("/v4/meeting-type/{}", id(&made["id"]));
        app.token(grace, &[]).await.patch(&path, json!({"duration": 45})).await.ok();

        let alan = id(&app.user("Alan", "Turing").await["userId"]);
        let token = app.token(alan, &[]).await;
        token.get(&path).await.refused(403, "not-yours");
        token.patch(&path, json!({"duration": 60})).await.refused(403, "not-yours");
        token.delete(&path).await.refused(403, "not-yours");
        token.get(&format!("/v4/meeting-type?userId={grace}")).await.refused(403, "not-yours");
        token.post("/v4/meeting-type", json!({"name": "x", "duration": 30, "userId": grace})).await.refused(403, "not-yours");
        app.token(alan, &[slated_app::access::Scope::Crm]).await.get("/v4/meeting-type").await.refused(403, "missing-scope");

        app.foreign.key.get(&path).await.refused(404, "not-found");
        app.foreign.key.patch(&path, json!({"duration": 60})).await.refused(404, "not-found");
        app.foreign.key.delete(&path).await.refused(404, "not-found");
        app.foreign.key.post("/v4/meeting-type", json!({"name": "x", "duration": 30, "userId": grace})).await.refused(404, "not-found");
        app.key.get("/v4/meeting-type/30min").await.invalid("id", "invalid-id");
        assert_eq!(app.key.get(&path).await.ok()["duration"], 45);
    }

    async fn slugs_stay_apart_when_many_are_made_at_the_same_moment(app) {
        let made: Vec<_> = (0..20)
            .map(|_| {
                let key = app.key.clone();
                tokio::spawn(async move {
                    key.post("/v4/meeting-type", json!({"name": "Intro", "duration": 30})).await.created()["slug"].clone()
                })
            })
            .collect();
        let mut slugs = vec![];
        for one in made {
            slugs.push(one.await.unwrap().as_str().unwrap().to_owned());
        }
        slugs.sort();
        let mut expected: Vec<_> = (2..=20).map(|n| format!("intro-{n}")).chain(["intro".to_owned()]).collect();
        expected.sort();
        assert_eq!(slugs, expected);
    }
}
