//! Credentials: platform API keys and personal access tokens. Only hashes of their secrets are here.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row},
    ids::{CompanyId, CredentialId, UserId},
};

/// An API key or a personal access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Which; part of an API key's text.
    pub id: CredentialId,
    /// Of which company.
    pub company_id: CompanyId,
    /// Who made it; a token acts as this user.
    pub user_id: UserId,
    /// What it is.
    pub kind: Kind,
    /// The owner's name for it.
    pub name: String,
    /// SHA-256 of the whole credential.
    pub secret_hash: Vec<u8>,
    /// The groups of calls a token is limited to; none means all.
    pub scopes: Vec<String>,
    /// It works until then.
    pub expires_at: Option<Timestamp>,
    /// Switched off for now.
    pub disabled_at: Option<Timestamp>,
    /// Switched off for good.
    pub revoked_at: Option<Timestamp>,
    /// Last seen, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `ak_live:<uuid>:<secret>`: acts for any user of the company.
    ApiKey,
    /// `rgo-…`: acts as its owner.
    Token,
}

impl Kind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::Token => "token",
        }
    }
}

macro_rules! columns {
    () => {
        "id, company_id, user_id, kind, name, secret_hash, scopes, expires_at, disabled_at, revoked_at, \
         last_used_at, created_at"
    };
}

impl FromRow for Credential {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            user_id: row.take()?,
            kind: if row.take::<String>()? == Kind::Token.as_str() { Kind::Token } else { Kind::ApiKey },
            name: row.take()?,
            secret_hash: row.take()?,
            scopes: row.take::<Json<_>>()?.0,
            expires_at: row.take()?,
            disabled_at: row.take()?,
            revoked_at: row.take()?,
            last_used_at: row.take()?,
            created_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, c: &Credential) -> Result<()> {
    tx.execute(
        concat!("INSERT INTO credential (", columns!(), ") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)"),
        args![
            c.id,
            c.company_id,
            c.user_id,
            c.kind.as_str(),
            &c.name,
            c.secret_hash.clone(),
            Json(&c.scopes),
            c.expires_at,
            c.disabled_at,
            c.revoked_at,
            c.last_used_at,
            c.created_at,
        ],
    )?;
    Ok(())
}

/// The credential whose text hashes to this.
pub fn by_secret_hash(c: &mut Conn, hash: &[u8; 32]) -> Result<Option<Credential>> {
    c.one(concat!("SELECT ", columns!(), " FROM credential WHERE secret_hash = $1"), args![hash.to_vec()])
}

/// The credentials of a company, the oldest first.
pub fn of_company(c: &mut Conn, company: CompanyId) -> Result<Vec<Credential>> {
    c.query(
        concat!("SELECT ", columns!(), " FROM credential WHERE company_id = $1 ORDER BY created_at, id"),
        args![company],
    )
}

/// Notes that it was used.
pub fn used(tx: &mut Conn, company: CompanyId, id: CredentialId, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE credential SET last_used_at = $3 WHERE company_id = $1 AND id = $2",
        args![company, id, now],
    )?;
    Ok(())
}

/// Switches it off for good. False when the company has no such credential.
pub fn revoke(tx: &mut Conn, company: CompanyId, id: CredentialId, now: Timestamp) -> Result<bool> {
    let n = tx.execute(
        "UPDATE credential SET revoked_at = $3 WHERE company_id = $1 AND id = $2 AND revoked_at IS NULL",
        args![company, id, now],
    )?;
    Ok(n == 1)
}
