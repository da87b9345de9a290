//! [`TestApp`]: the whole service on a database of its own, with clients that speak.
//!
//! ```ignore
//! on_both_engines! {
//!     async fn a_user_is_found(app) {
//!         let me = app.key.get("/v4/user/me").await.ok();
//!         assert_eq!(me["email"], "ada@example.com");
//!         app.foreign.key.get(&format!("/v4/user/{}", app.owner_id())).await.refused(404, "not-found");
//!     }
//! }
//! ```
//!
//! The clock stands at [`NOW`] until it is set; there are no rate limits unless [`TestApp::limited`] is asked for.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, header},
};
use jiff::Timestamp;
use serde_json::Value;
use slated_app::{
    App, Clock, Config,
    access::{
        Scope,
        credentials::{new_api_key, new_token},
    },
    companies::{Founded, NewCompany},
    mail::{Post, Spooled},
    people::{NewMeetingType, NewUser},
    replicas::Replicas,
};
use slated_http::{
    HttpState, MailPages,
    limits::{Allowance, Limits, Stopwatch},
    v4::webhook_body::WebhookBodies,
};
use slated_integrations::{Mailer, Outbound, OutboundPolicy, address::parse_networks};
use slated_store::{
    credential,
    db::{Db, Options, Role, Seen, Target},
    ids::UserId,
    testing::Database,
};
use tower::ServiceExt;
use uuid::Uuid;

/// When it is, unless a test sets the clock: a Monday, 08:00 in Berlin.
pub const NOW: &str = "2027-03-01T07:00:00Z";
/// Where the service thinks it is.
pub const PUBLIC_URL: &str = "https://book.example.com";

/// Declares tests that run on both engines, each with a [`TestApp`] of its own.
macro_rules! on_both_engines {
    (with mail: $($(#[$attribute:meta])* async fn $name:ident($app:ident) $body:block)+) => {
        slated_store::both_engines! {$(
            $(#[$attribute])*
            async fn $name(database) {
                let $app = crate::support::TestApp::mailing(database).await;
                $body
            }
        )+}
    };
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident) $body:block)+) => {
        slated_store::both_engines! {$(
            $(#[$attribute])*
            async fn $name(database) {
                let $app = crate::support::TestApp::new(database).await;
                $body
            }
        )+}
    };
}

/// The whole service, with two companies that know nothing of each other.
pub struct TestApp {
    /// The use-cases behind it.
    pub app: App,
    /// The API key of `company`, which acts as its owner unless told otherwise.
    pub key: Client,
    /// A caller without a credential.
    pub guest: Client,
    /// The company most tests are about, and its owner.
    pub company: Founded,
    /// Another company.
    pub foreign: Foreign,
    router: Router,
    stopwatch: Stopwatch,
    // These delete themselves when dropped.
    database: Database,
    spool: Option<Spool>,
}

/// A directory for mails.
struct Spool(PathBuf);

impl Spool {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("slated-spool-{}", Uuid::now_v7())))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Another company, and its API key.
pub struct Foreign {
    /// Its API key.
    pub key: Client,
    /// The company and its owner.
    pub company: Founded,
}

impl TestApp {
    /// Without rate limits, and without mail.
    pub async fn new(database: Database) -> Self {
        Self::start(database, None, None).await
    }

    /// With mail, into a spool of its own.
    pub async fn mailing(database: Database) -> Self {
        Self::start(database, None, Some(Spool::new())).await
    }

    /// With rate limits, for which no time passes but by [`passes`](Self::passes).
    pub async fn limited(database: Database, allowance: Allowance) -> Self {
        Self::start(database, Some(allowance), None).await
    }

    async fn start(database: Database, allowance: Option<Allowance>, spool: Option<Spool>) -> Self {
        let now: Timestamp = NOW.parse().unwrap();
        let stopwatch = Stopwatch::standing();
        let limits = Limits::timed(allowance, stopwatch.clone());
        let (app, router) = node(database.clone(), Clock::fixed(now), limits, spool.as_ref());
        let guest = Client { router: router.clone(), bearer: None, user: None, idempotency_key: None };
        let (company, key) = found(&app, &guest, "Example Health", "Ada", "Lovelace").await;
        let (other, other_key) = found(&app, &guest, "Elsewhere", "Eve", "Elsewhere").await;
        let foreign = Foreign { key: other_key, company: other };
        Self { app, key, guest, company, foreign, router, stopwatch, database, spool }
    }

