//! Hosts: one narrow row per user, raised to lock that user's calendar.

use crate::{
    args,
    db::{Conn, Result},
    ids::{CompanyId, UserId},
};

/// Makes a user bookable; once per user, when the user is stored.
pub fn insert(tx: &mut Conn, company: CompanyId, user: UserId) -> Result<()> {
    tx.execute("INSERT INTO host (user_id, company_id, seq) VALUES ($1, $2, 0)", args![user, company])?;
    Ok(())
}

/// Locks the calendars of these hosts until the transaction ends: whoever reads claims in order to write some
/// begins with this, so that writers of one host follow one another.
///
/// Always in the order of their ids, so that two transactions never wait for each other. False when the company
/// has not got all of them.
pub fn lock(tx: &mut Conn, company: CompanyId, hosts: &[UserId]) -> Result<bool> {
    let mut hosts = hosts.to_vec();
    hosts.sort_unstable();
    hosts.dedup();
    for host in hosts {
        let n = tx.execute(
            "UPDATE host SET seq = seq + 1 WHERE user_id = $1 AND company_id = $2",
            args![host, company],
        )?;
        if n == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Locks one calendar because something about its host changes, as [`lock`] does.
pub fn touch(tx: &mut Conn, company: CompanyId, host: UserId) -> Result<bool> {
    lock(tx, company, &[host])
}

/// How often the host's calendar was locked or touched; none if the company has no such host.
pub fn seq(c: &mut Conn, company: CompanyId, host: UserId) -> Result<Option<i64>> {
    c.one("SELECT seq FROM host WHERE user_id = $1 AND company_id = $2", args![host, company])
}
