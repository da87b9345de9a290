//! Users: the people of a company, most of whom are hosts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row, Value},
    ids::{AvailabilityId, CompanyId, MeetingTypeId, UserId},
};

/// A user. `deleted_at` is set once the user is gone; the row stays for the appointments that name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// Of which company.
    pub company_id: CompanyId,
    /// Lower case; unique among the company's living users.
    pub email: String,
    /// The first part of booking URLs; unique among all living users of the installation.
    pub slug: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// IANA zone name.
    pub timezone: String,
    /// Two-letter language code.
    pub language: String,
    /// `standard`, `resource`, `api-platform` or `partner`.
    pub user_type: String,
    /// May administer the company.
    pub is_admin: bool,
    /// The schedule used where a meeting type names none.
    pub default_availability_id: Option<AvailabilityId>,
    /// The meeting type made with the user.
    pub default_meeting_type_id: Option<MeetingTypeId>,
    /// Facts that are only shown.
    pub profile: Profile,
    /// How the personal page looks.
    pub personal_page: PersonalPage,
    /// When the user was created.
    pub created_at: Timestamp,
    /// When the user was last changed.
    pub updated_at: Timestamp,
    /// When the user was deleted.
    pub deleted_at: Option<Timestamp>,
}

impl User {
    /// First and last name, as shown to people.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }
}

/// Facts of a user that no rule looks at.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Profile {
    /// Job title.
    pub title: Option<String>,
    /// Phone number as given.
    pub phone_number: Option<String>,
    /// URL of a portrait.
    pub picture: Option<String>,
}

/// Branding of a user's personal page (contract section 10).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PersonalPage {
    /// The page's title.
    pub header_title: Option<String>,
    /// The line below the title.
    pub header_subtitle: Option<String>,
    /// `#rrggbb`.
    pub primary_color: Option<String>,
    /// `#rrggbb`.
    pub secondary_color: Option<String>,
    /// Colours apply only when this is on; setting a colour turns it on.
    pub use_custom_colors: bool,
    /// URL.
    pub header_image: Option<String>,
    /// Text below the title.
    pub description: Option<String>,
    /// List every enabled meeting type, also those left out of the order.
    pub show_all_meeting_types: Option<bool>,
    /// The order of the listed meeting types.
    pub meeting_type_order: Vec<MeetingTypeId>,
    /// Links to profiles elsewhere, kept as sent.
    pub online_profiles: serde_json::Map<String, serde_json::Value>,
}

macro_rules! columns {
    () => {
        "id, company_id, email, slug, given_name, family_name, timezone, language, user_type, is_admin, \
         default_availability_id, default_meeting_type_id, profile, personal_page, created_at, updated_at, deleted_at"
    };
}

impl FromRow for User {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            email: row.take()?,
            slug: row.take()?,
            given_name: row.take()?,
            family_name: row.take()?,
            timezone: row.take()?,
            language: row.take()?,
            user_type: row.take()?,
            is_admin: row.take()?,
            default_availability_id: row.take()?,
            default_meeting_type_id: row.take()?,
            profile: row.take::<Json<_>>()?.0,
            personal_page: row.take::<Json<_>>()?.0,
            created_at: row.take()?,
            updated_at: row.take()?,
            deleted_at: row.take()?,
        })
    }
}

/// The living user with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: UserId) -> Result<Option<User>> {
    c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM users WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL"
        ),
        args![company, id],
    )
}

/// The living users with these ids, in this order; none where there is none.
pub fn by_ids(c: &mut Conn, company: CompanyId, ids: &[UserId]) -> Result<Vec<Option<User>>> {
    let sets: Vec<Vec<Value>> = ids.iter().map(|id| args![company, *id].to_vec()).collect();
    let found = c.query_each(
        concat!(
            "SELECT ",
            columns!(),
            " FROM users WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL"
        ),
        &sets,
    )?;
    Ok(found.into_iter().map(|mut rows| rows.pop()).collect())
}

/// The user with this id, also one who was deleted: appointments still name them.
pub fn by_id_even_deleted(c: &mut Conn, company: CompanyId, id: UserId) -> Result<Option<User>> {
    c.one(concat!("SELECT ", columns!(), " FROM users WHERE company_id = $1 AND id = $2"), args![company, id])
}

