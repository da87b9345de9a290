//! Serving: the listener, the worker beside it, housekeeping, and an orderly end.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use slated_app::{App, jobs::worker::Worker};
use slated_http::{HttpState, demo::Demo, limits::Limits, metrics, proxies::Proxies};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    time::timeout,
};

use crate::{config::Config, wiring};

/// How long requests may take to finish once we are told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How long the worker may take: longer than it waits for running jobs itself.
const WORKER_GRACE: Duration = Duration::from_secs(15);
/// How often housekeeping is done.
const HOUSEKEEPING: Duration = Duration::from_secs(5);

/// Takes the port, so that whoever connects from now on is answered as soon as we are ready.
pub(crate) async fn listen(config: &Config) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!("cannot listen on {}: choose another address with --listen or SLATED_LISTEN", config.listen)
    })?;
    let address = listener.local_addr().context("the listener has no address")?;
    Ok((listener, address))
}

/// Serves until SIGINT or SIGTERM, then finishes what was begun and closes the store. `demo` adds its own page.
pub(crate) async fn serve(
    config: &Config,
    app: App,
    listener: TcpListener,
    demo: Option<Demo>,
) -> anyhow::Result<()> {
    let stop = stop_signal()?;
    metrics::start();
    let limits =
        Arc::new(Limits::new(config.rate_limit).behind(Proxies::new(config.trusted_proxies.clone())));
    let state = HttpState { app: app.clone(), limits: Arc::clone(&limits) };
    let router = slated_http::router::with_demo(state, demo);
    let worker = config.worker.then(|| tokio::spawn(work(app.clone(), stop.clone())));
    let housekeeping = tokio::spawn(housekeeping(limits));
    let following = tokio::spawn(app.clone().follow(wiring::replicas(config)?));

    // Answers are small and wait for nothing: sending each at once costs no extra packets.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
    });
    // Forms on pages are limited by the address that sends them.
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, router).with_graceful_shutdown(stopped(stop.clone()));
    let bounded = async {
        stopped(stop).await;
        tracing::info!("stopping: finishing requests");
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving.into_future() => served.context("serving failed")?,
        () = bounded => tracing::warn!("gave up on requests that did not finish within {} s", GRACE.as_secs()),
    }
    housekeeping.abort();
    following.abort();
    if let Some(worker) = worker {
        finished(worker).await;
    }
    app.db().close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Runs jobs only, until SIGINT or SIGTERM.
pub(crate) async fn work_only(app: App) -> anyhow::Result<()> {
    let stop = stop_signal()?;
    tracing::info!("running jobs");
    work(app.clone(), stop).await;
    app.db().close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Runs jobs until told to stop, then hands back those it holds.
async fn work(app: App, stop: watch::Receiver<bool>) {
    Worker::run(app, stopped(stop)).await;
}

async fn finished(worker: tokio::task::JoinHandle<()>) {
    match timeout(WORKER_GRACE, worker).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the worker failed"),
        Err(_) => {
            tracing::warn!("the worker did not stop: its jobs run again when their leases end");
        }
    }
}

async fn housekeeping(limits: Arc<Limits>) {
    let mut ticks = tokio::time::interval(HOUSEKEEPING);
    loop {
        ticks.tick().await;
        metrics::upkeep();
        limits.forget_idle();
    }
}

/// Becomes true at the first SIGINT or SIGTERM. The second one ends the process at once.
fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be listened for")?;
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be listened for")?;
    let (told, stop) = watch::channel(false);
    tokio::spawn(async move {
        for again in [false, true] {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if again {
                tracing::warn!("stopped at once");
                std::process::exit(130);
            }
            told.send_replace(true);
        }
    });
    Ok(stop)
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        // The sender lives as long as the process: it waits for the second signal.
        std::future::pending::<()>().await;
    }
}
