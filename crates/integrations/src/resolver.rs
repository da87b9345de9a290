//! Name look-ups that answer only with addresses that may be reached.
//!
//! The last of the guard's layers: the addresses judged here are the very ones the connection is made to,
//! so a name that changes its answer between check and use (DNS rebinding) gains nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address::{Reach, judge};
use crate::outbound::Refusal;

/// Which addresses a connection may go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bounds {
    /// Public addresses and those the operator allowed: for `https:`.
    Reachable,
    /// Only those the operator allowed: for `http:`.
    Allowed,
}

/// Asks `source`, then drops every address out of bounds.
pub(crate) struct GuardedResolver {
    pub(crate) source: Arc<dyn Resolve>,
    pub(crate) allow: Arc<[IpNet]>,
    pub(crate) bounds: Bounds,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let answer = self.source.resolve(name);
        let (allow, bounds) = (Arc::clone(&self.allow), self.bounds);
        Box::pin(async move {
            let kept = within(answer.await?, &allow, bounds)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// The addresses that are within bounds; if that leaves none, the reason why the first was dropped.
fn within(
    answer: impl Iterator<Item = SocketAddr>,
    allow: &[IpNet],
    bounds: Bounds,
) -> Result<Vec<SocketAddr>, Refusal> {
    let mut refusal = None;
    let mut kept = Vec::new();
    for address in answer {
        match judge(address.ip(), allow) {
            Ok(Reach::Public) if bounds == Bounds::Allowed => {
                refusal.get_or_insert(Refusal::PlainHttp);
            }
            Ok(_) => kept.push(address),
            Err(range) => {
                refusal.get_or_insert(Refusal::Address { range });
            }
        }
    }
    match refusal {
        Some(refusal) if kept.is_empty() => Err(refusal),
        _ => Ok(kept),
    }
}

/// The system's own look-up: the hosts file, then whatever it is configured to ask.
pub(crate) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 stands for "the URL's own port".
            let answer: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(answer.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::address::parse_networks;

    fn check(answer: &[&str], allow: &str, bounds: Bounds) -> Result<Vec<String>, Refusal> {
        let answer = answer.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0));
        let kept = within(answer, &parse_networks(allow).unwrap(), bounds)?;
        Ok(kept.iter().map(|address| address.ip().to_string()).collect())
    }

    #[test]
    fn only_addresses_within_bounds_are_left() {
        let mixed = ["10.0.0.1", "8.8.8.8", "::ffff:127.0.0.1", "2606:4700::1", "fd00:ec2::254"];
        assert_eq!(check(&mixed, "", Bounds::Reachable).unwrap(), ["8.8.8.8", "2606:4700::1"]);
        assert_eq!(check(&mixed, "10.0.0.0/8", Bounds::Allowed).unwrap(), ["10.0.0.1"]);
        assert_eq!(check(&mixed, "", Bounds::Allowed), Err(Refusal::Address { range: "private" }));
        assert_eq!(check(&["8.8.8.8"], "10.0.0.0/8", Bounds::Allowed), Err(Refusal::PlainHttp));
        assert_eq!(check(&[], "", Bounds::Reachable).unwrap(), Vec::<String>::new());
    }
}
