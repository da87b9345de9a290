//! Jobs: what follows after a commit. The outside is told here, and nowhere else.
//!
//! One file per kind of job. A kind does its work once and says what came of it ([`Verdict`]); when it is tried
//! again, and everything about taking and settling jobs, is the [`worker`]'s business.

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    db::Conn,
    delivery::{self, Delivery},
    job::{self, Job},
};

use crate::{App, Result};

pub mod backoff;
pub mod deliver_webhook;
mod drain;
pub(crate) mod expire_provisional;
pub mod forget_old;
mod load;
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
    /// It is done for now and comes again.
    Again(Timestamp),
}

/// One try at a job, to be written down.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) job: Job,
    pub(crate) verdict: Verdict,
    /// The attempt at an endpoint, if it was one.
    pub(crate) delivery: Option<Delivery>,
    /// When it was through.
    pub(crate) at: Timestamp,
    /// Spreads retries: from 0 to 1.
    pub(crate) jitter: f64,
}

/// Does the job once.
async fn attempt(app: &App, job: Job) -> Tried {
    let (verdict, delivery) = match job.kind.as_str() {
        deliver_webhook::KIND => deliver_webhook::run(app, &job).await,
        expire_provisional::KIND => (expire_provisional::run(app, &job).await, None),
        forget_old::KIND => (forget_old::run(app, &job).await, None),
        unknown => (failed(format!("this version does not know jobs of the kind {unknown}")), None),
    };
    Tried { job, verdict, delivery, at: app.now(), jitter: rand::random() }
}

fn failed(error: impl Into<String>) -> Verdict {
    Verdict::Failed { error: error.into(), not_within: None }
}

/// Writes down what came of a try, and when the next one is. Says so where somebody must look.
fn settle(tx: &mut Conn, tried: &Tried) -> Result<()> {
    let job = &tried.job;
    let held = match &tried.verdict {
        Verdict::Done => job::done(tx, job)?,
        Verdict::Again(at) => job::again(tx, job, *at)?,
        Verdict::Failed { error, not_within } => {
            match backoff::after(job.attempts, tried.jitter, *not_within) {
                Some(wait) => job::retry(tx, job, tried.at + wait, error)?,
                None => job::give_up(tx, job, tried.at, error)?,
            }
        }
    };
    if !held {
        tracing::warn!(
            job = job.id,
            kind = job.kind,
            "the lease ran out before the job was through; it runs twice"
        );
    }
    if let Some(attempt) = &tried.delivery {
        delivery::insert(tx, attempt)?;
    }
    Ok(())
}

/// Counts a try that was written down, and says loudly when it was the last.
fn tell(tried: &Tried) {
    let (job, kind) = (&tried.job, tried.job.kind.clone());
    let outcome = match &tried.verdict {
        Verdict::Done | Verdict::Again(_) => "done",
        Verdict::Failed { error, not_within } => {
            if backoff::after(job.attempts, tried.jitter, *not_within).is_some() {
                tracing::debug!(
                    job = job.id,
                    kind,
                    attempt = job.attempts,
                    error,
                    "a job failed and is tried again"
                );
                "retried"
            } else {
                tracing::error!(
                    job = job.id, kind, company = %job.company_id, payload = job.payload, attempts = job.attempts, error,
                    "gave up on a job"
                );
                "gave-up"
            }
        }
    };
    metrics::counter!("slated_jobs_total", "kind" => kind, "outcome" => outcome).increment(1);
}
