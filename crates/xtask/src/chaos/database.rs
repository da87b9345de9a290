//! The PostgreSQL that nodes share: restarted, killed, followed by a standby that takes over, and the wires to it.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::runtime::Runtime;

use super::proxy::Proxy;
use crate::postgres::{Durability, Follows, Instance, Replay, connect};

/// How a primary is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// It is killed.
    Crash,
    /// It goes on, but no node reaches it any more.
    Partition,
}

pub(super) struct Database {
    primary: Instance,
    standby: Option<Instance>,
    /// A standby that is only read from.
    replica: Option<Instance>,
    /// Each stage has one, which stays where it is whatever happens behind it.
    wires: Vec<Proxy>,
}

impl Database {
    pub(super) fn start() -> Result<Self> {
        let primary = Instance::create(Durability::Processes)?;
        Ok(Self { primary, standby: None, replica: None, wires: Vec::new() })
    }

    /// Makes a database; its URL over a wire of its own.
    pub(super) fn make(&mut self, runtime: &Runtime, name: &str) -> Result<(String, Proxy)> {
        connect(&self.primary.home())?.batch_execute(&format!("CREATE DATABASE \"{name}\""))?;
        let wire = runtime.block_on(Proxy::start(self.primary.address()))?;
        self.wires.push(wire.clone());
        Ok((format!("postgres://postgres@{}/{name}?sslmode=disable", wire.address()), wire))
    }

    /// A "fast" restart.
    pub(super) fn restart(&mut self, away: Duration) -> Result<()> {
        self.primary.stop();
        std::thread::sleep(away);
        self.primary.start()
    }

    /// `kill -9` of the server and its backends, and recovery from the log.
    pub(super) fn crash(&mut self, away: Duration) -> Result<()> {
        self.primary.kill();
        std::thread::sleep(away);
        self.primary.start()
    }

    /// Has a standby follow: commits wait for it from now on.
    pub(super) fn be_followed(&mut self) -> Result<()> {
        if self.standby.is_none() {
            self.standby = Some(self.primary.standby(Follows::Synchronously)?);
        }
        Ok(())
    }

    /// The standby takes the place of a primary that is lost, which never comes back. If it cannot, the primary does.
    pub(super) fn fail_over(&mut self, loss: Loss) -> Result<()> {
        let next = self.standby.take().context("there is no standby")?;
        if loss == Loss::Crash {
            self.primary.kill();
        } else {
            // Towards nobody who listens: what was sent before still reaches the old primary.
            self.lead_wires("127.0.0.1:1");
        }
        if let Err(error) = next.promote() {
            drop(next);
            if loss == Loss::Crash {
                self.primary.start()?;
            }
            self.primary.set_synchronous("''")?;
            self.lead_wires(&self.primary.address());
            return Err(error);
        }
        self.lead_wires(&next.address());
        self.primary.kill();
        self.primary = next;
        Ok(())
    }

    fn lead_wires(&self, address: &str) {
        self.wires.iter().for_each(|wire| wire.lead_to(address.to_owned()));
    }

    /// Has a standby follow that nothing waits for; the URL of a database on it.
    pub(super) fn replicate(&mut self, name: &str) -> Result<String> {
        if self.replica.is_none() {
            self.replica = Some(self.primary.standby(Follows::Behind)?);
        }
        let replica = self.replica.as_ref().context("made above if it was not there")?;
        Ok(format!("postgres://postgres@{}/{name}?sslmode=disable", replica.address()))
    }

    /// The replica shows what it shows now, and nothing newer, for a while.
    pub(super) fn hold_replica_back(&mut self, meanwhile: impl FnOnce() -> Result<()>) -> Result<()> {
        let replica = self.replica.as_ref().context("there is no replica")?;
        replica.replay(Replay::Paused)?;
        let outcome = meanwhile();
        replica.replay(Replay::On)?;
        outcome
    }

    /// `kill -9` of the replica.
    pub(super) fn crash_replica(&mut self, away: Duration) -> Result<()> {
        let replica = self.replica.as_mut().context("there is no replica")?;
        replica.kill();
        std::thread::sleep(away);
        replica.start()
    }
}
