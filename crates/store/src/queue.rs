//! Queues: how the bookings of a team's meeting type are shared out, and among whom.
//!
//! A queue lives as long as a living meeting type points to it; nothing here finds one that does not.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Column, Conn, FromColumn, FromRow, Result, Row, Value},
    ids::{CompanyId, MeetingTypeId, QueueId, UserId, WorkspaceId},
};

pub mod group;
pub mod member;
pub mod turn;

/// How a team's meeting type is shared out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Which.
    pub id: QueueId,
    /// Of which company.
    pub company_id: CompanyId,
    /// The team.
    pub workspace_id: WorkspaceId,
    /// What is shared out.
    pub meeting_type_id: MeetingTypeId,
    /// By which rule.
    pub kind: Kind,
    /// Hides members who are that many bookings ahead.
    pub max_lead: Option<u32>,
    /// Over which time bookings are counted.
    pub period: Period,
    /// Nobody is hidden where that would push the next free start far away.
    pub near_term: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// By which rule bookings are shared out (contract section 11.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Everybody is offered; the turn goes around.
    #[default]
    SimpleRoundRobin,
    /// The same, but for those who are too far ahead.
    AdvancedRoundRobin,
    /// Only those with the fewest bookings are offered.
    EqualDistribution,
    /// Everybody takes part in every meeting.
    Collective,
}

impl Kind {
    /// As stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SimpleRoundRobin => "simpleRoundRobin",
            Self::AdvancedRoundRobin => "advancedRoundRobin",
            Self::EqualDistribution => "equalDistribution",
            Self::Collective => "collective",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        let all =
            [Self::SimpleRoundRobin, Self::AdvancedRoundRobin, Self::EqualDistribution, Self::Collective];
        all.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Self {
        Self::from(kind.as_str())
    }
}

impl FromColumn for Kind {
    fn from_column(column: Column<'_>) -> Result<Self> {
        let Column::Text(name) = column else { return Err(column.mismatch("a kind of queue")) };
        Self::parse(name).ok_or_else(|| column.mismatch("a kind of queue"))
    }
}

/// Over which time bookings are counted: the current one of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Period {
    /// Today.
    Day,
    /// Since Monday.
    Week,
    /// Since the first.
    #[default]
    Month,
}

impl Period {
    /// As stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

impl From<Period> for Value {
    fn from(period: Period) -> Self {
        Self::from(period.as_str())
    }
}

impl FromColumn for Period {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Text("day") => Ok(Self::Day),
            Column::Text("week") => Ok(Self::Week),
            Column::Text("month") => Ok(Self::Month),
            other => Err(other.mismatch("a period")),
        }
    }
}

/// A queue with everybody in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// The queue.
    pub queue: Queue,
    /// Single users, in their order.
    pub members: Vec<member::Member>,
    /// Groups of users, the oldest first.
    pub groups: Vec<group::Group>,
}

impl Roster {
    /// Everybody once, in the order of the list.
    pub fn users(&self) -> Vec<UserId> {
        let mut known = HashSet::new();
        let members = self.members.iter().map(|member| member.user_id);
        members
            .chain(self.groups.iter().flat_map(group::Group::hosts))
            .filter(|user| known.insert(*user))
            .collect()
    }
}

macro_rules! columns {
    () => {
        "q.id, q.company_id, q.workspace_id, q.meeting_type_id, q.kind, q.max_lead, q.period, q.near_term, \
         q.created_at, q.updated_at"
    };
}

macro_rules! living {
    () => {
        " FROM queue q JOIN meeting_type m ON m.company_id = q.company_id AND m.id = q.meeting_type_id AND m.queue_id = q.id \
         AND m.deleted_at IS NULL WHERE q.company_id = $1"
    };
}

impl FromRow for Queue {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            workspace_id: row.take()?,
            meeting_type_id: row.take()?,
            kind: row.take()?,
            max_lead: row.take()?,
            period: row.take()?,
            near_term: row.take()?,
            created_at: row.take()?,
            updated_at: row.take()?,
        })
    }
}

