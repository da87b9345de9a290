//! Meeting types: what can be booked with a host.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row},
    ids::{AvailabilityId, CompanyId, MeetingTypeId, QueueId, TemplateId, UserId, WorkspaceId},
    sealing::Place,
};

pub(crate) use password::{PASSWORD, open_password, sealed_password};
pub use question::*;
pub use spec::*;
mod password;
mod question;
mod spec;

/// A meeting type of one host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeetingType {
    /// Which.
    pub id: MeetingTypeId,
    /// Of which company.
    pub company_id: CompanyId,
    /// The host.
    pub user_id: UserId,
    /// The template it was made from.
    pub template_id: Option<TemplateId>,
    /// The last part of its booking URL; unique among the host's living types.
    pub slug: String,
    /// Takes bookings.
    pub enabled: bool,
    /// Used instead of the host's default schedule.
    pub availability_id: Option<AvailabilityId>,
    /// Among whom its bookings are shared out, when it is a team's.
    pub queue_id: Option<QueueId>,
    /// Everything else.
    pub spec: Spec,
    /// Who made it.
    pub created_by: UserId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, company_id, user_id, template_id, slug, enabled, availability_id, queue_id, spec, created_by, created_at, \
         updated_at, deleted_at"
    };
}

impl FromRow for MeetingType {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            user_id: row.take()?,
            template_id: row.take()?,
            slug: row.take()?,
            enabled: row.take()?,
            availability_id: row.take()?,
            queue_id: row.take()?,
            spec: row.take::<Json<_>>()?.0,
            created_by: row.take()?,
            created_at: row.take()?,
            updated_at: row.take()?,
            deleted_at: row.take()?,
        })
    }
}

fn place(company: CompanyId, id: &MeetingTypeId) -> Place<'_> {
    Place { column: "meeting_type.spec", company: company.0, row: id.0.as_bytes() }
}

fn opened(c: &Conn, mut m: MeetingType) -> Result<MeetingType> {
    open_password(c, &place(m.company_id, &m.id), &mut m.spec)?;
    Ok(m)
}

/// The living meeting type with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: MeetingTypeId) -> Result<Option<MeetingType>> {
    let found: Option<MeetingType> = c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM meeting_type WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL"
        ),
        args![company, id],
    )?;
    found.map(|found| opened(c, found)).transpose()
}

/// The living meeting type of a host with this slug: the two parts of a booking URL.
pub fn by_slug(c: &mut Conn, company: CompanyId, user: UserId, slug: &str) -> Result<Option<MeetingType>> {
    let found: Option<MeetingType> = c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM meeting_type WHERE user_id = $2 AND slug = $3 AND company_id = $1 AND deleted_at IS NULL"
        ),
        args![company, user, slug],
    )?;
    found.map(|found| opened(c, found)).transpose()
}

/// The living meeting type of a team with this slug: the two parts of a team's booking URL.
pub fn by_team_slug(
    c: &mut Conn,
    company: CompanyId,
    workspace: WorkspaceId,
    slug: &str,
) -> Result<Option<MeetingType>> {
    c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM meeting_type WHERE company_id = $1 AND slug = $3 AND deleted_at IS NULL AND queue_id IN \
             (SELECT q.id FROM queue q WHERE q.company_id = $1 AND q.workspace_id = $2)"
        ),
        args![company, workspace, slug],
    )
}

/// The living meeting types of a host, the oldest first.
pub fn of_user(c: &mut Conn, company: CompanyId, user: UserId) -> Result<Vec<MeetingType>> {
    let found: Vec<MeetingType> = c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM meeting_type WHERE company_id = $1 AND user_id = $2 AND deleted_at IS NULL ORDER BY created_at, id"
        ),
        args![company, user],
    )?;
    found.into_iter().map(|found| opened(c, found)).collect()
}

/// The living meeting types made from a template, the oldest first.
pub fn of_template(c: &mut Conn, company: CompanyId, template: TemplateId) -> Result<Vec<MeetingType>> {
    let found: Vec<MeetingType> = c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM meeting_type \
             WHERE template_id = $2 AND company_id = $1 AND deleted_at IS NULL ORDER BY created_at, id"
        ),
        args![company, template],
    )?;
    found.into_iter().map(|found| opened(c, found)).collect()
}

/// The slugs of a host's living meeting types that begin with `stem`, for finding one that is free.
pub fn slugs_like(c: &mut Conn, company: CompanyId, user: UserId, stem: &str) -> Result<Vec<String>> {
    c.query(
        "SELECT slug FROM meeting_type \
         WHERE company_id = $1 AND user_id = $2 AND deleted_at IS NULL AND substr(slug, 1, length(CAST($3 AS TEXT))) = CAST($3 AS TEXT)",
        args![company, user, stem],
    )
}

/// Stores a new one. `Conflict` if the host has a living one with this slug.
pub fn insert(tx: &mut Conn, m: &MeetingType) -> Result<()> {
    let spec = sealed_password(tx, &place(m.company_id, &m.id), &m.spec)?;
    tx.execute(
        concat!(
            "INSERT INTO meeting_type (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        args![
            m.id,
            m.company_id,
            m.user_id,
            m.template_id,
            &m.slug,
            m.enabled,
            m.availability_id,
            m.queue_id,
            Json(&*spec),
            m.created_by,
            m.created_at,
            m.updated_at,
            m.deleted_at
        ],
    )?;
    Ok(())
}

/// Writes everything of a living meeting type that can change. `Conflict` if the host has another with this slug.
pub fn update(tx: &mut Conn, m: &MeetingType) -> Result<()> {
    let spec = sealed_password(tx, &place(m.company_id, &m.id), &m.spec)?;
    tx.execute(
        "UPDATE meeting_type SET template_id = $3, slug = $4, enabled = $5, availability_id = $6, queue_id = $7, \
         spec = $8, updated_at = $9 WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![
            m.company_id,
            m.id,
            m.template_id,
            &m.slug,
            m.enabled,
            m.availability_id,
            m.queue_id,
            Json(&*spec),
            m.updated_at
        ],
    )?;
    Ok(())
}

/// Marks a meeting type as deleted; false if there was none alive. Its appointments stay.
pub fn delete(tx: &mut Conn, company: CompanyId, id: MeetingTypeId, now: Timestamp) -> Result<bool> {
    let gone = tx.execute(
        "UPDATE meeting_type SET deleted_at = $3, updated_at = $3 \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id, now],
    )?;
    Ok(gone == 1)
}

/// The ids of a host's living meeting types, the oldest first.
pub fn ids_of_user(c: &mut Conn, company: CompanyId, user: UserId) -> Result<Vec<MeetingTypeId>> {
    c.query(
        "SELECT id FROM meeting_type WHERE company_id = $1 AND user_id = $2 AND deleted_at IS NULL \
         ORDER BY created_at, id",
        args![company, user],
    )
}

/// Whose living meeting type this is, and among whom it is shared out.
pub fn owner(
    c: &mut Conn,
    company: CompanyId,
    id: MeetingTypeId,
) -> Result<Option<(UserId, Option<QueueId>)>> {
    c.one(
        "SELECT user_id, queue_id FROM meeting_type WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id],
    )
}
