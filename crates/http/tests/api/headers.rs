//! What every answer says to browsers, route by route; and what another site can make a browser do here.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, header},
};
use serde_json::{Value, json};
use slated_store::testing::texts;
use uuid::Uuid;

use crate::{
    accounts,
    booking::host,
    cross_tenant::operations,
    mail,
    queue::Team,
    support::{TestApp, id},
};

/// How a route may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A page that other sites frame: booking pages, and where they lead.
    Framed,
    /// A page that nobody frames.
    Alone,
    /// Not a page: data, files, errors.
    Data,
    /// Only where the spool is open, which is in demos: somebody else's HTML in a sandbox.
    Sandboxed,
}

/// Every route beside the API's, as `router.rs` and `sdk.rs` write them, and how it may be shown.
const ROUTES: [(&str, Kind); 27] = [
    ("/", Kind::Alone),
    ("/docs", Kind::Alone),
    ("/openapi.json", Kind::Data),
    ("/assets/{*path}", Kind::Data),
    ("/healthz", Kind::Data),
    ("/readyz", Kind::Data),
    ("/metrics", Kind::Data),
    ("/sign-in", Kind::Alone),
    ("/sign-in/link/{token}", Kind::Alone),
    ("/password/{token}", Kind::Alone),
    ("/account", Kind::Alone),
    ("/manage/{secret}", Kind::Framed),
    ("/manage/{secret}/calendar.ics", Kind::Data),
    ("/manage/{secret}/reminders", Kind::Alone),
    ("/pending/{secret}", Kind::Alone),
    ("/feed/{file}", Kind::Data),
    ("/demo/mail", Kind::Alone),
    ("/demo/mail/{name}", Kind::Alone),
    ("/demo/mail/{name}/html", Kind::Sandboxed),
    ("/manage/{secret}/confirmation", Kind::Framed),
    ("/manage/{secret}/guests", Kind::Framed),
    ("/manage/{secret}/cancel", Kind::Framed),
    ("/manage/{secret}/move", Kind::Framed),
    ("/embed/{company}/{user}/{type}", Kind::Framed),
    ("/team/{team}/{type}", Kind::Framed),
    ("/{user}", Kind::Framed),
    ("/{user}/{type}", Kind::Framed),
];

/// The routes as the source has them.
fn routes() -> BTreeSet<String> {
    const SOURCE: &str = include_str!("../../src/router.rs");
    let quoted = |rest: &str| rest.split('"').next().unwrap().to_owned();
    let all: BTreeSet<_> = SOURCE.split(".route(\"").skip(1).map(quoted).collect();
    all.into_iter().filter(|path| !path.starts_with("/webhooks") && path != "/availability").collect()
}

/// Something real behind each route.
struct Things {
    secret: String,
    attendee: String,
    pending: String,
    feed: String,
    spooled: String,
    sign_in: String,
    password: String,
    /// Of somebody who is signed in.
    cookie: String,
}

