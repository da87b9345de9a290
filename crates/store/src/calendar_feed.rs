//! Calendar feeds: a host's appointments behind a secret address. Only the secret's hash is kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, UserId},
};

/// A host's feed. A host has at most one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarFeed {
    /// Whose.
    pub user_id: UserId,
    /// Of which company.
    pub company_id: CompanyId,
    /// SHA-256 of the secret.
    pub secret_hash: Vec<u8>,
    /// When the secret was made.
    pub created_at: Timestamp,
}

impl FromRow for CalendarFeed {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            user_id: row.take()?,
            company_id: row.take()?,
            secret_hash: row.take()?,
            created_at: row.take()?,
        })
    }
}

/// Stores a feed in place of the host's former one, whose address no longer works.
pub fn put(tx: &mut Conn, feed: &CalendarFeed) -> Result<()> {
    delete(tx, feed.company_id, feed.user_id)?;
    tx.execute(
        "INSERT INTO calendar_feed (user_id, company_id, secret_hash, created_at) VALUES ($1, $2, $3, $4)",
        args![feed.user_id, feed.company_id, feed.secret_hash.clone(), feed.created_at],
    )?;
    Ok(())
}

/// The feed of a host.
pub fn of_user(c: &mut Conn, company: CompanyId, user: UserId) -> Result<Option<CalendarFeed>> {
    c.one(
        "SELECT user_id, company_id, secret_hash, created_at FROM calendar_feed WHERE company_id = $1 AND user_id = $2",
        args![company, user],
    )
}

/// The feed whose secret hashes to this, of whatever company: the secret is the permission.
pub fn by_secret_hash(c: &mut Conn, hash: &[u8; 32]) -> Result<Option<CalendarFeed>> {
    c.one(
        "SELECT user_id, company_id, secret_hash, created_at FROM calendar_feed WHERE secret_hash = $1",
        args![hash.to_vec()],
    )
}

/// Takes a feed away. False when there was none.
pub fn delete(tx: &mut Conn, company: CompanyId, user: UserId) -> Result<bool> {
    let n =
        tx.execute("DELETE FROM calendar_feed WHERE company_id = $1 AND user_id = $2", args![company, user])?;
    Ok(n == 1)
}
