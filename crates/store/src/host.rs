//! Hosts: one narrow row per user, raised to lock that user's calendar.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    args,
    db::{Answers, Conn, Db, FromRow, Result, Row, Value},
    ids::{CompanyId, UserId},
};

/// Makes a user bookable; once per user, when the user is stored.
pub fn insert(tx: &mut Conn, company: CompanyId, user: UserId) -> Result<()> {
    tx.execute("INSERT INTO host (user_id, company_id, seq) VALUES ($1, $2, 0)", args![user, company])?;
    Ok(())
}

/// A host's calendar as it stood at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub host: UserId,
    /// How often it was locked, for whatever reason.
    pub seq: i64,
    /// How often what its host offers changed: meeting types, schedules, names, times that come from outside.
    pub changed: i64,
}

impl Standing {
    fn number(&self) -> (Uuid, i64) {
        (self.host.0, self.seq)
    }
}

impl FromRow for Standing {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self { host: row.take()?, seq: row.take()?, changed: row.take()? })
    }
}

/// How calendars stand that were locked; none when the company has not got all of them.
pub type Locked = Option<HashMap<UserId, Standing>>;

/// Locks the calendars of these hosts until the transaction ends: whoever reads claims in order to write some
/// begins with this, so that writers of one host follow one another.
///
/// Always in the order of their ids, so that two transactions never wait for each other. None when the company
/// has not got all of them.
pub fn lock(tx: &mut Conn, company: CompanyId, hosts: &[UserId]) -> Result<Locked> {
    raise(tx, LOCK, company, hosts)
}

const LOCK: &str =
    "UPDATE host SET seq = seq + 1 WHERE user_id = $1 AND company_id = $2 RETURNING user_id, seq, changed";

/// Locks them and then asks something else, in one round trip. What is answered was so under the lock.
pub(crate) fn lock_then<T: FromRow>(
    tx: &mut Conn,
    company: CompanyId,
    hosts: &[UserId],
    then: (&'static str, &[Vec<Value>]),
) -> Result<(Locked, Answers<T>)> {
    let sets = in_order(company, hosts);
    let (raised, answers) = tx.query_each_of_two((LOCK, &sets), then)?;
    Ok((raised_all(tx, raised, sets.len()), answers))
}

/// Locks one calendar as [`lock`] does, because something about its host changes. False when the company has no such
/// host.
pub fn touch(tx: &mut Conn, company: CompanyId, host: UserId) -> Result<bool> {
    let raised = raise(
        tx,
        "UPDATE host SET seq = seq + 1, changed = changed + 1 WHERE user_id = $1 AND company_id = $2 \
         RETURNING user_id, seq, changed",
        company,
        &[host],
    )?;
    Ok(raised.is_some())
}

fn raise(tx: &mut Conn, sql: &'static str, company: CompanyId, hosts: &[UserId]) -> Result<Locked> {
    let sets = in_order(company, hosts);
    let raised = tx.query_each(sql, &sets)?;
    Ok(raised_all(tx, raised, sets.len()))
}

/// One statement each: a single one for all would lock them in an order of the database's choice.
fn in_order(company: CompanyId, hosts: &[UserId]) -> Vec<Vec<Value>> {
    let mut hosts = hosts.to_vec();
    hosts.sort_unstable();
    hosts.dedup();
    hosts.iter().map(|host| args![*host, company].to_vec()).collect()
}

fn raised_all(tx: &mut Conn, raised: Vec<Vec<Standing>>, expected: usize) -> Locked {
    let raised = by_host(raised);
    tx.saw(raised.values().map(Standing::number));
    (raised.len() == expected).then_some(raised)
}

fn by_host(found: Vec<Vec<Standing>>) -> HashMap<UserId, Standing> {
    found.into_iter().flatten().map(|standing| (standing.host, standing)).collect()
}

/// Whether this process has lately seen one of these calendars later than so; see [`Db::has_seen_later`].
pub fn is_outdated(db: &Db, standing: &[Standing]) -> bool {
    db.has_seen_later(standing.iter().map(Standing::number))
}

/// How many hosts one statement asks about.
const AT_ONCE: usize = 40;

/// How these calendars stand, in the order of the hosts; none if the company has not got all of them.
pub fn standing(c: &mut Conn, company: CompanyId, hosts: &[UserId]) -> Result<Option<Vec<Standing>>> {
    Ok(standings(c, &[(company, hosts)])?.pop().flatten())
}

/// The same for several companies' hosts at once, in the order of the questions.
pub fn standings(c: &mut Conn, asked: &[(CompanyId, &[UserId])]) -> Result<Vec<Option<Vec<Standing>>>> {
    let (single, many): (Vec<_>, Vec<_>) = asked.iter().partition(|(_, hosts)| hosts.len() == 1);
    let mut found: HashMap<(CompanyId, UserId), Standing> = HashMap::with_capacity(asked.len());
    let mut keep = |company, standings: Vec<Standing>| {
        found.extend(standings.into_iter().map(|standing| ((company, standing.host), standing)));
    };
    if !single.is_empty() {
        let sets: Vec<Vec<Value>> =
            single.iter().map(|(company, hosts)| args![hosts[0], *company].to_vec()).collect();
        let told = c.query_each(
            "SELECT user_id, seq, changed FROM host WHERE user_id = $1 AND company_id = $2",
            &sets,
        )?;
        single.iter().zip(told).for_each(|((company, _), standings)| keep(*company, standings));
    }
    if !many.is_empty() {
        let chunks: Vec<(CompanyId, &[UserId])> = many
            .iter()
            .flat_map(|&(company, hosts)| hosts.chunks(AT_ONCE).map(move |some| (company, some)))
            .collect();
        let sets: Vec<Vec<Value>> = chunks.iter().map(|&(company, some)| places(company, some)).collect();
        let told = c.query_each(
            "SELECT user_id, seq, changed FROM host WHERE company_id = $1 AND user_id IN \
             ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
              $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41)",
            &sets,
        )?;
        chunks.iter().zip(told).for_each(|((company, _), standings)| keep(*company, standings));
    }
    c.saw(found.values().map(Standing::number));
    let standing =
        |company, hosts: &[UserId]| hosts.iter().map(|&host| found.get(&(company, host)).copied()).collect();
    Ok(asked.iter().map(|&(company, hosts)| standing(company, hosts)).collect())
}

/// A statement has a fixed number of places, so the last host is named as often as it takes to fill them.
fn places(company: CompanyId, hosts: &[UserId]) -> Vec<Value> {
    let last = hosts.last().copied();
    let filled = hosts.iter().copied().chain(last.into_iter().cycle()).take(AT_ONCE);
    std::iter::once(Value::from(company)).chain(filled.map(Value::from)).collect()
}
