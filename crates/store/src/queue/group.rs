//! Groups of users in queues: whenever it is a group's turn, all of its users host together.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, QueueId, UserGroupId, UserId},
};

/// A group of users in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which.
    pub id: UserGroupId,
    /// Of which company.
    pub company_id: CompanyId,
    /// In which queue.
    pub queue_id: QueueId,
    /// Shown.
    pub name: String,
    /// Weight, as a member's.
    pub capacity: u32,
    /// The first of its hosts, one of its users.
    pub main_host_id: Option<UserId>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Its users, in their order.
    pub users: Vec<UserId>,
}

impl Group {
    /// Its users, the main host first.
    pub fn hosts(&self) -> impl Iterator<Item = UserId> {
        let main = self.main_host_id.filter(|main| self.users.contains(main));
        main.into_iter().chain(self.users.iter().copied().filter(move |user| Some(*user) != main))
    }
}

macro_rules! columns {
    () => {
        "id, company_id, queue_id, name, capacity, main_host_id, created_at, updated_at"
    };
}

impl FromRow for Group {
    /// Without its users, who are rows of their own.
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            queue_id: row.take()?,
            name: row.take()?,
            capacity: row.take()?,
            main_host_id: row.take()?,
            created_at: row.take()?,
            updated_at: row.take()?,
            users: vec![],
        })
    }
}

/// The groups of a queue, the oldest first.
pub fn of_queue(c: &mut Conn, company: CompanyId, queue: QueueId) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM queue_user_group WHERE company_id = $1 AND queue_id = $2 ORDER BY created_at, id"
        ),
        args![company, queue],
    )?;
    if groups.is_empty() {
        return Ok(groups);
    }
    let found: Vec<(UserGroupId, UserId)> = c.query(
        "SELECT u.group_id, u.user_id FROM queue_user_group g \
         JOIN queue_group_user u ON u.company_id = g.company_id AND u.group_id = g.id \
         WHERE g.company_id = $1 AND g.queue_id = $2 ORDER BY u.position, u.user_id",
        args![company, queue],
    )?;
    let mut users: HashMap<UserGroupId, Vec<UserId>> = HashMap::new();
    for (group, user) in found {
        users.entry(group).or_default().push(user);
    }
    for group in &mut groups {
        group.users = users.remove(&group.id).unwrap_or_default();
    }
    Ok(groups)
}

/// The group with this id.
pub fn by_id(c: &mut Conn, company: CompanyId, id: UserGroupId) -> Result<Option<Group>> {
    let found: Option<Group> = c.one(
        concat!("SELECT ", columns!(), " FROM queue_user_group WHERE company_id = $1 AND id = $2"),
        args![company, id],
    )?;
    let Some(mut group) = found else { return Ok(None) };
    group.users = c.query(
        "SELECT user_id FROM queue_group_user WHERE company_id = $1 AND group_id = $2 ORDER BY position, user_id",
        args![company, id],
    )?;
    Ok(Some(group))
}

/// Stores a group in place of what there was of it.
pub fn put(tx: &mut Conn, g: &Group) -> Result<()> {
    tx.execute(
        concat!(
            "INSERT INTO queue_user_group (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (company_id, id) DO UPDATE \
             SET name = excluded.name, capacity = excluded.capacity, main_host_id = excluded.main_host_id, \
             updated_at = excluded.updated_at"
        ),
        args![
            g.id,
            g.company_id,
            g.queue_id,
            &g.name,
            g.capacity,
            g.main_host_id,
            g.created_at,
            g.updated_at
        ],
    )?;
    empty(tx, g.company_id, g.id)?;
    for (position, user) in (0i64..).zip(&g.users) {
        tx.execute(
            "INSERT INTO queue_group_user (company_id, group_id, user_id, position) VALUES ($1, $2, $3, $4)",
            args![g.company_id, g.id, *user, position],
        )?;
    }
    Ok(())
}

/// Takes a group away; false when there was none.
pub fn delete(tx: &mut Conn, company: CompanyId, id: UserGroupId) -> Result<bool> {
    empty(tx, company, id)?;
    let gone =
        tx.execute("DELETE FROM queue_user_group WHERE company_id = $1 AND id = $2", args![company, id])?;
    Ok(gone == 1)
}

fn empty(tx: &mut Conn, company: CompanyId, id: UserGroupId) -> Result<()> {
    tx.execute("DELETE FROM queue_group_user WHERE company_id = $1 AND group_id = $2", args![company, id])?;
    Ok(())
}
