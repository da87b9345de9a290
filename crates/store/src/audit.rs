//! The audit log: every administrative change of a company, kept in the transaction of the change.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{AuditId, CompanyId, UserId},
};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which; ordered by time.
    pub id: AuditId,
    /// In which company.
    pub company_id: CompanyId,
    /// The user acted as.
    pub user_id: UserId,
    /// `api-key`, `token`, `session` or `command-line`.
    pub via: String,
    /// The key, token or session.
    pub credential_id: Option<Uuid>,
    /// What was done: method and route.
    pub operation: String,
    /// What it was done to, where the route names it.
    pub subject_id: Option<Uuid>,
    /// What was there before: JSON, without secrets; none where there was nothing.
    pub previous: Option<String>,
    /// What it came to: JSON, without secrets.
    pub outcome: String,
    /// The request's id.
    pub request_id: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, company_id, user_id, via, credential_id, operation, subject_id, previous, outcome, request_id, address, \
         created_at"
    };
}

impl FromRow for Entry {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            user_id: row.take()?,
            via: row.take()?,
            credential_id: row.take()?,
            operation: row.take()?,
            subject_id: row.take()?,
            previous: row.take()?,
            outcome: row.take()?,
            request_id: row.take()?,
            address: row.take()?,
            created_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, e: &Entry) -> Result<()> {
    tx.execute(
        concat!(
            "INSERT INTO audit (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        args![
            e.id,
            e.company_id,
            e.user_id,
            &e.via,
            e.credential_id,
            &e.operation,
            e.subject_id,
            &e.previous,
            &e.outcome,
            &e.request_id,
            &e.address,
            e.created_at,
        ],
    )?;
    Ok(())
}

/// Up to `limit` changes of a company from before a cursor, the newest first.
pub fn before(c: &mut Conn, company: CompanyId, cursor: Option<AuditId>, limit: u32) -> Result<Vec<Entry>> {
    let cursor = cursor.unwrap_or(AuditId(Uuid::max()));
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM audit WHERE company_id = $1 AND id < $2 ORDER BY id DESC LIMIT CAST($3 AS BIGINT)"
        ),
        args![company, cursor, limit],
    )
}

/// Forgets up to `limit` changes of all companies from before `cutoff`; how many those were.
pub fn forget_old(tx: &mut Conn, cutoff: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM audit WHERE (company_id, id) IN \
         (SELECT company_id, id FROM audit WHERE id < $1 ORDER BY id LIMIT CAST($2 AS BIGINT))",
        args![AuditId::floor(cutoff), limit],
    )
}
