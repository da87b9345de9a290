//! What a booking form asks besides who somebody is, on the page and over the API.

use serde_json::{Value, json};

use super::{JANE, PAGE, TEN, browser::Browser};
use crate::booking::{change, host, request};

/// One of every kind that shows itself differently.
fn questions() -> Value {
    json!([
        { "label": "About you", "fieldType": "heading" },
        { "name": "topic", "label": "What about <it>?", "fieldType": "text-single", "required": true, "placeholder": "Money" },
        { "name": "people", "label": "How many?", "fieldType": "number", "min": 1, "max": 9, "helpText": "With you" },
        { "name": "day", "label": "Since when?", "fieldType": "date" },
        { "name": "level", "label": "Level", "fieldType": "select", "options": [{ "label": "Low", "value": "1" }, { "label": "High", "value": "2" }] },
        { "name": "food", "label": "Food", "fieldType": "checkbox-multi", "options": [{ "label": "Fish" }, { "label": "Bread" }] },
        { "name": "again", "label": "Been here?", "fieldType": "yes-no", "required": true },
        { "name": "stars", "label": "Stars", "fieldType": "rating" },
        { "name": "terms", "label": "I read the terms", "fieldType": "checkbox-single", "required": true },
        { "name": "campaign", "label": "Campaign", "fieldType": "text-single", "hidden": true },
    ])
}