impl Things {
    async fn new(app: &TestApp) -> Self {
        let mut visitor = accounts::Browser::new(app);
        visitor.post(&accounts::asked_for(app, "link").await, &[]).await;
        let sign_in = accounts::asked_for(app, "link").await;
        let password = accounts::asked_for(app, "new-password").await;
        host(app).await;
        Team::new(app, &["Grace"], json!({})).await;
        let booked = mail::book(app, mail::sam()).await;
        let made = app.key.post("/v4/calendar-feed", json!({})).await.created();
        mail::change(app, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        mail::book_at(app, "2027-03-04T10:00:00Z", mail::sam()).await;
        app.app.drain_jobs().await.unwrap();
        let mails = app.app.spooled_mails().await.unwrap();
        let link = mails.iter().find_map(|mail| mail.text.split("/pending/").nth(1)).unwrap();
        Self {
            secret: booked["secret"].as_str().unwrap().to_owned(),
            attendee: id(&booked["attendees"][0]["id"]).to_string(),
            pending: link.split_whitespace().next().unwrap().to_owned(),
            feed: made["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned(),
            spooled: mails[0].name.clone(),
            sign_in,
            password,
            cookie: visitor.cookie.unwrap(),
        }
    }

    fn fill(&self, route: &str) -> String {
        match route {
            "/manage/{secret}/calendar.ics" | "/manage/{secret}/reminders" => {
                route.replace("{secret}", &self.secret) + "?attendee=" + &self.attendee
            }
            "/assets/{*path}" => "/assets/pages.css".to_owned(),
            "/embed/{company}/{user}/{type}" => "/embed/example-health/hedy-lamarr/30min-meeting".to_owned(),
            "/team/{team}/{type}" => "/team/sales/intro".to_owned(),
            "/{user}" => "/hedy-lamarr".to_owned(),
            "/{user}/{type}" => "/hedy-lamarr/30min-meeting".to_owned(),
            "/pending/{secret}" => format!("/pending/{}", self.pending),
            "/sign-in/link/{token}" => self.sign_in.clone(),
            "/password/{token}" => self.password.clone(),
            _ => route
                .replace("{secret}", &self.secret)
                .replace("{file}", &self.feed)
                .replace("{name}", &self.spooled),
        }
    }
}

/// The directives of a policy.
fn policy(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = headers.get("content-security-policy").map_or("", |policy| policy.to_str().unwrap());
    let directive = |one: &str| {
        let (name, sources) = one.trim().split_once(' ').unwrap_or((one.trim(), ""));
        (name.to_owned(), sources.trim().to_owned())
    };
    text.split(';').filter(|one| !one.trim().is_empty()).map(directive).collect()
}

#[track_caller]
fn check(what: &str, headers: &HeaderMap, kind: Kind) {
    let get = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap());
    assert_eq!(get("x-content-type-options"), "nosniff", "{what}");
    let referrer = get("referrer-policy");
    assert!(matches!(referrer, "same-origin" | "strict-origin-when-cross-origin"), "{what}: {referrer}");
    for absent in ["set-cookie", "x-frame-options", "access-control-allow-credentials"] {
        assert_eq!(get(absent), "", "{what}: {absent}");
    }
    assert_eq!(get("access-control-allow-origin"), "*", "{what}");
    let policy = policy(headers);
    let of = |directive: &str| policy.get(directive).map_or("", String::as_str);
    assert_eq!(of("default-src"), "'none'", "{what}");
    assert!(!of("script-src").contains("unsafe") && !of("script-src").contains('*'), "{what}: {policy:?}");
    let ancestors = match kind {
        Kind::Framed => "*",
        Kind::Alone | Kind::Data => "'none'",
        Kind::Sandboxed => "'self'",
    };
    assert_eq!(of("frame-ancestors"), ancestors, "{what}: {policy:?}");
    if kind == Kind::Sandboxed {
        assert!(policy.contains_key("sandbox") && of("script-src").is_empty(), "{what}: {policy:?}");
    } else {
        assert!(!get("content-security-policy").contains("unsafe"), "{what}: {policy:?}");
    }
    if matches!(kind, Kind::Framed | Kind::Alone) {
        assert_eq!(get("content-type"), "text/html; charset=utf-8", "{what}");
    } else if kind == Kind::Data {
        assert!(!get("content-type").contains("html"), "{what}");
    }
}

on_both_engines! {
    with mail:
    async fn every_route_says_how_browsers_must_treat_it(app) {
        let listed: BTreeSet<_> = ROUTES.iter().map(|(route, _)| (*route).to_owned()).collect();
        assert_eq!(listed, routes(), "say in ROUTES how a new route may be shown");
        let things = Things::new(&app).await;
        for (route, kind) in ROUTES {
            let mut visitor = accounts::Browser::new(&app);
            visitor.cookie = (route == "/account").then(|| things.cookie.clone());
            let answer = visitor.get(&things.fill(route)).await;
            assert_eq!(answer.status, 200, "{route}: {}", answer.text);
            check(route, &answer.headers, kind);
        }
        check("not found", &app.guest.get("/nowhere/at/all").await.headers, Kind::Data);
        for script in ["/v4/integration.js", "/v4/integration.d.ts"] {
            check(script, &app.guest.get(script).await.headers, Kind::Data);
        }
        // The API, whatever comes of the call.
        for (method, path) in operations() {
            let path = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/");
            for caller in [&app.guest, &app.key] {
                let answer = caller.request(method.clone(), &path, None).await;
                check(&format!("{method} {path}"), &answer.headers, Kind::Data);
            }
        }
    }

    async fn no_browser_may_send_a_key_from_another_site(app) {
        for (method, path) in operations() {
            let path = path.replace(['{', '}'], "");
            let asks = Request::options(&path)
                .header(header::ORIGIN, "https://evil.example")
                .header(header::ACCESS_CONTROL_REQUEST_METHOD, method.as_str())
                .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization");
            let answer = app.send(asks.body(Body::empty()).unwrap()).await;
            let told = |name: header::HeaderName| {
                answer.headers.get(name).map_or(String::new(), |value| value.to_str().unwrap().to_lowercase())
            };
            assert!(!told(header::ACCESS_CONTROL_ALLOW_HEADERS).contains("authorization"), "{method} {path}");
            assert!(!told(header::ACCESS_CONTROL_ALLOW_HEADERS).contains('*'), "{method} {path}");
            assert_eq!(told(header::ACCESS_CONTROL_ALLOW_METHODS), "get,post", "{method} {path}");
            assert_eq!(told(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), "", "{method} {path}");
        }
    }

    /// A foreign page can send forms to any address it knows, along with what the browser keeps for this site. Of invitees
    /// nothing is kept; so what is sent is worth as much as the secret in the address, which a foreign page does not know.
    /// Those of who is signed in are tried in `accounts.rs`.
    async fn a_forged_form_changes_nothing(app) {
        let things = Things::new(&app).await;
        let before = state(&app).await;
        let wrong = "a".repeat(things.secret.len());
        let forged = |path: String, body: &'static str, kind: &'static str| {
            Request::post(path)
                .header(header::ORIGIN, "https://evil.example")
                .header("sec-fetch-site", "cross-site")
                .header(header::COOKIE, "session=stolen")
                .header(header::CONTENT_TYPE, kind)
                .body(Body::from(body))
                .unwrap()
        };
        let form = "application/x-www-form-urlencoded";
        for route in ROUTES.iter().map(|(route, _)| route).filter(|route| route.contains("{secret}")) {
            let path = route.replace("{secret}", &wrong) + "?attendee=" + &things.attendee;
            let answer = app.send(forged(path, "answer=approve&reason=x&email=x@example.com", form)).await;
            assert!(matches!(answer.status, 404 | 405), "{route}: {} {}", answer.status, answer.text);
        }
        // Without a key a cross-site "simple" request to the API is nobody's.
        for (method, path) in operations().into_iter().filter(|(method, _)| method == Method::POST) {
            let filled = |part: &str| if part.starts_with('{') { Uuid::nil().to_string() } else { part.to_owned() };
            let path = path.split('/').map(filled).collect::<Vec<_>>().join("/");
            for kind in ["text/plain", form] {
                let answer = app.send(forged(path.clone(), "{}", kind)).await;
                let public = answer.status == 400 || answer.status == 415;
                let booking = path == "/v4/booking";
                assert!(matches!(answer.status, 401 | 404) || (booking && public), "{method} {path}: {} {}", answer.status, answer.text);
            }
        }
        // Looking changes nothing either, however often: mail programs and previews open every link.
        for (route, _) in ROUTES {
            for _ in 0..2 {
                app.guest.get(&things.fill(route)).await;
            }
        }
        assert_eq!(state(&app).await, before);
    }
}

/// Everything that stands in the database but what counts looks.
async fn state(app: &TestApp) -> Vec<Value> {
    let all = app.app.db().read(texts).await.unwrap();
    let mut all: Vec<_> =
        all.into_iter().map(|found| json!([found.table, found.column, found.text])).collect();
    all.sort_by_key(ToString::to_string);
    all
}