    /// The owner of the company.
    pub fn owner_id(&self) -> Uuid {
        self.company.owner.user.id.0
    }

    /// A client with a new personal access token of this user; no scopes means all.
    pub async fn token(&self, user: Uuid, scopes: &[Scope]) -> Client {
        let issued = new_token(self.company.company.id, UserId(user), "test", scopes, self.app.now(), None);
        let stored = issued.credential;
        self.app.db().write(move |tx| credential::insert(tx, &stored)).await.unwrap();
        self.guest.with_bearer(&issued.text)
    }

    /// A user of the company, created by its key; what `POST /v4/user` answered.
    pub async fn user(&self, given_name: &str, family_name: &str) -> Value {
        let email = format!("{given_name}.{family_name}@example.com").to_lowercase();
        let body = serde_json::json!({
            "email": email, "givenName": given_name, "familyName": family_name, "timezone": "Europe/Berlin",
        });
        self.key.post("/v4/user", body).await.created()
    }

    /// Sends a request as it stands.
    pub async fn send(&self, request: Request<Body>) -> Response {
        send(self.router.clone(), request).await
    }

    /// The company's API key at another node: its own connections to the same database, its own memory, the same clock.
    pub fn second_node(&self) -> Client {
        let db = Db::open(self.database.options()).unwrap();
        let (_, router) = node(db, self.app.clock().clone(), Limits::new(None), self.spool.as_ref());
        Client { router, ..self.key.clone() }
    }

    /// The company's API key at another node, which may read free starts from this copy of the database as long as it lags by
    /// no more than so; and the copy as the node has it.
    pub fn node_with_replica(&self, copy: Target, most_lag: Duration) -> (Client, Db) {
        let seen = Some(Arc::new(Seen::new(2 * most_lag)));
        let options = self.database.options().clone();
        let replica = Options { target: copy, role: Role::Replica, seen: seen.clone(), ..options.clone() };
        let db = Db::open(&Options { seen, ..options }).unwrap();
        let (app, router) = node(db, self.app.clock().clone(), Limits::new(None), self.spool.as_ref());
        let replica = Db::open(&replica).unwrap();
        tokio::spawn(app.follow(Replicas::new(vec![replica.clone()], most_lag)));
        (Client { router, ..self.key.clone() }, replica)
    }

    /// The database that all of it is kept in.
    pub fn kept_in(&self) -> &Database {
        &self.database
    }

    /// Runs what is due, and gives the mails that were written by it, the oldest first. They are taken away.
    pub async fn mails(&self) -> Vec<Spooled> {
        self.app.drain_jobs().await.unwrap();
        let mut mails = self.spooled().await;
        mails.sort_by(|a, b| a.name.cmp(&b.name));
        let _ = self.spool.as_ref().map(|spool| std::fs::remove_dir_all(&spool.0));
        mails
    }

    /// The mails that lie in the spool. They stay there.
    pub async fn spooled(&self) -> Vec<Spooled> {
        let spool = &self.spool.as_ref().expect("the test is declared `with mail`").0;
        slated_integrations::mail::spool::list(spool.clone(), usize::MAX).await.unwrap()
    }

    /// The mails to one address.
    pub async fn mails_to(&self, email: &str) -> Vec<Spooled> {
        let mut mails = self.mails().await;
        mails.retain(|mail| mail.to.contains(email));
        mails
    }

    /// Where the database is.
    pub fn database(&self) -> &Target {
        &self.database.options().target
    }

    /// Lets time pass for the rate limits.
    pub fn passes(&self, time: Duration) {
        self.stopwatch.advance(time);
    }

    /// Moves the clock.
    pub fn set_now(&self, now: &str) {
        self.app.clock().set(now.parse().unwrap());
    }
}

/// One process of an installation, without its sockets.
fn node(db: Db, clock: Clock, limits: Limits, spool: Option<&Spool>) -> (App, Router) {
    let config = Config { public_url: PUBLIC_URL.to_owned(), open_spool: true };
    let sender = "Bookings <bookings@example.com>";
    let mailer = spool.map_or_else(Mailer::off, |spool| Mailer::spool(spool.0.clone(), sender).unwrap());
    let post = Post { mailer, html: Arc::new(MailPages) };
    // Receivers of webhooks stand on loopback.
    let allow = parse_networks("127.0.0.0/8").unwrap();
    let outbound = Outbound::new(OutboundPolicy { allow, ..OutboundPolicy::default() });
    let app = App::new(db, clock, config, outbound, Arc::new(WebhookBodies), post);
    let router = slated_http::router(HttpState { app: app.clone(), limits: Arc::new(limits) });
    (app, router)
}

