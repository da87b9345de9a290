//! How pages look: the host's wishes, the company's, and those of whoever embeds them.

use serde_json::json;

use super::browser::Browser;
use crate::{booking::host, support::id};

on_both_engines! {
    async fn a_company_decides_how_its_pages_look(app) {
        let path = "/v4/company/branding";
        assert_eq!(app.key.get(path).await.ok()["showCredit"], false);
        let hedy = host(&app).await;
        let browser = Browser::new(&app);
        let page = browser.open("/hedy-lamarr").await.ok();
        for unsaid in ["<style>", "class=\"logo\"", "Slated"] {
            page.does_not_say(unsaid);
        }
        let look = json!({ "logo": "https://images.example/logo.svg", "primaryColor": "#004433", "showCredit": true });
        let changed = app.key.patch(path, look).await.ok();
        assert_eq!(changed["logo"], "https://images.example/logo.svg");
        assert_eq!(app.key.get(path).await.ok(), changed);
        for address in ["/hedy-lamarr", "/hedy-lamarr/30min-meeting"] {
            let page = browser.open(address).await.ok();
            page.says("src=\"https://images.example/logo.svg\" alt=\"Example Health\"");
            page.says("--fill:#004433;");
            page.says("Powered by Slated");
        }
        browser.open("/hedy-lamarr?embed=true").await.ok().does_not_say("logo.svg");
        // The host's own colours come first.
        let own = app.key.as_user(id(&hedy["userId"]));
        own.patch("/v4/personal-page/me", json!({ "primaryColor": "#112233" })).await.ok();
        browser.open("/hedy-lamarr").await.ok().says("--fill:#112233;");
        // What was left out stayed, and null clears.
        let cleared = app.key.patch(path, json!({ "logo": null })).await.ok();
        assert_eq!((&cleared["logo"], &cleared["primaryColor"]), (&json!(null), &json!("#004433")));
        assert_eq!(app.foreign.key.get(path).await.ok()["primaryColor"], json!(null));
    }

    async fn only_administrators_change_how_a_company_looks(app) {
        let path = "/v4/company/branding";
        let user = app.user("Grace", "Hopper").await;
        let grace = app.token(id(&user["userId"]), &[]).await;
        grace.get(path).await.ok();
        grace.patch(path, json!({ "showCredit": true })).await.refused(403, "admin-required");
        app.guest.get(path).await.refused(401, "missing-authorization");
        app.key.patch(path, json!({ "logo": "javascript:alert(1)" })).await.invalid("logo", "invalid-url");
        app.key.patch(path, json!({ "primaryColor": "red" })).await.invalid("primaryColor", "invalid-color");
    }

    async fn whoever_embeds_a_page_can_dress_it(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let vars = "cssVars=%7B%22--mg-brand%22%3A%22%23ffd400%22%2C%22--mg-radius%22%3A%224px%22%7D";
        let page = browser.open(&format!("/hedy-lamarr/30min-meeting?embed=true&{vars}&theme=dark")).await.ok();
        page.says("--fill:#ffd400;");
        page.says("--radius:4px");
        page.says("data-theme=\"dark\"");
        // Links go on looking so.
        let form = browser.open(&page.link("9:00")).await.ok();
        form.says("--fill:#ffd400;");
        form.says("class=\"embedded\"");
        let bad = "cssVars=%7B%22--mg-brand%22%3A%22red%7D%3C%2Fstyle%3E%22%7D";
        let page = browser.open(&format!("/hedy-lamarr/30min-meeting?{bad}")).await.ok();
        page.does_not_say("<style>");
    }

    async fn a_host_says_where_else_they_are(app) {
        let hedy = host(&app).await;
        let own = app.key.as_user(id(&hedy["userId"]));
        own.patch("/v4/personal-page/me", json!({ "onlineProfiles": {
            "linkedIn": "hedy", "phone": "+43 1 23", "customLinks": [{ "name": "Films", "url": "https://films.example" }],
        }})).await.ok();
        let page = Browser::new(&app).open("/hedy-lamarr").await.ok();
        for said in ["href=\"https://www.linkedin.com/in/hedy\"", "href=\"tel:+43123\"", "href=\"https://films.example/\""] {
            page.says(said);
        }
    }
}
