//! Heartbeats: a number that each serving process raises all the time, by which it knows how far a replica lags.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, Result},
};

/// How long what a process has left behind is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Raises a process's number; its numbers only grow.
pub fn beat(tx: &mut Conn, process: Uuid, number: i64, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO heartbeat (process_id, number, beat_at) VALUES ($1, $2, $3) \
         ON CONFLICT (process_id) DO UPDATE SET number = excluded.number, beat_at = excluded.beat_at",
        args![process, number, now],
    )?;
    Ok(())
}

/// The number as it is in this copy of the database.
pub fn number(c: &mut Conn, process: Uuid) -> Result<Option<i64>> {
    c.one("SELECT number FROM heartbeat WHERE process_id = $1", args![process])
}

/// Forgets processes that have not been heard of for a day.
pub fn forget_silent(tx: &mut Conn, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM heartbeat WHERE beat_at < $1", args![now - KEPT])
}
