//! The one way out: an HTTP client for URLs that users gave us.
//!
//! Such a URL is an attempt to make this machine speak to places the user cannot reach, until shown
//! otherwise. Three layers stand against it: [`Outbound::check_url`] judges the URL when it is saved,
//! the same check runs again at every use (the rules or the operator's mind may have changed), and every name
//! is resolved through a filter that drops addresses out of bounds at the moment of connecting. Redirects are
//! not followed and proxies named by the environment are not used, as both would lead around the guard.
//!
//! No retries here (jobs decide about those), no signing (see [`crate::signing`]) and no logging.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ipnet::IpNet;
use reqwest::dns::Resolve;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use rustls::{ClientConfig, RootCertStore};
use tokio::time::timeout_at;
use url::Url;

use crate::endpoint::judge_url;
use crate::resolver::{Bounds, GuardedResolver, SystemResolver};

mod error;
mod response;

pub use error::{OutboundError, Refusal};
pub use response::{BodyEnd, Response};

/// What may be reached, and how long and how much we listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundPolicy {
    /// Networks that may be reached although they are private, and over plain `http:` too
    /// (`SLATED_OUTBOUND_ALLOW`, read by [`crate::address::parse_networks`]). Default: none.
    pub allow: Vec<IpNet>,
    /// For the whole exchange: look-up, connection, request, answer and its body. Default: 15 s.
    pub timeout: Duration,
    /// For look-up, connection and TLS handshake, within `timeout`. Default: 5 s.
    pub connect_timeout: Duration,
    /// How many bytes of an answer's body are kept. Default: 16 KiB.
    pub body_limit: usize,
}

impl Default for OutboundPolicy {
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            timeout: Duration::from_secs(15),
            connect_timeout: Duration::from_secs(5),
            body_limit: 16 * 1024,
        }
    }
}

/// The guarded client. Clones share its connections.
#[derive(Clone)]
pub struct Outbound {
    allow: Arc<[IpNet]>,
    timeout: Duration,
    body_limit: usize,
    secure: reqwest::Client,
    plain: reqwest::Client,
}

impl Outbound {
    /// A client that keeps to `policy`.
    pub fn new(policy: OutboundPolicy) -> Self {
        Self::with_outside(policy, Arc::new(SystemResolver), web_roots())
    }

    /// The same with another source of addresses (what that answers is filtered all the same) and other
    /// certificate authorities.
    fn with_outside(policy: OutboundPolicy, source: Arc<dyn Resolve>, roots: RootCertStore) -> Self {
        let tls = tls_config(roots);
        let allow: Arc<[IpNet]> = policy.allow.into();
        let client = |bounds| {
            let (allow, source) = (Arc::clone(&allow), Arc::clone(&source));
            build_client(GuardedResolver { source, allow, bounds }, tls.clone(), policy.connect_timeout)
        };
        Self {
            secure: client(Bounds::Reachable),
            plain: client(Bounds::Allowed),
            timeout: policy.timeout,
            body_limit: policy.body_limit,
            allow,
        }
    }

    /// Judges a URL without any look-up: for the moment it is saved.
    ///
    /// What comes back is normalised and has no fragment; keep the user's own text beside it where it must be
    /// echoed. Passing here promises nothing yet for a name: what it resolves to is judged when it is used.
    pub fn check_url(&self, url: &str) -> Result<Url, OutboundError> {
        Ok(judge_url(url, &self.allow)?)
    }

    /// Sends `body` to `url` and waits for the answer.
    ///
    /// `headers` are added to our own `User-Agent`; set `Content-Type` among them. Those that frame the
    /// message (`Host`, `Content-Length`, `Connection` and the like) cannot be given.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Response, OutboundError> {
        let started = Instant::now();
        let deadline = tokio::time::Instant::from_std(started) + self.timeout;
        let url = self.check_url(url)?;
        let client = if url.scheme() == "http" { &self.plain } else { &self.secure };
        let request = client.post(url).headers(header_map(headers)?).body(body);

        let answer = timeout_at(deadline, request.send())
            .await
            .map_err(|_| OutboundError::Timeout { after: started.elapsed() })?
            .map_err(|error| OutboundError::from_client(error, started.elapsed()))?;

        let status = answer.status().as_u16();
        let headers = response::kept_headers(answer.headers());
        let mut body_prefix = Vec::new();
        let reading = response::read_body(answer, &mut body_prefix, self.body_limit);
        let body_end = timeout_at(deadline, reading).await.unwrap_or(BodyEnd::Broken);
        Ok(Response { status, headers, body_prefix, body_end, elapsed: started.elapsed() })
    }
}

fn build_client(resolver: GuardedResolver, tls: ClientConfig, connect_timeout: Duration) -> reqwest::Client {
    let https_only = resolver.bounds == Bounds::Reachable;
    reqwest::Client::builder()
        .user_agent(concat!("Slated/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .dns_resolver(Arc::new(resolver))
        .https_only(https_only)
        .tls_backend_preconfigured(tls)
        .connect_timeout(connect_timeout)
        // Below the 5 s after which Node's server closes idle connections: a POST on a connection that is
        // just being closed fails, and nobody can tell whether it was received.
        .pool_idle_timeout(Duration::from_secs(4))
        .pool_max_idle_per_host(32)
        .build()
        .expect("the TLS configuration is of the kind the client was built for")
}

/// The certificate authorities browsers trust, built in: the same answers on every machine.
fn web_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

/// The provider is named, so that no other crate's choice changes it.
fn tls_config(roots: RootCertStore) -> ClientConfig {
    let mut config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring serves TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

fn header_map(headers: &[(&str, &str)]) -> Result<HeaderMap, OutboundError> {
    const OURS: [&str; 8] = [
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let mut map = HeaderMap::with_capacity(headers.len());
    for &(name, value) in headers {
        let refused = || OutboundError::Header { name: name.to_owned() };
        let parsed = HeaderName::try_from(name).map_err(|_| refused())?;
        if OURS.contains(&parsed.as_str()) || parsed.as_str().starts_with("proxy-") {
            return Err(refused());
        }
        map.append(parsed, HeaderValue::try_from(value).map_err(|_| refused())?);
    }
    Ok(map)
}

#[cfg(test)]
mod tests;
