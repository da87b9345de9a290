//! Forgets what has been kept long enough: answers to Idempotency-Keys after a day, events, deliveries and jobs that
//! were given up or are held and mails in the spool after thirty, turns of queues once no period counts them, the audit
//! log after a year; unused sessions and links; and what the companies' own rules say ([`crate::privacy::retention`]).
//!
//! One such job lives in the database, whatever the number of nodes, and comes again every hour.

use jiff::{SignedDuration, Timestamp};
use slated_integrations::mail::spool;
use slated_store::{
    audit,
    db::{self, Conn},
    delivery, event, idempotency,
    job::{self, Job, hold},
    queue::turn,
    session, sign_in_link,
};
use uuid::Uuid;

use super::Verdict;
use crate::{App, Result, accounts::sessions, privacy::retention};

pub(super) const KIND: &str = "forget_old";

/// The kind's own lane.
const LANE: Uuid = Uuid::from_u128(1);
/// How long events, deliveries and jobs that were given up are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long the audit log is kept.
const AUDIT_KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);
const EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Rows per transaction: small enough that no request waits for it.
const BATCH: u32 = 500;

/// Writes the job unless it is there.
pub(super) async fn ensure(app: &App) -> Result<()> {
    let now = app.now();
    app.db().write(move |tx| Ok(job::ensure_housekeeping(tx, KIND, LANE, now)?)).await
}

pub(super) async fn run(app: &App, job: &Job) -> Verdict {
    let now = app.now();
    if let Err(error) = forget(app, job.clone(), now).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "could not forget what is old; trying again later"
        );
    }
    if let Err(error) = retention::follow_all(app).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "could not forget what companies want forgotten; trying again later"
        );
    }
    Verdict::Again(now + EVERY)
}

async fn forget(app: &App, job: Job, now: Timestamp) -> db::Result<()> {
    app.db().write(move |tx| job::drop_twins(tx, &job)).await?;
    if let Some(spool) = app.post().mailer.directory() {
        // A directory that is in the way must not keep the rest from being forgotten.
        if let Err(error) = spool::forget_older(spool.to_owned(), KEPT.unsigned_abs()).await {
            tracing::warn!(%error, "could not forget old mails in the spool");
        }
    }
    let cutoff = now - KEPT;
    in_batches(app, move |tx| event::forget_old(tx, cutoff, BATCH)).await?;
    in_batches(app, move |tx| delivery::forget_old(tx, cutoff, BATCH)).await?;
    let audited = now - AUDIT_KEPT;
    in_batches(app, move |tx| audit::forget_old(tx, audited, BATCH)).await?;
    let unused = now - sessions::IDLE;
    in_batches(app, move |tx| session::forget_old(tx, unused, BATCH)).await?;
    in_batches(app, move |tx| sign_in_link::forget_old(tx, now, BATCH)).await?;
    in_batches(app, move |tx| job::forget_given_up(tx, cutoff, BATCH)).await?;
    in_batches(app, move |tx| hold::forget_old(tx, cutoff, BATCH)).await?;
    let counted = now - turn::KEPT;
    in_batches(app, move |tx| turn::forget_old(tx, counted, BATCH)).await?;
    in_batches(app, move |tx| idempotency::forget_old(tx, now, BATCH)).await
}

async fn in_batches<F>(app: &App, forget: F) -> db::Result<()>
where
    F: FnMut(&mut Conn) -> db::Result<u64> + Clone + Send + 'static,
{
    while app.db().write(forget.clone()).await? == u64::from(BATCH) {}
    Ok(())
}
