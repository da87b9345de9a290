//! The PostgreSQL that nodes share: restarted, killed, followed by a standby that takes over, and the wires to it.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::runtime::Runtime;

use super::proxy::Proxy;
use crate::postgres::{Durability, Instance, connect};

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
    /// Each stage has one, which stays where it is whatever happens behind it.
    wires: Vec<Proxy>,
}

impl Database {
    pub(super) fn start() -> Result<Self> {
        Ok(Self { primary: Instance::create(Durability::Processes)?, standby: None, wires: Vec::new() })
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
            self.standby = Some(self.primary.standby()?);
        }
        Ok(())
    }

    /// The standby takes the place of a primary that is lost, which never comes back.
    pub(super) fn fail_over(&mut self, loss: Loss) -> Result<()> {
        let next = self.standby.take().context("there is no standby")?;
        if loss == Loss::Crash {
            self.primary.kill();
        } else {
            // Towards nobody who listens: what was sent before still reaches the old primary.
            self.wires.iter().for_each(|wire| wire.lead_to("127.0.0.1:1".to_owned()));
        }
        next.promote()?;
        self.wires.iter().for_each(|wire| wire.lead_to(next.address()));
        self.primary.kill();
        self.primary = next;
        Ok(())
    }
}