/// The living user with this slug, of whatever company: slugs are unique in the installation.
pub fn by_slug(c: &mut Conn, slug: &str) -> Result<Option<User>> {
    c.one(concat!("SELECT ", columns!(), " FROM users WHERE slug = $1 AND deleted_at IS NULL"), args![slug])
}

/// Whether a living user of any company has this slug.
pub fn slug_is_taken(c: &mut Conn, slug: &str) -> Result<bool> {
    let found: Option<i64> =
        c.one("SELECT CAST(1 AS BIGINT) FROM users WHERE slug = $1 AND deleted_at IS NULL", args![slug])?;
    Ok(found.is_some())
}

/// The living user of the company with this e-mail address, which is given in lower case.
pub fn by_email(c: &mut Conn, company: CompanyId, email: &str) -> Result<Option<User>> {
    c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM users WHERE company_id = $1 AND email = $2 AND deleted_at IS NULL"
        ),
        args![company, email],
    )
}

/// The living users of all companies with this e-mail address, which is given in lower case; the oldest first.
pub fn by_email_anywhere(c: &mut Conn, email: &str) -> Result<Vec<User>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM users WHERE email = $1 AND deleted_at IS NULL ORDER BY created_at, id"
        ),
        args![email],
    )
}

/// The living users who may administer the company, the oldest first.
pub fn administrators(c: &mut Conn, company: CompanyId) -> Result<Vec<User>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM users WHERE company_id = $1 AND is_admin AND deleted_at IS NULL ORDER BY created_at, id"
        ),
        args![company],
    )
}

/// One page of a company's living users, the oldest first, and how many there are on all pages.
pub fn page(
    c: &mut Conn,
    company: CompanyId,
    user_type: Option<&str>,
    limit: u32,
    offset: u32,
) -> Result<(Vec<User>, i64)> {
    let total = c.one(
        "SELECT COUNT(*) FROM users \
         WHERE company_id = $1 AND deleted_at IS NULL AND (CAST($2 AS TEXT) IS NULL OR user_type = $2)",
        args![company, user_type],
    )?;
    let users = c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM users WHERE company_id = $1 AND deleted_at IS NULL AND (CAST($2 AS TEXT) IS NULL OR user_type = $2) \
             ORDER BY created_at, id LIMIT $3 OFFSET $4"
        ),
        args![company, user_type, i64::from(limit), i64::from(offset)],
    )?;
    Ok((users, total.unwrap_or_default()))
}

/// Stores a new one, unless a living user has its slug or, in the company, its e-mail address.
///
/// False then, and the transaction goes on: a failed insert would end it on PostgreSQL. A twin that is being
/// stored by another transaction is waited for.
pub fn insert(tx: &mut Conn, u: &User) -> Result<bool> {
    let n = tx.execute(
        concat!(
            "INSERT INTO users (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
             ON CONFLICT DO NOTHING"
        ),
        args![
            u.id,
            u.company_id,
            &u.email,
            &u.slug,
            &u.given_name,
            &u.family_name,
            &u.timezone,
            &u.language,
            &u.user_type,
            u.is_admin,
            u.default_availability_id,
            u.default_meeting_type_id,
            Json(&u.profile),
            Json(&u.personal_page),
            u.created_at,
            u.updated_at,
            u.deleted_at,
        ],
    )?;
    Ok(n == 1)
}

/// Writes everything of a living user that can change. A taken slug is a `Conflict` with `users_slug`.
pub fn update(tx: &mut Conn, u: &User) -> Result<()> {
    tx.execute(
        "UPDATE users SET slug = $3, given_name = $4, family_name = $5, timezone = $6, language = $7, \
         is_admin = $8, default_availability_id = $9, default_meeting_type_id = $10, profile = $11, \
         personal_page = $12, updated_at = $13 WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![
            u.company_id,
            u.id,
            &u.slug,
            &u.given_name,
            &u.family_name,
            &u.timezone,
            &u.language,
            u.is_admin,
            u.default_availability_id,
            u.default_meeting_type_id,
            Json(&u.profile),
            Json(&u.personal_page),
            u.updated_at,
        ],
    )?;
    Ok(())
}

/// Marks a user as deleted, which frees slug and e-mail address; false if there was none alive.
pub fn delete(tx: &mut Conn, company: CompanyId, id: UserId, now: Timestamp) -> Result<bool> {
    let n = tx.execute(
        "UPDATE users SET deleted_at = $3, updated_at = $3 WHERE company_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![company, id, now],
    )?;
    Ok(n == 1)
}
