//! The worker: takes due jobs, runs many at once, and writes down what came of them.
//!
//! Any number of workers, in this process or others, may run on one database. What a worker holds when its process
//! dies falls due again when the lease ends; what it holds when it is told to stop is handed back.

use std::{future::Future, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    db,
    job::{self, Job},
};
use tokio::{
    task::{Id, JoinSet},
    time::{Instant, sleep, sleep_until, timeout_at},
};
use uuid::Uuid;

use super::{
    Tried, Verdict, attempt,
    errand::{self, Errand},
    forget_old,
    load::Load,
    settle, settle_all, tell,
};
use crate::{App, Error, Result};

/// Jobs running at once in this process: nearly all they do is wait for others.
const IN_FLIGHT: usize = 256;
/// Jobs leased in one transaction.
const BATCH: u32 = 128;
/// Queues looked at in one query.
const QUEUES: u32 = 128;
/// How long a job may take before others may have it: well over the time-out of a request to the outside.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Other processes do not say when they leave work: an idle worker looks by itself, the more often the shorter it has
/// been idle.
const POLL: Duration = Duration::from_millis(200);
/// The least time between two such looks.
const EAGER: Duration = Duration::from_millis(15);
/// A worker that was idle for this many times as long waits no longer than that.
const PATIENCE: u32 = 50;
/// Between two looks at the store, so that under load one transaction settles and takes many jobs.
const BREATH: Duration = Duration::from_millis(3);
/// After the store failed.
const PAUSE: Duration = Duration::from_secs(1);
/// How long running jobs are waited for at a shutdown.
const GRACE: Duration = Duration::from_secs(10);

/// Takes and runs jobs until it is told to stop.
pub struct Worker {
    app: App,
    running: JoinSet<Tried>,
    /// What runs where, to know what was lost if it panics and to hand it back at a shutdown.
    held: Vec<Held>,
    load: Load,
    /// What is through but not written down yet.
    tried: Vec<Tried>,
    /// What the store could not take; it comes before the rest.
    unsettled: Option<Arc<Vec<Tried>>>,
    sweep: Sweep,
    /// When something was taken last.
    busy: Instant,
}

struct Held {
    task: Id,
    job: Job,
    since: Instant,
}

/// A walk over all queues, some at a time.
#[derive(Default)]
struct Sweep {
    /// The last queue looked at; nil at the beginning.
    cursor: Uuid,
    /// The next time a queue seen on this walk falls due.
    next: Option<Timestamp>,
    /// Something was taken or arrived, so another walk must follow.
    restless: bool,
}

impl Worker {
    /// Runs until `shutdown` completes; then finishes what is running, within ten seconds, and hands the rest back.
    pub async fn run(app: App, shutdown: impl Future<Output = ()> + Send) {
        Self::run_with_grace(app, shutdown, GRACE).await;
    }

