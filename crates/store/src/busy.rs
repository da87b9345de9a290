//! Busy times from outside, such as connected calendars. They claim exactly their own time and may overlap anything.

use slated_engine::Span;

use crate::{
    args,
    db::{Conn, Result},
    ids::{CompanyId, UserId},
};

/// Replaces everything a source said about a host.
pub fn replace(tx: &mut Conn, company: CompanyId, host: UserId, source: &str, spans: &[Span]) -> Result<()> {
    tx.execute(
        "DELETE FROM busy WHERE company_id = $1 AND host_id = $2 AND source = $3",
        args![company, host, source],
    )?;
    for span in spans {
        tx.execute(
            "INSERT INTO busy (host_id, ends_at, starts_at, source, company_id) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            args![host, span.end, span.start, source, company],
        )?;
    }
    Ok(())
}
