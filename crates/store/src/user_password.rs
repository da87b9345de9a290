//! Passwords of users: their Argon2 hashes, apart from the users, so that nothing reads them along.

use jiff::Timestamp;

use crate::{
    args,
    db::{Conn, Result},
    ids::{CompanyId, UserId},
};

/// The hash of a user's password, as a PHC string; none where none was set.
pub fn hash_of(c: &mut Conn, company: CompanyId, user: UserId) -> Result<Option<String>> {
    c.one("SELECT hash FROM user_password WHERE company_id = $1 AND user_id = $2", args![company, user])
}

/// Stores the hash of a user's new password.
pub fn set(tx: &mut Conn, company: CompanyId, user: UserId, hash: &str, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO user_password (user_id, company_id, hash, changed_at) VALUES ($2, $1, $3, $4) \
         ON CONFLICT (company_id, user_id) DO UPDATE SET hash = $3, changed_at = $4",
        args![company, user, hash, now],
    )?;
    Ok(())
}

/// Forgets a user's password.
pub fn delete(tx: &mut Conn, company: CompanyId, user: UserId) -> Result<()> {
    tx.execute("DELETE FROM user_password WHERE company_id = $1 AND user_id = $2", args![company, user])?;
    Ok(())
}
