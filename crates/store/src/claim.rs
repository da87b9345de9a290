//! Claims: who is taken when.
//!
//! A claim spans a meeting and its buffers, for one host. Two claims of a host never overlap unless one is
//! forced: callers lock the host first ([`crate::host::lock`]) and let the engine decide, and the database
//! refuses what would slip through (constraint or trigger `claim_overlap`).

use slated_engine::Ms;
use uuid::Uuid;

use crate::{
    args,
    db::{Answers, Conn, FromRow, Result, Row, Value},
    host,
    ids::{CompanyId, MeetingTypeId, UserId},
};

/// The longest claim in milliseconds, as the schema checks it: how far before a range an overlapping claim can begin.
pub const LONGEST: Ms = 86_400_000;

/// A host's time, taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who is taken.
    pub host_id: UserId,
    /// From when, buffer included.
    pub starts_at: Ms,
    /// Until when, buffer included.
    pub ends_at: Ms,
    /// The appointment or provisional booking that holds it.
    pub holder_id: Uuid,
    /// Of which company.
    pub company_id: CompanyId,
    /// What is booked.
    pub meeting_type_id: MeetingTypeId,
    /// The meeting's own begin.
    pub meeting_starts_at: Ms,
    /// The meeting's own end.
    pub meeting_ends_at: Ms,
    /// Seats taken.
    pub taken: u32,
    /// Made past the rules (policies 16).
    pub forced: bool,
}

/// What takes a host's time: a claim, or a busy time that comes from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// From when, buffer included.
    pub starts_at: Ms,
    /// Until when, buffer included.
    pub ends_at: Ms,
    /// What was claimed; none for a busy time from outside.
    pub claimed: Option<Claimed>,
}

/// What of a claim matters beside its own span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The appointment or provisional booking that holds it.
    pub holder_id: Uuid,
    /// What is booked.
    pub meeting_type_id: MeetingTypeId,
    /// The meeting's own begin.
    pub meeting_starts_at: Ms,
    /// The meeting's own end.
    pub meeting_ends_at: Ms,
    /// Seats taken.
    pub taken: u32,
}

impl FromRow for Taken {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        let (starts_at, ends_at) = (row.take()?, row.take()?);
        let holder: Option<Uuid> = row.take()?;
        let claimed = match holder {
            None => None,
            Some(holder_id) => Some(Claimed {
                holder_id,
                meeting_type_id: row.take()?,
                meeting_starts_at: row.take()?,
                meeting_ends_at: row.take()?,
                taken: row.take()?,
            }),
        };
        Ok(Self { starts_at, ends_at, claimed })
    }
}

/// What takes the time of each of these hosts in `[from, to)`, in no order: claims, and busy times from outside.
pub fn taken(c: &mut Conn, company: CompanyId, hosts: &[UserId], from: Ms, to: Ms) -> Result<Answers<Taken>> {
    c.query_each(TAKEN, &places(company, hosts, from, to))
}

/// Locks the calendars of hosts, as [`host::lock`] does, and then tells what takes the time of `of`, in one round trip.
pub fn lock_and_take(
    tx: &mut Conn,
    company: CompanyId,
    lock: &[UserId],
    of: &[UserId],
    from: Ms,
    to: Ms,
) -> Result<(host::Locked, Answers<Taken>)> {
    host::lock_then(tx, company, lock, (TAKEN, &places(company, of, from, to)))
}

macro_rules! taken {
    () => {
        "SELECT starts_at, ends_at, holder_id, meeting_type_id, meeting_starts_at, meeting_ends_at, taken "
    };
}

/// Those that begin in the range; of earlier ones the last, and the forced ones: no other can reach into it.
const TAKEN: &str = concat!(
    taken!(),
    "FROM claim WHERE company_id = $1 AND host_id = $2 AND starts_at >= $3 AND starts_at < $4 UNION ALL ",
    taken!(),
    "FROM (SELECT * FROM claim WHERE company_id = $1 AND host_id = $2 AND NOT forced AND starts_at < $3 \
       AND starts_at > $5 ORDER BY starts_at DESC LIMIT 1) AS earlier WHERE ends_at > $3 UNION ALL ",
    taken!(),
    "FROM claim WHERE company_id = $1 AND host_id = $2 AND forced AND starts_at < $3 AND starts_at > $5 \
       AND ends_at > $3 UNION ALL \
     SELECT starts_at, ends_at, NULL, NULL, NULL, NULL, NULL FROM busy \
     WHERE company_id = $1 AND host_id = $2 AND ends_at > $3 AND starts_at < $4"
);

fn places(company: CompanyId, hosts: &[UserId], from: Ms, to: Ms) -> Vec<Vec<Value>> {
    let earliest = from.saturating_sub(LONGEST);
    hosts.iter().map(|host| args![company, *host, from, to, earliest].to_vec()).collect()
}

/// Makes one. A conflict on `claim_overlap` means that somebody holds the time already; on PostgreSQL it shows with
/// the next statement or at the commit.
pub fn insert(tx: &mut Conn, claim: &Claim) -> Result<()> {
    tx.execute_later(
        "INSERT INTO claim (host_id, starts_at, ends_at, holder_id, company_id, meeting_type_id, meeting_starts_at, \
         meeting_ends_at, taken, forced) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            claim.host_id,
            claim.starts_at,
            claim.ends_at,
            claim.holder_id,
            claim.company_id,
            claim.meeting_type_id,
            claim.meeting_starts_at,
            claim.meeting_ends_at,
            claim.taken,
            claim.forced,
        ],
    )
}

/// Gives back what `holder` holds of the host's time around a meeting that begins at `meeting_start`.
pub fn release(
    tx: &mut Conn,
    company: CompanyId,
    host: UserId,
    holder: Uuid,
    meeting_start: Ms,
) -> Result<()> {
    tx.execute_later(
        "DELETE FROM claim WHERE company_id = $1 AND host_id = $2 AND holder_id = $3 \
         AND starts_at > $4 AND starts_at <= $5",
        args![company, host, holder, meeting_start.saturating_sub(LONGEST), meeting_start],
    )
}

/// Hands a hold over to the appointment it became, and notes how many seats are taken.
pub fn hand_over(
    tx: &mut Conn,
    company: CompanyId,
    host: UserId,
    meeting_start: Ms,
    from: Uuid,
    to: Uuid,
    taken: u32,
) -> Result<u64> {
    tx.execute(
        "UPDATE claim SET holder_id = $4, taken = $5 WHERE company_id = $1 AND host_id = $2 AND holder_id = $3 \
         AND starts_at > $6 AND starts_at <= $7",
        args![company, host, from, to, taken, meeting_start.saturating_sub(LONGEST), meeting_start],
    )
}
