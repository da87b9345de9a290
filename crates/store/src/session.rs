//! Sessions: browsers in which somebody is signed in. Only hashes of what they show for it are here.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, SessionId, UserId},
};

/// A browser in which somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Of which company.
    pub company_id: CompanyId,
    /// Who is signed in.
    pub user_id: UserId,
    /// SHA-256 of what the browser's cookie says.
    pub token_hash: Vec<u8>,
    /// What the browser says of itself, shortened.
    pub user_agent: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    pub seen_at: Timestamp,
    /// When it ends, however much it is used.
    pub expires_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, company_id, user_id, token_hash, user_agent, created_at, seen_at, expires_at"
    };
}

impl FromRow for Session {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            user_id: row.take()?,
            token_hash: row.take()?,
            user_agent: row.take()?,
            created_at: row.take()?,
            seen_at: row.take()?,
            expires_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, s: &Session) -> Result<()> {
    tx.execute(
        concat!("INSERT INTO session (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        args![
            s.id,
            s.company_id,
            s.user_id,
            s.token_hash.clone(),
            &s.user_agent,
            s.created_at,
            s.seen_at,
            s.expires_at
        ],
    )?;
    Ok(())
}

/// The session whose token hashes to this, of whatever company: the token is the permission.
pub fn by_token_hash(c: &mut Conn, hash: &[u8; 32]) -> Result<Option<Session>> {
    c.one(concat!("SELECT ", columns!(), " FROM session WHERE token_hash = $1"), args![hash.to_vec()])
}

/// The sessions of a user, the last seen first.
pub fn of_user(c: &mut Conn, company: CompanyId, user: UserId) -> Result<Vec<Session>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM session WHERE company_id = $1 AND user_id = $2 ORDER BY seen_at DESC, id DESC"
        ),
        args![company, user],
    )
}

/// Notes that it was used.
pub fn seen(tx: &mut Conn, company: CompanyId, id: SessionId, now: Timestamp) -> Result<()> {
    tx.execute("UPDATE session SET seen_at = $3 WHERE company_id = $1 AND id = $2", args![company, id, now])?;
    Ok(())
}

/// Ends one of a user's sessions. False where there was none.
pub fn end(tx: &mut Conn, company: CompanyId, user: UserId, id: SessionId) -> Result<bool> {
    let n = tx.execute(
        "DELETE FROM session WHERE company_id = $1 AND user_id = $2 AND id = $3",
        args![company, user, id],
    )?;
    Ok(n == 1)
}

/// Ends a user's sessions but the one that is kept, if there is one; how many those were.
pub fn end_all(tx: &mut Conn, company: CompanyId, user: UserId, kept: Option<SessionId>) -> Result<u64> {
    let kept = kept.unwrap_or(SessionId(Uuid::nil()));
    tx.execute(
        "DELETE FROM session WHERE company_id = $1 AND user_id = $2 AND id <> $3",
        args![company, user, kept],
    )
}

/// Forgets up to `limit` sessions of all companies that were not used since `cutoff`; how many.
pub fn forget_old(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM session WHERE (company_id, id) IN \
         (SELECT company_id, id FROM session WHERE seen_at < $1 ORDER BY seen_at LIMIT CAST($2 AS BIGINT))",
        args![cutoff, limit],
    )
}
