//! Many events to many endpoints at once, of which some hang, some fail and some are gone: what is owed to each arrives,
//! in order, and the healthy ones wait for nobody. `cargo xtask soak` does the same at full size, against the binary.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Json, Router, extract::State, http::HeaderMap, http::StatusCode};
use jiff::SignedDuration;
use serde_json::Value;
use slated_app::{
    events::{self, Happened},
    jobs::worker::Worker,
};
use slated_store::{
    delivery::{self, Delivery, Filter},
    ids::{CompanyId, UserId, WebhookId},
    job::hold,
    user::User,
    webhook::{self, State as WebhookState, Webhook},
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::support::TestApp;

const SUBJECTS: usize = 25;
const EACH: usize = 5;
const EVENTS: usize = SUBJECTS * EACH;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Healthy,
    /// Does not answer until it is let go.
    Hung,
    /// Refuses every third event once.
    Failing,
    Gone,
}

/// 12 healthy ones, 3 that hang, 3 that fail, 2 that are gone.
const MANNERS: [(Manner, usize); 4] =
    [(Manner::Healthy, 12), (Manner::Hung, 3), (Manner::Failing, 3), (Manner::Gone, 2)];

struct Endpoint {
    manner: Manner,
    url: String,
    company: CompanyId,
    webhook: WebhookId,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

struct Shared {
    manner: Manner,
    gate: watch::Receiver<bool>,
    refused: Mutex<HashSet<String>>,
    /// Id, subject and number of what was taken.
    taken: Mutex<Vec<(String, Uuid, usize)>>,
}

async fn receive(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> (StatusCode, HeaderMap) {
    let id = headers["webhook-id"].to_str().unwrap().to_owned();
    let number: usize = body["givenName"].as_str().unwrap().parse().unwrap();
    match shared.manner {
        Manner::Hung => drop(shared.gate.clone().wait_for(|open| *open).await),
        Manner::Failing if number % 3 == 1 && shared.refused.lock().unwrap().insert(id.clone()) => {
            return (StatusCode::SERVICE_UNAVAILABLE, HeaderMap::new());
        }
        Manner::Gone => return (StatusCode::GONE, HeaderMap::new()),
        Manner::Healthy | Manner::Failing => {}
    }
    shared.taken.lock().unwrap().push((id, body["id"].as_str().unwrap().parse().unwrap(), number));
    (StatusCode::NO_CONTENT, HeaderMap::new())
}

impl Endpoint {
    async fn start(app: &TestApp, manner: Manner, gate: watch::Receiver<bool>) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let shared = Arc::new(Shared { manner, gate, refused: Mutex::default(), taken: Mutex::default() });
        let router = Router::new().fallback(receive).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let endpoint =
            Self { manner, url, company: CompanyId::new(), webhook: WebhookId::new(), shared, server };
        endpoint.register(app).await;
        endpoint
    }

    /// Past the API, which allows six in a company.
    async fn register(&self, app: &TestApp) {
        let now = app.app.now();
        let webhook = Webhook {
            id: self.webhook,
            company_id: self.company,
            endpoint: self.url.clone(),
            description: None,
            event_types: vec!["new_employee".to_owned()],
            secret: slated_integrations::SigningSecret::from([1; 32]).reveal(),
            previous_secret: None,
            previous_secret_until: None,
            state: WebhookState::Active,
            state_reason: None,
            state_since: None,
            failing_since: None,
            created_at: now,
            updated_at: now,
        };
        app.app.db().write(move |tx| webhook::insert(tx, &webhook)).await.unwrap();
    }

    /// Tells it `EACH` things of each of `SUBJECTS`, in one transaction for each round, as requests would.
    async fn tell(&self, app: &TestApp) {
        let subjects: Vec<_> = (0..SUBJECTS).map(|_| Uuid::now_v7()).collect();
        for number in 0..EACH {
            let (company, subjects, inner) = (self.company, subjects.clone(), app.app.clone());
            let somebody = app.company.owner.user.clone();
            app.app
                .db()
                .write(move |tx| -> slated_app::Result<()> {
                    for &subject in &subjects {
                        let given_name = number.to_string();
                        let user =
                            User { id: UserId(subject), company_id: company, given_name, ..somebody.clone() };
                        events::record(tx, &inner, &Happened::NewEmployee(&user), inner.now())?;
                    }
                    Ok(())
                })
                .await
                .unwrap();
            app.app.wake_worker();
        }
    }

    /// Different events that were taken so far.
    fn taken(&self) -> usize {
        self.shared.taken.lock().unwrap().iter().map(|(id, ..)| id).collect::<HashSet<_>>().len()
    }

    /// Every subject was told of in order; a repeat is no news.
    fn check_order(&self) {
        let (mut seen, mut told) = (HashSet::new(), BTreeMap::<Uuid, Vec<usize>>::new());
        for (id, subject, number) in self.shared.taken.lock().unwrap().iter() {
            if seen.insert(id.clone()) {
                told.entry(*subject).or_default().push(*number);
            }
        }
        assert_eq!(told.len(), SUBJECTS, "{:?}", self.manner);
        let order: Vec<_> = (0..EACH).collect();
        assert!(told.values().all(|numbers| *numbers == order), "{:?}: {told:?}", self.manner);
    }

    async fn log(&self, app: &TestApp) -> Vec<Delivery> {
        let (company, webhook) = (self.company, self.webhook);
        let page = move |c: &mut _| delivery::page(c, company, webhook, Filter::default(), 10_000);
        app.app.db().read(page).await.unwrap()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn until(what: &str, mut done: impl FnMut() -> bool) {
    let waiting = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), waiting).await.unwrap_or_else(|_| panic!("{what}"));
}

on_both_engines! {
    async fn everything_arrives_in_order_and_the_healthy_wait_for_nobody(app) {
        let (open, gate) = watch::channel(false);
        let mut endpoints = vec![];
        for (manner, count) in MANNERS {
            for _ in 0..count {
                endpoints.push(Endpoint::start(&app, manner, gate.clone()).await);
            }
        }
        assert_eq!(endpoints.len(), 20);
        let stop = watch::channel(false).0;
        let mut stopped = stop.subscribe();
        let shutdown = async move { drop(stopped.wait_for(|stop| *stop).await) };
        let worker = tokio::spawn(Worker::run(app.app.clone(), shutdown));
        for endpoint in &endpoints {
            endpoint.tell(&app).await;
        }
        let of = |manner| endpoints.iter().filter(move |endpoint| endpoint.manner == manner);

        // The clock stands still, so nothing is tried a second time, and those that hang still hang.
        until("the healthy ones got everything", || of(Manner::Healthy).all(|one| one.taken() == EVENTS)).await;
        assert!(of(Manner::Hung).all(|one| one.taken() == 0));
        open.send(true).unwrap();
        // Some waited for so long that they were called in vain: time has to go on for them too.
        until("the others got everything", || {
            app.app.clock().set(app.app.now() + SignedDuration::from_millis(100));
            app.app.wake_worker();
            [Manner::Hung, Manner::Failing].into_iter().flat_map(of).all(|one| one.taken() == EVENTS)
        }).await;
        let done = || app.app.db().read(|c| c.one::<i64>(
            "SELECT COUNT(*) FROM job WHERE kind = 'deliver_webhook' AND gave_up_at IS NULL", &[]));
        tokio::time::timeout(Duration::from_mins(1), async { while done().await.unwrap() != Some(0) {} }).await.unwrap();
        stop.send(true).unwrap();
        worker.await.unwrap();

        for endpoint in &endpoints {
            let (company, id) = (endpoint.company, endpoint.webhook);
            let log = endpoint.log(&app).await;
            let succeeded = log.iter().filter(|attempt| attempt.error.is_none()).count();
            let (_, given_up) = app.app.db().read(move |c| hold::counts(c, company, id.0, 10_000)).await.unwrap();
            let state = app.app.db().read(move |c| webhook::by_id(c, company, id)).await.unwrap().unwrap().state;
            if endpoint.manner == Manner::Gone {
                assert_eq!((state, succeeded, given_up), (WebhookState::Disabled, 0, i64::try_from(EVENTS).unwrap()));
                assert!(log.len() <= 32 && log.iter().all(|attempt| attempt.response_status == Some(410)), "{}", log.len());
                continue;
            }
            endpoint.check_order();
            assert_eq!((state, given_up), (WebhookState::Active, 0));
            let told: HashSet<_> = log.iter().filter(|attempt| attempt.error.is_none()).map(|attempt| attempt.event_id).collect();
            assert_eq!(told.len(), EVENTS);
            match endpoint.manner {
                Manner::Healthy => assert_eq!(log.len(), succeeded, "each was taken at once"),
                Manner::Failing => assert!(log.len() - succeeded >= SUBJECTS * EACH.div_ceil(3)),
                _ => {}
            }
        }
    }
}
