//! Signing in: by a password or a link, staying signed in, and what nobody else can do with any of it.

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use slated_http::limits::Allowance;
use slated_store::{ids::UserId, testing::texts};

use crate::support::{PUBLIC_URL, Response, TestApp, id};

const ADA: &str = "ada@example.com";
const GOOD: &str = "twelve angry geese";
const COOKIE: &str = "__Host-slated_session=";

/// A browser, which keeps the session's cookie and says where its forms come from.
pub struct Browser<'a> {
    app: &'a TestApp,
    pub cookie: Option<String>,
}

impl<'a> Browser<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self { app, cookie: None }
    }

    pub async fn get(&mut self, path: &str) -> Response {
        self.ask(Method::GET, path, &[], &[]).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.ask(Method::POST, path, fields, &[("origin", PUBLIC_URL), ("sec-fetch-site", "same-origin")])
            .await
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Response {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            )
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("theme=dark; {cookie}; more=1"));
        }
        let response = self.app.send(request.body(Body::from(body)).unwrap()).await;
        if let Some(kept) = response.headers.get(header::SET_COOKIE) {
            let kept = kept.to_str().unwrap().split(';').next().unwrap();
            self.cookie = Some(kept.to_owned()).filter(|kept| !kept.ends_with('='));
        }
        response
    }

    /// What the account's forms say besides.
    async fn form_token(&mut self) -> String {
        let page = self.get("/account").await;
        assert_eq!(page.status, 200, "{}", page.text);
        between(&page.text, "name=\"token\" value=\"", "\"").to_owned()
    }

    /// Sends a form of the account.
    async fn does(&mut self, what: &str, fields: &[(&str, &str)]) -> Response {
        let token = self.form_token().await;
        self.post("/account", &[&[("token", token.as_str()), ("do", what)], fields].concat()).await
    }

    async fn sign_in(&mut self, password: &str) -> Response {
        self.post("/sign-in", &[("email", ADA), ("password", password), ("with", "password")]).await
    }

    async fn is_signed_in(&mut self) -> bool {
        self.get("/account").await.status == 200
    }
}

#[track_caller]
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from:?} in {text}")).1;
    rest.split(to).next().unwrap()
}

#[track_caller]
fn leads_to(response: &Response, path: &str) {
    assert_eq!(
        (response.status, response.headers["location"].to_str().unwrap()),
        (303, path),
        "{}",
        response.text
    );
}

fn sets_cookie(response: &Response) -> bool {
    response.headers.contains_key(header::SET_COOKIE)
}

/// The path of the link in the one mail to an address.
pub async fn link(app: &TestApp, email: &str) -> String {
    let mails = app.mails_to(email).await;
    assert_eq!(mails.len(), 1, "one mail to {email}");
    let rest = between(&mails[0].text, PUBLIC_URL, "\n");
    assert!(rest.starts_with("/sign-in/link/") || rest.starts_with("/password/"), "{rest}");
    rest.trim().to_owned()
}

pub async fn asked_for(app: &TestApp, with: &str) -> String {
    let asked = Browser::new(app).post("/sign-in", &[("email", ADA), ("with", with)]).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    link(app, ADA).await
}

/// Ada sets a password, and is signed in by that.
pub async fn with_password<'a>(app: &'a TestApp, password: &str) -> Browser<'a> {
    let path = asked_for(app, "new-password").await;
    let mut browser = Browser::new(app);
    leads_to(&browser.post(&path, &[("password", password)]).await, "/account?done=password");
    browser
}

async fn log(app: &TestApp, via: &str) -> Vec<Value> {
    let mut all = app.key.get("/v4/audit-log?limit=100").await.ok()["items"].as_array().unwrap().clone();
    all.retain(|entry| entry["via"] == via);
    all
}

