//! Where pages are shown, to whom, and what nobody can do with them.

use axum::http::Method;
use serde_json::json;
use slated_http::limits::Allowance;

use super::{JANE, PAGE, TEN, browser::Browser};
use crate::{
    booking::{change, host},
    support::{TestApp, id},
};

on_both_engines! {
    async fn pages_can_be_framed_by_anybody_and_run_nothing_foreign(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        let manage = browser.send(&form, &JANE).await.location().replace("/confirmation", "");
        for path in ["/hedy-lamarr", PAGE, &manage, "/embed/example-health/hedy-lamarr/30min-meeting"] {
            let page = browser.open(path).await.ok();
            assert!(page.policy().ends_with("frame-ancestors *"), "{path}");
            assert!(page.policy().starts_with("default-src 'none'; ") && !page.policy().contains("unsafe"), "{path}");
            assert_eq!(page.header("x-content-type-options"), "nosniff");
            assert_eq!(page.header("referrer-policy"), "same-origin");
            assert_eq!(page.header("x-frame-options"), "");
            assert_eq!(page.header("set-cookie"), "");
            page.does_not_say(" style=");
            page.does_not_say("onclick");
        }
        assert_eq!(browser.open(&manage).await.header("cache-control"), "no-store");
        // What a page needs besides itself: two files, for good.
        let page = browser.open(PAGE).await.ok();
        for file in ["pages.css", "pages.js"] {
            let start = page.place(&format!("/assets/{file}?v="));
            let path = page.text()[start..].split('"').next().unwrap();
            let asset = browser.open(path).await;
            assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
            let other = browser.open(&format!("/assets/{file}?v=other")).await;
            assert_eq!(other.header("cache-control"), "public, max-age=3600");
        }
    }

    async fn the_embed_route_wants_all_its_parts_to_belong_together(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let page = browser.open("/embed/example-health/hedy-lamarr/30min-meeting").await.ok();
        page.says("class=\"embedded\"");
        page.does_not_say("All meetings");
        let form = browser.open(&page.link("10:00")).await.ok();
        let sent = browser.send(&form, &JANE).await;
        assert!(sent.location().contains("/manage/"));
        for path in [
            "/embed/elsewhere/hedy-lamarr/30min-meeting",
            "/embed/example-health/eve-elsewhere/30min-meeting",
            "/embed/example-health/hedy-lamarr/other",
            "/embed/x/hedy-lamarr/30min-meeting",
        ] {
            browser.open(path).await.has(404).says("Page not found");
        }
        // Embedded anywhere else by the parameter, which goes along with every step.
        let page = browser.open(&format!("{PAGE}?embed=true&theme=dark")).await.ok();
        page.says("class=\"embedded\" data-theme=\"dark\"");
        let form = browser.open(&page.link("11:00")).await.ok();
        form.says("class=\"embedded\" data-theme=\"dark\"");
        let sent = browser.send(&form, &JANE).await;
        browser.follow(&sent).await.ok().says("class=\"embedded\" data-theme=\"dark\"");
    }

    async fn a_password_opens_the_page_and_nothing_else_does(app) {
        let host = host(&app).await;
        let password = json!({ "enable": true, "password": "open sesame" });
        change(&app, &host, json!({ "meetingOptions": { "bookingPagePassword": password } })).await;
        let browser = Browser::new(&app);
        for path in [PAGE.to_owned(), format!("{PAGE}?start={TEN}"), format!("{PAGE}?key=x")] {
            let locked = browser.open(&path).await.ok();
            locked.says("This page is protected");
            locked.does_not_say("10:00");
            locked.does_not_say("open sesame");
        }
        let locked = browser.open(PAGE).await.ok();
        browser.send(&locked, &[("password", "guess")]).await.has(403).says("That is not the password");
        let body = format!("start={TEN}&name=Jane&email=jane%40example.com");
        browser.request(Method::POST, PAGE, body).await.has(403).says("This page is protected");
        let sent = browser.send(&locked, &[("password", "open sesame")]).await;
        let open = browser.follow(&sent).await.ok();
        let form = browser.open(&open.link("10:00")).await.ok();
        let sent = browser.send(&form, &JANE).await;
        browser.follow(&sent).await.ok().says("You are booked");
        // Another password: old links are closed again.
        let password = json!({ "enable": true, "password": "another" });
        change(&app, &host, json!({ "meetingOptions": { "bookingPagePassword": password } })).await;
        browser.open(&form.form().0).await.ok().says("This page is protected");
    }

    async fn a_link_that_works_once_works_once(app) {
        let host = host(&app).await;
        let create = format!("/v4/one-time-booking-link/create/{}", id(&host["meetingTypeId"]));
        let link = app.key.post(&create, json!({})).await.created();
        let path = format!("{PAGE}?oneTimeLinkId={}", id(&link["id"]));
        let browser = Browser::new(&app);
        let page = browser.open(&path).await.ok();
        let form = browser.open(&page.link("10:00")).await.ok();
        let sent = browser.send(&form, &JANE).await;
        browser.follow(&sent).await.ok().says("You are booked");
        // Sent twice is still one booking; another one is refused.
        assert_eq!(browser.send(&form, &JANE).await.location(), sent.location());
        browser.open(&path).await.has(410).says("This link has been used");
        let token = uuid::Uuid::new_v4().to_string();
        let other = [&JANE[..], &[("token", &token), ("start", "2027-03-01T13:00:00Z")]].concat();
        browser.send(&form, &other).await.has(410).says("This link has been used");
        browser.open(&format!("{PAGE}?oneTimeLinkId=nonsense")).await.has(410);
    }

    async fn pages_that_are_not_there(app) {
        let host = host(&app).await;
        let browser = Browser::new(&app);
        for path in ["/nobody-here", "/hedy-lamarr/nothing", "/nobody-here/30min-meeting", "/%00", "/hedy-lamarr/%00", "/%ff", "/a/b/c/d"] {
            browser.open(path).await.has(404).says("Page not found");
        }
        browser.open(&format!("/{}", "x".repeat(3_000))).await.has(404);
        change(&app, &host, json!({ "enabled": false })).await;
        browser.open(PAGE).await.has(410).says("Not taking bookings");
        browser.request(Method::POST, PAGE, format!("start={TEN}")).await.has(410);
        // The API keeps its own words, whatever the method.
        for path in ["/v4", "/v4/nothing", "/v4/nothing/at/all", "/webhooks/x/y"] {
            for method in [Method::GET, Method::POST, Method::DELETE, Method::PUT] {
                app.guest.request(method, path, None).await.refused(404, "unknown-route");
            }
        }
        app.guest.delete("/hedy-lamarr").await.refused(405, "method-not-allowed");
        app.guest.get("/a/b/c/d").await.refused(404, "unknown-route");
    }

    async fn nothing_that_is_written_becomes_markup(app) {
        let evil = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'";
        let host = host(&app).await;
        let own = app.key.as_user(id(&host["userId"]));
        change(&app, &host, json!({ "meetingInfo": { "name": evil, "description": evil } })).await;
        own.patch("/v4/personal-page/me", json!({
            "headerTitle": evil, "headerSubtitle": evil, "description": evil, "primaryColor": "#123456",
        })).await.ok();
        let browser = Browser::new(&app);
        let asked = url::form_urlencoded::byte_serialize(evil.as_bytes()).collect::<String>();
        let query = ["embed", "theme", "timezone", "date", "duration", "key", "name", "email", "phone", "message"]
            .map(|name| format!("{name}={asked}"))
            .join("&");
        let form = browser.open(&format!("{PAGE}?start={TEN}&{query}")).await.ok();
        let again = browser.send(&form, &[("name", evil), ("email", evil), ("notes", evil)]).await;
        again.has(400);
        let typed = [("name", evil), ("email", "a@b.example"), ("phone", "<b>123"), ("notes", evil)];
        let sent = browser.send(&form, &typed).await;
        let confirmation = browser.follow(&sent).await.ok();
        let manage = browser.open(&confirmation.link("Move or cancel")).await.ok();
        let pages = [
            browser.open(&format!("/hedy-lamarr?{query}")).await.ok(),
            browser.open(&format!("{PAGE}?{query}")).await.ok(),
            form, again, confirmation, manage,
        ];
        for page in &pages {
            page.does_not_say("<script>");
            page.does_not_say("<img src=x");
        }
    }

    async fn hosts_are_told_apart_from_their_addresses(app) {
        host(&app).await;
        let browser = Browser::new(&app);
        let form = browser.open(&format!("{PAGE}?start={TEN}")).await.ok();
        let sent = browser.send(&form, &JANE).await;
        for path in ["/hedy-lamarr", PAGE, &sent.location()] {
            let page = browser.open(path).await.ok();
            page.does_not_say("hedy.lamarr@example.com");
        }
        for path in ["/hedy-lamarr", PAGE] {
            let page = browser.open(path).await.ok();
            page.does_not_say("jane");
            page.does_not_say("Jane");
        }
    }
}

slated_store::both_engines! {
    async fn one_address_sends_so_many_forms_and_no_more(database) {
        let app = TestApp::limited(database, Allowance::default()).await;
        host(&app).await;
        let browser = Browser::new(&app);
        for _ in 0..20 {
            browser.request(Method::POST, PAGE, "start=x".to_owned()).await.has(400);
        }
        let refused = browser.request(Method::POST, PAGE, "start=x".to_owned()).await;
        refused.has(429).says("Too many attempts");
        assert_eq!(refused.header("retry-after"), "3");
        // Looking is free.
        browser.open(PAGE).await.ok();
    }
}
