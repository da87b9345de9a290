//! The limit on what one address may send to the public forms.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
    response::Response,
};

use super::{Failure, Visit, Way};
use crate::HttpState;

/// A request within the limit of its address.
#[derive(Debug)]
pub(crate) struct Counted;

impl FromRequestParts<HttpState> for Counted {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Response> {
        // Without a connection (in tests), all are one.
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        state.limits.count_address(peer, &parts.headers).map(|()| Self).map_err(|refused| {
            let way = Way::new(parts.uri.path(), &Visit::new(parts.uri.query(), &parts.headers));
            Failure::too_many(&refused).page(&way)
        })
    }
}
