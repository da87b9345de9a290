//! Members of queues: single users.

use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, QueueId, UserId},
};

/// A single user in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// Weight: one with 2 is due twice as often as one with 1.
    pub capacity: u32,
    /// Higher goes first.
    pub priority: u32,
    /// Where this member's meetings take place, instead of the meeting type's own link.
    pub custom_link: Option<String>,
}

impl FromRow for Member {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            user_id: row.take()?,
            capacity: row.take()?,
            priority: row.take()?,
            custom_link: row.take()?,
        })
    }
}

/// The members of a queue, in their order.
pub fn of_queue(c: &mut Conn, company: CompanyId, queue: QueueId) -> Result<Vec<Member>> {
    c.query(
        "SELECT user_id, capacity, priority, custom_link FROM queue_member \
         WHERE company_id = $1 AND queue_id = $2 ORDER BY position, user_id",
        args![company, queue],
    )
}

/// Where the meetings of a member take place, if they have a place of their own.
pub fn custom_link(c: &mut Conn, company: CompanyId, queue: QueueId, user: UserId) -> Result<Option<String>> {
    let found: Option<Option<String>> = c.one(
        "SELECT custom_link FROM queue_member WHERE company_id = $1 AND queue_id = $2 AND user_id = $3",
        args![company, queue, user],
    )?;
    Ok(found.flatten())
}

/// Makes these the members of a queue, in this order; whoever else was one is none any more.
pub fn replace(tx: &mut Conn, company: CompanyId, queue: QueueId, members: &[Member]) -> Result<()> {
    tx.execute("DELETE FROM queue_member WHERE company_id = $1 AND queue_id = $2", args![company, queue])?;
    for (position, m) in (0i64..).zip(members) {
        tx.execute(
            "INSERT INTO queue_member (company_id, queue_id, user_id, position, capacity, priority, custom_link) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![company, queue, m.user_id, position, m.capacity, m.priority, &m.custom_link],
        )?;
    }
    Ok(())
}
