//! Health: `/healthz` says that the process answers, `/readyz` that it can do its work.

use std::time::Duration;

use axum::{Json, extract::State, http::StatusCode};
use jiff::SignedDuration;
use serde::Serialize;
use slated_app::App;
use slated_store::migrate;
use tokio::time::timeout;

/// A database that takes longer than this is not one to send requests to.
const PATIENCE: Duration = Duration::from_secs(2);

/// The worker looks at least twice a second while its database answers.
const WORKER_PATIENCE: SignedDuration = SignedDuration::from_secs(30);

/// The answer of both.
#[derive(Debug, Serialize)]
pub(crate) struct Health {
    status: &'static str,
    /// What stands in the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
}

/// `GET /healthz`.
pub(crate) async fn alive() -> Json<Health> {
    Json(Health { status: "alive", reasons: vec![] })
}

/// `GET /readyz`.
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let reasons = obstacles(&app).await;
    if reasons.is_empty() {
        (StatusCode::OK, Json(Health { status: "ready", reasons }))
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, Json(Health { status: "not ready", reasons }))
    }
}

/// What keeps this process from doing its work. Details that say where the database is stay in the log.
async fn obstacles(app: &App) -> Vec<String> {
    let mut reasons = vec![];
    match timeout(PATIENCE, migrate::missing(app.db(), migrate::ALL)).await {
        Ok(Ok(0)) => {}
        Ok(Ok(missing)) => {
            reasons.push(format!("{missing} migrations are not applied: run `slated migrate`"));
        }
        Ok(Err(error)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready: the database failed");
            reasons.push("the database does not answer".to_owned());
        }
        Err(_) => reasons.push(format!("the database did not answer within {} s", PATIENCE.as_secs())),
    }
    if let Some(silence) = app.worker_silence().filter(|silence| *silence > WORKER_PATIENCE) {
        reasons.push(format!("the worker has not looked for jobs for {} s", silence.as_secs()));
    }
    reasons
}
