//! A webhook receiver that notes everything it took, in the order it came.

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use rand::RngExt as _;
use serde_json::Value;

use super::journal::Log;

/// One event that was taken, perhaps for the second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Receipt {
    /// Its `webhook-id`.
    pub(super) event: String,
    pub(super) kind: String,
    pub(super) appointment: String,
}

/// How quick it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Answers at once.
    Quick,
    /// Takes its time, so that deliveries can be met on their way.
    Slow,
}

/// A running receiver; it stops with the runtime it was started on.
pub(super) struct Receiver {
    pub(super) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    manner: Manner,
    on_the_way: AtomicUsize,
    noted: Mutex<Noted>,
}

struct Noted {
    receipts: Vec<Receipt>,
    refused: HashSet<String>,
    log: Log,
}

impl Receiver {
    /// Notes what it takes in the file `log` as well.
    pub(super) async fn start(manner: Manner, log: &Path) -> Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let noted = Noted { receipts: Vec::new(), refused: HashSet::new(), log: Log::create(log)? };
        let shared = Arc::new(Shared { manner, on_the_way: AtomicUsize::new(0), noted: Mutex::new(noted) });
        let router = Router::new().fallback(take).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, shared })
    }

    /// Deliveries that have begun and were not answered.
    pub(super) fn on_the_way(&self) -> usize {
        self.shared.on_the_way.load(Ordering::SeqCst)
    }

    pub(super) fn receipts(&self) -> Vec<Receipt> {
        self.shared.noted().receipts.clone()
    }
}

impl Shared {
    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().expect("no holder panics")
    }
}

/// A delivery on its way; it may end because its sender is no more.
struct OnTheWay<'a>(&'a AtomicUsize);

impl Drop for OnTheWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    shared.on_the_way.fetch_add(1, Ordering::SeqCst);
    let _on_the_way = OnTheWay(&shared.on_the_way);
    let event = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let member = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let receipt = Receipt { event, kind: member("event"), appointment: member("id") };
    {
        let mut noted = shared.noted();
        // Some are refused once, so that what follows in their lane has something to wait for.
        if rand::rng().random_bool(0.01) && noted.refused.insert(receipt.event.clone()) {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        let Receipt { event, kind, appointment } = &receipt;
        noted.log.line(format_args!("{event} {kind} {appointment}"));
        noted.receipts.push(receipt);
    }
    if shared.manner == Manner::Slow {
        let wait = rand::rng().random_range(300..900);
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    StatusCode::NO_CONTENT
}
