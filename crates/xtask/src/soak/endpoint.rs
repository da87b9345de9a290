//! A receiver that behaves in one of four manners and remembers what it took.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// At once.
    Healthy,
    /// After a fifth of a second.
    Slow,
    /// Refuses every tenth event once.
    Failing,
    /// With 410.
    Gone,
}

const SLOWLY: Duration = Duration::from_millis(200);

/// One endpoint of a company of its own.
pub(super) struct Endpoint {
    pub(super) manner: Manner,
    /// The company's API key.
    pub(super) key: String,
    pub(super) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    manner: Manner,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    calls: usize,
    refused: HashSet<String>,
    taken: HashSet<String>,
    /// By appointment, in the order they came.
    told: HashMap<String, Vec<String>>,
    last: Option<Instant>,
}

impl Endpoint {
    pub(super) async fn start(manner: Manner, key: String) -> Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let shared = Arc::new(Shared { manner, seen: Mutex::default() });
        let router = Router::new().fallback(take).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { manner, key, url, shared })
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.shared.seen.lock().expect("no holder panics")
    }

    /// Different events it took.
    pub(super) fn taken(&self) -> usize {
        self.seen().taken.len()
    }

    pub(super) fn calls(&self) -> usize {
        self.seen().calls
    }

    /// When it took the last new one.
    pub(super) fn last(&self) -> Option<Instant> {
        self.seen().last
    }

    pub(super) fn check_order(&self) -> Result<()> {
        for (appointment, told) in &self.seen().told {
            let right = ["booking_created", "booking_rescheduled", "booking_cancelled"];
            ensure!(*told == right, "{:?} was told of {appointment}: {}", self.manner, told.join(", "));
        }
        Ok(())
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if shared.manner == Manner::Slow {
        tokio::time::sleep(SLOWLY).await;
    }
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let member = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let mut seen = shared.seen.lock().expect("no holder panics");
    seen.calls += 1;
    let tenth = seen.calls.is_multiple_of(10);
    match shared.manner {
        Manner::Gone => return StatusCode::GONE,
        Manner::Failing if tenth && seen.refused.insert(id.clone()) => {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        _ => {}
    }
    // A repeat is no news: deliveries are at least once.
    if seen.taken.insert(id) {
        seen.told.entry(member("id")).or_default().push(member("event"));
        seen.last = Some(Instant::now());
    }
    StatusCode::NO_CONTENT
}
