//! Rate limits: 100 calls a minute per credential, bursts to 200 (contract section 3); 20 forms a minute per address.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use axum::http::HeaderMap;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use uuid::Uuid;

use crate::{error::ApiError, proxies::Proxies};

/// The limits of this process.
pub struct Limits {
    per_credential: Option<DefaultKeyedRateLimiter<Uuid>>,
    per_address: Option<DefaultKeyedRateLimiter<IpAddr>>,
    proxies: Proxies,
    clock: DefaultClock,
}

/// How many forms an address may send a minute.
const FORMS: NonZeroU32 = NonZeroU32::new(20).expect("a literal above zero");

/// How much a caller may ask.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Calls a minute, in the long run.
    pub per_minute: NonZeroU32,
    /// Calls at once after a pause.
    pub burst: NonZeroU32,
}

impl Default for Allowance {
    fn default() -> Self {
        let fixed = |n| NonZeroU32::new(n).expect("a literal above zero");
        Self { per_minute: fixed(100), burst: fixed(200) }
    }
}

impl Limits {
    /// Limits every credential to this, and addresses that send forms; none switches limits off.
    pub fn new(allowance: Option<Allowance>) -> Self {
        let per_credential =
            allowance.map(|a| RateLimiter::keyed(Quota::per_minute(a.per_minute).allow_burst(a.burst)));
        let per_address = allowance.map(|_| RateLimiter::keyed(Quota::per_minute(FORMS)));
        Self { per_credential, per_address, proxies: Proxies::default(), clock: DefaultClock::default() }
    }

    /// Takes these proxies' word for the addresses they speak for.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// Counts one call of this caller, or says when to come back.
    pub fn count(&self, caller: Uuid) -> Result<(), ApiError> {
        let Some(limiter) = &self.per_credential else { return Ok(()) };
        limiter.check_key(&caller).map_err(|not_until| self.refuse(&not_until))
    }

    /// Counts one form sent by whoever connected with these headers, or says when to come back.
    pub fn count_address(&self, peer: IpAddr, headers: &HeaderMap) -> Result<(), ApiError> {
        let Some(limiter) = &self.per_address else { return Ok(()) };
        limiter
            .check_key(&network(self.proxies.client(peer, headers)))
            .map_err(|not_until| self.refuse(&not_until))
    }

    fn refuse(&self, not_until: &governor::NotUntil<<DefaultClock as Clock>::Instant>) -> ApiError {
        let wait = not_until.wait_time_from(self.clock.now());
        ApiError::rate_limited((wait + Duration::from_millis(999)).as_secs())
    }

    /// Drops callers that have not been seen for a while; to be called now and then.
    pub fn forget_idle(&self) {
        if let Some(limiter) = &self.per_credential {
            limiter.retain_recent();
        }
        if let Some(limiter) = &self.per_address {
            limiter.retain_recent();
        }
    }
}

/// What one subscriber is given: an IPv4 address, or 64 bits of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}
