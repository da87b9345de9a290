//! The load: many connections asking at once, every latency kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use tokio::task::JoinSet;

use super::connection::Connection;

/// What is asked: the `n`th request of a measurement. `None` when there are no more.
pub(crate) type Requests = Arc<dyn Fn(usize) -> Option<Vec<u8>> + Send + Sync>;

/// How hard, and for how long.
pub(crate) struct Load {
    pub(crate) address: String,
    pub(crate) connections: usize,
    pub(crate) time: Duration,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) answers: usize,
    /// Answers whose status was not the expected one.
    pub(crate) refused: usize,
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl Load {
    /// Asks for `time`; each request is made once.
    pub(crate) async fn run(&self, requests: &Requests, status: u16) -> Result<Figures> {
        let time = self.time;
        let mut connections = Vec::new();
        for _ in 0..self.connections {
            connections.push(Connection::open(&self.address).await?);
        }
        let next = Arc::new(AtomicUsize::new(0));
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for mut connection in connections {
            let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
            tasks.spawn(async move {
                let mut latencies = Vec::with_capacity(1 << 16);
                let mut refused = 0;
                while started.elapsed() < time {
                    let Some(request) = requests(next.fetch_add(1, Ordering::Relaxed)) else { break };
                    let asked = Instant::now();
                    let answer = connection.exchange(&request).await?;
                    latencies.push(asked.elapsed());
                    refused += usize::from(answer.status != status);
                }
                anyhow::Ok((latencies, refused))
            });
        }
        let mut latencies = Vec::new();
        let mut refused = 0;
        while let Some(done) = tasks.join_next().await {
            let (some, not) = done.context("a connection's task failed")??;
            latencies.extend(some);
            refused += not;
        }
        Ok(summarise(latencies, refused, started.elapsed()))
    }
}

/// The length of the body that answers `request`.
pub(crate) async fn answer_size(address: &str, request: &[u8]) -> Result<usize> {
    let (status, body) = Connection::open(address).await?.exchange_body(request).await?;
    anyhow::ensure!(status < 300, "the server answered {status}: {}", String::from_utf8_lossy(&body));
    Ok(body.len())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn summarise(mut latencies: Vec<Duration>, refused: usize, took: Duration) -> Figures {
    latencies.sort_unstable();
    let at = |percent: usize| latencies.get(latencies.len() * percent / 100).copied().unwrap_or_default();
    Figures {
        answers: latencies.len(),
        refused,
        per_second: latencies.len() as f64 / took.as_secs_f64(),
        p50: at(50),
        p99: at(99),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use axum::Router;
    use axum::extract::{Path, State};
    use axum::http::StatusCode;
    use axum::routing::get;

    use super::{Load, summarise};
    use crate::bench::connection::request;

    #[test]
    fn percentiles_are_exact() {
        let latencies = (1..=1000).rev().map(Duration::from_micros).collect();
        let figures = summarise(latencies, 3, Duration::from_secs(2));
        assert_eq!((figures.answers, figures.refused), (1000, 3));
        assert_eq!((figures.p50, figures.p99), (Duration::from_micros(501), Duration::from_micros(991)));
        assert!((figures.per_second - 500.0).abs() < 1e-9);
        assert_eq!(summarise(Vec::new(), 0, Duration::from_secs(1)).p99, Duration::ZERO);
    }

    /// Refuses every tenth.
    async fn pick(State(asked): State<Arc<AtomicUsize>>, Path(number): Path<usize>) -> (StatusCode, String) {
        asked.fetch_add(1, Ordering::Relaxed);
        let status = if number.is_multiple_of(10) { StatusCode::CONFLICT } else { StatusCode::OK };
        (status, "x".repeat(number * 100))
    }

    #[tokio::test]
    async fn each_request_is_made_once_and_each_refusal_counted() {
        let asked = Arc::new(AtomicUsize::new(0));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
        let address = listener.local_addr().expect("it is bound").to_string();
        let router = Router::new().route("/{number}", get(pick)).with_state(Arc::clone(&asked));
        tokio::spawn(async move { axum::serve(listener, router).await });

        let load = Load { address, connections: 7, time: Duration::from_mins(1) };
        let requests = |n: usize| (n < 200).then(|| request("GET", &format!("/{n}"), &[], ""));
        let figures = load.run(&(Arc::new(requests) as super::Requests), 200).await.expect("it runs");
        assert_eq!((figures.answers, figures.refused), (200, 20));
        assert_eq!(asked.load(Ordering::Relaxed), 200);
        assert!(figures.p50 > Duration::ZERO && figures.p50 <= figures.p99);
    }
}
