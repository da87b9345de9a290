//! An installation of its own for one kind of fault: nodes, clients, a receiver, and in the end the judgement.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, JoinSet};

use super::client;
use super::compare::{Verdict, compare};
use super::disk::Disk;
use super::holdings::{Held, Holdings, Source};
use super::journal::{Log, Story};
use super::node::{Node, Role};
use super::proxy::Proxy;
use super::receiver::{Manner, Receipt, Receiver};
use super::site::{Answer, Call, Site};
use crate::server::{self, Engine};
use crate::workspace;

const CLIENTS: usize = 8;
/// Every node must answer a write so soon after the fault is over.
const RECOVERY: Duration = Duration::from_mins(1);
/// Every event must have arrived so soon after clients stopped: leases of a minute, and retries of what was refused.
const DELIVERY: Duration = Duration::from_secs(150);

/// By how much a replica may lag.
pub(super) const REPLICA_LAG: Duration = Duration::from_secs(1);

/// What an installation is made of.
pub(super) struct Plan<'a> {
    pub(super) name: &'static str,
    pub(super) binary: &'a Path,
    pub(super) engine: Engine,
    pub(super) wire: Option<Proxy>,
    /// The URL of a standby that free starts may be read from.
    pub(super) replica: Option<String>,
    pub(super) roles: &'static [Role],
    pub(super) manner: Manner,
    pub(super) disk: Disk,
    pub(super) seed: u64,
}

pub(super) struct Stage {
    engine: Engine,
    pub(super) wire: Option<Proxy>,
    pub(super) receiver: Receiver,
    site: Arc<Site>,
    clients: Vec<JoinHandle<Vec<Story>>>,
    stories: Vec<Story>,
    /// Journal, receipts, logs of the nodes.
    directory: PathBuf,
    // In this order: nodes stop before their files go.
    pub(super) nodes: Vec<Node>,
    pub(super) disk: Disk,
}

/// The three accounts, and what was found of them.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) requests: usize,
    pub(super) stories: Vec<Story>,
    pub(super) receipts: Vec<Receipt>,
    pub(super) source: Source,
    // Held until whoever looks at the source is through.
    pub(super) _disk: Disk,
}

impl Stage {
    /// Starts everything, clients last.
    pub(super) fn set_up(runtime: &Runtime, plan: Plan<'_>) -> Result<Self> {
        let Plan { name, binary, engine, wire, replica, roles, manner, disk, seed } = plan;
        let directory = workspace::target().join("chaos").join(name);
        let _ = fs::remove_dir_all(&directory);
        let log = Log::create(&directory.join("journal.txt"))?;
        let receiver = runtime.block_on(Receiver::start(manner, &directory.join("receipts.txt")))?;
        let key = server::found_company(binary, &engine, disk.path(), "Chaos")?;
        let mut nodes = Vec::new();
        for (number, &role) in roles.iter().enumerate() {
            let name = format!("node-{}", number + 1);
            let log = directory.join(format!("{name}.log"));
            let mut node = Node::new(role, &name, binary, &engine, disk.path(), log)?;
            node.replica.clone_from(&replica);
            node.start()?;
            nodes.push(node);
        }
        nodes.iter_mut().try_for_each(Node::wait_until_ready)?;
        let serving = nodes.iter().filter(|node| node.role != Role::Worker).map(Node::url).collect();
        let lag = if replica.is_some() { REPLICA_LAG } else { Duration::ZERO };
        let site = Arc::new(runtime.block_on(Site::set_up(serving, &key, &receiver.url, lag, log))?);
        let clients = (0..CLIENTS)
            .map(|number| runtime.spawn(client::run(Arc::clone(&site), number, seed + number as u64)))
            .collect();
        let stories = Vec::new();
        Ok(Self { engine, wire, receiver, site, clients, stories, directory, nodes, disk })
    }

    /// How often clients heard that it cannot be done now.
    pub(super) fn turned_away(&self) -> usize {
        self.site.turned_away.load(Ordering::Relaxed)
    }

    /// How often a replica has told free starts.
    pub(super) fn told_by_replica(&self) -> Result<u64> {
        self.nodes.iter().map(Node::told_by_replica).sum()
    }

    /// What must not have been.
    pub(super) fn complain(&self, what: String) {
        self.site.complain(what);
    }

