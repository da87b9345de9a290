//! Jobs: work that must happen after a commit, written in the transaction that makes it necessary.
//!
//! A *queue* is what may be slow or broken on its own, such as one endpoint: workers take from every queue in
//! turn, so that a full one does not hold up the others. A *lane* of a queue keeps order: its jobs run one at a
//! time, in the order they were written. A worker *leases* a job; while the lease runs, `run_at` is its end, so
//! that the job of a worker that died falls due again by itself.
//!
//! Whoever looks for a lane's jobs writes `COALESCE(gave_up_at, 0) = 0`, elsewhere it is `gave_up_at IS NULL`: so the index
//! `job_due`, by which a whole backlog would be read, does not fit. PostgreSQL keeps the plans that it made while the table
//! was small. For the same reason a plus stands before columns of other indexes that would seem to help.

use std::{collections::HashSet, sync::LazyLock};

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, Engine, FromRow, Json, Result, Row, Value},
    ids::CompanyId,
};

pub mod hold;

/// A job to be written.
#[derive(Debug, Clone)]
pub struct New<'a, P> {
    /// For which company; [`EVERY_COMPANY`] for housekeeping.
    pub company: CompanyId,
    /// What to do: the name of a file in the use-cases' `jobs`.
    pub kind: &'a str,
    /// What may be slow on its own.
    pub queue: Uuid,
    /// What must stay in order; none when order does not matter.
    pub lane: Option<Uuid>,
    /// What the kind needs to know; kept as JSON.
    pub payload: P,
}

/// The "company" of jobs that belong to the installation.
pub const EVERY_COMPANY: CompanyId = CompanyId(Uuid::nil());

/// The queue of housekeeping jobs.
pub const HOUSEKEEPING: Uuid = Uuid::from_u128(1);

/// The queue of mails: one mail server takes them all.
pub const MAIL: Uuid = Uuid::from_u128(2);

/// The queue of what falls due at a time of its own and costs nothing but a look at the store.
pub const TIMERS: Uuid = Uuid::from_u128(3);

/// A job taken by a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Which; later ones are larger.
    pub id: i64,
    /// For which company.
    pub company_id: CompanyId,
    /// What to do.
    pub kind: String,
    /// See [`New::queue`].
    pub queue: Uuid,
    /// See [`New::lane`].
    pub lane: Option<Uuid>,
    /// What the kind needs to know: JSON.
    pub payload: String,
    /// Tries begun, this one included.
    pub attempts: u32,
    /// By which right it is held: settling it under another lease changes nothing.
    pub lease: Uuid,
    /// When it was written.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, company_id, kind, queue, lane, payload, attempts, leased_by, created_at"
    };
}

impl FromRow for Job {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            kind: row.take()?,
            queue: row.take()?,
            lane: row.take()?,
            payload: row.take()?,
            attempts: row.take()?,
            lease: row.take()?,
            created_at: row.take()?,
        })
    }
}

/// Writes a job that is due at once, or as soon as the jobs before it in its lane are through.
pub fn enqueue<P: Serialize>(tx: &mut Conn, new: New<'_, P>, now: Timestamp) -> Result<()> {
    schedule(tx, new, now, now)
}

/// Writes a job that falls due at `due`.
///
/// When its lane waits for a retry, so does the new job: it would only be passed over again and again.
pub fn schedule<P: Serialize>(tx: &mut Conn, new: New<'_, P>, due: Timestamp, now: Timestamp) -> Result<()> {
    tx.execute_later(
        "INSERT INTO job (company_id, kind, queue, lane, payload, run_at, attempts, created_at) \
         VALUES ($1, $2, $3, $4, $5, COALESCE((SELECT MAX(+run_at) FROM job WHERE queue = $3 AND lane = $4 \
           AND COALESCE(gave_up_at, 0) = 0 AND leased_by IS NULL AND +run_at > $6), $6), 0, $7)",
        args![new.company, new.kind, new.queue, new.lane, Json(new.payload), due, now],
    )
}

/// Writes a job that is due at once for each endpoint of the company that is told of events of this type, paused ones
/// included. The endpoint
/// is the job's queue; `lane` and waiting are as with [`schedule`].
pub fn enqueue_for_listeners<P: Serialize>(
    tx: &mut Conn,
    company: CompanyId,
    kind: &str,
    event_type: &str,
    lane: Uuid,
    payload: P,
    now: Timestamp,
) -> Result<()> {
    // The types are JSON, so a name stands in quotes; names have nothing in them that JSON would escape.
    let quoted = format!("\"{event_type}\"");
    tx.execute_later(
        "INSERT INTO job (company_id, kind, queue, lane, payload, run_at, attempts, created_at) \
         SELECT w.company_id, CAST($2 AS TEXT), w.id, $4, CAST($5 AS TEXT), \
           COALESCE((SELECT MAX(+j.run_at) FROM job j WHERE j.queue = w.id AND j.lane = $4 \
             AND COALESCE(j.gave_up_at, 0) = 0 AND j.leased_by IS NULL AND +j.run_at > $6), $6), 0, $6 \
         FROM webhook w WHERE w.company_id = $1 AND w.state <> 'disabled' AND replace(w.event_types, CAST($3 AS TEXT), '') <> w.event_types \
         ORDER BY w.created_at, w.id",
        args![company, kind, quoted, lane, Json(payload), now],
    )
}

