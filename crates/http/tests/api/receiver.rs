//! A webhook receiver: a real HTTP server on loopback that answers as it is told, and remembers what it got.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde_json::Value;
use slated_integrations::signing::{self, SigningSecret};
use tokio::sync::Semaphore;

/// What is answered with 500 whatever else was told.
type Refused = Box<dyn Fn(&Value) -> bool + Send>;

/// A server that stops when it is dropped.
pub struct Receiver {
    /// Its endpoint.
    pub url: String,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

struct Shared {
    got: Mutex<Vec<Got>>,
    answers: Mutex<VecDeque<Answer>>,
    refused: Mutex<Option<Refused>>,
    /// Requests that are being answered, and the most there were at once.
    running: Mutex<(usize, usize)>,
    /// How many requests may be answered.
    answerable: Semaphore,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Got {
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// What is said to one request.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub retry_after: Option<&'static str>,
    pub body: &'static str,
    pub delay: Duration,
}

/// A status and nothing else.
pub fn status(status: u16) -> Answer {
    Answer { status, retry_after: None, body: "", delay: Duration::ZERO }
}

/// 200 after a while.
pub fn slow(milliseconds: u64) -> Answer {
    Answer { delay: Duration::from_millis(milliseconds), ..status(200) }
}

impl Receiver {
    /// Answers 200 to everything.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/hook?token=%7e", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            got: Mutex::default(),
            answers: Mutex::default(),
            refused: Mutex::default(),
            running: Mutex::default(),
            answerable: Semaphore::new(Semaphore::MAX_PERMITS),
        });
        let router = Router::new().fallback(receive).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, server }
    }

    /// Answers these in turn, then 200 again.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        *self.shared.answers.lock().unwrap() = answers.into_iter().collect();
    }

    /// Keeps every request waiting for its answer.
    pub fn hold(&self) {
        self.shared.answerable.forget_permits(usize::MAX);
    }

    /// Answers so many of those that wait or come, after [`hold`](Self::hold).
    pub fn let_go(&self, count: usize) {
        self.shared.answerable.add_permits(count);
    }

    /// Answers all of them.
    pub fn let_all_go(&self) {
        self.let_go(Semaphore::MAX_PERMITS - self.shared.answerable.available_permits());
    }

    /// Takes nothing more: nobody listens there when this returns.
    pub async fn vanish(mut self) {
        self.server.abort();
        let _ = (&mut self.server).await;
    }

    /// Answers 500 to all bodies that are like this.
    pub fn refuse(&self, which: impl Fn(&Value) -> bool + Send + 'static) {
        *self.shared.refused.lock().unwrap() = Some(Box::new(which));
    }

    /// All requests so far.
    pub fn got(&self) -> Vec<Got> {
        self.shared.got.lock().unwrap().clone()
    }

    /// The bodies of all requests so far.
    pub fn bodies(&self) -> Vec<Value> {
        self.got().iter().map(Got::json).collect()
    }

    /// The event types of all requests so far.
    pub fn events(&self) -> Vec<String> {
        self.bodies().iter().map(|body| body["event"].as_str().unwrap().to_owned()).collect()
    }

    /// The most requests that were being answered at once since this was asked last.
    pub fn most_at_once(&self) -> usize {
        let mut running = self.shared.running.lock().unwrap();
        let most = running.1;
        running.1 = running.0;
        most
    }

    /// Waits, in real time, until so many requests were answered.
    pub async fn wait_for(&self, count: usize) {
        until(|| self.got().len(), count).await;
    }

    /// Waits, in real time, until so many requests wait for their answers.
    pub async fn wait_until_asked(&self, count: usize) {
        until(|| self.shared.running.lock().unwrap().0, count).await;
    }
}

async fn until(count: impl Fn() -> usize, wanted: usize) {
    let waiting = async {
        while count() < wanted {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), waiting)
        .await
        .unwrap_or_else(|_| panic!("only {} came", count()));
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Got {
    /// The body.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
    }

    /// Whether the signature is good, as a receiver would find out at this time.
    pub fn verified(&self, secret: &str, now: jiff::Timestamp) -> Result<(), signing::VerifyError> {
        let headers =
            (self.header("webhook-id"), self.header("webhook-timestamp"), self.header("webhook-signature"));
        let secret = SigningSecret::parse(secret).unwrap();
        signing::verify(&[secret], headers, &self.body, now.as_second(), signing::TOLERANCE)
    }
}

async fn receive(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap, &'static str) {
    let refused = shared.refused.lock().unwrap().as_ref().is_some_and(|which| {
        let body = serde_json::from_slice(&body).unwrap();
        which(&body)
    });
    let answer =
        if refused { status(500) } else { shared.answers.lock().unwrap().pop_front().unwrap_or(status(200)) };
    {
        let mut running = shared.running.lock().unwrap();
        running.0 += 1;
        running.1 = running.1.max(running.0);
    }
    shared.answerable.acquire().await.unwrap().forget();
    tokio::time::sleep(answer.delay).await;
    shared.running.lock().unwrap().0 -= 1;
    shared.got.lock().unwrap().push(Got { headers, body });
    let mut headers = HeaderMap::new();
    if let Some(wait) = answer.retry_after {
        headers.insert("retry-after", wait.parse().unwrap());
    }
    headers.insert("set-cookie", "session=1".parse().unwrap());
    (StatusCode::from_u16(answer.status).unwrap(), headers, answer.body)
}
