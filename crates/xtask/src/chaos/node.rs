//! One process of an installation, at an address it keeps: started, killed without a word, started again.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::stage::REPLICA_LAG;
use crate::port;
use crate::process::Group;
use crate::server::Engine;

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Serves, and runs jobs.
    Whole,
    Server,
    Worker,
}

/// A debug build on a busy machine, with a database that is not there yet, takes a while.
const PATIENCE: Duration = Duration::from_mins(1);

pub(super) struct Node {
    pub(super) role: Role,
    pub(super) name: String,
    binary: PathBuf,
    engine: Engine,
    /// The URL of a standby that free starts may be read from.
    pub(super) replica: Option<String>,
    data: PathBuf,
    /// `127.0.0.1:1234`.
    address: String,
    log: PathBuf,
    group: Option<Group>,
}

impl Node {
    pub(super) fn new(
        role: Role,
        name: &str,
        binary: &Path,
        engine: &Engine,
        data: &Path,
        log: PathBuf,
    ) -> Result<Self> {
        Ok(Self {
            role,
            name: name.to_owned(),
            binary: binary.to_owned(),
            engine: engine.clone(),
            replica: None,
            data: data.to_owned(),
            address: format!("127.0.0.1:{}", port::lasting()?),
            log,
            group: None,
        })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn start(&mut self) -> Result<()> {
        // A file that may not grow is an error to be told of, not a reason to end.
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(&self.binary);
        command.arg(if self.role == Role::Worker { "worker" } else { "serve" });
        self.engine.tell(&mut command);
        let log = File::options().create(true).append(true).open(&self.log)?;
        command
            .env("SLATED_DATA_DIR", &self.data)
            .env("SLATED_LISTEN", &self.address)
            .env("SLATED_PUBLIC_URL", self.url())
            .env("SLATED_WORKER", if self.role == Role::Whole { "on" } else { "off" })
            .env("SLATED_RATE_LIMIT", "off")
            .env("SLATED_MAIL_URL", "off")
            .env("SLATED_OUTBOUND_ALLOW", "127.0.0.0/8")
            .env("SLATED_DATABASE_POOL", "8")
            // Shorter than by default, so that what was forgotten in the middle of a transaction is over sooner.
            .env("SLATED_DATABASE_STATEMENT_TIMEOUT", "5")
            .env("SLATED_DATABASE_LOCK_TIMEOUT", "3")
            .env("SLATED_DATABASE_IDLE_TIMEOUT", "10")
            .env("SLATED_DATABASE_REPLICAS", self.replica.as_deref().unwrap_or_default())
            .env("SLATED_DATABASE_REPLICA_MAX_LAG", REPLICA_LAG.as_secs().to_string())
            .env("SLATED_LOG_LEVEL", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::from(log));
        self.group = Some(Group::spawn(&mut command)?);
        Ok(())
    }

    /// Waits until it says that it can do its work.
    pub(super) fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.role != Role::Worker && !self.is_ready() {
            ensure!(self.runs(), "{} ended; see {}", self.name, self.log.display());
            ensure!(Instant::now() < deadline, "{} is not ready; see {}", self.name, self.log.display());
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn is_ready(&self) -> bool {
        self.ask("/readyz").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    fn ask(&self, path: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: slated\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// How often a replica has told its free starts, since it was started.
    pub(super) fn told_by_replica(&self) -> Result<u64> {
        let metrics = self.ask("/metrics")?;
        let name = "slated_replica_questions_total{outcome=\"answered\"} ";
        let told = metrics.lines().find_map(|line| line.strip_prefix(name));
        Ok(told.map_or(Ok(0), |told| told.trim().parse())?)
    }

    /// Whether it was started and has not ended.
    pub(super) fn runs(&mut self) -> bool {
        self.group.as_mut().is_some_and(|group| group.ended().is_none())
    }

    pub(super) fn process_id(&self) -> Option<u32> {
        self.group.as_ref().map(Group::id)
    }

    /// `kill -9`.
    pub(super) fn kill(&mut self) {
        if let Some(group) = self.group.take() {
            group.kill();
        }
    }

    /// Asks it to end, and waits.
    pub(super) fn stop(&mut self) {
        self.group = None;
    }
}
