//! The pages invitees see, without a browser: what they say, what they keep to themselves, and how they are sent.

pub mod browser;
mod guarded;
mod languages;
mod look;
mod manage;
mod questions;
mod team;

use serde_json::json;

use self::browser::Browser;
use crate::{
    booking::{change, host, request},
    support::id,
};

/// Monday 1 March 2027, 10:00 in Berlin.
const TEN: &str = "2027-03-01T09:00:00Z";
const PAGE: &str = "/hedy-lamarr/30min-meeting";

/// What somebody types.
const JANE: [(&str, &str); 4] = [
    ("name", "Jane  van Client"),
    ("email", "jane@example.com"),
    ("phone", "+49 30 1"),
    ("notes", "Line one\r\nLine two"),
];

on_both_engines! {
    async fn booking_by_links_and_forms_alone(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let personal = browser.open("/hedy-lamarr").await.ok();
        personal.says("<h1><bdi>Hedy Lamarr</bdi></h1>");
        let month = browser.open(&personal.link("30min Meeting")).await.ok();
        month.says("March 2027");
        month.says("Monday, 1 March: 16 times");
        month.says("Times are in <b>Berlin time, GMT+1</b>");
        // Another zone: half past eight in the evening is the first start of Berlin's Tuesday in Tokyo.
        let tokyo = browser.open(&format!("{PAGE}?timezone=Asia/Tokyo&date=2027-03-02")).await.ok();
        tokyo.says("Times are in <b>Tokyo time, GMT+9</b>");
        let form = browser.open(&tokyo.link("17:30")).await.ok();
        form.says("Tuesday, 2 March 2027, <b>17:30 – 18:00</b>");
        let sent = browser.send(&form, &JANE).await;
        let confirmation = browser.follow(&sent).await.ok();
        confirmation.says("<h1>You are booked</h1>");
        confirmation.says("Tuesday, 2 March 2027<br><b>17:30 – 18:00</b>");
        confirmation.says("Tokyo time, GMT+9");
        confirmation.says("booking-successful");
        let booked = app.key.get("/v4/appointment/paginated").await.ok();
        let booked = &booked["appointments"][0];
        assert_eq!(booked["start"], "2027-03-02T08:30:00.000Z");
        assert_eq!(booked["hosts"][0]["id"], host["userId"]);
        let attendee = &booked["attendees"][0];
        assert_eq!(attendee["fullname"], "Jane van Client");
        assert_eq!((&attendee["firstname"], &attendee["lastname"]), (&json!("Jane"), &json!("van Client")));
        assert_eq!((&attendee["email"], &attendee["phone"]), (&json!("jane@example.com"), &json!("+49 30 1")));
        assert_eq!((&attendee["timezone"], &attendee["language"]), (&json!("Asia/Tokyo"), &json!("en")));
        assert_eq!(attendee["notes"], json!({ "notes": "Line one\nLine two" }));
        let manage = browser.open(&confirmation.link("Move or cancel")).await.ok();
        manage.says("Jane van Client");
    }

    async fn a_form_that_is_sent_twice_books_once(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        let (first, second) = (browser.send(&form, &JANE).await, browser.send(&form, &JANE).await);
        assert_eq!(first.location(), second.location());
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 1);
        // Gone back, and changed: the first one stands.
        let changed = browser.send(&form, &[&JANE[..], &[("name", "Someone Else")]].concat()).await;
        changed.has(422).says("You have sent this form already");
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 1);
    }

    async fn taken_in_between_keeps_what_was_typed_and_offers_what_is_near(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.created();
        let again = browser.send(&form, &JANE).await;
        again.has(409).says("Someone was faster");
        again.says("<title>Error: ");
        again.says("Jane  van Client");
        again.says("Line one\nLine two");
        again.button("Book Monday, 1 March, 10:30");
        // Each of the alternatives is a button that sends everything else with it.
        let (name, value) = again.button("Book Monday, 1 March, 09:30");
        let sent = browser.send(&again, &[(&name, &value)]).await;
        browser.follow(&sent).await.ok().says("<b>09:30 – 10:00</b>");
        // Whoever comes by a link to a time that is gone is told before typing anything, and looks at what is free that day.
        for start in ["2027-03-02T09:10:00Z", "2027-03-02T02:00:00Z"] {
            let gone = browser.open(&format!("{PAGE}?start={start}")).await.ok();
            gone.says("is not available any more. Please choose another time.");
            gone.says("Tuesday, 2 March</h2>");
        }
        for start in ["9999-12-30T22:00:00Z", "-009999-01-02T01:59:59Z", "1970-01-01T00:00:00Z"] {
            browser.open(&format!("{PAGE}?start={start}")).await.ok().says("is not available any more");
        }
    }

    async fn all_free_times_can_be_looked_through_with_what_was_typed_kept(app) {
        let host = host(&app).await;
        change(&app, &host, json!({
            "questions": [{ "label": "Topics", "fieldType": "checkbox-multi", "options": [{ "label": "A" }, { "label": "B" }] }],
            "meetingOptions": { "allowAddingGuests": true, "allowedDurations": [60] },
        })).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}&timezone=Asia/Tokyo")).await.ok();
        app.key.post("/v4/booking", request(&host["meetingTypeId"], TEN)).await.created();
        let typed = [&JANE[..], &[("guests", "bo@example.com\r\ncy@example.com"), ("answer-0", "B")]].concat();
        let again = browser.send(&form, &typed).await;
        again.has(409);
        let all = browser.press(&again, "See all free times").await.ok();
        all.says("What you typed is kept.");
        all.says("Times are in <b>Tokyo time, GMT+9</b>");
        all.says("Monday, 1 March</h2>");
        all.does_not_say("1 hour");
        assert_eq!(all.header("cache-control"), "no-store");
        // The month, the day and the language change, and nothing else does.
        let april = browser.press(&all, "Next month").await.ok();
        let german = browser.send(&april, &[("lang", "de")]).await.ok();
        german.says("April 2027");
        let day = browser.press(&german, "Freitag, 2. April").await.ok();
        let form = browser.press(&day, "17:30").await.ok();
        form.says("Freitag, 2. April 2027, <b>17:30 – 18:00 Uhr</b>");
        for kept in ["Jane  van Client", "Line one\nLine two", "bo@example.com\ncy@example.com", "value=\"B\" checked"] {
            form.says(kept);
        }
        // A start that went meanwhile is told of, and everything is still there.
        let body = request(&host["meetingTypeId"], "2027-04-02T08:30:00Z");
        app.key.post("/v4/booking", body).await.created();
        let gone = browser.press(&day, "17:30").await.ok();
        gone.says("nicht mehr");
        let form = browser.press(&gone, "18:30").await.ok();
        let sent = browser.send(&form, &[]).await;
        browser.follow(&sent).await.ok().says("18:30 – 19:00");
        let booked = app.key.get("/v4/appointment/paginated").await.ok();
        let jane = booked["appointments"].as_array().unwrap().iter().find(|a| a["attendees"][0]["fullname"] == "Jane van Client");
        assert_eq!(jane.unwrap()["attendees"][0]["notes"], json!({ "Topics": ["B"], "notes": "Line one\nLine two" }));
    }

    async fn every_mistake_is_said_at_its_field(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        let again = browser.send(&form, &[("name", " "), ("email", "jane@"), ("phone", &"1".repeat(51))]).await;
        let again = again.has(400);
        for (field, said) in [
            ("name", "Enter your name"),
            ("email", "Enter an e-mail address like name@example.com"),
            ("phone", "Shorten the phone number to 50 characters"),
        ] {
            again.says(&format!("<a href=\"#{field}\">{said}</a>"));
            again.says(&format!("id=\"{field}-error\">{said}"));
            let hint = if field == "phone" { "phone-hint " } else { "" };
            again.says(&format!("aria-describedby=\"{hint}{field}-error\" aria-invalid=\"true\""));
        }
        again.says("value=\"jane@\"");
        // A time nobody offers, and none at all.
        for start in ["2027-03-01T09:10:00Z", "9999-12-30T22:00:00Z", "1970-01-01T00:00:00Z", ""] {
            let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
            browser.send(&form, &[&JANE[..], &[("start", start)]].concat()).await.has(400).says("not offered|notice|");
        }
        change(&app, &host, json!({ "meetingInfo": { "channel": "zoom" }, "meetingOptions": { "allowPhoneOnlyBooking": true } })).await;
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        browser.send(&form, &[("name", "Jane")]).await.has(400).says("Enter your e-mail address or your phone number");
        let sent = browser.send(&form, &[("name", "Jane"), ("phone", "+49 1")]).await;
        browser.follow(&sent).await.ok().says("You are booked");
    }

    async fn the_personal_page_lists_what_can_be_booked(app) {
        let hedy = host(&app).await;
        let own = app.key.as_user(id(&hedy["userId"]));
        for (name, enabled) in [("Second", true), ("Hidden", false), ("Third <b>", true)] {
            let body = json!({ "name": name, "duration": 90, "enabled": enabled, "description": "Two\nlines" });
            own.post("/v4/meeting-type", body).await.created();
        }
        own.patch("/v4/personal-page/me", json!({
            "headerTitle": "Frequency hopping", "headerSubtitle": "Since 1942", "description": "Patents & films",
            "primaryColor": "#ffee00", "headerImage": "https://images.example/banner.png",
        })).await.ok();
        let browser = Browser::new(&app);
        let page = browser.open("/hedy-lamarr").await.ok();
        for said in ["<h1><bdi>Frequency hopping</bdi></h1>", "Since 1942", "Patents &#38; films", "1 h 30 min", "banner.png"] {
            page.says(said);
        }
        page.does_not_say("Hidden");
        page.does_not_say("Third <b>");
        page.does_not_say("example.com");
        page.says("--fill:#ffee00;");
        page.says("--on-fill:#000000;");
        assert!(page.policy().contains("style-src 'self' 'sha256-"), "{}", page.policy());
        assert!(page.place("Second") < page.place("Third"));
        // Only what is in order, in that order.
        let all = own.get("/v4/meeting-type").await.ok();
        let second = all.as_array().unwrap().iter().find(|m| m["meetingInfo"]["name"] == "Second").unwrap();
        own.patch("/v4/personal-page/me", json!({
            "showAllMeetingTypes": false, "meetingTypeOrder": [second["id"]],
        })).await.ok();
        let page = browser.open("/hedy-lamarr").await.ok();
        page.says("Second");
        page.does_not_say("30min Meeting");
    }

    async fn months_turn_and_empty_ones_say_where_to_go(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let march = browser.open(PAGE).await.ok();
        let april = browser.open(&march.link("Next month")).await.ok();
        april.says("April 2027");
        // Sixty days ahead are open: until 30 April.
        let may = browser.open(&april.link("Next month")).await.ok();
        may.says("Nothing is free in May 2027.");
        browser.open(&may.link("Show the first free times")).await.ok().says("March 2027");
        browser.open(&may.link("Previous month")).await.ok().says("April 2027");
        // Nothing before May: the page opens there, and says so when asked about March.
        let range = json!({ "mode": "range", "rangeMin": "2027-05-10", "rangeMax": "2027-05-12" });
        change(&app, &host, json!({ "daysIntoFuture": range })).await;
        browser.open(PAGE).await.ok().says("Monday, 10 May: 16 times");
        let march = browser.open(&format!("{PAGE}?date=2027-03-05")).await.ok();
        march.says("Nothing is free in March 2027.");
        browser.open(&march.link("Go to Monday, 10 May 2027")).await.ok().says("Monday, 10 May</h2>");
        // What is no date, or far away, is no reason to fail.
        for date in ["yesterday", "0001-01-01", "9999-12-31", "-009999-01-01"] {
            browser.open(&format!("{PAGE}?date={date}&timezone=Nowhere/City&duration=x&start=soon")).await.ok();
        }
    }

    async fn lengths_can_be_chosen_where_there_are_several(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "meetingOptions": { "allowedDurations": [60] } })).await;
        let browser = Browser::new(&app);
        let page = browser.open(PAGE).await.ok();
        let long = browser.open(&page.link("1 hour")).await.ok();
        let form = browser.open(&long.link("10:00")).await.ok();
        let sent = browser.send(&form, &JANE).await;
        browser.follow(&sent).await.ok().says("10:00 – 11:00");
        // A length that is not offered is not taken from the address.
        browser.open(&format!("{PAGE}?duration=45")).await.ok().says("30 minutes");
    }

    async fn what_links_say_is_filled_in_and_kept(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let query = "firstname=Jane&lastName=Client&email=jane%40example.com&phone=%2B49301&message=Hi&locale=de&lang=xx&utm_source=y";
        let page = browser.open(&format!("{PAGE}?{query}")).await.ok();
        let form = browser.open(&page.link("10:00")).await.ok();
        form.says("value=\"Jane Client\"");
        form.says("value=\"jane@example.com\"");
        form.says("\nHi</textarea>");
        let sent = browser.send(&form, &[]).await;
        browser.follow(&sent).await.ok().says("Jane Client");
    }

    async fn pages_speak_the_invitees_language_and_remember_it(app) {
        host(&app).await;
        let browser = Browser::reading(&app, "pt-BR,de-AT;q=0.9,en;q=0.5");
        let page = browser.open(PAGE).await.ok();
        page.says("<html lang=\"de-AT\" dir=\"ltr\"");
        page.says("Montag, 1. März: 16 Termine");
        let form = browser.open(&page.link("10:00")).await.ok();
        browser.send(&form, &[("name", "")]).await.has(400).says("<title>Fehler: ");
        let sent = browser.send(&form, &JANE).await;
        browser.follow(&sent).await.ok().says("Ihr Termin ist gebucht");
        let booked = app.key.get("/v4/appointment/paginated").await.ok();
        assert_eq!(booked["appointments"][0]["attendees"][0]["language"], "de");
        // Whoever opens the link later reads it as it was booked, unless the link says otherwise.
        let secret = booked["appointments"][0]["secret"].as_str().unwrap();
        let manage = format!("/manage/{secret}");
        Browser::reading(&app, "en").open(&manage).await.ok().says("anderen Termin verschieben");
        let arabic = browser.open(&format!("{manage}?lang=ar")).await.ok();
        arabic.says("<html lang=\"ar\" dir=\"rtl\"");
        browser.open(&arabic.link("إلغاء الحجز")).await.ok().says("dir=\"rtl\"");
        Browser::reading(&app, "en-US").open(PAGE).await.ok().says("9:00 AM");
        Browser::new(&app).open("/nobody/nothing?lang=tr").await.has(404).says("Sayfa bulunamadı");
    }

    async fn a_booking_that_waits_says_so(app) {
        let host = host(&app).await;
        change(&app, &host, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        let page = browser.send(&form, &JANE).await;
        page.has(200).says("waiting for confirmation");
        page.says("requireHostConfirmation");
        page.says("provisionalBookingId");
        // Sent twice, it waits once.
        browser.send(&form, &JANE).await.has(200).says("waiting for confirmation");
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 0);
    }
}
