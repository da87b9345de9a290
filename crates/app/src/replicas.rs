//! Read replicas: copies of the database that may tell free starts, as long as they lag by no more than a bound.
//!
//! While this process serves, it raises a number of its own in the primary, several times within the bound, and
//! remembers when. A replica that shows a number has everything that was committed before that number was raised. No two
//! clocks are compared, a database at rest does not look like one that lags, and a replica that follows nobody any more,
//! or a server that is not the primary, grows old by itself.
//!
//! A replica may lag behind what this process has told already. So whatever it says of hosts is held against the
//! numbers of those hosts that were seen lately here ([`slated_store::db::Seen`]): who books sees that it is booked.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use slated_store::{db::Db, heartbeat};
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, timeout},
};
use uuid::Uuid;

use crate::{
    App,
    slots::{looks::Looks, snapshots::Snapshots},
};

/// How often within the bound the number is raised and replicas are asked for it.
const WITHIN: u32 = 5;
/// At least so often, however wide the bound is.
const LONGEST: Duration = Duration::from_secs(1);

/// Copies of the database, and by how much they may lag.
pub struct Replicas {
    all: Vec<Arc<Replica>>,
    most_lag: Duration,
    /// This process among all that raise a number.
    process: Uuid,
    /// The numbers that were raised within the bound, and when each began to be.
    beats: Mutex<VecDeque<(i64, Instant)>>,
    turn: AtomicUsize,
}

/// One copy, with what was read from it.
pub(crate) struct Replica {
    pub(crate) db: Db,
    pub(crate) looks: Looks,
    pub(crate) snapshots: Snapshots,
    /// It has everything that was committed before this.
    has: Mutex<Option<Instant>>,
}

impl Replicas {
    /// Of databases that were opened as [`Role::Replica`](slated_store::db::Role::Replica), and share
    /// [`Seen`](slated_store::db::Seen) with the primary for at least twice the bound.
    pub fn new(databases: Vec<Db>, most_lag: Duration) -> Self {
        let replica = |db: Db| {
            let looks = Looks::at(db.clone());
            Arc::new(Replica { db, looks, snapshots: Snapshots::default(), has: Mutex::default() })
        };
        Self {
            all: databases.into_iter().map(replica).collect(),
            most_lag,
            process: Uuid::now_v7(),
            beats: Mutex::default(),
            turn: AtomicUsize::new(0),
        }
    }

    /// One that lags by no more than the bound; each in turn.
    pub(crate) fn current(&self) -> Option<&Arc<Replica>> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let (after, before) = self.all.split_at(turn % self.all.len().max(1));
        before.iter().chain(after).find(|replica| replica.lags_within(self.most_lag))
    }

    /// By how much a replica may lag, which is also how long one is waited for.
    pub(crate) fn most_lag(&self) -> Duration {
        self.most_lag
    }

    fn beats(&self) -> MutexGuard<'_, VecDeque<(i64, Instant)>> {
        self.beats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next number. It is noted before it is there: what is committed once it is seen was begun after this.
    fn next_beat(&self, number: i64) {
        let mut beats = self.beats();
        beats.push_back((number, Instant::now()));
        while beats.front().is_some_and(|(_, begun)| begun.elapsed() > self.most_lag) {
            beats.pop_front();
        }
    }
}

impl Replica {
    fn lags_within(&self, bound: Duration) -> bool {
        self.has().is_some_and(|has| has.elapsed() <= bound)
    }

    /// It failed: it is asked no more until it shows that it is well.
    pub(crate) fn distrust(&self) {
        *self.has() = None;
    }

    fn has(&self) -> MutexGuard<'_, Option<Instant>> {
        self.has.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Lets replicas tell free starts from now on, for as long as this runs: it does not end by itself. Once only.
    pub async fn follow(self, replicas: Replicas) {
        let all = replicas.all.clone();
        if all.is_empty() || self.inner.replicas.set(replicas).is_err() {
            return;
        }
        let mut tasks = JoinSet::new();
        tasks.spawn(self.clone().beat());
        for (replica, number) in all.into_iter().zip(1_u32..) {
            tasks.spawn(self.clone().watch(replica, number));
        }
        while tasks.join_next().await.is_some() {}
    }

    async fn beat(self) {
        let Some(replicas) = self.replicas() else { return };
        let mut ticks = ticks(replicas);
        let (process, mut number, mut fresh) = (replicas.process, 0, true);
        loop {
            ticks.tick().await;
            number += 1;
            let (now, first) = (self.now(), fresh);
            replicas.next_beat(number);
            let beaten = self.db().write(move |tx| {
                if first {
                    heartbeat::forget_silent(tx, now)?;
                }
                heartbeat::beat(tx, process, number, now)
            });
            fresh = beaten.await.is_err() && first;
        }
    }

    /// Asks one replica for the number, again and again.
    async fn watch(self, replica: Arc<Replica>, place: u32) {
        let Some(replicas) = self.replicas() else { return };
        let (mut ticks, process) = (ticks(replicas), replicas.process);
        let mut trusted = None;
        loop {
            ticks.tick().await;
            let asked = replica.db.read(move |c| heartbeat::number(c, process));
            let told = timeout(replicas.most_lag, asked).await;
            let has = match &told {
                Ok(Ok(number)) => {
                    let beats = replicas.beats();
                    beats.iter().find(|(beat, _)| Some(*beat) == *number).map(|(_, begun)| *begun)
                }
                _ => None,
            };
            *replica.has() = has;
            let trusts = replica.lags_within(replicas.most_lag);
            if trusted.replace(trusts) == Some(trusts) {
                continue;
            }
            match told {
                _ if trusts => tracing::info!(replica = place, "free starts may come from this replica"),
                Ok(Ok(_)) => tracing::warn!(replica = place, "a replica lags too far to be asked"),
                Ok(Err(error)) => tracing::warn!(replica = place, %error, "a replica cannot be asked"),
                Err(_) => tracing::warn!(replica = place, "a replica does not answer in time"),
            }
        }
    }
}

fn ticks(replicas: &Replicas) -> tokio::time::Interval {
    let mut ticks = interval((replicas.most_lag / WITHIN).min(LONGEST));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
