//! What is done to an installation while clients book, and set right again.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use rand::RngExt as _;
use rand::rngs::StdRng;

use super::database::{Database, Loss};
use super::node::Role;
use super::proxy::Weather;
use super::stage::{REPLICA_LAG, Stage};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A node is killed.
    Node,
    /// A worker is killed while it delivers.
    Worker,
    /// PostgreSQL is restarted.
    Restart,
    /// PostgreSQL is killed.
    Crash,
    /// The standby takes over.
    FailOver,
    /// The standby that free starts are read from falls behind, or dies.
    Replica,
    /// What goes between nodes and database takes its time.
    Slow,
    /// Nothing goes between them for a while.
    Silent,
    /// Connections are forgotten on the way.
    Forgotten,
    /// Connections are reset.
    Reset,
    /// The disk is full.
    DiskFull,
}

/// Whom it meets.
pub(super) struct Scene<'a> {
    pub(super) stage: &'a mut Stage,
    pub(super) database: Option<&'a mut Database>,
    pub(super) rng: StdRng,
    /// There is time for what takes long.
    pub(super) at_leisure: bool,
}

impl Fault {
    /// Does it once, and sets it right again as an operator would.
    pub(super) fn strike(self, scene: &mut Scene<'_>) -> Result<()> {
        match self {
            Self::Node => scene.kill_one(|role| role != Role::Worker),
            Self::Worker => {
                scene.wait_for_delivery()?;
                scene.kill_one(|role| role == Role::Worker)
            }
            Self::Restart => {
                let away = scene.between(0, 800);
                scene.database()?.restart(away)
            }
            Self::Crash => {
                let away = scene.between(0, 800);
                scene.database()?.crash(away)
            }
            Self::FailOver => {
                scene.database()?.be_followed()?;
                scene.rest(500, 2000);
                let loss = if scene.rng.random_bool(0.5) { Loss::Crash } else { Loss::Partition };
                scene.database()?.fail_over(loss)
            }
            Self::Replica => scene.trouble_replica(),
            Self::Slow => scene.weather(|scene| {
                scene.wire()?.weather(Weather::Slow(Duration::from_millis(60)));
                scene.rest(1500, 3000);
                Ok(())
            }),
            Self::Silent => scene.weather(|scene| {
                scene.wire()?.weather(Weather::Silent);
                // Longer than clients wait, and than a statement may take.
                let long = scene.at_leisure && scene.rng.random_bool(0.2);
                let (least, most) = if long { (12_000, 30_000) } else { (500, 4000) };
                scene.rest(least, most);
                if scene.rng.random_bool(0.5) {
                    scene.wire()?.cut();
                }
                Ok(())
            }),
            Self::Forgotten => {
                scene.wire()?.forget();
                Ok(())
            }
            Self::Reset => {
                for _ in 0..scene.rng.random_range(1..10) {
                    scene.wire()?.cut();
                    scene.rest(5, 150);
                }
                Ok(())
            }
            Self::DiskFull => scene.fill_the_disk(),
        }
    }
}

impl Scene<'_> {
    fn database(&mut self) -> Result<&mut Database> {
        self.database.as_deref_mut().context("this fault needs a PostgreSQL of its own")
    }

    fn wire(&self) -> Result<&super::proxy::Proxy> {
        self.stage.wire.as_ref().context("this fault needs a wire")
    }

    fn between(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(self.rng.random_range(least..most))
    }

    fn rest(&mut self, least: u64, most: u64) {
        std::thread::sleep(self.between(least, most));
    }

    /// The sun comes out again in any case.
    fn weather(&mut self, bad: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let outcome = bad(self);
        self.wire()?.weather(Weather::Clear);
        outcome
    }

    fn kill_one(&mut self, which: impl Fn(Role) -> bool) -> Result<()> {
        let of_role: Vec<_> =
            (0..self.stage.nodes.len()).filter(|&one| which(self.stage.nodes[one].role)).collect();
        let one = of_role[self.rng.random_range(0..of_role.len())];
        self.stage.nodes[one].kill();
        self.rest(50, 800);
        let node = &mut self.stage.nodes[one];
        node.start()?;
        node.wait_until_ready()
    }

    fn wait_for_delivery(&self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(70);
        while self.stage.receiver.on_the_way() == 0 {
            ensure!(Instant::now() < deadline, "nothing is delivered");
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Once the replica tells free starts (again), it falls behind for longer than it may, or is killed.
    fn trouble_replica(&mut self) -> Result<()> {
        let (before, deadline) = (self.stage.told_by_replica()?, Instant::now() + Duration::from_mins(1));
        while self.stage.told_by_replica()? == before {
            ensure!(Instant::now() < deadline, "the replica is not asked");
            std::thread::sleep(Duration::from_millis(50));
        }
        let away = self.between(1500, 4000);
        if self.rng.random_bool(0.3) {
            return self.database()?.crash_replica(away);
        }
        let database = self.database.as_deref_mut().context("this fault needs a PostgreSQL of its own")?;
        let stage = &self.stage;
        database.hold_replica_back(|| {
            // Whoever asked it just before it was too old has an answer by now.
            std::thread::sleep(3 * REPLICA_LAG);
            let before = stage.told_by_replica()?;
            std::thread::sleep(away);
            ensure!(stage.told_by_replica()? == before, "a replica that lags too far is asked");
            Ok(())
        })
    }

    /// Until clients are turned away, and a little longer; then there is room again, and nobody restarts anything.
    fn fill_the_disk(&mut self) -> Result<()> {
        let process = self.stage.nodes[0].process_id().context("the node runs")?;
        let before = self.stage.turned_away();
        self.stage.disk.fill(process)?;
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.stage.turned_away() == before && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.rest(300, 1500);
        let bit = self.stage.turned_away() > before;
        self.stage.disk.free(process)?;
        ensure!(bit, "the disk was full, and nobody was turned away");
        Ok(())
    }
}
