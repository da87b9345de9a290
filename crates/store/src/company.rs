//! Companies: the tenants.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row},
    ids::{CompanyId, UserId},
};

/// A company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Which.
    pub id: CompanyId,
    /// Part of its embed URLs; unique in the installation.
    pub slug: String,
    /// Shown.
    pub name: String,
    /// The user that API keys act as when they name nobody.
    pub owner_id: UserId,
    /// When it was created.
    pub created_at: Timestamp,
    /// How its pages look.
    pub branding: Branding,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// How a company's pages look, where their host does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Branding {
    /// URL of a picture shown above each page.
    pub logo: Option<String>,
    /// `#rrggbb`.
    pub primary_color: Option<String>,
    /// `#rrggbb`.
    pub secondary_color: Option<String>,
    /// The pages say what made them.
    pub show_credit: bool,
}

macro_rules! columns {
    () => {
        "id, slug, name, owner_id, branding, created_at, updated_at"
    };
}

impl FromRow for Company {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            slug: row.take()?,
            name: row.take()?,
            owner_id: row.take()?,
            branding: row.take::<Json<_>>()?.0,
            created_at: row.take()?,
            updated_at: row.take()?,
        })
    }
}

/// Stores a new one, unless its slug is taken: false then, and the transaction goes on.
pub fn insert(tx: &mut Conn, c: &Company) -> Result<bool> {
    let n = tx.execute(
        concat!(
            "INSERT INTO company (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        ),
        args![c.id, &c.slug, &c.name, c.owner_id, Json(&c.branding), c.created_at, c.updated_at],
    )?;
    Ok(n == 1)
}

/// Stores how its pages look.
pub fn set_branding(tx: &mut Conn, id: CompanyId, branding: &Branding, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE company SET branding = $2, updated_at = $3 WHERE id = $1",
        args![id, Json(branding), now],
    )?;
    Ok(())
}

/// The company with this id.
pub fn by_id(c: &mut Conn, id: CompanyId) -> Result<Option<Company>> {
    c.one(concat!("SELECT ", columns!(), " FROM company WHERE id = $1"), args![id])
}

/// The companies with these ids, in one round trip.
pub fn of_each(c: &mut Conn, ids: &[CompanyId]) -> Result<Vec<Option<Company>>> {
    let sets: Vec<_> = ids.iter().map(|&id| args![id].to_vec()).collect();
    let found = c.query_each(concat!("SELECT ", columns!(), " FROM company WHERE id = $1"), &sets)?;
    Ok(found.into_iter().map(|mut one| one.pop()).collect())
}

/// The company with this slug.
pub fn by_slug(c: &mut Conn, slug: &str) -> Result<Option<Company>> {
    c.one(concat!("SELECT ", columns!(), " FROM company WHERE slug = $1"), args![slug])
}

/// Every company, the oldest first.
pub fn all(c: &mut Conn) -> Result<Vec<Company>> {
    c.query(concat!("SELECT ", columns!(), " FROM company ORDER BY created_at, id"), args![])
}

/// Makes other transactions that lock this company wait, so that counts of its rows hold until the commit.
pub fn lock(tx: &mut Conn, id: CompanyId) -> Result<()> {
    tx.execute("UPDATE company SET updated_at = updated_at WHERE id = $1", args![id])?;
    Ok(())
}
