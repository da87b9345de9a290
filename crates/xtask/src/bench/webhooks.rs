//! Webhooks: how fast a backlog leaves the durable outbox beside a bare reqwest loop, how soon after the commit the
//! first try comes, and what one webhook costs the bookings.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::case::{Api, text};
use super::load::{Figures, Load, Requests};
use super::sink::Sink;
use crate::server::Server;

/// As many as a company can have.
const ENDPOINTS: usize = 6;
/// Calls at once of all of them, as the product does it.
const AT_ONCE: usize = 32 * ENDPOINTS;
/// Bookings whose webhook is waited for, one after the other.
const WAITED_FOR: usize = 200;
const CONNECTIONS: usize = 64;
/// A backlog has to be gone by then.
const PATIENCE: Duration = Duration::from_mins(5);

/// What was measured on one engine.
pub(crate) struct Webhooks {
    pub(crate) engine: &'static str,
    /// Deliveries a second out of a backlog of so many.
    pub(crate) from_outbox: (f64, usize),
    /// POSTs a second of the same body by reqwest alone, with as many at once.
    pub(crate) bare: f64,
    /// From the answer to a booking until its webhook arrives, one at a time.
    pub(crate) first_try: (Duration, Duration),
    /// Bookings a second with one webhook, and without.
    pub(crate) bookings: (f64, f64),
}

/// Measures on a server whose bookings nobody else makes.
pub(crate) async fn measure(
    server: &Server,
    engine: &'static str,
    bookings: &Requests,
    time: Duration,
) -> Result<Webhooks> {
    let mut api = Api::open(server).await?;
    let sink = Sink::start().await?;
    let load = || Load { address: server.address().to_owned(), connections: CONNECTIONS, time };
    let book = async || -> Result<Figures> {
        let figures = load().run(bookings, 201).await?;
        ensure!(figures.refused == 0, "{} bookings were refused", figures.refused);
        Ok(figures)
    };

    let without = book().await?.per_second;
    let webhook = json!({ "endpoint": sink.url, "eventTypes": ["booking_created"] });
    let webhook = text(&api.call("POST", "/webhooks", None, &webhook).await?, "id")?;
    let with = book().await?.per_second;
    drained(&mut api, &webhook).await?;

    let first_try = first_tries(server, bookings, &sink).await?;

    api.call("POST", &format!("/webhooks/{webhook}/pause"), None, &Value::Null).await?;
    let (before, booked) = (sink.count(), book().await?);
    // The warm-up of the load was booked too.
    let started = Instant::now();
    api.call("POST", &format!("/webhooks/{webhook}/resume"), None, &Value::Null).await?;
    tokio::time::timeout(PATIENCE, sink.reaches(before + booked.answers))
        .await
        .context("events are missing")??;
    drained(&mut api, &webhook).await?;
    let (sent, took) = (sink.count() - before, started.elapsed());

    Ok(Webhooks {
        engine,
        from_outbox: (per_second(sent, took), sent),
        bare: bare(&sink, time).await?,
        first_try,
        bookings: (with, without),
    })
}

/// Waits until nothing is on its way any more.
async fn drained(api: &mut Api, webhook: &str) -> Result<()> {
    let started = Instant::now();
    while api.call("GET", &format!("/webhooks/{webhook}"), None, &Value::Null).await?["waiting"] != 0 {
        ensure!(started.elapsed() < PATIENCE, "deliveries are still waiting");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

/// The median and the 99th percentile.
async fn first_tries(server: &Server, bookings: &Requests, sink: &Sink) -> Result<(Duration, Duration)> {
    let mut connection = super::connection::Connection::open(server.address()).await?;
    let mut waits = Vec::new();
    for number in 0..WAITED_FOR {
        let before = sink.count();
        let answer = connection.exchange(&bookings(number).context("no slot is left")?).await?;
        ensure!(answer.status == 201, "a booking was refused with {}", answer.status);
        let booked = Instant::now();
        tokio::time::timeout(PATIENCE, sink.reaches(before + 1)).await.context("a webhook is missing")??;
        waits.push(booked.elapsed());
    }
    waits.sort_unstable();
    Ok((waits[WAITED_FOR / 2], waits[WAITED_FOR * 99 / 100]))
}

/// The yardstick: the same body to the same receiver, by nothing but reqwest.
async fn bare(sink: &Sink, time: Duration) -> Result<f64> {
    // The client asks for one even where nothing is encrypted; a second installation changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (client, body, started) = (reqwest::Client::new(), sink.last(), Instant::now());
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (client, body, url) = (client.clone(), body.clone(), sink.url.clone());
        tasks.spawn(async move {
            let mut sent = 0;
            while started.elapsed() < time {
                client.post(&url).body(body.clone()).send().await?.bytes().await?;
                sent += 1;
            }
            Ok::<usize, reqwest::Error>(sent)
        });
    }
    let mut sent = 0;
    while let Some(done) = tasks.join_next().await {
        sent += done??;
    }
    Ok(per_second(sent, started.elapsed()))
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

impl Webhooks {
    /// One line for whoever watches the run.
    pub(crate) fn summary(&self) -> String {
        let Self { engine, from_outbox: (speed, sent), first_try, bookings, .. } = self;
        let (p50, p99) = first_try;
        format!(
            "{engine:8}  webhooks      {speed:9.0}/s of {sent}  first try p50 {p50:.1?} p99 {p99:.1?}  \
             bookings {:.2} × of none",
            bookings.0 / bookings.1
        )
    }
}