on_both_engines! {
    with mail:
    async fn a_password_is_set_by_a_link_and_signs_in(app) {
        let path = asked_for(&app, "new-password").await;
        assert!(path.starts_with("/password/"), "{path}");
        let mut browser = Browser::new(&app);
        let form = browser.get(&path).await;
        assert!(form.text.contains("At least 10 characters") && form.text.contains(ADA), "{}", form.text);
        for (unfit, said) in [("short", "Enter at least 10 characters"), (&*"x".repeat(129), "at most 128 bytes"), ("", "Enter at least")] {
            let refused = browser.post(&path, &[("password", unfit)]).await;
            assert_eq!(refused.status, 400);
            assert!(refused.text.contains(said) && !sets_cookie(&refused), "{}", refused.text);
        }
        let set = browser.post(&path, &[("password", GOOD)]).await;
        leads_to(&set, "/account?done=password");
        let cookie = set.headers["set-cookie"].to_str().unwrap();
        let (token, attributes) = cookie.strip_prefix(COOKIE).unwrap().split_once("; ").unwrap();
        assert_eq!(token.len(), 43);
        assert_eq!(attributes, "Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(set.headers["cache-control"], "no-store");
        assert_eq!(browser.post(&path, &[("password", "another good one")]).await.status, 404, "the link is used up");

        let mut other = Browser::new(&app);
        leads_to(&other.get("/account").await, "/sign-in?next=%2Faccount");
        let form = other.get("/sign-in?next=%2Faccount").await;
        assert_eq!(form.headers["cache-control"], "no-store");
        let in_ = other.post("/sign-in", &[("email", " ADA@Example.com "), ("password", GOOD), ("next", "/account")]).await;
        leads_to(&in_, "/account");
        leads_to(&other.get("/sign-in?next=/ada-lovelace").await, "/ada-lovelace");
        let account = other.get("/account").await;
        for said in ["Ada Lovelace", ADA, "Example Health", "https://book.example.com/ada-lovelace", "Firefox, Linux", "This browser"] {
            assert!(account.text.contains(said), "{said}: {}", account.text);
        }
        for header in ["cache-control", "cross-origin-resource-policy"] {
            let value = account.headers[header].to_str().unwrap();
            assert!(["no-store", "same-origin"].contains(&value), "{header}: {value}");
        }
        let policy = account.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.ends_with("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
    }

    async fn a_wrong_password_and_an_unknown_address_are_answered_alike(app) {
        with_password(&app, GOOD).await;
        let mut browser = Browser::new(&app);
        let plain = |response: &Response, email: &str| response.text.replace(email, "EMAIL");
        let wrong = browser.sign_in("twelve angry gees").await;
        assert_eq!(wrong.status, 403);
        assert!(wrong.text.contains("do not belong together") && !wrong.text.contains("gees\""), "{}", wrong.text);
        // Nobody's; somebody's who has no password; one that is longer than any is.
        for (email, password) in [("nobody@example.com", GOOD), ("eve@example.com", GOOD), (ADA, &"x".repeat(5000))] {
            let refused = browser.post("/sign-in", &[("email", email), ("password", password)]).await;
            assert_eq!((refused.status, plain(&refused, email)), (403, plain(&wrong, ADA)), "{email}");
            assert!(!sets_cookie(&refused));
        }
        for with in ["link", "new-password"] {
            let known = browser.post("/sign-in", &[("email", ADA), ("with", with)]).await;
            let unknown = browser.post("/sign-in", &[("email", "nobody@example.com"), ("with", with)]).await;
            assert_eq!((known.status, plain(&known, ADA)), (200, plain(&unknown, "nobody@example.com")));
        }
        // What is written down at once is the same too: who has an account is found out later.
        let count = |sql: &'static str| { let db = app.app.db().clone(); async move { db.read(move |c| c.one::<i64>(sql, &[])).await.unwrap() } };
        assert_eq!(count("SELECT COUNT(*) FROM job WHERE kind = 'find_accounts'").await, Some(4));
        assert_eq!(count("SELECT COUNT(*) FROM sign_in_link").await, Some(0));
        let mails = app.mails().await;
        assert_eq!(mails.len(), 2);
        assert!(mails.iter().all(|mail| mail.to.contains(ADA)));
        for (fields, said) in [
            (&[("email", ""), ("password", GOOD)][..], "Enter your e-mail address"),
            (&[("email", "ada"), ("password", GOOD)], "Enter an e-mail address like"),
            (&[("email", ADA), ("password", "")], "Enter your password"),
        ] {
            let refused = browser.post("/sign-in", fields).await;
            assert_eq!(refused.status, 400);
            assert!(refused.text.contains(said), "{}", refused.text);
        }
    }

    async fn a_link_signs_in_once_and_not_by_being_looked_at(app) {
        let path = asked_for(&app, "link").await;
        let mut browser = Browser::new(&app);
        for _ in 0..3 {
            let asked = browser.get(&path).await;
            assert!(asked.text.contains("Sign in to") && asked.text.contains(ADA), "{}", asked.text);
            assert!(asked.status == 200 && !sets_cookie(&asked));
            assert_eq!(asked.headers["cache-control"], "no-store");
        }
        // It is good for nothing else.
        let elsewhere = path.replace("/sign-in/link/", "/password/");
        assert_eq!(browser.post(&elsewhere, &[("password", GOOD)]).await.status, 404);
        leads_to(&browser.post(&path, &[]).await, "/account");
        assert!(browser.is_signed_in().await);
        leads_to(&browser.post(&path, &[]).await, "/account");
        let mut other = Browser::new(&app);
        for answer in [other.post(&path, &[]).await, other.get(&path).await, other.get("/sign-in/link/nothing").await] {
            assert!(answer.status == 404 && answer.text.contains("does not work any more") && !sets_cookie(&answer), "{}", answer.text);
        }
        for (with, minutes, end) in [("link", 15, "2027-03-01T07:15:00Z"), ("new-password", 60, "2027-03-01T08:15:00Z")] {
            let before = app.app.now();
            let path = asked_for(&app, with).await;
            assert_eq!(other.get(&path).await.status, 200);
            app.set_now(end);
            assert_eq!(app.app.now().duration_since(before).as_mins(), minutes);
            assert_eq!(other.get(&path).await.status, 404, "{with}");
            assert_eq!(other.post(&path, &[("password", GOOD)]).await.status, 404, "{with}");
        }
        assert!(other.cookie.is_none());
    }

    async fn forms_of_other_sites_do_nothing(app) {
        let mut browser = with_password(&app, GOOD).await;
        let token = browser.form_token().await;
        let stranger = Browser::new(&app).sign_in(GOOD).await;
        assert_eq!(stranger.status, 303);
        let foreign: [&[(&str, &str)]; 5] = [
            &[],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", PUBLIC_URL), ("sec-fetch-site", "cross-site")],
            &[("origin", "https://embed.example.com"), ("sec-fetch-site", "same-site")],
        ];
        let link = asked_for(&app, "link").await;
        let password = asked_for(&app, "new-password").await;
        let in_: [(&str, &str); 2] = [("email", ADA), ("password", GOOD)];
        for headers in foreign {
            let out = browser.ask(Method::POST, "/account", &[("token", &token), ("do", "sign-out-everywhere")], headers).await;
            assert_eq!(out.status, 403, "{headers:?}");
            assert!(out.text.contains("was not sent from here"));
            // Signing somebody in as somebody else is forged alike.
            for (path, fields) in [("/sign-in", &in_), (link.as_str(), &in_), (password.as_str(), &in_)] {
                let answer = Browser::new(&app).ask(Method::POST, path, fields, headers).await;
                assert!(answer.status == 403 && !sets_cookie(&answer), "{path} {headers:?}: {}", answer.text);
            }
        }
        let mut other = Browser::new(&app);
        other.sign_in(GOOD).await;
        let others = other.form_token().await;
        assert_ne!(others, token);
        for wrong in [None, Some(""), Some("x"), Some(others.as_str())] {
            let fields: Vec<_> = wrong.map(|wrong| ("token", wrong)).into_iter().chain([("do", "sign-out-everywhere")]).collect();
            assert_eq!(browser.post("/account", &fields).await.status, 403, "{wrong:?}");
        }
        assert!(browser.is_signed_in().await && other.is_signed_in().await);
        for path in [&link, &password] {
            assert_eq!(other.get(path).await.status, 200, "it is still good");
        }
        // With one's own it works; and older browsers say no more than where a form comes from.
        let out = browser.ask(Method::POST, "/account", &[("token", &token), ("do", "sign-out-everywhere")], &[("origin", PUBLIC_URL)]).await;
        leads_to(&out, "/sign-in");
        assert_eq!(out.headers["set-cookie"], format!("{COOKIE}; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure"));
        assert!(!browser.is_signed_in().await && !other.is_signed_in().await);
    }

    async fn sessions_end_one_by_one_by_time_and_by_a_new_password(app) {
        let mut browser = with_password(&app, GOOD).await;
        let (mut second, mut third) = (Browser::new(&app), Browser::new(&app));
        for other in [&mut second, &mut third] {
            assert_eq!(other.sign_in(GOOD).await.status, 303);
        }
        let stolen = third.cookie.clone();
        leads_to(&third.does("sign-out", &[]).await, "/sign-in");
        third.cookie = stolen;
        assert!(!third.is_signed_in().await, "the session itself is over, not only its cookie");
        let page = browser.get("/account").await.text;
        assert_eq!(page.matches("name=\"session\"").count(), 1);
        let listed = between(&page, "name=\"session\" value=\"", "\"").to_owned();
        leads_to(&browser.does("end", &[("session", &listed)]).await, "/account?done=session");
        assert!(browser.is_signed_in().await && !second.is_signed_in().await);

        second.sign_in(GOOD).await;
        for (current, new, said) in [
            ("wrong wrong wrong", "a new and good one", "That is not the password"),
            (GOOD, "short", "Enter at least 10 characters"),
            ("", "a new and good one", "That is not the password"),
        ] {
            let refused = browser.does("password", &[("current", current), ("new", new)]).await;
            assert_eq!(refused.status, 400);
            assert!(refused.text.contains(said), "{}", refused.text);
        }
        assert!(second.is_signed_in().await);
        let link = asked_for(&app, "link").await;
        leads_to(&browser.does("password", &[("current", GOOD), ("new", " a new and good one ")]).await, "/account?done=password");
        assert!(browser.is_signed_in().await && !second.is_signed_in().await);
        assert_eq!(second.get(&link).await.status, 404, "links that were sent before are good for nothing");
        assert_eq!(second.sign_in(GOOD).await.status, 403);
        assert_eq!(second.sign_in("a new and good one").await.status, 403, "blanks are part of it");
        assert_eq!(second.sign_in(" a new and good one ").await.status, 303);

        let entries = log(&app, "session").await;
        let operations: Vec<_> = entries.iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
        assert_eq!(operations, ["POST /account", "POST /password/{token}"]);
        assert_eq!((id(&entries[0]["userId"]), &entries[0]["outcome"]["sessionsEnded"]), (app.owner_id(), &json!(1)), "{}", entries[0]);
        // Unused for a week; and a month after signing in, however much it is used.
        app.set_now("2027-03-08T06:59:00Z");
        assert!(browser.is_signed_in().await);
        app.set_now("2027-03-08T07:00:00Z");
        assert!(browser.is_signed_in().await && !second.is_signed_in().await);
        for day in ["14", "20", "26", "31"] {
            app.set_now(&format!("2027-03-{day}T06:59:00Z"));
            assert!(browser.is_signed_in().await, "{day}");
        }
        app.set_now("2027-03-31T07:00:00Z");
        assert!(!browser.is_signed_in().await);
        app.app.drain_jobs().await.unwrap();
    }

    async fn who_is_deleted_is_signed_out_and_stays_out(app) {
        let made = app.user("Hedy", "Lamarr").await;
        let (email, user) = ("hedy.lamarr@example.com", id(&made["userId"]));
        app.key.post(&format!("/v4/user/{user}/password-link"), json!({})).await.is(202);
        let path = link(&app, email).await;
        let mut browser = Browser::new(&app);
        leads_to(&browser.post(&path, &[("password", GOOD)]).await, "/account?done=password");
        browser.post("/sign-in", &[("email", email), ("with", "link")]).await;
        let link = link(&app, email).await;
        app.key.delete(&format!("/v4/user/{user}")).await.no_content();
        assert!(!browser.is_signed_in().await);
        assert_eq!(browser.post(&link, &[]).await.status, 404);
        assert_eq!(browser.post("/sign-in", &[("email", email), ("password", GOOD)]).await.status, 403);
        browser.post("/sign-in", &[("email", email), ("with", "link")]).await;
        assert_eq!(app.mails_to(email).await.len(), 0);
        let left = app.app.db().read(|c| c.one::<i64>("SELECT COUNT(*) FROM user_password", &[])).await.unwrap();
        assert_eq!(left, Some(0));
    }

    async fn nobody_is_led_away_by_signing_in(app) {
        with_password(&app, GOOD).await;
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/a\r\nx: y"] {
            let in_ = Browser::new(&app).post("/sign-in", &[("email", ADA), ("password", GOOD), ("next", next)]).await;
            leads_to(&in_, "/account");
        }
    }

    async fn what_lets_somebody_in_is_nowhere_in_the_database(app) {
        let mut browser = with_password(&app, GOOD).await;
        let token = browser.cookie.clone().unwrap().replace(COOKIE, "");
        let form_token = browser.form_token().await;
        browser.post("/sign-in", &[("email", ADA), ("with", "link")]).await;
        let link = link(&app, ADA).await;
        let secrets = [GOOD, &token, &form_token, link.rsplit('/').next().unwrap()];
        let all = app.app.db().read(texts).await.unwrap();
        for found in &all {
            for secret in secrets {
                assert!(!found.text.contains(secret), "{}.{} holds {secret}", found.table, found.column);
            }
        }
        let hash = all.iter().find(|found| found.table == "user_password" && found.column == "hash").unwrap();
        assert!(hash.text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.text);
        assert!(all.iter().any(|found| found.table == "session"), "the search looks at sessions");
        // Nor is any of it told to whoever reads the log of changes.
        assert!(!app.key.get("/v4/audit-log").await.text.contains("argon2"));
    }

    async fn whoever_has_accounts_in_several_companies_says_which(app) {
        let guest = json!({ "email": ADA, "givenName": "Ada", "familyName": "Elsewhere", "timezone": "UTC" });
        let made = app.foreign.key.post("/v4/user", guest).await.created();
        let path = format!("/v4/user/{}/password-link", id(&made["userId"]));
        app.foreign.key.post(&path, json!({})).await.is(202);
        app.key.post(&path, json!({})).await.refused(404, "not-found");
        let mut browser = Browser::new(&app);
        let link = link(&app, ADA).await;
        assert!(browser.get(&link).await.text.contains("Set password"));
        browser.post(&link, &[("password", GOOD)]).await;
        assert!(browser.get("/account").await.text.contains("Elsewhere"));
        // One of them has this password.
        leads_to(&browser.sign_in(GOOD).await, "/account");
        // A link is sent for each, and says for which.
        browser.post("/sign-in", &[("email", ADA), ("with", "new-password")]).await;
        let mails = app.mails_to(ADA).await;
        assert_eq!(mails.len(), 2);
        let here = mails.iter().find(|mail| mail.subject.contains("Example Health")).unwrap();
        let path = between(&here.text, PUBLIC_URL, "\n");
        Browser::new(&app).post(path.trim(), &[("password", GOOD)]).await;
        // Now both have it.
        let mut other = Browser::new(&app);
        let choice = other.sign_in(GOOD).await;
        assert!(choice.status == 200 && !sets_cookie(&choice), "{}", choice.text);
        let chosen = choice.text.split("<a ").find(|part| part.contains(">Elsewhere<")).unwrap();
        let path = between(chosen, "href=\"", "\"").to_owned();
        leads_to(&other.post(&path, &[]).await, "/account");
        let account = other.get("/account").await;
        assert!(account.text.contains("Elsewhere") && !account.text.contains("Example Health"), "{}", account.text);
    }

    async fn administrators_send_links_and_nobody_else(app) {
        let made = app.user("Hedy", "Lamarr").await;
        let user = id(&made["userId"]);
        let path = format!("/v4/user/{user}/password-link");
        app.token(user, &[]).await.post(&path, json!({})).await.refused(403, "admin-required");
        app.guest.post(&path, json!({})).await.refused(401, "missing-authorization");
        app.token(app.owner_id(), &[]).await.post(&path, json!({})).await.is(202);
        assert!(link(&app, "hedy.lamarr@example.com").await.starts_with("/password/"));
        // Enough is enough, whoever asks.
        for _ in 0..7 {
            app.key.post(&path, json!({})).await.is(202);
        }
        assert_eq!(app.mails_to("hedy.lamarr@example.com").await.len(), 4);
        app.key.post(&format!("/v4/user/{}/password-link", UserId::new()), json!({})).await.refused(404, "not-found");
    }

    async fn the_account_shows_what_lies_ahead(app) {
        crate::mail::book(&app, crate::mail::sam()).await;
        crate::mail::change(&app, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        crate::mail::book_at(&app, "2027-03-04T10:00:00Z", crate::mail::sam()).await;
        app.mails().await;
        let path = asked_for(&app, "link").await;
        let mut browser = Browser::new(&app);
        browser.post(&path, &[]).await;
        let page = browser.get("/account").await.text;
        for said in ["30min Meeting", "Sam Guest", "Tuesday, 2 March 2027, <span class=\"whole\">09:00", "Waiting for your decision", "Thursday, 4 March 2027, <span class=\"whole\">11:00", "You have no password yet"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let decide = between(&page, "<a href=\"/pending/", "\"");
        assert_eq!(browser.get(&format!("/pending/{decide}")).await.status, 200);
        let german = browser.get("/account?lang=de").await.text;
        assert!(german.contains("Ihr Konto") && german.contains("Überall abmelden"), "{german}");
        // Without a password there is none to change, however it is asked for.
        let token = browser.form_token().await;
        let tried = browser.post("/account", &[("token", &token), ("do", "password"), ("current", ""), ("new", GOOD)]).await;
        assert_eq!(tried.status, 400);
        leads_to(&browser.does("password-link", &[]).await, "/account?done=link");
        assert!(link(&app, ADA).await.starts_with("/password/"));
    }

    async fn no_user_hides_the_pages_of_signing_in(app) {
        for taken in ["sign-in", "account", "password"] {
            app.key.patch(&format!("/v4/user/{}", app.owner_id()), json!({ "slug": taken })).await.is(400);
        }
        let named = app.user("Sign", "In").await;
        assert!(!named["bookingUrl"].as_str().unwrap().contains("/sign-in/"), "{named}");
    }
}

slated_store::both_engines! {
    async fn without_mail_no_link_is_offered(database) {
        let app = TestApp::new(database).await;
        let form = Browser::new(&app).get("/sign-in").await;
        assert!(form.status == 200 && !form.text.contains("sign-in link"), "{}", form.text);
        let path = format!("/v4/user/{}/password-link", app.owner_id());
        app.key.post(&path, json!({})).await.refused(409, "mail-off");
        assert_eq!(Browser::new(&app).post("/sign-in", &[("email", ADA), ("with", "link")]).await.status, 200);
        let jobs = app.app.db().read(|c| c.one::<i64>("SELECT COUNT(*) FROM job WHERE kind = 'find_accounts'", &[])).await.unwrap();
        assert_eq!(jobs, Some(0));
    }

    async fn guessing_at_an_account_is_stopped_whether_there_is_one_or_not(database) {
        let app = TestApp::limited(database, Allowance::default()).await;
        let tries = |email: &'static str, with: &'static str| {
            let mut browser = Browser::new(&app);
            async move {
                let mut tried = 0;
                loop {
                    let answer = browser.post("/sign-in", &[("email", email), ("password", "guess"), ("with", with)]).await;
                    if answer.status == 429 {
                        assert!(answer.headers.contains_key("retry-after") && !sets_cookie(&answer));
                        return tried;
                    }
                    tried += 1;
                }
            }
        };
        // The limits run on real time, but give one more only after a minute; forms of one address are limited by themselves.
        assert_eq!([tries(ADA, "link").await, tries("nobody@example.com", "link").await], [3, 3]);
        assert_eq!(tries("nobody@example.com", "password").await, 10);
        // From another address too; the right password is not listened to either.
        let from = |email: &str| {
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs([("email", email), ("password", "x")]).finish();
            let peer = std::net::SocketAddr::new("198.51.100.7".parse().unwrap(), 4711);
            Request::post("/sign-in")
                .header(header::ORIGIN, PUBLIC_URL)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .extension(axum::extract::ConnectInfo(peer))
                .body(Body::from(body))
                .unwrap()
        };
        assert_eq!(app.send(from("nobody@example.com")).await.status, 429);
        assert_eq!(app.send(from("eve@example.com")).await.status, 403);
    }
}