    /// What must not be: a node that ended though nobody killed it. It is started again.
    pub(super) fn look_after_nodes(&mut self) -> Result<()> {
        for node in &mut self.nodes {
            if !node.runs() {
                self.site.complain(format!("{} ended by itself", node.name));
                node.start()?;
            }
        }
        Ok(())
    }

    /// How long it takes from now until every node has answered a write.
    pub(super) fn recovered_after(&self) -> Duration {
        let lifted = Instant::now();
        while !self.site.all_answered_since(lifted) {
            if lifted.elapsed() > RECOVERY {
                self.site
                    .complain(format!("some node answers no write {} s after the fault", RECOVERY.as_secs()));
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        lifted.elapsed()
    }

    /// Lets clients finish what they have begun.
    pub(super) fn send_clients_home(&mut self, runtime: &Runtime) -> Result<()> {
        self.site.over.store(true, Ordering::Relaxed);
        for client in self.clients.drain(..) {
            self.stories.extend(runtime.block_on(client)?);
        }
        Ok(())
    }

    /// Waits until every event was delivered, and holds the three accounts against each other.
    pub(super) fn judge(mut self, runtime: &Runtime) -> Result<Judged> {
        ensure!(self.clients.is_empty(), "clients are still at work");
        let requests = self.site.requests.load(Ordering::Relaxed);
        let file = self.disk.path().join("slated.db");
        let mut source = Source::open(&self.engine, &file).context("the database cannot be looked at")?;
        let deadline = Instant::now() + DELIVERY;
        let left = loop {
            let left = source.deliveries_left()?;
            if left.0 == 0 || Instant::now() > deadline {
                break left;
            }
            std::thread::sleep(Duration::from_millis(100));
        };
        let holdings = Holdings::read(&mut source)?;
        let receipts = self.receiver.receipts();
        let mut verdict = compare(&self.stories, &holdings, &receipts);
        if left != (0, 0) {
            verdict.complain(format!("{} deliveries are left, and {} were given up", left.0, left.1));
        }
        let site = Arc::clone(&self.site);
        let told = runtime.block_on(differences(site, holdings.appointments.clone()))?;
        verdict.torn += told.len();
        verdict.complaints.extend(told);
        verdict.complaints.extend(self.site.complaints());
        self.look_after_nodes()?;
        self.nodes.iter_mut().for_each(Node::stop);
        if !verdict.is_clean() {
            let all: Vec<_> = holdings.appointments.iter().map(|held| format!("{held:?}\n")).collect();
            fs::write(self.directory.join("database.txt"), all.concat())?;
            fs::write(self.directory.join("complaints.txt"), verdict.complaints.join("\n"))?;
        }
        Ok(Judged { verdict, requests, stories: self.stories, receipts, source, _disk: self.disk })
    }
}

/// Where the API says something else than the tables.
async fn differences(site: Arc<Site>, held: Vec<Held>) -> Result<Vec<String>> {
    const AT_ONCE: usize = 8;
    // More of them say nothing new, and each may have taken a while.
    const ENOUGH: usize = 20;
    let mut tasks = JoinSet::new();
    let mut by_task: HashMap<usize, Vec<Held>> = HashMap::new();
    for (number, held) in held.into_iter().enumerate() {
        by_task.entry(number % AT_ONCE).or_default().push(held);
    }
    for held in by_task.into_values() {
        let site = Arc::clone(&site);
        tasks.spawn(async move {
            let mut different = Vec::new();
            for held in held {
                if different.len() >= ENOUGH {
                    break;
                }
                let path = format!("/v4/appointment/{}", hyphenated(&held.id));
                let call = Call { method: Method::GET, path, body: Value::Null, key: None };
                let answer = site.ask_once(&call, 0).await;
                let same = |told: &Value| {
                    let start = told["start"].as_str().and_then(|start| start.parse::<Timestamp>().ok());
                    start == Some(held.start) && told["isCancelled"] == held.cancelled
                };
                if !matches!(&answer, Answer::Done(told) if same(told)) {
                    different.push(format!("the API says {answer:?} of {held:?}"));
                }
            }
            different
        });
    }
    let mut all = Vec::new();
    while let Some(different) = tasks.join_next().await {
        all.extend(different?);
    }
    Ok(all)
}

/// 32 digits as the API wants them.
fn hyphenated(id: &str) -> String {
    let mut text = id.to_owned();
    for place in [8, 13, 18, 23] {
        text.insert(place, '-');
    }
    text
}
