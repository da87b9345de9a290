//! Jobs: what follows after a commit. The outside is told here, and nowhere else.
//!
//! One file per kind of job. A kind does its work once and says what came of it ([`Verdict`]); when it is tried
//! again, and everything about taking and settling jobs, is the [`worker`]'s business.

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    db::Conn,
    delivery,
    job::{self, Job},
};

use deliver_webhook::Attempted;
use errand::{About, Errand};

use crate::{App, Result, webhooks::health};

pub mod backoff;
pub mod deliver_webhook;
mod drain;
mod errand;
pub(crate) mod expire_provisional;
pub(crate) mod find_accounts;
pub mod forget_old;
pub(crate) mod hasten_webhook;
mod load;
pub(crate) mod remind;
pub(crate) mod send_link;
pub(crate) mod send_mail;
pub(crate) mod tell_of_webhook;
pub mod worker;

/// What came of one try at a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing is left to do.
    Done,
    /// It failed and may succeed later; after as long as the other side asked for, if it did.
    Failed {
        /// Why.
        error: String,
        /// Not before then.
        not_within: Option<SignedDuration>,
    },
    /// It failed, and trying again would be in vain.
    Hopeless(String),
    /// It is done for now and comes again.
    Again(Timestamp),
    /// It cannot be tried now: this try does not count.
    NotNow,
}

/// One try at a job, to be written down.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) job: Job,
    pub(crate) verdict: Verdict,
    /// The attempt at an endpoint, if it was one.
    pub(crate) attempted: Option<Attempted>,
    /// When it was through.
    pub(crate) at: Timestamp,
    /// Spreads retries: from 0 to 1.
    pub(crate) jitter: f64,
}

/// Does the job once.
async fn attempt(app: &App, Errand { job, about }: Errand) -> Tried {
    let (verdict, attempted) = match about {
        Ok(About::Call(call, parcel)) => deliver_webhook::run(app, &job, call, parcel).await,
        Ok(About::Mail(order, company, own)) => (send_mail::run(app, &job, &order, company, own).await, None),
        Ok(About::Other) => (other(app, &job).await, None),
        Err(error) => (failed(error), None),
    };
    Tried { job, verdict, attempted, at: app.now(), jitter: rand::random() }
}

async fn other(app: &App, job: &Job) -> Verdict {
    match job.kind.as_str() {
        expire_provisional::KIND => expire_provisional::run(app, job).await,
        find_accounts::KIND => find_accounts::run(app, job).await,
        send_link::KIND => send_link::run(app, job).await,
        tell_of_webhook::KIND => tell_of_webhook::run(app, job).await,
        remind::KIND => remind::run(app, job).await,
        forget_old::KIND => forget_old::run(app, job).await,
        hasten_webhook::KIND => hasten_webhook::run(app, job).await,
        unknown => failed(format!("this version does not know jobs of the kind {unknown}")),
    }
}

fn failed(error: impl Into<String>) -> Verdict {
    Verdict::Failed { error: error.into(), not_within: None }
}

/// Writes down what came of a try, and when the next one is. Says so where somebody must look.
fn settle(tx: &mut Conn, app: &App, tried: &Tried) -> Result<()> {
    let job = &tried.job;
    let fate = match &tried.attempted {
        Some(attempted) => health::note(tx, app, attempted, tried)?,
        None => tried.fate(),
    };
    let held = match (&tried.verdict, fate) {
        (_, Fate::Over) => job::done(tx, job)?,
        (Verdict::Again(at), _) => job::again(tx, job, *at)?,
        (Verdict::NotNow, _) => job::hand_back(tx, job, tried.at)?,
        (_, Fate::Retried(at)) => job::retry(tx, job, at, tried.error())?,
        (_, Fate::GivenUp) => job::give_up(tx, job, tried.at, tried.error())?,
    };
    if !held {
        came_late(job);
    }
    if let Some(attempted) = &tried.attempted {
        delivery::insert(tx, &attempted.delivery)?;
    }
    Ok(())
}

/// Writes down what came of many tries. Most are calls that went well and change nothing else; those go together.
fn settle_all(tx: &mut Conn, app: &App, batch: &[Tried]) -> Result<()> {
    let (well, rest): (Vec<_>, Vec<_>) = batch.iter().partition(|tried| tried.went_well());
    let jobs: Vec<_> = well.iter().map(|tried| &tried.job).collect();
    let held = job::done_all(tx, &jobs)?;
    jobs.iter().filter(|job| !held.contains(&job.id)).for_each(|job| came_late(job));
    let deliveries: Vec<_> =
        well.iter().filter_map(|tried| tried.attempted.as_ref()).map(|a| &a.delivery).collect();
    delivery::insert_all(tx, &deliveries)?;
    rest.into_iter().try_for_each(|one| settle(tx, app, one))
}

fn came_late(job: &Job) {
    tracing::warn!(
        job = job.id,
        kind = job.kind,
        "the lease ran out before the job was through; it runs twice"
    );
}

/// What becomes of a job after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is gone.
    Over,
    /// It is tried again then.
    Retried(Timestamp),
    /// It is kept to be looked at, and to be taken up again by hand.
    GivenUp,
}

impl Tried {
    /// The job is done, and nobody has to be told or remembered for it.
    fn went_well(&self) -> bool {
        self.verdict == Verdict::Done && self.attempted.as_ref().is_none_or(Attempted::is_no_news)
    }

    /// What becomes of the job by the rule of all jobs.
    pub(crate) fn fate(&self) -> Fate {
        match &self.verdict {
            Verdict::Done => Fate::Over,
            Verdict::Again(at) => Fate::Retried(*at),
            Verdict::NotNow => Fate::Retried(self.at),
            Verdict::Hopeless(_) => Fate::GivenUp,
            Verdict::Failed { not_within, .. } => {
                let wait = backoff::after(self.job.attempts, self.jitter, *not_within);
                wait.map_or(Fate::GivenUp, |wait| Fate::Retried(self.at + wait))
            }
        }
    }

    /// Why it failed; empty if it did not.
    pub(crate) fn error(&self) -> &str {
        match &self.verdict {
            Verdict::Failed { error, .. } | Verdict::Hopeless(error) => error,
            Verdict::Done | Verdict::Again(_) | Verdict::NotNow => "",
        }
    }
}

/// Counts a try that was written down, and says loudly when it was the last.
fn tell(tried: &Tried) {
    let (job, kind) = (&tried.job, tried.job.kind.clone());
    let outcome = match (&tried.verdict, tried.fate()) {
        (Verdict::Done | Verdict::Again(_) | Verdict::NotNow, _) => "done",
        (_, Fate::Over | Fate::Retried(_)) => {
            let (attempt, error) = (job.attempts, tried.error());
            tracing::debug!(job = job.id, kind, attempt, error, "a job failed and is tried again");
            "retried"
        }
        (_, Fate::GivenUp) => {
            // What mails hold is for their receivers only, and so is what somebody typed.
            let private = [send_mail::KIND, find_accounts::KIND].contains(&job.kind.as_str());
            let payload = if private { "" } else { &job.payload };
            tracing::error!(
                job = job.id, kind, company = %job.company_id, payload, attempts = job.attempts,
                error = tried.error(),
                "gave up on a job"
            );
            "gave-up"
        }
    };
    metrics::counter!("slated_jobs_total", "kind" => kind, "outcome" => outcome).increment(1);
}
