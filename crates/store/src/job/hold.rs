//! Holding a queue: what is in it and what still comes is kept until the queue is let go.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, Result},
    ids::CompanyId,
};

/// Holds a queue; nothing when it is held already. What runs is not stopped.
pub fn hold(tx: &mut Conn, company: CompanyId, queue: Uuid, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO held_queue (queue, company_id, held_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        args![queue, company, now],
    )?;
    Ok(())
}

/// Lets a queue go. False when it was not held.
pub fn release(tx: &mut Conn, company: CompanyId, queue: Uuid) -> Result<bool> {
    let n =
        tx.execute("DELETE FROM held_queue WHERE company_id = $1 AND queue = $2", args![company, queue])?;
    Ok(n == 1)
}

/// Makes up to `limit` jobs of a queue that wait for a retry due at once, with a clean record; how many those were.
pub fn hasten(tx: &mut Conn, company: CompanyId, queue: Uuid, now: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "UPDATE job SET run_at = $3, attempts = 0 WHERE company_id = $1 AND id IN \
         (SELECT id FROM job WHERE company_id = $1 AND queue = $2 AND gave_up_at IS NULL AND leased_by IS NULL \
           AND run_at > $3 ORDER BY run_at, id LIMIT CAST($4 AS BIGINT))",
        args![company, queue, now, limit],
    )
}

/// Takes up to `limit` jobs of a queue that were given up and written in `[from, to)` up again, after the job with the
/// id `after` and in the order they were written; their ids.
pub fn revive(
    tx: &mut Conn,
    company: CompanyId,
    queue: Uuid,
    after: i64,
    (from, to): (Timestamp, Timestamp),
    now: Timestamp,
    limit: u32,
) -> Result<Vec<i64>> {
    let mut revived: Vec<i64> = tx.query(
        "UPDATE job SET gave_up_at = NULL, run_at = $6, attempts = 0 WHERE company_id = $1 AND id IN \
         (SELECT id FROM job WHERE company_id = $1 AND queue = $2 AND gave_up_at IS NOT NULL AND id > $3 \
           AND created_at >= $4 AND created_at < $5 ORDER BY id LIMIT CAST($7 AS BIGINT)) RETURNING id",
        args![company, queue, after, from, to, now, limit],
    )?;
    revived.sort_unstable();
    Ok(revived)
}

/// Forgets up to `limit` jobs of all companies that were written before `cutoff` and are held; how many those were.
pub fn forget_old(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM job WHERE (company_id, id) IN (SELECT j.company_id, j.id FROM held_queue h JOIN job j ON j.queue = h.queue \
           AND j.gave_up_at IS NULL WHERE j.created_at < $1 LIMIT CAST($2 AS BIGINT))",
        args![cutoff, limit],
    )
}

/// How many jobs of a queue wait or run, counted up to `most`; and how many were given up.
pub fn counts(c: &mut Conn, company: CompanyId, queue: Uuid, most: u32) -> Result<(i64, i64)> {
    let counts = c.one(
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE company_id = $1 AND queue = $2 AND gave_up_at IS NULL \
           LIMIT CAST($3 AS BIGINT)) AS waiting), \
         (SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE company_id = $1 AND queue = $2 AND gave_up_at IS NOT NULL \
           LIMIT CAST($3 AS BIGINT)) AS given_up)",
        args![company, queue, most],
    )?;
    Ok(counts.unwrap_or_default())
}
