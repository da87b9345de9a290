//! What clients know of an installation: its addresses, a company with hosts, and how to ask so that no answer is taken
//! for another than it is.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use rand::RngExt as _;
use rand::rngs::StdRng;
use reqwest::Method;
use serde_json::{Value, json};

use super::journal::Log;
use crate::bench::Api;

/// Hosts are open around the clock, for meetings of 20 minutes with 5 on either side.
pub(super) const HOSTS: usize = 6;
const LENGTH: i64 = 20;
const BUFFER: i64 = 5;
/// Starts that collide with nobody's lie so far apart.
const APART: SignedDuration = SignedDuration::from_mins(30);
/// Starts that are fought for may overlap by halves.
const GRID: SignedDuration = SignedDuration::from_mins(10);
/// How many starts of each host are fought for.
const CONTESTED: i32 = 36;
/// A client hears nothing for so long and gives up on the call.
const CALL: Duration = Duration::from_secs(10);
/// How long one that repeats a call goes on.
const INSISTENCE: Duration = Duration::from_secs(90);

/// The answer to a call, in the end.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    Done(Value),
    /// `open`: an earlier try of the call had no answer, and refusals are not kept under the key.
    Refused {
        code: String,
        open: bool,
    },
    /// It may have happened.
    Unknown,
}

/// Whether a call is repeated until there is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    Insists,
    GivesUp,
}

/// A call that may be repeated, with its `Idempotency-Key`.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Value,
    pub(super) key: Option<&'a str>,
}

pub(super) struct Site {
    /// Base URLs of the nodes that serve.
    nodes: Vec<String>,
    authorization: String,
    /// The meeting type of each host.
    hosts: Vec<String>,
    /// Midnight before the first start.
    begin: Timestamp,
    next: AtomicU64,
    /// For so long a node may offer what another has sold.
    pub(super) lag: Duration,
    http: reqwest::Client,
    pub(super) over: AtomicBool,
    pub(super) requests: AtomicUsize,
    /// Answers that it cannot serve now.
    pub(super) turned_away: AtomicUsize,
    /// When each node last answered a write, since `started`, in milliseconds.
    answered: Vec<AtomicU64>,
    started: Instant,
    wrong: Mutex<Vec<String>>,
    pub(super) log: Log,
}

impl Site {
    /// Makes the hosts, and a webhook that leads to `receiver`.
    pub(super) async fn set_up(
        nodes: Vec<String>,
        key: &str,
        receiver: &str,
        lag: Duration,
        log: Log,
    ) -> Result<Self> {
        let first = nodes.first().context("there is a node")?.trim_start_matches("http://");
        let mut api = Api::at(first, key).await?;
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let hours =
            days.map(|day| json!({ "dayOfWeek": day, "intervals": [{ "from": "00:00", "to": "24:00" }] }));
        let mut hosts = Vec::new();
        for number in 0..HOSTS {
            let host = api.create_user(&format!("Chaos {number}"), "UTC", &hours, 20).await?;
            let settings = json!({
                "duration": LENGTH, "bufferTimeBefore": BUFFER, "bufferTimeAfter": BUFFER,
                "timeslotInterval": GRID.as_mins(),
                "daysIntoFuture": { "mode": "limit", "bookingLimit": 500 * 24 * 60 },
            });
            let path = format!("/v4/meeting-type/{}", host.meeting_type);
            api.call("PATCH", &path, Some(&host.user), &settings).await?;
            hosts.push(host.meeting_type);
        }
        let types = ["booking_created", "booking_rescheduled", "booking_cancelled"];
        api.call("POST", "/webhooks", None, &json!({ "endpoint": receiver, "eventTypes": types })).await?;
        // The client asks for one even where nothing is encrypted; a second installation changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let begin = Timestamp::from_second((Timestamp::now().as_second() / 86_400 + 2) * 86_400)?;
        Ok(Self {
            answered: nodes.iter().map(|_| AtomicU64::new(0)).collect(),
            nodes,
            authorization: format!("Bearer {key}"),
            hosts,
            begin,
            next: AtomicU64::new(0),
            lag,
            http: reqwest::Client::builder().timeout(CALL).build()?,
            over: AtomicBool::new(false),
            requests: AtomicUsize::new(0),
            turned_away: AtomicUsize::new(0),
            started: Instant::now(),
            wrong: Mutex::default(),
            log,
        })
    }

