//! Turns: what each member of a queue has taken, for sharing out what comes next.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, Result},
    ids::{CompanyId, QueueId, UserGroupId},
};

/// Whose turn something is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// In which queue.
    pub queue: QueueId,
    /// The member: a user or a group.
    pub member: Uuid,
    /// The group, when it is one.
    pub group: Option<UserGroupId>,
}

/// How many turns each member has had since a moment, and when the last of them was.
pub fn since(
    c: &mut Conn,
    company: CompanyId,
    queue: QueueId,
    from: Timestamp,
) -> Result<Vec<(Uuid, u32, Timestamp)>> {
    c.query(
        "SELECT member_id, COUNT(*), MAX(made_at) FROM queue_turn \
         WHERE company_id = $1 AND queue_id = $2 AND made_at >= $3 GROUP BY member_id",
        args![company, queue, from],
    )
}

/// A turn is taken by `holder`: an appointment, or a booking that waits.
pub fn take(tx: &mut Conn, company: CompanyId, turn: &Turn, holder: Uuid, now: Timestamp) -> Result<()> {
    tx.execute_later(
        "INSERT INTO queue_turn (company_id, queue_id, holder_id, member_id, made_at) VALUES ($1, $2, $3, $4, $5)",
        args![company, turn.queue, holder, turn.member, now],
    )
}

/// How long turns are kept: past the beginning of every [`Period`](super::Period), wherever the month began.
pub const KEPT: SignedDuration = SignedDuration::from_hours(32 * 24);

/// Forgets up to `limit` turns of all companies that were taken before `cutoff`; how many those were.
///
/// By queue, because the index begins with it: a look at every turn there is would cost more than those to be forgotten.
pub fn forget_old(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM queue_turn WHERE (company_id, queue_id, holder_id) IN \
         (SELECT t.company_id, t.queue_id, t.holder_id FROM queue q JOIN queue_turn t \
           ON t.company_id = q.company_id AND t.queue_id = q.id AND t.made_at < $1 LIMIT CAST($2 AS BIGINT))",
        args![cutoff, limit],
    )
}

/// Gives a turn back, because what was taken does not take place.
pub fn give_back(tx: &mut Conn, company: CompanyId, turn: &Turn, holder: Uuid) -> Result<()> {
    tx.execute_later(
        "DELETE FROM queue_turn WHERE company_id = $1 AND queue_id = $2 AND holder_id = $3",
        args![company, turn.queue, holder],
    )
}
