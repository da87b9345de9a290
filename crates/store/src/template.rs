//! Meeting-type templates: what an administrator lays down once for many hosts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row},
    ids::{CompanyId, TemplateId, UserId},
    meeting_type::{Spec, open_password, sealed_password},
    sealing::Place,
};

/// A template. Meeting types made from it name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Which.
    pub id: TemplateId,
    /// Of which company.
    pub company_id: CompanyId,
    /// What its meeting types say.
    pub spec: Spec,
    /// `individual` or `team`.
    pub template_type: String,
    /// `simpleRoundRobin`, `advancedRoundRobin` or `equalDistribution`.
    pub queue_type: String,
    /// Keys of the fields that the hosts cannot change in meeting types made from it.
    pub locked_fields: Vec<String>,
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
        "id, company_id, spec, template_type, queue_type, locked_fields, created_by, created_at, updated_at, deleted_at"
    };
}

impl FromRow for Template {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            spec: row.take::<Json<_>>()?.0,
            template_type: row.take()?,
            queue_type: row.take()?,
            locked_fields: row.take::<Json<_>>()?.0,
            created_by: row.take()?,
            created_at: row.take()?,
            updated_at: row.take()?,
            deleted_at: row.take()?,
        })
    }
}

fn place(company: CompanyId, id: &TemplateId) -> Place<'_> {
    Place { column: "meeting_type_template.spec", company: company.0, row: id.0.as_bytes() }
}

fn opened(c: &Conn, mut t: Template) -> Result<Template> {
    open_password(c, &place(t.company_id, &t.id), &mut t.spec)?;
    Ok(t)
}

/// The living template with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: TemplateId) -> Result<Option<Template>> {
    let found: Option<Template> = c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM meeting_type_template WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL"
        ),
        args![company, id],
    )?;
    found.map(|found| opened(c, found)).transpose()
}

/// The living templates of a company, the oldest first.
pub fn of_company(c: &mut Conn, company: CompanyId) -> Result<Vec<Template>> {
    let found: Vec<Template> = c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM meeting_type_template WHERE company_id = $1 AND deleted_at IS NULL ORDER BY created_at, id"
        ),
        args![company],
    )?;
    found.into_iter().map(|found| opened(c, found)).collect()
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, t: &Template) -> Result<()> {
    let spec = sealed_password(tx, &place(t.company_id, &t.id), &t.spec)?;
    tx.execute(
        concat!(
            "INSERT INTO meeting_type_template (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            t.id,
            t.company_id,
            Json(&*spec),
            &t.template_type,
            &t.queue_type,
            Json(&t.locked_fields),
            t.created_by,
            t.created_at,
            t.updated_at,
            t.deleted_at
        ],
    )?;
    Ok(())
}

/// Writes everything of a living template that can change.
pub fn update(tx: &mut Conn, t: &Template) -> Result<()> {
    let spec = sealed_password(tx, &place(t.company_id, &t.id), &t.spec)?;
    tx.execute(
        "UPDATE meeting_type_template SET spec = $3, template_type = $4, queue_type = $5, locked_fields = $6, \
         updated_at = $7 WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![
            t.company_id,
            t.id,
            Json(&*spec),
            &t.template_type,
            &t.queue_type,
            Json(&t.locked_fields),
            t.updated_at
        ],
    )?;
    Ok(())
}

/// Marks a template as deleted; false if there was none alive.
pub fn delete(tx: &mut Conn, company: CompanyId, id: TemplateId, now: Timestamp) -> Result<bool> {
    let gone = tx.execute(
        "UPDATE meeting_type_template SET deleted_at = $3, updated_at = $3 \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id, now],
    )?;
    Ok(gone == 1)
}

/// Makes other transactions that assign or change this template wait for this one; false if there is none alive.
pub fn lock(tx: &mut Conn, company: CompanyId, id: TemplateId) -> Result<bool> {
    let found = tx.execute(
        "UPDATE meeting_type_template SET updated_at = updated_at \
         WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id],
    )?;
    Ok(found == 1)
}