    pub(super) fn host(&self, number: usize) -> &str {
        &self.hosts[number]
    }

    /// A start that this call alone has: the host's number, and when.
    pub(super) fn own_start(&self) -> (usize, Timestamp) {
        let next = usize::try_from(self.next.fetch_add(1, Ordering::Relaxed)).unwrap_or_default();
        let slot = i32::try_from(next / HOSTS).unwrap_or(i32::MAX);
        (next % HOSTS, self.begin + SignedDuration::from_hours(24) + APART * slot)
    }

    /// A start that others want as well.
    pub(super) fn contested_start(&self, rng: &mut StdRng) -> (usize, Timestamp) {
        (rng.random_range(0..2), self.begin + GRID * rng.random_range(0..CONTESTED))
    }

    /// What must not have been, whatever happened to the installation.
    pub(super) fn complain(&self, what: String) {
        self.log.line(format_args!("WRONG {what}"));
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    pub(super) fn complaints(&self) -> Vec<String> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether every node has answered a write since then.
    pub(super) fn all_answered_since(&self, when: Instant) -> bool {
        let when = u64::try_from((when - self.started).as_millis()).unwrap_or(u64::MAX);
        self.answered.iter().all(|answered| answered.load(Ordering::Relaxed) > when)
    }

    /// Asks nodes at random until there is an answer that leaves nothing open, or patience ends. With it, the node that has
    /// answered at the first try.
    pub(super) async fn ask(
        &self,
        call: &Call<'_>,
        patience: Patience,
        rng: &mut StdRng,
    ) -> (Answer, Option<usize>) {
        let (begun, mut open) = (Instant::now(), false);
        loop {
            let node = rng.random_range(0..self.nodes.len());
            match self.ask_once(call, node).await {
                Answer::Refused { code, .. } => return (Answer::Refused { code, open }, None),
                Answer::Unknown => open = true,
                answer @ Answer::Done(_) => return (answer, (!open).then_some(node)),
            }
            if patience == Patience::GivesUp || begun.elapsed() > INSISTENCE {
                return (Answer::Unknown, None);
            }
            tokio::time::sleep(Duration::from_millis(rng.random_range(50..250))).await;
        }
    }

    /// Asks one node once.
    pub(super) async fn ask_once(&self, call: &Call<'_>, node: usize) -> Answer {
        let Call { method, path, body, key } = call;
        let url = format!("{}{path}", self.nodes[node]);
        let mut request = self.http.request(method.clone(), url).header("authorization", &self.authorization);
        if let Some(key) = key {
            request = request.header("idempotency-key", *key);
        }
        if !body.is_null() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let answer = async {
            let response = request.send().await?;
            let status = response.status().as_u16();
            Ok::<_, reqwest::Error>((status, response.bytes().await?))
        };
        let Ok((status, bytes)) = answer.await else { return Answer::Unknown };
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let code = body["errorCode"].as_str().unwrap_or_default();
        let answer = match status {
            200..300 => Answer::Done(body),
            400..500 if !code.is_empty() => Answer::Refused { code: code.to_owned(), open: false },
            503 if code == "unavailable" => {
                self.turned_away.fetch_add(1, Ordering::Relaxed);
                Answer::Unknown
            }
            504 if code == "timeout" => Answer::Unknown,
            _ => {
                let text = String::from_utf8_lossy(&bytes);
                self.complain(format!("{method} {path} was answered {status} {text}"));
                Answer::Unknown
            }
        };
        if key.is_some() && answer != Answer::Unknown {
            let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.answered[node].fetch_max(now, Ordering::Relaxed);
        }
        answer
    }
}
