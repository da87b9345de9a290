//! The page in the invitee's language and with their clock, and what stays of that.

use serde_json::json;

use super::{JANE, PAGE, TEN, browser::Browser};
use crate::booking::{change, host};

on_both_engines! {
    async fn the_invitee_may_choose_another_language(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let english = browser.open(&format!("{PAGE}?date=2027-03-02&utm_source=x&timezone=Asia/Tokyo")).await.ok();
        english.says("<nav class=\"languages\" aria-label=\"Language\">");
        english.does_not_say("lang=\"en\" hreflang");
        let link = english.link("Deutsch");
        assert_eq!(link, "?lang=de&date=2027-03-02&utm_source=x&timezone=Asia%2FTokyo");
        let german = browser.open(&format!("{PAGE}{link}")).await.ok();
        german.says("Dienstag, 2. März</h2>");
        german.says("Ortszeit Tokyo, GMT+9");
        german.link("English");
        for path in ["/hedy-lamarr", "/nobody-here"] {
            browser.open(&format!("{path}{}", browser.open(path).await.link("العربية"))).await.says("dir=\"rtl\"");
        }
    }

    async fn nothing_typed_is_lost_to_another_language(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        let (name, value) = form.button("Français");
        let french = browser.send(&form, &[&JANE[..], &[("email", "no"), (&name, &value)]].concat()).await;
        french.has(200).says("<html lang=\"fr\"");
        french.says("value=\"Jane  van Client\"");
        french.says("value=\"no\"");
        french.does_not_say("aria-invalid");
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 0);
        let wrong = browser.send(&french, &[]).await;
        wrong.has(400).says("<html lang=\"fr\"");
        let sent = browser.send(&wrong, &[("email", "jane@example.com")]).await;
        let booked = browser.follow(&sent).await.ok();
        booked.says("<html lang=\"fr\"");
        // What tells the site around it of the booking must not tell it twice.
        booked.does_not_say("class=\"languages\"");
        let manage = browser.open(sent.location().split("/confirmation").next().unwrap()).await.ok();
        manage.says("<html lang=\"fr\"");
        manage.link("Dansk");
    }

    async fn the_clock_of_the_page_is_that_of_the_booking(app) {
        host(&app).await;
        let american = Browser::reading(&app, "en-US,en;q=0.5");
        // Whoever embeds the page in English means no other clock than the invitee's own.
        american.open(&format!("{PAGE}?lang=en")).await.ok().says("10:00 AM");
        american.open(&format!("{PAGE}?lang=en-GB")).await.ok().does_not_say("10:00 AM");
        let page = american.open(PAGE).await.ok();
        page.says("<option value=\"h12\" selected>2:30 PM");
        let form = american.open(&page.link("10:00 AM")).await.ok();
        let sent = american.send(&form, &JANE).await;
        let attendee = app.key.get("/v4/appointment/paginated").await.ok()["appointments"][0]["attendees"][0].clone();
        assert_eq!(attendee["language"], "en");
        let manage = sent.location().replace("/confirmation", "");
        Browser::reading(&app, "de").open(&manage).await.ok().says("<b>10:00 – 10:30 AM</b>");
        // A choice is carried along, and kept too.
        let page = american.open(&format!("{PAGE}?hourCycle=h23")).await.ok();
        page.says("<option value=\"h23\" selected>14:30");
        let form = american.open(&page.link("11:00")).await.ok();
        let sent = american.send(&form, &[&JANE[..], &[("email", "john@example.com")]].concat()).await;
        let manage = sent.location().replace("/confirmation", "").replace("hourCycle=h23", "");
        american.open(&manage).await.ok().says("<b>11:00 – 11:30</b>");
    }

    async fn whom_the_host_calls_says_where(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        let channel = |channel: &str| json!({ "meetingInfo": { "channel": channel } });
        for (asked, needed) in [("phone", true), ("whatsapp", true), ("phone-incoming", false), ("zoom", false)] {
            change(&app, &host, channel(asked)).await;
            let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
            let says = form.text().contains("You will be called at this number.");
            assert_eq!(says, needed, "{asked}");
        }
        change(&app, &host, channel("phone")).await;
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        for number in ["", "see my site"] {
            let again = browser.send(&form, &[&JANE[..2], &[("phone", number)]].concat()).await;
            again.has(400).says("<a href=\"#phone\">Enter the phone number at which you can be called</a>");
        }
        // With a number that is needed anyway, no address is.
        change(&app, &host, json!({ "meetingOptions": { "allowPhoneOnlyBooking": true } })).await;
        let nothing = browser.send(&form, &[("name", "Jane")]).await;
        nothing.has(400).does_not_say("Enter your e-mail address or");
        let sent = browser.send(&form, &[("name", "Jane"), ("phone", "+49 30 1")]).await;
        browser.follow(&sent).await.ok().says("You are booked");
    }
}

on_both_engines! {
    with mail:
    async fn mails_keep_the_clock_of_the_page(app) {
        host(&app).await;
        let browser = Browser::reading(&app, "en-US");
        let form = browser.open(&format!("{PAGE}?start={TEN}&timezone=America/New_York")).await.ok();
        browser.send(&form, &JANE).await.location();
        let mails = app.mails_to("jane@").await;
        assert_eq!(mails[0].subject, "Booked: 30min Meeting – Monday, March 1, 4:00 AM");
    }
}
