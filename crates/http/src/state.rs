//! What every handler has at hand.

use std::sync::Arc;

use axum::extract::FromRef;
use slated_app::App;

use crate::limits::Limits;

/// The state of the HTTP room. Cheap to clone.
#[derive(Clone)]
pub struct HttpState {
    /// The use-cases.
    pub app: App,
    /// Rate limits.
    pub limits: Arc<Limits>,
}

impl FromRef<HttpState> for App {
    fn from_ref(state: &HttpState) -> Self {
        state.app.clone()
    }
}
