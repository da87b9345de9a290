//! Workspaces: the teams of a company.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, QueueId, WorkspaceId},
};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Which.
    pub id: WorkspaceId,
    /// Of which company.
    pub company_id: CompanyId,
    /// Shown.
    pub name: String,
    /// A part of its booking URLs; unique among all living workspaces of the installation.
    pub slug: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, company_id, name, slug, created_at, updated_at, deleted_at"
    };
}

impl FromRow for Workspace {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            name: row.take()?,
            slug: row.take()?,
            created_at: row.take()?,
            updated_at: row.take()?,
            deleted_at: row.take()?,
        })
    }
}

/// The living workspace with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: WorkspaceId) -> Result<Option<Workspace>> {
    c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM workspace WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL"
        ),
        args![company, id],
    )
}

/// The living workspace with this slug, of whatever company: a URL names none.
pub fn by_slug(c: &mut Conn, slug: &str) -> Result<Option<Workspace>> {
    c.one(
        concat!("SELECT ", columns!(), " FROM workspace WHERE slug = $1 AND deleted_at IS NULL"),
        args![slug],
    )
}

/// The workspace that a queue belongs to.
pub fn of_queue(c: &mut Conn, company: CompanyId, queue: QueueId) -> Result<Option<Workspace>> {
    c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM workspace WHERE company_id = $1 AND deleted_at IS NULL AND id = \
             (SELECT q.workspace_id FROM queue q WHERE q.company_id = $1 AND q.id = $2)"
        ),
        args![company, queue],
    )
}

/// The living workspaces of a company, the oldest first.
pub fn of_company(c: &mut Conn, company: CompanyId) -> Result<Vec<Workspace>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM workspace WHERE company_id = $1 AND deleted_at IS NULL ORDER BY created_at, id"
        ),
        args![company],
    )
}

/// Stores a new one, unless its slug is taken: false then, and the transaction goes on.
pub fn insert(tx: &mut Conn, w: &Workspace) -> Result<bool> {
    let n = tx.execute(
        concat!(
            "INSERT INTO workspace (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        ),
        args![w.id, w.company_id, &w.name, &w.slug, w.created_at, w.updated_at, w.deleted_at],
    )?;
    Ok(n == 1)
}

/// Writes everything of a living workspace that can change. `Conflict` if another one has its slug.
pub fn update(tx: &mut Conn, w: &Workspace) -> Result<()> {
    tx.execute(
        "UPDATE workspace SET name = $3, slug = $4, updated_at = $5 \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![w.company_id, w.id, &w.name, &w.slug, w.updated_at],
    )?;
    Ok(())
}

/// Marks a workspace as deleted; false if there was none alive.
pub fn delete(tx: &mut Conn, company: CompanyId, id: WorkspaceId, now: Timestamp) -> Result<bool> {
    let gone = tx.execute(
        "UPDATE workspace SET deleted_at = $3, updated_at = $3 \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id, now],
    )?;
    Ok(gone == 1)
}

/// Makes other transactions that lock this workspace wait, so that nobody else gives its meeting types a slug; false if
/// there is none alive.
pub fn lock(tx: &mut Conn, company: CompanyId, id: WorkspaceId) -> Result<bool> {
    let found = tx.execute(
        "UPDATE workspace SET updated_at = updated_at \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id],
    )?;
    Ok(found == 1)
}
