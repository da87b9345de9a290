//! Slated's use-cases: what may happen, and what follows?
//!
//! Every function here is something a caller wants done ("book this", "move that"), decides whether the
//! caller may ([`access`]), and changes the store in one transaction together with everything that must
//! follow from it (events, jobs). This room knows neither HTTP nor SQL, and never talks to the outside inside
//! a request: the outside is told by [`jobs`] only.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicI64, Ordering},
};

use slated_integrations::outbound::Outbound;
use slated_store::db::Db;

pub mod access;
pub mod accounts;
pub mod clock;
pub mod context;
pub mod error;

pub mod appointments;
pub mod audit;
pub mod availability;
pub mod booking;
pub mod booking_pages;
mod busy;
pub mod calendar_feed;
pub mod companies;
pub mod events;
pub mod jobs;
pub mod mail;
pub mod meeting_types;
pub mod one_time_links;
pub mod people;
pub mod personal_pages;
pub mod privacy;
pub mod queues;
pub mod replicas;
pub mod secrets;
pub mod slots;
pub mod slug;
pub mod templates;
pub mod texts;
pub mod webhooks;
pub mod workspaces;

pub use clock::Clock;
pub use context::Ctx;
pub use error::{Error, Result};

/// The application: what every use-case needs at hand. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Clock,
    config: Config,
    outbound: Outbound,
    bodies: Arc<dyn events::EventBody>,
    post: mail::Post,
    actors: access::cache::Actors,
    hashing: accounts::password::Places,
    schedules: slots::schedules::Schedules,
    snapshots: slots::snapshots::Snapshots,
    looks: slots::looks::Looks,
    replicas: OnceLock<replicas::Replicas>,
    work: tokio::sync::Notify,
    /// When the worker of this process last looked for jobs, in Unix milliseconds; 0 while there is none.
    worker_looked: AtomicI64,
    /// See [`App::now_in_order`]; in Unix milliseconds.
    latest: AtomicI64,
}

/// A clock that is set back by more than this was wrong before: nobody waits for it to come round again.
const CORRECTION: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// What the operator decided.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the API and the pages are reached from outside, without a trailing slash.
    pub public_url: String,
    /// Whoever reaches the pages may read the mails in the spool: for demos only.
    pub open_spool: bool,
}

impl App {
    /// Puts the application together. `bodies` renders what webhooks are told, `post` what mails look like: neither is
    /// this room's business.
    pub fn new(
        db: Db,
        clock: Clock,
        config: Config,
        outbound: Outbound,
        bodies: Arc<dyn events::EventBody>,
        post: mail::Post,
    ) -> Self {
        let looks = slots::looks::Looks::at(db.clone());
        let inner = Inner {
            db,
            clock,
            config,
            outbound,
            bodies,
            post,
            actors: access::cache::Actors::default(),
            hashing: accounts::password::Places::default(),
            schedules: slots::schedules::Schedules::default(),
            snapshots: slots::snapshots::Snapshots::default(),
            looks,
            replicas: OnceLock::new(),
            work: tokio::sync::Notify::new(),
            worker_looked: AtomicI64::new(0),
            latest: AtomicI64::new(0),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The store.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The present moment, as this application sees it.
    pub fn now(&self) -> jiff::Timestamp {
        self.inner.clock.now()
    }

    /// The clock itself, for tests that move it.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// What the operator decided.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The way out, for jobs.
    pub fn outbound(&self) -> &Outbound {
        &self.inner.outbound
    }

    /// How events are rendered for the outside.
    pub fn bodies(&self) -> &Arc<dyn events::EventBody> {
        &self.inner.bodies
    }

    /// How mails look, and the way they leave.
    pub fn post(&self) -> &mail::Post {
        &self.inner.post
    }

    /// The present moment, for what is read on from the last one seen: in this process it does not go back when the clock
    /// is set back.
    pub(crate) fn now_in_order(&self) -> jiff::Timestamp {
        let now = self.now();
        let known = self.inner.latest.fetch_max(now.as_millisecond(), Ordering::Relaxed);
        let latest = jiff::Timestamp::from_millisecond(known).map_or(now, |latest| latest.max(now));
        if latest.duration_since(now) <= CORRECTION {
            return latest;
        }
        self.inner.latest.store(now.as_millisecond(), Ordering::Relaxed);
        now
    }

    /// Where passwords are hashed.
    pub(crate) fn hashing_places(&self) -> &accounts::password::Places {
        &self.inner.hashing
    }

    /// Compiled schedules.
    pub(crate) fn schedules(&self) -> &slots::schedules::Schedules {
        &self.inner.schedules
    }

    /// What is known of meeting types and their hosts.
    pub(crate) fn snapshots(&self) -> &slots::snapshots::Snapshots {
        &self.inner.snapshots
    }

    /// Shared looks at how hosts stand.
    pub(crate) fn looks(&self) -> &slots::looks::Looks {
        &self.inner.looks
    }

    /// The copies of the database that may tell free starts; none unless [`App::follow`] runs.
    pub(crate) fn replicas(&self) -> Option<&replicas::Replicas> {
        self.inner.replicas.get()
    }

    /// Tells the worker of this process that there may be work; it looks by itself now and then too.
    pub fn wake_worker(&self) {
        self.inner.work.notify_one();
    }

    /// How long the worker of this process has not looked for jobs; none where no worker runs.
    pub fn worker_silence(&self) -> Option<jiff::SignedDuration> {
        let looked = self.inner.worker_looked.load(Ordering::Relaxed);
        (looked != 0).then(|| jiff::SignedDuration::from_millis(self.now().as_millisecond() - looked))
    }

    /// The worker has looked for jobs, successfully.
    pub(crate) fn worker_looked(&self) {
        self.inner.worker_looked.store(self.now().as_millisecond(), Ordering::Relaxed);
    }

    /// Waits until [`App::wake_worker`] is called.
    pub async fn work_arrived(&self) {
        self.inner.work.notified().await;
    }
}
