//! A port for a server that will be stopped and started again at the same address.

use std::net::TcpListener;

use anyhow::{Result, bail};
use rand::RngExt as _;

/// A port of loopback that nobody listens on, below those the system gives to whoever connects: it stays free while
/// its server is away.
pub(crate) fn lasting() -> Result<u16> {
    for _ in 0..1000 {
        let port = rand::rng().random_range(20_000..32_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("there is no free port")
}
