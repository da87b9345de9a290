//! The pages of teams, and the choice of a host.

use axum::http::Method;
use serde_json::{Value, json};

use super::{JANE, browser::Browser};
use crate::{
    queue::{TEN, Team},
    support::{TestApp, id},
};

const TEAM: &str = "/team/sales/intro";

async fn options(app: &TestApp, team: &Team, options: Value) {
    let path = format!("/v4/meeting-type/{}", team.meeting_type);
    app.key.patch(&path, json!({ "meetingOptions": options })).await.ok();
}

async fn last(app: &TestApp) -> Value {
    app.key.get("/v4/appointment/paginated?sortBy=appointment.createdAt&sortDirection=DESC").await.ok()["appointments"][0]
        .clone()
}

on_both_engines! {
    async fn a_team_is_booked_and_its_turn_decides(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        let browser = Browser::new(&app);
        let month = browser.open(TEAM).await.ok();
        month.says("<title>Intro – Sales</title>");
        month.says("Monday, 1 March: 16 times");
        month.does_not_say("Who would you like to meet?");
        month.does_not_say("Ada Lovelace");
        let late = browser.open(&format!("{TEAM}?start={TEN}")).await.ok();
        let mut hosts = vec![];
        for _ in 0..2 {
            let form = browser.open(&format!("{TEAM}?start={TEN}")).await.ok();
            form.says("<title>Intro – Sales</title>");
            let confirmation = browser.follow(&browser.send(&form, &JANE).await).await.ok();
            hosts.push(["Grace Seller", "Hedy Seller"].iter().position(|name| confirmation.text().contains(name)).unwrap());
        }
        assert_eq!(hosts, [0, 1]);
        let refused = browser.send(&late, &JANE).await;
        refused.has(409).says("Someone was faster");
        refused.says("The nearest free times");
        // It leads back to the team's page, in a frame too.
        let manage = format!("/manage/{}", last(&app).await["secret"].as_str().unwrap());
        app.key.delete(&format!("/v4/appointment/{}", id(&last(&app).await["id"]))).await.ok();
        browser.open(&manage).await.ok().says("href=\"/team/sales/intro");
        let framed = browser.open(&format!("{TEAM}?embed=true")).await.ok();
        assert!(framed.policy().ends_with("frame-ancestors *"));
        framed.says("class=\"embedded\"");
        assert_eq!(team.hosts.len(), 2);
    }

    async fn a_host_can_be_chosen_by_a_form_where_that_is_allowed(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        options(&app, &team, json!({ "allowHostSelection": true })).await;
        let browser = Browser::new(&app);
        let month = browser.open(&format!("{TEAM}?email=a%40b.example")).await.ok();
        month.says("<label for=\"host\">Who would you like to meet?</label>");
        month.says("<option value=\"\">Whoever is free first");
        month.says("<input type=\"hidden\" name=\"email\" value=\"a@b.example\">");
        // Grace is busy then; of the two, Hedy is free.
        let form = browser.open(&format!("{TEAM}?start={TEN}")).await.ok();
        browser.follow(&browser.send(&form, &JANE).await).await.ok().says("Grace Seller");
        let hers = browser.open(&format!("{TEAM}?host=grace-seller&date=2027-03-02")).await.ok();
        hers.says("<option value=\"grace-seller\" selected>Grace Seller");
        hers.says("Tuesday, 2 March: 15 times");
        browser.open(&format!("{TEAM}?host=hedy-seller&date=2027-03-02")).await.ok().says("Tuesday, 2 March: 16 times");
        // Links keep the choice, up to the booking.
        let times = browser.open(&format!("{TEAM}?host=hedy-seller&date=2027-03-03")).await.ok();
        let form = browser.open(&times.link("14:30")).await.ok();
        form.says("Hedy Seller");
        browser.follow(&browser.send(&form, &JANE).await).await.ok().says("Hedy Seller");
        // Somebody who is none of them is nobody.
        browser.open(&format!("{TEAM}?host=ada-lovelace")).await.ok().says("Tuesday, 2 March: 16 times");
        options(&app, &team, json!({ "allowHostSelection": false })).await;
        browser.open(&format!("{TEAM}?host=hedy-seller")).await.ok().does_not_say("<select id=\"host\"");
    }

    async fn where_a_host_must_be_chosen_nothing_goes_before(app) {
        let team = Team::new(&app, &["Grace", "Hedy"], json!({})).await;
        options(&app, &team, json!({ "forceHostSelection": true })).await;
        let browser = Browser::new(&app);
        for path in [TEAM.to_owned(), format!("{TEAM}?start={TEN}")] {
            let page = browser.open(&path).await.ok();
            page.says("<option value=\"\">Please choose");
            page.says("Choose who you would like to meet to see their free times.");
            page.does_not_say("March 2027");
        }
        let fields = format!("start={TEN}&name=Jane&email=jane%40example.com&token={}", uuid::Uuid::now_v7());
        browser.request(Method::POST, TEAM, fields).await.ok().says("Please choose");
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 0);
        let form = browser.open(&format!("{TEAM}?host=grace-seller&start={TEN}")).await.ok();
        browser.follow(&browser.send(&form, &JANE).await).await.ok().says("Grace Seller");
    }

    async fn a_team_has_pages_of_its_own_only(app) {
        let team = Team::new(&app, &["Grace"], json!({})).await;
        let browser = Browser::new(&app);
        browser.open("/ada-lovelace").await.ok().does_not_say("Intro");
        for path in ["/ada-lovelace/intro", "/team/sales/other", "/team/other/intro", "/team/sales/%00", "/embed/example-health/ada-lovelace/intro"] {
            browser.open(path).await.has(404).says("Page not found");
        }
        let path = format!("/v4/meeting-type/{}", team.meeting_type);
        app.key.patch(&path, json!({ "enabled": false })).await.ok();
        browser.open(TEAM).await.has(410).says("Not taking bookings");
        app.key.delete(&path).await.no_content();
        browser.open(TEAM).await.has(404).says("Page not found");
    }

    async fn a_team_speaks_every_language(app) {
        let team = Team::new(&app, &["Grace"], json!({})).await;
        options(&app, &team, json!({ "allowHostSelection": true })).await;
        let german = Browser::reading(&app, "de").open(TEAM).await.ok();
        german.says("Mit wem möchten Sie sprechen?");
        german.says("Wer zuerst frei ist");
        Browser::reading(&app, "ar").open(TEAM).await.ok().says("dir=\"rtl\"");
    }
}
