//! Metrics: what Prometheus is told at `/metrics`. Other rooms record through the `metrics` facade; their names
//! are described here once. Labels are bounded: routes as they are registered, known methods, statuses.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use slated_app::App;

/// Seconds per request, by route, method and status; its `_count` is the number of requests.
const REQUESTS: &str = "slated_http_request_seconds";

/// Upper bounds of the buckets, in seconds.
const BUCKETS: [f64; 12] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// The recorder of this process. Where another program that embeds Slated has set its own, that one records.
static RECORDER: LazyLock<PrometheusHandle> = LazyLock::new(|| {
    let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).expect("a constant list that is not empty");
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_ok() {
        describe();
    }
    handle
});

/// Begins to record. Without it, what is recorded is dropped.
pub fn start() {
    LazyLock::force(&RECORDER);
}

/// Folds what was recorded into buckets; to be called every few seconds, or it piles up between scrapes.
pub fn upkeep() {
    RECORDER.run_upkeep();
}

/// Counts and times every request.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = method_label(request.method());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    record(route, method, response.status().as_u16(), started.elapsed());
    response
}

/// `GET /metrics`.
pub(crate) async fn scrape(State(app): State<App>) -> Response {
    let stats = app.db().stats();
    gauge!("slated_db_queue", "kind" => "read").set(as_f64(stats.read_queue));
    gauge!("slated_db_queue", "kind" => "write").set(as_f64(stats.write_queue));
    counter!("slated_db_transactions_total", "kind" => "read").absolute(stats.reads);
    counter!("slated_db_transactions_total", "kind" => "write").absolute(stats.commits);
    counter!("slated_db_retries_total").absolute(stats.retries);
    counter!("slated_db_refused_total").absolute(stats.refused);
    counter!("slated_db_connects_total").absolute(stats.connects);
    counter!("slated_db_plans_total").absolute(stats.plans);
    counter!("slated_db_round_trips_total").absolute(stats.round_trips);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], RECORDER.render()).into_response()
}

fn record(route: Option<String>, method: &'static str, status: u16, took: Duration) {
    let route = route.unwrap_or_else(|| "none".to_owned());
    let labels = [("route", route), ("method", method.to_owned()), ("status", status.to_string())];
    histogram!(REQUESTS, &labels).record(took.as_secs_f64());
}

/// Clients may invent methods; labels may not.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[expect(clippy::cast_precision_loss, reason = "a queue of 2^53 requests does not happen")]
fn as_f64(count: u64) -> f64 {
    count as f64
}

fn describe() {
    describe_histogram!(REQUESTS, Unit::Seconds, "How long requests took, by route, method and status");
    describe_counter!("slated_jobs_total", "Tries at jobs, by kind and outcome");
    describe_histogram!("slated_webhook_seconds", Unit::Seconds, "How long webhook endpoints took to answer");
    describe_counter!(
        "slated_replica_questions_total",
        "Questions for free starts that a read replica was to answer, by what came of it"
    );
    describe_gauge!("slated_db_queue", "Closures that wait for a database thread");
    describe_counter!(
        "slated_db_transactions_total",
        "Reads that were answered and writes that were committed"
    );
    describe_counter!("slated_db_retries_total", "Transactions that lost a race and ran again");
    describe_counter!("slated_db_refused_total", "Transactions refused because the queue was full");
    describe_counter!("slated_db_connects_total", "Connections made to the database");
    describe_counter!(
        "slated_db_plans_total",
        "Statements that SQLite planned; a connection plans each once"
    );
    describe_counter!("slated_db_round_trips_total", "Times that PostgreSQL was asked and waited for");
}