/// The queue with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: QueueId) -> Result<Option<Queue>> {
    c.one(concat!("SELECT ", columns!(), living!(), " AND q.id = $2"), args![company, id])
}

/// The queues of a team, the oldest first.
pub fn of_workspace(c: &mut Conn, company: CompanyId, workspace: WorkspaceId) -> Result<Vec<Queue>> {
    c.query(
        concat!("SELECT ", columns!(), living!(), " AND q.workspace_id = $2 ORDER BY q.created_at, q.id"),
        args![company, workspace],
    )
}

/// The queue with this id, and everybody in it.
pub fn roster(c: &mut Conn, company: CompanyId, id: QueueId) -> Result<Option<Roster>> {
    by_id(c, company, id)?.map(|queue| with_people(c, queue)).transpose()
}

/// Adds everybody in it.
pub fn with_people(c: &mut Conn, queue: Queue) -> Result<Roster> {
    let members = member::of_queue(c, queue.company_id, queue.id)?;
    let groups = group::of_queue(c, queue.company_id, queue.id)?;
    Ok(Roster { queue, members, groups })
}

/// Everybody in a queue, as members or in groups.
pub fn users(c: &mut Conn, company: CompanyId, id: QueueId) -> Result<Vec<UserId>> {
    c.query(
        "SELECT user_id FROM queue_member WHERE company_id = $1 AND queue_id = $2 \
         UNION SELECT u.user_id FROM queue_user_group g \
         JOIN queue_group_user u ON u.company_id = g.company_id AND u.group_id = g.id \
         WHERE g.company_id = $1 AND g.queue_id = $2",
        args![company, id],
    )
}

/// The slugs of a team's living meeting types that begin with `stem`, for finding one that is free.
pub fn slugs_like(
    c: &mut Conn,
    company: CompanyId,
    workspace: WorkspaceId,
    stem: &str,
) -> Result<Vec<String>> {
    c.query(
        concat!(
            "SELECT m.slug",
            living!(),
            " AND q.workspace_id = $2 AND substr(m.slug, 1, length(CAST($3 AS TEXT))) = CAST($3 AS TEXT)"
        ),
        args![company, workspace, stem],
    )
}

/// Stores a new one.
pub fn insert(tx: &mut Conn, q: &Queue) -> Result<()> {
    tx.execute(
        "INSERT INTO queue (id, company_id, workspace_id, meeting_type_id, kind, max_lead, period, near_term, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            q.id,
            q.company_id,
            q.workspace_id,
            q.meeting_type_id,
            q.kind,
            q.max_lead,
            q.period,
            q.near_term,
            q.created_at,
            q.updated_at
        ],
    )?;
    Ok(())
}

/// Writes everything of a queue that can change.
pub fn update(tx: &mut Conn, q: &Queue) -> Result<()> {
    tx.execute(
        "UPDATE queue SET workspace_id = $3, kind = $4, max_lead = $5, period = $6, near_term = $7, updated_at = $8 \
         WHERE company_id = $1 AND id = $2",
        args![q.company_id, q.id, q.workspace_id, q.kind, q.max_lead, q.period, q.near_term, q.updated_at],
    )?;
    Ok(())
}

/// Takes a user out of every queue and group, because they are gone. Whoever led a group leads it no more.
pub fn leave_all(tx: &mut Conn, company: CompanyId, user: UserId) -> Result<()> {
    let key = args![company, user];
    tx.execute("DELETE FROM queue_member WHERE company_id = $1 AND user_id = $2", key)?;
    tx.execute(
        "UPDATE queue_user_group SET main_host_id = NULL WHERE company_id = $1 AND main_host_id = $2",
        key,
    )?;
    tx.execute("DELETE FROM queue_group_user WHERE company_id = $1 AND user_id = $2", key)?;
    Ok(())
}
