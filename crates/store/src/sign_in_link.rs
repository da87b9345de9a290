//! Links by which somebody signs in or sets a password. Only hashes of their secrets are here; one that was used is gone.

use jiff::Timestamp;

use crate::{
    args,
    db::{Conn, Error, FromRow, Result, Row},
    ids::{CompanyId, UserId},
};

/// A link that a mail was sent with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLink {
    /// SHA-256 of its secret.
    pub token_hash: Vec<u8>,
    /// Of which company.
    pub company_id: CompanyId,
    /// Whom it lets in.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: Purpose,
    /// When it was made.
    pub created_at: Timestamp,
    /// From then on it is good for nothing.
    pub expires_at: Timestamp,
}

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Signing in.
    SignIn,
    /// Setting a password, and signing in by that.
    SetPassword,
}

impl Purpose {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SetPassword => "set-password",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        [Self::SignIn, Self::SetPassword]
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
            .ok_or_else(|| Error::decode(format!("{text} is no purpose of a link")))
    }
}

macro_rules! columns {
    () => {
        "token_hash, company_id, user_id, purpose, created_at, expires_at"
    };
}

impl FromRow for SignInLink {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            token_hash: row.take()?,
            company_id: row.take()?,
            user_id: row.take()?,
            purpose: Purpose::parse(&row.take::<String>()?)?,
            created_at: row.take()?,
            expires_at: row.take()?,
        })
    }
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, l: &SignInLink) -> Result<()> {
    tx.execute(
        concat!("INSERT INTO sign_in_link (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6)"),
        args![l.token_hash.clone(), l.company_id, l.user_id, l.purpose.as_str(), l.created_at, l.expires_at],
    )?;
    Ok(())
}

/// The link whose secret hashes to this, while it is good for `purpose`; of whatever company: the secret is the
/// permission.
pub fn find(c: &mut Conn, hash: &[u8; 32], purpose: Purpose, now: Timestamp) -> Result<Option<SignInLink>> {
    c.one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM sign_in_link WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3"
        ),
        args![hash.to_vec(), purpose.as_str(), now],
    )
}

/// The same, and uses it up: of several that try at the same moment, one is given it.
pub fn take(tx: &mut Conn, hash: &[u8; 32], purpose: Purpose, now: Timestamp) -> Result<Option<SignInLink>> {
    tx.one(
        concat!(
            "DELETE FROM sign_in_link WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING ",
            columns!()
        ),
        args![hash.to_vec(), purpose.as_str(), now],
    )
}

/// Makes a user's links good for nothing.
pub fn delete_of_user(tx: &mut Conn, company: CompanyId, user: UserId) -> Result<()> {
    tx.execute("DELETE FROM sign_in_link WHERE company_id = $1 AND user_id = $2", args![company, user])?;
    Ok(())
}

/// Forgets up to `limit` links of all companies that are good for nothing any more; how many.
pub fn forget_old(tx: &mut Conn, now: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM sign_in_link WHERE (company_id, token_hash) IN \
         (SELECT company_id, token_hash FROM sign_in_link WHERE expires_at <= $1 ORDER BY expires_at LIMIT CAST($2 AS BIGINT))",
        args![now, limit],
    )
}

/// How many links of a user are good for `purpose`.
pub fn good_of_user(
    c: &mut Conn,
    company: CompanyId,
    user: UserId,
    purpose: Purpose,
    now: Timestamp,
) -> Result<i64> {
    let count = c.one(
        "SELECT COUNT(*) FROM sign_in_link WHERE company_id = $1 AND user_id = $2 AND purpose = $3 AND expires_at > $4",
        args![company, user, purpose.as_str(), now],
    )?;
    Ok(count.unwrap_or_default())
}
