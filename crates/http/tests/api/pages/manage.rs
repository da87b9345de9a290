//! What the holder of a secret link can see and do.

use serde_json::{Value, json};

use super::{JANE, PAGE, TEN, browser::Browser};
use crate::{
    booking::{change, host, request},
    support::TestApp,
};

/// Books by the form; the path of the manage page, with its query.
async fn booked(app: &TestApp, start: &str, typed: &[(&str, &str)]) -> String {
    let browser = Browser::new(app);
    let form = browser.open(&format!("{PAGE}?start={start}")).await.ok();
    let sent = browser.send(&form, typed).await;
    browser.follow(&sent).await.ok().link("Move or cancel")
}

async fn appointments(app: &TestApp) -> Value {
    app.key.get("/v4/appointment/paginated").await.ok()["appointments"].clone()
}

on_both_engines! {
    async fn cancelling_is_asked_twice_and_done_once(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let manage = browser.open(&booked(&app, TEN, &JANE).await).await.ok();
        let question = browser.open(&manage.link("Cancel booking")).await.ok();
        question.says("Cancel this booking?");
        assert_eq!(appointments(&app).await[0]["isCancelled"], false);
        browser.send(&question, &[("reason", &"x".repeat(1_001))]).await.has(400).says("Shorten the reason");
        let sent = browser.send(&question, &[("reason", "Ill <today>")]).await;
        let after = browser.follow(&sent).await.ok();
        after.says("Your booking has been cancelled.");
        after.says("Ill &#60;today&#62;");
        assert_eq!(appointments(&app).await[0]["isCancelled"], true);
        // Sent again it stays so; and there is nothing left to change.
        assert_eq!(browser.send(&question, &[]).await.location(), sent.location());
        let path = question.form().0;
        browser.open(&path).await.has(409).says("This cannot be changed");
        browser.open(&path.replace("/cancel", "/move")).await.has(409).says("This cannot be changed");
        // The time is free again.
        browser.open(&after.link("Book another time")).await.ok().says("Monday, 1 March: 16 times");
    }

    async fn moving_to_another_free_start(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let manage = browser.open(&booked(&app, TEN, &JANE).await).await.ok();
        let month = browser.open(&manage.link("Move to another time")).await.ok();
        // It does not stand in its own way.
        month.link("10:00");
        let question = browser.open(&month.link("14:30")).await.ok();
        question.says("14:30 – 15:00");
        app.key.post("/v4/booking", request(&host["meetingTypeId"], "2027-03-01T13:30:00Z")).await.created();
        let refused = browser.send(&question, &[]).await;
        refused.has(409).says("Someone was faster");
        refused.says("Your booking stays as it was");
        let question = browser.open(&refused.link("15:00")).await.ok();
        let sent = browser.send(&question, &[]).await;
        let after = browser.follow(&sent).await.ok();
        after.says("Your booking has been moved.");
        after.says("<b>15:00 – 15:30</b>");
        assert_eq!(browser.send(&question, &[]).await.location(), sent.location());
        let moved = appointments(&app).await;
        let moved = moved.as_array().unwrap().iter().find(|a| a["start"] == "2027-03-01T14:00:00.000Z").unwrap();
        assert_eq!(moved["rescheduleCount"], 1);
    }

    async fn what_is_over_cannot_be_changed(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let path = booked(&app, TEN, &JANE).await;
        let question = browser.open(&browser.open(&path).await.ok().link("Cancel booking")).await.ok();
        app.set_now("2027-03-01T09:30:00Z");
        let manage = browser.open(&path).await.ok();
        manage.says("Over");
        manage.does_not_say("Cancel booking");
        browser.send(&question, &[]).await.has(409).says("This cannot be changed");
        assert_eq!(appointments(&app).await[0]["isCancelled"], false);
    }

    async fn in_a_group_everybody_has_only_their_own_part(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "spots": 3, "meetingInfo": { "showAvailableSlots": true } })).await;
        let browser = Browser::new(&app);
        let jane = booked(&app, TEN, &JANE).await;
        browser.open(PAGE).await.ok().says("2 places left");
        let john = booked(&app, TEN, &[("name", "John Other"), ("email", "john@example.com"), ("phone", "+49 30 2")]).await;
        browser.open(PAGE).await.ok().says("1 place left");
        let secret = jane.split('?').next().unwrap();
        assert_eq!(secret, john.split('?').next().unwrap());
        let (hers, his) = (browser.open(&jane).await.ok(), browser.open(&john).await.ok());
        hers.says("Jane van Client");
        his.says("John Other");
        for (page, other) in [(&hers, "John"), (&hers, "john@"), (&his, "Jane"), (&his, "jane@")] {
            page.does_not_say(other);
        }
        // The secret alone shows and changes nobody's part.
        let nobody = browser.open(secret).await.ok();
        for text in ["Jane", "John", "jane@", "john@", "Cancel booking", "Move to another time"] {
            nobody.does_not_say(text);
        }
        browser.open(&format!("{secret}/cancel")).await.has(400).says("Whose place?");
        browser.open(&format!("{secret}?attendee={}", uuid::Uuid::now_v7())).await.has(404);
        browser.open(&format!("{secret}?attendee=1")).await.has(404);
        // Nobody moves the others.
        hers.does_not_say("Move to another time");
        let question = browser.open(&hers.link("Cancel booking")).await.ok();
        browser.open(&question.form().0.replace("/cancel", "/move")).await.has(409).says("Others take part");
        let sent = browser.send(&question, &[]).await;
        browser.follow(&sent).await.ok().says("Your booking has been cancelled.");
        browser.open(&john).await.ok().says(">Booked<");
        browser.open(PAGE).await.ok().says("2 places left");
        assert_eq!(appointments(&app).await[0]["isCancelled"], false);
    }

    async fn secrets_that_lead_nowhere(app) {
        let browser = Browser::new(&app);
        for secret in ["nothing", "%00", "%ff", &"x".repeat(5_000)] {
            for rest in ["", "/confirmation", "/cancel", "/move"] {
                browser.open(&format!("/manage/{secret}{rest}")).await.has(404).says("Booking not found");
            }
        }
    }

    async fn the_meeting_type_says_until_when_one_may_change_ones_mind(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let path = booked(&app, "2027-03-03T09:00:00Z", &JANE).await;
        let manage = browser.open(&path).await.ok();
        let (cancel, moving) = (manage.link("Cancel booking"), manage.link("Move to another time"));
        let policies = |cancel: Value, reschedule: Value| {
            change(&app, &host, json!({"meetingOptions": {"cancellationPolicy": cancel, "reschedulingPolicy": reschedule}}))
        };
        policies(json!({"mode": "hours", "notice": 24}), json!({"mode": "disabled"})).await;
        let manage = browser.open(&path).await.ok();
        manage.link("Cancel booking");
        manage.does_not_say("Move to another time");
        manage.says("no longer, possible to move this booking online");
        browser.open(&moving).await.has(409).says("This cannot be moved here");
        let late = browser.open(&cancel).await.ok();
        // To the second: a day before it may still be cancelled, after that no more.
        app.set_now("2027-03-02T09:00:00Z");
        browser.open(&cancel).await.ok();
        app.set_now("2027-03-02T09:00:01Z");
        browser.open(&cancel).await.has(409).says("This cannot be cancelled here");
        browser.send(&late, &[]).await.has(409).says("This cannot be cancelled here");
        browser.open(&path).await.ok().does_not_say("Cancel booking");
        assert_eq!(appointments(&app).await[0]["isCancelled"], false);
        policies(json!({"mode": "days", "notice": 2}), json!(null)).await;
        let manage = browser.open(&path).await.ok();
        manage.link("Move to another time");
        manage.does_not_say("Cancel booking");
        // The host may, whatever attendees may.
        let id = appointments(&app).await[0]["id"].as_str().unwrap().to_owned();
        app.key.delete(&format!("/v4/appointment/{id}")).await.ok();
    }

    async fn somebody_is_brought_along(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let path = booked(&app, TEN, &JANE).await;
        browser.open(&path).await.ok().does_not_say("Add guest");
        change(&app, &host, json!({"meetingOptions": {"allowAddingGuests": true}})).await;
        let manage = browser.open(&path).await.ok();
        let again = browser.send(&manage, &[("guest", "no <address>")]).await;
        again.has(400).says("no &#60;address&#62;");
        again.says("Enter an e-mail address like");
        for guest in ["a@example.com", "A@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com"] {
            let sent = browser.send(&manage, &[("guest", guest)]).await;
            browser.follow(&sent).await.ok().says("Your guest has been added.");
        }
        // Five are enough.
        let full = browser.open(&path).await.ok();
        full.does_not_say("Add guest");
        full.says("e@example.com");
        let sent = browser.send(&manage, &[("guest", "f@example.com")]).await;
        browser.follow(&sent).await.ok().does_not_say("f@example.com");
        assert_eq!(appointments(&app).await[0]["attendees"][0]["bringalongEmails"].as_array().unwrap().len(), 5);
        // The link is not enough where guests are not wanted, nor after the end.
        change(&app, &host, json!({"meetingOptions": {"allowAddingGuests": false}})).await;
        assert_eq!(browser.send(&manage, &[("guest", "g@example.com")]).await.location(), path);
        app.set_now("2027-03-02T09:00:00Z");
        browser.send(&manage, &[("guest", "h@example.com")]).await.has(409).says("This cannot be changed");
    }
}
