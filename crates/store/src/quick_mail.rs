//! Mails written by hand, counted so that nobody sends many.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, Result},
    ids::CompanyId,
};

/// Counts one more mail of a sender, unless there were `most` since `since`: then when the oldest of them was.
///
/// The caller holds a lock that orders the sender's mails.
pub fn admit(
    tx: &mut Conn,
    company: CompanyId,
    scope: Uuid,
    since: Timestamp,
    most: u32,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    tx.execute(
        "DELETE FROM quick_mail WHERE company_id = $1 AND scope = $2 AND sent_at <= $3",
        args![company, scope, since],
    )?;
    let (count, oldest): (u32, Option<Timestamp>) = tx
        .one(
            "SELECT COUNT(*), MIN(sent_at) FROM quick_mail WHERE company_id = $1 AND scope = $2",
            args![company, scope],
        )?
        .unwrap_or((0, None));
    if count >= most {
        return Ok(oldest);
    }
    tx.execute(
        "INSERT INTO quick_mail (id, company_id, scope, sent_at) VALUES ($1, $2, $3, $4)",
        args![Uuid::now_v7(), company, scope, now],
    )?;
    Ok(None)
}