    /// The same, with another time for what is running at the end.
    pub async fn run_with_grace(app: App, shutdown: impl Future<Output = ()> + Send, grace: Duration) {
        let mut worker = Self {
            app,
            running: JoinSet::new(),
            held: Vec::new(),
            load: Load::default(),
            tried: Vec::new(),
            unsettled: None,
            sweep: Sweep::default(),
            busy: Instant::now(),
        };
        tokio::pin!(shutdown);
        let mut housekeeping = false;
        loop {
            if !housekeeping {
                // Until the store is there; the round below says that it is not.
                housekeeping = forget_old::ensure(&worker.app).await.is_ok();
            }
            let wait = match worker.round().await {
                Ok(wait) => {
                    worker.app.worker_looked();
                    wait
                }
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the worker cannot reach its jobs"
                    );
                    PAUSE
                }
            };
            tokio::select! {
                () = &mut shutdown => break,
                () = worker.something_happens(wait) => {}
            }
        }
        worker.stop(grace).await;
    }

    /// Waits until a job is through, work arrives, or the time is over; and a little longer for what comes with it.
    async fn something_happens(&mut self, wait: Duration) {
        let earliest = Instant::now() + BREATH;
        tokio::select! {
            Some(ended) = self.running.join_next_with_id(), if !self.running.is_empty() => self.ended(ended),
            () = self.app.work_arrived() => self.sweep.restless = true,
            () = sleep(wait) => {}
        }
        sleep_until(earliest).await;
        while let Some(ended) = self.running.try_join_next_with_id() {
            self.ended(ended);
        }
    }

    /// Writes down what is through and takes new jobs, as many as there is room for. How long to rest then.
    async fn round(&mut self) -> Result<Duration> {
        let room = IN_FLIGHT.saturating_sub(self.running.len());
        let room = u32::try_from(room).unwrap_or(BATCH).min(BATCH);
        let (wanted, rest) = if room == 0 { (vec![], POLL) } else { self.look(room).await? };
        if wanted.is_empty() && !self.has_news() {
            return Ok(rest);
        }
        // What was written down may have made way for more.
        self.sweep.restless |= self.has_news();
        let jobs = self.settle_and_claim(wanted).await?;
        if !jobs.is_empty() {
            self.sweep.restless = true;
            self.busy = Instant::now();
        }
        for errand in errand::prepare(&self.app, jobs).await {
            self.begin(errand);
        }
        Ok(if self.sweep.restless { BREATH } else { rest })
    }

    /// The next part of the walk: which queues to take how many jobs from, none more than its fair share of the room;
    /// and how long to rest if that yields nothing.
    async fn look(&mut self, room: u32) -> Result<(Vec<(Uuid, u32)>, Duration)> {
        let (begin, now) = (self.sweep.cursor, self.app.now());
        if begin.is_nil() {
            self.sweep = Sweep::default();
        }
        let seen = self.app.db().read(move |c| job::queues(c, begin, QUEUES)).await?;
        let end =
            seen.last().filter(|_| seen.len() == QUEUES as usize).map_or(Uuid::nil(), |(queue, _)| *queue);
        let mut due = Vec::new();
        for (queue, at) in seen {
            let Some(at) = at else { continue };
            if at > now {
                self.sweep.next = Some(self.sweep.next.map_or(at, |next| next.min(at)));
            } else if self.load.room(queue) > 0 {
                due.push(queue);
            }
        }
        let crowded = due.len() > room as usize;
        due.truncate(room as usize);
        self.sweep.cursor = due.last().filter(|_| crowded).copied().unwrap_or(end);
        let share =
            u32::try_from(due.len()).ok().and_then(|queues| room.checked_div(queues)).unwrap_or(0).max(1);
        let wanted = due.into_iter().map(|queue| (queue, self.load.room(queue).min(share))).collect();
        let walking = self.sweep.restless || !self.sweep.cursor.is_nil();
        let poll = (self.busy.elapsed() / PATIENCE).clamp(EAGER, POLL);
        Ok((wanted, if walking { BREATH } else { until(self.sweep.next, now, poll) }))
    }

    fn begin(&mut self, errand: Errand) {
        let (app, job) = (self.app.clone(), errand.job.clone());
        self.load.begun(job.queue);
        let task = self.running.spawn(async move { attempt(&app, errand).await }).id();
        self.held.push(Held { task, job, since: Instant::now() });
    }

    /// One is through, or panicked.
    fn ended(&mut self, ended: std::result::Result<(Id, Tried), tokio::task::JoinError>) {
        let id = match &ended {
            Ok((id, _)) => *id,
            Err(error) => error.id(),
        };
        let Some(index) = self.held.iter().position(|held| held.task == id) else { return };
        let held = self.held.swap_remove(index);
        let tried = match ended {
            Ok((_, tried)) => tried,
            Err(error) => {
                tracing::error!(job = held.job.id, kind = held.job.kind, %error, "a job panicked");
                let verdict = super::failed("the job panicked");
                Tried { job: held.job.clone(), verdict, attempted: None, at: self.app.now(), jitter: 0.5 }
            }
        };
        let succeeded = !matches!(tried.verdict, Verdict::Failed { .. } | Verdict::Hopeless(_));
        self.load.through(held.job.queue, held.since.elapsed(), succeeded);
        self.tried.push(tried);
    }

    /// Something is through but not written down.
    fn has_news(&self) -> bool {
        self.unsettled.is_some() || !self.tried.is_empty()
    }

    /// Settles what is through and takes up to so many jobs of these queues, all in one transaction: what it costs is
    /// mostly that the disk is waited for.
    async fn settle_and_claim(&mut self, wanted: Vec<(Uuid, u32)>) -> Result<Vec<Job>> {
        let batch = self.unsettled.take().unwrap_or_else(|| Arc::new(std::mem::take(&mut self.tried)));
        let (app, together, now) = (self.app.clone(), Arc::clone(&batch), self.app.now());
        let writing = self.app.db().write(move |tx| -> Result<Vec<Job>> {
            settle_all(tx, &app, &together)?;
            Ok(job::claim_each(tx, &wanted, now, now + LEASE)?)
        });
        match writing.await {
            Ok(jobs) => {
                batch.iter().for_each(tell);
                Ok(jobs)
            }
            Err(error) if batch.is_empty() => Err(error),
            Err(error @ Error::Store(db::Error::Unavailable(_))) => {
                self.unsettled = Some(batch);
                Err(error)
            }
            Err(_) => {
                let settled = self.settle_one_by_one(&batch).await;
                settled.inspect_err(|_| self.unsettled = Some(batch)).map(|()| vec![])
            }
        }
    }

    /// If together they cannot be written: one that is refused must not hold up the others.
    async fn settle_one_by_one(&self, batch: &Arc<Vec<Tried>>) -> Result<()> {
        for index in 0..batch.len() {
            let (app, one) = (self.app.clone(), Arc::clone(batch));
            match self.app.db().write(move |tx| settle(tx, &app, &one[index])).await {
                Err(error @ Error::Store(db::Error::Unavailable(_))) => return Err(error),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(
                        job = batch[index].job.id,
                        error,
                        "what came of a job cannot be written down"
                    );
                }
                Ok(()) => tell(&batch[index]),
            }
        }
        Ok(())
    }

    async fn stop(mut self, grace: Duration) {
        let end = Instant::now() + grace;
        while let Ok(Some(ended)) = timeout_at(end, self.running.join_next_with_id()).await {
            self.ended(ended);
        }
        self.running.abort_all();
        while self.has_news() {
            if let Err(error) = self.settle_and_claim(vec![]).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "some jobs will run a second time");
                break;
            }
        }
        let (now, held) = (self.app.now(), self.held);
        if held.is_empty() {
            return;
        }
        tracing::info!(jobs = held.len(), "handing running jobs back");
        let back = self.app.db().write(move |tx| -> Result<()> {
            for held in &held {
                job::hand_back(tx, &held.job, now)?;
            }
            Ok(())
        });
        if let Err(error) = back.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "jobs come back when their leases end");
        }
    }
}

/// Until something falls due, but never longer than until the next look for what other processes left.
fn until(due: Option<Timestamp>, now: Timestamp, poll: Duration) -> Duration {
    let wait = due.and_then(|due| Duration::try_from(due.duration_since(now)).ok());
    wait.map_or(poll, |wait| wait.clamp(BREATH, poll))
}