async fn found(
    app: &App,
    guest: &Client,
    name: &str,
    given_name: &str,
    family_name: &str,
) -> (Founded, Client) {
    let owner = NewUser {
        email: format!("{given_name}@example.com").to_lowercase(),
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        language: "en".to_owned(),
        availability_name: None,
        availability_timezone: None,
        hours: None,
        meeting_type: NewMeetingType::default(),
    };
    let founded = app.found_company(NewCompany { name: name.to_owned(), slug: None, owner }).await.unwrap();
    let issued = new_api_key(founded.company.id, founded.company.owner_id, "test", app.now(), None);
    let stored = issued.credential;
    app.db().write(move |tx| credential::insert(tx, &stored)).await.unwrap();
    (founded, guest.with_bearer(&issued.text))
}

/// A caller: with whatever credential and headers it was given.
#[derive(Clone)]
pub struct Client {
    router: Router,
    bearer: Option<String>,
    user: Option<String>,
    idempotency_key: Option<String>,
}

impl Client {
    /// The same, with another credential.
    pub fn with_bearer(&self, bearer: &str) -> Self {
        Self { bearer: Some(bearer.to_owned()), ..self.clone() }
    }

    /// The credential it sends.
    pub fn bearer(&self) -> &str {
        self.bearer.as_deref().unwrap_or_default()
    }

    /// The same, naming the user it acts as.
    pub fn as_user(&self, user: impl ToString) -> Self {
        Self { user: Some(user.to_string()), ..self.clone() }
    }

    /// The same, with an `Idempotency-Key`.
    pub fn with_idempotency_key(&self, key: &str) -> Self {
        Self { idempotency_key: Some(key.to_owned()), ..self.clone() }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path, None).await
    }

    /// POST with a body.
    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.request(Method::POST, path, Some(body)).await
    }

    /// PATCH with a body.
    pub async fn patch(&self, path: &str, body: Value) -> Response {
        self.request(Method::PATCH, path, Some(body)).await
    }

    /// DELETE without a body.
    pub async fn delete(&self, path: &str) -> Response {
        self.request(Method::DELETE, path, None).await
    }

    /// Any method, with or without a body.
    pub async fn request(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(bearer) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        if let Some(user) = &self.user {
            request = request.header("x-meetergo-api-user-id", user);
        }
        if let Some(key) = &self.idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        send(self.router.clone(), request.body(body).unwrap()).await
    }
}

async fn send(router: Router, request: Request<Body>) -> Response {
    let asked = format!("{} {}", request.method(), request.uri());
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8(bytes.into()).unwrap();
    Response { asked, status: parts.status.as_u16(), headers: parts.headers, text }
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Response {
    asked: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it came.
    pub text: String,
}

impl Response {
    /// The body as JSON; null if there is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        if self.text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text))
    }

    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn is(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self.json()
    }

    /// The body of a 200.
    #[track_caller]
    pub fn ok(&self) -> Value {
        self.is(200)
    }

    /// The body of a 201.
    #[track_caller]
    pub fn created(&self) -> Value {
        self.is(201)
    }

    /// An empty 204.
    #[track_caller]
    pub fn no_content(&self) {
        assert_eq!(self.is(204), Value::Null, "{}", self.asked);
    }

    /// The body of a refusal with this status and `errorCode`, in the contract's form.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let body = self.is(status);
        assert_eq!(
            (&body["statusCode"], &body["errorCode"]),
            (&status.into(), &code.into()),
            "{}",
            self.asked
        );
        assert!(body["message"].is_string() && body["error"].is_string(), "{}: {body}", self.asked);
        body
    }

    /// A 400 that names one field and why it cannot be used.
    #[track_caller]
    pub fn invalid(&self, field: &str, code: &str) {
        let body = self.refused(400, "validation-failed");
        let errors = body["errors"].as_array().expect("a list of field errors");
        let found =
            errors.iter().any(|e| e["field"] == field && e["code"] == code && e["message"].is_string());
        assert!(found, "{}: no {code} at {field} in {body}", self.asked);
    }
}

/// An id out of a body.
#[track_caller]
pub fn id(value: &Value) -> Uuid {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("not an id: {value}"))
}