/// Writes a housekeeping job of this kind unless there is one. `lane` is the kind's own, so that twins written at the
/// same moment by two nodes run one after the other, and the first removes the rest with [`drop_twins`].
pub fn ensure_housekeeping(tx: &mut Conn, kind: &str, lane: Uuid, now: Timestamp) -> Result<()> {
    let queue = HOUSEKEEPING;
    let there: Option<i64> = tx.one(
        "SELECT id FROM job WHERE queue = $1 AND lane = $2 AND kind = $3 AND COALESCE(gave_up_at, 0) = 0 LIMIT 1",
        args![queue, lane, kind],
    )?;
    if there.is_some() {
        return Ok(());
    }
    let payload = serde_json::Map::new();
    enqueue(tx, New { company: EVERY_COMPANY, kind, queue, lane: Some(lane), payload }, now)
}

/// Removes what waits in a lane and runs nowhere; how many jobs those were.
pub fn drop_lane(tx: &mut Conn, queue: Uuid, lane: Uuid) -> Result<u64> {
    tx.execute(
        "DELETE FROM job WHERE queue = $1 AND lane = $2 AND COALESCE(gave_up_at, 0) = 0 AND leased_by IS NULL",
        args![queue, lane],
    )
}

/// Removes the other jobs of a housekeeping job's kind.
pub fn drop_twins(tx: &mut Conn, job: &Job) -> Result<u64> {
    tx.execute(
        "DELETE FROM job WHERE queue = $1 AND kind = $2 AND id <> $3 AND gave_up_at IS NULL",
        args![job.queue, &job.kind, job.id],
    )
}

/// Up to `limit` queues after this one that hold jobs, in order, each with the time its first job falls due; without a
/// time while the queue is [held](hold::hold).
///
/// Hops from queue to queue along the index, so that it costs the same however many jobs they hold.
pub fn queues(c: &mut Conn, after: Uuid, limit: u32) -> Result<Vec<(Uuid, Option<Timestamp>)>> {
    c.query(
        "WITH RECURSIVE hop (queue, n) AS ( \
           SELECT (SELECT queue FROM job WHERE gave_up_at IS NULL AND queue > $1 ORDER BY queue LIMIT 1), \
             CAST(1 AS BIGINT) \
           UNION ALL \
           SELECT (SELECT job.queue FROM job WHERE job.gave_up_at IS NULL AND job.queue > hop.queue \
             ORDER BY job.queue LIMIT 1), hop.n + 1 \
           FROM hop WHERE hop.queue IS NOT NULL AND hop.n < CAST($2 AS BIGINT)) \
         SELECT hop.queue, \
           CASE WHEN EXISTS (SELECT 1 FROM held_queue WHERE held_queue.queue = hop.queue) THEN NULL \
           ELSE (SELECT MIN(job.run_at) FROM job WHERE job.gave_up_at IS NULL AND job.queue = hop.queue) END \
         FROM hop WHERE hop.queue IS NOT NULL ORDER BY hop.queue",
        args![after, limit],
    )
}