on_both_engines! {
    async fn questions_are_asked_checked_and_kept(app) {
        let host = host(&app).await;
        let policy = json!({ "enable": true, "required": true, "text": "Be nice", "link": "https://example.com/privacy" });
        let body = json!({ "questions": questions(), "meetingOptions": { "allowAddingGuests": true, "dataPolicy": policy } });
        change(&app, &host, body).await;
        let browser = Browser::new(&app);
        let page = browser.open(&format!("{PAGE}?topic=Ships&campaign=spring&utm_source=x")).await.ok();
        let form = browser.open(&page.link("10:00")).await.ok();
        for said in [
            "<h3>About you</h3>", "What about &#60;it&#62;?", "value=\"Ships\"", "type=\"hidden\" name=\"answer-9\" value=\"spring\"",
            "min=\"1\" max=\"9\"", "id=\"answer-2-hint\">With you", "<legend>Food", "href=\"https://example.com/privacy\"", "Be nice",
        ] {
            form.says(said);
        }
        let wrong = [("answer-1", ""), ("answer-2", "10"), ("answer-4", "3"), ("guests", "a@example.com\nnobody")];
        let again = browser.send(&form, &[&JANE[..], &wrong].concat()).await;
        let again = again.has(400);
        for (target, said) in [
            ("answer-1", "Answer “What about &#60;it&#62;?”"),
            ("answer-2", "Enter at most 9 for “How many?”"),
            ("answer-4", "Choose one of the answers to “Level”"),
            ("answer-6-0", "Answer “Been here?”"),
            ("answer-8", "Answer “I read the terms”"),
            ("guests", "“nobody” is not an e-mail address"),
            ("consent", "Tick the box to agree"),
        ] {
            again.says(&format!("<a href=\"#{target}\">{said}</a>"));
        }
        let right = [
            ("answer-1", "Ships"), ("answer-2", "2"), ("answer-4", "2"), ("answer-5", "Bread"), ("answer-6", "no"),
            ("answer-7", "5"), ("answer-8", "yes"), ("guests", "a@example.com, b@example.com"), ("consent", "yes"),
        ];
        let sent = browser.send(again, &right).await;
        browser.follow(&sent).await.ok().says("You are booked");
        let booked = app.key.get("/v4/appointment/paginated").await.ok();
        let attendee = &booked["appointments"][0]["attendees"][0];
        let answers = json!({
            "topic": "Ships", "people": 2, "level": "2", "food": ["Bread"], "again": false, "stars": 5, "terms": true,
            "campaign": "spring", "notes": "Line one\nLine two",
        });
        assert_eq!(attendee["notes"], answers);
    }

    async fn questions_bind_the_api_too(app) {
        let host = host(&app).await;
        let asked = json!([{ "name": "size", "label": "Size", "fieldType": "number", "required": true }]);
        change(&app, &host, json!({ "questions": asked })).await;
        let mut body = request(&host["meetingTypeId"], TEN);
        let refused = app.key.post("/v4/booking", body.clone()).await.refused(400, "validation-failed");
        assert_eq!(refused["errors"][0]["field"], "attendee.notes.size");
        assert_eq!(refused["errors"][0]["code"], "required");
        body["attendee"]["notes"] = json!({ "size": "many", "other": 1 });
        let refused = app.key.post("/v4/booking", body.clone()).await.refused(400, "validation-failed");
        assert_eq!(refused["errors"][0]["code"], "invalid-value");
        body["attendee"]["notes"] = json!({ "size": 3, "other": 1 });
        let booked = app.key.post("/v4/booking", body).await.created();
        assert_eq!(booked["attendees"][0]["notes"], json!({ "size": 3, "other": 1 }));
    }

    async fn questions_that_cannot_be_answered_are_refused(app) {
        let host = host(&app).await;
        let path = format!("/v4/meeting-type/{}", crate::support::id(&host["meetingTypeId"]));
        for (questions, field) in [
            (json!([{ "label": "A", "fieldType": "radio" }]), "questions[0].options"),
            (json!([{ "label": "A", "fieldType": "number", "min": 2, "max": 1 }]), "questions[0].max"),
            (json!([{ "label": "A", "fieldType": "url" }, { "name": "A", "label": "B", "fieldType": "url" }]), "questions[1].name"),
            (json!([{ "label": "A", "fieldType": "signature" }]), "questions[0].fieldType"),
            (json!([{ "label": "", "fieldType": "url" }]), "questions[0].label"),
        ] {
            let refused = app.key.patch(&path, json!({ "questions": questions })).await.refused(400, "validation-failed");
            assert_eq!(refused["errors"][0]["field"], field, "{refused}");
        }
    }

    async fn channels_and_places_can_be_chosen(app) {
        let host = host(&app).await;
        let body = json!({
            "meetingOptions": { "allowedChannels": ["phone", "local", "local-attendee"] }, "locations": ["Room 1", "Room <2>"],
        });
        change(&app, &host, body).await;
        let browser = Browser::new(&app);
        let page = browser.open(PAGE).await.ok();
        let local = browser.open(&page.link("In person")).await.ok();
        let form = browser.open(&local.link("10:00")).await.ok();
        let sent = browser.send(&form, &[&JANE[..], &[("location", "Room <2>")]].concat()).await;
        browser.follow(&sent).await.ok().says("Room &#60;2&#62;");
        let theirs = browser.open(&page.link("At your place")).await.ok();
        let form = browser.open(&theirs.link("11:00")).await.ok();
        browser.send(&form, &JANE).await.has(400).says("Enter the address where we meet");
        let sent = browser.send(&form, &[&JANE[..], &[("address", "Elm Street 1")]].concat()).await;
        browser.follow(&sent).await.ok().says("Elm Street 1");
        // A channel that is not offered is not taken from the address.
        browser.open(&format!("{PAGE}?channel=zoom")).await.ok().does_not_say("Zoom");
    }

    async fn a_redirect_takes_what_was_booked_along(app) {
        let host = host(&app).await;
        let info = json!({ "enableRedirect": true, "redirect": "https://shop.example/thanks?x=1", "passEventDetailsToRedirect": true });
        change(&app, &host, json!({ "meetingInfo": info })).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        assert!(form.policy().contains("form-action 'self' https://shop.example;"), "{}", form.policy());
        let sent = browser.send(&form, &JANE).await;
        let to = sent.has(303).header("location").to_owned();
        let url = url::Url::parse(&to).unwrap();
        assert_eq!(url.origin().ascii_serialization(), "https://shop.example");
        let passed: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!((passed["x"].as_str(), passed["start"].as_str()), ("1", "2027-03-01T09:00:00Z"));
        assert_eq!((passed["attendeeEmail"].as_str(), passed["hostName"].as_str()), ("jane@example.com", "Hedy Lamarr"));
        assert!(!to.contains("secret"), "{to}");
        // In a frame, the page around it must hear of the booking first.
        let form = browser.open(&format!("{PAGE}?start=2027-03-01T10:00:00Z&embed=true")).await.ok();
        let sent = browser.send(&form, &JANE).await;
        browser.follow(&sent).await.ok().says("https://shop.example/thanks");
    }
}
