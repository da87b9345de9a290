//! A webhook receiver that answers 204 and keeps count.

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use tokio::sync::watch;

/// A running receiver; it stops with the runtime it was started on.
pub(crate) struct Sink {
    pub(crate) url: String,
    arrived: watch::Receiver<(usize, Bytes)>,
}

impl Sink {
    pub(crate) async fn start() -> Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let (tell, arrived) = watch::channel((0, Bytes::new()));
        let router = Router::new().fallback(take).with_state(Arc::new(tell));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, arrived })
    }

    /// How many have arrived.
    pub(crate) fn count(&self) -> usize {
        self.arrived.borrow().0
    }

    /// What arrived last.
    pub(crate) fn last(&self) -> Bytes {
        self.arrived.borrow().1.clone()
    }

    /// Waits until so many have arrived.
    pub(crate) async fn reaches(&self, count: usize) -> Result<()> {
        self.arrived.clone().wait_for(|(arrived, _)| *arrived >= count).await?;
        Ok(())
    }
}

async fn take(State(tell): State<Arc<watch::Sender<(usize, Bytes)>>>, body: Bytes) -> StatusCode {
    tell.send_modify(|arrived| *arrived = (arrived.0 + 1, body));
    StatusCode::NO_CONTENT
}