/// Leases due jobs until `until`: of each of these queues up to so many, those due longest first; the rest are left to
/// others. Only the first job of a lane can be had. Each counts as one more attempt.
///
/// Asked as a scalar, for each job by itself: as a `NOT EXISTS` PostgreSQL may join the queue with itself by a plan that it
/// made while the table was small, and then reads a whole backlog for every job of it.
pub fn claim_each(
    tx: &mut Conn,
    wanted: &[(Uuid, u32)],
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<Job>> {
    macro_rules! claim {
        ($lock:literal) => {
            concat!(
                "WITH due AS MATERIALIZED (SELECT j.company_id, j.id FROM job j \
                   WHERE j.gave_up_at IS NULL AND j.queue = $1 AND j.run_at <= $2 \
                   AND j.id = COALESCE((SELECT MIN(+e.id) FROM job e WHERE e.queue = j.queue AND e.lane = j.lane \
                     AND COALESCE(e.gave_up_at, 0) = 0), j.id) \
                   ORDER BY j.run_at, j.id LIMIT CAST($3 AS BIGINT) ",
                $lock,
                ") UPDATE job SET leased_by = $4, leased_until = $5, run_at = $5, attempts = attempts + 1 \
                 WHERE (company_id, id) IN (SELECT company_id, id FROM due) RETURNING ",
                columns!()
            )
        };
    }
    // The one honest difference between the engines: SQLite has one writer, who can meet nobody.
    let sql = match tx.engine() {
        Engine::Sqlite => claim!(""),
        Engine::Postgres => claim!("FOR UPDATE OF j SKIP LOCKED"),
    };
    let lease = Uuid::now_v7();
    let sets: Vec<_> =
        wanted.iter().map(|&(queue, limit)| args![queue, now, limit, lease, until].to_vec()).collect();
    let mut jobs = tx.query_each::<Job>(sql, &sets)?;
    for of_queue in &mut jobs {
        of_queue.sort_by_key(|job| job.id);
    }
    Ok(jobs.into_iter().flatten().collect())
}

/// The same of one queue.
pub fn claim(tx: &mut Conn, queue: Uuid, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<Job>> {
    claim_each(tx, &[(queue, limit)], now, until)
}

/// It is done: the job is gone. False when the lease had passed to another.
pub fn done(tx: &mut Conn, job: &Job) -> Result<bool> {
    Ok(tx.execute(
        "DELETE FROM job WHERE company_id = $1 AND id = $2 AND leased_by = $3",
        args![job.company_id, job.id, job.lease],
    )? == 1)
}

/// All of these are done, in one round trip; which of them had not passed to another.
pub fn done_all(tx: &mut Conn, jobs: &[&Job]) -> Result<HashSet<i64>> {
    const AT_ONCE: usize = 16;
    static TOGETHER: LazyLock<String> = LazyLock::new(|| {
        let one = |n: usize| {
            let [company, id, lease] = [1, 2, 3].map(|place| 3 * n + place);
            format!("(company_id = ${company} AND id = ${id} AND leased_by = ${lease})")
        };
        let all: Vec<_> = (0..AT_ONCE).map(one).collect();
        format!("DELETE FROM job WHERE {} RETURNING id", all.join(" OR "))
    });
    // The last statement names one job again and again, so that there is one text for any number of them.
    let set = |chunk: &[&Job]| -> Vec<Value> {
        let filled = chunk.iter().chain(std::iter::repeat(&chunk[0])).take(AT_ONCE);
        filled.flat_map(|job| [job.company_id.into(), job.id.into(), job.lease.into()]).collect()
    };
    let sets: Vec<_> = jobs.chunks(AT_ONCE).map(set).collect();
    Ok(tx.query_each::<i64>(TOGETHER.as_str(), &sets)?.into_iter().flatten().collect())
}

/// It failed and is tried again at `at`; what stands behind it in its lane waits with it.
pub fn retry(tx: &mut Conn, job: &Job, at: Timestamp, error: &str) -> Result<bool> {
    let n = tx.execute(
        "UPDATE job SET run_at = $4, leased_by = NULL, leased_until = NULL, last_error = $5 \
         WHERE company_id = $1 AND id = $2 AND leased_by = $3",
        args![job.company_id, job.id, job.lease, at, error],
    )?;
    if n == 1 && job.lane.is_some() {
        tx.execute_later(
            "UPDATE job SET run_at = $4 WHERE queue = $1 AND lane = $2 AND id > $3 \
             AND COALESCE(gave_up_at, 0) = 0 AND run_at < $4",
            args![job.queue, job.lane, job.id, at],
        )?;
    }
    Ok(n == 1)
}

/// It failed for good: it is kept to be looked at, and no longer holds up its lane.
pub fn give_up(tx: &mut Conn, job: &Job, now: Timestamp, error: &str) -> Result<bool> {
    let n = tx.execute(
        "UPDATE job SET gave_up_at = $4, leased_by = NULL, leased_until = NULL, last_error = $5 \
         WHERE company_id = $1 AND id = $2 AND leased_by = $3",
        args![job.company_id, job.id, job.lease, now, error],
    )?;
    Ok(n == 1)
}

/// It is done for now and comes again at `at`, with a clean record.
pub fn again(tx: &mut Conn, job: &Job, at: Timestamp) -> Result<bool> {
    let n = tx.execute(
        "UPDATE job SET run_at = $4, leased_by = NULL, leased_until = NULL, attempts = 0, last_error = NULL \
         WHERE company_id = $1 AND id = $2 AND leased_by = $3",
        args![job.company_id, job.id, job.lease, at],
    )?;
    Ok(n == 1)
}

/// The worker stops before it was through: others may have it at once, and the try does not count.
pub fn hand_back(tx: &mut Conn, job: &Job, now: Timestamp) -> Result<bool> {
    let n = tx.execute(
        "UPDATE job SET run_at = $4, leased_by = NULL, leased_until = NULL, attempts = attempts - 1 \
         WHERE company_id = $1 AND id = $2 AND leased_by = $3",
        args![job.company_id, job.id, job.lease, now],
    )?;
    Ok(n == 1)
}

/// How many jobs wait or run, and how many were given up.
pub fn counts(c: &mut Conn) -> Result<(i64, i64)> {
    let counts = c.one(
        "SELECT (SELECT COUNT(*) FROM job WHERE gave_up_at IS NULL), \
         (SELECT COUNT(*) FROM job WHERE gave_up_at IS NOT NULL)",
        args![],
    )?;
    Ok(counts.unwrap_or_default())
}

/// Forgets up to `limit` jobs of all companies that were given up before `cutoff`; how many those were.
pub fn forget_given_up(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM job WHERE (company_id, id) IN (SELECT company_id, id FROM job \
         WHERE gave_up_at IS NOT NULL AND gave_up_at < $1 ORDER BY gave_up_at LIMIT CAST($2 AS BIGINT))",
        args![cutoff, limit],
    )
}
